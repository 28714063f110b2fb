"""Where one row of a dataset came from, and what was made with it.

row -> source, licence, generator or file, parents, operations, verdicts -> the versions that hold it -> the
releases trained on these. A row never moves to another shard, so the versions that hold its shard hold it.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from infra.data_version import DataStore
from tasks.dataset import Shard, read_index, shard_columns
from tasks.errors import DataError
from tasks.records import Problem, to_dict
from tasks.tables import read_parquet

_ID = re.compile(r"[0-9a-f]{4,16}")


def trace_row(
    store: DataStore, ident: str, *, version: str = "", releases: Iterable[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The lineage of a row as a JSON object: `row`, `shard`, `versions`, `releases`.

    Args:
        store: The project's dataset versions.
        ident: `problem_id`, or its first digits if only one row begins so.
        version: Dataset version to look in; empty for the current one.
        releases: Fields of releases; those trained on a version with the row are named.

    Raises:
        DataError: no such row, several rows, or no dataset version.
    """
    if not _ID.fullmatch(ident):
        raise DataError(f"{ident[:40]!r} is no row id: expected 4 to 16 hex digits of a problem_id")
    md5 = version or store.current()
    if not md5:
        raise DataError("there is no dataset version yet; run `reasonloop refresh`")
    folder = store.checkout(md5)
    shard, problem = _find(folder, ident)
    held_by = [name for name in store.known() if _holds(store.folder(name), shard)]
    if md5 not in held_by:
        held_by.append(md5)
    return {
        "row": {name: value for name, value in to_dict(problem).items() if value not in ("", [], {}, 0)},
        "shard": shard.path,
        "versions": held_by,
        "releases": [release["version"] for release in releases if release["dataset"] in held_by],
    }


def _find(folder: Path, ident: str) -> tuple[Shard, Problem]:
    found = [
        (shard, place)
        for shard in read_index(folder).shards
        for place, row in enumerate(shard_columns(folder, shard, ["problem_id"])[0])
        if row.startswith(ident)
    ]
    if len(found) != 1:
        what = "no row" if not found else f"{len(found)} rows, give more digits of the one you mean;"
        raise DataError(f"{what} with id {ident} in dataset version {folder.name}")
    shard, place = found[0]
    return shard, list(read_parquet(folder / shard.path, Problem))[place]


def _holds(folder: Path, shard: Shard) -> bool:
    index = folder / "dataset.json"
    if not index.is_file():
        return False
    return any(other["path"] == shard.path for other in json.loads(index.read_bytes())["shards"])
