"""Where every row of a step's output stands, so that a mixture of any size is made without holding it.

Sixteen bytes a row are kept: a key that says the row's place in a random order, and its offset in the
file. Rows are read back one at a time.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tasks.data.batches import PROBLEMS
from tasks.dataset import Split
from tasks.errors import DataError
from tasks.records import Problem, from_dict


@dataclass(slots=True)
class Rows:
    """The rows of one cell."""

    keys: "array[int]" = field(default_factory=lambda: array("Q"))
    offsets: "array[int]" = field(default_factory=lambda: array("Q"))

    def __len__(self) -> int:
        return len(self.keys)

    def first(self, number: int) -> list[int]:
        """Offsets of the `number` rows with the smallest keys, by key."""
        order = sorted(range(len(self.keys)), key=self.keys.__getitem__)
        return [self.offsets[n] for n in order[:number]]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The rows of a step's output, by split and cell."""

    path: Path
    train: dict[str, Rows]
    held_out: dict[str, Rows]

    def rows(self, split: Split, cell: str, number: int) -> Iterator[Problem]:
        """`number` rows of a cell at most, in the order of their keys."""
        found = (self.train if split == "train" else self.held_out).get(cell, Rows())
        with self.path.open("rb") as lines:
            for offset in found.first(number):
                lines.seek(offset)
                yield from_dict(Problem, json.loads(lines.readline()), where=f"{self.path.name}@{offset}")


def read_catalogue(folder: Path, *, known: Iterable[int], key: Callable[[int], int]) -> Catalogue:
    """List the rows of a step, each id once.

    Args:
        folder: Output of a data step.
        known: Ids, as numbers, of rows to leave out.
        key: Id, as a number -> the row's place in the order, below 2**64.

    Raises:
        DataError: a line is not a problem.
    """
    seen = set(known)
    splits: dict[str, defaultdict[str, Rows]] = {"train": defaultdict(Rows), "eval": defaultdict(Rows)}
    path, offset = folder / PROBLEMS, 0
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                ident, split = int(row["problem_id"], 16), splits[row["split"]]
                rows = split[f"{row['subtask']}.L{row['level']}"]
            except (ValueError, KeyError, TypeError) as error:
                raise DataError(f"{path.name}:{number}: not a Problem: {error!r}") from error
            if ident not in seen:
                seen.add(ident)
                rows.keys.append(key(ident))
                rows.offsets.append(offset)
            offset += len(line)
    return Catalogue(path, dict(splits["train"]), dict(splits["eval"]))
