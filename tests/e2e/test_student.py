"""A retrain whose model teaches a smaller one, in miniature."""

import json
from typing import Any

import pytest

SIZES = ("hidden_size=16", "num_layers=1", "head_dim=16", "mlp_size=32")
SHORT = ("num_steps=6", "batch_size=4", "warmup_steps=1", "save_every=2", "log_every=2", "eval_problems=6")


def settings(method: str, *more: str) -> list[str]:
    given = (f"method={method}", *SIZES, *SHORT, *more)
    return [word for setting in given for word in ("--set", f"student.{setting}")]


@pytest.mark.slow
@pytest.mark.parametrize("method", ["logits", "on_policy"])
def test_the_student_is_trained_measured_shown_and_resumed(project: Any, method: str) -> None:
    words = settings(method, "sft_steps=4", "eval_every=3", "max_completion_tokens=8")
    killed = project.run("retrain", *words, failpoint="student.step:5")
    assert killed.returncode != 0
    done = project.run("retrain", *words)
    assert done.returncode == 0, done.stderr
    assert "Student of SFT + RL" in done.stdout
    assert "released version 1 as stable" in done.stdout
    steps = project.folder / ".reasonloop/runs/retrain-0001/steps"
    assert {"student-base", "student-sft", "student", "evaluate-student"} <= {
        p.name for p in steps.iterdir() if p.is_dir()
    }
    stages = json.loads((steps / "summarize/stages.json").read_text())
    assert [stage["name"] for stage in stages["stages"]][-2:] == ["rl", "student"]
    assert 0 < stages["student_weights"] < stages["teacher_weights"]
    assert stages["accuracy"] == stages["stages"][-2]["headline"]["strict"], "the gate looks at the teacher"
    report = json.loads((steps / "student/report.json").read_text())
    assert (report["num_parameters"], report["teacher_parameters"]) == (
        stages["student_weights"],
        stages["teacher_weights"],
    )
