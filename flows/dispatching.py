"""A training step on a work pool: started once, watched, and adopted again by a restarted parent.

The parent asks for a run of `train-step` under a key made of the run, the step and the work. The same
key gives the same flow run, running or finished, so a parent that died finds its job again. A run that
failed keeps its key for ever, hence the attempt number in it.

What can die meanwhile, and what then happens:

- the container: its worker reports it, and the next attempt resumes from the last checkpoint;
- the worker: the container goes on; if that dies too, its signs of life end and we close its run;
- everything, parent included: whoever next waits for a place in the pool closes what holds one in silence;
- we: the container goes on for `dispatch.adopt_within_seconds` and then stops (`flows.pulse`);
- the server: both sides go on and wait for it.
"""

import itertools
import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prefect.client.schemas.objects import FlowRun

from flows.attending import Attending, told
from flows.loop import Loop
from infra.dispatch import USER_ERRORS, OnMetrics, StepResult
from infra.jobs import make_job
from tasks import errors
from tasks.artifacts import METRICS, finished_report, step_key
from tasks.errors import StepFailedError

log = logging.getLogger(__name__)

_RAISED = re.compile(r"\b([A-Z][A-Za-z]*Error): (.*)", re.DOTALL)
"""How a failed state tells which exception ended the flow."""


def run_on_pool(
    loop: Loop,
    task: str,
    params: Mapping[str, Any],
    inputs: Mapping[str, Path],
    out_dir: Path,
    *,
    pool: str,
    on_metrics: OnMetrics,
) -> StepResult:
    """Run a step on a work pool; the same contract as `infra.dispatch.run_step`.

    Raises:
        StepFailedError: no attempt left a result, or the step was cancelled; the message names the last
            flow run. A message of the step itself is raised as it is when the user can fix it.
    """
    limits = loop.params.dispatch
    found = finished_report(task, params, inputs, out_dir)
    if found is not None:
        return StepResult(out_dir, found, reused=True)
    job = make_job(
        loop.settings,
        loop.params.data,
        task,
        params,
        inputs,
        out_dir,
        timeout_seconds=limits.step_timeout_seconds,
        adopt_within_seconds=limits.adopt_within_seconds,
    )
    name = f"{loop.run.name}/{out_dir.name}"
    key = f"{loop.run.facts()['started']}/{name}/{step_key(task, params, job.digests)}"
    failures = 0
    for attempt in itertools.count():
        attending = Attending(name, pool, job, f"{key}#{attempt}", limits, out_dir / METRICS, on_metrics)
        run = attending.until_final()
        # Asked even of a run that crashed: it may have died after its work was done.
        report = finished_report(task, params, inputs, out_dir)
        if report is not None:
            return StepResult(out_dir, report, reused=False)
        if attending.was_over:
            continue  # an earlier parent's attempt
        if run.state is not None and run.state.is_cancelled():
            raise StepFailedError(f"{name}: {told(run)}; the same command resumes it")
        _raise_for_user(name, run)
        failures += 1
        log.warning("step=%s flow_run=%s state=%s failures=%d", name, run.id, told(run), failures)
        if failures == limits.attempts:
            break
    raise StepFailedError(
        f"{name}: {failures} attempts on pool {pool!r} left no result in {out_dir}; the last is flow run "
        f"{run.id}: {told(run)}"
    )


def _raise_for_user(name: str, run: FlowRun) -> None:
    """Raise what the step said, if another attempt would only say it again."""
    said = _RAISED.search((run.state and run.state.message) or "")
    kind = getattr(errors, said[1], None) if said else None
    if said and kind in USER_ERRORS:
        raise kind(f"{name}: {said[2]}")
