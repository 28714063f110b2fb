"""The annotated formulas of MathQA, evaluated exactly: `divide(8.5, subtract(5.5, 5))` is 17.

A formula says what the key should be. It agrees with a key when the keyed option states the formula's
value to the precision it is written in, or rounded or cut to it. MathQA is noisy on purpose: where the
two disagree one of them is wrong, and a person has to say which.
"""

import math
import re
from collections.abc import Callable
from fractions import Fraction

Value = Fraction | float

_TOKEN = re.compile(r"\s*(?:([A-Za-z_]+[A-Za-z0-9_]*)|(-?[0-9]+(?:\.[0-9]*)?|-?\.[0-9]+)|([(),]))")
_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?|-?\.[0-9]+")
_MAX_DEPTH = 40
_MAX_FACTORIAL = 170


class FormulaError(ValueError):
    """A formula has no value: unknown operation, wrong number of arguments, division by zero, too large."""


def evaluate_formula(text: str) -> Value:
    """The value of a formula: a fraction wherever that is possible.

    Raises:
        FormulaError: it has none.
    """
    tokens = _tokens(text)
    value, rest = _read(tokens, 0)
    if rest != len(tokens):
        raise FormulaError(f"something follows the formula: {tokens[rest]!r}")
    return value


def _tokens(text: str) -> list[str]:
    found, place = [], 0
    text = text.strip().rstrip("|").strip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise FormulaError(f"no formula: {text[place : place + 20]!r}")
        found.append(match[0].strip())
        place = match.end()
    return found


def _read(tokens: list[str], place: int, depth: int = 0) -> tuple[Value, int]:
    if place >= len(tokens) or depth > _MAX_DEPTH:
        raise FormulaError("the formula ends too early or is too deep")
    word = tokens[place]
    if word[0].isdigit() or word[0] in "-.":
        return _number(word), place + 1
    if word.startswith("const_"):
        return _constant(word), place + 1
    if tokens[place + 1 : place + 2] != ["("]:
        raise FormulaError(f"no number and no operation: {word!r}")
    values, place = [], place + 2
    while tokens[place : place + 1] != [")"]:
        value, place = _read(tokens, place, depth + 1)
        values.append(value)
        if tokens[place : place + 1] == [","]:
            place += 1
        elif tokens[place : place + 1] != [")"]:
            raise FormulaError(f"{word} is not closed")
    return _apply(word, values), place + 1


def _number(word: str) -> Fraction:
    return Fraction(word.rstrip("."))


def _constant(word: str) -> Value:
    name = word.removeprefix("const_")
    if name == "pi":
        return math.pi
    if name == "deg_to_rad":
        return math.pi / 180
    try:
        return Fraction(name.replace("_", "."))
    except ValueError as error:
        raise FormulaError(f"unknown constant {word!r}") from error


def _apply(name: str, values: list[Value]) -> Value:
    if name not in OPERATIONS:
        raise FormulaError(f"unknown operation {name!r}")
    try:
        value = OPERATIONS[name](*values)
        if isinstance(value, complex) or abs(float(value)) > 1e30:
            raise FormulaError(f"{name}: no real number, or too large")
    except (TypeError, ValueError, ArithmeticError) as error:
        raise FormulaError(f"{name}: {error}") from error
    return value


def _power(base: Value, exponent: Value) -> Value:
    if abs(float(exponent)) > 1_000 or (abs(float(exponent)) > 100 and abs(float(base)) > 1_000):
        raise FormulaError("power: too large")
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        return base ** int(exponent)
    return float(float(base) ** float(exponent))


def _root(value: Value) -> Value:
    if isinstance(value, Fraction) and value >= 0:
        top, bottom = math.isqrt(value.numerator), math.isqrt(value.denominator)
        if top * top == value.numerator and bottom * bottom == value.denominator:
            return Fraction(top, bottom)
    return math.sqrt(value)


def _whole(value: Value) -> int:
    if value != int(value) or not 0 <= value <= 10**12:
        raise FormulaError(f"{value} is no whole number")
    return int(value)


def _small(value: Value) -> int:
    if _whole(value) > _MAX_FACTORIAL:
        raise FormulaError(f"{value} is too large")
    return int(value)


def _heron(a: Value, b: Value, c: Value) -> Value:
    half = (a + b + c) / 2
    return _root(half * (half - a) * (half - b) * (half - c))


_HUNDRED = Fraction(100)

OPERATIONS: dict[str, Callable[..., Value]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "power": _power,
    "sqrt": _root,
    "negate": lambda a: -a,
    "inverse": lambda a: 1 / a,
    "floor": lambda a: Fraction(math.floor(a)),
    "max": max,
    "min": min,
    "reminder": lambda a, b: a % b,
    "log": lambda a: math.log10(a),
    "sine": lambda a: math.sin(a),
    "cosine": lambda a: math.cos(a),
    "tangent": lambda a: math.tan(a),
    "factorial": lambda a: Fraction(math.factorial(_small(a))),
    "choose": lambda n, k: Fraction(math.comb(_small(n), _small(k))),
    "permutation": lambda n, k: Fraction(math.perm(_small(n), _small(k))),
    "gcd": lambda a, b: Fraction(math.gcd(_whole(a), _whole(b))),
    "lcm": lambda a, b: Fraction(math.lcm(_whole(a), _whole(b))),
    "negate_prob": lambda a: 1 - a,
    "speed": lambda distance, time: distance / time,
    "circle_area": lambda r: math.pi * r * r,
    "circumface": lambda r: 2 * math.pi * r,
    "semi_circle_perimiter": lambda r: math.pi * r + 2 * r,
    "square_area": lambda a: a * a,
    "square_perimeter": lambda a: 4 * a,
    "square_edge_by_area": _root,
    "square_edge_by_perimeter": lambda p: p / 4,
    "rectangle_area": lambda a, b: a * b,
    "rectangle_perimeter": lambda a, b: 2 * (a + b),
    "rhombus_area": lambda d, e: d * e / 2,
    "rhombus_perimeter": lambda a: 4 * a,
    "quadrilateral_area": lambda d, a, b: d * (a + b) / 2,
    "triangle_area": lambda base, height: base * height / 2,
    "triangle_area_three_edges": _heron,
    "triangle_perimeter": lambda a, b, c: a + b + c,
    "diagonal": lambda a, b: _root(a * a + b * b),
    "cube_edge_by_volume": lambda v: float(v) ** (1 / 3),
    "volume_cube": lambda a: a * a * a,
    "surface_cube": lambda a: 6 * a * a,
    "volume_rectangular_prism": lambda a, b, c: a * b * c,
    "surface_rectangular_prism": lambda a, b, c: 2 * (a * b + b * c + a * c),
    "volume_sphere": lambda r: math.pi * r**3 * 4 / 3,
    "surface_sphere": lambda r: 4 * math.pi * r * r,
    "volume_cylinder": lambda r, h: math.pi * r * r * h,
    "surface_cylinder": lambda r, h: 2 * math.pi * r * (r + h),
    "volume_cone": lambda r, h: math.pi * r * r * h / 3,
    "p_after_gain": lambda gain, price: price * (1 + gain / _HUNDRED),
    "p_after_loss": lambda loss, price: price * (1 - loss / _HUNDRED),
    "price_after_gain": lambda gain, price: price * (1 + gain / _HUNDRED),
    "price_after_loss": lambda loss, price: price * (1 - loss / _HUNDRED),
    "original_price_before_gain": lambda gain, price: price / (1 + gain / _HUNDRED),
    "original_price_before_loss": lambda loss, price: price / (1 - loss / _HUNDRED),
    "from_percent": lambda a: a / _HUNDRED,
    "gain_percent": lambda gain: 100 + gain,
    "loss_percent": lambda loss: 100 - loss,
    "negate_percent": lambda a: 100 - a,
    "increase_by": lambda a, b: a + b,
    "stream_speed": lambda down, up: (down - up) / 2,
    "speed_in_still_water": lambda down, up: (down + up) / 2,
    "speed_ratio_steel_to_stream": lambda still, stream: (still + stream) / (still - stream),
}
"""Operation -> what it calculates."""


def option_states(option: str, value: Value) -> bool | None:
    """Whether the text of an option states this value; None if it states no single number.

    A number in a text such as `17 hr`, `rs . 1,200`, `3 / 4`, `2 1 / 3` or `3 : 2`.
    """
    stated = option_value(option)
    if stated is None:
        return None
    number, decimals = stated
    if isinstance(value, Fraction) and number == value:
        return True
    unit = 10.0**-decimals
    gap = abs(float(value) - float(number))
    # Rounded or cut; below 10 a whole number is only rounded. Three digits are enough for a short pi.
    reach = unit if decimals or abs(float(value)) >= 10 else unit / 2
    return gap < reach * (1 + 1e-9) - 1e-9 or gap <= 1e-3 * abs(float(number))


def option_value(option: str) -> tuple[Fraction, int] | None:
    """The number an option states and its decimals; None for none or several."""
    option = option.replace("\u2044", "/")
    text = re.sub(r"[\u2212\u2013-]\s*(?=[0-9])", "-", option)
    text = re.sub(r"(?<=[0-9])\s*,\s*(?=[0-9]{3}\b)", "", text)
    text = re.sub(r"\s*([/:])\s*", r"\1", re.sub(r"(?<=[0-9])\s*\.\s*(?=[0-9])", ".", text))
    if match := re.search(r"(?<![0-9.])(-?[0-9]+) ([0-9]+)/([0-9]+)", text):
        if int(match[3]):
            return int(match[1]) + Fraction(int(match[2]), int(match[3])), 9
        return None
    if match := re.search(r"(-?[0-9.]*[0-9])[/:]([0-9.]*[0-9])", text):
        if len(_NUMBER.findall(text)) > 2 or match[1].count(".") > 1 or match[2].count(".") > 1:
            return None
        bottom = Fraction(match[2])
        return (Fraction(match[1]) / bottom, 9) if bottom else None
    found = _NUMBER.findall(text)
    if len(found) != 1:
        return None
    return Fraction(found[0].replace(",", "")), len(found[0].partition(".")[2])
