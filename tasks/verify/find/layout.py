"""Answers in the fields of JSON, in rows of tables and under headings, rewritten as "Answer: ..."."""

import json
import re
from typing import Any

_FIELD = re.compile(
    r"[\"'](?:final[ _-]?|correct[ _-]?|my[ _-]?)?(?:answer|result|solution|value|choice|option"
    r"|output|ans|prediction|答案|最终答案|结果)[\"']\s*:\s*",
    re.IGNORECASE,
)
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'", re.DOTALL)
_BARE = re.compile(r"[^,}\]\n]+")
_LIST = re.compile(r"\[[^\[\]\n]{0,400}\]")
_UNDERLINE = re.compile(r"(?m)^([^\n|]{1,60})\n(?:={3,}|-{3,})[ \t]*$")
_ROW = re.compile(r"^\s*\|(.*)\|\s*$")
_RULE = re.compile(r"[\s|:-]+")
_ANSWER_CELL = re.compile(
    r"[*_\s]*(?:the\s+)?(?:final\s+|correct\s+|our\s+|my\s+)?(?:answer|result|solution)[*_\s]*|[*\s]*(?:最终|最后|正确)?(?:答案|结果|结论)[*\s]*",
    re.IGNORECASE,
)
_NOTHING = ("null", "None", "")


def laid_out(text: str) -> str:
    """The text with its last answer field, table row or underlined heading in the words of a marker.

    An answer field that is null gives an empty text: there is no answer.
    """
    if ('":' in text or "':" in text or '" :' in text) and (fields := list(_FIELD.finditer(text[-4_000:]))):
        field = (
            fields[-1] if "final" in fields[-1][0].lower() else _first_of_last_object(fields, text[-4_000:])
        )
        return _field_value(text[-4_000:], field.end())
    if "===" in text or "---" in text:
        text = _UNDERLINE.sub(r"\1", text)
    return _row(text) if "|" in text[-400:] and "\n" in text else text


def _first_of_last_object(fields: list[re.Match[str]], text: str) -> re.Match[str]:
    """The first answer field behind the last opening brace that holds any: later ones are remarks on it."""
    start = text.rfind("{", 0, fields[-1].start())
    return next(field for field in fields if field.start() > start)


def _field_value(text: str, start: int) -> str:
    found = _STRING.match(text, start)
    if found:
        value = _unescaped(found[0]) if found[1] is not None else found[2]
    elif found := _LIST.match(text, start):
        value = _listed(found[0])
    else:
        bare = _BARE.match(text, start)
        value = bare[0].strip() if bare else ""
    value = value.strip()
    return "" if value in _NOTHING else f"Answer: {value}"


def _unescaped(string: str) -> str:
    """A JSON string; where it is none, as with the backslashes of LaTeX, as it stands."""
    if re.search(r"\\[a-zA-Z]{2,}", string.replace("\\\\", "")):
        return string[1:-1].replace("\\\\", "\\")
    try:
        return str(json.loads(string, strict=False))
    except ValueError:
        return string[1:-1]


def _listed(text: str) -> str:
    try:
        values: list[Any] = json.loads(text)
    except ValueError:
        return text
    return (
        ", ".join(map(str, values)) if all(isinstance(value, str | int | float) for value in values) else text
    )


def _row(text: str) -> str:
    """The last row of a table if it is named an answer, or stands in the column of answers."""
    lines = text.strip().splitlines()
    rows = [(place, found[1]) for place, line in enumerate(lines[-30:]) if (found := _ROW.match(line))]
    if len(rows) < 2 or rows[-1][0] != len(lines[-30:]) - 1:
        return text
    cells = [[cell.strip() for cell in row.split("|")] for _, row in rows]
    last = cells[-1]
    if len(last) == 2 and _ANSWER_CELL.fullmatch(last[0]):
        return f"Answer: {last[1]}"
    if len(cells) >= 3 and _RULE.fullmatch(rows[1][1]) and len(cells[0]) == len(last):
        named = [value for name, value in zip(cells[0], last, strict=True) if _ANSWER_CELL.fullmatch(name)]
        return f"Answer: {named[0]}" if len(named) == 1 else text
    return text
