"""Evaluation of compact arithmetic text, from the text alone.

The checkers stand on this. It shares no code with the constructors, and it never hands text to `eval` or
SymPy: a tokenizer with an allow-list and a recursive descent over + - * / % (remainder) ^ !, brackets,
names, functions, and multiplication by juxtaposition (`3x`, `2(x+1)`). Values are exact, except where a
root, a logarithm or an angle is not rational: those are floats, and equal to 9 digits.
"""

import math
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, NoReturn

from tasks.errors import DataError

MAX_CHARS = 400
"""A longer expression is refused: the longest of ours has about 150."""
MAX_DIGITS = 15
"""A longer number is refused."""
MAX_DEPTH = 40
"""Deeper brackets are refused."""
MAX_POWER = 64
"""A greater exponent is refused, so is the factorial of a greater number."""
MAX_COUNTED = 300
"""C(n,k) and P(n,k) of greater numbers are refused."""
MAX_BITS = 4_096
"""The power of a larger number is refused."""

_SYMBOL = re.compile(r"[0-9]+(?:\.[0-9]+)?|[A-Za-z_][A-Za-z0-9_]*|[+\-*/%^!(),]")
_SHORT = re.compile(r"([0-9]{1,15})([-+*%])([0-9]{1,15})")
_EXACT = re.compile(r"-?[0-9]{1,15}(?:/[0-9]{1,15})?")

Number = int | Fraction | float
"""Exact wherever it can be."""


def _root(value: Number) -> Number:
    """A square root, exact if it is rational."""
    if isinstance(value, float) or value < 0:
        return math.sqrt(value)
    top, bottom = value.numerator, value.denominator
    roots = math.isqrt(top), math.isqrt(bottom)
    if (roots[0] ** 2, roots[1] ** 2) != (top, bottom):
        return math.sqrt(value)
    return Fraction(*roots) if bottom > 1 else roots[0]


def _count(function: Callable[[int, int], int]) -> Callable[[int, int], int]:
    """A counting function of numbers up to MAX_COUNTED."""

    def bounded(n: int, k: int) -> int:
        if max(abs(n), abs(k)) > MAX_COUNTED:
            raise OverflowError(f"at most {MAX_COUNTED} things are counted")
        return function(n, k)

    return bounded


_CONSTANTS: Mapping[str, Number] = {"pi": math.pi, "e": math.e}
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "sqrt": _root,
    "abs": abs,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "ln": math.log,
    "lg": math.log10,
    "exp": math.exp,
    "C": _count(math.comb),
    "P": _count(math.perm),
    "gcd": math.gcd,
    "lcm": math.lcm,
    "min": min,
    "max": max,
}
"""Angles are in radians; C(n,k) and P(n,k) count choices without and with order."""


class _Reader:
    """A recursive descent over the symbols of one expression."""

    def __init__(self, text: str, names: Mapping[str, Number]) -> None:
        self.symbols = _SYMBOL.findall(text)
        if not text or len(text) > MAX_CHARS or len("".join(self.symbols)) != len(text):
            raise DataError(f"not an expression of numbers, names, + - * / % ^ ! and brackets: {text[:80]!r}")
        self.text, self.names = text, names
        self.symbols.append("")
        self.at = self.depth = 0

    def fail(self) -> NoReturn:
        raise DataError(f"cannot read {self.text[:80]!r} at symbol {self.at + 1}")

    def sum(self) -> Number:
        value = self.product()
        while (sign := self.symbols[self.at]) in ("+", "-"):
            self.at += 1
            value = value + self.product() if sign == "+" else value - self.product()
        return value

    def product(self) -> Number:
        value = self.power()
        while (symbol := self.symbols[self.at]) and symbol not in "+-),":
            if symbol == "*":
                self.at += 1
                value = value * self.power()
            elif symbol in ("/", "%"):
                self.at += 1
                value = self.divide(symbol, value, self.power())
            elif symbol[0].isdigit():
                self.fail()
            else:
                value = value * self.power()
        return value

    def divide(self, sign: str, left: Number, right: Number) -> Number:
        if right == 0:
            raise DataError(f"division by zero in {self.text[:80]!r}")
        if sign == "%":
            return left % right
        if isinstance(left, float) or isinstance(right, float):
            return float(left) / float(right)
        value = Fraction(left) / right
        return value if value.denominator > 1 else value.numerator

    def power(self) -> Number:
        if self.symbols[self.at] == "-":
            self.at += 1
            return -self.power()
        value = self.atom()
        while (symbol := self.symbols[self.at]) in ("!", "^"):
            self.at += 1
            if symbol == "^":
                return self.raised(value, self.power())
            if not isinstance(value, int) or not 0 <= value <= MAX_POWER:
                self.fail()
            value = math.factorial(value)
        return value

    def raised(self, base: Number, exponent: Number) -> Number:
        if not -MAX_POWER <= exponent <= MAX_POWER or (base == 0 and exponent < 0):
            self.fail()
        if isinstance(exponent, int) and not isinstance(base, float):
            if max(base.numerator.bit_length(), base.denominator.bit_length()) * abs(exponent) > MAX_BITS:
                self.fail()
            return base**exponent if exponent >= 0 else Fraction(base) ** exponent
        value = float(base) ** float(exponent)
        return value if isinstance(value, float) else self.fail()

    def atom(self) -> Number:
        symbol = self.symbols[self.at]
        self.at += 1
        if symbol.isdigit() and len(symbol) <= MAX_DIGITS:
            return int(symbol)
        if symbol in self.names:
            return self.names[symbol]
        if symbol in _FUNCTIONS and self.symbols[self.at] == "(":
            self.at += 1
            return self.called(_FUNCTIONS[symbol])
        if symbol in _CONSTANTS:
            return _CONSTANTS[symbol]
        if "." in symbol and len(symbol) <= MAX_DIGITS:
            value = Fraction(symbol)
            return value if value.denominator > 1 else value.numerator
        if symbol != "(":
            self.at -= 1
            self.fail()
        return self.bracket()[0]

    def bracket(self) -> list[Number]:
        """The values before a closing bracket, separated by commas."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail()
        values = [self.sum()]
        while self.symbols[self.at] == ",":
            self.at += 1
            values.append(self.sum())
        if self.symbols[self.at] != ")":
            self.fail()
        self.at += 1
        self.depth -= 1
        return values

    def called(self, function: Callable[..., Any]) -> Number:
        result: Number = function(*self.bracket())
        return result


def evaluate(text: str, names: Mapping[str, Number] | None = None) -> Number:
    """The value of `text`, exact if it can be; `names` gives values to names.

    Raises:
        DataError: `text` is not an expression, is too long or too large, or divides by zero.
    """
    return _descend(text, names) if names else _evaluate(text)


@lru_cache(8_192)  # the other language of a problem has the same claims
def _evaluate(text: str) -> Number:
    if _EXACT.fullmatch(text):
        return _exact(text)
    if short := _SHORT.fullmatch(text):  # three claims of four: five times as fast as a descent
        return _calculate(text, *short.groups())
    return _descend(text, {})


def _descend(text: str, names: Mapping[str, Number]) -> Number:
    reader = _Reader(text, names)
    try:
        value = reader.sum()
    except (TypeError, ValueError, OverflowError) as error:
        raise DataError(f"cannot evaluate {text[:80]!r}: {error}") from error
    if reader.at != len(reader.symbols) - 1:
        reader.fail()
    return value


def _exact(text: str) -> Number:
    top, _, bottom = text.partition("/")
    if not bottom:
        return int(top)
    if int(bottom) == 0:
        raise DataError(f"division by zero in {text[:80]!r}")
    value = Fraction(int(top), int(bottom))
    return value if value.denominator > 1 else value.numerator


def _calculate(text: str, left: str, sign: str, right: str) -> int:
    a, b = int(left), int(right)
    if sign == "%":
        if not b:
            raise DataError(f"division by zero in {text[:80]!r}")
        return a % b
    return a * b if sign == "*" else a + b if sign == "+" else a - b


def same(left: Number, right: Number) -> bool:
    """Whether two values are equal: exactly if both are exact, else to 9 digits."""
    if isinstance(left, float) or isinstance(right, float):
        return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-12)
    return left == right
