"""The value of an expression at a point: exact fractions as long as possible, then 50 digits.

Everything is capped, so the time of an evaluation is bounded: exact numbers have at most 16,384 bits,
exponents, factorials and arguments of transcendental functions are limited, and each operation spends
from a budget. What has no known meaning (f(x), an integral, a subscripted F_{n-1}) gets a value made
from its name and its arguments' values, so that equal arguments give equal values.
"""

from collections.abc import Mapping
from fractions import Fraction

from tasks.verify.equal.arithmetic import (
    MAX_BITS,
    Value,
    add,
    exact,
    fingerprint,
    hashed,
    mul,
    neg,
    real_numbers,
)
from tasks.verify.equal.operations import FUNCTIONS
from tasks.verify.notation.nodes import (
    Based,
    Call,
    Matrix,
    Node,
    NotScalarError,
    Num,
    Quantity,
    Relation,
    Sym,
    TooLargeError,
    UndefinedError,
)

MAX_TERMS = 500
_BINARY = frozenset({"add", "mul"})


class Budget:
    """What a comparison may still cost; an operation on fractions costs 1, on 50 digits up to 30."""

    def __init__(self, units: int = 30_000, *, decimals: int | None = None) -> None:
        self.units = units
        self.decimals = decimals
        """Round decimals to this many places before comparing; None: as far as they are written."""

    def spend(self, units: int) -> None:
        """Take units away.

        Raises:
            TooLargeError: None are left.
        """
        self.units -= units
        if self.units < 0:
            raise TooLargeError("budget")


def evaluate(node: Node, point: Mapping[str, Fraction], budget: Budget) -> Value:
    """The value of a scalar expression.

    Args:
        point: Values of the free variables; one that is missing gets a value from its name.
        budget: What may be spent.

    Raises:
        UndefinedError: A division by zero and the like.
        TooLargeError: A cap was met.
        NotScalarError: A structure stands where a number is needed.
    """
    if isinstance(node, Num):
        return node.value.numerator if node.value.denominator == 1 else node.value
    budget.spend(1)
    if isinstance(node, Sym):
        return _symbol(node.name, point)
    if isinstance(node, Call):
        return _call(node.name, node.args, point, budget)
    if isinstance(node, Based):
        return node.value
    if isinstance(node, Quantity):
        return evaluate(node.value, point, budget)
    raise NotScalarError(type(node).__name__)


def _symbol(name: str, point: Mapping[str, Fraction]) -> Value:
    if name in point:
        value = point[name]
        return value.numerator if value.denominator == 1 else value
    if name == "pi":
        return +real_numbers().pi
    if name == "e":
        return +real_numbers().e
    if name == "i":
        return real_numbers().mpc(0, 1)
    if name == "oo":
        return real_numbers().inf
    return hashed(name)


def _call(name: str, args: tuple[Node, ...], point: Mapping[str, Fraction], budget: Budget) -> Value:
    if name in ("big sum", "big prod"):
        total = _finite(name, args, point, budget)
        if total is not None:
            return total
    if name == "det" and isinstance(args[0], Matrix):
        return _determinant(args[0], point, budget)
    function = FUNCTIONS.get(name)
    if name in _BINARY and len(args) == 2:
        a, b = evaluate(args[0], point, budget), evaluate(args[1], point, budget)
        if type(a) is int and type(b) is int and a.bit_length() + b.bit_length() < MAX_BITS:
            return a + b if name == "add" else a * b
        values = [a, b]
    else:
        values = [_part(arg, point, budget) for arg in args]
    if function is None:
        return hashed(name, *[fingerprint(value) for value in values])
    if not all(map(exact, values)):
        budget.spend(4)
    try:
        result = function(*values)
    except ZeroDivisionError as error:
        raise UndefinedError(name) from error
    except (OverflowError, TypeError, ValueError) as error:
        raise UndefinedError(f"{name}: {error}") from error
    if exact(result):
        if result.numerator.bit_length() > MAX_BITS or result.denominator.bit_length() > MAX_BITS:
            raise TooLargeError("digits")
    elif result != result:
        raise UndefinedError(name)
    return result


def _part(node: Node, point: Mapping[str, Fraction], budget: Budget) -> Value:
    if isinstance(node, Relation):
        return hashed(*node.ops, *[fingerprint(evaluate(side, point, budget)) for side in node.sides])
    return evaluate(node, point, budget)


def _finite(name: str, args: tuple[Node, ...], point: Mapping[str, Fraction], budget: Budget) -> Value | None:
    """A sum or product between numeric bounds; None if the bounds are not numeric."""
    body, lower, upper = args
    match lower:
        case Relation((Sym(index), low), ("=",)):
            pass
        case _:
            return None
    if not isinstance(upper, Num):
        return None
    first, last = evaluate(low, point, budget), upper.value
    if not exact(first) or first.denominator != 1 or last.denominator != 1:
        return None
    if last - first > MAX_TERMS:
        raise TooLargeError("terms")
    total: Value = Fraction(0 if name == "big sum" else 1)
    for k in range(int(first), int(last) + 1):
        term = evaluate(body, {**point, index: Fraction(k)}, budget)
        total = add(total, term) if name == "big sum" else mul(total, term)
        if exact(total) and total.denominator.bit_length() + total.numerator.bit_length() > MAX_BITS:
            raise TooLargeError("digits")
    return total


def _determinant(matrix: Matrix, point: Mapping[str, Fraction], budget: Budget) -> Value:
    rows = [[evaluate(cell, point, budget) for cell in row] for row in matrix.rows]
    if any(len(row) != len(rows) for row in rows) or len(rows) > 6:
        raise NotScalarError("a determinant of a square matrix up to 6 by 6 expected")
    return _laplace(rows, budget)


def _laplace(rows: list[list[Value]], budget: Budget) -> Value:
    if len(rows) == 1:
        return rows[0][0]
    budget.spend(len(rows))
    total: Value = Fraction(0)
    for column, head in enumerate(rows[0]):
        minor = _laplace([row[:column] + row[column + 1 :] for row in rows[1:]], budget)
        term = mul(head, minor)
        total = add(total, term if column % 2 == 0 else neg(term))
    return total
