"""Operators change how a row reads and never what is right; what they break is refused."""

import dataclasses
import re
from collections import Counter

import pytest

from tasks.data.augment import OPERATORS, Operator, augment, back_translation
from tasks.data.augment.logic import equivalents
from tasks.errors import ConfigError, DataError
from tasks.problems import LANGUAGES, check_problem
from tasks.problems.logic_check import entails_by_z3, parse_formula
from tasks.records import Problem, problem_id, text_digest
from tasks.verify import Outcome, judge
from tests.unit.problems.test_problems import draw

SUBTASKS = (
    "physics.motion",
    "physics.energy",
    "arithmetic.rates",
    "logic.propositional",
    "arithmetic.percent",
)
EVERY_OPERATOR = pytest.mark.parametrize("name", OPERATORS)
NUMBER = re.compile(r"(?<![\^0-9.])[0-9]+(?:\.[0-9]+)?")


def rows_of(name: str | Operator, count: int = 8) -> list[tuple[Problem, Problem]]:
    """(row before, row after) wherever the operator suits."""
    pairs = []
    for subtask in SUBTASKS:
        for language in LANGUAGES:
            for index in range(count):
                before = draw(subtask, level=2 + index % 2, index=index, language=language)
                after = augment(before, name, seed=1)
                if after is not None:
                    pairs.append((before, after))
    return pairs


@EVERY_OPERATOR
def test_a_row_records_its_operator_and_its_parent(name) -> None:
    rows = rows_of(name)
    assert {after.language for _, after in rows} == set(LANGUAGES)
    for before, after in rows:
        assert after.parents == (before.problem_id,)
        step = after.operations[-1]
        assert (step.name, step.version) == (name, OPERATORS[name].version)
        assert (step.before, step.after) == (text_digest(before), text_digest(after))
        assert after.problem_id == problem_id(after.prompt)
        assert after != before


@EVERY_OPERATOR
def test_the_answer_is_kept_or_calculated_anew(name) -> None:
    for before, after in rows_of(name):
        assert (after.answer == before.answer) or name == "units"
        assert judge(after.answer, after.solution).outcome is Outcome.CORRECT
        if name in ("paraphrase", "rename", "reorder", "reflect"):
            check_problem(after)


@EVERY_OPERATOR
def test_the_same_seed_gives_the_same_row_and_another_seed_another_one_sometimes(name) -> None:
    before, after = rows_of(name, 2)[0]
    assert augment(before, name, seed=1) == after
    others = [augment(before, name, seed=seed) for seed in range(2, 30)]
    assert name == "paraphrase" or any(other != after for other in others)


@pytest.mark.parametrize("name", ["noise", "paraphrase", "rename", "reorder"])
def test_no_number_is_touched(name) -> None:
    for before, after in rows_of(name):
        assert Counter(NUMBER.findall(after.prompt)) == Counter(NUMBER.findall(before.prompt))


def test_noise_changes_letters_and_leaves_formulas_alone() -> None:
    for before, after in rows_of("noise"):
        assert len(after.prompt) == len(before.prompt)
        assert after.prompt != before.prompt
        for formula in re.findall(r"[a-z]->[~a-z]+|km/h|m/s", before.prompt):
            assert formula in after.prompt


def test_irrelevant_facts_are_added_and_none_is_lost() -> None:
    for before, after in rows_of("irrelevant"):
        assert len(after.prompt) > len(before.prompt)
        assert all(given.text in after.prompt for given in before.givens)
        check_problem(after)


def test_a_logic_variant_says_the_same() -> None:
    for premise in ("p->q", "~p->q", "p|~q", "~(p&~q)"):
        for other in equivalents(premise):
            trees = parse_formula(premise), parse_formula(other)
            assert entails_by_z3([trees[0]], trees[1])
            assert entails_by_z3([trees[1]], trees[0])
    for before, after in rows_of("logic"):
        assert after.prompt != before.prompt
        assert after.steps == ()


def test_a_logic_variant_with_another_premise_is_refused() -> None:
    _, after = next(pair for pair in rows_of("logic") if pair[1].answer == "true")
    givens = tuple(
        dataclasses.replace(given, value=f"~({given.value})") if given.name == "conclusion" else given
        for given in after.givens
    )
    with pytest.raises(DataError):
        OPERATORS["logic"].check(after, dataclasses.replace(after, givens=givens))


def test_a_unit_change_converts_what_it_states() -> None:
    for before, after in rows_of("units"):
        assert len(after.steps) > len(before.steps)
        assert any(step.rule == "convert" for step in after.steps)


def test_a_reflective_trace_is_wrong_where_it_says_and_right_after_that() -> None:
    for _, after in rows_of("reflect"):
        lines = after.solution.splitlines()
        marked = [int(mark) for mark in after.provenance["wrong_lines"].split(",")]
        assert 1 <= marked[0] <= len(after.steps)
        assert re.search(r"Wait|Hold on|check|等等|不对|检查", lines[marked[-1]])
    _, after = rows_of("reflect")[0]
    repaired = [step.claim for step in after.steps]
    marks = {**after.provenance, "wrong_lines": "1"}
    clean = dataclasses.replace(after, solution="\n".join([*repaired, "The answer is 1."]), provenance=marks)
    with pytest.raises(DataError):
        OPERATORS["reflect"].check(after, clean)


def test_order_is_left_alone_where_it_has_a_meaning() -> None:
    assert {before.subtask for before, _ in rows_of("reorder")} <= {
        "physics.motion",
        "physics.energy",
        "arithmetic.rates",
    }
    for before, after in rows_of("reorder"):
        assert sorted(after.prompt) == sorted(before.prompt)


def test_back_translation_takes_any_translator_and_trusts_none() -> None:
    def polite(text: str, _: str, target: str) -> str:
        return text.replace("How many", "Please say: how many") if target == "en" else text

    def careless(text: str, _: str, target: str) -> str:
        return text.replace("1", "7") if target == "en" else text

    problem = draw("physics.motion", level=2, index=1)
    row = augment(problem, back_translation(polite), seed=1)
    assert row is None or row.operations[-1].name == "back_translation:polite"
    rows = rows_of(back_translation(polite))
    assert rows
    assert all("Please say" in after.prompt for _, after in rows)
    told = next(p for p in (draw("physics.motion", index=i) for i in range(30)) if "1" in p.prompt)
    with pytest.raises(DataError, match="changed a number"):
        augment(told, back_translation(careless), seed=1)


def test_operators_can_follow_each_other() -> None:
    problem = draw("physics.motion", level=3, index=2)
    one = augment(problem, "paraphrase", seed=1)
    assert one is not None
    two = augment(one, "noise", seed=1)
    assert two is not None
    assert two.parents == (one.problem_id, problem.problem_id)
    assert [step.name for step in two.operations] == ["paraphrase", "noise"]


def test_a_row_of_a_corpus_is_told_with_noise_and_left_alone_by_what_needs_a_proof() -> None:
    row = Problem(
        problem_id="x",
        domain="word_problems",
        subtask="word_problems.gsm8k",
        level=1,
        language="en",
        prompt="Natalia sold 48 clips in April. How many clips did she sell altogether?",
        answer="72",
        source="gsm8k",
        licence="MIT",
        split="train",
    )
    noisy = augment(row, "noise", seed=3)
    assert noisy is not None
    assert "48" in noisy.prompt
    for name in ("paraphrase", "rename", "reorder", "logic", "units", "reflect", "irrelevant"):
        assert augment(row, name, seed=3) is None


def test_an_unknown_operator_is_named() -> None:
    with pytest.raises(ConfigError, match=r"'shout'.*choose one of"):
        augment(draw("physics.motion"), "shout", seed=1)
