#!/usr/bin/env bash
# Fill docker/wheels with everything the images install, so that they build without an index:
#
#   PYTHON=.venv/bin/python docker/fetch_wheels.sh
#   docker build -f docker/worker.Dockerfile --build-arg PIP_ARGS=--no-index -t reasonloop-worker .
#
# Wheels are for PYTHON's version, which must be that of the base image. PIP_ARGS chooses the index, e.g.
# PIP_ARGS="--extra-index-url https://download.pytorch.org/whl/cpu" for the small torch.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC2086
fetch() { ${PYTHON:-python3} -m pip wheel ${PIP_ARGS:-} --wheel-dir docker/wheels "$@"; }
fetch --no-deps -r requirements.lock
# What only some patch releases of Python need (python_full_version): the base image's may be an older one.
fetch --no-deps $(sed -nE 's/^([^;# ]+); *python_full_version.*/\1/p' requirements.lock)
fetch -c requirements.lock "setuptools>=77" torch ${MORE:-} -r docker/server.txt
