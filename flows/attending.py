"""One attempt at a step on a work pool, as its parent sees it."""

import logging
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled, Cancelling, Crashed

from flows.pulse import BEAT_SECONDS, PARENT, STEP, Watch, beat, server_is_away
from infra.dispatch import OnMetrics, is_stopping
from infra.jobs import Job
from tasks import errors
from tasks.errors import StepFailedError
from tasks.metrics import read_metrics
from tasks.params.dispatch import DispatchParams

log = logging.getLogger(__name__)

FLOW = "train-step"
POLL_SECONDS = 2.0
START_UP_SECONDS = 300.0
"""Prefect calls a run Running before its process has imported us: 40 s on a busy machine. Until its first
sign of life a step is given at least this long."""


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
        self._others: dict[UUID, Watch] = {}
        self._stale: object = None
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
            log.info("step=%s pool=%s flow_run=%s state=%s", self._name, self._pool, run.id, told(run))
        return run

    def _attend(self, client: SyncPrefectClient, run: FlowRun) -> None:
        """Tell the step that we live, and close its run when it does not, or was never begun."""
        state = run.state
        if state is None or state.is_final():
            return
        due = time.monotonic() - self._last_beat > BEAT_SECONDS
        if due:
            beat(client, run.id, PARENT)
            self._last_beat = time.monotonic()
        begun = state.is_running() or (state.is_cancelling() and STEP in run.labels)
        if begun:
            self._beginning.forgive()
            if self._is_silent(self._step, run, self._stale):
                message = "no sign of life (dispatch.lost_after_seconds): its container is gone"
                client.set_flow_run_state(run.id, Crashed(message=message), force=True)
            return
        self._step.forgive()
        self._stale = run.labels.get(STEP)  # of a life before, where a pod was evicted
        if due:
            self._close_silent_runs(client, run)
        if self._beginning.quiet_seconds(run.id) > self._limits.start_timeout_seconds:
            message = (
                f"not begun within dispatch.start_timeout_seconds; is a worker serving pool {self._pool!r}, "
                "and can it pull the image?"
            )
            client.set_flow_run_state(run.id, Cancelled(message=message), force=True)

    def _close_silent_runs(self, client: SyncPrefectClient, run: FlowRun) -> None:
        """Free places in the pool whose holders died with their retrain: nobody else closes them."""
        holding = FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.CANCELLING])
        others = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=holding)),
            work_pool_filter=WorkPoolFilter(name=WorkPoolFilterName(any_=[self._pool])),
        )
        for other in others:
            if self._is_silent(self._others.setdefault(other.id, Watch()), other):
                log.warning("pool=%s flow_run=%s name=%s closed: silent", self._pool, other.id, other.name)
                message = f"no sign of life while {run.name} waited for its place"
                client.set_flow_run_state(other.id, Crashed(message=message), force=True)

    def _is_silent(self, watch: Watch, run: FlowRun, stale: object = None) -> bool:
        token = run.labels.get(STEP)
        lives = token is not None and token != stale
        limit = self._limits.lost_after_seconds
        return watch.quiet_seconds(token) > (limit if lives else max(limit, START_UP_SECONDS))

    def _wait_for_server(self, error: Exception) -> None:
        """Count nothing against the step; give up only when the server is away as long as a step may take."""
        for watch in (self._step, self._beginning, *self._others.values()):
            watch.forgive()
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


def told(run: FlowRun) -> str:
    """A run's state and message in one line."""
    state = run.state
    return "unknown" if state is None else f"{state.name} {state.message or ''}".strip()
