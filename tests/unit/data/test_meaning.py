"""Solutions that belong, formulas that say otherwise, texts in one form, tags."""

import dataclasses
from fractions import Fraction
from pathlib import Path

import pytest
from data_fakes import row, step_folder
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.data.clean import clean_problems, good_traces, num_steps
from tasks.data.contradictions import contradiction, formula_verdict
from tasks.data.formula import FormulaError, evaluate_formula, option_states
from tasks.data.normal_form import normal_problem, normal_text
from tasks.data.stage import QUARANTINED
from tasks.data.topics import language_of, topic_of
from tasks.data.vouching import refuted_step
from tasks.errors import ConfigError
from tasks.params.data import CleanParams
from tasks.records import DroppedRow, Problem, Step, read_jsonl

THINGS = ["pens", "cups", "hats", "fish", "cars", "keys", "nuts", "maps", "bells", "coins", "ropes", "lamps"]


def shops(number: int) -> list[Problem]:
    """Problems on different things, each with its own solution."""
    rows = []
    for i in range(number):
        thing, a, b = f"{THINGS[i % 12]}{'abcdefghij'[i // 12 % 10]}", 100 + i, 3 + i % 7
        prompt = f"The {thing} shop sells {a} {thing} a day. How many {thing} does it sell in {b} days?"
        rows.append(row(prompt, str(a * b), solution=f"In {b} days it sells {a * b} {thing}, {a} each day."))
    return rows


def test_a_solution_of_another_problem_is_quarantined(tmp_path: Path) -> None:
    rows = shops(300)
    rows[40] = dataclasses.replace(rows[40], solution="Draw the two lines; they meet in the origin.")
    report = clean_problems(
        CleanParams(), problems=step_folder(tmp_path / "in", rows), out_dir=tmp_path / "out"
    )
    assert report.counts.quarantined == {"off_topic": 1}
    gone = next(read_jsonl(tmp_path / "out" / QUARANTINED, DroppedRow))
    assert gone.row == rows[40].problem_id


def test_a_language_with_few_problems_is_not_judged(tmp_path: Path) -> None:
    rows = [row("What is 3+4?", solution="Look it up.")]
    report = clean_problems(
        CleanParams(), problems=step_folder(tmp_path / "in", rows), out_dir=tmp_path / "out"
    )
    assert report.counts.kept == 1


def test_an_encoder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    params = CleanParams(encoder=str(tmp_path / "none"))
    with pytest.raises(ConfigError, match=r"clean\.encoder"):
        clean_problems(params, problems=step_folder(tmp_path / "in", shops(2)), out_dir=tmp_path / "out")


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("divide(8.5, subtract(5.5, 5))", Fraction(17)),
        ("multiply(power(8, divide(1, 3)), 6)", 12.0),
        ("choose(add(5, const_1), 2)", Fraction(15)),
        ("sqrt(divide(9, 4))", Fraction(3, 2)),
        ("reminder(17, 5)", Fraction(2)),
    ],
)
def test_formulas_have_their_value(formula: str, value: float) -> None:
    assert evaluate_formula(formula) == pytest.approx(value)


@given(st.text(alphabet="addivemultpowrsqfc_(), 0123456789.-|", max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_has_a_value_or_is_refused(text: str) -> None:
    try:
        value = evaluate_formula(text)
    except FormulaError:
        return
    assert abs(float(value)) <= 1e30


@pytest.mark.parametrize(
    "formula", ["power(9, power(9, 9))", "factorial(99999)", "divide(1, 0)", "add(" * 99, "choose(1e9, 3)"]
)
def test_hostile_formulas_are_refused(formula: str) -> None:
    with pytest.raises(FormulaError):
        evaluate_formula(formula)


@pytest.mark.parametrize(
    ("option", "value", "stated"),
    [
        ("17 hr", 17, True),
        ("rs . 1,200", 1200, True),
        ("3 / 4", Fraction(3, 4), True),
        ("2 1 / 3", Fraction(7, 3), True),
        ("3 : 2", Fraction(3, 2), True),
        ("6.66", Fraction(20, 3), True),
        ("6.67", Fraction(20, 3), True),
        ("6.7", Fraction(20, 3), True),
        ("7", Fraction(20, 3), True),
        ("6", Fraction(20, 3), False),
        ("– 14", -14, True),
        ("18", 17, False),
        ("none of these", 17, None),
        ("2 and 4", 2, None),
    ],
)
def test_an_option_states_a_value_to_its_precision(option: str, value: Fraction, stated: bool | None) -> None:
    assert option_states(option, Fraction(value)) is stated


@pytest.mark.parametrize(("key", "verdict"), [("A", "agrees"), ("B", "another option")])
def test_a_key_that_its_formula_refutes_is_a_contradiction(key: str, verdict: str) -> None:
    problem = row(
        "How long?\nA. 17 hr\nB. 14 hr", key, provenance={"formula": "divide(8.5, subtract(5.5, 5))"}
    )
    assert formula_verdict(problem) == verdict
    assert (contradiction(problem) == "formula_contradicts_answer") == (key == "B")


@pytest.mark.parametrize(("claim", "reason"), [("48/2=24", ""), ("48/2=25", "step_refuted")])
def test_a_marked_step_that_is_wrong_is_found(claim: str, reason: str) -> None:
    assert refuted_step(row("Q?", steps=(Step(rule="divide", claim=claim, output="24"),))) == reason


@given(st.text(alphabet="ab１２＋＝ \u3000\u200b\n\r\t$。，（）", max_size=80))
@settings(max_examples=200, deadline=None)
def test_the_normal_form_is_reached_at_once(text: str) -> None:
    assert normal_text(normal_text(text)) == normal_text(text)


def test_the_normal_form_is_recorded_and_keeps_the_id_true() -> None:
    changed = normal_problem(row("计算：$$３+4$$  的值。\r\n", language="zh"))
    assert changed.prompt == "计算：$3+4$ 的值。"
    assert [operation.name for operation in changed.operations] == ["normal_form"]
    assert normal_problem(changed) is changed


def test_short_and_repetitive_traces_leave_the_others() -> None:
    good = "First 3+4=7.\nThen 7*2=14.\nSo the answer is 14."
    problem = row("Q?", domain="traces", solution="It is 14.", more_solutions=("so on " * 60, good))
    assert good_traces(problem, CleanParams()).solution == good
    assert num_steps(good) == 3


@pytest.mark.parametrize(
    ("text", "language", "topic"),
    [
        ("Find the derivative of x^2.", "en", "calculus"),
        ("求这个三角形的面积", "zh", "geometry"),
        ("What is it?", "en", ""),
        ("Сколько будет два плюс два?", "other", ""),
    ],
)
def test_tags(text: str, language: str, topic: str) -> None:
    assert (language_of(text), topic_of(text)) == (language, topic)
