"""Whole answers in another notation, rewritten to one that the parser reads; what a rule does not know stays.

Each rule has a sign that must occur in the text, so that most answers meet none.
"""

import re
from collections.abc import Callable
from fractions import Fraction

from tasks.verify.notation.phrases import meaning

_NUMBER = re.compile(r"[-+]?\d+(?:[./]\d+)?%?")
"""What no rule changes."""
_REMARK = re.compile(
    r"\s*\((?:[^()]*[\u4e00-\u9fff][^()]*|[^()]*\\in\s*\\mathbb[^()]*|[^()]*\\in\s*[ZNR][+*]?\s*)\)\s*$"
)
_PARTS = re.compile(
    r"\(1\)\s*[.:]?\s*(?P<a>[^()].*?)[\s;,]+\(2\)\s*[.:]?\s*(?P<b>[^()].*?)(?:[\s;,]+\(3\)\s*[.:]?\s*(?P<c>.+))?",
    re.DOTALL,
)
_LABEL = re.compile(
    r"(?:^|[\s,;.]+)(?:\((?P<a>[a-e]|i{1,3}|iv|v)\)|第(?P<b>[一二三四五1-5])(?:个)?(?:空|问|题|小题)|空\s*(?P<c>[1-5])|(?:part|blank)\s*\(?(?P<d>[a-e1-5])\)?"
    r"|(?P<g>[a-e])\)|(?P<e>[1-9])(?:st|nd|rd|th)?[.)]?\s*(?=(?-i:[A-Z][a-z]))|(?:the\s+)?(?P<f>first|second|third|fourth)\s+(?:blank|part|one|is))\s*(?:填|为|是|is\b|=)?\s*[:.]?\s*",
    re.IGNORECASE,
)
"""Labels of the parts of an answer: (a), 第一空, blank 1, `1. ` before a name."""
_LABELS = {name: n for row in ("abcde", "12345", "一二三四五") for n, name in enumerate(row)} | {
    name: n
    for row in (("i", "ii", "iii", "iv", "v"), ("first", "second", "third", "fourth"))
    for n, name in enumerate(row)
}
_SI_PREFIXES = {
    "": "", "p": "pico", "n": "nano", "\\mu": "micro", "u": "micro", "m": "milli", "k": "kilo",
    "M": "mega", "G": "giga",
    "T": "tera",
}  # fmt: skip
_SI_UNITS = {
    "F": "farad", "C": "coulomb", "H": "henry", "T": "tesla", "Wb": "weber", "S": "siemens",
    "Hz": "hertz", "Pa": "pascal",
    "W": "watt", "J": "joule", "V": "volt", "A": "ampere", "N": "newton", "Bq": "becquerel", "mol": "mole",
}  # fmt: skip
_UNIT_SIGN = re.compile(
    r"(?P<number>[-+]?(?:\d[\d.]*|\\frac\{\d+\}\{\d+\})(?:\s*(?:\\times|\\cdot|\*)\s*10\s*\^\s*(?:\{\s*-?\d+\s*\}|-?\d+))?)\s*"
    rf"(?P<prefix>\\mu|[pnumkMG](?=\s*(?:\\(?:text|mathrm)\s*\{{)?\s*(?:{'|'.join(_SI_UNITS)})))?\s*"
    rf"(?P<wrapped>\\(?:text|mathrm|rm)\s*\{{\s*)?(?P<inner>\\mu|[pnumkMGT](?=(?:{'|'.join(_SI_UNITS)})))?\s*"
    rf"(?P<unit>{'|'.join(sorted(_SI_UNITS, key=len, reverse=True))})\s*\}}?"
)
_TWO_UNITS = re.compile(
    r"^(\d+\s*(?:hours?|hrs?|h|minutes?|mins?|days?|weeks?|years?|feet|foot|ft|pounds?|lbs?|meters?|metres?|m|kg|km|dollars?|degrees?))(?:\s*,\s*and\s+|\s+and\s+|\s*,\s*)"
    r"(?=\d+(?:\.\d+)?\s*[a-z]+\b)"
)
_FEET = re.compile(r"(\d+)\s*(?:ft\.?|feet|foot)\s*(\d+)\s*in(?:\.|ch|ches)?$")
_EUROPEAN = re.compile(r"([-+]?\d{1,3}(?:\.\d{3})+),(\d{1,2})(\s?[€$]|\s?(?:euros?|EUR))?")
_RANKED = re.compile(r"\s*(?:->|>|\\to)\s*")
_RANKING = re.compile(r"[A-Z][a-z]+(?:\s*(?:->|>|\\to)\s*[A-Z][a-z]+){1,12}")
"""Names in an order: "Alice > Bob > Carol" is "Alice, Bob, Carol"."""
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
_BOLD_SET = re.compile(r"\\(?:mathbf|Bbb|mathds)\s*\{?\s*([RZQN])(?![A-Za-z])\s*\}?")
_NAMED_TRIANGLE = re.compile(
    r"^(?:the\s+)?(?<!\\)triangle\s+([A-Z](?:'|_\d)?\s*[A-Z](?:'|_\d)?\s*[A-Z](?:'|_\d)?)$", re.IGNORECASE
)
_LEIBNIZ = re.compile(
    r"^\\[dt]?frac\s*\{\s*(?:\\mathrm\s*)?\{?d\}?\s*([a-z])\s*\}\s*\{\s*(?:\\mathrm\s*)?\{?d\}?\s*[tx]\s*\}\s*=|^d([a-z])/d[tx]\s*="
)
_ANY_CONSTANT = re.compile(
    r"[\s,;]*(?:\\(?:text|mathrm)\s*\{)?\s*\(?(?:(?:for|where|with)\s+)?(?:some|an?y?|any|all)?\s*(?:arbitrary\s+|real\s+)*(?:\$?[A-Za-z](?:_\d)?\$?\s+is\s+)?(?:an?\s+)?(?:arbitrary\s+|real\s+)*"
    r"constants?\s*\}?\s*(?:\$?[A-Za-z](?:_\d)?\$?)?\)?\s*$|[,;，；\s(（]*(?:其中)?\s*[A-Za-z]\s*为?是?任意(?:实)?常数[)）]?\s*$"
)


_DIGITS_IN_TEXT = re.compile(r"\\(?:text|mathrm|texttt|rm)\s*\{\s*([0-9A-F]+)\s*\}(?=_)")
_SEGMENT = re.compile(r"\\overline\s*\{\s*([A-Z])\s*([A-Z])\s*\}")
_KELVIN = re.compile(r"^([-+]?\d[\d.]*)\s*\\(?:text|mathrm)\s*\{\s*K\s*\}$")
_STRICTLY = re.compile(r"^(?:[a-z]\s+(?:lies|is)\s+)?strictly\s+between\s+(\S{1,20})\s+and\s+(\S{1,20})$")
_REMAINDER = re.compile(
    r"(?:(?:the\s+)?quotient\s+(?:is\s+|of\s+)?)?(\d+)\s*,?\s*(?:and\s+|with\s+)?(?:an?\s+|the\s+)?remainder\s*(?:is\s+|of\s+)?(\d+)"
    r"|(?:商(?:是|为)?)?\s*(\d+)\s*[,，]?\s*(?:\.\.\.|\\ldots\s*)*余数?(?:是|为)?\s*(\d+)",
    re.IGNORECASE,
)
_AND_A_HALF = re.compile(r"^(?:an?|one) (hour|minute|day|week|month|year|mile) and a half$", re.IGNORECASE)


def _segment(text: str) -> str:
    """A segment by its end points in alphabetical order: BA is AB."""
    match = _SEGMENT.fullmatch(text)
    return "".join(sorted(match.groups())) if match else text


def _with_remainder(text: str) -> str:
    """`quotient 14, remainder 3` as `14 R 3`."""
    match = _REMAINDER.fullmatch(text)
    return f"{match[1] or match[3]} R {match[2] or match[4]}" if match else text


def rewritten(text: str) -> str:
    """The text after every rule whose sign occurs in it."""
    if _NUMBER.fullmatch(text):
        return text
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


def _labelled(text: str) -> str:
    """The parts behind labels, all from the first on, as a list in the order of the labels."""
    labels = list(_LABEL.finditer(text))
    if len(labels) < 2 or labels[0].start() or len(text) > 400:
        return text
    order = [_LABELS.get(next(filter(None, label.groups())).lower(), -1) for label in labels]
    if sorted(order) != list(range(len(labels))):
        return text
    ends = [*(label.start() for label in labels[1:]), len(text)]
    found = [
        text[label.end() : end].strip(" ,;.").removesuffix(" and")
        for label, end in zip(labels, ends, strict=True)
    ]
    parts = [found[order.index(place)] for place in range(len(found))]
    names = all(part[:1].isalpha() and " " not in part for part in parts)
    return (", " if names else "; ").join(parts) if all(parts) else text


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


def _triangle(text: str) -> str:
    """`triangle ABC` and `\\bigtriangleup ABC` with the sign of `\\triangle`."""
    text = text.replace("\\bigtriangleup", "\\triangle").replace("\\vartriangle", "\\triangle")
    return _NAMED_TRIANGLE.sub(r"\\triangle \1", text)


def _unit_sign(text: str) -> str:
    """`1.2 \\mu\\text{F}` as 1.2 microfarad, `3 GHz` as 3 gigahertz."""
    name, equal, value = text.rpartition("=")
    match = _UNIT_SIGN.fullmatch(value.strip()) if "circ" not in text else None
    if match is None:
        return text
    prefix = match["prefix"] or match["inner"] or ""
    if not (match["wrapped"] or prefix or len(match["unit"]) > 1):
        return text
    return f"{name}{equal}{match['number']} {_SI_PREFIXES[prefix]}{_SI_UNITS[match['unit']]}"


def _currency(text: str) -> str:
    return _PREFIX.sub("", text, count=1) if _PREFIX.match(text) else text


_RULES: list[tuple[tuple[str, ...], Callable[[str], str]]] = [
    (("s", "S", "r", "R", "D"), _currency),
    (("(",), _remark),
    (("a)", "i)", "第一", "第1", "空1", "lank", "art", "1", "irst"), _labelled),
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
    (("\\mathbf", "\\Bbb", "\\mathds"), lambda text: _BOLD_SET.sub(r"\\mathbb{\1}", text)),
    (("triangle",), _triangle),
    (("dx", "dt", "d x", "d t"), lambda text: _LEIBNIZ.sub(r"\1'=", text)),
    (("constant", "常数"), lambda text: _ANY_CONSTANT.sub("", text) or text),
    (("\\text", "\\mathrm", "\\mu", "Hz", "F", "eV"), _unit_sign),
    (
        (" and ", ", ", "ft", "feet"),
        lambda text: _FEET.sub(r"\1 feet \2 inches", _TWO_UNITS.sub(r"\1 ", text)),
    ),
    (
        (",",),
        lambda text: f"{m[1].replace('.', '')}.{m[2]}{m[3]}" if (m := _EUROPEAN.fullmatch(text)) else text,
    ),
    ((">", "\\to"), lambda text: _RANKED.sub(", ", text) if _RANKING.fullmatch(text) else text),
    (("}_",), lambda text: _DIGITS_IN_TEXT.sub(r"\1", text)),
    (("\\overline",), _segment),
    (("K",), lambda text: _KELVIN.sub(r"\1 kelvin", text)),
    (("strictly",), lambda text: _STRICTLY.sub(r"(\1, \2)", text)),
    (("emainder", "余"), _with_remainder),
    (("half",), lambda text: _AND_A_HALF.sub(r"1.5 \1s", text)),
    (("mod", "Mod"), lambda text: _PAREN_MOD.sub(r"\\pmod{\1}", text)),
]
"""Signs, one of which must occur, and the rule."""
