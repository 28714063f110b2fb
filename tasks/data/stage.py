"""What every data step leaves behind, and the rule that its counts add up.

    problems.jsonl      the rows that go on
    dropped.jsonl       rows that are fine to lose (a duplicate, too long), each with its reason
    quarantined.jsonl   rows that somebody should look at (broken, contradictory), each with its reason
    stages.json         the counts of this step after those of the steps before it

read = kept + dropped + quarantined, always, and for every source by itself.

A step that looks at each row by itself is a function `Problem -> Decision`, run by `Stage.map_rows` in
batches, in as many processes as there are. Rows travel as the bytes they are, so this process neither
parses nor holds them, and a row that is kept unchanged is copied byte for byte.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Literal, Self

from tasks.artifacts import write_json
from tasks.data.batches import PROBLEMS, Batch, encode_row, read_batches, read_problems
from tasks.data.engine import Engine
from tasks.errors import DataError
from tasks.failpoints import failpoint
from tasks.metrics import MetricsFile
from tasks.records import DroppedRow, Problem, from_dict, to_dict

DROPPED = "dropped.jsonl"
QUARANTINED = "quarantined.jsonl"
FATES = {"kept": PROBLEMS, "dropped": DROPPED, "quarantined": QUARANTINED}
"""What can become of a row -> where it is written."""
STAGES = "stages.json"
PROGRESS_ROWS = 5_000
"""Rows between two lines of metrics.jsonl."""
MAX_TEXT_CHARS = 500
"""Characters kept of a row that goes no further."""
MAX_TRACES = 16
"""Worked solutions kept of one problem."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a row."""

    fate: Literal["kept", "dropped", "quarantined"]
    reason: str = ""
    """Label it is counted under, unless kept."""
    changed: Problem | None = None
    """What goes on in its place; None for the row as it was read."""
    detail: str = ""
    """Stands before the text of a row that goes no further."""


KEPT = Decision("kept")
_SOURCE = re.compile(rb'"source":"((?:[^"\\]|\\.)*)"')
"""In a line of ours. Quotes inside of texts are escaped, so nothing else looks like it."""


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
    sources: dict[str, dict[str, int]] = field(default_factory=dict)
    """Source -> `kept`, `dropped` and `quarantined` -> rows."""
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
        self._in_the_middle = f"{name}.row"
        self._out_dir = out_dir
        self._inputs = list(inputs)
        self._before = [counts for folder in inputs for counts in read_stages(folder)]
        kept = [read_stages(folder)[-1:] for folder in inputs]
        self._of = of if of is not None else sum(last[0].kept for last in kept if last)
        self._files: dict[str, BinaryIO] = {name: (out_dir / name).open("wb") for name in FATES.values()}
        self._metrics = MetricsFile(out_dir)
        self._reasons: dict[str, Counter[str]] = {fate: Counter() for fate in FATES}
        self._sources: dict[str, Counter[str]] = {}

    def rows(self) -> Iterator[Problem]:
        """The problems of all inputs, in order."""
        for folder in self._inputs:
            yield from read_problems(folder)

    @property
    def num_rows(self) -> int:
        """Rows expected, as the steps before counted them."""
        return self._of

    def batches(self) -> Iterator[Batch]:
        """The lines of all inputs, in order."""
        for folder in self._inputs:
            yield from read_batches(folder)

    def map_rows(self, engine: Engine, decide: Callable[[Problem], Decision]) -> None:
        """Decide every row of the inputs.

        Args:
            engine: Where to.
            decide: Importable by name, or a `functools.partial` of such. It sees one row at a time and
                must not keep anything from one to the next.
        """
        for outcomes in engine.map_batches(partial(_decide_batch, self.name, decide), self.batches()):
            for fate, reason, line in outcomes:
                self.put(fate, reason, line)

    def put(self, fate: str, reason: str, line: bytes) -> None:
        """Write a decided line: a problem that is kept, or a `DroppedRow`."""
        failpoint(self._in_the_middle)
        self._reasons[fate][reason] += 1
        found = _SOURCE.search(line)
        self._sources.setdefault(found[1].decode() if found else "", Counter())[fate] += 1
        self._write(FATES[fate], line)

    def keep(self, problem: Problem) -> None:
        """This row goes on."""
        self.put("kept", "", encode_row(problem))

    def drop(self, reason: str, row: Problem | DroppedRow, *, detail: str = "") -> None:
        """This row goes no further, and nobody needs to look at it. `detail` stands before its text."""
        self.put("dropped", reason, encode_row(as_dropped(self.name, reason, row, detail)))

    def quarantine(self, reason: str, row: Problem | DroppedRow) -> None:
        """This row goes no further until somebody has looked at it."""
        self.put("quarantined", reason, encode_row(as_dropped(self.name, reason, row)))

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
            kept=self._reasons["kept"].total(),
            dropped=dict(sorted(self._reasons["dropped"].items())),
            quarantined=dict(sorted(self._reasons["quarantined"].items())),
            sources={name: dict(sorted(fates.items())) for name, fates in sorted(self._sources.items())},
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
        return sum(reasons.total() for reasons in self._reasons.values())

    def _write(self, name: str, line: bytes) -> None:
        self._files[name].write(line)
        if self._decided % PROGRESS_ROWS == 0:
            self._report_progress()

    def _report_progress(self) -> None:
        self._metrics.write(self._decided, of=max(self._of, self._decided))


def _decide_batch(
    stage: str, decide: Callable[[Problem], Decision], batch: Batch
) -> list[tuple[str, str, bytes]]:
    """Fate, reason and line to write of each row. Runs in a worker."""
    outcomes: list[tuple[str, str, bytes]] = []
    for line, problem in zip(batch.lines, batch.problems(), strict=True):
        decision = decide(problem)
        if decision.fate != "kept":
            line = encode_row(as_dropped(stage, decision.reason, problem, decision.detail))
        elif decision.changed is not None:
            line = encode_row(decision.changed)
        outcomes.append((decision.fate, decision.reason, line))
    return outcomes


def as_dropped(stage: str, reason: str, row: Problem | DroppedRow, detail: str = "") -> DroppedRow:
    """The record of a row that goes no further; one that is such a record already stays as it is."""
    if isinstance(row, DroppedRow):
        return row
    text = f"{detail}: {row.prompt}" if detail else row.prompt
    return DroppedRow(
        stage=stage, reason=reason, source=row.source, row=row.problem_id, text=text[:MAX_TEXT_CHARS]
    )


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
