"""Settings of evaluation and of the gate."""

from typing import Literal

from pydantic import Field

from tasks.params.section import Level, Section


class EvaluateParams(Section):
    """How a model is measured."""

    seed: int = Field(17, ge=0)
    """Sampling for pass@k; resampling for the intervals of gains."""
    subtasks: tuple[str, ...] = ("arithmetic.chain", "algebra.linear", "number_theory.modular")
    """Subtasks that count for the headline accuracy; the others are reported as not trained. Empty: all."""
    levels: tuple[Level, ...] = (1, 2)
    """Levels, each 1-5, that count for the headline accuracy; the others are reported as unseen."""
    max_completion_tokens: int = Field(64, ge=4)
    """A longer completion is cut and counted as truncated."""
    batch_size: int = Field(128, ge=1)
    """Prompts generated together."""
    pass_k: int = Field(4, ge=1)
    """Samples per problem for pass@k, at temperature 1; reported for 1, 2, 4, ... up to this."""
    pass_k_problems: int = Field(120, ge=0)
    """Headline problems sampled for pass@k, chosen by their ids. 0: no pass@k."""
    real_problems: int = Field(100, ge=0)
    """Held-out problems of each real corpus at most, chosen by their ids."""
    untrained_problems: int = Field(20, ge=0)
    """Held-out problems per level of each subtask outside `subtasks` at most, chosen by their ids."""
    num_threads: int = Field(1, ge=1)
    """torch threads."""
    device: Literal["cpu", "cuda"] = "cpu"
    """Where it runs."""


class GateParams(Section):
    """When a candidate may become stable."""

    seed: int = Field(17, ge=0)
    """Resampling for the intervals of differences."""
    max_loss: float = Field(0.05, ge=0, le=1)
    """Accuracy the candidate may lose against stable: the lower end of the 95 % interval of the paired
    difference must not lie below minus this."""
    min_accuracy: float = Field(0.0, ge=0, le=1)
    """Least headline accuracy of any release."""
