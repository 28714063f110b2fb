"""Whether an inequality in one unknown follows from others: asked at each end of a range and between."""

import itertools
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from tasks.verify.steps.linear import Constraint
from tasks.verify.steps.polynomials import Number, coefficients, roots, value_at
from tasks.verify.steps.report import StepVerdict

MAX_GIVEN = 8
"""Different inequalities that are taken together."""


class _Range(NamedTuple):
    row: list[Number]
    """Coefficients, the constant first."""
    strict: bool
    ends: list[Fraction]

    def holds(self, x: Fraction) -> bool:
        value = value_at(self.row, x)
        return value < 0 if self.strict else value <= 0


def _read(item: Constraint) -> _Range | None:
    """The range of an inequality; None if its ends are not rational."""
    ends = roots(item.poly)
    return None if ends is None else _Range(coefficients(item.poly), item.op == "<", ends)


def follows(goal: Constraint, given: Sequence[Constraint]) -> tuple[StepVerdict, Fraction | None]:
    """Whether a goal follows from the last inequality, or from all of them together.

    Where they exclude each other (cases, or a system without a solution) one of them must imply it.

    Args:
        goal: An inequality.
        given: Those that hold, in the same unknown, the latest first; eight are taken.

    Returns:
        The verdict; if it is refuted, a value that satisfies what is given and not the goal.
    """
    asked = _read(goal)
    known = [item for item in map(_read, given[:MAX_GIVEN]) if item is not None]
    if asked is None or not known:
        return StepVerdict.UNCHECKED, None
    against_last = _against(asked, known[:1])
    if against_last is None:
        return StepVerdict.PROVED, None
    against_all = _against(asked, known)
    possible = bool(_inside(asked, known))
    if against_all is None and (possible or any(_against(asked, [item]) is None for item in known)):
        return StepVerdict.PROVED, None
    if len(known) < min(len(given), MAX_GIVEN):
        return StepVerdict.UNCHECKED, None
    return StepVerdict.REFUTED, against_last if against_all is None else against_all


def _inside(goal: _Range, given: list[_Range]) -> list[Fraction]:
    """Values of every part of the line that satisfy what is given."""
    ends = sorted({end for item in (goal, *given) for end in item.ends})
    between = [(a + b) / 2 for a, b in itertools.pairwise(ends)]
    points = [*ends, *between, ends[0] - 1, ends[-1] + 1] if ends else [Fraction(0)]
    return [x for x in points if all(item.holds(x) for item in given)]


def _against(goal: _Range, given: list[_Range]) -> Fraction | None:
    """A value that satisfies what is given and not the goal; None if there is none."""
    return next((x for x in _inside(goal, given) if not goal.holds(x)), None)
