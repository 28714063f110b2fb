"""Live curves and samples: a thread that reads a step's `metrics.jsonl` as it grows and sends it to MLflow,
and the sample completions beside it whenever they change.

The file is the record, MLflow a copy. Training never waits for the tracker: while it is away the file
grows, and what it holds is sent when the tracker is back, or by the next run of the step. Sending is
idempotent: a row's time is computed from the file (start of the run + `seconds` of the first row of its
step), MLflow keeps a metric with equal key, step, time and value once, and a table replaces itself.
"""

import json
import logging
import math
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from infra.tracking import Tracking
from tasks.artifacts import SAMPLE_KEYS, SAMPLES
from tasks.metrics import read_metrics

log = logging.getLogger(__name__)

ROWS_PER_BATCH = 50
"""A batch costs about 0.2 ms a metric; one metric alone 9 ms, through a server 58 ms."""
MAX_METRICS_PER_CALL = 1_000
POLL_SECONDS = 1.0
MAX_WAIT_SECONDS = 30.0
"""Longest pause between attempts while the tracker is away."""
CLOSE_SECONDS = 30.0
"""How long the end of a step waits for the last rows."""
NOT_METRICS = {"step", "of", "seconds"}


@contextmanager
def follow_metrics(
    tracking: Tracking, run_id: str, path: Path, *, prefix: str = "", samples: Path | None = None
) -> Iterator[None]:
    """Send the rows of `path` to a run while the block runs, and the rest at its end.

    Never raises for the tracker's sake: what could not be sent is named in one warning.

    Args:
        tracking: Where to.
        run_id: The run.
        path: A `metrics.jsonl`, which need not be there yet.
        prefix: Stands before the metrics' names.
        samples: A `samples.json`, logged as a table each time it has changed; need not be there yet.
    """
    done = threading.Event()
    spool = Spool(tracking, run_id, path, prefix=prefix, samples=samples)
    thread = threading.Thread(target=_follow, args=(spool, done), name=f"spool-{run_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(CLOSE_SECONDS)
        if spool.error or thread.is_alive():
            log.warning("curves of run=%s stay in %s until the step is run again", run_id, path)


def log_metrics_file(tracking: Tracking, run_id: str, path: Path, *, prefix: str = "") -> int:
    """Send all rows of `path`; the number of rows. Rows sent before are kept once.

    Raises:
        TrackingError: MLflow cannot be reached.
    """
    spool = Spool(tracking, run_id, path, prefix=prefix)
    sent = 0
    while rows := spool.send_next():
        sent += rows
    return sent


class Spool:
    """The reading position in one metrics file, and what has been sent of it."""

    def __init__(
        self, tracking: Tracking, run_id: str, path: Path, *, prefix: str = "", samples: Path | None = None
    ) -> None:
        self.error = ""
        """Why the last attempt failed; empty when it did not."""
        self._samples = samples
        self._samples_sent = b""
        self._tracking = tracking
        self._run_id = run_id
        self._path = path
        self._prefix = prefix
        self._position = 0
        self._waiting: list[dict[str, Any]] = []
        self._times: dict[int, int] = {}
        self._start: int | None = None

    def send_next(self) -> int:
        """Send up to 50 rows; how many there were. What was not sent is sent by the next call."""
        if not self._waiting:
            self._waiting, self._position = read_metrics(self._path, start=self._position)
        rows = self._waiting[:ROWS_PER_BATCH]
        if rows:
            metrics = self._metrics(rows)
            for start in range(0, len(metrics), MAX_METRICS_PER_CALL):
                batch = metrics[start : start + MAX_METRICS_PER_CALL]
                self._tracking.client.log_batch(self._run_id, metrics=batch)
            del self._waiting[: len(rows)]
        return len(rows)

    def send_samples(self) -> bool:
        """Log the samples as a table if they have changed since; whether they had."""
        found = self._samples.read_bytes() if self._samples and self._samples.is_file() else b""
        if found == self._samples_sent:
            return False
        rows = [{key: row[key] for key in SAMPLE_KEYS} for row in json.loads(found)]
        self._tracking.log_table(self._run_id, SAMPLES, rows)
        self._samples_sent = found
        return True

    def _metrics(self, rows: Sequence[dict[str, Any]]) -> list[Any]:
        from mlflow.entities import Metric

        if self._start is None:
            self._start = int(self._tracking.client.get_run(self._run_id).info.start_time)
        found = []
        for row in rows:
            step = int(row["step"])
            # A resumed step writes some rows again, a little later: they are the same points.
            seconds = self._times.setdefault(step, int(1000 * float(row.get("seconds", step))))
            for name, value in row.items():
                if name not in NOT_METRICS and _is_number(value):
                    key = self._prefix + name
                    found.append(Metric(key, float(value), self._start + seconds, step))
        return found


def _is_number(value: Any) -> bool:
    """Finite numbers only: MLflow would store an infinity as 1.8e308."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _follow(spool: Spool, done: threading.Event) -> None:
    """Send until `done` and nothing is left, or until the tracker stays away at the end."""
    pause = POLL_SECONDS
    while True:
        last = done.is_set()
        try:
            while spool.send_next():
                pass
            spool.send_samples()
        except Exception as error:  # noqa: BLE001  # training must not stop for its curves
            if not spool.error:
                log.warning("tracker away, training goes on: %s", error)
            spool.error, pause = str(error), min(2 * pause, MAX_WAIT_SECONDS)
        else:
            spool.error, pause = "", POLL_SECONDS
        if last:
            return
        done.wait(pause)
