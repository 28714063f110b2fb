"""Exact irrational values as text: multiples of pi, and of square roots in lowest terms."""

from fractions import Fraction
from functools import cache


def pi_text(factor: int | Fraction) -> str:
    """A multiple of pi: `36pi`, `pi`, `5pi/2`."""
    return _multiple(factor, "pi")


def root_text(factor: int | Fraction, inside: int) -> str:
    """`factor` times the root of a whole number, simplified: `3sqrt(2)`, `5sqrt(3)/2`, `7`."""
    outside, rest = squares_out(inside)
    factor = Fraction(factor) * outside
    return str(factor) if rest == 1 else _multiple(factor, f"sqrt({rest})")


@cache
def squares_out(number: int) -> tuple[int, int]:
    """(a, b) with number = a*a*b and b without square factors."""
    outside, divisor = 1, 2
    while divisor * divisor <= number:
        while number % (divisor * divisor) == 0:
            number //= divisor * divisor
            outside *= divisor
        divisor += 1
    return outside, number


def _multiple(factor: int | Fraction, what: str) -> str:
    factor = Fraction(factor)
    top, bottom = abs(factor.numerator), factor.denominator
    lead = "" if top == 1 else str(top)
    tail = "" if bottom == 1 else f"/{bottom}"
    return ("-" if factor < 0 else "") + lead + what + tail
