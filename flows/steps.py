"""Every task of `tasks`, wrapped once: its Prefect name and tags. The flows hold the order.

A step runs in a process of its own (`infra.dispatch`) and is passed over when its directory already
holds exactly this work, so flows are resumed by running them again. Prefect's cache is not used: its
source hash ignores what a task calls.
"""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from prefect import Task, task
from prefect.cache_policies import NO_CACHE

from flows.dispatching import run_on_pool
from flows.loop import Loop
from flows.pages import ProgressPage
from flows.tracked import Tracked
from infra import dispatch
from infra.dispatch import StepResult
from infra.progress import StepProgress
from tasks.failpoints import failpoint
from tasks.params.section import Section

ARTIFACT_EVERY_SECONDS = 10.0
"""Between updates of a progress artifact: each is a request to the Prefect server."""


class _Watcher:
    """Hands a step's metrics to the terminal and to the Prefect UI."""

    def __init__(self, name: str, line: StepProgress) -> None:
        self._line = line
        self._page = ProgressPage(name)
        self._sent = 0.0

    def __call__(self, rows: list[dict[str, Any]]) -> None:
        self._line.update(rows)
        latest = rows[-1]
        if not latest.get("of") or time.monotonic() - self._sent < ARTIFACT_EVERY_SECONDS:
            return
        self._sent = time.monotonic()
        self._page.show(100 * latest["step"] / latest["of"])


def _run(
    loop: Loop,
    section: Section,
    inputs: Mapping[str, StepResult | Path | None],
    *,
    name: str,
    task_name: str,
    kind: str,
) -> StepResult:
    line = loop.display.step(name)
    paths = {key: value.path if isinstance(value, StepResult) else value for key, value in inputs.items()}
    given = {key: path for key, path in paths.items() if path is not None}
    watcher, out_dir, params = _Watcher(name, line), loop.run.step(name), section.as_json()
    if pool := loop.params.dispatch.pool_of(kind):
        result = run_on_pool(loop, task_name, params, given, out_dir, pool=pool, on_metrics=watcher)
    else:
        limit = loop.params.dispatch.step_timeout_seconds
        result = dispatch.run_step(
            loop.settings, task_name, params, given, out_dir, timeout_seconds=limit, on_metrics=watcher
        )
    line.done("reused" if result.reused else "done")
    failpoint(f"flow.after-{name}")
    return result


def _step(name: str, task_name: str = "", *, kind: str = "") -> Task[Any, StepResult]:
    """A Prefect task that runs the task `task_name` as the step `name`.

    Call it with the loop, the section, and the inputs by name; a `StepResult` stands for its directory.
    A step with a kind, "sft", "rl" or "evaluate", goes to the work pool that `dispatch` names for it. With
    `tracked`, the step has an MLflow run of its own with live curves.
    """

    def step(
        loop: Loop, section: Section, *, tracked: Tracked | None = None, **inputs: StepResult | Path | None
    ) -> StepResult:
        def work() -> StepResult:
            return _run(loop, section, inputs, name=name, task_name=task_name or name, kind=kind)

        return tracked.follow(name, section, loop.run.step(name), work) if tracked else work()

    tags = [kind or "cpu"]
    wrap = task(name=name, tags=tags, cache_policy=NO_CACHE, persist_result=False)
    return cast("Task[Any, StepResult]", wrap(step))


synthesize = _step("synthesize")
ingest = _step("ingest")
scrub = _step("scrub")
clean = _step("clean")
dedup = _step("dedup")
decontaminate = _step("decontaminate")
mix = _step("mix")

model = _step("model")
sft = _step("sft", kind="sft")
traces = _step("traces", "sft", kind="sft")
grpo = _step("grpo", kind="rl")
control = _step("control", "sft", kind="sft")
ROUNDS = (1, 2, 3)
"""Rounds of rejection sampling that a retrain may have (`reject.rounds`)."""
reject = {n: _step(f"reject-{n}", "reject", kind="rl") for n in ROUNDS}
retune = {n: _step(f"sft-{n}", "sft", kind="sft") for n in ROUNDS}
reinforce = {n: _step(f"grpo-{n}", "grpo", kind="rl") for n in ROUNDS}
student_base = _step("student-base", "model")
student_traces = _step("student-traces", "reject", kind="sft")
student_sft = _step("student-sft", "sft", kind="sft")
student = _step("student", kind="sft")
evaluate = {
    stage: _step(f"evaluate-{stage}", "evaluate", kind="evaluate")
    for stage in ("base", "sft", "control", "traces", "rl", "student", "incumbent")
}
summarize = _step("summarize")
compare = _step("compare")
