"""Arithmetic on values: exact integers and fractions as long as possible, else 50 digits.

Every operation is bounded: exact results to 16,384 bits (checked by the evaluator), exponents, factorials
and the arguments of transcendental functions by the caps here.
"""

import math
import zlib
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

from tasks.verify.notation.nodes import TooLargeError, UndefinedError

Value = Any
"""int, Fraction, mpf or mpc: mpmath is untyped and is imported at its first use."""

DIGITS = 50
MAX_BITS = 16_384
MAX_FACTORIAL = 3_000
_MAX_LOG2 = 1e6
_MAX_ARGUMENT = Fraction(10) ** 30


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


def _both(a: Value, b: Value) -> tuple[Value, Value]:
    if exact(a) != exact(b):
        return to_float(a), to_float(b)
    return a, b


def add(a: Value, b: Value) -> Value:
    """a + b."""
    if type(a) is int and type(b) is int:
        return a + b
    a, b = _both(a, b)
    return a + b


def neg(a: Value) -> Value:
    """-a."""
    return -a


def mul(a: Value, b: Value) -> Value:
    """a b; an exact 0 wins."""
    if (exact(a) and a == 0) or (exact(b) and b == 0):
        return Fraction(0)
    a, b = _both(a, b)
    return a * b


def _div(a: Value, b: Value) -> Value:
    if b == 0:
        raise ZeroDivisionError
    a, b = _both(a, b)
    if type(b) is int:
        return a // b if type(a) is int and a % b == 0 else Fraction(a, b)
    return a / b


def _log2(value: Value) -> float:
    """About the binary logarithm of |value|."""
    if exact(value):
        return abs(value.numerator).bit_length() - value.denominator.bit_length() if value else 0.0
    size = abs(value)
    return float(real_numbers().mag(size)) if size else 0.0


def _pow(base: Value, power: Value) -> Value:
    if exact(power) and power.denominator == 1:
        return _integer_power(base, power.numerator)
    if exact(base) and exact(power):
        return _rational_power(base, power)
    if abs(to_float(power)) * max(abs(_log2(base)), 1.0) > _MAX_LOG2:
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
    if abs(_log2(base)) * abs(power) > 1e9:
        raise TooLargeError("exponent")
    return base**power


def _rational_power(base: Fraction, power: Fraction) -> Value:
    if power.denominator > 1000 or abs(power.numerator) > 100_000:
        if base < 0:
            raise UndefinedError("a negative base")
        if abs(power) * max(abs(_log2(base)), 1.0) > _MAX_LOG2:
            raise TooLargeError("exponent")
        return to_float(base) ** to_float(power)
    return _integer_power(_root(base, Fraction(power.denominator)), power.numerator)


def _root(value: Value, index: Value) -> Value:
    """The real root where there is one, else the principal one; exact for perfect powers."""
    if not exact(index) or index.denominator != 1 or not 1 <= abs(index.numerator) <= 1000:
        return _pow(value, _div(Fraction(1), index))
    n = index.numerator
    if n < 0:
        return _div(Fraction(1), _root(value, -index))
    if not exact(value):
        mp = real_numbers()
        if mp.im(value) == 0 and mp.re(value) < 0 and n % 2:
            return -mp.root(-mp.re(value), n)
        return mp.root(value, n)
    if value < 0 and n % 2:
        return -_root(-value, index)
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


def _sqrt(value: Value) -> Value:
    return _root(value, Fraction(2))


def _factorial(n: Value) -> Value:
    if exact(n) and n.denominator == 1 and n >= 0:
        if n > MAX_FACTORIAL:
            raise TooLargeError("factorial")
        return (
            Fraction(math.factorial(n.numerator))
            if n <= 1200
            else real_numbers().mpf(math.factorial(n.numerator))
        )
    if abs(to_float(n)) > 1000:
        raise TooLargeError("factorial")
    return real_numbers().factorial(to_float(n))


def _double_factorial(n: Value) -> Value:
    return _factorial(_factorial(n))


def _binom(n: Value, k: Value) -> Value:
    if exact(n) and exact(k) and n.denominator == k.denominator == 1:
        if abs(n) > MAX_FACTORIAL or abs(k) > MAX_FACTORIAL:
            raise TooLargeError("binomial")
        if n >= 0:
            return Fraction(math.comb(n.numerator, k.numerator)) if k >= 0 else Fraction(0)
    if abs(to_float(n)) > 1000 or abs(to_float(k)) > 1000:
        raise TooLargeError("binomial")
    return real_numbers().binomial(to_float(n), to_float(k))


def _perm(n: Value, k: Value) -> Value:
    return mul(_binom(n, k), _factorial(k))


def _log(value: Value, base: Value = None) -> Value:
    if value == 0:
        raise ZeroDivisionError
    if base is None:
        return real_numbers().ln(to_float(value))
    if exact(value) and exact(base) and value > 0 and base > 0 and base != 1 and max(_log2(value), 0) < 2000:
        power = round(math.log(value.numerator) - math.log(value.denominator)) if value == base else None
        ratio = (
            (math.log(value.numerator) - math.log(value.denominator)) / math.log(base) if base > 0 else 0.0
        )
        power = round(ratio)
        if abs(power) < 500 and base**power == value:
            return Fraction(power)
    return real_numbers().ln(to_float(value)) / real_numbers().ln(to_float(base))


def _bounded(function: str) -> Callable[[Value], Value]:
    """A function of mpmath for arguments below 1e30."""

    def call(value: Value) -> Value:
        if (exact(value) and abs(value) > _MAX_ARGUMENT) or (not exact(value) and abs(value) > 1e30):
            raise TooLargeError(function)
        return getattr(real_numbers(), function)(to_float(value))

    return call


def _reciprocal(function: str) -> Callable[[Value], Value]:
    direct = _bounded(function)

    def call(value: Value) -> Value:
        below = direct(value)
        if abs(below) < 1e-40:
            raise ZeroDivisionError
        return 1 / below

    return call


def _tan(value: Value) -> Value:
    if abs(_bounded("cos")(value)) < 1e-40:
        raise ZeroDivisionError
    return _bounded("tan")(value)


def _exponential(function: str) -> Callable[[Value], Value]:
    """sinh and the like: arguments below 10,000."""

    def call(value: Value) -> Value:
        if abs(to_float(value)) > 10_000:
            raise TooLargeError(function)
        return getattr(real_numbers(), function)(to_float(value))

    return call


def _gamma(value: Value) -> Value:
    if exact(value) and value.denominator == 1 and value > 0:
        return _factorial(value - 1)
    if abs(to_float(value)) > 1000:
        raise TooLargeError("gamma")
    return real_numbers().gamma(to_float(value))


def _round_down(value: Value) -> Value:
    if exact(value):
        return Fraction(math.floor(value))
    if abs(value) > 1e40:
        raise TooLargeError("floor")
    return Fraction(int(real_numbers().floor(real_numbers().re(value))))


def _modulo(a: Value, b: Value) -> Value:
    if not (exact(a) and exact(b)):
        raise UndefinedError("mod of inexact numbers")
    return a % b


def _degrees(value: Value) -> Value:
    return to_float(value) * real_numbers().pi / 180


def _integers(function: Callable[..., int]) -> Callable[..., Value]:
    def call(*values: Value) -> Value:
        if not all(exact(v) and v.denominator == 1 for v in values):
            raise UndefinedError("integers expected")
        return Fraction(function(*[v.numerator for v in values]))

    return call


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "add": add,
    "neg": neg,
    "mul": mul,
    "div": _div,
    "pow": _pow,
    "sqrt": _sqrt,
    "root": _root,
    "abs": abs,
    "factorial": _factorial,
    "binom": _binom,
    "perm": _perm,
    "ln": _log,
    "log": _log,
    "percent": lambda value: _div(value, Fraction(100)),
    "deg": _degrees,
    "mod": _modulo,
    "floor": _round_down,
    "ceil": lambda value: -_round_down(-value),
    "gcd": _integers(math.gcd),
    "lcm": _integers(math.lcm),
    "max": lambda *values: max(values),
    "min": lambda *values: min(values),
    "sign": lambda value: Fraction((value > 0) - (value < 0)),
    "gamma": _gamma,
    "tan": _tan,
    "cot": lambda value: 1 / _tan(value),
    "sec": _reciprocal("cos"),
    "csc": _reciprocal("sin"),
    "arcsin": _bounded("asin"),
    "arccos": _bounded("acos"),
    "arctan": _bounded("atan"),
    "arccot": _bounded("acot"),
    "arcsec": _bounded("asec"),
    "arccsc": _bounded("acsc"),
    "arcsinh": _bounded("asinh"),
    "arccosh": _bounded("acosh"),
    "arctanh": _bounded("atanh"),
    "sin": _bounded("sin"),
    "cos": _bounded("cos"),
    "sinh": _exponential("sinh"),
    "cosh": _exponential("cosh"),
    "tanh": _exponential("tanh"),
    "ratio": lambda *values: (
        _div(values[0], values[1]) if len(values) == 2 else hashed(*map(fingerprint, values))
    ),
    "modclass": lambda value, _: value,
    "Re": lambda value: real_numbers().re(to_float(value)),
    "Im": lambda value: real_numbers().im(to_float(value)),
}
"""Operation -> its meaning. What is not here is an unknown function and gets a value from its name."""
