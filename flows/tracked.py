"""One retrain in MLflow: a parent run with its results, and under it a run for every training step.

The tracker is an observer of training: when it is away after the start, training goes on, and its curves
are sent by the next run of the step. A retrain does not begin, and does not release, without it.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows.loop import Loop
from infra.dispatch import StepResult
from infra.settings import running_services
from infra.tracking import RUN_TAG, STEP_TAG, DatasetVersion, Tracking, open_tracking
from infra.tracking_client import TrackingError
from infra.tracking_spool import follow_metrics
from tasks.artifacts import METRICS, SAMPLES
from tasks.dataset import read_index
from tasks.params.section import Section

log = logging.getLogger(__name__)

NUM_SAMPLES = 40
"""Completions logged with a model's evaluation, wrong ones first."""


@contextmanager
def observing() -> Iterator[None]:
    """Calls to the tracker whose failure is a warning: what they would show can be logged again."""
    try:
        yield
    except TrackingError as error:
        log.warning("not tracked: %s", error)


class Tracked:
    """The MLflow runs of one retrain."""

    def __init__(self, loop: Loop, tracking: Tracking, run_id: str, dataset: DatasetVersion) -> None:
        self.tracking = tracking
        self.run_id = run_id
        self._loop = loop
        self._dataset = dataset

    @property
    def experiment(self) -> str:
        """The experiment that all retrains of the model are in."""
        return self._loop.params.tracking.model_name

    @property
    def url(self) -> str:
        """The parent run's page; empty when no MLflow server runs."""
        served = running_services(self._loop.settings).get("mlflow", "")
        ui = served or ("" if self.tracking.is_local else self.tracking.uri)
        return self.tracking.run_link(self.run_id, ui) if ui else ""

    def follow(self, name: str, section: Section, step: Path, work: Callable[[], StepResult]) -> StepResult:
        """Do `work` with a run of its own, nested under the retrain, whose curves and samples are live.

        Its figures follow at its end. What was logged before a kill is not logged twice.
        """
        tags = {RUN_TAG: self._loop.run.name, STEP_TAG: name, "mlflow.parentRunId": self.run_id}
        run_id = ""
        with observing():
            run_id = self.tracking.start_run(self.experiment, name, tags=tags, params=section.as_json())
            self.tracking.log_dataset(run_id, self._dataset)
        if not run_id:
            return work()
        try:
            with follow_metrics(self.tracking, run_id, step / METRICS, samples=step / SAMPLES):
                result = work()
        except BaseException:
            with observing():
                self.tracking.end_run(run_id, "FAILED")
            raise
        numbers = {f"report/{k}": float(v) for k, v in result.report.items() if isinstance(v, int | float)}
        with observing():
            self.tracking.log_metrics(run_id, numbers)
            self.tracking.log_figures(run_id, *sorted(step.glob("*.png")))
            self.tracking.end_run(run_id)
        return result

    def log_summary(self, summary: StepResult) -> None:
        """The retrain's results: accuracy per stage, the table, the plots."""
        stages = summary.report["stages"]
        metrics = {
            f"eval/{stage['name']}/{kind}": stage["headline"][kind]
            for stage in stages
            for kind in ("strict", "lenient", "tokens_mean")
        }
        for stage in stages:
            for row in stage["subtasks"]:
                metrics[f"eval/{stage['name']}/{row['name']}/accuracy"] = row["strict"]
        metrics |= {k: summary.report[k] for k in ("accuracy", "accuracy_sft_control")}
        self.tracking.log_metrics(self.run_id, metrics)
        text = (summary.path / "stages.md").read_text(encoding="utf-8")
        self.tracking.log_text(self.run_id, "stages.md", text)
        self.tracking.log_figures(self.run_id, *sorted(summary.path.glob("*.png")))
        self.tracking.log_table(self.run_id, "stages.json", [_flat_stage(stage) for stage in stages])

    def log_completions(self, evaluation: Path) -> None:
        """A sample of completions with the judge's verdicts, wrong ones first."""
        with (evaluation / "records.jsonl").open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        rows.sort(key=lambda row: (row["strict"] == "correct", row["problem_id"]))
        half = NUM_SAMPLES // 2
        self.tracking.log_table(self.run_id, "completions.json", rows[:half] + rows[-half:])


@contextmanager
def tracked(loop: Loop, dataset: str, data: Path) -> Iterator[Tracked]:
    """The parent run of this retrain, reopened when it is resumed and closed with its end."""
    tracking = open_tracking(loop.settings, loop.params)
    facts = loop.run.facts()
    tags = {
        RUN_TAG: loop.run.name,
        STEP_TAG: "retrain",
        "reasonloop.dataset": dataset,
        "reasonloop.commit": facts["commit"],
        "mlflow.source.git.commit": facts["commit"].removesuffix("-dirty"),
        "prefect.flow_run_id": flow_run_id(),
    }
    name = loop.params.tracking.model_name
    run_id = tracking.start_run(name, loop.run.name, tags=tags, params=loop.params.as_json())
    version = DatasetVersion(version=dataset, location=loop.store.location, facts=read_index(data).facts)
    tracking.log_dataset(run_id, version)
    try:
        yield Tracked(loop, tracking, run_id, version)
    except BaseException:
        with observing():
            tracking.end_run(run_id, "FAILED")
        raise
    with observing():
        tracking.end_run(run_id)


def flow_run_id() -> str:
    """The id of the Prefect flow run we are in; empty outside one."""
    from prefect.runtime import flow_run

    return str(flow_run.id or "")


def _flat_stage(stage: dict[str, Any]) -> dict[str, Any]:
    return {
        "stage": stage["label"],
        **{k: v for k, v in stage["headline"].items() if k not in ("by", "name", "pass_at")},
    }
