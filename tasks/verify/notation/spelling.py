"""One spelling for the many ways to write a sign: Unicode, widths, LaTeX spacing and wrappers.

What comes out is close to ASCII LaTeX. Superscripts, vulgar fractions and circled digits are treated
before Unicode's own compatibility forms, which would turn m² into m2 and 1½ into 11/2.
"""

import re
import unicodedata

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ"
_SUPER_PLAIN = "0123456789+-n"
_SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"
_SUPER_RUN = re.compile(f"[{_SUPERSCRIPTS}]+")
_SUB_RUN = re.compile(f"[{_SUBSCRIPTS}]+")
_SUPER_TABLE = str.maketrans(_SUPERSCRIPTS, _SUPER_PLAIN)
_SUB_TABLE = str.maketrans(_SUBSCRIPTS, "0123456789")
_VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip
_SIGNS = {
    "−": "-", "–": "-", "—": "-", "﹣": "-", "‐": "-", "‑": "-", "⁄": "/", "∕": "/", "÷": "\\div ",
    "×": "\\times ", "✕": "\\times ", "⋅": "\\cdot ", "·": "\\cdot ", "∙": "\\cdot ", "•": "\\cdot ",
    "∗": "*", "√": "\\sqrt ", "∛": "\\sqrt[3]", "∜": "\\sqrt[4]", "π": "\\pi ", "∞": "\\infty ",
    "≤": "\\le ", "≦": "\\le ", "⩽": "\\le ", "≥": "\\ge ", "≧": "\\ge ", "⩾": "\\ge ", "≠": "\\ne ",
    "≡": "\\equiv ",
    "≈": "\\approx ", "≅": "\\approx ", "±": "\\pm ", "∓": "\\mp ", "∪": "\\cup ", "∩": "\\cap ",
    "∈": "\\in ", "∉": "\\notin ", "∅": "\\emptyset ", "⌊": "\\lfloor ", "⌋": "\\rfloor ", "⌈": "\\lceil ",
    "⌉": "\\rceil ", "°": "^\\circ ", "˚": "^\\circ ", "℃": "^\\circ C", "′": "'", "’": "'", "‘": "'",
    "“": '"', "”": '"', "、": ",", "，": ",", "；": ";", "．": ".", "：": ":", "（": "(", "）": ")",
    "【": "[",
    "】": "]", "。": ".", "﹒": ".", "％": "%", "∶": ":", "ℝ": "\\mathbb{R}", "ℤ": "\\mathbb{Z}",
    "ℕ": "\\mathbb{N}", "ℚ": "\\mathbb{Q}", "∑": "\\sum ", "∫": "\\int ", "→": "\\to ", "⇒": "\\implies ",
    "θ": "\\theta ", "α": "\\alpha ", "β": "\\beta ", "γ": "\\gamma ", "δ": "\\delta ", "λ": "\\lambda ",
    "μ": "\\mu ", "ω": "\\omega ", "φ": "\\phi ", "σ": "\\sigma ", "ρ": "\\rho ", "\u03a9": "\\Omega ",
    "\u2126": "\\Omega ",
    "Δ": "\\Delta ",
    "△": "\\triangle ", "∠": "\\angle ", "∧": "\\land ", "∨": "\\lor ", "¬": "\\neg ", "∖": "\\setminus ",
    "…": "\\ldots ", "⋯": "\\ldots ", "​": "", "﻿": "", "⁡": "", "⟨": "\\langle ", "⟩": "\\rangle ",
}  # fmt: skip
_SIGN_TABLE = str.maketrans(_SIGNS)
_CIRCLED = {chr(0x2460 + n): f"({n + 1})" for n in range(20)}
_CIRCLED_TABLE = str.maketrans(_CIRCLED)

_ESCAPED = re.compile(
    r"(?<!\\)\\\\(?=(?:[dtc]?frac|sqrt|left|right|boxed|fbox|pi|infty|text|textbf|mathrm|mathbf|cup|le|ge|leq|geq|pm|"
    r"cdot|times|circ|theta|alpha|begin|end|sin|cos|tan|ln|log|in|quad)(?![a-zA-Z]))"
)
_SPACING = re.compile(
    r"(?<!\\)\\(?:[,;:!> ]|quad(?![a-z])|qquad(?![a-z])|displaystyle|textstyle|limits|nolimits|allowbreak|"
    r"hfill|"
    r"(?:left|right)(?=[\s()\[\]|.{}\\])|[bB]igg?[lrm]?(?=[\s()\[\]|{}\\/])|phantom\{[^{}]*\}|hspace\{[^{}]*\}|"
    r"label\{[^{}]*\}|tag\{[^{}]*\})|~"
)
_EATEN = re.compile(r"\\?([\x0c\x08\t])(rac|oxed|imes|frac)(?![a-z])")
_EATEN_BY = {"\x0c": "\\f", "\x08": "\\b", "\t": "\\t"}
"""A backslash and letter that a careless string literal turned into a control character."""
_TEXT_SIGNS = re.compile(r"\\(?:text(less|greater|asciitilde|quotesingle|degree|bar|backslash)(?:\{\})?|(_))")
_TEXT_SIGN = {
    "less": "<",
    "greater": ">",
    "asciitilde": "~",
    "quotesingle": "'",
    "degree": "^\\circ ",
    "bar": "|",
}
_DEGREES = re.compile(
    r"\^\{\s*\{\s*\}\s*\^\s*(?:\{\s*\}\s*\\circ|\{\s*\\circ\s*\}|\\circ)\s*\}|\{\s*\}\s*\^\s*\{\s*\}\s*\\circ|\{\s*\}\s*\^\s*\\circ"
)
_ORDINAL = re.compile(r"(?<=\d)\s*(?:\^?\s*\\?(?:text|textsuperscript|mathrm)?\{\s*)?(?:st|nd|rd|th)\b\s*\}?")
_OHM = re.compile(r"(\d)\s*(?:\\(?:mathrm|text)\s*\{)?([kM]?)\s*(?:\\(?:mathrm|text)\s*\{)?\s*\\Omega\s*\}?")
_CROSS = re.compile(r"(?<=\d)\s*[xX]\s+(?=\d)|(?<=\d)\s+[xX]\s*(?=\d)")
_GLUED = re.compile(r"(?<=[\d)}])(or|and)(?=[A-Za-z(\\])")
_THOUSANDS = re.compile(
    r"(?<=\d)(?:\{,\}|,\\!|\s*\{\s*,\s*\}\s*|,\s*\\!\s*|\\,|\\ |\\!)(?=\s*\d{3}(?!\d))\s*"
)
_THIN_SPACES = re.compile(r"(?<![\d.])(\d{1,3})((?:[ \u00a0\u2009\u202f]\d{3})+)(?![\d])")
_DELIMITERS = re.compile(r"(?<!\\)\$+|\\\(|\\\)|(?<!\\)\\\[(?!\d)|(?<!\\)\\\]")
_COUNTING = re.compile(r"\d\.\d{2,}\s*\.\.\.$")
_EDGES = " \t\r\n*_`\"'.,;:。"


_SPACE = re.compile(r"\s")


def spell(text: str) -> str:
    """The text with one spelling for every sign. Wrappers such as `$...$` are gone."""
    if not text.isascii():
        text = _from_unicode(text)
    if "\x0c" in text or "\x08" in text or "\t" in text:
        text = _EATEN.sub(lambda match: _EATEN_BY[match[1]] + match[2], text)
    if "or" in text or "and" in text:
        text = _GLUED.sub(r" \1 ", text)
    if "," in text or "\\" in text:
        text = _THOUSANDS.sub("", text)
    if "x" in text or "X" in text:
        text = _CROSS.sub(" \\\\times ", text)
    if "\\" in text:
        text = _DEGREES.sub(r"^\\circ", text) if "circ" in text else text
        text = _TEXT_SIGNS.sub(lambda match: _TEXT_SIGN.get(match[1], match[2] or " "), text)
        text = _ESCAPED.sub(r"\\", text) if "\\\\" in text else text
        text = text.replace("\\$", "").replace("\\left.", "").replace("\\right.", "")
        text = _SPACING.sub(" ", text)
    if "Omega" in text:
        text = _OHM.sub(r"\1 \2ohm ", text)
    if "$" in text or "\\" in text:
        text = _DELIMITERS.sub(" ", text)
    if "th" in text or "rd" in text or "nd" in text or "st" in text:
        text = _ORDINAL.sub("", text)
    return text.strip()


def join_thousands(text: str) -> str:
    """`12 345 678` as one number."""
    return _THIN_SPACES.sub(lambda match: match[1] + _SPACE.sub("", match[2]), text)


def trim(text: str) -> str:
    """The text without decoration at its edges: Markdown stars, quotes, a final full stop."""
    text = text.strip()
    while (
        text
        and text[-1] in _EDGES
        and not _COUNTING.search(text)
        and not text.endswith(("\\,", "\\;", "\\!", "\\ ", "'", "\\:"))
    ):
        text = text[:-1]
    start = 0
    while start < len(text) and text[start] in " \t\r\n*_`\"':;,。" and not text.startswith("**", start + 1):
        start += 1
    return text[start:]


def _from_unicode(text: str) -> str:
    for sign, (above, below) in _VULGAR.items():
        if sign in text:
            text = text.replace(sign, f"\\frac{{{above}}}{{{below}}}")
    text = _SUPER_RUN.sub(lambda match: "^{" + match[0].translate(_SUPER_TABLE) + "}", text)
    text = _SUB_RUN.sub(lambda match: "_{" + match[0].translate(_SUB_TABLE) + "}", text)
    text = text.translate(_CIRCLED_TABLE).translate(_SIGN_TABLE)
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).translate(_SIGN_TABLE)
