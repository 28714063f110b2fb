"""The rows of a data step as lines: one by one, and in batches that travel undecoded."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tasks.artifacts import canonical_json
from tasks.errors import DataError
from tasks.records import MAX_ROW_BYTES, DroppedRow, Problem, from_dict, read_jsonl, to_dict

PROBLEMS = "problems.jsonl"
"""The rows that a step lets through."""
BATCH_ROWS = 1_000
BATCH_BYTES = 2_000_000
"""A batch ends at whichever comes first."""
_SYNTHETIC, _EVAL = b'"source":"synthetic"', b'"split":"eval"'


@dataclass(frozen=True, slots=True)
class Batch:
    """Some lines of a problems file, undecoded."""

    file: str
    """Name of the file."""
    first: int
    """Line number of the first."""
    lines: tuple[bytes, ...]
    """Each ends with a newline."""

    def problems(self) -> Iterator[Problem]:
        """The rows.

        Raises:
            DataError: a line is not a `Problem`.
        """
        return self._decoded(enumerate(self.lines))

    def corpus_problems(self) -> Iterator[Problem]:
        """The rows that no generator drew; those that one drew are not even decoded."""
        return self._decoded(line for line in enumerate(self.lines) if _SYNTHETIC not in line[1])

    def evaluation_problems(self) -> Iterator[Problem]:
        """The rows of the evaluation split; others are not decoded."""
        found = self._decoded(line for line in enumerate(self.lines) if _EVAL in line[1])
        return (problem for problem in found if problem.split == "eval")

    def _decoded(self, lines: Iterable[tuple[int, bytes]]) -> Iterator[Problem]:
        for place, line in lines:
            yield parse_line(line, where=f"{self.file}:{self.first + place}")


def encode_row(row: Problem | DroppedRow) -> bytes:
    """A row as its line. Lone surrogates are escaped rather than refused."""
    return (canonical_json(to_dict(row)) + "\n").encode("utf-8", "backslashreplace")


def parse_line(line: bytes, *, where: str) -> Problem:
    """The row of a line; the inverse of `encode_row`.

    Raises:
        DataError: it is not a `Problem`; `where` opens the message.
    """
    if len(line) > MAX_ROW_BYTES:
        raise DataError(f"{where}: longer than {MAX_ROW_BYTES} bytes")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{where}: not JSON: {error}") from error
    return from_dict(Problem, row, where=where)


def read_batches(folder: Path) -> Iterator[Batch]:
    """The lines a data step let through, undecoded, `BATCH_ROWS` rows or `BATCH_BYTES` at a time.

    Raises:
        DataError: `folder` is not the output of a data step.
    """
    path = folder / PROBLEMS
    if not path.is_file():
        raise DataError(f"{path}: no such file")
    with path.open("rb") as file:
        first, lines, size = 1, [], 0
        while line := file.readline(MAX_ROW_BYTES + 1):
            lines.append(line if line.endswith(b"\n") else line + b"\n")
            size += len(line)
            if len(lines) == BATCH_ROWS or size >= BATCH_BYTES:
                yield Batch(path.name, first, tuple(lines))
                first, lines, size = first + len(lines), [], 0
        if lines:
            yield Batch(path.name, first, tuple(lines))


def read_problems(folder: Path) -> Iterator[Problem]:
    """The rows a data step let through.

    Raises:
        DataError: `folder` is not the output of a data step, or a row is not a `Problem`.
    """
    return read_jsonl(folder / PROBLEMS, Problem)
