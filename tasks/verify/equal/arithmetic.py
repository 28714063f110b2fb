"""Exact integers and fractions as long as possible, else 50 digits."""

import zlib
from fractions import Fraction
from functools import cache
from typing import Any

Value = Any
"""int, Fraction, mpf or mpc: mpmath is untyped and is imported at its first use."""

DIGITS = 50
MAX_BITS = 16_384


@cache
def real_numbers() -> Any:
    """The mpmath context of 50 digits: our own, its precision never changes, so threads can share it."""
    import mpmath  # type: ignore[import-untyped]

    context = mpmath.MPContext()
    context.dps = DIGITS
    return context


def exact(value: Value) -> bool:
    """Whether a value is an integer or fraction."""
    return type(value) is int or type(value) is Fraction


def to_float(value: Value) -> Value:
    """The value in 50 digits."""
    if exact(value):
        mp = real_numbers()
        return mp.mpf(value.numerator) / value.denominator
    return value


def hashed(*parts: object) -> Fraction:
    """A value between 0.5 and 3 that depends on nothing but the parts."""
    code = zlib.crc32(repr(parts).encode("utf-8", "replace"))
    return Fraction(1, 2) + Fraction(code % 99_991, 40_009)


def fingerprint(value: Value) -> str:
    """A text that is the same for equal values: exact, or 25 digits."""
    if exact(value):
        return str(value)
    number = real_numbers().nstr(value, 25)
    return str(number)


# Operations: each takes and gives fractions where it can.


def both(a: Value, b: Value) -> tuple[Value, Value]:
    """Both exact, or both in 50 digits."""
    if exact(a) != exact(b):
        return to_float(a), to_float(b)
    return a, b


def add(a: Value, b: Value) -> Value:
    """a + b."""
    if type(a) is int and type(b) is int:
        return a + b
    a, b = both(a, b)
    return a + b


def neg(a: Value) -> Value:
    """-a."""
    return -a


def difference(a: Value, b: Value) -> Value:
    """a - b."""
    a, b = both(a, b)
    return a - b


def mul(a: Value, b: Value) -> Value:
    """a b; an exact 0 wins."""
    if type(a) is int and type(b) is int:
        return a * b
    if (exact(a) and a == 0) or (exact(b) and b == 0):
        return Fraction(0)
    a, b = both(a, b)
    return a * b


def div(a: Value, b: Value) -> Value:
    """a / b; an integer where it is one."""
    if b == 0:
        raise ZeroDivisionError
    a, b = both(a, b)
    if type(b) is int:
        return a // b if type(a) is int and a % b == 0 else Fraction(a, b)
    return a / b
