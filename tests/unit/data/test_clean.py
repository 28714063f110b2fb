"""Cleaning: each reason, one row; nothing leaves without one."""

from pathlib import Path
from typing import Any

import pytest
from data_fakes import row, step_folder

from tasks.data.batches import read_problems
from tasks.data.clean import CHECKS, CleanReport, clean_problems, drop_reason, reference_reason
from tasks.data.contradictions import contradiction
from tasks.data.stage import DROPPED, read_stages
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
    "other_language": {"language": "other"},
    "no_solution": {"solution": " 略． "},
    "needs_figure": {"prompt": "What is the area in the figure?"},
    "few_steps": {"domain": "traces", "solution": "I think it is 7."},
    "repetitive": {"domain": "traces", "solution": "so it goes on\n" * 20},
    "wrong_level": {"level": 6},
    "judge_refuses_reference": {"answer": "\\frac{1}{"},
    "judge_accepts_perturbed": {"answer": "(1,2"},
}


@pytest.mark.parametrize("reason", BAD)
def test_a_bad_row_is_dropped_for_its_reason(reason: str) -> None:
    problem = row(**{"prompt": "What is 3+4?", **BAD[reason]})
    assert (drop_reason(problem, PARAMS) or reference_reason(problem)) == reason


def test_every_check_has_a_row_that_it_drops() -> None:
    assert set(CHECKS) <= set(BAD)


@pytest.mark.parametrize("mark", ["\x00", "\ufffd", "<|user|>", "<answer>"])
def test_text_that_would_forge_a_turn_is_dropped(mark: str) -> None:
    assert drop_reason(row(f"What is {mark} 3+4?"), PARAMS) == "control_text"


def test_steps_decide_the_level() -> None:
    steps = tuple(Step(rule="add", claim=f"{i}+1={i + 1}", output=str(i + 1)) for i in range(3))
    assert drop_reason(row("What is 3+4?", steps=steps, level=2), PARAMS) == ""
    assert drop_reason(row("What is 3+4?", steps=steps, level=1), PARAMS) == "wrong_level"


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
    problem = row("Q?\nA. 1\nB. 2\nC. 3\nD. 4", answer, source=source, solution=solution)
    assert (contradiction(problem) == "solution_contradicts_answer") is contradicts


def test_counts_add_up_and_go_after_those_of_the_steps_before(tmp_path: Path) -> None:
    rows = [row(f"What is {i}+4?", str(i)) for i in range(6)] + [row("?", "1"), row("What is 0+4?", "0")]
    report = clean(tmp_path, rows)
    assert report.counts.read == 8
    assert report.counts.kept == len(list(read_problems(tmp_path / "out"))) == 7
    assert len(list(read_jsonl(tmp_path / "out" / DROPPED, DroppedRow))) == 1
    assert [c.stage for c in read_stages(tmp_path / "out")] == ["before", "clean"]
