"""The student: a smaller model that learns from the one that RL made, and is measured beside it.

    model -> reject on the teacher -> SFT               student.method: traces
    model -> SFT on worked traces -> student            on_policy, logits

It is no candidate for release: the gate looks at its teacher.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flows import steps
from flows.loop import Loop
from flows.tracked import Tracked
from infra.dispatch import StepResult
from tasks.params import Params
from tasks.params.rl import RejectParams

Step = Callable[..., StepResult]


def train_student(loop: Loop, mlflow: Tracked, data: Path, teacher: StepResult) -> StepResult | None:
    """All steps of `student.method`, one after the other; None where no student is asked for."""
    params, section = loop.params, loop.params.student
    if section.method == "none":
        return None
    base = _run(steps.student_base, loop, section.model(params.model), data=data)
    if section.method == "traces":
        right = _run(steps.student_traces, loop, asking_teacher(params), data=data, model=teacher)
        sft = section.sft(section.num_steps)
        return _run(steps.student_sft, loop, sft, data=right.path, model=base, tracked=mlflow)
    if section.sft_steps:
        sft = section.sft(section.sft_steps)
        base = _run(steps.student_sft, loop, sft, data=data, model=base, tracked=mlflow)
    return _run(steps.student, loop, section, data=data, teacher=teacher, model=base, tracked=mlflow)


def asking_teacher(params: Params) -> RejectParams:
    """The settings of rejection sampling from the teacher: those of the student that mean the same."""
    shared = ("seed", "subtasks", "num_problems", "samples", "keep", "temperature", "max_completion_tokens")
    places = ("num_threads", "device")
    return RejectParams(**{name: getattr(params.student, name) for name in (*shared, *places)})


def _run(step: Any, *arguments: Any, **inputs: Any) -> StepResult:
    """Through the flow's task runner, whose number of workers holds for these steps too."""
    result: StepResult = step.submit(*arguments, **inputs).result()
    return result
