"""Run a task in a process of its own: watched, time-limited, and never outliving us.

Long or dangerous work never runs inside a Prefect process, for a Prefect timeout only relabels a
submitted thread (measured: a 1 s limit let a task run its full 6 s). The child is
`python -m tasks --spec`, the same that a shell, a container or torchrun starts.
"""

import contextlib
import logging
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.settings import Settings
from tasks import errors
from tasks.artifacts import METRICS, finished_report, write_json
from tasks.errors import ConfigError, DataError, ModelError, ReasoningError, StepFailedError, TrainingError
from tasks.metrics import read_metrics

log = logging.getLogger(__name__)

POLL_SECONDS = 0.25
KILL_AFTER_SECONDS = 10.0
"""A child that was asked to stop and has not by then is killed."""
LOG_TAIL_BYTES = 4_000
USER_ERRORS = (ConfigError, DataError, ModelError, TrainingError)
"""What a child may raise that the same command would only raise again."""
_USER_ERROR = re.compile(r"^[A-Z][A-Za-z]*Error: ", re.MULTILINE)
"""How a child's message to the user begins; see `tasks.__main__.main`."""

_running: set[subprocess.Popen[bytes]] = set()
_stopping = threading.Event()
_lock = threading.Lock()

OnMetrics = Callable[[list[dict[str, Any]]], None]


@dataclass(frozen=True, slots=True)
class StepResult:
    """A finished step."""

    path: Path
    """Its directory."""
    report: dict[str, Any]
    """Its report, as JSON."""
    reused: bool
    """The work was done before; nothing ran."""


def run_step(
    settings: Settings,
    task: str,
    params: Mapping[str, Any],
    inputs: Mapping[str, Path],
    out_dir: Path,
    *,
    timeout_seconds: float,
    on_metrics: OnMetrics | None = None,
) -> StepResult:
    """Run a task in a child process and wait for it.

    Args:
        settings: Gives the child its project folder.
        task: Name in the table of `tasks.__main__`.
        params: Its section, as JSON.
        inputs: Name -> path.
        out_dir: Step directory; the child's log lies beside it as `<step>.log`.
        timeout_seconds: The child is killed after this long.
        on_metrics: Called with new lines of metrics, at most a few times a second.

    Returns:
        The step, run now or found finished.

    Raises:
        StepFailedError: the child failed, was killed, or took too long; the message ends with its last
            words and where the log is. Its own message is raised as it is when the user can fix it.
    """
    found = finished_report(task, params, inputs, out_dir)
    if found is not None:
        log.info("step=%s reused=true", out_dir.name)
        return StepResult(out_dir, found, reused=True)
    spec = write_spec(task, params, inputs, out_dir, timeout_seconds=timeout_seconds)
    status = _run_child(settings, spec, out_dir, timeout_seconds, on_metrics)
    if status != 0:
        raise _failure(task, status, out_dir.with_suffix(".log"))
    report = finished_report(task, params, inputs, out_dir)
    if report is None:
        raise StepFailedError(
            f"{task}: ended well, but {out_dir} does not hold its result; if the code of tasks/ was changed "
            "meanwhile, give the same command again"
        )
    return StepResult(out_dir, report, reused=False)


def _run_child(
    settings: Settings, spec: Path, out_dir: Path, timeout_seconds: float, on_metrics: OnMetrics | None
) -> int:
    """Start, watch and reap the child; its exit status, negative for a signal."""
    environment = {
        **os.environ,
        "REASONLOOP_PARENT_PID": str(os.getpid()),
        "REASONLOOP_PROGRESS": "off",
        "PYTHONUNBUFFERED": "1",
    }
    log_file = out_dir.with_suffix(".log")
    command = [sys.executable, "-m", "tasks", "--spec", str(spec)]
    with log_file.open("ab") as output:
        # A session of its own: Ctrl-C reaches us, and we stop the child in order.
        with _lock:
            if _stopping.is_set():
                raise StepFailedError(f"{out_dir.name}: not begun, for the run is being stopped")
            child = subprocess.Popen(
                command,
                cwd=settings.project,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
            _running.add(child)
        try:
            return _watch(child, out_dir, time.monotonic() + timeout_seconds, on_metrics)
        finally:
            _stop(child)
            _running.discard(child)


def stop_children() -> None:
    """End the steps that run now, in whichever thread, and begin no more until `allow_children`.

    For a run that is given up: without it, Ctrl-C would wait until the training of other threads is done.
    """
    with _lock:
        _stopping.set()
        for child in list(_running):
            child.terminate()


def is_stopping() -> bool:
    """Whether `stop_children` was called: whoever waits for work elsewhere gives it up."""
    return _stopping.is_set()


def allow_children() -> None:
    """A new run begins in this process."""
    _stopping.clear()


def _watch(
    child: subprocess.Popen[bytes], out_dir: Path, deadline: float, on_metrics: OnMetrics | None
) -> int:
    metrics, read_from = out_dir / METRICS, 0
    if metrics.is_file() and on_metrics is not None:
        read_from = metrics.stat().st_size  # what an earlier attempt wrote was passed on by it
    while True:
        status = child.poll()
        if on_metrics is not None:
            if metrics.is_file() and metrics.stat().st_size < read_from:
                read_from = 0  # the child started afresh in an emptied directory
            rows, read_from = read_metrics(metrics, start=read_from)
            if rows:
                on_metrics(rows)
        if status is not None:
            return status
        if time.monotonic() > deadline:
            raise StepFailedError(
                f"{out_dir.name}: not finished within its time limit and stopped; raise "
                "dispatch.step_timeout_seconds, then give the same command: it resumes"
            )
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(POLL_SECONDS)


def _stop(child: subprocess.Popen[bytes]) -> None:
    """End the child if it still runs: politely, then for certain."""
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(KILL_AFTER_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _failure(task: str, status: int, log_file: Path) -> ReasoningError:
    """The error to raise for a child that ended with `status`."""
    words = log_file.read_bytes()[-LOG_TAIL_BYTES:].decode(errors="replace").strip()
    said = list(_USER_ERROR.finditer(words))
    if status == 2 and said:
        text = words[said[-1].start() :]
        kind = getattr(errors, text.partition(":")[0], StepFailedError)
        return kind(f"{task}: {text.partition(': ')[2]}") if kind in USER_ERRORS else StepFailedError(text)
    last = words.splitlines()[-1] if words else "it said nothing"
    if status == -9:
        last = "it was killed (signal 9), by hand or because memory ran out"
    return StepFailedError(
        f"{task}: its process ended with status {status}: {last}\n"
        f"The whole log is {log_file}. Give the same command again: finished work is kept."
    )


def write_spec(
    task: str,
    params: Mapping[str, Any],
    inputs: Mapping[str, Path],
    out_dir: Path,
    *,
    timeout_seconds: float,
) -> Path:
    """Write what is to be done beside the step directory; the path of the spec."""
    spec = out_dir.with_suffix(".json")
    write_json(
        spec,
        {
            "task": task,
            "params": dict(params),
            "inputs": {name: str(path) for name, path in inputs.items()},
            "out_dir": str(out_dir),
            "timeout_seconds": timeout_seconds,
        },
    )
    return spec
