"""A step on a work pool, with a server and a clock of our own: who is judged, by what, and when."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import httpx
import pytest
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled, Completed, Crashed, Failed, Pending, Running, Scheduled

from flows import attending, pulse
from flows.dispatching import run_on_pool
from flows.pulse import PARENT, STEP, Pulse
from infra.dispatch import StepResult, allow_children, stop_children
from infra.settings import Settings
from tasks.artifacts import run_once
from tasks.errors import ConfigError, StepFailedError, TrainingError
from tasks.params import Params

LIMITS = {"lost_after_seconds": 40, "adopt_within_seconds": 60, "start_timeout_seconds": 100}


@dataclass(frozen=True)
class Report:
    """Of the step."""

    total: int


@dataclass
class Server:
    """A Prefect server with one script: what happens at each second to the run that is newest."""

    script: Callable[["Server", Any], None]
    now: float = 1000.0
    runs: dict[str, Any] = field(default_factory=dict)
    away: bool = False

    # The clock.
    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        assert self.now < 1000 + 20_000, "the parent never gave up"
        for run in list(self.runs.values())[-1:]:
            self.script(self, run)

    # The API.
    def run_deployment(self, _name: str, *, idempotency_key: str, **_: Any) -> Any:
        self._answer()
        fresh = SimpleNamespace(id=uuid4(), name="ours", state=Scheduled(), labels={}, since=self.now)
        return self.runs.setdefault(idempotency_key, fresh)

    @contextmanager
    def __call__(self, **_: Any) -> Iterator["Server"]:
        yield self

    def read_flow_run(self, run_id: Any) -> Any:
        self._answer()
        return next(run for run in self.runs.values() if run.id == run_id)

    def read_flow_runs(self, **_: Any) -> list[Any]:
        self._answer()
        return [run for run in self.runs.values() if run.state.is_running()]

    def update_flow_run_labels(self, run_id: Any, labels: dict[str, str]) -> None:
        self.read_flow_run(run_id).labels |= labels

    def set_flow_run_state(self, run_id: Any, state: Any, force: bool = False) -> None:
        del force
        self.read_flow_run(run_id).state = state

    def _answer(self) -> None:
        if self.away:
            raise httpx.ConnectError("refused")

    @property
    def states(self) -> list[str]:
        return [run.state.name for run in self.runs.values()]


@pytest.fixture
def dispatched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., StepResult]]:
    """Run one step through a scripted server; `finish()` leaves its result where the parent looks."""
    settings = Settings(project=tmp_path, state=tmp_path / "state")
    folder = settings.runs / "retrain-0001"
    out_dir = folder / "steps" / "sft"
    out_dir.parent.mkdir(parents=True)
    pools = {"pools": {"gpu": {"type": "process"}}, "sft": "gpu", **LIMITS}
    loop = SimpleNamespace(
        settings=settings,
        params=Params.model_validate({"dispatch": pools}),
        run=SimpleNamespace(name="retrain-0001", facts=lambda: {"started": 7}),
    )

    def finish() -> None:
        run_once("sft", lambda: Report(3), report_type=Report, params={}, inputs={}, out_dir=out_dir)

    def run(server: Server) -> StepResult:
        monkeypatch.setattr(attending, "run_deployment", server.run_deployment)
        monkeypatch.setattr(attending, "get_client", server)
        for module in (attending, pulse):
            monkeypatch.setattr(module, "time", server)
        return run_on_pool(loop, "sft", {}, {}, out_dir, pool="gpu", on_metrics=lambda _: None)  # type: ignore[arg-type]

    run.finish = finish  # type: ignore[attr-defined]
    allow_children()
    yield run
    allow_children()


def alive(run: Any) -> None:
    run.labels[STEP] = uuid4().hex


def test_a_step_that_completes_gives_its_report(dispatched: Any) -> None:
    def script(server: Server, run: Any) -> None:
        run.state = Running()
        alive(run)
        if server.now - run.since > 300:
            dispatched.finish()
            run.state = Completed()

    server = Server(script)
    done = dispatched(server)
    assert (done.report, done.reused) == ({"total": 3}, False)
    assert server.states == ["Completed"]
    assert PARENT in next(iter(server.runs.values())).labels, "the parent gave signs of life"


def test_a_silent_step_is_closed_and_begun_again(dispatched: Any) -> None:
    def script(server: Server, run: Any) -> None:
        if len(server.runs) == 1:
            run.state = run.state if run.state.is_final() else Running()
            run.labels.setdefault(STEP, "once")
            return
        dispatched.finish()
        run.state = Completed()

    server = Server(script)
    dispatched(server)
    assert server.states == ["Crashed", "Completed"]
    first, second = server.runs.values()
    assert LIMITS["lost_after_seconds"] < second.since - first.since < LIMITS["lost_after_seconds"] + 20


@pytest.mark.parametrize("seconds", [100, 250])
def test_a_step_that_is_slow_to_start_is_not_judged_before_its_first_sign(
    dispatched: Any, seconds: float
) -> None:
    def script(server: Server, run: Any) -> None:
        run.state = Running()
        if server.now - run.since > seconds:
            alive(run)
        if server.now - run.since > seconds + 100:
            dispatched.finish()
            run.state = Completed()

    server = Server(script)
    dispatched(server)
    assert server.states == ["Completed"]


def test_an_evicted_step_has_its_time_to_start_again(dispatched: Any) -> None:
    def script(server: Server, run: Any) -> None:
        age = server.now - run.since
        run.state = Scheduled() if 100 < age < 150 else Running()
        if age < 100 or age > 350:  # 200 s for the second start, with the token of the first life
            alive(run)
        if age > 400:
            dispatched.finish()
            run.state = Completed()

    server = Server(script)
    dispatched(server)
    assert server.states == ["Completed"]


def test_a_step_that_never_gives_a_sign_is_closed_at_last(dispatched: Any) -> None:
    def script(server: Server, run: Any) -> None:
        if len(server.runs) > 1:
            dispatched.finish()
            run.state = Completed()
        elif not run.state.is_final():
            run.state = Running()

    server = Server(script)
    dispatched(server)
    assert server.states == ["Crashed", "Completed"]


def test_an_outage_of_the_server_is_held_against_nobody(dispatched: Any) -> None:
    def script(server: Server, run: Any) -> None:
        run.state = Running()
        server.away = 10 < server.now - run.since < 1000  # no beat can be seen for ten limits and more
        if server.now - run.since < 10 or server.now - run.since > 1030:
            alive(run)
        if server.now - run.since > 1100:
            dispatched.finish()
            run.state = Completed()

    server = Server(script)
    dispatched(server)
    assert server.states == ["Completed"]


def test_a_server_that_stays_away_ends_the_wait_at_last(dispatched: Any) -> None:
    def script(server: Server, run: Any) -> None:
        run.state = Running()
        server.away = True

    with pytest.raises(StepFailedError, match="the Prefect server is away"):
        dispatched(Server(script))


def test_a_run_that_crashed_after_its_work_was_done_counts_as_done(dispatched: Any) -> None:
    def script(_server: Server, run: Any) -> None:
        dispatched.finish()
        run.state = Crashed(message="exit 137")

    assert dispatched(Server(script)).report == {"total": 3}


def test_attempts_of_an_earlier_parent_are_not_counted(dispatched: Any) -> None:
    def script(_server: Server, run: Any) -> None:
        run.state = Crashed(message="exit 137")

    server = Server(script)
    with pytest.raises(StepFailedError, match="3 attempts on pool 'gpu'"):
        dispatched(server)
    assert len(server.runs) == 3
    with pytest.raises(StepFailedError, match="3 attempts"):
        dispatched(server)
    assert len(server.runs) == 6, "the restarted parent has its own three"


def test_a_completed_run_whose_result_was_deleted_is_done_again(dispatched: Any) -> None:
    def script(server: Server, run: Any) -> None:
        if len(server.runs) > 1:
            dispatched.finish()
        run.state = Completed()

    server = Server(script)
    assert dispatched(server).report == {"total": 3}
    assert server.states == ["Completed", "Completed"]


@pytest.mark.parametrize("kind", [TrainingError, ConfigError])
def test_what_only_the_user_can_mend_is_raised_as_the_step_said_it(dispatched: Any, kind: Any) -> None:
    def script(_server: Server, run: Any) -> None:
        run.state = Failed(message=f"Flow run encountered an exception: {kind.__name__}: grpo: no signal")

    server = Server(script)
    with pytest.raises(kind, match=r"retrain-0001/sft: grpo: no signal"):
        dispatched(server)
    assert len(server.runs) == 1


def test_a_cancelled_step_is_not_begun_again(dispatched: Any) -> None:
    def script(_server: Server, run: Any) -> None:
        run.state = Cancelled(message="by hand")

    server = Server(script)
    with pytest.raises(StepFailedError, match="by hand; the same command resumes it"):
        dispatched(server)
    assert len(server.runs) == 1


@pytest.mark.parametrize(
    ("state", "ends"), [(Scheduled, "Cancelled"), (Pending, "Cancelling"), (Running, "Cancelling")]
)
def test_a_stopped_retrain_cancels_its_step(dispatched: Any, state: Any, ends: str) -> None:
    def script(_server: Server, run: Any) -> None:
        run.state = run.state if run.state.is_cancelling() else state()
        alive(run)
        stop_children()

    server = Server(script)
    with pytest.raises(StepFailedError, match="stopped, for its retrain was"):
        dispatched(server)
    assert server.states == [ends]


@pytest.mark.parametrize("state", [Scheduled, Pending])
def test_a_step_that_no_worker_begins_ends_with_a_question(dispatched: Any, state: Any) -> None:
    def script(_server: Server, run: Any) -> None:
        run.state = run.state if run.state.is_final() else state()

    with pytest.raises(StepFailedError, match="is a worker serving pool 'gpu'"):
        dispatched(Server(script))


def test_whoever_waits_for_a_place_closes_what_holds_one_in_silence(dispatched: Any) -> None:
    dead = SimpleNamespace(id=uuid4(), name="other", state=Running(), labels={STEP: "last"})
    busy = SimpleNamespace(id=uuid4(), name="busy", state=Running(), labels={})

    def script(_server: Server, run: Any) -> None:
        alive(busy)
        if dead.state.is_final():
            dispatched.finish()
            run.state = Completed()

    server = Server(script, runs={"dead": dead, "busy": busy})
    dispatched(server)
    assert server.states == ["Crashed", "Running", "Completed"]


def test_a_missing_deployment_tells_how_to_make_it(dispatched: Any, monkeypatch: Any) -> None:
    server = Server(lambda *_: None)

    def missing(*_: Any, **__: Any) -> None:
        raise ObjectNotFound(Exception("404"))

    monkeypatch.setattr(Server, "run_deployment", missing)
    with pytest.raises(ConfigError, match=r"python -m flows\.pools"):
        dispatched(server)


class TestPulse:
    """The step's side, one look at a time."""

    def look(self, *, seconds: float, run: Any, beats: bool, monkeypatch: Any) -> str:
        server = Server(lambda *_: None)
        server.runs["one"] = run
        monkeypatch.setattr(pulse, "time", server)
        heart = Pulse(run.id, adopt_within_seconds=60)
        for _ in range(int(seconds / 10)):
            heart._look(server)  # type: ignore[arg-type]
            if beats:
                run.labels[PARENT] = uuid4().hex
            server.now += 10
            if heart.reason:
                break
        return heart.reason

    def test_it_goes_on_while_its_retrain_lives(self, monkeypatch: Any) -> None:
        run = SimpleNamespace(id=uuid4(), state=Running(), labels={})
        assert self.look(seconds=900, run=run, beats=True, monkeypatch=monkeypatch) == ""
        assert STEP in run.labels

    def test_it_stops_when_its_retrain_is_gone_for_good(self, monkeypatch: Any) -> None:
        run = SimpleNamespace(id=uuid4(), state=Running(), labels={PARENT: "last"})
        reason = self.look(seconds=900, run=run, beats=False, monkeypatch=monkeypatch)
        assert "gave no sign of life for 60 s" in reason

    @pytest.mark.parametrize("state", [Cancelled(), Crashed(), Failed()])
    def test_it_stops_when_its_run_was_closed(self, state: Any, monkeypatch: Any) -> None:
        run = SimpleNamespace(id=uuid4(), state=state, labels={})
        assert self.look(seconds=10, run=run, beats=True, monkeypatch=monkeypatch)
