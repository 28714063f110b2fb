"""Whole answers in another notation, rewritten to one that the parser reads; what a rule does not know stays.

Each rule has a sign that must occur in the text, so that most answers meet none.
"""

import re
from collections.abc import Callable
from fractions import Fraction

from tasks.verify.notation.phrases import meaning

_REMARK = re.compile(
    r"\s*\((?:[^()]*[\u4e00-\u9fff][^()]*|[^()]*\\in\s*\\mathbb[^()]*|[^()]*\\in\s*[ZNR][+*]?\s*)\)\s*$"
)
_PARTS = re.compile(
    r"\(1\)\s*[.:]?\s*(?P<a>[^()].*?)[\s;,]+\(2\)\s*[.:]?\s*(?P<b>[^()].*?)(?:[\s;,]+\(3\)\s*[.:]?\s*(?P<c>.+))?",
    re.DOTALL,
)
_SPLIT_DECIMAL = re.compile(r"([+-]?\d+)\. (\d+)")
_AND_FRACTION = re.compile(r"([+-]?\d+) and (\d+/\d+)(?=\s|$)")
_LETTER = re.compile(r"\\text(?:bf|rm|it)?\s*\{\s*(\([A-J]\))\s*\}")
_ANGLES = re.compile(r"<([^<>=|]+,[^<>=|]+)>")
_PREFIX = re.compile(r"(?:rs|inr|usd|us|rmb|hk|s)\s?\.?\s?(?=\d)", re.IGNORECASE)
_MINUS = re.compile(r"(?:minus|negative)\s+(?=[\d\\.(])", re.IGNORECASE)
_ELLIPSIS = re.compile(r"([+-]?)(\d*)\.(\d{2,40})\s*(?:\.\.\.|\\l?dots|\\cdots)")
_REPEATED = re.compile(r"(\d*?)(\d{1,8}?)\2+")
_UNION = re.compile(r"(?<=[)\]])\s*[Uu]\s*(?=[(\[])")
_HOURS = re.compile(r"(\d+)\s*h(?:rs?)?\s+(\d+)\s*(?:min|m)\b")
_VOLTS = re.compile(r"electron[- ]?volts?\b", re.IGNORECASE)
_MATRIX = re.compile(r"(?:Matrix|array|np\.array|vector)\((\[.*\])\)", re.IGNORECASE)
_EXCEPT = re.compile(
    r"(?P<all>.{1,40}?),?\s*(?:except(?:\s+for)?|but(?:\s+not)?|excluding|other\s+than|besides)\s+(?:[a-z]\s*=\s*)?(?P<out>.+)"
)
_FUNCTION_INVERSE = re.compile(r"\{\{([fgh])\}\^\{-1\}\}")
_PAREN_MOD = re.compile(r"\(\s*mod\s*(?:ulo\s*)?\s*([^()]{1,20})\)", re.IGNORECASE)


def rewritten(text: str) -> str:
    """The text after every rule whose sign occurs in it."""
    for signs, rule in _RULES:
        for sign in signs:
            if sign in text:
                text = rule(text)
                break
    return text


def _remark(text: str) -> str:
    text = _REMARK.sub("", text) or text
    parts = _PARTS.fullmatch(text)
    return "; ".join(part for part in parts.groups() if part) if parts else text


def _split_decimal(text: str) -> str:
    split = _SPLIT_DECIMAL.fullmatch(text)
    return f"{split[1]}.{split[2]}" if split else text


def _repeating(text: str) -> str:
    """`0.1666...` as a fraction, if its last digits repeat."""
    match = _ELLIPSIS.fullmatch(text)
    if match is None:
        return text
    sign, whole, decimals = match.groups()
    found = _REPEATED.fullmatch(decimals)
    if found is None or len(decimals) - len(found[1]) < 2 * len(found[2]):
        return text
    head, period = found.groups()
    value = Fraction(int((whole or "0") + head), 10 ** len(head))
    value += Fraction(int(period), (10 ** len(period) - 1) * 10 ** len(head))
    return f"{sign}{value}"


def _all_but(text: str) -> str:
    match = _EXCEPT.fullmatch(text)
    if match is None or meaning(match["all"]) != "\\mathbb{R}":
        return text
    return f"\\mathbb{{R}} \\setminus \\{{{match['out'].replace(' and ', ', ')}\\}}"


def _currency(text: str) -> str:
    return _PREFIX.sub("", text, count=1) if _PREFIX.match(text) else text


_RULES: list[tuple[tuple[str, ...], Callable[[str], str]]] = [
    (("s", "S", "r", "R", "D"), _currency),
    (("(",), _remark),
    ((". ",), _split_decimal),
    (("...", "dots"), _repeating),
    (("min", "egative"), lambda text: _MINUS.sub("-", text, count=1) if _MINUS.match(text) else text),
    ((" and ",), lambda text: _AND_FRACTION.sub(r"\1 \2", text)),
    ((",",), lambda text: f"\\langle {text[1:-1]} \\rangle" if _ANGLES.fullmatch(text) else text),
    (("\\text",), lambda text: _LETTER.sub(r"\1", text)),
    (("U", "u"), lambda text: _UNION.sub(r" \\cup ", text)),
    (("h",), lambda text: _HOURS.sub(r"\1 hours \2 minutes", text)),
    (("olt",), lambda text: _VOLTS.sub("eV", text)),
    (("atrix(", "array(", "ector("), lambda text: match[1] if (match := _MATRIX.fullmatch(text)) else text),
    (("xcept", "but", "xcluding", "other than", "esides"), _all_but),
    (("}^{-1}",), lambda text: _FUNCTION_INVERSE.sub(r"\1^{-1}", text)),
    (("mod", "Mod"), lambda text: _PAREN_MOD.sub(r"\\pmod{\1}", text)),
]
"""Signs, one of which must occur, and the rule."""
