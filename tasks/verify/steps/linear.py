"""Linear arithmetic over the rationals, exact and without a solver: systems of equations, and entailment.

A constraint is `poly op 0` with op among = <= <. Systems are kept in reduced rows; entailment refutes the
negated goal by Fourier-Motzkin elimination, for few unknowns and constraints.
"""

from fractions import Fraction
from typing import NamedTuple

from tasks.verify.notation.nodes import TooLargeError
from tasks.verify.steps.polynomials import Poly, as_number, degree, letters, plus

MAX_UNKNOWNS = 6
MAX_CONSTRAINTS = 24
MAX_GROWTH = 400


class Constraint(NamedTuple):
    """`poly op 0`."""

    poly: Poly
    op: str
    """`=`, `<=`, `<`, or `!=` as a goal."""


def constraint(difference: Poly, op: str) -> Constraint:
    """`difference op 0` with op turned to < or <=."""
    if op in (">", ">="):
        return Constraint(plus({}, difference, -1), op.replace(">", "<"))
    return Constraint(difference, op)


class System:
    """Linear equations that hold, as reduced rows: pivot letter -> poly with coefficient 1 there."""

    def __init__(self) -> None:
        self.rows: dict[str, Poly] = {}

    def residue(self, poly: Poly) -> Poly:
        """What remains of a linear polynomial when the rows are used up: {} if it follows."""
        for name, row in self.rows.items():
            factor = poly.get((name,))
            if factor:
                poly = plus(poly, row, -factor)
        return poly

    def add(self, poly: Poly) -> None:
        """Believe `poly = 0`; poly is linear. What contradicts the rows is left out."""
        rest = self.residue(poly)
        names = letters(rest)
        if not names or len(self.rows) >= MAX_CONSTRAINTS:
            return
        name = min(names)
        head = Fraction(rest[(name,)])
        fresh: Poly = {monomial: Fraction(value) / head for monomial, value in rest.items()}
        for old, row in self.rows.items():
            factor = row.get((name,))
            if factor:
                self.rows[old] = plus(row, fresh, -factor)
        self.rows[name] = fresh


def entails(given: list[Constraint], goal: Constraint) -> bool:
    """Whether the constraints force the goal, over the rationals.

    Raises:
        TooLargeError: Over 6 unknowns or 24 constraints, or the elimination grows too far.
    """
    poly, op = goal
    if op == "=":
        return entails(given, Constraint(poly, "<=")) and entails(given, Constraint(plus({}, poly, -1), "<="))
    if op == "!=":
        return not feasible([*given, Constraint(poly, "=")])
    negated = Constraint(plus({}, poly, -1), "<" if op == "<=" else "<=")
    return not feasible([*given, negated])


def feasible(constraints: list[Constraint]) -> bool:
    """Whether some rational point satisfies all; `!=` is not allowed.

    Raises:
        TooLargeError: A cap was met, or a constraint is not linear.
    """
    names = set().union(*[letters(item.poly) for item in constraints])
    if len(names) > MAX_UNKNOWNS or len(constraints) > MAX_CONSTRAINTS:
        raise TooLargeError("constraints")
    if any(degree(item.poly) > 1 for item in constraints):
        raise TooLargeError("not linear")
    rows: list[Constraint] = []
    system = System()
    for item in constraints:
        if item.op == "=":
            rest = system.residue(item.poly)
            if rest and not letters(rest):
                return False
            system.add(item.poly)
    rows = [Constraint(system.residue(item.poly), item.op) for item in constraints if item.op != "="]
    for name in sorted(names - system.rows.keys()):
        rows = _without(rows, name)
    return all(_holds(item) for item in rows)


def _holds(item: Constraint) -> bool:
    value = as_number(item.poly)
    assert value is not None
    return value < 0 if item.op == "<" else value <= 0


def _without(rows: list[Constraint], name: str) -> list[Constraint]:
    """The rows that hold for some value of one unknown."""
    upper = [row for row in rows if row.poly.get((name,), 0) > 0]
    lower = [row for row in rows if row.poly.get((name,), 0) < 0]
    kept = [row for row in rows if not row.poly.get((name,), 0)]
    if len(upper) * len(lower) + len(kept) > MAX_GROWTH:
        raise TooLargeError("elimination")
    for high in upper:
        for low in lower:
            a, b = Fraction(high.poly[(name,)]), Fraction(low.poly[(name,)])
            poly = plus({key: value / a for key, value in high.poly.items()}, low.poly, -1 / b)
            kept.append(Constraint(poly, "<" if "<" in (high.op, low.op) else "<="))
    return kept
