"""Settings of the model, of SFT and of RL."""

import math
from typing import Literal, Self

from pydantic import Field, model_validator

from tasks.params.rl import CurriculumParams, GuardParams, PpoParams, misfit
from tasks.params.section import Section


class ModelParams(Section):
    """The decoder trained from scratch, or the base model to start from."""

    base: str = ""
    """Folder or hub id of a base model. Empty: a Qwen3 decoder of the sizes below, from scratch."""
    seed: int = Field(17, ge=0)
    """Initial weights."""
    vocab_size: int = Field(1_024, ge=300, le=200_000)
    """Byte-level BPE entries, learnt from the dataset; digits are single tokens."""
    hidden_size: int = Field(96, ge=16)
    """Width."""
    num_layers: int = Field(3, ge=1)
    """Depth."""
    head_dim: int = Field(32, ge=8)
    """Width of an attention head; hidden_size is a multiple of it."""
    mlp_size: int = Field(288, ge=16)
    """Width of the feed-forward layer."""
    initializer_range: float = Field(0.06, gt=0)
    """Standard deviation of the initial weights; a narrow model needs more than the usual 0.02."""
    max_tokens: int = Field(256, ge=32)
    """Longest sequence, prompt and completion together."""


class SftParams(Section):
    """Supervised fine-tuning on short answers and worked traces (TRL)."""

    seed: int = Field(17, ge=0)
    """Order of the rows, and which rows are short answers."""
    subtasks: tuple[str, ...] = ("arithmetic.chain", "algebra.linear", "number_theory.modular")
    """Subtasks trained on. Empty: all."""
    trace_share: float = Field(0.4, ge=0, le=1)
    """Share of rows whose target is a worked trace; the others answer at once. RL selects between the
    two behaviours, so both must be there."""
    real_share: float = Field(0.02, ge=0, le=1)
    """Share of rows from real corpora, taken from those that fit `max_tokens`."""
    max_tokens: int = Field(160, ge=16)
    """Longer rows are left out and counted."""
    num_steps: int = Field(3_000, ge=1)
    """Optimiser steps."""
    batch_size: int = Field(64, ge=1)
    """Rows per step."""
    learning_rate: float = Field(3e-3, gt=0)
    """Peak of the cosine schedule."""
    final_learning_rate: float = Field(3e-4, gt=0)
    """End of the cosine schedule."""
    matrix_scale: float = Field(10.0, gt=0)
    """Under muon the layers' matrices learn at this multiple of `learning_rate`."""
    optimizer: Literal["muon", "adamw"] = "muon"
    """muon learns a model from scratch in half the steps; adamw is the choice for a trained base model."""
    warmup_steps: int = Field(50, ge=0)
    """Linear warm-up."""
    max_grad_norm: float = Field(1.0, gt=0)
    """Gradient clipping."""
    eval_problems: int = Field(150, ge=1)
    """Held-out training-split problems that accuracy before and after is measured on."""
    save_every: int = Field(500, ge=1)
    """Steps between committed checkpoints."""
    log_every: int = Field(25, ge=1)
    """Steps between lines of metrics."""
    num_threads: int = Field(1, ge=1)
    """torch threads. On two busy cores 1 is faster than 2 for a tiny model."""
    device: Literal["cpu", "cuda"] = "cpu"
    """Where it runs; cuda trains in bf16."""


class RewardParams(Section):
    """What a rollout earns. `answer`: 1 for a right answer, else 0. `layered`:

    gate x (symbolic + logic x LOGIC + coherence x COHERENCE) - penalties, with LOGIC and COHERENCE in [0, 1].
    """

    kind: Literal["answer", "layered"] = "answer"
    """The 0/1 reward, or the layered one. Components are measured and logged under both."""
    gate: Literal["answer", "proof"] = "answer"
    """What opens the reward: a right answer, or a right answer and no refuted step."""
    symbolic: float = Field(0.4, gt=0, le=1)
    """Paid for a right answer. The three weights sum to 1."""
    logic: float = Field(0.3, ge=0, le=1)
    """Paid for steps that are proved and lead to the answer."""
    coherence: float = Field(0.3, ge=0, le=1)
    """Paid for reasoning that leads from the question's numbers to the answer."""
    process: Literal["absolute", "centered"] = "absolute"
    """How logic and coherence are paid: as they are, or as the distance to the mean of the right siblings
    (PAPO, arXiv 2603.26535), so that right answers earn 1 on average however they are reasoned."""
    min_coverage: float = Field(0.5, ge=0, le=1)
    """Logic is 0 when the proved steps take up a smaller share of the question's numbers."""
    max_claims: int = Field(40, ge=1)
    """Later claims of a trace count against it, as if nothing rested on them."""
    format_penalty: float = Field(0.1, ge=0)
    """Taken for a completion that is not in the format or did not end."""
    efficiency_penalty: float = Field(0.05, ge=0)
    """Taken, in part, for a right answer that is longer than its right siblings."""
    repetition_penalty: float = Field(0.1, ge=0)
    """Taken, in part, for repeated n-grams."""
    language_penalty: float = Field(0.1, ge=0)
    """Taken, in part, for letters of another language than the question's."""
    penalize_wrong: bool = True
    """Whether wrong answers pay penalties too; if not, each of them earns exactly 0."""
    repetition_ngram: int = Field(6, ge=2, le=20)
    """Tokens in an n-gram of the repetition penalty."""

    @model_validator(mode="after")
    def _keeps_its_order(self) -> Self:
        weights = self.symbolic + self.logic + self.coherence
        if not math.isclose(weights, 1.0, abs_tol=1e-9):
            raise ValueError(f"symbolic + logic + coherence must be 1, they are {weights:g}")
        penalties = (
            self.format_penalty + self.efficiency_penalty + self.repetition_penalty + self.language_penalty
        )
        if penalties >= self.least_for_right:
            raise ValueError(
                f"the penalties sum to {penalties:g}; they must stay below {self.least_for_right:g}, the "
                "least a right answer is paid, or a wrong one could earn more"
            )
        return self

    @property
    def least_for_right(self) -> float:
        """The least that a right answer is paid before penalties."""
        shaped = self.logic + self.coherence
        return self.symbolic if self.process == "absolute" else 1.0 - shaped


class GrpoParams(Section):
    """RL with verifiable rewards: the GRPO family (TRL), or PPO (ours)."""

    algorithm: Literal["grpo", "ppo"] = "grpo"
    """grpo: the siblings of a rollout are its baseline. ppo: a critic is; see `ppo`."""
    seed: int = Field(17, ge=0)
    """Order of the prompts and the sampling of rollouts."""
    subtasks: tuple[str, ...] = ("arithmetic.chain", "algebra.linear", "number_theory.modular")
    """Subtasks trained on. Empty: all."""
    num_steps: int = Field(80, ge=1)
    """Optimiser steps."""
    prompts_per_step: int = Field(24, ge=1)
    """Problems in a batch of rollouts (P)."""
    group_size: int = Field(8, ge=2)
    """Rollouts per problem (G)."""
    max_completion_tokens: int = Field(48, ge=4)
    """A rollout that is longer is cut, and judged wrong."""
    passes: int = Field(1, ge=1)
    """How often a batch of rollouts is learnt from."""
    minibatches: int = Field(1, ge=1)
    """Optimiser steps in each pass. With one pass of one minibatch the ratio of the policy to the one that
    sampled is 1, and nothing is ever clipped."""
    accumulation: int = Field(1, ge=1)
    """Pieces in which the rollouts of an optimiser step go through the model, to save memory."""
    learning_rate: float = Field(1e-4, gt=0)
    """Constant after warm-up."""
    warmup_steps: int = Field(5, ge=0)
    """Without it the tiny recipe destroys the model."""
    temperature: float = Field(1.0, gt=0)
    """Sampling temperature of rollouts; log-probabilities are taken at it too."""
    final_temperature: float | None = Field(None, gt=0)
    """Temperature of the last batch of rollouts, on a straight line from `temperature`; none: constant."""
    loss_type: Literal["dr_grpo", "grpo", "dapo", "bnpo", "cispo", "sapo", "luspo", "vespo"] = "dr_grpo"
    """TRL's losses. dr_grpo sums over tokens and divides by a constant, dapo by the tokens of the batch,
    grpo averages over each rollout first."""
    importance_level: Literal["token", "sequence"] = "token"
    """A ratio for each token, or one for each rollout (GSPO, with loss_type: grpo)."""
    scale_rewards: Literal["none", "group", "batch"] = "none"
    """What the distance to the group's mean is divided by: nothing, or a standard deviation."""
    epsilon: float = Field(0.2, gt=0)
    """Lower clip of the ratio."""
    epsilon_high: float = Field(0.28, gt=0)
    """Upper clip of the ratio (DAPO's clip-higher); under cispo its cap."""
    mask_truncated: bool = False
    """Learn nothing from rollouts that were cut, instead of that they are wrong."""
    beta: float = Field(0.0, ge=0)
    """Weight of the KL to the model RL started from: in the loss under grpo, taken from the reward of each
    token under ppo. 0 needs no reference model in memory."""
    entropy_coef: float = Field(0.0, ge=0)
    """Weight of the entropy bonus at the start; the usual 0.1 is for large vocabularies."""
    entropy_decay: float = Field(0.01, ge=0)
    """Taken from that weight every `entropy_decay_steps` steps, down to 0."""
    entropy_decay_steps: int = Field(10_000, ge=1)
    """Optimiser steps between two such cuts."""
    max_grad_norm: float = Field(0.5, gt=0)
    """Gradient clipping."""
    reward: RewardParams = RewardParams()
    """What a rollout earns."""
    refill_rounds: int = Field(0, ge=0)
    """Dynamic sampling (DAPO): groups whose rollouts all earn the same are replaced by groups of other
    problems, in at most so many rounds for each batch; what is still missing then stays without signal."""
    curriculum: CurriculumParams = CurriculumParams()
    """Which problems come when."""
    ppo: PpoParams = PpoParams()
    """PPO's critic."""
    guards: GuardParams = GuardParams()
    """When to stop."""
    min_pass_rate: float = Field(0.05, ge=0, le=1)
    """RL does not start when the sampled pass rate is lower: there is nothing to select."""
    max_pass_rate: float = Field(0.9, ge=0, le=1)
    """RL does not start when the sampled pass rate is higher: there is nothing to gain."""
    eval_every: int = Field(20, ge=1)
    """Steps between held-out evaluations; the best checkpoint is kept."""
    eval_problems: int = Field(150, ge=1)
    """Held-out training-split problems in each such evaluation."""
    save_every: int = Field(20, ge=1)
    """Steps between committed checkpoints."""
    num_threads: int = Field(1, ge=1)
    """torch threads."""
    device: Literal["cpu", "cuda"] = "cpu"
    """Where it runs; cuda trains in bf16."""

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        if why := misfit(self):
            raise ValueError(why)
        return self

    @property
    def updates_per_batch(self) -> int:
        """Optimiser steps on each batch of rollouts."""
        return self.passes * self.minibatches


class ControlsParams(Section):
    """What is trained beside the released line, only to be compared with it."""

    traces_steps: int = Field(0, ge=0)
    """Steps of SFT on worked traces alone, at most `sft.num_steps`; 0: as many. A batch of traces takes
    longer than one of the mixture."""
