"""The step checker: each claim of a trace proved, refuted or left unchecked, the first bad one located.

    report = check_steps("37+8=45;45-9=35")
    report.first_bad            # 1
    report.claims[1].reason     # "36 is not 35"

Checked are arithmetic chains (exact; a decimal may be the rounded value), algebraic identities (random
points), equations against the equation before them (the same solutions) or against a found value, and
propositional entailments. A name that is given a value keeps it for the lines after. What cannot be
decided is unchecked: it neither helps nor hurts. No text is ever run as code.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from tasks.verify.equal.arithmetic import Value, exact, real_numbers, to_float
from tasks.verify.equal.constants import close
from tasks.verify.equal.equations import same_equation
from tasks.verify.equal.evaluate import Budget, evaluate
from tasks.verify.equal.numbers import same_expression
from tasks.verify.equal.shapes import is_name
from tasks.verify.notation.nodes import (
    CONSTANTS,
    MathError,
    Node,
    Num,
    Quantity,
    Relation,
    Seq,
    Sym,
    symbols,
    walk,
)
from tasks.verify.notation.reading import normal_text, read
from tasks.verify.step_claims import Found, find_claims
from tasks.verify.step_logic import entails


class StepVerdict(StrEnum):
    """What is known of a claim."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim and its verdict."""

    text: str
    start: int
    """Where it begins in the trace, in characters."""
    kind: str
    """`arithmetic`, `identity`, `equation`, `assignment`, `entailment` or `other`."""
    verdict: StepVerdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StepReport:
    """All claims of a trace, in reading order."""

    claims: tuple[CheckedClaim, ...]

    @property
    def first_bad(self) -> int | None:
        """The position of the first refuted claim in `claims`."""
        return next((n for n, claim in enumerate(self.claims) if claim.verdict is StepVerdict.REFUTED), None)

    def count(self, verdict: StepVerdict) -> int:
        """How many claims have this verdict."""
        return sum(claim.verdict is verdict for claim in self.claims)


def check_steps(trace: str, problem: str = "") -> StepReport:
    """Check every claim of a trace.

    Args:
        trace: The reasoning, compact (`37+8=45;45-9=36`) or in words, English or Chinese.
        problem: The question; its equations are premises.
    """
    checker = _Checker()
    for found in find_claims(problem):
        checker.premise(found)
    return StepReport(tuple(checker.check(found) for found in find_claims(trace)))


@dataclass
class _Checker:
    known: dict[str, Fraction] = field(default_factory=dict)
    """Values that names were given."""
    equations: list[Relation] = field(default_factory=list)
    """Equations that hold, the latest last."""

    def premise(self, found: Found) -> None:
        """Believe an equation of the problem."""
        node = _parsed(found.text)
        for relation in _relations(node):
            if relation.ops == ("=",) and symbols(relation):
                self.equations.append(relation)

    def check(self, found: Found) -> CheckedClaim:
        """The verdict on one claim."""
        try:
            kind, verdict, reason = self._verdict(found.text)
        except (MathError, RecursionError) as error:
            kind, verdict, reason = "other", StepVerdict.UNCHECKED, str(error)
        return CheckedClaim(found.text, found.start, kind, verdict, reason)

    def _verdict(self, text: str) -> tuple[str, StepVerdict, str]:
        entailed = entails(text)
        if entailed is not None:
            return "entailment", _decided(entailed), ""
        node = _parsed(text)
        relations = _relations(node)
        if not relations:
            return "other", StepVerdict.UNCHECKED, "no relation"
        results = [self._relation(relation) for relation in relations]
        for wanted in (StepVerdict.REFUTED, StepVerdict.UNCHECKED):
            for result in results:
                if result[1] is wanted:
                    return result
        return results[0]

    def _relation(self, relation: Relation) -> tuple[str, StepVerdict, str]:
        sides, ops = [_bare(side) for side in relation.sides], list(relation.ops)
        name = ""
        if isinstance(sides[0], Sym) and sides[0].name in CONSTANTS and len(sides) == 2:
            return "other", StepVerdict.UNCHECKED, f"{sides[0].name} is a constant"
        if isinstance(sides[0], Sym) and is_name(sides[0]) and ops[0] in ("=", "~") and len(sides) > 1:
            name, sides, ops = sides[0].name, sides[1:], ops[1:]
        pairs = list(zip(sides, ops, sides[1:], strict=False))
        for left, op, right in pairs:
            result = self._pair(left, op, right)
            if result[1] is not StepVerdict.PROVED:
                return result
        if name:
            return self._assign(name, sides[-1], checked=bool(pairs))
        return result

    def _pair(self, left: Node, op: str, right: Node) -> tuple[str, StepVerdict, str]:
        unknown = (symbols(left) | symbols(right)) - set(self.known)
        if not unknown:
            return self._arithmetic(left, op, right)
        if op != "=":
            return "other", StepVerdict.UNCHECKED, "an inequality with unknowns"
        if same_expression(left, right, Budget()) is True:
            return "identity", StepVerdict.PROVED, ""
        return self._equation(Relation((left, right), ("=",)))

    def _arithmetic(self, left: Node, op: str, right: Node) -> tuple[str, StepVerdict, str]:
        a, b = (evaluate(side, self.known, Budget()) for side in (left, right))
        if op in ("=", "~"):
            good = close(a, b) or _rounded(a, b, right) or _rounded(b, a, left)
            if not good and op == "~":
                good = abs(to_float(a) - to_float(b)) <= abs(to_float(b)) / 50
            if not good and _percent(left, right) and (close(a * 100, b) or close(a, b * 100)):
                good = True
        elif op in _ORDERS and exact(a) and exact(b):
            good = _ORDERS[op](a, b)
        else:
            return "other", StepVerdict.UNCHECKED, op
        return "arithmetic", _decided(good), "" if good else f"{_shown(a)} {op} {_shown(b)} is false"

    def _equation(self, equation: Relation) -> tuple[str, StepVerdict, str]:
        names = symbols(equation)
        before = next((old for old in reversed(self.equations) if symbols(old) == names), None)
        self.equations.append(equation)
        if before is None:
            return "equation", StepVerdict.UNCHECKED, "nothing to compare it with"
        if same_equation(equation, before, Budget()):
            return "equation", StepVerdict.PROVED, ""
        if len(names) == 1:
            roots = [_linear_root(one, next(iter(names))) for one in (equation, before)]
            if None not in roots:
                return (
                    "equation",
                    _decided(roots[0] == roots[1]),
                    "" if roots[0] == roots[1] else "another solution",
                )
        return "equation", StepVerdict.UNCHECKED, "not linear in one unknown"

    def _assign(self, name: str, side: Node, *, checked: bool) -> tuple[str, StepVerdict, str]:
        """`x = 5`: a solution of the equations before it, or a name for a value."""
        if symbols(side) - set(self.known):
            return (
                self._equation(Relation((Sym(name), side), ("=",)))
                if not checked
                else ("identity", StepVerdict.PROVED, "")
            )
        value = evaluate(side, self.known, Budget())
        about = [equation for equation in self.equations if symbols(equation) - set(self.known) == {name}]
        if exact(value):
            self.known[name] = Fraction(value)
        if not about:
            return "assignment", StepVerdict.PROVED if checked else StepVerdict.UNCHECKED, ""
        point = {**self.known, name: Fraction(value)} if exact(value) else self.known
        left, right = (evaluate(part, point, Budget()) for part in about[-1].sides)
        good = close(left, right)
        if not good and isinstance(side, Num) and side.decimals is not None:
            return "equation", StepVerdict.UNCHECKED, "a rounded solution"
        return "equation", _decided(good), "" if good else f"does not solve {name}"


_ORDERS: dict[str, Callable[[Value, Value], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "!=": operator.ne,
}

_REMAINDER = re.compile(r"(?<=\d)\s*%\s*(?=\d)")
"""12%7 is a remainder, 12% is not."""


def _parsed(text: str) -> Node:
    if "%" in text and "=" in text:
        text = _REMAINDER.sub(r" \\bmod ", text)
    reading = read(normal_text(text))
    return reading.node if reading.node is not None else Seq("list", ())


def _relations(node: Node) -> list[Relation]:
    if isinstance(node, Relation):
        return [node]
    if isinstance(node, Seq) and node.kind in ("list", "both"):
        return [item for item in node.items if isinstance(item, Relation)]
    return []


def _bare(side: Node) -> Node:
    return side.value if isinstance(side, Quantity) else side


def _decided(good: bool) -> StepVerdict:
    return StepVerdict.PROVED if good else StepVerdict.REFUTED


def _rounded(value: Value, written: Value, side: Node) -> bool:
    """Whether a side that was written as a number is the rounded or cut value."""
    if not isinstance(side, Num) or not exact(written) or not _is_real(value):
        return False
    unit = Fraction(1, 10 ** (side.decimals or 0))
    gap = abs(to_float(value) - to_float(written))
    return (
        bool(gap < to_float(unit))
        if side.decimals
        else bool(gap <= to_float(unit) / 2 and abs(written) >= 10)
    )


def _is_real(value: Value) -> bool:
    return exact(value) or real_numbers().im(value) == 0


def _percent(left: Node, right: Node) -> bool:
    """A percent sign on one side only: 3/4 * 100 = 75%."""
    signs = [any(getattr(part, "name", "") == "percent" for part in walk(side)) for side in (left, right)]
    return signs[0] != signs[1]


def _shown(value: Value) -> str:
    return str(value)[:40] if exact(value) else str(real_numbers().nstr(value, 10))


def _linear_root(equation: Relation, name: str) -> Fraction | None:
    """The one solution of an equation that is linear in its one unknown."""
    gaps = []
    for x in (0, 1, 3):
        left, right = (evaluate(side, {name: Fraction(x)}, Budget()) for side in equation.sides)
        if not (exact(left) and exact(right)):
            return None
        gaps.append(Fraction(left - right))
    slope = gaps[1] - gaps[0]
    return -gaps[0] / slope if slope and gaps[2] - gaps[0] == 3 * slope else None
