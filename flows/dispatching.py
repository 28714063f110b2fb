"""A training step on a work pool: started once, watched, and adopted again by a restarted parent.

The parent asks for a run of `train-step` under a key made of the run, the step and the work. The same
key gives the same flow run, running or finished, so a parent that died finds its job again. A run that
failed keeps its key for ever, hence the attempt number in it.

What can die meanwhile, and what then happens:

- the container: its worker reports it, and the next attempt resumes from the last checkpoint;
- the worker: the container goes on; if that dies too, its signs of life end and we close its run;
- we: the container goes on for `dispatch.adopt_within_seconds` and then stops (`flows.pulse`);
- the server: both sides go on and wait for it.
"""

import itertools
import logging
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled, Cancelling, Crashed

from flows.loop import Loop
from flows.pulse import BEAT_SECONDS, PARENT, STEP, Watch, beat, server_is_away
from infra.dispatch import USER_ERRORS, OnMetrics, StepResult, is_stopping
from infra.jobs import Job, make_job
from tasks import errors
from tasks.artifacts import METRICS, finished_report, step_key
from tasks.errors import StepFailedError
from tasks.metrics import read_metrics
from tasks.params.dispatch import DispatchParams

log = logging.getLogger(__name__)

FLOW = "train-step"
POLL_SECONDS = 2.0
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
            raise StepFailedError(f"{name}: {_told(run)}; the same command resumes it")
        _raise_for_user(name, run)
        failures += 1
        log.warning("step=%s flow_run=%s state=%s failures=%d", name, run.id, _told(run), failures)
        if failures == limits.attempts:
            break
    raise StepFailedError(
        f"{name}: {failures} attempts on pool {pool!r} left no result in {out_dir}; the last is flow run "
        f"{run.id}: {_told(run)}"
    )


class Attending:
    """One attempt at a step, as its parent sees it."""

    def __init__(
        self,
        name: str,
        pool: str,
        job: Job,
        key: str,
        limits: DispatchParams,
        metrics: Path,
        on_metrics: OnMetrics,
    ) -> None:
        self.was_over = False
        """The attempt had ended before we asked for it."""
        self._name = name
        self._pool = pool
        self._job = job
        self._key = key
        self._limits = limits
        self._metrics = metrics
        self._on_metrics = on_metrics
        self._read_from = 0
        self._step, self._beginning = Watch(), Watch()
        self._last_beat = 0.0
        self._away_since = 0.0

    def until_final(self) -> FlowRun:
        """Start or adopt the flow run and wait for its end."""
        run: FlowRun | None = None
        with get_client(sync_client=True) as client:
            while True:
                try:
                    run = client.read_flow_run(run.id) if run else self._start()
                    self._attend(client, run)
                    self._away_since = 0.0
                except Exception as error:
                    if not server_is_away(error):
                        raise
                    self._wait_for_server(error)
                self._pass_metrics()
                if run is not None and run.state is not None and run.state.is_final():
                    return run
                if is_stopping():
                    self._cancel(client, run)
                    raise StepFailedError(f"{self._name}: stopped, for its retrain was")
                time.sleep(POLL_SECONDS)

    def _start(self) -> FlowRun:
        deployment = f"{FLOW}/{self._pool}"
        try:
            started: Any = run_deployment(
                deployment,
                parameters={"step": self._name, "job": self._job.text()},
                flow_run_name=self._name,
                idempotency_key=self._key,
                timeout=0,
                as_subflow=False,
            )
        except ObjectNotFound as error:
            raise errors.ConfigError(
                f"{self._name}: no deployment {deployment} on the Prefect server; run `python -m flows.pools`"
            ) from error
        run: FlowRun = started
        self.was_over = run.state is not None and run.state.is_final()
        if not self.was_over:
            log.info("step=%s pool=%s flow_run=%s state=%s", self._name, self._pool, run.id, _told(run))
        return run

    def _attend(self, client: SyncPrefectClient, run: FlowRun) -> None:
        """Tell the step that we live, and close its run when it does not, or was never begun."""
        state = run.state
        if state is None or state.is_final():
            return
        if time.monotonic() - self._last_beat > BEAT_SECONDS:
            beat(client, run.id, PARENT)
            self._last_beat = time.monotonic()
        begun = state.is_running() or (state.is_cancelling() and STEP in run.labels)
        if begun:
            if self._step.quiet_seconds(run.labels.get(STEP)) > self._limits.lost_after_seconds:
                message = f"no sign of life for {self._limits.lost_after_seconds} s: its container is gone"
                client.set_flow_run_state(run.id, Crashed(message=message), force=True)
        elif self._beginning.quiet_seconds(run.id) > self._limits.start_timeout_seconds:
            message = (
                f"not begun within dispatch.start_timeout_seconds; is a worker serving pool {self._pool!r}, "
                "and can it pull the image?"
            )
            client.set_flow_run_state(run.id, Cancelled(message=message), force=True)

    def _wait_for_server(self, error: Exception) -> None:
        """Count nothing against the step; give up only when the server is away as long as a step may take."""
        self._step.forgive()
        self._beginning.forgive()
        if not self._away_since:
            self._away_since = time.monotonic()
            log.warning("step=%s goes on; the Prefect server is away: %s", self._name, error)
        if time.monotonic() - self._away_since > self._limits.step_timeout_seconds:
            raise StepFailedError(
                f"{self._name}: the Prefect server is away since {self._limits.step_timeout_seconds} s "
                f"({error}); when it is back, the same command adopts or resumes the step"
            ) from error

    def _pass_metrics(self) -> None:
        if self._metrics.is_file() and self._metrics.stat().st_size < self._read_from:
            self._read_from = 0  # the step began afresh
        rows, self._read_from = read_metrics(self._metrics, start=self._read_from)
        if rows:
            self._on_metrics(rows)

    def _cancel(self, client: SyncPrefectClient, run: FlowRun | None) -> None:
        """Stop the step, for its retrain was stopped; one that only died leaves it running."""
        if run is None or run.state is None:
            return
        kind = Cancelled if run.state.is_scheduled() else Cancelling
        try:
            client.set_flow_run_state(run.id, kind(message="its retrain was stopped"))
        except Exception as error:
            if not server_is_away(error):
                raise
            log.warning(
                "step=%s not cancelled, for the server is away; it stops by itself in %d s",
                self._name,
                self._limits.adopt_within_seconds,
            )


def _told(run: FlowRun) -> str:
    """A run's state and message in one line."""
    state = run.state
    return "unknown" if state is None else f"{state.name} {state.message or ''}".strip()


def _raise_for_user(name: str, run: FlowRun) -> None:
    """Raise what the step said, if another attempt would only say it again."""
    said = _RAISED.search((run.state and run.state.message) or "")
    kind = getattr(errors, said[1], None) if said else None
    if said and kind in USER_ERRORS:
        raise kind(f"{name}: {said[2]}")
