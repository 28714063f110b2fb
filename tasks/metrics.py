"""The line of metrics that long work leaves as it goes: what progress bars and the tracker read.

One JSON object per line: `step`, `of` (total steps, when known), `seconds` (since this attempt's work
began, accumulated over attempts), and metric names as in `train/loss`. Flushed at once, so that whoever
tails the file sees it live and a crash loses at most the line being written.
"""

import json
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tasks.artifacts import METRICS


class MetricsFile:
    """Append-only `metrics.jsonl` of one step directory."""

    def __init__(self, out_dir: Path) -> None:
        out_dir.mkdir(parents=True, exist_ok=True)
        _drop_half_line(out_dir / METRICS)
        self._out = (out_dir / METRICS).open("a", encoding="utf-8")

    def write(self, step: int, *, of: int | None = None, **values: float) -> None:
        """One line; call it with `**{"train/loss": 0.3}` for names with a slash."""
        row: dict[str, Any] = {"step": step, **({"of": of} if of is not None else {}), **values}
        self._out.write(json.dumps(row) + "\n")
        self._out.flush()

    def close(self) -> None:
        """Close the file; harmless when closed."""
        self._out.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _drop_half_line(path: Path) -> None:
    """Cut off the line that a killed process was writing, lest the next one goes on in its middle."""
    if path.is_file():
        data = path.read_bytes()
        if not data.endswith(b"\n"):
            with path.open("r+b") as out:
                out.truncate(data.rfind(b"\n") + 1)


def read_metrics(path: Path, *, start: int = 0) -> tuple[list[dict[str, Any]], int]:
    """The whole lines from byte `start` on, and where the next read begins.

    A line still being written is left for the next call. A resumed run writes some steps again: the
    later line of a step is the valid one.
    """
    if not path.is_file():
        return [], start
    with path.open("rb") as data:
        data.seek(start)
        block = data.read()
    end = block.rfind(b"\n") + 1
    return [json.loads(line) for line in block[:end].splitlines()], start + end


def read_steps(path: Path) -> list[dict[str, Any]]:
    """One row per step with all its metrics: a resumed run's later line replaces the earlier."""
    merged: dict[float, dict[str, Any]] = {}
    for row in read_metrics(path)[0]:
        merged[row["step"]] = {**merged.get(row["step"], {}), **row}
    return [merged[step] for step in sorted(merged)]
