"""Files taken apart into rows: JSON lines, JSON documents and Parquet, with bounded memory.

What cannot be read in pieces is refused above a size: a JSON document over `MAX_DOCUMENT_BYTES`, a row
group of a Parquet file over `MAX_GROUP_BYTES` when unpacked.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tasks.data.lines import RawRow, beginning_of, checked_row, read_jsonl_rows
from tasks.records import MAX_ROW_BYTES

MAX_DOCUMENT_BYTES = 64_000_000
"""A JSON document is decoded as a whole; a larger one belongs in JSON lines."""
MAX_GROUP_BYTES = 1_000_000_000
"""Most bytes of a Parquet row group when unpacked, as its footer says."""
_PARQUET_ROWS = 256


def read_rows(path: Path, name: str, *, items: str = "") -> Iterator[RawRow]:
    """The rows of a file, by its suffix: `.parquet`, `.json` (a document, or lines all the same), else lines.

    Args:
        path: The file.
        name: What it is called in `where`.
        items: Key of the list of rows in a JSON document; empty where the document is the list.

    Raises:
        OSError: the file cannot be read on.
    """
    if path.suffix == ".parquet":
        return _read_parquet(path, name)
    if path.suffix == ".json" and (items or not _is_json_lines(path)):
        return _read_document(path, name, items)
    return read_jsonl_rows(path, name)


def _is_json_lines(path: Path) -> bool:
    """Whether the first line is an object of its own: some sets call their lines `.json`."""
    with path.open("rb") as file:
        first = file.readline(MAX_DOCUMENT_BYTES)
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _read_document(path: Path, name: str, items: str) -> Iterator[RawRow]:
    with path.open("rb") as file:
        raw = file.read(MAX_DOCUMENT_BYTES + 1)
    if len(raw) > MAX_DOCUMENT_BYTES:
        yield RawRow(f"{name}:0", {}, "too_long", beginning_of(raw))
        return
    try:
        document = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        yield RawRow(f"{name}:0", {}, "not_utf8", beginning_of(raw))
        return
    except (ValueError, RecursionError):
        yield RawRow(f"{name}:0", {}, "not_json", beginning_of(raw))
        return
    rows = document.get(items) if items and isinstance(document, dict) else document
    if not isinstance(rows, list):
        yield RawRow(f"{name}:0", {}, "no_list_of_rows", beginning_of(raw))
        return
    for number, row in enumerate(rows, start=1):
        yield checked_row(f"{name}:{number}", row)


def _read_parquet(path: Path, name: str) -> Iterator[RawRow]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(path) as file:
            for group in range(file.metadata.num_row_groups):
                meta = file.metadata.row_group(group)
                if meta.total_byte_size > MAX_GROUP_BYTES:
                    yield RawRow(f"{name}:{number + 1}", {}, "too_long", f"row group {group}")
                    number += meta.num_rows
                    continue
                for batch in file.iter_batches(_PARQUET_ROWS, row_groups=[group]):
                    for row in _decoded(batch):
                        number += 1
                        yield checked_row(f"{name}:{number}", row) if row else _too_long(name, number)
    except (pa.ArrowException, UnicodeDecodeError) as error:
        yield RawRow(f"{name}:{number + 1}", {}, "not_parquet", str(error)[:200])


def _decoded(batch: Any) -> Iterator[dict[str, Any] | None]:
    """The rows of a record batch; None for one that is too long, which is never decoded."""
    if batch.nbytes <= MAX_ROW_BYTES:
        yield from batch.to_pylist()
        return
    for place in range(batch.num_rows):
        row = batch.slice(place, 1)
        yield None if row.nbytes > MAX_ROW_BYTES else row.to_pylist()[0]


def _too_long(name: str, number: int) -> RawRow:
    return RawRow(f"{name}:{number}", {}, "too_long")


def as_list(value: Any) -> list[Any]:
    """A list as it is, anything else as a list of one, None as none."""
    return value if isinstance(value, list) else [] if value is None else [value]
