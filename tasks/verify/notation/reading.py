"""A text as the tiers see it: one spelling, and the tree where it is mathematics."""

import re
from dataclasses import dataclass
from functools import lru_cache

from tasks.verify.notation.nodes import MathError, Node, TooLargeError
from tasks.verify.notation.parse import parse
from tasks.verify.notation.phrases import chinese_forms, digits_for_words, meaning
from tasks.verify.notation.spelling import join_thousands, spell, trim

_PLAIN_SET = re.compile(r"\{[^{}\\]*,[^{}\\]*\}")
_ROW_SPACING = re.compile(r"\\\\\s*\[[\d.]+\s*(?:pt|em|ex|mm|cm)\]")
_REMARK = re.compile(
    r"\s*\((?:[^()]*[\u4e00-\u9fff][^()]*|[^()]*\\in\s*\\mathbb[^()]*|[^()]*\\in\s*[ZNR][+*]?\s*)\)\s*$"
)
_PARTS = re.compile(
    r"\(1\)\s*[.:]?\s*(?P<a>[^()].*?)[\s;,]+\(2\)\s*[.:]?\s*(?P<b>[^()].*?)(?:[\s;,]+\(3\)\s*[.:]?\s*(?P<c>.+))?",
    re.DOTALL,
)
_SPLIT_DECIMAL = re.compile(r"([+-]?\d+)\. (\d+)")
_CONCLUSION = re.compile(r"\\(?:Rightarrow|implies|therefore|Longrightarrow)(?![a-zA-Z])|∴|⇒")
_LETTER = re.compile(r"\\text(?:bf|rm|it)?\s*\{\s*(\([A-J]\))\s*\}")
_CASES_ROW = re.compile(r"(?<=\d)\s{2,}(?=[a-z]\s*=)")
_INVERSE = re.compile(r"\{\{([fgh])\}\^\{-1\}\}")
_ANGLES = re.compile(r"<[^<>=|]+,[^<>=|]+>")
_PREFIX = re.compile(r"(?:rs|inr|usd|us|rmb|hk|s)\s?\.?\s?(?=\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """A spelled text and its tree."""

    spelled: str
    node: Node | None
    problem: str
    """Why there is no node: empty, `words` or `too large`."""


@lru_cache(maxsize=4096)
def normal_text(text: str) -> str:
    """One spelling, no decoration."""
    text = text.strip()
    if text.isdigit() and text.isascii():
        return text
    if text.startswith("{") and _PLAIN_SET.fullmatch(text):
        text = text.replace("{", "\\{").replace("}", "\\}")
    text = trim(join_thousands(spell(text)) if " " in text or not text.isascii() else spell(text))
    if "\\\\" in text:
        text = _ROW_SPACING.sub(r"\\\\", text)
    if text.endswith("}") and text.count("{") < text.count("}"):
        text = text[:-1].rstrip()
    if text.startswith("\\text{") and text.endswith("}") and text.count("{") == 1:
        text = text[6:-1].strip()
    if "cases}" in text:
        text = _CASES_ROW.sub(r" \\\\ ", text)
    if "{f}^{" in text or "{g}^{" in text or "{h}^{" in text:
        text = _INVERSE.sub(r"\1^{-1}", text)
    text = " ".join(text.split())
    if not text.isascii():
        text = chinese_forms(text)
    if text[:1].isalpha() or text[:1] in "-(" or not text.isascii():
        text = meaning(text) or digits_for_words(text) or text
    elif text.startswith("<") and _ANGLES.fullmatch(text):
        text = f"\\langle {text[1:-1]} \\rangle"
    elif "(" in text and text.startswith("\\text"):
        text = _LETTER.sub(r"\1", text)
    return _rewritten(text)


def _rewritten(text: str) -> str:
    """The text without remarks, enumeration and what leads to the last conclusion."""
    prefix = _PREFIX.match(text) if text[:1] in "rRiIuUsShH" else None
    if prefix:
        text = text[prefix.end() :]
    if "(" in text:
        text = _REMARK.sub("", text) or text
        parts = _PARTS.fullmatch(text)
        if parts:
            text = "; ".join(part for part in parts.groups() if part)
    split = _SPLIT_DECIMAL.fullmatch(text) if ". " in text else None
    if split:
        return f"{split[1]}.{split[2]}"
    if "\\" in text or "∴" in text:
        *_, last = _CONCLUSION.split(text)
        if last != text and any(c in last for c in "=0123456789") and read(last.strip()).node is not None:
            return last.strip()
    return text


@lru_cache(maxsize=8192)
def read(spelled: str) -> Reading:
    """Parse a text in normal form."""
    try:
        return Reading(spelled, parse(spelled), "")
    except TooLargeError:
        return Reading(spelled, None, "too large")
    except (MathError, RecursionError):
        return Reading(spelled, None, "words")
