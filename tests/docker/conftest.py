"""The engine and the image; see engine.sh for how to have both where no image can be pulled."""

import pytest

import docker
from tests.docker.stack import IMAGE


@pytest.fixture(scope="session", autouse=True)
def engine() -> None:
    """Skip without an engine; fail without the image, for then something was forgotten."""
    try:
        client = docker.from_env()
        client.ping()
    except docker.errors.DockerException as error:
        pytest.skip(f"no Docker engine ({error}); tests/docker/engine.sh starts one")
    assert client.images.list(IMAGE), f"no image {IMAGE}; tests/docker/engine.sh builds it"
