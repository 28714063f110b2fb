"""Parts of the RL section, and rejection sampling."""

from typing import Literal

from pydantic import Field

from tasks.params.section import Section


class PpoParams(Section):
    """What PPO has beyond GRPO: a critic, and advantages for each token (`grpo.algorithm: ppo`)."""

    critic: Literal["head", "model"] = "head"
    """head: towers on the policy's last hidden state, whose gradient stops there, so that the critic never
    bends the policy. model: towers on a copy of the whole decoder, for twice the memory and time."""
    towers: Literal["one", "two"] = "one"
    """one: a tower for the return. two: one for the immediate reward of the token and one for the
    discounted rest, each with a target of its own; the value is their sum."""
    tower_size: int = Field(64, ge=1)
    """Width of a tower's hidden layer."""
    learning_rate: float = Field(5e-3, gt=0)
    """Of the towers, constant; a decoder of the critic's own learns at `grpo.learning_rate`. Measured on the
    tiny model: with 1e-3 the towers foresaw nothing after ten batches."""
    warmup_batches: int = Field(4, ge=0)
    """Batches of rollouts at the start that only the critic learns from."""
    gamma: float = Field(1.0, gt=0, le=1)
    """Discount for each token."""
    gae_lambda: float = Field(0.95, ge=0, le=1)
    """Of generalised advantage estimation: 1 trusts the rewards alone, 0 the critic alone."""
    value_lambda: float = Field(1.0, ge=0, le=1)
    """The same for what the critic learns. With less than 1 the reward at the end of a long rollout hardly
    reaches its beginning (VC-PPO, arXiv 2503.01491)."""
    value_clip: float = Field(0.2, ge=0)
    """How far a value may move from that of the rollout before it earns nothing more; 0: any distance."""
    target_kl: float = Field(0.05, ge=0)
    """The policy leaves a batch of rollouts when it has moved this far from the one that sampled it, in
    nats for each token; 0: never."""


class VllmParams(Section):
    """vLLM as TRL drives it (`grpo.rollouts.engine: vllm`). No dependency: install it where it is used."""

    mode: Literal["colocate", "server"] = "colocate"
    """colocate: in the training process, sharing its GPU. server: `trl vllm-serve` on GPUs of its own."""
    url: str = ""
    """The server's address, e.g. http://10.0.0.7:8000."""
    memory_share: float = Field(0.3, gt=0, lt=1)
    """Share of the GPU's memory that a colocated engine takes."""
    sleep: bool = True
    """Put a colocated engine's weights and cache to main memory while the policy learns."""
    tensor_parallel: int = Field(1, ge=1)
    """GPUs that a colocated engine is spread over."""
    max_tokens: int | None = Field(None, ge=32)
    """Longest prompt and completion together of a colocated engine; none: the model's."""


class RolloutParams(Section):
    """Who samples the rollouts."""

    engine: Literal["shared", "generate", "vllm"] = "shared"
    """shared: ours, which reads a prompt once for its whole group and lets finished rows go. generate: as TRL
    calls transformers. vllm: for GPUs. The batch is chosen and judged the same way under all of them."""
    vllm: VllmParams = VllmParams()
    """Read by `engine: vllm`."""


class CurriculumParams(Section):
    """An online curriculum over cells, each a subtask at a level. A cell weighs floor + (1 - floor) 4p(1-p),
    where p is its pass rate so far: most where half of the rollouts pass."""

    enabled: bool = False
    """Draw problems by these weights instead of in a fixed order."""
    floor: float = Field(0.1, gt=0, le=1)
    """Weight of a cell that always or never passes; 1 makes all cells equal."""
    memory: float = Field(0.8, ge=0, lt=1)
    """Share of the old pass rate in the new one, for each batch that a cell occurs in. It starts at 0.5."""


class GuardParams(Section):
    """When a run has collapsed: it stops, keeps its best weights, and the report says why."""

    min_entropy: float = Field(0.003, ge=0)
    """Mean entropy of the policy over the window, in nats for each token; 0: no floor. The default run of
    the tiny profile goes down to 0.03."""
    max_kl: float | None = Field(None, gt=0)
    """Mean KL to the model RL started from over the window, in nats for each token. Needs beta > 0, which
    measures it."""
    window: int = Field(10, ge=1)
    """Steps that the two means are over; no verdict before there are so many."""
    max_accuracy_drop: float = Field(0.1, gt=0, le=1)
    """The reward is being gamed when held-out accuracy is this far below its best while the mean reward is
    above what it was at that best; 1: never."""
    patience: int = Field(2, ge=1)
    """Held-out evaluations in a row that must say so."""


class RejectParams(Section):
    """Rejection sampling, and with it the chain of DeepSeek-R1 (arXiv 2501.12948): SFT, RL, SFT on what the
    policy gets right, RL."""

    rounds: int = Field(0, ge=0, le=3)
    """How often RL is followed by SFT on its own right traces and RL again; 0: never."""
    seed: int = Field(17, ge=0)
    """Which problems are asked, and the samples."""
    subtasks: tuple[str, ...] = ("arithmetic.chain", "algebra.linear", "number_theory.modular")
    """Subtasks asked. Empty: all."""
    num_problems: int = Field(2_000, ge=1)
    """Training problems asked."""
    samples: int = Field(4, ge=1)
    """Completions for each."""
    keep: int = Field(2, ge=1)
    """Most traces kept of one problem; equal ones count once."""
    temperature: float = Field(1.0, gt=0)
    """Sampling temperature."""
    max_completion_tokens: int = Field(80, ge=4)
    """A longer completion is cut, and judged wrong."""
    sft_steps: int = Field(200, ge=1)
    """Steps of the SFT that follows, from the policy that was asked, at `sft.final_learning_rate`."""
    num_threads: int = Field(1, ge=1)
    """torch threads."""
    device: Literal["cpu", "cuda"] = "cpu"
    """Where it runs."""
