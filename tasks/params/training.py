"""Settings of the model, of SFT and of RL."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tasks.params.reward import RewardParams
from tasks.params.rl import CurriculumParams, GuardParams, PpoParams, RolloutParams
from tasks.params.rl_rules import misfit
from tasks.params.section import Section
from tasks.params.sft import AdapterParams, LaunchParams, LoraParams


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
    method: Literal["full", "lora", "qlora", "prompt"] = "full"
    """What is learnt: all weights; low-rank adapters (`lora`); the same over a base in 4 bits, CUDA only;
    or a prompt of `prompt_tokens` vectors before every text, the weights left as they are. The result is
    always a full model folder; adapters are merged. A model with a learnt prompt is for evaluation and
    serving: no later training starts from it."""
    lora: LoraParams = LoraParams()
    """Shape of the adapters of lora and qlora."""
    prompt_tokens: int = Field(20, ge=1)
    """Vectors of a learnt prompt."""
    num_steps: int = Field(3_000, ge=1)
    """Optimiser steps."""
    batch_size: int = Field(64, ge=1)
    """Rows per step."""
    hard_batch_size: int = Field(0, ge=0)
    """Rows per step of problems of levels 4 and 5, e.g. 8 beside a batch_size of 32. A batch is then either
    of levels 1-3 or of 4-5, each problem as likely as before. 0: levels are mixed."""
    max_batch_tokens: int = Field(0, ge=0)
    """A step has fewer rows when more would exceed this many tokens. 0: no limit."""
    accumulation_steps: int = Field(1, ge=1)
    """Parts in which a batch passes through the model before its one optimiser step: less memory, the same
    result up to rounding."""
    step_penalty: float = Field(0.0, ge=0)
    """A trace of n steps weighs exp(-step_penalty |n - e| / e) in the loss, where e is the median number of
    steps of its subtask and level. 0: all traces weigh the same."""
    label_smoothing: float = Field(0.0, ge=0, lt=1)
    """Share of the target that is spread over the whole vocabulary."""
    schedule: Literal["cosine", "staged"] = "cosine"
    """How the rate falls after warm-up: to `final_learning_rate`, or in `stages`."""
    learning_rate: float = Field(3e-3, gt=0)
    """Its peak."""
    final_learning_rate: float = Field(3e-4, gt=0)
    """End of the cosine schedule."""
    stages: tuple[Annotated[float, Field(gt=0, le=1)], ...] = Field((1.0, 0.5, 0.1), min_length=1)
    """The staged schedule as shares of `learning_rate`, each for an equal part of the steps: 1e-5, 5e-6,
    1e-6 at a learning_rate of 1e-5."""
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
    gradient_checkpointing: bool = False
    """Keep only the activations between layers and compute the others again in the backward pass: about a
    quarter slower, and long rows of a large model fit. The result is the same."""
    compile: bool = False
    """Compile the model (torch.compile): minutes at the start and at rows of new lengths, then faster where
    rows are long. The result is the same up to rounding."""
    num_threads: int = Field(1, ge=1)
    """torch threads. On two busy cores 1 is faster than 2 for a tiny model."""
    device: Literal["cpu", "cuda"] = "cpu"
    """Where it runs; cuda trains in bf16."""
    launch: LaunchParams = LaunchParams()
    """Processes, and DeepSpeed."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        parts = self.accumulation_steps * self.launch.num_ranks
        stage = self.launch.deepspeed
        refused = {
            f"method = {self.method} needs optimizer = adamw: muon turns whole matrices": (
                self.method != "full" and self.optimizer == "muon"
            ),
            "method = qlora needs device = cuda: its 4-bit kernels are for GPUs; take lora": (
                self.method == "qlora" and self.device != "cuda"
            ),
            f"deepspeed = {stage} needs optimizer = adamw: it cuts the matrices that muon turns whole": (
                stage != "none" and self.optimizer == "muon"
            ),
            f"deepspeed = {stage} trains all weights; with method = {self.method} take deepspeed = none": (
                stage != "none" and self.method != "full"
            ),
            f"deepspeed = {stage} keeps its own schedule: take schedule = cosine": (
                stage != "none" and self.schedule == "staged"
            ),
            f"compile goes with method = full or lora and deepspeed = none; method = {self.method}, "
            f"deepspeed = {stage}: leave compile out": (
                self.compile and (self.method in {"qlora", "prompt"} or stage != "none")
            ),
            "gradient_checkpointing is not for method = prompt: its vectors get no gradient through it": (
                self.gradient_checkpointing and self.method == "prompt"
            ),
            f"method = {self.method} runs in one process; take lora, or num_processes = 1": (
                self.method in {"qlora", "prompt"} and self.launch.num_ranks > 1
            ),
            f"batch_size = {self.batch_size} and hard_batch_size = {self.hard_batch_size} must be multiples "
            f"of accumulation_steps x ranks = {parts}": (
                bool(self.batch_size % parts or self.hard_batch_size % parts)
            ),
            f"max_batch_tokens must be at least {parts * self.max_tokens}, max_tokens for each part": (
                0 < self.max_batch_tokens < parts * self.max_tokens
            ),
        }
        for reason, found in refused.items():
            if found:
                raise ValueError(reason)
        return self

    @property
    def last_learning_rate(self) -> float:
        """The rate of the last step."""
        return self.final_learning_rate if self.schedule == "cosine" else self.learning_rate * self.stages[-1]


class GrpoParams(Section):
    """RL with verifiable rewards: the GRPO family (TRL), or PPO (ours)."""

    algorithm: Literal["grpo", "ppo"] = "grpo"
    """grpo: the siblings of a rollout are its baseline. ppo: a critic is; see `ppo`."""
    seed: int = Field(17, ge=0)
    """Order of the prompts and the sampling of rollouts."""
    subtasks: tuple[str, ...] = ("arithmetic.chain", "algebra.linear", "number_theory.modular")
    """Subtasks trained on. Empty: all."""
    method: Literal["full", "lora", "qlora"] = "full"
    """What is learnt: all weights, or low-rank adapters, under qlora over a base in 4 bits (CUDA only). The
    result is always a full model folder; adapters are merged. An adapter needs a higher `learning_rate`, and
    with `beta` no second model: the reference is the policy without it."""
    lora: AdapterParams = AdapterParams()
    """Shape of the adapters of lora and qlora."""
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
    rollouts: RolloutParams = RolloutParams()
    """Who samples."""
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
    launch: LaunchParams = LaunchParams()
    """Processes, and DeepSpeed. Rank 0 measures held-out accuracy while the others wait."""

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
