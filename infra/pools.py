"""The job templates of work pools: what Prefect's workers start for one training step.

The template is made from `dispatch.pools` alone, so that what runs is what the settings say; a change
takes effect when the pools are prepared again (`python -m flows.pools`).
"""

from pathlib import Path
from typing import Any

from tasks.params import Params
from tasks.params.dispatch import PoolParams

HOME = "/var/lib/reasonloop"
"""State folder inside a container; see docker/*.Dockerfile."""
GPU_RESOURCE = "nvidia.com/gpu"
VARIABLES: dict[str, dict[str, Any]] = {
    "name": {"type": "string"},
    "command": {"type": "string"},
    "env": {"type": "object", "additionalProperties": {"type": "string"}},
    "labels": {"type": "object", "additionalProperties": {"type": "string"}},
}
"""What a deployment or Prefect itself may set for one run; all else is fixed by the pool."""


def job_template(name: str, params: Params, state: Path) -> dict[str, Any]:
    """The base job template of the pool `name`.

    Args:
        name: Key of `dispatch.pools`.
        params: All settings.
        state: State folder of the retrains, for `{state}` in volumes.
    """
    pool = params.dispatch.pools[name]
    build = {"process": _process, "docker": _docker, "kubernetes": _kubernetes}[pool.type]
    variables = {key: dict(value) for key, value in VARIABLES.items()}
    variables["env"]["default"] = _environment(name, pool)
    return {
        "variables": {"type": "object", "properties": variables},
        "job_configuration": {**{key: f"{{{{ {key} }}}}" for key in VARIABLES}, **build(params, pool, state)},
    }


def secret_block(pool: str, variable: str) -> str:
    """Name of the Prefect Secret block that holds a variable of a docker pool."""
    return f"reasonloop-{pool}-{variable.lower()}".replace("_", "-").replace(".", "-")


def volumes_of(params: Params, pool: PoolParams, state: Path) -> list[str]:
    """The mounts of a docker pool.

    Without `volumes`: the run directories, and the DVC remote, read-only, when that is a folder of this
    machine. The rest of the state folder is none of a training step's business.
    """
    if pool.volumes:
        return [volume.replace("{state}", str(state)) for volume in pool.volumes]
    found = [f"{state / 'runs'}:{HOME}/runs"]
    if not params.data.remote:
        found.append(f"{state / 'dvc' / 'remote'}:{HOME}/dvc/remote:ro")
    elif "://" not in params.data.remote:
        found.append(f"{params.data.remote}:{params.data.remote}:ro")
    return found


def _environment(name: str, pool: PoolParams) -> dict[str, str]:
    found = dict(pool.environment)
    if pool.type != "process":
        # The worker hands its own Prefect settings on; its folders are not the container's.
        found["PREFECT_HOME"] = f"{HOME}/prefect"
    if pool.type == "docker":
        for secret in pool.secrets:
            found[secret] = f"{{{{ prefect.blocks.secret.{secret_block(name, secret)} }}}}"
    return found


def _process(_params: Params, _pool: PoolParams, _state: Path) -> dict[str, Any]:
    return {"working_dir": None, "stream_output": True}


def _docker(params: Params, pool: PoolParams, state: Path) -> dict[str, Any]:
    create: dict[str, Any] = {"init": True, "shm_size": pool.shm_size or None, "user": pool.user or None}
    if pool.cpus:
        create["nano_cpus"] = int(pool.cpus * 1e9)
    if pool.gpus:
        create["device_requests"] = [
            {"Driver": "nvidia", "Count": pool.gpus, "Capabilities": [["gpu"]]},
        ]
    host = pool.networks == ("host",)
    return {
        "image": pool.image,
        "image_pull_policy": pool.pull,
        "networks": [] if host else list(pool.networks),
        "network_mode": "host" if host else None,
        "volumes": volumes_of(params, pool, state),
        "mem_limit": pool.memory or None,
        "auto_remove": True,
        "stream_output": True,
        "container_create_kwargs": {key: value for key, value in create.items() if value is not None},
    }


def _kubernetes(_params: Params, pool: PoolParams, _state: Path) -> dict[str, Any]:
    return {
        "namespace": pool.namespace,
        "job_manifest": job_manifest(pool),
        "stream_output": True,
        "pod_watch_timeout_seconds": 3600,
    }


def job_manifest(pool: PoolParams) -> dict[str, Any]:
    """The Kubernetes Job of a step; Prefect fills in what stands in double braces.

    `backoffLimit` 0: a failed step is begun again by the retrain, which knows whether that can help.
    """
    mounts: list[dict[str, Any]] = [{"name": "shm", "mountPath": "/dev/shm"}]  # noqa: S108  # the mount point of shared memory
    shm = {"medium": "Memory", **({"sizeLimit": _binary(pool.shm_size)} if pool.shm_size else {})}
    volumes: list[dict[str, Any]] = [{"name": "shm", "emptyDir": shm}]
    for number, volume in enumerate(pool.volumes):
        claim, target, *mode = volume.split(":")
        volumes.append({"name": f"volume-{number}", "persistentVolumeClaim": {"claimName": claim}})
        mounts.append(
            {"name": f"volume-{number}", "mountPath": target, **({"readOnly": True} if mode else {})}
        )
    container: dict[str, Any] = {
        "name": "prefect-job",
        "image": pool.image,
        "imagePullPolicy": pool.pull,
        "env": "{{ env }}",
        "args": "{{ command }}",
        "volumeMounts": mounts,
        "resources": {"limits": _limits(pool)},
    }
    if pool.secrets:
        container["envFrom"] = [{"secretRef": {"name": secret}} for secret in pool.secrets]
    spec: dict[str, Any] = {
        # prefect-kubernetes 0.8 refuses a template without these two here, where Kubernetes ignores them.
        "parallelism": 1,
        "completions": 1,
        "restartPolicy": "Never",
        "containers": [container],
        "volumes": volumes,
    }
    if pool.node_selector:
        spec["nodeSelector"] = dict(pool.node_selector)
    if pool.user:
        user, _, group = pool.user.partition(":")
        spec["securityContext"] = {"runAsUser": int(user), **({"fsGroup": int(group)} if group else {})}
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"labels": "{{ labels }}", "namespace": pool.namespace, "generateName": "{{ name }}-"},
        "spec": {
            "backoffLimit": 0,
            "ttlSecondsAfterFinished": 300,
            "template": {"spec": spec},
        },
    }


def _limits(pool: PoolParams) -> dict[str, str]:
    found = {}
    if pool.gpus:
        found[GPU_RESOURCE] = str(pool.gpus)
    if pool.memory:
        found["memory"] = _binary(pool.memory)
    if pool.cpus:
        found["cpu"] = f"{pool.cpus:g}"
    return found


def _binary(size: str) -> str:
    """`16g` as Kubernetes writes it: `16Gi`."""
    return f"{size[:-1]}{size[-1].upper() if size[-1] != 'k' else 'K'}i"
