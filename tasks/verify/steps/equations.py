"""Steps from equation to equation and from inequality to inequality, against what the trace has so far.

A new relation is compared with the last one about the same unknowns: the same solutions, a consequence,
or one of its cases is proved; other solutions are refuted. Over several unknowns linear relations are
compared with all of them together.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from tasks.verify.notation.nodes import TooLargeError
from tasks.verify.steps import ranges
from tasks.verify.steps.linear import Constraint, System, constraint, entails
from tasks.verify.steps.polynomials import (
    Poly,
    coefficients,
    degree,
    letters,
    proportional,
    roots,
)
from tasks.verify.steps.report import StepVerdict

Ruling = tuple[str, StepVerdict, str]
PROVED, REFUTED, UNCHECKED = StepVerdict.PROVED, StepVerdict.REFUTED, StepVerdict.UNCHECKED
MAX_FACTS = 60


@dataclass
class Facts:
    """The relations that hold so far."""

    equations: list[Poly] = field(default_factory=list)
    """Polynomials that are zero, the latest last."""
    inequalities: list[Constraint] = field(default_factory=list)
    system: System = field(default_factory=System)
    given: bool = False
    """The question gave equations: what contradicts them is refuted, over several unknowns too."""
    asked: set[str] = field(default_factory=set)
    """Unknowns in the relations of the question."""
    solved: set[str] = field(default_factory=set)
    """Unknowns of which a solution was found."""

    def believe(self, poly: Poly, op: str = "=") -> None:
        """Take a relation `poly op 0` as given."""
        if op == "=":
            self.equations = [*self.equations[-MAX_FACTS:], poly]
            if degree(poly) == 1:
                self.system.add(poly)
        elif op in ("<", "<=", ">", ">="):
            new = constraint(poly, op)
            others = [old for old in self.inequalities[-MAX_FACTS:] if not _same(old, new)]
            self.inequalities = [*others, new]

    def about(self, names: set[str]) -> Poly | None:
        """The last equation in exactly these unknowns."""
        return next((old for old in reversed(self.equations) if letters(old) == names), None)

    def equation(self, poly: Poly) -> Ruling:
        """The ruling on `poly = 0`, which is believed afterwards."""
        ruling = self._equation(poly)
        if ruling[1] is REFUTED:
            self.system = System()
        self.believe(poly)
        return ruling

    def _equation(self, poly: Poly) -> Ruling:
        names = letters(poly)
        alike = [old for old in reversed(self.equations) if letters(old) == names]
        if any(proportional(poly, old) is not None for old in alike):
            return "equation", PROVED, ""
        if len(names) == 1 and alike:
            rulings = [_one_unknown(poly, old) for old in alike[:6]]
            for wanted in (PROVED, UNCHECKED):
                for ruling in rulings:
                    if ruling[1] is wanted:
                        return ruling
            if names <= self.solved - self.asked:
                return "equation", UNCHECKED, "another case, or the letter again"
            return rulings[0]
        if degree(poly) == 1 and self.system.rows:
            rest = self.system.residue(poly)
            if not rest:
                return "equation", PROVED, ""
            if not letters(rest) and self.given and all(value.denominator < 1000 for value in poly.values()):
                return "equation", REFUTED, "contradicts the equations before it"
        return "equation", UNCHECKED, "nothing to compare it with"

    def solutions(self, name: str, values: list[Fraction]) -> Ruling:
        """The ruling on `x = 2 or x = -3`: all solutions of the last equation in x."""
        before = self.about({name})
        wanted = roots(before) if before is not None else None
        if wanted is None:
            return "equation", UNCHECKED, "nothing to compare it with"
        if set(values) == set(wanted):
            return "equation", PROVED, ""
        wrong = [str(value) for value in values if value not in wanted]
        return (
            "equation",
            REFUTED,
            f"{', '.join(wrong)} does not solve it" if wrong else "a solution is missing",
        )

    def inequality(self, poly: Poly, op: str) -> Ruling:
        """The ruling on `poly op 0`, which is believed afterwards."""
        ruling = self._inequality(constraint(poly, op))
        self.believe(poly, op)
        return ruling

    def _inequality(self, goal: Constraint) -> Ruling:
        names = letters(goal.poly)
        alike = [old for old in reversed(self.inequalities) if letters(old.poly) == names]
        if goal.op == "!=":
            return "inequality", UNCHECKED, "!="
        if any(goal.op in (old.op, "<=") and _same(old._replace(op=goal.op), goal) for old in alike):
            return "inequality", PROVED, ""
        if alike and len(names) == 1:
            return _in_range(goal, alike)
        try:
            known = [
                *self.inequalities,
                *[Constraint(old, "=") for old in self.equations if degree(old) == 1],
            ]
            near = [old for old in known if letters(old.poly) & names and degree(old.poly) == 1][-12:]
            if near and degree(goal.poly) == 1:
                if entails(near, goal):
                    return "inequality", PROVED, ""
                if alike and entails(
                    near,
                    Constraint(
                        {key: -value for key, value in goal.poly.items()}, "<" if goal.op == "<=" else "<="
                    ),
                ):
                    return "inequality", REFUTED, "contradicts what holds"
        except TooLargeError:
            pass
        return "inequality", UNCHECKED, "nothing to compare it with"


def _one_unknown(poly: Poly, before: Poly) -> Ruling:
    new, old = roots(poly), roots(before)
    if new is None or old is None:
        return "equation", UNCHECKED, "solutions that are not rational"
    if set(old) <= set(new) or (new and set(new) <= set(old)):
        return "equation", PROVED, ""
    return "equation", REFUTED, f"its solutions are {_shown(new)}, not {_shown(old)}"


def _shown(values: list[Fraction]) -> str:
    return " and ".join(map(str, values)) or "none"


def _same(a: Constraint, b: Constraint) -> bool:
    """Whether two inequalities are one up to a positive factor."""
    if a.op != b.op:
        return False
    factor = proportional(a.poly, b.poly)
    return factor is not None and factor > 0


def _in_range(goal: Constraint, given: list[Constraint]) -> Ruling:
    verdict, point = ranges.follows(goal, given)
    if verdict is UNCHECKED:
        return "inequality", UNCHECKED, "ends that are not rational"
    name = min(letters(goal.poly))
    why = f"{name} = {point} satisfies what holds before it and not this one" if verdict is REFUTED else ""
    return "inequality", verdict, why


def near_root(poly: Poly, value: Fraction, unit: Fraction) -> bool:
    """Whether a root lies within a unit of a rounded value: exactly known, or a change of sign."""
    exact = roots(poly)
    if exact is not None:
        return any(abs(root - value) < unit for root in exact)
    row = coefficients(poly)
    low, high = (sum(Fraction(c) * x**n for n, c in enumerate(row)) for x in (value - unit, value + unit))
    return low * high <= 0
