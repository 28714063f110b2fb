"""No training row may be an evaluation row; rows that only share a template may stay."""

import dataclasses
import re
from pathlib import Path
from random import Random

import pytest
from data_fakes import row, step_folder
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.data.batches import read_problems
from tasks.data.copies import Copy, CopyIndex
from tasks.data.decontaminate import (
    KEPT_TRAINING_ROW,
    MATCHES,
    MIN_FAMILY,
    DecontaminateReport,
    decontaminate_problems,
)
from tasks.dataset import Split, write_dataset
from tasks.params.data import DecontaminateParams
from tasks.problems import SUBTASKS, draw_problem
from tasks.records import Problem, read_jsonl

EN = (
    "A farmer with three fields grows wheat on two of them and barley on the last one, and in spring "
    "he sells 120 sacks of wheat and 45 sacks of barley. How many sacks does he sell?"
)
ZH = "一个农夫有三块地，其中两块种小麦，一块种大麦，春天他卖出120袋小麦和45袋大麦，他一共卖出多少袋粮食？"
SHORT = "Find 12% of 50"


def find(train: Problem, *evaluation: Problem) -> Copy | None:
    index = CopyIndex(DecontaminateParams())
    for problem in evaluation:
        index.add(problem)
    return index.find(train)


def zh(prompt: str) -> Problem:
    return row(prompt, language="zh")


@pytest.mark.parametrize("text", [EN, SHORT])
def test_layout_and_punctuation_do_not_hide_a_copy(text: str) -> None:
    found = find(row(text.upper().replace(",", " ;").replace(" ", "  ") + " !"), row(text, split="eval"))
    assert found is not None
    assert found.kind == "exact_copy"


@pytest.mark.parametrize(
    ("held_out", "around"),
    [
        (row(EN), "Read this carefully. {} Give a number only, and write one line."),
        (zh(ZH), "请仔细阅读题目。{}请只写出一个数，并写出过程。"),
    ],
)
def test_a_copy_inside_a_longer_text_is_found(held_out: Problem, around: str) -> None:
    found = find(row(around.format(held_out.prompt), language=held_out.language), held_out)
    assert found is not None
    assert found.overlap == 1.0


def test_other_numbers_in_a_corpus_row_are_reported_as_template_reuse() -> None:
    found = find(row(EN.replace("120", "130")), row(EN))
    assert found is not None
    assert found.kind == "template_reuse"
    reworded = find(row(EN.replace("in spring", "in summer")), row(EN))
    assert reworded is not None
    assert reworded.kind == "near_copy"


def test_rows_on_other_things_stay() -> None:
    other = (
        "A baker fills two trays with rolls and one with bread, and then he sells 120 rolls. What is left?"
    )
    assert find(row(other), row(EN), zh(ZH), row(SHORT)) is None
    assert find(row("Find 12% of 60"), row(SHORT)) is None


@pytest.mark.parametrize("subtask", SUBTASKS)
def test_synthetic_rows_of_one_template_with_other_numbers_all_stay(subtask: str) -> None:
    index = CopyIndex(DecontaminateParams())
    for i in range(20):
        index.add(draw_problem(subtask, seed=1, split="eval", level=3, index=i, language="en"))
    drawn = [draw_problem(subtask, seed=1, split="train", level=3, index=i, language="en") for i in range(20)]
    assert [index.find(problem) for problem in drawn] == [None] * 20


def test_the_same_proof_in_the_other_language_is_a_copy() -> None:
    subtask = next(iter(SUBTASKS))
    held_out = draw_problem(subtask, seed=1, split="eval", level=2, index=0, language="en")
    found = find(draw_problem(subtask, seed=1, split="eval", level=2, index=0, language="zh"), held_out)
    assert found is not None
    assert found.kind == "same_proof"


WORDS = ["one", "two", "six", "pen", "cup", "red", "sum", "12", "40", "of", "the", "and", "is"]


@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=40), before=st.integers(0, 12))
@settings(max_examples=150, deadline=None)
def test_every_planted_copy_is_found(words: list[str], before: int) -> None:
    text = " ".join(words)
    planted = row(" ".join(f"x{i}" for i in range(before)) + " " + text)
    found = find(planted, row(text))
    if before == 0 or len(words) >= 8:
        assert found is not None


NAMES = ("Amelia", "Jackson", "Emma", "Daniel", "Isabella", "Benjamin", "Zoey", "Mason")


def island(rng: Random) -> str:
    """A puzzle of knights and knaves: many of them share all words but what is said of whom."""
    names = rng.sample(NAMES, 4)

    def claim() -> str:
        a, b = rng.sample(names, 2)
        roles = [rng.choice(("knight", "knave")) for _ in range(2)]
        link = rng.choice(("and", "or", "if and only if"))
        return f"{a} is a {roles[0]} {link} {b} is a {roles[1]}"

    verbs = ("said", "remarked", "told you that", "noted")
    said = " ".join(f"{name} {rng.choice(verbs)} {claim()}." for name in names)
    who = ", ".join(names)
    return (
        "A very special island is inhabited only by knights and knaves. Knights always tell the truth, and "
        f"knaves always lie. You meet 4 inhabitants: {who}. {said} So who is a knight and who is a knave?\n"
        f"Answer knight or knave for each, separated by commas, in this order: {who}."
    )


def test_puzzles_without_numbers_are_told_apart_by_who_says_what_of_whom() -> None:
    rng = Random(3)
    held_out = [row(island(rng)) for _ in range(60)]
    index = CopyIndex(DecontaminateParams())
    for problem in held_out:
        index.add(problem)
    assert [index.find(row(island(rng))) for _ in range(150)] == [None] * 150
    for problem in held_out:
        names = dict(
            zip(NAMES, ("Otto", "Pia", "Quentin", "Ida", "Uwe", "Ralf", "Susan", "Timo"), strict=True)
        )
        text = re.sub("|".join(names), lambda found, names=names: names[found[0]], problem.prompt)
        for leak, kind in (
            (problem.prompt + " Hurry!", "near_copy"),
            (text, "renamed_copy"),
            (f"Read this carefully, and take 5 minutes.\n{text}\nCheck it twice.", "renamed_copy"),
        ):
            found = index.find(row(leak))
            assert found is not None
            assert (found.eval, found.kind) == (problem.problem_id, kind)


def run(tmp_path: Path, rows: list[Problem], history: Path | None = None) -> DecontaminateReport:
    problems = step_folder(tmp_path / "in", rows)
    return decontaminate_problems(
        DecontaminateParams(), problems=problems, history=history, out_dir=tmp_path / "out"
    )


def test_the_report_says_what_matched_what(tmp_path: Path) -> None:
    held_out = row(EN, split="eval")
    copy = row(EN + " Hurry!")
    report = run(tmp_path, [copy, row("What is left of it?"), held_out])
    assert report.counts.dropped == {"near_copy": 1}
    assert report.by_source == {"tal_scq5k": 1}
    assert report.counts.sources == {"tal_scq5k": {"dropped": 1, "kept": 2}}
    match = next(read_jsonl(tmp_path / "out" / MATCHES, Copy))
    assert (match.train, match.eval) == (copy.problem_id, held_out.problem_id)
    assert held_out in list(read_problems(tmp_path / "out"))


def test_a_corpus_of_one_template_keeps_its_rows_but_another_corpus_does_not(tmp_path: Path) -> None:
    siblings = [row(EN.replace("120", str(n))) for n in range(200, 200 + MIN_FAMILY)]
    report = run(tmp_path / "own", [row(EN, split="eval"), row(EN + " Hurry!"), *siblings])
    assert report.counts.dropped == {"near_copy": 1}
    assert report.family_rows == {"tal_scq5k": MIN_FAMILY}
    others = [dataclasses.replace(problem, source="traces") for problem in siblings]
    report = run(tmp_path / "other", [row(EN, split="eval"), *others, *siblings[1:]])
    assert report.counts.dropped == {"template_reuse": 2 * MIN_FAMILY - 1}


def test_evaluation_rows_of_the_previous_version_count_too(tmp_path: Path) -> None:
    history = tmp_path / "history"
    write_dataset(history, {("eval", "g"): [row(EN, split="eval")]}, shard_rows=5, facts={})
    report = run(tmp_path, [row(EN), row("What is left of it?")], history)
    assert (report.counts.kept, report.evaluation_rows) == (1, 1)


@pytest.mark.parametrize(
    ("arriving", "kind"),
    [
        (EN, "exact_copy"),
        (EN.upper(), "exact_copy"),
        (EN + " Hurry!", "near_copy"),
        (EN.replace("120", "130"), "template_reuse"),
    ],
)
def test_a_new_evaluation_row_that_was_trained_on_is_dropped(
    tmp_path: Path, arriving: str, kind: str
) -> None:
    history = tmp_path / "history"
    trained, old = row(EN), row("Find 12% of 60", split="eval")
    write_dataset(history, {("train", "g"): [trained], ("eval", "g"): [old]}, shard_rows=5, facts={})
    copy, other = row(arriving, split="eval", source="gsm8k"), row(SHORT, split="eval")
    report = run(tmp_path, [copy, other, row(EN + " Now!")], history)
    assert report.counts.dropped == {KEPT_TRAINING_ROW: 1}
    assert (report.evaluation_rows, report.by_source) == (2, {"gsm8k": 1})
    match = next(read_jsonl(tmp_path / "out" / MATCHES, Copy))
    assert (match.train, match.eval, match.kind) == (trained.problem_id, copy.problem_id, kind)
    assert [p.prompt for p in read_problems(tmp_path / "out")] == [SHORT, EN + " Now!"]


def test_a_new_synthetic_evaluation_row_whose_proof_was_trained_on_is_dropped(tmp_path: Path) -> None:
    subtask = next(iter(SUBTASKS))
    trained, arriving = (
        draw_problem(subtask, seed=1, split="eval", level=2, index=0, language=language)
        for language in ("en", "zh")
    )
    history = tmp_path / "history"
    write_dataset(
        history, {("train", "g"): [dataclasses.replace(trained, split="train")]}, shard_rows=5, facts={}
    )
    assert run(tmp_path, [arriving], history).counts.dropped == {KEPT_TRAINING_ROW: 1}


def test_an_evaluation_row_of_the_previous_version_always_stays(tmp_path: Path) -> None:
    history = tmp_path / "history"
    old = row(EN, split="eval")
    groups: dict[tuple[Split, str], list[Problem]] = {
        ("train", "g"): [row(EN + " Hurry!")],
        ("eval", "g"): [old],
    }
    write_dataset(history, groups, shard_rows=5, facts={})
    assert run(tmp_path, [old], history).counts.dropped == {}
    assert run(tmp_path, [row(EN + " Hurry!", split="eval")]).counts.dropped == {}
