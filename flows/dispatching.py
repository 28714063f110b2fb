"""A training step on a work pool: started once, watched, and adopted again by a restarted parent.

The parent asks for a run of `train-step` under a key made of the run, the step and the work. The same
key gives the same flow run, running or finished, so a parent that died finds its job again. A failed
run keeps its key for ever, hence the attempt number.
"""

import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound

from flows.loop import Loop
from infra.dispatch import OnMetrics, StepResult, write_spec
from tasks.artifacts import METRICS, digest_path, finished_report, step_key
from tasks.errors import StepFailedError
from tasks.metrics import read_metrics

log = logging.getLogger(__name__)

DEPLOYMENT = "train-step/worker"
ATTEMPTS = 3
POLL_SECONDS = 3.0


def run_on_pool(
    loop: Loop,
    task: str,
    params: Mapping[str, Any],
    inputs: Mapping[str, Path],
    out_dir: Path,
    *,
    on_metrics: OnMetrics,
) -> StepResult:
    """Run a step through the deployment `train-step`; the same contract as `infra.dispatch.run_step`.

    Raises:
        StepFailedError: no attempt completed; the message names the last flow run.
    """
    found = finished_report(task, params, inputs, out_dir)
    if found is not None:
        return StepResult(out_dir, found, reused=True)
    limit = loop.params.dispatch.step_timeout_seconds
    spec = write_spec(task, params, inputs, out_dir, timeout_seconds=limit)
    key = step_key(task, params, {name: digest_path(path) for name, path in sorted(inputs.items())})
    for attempt in range(ATTEMPTS):
        name = f"{loop.run.name}/{out_dir.name}"
        run = _follow(loop, name, spec, f"{name}/{key}#{attempt}", out_dir / METRICS, on_metrics)
        if run.state.is_completed():
            report = finished_report(task, params, inputs, out_dir)
            if report is None:
                raise StepFailedError(
                    f"{name}: flow run {run.name} completed, but {out_dir} holds no result; "
                    "the worker must share the state folder (REASONLOOP_HOME)"
                )
            return StepResult(out_dir, report, reused=False)
        log.warning("step=%s flow_run=%s state=%s attempt=%d", name, run.id, run.state.name, attempt + 1)
    raise StepFailedError(f"{name}: {ATTEMPTS} attempts failed; last flow run {run.id}: {run.state.message}")


def _follow(loop: Loop, name: str, spec: Path, key: str, metrics: Path, on_metrics: OnMetrics) -> Any:
    """Start or adopt the flow run of `key` and wait until it is final."""
    parameters = {"step": name, "spec": spec.relative_to(loop.settings.state).as_posix()}
    read_from, told = 0, False
    deadline = time.monotonic() + loop.params.dispatch.step_timeout_seconds
    while True:
        try:
            run: Any = run_deployment(
                DEPLOYMENT, parameters=parameters, idempotency_key=key, timeout=0, as_subflow=False
            )
        except ObjectNotFound as error:
            raise StepFailedError(
                f"{name}: no deployment {DEPLOYMENT}; run `reasonloop up` or `prefect deploy --all`, "
                "or set dispatch.train_on to inprocess"
            ) from error
        if time.monotonic() > deadline:
            raise StepFailedError(
                f"{name}: flow run {run.id} is {run.state.name} after dispatch.step_timeout_seconds; "
                "is a worker serving its pool?"
            )
        if run.state is not None and run.state.is_scheduled() and not told:
            told = True
            log.warning("step=%s flow_run=%s waits for a worker", name, run.id)
        rows, read_from = read_metrics(metrics, start=read_from)
        if rows:
            on_metrics(rows)
        if run.state is not None and run.state.is_final():
            return run
        time.sleep(POLL_SECONDS)
