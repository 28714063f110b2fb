"""Numbers as written: decimals, mixed numbers, repeating decimals, digits in a base."""

from fractions import Fraction
from functools import lru_cache

from tasks.verify.notation.cursor import Cursor
from tasks.verify.notation.nodes import (
    Based,
    Call,
    Node,
    NotReadableError,
    Num,
    TooLargeError,
)

MAX_DIGITS = 3000


def number(c: Cursor) -> Node:
    """A literal; also `1\\frac{1}{2}`, `1 1/2`, `1又1/2`, `0.\\overline{3}` and `1010_2`."""
    text = c.token.text
    c.place += 1
    node = literal(text)
    if c.is_op("_"):
        c.place += 1
        return based(text, c.argument(whole_number=True))
    if c.token.kind == "cmd" and c.token.text in ("overline", "dot") and "." in text + ".":
        return repeating(c, text)
    if node.decimals is not None:
        return node
    return mixed(c, node)


def mixed(c: Cursor, whole: Num) -> Node:
    """The whole number, or the mixed number it begins."""
    start = c.place
    fraction: Node | None = None
    if c.take_op("mixed"):
        fraction = c.product()
    elif c.token[:2] == ("cmd", "frac"):
        fraction = c.primary()
    elif c.token.kind == "num" and c.token.spaced and c.ahead().text == "/" and c.ahead(2).kind == "num":
        above, below = literal(c.token.text), literal(c.ahead(2).text)
        c.place += 3
        fraction = Call("div", (above, below))
    match fraction:
        case Call("div", (Num(a, None), Num(b, None))) if 0 < a < b:
            return Num(whole.value + a / b)
    c.place = start
    return whole


def repeating(c: Cursor, text: str) -> Node:
    """`0.1\\overline{6}` as a fraction."""
    digits = ""
    while c.token.kind == "cmd" and c.token.text in ("overline", "dot"):
        c.place += 1
        braced = c.take_op("{")
        if c.token.kind != "num" or not c.token.text.isdigit() or len(c.token.text) > 40:
            raise NotReadableError("repeating digits expected")
        digits += c.token.text
        c.place += 1
        if braced:
            c.expect("}")
        if c.token.kind == "num" and c.ahead()[:2] == ("cmd", "dot"):
            digits += c.token.text
            c.place += 1
    decimals = len(text.partition(".")[2])
    tail = Fraction(int(digits), (10 ** len(digits) - 1) * 10**decimals)
    return Num(literal(text if decimals else text.rstrip(".")).value + tail)


@lru_cache(maxsize=2048)
def literal(text: str) -> Num:
    """A number as written: `12`, `0.50`, `1.6e-19`."""
    if len(text) > MAX_DIGITS:
        raise TooLargeError("digits")
    mantissa, _, exponent = text.lower().partition("e")
    if exponent and abs(int(exponent)) > MAX_DIGITS:
        raise TooLargeError("exponent")
    whole, point, decimals = mantissa.partition(".")
    value = Fraction(int((whole + decimals) or "0"), 10 ** len(decimals))
    if exponent:
        value *= Fraction(10) ** int(exponent)
        return Num(value, len(decimals) - int(exponent))
    return Num(value, len(decimals) if point and decimals else None)


def based(text: str, base: Node) -> Node:
    """`1010_2`; the base may stand in brackets."""
    if (
        not isinstance(base, Num)
        or base.value.denominator != 1
        or not 2 <= base.value <= 36
        or not text.isdigit()
    ):
        raise NotReadableError("a base between 2 and 36 expected")
    try:
        return Based(int(text, int(base.value)), int(base.value))
    except ValueError as error:
        raise NotReadableError(f"{text} has digits beyond base {base.value}") from error
