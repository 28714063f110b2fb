"""Rows of a file that nobody has checked: any bytes give rows or reasons, never an exception.

A line that is too long is skipped without being held in memory. The exception is the disk's: a file that
cannot be read on raises `OSError`, since half a source must not pass for a whole one.
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
    """One row of a source, decoded as far as it goes."""

    where: str
    """`file:line`, or `file:item`."""
    row: dict[str, Any]
    """The object; empty when there is a fault."""
    fault: str = ""
    """Why it is no row, e.g. `too_long`, `not_utf8`, `not_json`, `not_an_object`, `bad_text`; else empty."""
    text: str = ""
    """The beginning of a faulty row."""


def read_lines(path: Path, name: str) -> Iterator[tuple[str, int, bytes]]:
    """(`name:line`, offset, bytes) of each line that is not blank, cut at `MAX_ROW_BYTES + 1`."""
    with path.open("rb") as file:
        number = offset = 0
        while raw := file.readline(MAX_ROW_BYTES + 1):
            number += 1
            if len(raw) > MAX_ROW_BYTES:
                _skip_line(file, raw)
            if raw.strip():
                yield f"{name}:{number}", offset, raw
            offset = file.tell()


def read_jsonl_rows(path: Path, name: str) -> Iterator[RawRow]:
    """The rows of a JSONL file called `name` in messages. Blank lines are no rows."""
    for where, _, raw in read_lines(path, name):
        yield decode_json(where, raw)


def decode_json(where: str, raw: bytes) -> RawRow:
    """One line as a row."""
    if len(raw) > MAX_ROW_BYTES:
        return RawRow(where, {}, "too_long", beginning_of(raw))
    try:
        row = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return RawRow(where, {}, "not_utf8", beginning_of(raw))
    except (ValueError, RecursionError):
        return RawRow(where, {}, "not_json", beginning_of(raw))
    return checked_row(where, row)


def checked_row(where: str, row: Any) -> RawRow:
    """A decoded value as a row: an object of `MAX_ROW_BYTES` at most, whose text is encodable."""
    try:
        raw = json.dumps(row, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:  # a lone half of a surrogate pair
        return RawRow(where, {}, "bad_text", repr(row)[:MAX_TEXT_CHARS])
    except (ValueError, RecursionError):
        return RawRow(where, {}, "not_json", "")
    if len(raw) > MAX_ROW_BYTES:
        return RawRow(where, {}, "too_long", beginning_of(raw))
    if not isinstance(row, dict):
        return RawRow(where, {}, "not_an_object", beginning_of(raw))
    return RawRow(where, row)


def beginning_of(raw: bytes) -> str:
    """The first characters of a faulty row, for people; bytes that are no text are escaped."""
    return raw[: 4 * MAX_TEXT_CHARS].decode("utf-8", "backslashreplace")[:MAX_TEXT_CHARS]


def _skip_line(file: BinaryIO, raw: bytes) -> None:
    while raw and not raw.endswith(b"\n"):
        raw = file.readline(MAX_ROW_BYTES)
