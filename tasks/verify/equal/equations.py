"""Equations with equations, and with the value of their named side."""

from collections.abc import Mapping
from fractions import Fraction

from tasks.verify.equal.arithmetic import Value, difference, exact, real_numbers, to_float
from tasks.verify.equal.constants import close
from tasks.verify.equal.evaluate import Budget, evaluate
from tasks.verify.equal.numbers import points, same_expression
from tasks.verify.equal.shapes import is_name
from tasks.verify.equal.verdicts import PASS, Comparison, Ruling, every
from tasks.verify.notation.nodes import (
    Call,
    Node,
    NotScalarError,
    Relation,
    Sym,
    UndefinedError,
    symbols,
    walk,
)


def equations(a: Node, r: Node, compare: Comparison) -> Ruling:
    """Equations with equations, and with the value of their named side."""
    if not isinstance(a, Relation) and not isinstance(r, Relation):
        return PASS
    if isinstance(a, Relation) and isinstance(r, Relation):
        if a.ops == r.ops == ("when",):
            return every([compare.try_same(x, y) for x, y in zip(a.sides, r.sides, strict=True)])
        return _two_equations(a, r, compare)
    relation, other = (a, r) if isinstance(a, Relation) else (r, a)
    assert isinstance(relation, Relation)
    if relation.ops == ("=",) and (is_name(relation.sides[0]) or _is_total(relation)):
        value = relation.sides[-1]
        return compare.same(value, other) if isinstance(a, Relation) else compare.same(other, value)
    if relation.ops == ("=",) and relation is a and _is_identity(relation, compare.budget):
        return compare.same(relation.sides[-1], other)
    return False


def _is_total(relation: Relation) -> bool:
    """`m + n = 12`: what was asked for is a combination of unknowns, and the right side is its value."""
    left, right = relation.sides
    return not symbols(right) and all(
        isinstance(part, Call) and part.name in ("add", "neg", "mul")
        for part in walk(left)
        if not isinstance(part, Sym)
    )


def _is_identity(relation: Relation, budget: Budget) -> bool:
    """`sin^2 x + cos^2 x = 1` holds for every x, so that it says what the left side is worth."""
    left, right = relation.sides
    if not symbols(left) or symbols(right) - symbols(left) or isinstance(left, Sym):
        return False
    try:
        return same_expression(left, right, budget) is True
    except NotScalarError:
        return False


def _two_equations(a: Relation, r: Relation, compare: Comparison) -> bool | None:
    named_a, named_r = (x.ops == ("=",) and is_name(x.sides[0]) for x in (a, r))
    if named_a and named_r:
        values = compare.try_same(a.sides[1], r.sides[1])
        if _same_name(a.sides[0], r.sides[0]):
            return values
        if values is True and (_is_function(a) or _is_function(r)):
            return True
    if a.ops != r.ops or len(a.ops) != 1:
        return False if "=" in a.ops and "=" in r.ops else None
    if a.ops == ("=",):
        if factor_between(a, r, compare.budget) is not None:
            return True
        return (bool(named_r) and _solves(r, a, compare.budget)) or (
            bool(named_a) and _solves(a, r, compare.budget)
        )
    return every([compare.try_same(x, y) for x, y in zip(a.sides, r.sides, strict=True)])


def _same_name(a: Node, r: Node) -> bool:
    if isinstance(a, Sym) and isinstance(r, Sym) and a.name.split("_")[0] == r.name.split("_")[0]:
        return "_" not in a.name or "_" not in r.name or a == r
    return a == r or (
        isinstance(a, Call) and isinstance(r, Call) and a.name == r.name and a.name.endswith("()")
    )


def _is_function(equation: Relation) -> bool:
    """`f(x) = ...`, or `y = ...` with a variable on the right: the name on the left is a matter of taste."""
    name, value = equation.sides
    return (name == Sym("y") and bool(symbols(value))) or (
        isinstance(name, Call) and name.name.endswith("()")
    )


def _solves(solved: Relation, other: Relation, budget: Budget) -> bool:
    """Whether `y = ...` is the other equation solved for y, which has one solution.

    On the curve the other equation's sides must agree; off it their gap, as a function of y, must be a
    quotient of two linear ones (equal cross ratios), so that there is no second branch.
    """
    name, value = solved.sides
    if not isinstance(name, Sym) or name.name in symbols(value) or name.name not in symbols(other):
        return False
    for point in points(symbols(solved) | symbols(other))[::2]:
        try:
            root = evaluate(value, point, budget)
            gaps = [_gap_at(other, {**point, name.name: Fraction(k)}, budget) for k in (2, 3, 5, 11)]
            if not exact(root) or not all(map(exact, gaps)):
                return False
            if _gap_at(other, {**point, name.name: Fraction(root)}, budget) != 0 or 0 in gaps:
                return False
            if _cross_ratio(gaps) != _cross_ratio([2, 3, 5, 11]):
                return False
        except (UndefinedError, NotScalarError, ZeroDivisionError):
            return False
    return True


def _cross_ratio(values: list[Value]) -> Value:
    a, b, c, d = map(Fraction, values)
    return (a - c) * (b - d) / ((a - d) * (b - c))


def _gap_at(relation: Relation, point: Mapping[str, Fraction], budget: Budget) -> Value:
    return difference(*(evaluate(side, point, budget) for side in relation.sides))


def same_equation(a: Relation, r: Relation, budget: Budget) -> bool:
    """Whether two equations are the same up to a non-zero factor."""
    return factor_between(a, r, budget) is not None


def factor_between(a: Relation, r: Relation, budget: Budget) -> Fraction | None:
    """The constant c with `left - right` of one relation equal to c times that of the other."""
    names = symbols(a) | symbols(r)
    ratios: list[Value] = []
    for point in points(names):
        try:
            ratio = _ratio(a, r, point, budget)
        except (UndefinedError, NotScalarError):
            continue
        if ratio is None:
            return None
        ratios.append(ratio)
        if not close(ratio, ratios[0]):
            return None
    if len(ratios) < 2 or ratios[0].imag:
        return None
    return Fraction(1) if ratios[0].real > 0 else Fraction(-1)


def _ratio(a: Relation, r: Relation, point: Mapping[str, Fraction], budget: Budget) -> Value | None:
    """How many times `left - right` of one relation is that of the other; None where one is zero."""
    gaps = [evaluate(Call("add", (x.sides[0], Call("neg", (x.sides[1],)))), point, budget) for x in (a, r)]
    if any(gap == 0 if exact(gap) else abs(gap) < 1e-35 for gap in gaps):
        return None
    if exact(gaps[0]) and exact(gaps[1]):
        return Fraction(gaps[0]) / gaps[1]
    ratio = to_float(gaps[0]) / to_float(gaps[1])
    return ratio if ratio != 0 and real_numbers().isfinite(ratio) else None
