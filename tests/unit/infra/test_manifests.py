"""Compose file and Kubernetes manifests agree with the settings, the Dockerfiles and each other."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.pools import HOME, job_manifest
from tasks.params import load_params
from tasks.params.dispatch import PoolParams

ROOT = Path(__file__).parents[3]
COMPOSE = ROOT / "infra" / "compose.yaml"
MANIFESTS = sorted((ROOT / "infra" / "k8s").glob("*.yaml"))


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())
    return found


def documents() -> list[dict[str, Any]]:
    return [
        document
        for path in MANIFESTS
        if path.name != "kustomization.yaml"
        for document in yaml.safe_load_all(path.read_text())
    ]


def test_the_pool_of_params_yaml_joins_network_and_volumes_of_the_compose_file(compose: Any) -> None:
    pool = load_params(ROOT / "params.yaml").dispatch.pools["gpu"]
    networks = {network["name"] for network in compose["networks"].values()}
    volumes = {volume["name"] for volume in compose["volumes"].values() if volume}
    assert set(pool.networks) <= networks
    assert {volume.split(":")[0] for volume in pool.volumes} <= volumes
    assert pool.image in {service.get("image") for service in compose["services"].values()}


def test_flows_and_training_share_the_run_directories_and_the_data_remote(compose: Any) -> None:
    mounted = dict(v.split(":")[:2] for v in compose["services"]["cpu-worker"]["volumes"])
    pool = load_params(ROOT / "params.yaml").dispatch.pools["gpu"]
    for volume in pool.volumes:
        name, target = volume.split(":")[:2]
        ours = next(k for k, v in compose["volumes"].items() if v and v["name"] == name)
        assert mounted[ours] == target


def test_every_variable_of_the_compose_file_is_in_the_example(compose: Any) -> None:
    wanted = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE.read_text()))
    given = set(re.findall(r"^([A-Z_]+)=", (COMPOSE.parent / "compose.env.example").read_text(), re.M))
    assert wanted == given
    assert compose["services"]


def test_ports_are_open_on_this_machine_only(compose: Any) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_every_dockerfile_that_compose_builds_exists(compose: Any) -> None:
    built = [service["build"] for service in compose["services"].values() if "build" in service]
    assert {build["dockerfile"] for build in built} == {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "docker").glob("*.Dockerfile")
    }


def test_every_claim_and_secret_that_kubernetes_pods_name_is_there_or_documented() -> None:
    found = documents()
    claims = {d["metadata"]["name"] for d in found if d["kind"] == "PersistentVolumeClaim"}
    text = "\n".join(path.read_text() for path in MANIFESTS)
    assert set(re.findall(r"claimName: ([a-z-]+)", text)) <= claims
    guide = (ROOT / "docs" / "dispatch.md").read_text()
    for secret in set(re.findall(r"secret(?:KeyRef|Ref): \{name: ([a-z-]+)", text)):
        assert f"secret generic {secret}" in guide


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_the_manifests_fit_the_schema_of_kubernetes(path: Path) -> None:
    validator = pytest.importorskip("kubernetes_validate")
    for document in yaml.safe_load_all(path.read_text()):
        if document["kind"] != "Kustomization":
            validator.validate(document, "1.33", strict=True)


def test_the_job_of_a_step_fits_the_schema_of_kubernetes() -> None:
    validator = pytest.importorskip("kubernetes_validate")
    job = job_manifest(
        PoolParams.model_validate(
            {
                "type": "kubernetes",
                "image": "registry/reasonloop-cuda:1",
                "gpus": 1,
                "memory": "64g",
                "shm_size": "16g",
                "volumes": [f"runs:{HOME}/runs", f"remote:{HOME}/dvc/remote:ro"],
                "secrets": ["s3"],
                "user": "1000:1000",
            }
        )
    )
    job["metadata"] = {"name": "filled-in-by-prefect", "labels": {"a": "b"}}
    pod = job["spec"]["template"]["spec"]
    del pod["parallelism"], pod["completions"]  # Prefect wants them, Kubernetes ignores them
    container = pod["containers"][0]
    container |= {"env": [{"name": "A", "value": "b"}], "args": ["prefect", "flow-run", "execute"]}
    validator.validate(job, "1.33", strict=True)
