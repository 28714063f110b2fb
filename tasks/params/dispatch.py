"""Settings of where training runs: work pools, and which kind of step goes to which.

A work pool stands for one class of machines; a GPU class is a pool. What a pool's type cannot do is
refused when the settings are loaded, not when a container fails to start.
"""

import difflib
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tasks.params.section import Section

Size = Annotated[str, Field(pattern=r"^(\d+[kmg])?$")]
"""Memory: digits and k, m or g (1024-based); empty: the engine's default."""
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,62}$")]
Variable = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]

SUPPORTED: dict[str, set[str]] = {
    "process": {"limit", "environment"},
    "docker": {
        *("limit", "environment", "secrets", "image", "pull", "gpus", "shm_size", "memory", "cpus"),
        *("networks", "volumes", "user"),
    },
    "kubernetes": {
        *("limit", "environment", "secrets", "image", "pull", "gpus", "shm_size", "memory", "cpus"),
        *("volumes", "user", "namespace", "node_selector"),
    },
}
"""Type of pool -> the settings it takes."""


class PoolParams(Section):
    """A Prefect work pool and what its template asks for."""

    type: Literal["process", "docker", "kubernetes"]
    """Kind of worker that serves it: processes on its own machine, containers, or Kubernetes jobs."""
    limit: int = Field(1, ge=1)
    """Most steps at once in the pool; 1 for each GPU is the usual choice."""
    image: str = ""
    """Image built from docker/worker.Dockerfile or docker/cuda.Dockerfile, of the code that retrains."""
    pull: Literal["IfNotPresent", "Always", "Never"] = "IfNotPresent"
    """When the worker asks the registry for the image."""
    gpus: int = Field(0, ge=-1)
    """GPUs of one step; -1: all of the machine (docker only)."""
    shm_size: Size = "1g"
    """Shared memory of a container; data loaders and NCCL need more than the engine's 64 MiB."""
    memory: Size = ""
    """A container that needs more is killed; the step then fails with that said."""
    cpus: float = Field(0, ge=0)
    """CPU cores of a container; 0: no limit."""
    networks: tuple[str, ...] = ()
    """Docker networks; `host` alone is the machine's own. Empty: the engine's bridge."""
    volumes: tuple[str, ...] = ()
    """`source:target[:ro]`: a path or volume for docker, a claim for kubernetes; `{state}` stands for the
    state folder of the retrain. Empty (docker): the run directories and a local DVC remote."""
    environment: dict[Variable, str] = Field(default_factory=dict)
    """Variables of the step. Not for secrets: Prefect shows them."""
    secrets: tuple[str, ...] = ()
    """docker: variables whose values are kept as Prefect Secret blocks; kubernetes: names of Secrets whose
    keys become variables."""
    user: str = Field("", pattern=r"^(\d+(:\d+)?)?$")
    """`uid[:gid]` that the container runs as; empty: the image's user."""
    namespace: Name = "default"
    """Namespace of the jobs."""
    node_selector: dict[str, str] = Field(default_factory=dict)
    """Labels of the nodes to run on, e.g. the GPU class."""

    @model_validator(mode="after")
    def _supported(self) -> Self:
        wrong = sorted(self.model_fields_set - SUPPORTED[self.type] - {"type"})
        if wrong:
            known = ", ".join(sorted(SUPPORTED[self.type]))
            raise ValueError(f"a {self.type} pool takes no {', '.join(wrong)}; it takes {known}")
        if self.type != "process" and not self.image:
            raise ValueError(f"a {self.type} pool needs an image; build one from docker/*.Dockerfile")
        if self.type == "kubernetes" and self.gpus < 0:
            raise ValueError("gpus = -1 (all) is for docker; kubernetes needs their number")
        if "host" in self.networks and len(self.networks) > 1:
            raise ValueError("networks: host stands alone, for a container in it can join no other")
        for volume in self.volumes:
            parts = volume.split(":")
            if not 2 <= len(parts) <= 3 or not parts[1].startswith("/") or parts[2:] not in ([], ["ro"]):
                raise ValueError(f"volumes: {volume!r}: expected source:/target or source:/target:ro")
        return self


class DispatchParams(Section):
    """Where training runs."""

    pools: dict[Name, PoolParams] = Field(default_factory=dict)
    """The work pools, by name."""
    sft: str = ""
    """Pool of the supervised steps. Empty: a child process of the flow."""
    rl: str = ""
    """Pool of the reinforcement steps."""
    evaluate: str = ""
    """Pool of the evaluations."""
    step_timeout_seconds: int = Field(3_600, ge=10)
    """A step that takes longer is killed; the next run resumes it."""
    start_timeout_seconds: int = Field(3_600, ge=10)
    """Longest wait until a worker has begun a step: the queue, and the pull of the image."""
    lost_after_seconds: int = Field(90, ge=30)
    """A step that gave no sign of life for so long, while the server answered, is begun again: its
    container and its worker are gone. Signs come every 10 s; the first may take five minutes."""
    adopt_within_seconds: int = Field(900, ge=60)
    """How long a step goes on when the retrain that wants it has died. The same command within this time
    adopts it; after it the step stops, and a later command resumes it from its checkpoint."""
    attempts: int = Field(3, ge=1)
    """How often one retrain begins a step that fails."""

    @model_validator(mode="after")
    def _pools_exist(self) -> Self:
        for kind in ("sft", "rl", "evaluate"):
            pool = getattr(self, kind)
            if pool and pool not in self.pools:
                near = difflib.get_close_matches(pool, self.pools, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"dispatch.pools has {sorted(self.pools)}"
                raise ValueError(f"{kind}: no pool {pool!r}; {hint}")
        return self

    def pool_of(self, kind: str) -> str:
        """The pool of a kind of step, "sft", "rl" or "evaluate"; empty for a child process."""
        return str(getattr(self, kind)) if kind else ""
