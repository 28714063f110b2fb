# CPU worker: flows, and training steps that need no GPU.
#
#   docker build -f docker/worker.Dockerfile -t reasonloop-worker .
#
# BASE_IMAGE: anything with python3 (3.11-3.13) and its venv module. TORCH: requirement of the wheel to
# install. PIP_ARGS: where wheels come from; the default takes torch from the index of CPU builds. Without
# any index: put wheels into docker/wheels (`docker/fetch_wheels.sh`) and pass PIP_ARGS=--no-index. MORE:
# further requirements, e.g. prefect-kubernetes==0.8.0 for the worker of a kubernetes pool.
ARG BASE_IMAGE=python:3.12-slim-bookworm

FROM ${BASE_IMAGE} AS build
ARG TORCH=torch==2.13.0
ARG PIP_ARGS="--extra-index-url https://download.pytorch.org/whl/cpu"
ARG MORE=""
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python3 -m venv /opt/reasonloop
COPY docker/wheels /wheels
COPY requirements.lock /build/
WORKDIR /build
# Dependencies first, in a layer that changes of our sources leave alone: exactly what the lock names, less
# what only development needs. torch on its own, for its CUDA builds bring further packages.
RUN grep -v -E '^(torch|ast_serialize|grimp|hypothesis|import-linter|iniconfig|librt|mypy.*|pytest|ruff|types-.*)==' \
        requirements.lock > locked.txt \
    && pip="/opt/reasonloop/bin/pip install --find-links /wheels ${PIP_ARGS}" \
    && $pip -c locked.txt "setuptools>=77" "${TORCH}" ${MORE} \
    && $pip --no-deps -r locked.txt \
    && /opt/reasonloop/bin/pip check

FROM build AS ours
COPY pyproject.toml README.md LICENSE ./
COPY tasks tasks
COPY infra infra
COPY flows flows
RUN /opt/reasonloop/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /dist .

FROM ${BASE_IMAGE}
ARG UID=1000
# DVC asks git for its version even where no repository is.
RUN command -v git > /dev/null || (apt-get update && apt-get install -y --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/*)
COPY --from=build /opt/reasonloop /opt/reasonloop
RUN useradd --uid ${UID} --create-home reasonloop \
    && mkdir -p /srv/reasonloop /var/lib/reasonloop/runs /var/lib/reasonloop/dvc/remote \
    && chown -R reasonloop: /var/lib/reasonloop /srv/reasonloop && chmod 1777 /var/lib/reasonloop
ENV PATH=/opt/reasonloop/bin:$PATH \
    REASONLOOP_PROJECT=/srv/reasonloop \
    REASONLOOP_HOME=/var/lib/reasonloop \
    HF_HOME=/var/lib/reasonloop/huggingface \
    PREFECT_SERVER_ANALYTICS_ENABLED=false \
    PREFECT_LOGGING_EXTRA_LOGGERS=flows,infra,tasks \
    MLFLOW_ALLOW_PICKLE_DESERIALIZATION=false \
    MLFLOW_DISABLE_TELEMETRY=true \
    DO_NOT_TRACK=1 \
    HF_HUB_DISABLE_TELEMETRY=1 \
    TOKENIZERS_PARALLELISM=false \
    PYTHONUNBUFFERED=1
COPY --from=ours /dist /dist
RUN /opt/reasonloop/bin/pip install --no-cache-dir --no-deps /dist/*.whl
COPY params.yaml prefect.yaml /srv/reasonloop/
WORKDIR /srv/reasonloop
USER reasonloop
