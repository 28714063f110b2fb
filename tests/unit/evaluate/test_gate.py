import json
from pathlib import Path

import pytest
from evaluation_fakes import always_right, dataset, eval_problems, evaluation, problem, right_below
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.artifacts import write_json
from tasks.errors import DataError
from tasks.evaluate.gate import compare_models
from tasks.evaluate.records import EvaluationRecord, EvaluationReport
from tasks.evaluate.summary import summarise
from tasks.params.evaluation import EvaluateParams, GateParams
from tasks.records import to_dict, write_jsonl


def judged(folder: Path, solved: list[bool]) -> EvaluationReport:
    """An evaluation with one headline record per entry."""
    outcome = {True: "correct", False: "wrong"}
    records = [
        EvaluationRecord(
            problem_id=f"{n:016x}",
            subtask=("arithmetic.chain", "algebra.linear")[n % 2],
            domain="arithmetic",
            level=1,
            language="en",
            source="synthetic",
            group="trained",
            reference="1",
            completion="",
            strict=outcome[right],
            lenient=outcome[right],
            num_tokens=1,
            truncated=False,
        )
        for n, right in enumerate(solved)
    ]
    write_jsonl(folder / "records.jsonl", records)
    report = summarise(records, EvaluateParams())
    write_json(folder / "summary.json", to_dict(report))
    return report


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return dataset(tmp_path / "data")


def test_a_model_passes_against_itself(tmp_path: Path, data: Path) -> None:
    evaluation(tmp_path / "a", right_below(7), data)
    report = compare_models(
        GateParams(), candidate=tmp_path / "a", incumbent=tmp_path / "a", out_dir=tmp_path
    )
    assert report.decision == "pass"
    assert report.overall is not None
    assert (report.overall.difference, report.overall.p_value) == (0.0, 1.0)
    assert [d.name for d in report.subtasks] == ["algebra.linear", "arithmetic.chain"]


def test_a_clear_loss_is_refused_with_its_numbers(tmp_path: Path, data: Path) -> None:
    evaluation(tmp_path / "worse", right_below(4), data)
    evaluation(tmp_path / "stable", always_right, data)
    report = compare_models(
        GateParams(), candidate=tmp_path / "worse", incumbent=tmp_path / "stable", out_dir=tmp_path
    )
    assert report.decision == "refuse"
    assert "0.400 against stable's 1.000" in report.reasons[0]
    assert "reaches below minus gate.max_loss 0.05" in report.reasons[0]
    changes = [json.loads(line) for line in (tmp_path / "changes.jsonl").read_text().splitlines()]
    assert len(changes) == 24
    assert {change["solved_by"] for change in changes} == {"incumbent"}


def test_a_small_loss_on_few_problems_is_refused_and_on_many_passes(tmp_path: Path) -> None:
    decisions = []
    for n in (50, 2_000):
        judged(tmp_path / f"stable{n}", [i % 50 != 0 for i in range(n)])
        judged(tmp_path / f"candidate{n}", [i % 50 not in (0, 1) for i in range(n)])
        decisions.append(
            compare_models(
                GateParams(),
                candidate=tmp_path / f"candidate{n}",
                incumbent=tmp_path / f"stable{n}",
                out_dir=tmp_path,
            ).decision
        )
    assert decisions == ["refuse", "pass"]


@settings(max_examples=15, deadline=None)
@given(solved=st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=40))
def test_allowing_more_loss_never_turns_a_pass_into_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, solved: list[tuple[bool, bool]]
) -> None:
    folder = tmp_path_factory.mktemp("gate")
    judged(folder / "a", [a for a, _ in solved])
    judged(folder / "b", [b for _, b in solved])
    passed = [
        compare_models(
            GateParams(max_loss=loss), candidate=folder / "a", incumbent=folder / "b", out_dir=folder
        ).decision
        == "pass"
        for loss in (0.0, 0.1, 0.4, 1.0)
    ]
    assert passed == sorted(passed)
    assert passed[-1]


@pytest.mark.parametrize(("least", "decision"), [(0.39, "pass"), (0.4, "pass"), (0.41, "refuse")])
def test_without_an_incumbent_only_the_least_accuracy_counts(
    tmp_path: Path, data: Path, least: float, decision: str
) -> None:
    evaluation(tmp_path / "first", right_below(4), data)
    report = compare_models(GateParams(min_accuracy=least), candidate=tmp_path / "first", out_dir=tmp_path)
    assert report.decision == decision
    assert report.overall is None
    assert "gate.min_accuracy" in report.reasons[0]


def test_evaluations_over_other_problems_are_not_compared(tmp_path: Path, data: Path) -> None:
    other = dataset(tmp_path / "other", [*eval_problems(), problem(99)])
    evaluation(tmp_path / "a", always_right, data)
    evaluation(tmp_path / "b", always_right, other)
    with pytest.raises(
        DataError, match=r"0 only in the first, 1 only in the second, 40 in both.*same dataset"
    ):
        compare_models(GateParams(), candidate=tmp_path / "a", incumbent=tmp_path / "b", out_dir=tmp_path)


def test_evaluations_with_other_references_are_not_compared(tmp_path: Path) -> None:
    for name in ("a", "b"):
        judged(tmp_path / name, [True, False])
    records = (tmp_path / "b" / "records.jsonl").read_text()
    (tmp_path / "b" / "records.jsonl").write_text(records.replace('"reference":"1"', '"reference":"2"'))
    with pytest.raises(DataError, match=r"has reference '1' in .* and '2' in"):
        compare_models(GateParams(), candidate=tmp_path / "a", incumbent=tmp_path / "b", out_dir=tmp_path)


def test_a_folder_without_an_evaluation_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no evaluation here"):
        compare_models(GateParams(), candidate=tmp_path, out_dir=tmp_path)
