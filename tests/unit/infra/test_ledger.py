"""The ledger in MLflow: exactly once, fenced, and whole under eight writers."""

from pathlib import Path

import pytest
from release_processes import MODEL, entry, promote_one, run_at_once

from infra.ledger import LEDGER_TAG, IncumbentMovedError, Ledger
from infra.ledger_entries import fold
from infra.tracking import Tracking
from infra.tracking_client import TrackingError
from tasks.errors import ReleaseError


@pytest.mark.parametrize("fresh", [True, False], ids=["no database yet", "database there"])
def test_eight_processes_promoting_at_once_leave_no_gap_and_no_duplicate(
    tmp_path: Path, tracking: Tracking, fresh: bool
) -> None:
    if fresh:
        (tmp_path / "mlflow" / "mlflow.db").unlink()
    assert run_at_once(promote_one, [(tmp_path, n) for n in range(1, 9)]) == [0] * 8

    entries = Ledger(tracking, MODEL).entries()
    assert sorted(e.version for e in entries) == list(range(1, 9))
    assert sorted(e.key for e in entries) == sorted(f"key-{n}" for n in range(1, 9))
    assert fold(entries) == tuple(e.version for e in reversed(entries))
    runs = tracking.client.search_runs([tracking.experiment(f"{MODEL}/releases")])
    assert [run.info.run_name for run in runs] == ["ledger"]


def test_the_same_key_is_entered_once(tracking: Tracking) -> None:
    ledger = Ledger(tracking, MODEL)
    first = ledger.promote(entry("promote", 1), expected_incumbent=None)
    ledger.promote(entry("promote", 2), expected_incumbent=1)
    again = ledger.promote(entry("promote", 1, created="later"), expected_incumbent=None)
    assert again == first
    assert [e.version for e in ledger.entries()] == [1, 2]


def test_a_promotion_is_refused_when_the_incumbent_moved(tracking: Tracking) -> None:
    ledger = Ledger(tracking, MODEL)
    ledger.promote(entry("promote", 1), expected_incumbent=None)
    with pytest.raises(IncumbentMovedError, match="compared with no release, but version 1 is stable"):
        ledger.promote(entry("promote", 2), expected_incumbent=None)
    assert len(ledger.entries()) == 1


def test_a_writer_that_lost_entry_n_checks_again_before_it_takes_the_next(
    tracking: Tracking, monkeypatch: pytest.MonkeyPatch
) -> None:
    winner, loser = Ledger(tracking, MODEL), Ledger(tracking, MODEL)
    winner.promote(entry("promote", 1), expected_incumbent=None)
    stale = loser.entries()
    winner.promote(entry("promote", 2), expected_incumbent=1)
    reads = iter([stale])
    fresh = loser.entries
    monkeypatch.setattr(loser, "entries", lambda: next(reads, None) or fresh())
    with pytest.raises(IncumbentMovedError):
        loser.promote(entry("promote", 3), expected_incumbent=1)
    assert [e.version for e in winner.entries()] == [1, 2]


def test_an_empty_ledger_is_not_made_by_reading(tracking: Tracking) -> None:
    assert Ledger(tracking, MODEL).entries() == []
    with pytest.raises(TrackingError, match="not found"):
        tracking.client.get_registered_model(MODEL)


def test_a_run_left_by_a_process_that_died_becomes_the_ledger(tracking: Tracking) -> None:
    left = tracking.client.create_run(
        tracking.experiment(f"{MODEL}/releases"), run_name="ledger", tags={LEDGER_TAG: "1"}
    )
    Ledger(tracking, MODEL).promote(entry("promote", 1), expected_incumbent=None)
    assert tracking.client.get_registered_model(MODEL).tags[LEDGER_TAG] == left.info.run_id


def test_a_registered_model_of_someone_else_is_left_alone(tracking: Tracking) -> None:
    tracking.client.create_registered_model(MODEL)
    with pytest.raises(ReleaseError, match=r"tracking\.model_name"):
        Ledger(tracking, MODEL).promote(entry("promote", 1), expected_incumbent=None)


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("r000002", "not json", "r000002: Expecting value"),
        ("r000002", '{"op": "promote"}', "r000002.*is missing"),
        ("r000003", "{}", "r000002: missing"),
    ],
)
def test_a_damaged_ledger_is_named_not_guessed(
    tracking: Tracking, name: str, value: str, problem: str
) -> None:
    ledger = Ledger(tracking, MODEL)
    ledger.promote(entry("promote", 1), expected_incumbent=None)
    run = tracking.client.get_registered_model(MODEL).tags[LEDGER_TAG]
    tracking.client.log_param(run, name, value)
    with pytest.raises(ReleaseError, match=problem):
        ledger.entries()


def test_text_from_a_shell_that_is_no_utf8_is_kept(tracking: Tracking) -> None:
    ledger = Ledger(tracking, MODEL)
    ledger.promote(entry("promote", 1, why="caf\udce9 \u4f60\u597d"), expected_incumbent=None)
    assert ledger.entries()[0].why == "caf\udce9 \u4f60\u597d"


def test_of_two_ledgers_begun_at_once_one_stays(tracking: Tracking, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both begin a run before either makes the registered model; a third took over the loser's run."""
    ledgers = [Ledger(tracking, MODEL) for _ in range(3)]
    experiment = tracking.experiment(f"{MODEL}/releases")
    runs = [
        tracking.client.create_run(experiment, run_name="ledger", tags={LEDGER_TAG: "1"}).info.run_id
        for _ in range(2)
    ]
    candidates = iter([runs[1], runs[0], runs[0]])
    monkeypatch.setattr(tracking, "find_run", lambda *_: next(candidates))
    assert [ledger._make_run() for ledger in ledgers] == [runs[1]] * 3
    assert [r.info.run_id for r in tracking.client.search_runs([experiment])] == [runs[1]]
