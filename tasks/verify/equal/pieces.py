"""Sets of real numbers as sorted lists of intervals: the quick way to compare unions and inequalities."""

from functools import cmp_to_key
from typing import NamedTuple

from tasks.verify.equal.arithmetic import Value, exact, real_numbers, to_float
from tasks.verify.equal.constants import close
from tasks.verify.equal.evaluate import Budget, evaluate
from tasks.verify.notation.nodes import Interval, Node, Relation, Seq, SetOp, Sym, UndefinedError, symbols

_RISING, _FALLING = frozenset({"<", "<="}), frozenset({">", ">="})


class Piece(NamedTuple):
    """An interval; infinite ends are floats."""

    low: Value
    low_closed: bool
    high: Value
    high_closed: bool


def real(node: Node, budget: Budget) -> Value:
    """The value of an end point: exact, in 50 digits, or an infinite float.

    Raises:
        UndefinedError: It is complex or has no value.
    """
    value = evaluate(node, {}, budget)
    if exact(value):
        return value
    if abs(real_numbers().im(value)) > 0:
        raise UndefinedError("a complex end point")
    value = real_numbers().re(value)
    return float(value) if real_numbers().isinf(value) else value


def order(a: Value, b: Value) -> int:
    """-1, 0 or 1 as a is less than, equal to or greater than b."""
    if (exact(a) and exact(b)) or isinstance(a, float) or isinstance(b, float):
        return int(a > b) - int(a < b)
    return 0 if close(a, b) else -1 if to_float(a) < to_float(b) else 1


def pieces(node: Node, budget: Budget) -> list[Piece] | None:
    """The intervals that make up a set, sorted and joined; None if the node is more than that."""
    found = _collect(node, budget)
    return None if found is None else _joined(found)


def same_pieces(a: list[Piece], r: list[Piece]) -> bool:
    """Whether two sorted and joined lists are the same set."""
    return len(a) == len(r) and all(
        x.low_closed == y.low_closed
        and x.high_closed == y.high_closed
        and order(x.low, y.low) == 0
        and order(x.high, y.high) == 0
        for x, y in zip(a, r, strict=True)
    )


def _collect(node: Node, budget: Budget) -> list[Piece] | None:
    match node:
        case Interval(low, high, low_closed, high_closed):
            return [Piece(real(low, budget), low_closed, real(high, budget), high_closed)]
        case Seq("tuple", (low, high)):
            return [Piece(real(low, budget), False, real(high, budget), False)]
        case SetOp("union", items) | Seq("list", items):
            parts = [_collect(item, budget) for item in items]
            return None if None in parts else [piece for part in parts for piece in part or ()]
        case Relation(sides, ops):
            return _of_inequality(sides, ops, budget)
    return None


def _of_inequality(sides: tuple[Node, ...], ops: tuple[str, ...], budget: Budget) -> list[Piece] | None:
    """`x < 3`, `3 > x`, `1 < x <= 2` with a bare variable."""
    if set(ops) <= _FALLING:
        sides = sides[::-1]
        ops = tuple("<=" if op == ">=" else "<" for op in reversed(ops))
    if not set(ops) <= _RISING or len(sides) not in (2, 3):
        return None
    infinity = float("inf")
    if len(sides) == 3:
        low, name, high = sides
        if not isinstance(name, Sym) or symbols(low) or symbols(high):
            return None
        return [Piece(real(low, budget), ops[0] == "<=", real(high, budget), ops[1] == "<=")]
    left, right = sides
    if isinstance(left, Sym) and symbols(left) and not symbols(right):
        return [Piece(-infinity, False, real(right, budget), ops[0] == "<=")]
    if isinstance(right, Sym) and symbols(right) and not symbols(left):
        return [Piece(real(left, budget), ops[0] == "<=", infinity, False)]
    return None


def _joined(found: list[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    for piece in sorted(filter(_holds_any, found), key=cmp_to_key(_by_low)):
        last = kept[-1] if kept else None
        gap = order(piece.low, last.high) if last else 1
        if last is None or gap > 0 or (gap == 0 and not (piece.low_closed or last.high_closed)):
            kept.append(piece)
            continue
        further = order(piece.high, last.high)
        if further > 0:
            kept[-1] = last._replace(high=piece.high, high_closed=piece.high_closed)
        elif further == 0:
            kept[-1] = last._replace(high_closed=last.high_closed or piece.high_closed)
    return kept


def _holds_any(piece: Piece) -> bool:
    width = order(piece.low, piece.high)
    return width < 0 or (
        width == 0 and piece.low_closed and piece.high_closed and not _is_infinite(piece.low)
    )


def _is_infinite(value: Value) -> bool:
    return isinstance(value, float)


def _by_low(a: Piece, b: Piece) -> int:
    return order(a.low, b.low) or int(b.low_closed) - int(a.low_closed)
