"""A text as the tiers see it: one spelling, and the tree where it is mathematics."""

import re
from dataclasses import dataclass
from functools import lru_cache

from tasks.verify.notation.nodes import MathError, Node, TooLargeError
from tasks.verify.notation.parse import parse
from tasks.verify.notation.phrases import chinese_forms, digits_for_words, meaning
from tasks.verify.notation.rewrites import rewritten
from tasks.verify.notation.spelling import join_thousands, spell, trim

_PLAIN_SET = re.compile(r"\{[^{}\\]*,[^{}\\]*\}")
_BUILDER = re.compile(r"\{\s*[a-zA-Z]\w?\s*[|:∣][^{}]*\}")
_MONEY = re.compile(r"(\\?\$|£|€)\s*(\d[\d,]*(?:\.\d+)?)([kKM])?")
_CURRENCIES = {"$": "dollars", "\\$": "dollars", "£": "gbp", "€": "euro"}
_ROW_SPACING = re.compile(r"\\\\\s*\[[\d.]+\s*(?:pt|em|ex|mm|cm)\]")
_CONCLUSION = re.compile(r"\\(?:Rightarrow|implies|therefore|Longrightarrow)(?![a-zA-Z])|∴|⇒")
_WRAPPED = re.compile(
    r"\\(text(?:bf|it|rm|sf|tt|normal)?|math(?:rm|bf|sf|it)|mbox|hbox|emph|underline|operatorname)\s*\{((?:[^{}]|\{[^{}]*\})*)\}"
)
_CASES_ROW = re.compile(r"(?<=\d)\s{2,}(?=[a-z]\s*=)")


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
    if text.startswith("{") and (_PLAIN_SET.fullmatch(text) or _BUILDER.fullmatch(text)):
        text = f"\\{{{text[1:-1]}\\}}"
    elif text[:1] in "$\\£€" and (money := _MONEY.fullmatch(text)):
        scale = {"k": " thousand", "K": " thousand", "M": " million"}.get(money[3], "")
        text = f"{money[2]}{scale} {_CURRENCIES[money[1]]}"
    text = trim(join_thousands(spell(text)) if " " in text or not text.isascii() else spell(text))
    if "\\\\" in text:
        text = _ROW_SPACING.sub(r"\\\\", text)
    if text.endswith("}") and text.count("{") < text.count("}"):
        text = text[:-1].rstrip()
    if text.startswith("\\") and text.endswith("}"):
        text = _unwrapped(text)
    if "cases}" in text:
        text = _CASES_ROW.sub(r" \\\\ ", text)
    text = " ".join(text.split())
    if not text.isascii():
        text = chinese_forms(text)
    if text[:1].isalpha() or text[:1] in "-" or not text.isascii():
        text = meaning(text) or digits_for_words(text) or text
    return _conclusion(rewritten(text))


def _unwrapped(text: str) -> str:
    """What stands in `\\text{...}` or `\\mathrm{...}` around the whole; a bold letter stays."""
    for _ in range(3):
        match = _WRAPPED.fullmatch(text)
        if match is None or (match[1] != "text" and len(match[2].strip()) < 2):
            return text
        text = trim(match[2])
    return text


def _conclusion(text: str) -> str:
    """What stands behind the last sign of implication, if it can stand alone."""
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
