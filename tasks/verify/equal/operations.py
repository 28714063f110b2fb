"""Arithmetic on values: exact integers and fractions as long as possible, else 50 digits.

Every operation is bounded: exact results to 16,384 bits (checked by the evaluator), exponents, factorials
and the arguments of transcendental functions by the caps here.
"""

import math
from collections.abc import Callable
from fractions import Fraction

from tasks.verify.equal.arithmetic import (
    Value,
    add,
    div,
    exact,
    fingerprint,
    hashed,
    mul,
    neg,
    real_numbers,
    to_float,
)
from tasks.verify.equal.powers import logarithm, power_of, root, sqrt
from tasks.verify.notation.nodes import TooLargeError, UndefinedError

MAX_FACTORIAL = 3_000
_MAX_ARGUMENT = Fraction(10) ** 30


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
    "div": div,
    "pow": power_of,
    "sqrt": sqrt,
    "root": root,
    "abs": abs,
    "factorial": _factorial,
    "binom": _binom,
    "perm": _perm,
    "ln": logarithm,
    "log": logarithm,
    "percent": lambda value: div(value, Fraction(100)),
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
    "cis": lambda value: real_numbers().mpc(_bounded("cos")(value), _bounded("sin")(value)),
    "cos": _bounded("cos"),
    "sinh": _exponential("sinh"),
    "cosh": _exponential("cosh"),
    "tanh": _exponential("tanh"),
    "ratio": lambda *values: (
        div(values[0], values[1]) if len(values) == 2 else hashed(*map(fingerprint, values))
    ),
    "modclass": lambda value, _: value,
    "Re": lambda value: real_numbers().re(to_float(value)),
    "Im": lambda value: real_numbers().im(to_float(value)),
}
"""Operation -> its meaning. What is not here is an unknown function and gets a value from its name."""
