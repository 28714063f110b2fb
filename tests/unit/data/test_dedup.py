"""Each problem once; siblings of a template are not copies, and contradictions are never voted away."""

import dataclasses
from pathlib import Path

import pytest
from data_fakes import row, step_folder

from tasks.data.batches import read_problems
from tasks.data.conflicts import CONFLICTS, Conflict
from tasks.data.dedup import MATCHES, DedupReport, Duplicate, deduplicate_problems
from tasks.data.stage import QUARANTINED
from tasks.dataset import write_dataset
from tasks.params.data import DedupParams
from tasks.problems import SUBTASKS, draw_problem
from tasks.records import DroppedRow, Problem, read_jsonl

EN = (
    "A farmer with three fields grows wheat on two of them and barley on the last one, and in spring "
    "he sells 120 sacks of wheat and 45 sacks of barley. How many sacks does he sell?"
)
ZH = "一个农夫有三块地，其中两块种小麦，一块种大麦，春天他卖出120袋小麦和45袋大麦，他一共卖出多少袋粮食？"


def dedup(tmp_path: Path, rows: list[Problem], **inputs: Path) -> DedupReport:
    problems = step_folder(tmp_path / "in", rows)
    return deduplicate_problems(DedupParams(), problems=problems, out_dir=tmp_path / "out", **inputs)


def kept(tmp_path: Path) -> list[str]:
    return [problem.prompt for problem in read_problems(tmp_path / "out")]


def test_equal_prompts_with_equal_answers_leave_the_first(tmp_path: Path) -> None:
    report = dedup(tmp_path, [row("What is 1/2?", "0.5"), row("what is  1/2 ?", "1/2")])
    assert (report.counts.kept, report.counts.dropped) == (1, {"duplicate": 1})
    assert kept(tmp_path) == ["What is 1/2?"]


def test_equal_prompts_with_different_answers_are_all_quarantined(tmp_path: Path) -> None:
    report = dedup(tmp_path, [row("Which?", "3"), row("Other?", "3"), row("Which?", "4"), row("Which?", "3")])
    assert (report.counts.kept, report.counts.quarantined) == (1, {"conflicting_answers": 3})
    assert len(list(read_jsonl(tmp_path / "out" / QUARANTINED, DroppedRow))) == 3
    assert next(read_jsonl(tmp_path / "out" / CONFLICTS, Conflict)).answers == ("3", "4")


def test_a_row_that_was_sent_away_still_contradicts(tmp_path: Path) -> None:
    scrubbed = step_folder(tmp_path / "scrubbed", [row("Which?", "3", solution=""), row("Which?", "4")])
    report = dedup(tmp_path, [row("Which?", "4"), row("Other?", "3")], scrubbed=scrubbed)
    assert (report.counts.quarantined, report.conflicting_groups) == ({"conflicting_answers": 1}, 1)


@pytest.mark.parametrize(("text", "language"), [(EN, "en"), (ZH, "zh")])
def test_a_near_copy_goes_and_a_sibling_with_other_numbers_stays(
    tmp_path: Path, text: str, language: str
) -> None:
    near = text.replace("spring", "autumn").replace("春天", "秋天")
    sibling = text.replace("120", "130")
    report = dedup(tmp_path, [row(t, language=language, source=t[:1]) for t in (text, near, sibling)])
    assert report.counts.dropped == {"near_duplicate": 1}
    assert kept(tmp_path) == [text, sibling]
    assert (report.template_families, report.template_rows) == (1, 2)
    match = next(read_jsonl(tmp_path / "out" / MATCHES, Duplicate))
    assert match.overlap >= DedupParams().min_similarity


def test_near_texts_with_different_answers_are_different_problems(tmp_path: Path) -> None:
    assert dedup(tmp_path, [row(EN, "165"), row(EN.replace("sell?", "keep?"), "0")]).counts.dropped == {}


def test_the_order_of_options_makes_no_other_problem_but_their_letter_no_conflict(tmp_path: Path) -> None:
    rows = [row("Pick 7.\nA. 3\nB. 7", "B"), row("Pick 7.\nA. 7\nB. 3", "A")]
    assert dedup(tmp_path, rows).counts.dropped == {"duplicate": 1}


@pytest.mark.parametrize(("one", "other"), [("3*(4+5)", "3*4+5"), ("5-2", "5+2"), ("p ∧ q", "p ∨ q")])
def test_brackets_and_signs_are_part_of_a_problem(tmp_path: Path, one: str, other: str) -> None:
    assert dedup(tmp_path, [row(one, "1"), row(other, "1")]).counts.dropped == {}


def test_training_and_evaluation_rows_are_left_to_decontamination(tmp_path: Path) -> None:
    assert dedup(tmp_path, [row(EN), row(EN + " Hurry", split="eval")]).counts.dropped == {}


@pytest.mark.parametrize("subtask", SUBTASKS)
def test_synthetic_rows_of_one_template_all_stay(tmp_path: Path, subtask: str) -> None:
    drawn = {
        p.problem_id: p
        for i in range(20)
        for p in [draw_problem(subtask, seed=1, split="train", level=3, index=i, language="en")]
    }
    assert dedup(tmp_path, list(drawn.values())).counts.kept == len(drawn)


def test_a_near_copy_of_the_previous_version_goes_but_its_own_rows_stay(tmp_path: Path) -> None:
    history = tmp_path / "history"
    write_dataset(history, {("train", "g.L1"): [row(EN)]}, shard_rows=5, facts={})
    report = dedup(tmp_path, [row(EN), row(EN.replace("spring", "autumn"))], history=history)
    assert report.counts.dropped == {"copy_of_previous_version": 1}
    assert kept(tmp_path) == [EN]


def test_a_row_that_contradicts_the_previous_version_is_quarantined(tmp_path: Path) -> None:
    history = tmp_path / "history"
    write_dataset(history, {("train", "g.L1"): [row(EN, "165")]}, shard_rows=5, facts={})
    report = dedup(tmp_path, [dataclasses.replace(row(EN), answer="164")], history=history)
    assert report.counts.quarantined == {"conflicting_answers": 1}


def test_nothing_but_the_outputs_is_left(tmp_path: Path) -> None:
    dedup(tmp_path, [row(EN), row(ZH, language="zh")])
    assert not [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith(".")]
