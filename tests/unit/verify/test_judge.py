"""The judge's verdicts on pairs of references and completions."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tasks.errors import DataError
from tasks.verify import Outcome, extract_answer, judge, judge_many, same_value

GOLDEN = Path(__file__).parents[2] / "golden"


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLDEN / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    "row", _rows("judge_pairs.jsonl"), ids=lambda row: row["reference"][:20] + "|" + row["completion"][:20]
)
def test_our_pairs(row: dict[str, Any]) -> None:
    verdict = judge(row["reference"], row["completion"], second_opinion=False)
    assert verdict.correct == row["correct"], verdict


def test_math_verify_s_own_cases_agree_but_for_those_explained() -> None:
    """The 291 cases of Math-Verify 0.9.0's tests; `disagree` says why ours is otherwise.

    A case is one or more rows, or names the test here that asks the same of our judge.
    """
    cases = _rows("judge_math_verify.jsonl")
    assert len(cases) == 291
    wrong = [case["id"] for case in cases if not all(map(_agrees, case.get("rows", [])))]
    assert wrong == [case["id"] for case in cases if "disagree" in case]
    assert len(cases) - len(wrong) >= 285
    for file, name in (case["test"].split("::") for case in cases if "test" in case):
        assert f"def {name}(" in Path(__file__).with_name(file).read_text(encoding="utf-8")


def _agrees(row: dict[str, Any]) -> bool:
    verdict = judge(row["reference"], row["completion"], decimals=row.get("decimals"), second_opinion=False)
    return bool(verdict.correct == row["correct"])


def test_a_defect_is_raised_and_not_a_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> bool:
        raise ValueError("boom")

    monkeypatch.setattr("tasks.verify.grade.same", broken)
    with pytest.raises(ValueError, match="boom"):
        judge("\\frac{1}{2}+x", "x+\\frac{2}{4}", second_opinion=False)


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("The answer is A.", "A"),
        ("Final answer is B", "B"),
        ("A. Because B is not valid", "A"),
        ("Because B is valid", "B"),
        ("故选：C．", "C"),
    ],
)
def test_choices_are_found_in_prose(text: str, letter: str) -> None:
    assert judge(letter, text, second_opinion=False).correct
    other = "D" if letter != "D" else "E"
    assert not judge(other, text, second_opinion=False).correct


def test_an_answer_hidden_in_the_thinking_does_not_count() -> None:
    assert extract_answer("<think>\\boxed{5}</think>") is None
    assert extract_answer("<think>\\boxed{5}") is None
    assert extract_answer("<think>5</think>six is not it") != "5"


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        ("probably 13, but maybe 12", "13"),
        ("1 2 3 4 5", "5"),
        ("\\boxed{1} \\boxed{0}", "0"),
        ("\\boxed{1} \\boxed{0}", "1"),
        ("false, no, true", "true"),
        ("true, no, false", "true"),
        ("answer: 12 answer: 13", "13"),
        ("between 12 and 13", "13"),
        ("13 = 12", "13"),
        ("是或否", "是"),
    ],
)
def test_a_bare_answer_that_hedges_is_not_paid(answer: str, reference: str) -> None:
    assert not same_value(answer, reference, second_opinion=False).correct


@pytest.mark.parametrize("text", ["\\mod(7)+x", "\\gcd+1", "\\binom{2}", "\\log_{}", "C(5)", "\\max()"])
def test_a_function_with_too_few_arguments_is_never_an_exception(text: str) -> None:
    assert not same_value(text, "2", second_opinion=False).correct
    assert not same_value("2", text, second_opinion=False).correct


def test_two_different_answers_are_a_hedge() -> None:
    completion = "<answer>36</answer><answer>35</answer>"
    assert not judge("36", completion).correct
    assert not judge("35", completion).correct
    assert judge("36", "<answer>36</answer><answer>36</answer>").correct


@pytest.mark.parametrize("reference", ["", "  ", "$$", "\\boxed{}", "...", "\\frac{1}{"])
def test_a_broken_reference_is_an_error_of_the_data(reference: str) -> None:
    with pytest.raises(DataError, match="reference"):
        same_value("1", reference)


def test_a_broken_reference_in_a_batch_is_named_by_its_position() -> None:
    with pytest.raises(DataError, match="item 2"):
        judge_many([("1", "1"), ("2", "2"), (" ", "3")])


def test_nothing_said_is_unparsable() -> None:
    assert judge("1", "").outcome is Outcome.UNPARSABLE
    assert judge("1", "<answer></answer>").outcome is Outcome.UNPARSABLE


def test_what_is_too_large_is_undecided_and_never_correct() -> None:
    verdict = judge("17", "9^{9^{9^9}}")
    assert verdict.outcome is Outcome.UNDECIDED
    assert not verdict.correct


def test_decimals_can_be_rounded_on_demand() -> None:
    assert not judge("\\frac{1}{3}", "0.33").correct
    assert judge("\\frac{1}{3}", "0.33", decimals=2).correct


def test_importing_the_judge_loads_nothing_heavy() -> None:
    heavy = ("torch", "transformers", "sympy", "math_verify", "mpmath", "z3")
    code = f"import sys, tasks.verify; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
