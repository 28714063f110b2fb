"""Exact values of sine, cosine and tangent at multiples of 30 and 45 degrees."""

from fractions import Fraction

from tasks.problems.exact_text import squares_out

_SINES: dict[int, tuple[int | Fraction, int]] = {
    0: (0, 1),
    30: (Fraction(1, 2), 1),
    45: (Fraction(1, 2), 2),
    60: (Fraction(1, 2), 3),
    90: (1, 1),
}


def sine(degrees: int) -> tuple[Fraction, int]:
    """(factor, inside of the root) of the sine of a multiple of 30 or 45 degrees."""
    turned = degrees % 360
    sign, turned = (-1, turned - 180) if turned >= 180 else (1, turned)
    factor, inside = _SINES[min(turned, 180 - turned)]
    return sign * Fraction(factor), inside


def exact_value(name: str, degrees: int) -> tuple[Fraction, int]:
    """The same for a function by its name; the tangent must exist."""
    top = sine(degrees + 90 * (name == "cos"))
    if name != "tan":
        return top
    bottom = sine(degrees + 90)
    factor, inside = top[0] / bottom[0] / bottom[1], top[1] * bottom[1]
    outside, rest = squares_out(inside)
    return factor * outside, rest


def angle_text(degrees: int) -> str:
    """In radians: `5pi/6`, `-pi/3`."""
    part = Fraction(degrees, 180)
    if not part:
        return "0"
    top = {1: "", -1: "-"}.get(part.numerator, str(part.numerator)) + "pi"
    return top if part.denominator == 1 else f"{top}/{part.denominator}"
