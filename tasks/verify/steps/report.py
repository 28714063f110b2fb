"""What the step checker says: claims, their verdicts, and the report of a trace."""

from dataclasses import dataclass
from enum import StrEnum


class StepVerdict(StrEnum):
    """What is known of a claim."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim and its verdict."""

    text: str
    """The claim in notation, without the words around it."""
    start: int
    """Where it begins in the trace, in characters."""
    kind: str
    """`arithmetic`, `identity`, `equation`, `inequality`, `assignment`, `entailment`, `set`, `order`,
    `knights`, `answer` or `other`."""
    verdict: StepVerdict
    reason: str = ""
    """Why it is refuted or unchecked."""


@dataclass(frozen=True, slots=True)
class StepReport:
    """All claims of a trace, in reading order."""

    claims: tuple[CheckedClaim, ...]
    truncated: bool = False
    """A cap was met: the end of the trace was not read, or the last claims are unchecked for its size."""

    @property
    def first_bad(self) -> int | None:
        """The position of the first refuted claim in `claims`."""
        return next((n for n, claim in enumerate(self.claims) if claim.verdict is StepVerdict.REFUTED), None)

    def count(self, verdict: StepVerdict) -> int:
        """How many claims have this verdict."""
        return sum(claim.verdict is verdict for claim in self.claims)
