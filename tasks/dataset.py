"""One dataset version on disk: shards of problems and an index with their digests.

    dataset.json                     the index: every shard's sha256 and rows, and how the version was made
    train/<name>-<sha12>.jsonl       at most `shard_rows` rows each, named by content
    eval/<name>-<sha12>.jsonl

Shards are named by their content, so that a refresh that keeps rows keeps files. Readers check each
shard's digest before the first row: DVC trusts bytes, we do not.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from tasks.artifacts import digest_file, write_json
from tasks.errors import DataError
from tasks.records import Problem, from_dict, read_jsonl, to_dict, write_jsonl

INDEX = "dataset.json"
Split = Literal["train", "eval"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One file of rows."""

    path: str
    """Relative to the dataset's folder."""
    sha256: str
    """Digest of the file's bytes."""
    rows: int
    """Lines in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetIndex:
    """What `dataset.json` holds. No time and no machine in it: same inputs, same bytes."""

    shards: tuple[Shard, ...]
    """All shards of both splits, sorted by path."""
    facts: dict[str, Any] = field(default_factory=dict)
    """How the version was made: counts by source, subtask, level and language; shares; absent sources."""


def write_dataset(
    folder: Path,
    groups: Mapping[tuple[Split, str], Iterable[Problem]],
    *,
    shard_rows: int,
    facts: Mapping[str, Any],
) -> DatasetIndex:
    """Write a dataset version.

    Args:
        folder: Empty or absent.
        groups: (split, name) -> its problems, in the order they are to stand; `name` becomes part of
            file names and holds letters, digits, `.`, `_` and `-` only.
        shard_rows: Most rows in a file.
        facts: Goes into the index as it is.

    Returns:
        The index, also written as `dataset.json`.
    """
    shards: list[Shard] = []
    for (split, name), problems in sorted(groups.items(), key=lambda item: item[0]):
        rows = iter(problems)
        while block := list(islice(rows, shard_rows)):
            shards.append(_write_shard(folder, split, name, block))
    index = DatasetIndex(shards=tuple(sorted(shards, key=lambda s: s.path)), facts=dict(facts))
    write_json(folder / INDEX, to_dict(index))
    return index


def _write_shard(folder: Path, split: str, name: str, rows: list[Problem]) -> Shard:
    draft = folder / split / f".{name}.draft"
    write_jsonl(draft, rows)
    digest = digest_file(draft)
    path = folder / split / f"{name}-{digest[:12]}.jsonl"
    draft.replace(path)
    return Shard(path=path.relative_to(folder).as_posix(), sha256=digest, rows=len(rows))


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
    for shard in read_index(folder).shards:
        if shard.path.startswith(f"{split}/"):
            check_shard(folder, shard)
            yield from read_jsonl(folder / shard.path, Problem)


def check_shard(folder: Path, shard: Shard) -> None:
    """Compare a shard with its digest.

    Raises:
        DataError: it is missing, outside the folder, or its bytes changed.
    """
    path = folder / shard.path
    if not path.resolve().is_relative_to(folder.resolve()):
        raise DataError(f"{folder}: shard {shard.path!r} points outside the dataset")
    if not path.is_file():
        raise DataError(f"{path}: missing; run `reasonloop refresh` to build the dataset again")
    if digest_file(path) != shard.sha256:
        raise DataError(f"{path}: its bytes are not those of the index; run `reasonloop refresh`")
