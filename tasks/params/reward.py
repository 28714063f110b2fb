"""Settings of what a rollout earns."""

import math
from typing import Literal, Self

from pydantic import Field, model_validator

from tasks.params.section import Section


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
