"""Run directories: what one run of a flow was given, what its steps left, how it ended.

    <state>/runs/retrain-0003/
        run.json         flow, resolved settings, options, commit, start: written first, never changed
        pins.json        facts looked up once (previous dataset, incumbent): the same when resumed
        steps/<name>/    outputs and manifest of each step
        outcome.json     how it ended: written last

A run without an outcome was interrupted. The same flow with the same settings, options and code commit
goes on in it.
"""

import json
import re
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.settings import Settings
from tasks.artifacts import write_json
from tasks.params import Params


@dataclass(frozen=True, slots=True)
class RunDirectory:
    """One run of a flow."""

    folder: Path

    @property
    def name(self) -> str:
        """E.g. `retrain-0003`: the run's identity everywhere."""
        return self.folder.name

    def step(self, name: str) -> Path:
        """The directory of a step."""
        return self.folder / "steps" / name

    def facts(self) -> dict[str, Any]:
        """What run.json holds."""
        return _read(self.folder / "run.json")

    def pin(self, name: str, look_up: Callable[[], Any]) -> Any:
        """The value of a fact as it was when this run first asked for it; JSON values only."""
        if name not in self._pins():
            value = look_up()
            write_json(self.folder / "pins.json", {**self._pins(), name: value})
        return self._pins()[name]

    def pinned(self, name: str) -> Any:
        """A fact that was pinned before."""
        return self._pins()[name]

    def _pins(self) -> dict[str, Any]:
        path = self.folder / "pins.json"
        return _read(path) if path.is_file() else {}

    def finish(self, outcome: Mapping[str, Any]) -> None:
        """Write the outcome: the run is over and will not be resumed."""
        write_json(self.folder / "outcome.json", dict(outcome))

    def outcome(self) -> dict[str, Any] | None:
        """How the run ended; None while it has not."""
        path = self.folder / "outcome.json"
        return _read(path) if path.is_file() else None


def open_run(
    settings: Settings, flow: str, params: Params, options: Mapping[str, Any]
) -> tuple[RunDirectory, bool]:
    """The interrupted run with the same settings and options, or a new one.

    Call it while holding the flow's lock. Returns the run and whether it is being resumed.
    """
    wanted = {
        "flow": flow,
        "params": params.as_json(),
        "options": dict(options),
        "commit": code_commit(settings.project),
    }
    runs = list_runs(settings, flow)
    for run in reversed(runs):
        facts = run.facts()
        if run.outcome() is None and all(facts.get(key) == value for key, value in wanted.items()):
            return run, True
    last = int(runs[-1].name.rpartition("-")[2]) if runs else 0
    run = RunDirectory(settings.runs / f"{flow}-{last + 1:04d}")
    write_json(run.folder / "run.json", {**wanted, "started": time.time_ns()})
    return run, False


def list_runs(settings: Settings, flow: str) -> list[RunDirectory]:
    """The runs of a flow, oldest first; a folder without run.json never began."""
    named = re.compile(rf"{re.escape(flow)}-(\d+)")
    found = {int(m[1]): folder for folder in settings.runs.glob("*") if (m := named.fullmatch(folder.name))}
    return [RunDirectory(found[n]) for n in sorted(found) if (found[n] / "run.json").is_file()]


def code_commit(project: Path) -> str:
    """The git commit of the code, `-dirty` when files differ from it; "unknown" outside git.

    data.dvc does not count: a refresh changes it by design.
    """

    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=project, capture_output=True, text=True, check=False)
        return done.stdout.strip() if done.returncode == 0 else ""

    commit = git("rev-parse", "HEAD")
    if not commit:
        return "unknown"
    changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!data.dvc")
    return commit + ("-dirty" if changed else "")


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found
