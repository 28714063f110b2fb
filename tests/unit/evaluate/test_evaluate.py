import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from evaluation_fakes import (
    SMALL,
    FakeGenerator,
    always_right,
    dataset,
    eval_problems,
    evaluation,
    problem,
    right,
    right_below,
)

from tasks.artifacts import digest_file
from tasks.errors import DataError
from tasks.evaluate.records import RECORDS, SUMMARY, read_records, read_summary
from tasks.evaluate.run import choose_problems, evaluate_generator, evaluate_model, group_of
from tasks.evaluate.statistics import wilson_interval
from tasks.metrics import read_metrics
from tasks.params.evaluation import EvaluateParams


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return dataset(tmp_path / "data")


def test_a_model_that_is_always_right_has_accuracy_one_everywhere(tmp_path: Path, data: Path) -> None:
    report = evaluation(tmp_path / "out", always_right, data)
    assert report.accuracy == 1.0
    assert {row.strict for row in report.rows} == {row.lenient for row in report.rows} == {1.0}
    headline = report.row("group", "trained")
    assert headline is not None
    assert headline.pass_at == {"1": 1.0, "2": 1.0, "4": 1.0}


def test_every_group_has_its_problems_and_every_problem_one_record(tmp_path: Path, data: Path) -> None:
    report = evaluation(tmp_path / "out", always_right, data)
    sizes = {row.name: row.num_problems for row in report.rows if row.by == "group"}
    assert sizes == {"trained": 40, "unseen_level": 20, "not_trained": 12, "real": 3}
    assert report.num_records == len(read_records(tmp_path / "out")) == 75
    assert report.num_problems == 40


def test_right_answers_outside_the_format_count_leniently_only(tmp_path: Path, data: Path) -> None:
    report = evaluation(tmp_path / "out", lambda q, *_: f"It is \\boxed{{{right(q)}}}.", data)
    headline = report.row("group", "trained")
    assert headline is not None
    assert (headline.strict, headline.lenient) == (report.accuracy, 1.0) == (0.0, 1.0)
    assert (headline.strict_low, headline.strict_high) == wilson_interval(0, 40)
    assert (headline.lenient_low, headline.lenient_high) == wilson_interval(40, 40)
    assert {r.strict for r in read_records(tmp_path / "out").values()} == {"unparsable"}


def test_hostile_completions_are_judged_and_break_nothing(tmp_path: Path, data: Path) -> None:
    hostile = [
        "",
        "<answer>",
        "<answer>9**9**9</answer>",
        "\ud800",
        "<think>" * 300,
        "<answer>1</answer>" * 2,
    ]
    report = evaluation(tmp_path / "out", lambda q, *_: hostile[len(right(q)) + ord(q[-3]) % 4], data)
    assert report.accuracy == 0.0
    assert read_summary(tmp_path / "out") == report


def test_pass_at_k_counts_the_correct_samples_of_each_problem(tmp_path: Path, data: Path) -> None:
    def one_in_four(question: str, temperature: float, sample: int) -> str:
        return always_right(question, temperature, sample) if sample == 3 else "<answer>no</answer>"

    report = evaluation(tmp_path / "out", one_in_four, data)
    headline = report.row("group", "trained")
    assert headline is not None
    assert headline.pass_at == pytest.approx({"1": 0.25, "2": 0.5, "4": 1.0})
    sampled = [r for r in read_records(tmp_path / "out").values() if r.num_samples]
    assert [(r.group, r.num_samples, r.num_correct) for r in sampled] == [("trained", 4, 1)] * 6


def test_the_same_evaluation_gives_the_same_bytes(tmp_path: Path, data: Path) -> None:
    for name in ("one", "two"):
        evaluation(tmp_path / name, right_below(5), data)
    for file in (RECORDS, SUMMARY):
        assert digest_file(tmp_path / "one" / file) == digest_file(tmp_path / "two" / file)


def test_batches_are_sampled_from_streams_of_their_own(tmp_path: Path, data: Path) -> None:
    generator = FakeGenerator(always_right)
    evaluate_generator(SMALL, generator, data=data, out_dir=tmp_path / "out")
    assert len(set(generator.seeds)) == len(generator.seeds)


def test_the_model_is_loaded_where_the_setting_says(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Path, str]] = []

    def load_model(path: Path, *, device: str) -> tuple[None, None]:
        asked.append((path, device))
        return None, None

    def generate(_model: None, _tokenizer: None, prompts: list[str], **options: Any) -> Any:
        chosen = {name: options[name] for name in ("temperature", "num_samples", "seed")}
        return FakeGenerator(always_right)(prompts, **chosen)

    monkeypatch.setattr("tasks.models.generate.load_model", load_model)
    monkeypatch.setattr("tasks.models.generate.generate", generate)
    for device in ("cpu", "cuda"):
        params = SMALL.model_copy(update={"device": device})
        evaluate_model(params, data=data, model=tmp_path / "model", out_dir=tmp_path / device)
    assert asked == [(tmp_path / "model", "cpu"), (tmp_path / "model", "cuda")]


def test_progress_ends_at_all_completions(tmp_path: Path, data: Path) -> None:
    evaluation(tmp_path / "out", always_right, data)
    rows, _ = read_metrics(tmp_path / "out" / "metrics.jsonl")
    assert rows[-1]["step"] == rows[-1]["of"] == 75 + 4 * 6
    assert rows[-1]["eval/accuracy"] == 1.0
    assert [row["step"] for row in rows] == sorted(row["step"] for row in rows)


def test_the_choice_of_problems_does_not_depend_on_their_order() -> None:
    rows = eval_problems()
    assert choose_problems(rows, SMALL) == choose_problems(rows[::-1], SMALL)


def test_a_dataset_without_headline_problems_is_refused(tmp_path: Path) -> None:
    data = dataset(tmp_path / "data", [problem(1, subtask="logic.entailment")])
    with pytest.raises(DataError, match=r"logic\.entailment.*Set evaluate\.subtasks"):
        evaluation(tmp_path / "out", always_right, data)


def test_a_problem_that_stands_twice_is_refused(tmp_path: Path) -> None:
    data = dataset(tmp_path / "data", [problem(1), problem(1)])
    with pytest.raises(DataError, match="twice"):
        evaluation(tmp_path / "out", always_right, data)


def test_a_damaged_summary_is_named(tmp_path: Path) -> None:
    (tmp_path / SUMMARY).write_text("{")
    with pytest.raises(DataError, match=r"summary\.json: damaged"):
        read_summary(tmp_path)
    (tmp_path / SUMMARY).write_text(json.dumps({"accuracy": 1}))
    with pytest.raises(DataError, match="is missing"):
        read_summary(tmp_path)


def test_probes_are_groups_of_their_own_and_no_subtasks_named_means_all() -> None:
    drawn = problem(1, subtask="logic.entailment")
    probe = dataclasses.replace(drawn, provenance={"stream": "extrapolate"})
    everything = EvaluateParams(subtasks=())
    assert [group_of(one, SMALL) for one in (drawn, probe)] == ["not_trained", "not_trained"]
    assert [group_of(one, everything) for one in (drawn, probe)] == ["trained", "extrapolate"]
