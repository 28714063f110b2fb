"""Runs that resume, curves that never stop training, and what is logged twice but stored once."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from release_processes import open_tracking, run_at_once, start_a_run

from infra import tracking_spool
from infra.locks import wait_for
from infra.tracking import RUN_TAG, STEP_TAG, DatasetVersion, Tracking, flat, local_path, matching
from infra.tracking_client import TrackingError
from infra.tracking_spool import follow_metrics, log_metrics_file
from tasks.errors import BusyError
from tasks.metrics import MetricsFile
from tasks.train.samples import keep_samples

TAGS = {RUN_TAG: "retrain-1", STEP_TAG: "sft"}


def test_importing_releases_imports_no_mlflow() -> None:
    code = "import sys, infra.releases, infra.tracking_spool; sys.exit('mlflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_step_goes_on_in_the_run_it_began(tracking: Tracking) -> None:
    first = tracking.start_run("x", "sft", tags=TAGS, params={"sft": {"seed": 1, "rate": 0.1}})
    tracking.end_run(first, "FAILED")
    again = tracking.start_run(
        "x", "sft", tags={**TAGS, "attempt": "2"}, params={"sft": {"seed": 2, "rate": 0.1}}
    )
    assert again == first
    run = tracking.client.get_run(first)
    assert run.info.status == "RUNNING"
    assert run.data.params == {"sft.seed": "1", "sft.rate": "0.1"}
    assert run.data.tags["reasonloop.changed.sft.seed"] == "2"
    assert run.data.tags["attempt"] == "2"
    assert tracking.start_run("x", "grpo", tags={**TAGS, STEP_TAG: "grpo"}) != first


def test_processes_that_begin_the_same_step_share_its_run(tmp_path: Path, tracking: Tracking) -> None:
    assert run_at_once(start_a_run, [(tmp_path,)] * 4) == [0] * 4
    assert len(tracking.client.search_runs([tracking.experiment("shared")])) == 1


def test_hundreds_of_parameters_are_logged(tracking: Tracking) -> None:
    run = tracking.start_run("x", "sft", tags=TAGS, params={f"p{n}": n for n in range(250)} | {"empty": {}})
    assert len(tracking.client.get_run(run).data.params) == 251


def test_results_logged_again_are_kept_once(tracking: Tracking) -> None:
    run = tracking.start_run("x", "sft", tags=TAGS)
    for _ in range(3):
        tracking.log_metrics(run, {"eval/accuracy": 0.5, "eval/bad": float("nan")})
    tracking.log_metrics(run, {"eval/accuracy": 0.4})
    assert [m.value for m in tracking.client.get_metric_history(run, "eval/accuracy")] == [0.5, 0.4]
    assert tracking.client.get_run(run).data.metrics == {"eval/accuracy": 0.4}


def test_a_dataset_version_is_a_dataset_input_once(tracking: Tracking) -> None:
    run = tracking.start_run("x", "sft", tags=TAGS)
    dataset = DatasetVersion(version="0123456789abcdef.dir", location="s3://bucket", facts={"rows": 7})
    for _ in range(2):
        tracking.log_dataset(run, dataset)
    (found,) = tracking.client.get_run(run).inputs.dataset_inputs
    assert (found.dataset.name, found.dataset.digest) == ("data", "0123456789ab")
    assert {"key": "mlflow.data.context", "value": "training"} in [dict(t) for t in found.tags]
    assert json.loads(found.dataset.source)["uri"] == "s3://bucket"


def test_a_table_logged_again_replaces_the_first(tracking: Tracking) -> None:
    run = tracking.start_run("x", "evaluate", tags=TAGS)
    tracking.log_table(run, "eval.json", [{"stage": "base", "accuracy": 0.1}])
    tracking.log_table(run, "eval.json", [{"stage": "\u57fa", "accuracy": 0.2}, {"stage": "rl", "extra": 1}])
    table = _artifact(tracking, run, "eval.json")
    assert json.loads(table) == {
        "columns": ["stage", "accuracy", "extra"],
        "data": [["\u57fa", 0.2, None], ["rl", None, 1]],
    }
    listed = json.loads(tracking.client.get_run(run).data.tags["mlflow.loggedArtifacts"])
    assert listed == [{"path": "eval.json", "type": "table"}]


def test_texts_and_figures_are_kept(tracking: Tracking, tmp_path: Path) -> None:
    run = tracking.start_run("x", "evaluate", tags=TAGS)
    (tmp_path / "curve.png").write_bytes(b"png")
    tracking.log_text(run, "samples.txt", "1+1=2")
    tracking.log_figures(run, tmp_path / "curve.png")
    assert _artifact(tracking, run, "samples.txt") == "1+1=2"
    assert _artifact(tracking, run, "figures/curve.png") == "png"
    assert tracking.run_link(run, "http://127.0.0.1:5000/").endswith(f"/runs/{run}")


def _artifact(tracking: Tracking, run: str, name: str) -> str:
    folder = local_path(tracking.client.get_run(run).info.artifact_uri)
    assert folder is not None
    assert folder.is_relative_to(tracking.artifacts)
    return (folder / name).read_text(encoding="utf-8")


def history(tracking: Tracking, run: str, key: str) -> list[tuple[int, float]]:
    return [(m.step, m.value) for m in tracking.client.get_metric_history(run, key)]


def write_rows(folder: Path, steps: range, seconds: float = 0.0) -> None:
    with MetricsFile(folder) as metrics:
        for step in steps:
            metrics.write(step, of=99, seconds=seconds + step, **{"train/loss": 1 / (step + 1)})


@pytest.mark.usefixtures("quick")
def test_curves_arrive_while_the_step_runs(tracking: Tracking, tmp_path: Path) -> None:
    run = tracking.start_run("x", "sft", tags=TAGS)
    with follow_metrics(tracking, run, tmp_path / "metrics.jsonl"):
        write_rows(tmp_path, range(120))
        _until(lambda: len(history(tracking, run, "train/loss")) == 120)
        write_rows(tmp_path, range(120, 125))
    assert history(tracking, run, "train/loss") == [(n, 1 / (n + 1)) for n in range(125)]
    assert set(tracking.client.get_run(run).data.metrics) == {"train/loss"}


def test_replayed_and_resumed_rows_are_kept_once(tracking: Tracking, tmp_path: Path) -> None:
    run = tracking.start_run("x", "sft", tags=TAGS)
    write_rows(tmp_path, range(30))
    assert log_metrics_file(tracking, run, tmp_path / "metrics.jsonl") == 30
    write_rows(tmp_path, range(20, 40), seconds=7.5)  # resumed from a checkpoint at step 20
    for _ in range(2):
        assert log_metrics_file(tracking, run, tmp_path / "metrics.jsonl") == 50
    assert history(tracking, run, "train/loss") == [(n, 1 / (n + 1)) for n in range(40)]


def test_infinities_and_words_are_no_metrics(tracking: Tracking, tmp_path: Path) -> None:
    run = tracking.start_run("x", "sft", tags=TAGS)
    rows = [{"step": 1, "a": 1, "b": float("inf"), "c": "word", "d": True, "e": None}]
    (tmp_path / "metrics.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    log_metrics_file(tracking, run, tmp_path / "metrics.jsonl", prefix="sft/")
    assert tracking.client.get_run(run).data.metrics == {"sft/a": 1.0}


@pytest.mark.usefixtures("quick")
def test_a_tracker_that_comes_back_gets_what_it_missed(
    tracking: Tracking,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    run = tracking.start_run("x", "sft", tags=TAGS)
    sent, failures = tracking.client.log_batch, list[int]()

    def away(*args: Any, **kwargs: Any) -> Any:
        if len(failures) < 3:
            failures.append(1)
            raise TrackingError("API request failed", code="INTERNAL_ERROR")
        return sent(*args, **kwargs)

    monkeypatch.setattr(tracking.client, "log_batch", away, raising=False)
    with follow_metrics(tracking, run, tmp_path / "metrics.jsonl"):
        write_rows(tmp_path, range(70))
        _until(lambda: len(history(tracking, run, "train/loss")) == 70)
    assert caplog.text.count("tracker away") == 1
    assert "stay in" not in caplog.text


@pytest.mark.usefixtures("quick")
def test_samples_are_a_table_that_follows_its_file_and_holds_nothing_twice(
    tracking: Tracking, tmp_path: Path
) -> None:
    run = tracking.start_run("x", "grpo", tags=TAGS)

    def table() -> dict[str, Any]:
        there = "mlflow.loggedArtifacts" in tracking.client.get_run(run).data.tags
        found: dict[str, Any] = (
            json.loads(_artifact(tracking, run, "samples.json")) if there else {"data": []}
        )
        return found

    def sample() -> list[dict[str, Any]]:
        return [{"prompt": "1+1", "completion": "\u4e8c", "outcome": "wrong", "reward": 0.0}]

    for last in (40, 60):  # a run, and the same resumed
        with follow_metrics(tracking, run, tmp_path / "metrics.jsonl", samples=tmp_path / "samples.json"):
            keep_samples(tmp_path, last - 20, sample())
            _until(lambda last=last: last - 20 in [row[0] for row in table()["data"]])
            keep_samples(tmp_path, last, sample())
        assert table()["data"][-1] == [last, "1+1", "\u4e8c", "wrong", 0.0]
    assert table()["columns"] == ["step", "question", "completion", "outcome", "reward"]
    assert [row[0] for row in table()["data"]] == [20, 40, 60]


@pytest.mark.usefixtures("quick")
def test_a_dead_server_costs_training_nothing_but_its_curves(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    dead = Tracking("http://127.0.0.1:9", tmp_path / "artifacts")
    with follow_metrics(dead, "r" * 32, tmp_path / "metrics.jsonl"):
        write_rows(tmp_path, range(5))
    assert caplog.text.count("tracker away") == 1
    assert "stay in" in caplog.text
    with pytest.raises(TrackingError, match="make up"):
        dead.start_run("x", "sft", tags=TAGS)


def test_an_error_of_the_step_is_not_hidden_by_the_spool(tracking: Tracking, tmp_path: Path) -> None:
    run = tracking.start_run("x", "sft", tags=TAGS)
    with pytest.raises(ZeroDivisionError), follow_metrics(tracking, run, tmp_path / "metrics.jsonl"):
        raise ZeroDivisionError


def test_a_lock_is_waited_for_and_named_when_it_is_not_freed(tmp_path: Path) -> None:
    with (
        wait_for(tmp_path / "a"),
        pytest.raises(BusyError, match="held by another process"),
        wait_for(tmp_path / "a", timeout_seconds=0.05),
    ):
        pass
    with wait_for(tmp_path / "a", timeout_seconds=0.05):
        pass


def test_parameters_become_flat_texts() -> None:
    assert flat({"a": {"b": [1, 2], "c": {"d": None}}, "e": "f", "g": True}) == {
        "a.b": "[1,2]",
        "a.c.d": "null",
        "e": "f",
        "g": "true",
    }
    assert len(flat({"a": "x" * 9_000})["a"]) == 6_000


def test_a_quote_cannot_change_a_filter() -> None:
    with pytest.raises(ValueError, match="quote"):
        matching({"a": "x' or tags.`b` = 'y"})


def test_only_files_have_a_local_path(tmp_path: Path) -> None:
    spaced = tmp_path / "a b"
    assert local_path(spaced.as_uri()) == local_path(str(spaced)) == spaced
    assert local_path("mlflow-artifacts:/1/models") is None


def test_a_folder_with_spaces_and_a_percent_sign_serves(tmp_path: Path) -> None:
    folder = tmp_path / "a b%20c"
    folder.mkdir()
    tracking = open_tracking(folder)
    run = tracking.start_run("x", "sft", tags=TAGS)
    tracking.log_text(run, "a.txt", "b")
    assert _artifact(tracking, run, "a.txt") == "b"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking_spool, "POLL_SECONDS", 0.02)


def _until(true: Any) -> None:
    import time

    until = time.monotonic() + 30
    while not true() and time.monotonic() < until:
        time.sleep(0.02)
    assert true()


def test_a_database_half_made_by_a_killed_process_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "mlflow").mkdir()
    for left in ("mlflow.db.draft", "mlflow.db.draft-journal", "mlflow.db.draft-wal"):
        (tmp_path / "mlflow" / left).write_bytes(b"half")
    tracking = open_tracking(tmp_path)
    assert tracking.experiment("x")
    assert not list((tmp_path / "mlflow").glob("*.draft*"))
