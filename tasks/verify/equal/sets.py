"""Are two sets of real numbers the same? Intervals, unions, finite sets, inequalities.

Each side becomes a test of membership. Both tests are asked at every end point that either side names,
between neighbouring end points and beyond the outermost: for intervals and linear inequalities this
decides; for others further points are asked, and one difference refutes.
"""

import operator
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from tasks.verify.equal.arithmetic import Value, difference, div, exact, hashed, mul, real_numbers, to_float
from tasks.verify.equal.constants import close
from tasks.verify.equal.evaluate import Budget, evaluate
from tasks.verify.equal.pieces import order, pieces, real, same_pieces
from tasks.verify.notation.nodes import (
    Call,
    Interval,
    MathError,
    Node,
    NotScalarError,
    Relation,
    Seq,
    SetOp,
    Sym,
    UndefinedError,
    symbols,
    walk,
)

Member = Callable[[Fraction], bool]
_ORDER = frozenset({"<", ">", "<=", ">=", "!="})
_EXACT: dict[str, Callable[[Value, Value], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
_VARIABLE = "variable"


def is_set(node: Node) -> bool:
    """Whether a node can only be a set of numbers."""
    if isinstance(node, Interval | SetOp):
        return True
    if isinstance(node, Relation):
        return all(op in _ORDER for op in node.ops)
    if isinstance(node, Seq) and node.kind in ("list", "both"):
        return bool(node.items) and all(is_set(item) for item in node.items)
    return isinstance(node, Sym) and node.name.startswith("set ")


def same_set(answer: Node, reference: Node, budget: Budget) -> bool | None:
    """Whether two sets hold the same real numbers; None if that cannot be decided."""
    ends: list[Value] = []
    try:
        simple = pieces(answer, budget), pieces(reference, budget)
        if simple[0] is not None and simple[1] is not None:
            return same_pieces(simple[0], simple[1])
        tests = [_member(node, ends, budget) for node in (answer, reference)]
    except (NotScalarError, UndefinedError):
        return None
    for number in _places(ends):
        budget.spend(2)
        try:
            if tests[0](number) != tests[1](number):
                return False
        except (UndefinedError, NotScalarError):
            return None
    return True


def _places(ends: list[Value]) -> list[Fraction]:
    finite = sorted(
        {_as_fraction(end) for end in ends if not isinstance(end, float) and _is_on_the_line(end)}
    )
    between = [(a + b) / 2 for a, b in pairwise(finite)]
    low, high = (finite[0], finite[-1]) if finite else (Fraction(0), Fraction(0))
    outside = [low - 1, high + 1, low - 1000, high + 1000, low - Fraction(1, 997), high + Fraction(1, 997)]
    others = [hashed(n) * (-1) ** n * (1 + n) for n in range(6)]
    return finite + between + outside + others


def _is_on_the_line(end: Value) -> bool:
    return exact(end) or not real_numbers().im(end)


def _as_fraction(value: Value) -> Fraction:
    """The value, or for an irrational one its 40 digits: membership compares to 30."""
    if exact(value):
        return Fraction(value)
    return Fraction(str(real_numbers().nstr(real_numbers().re(value), 40)))


def _less(a: Value, b: Value) -> bool:
    if close(a, b):
        return False
    return bool(a < b) if exact(a) and exact(b) else bool(to_float(a) < to_float(b))


def _member(node: Node, ends: list[Value], budget: Budget) -> Member:
    match node:
        case Interval(low, high, low_closed, high_closed):
            return _between(real(low, budget), real(high, budget), low_closed, high_closed, ends)
        case Seq("tuple", (low, high)):
            return _between(real(low, budget), real(high, budget), False, False, ends)
        case Seq("set", items):
            values = [real(item, budget) for item in items]
            ends.extend(values)
            return lambda x: any(close(x, value) for value in values)
        case Seq("list", items):
            tests = [_member(item, ends, budget) for item in items]
            if any(isinstance(item, Relation) and "!=" in item.ops for item in items):
                return lambda x: all(test(x) for test in tests)
            return lambda x: any(test(x) for test in tests)
        case Seq("both", items):
            tests = [_member(item, ends, budget) for item in items]
            return lambda x: all(test(x) for test in tests)
        case SetOp("where", (inner,)):
            return _member(inner, ends, budget)
        case SetOp(name, (left, right)):
            return _combined(name, _member(left, ends, budget), _member(right, ends, budget))
        case Relation(sides, ops) if ops[0] == "in" and len(ops) == 1 and isinstance(sides[0], Sym):
            return _member(sides[1], ends, budget)
        case Relation(sides, ops) if all(op in _ORDER or op == "=" for op in ops):
            return _satisfies(node, ends, budget)
        case Sym("set R"):
            return lambda _: True
    raise NotScalarError(type(node).__name__)


def _combined(name: str, left: Member, right: Member) -> Member:
    if name == "union":
        return lambda x: left(x) or right(x)
    if name == "intersection":
        return lambda x: left(x) and right(x)
    return lambda x: left(x) and not right(x)


def _between(low: Value, high: Value, low_closed: bool, high_closed: bool, ends: list[Value]) -> Member:
    ends.extend((low, high))

    def test(x: Fraction) -> bool:
        from_low, to_high = order(low, x), order(x, high)
        return (from_low < 0 or (low_closed and from_low == 0)) and (
            to_high < 0 or (high_closed and to_high == 0)
        )

    return test


def _satisfies(relation: Relation, ends: list[Value], budget: Budget) -> Member:
    relation = _one_variable(relation)
    names = symbols(relation)
    if len(names) != 1:
        raise NotScalarError("one variable expected")
    name = names.pop()
    for side in relation.sides:
        if not symbols(side):
            real(side, budget)
    for left, right in pairwise(relation.sides):
        ends.extend(_linear_root(left, right, name, budget))

    def test(x: Fraction) -> bool:
        try:
            values = [evaluate(side, {name: x}, budget) for side in relation.sides]
        except UndefinedError:
            return False
        if any(not exact(v) and abs(real_numbers().im(v)) > 1e-30 for v in values):
            return False
        values = [value if exact(value) else real_numbers().re(value) for value in values]
        return all(_holds(values[n], op, values[n + 1]) for n, op in enumerate(relation.ops))

    return test


def _one_variable(relation: Relation) -> Relation:
    """`0 < f(x) < 1` as a statement about one variable, f(x)."""
    if any(isinstance(part, Sym) and part.name == _VARIABLE for part in walk(relation)):
        return relation
    unknown = {side for side in relation.sides if symbols(side)}
    if len(unknown) == 1:
        (only,) = unknown
        if isinstance(only, Call) and only.name.endswith(("()", "[]")):
            sides = tuple(Sym(_VARIABLE) if side == only else side for side in relation.sides)
            return Relation(sides, relation.ops)
    return relation


def _linear_root(left: Node, right: Node, name: str, budget: Budget) -> list[Value]:
    """Where left = right if both are linear in the variable; also roots at small distance for |x|."""
    found: list[Value] = []
    has_bars = any(
        isinstance(part, Call) and part.name == "abs" for side in (left, right) for part in walk(side)
    )
    for start, step in (
        (Fraction(0), Fraction(1)),
        (Fraction(-1000), Fraction(1)),
        (Fraction(1000), Fraction(-1)),
    ):
        try:
            gaps = [_gap(left, right, {name: start + n * step}, budget) for n in range(3)]
        except MathError:
            continue
        slope = difference(gaps[1], gaps[0])
        if slope != 0 and close(difference(gaps[2], gaps[1]), slope):
            found.append(difference(start, mul(step, div(gaps[0], slope))))
            if not has_bars:
                break
    return found


def _gap(left: Node, right: Node, point: dict[str, Fraction], budget: Budget) -> Value:
    return difference(evaluate(left, point, budget), evaluate(right, point, budget))


def _holds(a: Value, op: str, b: Value) -> bool:
    if exact(a) and exact(b) and op in _EXACT:
        return _EXACT[op](a, b)
    equal = close(a, b)
    if op in ("=", "<=", ">=") and equal:
        return True
    if op == "!=":
        return not equal
    if op == "=" or equal:
        return False
    return _less(a, b) if op in ("<", "<=") else _less(b, a)
