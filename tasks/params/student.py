"""Settings of the student: a smaller model that learns from the one the retrain trained."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from tasks.params.section import Section
from tasks.params.training import ModelParams, SftParams


class StudentParams(Section):
    """Distillation of the model that RL made, the teacher, into a smaller one."""

    method: Literal["none", "traces", "on_policy", "logits"] = "none"
    """What the student learns from: the teacher's own right traces; its verdict on every token that the
    student itself writes; or its probabilities along the dataset's worked traces. none: no student."""
    base: str = ""
    """Folder or hub id of a trained model with the teacher's vocabulary. Empty: a decoder of the sizes below,
    from scratch; everything else about it is as in `model`."""
    hidden_size: int = Field(64, ge=16)
    """Width."""
    num_layers: int = Field(2, ge=1)
    """Depth."""
    head_dim: int = Field(32, ge=8)
    """Width of an attention head; hidden_size is a multiple of it."""
    mlp_size: int = Field(192, ge=16)
    """Width of the feed-forward layer."""
    seed: int = Field(17, ge=0)
    """Initial weights, the order of problems, and all samples."""
    subtasks: tuple[str, ...] = ("arithmetic.chain", "algebra.linear", "number_theory.modular")
    """Subtasks trained on. Empty: all."""
    num_problems: int = Field(12_000, ge=1)
    """traces: training problems that the teacher is asked."""
    samples: int = Field(1, ge=1)
    """traces: the teacher's completions for each."""
    keep: int = Field(1, ge=1)
    """traces: most right traces kept of one problem."""
    sft_steps: int = Field(150, ge=0)
    """on_policy, logits: steps of SFT on the dataset's worked traces that the student begins with. A student
    from scratch writes nothing that a teacher could judge, so on_policy needs some: better too many."""
    num_steps: int = Field(400, ge=1)
    """Optimiser steps of the method itself."""
    batch_size: int = Field(128, ge=1)
    """Rows per step; completions of the student under on_policy."""
    optimizer: Literal["muon", "adamw"] = "muon"
    """As in `sft`."""
    learning_rate: float = Field(3e-3, gt=0)
    """Peak of the cosine schedule of SFT and of logits."""
    final_learning_rate: float = Field(3e-4, gt=0)
    """Its end, and the constant rate of on_policy, which goes on where SFT ended."""
    warmup_steps: int = Field(20, ge=0)
    """Linear warm-up."""
    max_grad_norm: float = Field(1.0, gt=0)
    """Gradient clipping."""
    temperature: float = Field(1.0, gt=0)
    """traces: the teacher samples at it. on_policy: the student does, and both are compared at it. logits:
    both are softened by it, and the divergence is multiplied by its square (arXiv 1503.02531)."""
    beta: float = Field(1.0, ge=0, le=1)
    """on_policy: the divergence, from 0, KL(teacher || student), to 1, KL(student || teacher); in between
    a generalised Jensen-Shannon (arXiv 2306.13649)."""
    ce_weight: float = Field(0.1, ge=0, le=1)
    """logits: share of the cross-entropy of the trace itself; the rest is the divergence's."""
    step_weight: float = Field(0.1, ge=0)
    """logits: weight of step consistency: the mean over the steps of all traces of the squared difference
    between the student's and the teacher's mean log-probability of the step's tokens."""
    max_tokens: int = Field(160, ge=16)
    """Longer rows are left out and counted."""
    max_completion_tokens: int = Field(80, ge=4)
    """A completion that is longer is cut, and judged wrong."""
    eval_every: int = Field(50, ge=1)
    """on_policy, logits: steps between held-out evaluations; the last weights are the result."""
    eval_problems: int = Field(150, ge=1)
    """Held-out training-split problems in each evaluation."""
    save_every: int = Field(100, ge=1)
    """Steps between committed checkpoints."""
    log_every: int = Field(10, ge=1)
    """Steps between lines of metrics."""
    num_threads: int = Field(1, ge=1)
    """torch threads."""
    device: Literal["cpu", "cuda"] = "cpu"
    """Where it runs; cuda trains in bf16."""

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        if why := misfit(self):
            raise ValueError(why)
        return self

    def sft(self, num_steps: int) -> SftParams:
        """SFT on worked traces with these settings: how a student begins, and rows and rates of `logits`."""
        return SftParams(
            **{name: getattr(self, name) for name in SHARED},
            num_steps=num_steps,
            trace_share=1.0,
            real_share=0.0,
        )

    def model(self, teacher: ModelParams) -> ModelParams:
        """The student's model, before it learns, as smaller sibling of the teacher's."""
        sizes = ("base", "seed", "hidden_size", "num_layers", "head_dim", "mlp_size")
        return teacher.model_copy(update={name: getattr(self, name) for name in sizes})


SHARED = (
    *("seed", "subtasks", "max_tokens", "batch_size", "optimizer", "learning_rate", "final_learning_rate"),
    *("warmup_steps", "max_grad_norm", "eval_problems", "save_every", "log_every", "num_threads", "device"),
)
"""Settings that mean the same in `sft`."""
READ_BY_SOME = {
    **dict.fromkeys(("num_problems", "samples", "keep"), ("traces",)),
    **dict.fromkeys(("sft_steps", "eval_every"), ("on_policy", "logits")),
    **dict.fromkeys(("ce_weight", "step_weight"), ("logits",)),
    "beta": ("on_policy",),
}
"""Setting -> the methods that read it; what is not named here is read by all."""
SIZES = ("hidden_size", "num_layers", "head_dim", "mlp_size")


def misfit(params: Any) -> str:
    """Why the settings of a `student` section do not go together, and what to do; empty if they do.

    A setting that the chosen method would not read must have its default. A section with `method: none` may
    say what a student would be.
    """
    if params.method == "none":
        return ""
    fields = type(params).model_fields
    changed = {name for name, field in fields.items() if getattr(params, name) != field.default}
    unread = sorted(name for name in changed if params.method not in READ_BY_SOME.get(name, (params.method,)))
    if unread:
        return (
            f"method = {params.method} does not read {', '.join(unread)}; leave them out, or take method: "
            f"{READ_BY_SOME[unread[0]][0]}"
        )
    sizes = sorted(changed.intersection(SIZES))
    if params.base and sizes:
        return f"base = {params.base!r} has its own sizes; leave out {', '.join(sizes)}"
    if params.method == "on_policy" and not params.base and not params.sft_steps:
        return (
            "method = on_policy needs sft_steps >= 1, or base: a student from scratch writes nothing that a "
            "teacher could judge"
        )
    if params.hidden_size % params.head_dim:
        return f"hidden_size = {params.hidden_size} is no multiple of head_dim = {params.head_dim}"
    return ""
