"""How long a release, a rollback and a listing take on the embedded MLflow.

    python -m benchmarks.release [--quick]

The last line is JSON, worst case of all repetitions in seconds: {"promote_s", "rollback_s", "list_s"}.
Starting Python and importing MLflow is measured apart and not part of them.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

MODEL = "bench"


def timed(times: list[float], work: Callable[[], T]) -> T:
    """Do the work and note its seconds."""
    began = time.perf_counter()
    result = work()
    times.append(time.perf_counter() - began)
    return result


def main() -> None:
    """Release, list and roll back to each of the last three; check the aliases each time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="1 round instead of 10")
    rounds = 1 if parser.parse_args().quick else 10
    with tempfile.TemporaryDirectory() as folder:
        results = measure(Path(folder), rounds)
    for name, times in results.items():
        print(f"{name:11s} n={len(times):3d} mean={sum(times) / len(times):.3f} max={max(times):.3f}")
    worst = {name: round(max(times), 4) for name, times in results.items() if name.endswith("_s")}
    print(json.dumps({name: worst[name] for name in ("promote_s", "rollback_s", "list_s")}))


def measure(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds of each kind of operation; three rollbacks a round, one to each of the last three."""
    from infra.releases import Releases
    from infra.tracking import RUN_TAG, STEP_TAG, Tracking

    times: dict[str, list[float]] = {n: [] for n in ("start", "promote_s", "rollback_s", "list_s")}
    tracking = Tracking(f"sqlite:///{folder}/mlflow.db", folder / "artifacts")
    timed(times["start"], lambda: tracking.client)
    releases = Releases(tracking, MODEL)
    model = folder / "model"
    model.mkdir()
    (model / "config.json").write_text("{}")

    def promote(number: int) -> None:
        (model / "model.safetensors").write_bytes(number.to_bytes(4) * 362_000)  # 362k parameters, fp32
        tags = {RUN_TAG: str(number), STEP_TAG: "grpo"}
        run = tracking.start_run(MODEL, f"grpo-{number}", tags=tags)
        incumbent = releases.stable()
        timed(
            times["promote_s"],
            lambda: releases.release_model(
                model,
                key=str(number),
                run_id=run,
                dataset="d" * 32,
                commit="c" * 40,
                evaluation={"accuracy": 0.9, "accuracy_sft_control": 0.4},
                expected_incumbent=incumbent.version if incumbent else None,
            ),
        )

    number = 0
    for _ in range(rounds):
        for place in range(3):
            for _ in range(3):
                number += 1
                promote(number)
            target = timed(times["list_s"], releases.list_releases)[place].version
            timed(times["rollback_s"], lambda v=target: releases.rollback(v))  # type: ignore[misc]
            aliases = tracking.client.get_registered_model(MODEL).aliases
            assert int(aliases["stable"]) == target, (aliases, target)
    return times


if __name__ == "__main__":
    main()
