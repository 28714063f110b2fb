"""A step's process: watched, limited, reaped; its words reach the user."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from infra import dispatch
from infra.settings import Settings
from tasks.errors import DataError, StepFailedError

# A table of tasks for the child: what `python -m tasks` would run, made of tasks that misbehave.
CHILD = """
import json, os, signal, sys, time
from dataclasses import dataclass
from pathlib import Path
from tasks import __main__ as main
from tasks.artifacts import run_once
from tasks.errors import DataError
from tasks.metrics import MetricsFile

@dataclass(frozen=True)
class Report:
    total: int

def work(spec):
    out = Path(spec["out_dir"])
    how = spec["params"]["how"]
    def go():
        with MetricsFile(out) as metrics:
            for step in range(3):
                metrics.write(step, of=3, **{"train/loss": 1.0 / (step + 1)})
        if how == "user":
            raise DataError("rows.jsonl:3: broken\\nFix the row.")
        if how == "bug":
            raise ZeroDivisionError("a bug")
        if how == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if how == "hang":
            (out / "pid").write_text(str(os.getpid()))
            time.sleep(60)
        return Report(total=3)
    return run_once(spec["task"], go, report_type=Report, params=spec["params"], inputs={}, out_dir=out)

main.die_with_parent()
try:
    work(json.loads(Path(sys.argv[2]).read_text()))
except DataError as error:
    print(f"{type(error).__name__}: {error}", file=sys.stderr)
    sys.exit(2)
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A project whose `python -m tasks` is CHILD: the real one has no task that hangs on purpose."""
    child = tmp_path / "child.py"
    child.write_text(CHILD)
    interpreter = tmp_path / "python"
    interpreter.write_text(f'#!/bin/sh\nshift 2\nexec {sys.executable} {child} "$@"\n')
    interpreter.chmod(0o755)
    monkeypatch.setattr(dispatch.sys, "executable", str(interpreter))
    (tmp_path / "params.yaml").write_text("profiles: {tiny: {}}")
    return Settings(project=tmp_path, state=tmp_path / "state")


def run(settings: Settings, how: str, *, timeout_seconds: float = 30, **more: object) -> dispatch.StepResult:
    out_dir = settings.state / "steps" / "work"
    return dispatch.run_step(
        settings, "work", {"how": how}, {}, out_dir, timeout_seconds=timeout_seconds, **more
    )  # type: ignore[arg-type]


def test_a_step_gives_its_report_and_its_metrics_once_each(settings: Settings) -> None:
    rows: list[dict[str, object]] = []
    result = run(settings, "well", on_metrics=rows.extend)
    assert result.report == {"total": 3}
    assert [row["step"] for row in rows] == [0, 1, 2]
    again = run(settings, "well", on_metrics=rows.extend)
    assert again.reused
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("how", "kind", "words"),
    [
        ("user", DataError, "work: rows.jsonl:3: broken\nFix the row."),
        ("bug", StepFailedError, "ZeroDivisionError: a bug"),
        ("die", StepFailedError, "killed (signal 9)"),
    ],
)
def test_a_failed_step_raises_with_its_last_words(
    settings: Settings, how: str, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind) as caught:
        run(settings, how)
    assert words in str(caught.value)


def test_a_step_past_its_limit_is_stopped_and_the_setting_named(settings: Settings) -> None:
    with pytest.raises(StepFailedError, match=r"dispatch\.step_timeout_seconds"):
        run(settings, "hang", timeout_seconds=3)
    pid = int((settings.state / "steps" / "work" / "pid").read_text())
    assert not psutil.pid_exists(pid)


def test_a_step_does_not_outlive_a_killed_parent(settings: Settings, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from infra import dispatch\n"
        "from infra.settings import Settings\n"
        f"sys.executable = {dispatch.sys.executable!r}; here = Path({str(tmp_path)!r})\n"
        "dispatch.run_step(Settings(here, here / 'state'), 'work', {'how': 'hang'}, {},"
        " here / 'state' / 'steps' / 'work', timeout_seconds=60)"
    )
    parent = subprocess.Popen([os.environ.get("_PYTHON", sys.orig_argv[0]), "-c", script])
    pid_file = settings.state / "steps" / "work" / "pid"
    deadline = time.monotonic() + 20
    while not pid_file.is_file() and time.monotonic() < deadline:
        time.sleep(0.05)
    child = psutil.Process(int(pid_file.read_text()))
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    child.wait(timeout=5)
    assert not child.is_running()


def test_stopping_ends_the_steps_of_all_threads_and_begins_no_more(settings: Settings) -> None:
    raised: list[Exception] = []

    def work() -> None:
        try:
            run(settings, "hang")
        except StepFailedError as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    pid_file = settings.state / "steps" / "work" / "pid"
    deadline = time.monotonic() + 20
    while not pid_file.is_file() and time.monotonic() < deadline:
        time.sleep(0.05)
    dispatch.stop_children()
    thread.join(20)
    assert len(raised) == 1
    with pytest.raises(StepFailedError, match="being stopped"):
        run(settings, "well")
    dispatch.allow_children()
    assert run(settings, "well").report == {"total": 3}
