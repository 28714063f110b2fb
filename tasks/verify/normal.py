"""Normal forms that need no parser: numbers, truth values, choices and short text.

Tier 0 of the judge. A normal form is a tuple (kind, value); two answers whose forms have the same kind
are decided by comparing them.
"""

import re
import unicodedata
from fractions import Fraction

NormalForm = tuple[str, object]

_FRAC = re.compile(r"([+-]?)\\[dt]?frac\{([+-]?\d{1,400})\}\{(\d{1,400})\}")
_NUMBER = re.compile(
    r"([+-]?)(\d{1,400}|\d{1,3}(?:,\d{3})+)(?:\.(\d{0,400}))?(?:/(\d{1,400}))?(\\?%)?|([+-]?)\.(\d{1,400})()()(\\?%)?"
)
_CHOICE = re.compile(r"[(\[]?([A-J])[)\].:]?")
_TRUE = {"true", "yes", "正确", "是", "对", "√", "真"}
_FALSE = {"false", "no", "错误", "否", "错", "不对", "×", "假", "不正确"}


def normal_form(text: str) -> NormalForm | None:
    """The kind and value of a simple answer, or None if it takes a parser."""
    plain = plain_text(text)
    number = _number(plain)
    if number is not None:
        return ("number", number)
    word = plain.lower()
    if word in _TRUE or word in _FALSE:
        return ("truth", word in _TRUE)
    choice = _CHOICE.fullmatch(plain)
    if choice:
        return ("choice", choice[1])
    return None


def plain_text(text: str) -> str:
    """One spelling for wrappers, widths, signs and spaces."""
    text = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-").strip()
    text = re.sub(r"\\(?:text|mathrm|textbf|mathbf)\{([^{}]*)\}", r"\1", text)
    text = re.sub(r"^(?:\\\(|\\\[|\${1,2})(.*?)(?:\\\)|\\\]|\${1,2})$", r"\1", text, flags=re.DOTALL)
    text = text.replace("\\!", "").replace("\\,", "").replace("\\$", "").replace("{,}", ",")
    text = re.sub(r"\s+", " ", text).strip()
    return text.rstrip(".。").strip().strip("*").strip()


def _number(plain: str) -> Fraction | None:
    compact = plain.replace(" /", "/").replace("/ ", "/").replace("- ", "-").replace(" %", "%").lstrip("$")
    match = _FRAC.fullmatch(compact)
    if match:
        return _signed(match[1], Fraction(int(match[2])), int(match[3]))
    match = _NUMBER.fullmatch(compact)
    if not match:
        return None
    if match[7] is not None:
        value = Fraction(f"0.{match[7]}")
        sign, over, percent = match[6], "1", match[10]
    else:
        value = Fraction(match[2].replace(",", "") + "." + (match[3] or "0"))
        sign, over, percent = match[1], match[4] or "1", match[5]
    signed = _signed(sign, value, int(over))
    return signed / 100 if percent and signed is not None else signed


def _signed(sign: str, value: Fraction, over: int) -> Fraction | None:
    if over == 0:
        return None
    return (-value if sign == "-" else value) / over
