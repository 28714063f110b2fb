"""Proofs of algebraic claims by values: identities, equations that keep their roots, complete sets of roots.

An identity of polynomials with coefficients below POINT/2 that holds at POINT holds everywhere, for the
values of two such polynomials are numbers to the base POINT. Rational functions are compared as fractions.
"""

from fractions import Fraction

from tasks.errors import DataError
from tasks.problems.claims import refuse, sides
from tasks.problems.evaluate import Number, evaluate, same
from tasks.records import Problem

POINT = 10_000_019
"""Where identities are tried: beyond twice any coefficient, so that no two polynomials meet there."""


def value(text: str, x: Number, name: str = "x") -> Number:
    """The value of an expression at a point."""
    return evaluate(text, {name: x})


def difference(equation: str, x: Number, name: str = "x") -> Number:
    """Left side minus right side at a point."""
    left, right = sides(equation)
    return value(left, x, name) - value(right, x, name)


def is_identity(equation: str, name: str = "x") -> bool:
    """Whether both sides are the same rational function, or the same number."""
    left, right = sides(equation)
    return same(value(left, POINT, name), value(right, POINT, name))


def check_identities(problem: Problem) -> None:
    """Refuse a step whose claim is no chain of identities, or does not end with its output."""
    for number, step in enumerate(problem.steps, start=1):
        for part in step.claim.split(","):
            if not is_identity(part):
                refuse(problem, number, f"{part[:80]} is no identity")
        if not step.claim.endswith(f"={step.output}"):
            refuse(problem, number, f"the step says {step.output[:80]}")


def roots_in(text: str) -> list[Number]:
    """The numbers of the parts `x=number` of a claim or an answer."""
    return [evaluate(part[2:]) for part in text.split(",") if part.startswith("x=") and "x" not in part[2:]]


def check_equations(problem: Problem) -> list[Number]:
    """Prove a solution that comes as equations, calculations, and found values.

    Each part of a claim is a calculation or an identity, which is true, or an equation, which holds at the
    values `x=...` that are found next and not everywhere.

    Returns:
        All values that are found on the way.
    """
    found: list[Number] = []
    wanted: list[Number] = []
    for number in range(len(problem.steps), 0, -1):
        step = problem.steps[number - 1]
        parts = step.claim.split(",")
        if values := roots_in(step.claim):
            wanted = values
            found += [x for x in values if x not in found]
        for part in parts:
            if part.startswith("x=") and "x" not in part[2:]:
                continue
            if "x" in part and not is_identity(part):
                if not wanted or not all(same(difference(part, x), 0) for x in wanted):
                    refuse(problem, number, f"{part[:80]} does not hold at what is found next")
            elif "x" not in part:
                left, right = sides(part)
                if not same(evaluate(left), evaluate(right)):
                    refuse(problem, number, f"{part[:80]} is false")
        if not step.claim.endswith(step.output):
            refuse(problem, number, f"the step says {step.output[:80]}")
    return found


def check_quadratic_roots(problem: Problem, equation: str) -> None:
    """Refuse an answer that is not the set of all roots of a quadratic equation."""
    roots = roots_in(problem.answer)
    if len(roots) != problem.answer.count(",") + 1:
        refuse(problem, 0, f"the answer {problem.answer[:80]} is no list of roots")
    at = [difference(equation, x) for x in (0, 1, 2, 3)]
    lead = at[2] - 2 * at[1] + at[0]
    if not lead or at[3] - 3 * at[2] + 3 * at[1] - at[0]:
        refuse(problem, 0, f"{equation[:80]} is not quadratic")
    if not all(same(difference(equation, x), 0) for x in roots) or len(set(roots)) != len(roots):
        refuse(problem, 0, f"{problem.answer[:80]} does not satisfy {equation[:80]}")
    # Two different roots are all; a single one is all if it is a double one.
    if len(roots) == 1 and difference(equation, roots[0] + 1) != difference(equation, roots[0] - 1):
        refuse(problem, 0, f"{equation[:80]} has another root")
    if len(roots) > 2:
        refuse(problem, 0, "has too many roots")


def coefficients(text: str) -> list[Fraction]:
    """The coefficients of a polynomial in x without brackets, highest first.

    Raises:
        DataError: `text` is no such polynomial.
    """
    terms: dict[int, Fraction] = {}
    for term in text.replace("-", "+-").split("+"):
        if not term:
            continue
        size, x, power = term.partition("x")
        degree = int(power[1:]) if power else int(bool(x))
        if (power and power[0] != "^") or degree > 64:
            raise DataError(f"not a polynomial: {text[:80]!r}")
        coef = Fraction(size + "1" if size in ("", "-") else size)
        terms[degree] = terms.get(degree, Fraction(0)) + coef
    return [terms.get(power, Fraction(0)) for power in range(max(terms), -1, -1)]
