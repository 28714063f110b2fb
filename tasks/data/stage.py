"""What every data step leaves behind, and the rule that its counts add up.

    problems.jsonl      the rows that go on
    dropped.jsonl       rows that are fine to lose (a duplicate, too long), each with its reason
    quarantined.jsonl   rows that somebody should look at (broken, contradictory), each with its reason
    stages.json         the counts of this step after those of the steps before it

read = kept + dropped + quarantined, always.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from tasks.artifacts import canonical_json, write_json
from tasks.errors import DataError
from tasks.metrics import MetricsFile
from tasks.records import DroppedRow, Problem, from_dict, read_jsonl, to_dict

PROBLEMS = "problems.jsonl"
DROPPED = "dropped.jsonl"
QUARANTINED = "quarantined.jsonl"
STAGES = "stages.json"
PROGRESS_ROWS = 5_000
"""Rows between two lines of metrics.jsonl."""
MAX_TEXT_CHARS = 500
"""Characters kept of a row that goes no further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCounts:
    """Where the rows that a step read have gone."""

    stage: str
    """Name of the step, or `ingest.<source>`."""
    read: int
    """Rows read or drawn."""
    kept: int
    """Rows that go on."""
    dropped: dict[str, int] = field(default_factory=dict)
    """Reason -> rows."""
    quarantined: dict[str, int] = field(default_factory=dict)
    """Reason -> rows."""
    notes: dict[str, Any] = field(default_factory=dict)
    """Facts of this step that the dataset version should keep, e.g. absent sources."""


class Stage:
    """The open output files of a data step. Rows are written as they are decided.

    Use as a context manager and call `finish` last; without `finish` there is no `stages.json`.
    """

    def __init__(
        self, name: str, out_dir: Path, *, inputs: Sequence[Path] = (), of: int | None = None
    ) -> None:
        """Open the files.

        Args:
            name: Name of the step.
            out_dir: Receives the files.
            inputs: Folders of the steps before; `rows` reads their problems in this order.
            of: Rows expected, for progress; by default what the inputs kept.
        """
        out_dir.mkdir(parents=True, exist_ok=True)
        self.name = name
        self._out_dir = out_dir
        self._inputs = list(inputs)
        self._before = [counts for folder in inputs for counts in read_stages(folder)]
        kept = [read_stages(folder)[-1:] for folder in inputs]
        self._of = of if of is not None else sum(last[0].kept for last in kept if last)
        self._files: dict[str, TextIO] = {
            name: (out_dir / name).open("w", encoding="utf-8", errors="backslashreplace")
            for name in (PROBLEMS, DROPPED, QUARANTINED)
        }
        self._metrics = MetricsFile(out_dir)
        self._kept = 0
        self._dropped: Counter[str] = Counter()
        self._quarantined: Counter[str] = Counter()

    def rows(self) -> Iterator[Problem]:
        """The problems of all inputs, in order."""
        for folder in self._inputs:
            yield from read_problems(folder)

    def keep(self, problem: Problem) -> None:
        """This row goes on."""
        self._kept += 1
        self._write(PROBLEMS, problem)

    def drop(self, reason: str, row: Problem | DroppedRow, *, detail: str = "") -> None:
        """This row goes no further, and nobody needs to look at it. `detail` stands before its text."""
        self._dropped[reason] += 1
        self._write(DROPPED, self._as_dropped(reason, row, detail))

    def quarantine(self, reason: str, row: Problem | DroppedRow) -> None:
        """This row goes no further until somebody has looked at it."""
        self._quarantined[reason] += 1
        self._write(QUARANTINED, self._as_dropped(reason, row, ""))

    def finish(self, *, parts: Sequence[StageCounts] = (), **notes: Any) -> StageCounts:
        """Write `stages.json` and close the files.

        Args:
            parts: Counts of the parts of this step, e.g. one per source; they stand before it.
            notes: Kept in the counts.

        Returns:
            The counts of this step.
        """
        counts = StageCounts(
            stage=self.name,
            read=self._decided,
            kept=self._kept,
            dropped=dict(sorted(self._dropped.items())),
            quarantined=dict(sorted(self._quarantined.items())),
            notes=notes,
        )
        self._report_progress()
        write_json(self._out_dir / STAGES, [to_dict(c) for c in (*self._before, *parts, counts)])
        self.close()
        return counts

    def close(self) -> None:
        """Close the files; harmless when closed."""
        for file in self._files.values():
            file.close()
        self._metrics.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _decided(self) -> int:
        return self._kept + self._dropped.total() + self._quarantined.total()

    def _as_dropped(self, reason: str, row: Problem | DroppedRow, detail: str) -> DroppedRow:
        if isinstance(row, DroppedRow):
            return row
        return DroppedRow(
            stage=self.name,
            reason=reason,
            source=row.source,
            row=row.problem_id,
            text=f"{detail}: {row.prompt}"[:MAX_TEXT_CHARS] if detail else row.prompt[:MAX_TEXT_CHARS],
        )

    def _write(self, name: str, row: Problem | DroppedRow) -> None:
        self._files[name].write(canonical_json(to_dict(row)) + "\n")
        if self._decided % PROGRESS_ROWS == 0:
            self._report_progress()

    def _report_progress(self) -> None:
        self._metrics.write(self._decided, of=max(self._of, self._decided))


def read_problems(folder: Path) -> Iterator[Problem]:
    """The rows a data step let through.

    Raises:
        DataError: `folder` is not the output of a data step, or a row is not a `Problem`.
    """
    return read_jsonl(folder / PROBLEMS, Problem)


def read_stages(folder: Path) -> list[StageCounts]:
    """The counts of a data step and those before it; empty where there is no `stages.json`.

    Raises:
        DataError: the file is damaged.
    """
    path = folder / STAGES
    if not path.is_file():
        return []
    try:
        rows = json.loads(path.read_bytes())
    except ValueError as error:
        raise DataError(f"{path}: damaged: {error}; run the step again") from error
    return [from_dict(StageCounts, row, where=f"{path}[{i}]") for i, row in enumerate(rows)]
