"""Plain notation, read and evaluated in one pass: `2*(3+x) = 10 - 2^2`.

Numbers, one-letter names, + - * / ^ % brackets, juxtaposition and a few functions, exact throughout. It is
ten times as fast as the judge's reader, and most claims are plain. What is not plain goes to that reader.
"""

import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from tasks.verify.notation.nodes import TooLargeError, UndefinedError
from tasks.verify.steps.polynomials import (
    NotPlainError,
    Number,
    Poly,
    as_number,
    constant,
    plus,
    symbol,
    times,
)

MAX_BITS = 16_384
MAX_DEPTH = 40
MAX_COST = 20_000

_TOKEN = re.compile(
    r"\s*(?:(?P<num>\d+(?:\.\d+)?|\.\d+)|(?P<name>[A-Za-z]+(?:_?\{?\d+\}?|')?)"
    r"|(?P<op>\*\*|<=|>=|!=|=<|==|[-+*/^()%!=<>≤≥≠≈,·×÷−√π]))"
)
_NUMBERS = re.compile(r"[\d\s+\-*/().=]+")
_SPELLED = {
    "**": "^", "·": "*", "×": "*", "÷": "/", "−": "-", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~",
    "=<": "<=", "==": "=",
}  # fmt: skip
RELATIONS = frozenset({"=", "~", "<", ">", "<=", ">=", "!="})


class Side(NamedTuple):
    """One side of a relation."""

    value: Number | Poly
    text: str
    decimals: int | None
    """Digits after the point of a number as written; 0 for an integer, None for a calculation."""
    percent: bool
    """Whether a percent sign stands in it."""


class Line(NamedTuple):
    """A chain of relations, or one expression without any."""

    sides: tuple[Side, ...]
    ops: tuple[str, ...]
    cost: int = 0
    """Products of terms that were formed."""


def read_plain(text: str, *, imaginary: bool = False) -> Line:
    """Read a chain of relations.

    Args:
        text: The notation.
        imaginary: The letter i is no unknown, so that a text with it is not plain.

    Raises:
        NotPlainError: It is none, or holds what plain notation cannot say.
        TooLargeError: A number over 16,384 bits, too many terms, too deep.
        UndefinedError: A division by zero.
    """
    return _Reader(text, imaginary=imaginary).line()


class _Reader:
    def __init__(self, text: str, *, imaginary: bool) -> None:
        text = text.replace("°", "")
        self.text, self.depth, self.cost, self.imaginary = text, 0, 0, imaginary
        self.tokens: list[str] = []
        self.places: list[int] = []
        place, end = 0, len(text.rstrip())
        while place < end:
            match = _TOKEN.match(text, place)
            if match is None:
                raise NotPlainError(f"{text[place]!r} is not plain")
            token = match[match.lastgroup or 0]
            self.tokens.append(_SPELLED.get(token, token))
            place = match.end()
            self.places.append(place)
        self.tokens.append("")
        self.at = 0

    def line(self) -> Line:
        sides, ops = [self.side()], []
        while (token := self.tokens[self.at]) in RELATIONS:
            ops.append(token)
            self.at += 1
            sides.append(self.side())
        if token:
            raise NotPlainError(f"{token!r} is out of place")
        return Line(tuple(sides), tuple(ops), self.cost)

    def spend(self, a: Number | Poly, b: Number | Poly, times: int = 1) -> None:
        """Count what multiplying two values takes."""
        if isinstance(a, dict) or isinstance(b, dict):
            self.cost += times * (len(a) if isinstance(a, dict) else 1) * (len(b) if isinstance(b, dict) else 1)
            if self.cost > MAX_COST:
                raise TooLargeError("terms")

    def side(self) -> Side:
        first = self.at
        value = self.sum()
        if isinstance(value, dict):
            plain = as_number(value)
            value = value if plain is None else plain
        written = self.tokens[first : self.at]
        begin = self.places[first - 1] if first else 0
        text = self.text[begin : self.places[self.at - 1]].strip()
        percent = written[-1:] == ["%"]
        bare = [token for token in written if token not in ("-", "(", ")", "%")]
        decimals = None
        if len(bare) == 1 and (bare[0][0].isdigit() or bare[0][0] == "."):
            decimals = len(bare[0].partition(".")[2])
        return Side(value, text, decimals, percent or "%" in written)

    def sum(self) -> Number | Poly:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooLargeError("depth")
        value = self.product()
        while (sign := self.tokens[self.at]) in ("+", "-"):
            self.at += 1
            value = _added(value, self.product(), 1 if sign == "+" else -1)
        self.depth -= 1
        return value

    def product(self) -> Number | Poly:
        value = self.power()
        while True:
            token = self.tokens[self.at]
            if token == "*":
                self.at += 1
                factor = self.power()
                self.spend(value, factor)
                value = multiplied(value, factor)
            elif token == "/":
                self.at += 1
                value = _divided(value, self.power())
            elif token == "%":
                self.at += 1
                value = self.remainder(value)
            elif token and (token[0].isalpha() or token == "("):
                factor = self.power()
                self.spend(value, factor)
                value = multiplied(value, factor)
            else:
                return value

    def remainder(self, value: Number | Poly) -> Number | Poly:
        """12%7; in 12% the sign is read with the number."""
        by = self.power()
        if isinstance(value, dict) or isinstance(by, dict):
            raise NotPlainError("a remainder of an unknown")
        if not by:
            raise UndefinedError("remainder by zero")
        return value % by

    def power(self) -> Number | Poly:
        token = self.tokens[self.at]
        if token in ("-", "+"):
            self.at += 1
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise TooLargeError("depth")
            value = self.power()
            self.depth -= 1
            return multiplied(-1, value) if token == "-" else value
        base = self.atom()
        while self.tokens[self.at] == "!":
            self.at += 1
            base = _factorial(base)
        if self.tokens[self.at] == "%" and not _begins_value(self.tokens[self.at + 1]):
            self.at += 1
            base = _divided(base, 100)
        if self.tokens[self.at] != "^":
            return base
        self.at += 1
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooLargeError("depth")
        exponent = self.power()
        self.depth -= 1
        raised = _raised(base, exponent)
        self.spend(base, raised, 6)
        return raised

    def atom(self) -> Number | Poly:
        token = self.tokens[self.at]
        self.at += 1
        first = token[:1]
        if first.isdigit() or first == ".":
            if "." in token:
                return _whole(Fraction(token)) if len(token) < 400 else _too_long()
            return int(token) if len(token) < 400 else _too_long()
        if token == "(":
            value = self.sum()
            self.close()
            return value
        if first.isalpha():
            return self.name(token)
        raise NotPlainError(f"{token!r} where a value belongs")

    def close(self) -> None:
        if self.tokens[self.at] != ")":
            raise NotPlainError("a bracket is not closed")
        self.at += 1

    def name(self, token: str) -> Number | Poly:
        if token.isalpha() and len(token) > 1:
            function = FUNCTIONS.get(token.lower())
            if function is None or self.tokens[self.at] != "(":
                raise NotPlainError(f"the word {token}")
            self.at += 1
            values = [self.sum()]
            while self.tokens[self.at] == ",":
                self.at += 1
                values.append(self.sum())
            self.close()
            numbers = [value for value in values if not isinstance(value, dict)]
            if len(numbers) != len(values):
                raise NotPlainError(f"{token} of an unknown")
            return function(*numbers)
        if len(re.sub(r"[^A-Za-z]", "", token)) > 1 or (token in "fgh" and self.tokens[self.at] == "("):
            raise NotPlainError(f"the name {token}")
        if (token == "i" and self.imaginary) or (token == "e" and self.tokens[self.at] == "^" and not self.tokens[self.at + 1].isdigit()):
            raise NotPlainError("a constant")
        return symbol(token.replace("_", "").replace("{", "").replace("}", ""))


def _begins_value(token: str) -> bool:
    return token[:1].isdigit() or token == "("


def _too_long() -> Number:
    raise TooLargeError("digits")


def _whole(value: Fraction) -> Number:
    return value.numerator if value.denominator == 1 else value


def _poly(value: Number | Poly) -> Poly:
    return value if isinstance(value, dict) else constant(value)


def _added(a: Number | Poly, b: Number | Poly, factor: int) -> Number | Poly:
    if isinstance(a, dict) or isinstance(b, dict):
        return plus(_poly(a), _poly(b), factor)
    return a + b if factor == 1 else a - b


def multiplied(a: Number | Poly, b: Number | Poly) -> Number | Poly:
    """The product.

    Raises:
        TooLargeError: Over 16,384 bits or too many terms.
    """
    if isinstance(a, dict) or isinstance(b, dict):
        return times(_poly(a), _poly(b))
    if a.numerator.bit_length() + b.numerator.bit_length() > MAX_BITS:
        raise TooLargeError("digits")
    return a * b


def _divided(a: Number | Poly, b: Number | Poly) -> Number | Poly:
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
    return _whole(Fraction(a) / b)


def _raised(base: Number | Poly, exponent: Number | Poly) -> Number | Poly:
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
    return _whole(Fraction(base) ** power)


def _factorial(value: Number | Poly) -> Number:
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
    return _whole(root)


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
    "abs": _single(abs),
    "floor": _single(math.floor),
    "ceil": _single(math.ceil),
}
"""Functions with exact values."""
