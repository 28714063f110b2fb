"""What problems of analytic geometry share: numbers to choose from, and equations as text."""

from collections.abc import Mapping

from tasks.problems.calculus_terms import joined
from tasks.problems.proof import Given

Numbers = Mapping[str, int]
"""Givens by name."""
SMALL = (*range(-12, -1), *range(2, 13))
WIDE = (*range(-40, -12), *range(13, 41))
PLACES = range(-15, 16)
FAR = (*range(-60, -15), *range(16, 61))
DIRECTIONS = tuple(
    (k * a, k * b)
    for a, b in ((3, 4), (4, 3), (5, 12), (12, 5), (8, 15), (15, 8), (7, 24), (24, 7))
    for k in (1, 2)
)
"""Coefficients of lines whose normal has a whole length."""


def coordinates(**numbers: int) -> tuple[Given, ...]:
    """Givens that are pure numbers, by name."""
    return tuple(Given(name, number) for name, number in numbers.items())


def _term(coef: int, letter: str) -> str:
    return {1: "", -1: "-"}.get(coef, str(coef)) + letter


def line_text(a: int, b: int, c: int) -> str:
    """ax+by+c=0: `3x-4y+29=0`."""
    return joined([_term(a, "x"), _term(b, "y"), *([str(c)] if c else [])]) + "=0"


def circle_text(d: int, e: int, f: int) -> str:
    """x^2+y^2+dx+ey+f=0 without the terms that are zero."""
    terms = [_term(d, "x")] * bool(d) + [_term(e, "y")] * bool(e) + [str(f)] * bool(f)
    return joined(["x^2", "y^2", *terms]) + "=0"
