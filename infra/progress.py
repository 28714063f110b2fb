"""Progress of steps on the terminal: one line each, or log lines where there is no terminal.

Reads the metrics that steps leave as they go, so it shows the same whether a step runs here, in a
container, or is being resumed.
"""

import logging
import sys
import threading
import time
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

log = logging.getLogger(__name__)

SHOWN = {
    "train/loss": "loss {:.3f}",
    "reward/total": "reward {:.2f}",
    "reward/pass_rate": "pass {:.0%}",
    "completion/tokens_mean": "{:.0f} tokens",
    "eval/heldout_accuracy": "held-out {:.0%}",
}
"""Metrics shown beside the bar, and how."""

LOG_EVERY_SECONDS = 20.0


class StepProgress:
    """One step's line. Safe to call from the thread that watches the step."""

    def __init__(self, display: "Display", name: str, row: TaskID) -> None:
        self._display, self._name, self._row = display, name, row
        self._values: dict[str, str] = {}
        self._logged = time.monotonic()

    def update(self, rows: list[dict[str, Any]]) -> None:
        """Take in new lines of metrics."""
        for row in rows:
            for key, form in SHOWN.items():
                if key in row:
                    self._values[key] = form.format(row[key])
        latest = rows[-1]
        details = "  ".join(self._values.values())
        self._display.bars.update(
            self._row, completed=latest["step"], total=latest.get("of"), details=details
        )
        if not self._display.live and time.monotonic() - self._logged > LOG_EVERY_SECONDS:
            self._logged = time.monotonic()
            log.info("step=%s at=%s of=%s %s", self._name, latest["step"], latest.get("of"), details)

    def done(self, words: str) -> None:
        """The step is finished."""
        bar = self._display.bars.tasks[self._display.bars.task_ids.index(self._row)]
        total = bar.total or 1
        self._display.bars.update(self._row, completed=total, total=total, details=words)
        self._display.bars.stop_task(self._row)
        if not self._display.live:
            log.info("step=%s done seconds=%.0f %s", self._name, bar.elapsed or 0, words)


class Display:
    """All lines of a run. Use as a context manager; on a terminal it draws, elsewhere it logs."""

    def __init__(self, *, live: bool | None = None) -> None:
        self.live = sys.stderr.isatty() if live is None else live
        self._lock = threading.Lock()
        self.bars = Progress(
            TextColumn("{task.description:<12}"),
            BarColumn(bar_width=24),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[details]}"),
            console=Console(stderr=True),
            disable=not self.live,
        )

    def step(self, name: str) -> StepProgress:
        """A new line for a step that begins now."""
        with self._lock:
            row = self.bars.add_task(name, total=None, details="")
        if not self.live:
            log.info("step=%s begins", name)
        return StepProgress(self, name, row)

    def __enter__(self) -> Self:
        self.bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bars.stop()
