"""Numbers without variables, exact or as far as they were written out."""

import math
from fractions import Fraction

from tasks.verify.equal.arithmetic import Value, exact, real_numbers, to_float
from tasks.verify.equal.evaluate import Budget, evaluate
from tasks.verify.notation.nodes import (
    Call,
    Node,
    Num,
    UndefinedError,
)


def same_constant(answer: Node, reference: Node, budget: Budget) -> bool | None:
    """Whether two numbers are equal, as far as decimals were written out; None if one has no value."""
    if isinstance(answer, Call) and isinstance(reference, Call) and answer.name == reference.name == "deg":
        return same_constant(answer.args[0], reference.args[0], budget)
    if _is_factored(reference) is True and _is_factored(answer) is False:
        return False
    try:
        a = evaluate(answer, {}, budget)
    except UndefinedError:
        return False
    try:
        r = evaluate(reference, {}, budget)
    except UndefinedError:
        return None
    if close(a, r):
        return True
    written_a, written_r = _rounding(answer), _rounding(reference)
    if written_a is None and written_r is None:
        return False
    difference = abs(_fraction(a) - _fraction(r)) if _is_real(a) and _is_real(r) else None
    if difference is None:
        return False
    if budget.decimals is not None and difference <= Fraction(1, 2 * 10**budget.decimals):
        return True
    if written_r is None:
        assert written_a is not None
        return bool(exact(r) and written_a[1] >= 6 and difference <= 2 * written_a[0])
    if written_a is None:
        return bool(written_r[1] >= (3 if exact(a) else 4) and difference <= written_r[0])
    if written_a[0] == written_r[0]:
        return False
    if written_a[0] > written_r[0]:
        return bool(written_a[1] >= 6 and difference <= written_a[0])
    return _is_rounded(written_r) and difference < written_r[0]


def _is_factored(node: Node) -> bool | None:
    """Whether a product of whole numbers is one of primes, at least two; None if it is no such product."""
    factors = _factors(node)
    if factors is None or len(factors) < 2:
        return None
    return all(factor > 1 and all(factor % d for d in range(2, math.isqrt(factor) + 1)) for factor in factors)


def _factors(node: Node) -> list[int] | None:
    match node:
        case Num(value, None) if value.denominator == 1 and 0 < value < 10_000:
            return [int(value)]
        case Call("pow", (Num(value, None), Num(_, None))) if value.denominator == 1 and 0 < value < 10_000:
            return [int(value)]
        case Call("mul", (left, right)):
            found = _factors(left), _factors(right)
            return found[0] + found[1] if found[0] and found[1] else None
    return None


def _rounding(node: Node) -> tuple[Fraction, int] | None:
    """Half a unit of the last decimal and the number of significant digits of a decimal as written."""
    match node:
        case Num(value, int(decimals)):
            unit = Fraction(10) ** -decimals
            return unit / 2, len(str(abs(value) // unit))
        case Call("neg" | "deg", (inner,)):
            return _rounding(inner)
        case Call("percent", (inner,)):
            found = _rounding(inner)
            return found and (found[0] / 100, found[1])
        case Call("mul", (left, Call("pow", (Num(Fraction(numerator=10, denominator=1)), _)) as scale)):
            found = _rounding(left)
            if found is None:
                return None
            factor = evaluate(scale, {}, Budget(100))
            return (found[0] * factor, found[1]) if exact(factor) else None
    return None


def _is_rounded(written: tuple[Fraction, int]) -> bool:
    """Whether a decimal may stand for what rounds to it: it has at least three significant digits."""
    return written[1] >= 3


def _is_real(value: Value) -> bool:
    return exact(value) or (real_numbers().im(value) == 0 and abs(value) < 1e300)


def _fraction(value: Value) -> Fraction:
    return value if exact(value) else Fraction(str(real_numbers().nstr(real_numbers().re(value), 45)))


def close(a: Value, b: Value) -> bool:
    """Equal fractions, or equal to 30 of 50 digits."""
    if exact(a) and exact(b):
        return bool(a == b)
    mp = real_numbers()
    a, b = to_float(a), to_float(b)
    if mp.isinf(a) or mp.isinf(b):
        return bool(a == b)
    size = max(abs(a), abs(b))
    if size == 0:
        return True
    if size < 1e-36:
        return bool(abs(a - b) <= size * mp.mpf(10) ** -30) or min(abs(a), abs(b)) == 0
    return bool(abs(a - b) <= size * mp.mpf(10) ** -30)
