"""Job templates: what a worker is told is what the settings say, and workers understand it."""

from pathlib import Path
from typing import Any

import pytest

from infra.pools import HOME, job_manifest, job_template, secret_block
from tasks.params import Params
from tasks.params.dispatch import PoolParams

STATE = Path("/srv/project/.reasonloop")


def template(pool: dict[str, Any], **sections: Any) -> dict[str, Any]:
    return job_template(
        "gpu", Params.model_validate({"dispatch": {"pools": {"gpu": pool}}, **sections}), STATE
    )


DOCKER = {"type": "docker", "image": "reasonloop-cuda:1"}


def test_a_container_sees_the_runs_and_the_data_remote_and_nothing_else_of_the_state() -> None:
    job = template(DOCKER)["job_configuration"]
    assert job["volumes"] == [
        f"{STATE}/runs:{HOME}/runs",
        f"{STATE}/dvc/remote:{HOME}/dvc/remote:ro",
    ]


def test_a_remote_in_the_cloud_needs_no_mount_and_one_in_a_folder_is_mounted_where_it_is() -> None:
    cloud = template(DOCKER, data={"remote": "s3://bucket/data"})["job_configuration"]
    assert cloud["volumes"] == [f"{STATE}/runs:{HOME}/runs"]
    folder = template(DOCKER, data={"remote": "/mnt/data"})["job_configuration"]
    assert folder["volumes"][1] == "/mnt/data:/mnt/data:ro"


def test_own_volumes_replace_these_and_may_name_the_state_folder() -> None:
    job = template({**DOCKER, "volumes": ["{state}/runs:/var/lib/reasonloop/runs", "cache:/cache"]})
    assert job["job_configuration"]["volumes"] == [f"{STATE}/runs:{HOME}/runs", "cache:/cache"]


@pytest.mark.parametrize("gpus", [1, 4, -1])
def test_gpus_become_a_device_request_that_docker_py_takes(gpus: int) -> None:
    types = pytest.importorskip("docker.types")
    job = template({**DOCKER, "gpus": gpus, "shm_size": "16g", "cpus": 2.5, "user": "7:8"})
    create = job["job_configuration"]["container_create_kwargs"]
    request = types.DeviceRequest(**create["device_requests"][0])
    assert (request.driver, request.count, request.capabilities) == ("nvidia", gpus, [["gpu"]])
    host = types.HostConfig(version="1.41", **{k: v for k, v in create.items() if k not in ("user",)})
    assert (host["ShmSize"], host["NanoCpus"], host["Init"]) == (16 * 2**30, 2_500_000_000, True)
    assert create["user"] == "7:8"


def test_a_pool_without_gpus_asks_for_none() -> None:
    assert "device_requests" not in template(DOCKER)["job_configuration"]["container_create_kwargs"]


def test_networks_are_joined_and_host_is_a_mode() -> None:
    joined = template({**DOCKER, "networks": ["reasonloop", "storage"]})["job_configuration"]
    assert (joined["networks"], joined["network_mode"]) == (["reasonloop", "storage"], None)
    host = template({**DOCKER, "networks": ["host"]})["job_configuration"]
    assert (host["networks"], host["network_mode"]) == ([], "host")


def test_a_secret_is_in_the_template_by_name_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hunter2")
    made = template({**DOCKER, "secrets": ["AWS_SECRET_ACCESS_KEY"], "environment": {"A": "b"}})
    assert "hunter2" not in str(made)
    env = made["variables"]["properties"]["env"]["default"]
    block = secret_block("gpu", "AWS_SECRET_ACCESS_KEY")
    assert env["AWS_SECRET_ACCESS_KEY"] == "{{ prefect.blocks.secret." + block + " }}"
    assert env["A"] == "b"
    assert block == "reasonloop-gpu-aws-secret-access-key"


def test_the_docker_worker_reads_the_template() -> None:
    worker = pytest.importorskip("prefect_docker.worker")
    job = template({**DOCKER, "gpus": 1, "networks": ["n"], "memory": "8g"})["job_configuration"]
    filled = {**job, "name": "n", "command": None, "env": {}, "labels": {}}
    read = worker.DockerWorkerJobConfiguration.model_validate(filled)
    assert (read.image, read.networks, read.mem_limit, read.auto_remove) == (
        "reasonloop-cuda:1",
        ["n"],
        "8g",
        True,
    )


def test_a_kubernetes_job_asks_for_its_gpus_memory_and_claims() -> None:
    pool = PoolParams.model_validate(
        {
            "type": "kubernetes",
            "image": "registry/reasonloop-cuda:1",
            "gpus": 2,
            "memory": "64g",
            "cpus": 8,
            "shm_size": "16g",
            "volumes": ["runs:/var/lib/reasonloop/runs", "data:/data:ro"],
            "secrets": ["s3"],
            "namespace": "ml",
            "node_selector": {"gpu": "h100"},
            "user": "1001:1001",
        }
    )
    manifest = job_manifest(pool)
    pod = manifest["spec"]["template"]["spec"]
    container = pod["containers"][0]
    assert container["resources"]["limits"] == {"nvidia.com/gpu": "2", "memory": "64Gi", "cpu": "8"}
    assert container["envFrom"] == [{"secretRef": {"name": "s3"}}]
    assert container["volumeMounts"][2] == {"name": "volume-1", "mountPath": "/data", "readOnly": True}
    assert pod["volumes"][0]["emptyDir"] == {"medium": "Memory", "sizeLimit": "16Gi"}
    assert pod["volumes"][1]["persistentVolumeClaim"] == {"claimName": "runs"}
    assert (pod["nodeSelector"], pod["securityContext"]) == (
        {"gpu": "h100"},
        {"runAsUser": 1001, "fsGroup": 1001},
    )
    assert manifest["spec"]["backoffLimit"] == 0
