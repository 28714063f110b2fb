"""The last boxed answer of a completion."""

import re

MAX_ANSWER_CHARS = 2_000
MAX_CANDIDATES = 200
_BOX = re.compile(r"\\{1,2}(?:boxed|fbox)\s*\{|\\boxed\s+(?=[\w\\-])")
_BOX_JOIN = re.compile(
    r"(?:[\s,;$、，；.+]|\\[,;()\[\] ]|\\quad|\\qquad)*"
    r"(?:(?:(?:[a-z]+ )?(?:and|or)|和|或|与|及|\\text\s*\{[^{}]{0,30}(?:and|or|或|和)\s*\})"
    r"(?:[\s,;$]|\\[,;()\[\] ]|\\quad|\\qquad)*"
    r"(?:[a-zA-Z](?:_\{?\w\}?)?\s*=\s*)?"
    r"|\n\s*[(（][b-e2-5][)）][:.]?\s*\$?)?"
)


_WORD = re.compile(r"\S+")
_OR = re.compile("or|或")
_PERCENT = re.compile(r"\s*\$?\s*(\\?%|percent\b|pct\b)")
_DIGITS = re.compile(r"[\d.\s]+")


def last_boxed(text: str) -> str | None:
    """The content of the last boxed group; neighbours that only commas or "and"/"or" part are joined."""
    groups: list[tuple[int, int, str]] = []
    if "box" not in text:
        return None
    for match in list(_BOX.finditer(text))[-MAX_CANDIDATES:]:
        if groups and match.start() < groups[-1][1]:
            continue
        if match[0].rstrip().endswith("{"):
            end = _closing_brace(text, match.end())
            if end >= len(text):
                return ""
            groups.append((match.start(), end + 1, text[match.end() : end]))
        else:
            word = _WORD.match(text[match.end() : match.end() + 100])
            groups.append(
                (
                    match.start(),
                    match.end() + len(word[0]) if word else match.end(),
                    (word[0] if word else "").rstrip("$."),
                )
            )
    if not groups:
        return None
    start, end, joined = groups.pop()
    while groups and (gap := _BOX_JOIN.fullmatch(text, groups[-1][1], start)) is not None:
        if gap[0].count("\n") > 1 and groups[-1][2] == joined:
            break
        start, _, content = groups.pop()
        joined = f"{content}{' or ' if _OR.search(gap[0]) else ', '}{joined}"
    unit = _PERCENT.match(text[end : end + 20])
    return joined + "%" if unit and _DIGITS.fullmatch(joined) else joined


def _closing_brace(text: str, start: int) -> int:
    """Where the group that opens before `start` ends."""
    depth, place, stop = 1, start, min(len(text), start + MAX_ANSWER_CHARS)
    while place < stop:
        sign = text[place]
        if sign == "\\":
            place += 2
            continue
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                return place
        place += 1
    return stop
