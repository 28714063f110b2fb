"""Time and memory of a data refresh: `python -m benchmarks.refresh [--quick] [--rows N ...]`.

The chain synthesise -> scrub -> clean -> dedup -> decontaminate -> mix, each step in processes of its own
as a flow runs it, on synthetic rows of all subtasks and levels: 10,000, 100,000 and 1,000,000 of them.
Memory is the sum of the resident sets of a step and its workers, sampled 20 times a second. Linear means:
seconds per row, fixed costs aside, differ by at most 20 % between two sizes. The last line is JSON.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil

from tasks.artifacts import write_json
from tasks.data.batches import PROBLEMS
from tasks.data.stage import Stage
from tasks.params import load_params

ROWS = (10_000, 100_000, 1_000_000)
QUICK = (5_000, 10_000, 20_000)
CHAIN: dict[str, dict[str, str]] = {
    "synthesize": {},
    "scrub": {"synthetic": "synthesize", "corpora": "ingest"},
    "clean": {"problems": "scrub"},
    "dedup": {"problems": "clean", "scrubbed": "scrub"},
    "decontaminate": {"problems": "dedup"},
    "mix": {"problems": "decontaminate", "drawn": "synthesize"},
}
"""Step -> its inputs."""


@dataclass(frozen=True)
class Cost:
    """What a step took."""

    seconds: float
    cpu_seconds: float
    """Of all its processes: what a busy machine does not change much."""
    peak_bytes: int
    rows: int
    """Rows it read, or drew."""


def measured(work: Callable[[], "subprocess.Popen[bytes]"]) -> tuple[float, float, int]:
    """(seconds, CPU seconds, peak bytes) of a process and all it starts.

    Raises:
        SystemExit: it fails.
    """
    started, used, peak = time.perf_counter(), cpu_of_children(), 0
    child = work()
    done = threading.Event()

    def sample() -> None:
        nonlocal peak
        while not done.wait(0.05):
            peak = max(peak, resident(child.pid))

    watcher = threading.Thread(target=sample)
    watcher.start()
    status = child.wait()
    seconds = time.perf_counter() - started
    done.set()
    watcher.join()
    if status:
        sys.exit(f"a step ended with {status}")
    return seconds, cpu_of_children() - used, peak


def cpu_of_children() -> float:
    """CPU seconds of all children that have ended, and of theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def resident(pid: int) -> int:
    """Bytes resident in a process and its descendants now."""
    total = 0
    try:
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            total += one.memory_info().rss
    except psutil.NoSuchProcess:
        pass
    return total


def run_chain(folder: Path, rows: int) -> dict[str, Cost]:
    """Run every step on `rows` rows."""
    overrides = {
        "synthesize.num_problems": rows,
        "synthesize.num_eval_problems": 20,
        "synthesize.levels": [1, 2, 3, 4, 5],
        "synthesize.weights": {},
    }
    params = load_params(Path("params.yaml"), overrides=overrides)
    with Stage("ingest", folder / "ingest") as stage:
        stage.finish()
    costs = {}
    for name, inputs in CHAIN.items():
        paths = {key: str(folder / step) for key, step in inputs.items()}
        spec: dict[str, Any] = {"task": name, "params": getattr(params, name).as_json(), "inputs": paths}
        write_json(folder / f"{name}.json", {**spec, "out_dir": str(folder / name)})
        command = [sys.executable, "-m", "tasks", "--spec", str(folder / f"{name}.json")]
        environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}

        def start(command: list[str] = command, environment: dict[str, str] = environment) -> Any:
            return subprocess.Popen(
                command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )

        seconds, cpu, peak = measured(start)
        source = folder / name if name == "synthesize" else folder / next(iter(inputs.values()))
        with (source / PROBLEMS).open("rb") as lines:
            read = sum(1 for _ in lines)
        costs[name] = Cost(seconds, cpu, peak, read)
        show(rows, name, costs[name])
    return costs


def show(rows: int, name: str, cost: Cost) -> None:
    """One line of the table."""
    per_cpu = f"{cost.rows / cost.cpu_seconds:>10.0f}" if cost.rows else f"{'':>10}"
    times = f"{cost.seconds:>9.1f} s{cost.cpu_seconds:>9.1f} CPU s"
    print(f"{rows:>9} {name:<14}{times}{per_cpu} rows/CPU s{cost.peak_bytes / 2**20:>7.0f} MiB", flush=True)


def main() -> None:
    """Print a line for each size and step, and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} rows")
    parser.add_argument("--rows", type=int, nargs="+", help="sizes to measure")
    given = parser.parse_args()
    sizes = given.rows or (QUICK if given.quick else ROWS)
    totals: dict[int, Cost] = {}
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder:
            costs = list(run_chain(Path(folder), rows).values())
        seconds, cpu = sum(c.seconds for c in costs), sum(c.cpu_seconds for c in costs)
        totals[rows] = Cost(seconds, cpu, max(c.peak_bytes for c in costs), rows)
        show(rows, "all", totals[rows])
    print(json.dumps(summary(totals)))


def summary(totals: dict[int, Cost]) -> dict[str, float]:
    """Totals of each size, and the largest ratio of the CPU seconds per further row between two sizes."""
    found: dict[str, float] = {}
    for rows, cost in totals.items():
        found[f"seconds_{rows}"] = round(cost.seconds, 1)
        found[f"cpu_seconds_{rows}"] = round(cost.cpu_seconds, 1)
        found[f"peak_mib_{rows}"] = round(cost.peak_bytes / 2**20)
    slopes = [(totals[b].cpu_seconds - totals[a].cpu_seconds) / (b - a) for a, b in pairwise(sorted(totals))]
    if len(slopes) > 1:
        found["slope_ratio"] = round(max(slopes) / min(slopes), 3)
    return found


if __name__ == "__main__":
    main()
