"""One comparison: its budget, the rules for structures, and how verdicts on parts make one on the whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tasks.verify.equal.evaluate import Budget
from tasks.verify.notation.nodes import MathError, Node, TooLargeError

MAX_ITEMS = 60


class Pass:
    """A rule's way to say that it is not meant."""


PASS = Pass()
Ruling = bool | None | Pass


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a rule needs to compare the parts of two structures."""

    budget: Budget
    decide: Callable[[Node, Node, "Comparison"], bool | None]

    def same(self, answer: Node, reference: Node) -> bool | None:
        """Whether two parts are the same; None if that cannot be decided."""
        return self.decide(answer, reference, self)

    def try_same(self, answer: Node, reference: Node) -> bool | None:
        """As `same`; what has no value is undecided."""
        try:
            return self.decide(answer, reference, self)
        except TooLargeError:
            raise
        except MathError:
            return None


def every(verdicts: Sequence[bool | None]) -> bool | None:
    """The verdict on a whole whose parts all must be the same."""
    if False in verdicts:
        return False
    return None if None in verdicts else True
