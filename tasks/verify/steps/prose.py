"""Calculations inside a sentence: "So 12 boxes x 2 = 24 pages", "12个苹果加30个苹果等于42个".

Units behind numbers are passed over, words for + - * / and = are read as these. A run of notation ends
where anything else stands. What may be meant in two ways has several readings.
"""

import re
from typing import NamedTuple

from tasks.verify.equal.units import read_unit
from tasks.verify.steps.scan import MAX_LINE_CHARS, Found, Sentence

_TOKEN = re.compile(
    r"(?P<skip>\d+(?:st|nd|rd|th)\b|\d+:\d\d(?::\d\d)?|\d[\d,]*/\d[\d,]*/\d\d+|\d{4}-\d\d?-\d\d?)"
    r"|(?P<num>[$€£¥]?(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d{1,3}(?:\s\d{3})+(?![\d,.-])|\d+)(?:\.\d+|\s(?:and\s[$]?)?(?:\(\d+/\d+\)|\d+/\d+(?![\d/.]|\sof\b)))?(?:\s?\\?%(?!\s?\d))?"
    r"|[$€£¥]?\.\d+(?:\s?%)?)"
    r"|(?P<word>[A-Za-z][A-Za-z'’.]*[A-Za-z])|(?P<letter>[A-Za-z])|(?P<op>\*\*|[-+*/×÷·^−–])"
    r"|(?P<bracket>[()])|(?P<eq>==|[=≈])|(?P<space>[ \t]+)|(?P<han>[\u4e00-\u9fff]+)|(?P<other>.)",
    re.DOTALL,
)
_SIGNS = {"×": "*", "÷": "/", "·": "*", "−": "-", "–": "-", "**": "^", "==": "="}
_OPERATIONS = {
    "plus": "+", "minus": "-", "times": "*", "multiplied": "*", "divided": "/", "x": "*", "X": "*",
}  # fmt: skip
_HAN_OPERATIONS = (
    ("加上", "+"), ("加", "+"), ("减去", "-"), ("减", "-"), ("乘以", "*"), ("乘", "*"), ("除以", "/"),
    ("的和是", ""), ("等于", "="), ("得到", "="), ("得", "="), ("就是", "="), ("是", "="), ("为", "="),
)  # fmt: skip
_EQUALS = frozenset({"is", "equals", "equal", "makes", "gives", "are", "be", "was"})
_AFTER_IS = re.compile(
    r"\s*(?:to\b|equal\b)?\s*[$€£¥]?-?\d[\d,.]*(?:/\d+)?(?![\d/.])"
    r"\s*(?:%|percent\b|more\b|less\b|times\b|fewer\b|greater\b|th\b|x\b|:|-[A-Za-z])"
)
_STOPS = frozenset(
    {"and", "or", "is", "to", "than", "for", "are", "was", "equals", "if", "then", "so", "because", "which"}
)
_SCALES = {"dozen": 12, "dozens": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_NEXT_VALUE = re.compile(r"\s*(?:by\s+)?[-(]?\s?[$€£¥]?(?:\d|\.\d|[A-Za-z]\b)")
_NEXT_FACTOR = re.compile(r"\s*[$€£¥(]*\.?\d")
_NEXT_NUMBER = re.compile(r"\s*(?:to\s+)?-?[$€£¥]?\.?\d")
_TAINT = frozenset("#_^\\√°:/&@~¬⊕∧∨→∫|↑↓")
_TORN = frozenset({"AND", "OR", "NOT", "XOR", "NAND", "NOR", "mod"})
_PRIMES = frozenset("'’′")


_BELONGS = re.compile(
    r"\b(?:day|week|month|year|hour|page|step|round|level|grade|case|equation|option|chapter|question|game)s?\s$"
    r"|\b(?:half of|twice|double)\s$",
    re.IGNORECASE,
)
"""What makes the number behind it a name (day 1, pages 3-5) or another number (half of 40)."""


_PLACES = re.compile(r"(?:\b[Aa]t|[在当])\s?$")
"""Words before a value that is taken in turn: at x=-2, 当x=-2时."""


class _Token(NamedTuple):
    text: str
    kind: str
    start: int
    end: int
    words: bool = False
    """Words stand behind it."""


def calculations(sentence: Sentence) -> list[Found]:
    """The chains of arithmetic in a sentence."""
    line = sentence.text[:MAX_LINE_CHARS]
    found: list[Found] = []
    run: list[_Token] = []
    spaced, skip_to = False, 0
    for match in _TOKEN.finditer(line):
        if match.start() < skip_to:
            continue
        kind, value = match.lastgroup or "", match[0]
        last = run[-1] if run else None
        after_value = last is not None and (last.kind == "num" or last.text == ")" or last.kind == "letter")
        if kind == "space" or (value == "." and last is not None and last.words):
            spaced = True
            continue
        if kind in ("word", "letter", "han") and after_value:
            sign, end = _operation(line, match, run)
            if sign:
                run.append(_Token(sign, "eq" if sign == "=" else "op", match.start(), end, words=True))
                skip_to, spaced = end, False
                continue
            if kind == "word" and value.lower() in _SCALES:
                assert last is not None
                run[-1] = last._replace(
                    text=f"{last.text}*{_SCALES[value.lower()]}" if last.kind == "num" else last.text,
                    end=match.end(),
                    words=True,
                )
                continue
            if (
                value == "of"
                and last is not None
                and last.kind == "num"
                and _NEXT_VALUE.match(line, match.end())
                and ("%" in last.text or _is_fraction(run))
            ):
                run.append(_Token("*", "op", match.start(), match.end()))
                continue
            glued = kind == "word" and not spaced and len(value) <= 3 and read_unit(value) is None
            if kind != "letter" and not glued and value.lower() not in _STOPS and value not in _TORN:
                assert last is not None
                run[-1] = last._replace(words=True)
                spaced = True
                continue
        if (
            kind == "letter"
            and value in "aAI"
            and re.match(r"\s[A-Za-z]{2}", line[match.end() : match.end() + 3])
        ):
            kind = "word"
        if (
            kind == "op"
            and value == "/"
            and after_value
            and re.match(r"\s?[A-Za-z]{2}", line[match.end() : match.end() + 3])
        ):
            skip_to = match.end() + re.match(r"\s?[A-Za-z]+", line[match.end() :]).end()  # type: ignore[union-attr]
            assert last is not None
            run[-1] = last._replace(words=True)
            continue
        beside = after_value and (spaced or (last is not None and last.words)) and kind in ("num", "letter")
        beside |= value == "(" and last is not None and last.words and _has_letter(run)
        prime = value in _PRIMES and not spaced and last is not None and last.kind == "letter"  # f'(x)
        function = kind == "word" and line[match.end() : match.end() + 1] == "("  # sqrt(7+9)
        closing = value == ")" and kind == "bracket" and not _open(run)
        if kind in ("word", "other", "han", "skip") or beside or closing:
            torn = (
                value in _TORN
                or function
                or prime
                or (kind == "word" and after_value and not spaced)
                or bool(run and run[-1].kind == "op")
                or (beside and kind == "letter")
            )
            found += _emit(
                run,
                line,
                sentence.start,
                tainted=value in _TORN
                or (value[0] in _TAINT and not spaced)
                or kind == "skip"
                or (beside and kind == "letter")
                or (value == "," and line[match.end() : match.end() + 1].isdigit()),
                goes_on=function and bool(run) and run[-1].kind == "op",
            )
            run = []
            if torn or kind == "skip" or (kind == "other" and value in _TAINT):
                run = [_Token("", "taint", match.start(), match.end())]
        if kind == "eq" and _open(run):
            run = run[max(n for n, token in enumerate(run) if token.text == "(") + 1 :]
        if kind in ("num", "letter", "op", "eq") or (kind == "bracket" and not closing):
            run.append(_Token(_SIGNS.get(value, value), kind, match.start(), match.end()))
        spaced = False
    return found + _emit(run, line, sentence.start, tainted=False)


def _operation(line: str, match: re.Match[str], run: list[_Token]) -> tuple[str, int]:
    """The sign a word stands for, and where it ends; an empty sign if it is another word."""
    value = match[0]
    if match.lastgroup == "han":
        if not _NEXT_VALUE.match(line, match.end()):
            return "", 0
        for word, sign in _HAN_OPERATIONS:
            if value.endswith(word):
                if sign == "=" and not _calculates(run):
                    return "", 0
                return (sign, match.end()) if _han_unit(value.removesuffix(word)) else ("", 0)
        return "", 0
    sign = _OPERATIONS.get(value, "")
    if sign:
        following = (_NEXT_FACTOR if value in "xX" else _NEXT_VALUE).match(line, match.end())
        if value in ("multiplied", "divided"):
            by = re.match(r"\s+(?:evenly\s+)?by\s+", line[match.end() :])
            return (sign, match.end() + by.end()) if by else ("", 0)
        return (sign, match.end()) if following else ("", 0)
    if (
        value in _EQUALS
        and _calculates(run)
        and _NEXT_NUMBER.match(line, match.end())
        and not _AFTER_IS.match(line, match.end())
    ):
        to = re.match(r"\s+(?:equal\s+)?to\b", line[match.end() :]) if value in ("equal", "is") else None
        return "=", match.end() + (to.end() if to else 0)
    return "", 0


def _han_unit(text: str) -> bool:
    """Whether Chinese between a number and a sign can be its unit: short, and no other calculation."""
    return len(text) <= 6 and not re.search("[加减乘除倍比多少的余剩每]", text)


def _calculates(run: list[_Token]) -> bool:
    """Whether the side being read is a calculation, and more than a fraction of something."""
    starts = max((n + 1 for n, token in enumerate(run) if token.kind == "eq"), default=0)
    side = _unsigned(run[starts:])
    if len(side) == 3 and side[1].text == "/" and side[0].end == side[1].start == side[2].start - 1:
        return False
    return any(token.kind == "op" for token in side) and side[0].kind != "taint"


def _unsigned(side: list[_Token]) -> list[_Token]:
    """A side without the sign in front of it, which calculates nothing."""
    return side[1:] if len(side) > 1 and side[0].text == "-" else side


def _has_letter(run: list[_Token]) -> bool:
    return any(token.kind == "letter" for token in run)


def _is_fraction(run: list[_Token]) -> bool:
    return len(run) >= 3 and run[-2].text == "/" and run[-3].kind == "num"


def _open(run: list[_Token]) -> bool:
    return sum((token.text == "(") - (token.text == ")") for token in run) > 0


def _emit(run: list[_Token], line: str, offset: int, *, tainted: bool, goes_on: bool = False) -> list[Found]:
    """The claim that a run is, if it is one.

    Args:
        tainted: What follows may belong to the last side, unless that ends with a sign.
        goes_on: What follows belongs to it, behind its sign.
    """
    if not any(token.kind == "eq" for token in run):
        return []
    while run and not goes_on and (run[-1].kind in ("op", "eq") or run[-1].text == "("):
        run, tainted = run[:-1], False
    while _open(run):
        run = run[next(n for n in range(len(run) - 1, -1, -1) if run[n].text == "(") + 1 :]
    sides = _sides(run)
    if tainted or goes_on:
        sides = sides[:-1]
    if sides and (sides[0] and (sides[0][0].kind == "taint" or _is_bare(sides[0]))):
        sides = sides[1:]
    if sides and sides[0] and _BELONGS.search(line[: sides[0][0].start]):
        sides = sides[1:]
    sides = sides if all(sides) else []
    if len(sides) < 2 or any(token.kind == "taint" for side in sides for token in side):
        return []
    return _found(sides, line, offset)


def _sides(run: list[_Token]) -> list[list[_Token]]:
    sides: list[list[_Token]] = [[]]
    for token in run:
        if token.kind == "eq":
            sides.append([])
        else:
            sides[-1].append(token)
    if not sides[0]:
        sides = sides[1:]
    first = sides[0] if sides else []
    if (
        first
        and first[0].kind == "op"
        and (first[0].text not in "-+" or len(first) < 2 or first[1].start > first[0].end)
    ):
        return [first[1:], *sides[1:]] if first[0].start == 0 else sides[1:]
    return sides


def _is_bare(side: list[_Token]) -> bool:
    """A number without a calculation, or a fraction of something: in prose it may belong to other words."""
    if (
        len(side) == 3
        and side[1].text == "/"
        and side[2].words
        and side[0].end == side[1].start == side[2].start - 1
    ):
        return True
    return (
        not any(token.kind in ("op", "letter") for token in side[1:] if token.text != ")")
        and side[0].kind != "letter"
    ) or ((side[0].kind == "letter" and len(side) == 1) and side[0].text in "aI")


def _found(sides: list[list[_Token]], line: str, offset: int) -> list[Found]:
    texts = [_text(side) for side in sides]
    if any(re.search(r"(?<![\d.])0\d", text) for text in texts) or not any(
        c.isdigit() for c in "".join(texts)
    ):
        return []
    start, end = sides[0][0].start, sides[-1][-1].end
    sign = " ~ " if "≈" in line[start:end] else " = "
    others = list[str]()
    for pattern, by in _READINGS:
        if any(pattern.search(text) for text in texts):
            others.append(sign.join(pattern.sub(by, text) for text in texts))
    raw = line[start : end + 40]
    named = sides[0][0].kind == "letter" and not any(token.kind == "op" for side in sides for token in side)
    placed = _PLACES.search(line[:start]) is not None
    return [Found(sign.join(texts), offset + start, "chain", raw, tuple(others), supposed=named or placed)]


def _text(side: list[_Token]) -> str:
    """A side in notation; beside an operation in words a fraction stays together: 1/2 divided by 3/4."""
    text = "".join(map(_value, side))
    if any(token.kind == "op" and token.words for token in side):
        return _FRACTION.sub(r"(\1)", text)
    return text


def _value(token: _Token) -> str:
    if token.kind != "num":
        return token.text
    text = _DECORATION.sub("", token.text)
    mixed = _MIXED.fullmatch(text)
    if mixed:
        return f"({mixed[1]}+{mixed[2]})"
    return text.replace(" ", "")


_FRACTION = re.compile(r"(?<![\d.])(\d+/\d+)(?![\d/(^])")
_DECORATION = re.compile(r"[,\\$€£¥]")
_MIXED = re.compile(r"([\d.]+)\s(?:and\s)?\(?(\d+/\d+)\)?")

_READINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\*(?:12|100|1000|1000000|1000000000)(?![\d.])"), ""),
    (re.compile(r"^(.*)([+-])(\d+(?:\.\d+)?)%$"), r"(\1)*(1\2\3/100)"),
    (re.compile(r"(?<=[\d)])\([^()]*\)"), ""),
    (re.compile(r"\((\d+)\+(\d+/\d+)\)"), r"\1*\2"),
    (re.compile(r"\*12(?=\*12(?!\d))"), ""),
    (re.compile(r"\d+\(([^()]*)\)"), r"\1"),
    (re.compile(r"([*/])(\d+)/(\d+)"), r"\1(\2/\3)"),
    (re.compile(r"(?<=[\d)])[a-zA-Z](?![a-zA-Z])"), ""),
    (re.compile(r"(?<=\d)%"), ""),
)
"""Other readings: a scale word that repeats a factor, 50 + 20% as a rise, a remark in brackets, 2 1/2 as a
product, a dozen said twice, a price in brackets, a fraction as divisor, a letter or a percent sign as a
unit."""
