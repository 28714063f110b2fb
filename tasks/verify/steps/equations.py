"""Steps from equation to equation and from inequality to inequality, against what the trace has so far.

A new relation is compared with the last one about the same unknowns: the same solutions, a consequence,
or one of its cases is proved; other solutions are refuted. Over several unknowns linear relations are
compared with all of them together.
"""

import itertools
from dataclasses import dataclass, field
from fractions import Fraction

from tasks.verify.notation.nodes import TooLargeError
from tasks.verify.steps.linear import Constraint, System, constraint, entails
from tasks.verify.steps.polynomials import (
    Poly,
    coefficients,
    degree,
    letters,
    proportional,
    roots,
    substitute,
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

    def believe(self, poly: Poly, op: str = "=") -> None:
        """Take a relation `poly op 0` as given."""
        if op == "=":
            self.equations = [*self.equations[-MAX_FACTS:], poly]
            if degree(poly) == 1:
                self.system.add(poly)
        elif op in ("<", "<=", ">", ">="):
            self.inequalities = [*self.inequalities[-MAX_FACTS:], constraint(poly, op)]

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
        before = next((old for old in reversed(self.inequalities) if letters(old.poly) == names), None)
        if goal.op == "!=":
            return "inequality", UNCHECKED, "!="
        if before is not None:
            factor = proportional(goal.poly, before.poly)
            if factor is not None and factor > 0 and (goal.op == before.op or goal.op == "<="):
                return "inequality", PROVED, ""
            if len(names) == 1:
                return _one_range(goal, before, min(names))
        try:
            known = [
                *self.inequalities,
                *[Constraint(old, "=") for old in self.equations if degree(old) == 1],
            ]
            near = [old for old in known if letters(old.poly) & names and degree(old.poly) == 1][-12:]
            if near and degree(goal.poly) == 1:
                if entails(near, goal):
                    return "inequality", PROVED, ""
                if before is not None and entails(
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


def _one_range(goal: Constraint, before: Constraint, name: str) -> Ruling:
    """Whether all that satisfies the inequality before satisfies this one: asked at each end and between."""
    ends = [roots(item.poly) for item in (goal, before)]
    if ends[0] is None or ends[1] is None:
        return "inequality", UNCHECKED, "ends that are not rational"
    points = sorted({*ends[0], *ends[1]})
    asked = [*points, *[(a + b) / 2 for a, b in itertools.pairwise(points)]]
    asked += [points[0] - 1, points[-1] + 1] if points else [Fraction(0)]
    bad = next((x for x in asked if _satisfied(before, name, x) and not _satisfied(goal, name, x)), None)
    if bad is None:
        return "inequality", PROVED, ""
    return "inequality", REFUTED, f"{name} = {bad} satisfies the inequality before it and not this one"


def _satisfied(item: Constraint, name: str, x: Fraction) -> bool:
    value = substitute(item.poly, {name: x}).get((), 0)
    return value < 0 if item.op == "<" else value <= 0


def near_root(poly: Poly, value: Fraction, unit: Fraction) -> bool:
    """Whether a root lies within a unit of a rounded value: exactly known, or a change of sign."""
    exact = roots(poly)
    if exact is not None:
        return any(abs(root - value) < unit for root in exact)
    row = coefficients(poly)
    low, high = (sum(Fraction(c) * x**n for n, c in enumerate(row)) for x in (value - unit, value + unit))
    return low * high <= 0
