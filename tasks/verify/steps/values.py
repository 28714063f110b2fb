"""The operations of plain notation on exact numbers and polynomials, with their caps."""

import math
from collections.abc import Callable
from fractions import Fraction

from tasks.verify.notation.nodes import TooLargeError, UndefinedError
from tasks.verify.steps.polynomials import NotPlainError, Number, Poly, as_number, constant, plus, times

MAX_BITS = 16_384


def too_long() -> Number:
    """Refuse a number with too many digits.

    Raises:
        TooLargeError: Always.
    """
    raise TooLargeError("digits")


def whole(value: Fraction) -> Number:
    """The value as an int where it is one."""
    return value.numerator if value.denominator == 1 else value


def as_poly(value: Number | Poly) -> Poly:
    """The value as a polynomial."""
    return value if isinstance(value, dict) else constant(value)


def added(a: Number | Poly, b: Number | Poly, factor: int) -> Number | Poly:
    """`a + b`, or `a - b` with factor -1."""
    if isinstance(a, dict) or isinstance(b, dict):
        return plus(as_poly(a), as_poly(b), factor)
    return a + b if factor == 1 else a - b


def multiplied(a: Number | Poly, b: Number | Poly) -> Number | Poly:
    """The product.

    Raises:
        TooLargeError: Over 16,384 bits or too many terms.
    """
    if isinstance(a, dict) or isinstance(b, dict):
        return times(as_poly(a), as_poly(b))
    if a.numerator.bit_length() + b.numerator.bit_length() > MAX_BITS:
        raise TooLargeError("digits")
    return a * b


def divided(a: Number | Poly, b: Number | Poly) -> Number | Poly:
    """The quotient.

    Raises:
        NotPlainError: The divisor has an unknown.
        UndefinedError: It is zero.
        TooLargeError: Over 16,384 bits.
    """
    if isinstance(b, dict):
        number = as_number(b)
        if number is None:
            raise NotPlainError("a division by an unknown")
        b = number
    if not b:
        raise UndefinedError("division by zero")
    if isinstance(a, dict):
        return times(a, constant(Fraction(1) / b))
    if a.denominator.bit_length() + b.numerator.bit_length() > MAX_BITS:
        raise TooLargeError("digits")
    return whole(Fraction(a) / b)


def raised_to(base: Number | Poly, exponent: Number | Poly) -> Number | Poly:
    """The power; of an unknown up to 12.

    Raises:
        NotPlainError: The exponent is no integer, or too high for an unknown.
        UndefinedError: Zero to a negative power.
        TooLargeError: Over 16,384 bits.
    """
    if isinstance(exponent, dict) or exponent.denominator != 1:
        raise NotPlainError("an exponent that is no integer")
    power = int(exponent)
    if isinstance(base, dict):
        if not 0 <= power <= 12:
            raise NotPlainError("a high power of an unknown")
        total: Poly = constant(1)
        for _ in range(power):
            total = times(total, base)
        return total
    if not base and power < 0:
        raise UndefinedError("division by zero")
    if abs(power) * max(base.numerator.bit_length(), base.denominator.bit_length()) > MAX_BITS:
        raise TooLargeError("digits")
    return whole(Fraction(base) ** power)


def factorial(value: Number | Poly) -> Number:
    """The factorial, up to 1,000.

    Raises:
        NotPlainError: Not of a natural number.
        TooLargeError: Over 1,000.
    """
    if isinstance(value, dict) or value.denominator != 1 or value < 0:
        raise NotPlainError("a factorial of what is no integer")
    if value > 1000:
        raise TooLargeError("factorial")
    return math.factorial(int(value))


def _integers(function: Callable[..., int]) -> Callable[..., Number]:
    def run(*values: Number) -> Number:
        if any(value.denominator != 1 for value in values) or not values:
            raise NotPlainError("an integer expected")
        return function(*map(int, values))

    return run


def _root(*values: Number) -> Number:
    if len(values) != 1 or values[0] < 0:
        raise NotPlainError("a root")
    value = Fraction(values[0])
    root = Fraction(math.isqrt(value.numerator), math.isqrt(value.denominator))
    if root * root != value:
        raise NotPlainError("an irrational root")
    return whole(root)


def _single(function: Callable[[Number], Number]) -> Callable[..., Number]:
    def run(*values: Number) -> Number:
        if len(values) != 1:
            raise NotPlainError("one argument expected")
        return function(values[0])

    return run


FUNCTIONS: dict[str, Callable[..., Number]] = {
    "gcd": _integers(math.gcd),
    "hcf": _integers(math.gcd),
    "lcm": _integers(math.lcm),
    "sqrt": _root,
    "max": lambda *values: max(values),
    "min": lambda *values: min(values),
    "abs": _single(lambda value: max(value, -value)),
    "floor": _single(math.floor),
    "ceil": _single(math.ceil),
}
"""Functions with exact values."""
