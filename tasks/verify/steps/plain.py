"""Plain notation, read and evaluated in one pass: `2*(3+x) = 10 - 2^2`.

Numbers, one-letter names, + - * / ^ % brackets, juxtaposition and a few functions, exact throughout. It is
ten times as fast as the judge's reader, and most claims are plain. What is not plain goes to that reader.
"""

import re
from fractions import Fraction
from typing import NamedTuple

from tasks.verify.notation.nodes import TooLargeError, UndefinedError
from tasks.verify.steps.polynomials import (
    NotPlainError,
    Number,
    Poly,
    as_number,
    symbol,
)
from tasks.verify.steps.values import (
    FUNCTIONS,
    added,
    divided,
    factorial,
    multiplied,
    raised_to,
    too_long,
    whole,
)

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
            word = match[match.lastgroup or 0]
            self.tokens.append(_SPELLED.get(word, word))
            place = match.end()
            self.places.append(place)
        self.tokens.append("")
        self.at = 0

    def line(self) -> Line:
        sides, ops = [self.side()], []
        while (word := self.tokens[self.at]) in RELATIONS:
            ops.append(word)
            self.at += 1
            sides.append(self.side())
        if word:
            raise NotPlainError(f"{word!r} is out of place")
        return Line(tuple(sides), tuple(ops), self.cost)

    def spend(self, a: Number | Poly, b: Number | Poly, times: int = 1) -> None:
        """Count what multiplying two values takes."""
        if isinstance(a, dict) or isinstance(b, dict):
            self.cost += (
                times * (len(a) if isinstance(a, dict) else 1) * (len(b) if isinstance(b, dict) else 1)
            )
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
        bare = [word for word in written if word not in ("-", "(", ")", "%")]
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
            value = added(value, self.product(), 1 if sign == "+" else -1)
        self.depth -= 1
        return value

    def product(self) -> Number | Poly:
        value = self.power()
        while True:
            word = self.tokens[self.at]
            if word == "*":
                self.at += 1
                factor = self.power()
                self.spend(value, factor)
                value = multiplied(value, factor)
            elif word == "/":
                self.at += 1
                value = divided(value, self.power())
            elif word == "%":
                self.at += 1
                value = self.remainder(value)
            elif word and (word[0].isalpha() or word == "("):
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
        word = self.tokens[self.at]
        if word in ("-", "+"):
            self.at += 1
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise TooLargeError("depth")
            value = self.power()
            self.depth -= 1
            return multiplied(-1, value) if word == "-" else value
        base = self.atom()
        while self.tokens[self.at] == "!":
            self.at += 1
            base = factorial(base)
        if self.tokens[self.at] == "%" and not _begins_value(self.tokens[self.at + 1]):
            self.at += 1
            base = divided(base, 100)
        if self.tokens[self.at] != "^":
            return base
        self.at += 1
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooLargeError("depth")
        exponent = self.power()
        self.depth -= 1
        raised = raised_to(base, exponent)
        self.spend(base, raised, 6)
        return raised

    def atom(self) -> Number | Poly:
        word = self.tokens[self.at]
        self.at += 1
        first = word[:1]
        if first.isdigit() or first == ".":
            if "." in word:
                return whole(Fraction(word)) if len(word) < 400 else too_long()
            return int(word) if len(word) < 400 else too_long()
        if word == "(":
            value = self.sum()
            self.close()
            return value
        if first.isalpha():
            return self.name(word)
        raise NotPlainError(f"{word!r} where a value belongs")

    def close(self) -> None:
        if self.tokens[self.at] != ")":
            raise NotPlainError("a bracket is not closed")
        self.at += 1

    def name(self, word: str) -> Number | Poly:
        if word.isalpha() and len(word) > 1:
            function = FUNCTIONS.get(word.lower())
            if function is None or self.tokens[self.at] != "(":
                raise NotPlainError(f"the word {word}")
            self.at += 1
            values = [self.sum()]
            while self.tokens[self.at] == ",":
                self.at += 1
                values.append(self.sum())
            self.close()
            numbers = [value for value in values if not isinstance(value, dict)]
            if len(numbers) != len(values):
                raise NotPlainError(f"{word} of an unknown")
            return function(*numbers)
        if len(re.sub(r"[^A-Za-z]", "", word)) > 1 or (word in "fgh" and self.tokens[self.at] == "("):
            raise NotPlainError(f"the name {word}")
        if (word == "i" and self.imaginary) or (
            word == "e" and self.tokens[self.at] == "^" and not self.tokens[self.at + 1].isdigit()
        ):
            raise NotPlainError("a constant")
        return symbol(word.replace("_", "").replace("{", "").replace("}", ""))


def _begins_value(word: str) -> bool:
    return word[:1].isdigit() or word == "("
