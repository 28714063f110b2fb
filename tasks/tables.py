"""Records in Parquet files: one column a field, readable by pandas, DuckDB and `datasets` alike.

Texts, numbers and truth values are columns of their own kind, tuples are lists, records inside records are
structs, and a dict of texts is a column of JSON objects with sorted keys. Equal rows give equal bytes under
one version of pyarrow: no time, no machine, no thread order goes into a file.
"""

import dataclasses
import json
import typing
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from tasks.errors import DataError

T = TypeVar("T")


def write_parquet(path: Path, rows: Sequence[T], record: type[T]) -> None:
    """Write records.

    Raises:
        DataError: a text holds lone surrogates, which no Parquet file can hold; the message names the row.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema(typing.cast(Any, record))
    columns = [[_encoded(getattr(row, name)) for row in rows] for name in schema.names]
    try:
        table = pa.table(
            [pa.array(column, type=kind) for column, kind in zip(columns, schema.types, strict=True)],
            schema=schema,
        )
    except UnicodeEncodeError as error:
        raise DataError(
            f"{path.name}: a row holds {error.object[error.start]!r}, which is no text"
        ) from error
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd", store_schema=False, write_statistics=False)


def read_parquet(path: Path, record: type[T]) -> Iterator[T]:
    """The records of a file that `write_parquet` wrote. A column that is not there has its default.

    Raises:
        DataError: this is no Parquet file, or its columns are not those of `record`.
    """
    table = _table(path, record)
    fields = {field.name: field for field in dataclasses.fields(typing.cast(Any, record))}
    hints = typing.get_type_hints(record)
    columns = [_decoded(hints[name], table.column(name).to_pylist()) for name in table.column_names]
    absent = [name for name, field in fields.items() if name not in table.column_names and _required(field)]
    if absent:
        raise DataError(f"{path}: not a table of {record.__name__}: no column {absent[0]!r}")
    names = table.column_names
    for values in zip(*columns, strict=True):
        yield record(**dict(zip(names, values, strict=True)))


def read_columns(path: Path, record: type[Any], names: Sequence[str]) -> list[list[Any]]:
    """Some columns of a file, each a list over its rows; texts and numbers only."""
    table = _table(path, record, list(names))
    return [table.column(name).to_pylist() for name in names]


def _table(path: Path, record: type[Any], columns: list[str] | None = None) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path, columns=columns, use_threads=False)
    except (OSError, pa.ArrowInvalid) as error:
        raise DataError(f"{path}: not a Parquet file that can be read: {error}") from error
    schema = _schema(typing.cast(Any, record))
    for column in table.schema:
        if column.name not in schema.names or column.type != schema.field(column.name).type:
            raise DataError(
                f"{path}: not a table of {record.__name__}: column {column.name!r} is {column.type}"
            )
    return table


def _required(field: Any) -> bool:
    return bool(field.default is field.default_factory is dataclasses.MISSING)


@cache
def _schema(record: Any) -> Any:
    import pyarrow as pa

    return pa.schema([pa.field(name, kind, nullable=False) for name, kind in _kinds(record)])


def _kinds(record: Any) -> list[tuple[str, Any]]:
    hints = typing.get_type_hints(record)
    return [(field.name, _kind(hints[field.name])) for field in dataclasses.fields(record)]


def _kind(hint: Any) -> Any:
    import pyarrow as pa

    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    if hint in plain:
        return plain[hint]
    if dataclasses.is_dataclass(hint):
        return pa.struct([pa.field(name, kind, nullable=False) for name, kind in _kinds(hint)])
    if typing.get_origin(hint) is tuple:
        return pa.list_(pa.field("item", _kind(typing.get_args(hint)[0]), nullable=False))
    if hint == dict[str, str]:
        return pa.string()
    raise TypeError(
        f"{hint} has no column type; use str, int, float, bool, dict[str, str], tuples or records"
    )


def _encoded(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_encoded(item) for item in value]
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if dataclasses.is_dataclass(value):
        return {field.name: _encoded(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value


def _decoded(hint: Any, values: list[Any]) -> list[Any]:
    if dataclasses.is_dataclass(hint):
        record = typing.cast(Any, hint)
        hints = typing.get_type_hints(record)
        parts = {name: _decoded(kind, [value[name] for value in values]) for name, kind in hints.items()}
        return [record(**dict(zip(parts, row, strict=True))) for row in zip(*parts.values(), strict=True)]
    if typing.get_origin(hint) is tuple:
        flat = iter(_decoded(typing.get_args(hint)[0], [item for value in values for item in value]))
        return [tuple(next(flat) for _ in value) for value in values]
    if hint == dict[str, str]:
        return [json.loads(value) for value in values]
    return values
