"""Drawn problems are true, reproducible, and never shared between training and evaluation."""

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import ConfigError, DataError
from tasks.problems import DOMAINS, LANGUAGES, SUBTASKS, check_problem, draw_problem
from tasks.problems.proof import EVAL_SHARE, STEP_COUNTS, split_of
from tasks.records import Problem, level_of, normalise_prompt, problem_id

GOLDEN = Path(__file__).parents[2] / "golden" / "problems.json"
LEVELS = tuple(STEP_COUNTS)
EQUATIONS = sorted(set(SUBTASKS) - {"logic.propositional"})
EVERY_KIND = [(s, level, language) for s in SUBTASKS for level in LEVELS for language in LANGUAGES]

seeds = st.integers(0, 2**32)


def draw(subtask: str, **changes: Any) -> Problem:
    values = {"seed": 1, "split": "train", "level": 1, "index": 0, "language": "en"}
    return draw_problem(subtask, **{**values, **changes})


def draw_many(subtask: str, count: int, **changes: Any) -> list[Problem]:
    return [draw(subtask, index=index, **changes) for index in range(count)]


@pytest.mark.parametrize(("subtask", "level", "language"), EVERY_KIND)
@settings(max_examples=6, deadline=None)
@given(seed=seeds, split=st.sampled_from(("train", "eval")))
def test_every_problem_proves_itself(subtask: str, level: int, language: str, seed: int, split: str) -> None:
    problem = draw(subtask, seed=seed, split=split, level=level, language=language)
    check_problem(problem)
    assert problem.level == level == level_of(len(problem.steps))
    assert problem.problem_id == problem_id(problem.prompt)
    assert (problem.split, problem.language, problem.subtask) == (split, language, subtask)
    assert problem.domain in DOMAINS
    assert problem.answer in problem.solution
    assert "{" not in problem.prompt + problem.solution


@pytest.mark.parametrize("subtask", SUBTASKS)
@settings(max_examples=10, deadline=None)
@given(seed=seeds, level=st.sampled_from(LEVELS))
def test_both_languages_tell_the_same_proof(subtask: str, seed: int, level: int) -> None:
    english, chinese = (draw(subtask, seed=seed, level=level, language=language) for language in LANGUAGES)
    assert (english.steps, english.answer) == (chinese.steps, chinese.answer)
    assert english.provenance["proof"] == chinese.provenance["proof"]
    assert english.prompt.isascii()
    assert english.solution.isascii()
    assert re.search(r"[\u4e00-\u9fff]", chinese.prompt)
    assert re.search(r"[\u4e00-\u9fff]", chinese.solution)


@pytest.mark.parametrize("subtask", EQUATIONS)
@settings(max_examples=8, deadline=None)
@given(seed=seeds, level=st.sampled_from((1, 2, 3)))
def test_claims_are_true_equations_for_sympy_too(subtask: str, seed: int, level: int) -> None:
    problem = draw(subtask, seed=seed, level=level)
    for equation in (part for step in problem.steps for part in step.claim.split(",")):
        left, right = (
            sympy.sympify(re.sub(r"(\d)([x(])", r"\1*\2", side)).subs("x", sympy.Rational(problem.answer))
            for side in equation.split("=")
        )
        assert left == right, equation


def test_a_calculation_must_be_of_the_equation_it_leads_to() -> None:
    problem = draw("algebra.linear", level=2)
    last = problem.steps[-1]
    equation = last.claim.rpartition(",")[2]
    for calculation in ("40+1=41", "7x-3x=4x", "x=2", "2=x"):
        steps = (*problem.steps[:-1], dataclasses.replace(last, claim=f"{calculation},{equation}"))
        with pytest.raises(DataError):
            check_problem(dataclasses.replace(problem, steps=steps))


@pytest.mark.parametrize("subtask", SUBTASKS)
@settings(max_examples=20, deadline=None)
@given(seed=seeds, level=st.sampled_from(LEVELS), data=st.data())
def test_a_changed_digit_in_a_claim_is_refused(subtask: str, seed: int, level: int, data: Any) -> None:
    problem = draw(subtask, seed=seed, level=level)
    number = data.draw(st.integers(0, len(problem.steps) - 1))
    step = problem.steps[number]
    places = [i for i, char in enumerate(step.claim) if char.isdigit()]
    if subtask == "logic.propositional" and not places:
        changed = step.claim[:-1] + ("v" if step.claim[-1] != "v" else "x")
    else:
        place = data.draw(st.sampled_from(places))
        digit = data.draw(st.sampled_from([d for d in "0123456789" if d != step.claim[place]]))
        changed = step.claim[:place] + digit + step.claim[place + 1 :]
    steps = list(problem.steps)
    steps[number] = dataclasses.replace(step, claim=changed)
    with pytest.raises(DataError):
        check_problem(dataclasses.replace(problem, steps=tuple(steps)))


@pytest.mark.parametrize("subtask", SUBTASKS)
@settings(max_examples=10, deadline=None)
@given(seed=seeds, level=st.sampled_from(LEVELS))
def test_a_changed_answer_is_refused_even_if_the_last_step_agrees(
    subtask: str, seed: int, level: int
) -> None:
    problem = draw(subtask, seed=seed, level=level)
    wrong = {"true": "false", "false": "true"}.get(problem.answer, f"{problem.answer}1")
    with pytest.raises(DataError):
        check_problem(dataclasses.replace(problem, answer=wrong))
    last = dataclasses.replace(problem.steps[-1], output=wrong)
    with pytest.raises(DataError):
        check_problem(dataclasses.replace(problem, answer=wrong, steps=(*problem.steps[:-1], last)))


@pytest.mark.parametrize("subtask", SUBTASKS)
def test_a_proof_of_another_question_is_refused(subtask: str) -> None:
    asked = draw(subtask, level=2)
    other = next(p for p in draw_many(subtask, 20, seed=2, level=2) if p.answer != asked.answer)
    with pytest.raises(DataError):
        check_problem(dataclasses.replace(asked, steps=other.steps, answer=other.answer, level=other.level))


def test_the_message_names_the_step() -> None:
    problem = draw("arithmetic.chain", level=2)
    steps = list(problem.steps)
    steps[1] = dataclasses.replace(steps[1], claim=steps[1].claim + "0")
    with pytest.raises(DataError, match=rf"{problem.problem_id}.*step 2.*is "):
        check_problem(dataclasses.replace(problem, steps=tuple(steps)))


@pytest.mark.parametrize(
    "changes",
    [{"steps": ()}, {"level": 5}, {"subtask": "algebra.cubic"}, {"prompt": "What is love?"}, {"answer": ""}],
)
@pytest.mark.parametrize("subtask", SUBTASKS)
def test_a_row_that_is_no_drawn_problem_is_refused(subtask: str, changes: dict[str, Any]) -> None:
    with pytest.raises(DataError):
        check_problem(dataclasses.replace(draw(subtask), **changes))


@pytest.mark.parametrize("subtask", SUBTASKS)
def test_training_and_evaluation_share_no_problem_under_any_seed_or_language(subtask: str) -> None:
    drawn = {
        split: [
            problem
            for seed in (1, 2, 3)
            for level in (1, 2, 5)
            for language in LANGUAGES
            for problem in draw_many(subtask, 40, seed=seed, split=split, level=level, language=language)
        ]
        for split in ("train", "eval")
    }
    train, held_out = drawn["train"], drawn["eval"]
    assert not {p.provenance["proof"] for p in train} & {p.provenance["proof"] for p in held_out}
    assert not {normalise_prompt(p.prompt) for p in train} & {normalise_prompt(p.prompt) for p in held_out}


def test_about_a_tenth_of_all_proofs_is_held_out() -> None:
    held_out = sum(split_of("arithmetic.chain", f"{i}+1") == "eval" for i in range(5_000))
    assert abs(held_out / 5_000 - EVAL_SHARE) < 0.02


@pytest.mark.parametrize("subtask", SUBTASKS)
def test_next_seed_is_not_this_seed_moved_by_one(subtask: str) -> None:
    here, there = ({p.prompt for p in draw_many(subtask, 200, seed=seed, level=3)} for seed in (42, 43))
    assert len(here & there) < 20


@pytest.mark.parametrize("subtask", SUBTASKS)
def test_renamed_phrasings_and_both_answers_occur(subtask: str) -> None:
    problems = draw_many(subtask, 60, level=2)
    assert len({p.prompt[:3] for p in problems}) > 1
    assert len({p.answer for p in problems}) > 1


@pytest.mark.parametrize("name", ["arithmetic.chain", "algebra.linear", "number_theory.modular"])
@pytest.mark.parametrize("level", LEVELS)
def test_numbers_of_the_tiny_subtasks_have_at_most_two_digits(name: str, level: int) -> None:
    for problem in draw_many(name, 60, level=level):
        text = " ".join([problem.prompt, *(step.claim for step in problem.steps)])
        assert max(int(number) for number in re.findall(r"\d+", text)) <= 99


def test_an_unknown_subtask_or_level_is_named() -> None:
    with pytest.raises(ConfigError, match=r"algebra\.cubic.*choose one of"):
        draw("algebra.cubic")
    with pytest.raises(ConfigError, match=r"level 6"):
        draw("algebra.linear", level=6)


def test_the_same_arguments_give_the_same_problem_on_every_machine() -> None:
    drawn = {
        f"{subtask}/{level}/{language}": draw(
            subtask, seed=17, level=level, index=3, language=language
        ).problem_id
        for subtask, level, language in EVERY_KIND
    }
    assert drawn == json.loads(GOLDEN.read_text())
