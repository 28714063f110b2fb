"""Powers, roots, logarithms."""

import math
from fractions import Fraction

from tasks.verify.equal.arithmetic import MAX_BITS, Value, div, exact, real_numbers, to_float
from tasks.verify.notation.nodes import TooLargeError, UndefinedError

_MAX_LOG2 = 1e6


def log2(value: Value) -> float:
    """About the binary logarithm of |value|."""
    if exact(value):
        return abs(value.numerator).bit_length() - value.denominator.bit_length() if value else 0.0
    size = abs(value)
    return float(real_numbers().mag(size)) if size else 0.0


def power_of(base: Value, power: Value) -> Value:
    """Base to the power: exact within 16,384 bits, else in 50 digits."""
    if exact(power) and power.denominator == 1:
        return _integer_power(base, power.numerator)
    if exact(base) and exact(power):
        return _rational_power(base, power)
    if abs(to_float(power)) * max(abs(log2(base)), 1.0) > _MAX_LOG2:
        raise TooLargeError("exponent")
    if base == 0:
        if real_numbers().re(power) > 0:
            return Fraction(0)
        raise ZeroDivisionError
    return to_float(base) ** to_float(power)


def _integer_power(base: Value, power: int) -> Value:
    if abs(power) > 10_000_000 and base not in (0, 1, -1):
        raise TooLargeError("exponent")
    if base == 0:
        if power < 0:
            raise ZeroDivisionError
        return Fraction(0 if power else 1)
    if exact(base):
        if base in (1, -1):
            return base if power % 2 else Fraction(1)
        bits = max(base.numerator.bit_length(), base.denominator.bit_length()) * abs(power)
        if bits <= MAX_BITS:
            return base**power if power >= 0 else Fraction(base) ** power
        return to_float(base) ** power
    if abs(log2(base)) * abs(power) > 1e9:
        raise TooLargeError("exponent")
    return base**power


def _rational_power(base: Fraction, power: Fraction) -> Value:
    if power.denominator > 1000 or abs(power.numerator) > 100_000:
        if base < 0:
            raise UndefinedError("a negative base")
        if abs(power) * max(abs(log2(base)), 1.0) > _MAX_LOG2:
            raise TooLargeError("exponent")
        return to_float(base) ** to_float(power)
    return _integer_power(root(base, Fraction(power.denominator)), power.numerator)


def root(value: Value, index: Value) -> Value:
    """The real root where there is one, else the principal one; exact for perfect powers."""
    if not exact(index) or index.denominator != 1 or not 1 <= abs(index.numerator) <= 1000:
        return power_of(value, div(Fraction(1), index))
    n = index.numerator
    if n < 0:
        return div(Fraction(1), root(value, -index))
    if not exact(value):
        mp = real_numbers()
        if mp.im(value) == 0 and mp.re(value) < 0 and n % 2:
            return -mp.root(-mp.re(value), n)
        return mp.root(value, n)
    if value < 0 and n % 2:
        return -root(-value, index)
    if value >= 0:
        above, below = _exact_root(value.numerator, n), _exact_root(value.denominator, n)
        if above is not None and below is not None:
            return Fraction(above, below)
    return real_numbers().root(to_float(value), n)


def _exact_root(value: int, n: int) -> int | None:
    if value.bit_length() > 4096:
        return None
    guess = math.isqrt(value) if n == 2 else round(value ** (1 / n)) if value.bit_length() < 1000 else -1
    return guess if guess >= 0 and guess**n == value else None


def sqrt(value: Value) -> Value:
    """The square root."""
    return root(value, Fraction(2))


def logarithm(value: Value, base: Value = None) -> Value:
    """The logarithm, natural without a base; exact where the value is a power of the base."""
    if value == 0:
        raise ZeroDivisionError
    if base is None:
        return real_numbers().ln(to_float(value))
    if exact(value) and exact(base) and value > 0 and base > 0 and base != 1 and max(log2(value), 0) < 2000:
        power = round(math.log(value.numerator) - math.log(value.denominator)) if value == base else None
        ratio = (
            (math.log(value.numerator) - math.log(value.denominator)) / math.log(base) if base > 0 else 0.0
        )
        power = round(ratio)
        if abs(power) < 500 and base**power == value:
            return Fraction(power)
    return real_numbers().ln(to_float(value)) / real_numbers().ln(to_float(base))
