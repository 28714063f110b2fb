"""Calculations with units: `20 m/s * 3 s = 60 m`, `0.25 dollars * 10 = 250 cents`, `3 dozen = 36`.

Each number takes the unit behind it; words that are no unit (apples) count as none. Sides agree if their
sizes do after conversion; a physical line, with a unit at every number, must agree in dimension too.
"""

import itertools
import re
from fractions import Fraction
from typing import NamedTuple

from tasks.verify.equal.units import Dimension, read_unit
from tasks.verify.notation.nodes import MathError, NotReadableError, UndefinedError

MAX_TOKENS = 120

_UNIT = r"(?:[A-Za-zμΩ℃]+|[\u4e00-\u9fff]{1,3})(?:\^\{?-?\d\}?|[²³])?"
_TOKEN = re.compile(
    r"\s*(?:(?P<num>[$€£¥]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[$€£¥]?\.\d+)\s*"
    r"(?P<unit>"
    + _UNIT
    + r"(?:\s?[/·]\s?"
    + _UNIT
    + r"|\s?\*\s?"
    + _UNIT
    + r"(?!\s?=))*(?:\s+per\s+[A-Za-z]+)?)?(?P<words>(?:\s+[A-Za-z]{3,})*)"
    r"|(?P<op>[-+*/×÷·()]|[xX](?=\s*[$(\d]))|(?P<eq>[=≈])|(?P<name>[A-Za-z]+\s*(?==)))"
)
_SYMBOLS = frozenset(
    [
        "m",
        "s",
        "kg",
        "g",
        "km",
        "cm",
        "mm",
        "N",
        "J",
        "W",
        "V",
        "A",
        "Pa",
        "Hz",
        "mol",
        "K",
        "C",
        "L",
        "mL",
        "min",
        "h",
        "ms",
        "μm",
        "nm",
        "kN",
        "kJ",
        "kW",
        "MW",
        "Ω",
    ]
)
_ALSO = {"d": "day", "t": "ton"}
_COUNTS = {
    "dozen": Fraction(12),
    "dozens": Fraction(12),
    "pair": Fraction(2),
    "pairs": Fraction(2),
    "score": Fraction(20),
}


_MECHANICAL: dict[str, tuple[tuple[str, int], ...]] = {
    "force": (("length", 1), ("mass", 1), ("time", -2)),
    "energy": (("length", 2), ("mass", 1), ("time", -2)),
    "power": (("length", 2), ("mass", 1), ("time", -3)),
    "pressure": (("length", -1), ("mass", 1), ("time", -2)),
    "voltage": (("current", -1), ("length", 2), ("mass", 1), ("time", -3)),
    "resistance": (("current", -2), ("length", 2), ("mass", 1), ("time", -3)),
    "frequency": (("time", -1),),
}
"""Units with names of their own, in base dimensions: 1 N is 1 kg m/s^2."""


class Quantity(NamedTuple):
    """A size in base units and its dimension."""

    size: Fraction
    dimension: Dimension


class _Measure(NamedTuple):
    value: Quantity
    bare: Fraction
    """The value without its units."""
    named: bool
    """Whether every number in it has a unit by symbol, as physicists write."""


_PHYSICAL = re.compile(r"\d\s?(?:k?[mgNJW]|s|cm|mm|Pa|Hz|mol|min|h)(?:[²³^/·*\s=)]|$)")


def is_physical(text: str) -> bool:
    """Whether a line may be physics: two numbers at least with a unit by its symbol."""
    return len(_PHYSICAL.findall(text)) > 1


def conversion(number: str, unit: str) -> Quantity | None:
    """A number of a known unit or count; None for other words."""
    count = _COUNTS.get(unit.lower())
    if count is not None:
        return Quantity(_number(number) * count, ())
    read = read_unit(_ALSO.get(unit, unit)) if unit else None
    return None if read is None else Quantity(_number(number) * read[0], read[1])


def converts(text: str) -> bool:
    """Whether `2 h=120 min` is true, each side a number and a unit or count."""
    sizes = []
    for side in text.split("="):
        number, _, unit = side.strip().partition(" ")
        quantity = conversion(number, unit)
        sizes.append(_number(number) if quantity is None else quantity.size)
    return abs(sizes[0] - sizes[1]) * 200 <= abs(sizes[1])


def _number(text: str) -> Fraction:
    if len(text) > 40:
        raise NotReadableError("a long number")
    return Fraction(text.replace(",", "").lstrip("$€£¥"))


def agrees(text: str) -> bool | None:
    """Whether a chain with units is true after conversion; None if its units say nothing.

    False only where every number has a unit by its symbol: the sizes or the dimensions differ.
    """
    try:
        sides = _Reader(text).sides()
    except (MathError, ZeroDivisionError):
        return None
    if len(sides) < 2:
        return None
    verdicts = [_pair(a, b) for a, b in itertools.pairwise(sides)]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _pair(a: _Measure, b: _Measure) -> bool | None:
    physical = a.named and b.named
    if a.value.dimension == b.value.dimension and (a.value.dimension or physical):
        if abs(a.value.size - b.value.size) * 200 <= abs(b.value.size):
            return True
        return False if physical else None
    if physical:
        return False
    return True if a.bare == b.bare else None


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens: list[re.Match[str]] = []
        place = 0
        while place < len(text) and len(self.tokens) < MAX_TOKENS:
            match = _TOKEN.match(text, place)
            if match is None or match.end() == place:
                break
            self.tokens.append(match)
            place = match.end()
        self.at, self.depth = 0, 0

    def sign(self) -> str:
        match = self.tokens[self.at] if self.at < len(self.tokens) else None
        return "" if match is None else match["op"] or ("=" if match["eq"] else "")

    def sides(self) -> list[_Measure]:
        while self.at < len(self.tokens) and self.tokens[self.at]["name"]:
            self.at += 2
        sides = [self.sum()]
        while self.sign() == "=":
            self.at += 1
            sides.append(self.sum())
        return sides

    def sum(self) -> _Measure:
        self.depth += 1
        if self.depth > 20:
            raise NotReadableError("depth")
        total = self.product()
        while (sign := self.sign()) in ("+", "-"):
            self.at += 1
            other = self.product()
            if total.value.dimension != other.value.dimension:
                raise NotReadableError("a sum of different units")
            factor = 1 if sign == "+" else -1
            size, bare = total.value.size + factor * other.value.size, total.bare + factor * other.bare
            total = _Measure(Quantity(size, total.value.dimension), bare, total.named and other.named)
        self.depth -= 1
        return total

    def product(self) -> _Measure:
        total = self.atom()
        while (sign := self.sign()) in ("*", "/", "×", "÷", "·", "x", "X", "("):
            self.at += sign != "("
            total = _times(total, self.atom(), -1 if sign in "/÷" else 1)
        return total

    def atom(self) -> _Measure:
        if self.at >= len(self.tokens):
            raise NotReadableError("a value belongs here")
        match = self.tokens[self.at]
        self.at += 1
        if match["op"] == "(":
            value = self.sum()
            if self.sign() != ")":
                raise NotReadableError("a bracket is not closed")
            self.at += 1
            return value
        if not match["num"]:
            raise NotReadableError("a value belongs here")
        return _measure(match)


def _measure(match: re.Match[str]) -> _Measure:
    number, unit = _number(match["num"]), (match["unit"] or "").strip()
    size = Fraction(1)
    dimension: Dimension = ()
    if match["num"][0] == "$":
        per = f"/{unit.partition('/')[2]}" if "/" in unit else ""
        size, dimension = read_unit("dollar" + per) or (Fraction(1), (("money", 1),))
    elif unit:
        spelled = unit.replace("²", "^2").replace("³", "^3")
        size, dimension = read_unit(spelled) or _leading(spelled)
    dimension = _in_base(dimension)
    symbols = re.findall(r"[A-Za-zμΩ]+", unit)
    named = (
        bool(symbols) and all(symbol in _SYMBOLS for symbol in symbols) and not (match["words"] or "").strip()
    )
    return _Measure(Quantity(number * size, dimension), number, named)


def _in_base(dimension: Dimension) -> Dimension:
    total: Dimension = ()
    for base, exponent in dimension:
        for part, power in _MECHANICAL.get(base, ((base, 1),)):
            total = _combined(total, ((part, exponent * power),), 1)
    return total


def _leading(unit: str) -> tuple[Fraction, Dimension]:
    """`eggs/dozen` and plain words: what can be read of them."""
    if unit.lower() in _COUNTS:
        return _COUNTS[unit.lower()], ()
    head, slash, tail = unit.partition("/")
    low = read_unit(tail.strip()) if slash else None
    high = read_unit(head.strip()) or (Fraction(1), ())
    if low is None:
        return high
    return high[0] / low[0], _combined(high[1], low[1], -1)


def _times(a: _Measure, b: _Measure, power: int) -> _Measure:
    if power < 0 and not (b.value.size and b.bare):
        raise UndefinedError("division by zero")
    size = a.value.size * b.value.size if power > 0 else a.value.size / b.value.size
    bare = a.bare * b.bare if power > 0 else a.bare / b.bare
    dimension = _combined(a.value.dimension, b.value.dimension, power)
    return _Measure(Quantity(size, dimension), bare, a.named and b.named)


def _combined(a: Dimension, b: Dimension, power: int) -> Dimension:
    total = dict(a)
    for base, exponent in b:
        total[base] = total.get(base, 0) + power * exponent
    return tuple(sorted((base, n) for base, n in total.items() if n))
