"""What a trace claims: the equations, inequalities and entailments in its lines, in English and Chinese.

Prose is not understood. A claim is a piece of notation with a sign of relation in it: delimited
mathematics, a calculator annotation `<<48/2=24>>`, a line that is notation as a whole, or a chain of
arithmetic inside a sentence ("12 x 2 = 24 pages").
"""

import re
from dataclasses import dataclass

MAX_TRACE_CHARS = 40_000
MAX_CLAIMS = 400
MAX_CLAIM_CHARS = 400
MAX_LINE_CHARS = 2_000

_TOKEN = re.compile(
    r"(?P<num>[$€£¥]?(?:\d+(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:\s?\\?%(?!\s?\d))?|[$€£¥]?\.\d+)"
    r"|(?P<word>[A-Za-z]{2,})|(?P<letter>[A-Za-z])|(?P<op>[-+*/×÷·^−])|(?P<bracket>[()])|(?P<eq>[=≈])"
    r"|(?P<space>[ \t]+)|(?P<other>.)",
    re.DOTALL,
)
_VALUES = ("num", ")")
_FACTOR_NEXT = re.compile(r"\s*[$(.\d]")
_SCALES = {
    "dozen", "hundred", "thousand", "million", "billion", "half",
    "of", "and", "or", "is", "to", "than", "for",
}  # fmt: skip
"""Words after a number that change it or end the calculation."""
_LEADING_ZERO = re.compile(r"(?<![\d.])0\d")
_ANNOTATION = re.compile(r"<<([^<>\n]{1,200})>>")
_MATHS = re.compile(
    r"\$\$(.{1,800}?)\$\$|\\\[(.{1,800}?)\\\]|\\\((.{1,800}?)\\\)"
    r"|(?<!\\)\$((?:\\\$|[^$\n]){1,400}?)(?<!\\)\$",
    re.DOTALL,
)
_LINE_END = re.compile(r"\n|;|；|(?<!\d)\.(?=\s|$)|(?<=\d)\.(?=\s|$)|[。！？]|\\\\")
_NOTATION = re.compile(r"[A-Za-z0-9_\s+\-*/^().,%=<>≤≥≠≈×÷·√π~|&\\{}'$:!−]+")
_RELATION = re.compile(r"=|<|>|≈|≤|≥|≠|\\le|\\ge|\\ne|\\approx|\|-|\|=|⊢|⊨")


@dataclass(frozen=True, slots=True)
class Found:
    """A claim before it is checked."""

    text: str
    start: int
    """Where it begins in the trace."""


def find_claims(trace: str) -> list[Found]:
    """The claims of a trace in reading order; what is longer than 40,000 characters is cut off."""
    trace = trace[:MAX_TRACE_CHARS]
    found = [Found(match[1], match.start()) for match in _ANNOTATION.finditer(trace)]
    bare = _ANNOTATION.sub(lambda match: " " * len(match[0]), trace)
    for match in _MATHS.finditer(bare):
        content = "".join(filter(None, match.groups()))
        if _RELATION.search(content):
            found.append(Found(content.strip(), match.start()))
    bare = _MATHS.sub(
        lambda match: "#" * len(match[0]) if "\\" in match[0] or _RELATION.search(match[0]) else match[0],
        bare,
    )
    place = 0
    for end in [*_LINE_END.finditer(bare), None]:
        stop = end.start() if end else len(bare)
        found += _in_line(bare[place:stop], place)
        place = end.end() if end else stop
    found.sort(key=lambda claim: claim.start)
    return found[:MAX_CLAIMS]


def _in_line(line: str, start: int) -> list[Found]:
    text = line.strip()[:MAX_LINE_CHARS]
    if not text or not _RELATION.search(text):
        return []
    if len(text) <= MAX_CLAIM_CHARS and _is_notation(text):
        return [Found(text, start)]
    tail = re.split(r"[:：得]", text)[-1].strip()
    if tail != text and "=" in tail and len(tail) <= MAX_CLAIM_CHARS and _is_notation(tail):
        return [Found(tail, start + line.find(tail))]
    return _chains(line[:MAX_LINE_CHARS], start)


def _is_notation(text: str) -> bool:
    return bool(_NOTATION.fullmatch(text)) and not re.search(r"[A-Za-z]{4,}|[A-Za-z]+ [A-Za-z]+", text)


def _chains(line: str, start: int) -> list[Found]:
    """Calculations inside a sentence: runs of numbers, letters and signs without the units behind numbers."""
    found, run, begin, last, spaced = list[Found](), list[str](), 0, "", False
    for match in _TOKEN.finditer(line):
        kind, value = match.lastgroup or "", match[0]
        if kind == "letter" and value in "xX" and last in _VALUES and _FACTOR_NEXT.match(line, match.end()):
            kind, value = "op", "*"
        if kind == "space" or (kind == "word" and last in _VALUES and value not in _SCALES):
            run.append(" ")
            spaced = True
            continue
        side_by_side = spaced and last in (*_VALUES, "letter") and kind in ("num", "letter")
        if kind in ("word", "other") or side_by_side:
            found += _chain("".join(run), begin)
            run, last = [], ""
        if kind in ("num", "letter", "op", "bracket", "eq"):
            begin = begin if last else start + match.start()
            run.append(value)
            last = value if kind == "bracket" else kind
        spaced = False
    return found + _chain("".join(run), begin)


def _chain(run: str, start: int) -> list[Found]:
    sides = [side.strip() for side in re.split(r"[=≈]", run)]
    signs = re.findall(r"[=≈]", run)
    if not signs or not sides[0]:
        return []
    if not re.search(r"[-+*/×÷·^−]", sides[0].lstrip("-+− ")) and not re.fullmatch(r"\d*[A-Za-z]", sides[0]):
        sides, signs = sides[1:], signs[1:]
    if (
        not signs
        or not all(sides)
        or re.search(r"(?<![\d.])0\d", run)
        or re.match(r"[-+*/×÷·^−]", sides[0])
        or "$" in sides[0][-1:]
    ):
        return []
    text = sides[0] + "".join(f" {sign} {side}" for sign, side in zip(signs, sides[1:], strict=True))
    return [Found(text, start)] if len(text) <= MAX_CLAIM_CHARS and any(c.isdigit() for c in text) else []
