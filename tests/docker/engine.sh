#!/usr/bin/env bash
# A Docker engine for the tests, where no engine runs and no image can be pulled (Debian, as root):
#
#   tests/docker/engine.sh start     # dockerd in $ENGINE, a base image by debootstrap, our image
#   tests/docker/engine.sh build     # our image again, after a change of the code
#   eval "$(tests/docker/engine.sh env)"
#   tests/docker/engine.sh stop
#
# Needs docker.io and mmdebstrap (apt-get install -y docker.io mmdebstrap). PYTHON must be 3.11, as in the
# base image; docker/wheels is filled with its wheels when it is empty.
set -euo pipefail
cd "$(dirname "$0")/../.."
ENGINE=${ENGINE:-/tmp/reasonloop-engine}
BASE=${BASE:-bookworm}
export DOCKER_HOST=unix://$ENGINE/docker.sock DOCKER_BUILDKIT=0

build() {
    docker build --quiet -f docker/worker.Dockerfile --network none \
        --build-arg BASE_IMAGE=reasonloop-base:"$BASE" --build-arg PIP_ARGS=--no-index \
        -t reasonloop-worker:local .
}

start() {
    mkdir -p "$ENGINE"
    if ! docker info > /dev/null 2>&1; then
        setsid nohup dockerd --data-root "$ENGINE/data" --exec-root "$ENGINE/exec" \
            --pidfile "$ENGINE/dockerd.pid" --host "$DOCKER_HOST" > "$ENGINE/dockerd.log" 2>&1 < /dev/null &
        for _ in $(seq 60); do docker info > /dev/null 2>&1 && break; sleep 1; done
        docker info > /dev/null || { tail "$ENGINE/dockerd.log"; exit 1; }
    fi
    if ! docker image inspect reasonloop-base:"$BASE" > /dev/null 2>&1; then
        mmdebstrap --variant=minbase --include=python3,python3-venv,python3-pip,ca-certificates,git \
            "$BASE" "$ENGINE/base.tar"
        docker import "$ENGINE/base.tar" reasonloop-base:"$BASE"
        rm "$ENGINE/base.tar"
    fi
    ls docker/wheels/*.whl > /dev/null 2>&1 || docker/fetch_wheels.sh
    build
}

stop() {
    [ -f "$ENGINE/dockerd.pid" ] && kill "$(cat "$ENGINE/dockerd.pid")"
    echo "stopped; its images are in $ENGINE/data"
}

case ${1:-} in
    start | build | stop) "$1" ;;
    env) echo "export DOCKER_HOST=$DOCKER_HOST" ;;
    *) sed -n '2,10p' "$0"; exit 2 ;;
esac
