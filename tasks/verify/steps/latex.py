"""Simple LaTeX in plain notation: fractions, roots, signs, units in \\text. What remains is for the judge."""

import re
from functools import lru_cache

_GROUP = r"\{([^{}]*)\}"
_FRACTION = re.compile(r"(\d)?\\[dtc]?frac\s*(?:\{([^{}]*)\}|(\d))\s*(?:\{([^{}]*)\}|(\d))")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_POWER = re.compile(r"\^\s*\{([^{}]*)\}")
_TEXT = re.compile(r"\\(?:text|mathrm|mbox|textbf|textrm|mathbf|rm|operatorname)\s*\{([^{}]*)\}")
_SIGNS = (
    (re.compile(r"\\(?:times|cdot|ast)(?![a-zA-Z])"), "*"),
    (re.compile(r"\\div(?![a-zA-Z])"), "/"),
    (re.compile(r"\\(?:leqslant|leq|le)(?![a-zA-Z])"), "<="),
    (re.compile(r"\\(?:geqslant|geq|ge)(?![a-zA-Z])"), ">="),
    (re.compile(r"\\(?:neq|ne)(?![a-zA-Z])"), "!="),
    (re.compile(r"\\(?:approx|simeq|thickapprox)(?![a-zA-Z])"), "≈"),
    (re.compile(r"\\(?:left|right|big|Big|bigg|Bigg|,|;|:|!| )"), ""),
    (re.compile(r"\^\s*\{?\s*\\circ\s*\}?"), ""),
    (re.compile(r"\\lt(?![a-zA-Z])"), "<"),
    (re.compile(r"\\gt(?![a-zA-Z])"), ">"),
)


@lru_cache(maxsize=2048)
def to_plain(text: str) -> str:
    """The text without the LaTeX that has a plain spelling."""
    if "\\" not in text and "{" not in text and "[" not in text:
        return text
    for pattern, sign in _SIGNS:
        text = pattern.sub(sign, text)
    text = text.replace("\\%", "%").replace("\\$", "").replace("\\#", "")
    text = _TEXT.sub(_unit, text)
    for _ in range(8):
        before = text
        text = _ROOT.sub(r"sqrt(\1)", text)
        text = _POWER.sub(_power, text)
        text = _FRACTION.sub(_fraction, text)
        if text == before:
            break
    text = re.sub(r"_\{(\w{1,3})\}", r"_\1", text)
    text = re.sub(r"\\boxed\s*\{([^{}]*)\}", r"\1", text)
    text = re.sub(r"(?<=\d)\{,\}(?=\d{3})", "", text)
    return (
        text.replace("[", "(").replace("]", ")").strip()
        if text.count("[") == text.count("]") and ",[" not in text
        else text
    )


def _unit(match: re.Match[str]) -> str:
    """Words behind a number are its unit; a word such as `gcd` stays."""
    return match[1] if match[1].strip().lower() in ("gcd", "lcm", "max", "min", "or", "and", "mod") else " "


def _power(match: re.Match[str]) -> str:
    inner = match[1].strip()
    return f"^{inner}" if re.fullmatch(r"\d+|[a-z]", inner) else f"^({inner})"


def _fraction(match: re.Match[str]) -> str:
    """A digit in front of a fraction of digits makes a mixed number."""
    top, bottom = match[2] or match[3], match[4] or match[5]
    whole = match[1] or ""
    if whole and re.fullmatch(r"\s*\d+\s*", top) and re.fullmatch(r"\s*\d+\s*", bottom):
        return f"{whole}(({top})/({bottom}))"
    return f"{whole}(({top})/({bottom}))"
