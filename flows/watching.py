"""What `reasonloop watch` shows: a run's steps as they go, the curves of what trains, sample completions.

It reads the run's folder and nothing else, so it works beside any run, in another terminal, on a machine that
shares the folder, and long after the run has ended.
"""

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from infra.progress import SHOWN
from infra.runs import RunDirectory, list_runs
from infra.settings import Settings
from tasks.artifacts import METRICS, SAMPLES
from tasks.errors import ConfigError
from tasks.metrics import read_metrics

FLOWS = ("retrain", "refresh")
CURVES = {
    "reward/total": "{:.2f}",
    "reward/pass_rate": "{:.0%}",
    "reward/groups_without_signal": "{:.0%}",
    "eval/heldout_accuracy": "{:.0%}",
    "train/loss": "{:.3f}",
    "train/entropy": "{:.3f}",
    "train/kl": "{:.4f}",
    "train/learning_rate": "{:.1e}",
    "train/tokens_per_s": "{:,.0f}",
    "train/mfu": "{:.1%}",
    "train/memory_gib": "{:.2f}",
    "completion/tokens_mean": "{:.0f}",
    "completion/truncated_share": "{:.0%}",
}
"""Metrics drawn as curves, in this order, and how their values are written."""
BARS = "▁▂▃▄▅▆▇█"
WIDTH = 48
MAX_SAMPLES = 4


def find_run(settings: Settings, name: str) -> RunDirectory:
    """The run of this name, or the one begun last.

    Raises:
        ConfigError: there is none; the message names those there are.
    """
    runs = sorted(
        (run for flow in FLOWS for run in list_runs(settings, flow)), key=lambda run: run.facts()["started"]
    )
    if not runs:
        raise ConfigError(f"{settings.runs}: no run yet; `reasonloop retrain` begins one")
    if not name:
        return runs[-1]
    for run in runs:
        if run.name == name:
            return run
    raise ConfigError(f"no run {name!r}; there are {', '.join(run.name for run in runs[-8:])}")


def watch(run: RunDirectory, *, every: float) -> Iterator[Group]:
    """The run's view, again and again until the run has ended.

    Args:
        run: The run.
        every: Seconds between two views.
    """
    while True:
        over = run.outcome() is not None
        yield view_of(run)
        if over:
            return
        time.sleep(every)


def view_of(run: RunDirectory) -> Group:
    """Steps; curves of the step that trained last and of every one that left sample completions; these."""
    facts, outcome = run.facts(), run.outcome()
    began = time.strftime("%Y-%m-%d %H:%M", time.localtime(facts["started"] / 1e9))
    state = "running, or interrupted" if outcome is None else outcome.get("error") or "ended"
    title = Text.assemble((run.name, "bold"), f"  begun {began}  code {facts['commit'][:8]}  {state}")
    folders = sorted((run.folder / "steps").glob("*/"), key=_began)
    parts: list[Any] = [title, _steps_table(folders)]
    trained = [folder for folder in folders if (folder / METRICS).is_file() and _curves(folder)]
    latest = max(trained, key=_last_sign, default=None)
    for folder in trained:
        samples = _samples(folder)
        if folder == latest or samples:
            parts.append(Panel(_curves_table(folder), title=folder.name, title_align="left"))
        if samples:
            parts.append(_samples_table(samples))
    return Group(*parts)


def sparkline(values: Sequence[float], width: int = WIDTH) -> str:
    """Values as a row of blocks, lowest to highest; of more values than `width`, means of neighbours."""
    if not values:
        return ""
    size = max(1, -(-len(values) // width))
    means = [sum(part) / len(part) for part in (values[n : n + size] for n in range(0, len(values), size))]
    low, high = min(means), max(means)
    step = (high - low) / (len(BARS) - 1)
    return "".join(BARS[round((mean - low) / step) if step else 0] for mean in means)


def _began(folder: Path) -> float:
    spec = folder.with_name(f"{folder.name}.json")
    return (spec if spec.is_file() else folder).stat().st_mtime


def _steps_table(folders: Sequence[Path]) -> Table:
    table = Table("step", "state", "at", "took", "", box=None, padding=(0, 2, 0, 0))
    for folder in folders:
        rows = read_metrics(folder / METRICS)[0] if (folder / METRICS).is_file() else []
        manifest = folder / "manifest.json"
        done = manifest.is_file()
        quiet = time.time() - _last_sign(folder)
        state = "[green]done[/]" if done else f"[yellow]last sign {quiet:.0f} s ago[/]"
        took = (manifest.stat().st_mtime if done else time.time()) - _began(folder)
        at = f"{rows[-1]['step']:.0f}/{rows[-1].get('of', 0):.0f}" if rows else ""
        values = {key: form.format(row[key]) for row in rows for key, form in SHOWN.items() if key in row}
        table.add_row(folder.name, state, at, f"{took:.0f} s", "  ".join(values.values()))
    return table


def _last_sign(folder: Path) -> float:
    return max(path.stat().st_mtime for path in (folder, *folder.iterdir()))


def _curves(folder: Path) -> dict[str, list[float]]:
    rows, _ = read_metrics(folder / METRICS)
    found = {key: [row[key] for row in rows if key in row] for key in CURVES}
    return {key: values for key, values in found.items() if len(values) > 1}


def _curves_table(folder: Path) -> Table:
    table = Table("", "first", "", "last", "lowest", "highest", box=None, padding=(0, 2, 0, 0))
    for key, values in _curves(folder).items():
        first, last, low, high = (
            CURVES[key].format(value) for value in (values[0], values[-1], min(values), max(values))
        )
        table.add_row(key, first, f"[cyan]{sparkline(values)}[/]", last, low, high)
    return table


def _samples(folder: Path) -> list[dict[str, Any]]:
    """The samples of the last evaluation."""
    path = folder / SAMPLES
    found: list[dict[str, Any]] = json.loads(path.read_bytes()) if path.is_file() else []
    return found[-MAX_SAMPLES:]


def _printable(text: str) -> str:
    """Model text could move the cursor or rename the window."""
    return "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)


def _samples_table(samples: Sequence[dict[str, Any]]) -> Table:
    table = Table("step", "question", "completion", "verdict", "reward", title="sample completions")
    for one in samples:
        texts = (Text(_printable(str(one[key])[:300])) for key in ("question", "completion"))
        colour = "green" if one["outcome"] == "correct" else "red"
        table.add_row(str(one["step"]), *texts, f"[{colour}]{one['outcome']}[/]", f"{one['reward']:.2f}")
    return table
