"""A step told to another machine: same content, other places, checked on arrival."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from infra import jobs
from infra.data_version import DataStore
from infra.dispatch import StepResult
from infra.jobs import Job, make_job, read_job, run_job
from infra.settings import Settings
from tasks.artifacts import run_once
from tasks.dataset import write_dataset
from tasks.errors import ConfigError, DataError
from tasks.params.platform import DataStoreParams
from tests.unit.conftest import draw_some

STEPS = Path("runs/retrain-0001/steps")


@dataclass(frozen=True)
class Report:
    """Of the model step."""

    rows: int


@dataclass(frozen=True)
class Two:
    """The retrain's machine, the other one, and a job from one to the other."""

    here: Settings
    there: Settings
    job: Job


def machine(folder: Path) -> Settings:
    (folder / "project").mkdir(parents=True)
    return Settings(project=folder / "project", state=folder / "state")


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Two:
    """The other machine has the run directories and the DVC remote, as a pool's volumes give them."""
    here, there = machine(tmp_path / "here"), machine(tmp_path / "there")
    built = tmp_path / "built"
    write_dataset(built, {("train", "chain"): draw_some(20, "train")}, shard_rows=10, facts={})
    store = DataStore(here.project, here.state, DataStoreParams())
    data = store.publish(built).path
    model = here.state / STEPS / "model"

    def build() -> Report:
        (model / "weights").write_text("1 2 3")
        return Report(rows=20)

    run_once("model", build, report_type=Report, params={}, inputs={}, out_dir=model)
    job = make_job(
        here,
        DataStoreParams(),
        "sft",
        {"num_steps": 3},
        {"data": data, "model": model},
        here.state / STEPS / "sft",
        timeout_seconds=60,
        adopt_within_seconds=60,
    )
    shutil.copytree(here.runs, there.runs)
    (there.state / "dvc").mkdir()
    (there.state / "dvc" / "remote").symlink_to(here.state / "dvc" / "remote")

    def pretend(*given: Any, timeout_seconds: float) -> StepResult:
        assert timeout_seconds == job.timeout_seconds
        return StepResult(given[4], {"given": given[3]}, reused=False)

    monkeypatch.setattr(jobs, "run_step", pretend)
    return Two(here, there, job)


def test_a_job_names_no_path_of_the_parent_and_survives_the_way(two: Two) -> None:
    text = two.job.text()
    assert str(two.here.state) not in text
    assert read_job(text) == two.job
    assert two.job.inputs["model"] == f"{STEPS}/model"
    assert two.job.inputs["data"].startswith("datasets/")


def test_the_other_machine_has_exactly_the_dataset_version_of_the_job(two: Two) -> None:
    done = run_job(two.there, two.job)
    given: dict[str, Any] = done.report["given"]
    md5 = two.job.inputs["data"].removeprefix("datasets/")
    assert [folder.name for folder in (two.there.state / "datasets").iterdir()] == [md5]
    assert given["data"] == two.there.state / "datasets" / md5
    assert given["model"] == two.there.state / STEPS / "model"
    assert done.path == two.there.state / STEPS / "sft"


def test_other_code_is_refused_before_anything_is_fetched(two: Two) -> None:
    with pytest.raises(ConfigError, match="build the pool's image again"):
        run_job(two.there, replace(two.job, code="0" * 64))
    assert not (two.there.state / "datasets").exists()


def test_a_model_that_changed_on_the_way_is_refused(two: Two) -> None:
    (two.there.state / STEPS / "model" / "weights").write_text("1 2 4")
    with pytest.raises(DataError, match="its bytes changed"):
        run_job(two.there, two.job)


def test_a_model_that_is_not_there_tells_of_the_volume(two: Two) -> None:
    shutil.rmtree(two.there.runs)
    with pytest.raises(DataError, match="no such file or folder"):
        run_job(two.there, two.job)


def test_another_model_under_the_same_name_is_refused(two: Two) -> None:
    model = two.there.state / STEPS / "model"
    shutil.rmtree(model)
    model.mkdir()
    (model / "weights").write_text("another")
    with pytest.raises(DataError, match=r"dispatch\.pools\.<pool>\.volumes"):
        run_job(two.there, two.job)


def test_an_input_that_the_pool_cannot_see_is_copied_beside_the_steps(two: Two, tmp_path: Path) -> None:
    elsewhere = tmp_path / "mlflow" / "model"
    elsewhere.mkdir(parents=True)
    (elsewhere / "weights").write_text("old")
    out_dir = two.here.state / STEPS / "evaluate-incumbent"
    job = make_job(
        two.here,
        DataStoreParams(),
        "evaluate",
        {},
        {"model": elsewhere},
        out_dir,
        timeout_seconds=60,
        adopt_within_seconds=60,
    )
    copy = two.here.state / job.inputs["model"]
    assert (copy / "weights").read_text() == "old"
    assert job.inputs["model"].startswith("runs/retrain-0001/inputs/")


@pytest.mark.parametrize("place", ["../../etc", "/etc", "runs/../../.."])
def test_a_job_cannot_name_what_lies_outside_the_state_folder(two: Two, place: str) -> None:
    with pytest.raises(DataError, match="outside the state folder"):
        run_job(two.there, replace(two.job, inputs={"model": place}))
    with pytest.raises(DataError, match="outside the state folder"):
        run_job(two.there, replace(two.job, out_dir=place))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"task": 3}', "not json"])
def test_what_is_no_job_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        read_job(text)
