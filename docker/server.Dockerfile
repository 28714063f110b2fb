# Prefect and MLflow servers. The command decides which: see infra/compose.yaml.
#
#   docker build -f docker/server.Dockerfile -t reasonloop-server .
#
# Build arguments as in worker.Dockerfile.
ARG BASE_IMAGE=python:3.12-slim-bookworm

FROM ${BASE_IMAGE} AS build
ARG PIP_ARGS=""
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python3 -m venv /opt/reasonloop
COPY docker/wheels /wheels
COPY requirements.lock docker/server.txt /build/
RUN /opt/reasonloop/bin/pip install --find-links /wheels ${PIP_ARGS} \
    -c /build/requirements.lock -r /build/server.txt

FROM ${BASE_IMAGE}
ARG UID=1000
COPY --from=build /opt/reasonloop /opt/reasonloop
RUN useradd --uid ${UID} --create-home reasonloop \
    && mkdir -p /var/lib/mlflow && chown reasonloop: /var/lib/mlflow
ENV PATH=/opt/reasonloop/bin:$PATH \
    PREFECT_SERVER_ANALYTICS_ENABLED=false \
    MLFLOW_DISABLE_TELEMETRY=true \
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false \
    MLFLOW_ALLOW_PICKLE_DESERIALIZATION=false \
    DO_NOT_TRACK=1 \
    PYTHONUNBUFFERED=1
USER reasonloop
