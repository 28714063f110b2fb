"""Numbers without variables, exact or as far as they were written out."""

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
    coarse, digits = (written_a, 6) if written_a[0] > written_r[0] else (written_r, 4)
    return bool(coarse[1] >= digits and difference <= coarse[0])


def _rounding(node: Node) -> tuple[Fraction, int] | None:
    """Half a unit of the last decimal and the number of significant digits of a decimal as written."""
    match node:
        case Num(value, int(decimals)):
            digits = len(str(abs(value.numerator * 10**decimals // value.denominator)))
            return Fraction(1, 2 * 10**decimals), digits
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
