"""Where a trace claims something: the pieces of notation, in reading order.

Looked at are calculator annotations `<<48/2=24>>`, delimited mathematics, sentences and lines that are
notation as a whole, and calculations inside a sentence (`prose`). Words that say a calculation or an
inference are the business of `words`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

MAX_TRACE_CHARS = 120_000
MAX_CLAIMS = 2_000
MAX_CLAIM_CHARS = 1_200
MAX_LINE_CHARS = 4_000


class Found(NamedTuple):
    """A claim before it is checked."""

    text: str
    start: int
    """Where it begins in the trace."""
    kind: str = "notation"
    """Which checker it goes to: `notation`, `chain` (from prose), `entailment`, `total`, ..."""
    raw: str = ""
    """The words as written, where units may matter."""
    others: tuple[str, ...] = ()
    """Other readings; the claim is refuted only if all are false."""
    left: str = ""
    """What a line that begins with = goes on from."""
    supposed: bool = False
    """The sentence supposes or defines: what it says is believed, not checked."""


class Sentence(NamedTuple):
    """A piece of a trace up to a full stop, a semicolon or the end of its line."""

    text: str
    start: int


_ANNOTATION = re.compile(r"<<([^<>\n]{1,200})>>")
_MATHS = re.compile(
    r"\$\$(.{1,2000}?)\$\$|\\\[((?:(?!\\[\[(]).){1,2000}?)\\\]|\\\(((?:(?!\\[\[(]).){1,800}?)\\\)"
    r"|(?<![\\$])\$(?=[^\s$])((?:\\\$|[^$\n]){1,400}?)(?<![\\\s])\$(?!\d)",
    re.DOTALL,
)
_ABBREVIATED = "".join(
    rf"(?<!\b{word}\.)"
    for word in [
        "ft",
        "sq",
        "oz",
        "lb",
        "lbs",
        "hr",
        "hrs",
        "min",
        "mins",
        "sec",
        "in",
        "yd",
        "cm",
        "kg",
        "gal",
        "Mr",
        "Mrs",
        "Dr",
        "vs",
        "approx",
    ]
)
_END = re.compile(rf"\n|[;；。！？]|\.(?=\s|$){_ABBREVIATED}|!(?=\s)|\?(?=\s|$)")
_ROW = re.compile(r"\\\\|\n|\\quad|\\qquad|(?:\\Rightarrow|\\implies|\\Longrightarrow|⇒|\\therefore|∴)")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{[^}]{1,20}\}|&|\\(?:displaystyle|nonumber|notag)\b")
_RELATION = re.compile(r"=|<|>|≈|≤|≥|≠|\\le|\\ge|\\ne|\\approx|∈|⊆|⊂|\\in|\\subset|\|-|⊢|⊨")
_SIGN = re.compile(r"[=<>≈≤≥≠∈⊆⊂⊢\\|⊨]")
_DIGIT = re.compile(r"\d")
_PROSE = re.compile(
    r"(?<![A-Za-z])(?!(?:sqrt|cbrt|sinh|cosh|tanh|(?:arc|a)(?:sin|cos|tan)|floor|ceil|binom)\()[A-Za-z]{4,}"
    r"|[A-Za-z]{2,} [A-Za-z]+|[\u4e00-\u9fff]"
)
"""Words, but for the names of functions that are applied."""
_COMMAND = re.compile(r"\\[a-zA-Z]+")
_SUPPOSING = re.compile(
    r"\b(?:let\b(?!['’]s| us)|suppose|assum|if\b|where|define|denote|call|represent|try|trying|test"
    r"|check|guess|formula"
    r"|plug|unless|would|whether|when|for which|such that|not\b|consider|set up|either)"
    r"|设|假设|假如|如果|若|令|当|记|试|是否|公式|满足|使|不妨",
    re.IGNORECASE,
)


def masked(trace: str) -> tuple[str, list[Found]]:
    """The trace with annotations and formulas blanked out, and what they claim."""
    found: list[Found] = []
    if "<<" in trace:
        found = [Found(match[1], match.start() + 2, "annotation") for match in _ANNOTATION.finditer(trace)]
        trace = _ANNOTATION.sub(_blank, trace)
    if "$" not in trace and "\\" not in trace:
        return trace, found
    pieces, place = list[str](), 0
    for match in _MATHS.finditer(trace):
        group = match.lastindex or 1
        content = match[group]
        if group == 4 and not _is_formula(content):
            continue
        supposed = supposes(_before(trace, match.start()))
        found += [
            claim._replace(supposed=supposed)
            for claim in _rows(content, match.start(group), content + trace[match.end() : match.end() + 40])
        ]
        pieces += [trace[place : match.start()], _shown(match[0], content)]
        place = match.end()
    return "".join((*pieces, trace[place:])), found


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _shown(whole: str, content: str) -> str:
    """What stands for a formula in the sentence around it: a plain number itself, else a sign of none."""
    if re.fullmatch(r"[\s\d.,+\-*/]+", content):
        return content.rjust(len(whole))
    return "\x00" * len(whole)


def _before(trace: str, place: int) -> str:
    text = trace[max(0, place - 160) : place]
    return text[max(text.rfind("\n"), text.rfind(". "), text.rfind("。")) + 1 :]


def supposes(sentence: str) -> bool:
    """Whether a sentence supposes, defines or asks rather than claims."""
    return bool(_SUPPOSING.search(sentence))


def _is_formula(content: str) -> bool:
    """Whether the text between two dollar signs is mathematics and not two prices."""
    if "\\" in content:
        return True
    return not _PROSE.search(content) and content[-1] not in "=+-*/(" and "<<" not in content


def _rows(content: str, start: int, raw: str) -> Iterator[Found]:
    """The lines of a formula; a row that begins with = goes on from the one before."""
    place, before = 0, ""
    for end in [*_ROW.finditer(content), None]:
        stop = end.start() if end else len(content)
        row = _ENVIRONMENT.sub(lambda match: " " * len(match[0]), content[place:stop])
        text = row.strip().rstrip(".,;，。 ")
        if text:
            left = goes_on_from(before) if text.startswith("=") else ""
            yield Found(text, start + place + row.index(text[0]), "formula", raw, left=left)
            before = text
        place = end.end() if end else stop


def goes_on_from(line: str) -> str:
    """The last side of the line before one that begins with =; empty if that is no notation."""
    last = re.split(r"[=≈<>]", line)[-1].strip()
    if not last or len(last) > 600 or not _NOTATION.fullmatch(last) or _PROSE.search(_COMMAND.sub("", last)):
        return ""
    return last


_CALCULATING = re.compile(r"\b(?:plus|minus|times|multiplied|divided)\b|\d\s?[-+*/×÷]|[加减乘除]")
_EQUALLING = re.compile(
    r"\b(?:is|equals?|makes|gives|are)\s(?:equal\s)?(?:to\s)?[-$]?\d|[于得是为有][^\d]{0,4}\d"
)


def says_equal(text: str) -> bool:
    """Whether a sentence may say a calculation in words."""
    return bool(_DIGIT.search(text) and _CALCULATING.search(text) and _EQUALLING.search(text))


def sentences(trace: str) -> Iterator[Sentence]:
    """The pieces of a masked trace, in order, without white space around."""
    place = 0
    for end in [*_END.finditer(trace), None]:
        stop = end.start() if end else len(trace)
        text = trace[place:stop]
        bare = text.strip()
        if bare:
            yield Sentence(bare, place + text.index(bare[0]))
        place = end.end() if end else stop


def claims_of(text: str) -> bool:
    """Whether a relation stands in a text."""
    return bool(_SIGN.search(text) and _RELATION.search(text))


_LEAD = re.compile(
    r"^(?:[-*•·]\s+|\(?\d{1,2}[.)]\s+|(?:so|thus|then|hence|therefore|and|or|i\.e\.)\b,?\s*)+", re.IGNORECASE
)
_NOTATION = re.compile(r"[A-Za-z0-9_\s+\-*/^().,%=<>≤≥≠≈×÷·√π~|&\\{}'$!−→∨∧¬⊢⊨∈∪∩⊆⊂∅\[\]]+")


_SAYINGS = re.compile(
    r"(?:(?:[A-Z]:)?[A-Z]!?=[A-Z01],\s?)*[A-Z]:[A-Z]!?=[A-Z01]\s?(?:\|[-=]|[⊢⊨])\s?[A-Z]=\d+"
)
"""Who says what, and who is what: `B=0,B:A!=C|-C=1`; a colon that does not lead in."""


def notation_in(sentence: Sentence) -> Found | None:
    """The notation that a sentence is, as a whole or behind a colon or 得."""
    text, start = sentence.text, sentence.start
    if _SAYINGS.fullmatch(text):
        return Found(text, start, "entailment")
    lead = _LEAD.match(text)
    if lead and not re.match(r"[-*]\s*$", text):
        text, start = text[lead.end() :], start + lead.end()
    whole = _if_notation(text, start)
    if whole:
        return whole._replace(others=(sentence.text,)) if lead and "-" in lead[0] else whole
    cut = max(text.rfind(":"), text.rfind("："), text.rfind("得"), text.rfind("有"), text.rfind("，"))
    if 0 <= cut < len(text) - 1 and not (
        text[cut] == ":" and text[cut + 1].isdigit() and text[cut - 1 : cut].isdigit()
    ):
        tail = text[cut + 1 :]
        return _if_notation(tail.strip(), start + cut + 1 + len(tail) - len(tail.lstrip()))
    return None


def _if_notation(text: str, start: int) -> Found | None:
    text = text.rstrip(",，:： ").strip("*`").strip()
    if _BOOLEAN.search(text):
        return None
    if (
        not text
        or not _NOTATION.fullmatch(text)
        or _PROSE.search(text.replace(" or ", "  ").replace(" and ", "  "))
    ):
        return None
    return Found(text, start)


_BOOLEAN = re.compile(r"\b(?:AND|OR|NOT|XOR|NAND|NOR)\b|&&|⊕|¬[A-Za-z]+\s?=")


def split_list(found: Found) -> list[Found]:
    """`8+8=16,2x=8` as two claims; an entailment and a list of values stay whole."""
    text = found.text
    if "," not in text or any(sign in text for sign in ("|-", "|=", "⊢", "⊨")):
        return [found]
    parts, depth, place = list[Found](), 0, 0
    for at, char in enumerate(text):
        depth += (char in "([{") - (char in ")]}")
        if (
            char == ","
            and not depth
            and not (text[at - 1 : at].isdigit() and re.match(r"\d{3}(?!\d)", text[at + 1 :]))
        ):
            parts.append(found._replace(text=text[place:at].strip(), start=found.start + place))
            place = at + 1
    parts.append(found._replace(text=text[place:].strip(), start=found.start + place))
    return parts if len(parts) > 1 and all(claims_of(part.text) for part in parts) else [found]


def in_order(found: list[Found]) -> list[Found]:
    """By place; the order of finding where places are equal."""
    return sorted(found, key=lambda claim: claim.start)


def inside(spans: list[tuple[int, int]], place: int) -> bool:
    """Whether a place lies in one of the ascending spans."""
    at = bisect_right(spans, (place, MAX_TRACE_CHARS)) - 1
    return at >= 0 and place < spans[at][1]
