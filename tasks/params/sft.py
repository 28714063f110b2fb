"""Parts of the sections `sft` and `grpo`: adapters, and processes."""

from typing import Literal

from pydantic import Field

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
    """How many processes one run of SFT has, on the machine it runs on."""

    num_processes: int = Field(1, ge=1)
    """Ranks: one for each GPU, or on a CPU with gloo. A batch is divided among them; the result is that of
    one process up to rounding."""
    deepspeed: Literal["none", "zero2", "zero2_offload", "zero3"] = "none"
    """zero2 divides gradients and optimiser state among ranks, zero2_offload also keeps the optimiser in main
    memory, zero3 divides the weights too."""

    @property
    def own_processes(self) -> bool:
        """Whether training runs in processes of its own instead of the task's."""
        return self.num_processes > 1 or self.deepspeed != "none"
