"""The whole loop over several seeds: accuracy per stage, and what RL gained over SFT for the same time.

    python -m benchmarks.loop            # retrains with seeds 1, 2, 3, about ten minutes each, then the table
    python -m benchmarks.loop --quick    # only the table, of the retrains that are finished already

The runs are ordinary retrains of this project: they are released, and `reasonloop releases` lists them.
"""

import argparse
import json
import subprocess
import sys
from typing import Any

from infra.runs import RunDirectory, list_runs
from infra.settings import Settings, find_settings

STAGES = ("base", "sft", "control", "traces", "rl")


def finished(settings: Settings) -> dict[int, RunDirectory]:
    """Seed -> its newest finished retrain."""
    found = [run for run in list_runs(settings, "retrain") if run.outcome() is not None]
    return {int(run.facts()["options"]["seed"]): run for run in found}


def row_of(seed: int, run: RunDirectory) -> dict[str, Any]:
    """The figures of one retrain."""
    outcome = run.outcome() or {}
    stages = {stage["name"]: stage for stage in outcome["stages"]}
    reports = {
        step: json.loads((run.step(step) / "report.json").read_bytes()) for step in ("sft", "grpo", "control")
    }
    rl = stages["rl"]
    return {
        "seed": seed,
        "accuracy": {name: stages[name]["headline"]["strict"] for name in STAGES},
        "interval": [rl["headline"]["strict_low"], rl["headline"]["strict_high"]],
        "tokens": {name: stages[name]["headline"]["tokens_mean"] for name in STAGES},
        "subtasks": {row["name"]: row["strict"] for row in rl["subtasks"]},
        "control_subtasks": {row["name"]: row["strict"] for row in stages["control"]["subtasks"]},
        "unseen_level": rl["unseen_level"]["strict"] if rl["unseen_level"] else None,
        "not_trained": rl["not_trained"]["strict"] if rl["not_trained"] else None,
        "corpora": {row["name"]: row["strict"] for row in rl["corpora"]},
        "cpu_seconds": {step: report["cpu_seconds"] for step, report in reports.items()},
        "gain_points": 100 * (outcome["accuracy"] - outcome["accuracy_sft_control"]),
    }


def print_table(rows: list[dict[str, Any]]) -> None:
    """One line per seed."""
    head = ["seed", *STAGES, "RL 95 %", "gain", "unseen", "cpu s sft/rl/control"]
    print(" | ".join(head))
    for row in rows:
        low, high = row["interval"]
        cells = [str(row["seed"]), *(f"{row['accuracy'][name]:.1%}" for name in STAGES)]
        cells += [f"{low:.1%}-{high:.1%}", f"{row['gain_points']:+.1f}", f"{row['unseen_level']:.1%}"]
        cells.append("/".join(f"{seconds:.0f}" for seconds in row["cpu_seconds"].values()))
        print(" | ".join(cells))


def main() -> None:
    """Run what is missing, print the table and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--quick", action="store_true", help="only tabulate finished retrains")
    given = parser.parse_args()
    settings = find_settings()
    for seed in given.seeds:
        if not given.quick and seed not in finished(settings):
            command = [sys.executable, "-m", "flows.cli", "retrain", "--seed", str(seed)]
            subprocess.run(command, check=True)
    rows = [row_of(seed, run) for seed, run in sorted(finished(settings).items())]
    print_table(rows)
    gains = [row["gain_points"] for row in rows]
    print(json.dumps({"seeds": len(rows), "smallest_gain_points": min(gains, default=None), "rows": rows}))


if __name__ == "__main__":
    main()
