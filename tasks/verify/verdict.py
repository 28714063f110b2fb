"""What the judge says of an answer."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The four things a verdict can be. Only `CORRECT` is ever rewarded."""

    CORRECT = "correct"
    """The answer and the reference are the same value."""
    WRONG = "wrong"
    """The answer is readable and is not the reference."""
    UNPARSABLE = "unparsable"
    """The completion holds no answer, or one that is no mathematics and not the reference's text."""
    UNDECIDED = "undecided"
    """The answer is readable but the judge could not prove either side within its limits."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One judgement."""

    outcome: Outcome
    extracted: str | None
    """The final answer found in the completion; None if there is none."""
    reason: str
    """Which rule decided, in a few words: a metric label rather than prose."""

    @property
    def correct(self) -> bool:
        """Whether the answer counts as right."""
        return self.outcome is Outcome.CORRECT
