"""Other processes for tests: forked from a server that has imported MLflow once.

What they run stands here, since a test module cannot be imported by name.
"""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from infra.ledger import IncumbentMovedError, Ledger
from infra.ledger_entries import Entry, fold
from infra.releases import Release, Releases
from infra.tracking import RUN_TAG, STEP_TAG, Tracking

MODEL = "tiny"
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["mlflow", "mlflow.store.tracking.sqlalchemy_store", "infra.releases"])


def run_at_once(function: Callable[..., None], arguments: Sequence[tuple[Any, ...]]) -> list[int]:
    """Run one process for each tuple of arguments, starting together; their exit codes."""
    barrier = CONTEXT.Barrier(len(arguments))
    processes = [CONTEXT.Process(target=_together, args=(barrier, function, a)) for a in arguments]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    return [process.exitcode if process.exitcode is not None else 1 for process in processes]


def run_with_failpoint(failpoint: str, function: Callable[..., None], *arguments: Any) -> int:
    """Run a process that dies at a failpoint; its exit code, -9 when it did."""
    process = CONTEXT.Process(target=_under, args=(failpoint, function, arguments))
    process.start()
    process.join(120)
    return process.exitcode if process.exitcode is not None else 1


def _together(barrier: Any, function: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    barrier.wait(60)
    function(*arguments)


def _under(failpoint: str, function: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    os.environ["REASONLOOP_FAILPOINT"] = failpoint
    function(*arguments)


def open_tracking(folder: Path) -> Tracking:
    return Tracking(f"sqlite:///{folder}/mlflow/mlflow.db", folder / "mlflow" / "artifacts")


def entry(op: str, version: int, **changes: Any) -> Entry:
    values: dict[str, Any] = {
        "op": op,
        "version": version,
        "model_id": f"m-{version}",
        "sha256": "0" * 64,
        "run_id": "r",
        "dataset": "d",
        "commit": "c",
        "key": f"{op}-{version}",
        "created": "2026-01-01T00:00:00+00:00",
    }
    return Entry(**{**values, **changes})


def promote_one(folder: Path, number: int) -> None:
    """Promote, and gate again as long as another was faster."""
    ledger = Ledger(open_tracking(folder), MODEL)
    while True:
        live = fold(ledger.entries())
        try:
            ledger.promote(
                entry("promote", number, key=f"key-{number}"), expected_incumbent=live[0] if live else None
            )
        except IncumbentMovedError:
            continue
        return


def release_one(folder: Path, model: Path, incumbent: int | None = None, key: str = "") -> Release:
    """Release a model folder as a retrain would; the same call again goes on."""
    tracking = open_tracking(folder)
    name = key or model.name
    run = tracking.start_run(MODEL, name, tags={RUN_TAG: name, STEP_TAG: "grpo"})
    return Releases(tracking, MODEL).release_model(
        model,
        key=name,
        run_id=run,
        dataset="d" * 32,
        commit="c" * 40,
        evaluation={"accuracy": 0.9, "accuracy_sft_control": 0.4},
        expected_incumbent=incumbent,
        params={"grpo": {"seed": 1}},
        who="test",
    )


def start_a_run(folder: Path) -> None:
    """Begin one step; the same in every process."""
    open_tracking(folder).start_run("shared", "sft", tags={RUN_TAG: "r", STEP_TAG: "sft"})
