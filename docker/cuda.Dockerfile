# CUDA worker: training steps on NVIDIA GPUs.
#
#   docker build -f docker/cuda.Dockerfile -t reasonloop-cuda .
#
# BASE_IMAGE: the toolkit (devel) is there for DeepSpeed, which compiles its optimisers on first use; torch
# brings its own CUDA libraries. TORCH, PIP_ARGS and MORE as in worker.Dockerfile; the CUDA version of the torch
# wheel must not be newer than the driver of the machine (nvidia-smi shows it).
ARG BASE_IMAGE=nvidia/cuda:12.9.1-devel-ubuntu24.04

FROM ${BASE_IMAGE} AS python
RUN python3 -m venv --help > /dev/null 2>&1 && command -v git > /dev/null \
    || (apt-get update && apt-get install -y --no-install-recommends python3-venv git ca-certificates \
    && rm -rf /var/lib/apt/lists/*)

FROM python AS build
ARG TORCH=torch==2.13.0
ARG PIP_ARGS="--extra-index-url https://download.pytorch.org/whl/cu129"
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

FROM python
ARG UID=1000
COPY --from=build /opt/reasonloop /opt/reasonloop
# The base image has a user of that number.
RUN (userdel --remove ubuntu 2> /dev/null || true) && useradd --uid ${UID} --create-home reasonloop \
    && mkdir -p /srv/reasonloop /var/lib/reasonloop/runs /var/lib/reasonloop/dvc/remote \
    && chown -R reasonloop: /var/lib/reasonloop /srv/reasonloop && chmod 1777 /var/lib/reasonloop
ENV PATH=/opt/reasonloop/bin:$PATH \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility \
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
