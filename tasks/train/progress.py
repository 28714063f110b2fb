"""A line that shows how training goes, for someone who sits in front of it."""

import os
import sys
from collections.abc import Mapping

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

SHOWN = {
    "train/loss": "loss {:.3f}",
    "reward/total": "reward {:.2f}",
    "reward/pass_rate": "pass rate {:.0%}",
    "eval/heldout_accuracy": "held out {:.0%}",
}
"""Metric -> how the line shows its last value."""


class ProgressLine:
    """Loss, reward, pass rate and time left on stderr; silent unless stderr is a terminal.

    `REASONLOOP_PROGRESS` set (by whoever draws progress from `metrics.jsonl`) keeps it silent too.
    """

    def __init__(self, label: str, total: int) -> None:
        shown = sys.stderr.isatty() and "REASONLOOP_PROGRESS" not in os.environ
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[facts]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            disable=not shown,
        )
        self._task = self._bar.add_task(label, total=total, facts="")
        self._last: dict[str, float] = {}

    def start(self) -> None:
        """Begin to draw."""
        self._bar.start()

    def update(self, step: int, metrics: Mapping[str, float] | None = None) -> None:
        """Show a step, and the metrics that came with it."""
        self._last.update(metrics or {})
        facts = "  ".join(text.format(self._last[name]) for name, text in SHOWN.items() if name in self._last)
        self._bar.update(self._task, completed=step, facts=facts)

    def stop(self) -> None:
        """Leave the line as it is."""
        self._bar.stop()
