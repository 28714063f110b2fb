"""One dataset version on disk: shards of problems, documents about them, and an index with their digests.

    dataset.json                                          the index
    train/<cell>-<rows>-<sha12>.parquet                   a shard: some rows of one cell, e.g.
    eval/<cell>-<rows>-<sha12>.parquet                    algebra.linear.L2-500-0123456789ab.parquet
    README.md, plots/*.svg                                the data card

Shards are named by their content, so a refresh that keeps a shard stores nothing new, and two lists of
file names tell what a refresh changed. Readers check each shard's digest before the first row: DVC trusts
bytes, we do not.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from tasks.artifacts import digest_file, files_of, write_json
from tasks.errors import DataError
from tasks.records import Problem, from_dict, to_dict
from tasks.tables import read_columns, read_parquet, write_parquet

INDEX = "dataset.json"
Split = Literal["train", "eval"]
MIN_SHARDS = 10
"""A training cell has about this many shards where it is large enough: a refresh drops whole shards."""
_SHARD = re.compile(r"(?P<split>train|eval)/(?P<cell>[A-Za-z0-9._-]+)-(?P<rows>\d+)-[0-9a-f]{12}\.parquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One file of rows."""

    path: str
    """Relative to the dataset's folder."""
    sha256: str
    """Digest of the file's bytes."""
    rows: int
    """Rows in it."""

    @property
    def cell(self) -> str:
        """The cell its rows belong to; see `cell_of`."""
        found = _SHARD.fullmatch(self.path)
        return found["cell"] if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetIndex:
    """What `dataset.json` holds. No time and no machine in it: same inputs, same bytes."""

    number: int = 1
    """The version's place in its history: 1 for the first."""
    shards: tuple[Shard, ...]
    """All shards of both splits, sorted by path."""
    documents: dict[str, str] = field(default_factory=dict)
    """Other files of the folder -> their sha256."""
    facts: dict[str, Any] = field(default_factory=dict)
    """How the version was made: counts by source, subtask, level and language; shares; absent sources."""


def cell_of(problem: Problem) -> str:
    """The cell of a problem: its subtask and level, e.g. `algebra.linear.L2`."""
    return f"{problem.subtask}.L{problem.level}"


def shard_rows_of(path: str) -> tuple[str, int] | None:
    """(split, rows) of a file name in a dataset folder; None for a file that is no shard."""
    found = _SHARD.fullmatch(path)
    return (found["split"], int(found["rows"])) if found else None


def write_dataset(
    folder: Path,
    groups: Mapping[tuple[Split, str], Iterable[Problem]],
    *,
    shard_rows: int,
    facts: Mapping[str, Any],
) -> DatasetIndex:
    """Write a dataset version from rows at hand.

    Args:
        folder: Empty or absent.
        groups: (split, cell) -> its problems, in the order they are to stand; `cell` becomes part of
            file names and holds letters, digits, `.`, `_` and `-` only.
        shard_rows: Most rows in a file.
        facts: Goes into the index as it is.

    Returns:
        The index, also written as `dataset.json`.
    """
    shards: list[Shard] = []
    for (split, cell), problems in sorted(groups.items(), key=lambda item: item[0]):
        shards += write_shards(folder, split, cell, problems, shard_rows=shard_rows)
    return write_index(folder, shards, facts=facts)


def write_shards(
    folder: Path, split: Split, cell: str, problems: Iterable[Problem], *, shard_rows: int
) -> Iterator[Shard]:
    """Write the rows of a cell, one shard after another."""
    rows = iter(problems)
    while block := list(islice(rows, shard_rows)):
        draft = folder / split / f".{cell}.draft"
        write_parquet(draft, block, Problem)
        digest = digest_file(draft)
        path = folder / split / f"{cell}-{len(block)}-{digest[:12]}.parquet"
        draft.replace(path)
        yield Shard(path=path.relative_to(folder).as_posix(), sha256=digest, rows=len(block))


def write_index(
    folder: Path, shards: Iterable[Shard], *, facts: Mapping[str, Any], number: int = 1
) -> DatasetIndex:
    """Write `dataset.json` last; what else lies in the folder becomes a document of the version."""
    ordered = tuple(sorted(shards, key=lambda shard: shard.path))
    paths = {shard.path for shard in ordered} | {INDEX}
    documents = {name: digest_file(path) for name, path in files_of(folder).items() if name not in paths}
    index = DatasetIndex(number=number, shards=ordered, documents=documents, facts=dict(facts))
    write_json(folder / INDEX, to_dict(index))
    return index


def read_index(folder: Path) -> DatasetIndex:
    """The index of a dataset version.

    Raises:
        DataError: there is none, or it is damaged.
    """
    path = folder / INDEX
    if not path.is_file():
        raise DataError(f"{folder}: no dataset here (no {INDEX}); run `reasonloop refresh` first")
    try:
        return from_dict(DatasetIndex, json.loads(path.read_bytes()), where=str(path))
    except ValueError as error:
        raise DataError(f"{path}: damaged: {error}; run `reasonloop refresh`") from error


def read_dataset(folder: Path, split: Split) -> Iterator[Problem]:
    """All problems of a split, shard by shard, each shard checked against its digest first.

    Raises:
        DataError: a shard is missing or its bytes are not those of the index.
    """
    for shard in shards_of(read_index(folder), split):
        check_file(folder, shard.path, shard.sha256)
        yield from read_parquet(folder / shard.path, Problem)


def shards_of(index: DatasetIndex, split: Split) -> list[Shard]:
    """The shards of a split."""
    return [shard for shard in index.shards if shard.path.startswith(f"{split}/")]


def shard_columns(folder: Path, shard: Shard, names: Sequence[str]) -> list[list[Any]]:
    """Some columns of a shard, without building its records."""
    return read_columns(folder / shard.path, Problem, names)


def check_dataset(folder: Path) -> None:
    """Check every file of a dataset, and that nothing else lies in its folder.

    Raises:
        DataError: a file is missing or damaged, or is not in the index.
    """
    index = read_index(folder)
    wanted = {shard.path: shard.sha256 for shard in index.shards} | index.documents
    for path, sha256 in wanted.items():
        check_file(folder, path, sha256)
    extra = sorted(set(files_of(folder)) - {INDEX} - set(wanted))
    if extra:
        raise DataError(f"{folder / extra[0]}: not in {INDEX}; delete it or build the dataset again")


def check_file(folder: Path, name: str, sha256: str) -> None:
    """Compare a file of a dataset with its digest.

    Raises:
        DataError: it is missing, outside the folder, or its bytes changed.
    """
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise DataError(f"{folder}: shard {name!r} points outside the dataset")
    if not path.is_file():
        raise DataError(f"{path}: missing; run `reasonloop refresh` to build the dataset again")
    if digest_file(path) != sha256:
        raise DataError(f"{path}: its bytes are not those of the index; run `reasonloop refresh`")
