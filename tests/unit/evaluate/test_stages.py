import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from evaluation_fakes import dataset, eval_problems, evaluation, problem, right, right_below

from tasks.artifacts import METRICS, digest_file
from tasks.errors import DataError
from tasks.evaluate.stages import LABELS, StagesReport, summarize_stages
from tasks.metrics import MetricsFile, read_steps
from tasks.params.evaluation import EvaluateParams
from tasks.records import from_dict, to_dict

ACCURACY = {"base": 0, "sft": 4, "control": 5, "traces": 3, "rl": 9}
"""Stage -> numbers it can do; a tenth of it is its accuracy."""
SHARE = r"[\d.]+% \[[\d.]+%, [\d.]+%\]"


@pytest.fixture
def measured(tmp_path: Path) -> dict[str, Path]:
    data = dataset(tmp_path / "data")
    for stage, limit in ACCURACY.items():
        evaluation(tmp_path / stage, right_below(limit), data)
    return {stage: tmp_path / stage for stage in ACCURACY}


def run_with(folder: Path, rows: list[dict[str, float]]) -> Path:
    with MetricsFile(folder) as metrics:
        for step, row in enumerate(rows, start=1):
            metrics.write(step, of=len(rows), **row)
    return folder


def test_stages_stand_in_order_with_what_rl_gained_over_the_control(
    tmp_path: Path, measured: dict[str, Path]
) -> None:
    report = summarize_stages(EvaluateParams(), **measured, out_dir=tmp_path / "out")
    assert [stage.name for stage in report.stages] == [name for name in LABELS if name != "student"]
    assert (report.accuracy, report.accuracy_sft_control) == (0.9, 0.5)
    assert report.rl_over_control.difference == pytest.approx(0.4)
    assert report.rl_over_control.low > 0.2
    assert {d.name for d in report.rl_over_control_by_subtask} == {"algebra.linear", "arithmetic.chain"}
    text = (tmp_path / "out" / "stages.md").read_text()
    assert "| SFT + RL | 90.0% [" in text
    assert "SFT + RL over SFT continued (control): +40.0 points [" in text
    assert from_dict(StagesReport, json.loads(json.dumps(to_dict(report))), where="report") == report


def lines_under(text: str, title: str) -> list[list[str]]:
    """Cells of the table under a title of stages.md, its head first."""
    _, _, section = text.partition(f"## {title}\n")
    lines = [line for line in section.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "---" not in line]


def test_every_slice_shows_strict_and_lenient_accuracy_with_intervals(
    tmp_path: Path, measured: dict[str, Path]
) -> None:
    summarize_stages(EvaluateParams(), **measured, out_dir=tmp_path / "out")
    text = (tmp_path / "out" / "stages.md").read_text()
    heads = {
        "By subtask": ["algebra.linear (n = 20)", "arithmetic.chain (n = 20)"],
        "By level": ["level 1 (n = 20)", "level 2 (n = 20)", "level 3, unseen (n = 20)"],
        "By real corpus": ["gsm8k (n = 3)"],
    }
    for title, names in heads.items():
        head, *lines = lines_under(text, title)
        assert head == ["stage", "accuracy (95 %)", *names]
        assert [(stage, kind) for stage, kind, *_ in lines] == [
            (LABELS[stage], kind) for stage in ACCURACY for kind in ("strict", "lenient")
        ]
        assert all(re.fullmatch(SHARE, cell) for _, _, *cells in lines for cell in cells)


def test_right_answers_outside_the_format_show_as_lenient(tmp_path: Path, measured: dict[str, Path]) -> None:
    evaluation(tmp_path / "sft", lambda q, *_: f"It is \\boxed{{{right(q)}}}.", tmp_path / "data")
    summarize_stages(EvaluateParams(), **measured, out_dir=tmp_path / "out")
    text = (tmp_path / "out" / "stages.md").read_text()
    sft = next(line for line in lines_under(text, "Stages") if line[0] == "SFT")
    assert sft[1:3] == ["0.0% [0.0%, 8.8%]", "100.0% [91.2%, 100.0%]"]


def test_the_table_says_how_the_controls_differ(tmp_path: Path, measured: dict[str, Path]) -> None:
    summarize_stages(EvaluateParams(), **measured, out_dir=tmp_path / "out")
    stages = (tmp_path / "out" / "stages.md").read_text().partition("## By subtask")[0]
    assert "the CPU time that RL took" in stages
    assert "controls.traces_steps" in stages


def test_slices_that_no_stage_has_are_left_out(tmp_path: Path) -> None:
    data = dataset(tmp_path / "data", [p for p in eval_problems() if p.source == "synthetic" and p.level < 3])
    for stage, limit in ACCURACY.items():
        evaluation(tmp_path / stage, right_below(limit), data)
    folders = {stage: tmp_path / stage for stage in ACCURACY}
    summarize_stages(EvaluateParams(), **folders, out_dir=tmp_path / "out")
    text = (tmp_path / "out" / "stages.md").read_text()
    assert "real corpus" not in text
    assert lines_under(text, "By level")[0][2:] == ["level 1 (n = 20)", "level 2 (n = 20)"]


def test_pictures_are_the_same_bytes_each_time(tmp_path: Path, measured: dict[str, Path]) -> None:
    sft = run_with(tmp_path / "sft_run", [{"train/loss": 2.0 / n} for n in range(1, 9)])
    grpo = run_with(
        tmp_path / "grpo_run", [{"reward/total": n / 9, "reward/pass_rate": n / 9} for n in range(9)]
    )
    for name in ("one", "two"):
        summarize_stages(EvaluateParams(), **measured, sft_run=sft, grpo_run=grpo, out_dir=tmp_path / name)
    for file in ("accuracy.png", "curves.png", "steps.png"):
        assert (tmp_path / "one" / file).read_bytes().startswith(b"\x89PNG")
        assert digest_file(tmp_path / "one" / file) == digest_file(tmp_path / "two" / file)


def test_without_runs_there_are_no_curves(tmp_path: Path, measured: dict[str, Path]) -> None:
    summarize_stages(EvaluateParams(), **measured, out_dir=tmp_path / "out")
    assert not (tmp_path / "out" / "curves.png").exists()


def test_a_resumed_run_is_drawn_with_its_later_lines(tmp_path: Path) -> None:
    with MetricsFile(tmp_path) as metrics:
        for step, loss in [(1, 3.0), (2, 9.0), (2, 2.0), (3, 1.0)]:
            metrics.write(step, **{"train/loss": loss})
        metrics.write(3, **{"eval/heldout_accuracy": 0.5})
    assert [row["train/loss"] for row in read_steps(tmp_path / METRICS)] == [3.0, 2.0, 1.0]
    assert read_steps(tmp_path / METRICS)[-1]["eval/heldout_accuracy"] == 0.5


def test_stages_measured_on_other_problems_are_refused(tmp_path: Path, measured: dict[str, Path]) -> None:
    other = dataset(tmp_path / "other", [*eval_problems(), problem(99)])
    evaluation(tmp_path / "sft", right_below(4), other)
    with pytest.raises(DataError, match="measured different problems"):
        summarize_stages(EvaluateParams(), **measured, out_dir=tmp_path / "out")


def test_reading_reports_needs_neither_torch_nor_matplotlib() -> None:
    code = (
        "import sys, tasks.evaluate.stages, tasks.evaluate.gate, tasks.evaluate.run, tasks.serve.answer\n"
        "print(sorted({'torch', 'matplotlib', 'transformers'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_a_student_stands_after_its_teacher_with_both_sizes(
    tmp_path: Path, measured: dict[str, Path]
) -> None:
    from safetensors.numpy import save_file

    evaluation(tmp_path / "student", right_below(7), tmp_path / "data")
    for name, width in (("grpo_run", 8), ("student_run", 4)):
        (tmp_path / name / "model").mkdir(parents=True)
        save_file({"a": np.zeros((width, 3)), "b": np.zeros(5)}, tmp_path / name / "model/model.safetensors")
    runs = {"grpo_run": tmp_path / "grpo_run", "student_run": tmp_path / "student_run"}
    (runs["grpo_run"] / "metrics.jsonl").write_text("")
    report = summarize_stages(
        EvaluateParams(), **measured, student=tmp_path / "student", **runs, out_dir=tmp_path / "out"
    )
    assert [stage.name for stage in report.stages] == list(LABELS)
    assert (report.accuracy, report.stages[-1].headline.strict) == (0.9, 0.7)
    assert (report.teacher_weights, report.student_weights) == (29, 17)
    text = (tmp_path / "out" / "stages.md").read_text()
    assert "| Student of SFT + RL | 70.0% [" in text
    assert "Its student with 17 weights instead of 29 is +20.0 points [" in text
    assert from_dict(StagesReport, json.loads(json.dumps(to_dict(report))), where="report") == report
