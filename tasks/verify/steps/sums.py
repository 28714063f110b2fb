"""Do two numbers agree as a calculation and its written result may?

Exact, or rounded: a written decimal may be the value rounded or cut, a written integer of two digits the
nearest. A percent sign on one side may be a unit.
"""

from fractions import Fraction

from tasks.verify.steps.plain import Side
from tasks.verify.steps.polynomials import Number


def agree(left: Side, a: Number, right: Side, b: Number, *, about: bool = False) -> bool:
    """Whether `left = right` is true as written; a and b are their values."""
    if a == b or _rounded(a, b, right.decimals) or _rounded(b, a, left.decimals):
        return True
    if about and _size(a - b) * 50 <= _size(b):
        return True
    return left.percent != right.percent and (
        a * 100 == b
        or a == b * 100
        or _rounded(a * 100, b, right.decimals)
        or _rounded(a, b * 100, right.decimals)
    )


def _rounded(value: Number, written: Number, decimals: int | None) -> bool:
    if decimals is None or value.denominator == 1:
        return False
    gap = _size(value - written)
    if decimals:
        return gap < Fraction(1, 10**decimals)
    return 2 * gap <= 1 and _size(written) >= 10


def _size(value: Number) -> Fraction:
    return Fraction(abs(value.numerator), value.denominator)


def shown(value: Number) -> str:
    """A value in a reason."""
    text = str(value)
    if len(text) > 24 and isinstance(value, Fraction) and _size(value) < 10**15:
        text = str(float(value))
    return text[:40]
