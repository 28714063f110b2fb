"""Cleaning: each reason, one row; nothing leaves without one."""

from pathlib import Path
from typing import Any

import pytest
from data_fakes import row, step_folder

from tasks.data.clean import CHECKS, CleanReport, clean_problems, contradicts_itself, drop_reason
from tasks.data.stage import DROPPED, QUARANTINED, read_problems, read_stages
from tasks.params.data import CleanParams
from tasks.records import DroppedRow, Problem, Step, read_jsonl

PARAMS = CleanParams(max_prompt_chars=100, max_solution_chars=400)


def clean(tmp_path: Path, rows: list[Problem]) -> CleanReport:
    return clean_problems(PARAMS, problems=step_folder(tmp_path / "in", rows), out_dir=tmp_path / "out")


BAD: dict[str, dict[str, Any]] = {
    "no_prompt": {"prompt": "?!"},
    "no_answer": {"answer": " "},
    "too_long": {"prompt": "word " * 30},
    "control_text": {"solution": "It is <|end|> 7."},
    "other_language": {"language": "zh"},
    "no_solution": {"solution": " 略． "},
    "needs_figure": {"prompt": "What is the area in the figure?"},
    "repetitive": {"solution": "so it goes on and on " * 15},
    "wrong_level": {"level": 6},
    "judge_refuses_reference": {"answer": "\\frac{1}{"},
    "judge_accepts_perturbed": {"answer": "(1,2"},
}


@pytest.mark.parametrize("reason", BAD)
def test_a_bad_row_is_dropped_for_its_reason(reason: str) -> None:
    problem = row(**{"prompt": "What is 3+4?", **BAD[reason]})
    assert drop_reason(problem, PARAMS) == reason


def test_every_check_has_a_row_that_it_drops() -> None:
    assert set(CHECKS) <= set(BAD)


@pytest.mark.parametrize("mark", ["\x00", "\ufffd", "<|user|>", "<answer>"])
def test_text_that_would_forge_a_turn_is_dropped(mark: str) -> None:
    assert drop_reason(row(f"What is {mark} 3+4?"), PARAMS) == "control_text"


def test_steps_decide_the_level() -> None:
    steps = tuple(Step(rule="add", claim=f"{i}+1={i + 1}", output=str(i + 1)) for i in range(3))
    assert drop_reason(row("What is 3+4?", steps=steps, level=2), PARAMS) == ""
    assert drop_reason(row("What is 3+4?", steps=steps, level=1), PARAMS) == "wrong_level"


def test_equal_prompts_with_equal_answers_leave_one_row(tmp_path: Path) -> None:
    report = clean(tmp_path, [row("What is 1/2?", "0.5"), row("what is  1/2?", "1/2")])
    assert (report.counts.kept, report.counts.dropped) == (1, {"duplicate": 1})


def test_equal_prompts_with_different_answers_are_all_quarantined(tmp_path: Path) -> None:
    report = clean(tmp_path, [row("Which?", "3"), row("Other?", "3"), row("Which?", "4"), row("Which?", "3")])
    assert (report.counts.kept, report.counts.quarantined) == (1, {"conflicting_answers": 3})
    reasons = [r.reason for r in read_jsonl(tmp_path / "out" / QUARANTINED, DroppedRow)]
    assert reasons == ["conflicting_answers"] * 3


@pytest.mark.parametrize(
    ("source", "solution", "answer", "contradicts"),
    [
        ("gsm8k", "48 + 16 = 64 points.", "66", True),
        ("gsm8k", "So she makes $990.00", "990", False),
        ("gsm8k", "The total is 333,200", "333200", False),
        ("gsm8k", "He sells 100 000 - 1", "100000", False),
        ("gsm8k", "It costs $0.25 each", "25", False),
        ("gsm8k", "He loses 5 apples", "-5", False),
        ("tal_scq5k", "所以答案为$$D$$", "C", True),
        ("tal_scq5k", "The answer is C.", "C", False),
        ("tal_scq5k", "Count them.", "C", False),
        ("synthetic", "48 + 16 = 64", "66", False),
    ],
)
def test_a_solution_that_ends_elsewhere_contradicts_its_answer(
    source: str, solution: str, answer: str, contradicts: bool
) -> None:
    assert contradicts_itself(row("Q?", answer, source=source, solution=solution)) is contradicts


def test_counts_add_up_and_go_after_those_of_the_steps_before(tmp_path: Path) -> None:
    rows = [row(f"What is {i}+4?", str(i)) for i in range(6)] + [row("?", "1"), row("What is 0+4?", "0")]
    report = clean(tmp_path, rows)
    assert report.counts.read == 8
    assert report.counts.kept == len(list(read_problems(tmp_path / "out"))) == 6
    assert len(list(read_jsonl(tmp_path / "out" / DROPPED, DroppedRow))) == 2
    assert [c.stage for c in read_stages(tmp_path / "out")] == ["before", "clean"]
