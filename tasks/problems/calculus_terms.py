"""Sums of terms as text, and the checks of expressions that are derivatives or antiderivatives.

A claim `(F)'=f` says that f is the derivative of F, and is proved from its text alone: by difference
quotients of F at two points. `int(f)dx=F` is proved by the same differentiation, backwards.
"""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

from tasks.errors import DataError
from tasks.problems.claims import refuse
from tasks.problems.evaluate import Number, evaluate
from tasks.problems.spaces import Box
from tasks.records import Problem

Coefficient = int | Fraction

POINTS = (0.8125, 1.4375)
"""Where expressions are compared: apart from zeros of our functions, and positive for logarithms."""
WIDTH = 1 / 256
"""Of the difference quotients: their error is about WIDTH^4 = 2e-10 times the fifth derivative."""
TOLERANCE = 2e-5
"""Relative difference that is allowed for."""


class Tuples:
    """All tuples of `count` of the items, as an axis."""

    def __init__(self, items: Sequence[int], count: int) -> None:
        self._box = Box(count, *[items] * count)

    def __len__(self) -> int:
        return self._box.size

    def __getitem__(self, place: int) -> tuple[int, ...]:
        return self._box.at(place)


def power_text(coef: int, exponent: int) -> str:
    """One term: `3x^2`, `-x`, `7`."""
    if exponent == 0:
        return str(coef)
    lead = {1: "", -1: "-"}.get(coef, str(coef))
    return f"{lead}x^{exponent}" if exponent > 1 else f"{lead}x"


def joined(terms: Sequence[str]) -> str:
    """The sum of terms: `3x^2-5x+7`."""
    return "".join(term if term[0] == "-" else f"+{term}" for term in terms).removeprefix("+")


def poly_text(coefs: Sequence[int]) -> str:
    """A polynomial, the highest power first: `[2, 0, -5]` is `2x^2-5`."""
    top = len(coefs) - 1
    return joined([power_text(coef, top - place) for place, coef in enumerate(coefs) if coef])


def value_at(coefs: Sequence[Coefficient], x: Coefficient) -> Coefficient:
    """The value of a polynomial, highest power first, by Horner's rule."""
    value: Coefficient = 0
    for coef in coefs:
        value = value * x + coef
    return value


def slope_at(coefs: Sequence[Coefficient], x: Coefficient) -> Coefficient:
    """The derivative of a polynomial by dual numbers: Horner's rule for value and slope at once."""
    value: Coefficient = 0
    slope: Coefficient = 0
    for coef in coefs:
        slope = slope * x + value
        value = value * x + coef
    return slope


def check_derivatives(problem: Problem) -> None:
    """Each step says `(F)'=f`; the last is about the function of the prompt, and f is the answer."""
    _check_steps(problem, "(", ")'=", is_slope)


def check_antiderivatives(problem: Problem) -> None:
    """Each step says `int(f)dx=F`; the last is about the integrand of the prompt, and F is the answer."""
    _check_steps(problem, "int(", ")dx=", lambda slope, function: is_slope(function, slope))


def _check_steps(problem: Problem, start: str, mark: str, holds: Callable[[str, str], bool]) -> None:
    asked = problem.givens[0].value
    for number, step in enumerate(problem.steps, start=1):
        inner, found, result = step.claim.removeprefix(start).partition(mark)
        if not found or not holds(inner, result):
            refuse(problem, number, "is not true")
        if result != step.output:
            refuse(problem, number, f"the step says {step.output[:80]}")
        if inner not in asked or (number == len(problem.steps) and inner != asked):
            refuse(problem, number, f"is not about {asked[:80]}")


def is_slope(function: str, slope: str) -> bool:
    """Whether `slope` is the derivative of `function`, by difference quotients; C is a constant."""
    for x in POINTS:
        try:
            values = [_at(function, x + n * WIDTH) for n in (-2, -1, 1, 2)]
            claimed = _at(slope, x)
        except DataError:
            return False
        quotient = (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * WIDTH)
        if not math.isclose(quotient, claimed, rel_tol=TOLERANCE, abs_tol=TOLERANCE):
            return False
    return True


def _at(text: str, x: float) -> float:
    names: dict[str, Number] = {"x": x, "C": 0}
    return float(evaluate(text, names))
