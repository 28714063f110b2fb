"""Numbers that need no parser: integers, fractions, decimals, digits in a stated base."""

import re
from fractions import Fraction

from tasks.verify.notation.phrases import SMALL

_INTEGER = re.compile(r"[+-]?\d{1,300}")
_FRACTION = re.compile(
    r"([+-]?\d{1,300})\s?/\s?(\d{1,300})|([+-]?)\\[dt]?frac\{([+-]?\d{1,300})\}\{(\d{1,300})\}"
)
_DECIMAL = re.compile(r"[+-]?(?:\d{1,300}\.\d{0,300}|\.\d{1,300})")
_HEX = re.compile(r"([+-]?)0(x[0-9a-fA-F]{1,200}|b[01]{1,800}|o[0-7]{1,300})")
_BASES = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12,
    "sixteen": 16, "hex": 16, "bin": 2, "oct": 8, "dec": 10, "二": 2, "三": 3, "四": 4, "五": 5,
    "六": 6, "七": 7, "八": 8,
    "九": 9, "十": 10, "十二": 12, "十六": 16, "binary": 2, "octal": 8, "hexadecimal": 16, "decimal": 10,
}  # fmt: skip
_BASED = re.compile(
    r"\(?\s*(?P<a>[0-9A-Za-z]{1,200})\s*\)?\s*(?:_\s*\{?\s*(?:\\(?:text|mathrm|rm)\s*\{?)?\s*(?P<b1>\d{1,2}|[a-z]{3,11})\s*\}{0,2}"
    r"|,?\s*\(?(?:in\s+)?base[- ]?(?P<b2>\d{1,2}|[a-z]{3,8})\)?"
    r"|\s*\(?(?:in\s+)?(?P<b3>binary|octal|hexadecimal)\)?"
    r"|\s*\(?(?P<b4>[二三四五六七八九十]{1,2})进制(?:数)?\)?)"
)


def as_number(text: str) -> tuple[Fraction, bool] | None:
    """An integer, fraction or decimal, and whether it is written without a decimal point."""
    if _INTEGER.fullmatch(text):
        return Fraction(int(text)), True
    match = _FRACTION.fullmatch(text)
    if match:
        above, below = int(match[1] or match[4]), int(match[2] or match[5])
        if below == 0:
            return None
        return Fraction(above, below) * (-1 if match[3] == "-" else 1), True
    if _DECIMAL.fullmatch(text):
        return Fraction(text if text[-1] != "." else text + "0"), False
    hexadecimal = _HEX.fullmatch(text)
    if hexadecimal:
        return Fraction(int(hexadecimal[1] + "0" + hexadecimal[2], 0)), True
    word = SMALL.get(text.lower())
    return None if word is None else (Fraction(word), True)


def same_plain_numbers(answer: str, reference: str) -> bool | None:
    """Equal numbers; unequal ones are decided only where no decimal may stand for a rounded value."""
    given, expected = as_number(answer), as_number(reference)
    if given is None or expected is None:
        return None
    if given[0] == expected[0]:
        return True
    return False if given[1] and expected[1] else None


def as_based(text: str) -> tuple[int, int] | None:
    """Value and base of digits in a stated base: `1011_2`, `2A7_{\\text{hex}}`, 1011(二进制)."""
    prefixed = _HEX.fullmatch(text)
    if prefixed and not prefixed[1]:
        return int("0" + prefixed[2], 0), {"x": 16, "b": 2, "o": 8}[prefixed[2][0]]
    match = (
        _BASED.fullmatch(text)
        if "_" in text or "base" in text or "进制" in text or "al" in text or "ary" in text
        else None
    )
    if match is None:
        return None
    word = match["b1"] or match["b2"] or match["b3"] or match["b4"]
    base = int(word) if word.isdigit() else _BASES.get(word, 0)
    if not 2 <= base <= 36 or not any(c.isdigit() for c in match["a"]):
        return None
    try:
        return int(match["a"], base), base
    except ValueError:
        return None


def same_digits(answer: str, reference: str) -> bool | None:
    """Digits and base both the same; None unless both sides state a base."""
    expected = as_based(reference)
    given = as_based(answer) if expected else None
    return given == expected if given else None
