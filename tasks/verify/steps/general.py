"""Relations beyond plain notation, by the judge's reader: roots, logarithms, matrices, fractions in x."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import chain

from tasks.verify.equal.arithmetic import exact, real_numbers, to_float
from tasks.verify.equal.constants import close
from tasks.verify.equal.equations import same_equation
from tasks.verify.equal.evaluate import Budget, evaluate
from tasks.verify.equal.numbers import same_expression
from tasks.verify.notation.nodes import (
    CONSTANTS,
    Call,
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
from tasks.verify.steps.equations import PROVED, REFUTED, UNCHECKED, Ruling


def relations(text: str) -> list[Relation]:
    """The relations in a text; none if it cannot be read."""
    node = read(normal_text(text)).node
    if isinstance(node, Relation):
        return [node]
    if isinstance(node, Seq) and node.kind in ("list", "both"):
        return [item for item in node.items if isinstance(item, Relation)]
    return []


def rule(
    relation: Relation, before: Relation | None, known: Mapping[str, Fraction], budget: Budget
) -> Ruling:
    """The ruling on one relation; `before` is the last one in the same unknowns.

    Raises:
        MathError: It has no value, or a cap was met.
    """
    sides = [side.value if isinstance(side, Quantity) else side for side in relation.sides]
    ops = list(relation.ops)
    if len(sides) > 2 and isinstance(sides[0], Sym) and sides[0].name not in CONSTANTS:
        sides, ops = sides[1:], ops[1:]
    rulings = [_pair(a, op, b, known, budget) for a, op, b in zip(sides, ops, sides[1:], strict=False)]
    for wanted in (REFUTED, UNCHECKED):
        for ruling in rulings:
            if ruling[1] is wanted:
                if wanted is UNCHECKED and before is not None and _restates(relation, before, budget):
                    return "equation", PROVED, ""
                return ruling
    return rulings[0]


def _restates(relation: Relation, before: Relation, budget: Budget) -> bool:
    return relation.ops == ("=",) == before.ops and same_equation(relation, before, budget)


def _pair(left: Node, op: str, right: Node, known: Mapping[str, Fraction], budget: Budget) -> Ruling:
    if op not in ("=", "~"):
        return "other", UNCHECKED, f"{op} beyond plain notation"
    if (symbols(left) | symbols(right)) - set(known):
        if op == "=" and same_expression(left, right, budget) is True:
            return "identity", PROVED, ""
        return "equation", UNCHECKED, "beyond plain notation"
    if any(isinstance(side, Sym) and side.name in CONSTANTS for side in (left, right)):
        return "other", UNCHECKED, "a constant"
    a, b = (evaluate(side, known, budget) for side in (left, right))
    if close(a, b) or _rounded(a, b, right) or _rounded(b, a, left):
        return "arithmetic", PROVED, ""
    if op == "~" and abs(to_float(a) - to_float(b)) <= abs(to_float(b)) / 50:
        return "arithmetic", PROVED, ""
    if any(
        isinstance(part, Call) and part.name == "log" and len(part.args) == 1
        for part in chain(walk(left), walk(right))
    ):
        return "arithmetic", UNCHECKED, "a logarithm whose base is not named"
    return "arithmetic", REFUTED, f"{_shown(a)} {op} {_shown(b)} is false"


def _rounded(value: object, written: object, side: Node) -> bool:
    """Whether a written decimal is the rounded or cut value."""
    if isinstance(side, Call) and side.name == "neg":
        side = side.args[0]
    if not isinstance(side, Num) or side.decimals is None or not exact(written):
        return False
    gap = abs(to_float(value) - to_float(written))
    return bool(gap < to_float(Fraction(1, 10 ** max(side.decimals, 0))))


def _shown(value: object) -> str:
    return str(value)[:40] if exact(value) else str(real_numbers().nstr(value, 10))
