"""Rows of a file that nobody has checked: any bytes give rows or reasons, never an exception.

A row is one line. A line that is too long is skipped without being held in memory.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from tasks.data.stage import MAX_TEXT_CHARS
from tasks.records import MAX_ROW_BYTES


@dataclass(frozen=True, slots=True)
class RawRow:
    """One line of a source, decoded as far as it goes."""

    where: str
    """`file:line`."""
    row: dict[str, Any]
    """The JSON object; empty when there is a fault."""
    fault: str = ""
    """Why the line is no row: `too_long`, `not_utf8`, `not_json`, `not_an_object`, `bad_text`; else empty."""
    text: str = ""
    """The beginning of a faulty line."""


def read_rows(path: Path) -> Iterator[RawRow]:
    """The rows of a JSONL file. Blank lines are no rows."""
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(MAX_ROW_BYTES + 1):
            number += 1
            where = f"{path.name}:{number}"
            if len(raw) > MAX_ROW_BYTES:
                _skip_line(file, raw)
                yield RawRow(where, {}, "too_long", _beginning(raw))
            elif raw.strip():
                yield _decode(where, raw)


def _skip_line(file: BinaryIO, raw: bytes) -> None:
    while raw and not raw.endswith(b"\n"):
        raw = file.readline(MAX_ROW_BYTES)


def _decode(where: str, raw: bytes) -> RawRow:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return RawRow(where, {}, "not_utf8", _beginning(raw))
    try:
        row = json.loads(text)
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # a lone half of a surrogate pair
        return RawRow(where, {}, "bad_text", _beginning(raw))
    except (ValueError, RecursionError):
        return RawRow(where, {}, "not_json", _beginning(raw))
    if not isinstance(row, dict):
        return RawRow(where, {}, "not_an_object", _beginning(raw))
    return RawRow(where, row)


def _beginning(raw: bytes) -> str:
    return raw[: 4 * MAX_TEXT_CHARS].decode("utf-8", "backslashreplace")[:MAX_TEXT_CHARS]
