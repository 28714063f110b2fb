"""Parts of the sections `sft` and `grpo`: adapters, and processes."""

from typing import Literal, Self

from pydantic import Field, model_validator

from tasks.params.section import Section


class AdapterParams(Section):
    """Low-rank adapters (arXiv 2106.09685), merged into the weights when training ends."""

    r: int = Field(16, ge=1)
    """Rank."""
    alpha: int = Field(32, ge=1)
    """The adapter's update is scaled by alpha / r."""
    targets: tuple[str, ...] = Field(("q_proj", "v_proj"), min_length=1)
    """Layers that get an adapter, by the end of their name. Not `lm_head`: TRL reads its weight itself."""


class LoraParams(AdapterParams):
    """Adapters under SFT. RL has no dropout: the policy that learns would not be the one that sampled."""

    dropout: float = Field(0.1, ge=0, lt=1)
    """Share of the adapter's inputs dropped in training."""


class LaunchParams(Section):
    """How many processes one run of training has."""

    num_processes: int = Field(1, ge=1)
    """Ranks on each machine: one for each GPU, or on a CPU with gloo. A batch is divided among them; the
    result of SFT is that of one process up to rounding."""
    num_nodes: int = Field(1, ge=1)
    """Machines, which share the step's directory. The step starts the ranks of the first; on each other
    machine run `python -m tasks.train.ranks DIRECTORY/ranks/spec.json`."""
    rendezvous: str = ""
    """host:port of the first machine, where the others find it. Needed from two machines on."""
    deepspeed: Literal["none", "zero2", "zero2_offload", "zero3"] = "none"
    """zero2 divides gradients and optimiser state among ranks, zero2_offload also keeps the optimiser in main
    memory, zero3 divides the weights too."""

    @property
    def num_ranks(self) -> int:
        """Processes on all machines together."""
        return self.num_processes * self.num_nodes

    @model_validator(mode="after")
    def _can_meet(self) -> Self:
        if self.num_nodes > 1 and ":" not in self.rendezvous:
            raise ValueError(
                f"num_nodes = {self.num_nodes} needs rendezvous = host:port of the first machine, which the "
                "others can reach, e.g. 10.0.0.7:29400"
            )
        if self.num_nodes == 1 and self.rendezvous:
            raise ValueError("rendezvous is read where num_nodes is above 1; leave it out")
        return self

    @property
    def own_processes(self) -> bool:
        """Whether training runs in processes of its own instead of the task's."""
        return self.num_ranks > 1 or self.deepspeed != "none"
