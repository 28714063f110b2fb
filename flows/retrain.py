"""Monthly: from a dataset version to a released model.

    (refresh) -> model -> SFT -> RL -> evaluate every stage -> gate against stable -> release

With `reject.rounds`, RL is followed by SFT on what the policy got right, and by RL again; with
`student.method`, the result teaches a smaller model, see `flows.students`.

Beside the released line two controls are trained, so that what RL taught can be told from what more of
the same training would have: SFT continued for as long as RL took, and SFT on worked traces alone.
"""

import logging
import math
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, TypeVar

from prefect import flow
from prefect.futures import PrefectFuture
from prefect.task_runners import ThreadPoolTaskRunner

from flows import releasing, steps
from flows.loop import Loop, current_dataset, open_loop
from flows.options import RetrainOptions
from flows.pages import show_link, show_markdown
from flows.refresh_data import build_version
from flows.students import train_student
from flows.tracked import Tracked, tracked
from infra.dispatch import StepResult
from tasks.errors import DataError
from tasks.params import Params
from tasks.params.rl import RejectParams
from tasks.params.training import GrpoParams, SftParams
from tasks.seeds import seed_for

log = logging.getLogger(__name__)

DATA_SECTIONS = {"synthesize", "ingest", "scrub", "clean", "dedup", "decontaminate", "mix"}
CONTROL_MARGIN = 1.2
"""How much longer than RL the control is meant to train, so that it never trains shorter."""
PARALLEL_STEPS = 2
"""Steps at once: a tiny model uses one core. On a GPU machine the pool's limit decides."""


@flow(
    name="retrain",
    flow_run_name="retrain-{options.profile}-seed-{options.seed}",
    task_runner=ThreadPoolTaskRunner(max_workers=PARALLEL_STEPS),  # type: ignore[arg-type]
)
def retrain(options: RetrainOptions = RetrainOptions()) -> dict[str, Any]:  # noqa: B008
    """Train, evaluate, gate and release one model."""
    with open_loop("retrain", options.profile, options.overrides(), options.model_dump()) as loop:
        dataset = loop.run.pin("dataset", lambda: choose_dataset(loop, options.refresh, options.overrides()))
        data = loop.store.checkout(dataset)
        with tracked(loop, dataset, data) as mlflow:
            summary, candidate, score = train_and_evaluate(loop, mlflow, data)
            mlflow.log_summary(summary)
            mlflow.log_completions(score.path)
            _show(summary, mlflow.url)
            outcome = releasing.gate_and_release(loop, mlflow, candidate, score, data, summary)
        loop.run.finish(outcome)
    return outcome


def choose_dataset(loop: Loop, refresh: str, overrides: Collection[str]) -> str:
    """The md5 of the dataset version to train on, built now when asked for or when there is none."""
    current = current_dataset(loop)
    if refresh == "always" or (refresh == "auto" and current is None):
        return build_version(loop)
    ignored = sorted({key.partition(".")[0] for key in overrides} & DATA_SECTIONS)
    if ignored:
        log.warning("%s: no effect on dataset %s; add --refresh always", ", ".join(ignored), current)
    if current is None:
        raise DataError(
            "there is no dataset version; run `reasonloop refresh`, or retrain with --refresh auto"
        )
    return current


def train_and_evaluate(loop: Loop, mlflow: Tracked, data: Path) -> tuple[StepResult, StepResult, StepResult]:
    """Train all stages and measure each; the summary, the candidate, and the candidate's evaluation."""
    params = loop.params

    def evaluate(stage: str, model: StepResult) -> PrefectFuture[StepResult]:
        return steps.evaluate[stage].submit(loop, params.evaluate, data=data, model=model)

    base = steps.model(loop, params.model, data=data)
    tuning = steps.sft.submit(loop, params.sft, data=data, model=base, tracked=mlflow)
    tracing = steps.traces.submit(loop, traces_only(params), data=data, model=base, tracked=mlflow)
    sft = tuning.result()
    reinforcing = steps.grpo.submit(loop, params.grpo, data=data, model=sft, tracked=mlflow)
    scores = {"base": evaluate("base", base), "sft": evaluate("sft", sft)}
    line = rejection_rounds(loop, mlflow, data, reinforcing.result())
    rl = line[-1]
    longer = steps.control.submit(
        loop, continued(params.sft, sft.report, _cpu_seconds(line)), data=data, model=sft, tracked=mlflow
    )
    scores["rl"] = evaluate("rl", rl)
    scores["traces"] = evaluate("traces", tracing.result())
    scores["control"] = evaluate("control", longer.result())
    if (student := train_student(loop, mlflow, data, rl)) is not None:
        scores["student"] = evaluate("student", student)
    measured = {stage: future.result() for stage, future in scores.items()}
    runs = {"sft_run": sft, "grpo_run": rl, "student_run": student}
    summary = steps.summarize(loop, params.evaluate, **measured, **runs)
    return summary, rl, measured["rl"]


def rejection_rounds(loop: Loop, mlflow: Tracked, data: Path, rl: StepResult) -> list[StepResult]:
    """The rest of the chain after the first RL, `reject.rounds` times: what the policy gets right becomes its
    next fine-tuning, and RL goes on from there. All training steps from the first RL to the last."""
    params, line = loop.params, [rl]
    for n in range(1, params.reject.rounds + 1):
        right = steps.reject[n](loop, reseeded(params.reject, n), data=data, model=line[-1])
        tuned = steps.retune[n](
            loop, on_own_traces(params, n), data=right.path, model=line[-1], tracked=mlflow
        )
        # The window was for the first start: what has learnt once passes more often.
        section = reseeded(params.grpo, n).model_copy(update={"min_pass_rate": 0.0, "max_pass_rate": 1.0})
        line += [tuned, steps.reinforce[n](loop, section, data=data, model=tuned, tracked=mlflow)]
    return line


S = TypeVar("S", RejectParams, GrpoParams)


def reseeded(section: S, n: int) -> S:
    """The settings of round `n`, with draws of its own."""
    return section.model_copy(update={"seed": seed_for(section.seed, "round", n)})


def on_own_traces(params: Params, n: int) -> SftParams:
    """The settings of SFT on a policy's own traces in round `n`: short, and at the rate SFT ended with."""
    return params.sft.model_copy(
        update={
            "seed": seed_for(params.sft.seed, "round", n),
            "num_steps": params.reject.sft_steps,
            "trace_share": 1.0,
            "real_share": 0.0,
            "learning_rate": params.sft.final_learning_rate,
            "warmup_steps": 0,
        }
    )


def traces_only(params: Params) -> SftParams:
    """The settings of the other control: SFT on worked traces alone, never longer than SFT itself."""
    num_steps = min(params.controls.traces_steps or params.sft.num_steps, params.sft.num_steps)
    return params.sft.model_copy(update={"trace_share": 1.0, "num_steps": num_steps})


def _cpu_seconds(line: Sequence[StepResult]) -> float:
    return float(sum(step.report["cpu_seconds"] for step in line))


def continued(section: SftParams, sft: dict[str, Any], cpu_seconds: float) -> SftParams:
    """The settings of the control: SFT goes on, at its last learning rate, for at least as long as RL took.

    Time is processor time of the training loops. Steps are reckoned at the speed that SFT had, with a
    margin, since that speed varies with what else runs; the reports tell both times.
    """
    steps_per_second = CONTROL_MARGIN * sft["num_steps"] / max(sft["cpu_seconds"], 1e-9)
    return section.model_copy(
        update={
            "num_steps": max(1, math.ceil(cpu_seconds * steps_per_second)),
            "seed": section.seed + 1,
            "schedule": "cosine",
            "learning_rate": section.last_learning_rate,
            "final_learning_rate": section.last_learning_rate,
            "warmup_steps": 0,
        }
    )


def _show(summary: StepResult, url: str) -> None:
    """The result on the run's page in the Prefect UI."""
    show_markdown((summary.path / "stages.md").read_text(encoding="utf-8"), key="stages")
    if url:
        show_link(url, "MLflow run", key="mlflow-run")
