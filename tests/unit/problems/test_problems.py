"""Every drawn problem proves itself, streams never repeat or leak, and nothing false passes the checker."""

import dataclasses
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.data.reference import reference_fault
from tasks.errors import ConfigError, DataError
from tasks.problems import (
    DOMAINS,
    LANGUAGES,
    LEVELS,
    STREAMS,
    SUBTASKS,
    check_problem,
    count_proofs,
    draw_problem,
    draw_proof,
)
from tasks.problems.proof import placeholders
from tasks.problems.spaces import SpaceExhaustedError
from tasks.problems.streams import EVAL_SHARE, split_of
from tasks.records import Problem, level_of, normalise_prompt, problem_id

GOLDEN = Path(__file__).parents[2] / "golden" / "problems"
ARITHMETIC = ("arithmetic.chain", "arithmetic.fractions", "algebra.linear", "number_theory.modular")
TEMPLATES = [(name, template) for name, subtask in SUBTASKS.items() for template in subtask.templates]
EVERY_TEMPLATE = pytest.mark.parametrize(
    ("subtask", "template"), TEMPLATES, ids=[f"{name}-{template.name}" for name, template in TEMPLATES]
)
EVERY_SUBTASK = pytest.mark.parametrize("subtask", SUBTASKS)

seeds = st.integers(0, 3)


def draw(subtask: str, **changes: Any) -> Problem:
    values = {"seed": 1, "split": "train", "level": 1, "index": 0, "language": "en"}
    return draw_problem(subtask, **{**values, **changes})


def draw_many(subtask: str, count: int, **changes: Any) -> list[Problem]:
    size = count_proofs(subtask, split=changes.get("split", "train"), level=changes.get("level", 1))
    return [draw(subtask, index=index, **changes) for index in range(min(count, size))]


@cache
def _drawn(subtask: str) -> list[Problem]:
    return [
        problem
        for split in STREAMS
        for level in LEVELS
        for language in LANGUAGES
        for problem in draw_many(subtask, 16, split=split, level=level, language=language)
    ]


def problems_of(subtask: str, name: str) -> list[Problem]:
    """Problems of a template, of all its levels and splits, in both languages."""
    return [problem for problem in _drawn(subtask) if problem.provenance["template"] == name]


@EVERY_TEMPLATE
def test_every_problem_proves_itself(subtask: str, template: Any) -> None:
    problems = problems_of(subtask, template.name)
    assert problems
    for problem in problems:
        check_problem(problem)
        assert problem.level == level_of(len(problem.steps))
        assert problem.problem_id == problem_id(problem.prompt)
        assert problem.answer in problem.solution
        assert problem.answer_type
        assert problem.domain in DOMAINS
        assert not re.search("{[a-z]", problem.prompt + problem.solution)
        assert all(given.text in problem.prompt for given in problem.givens)
        chinese = re.search(r"[\u4e00-\u9fff]", problem.prompt) and re.search(
            r"[\u4e00-\u9fff]", problem.solution
        )
        assert chinese if problem.language == "zh" else (problem.prompt + problem.solution).isascii()


@EVERY_TEMPLATE
def test_the_judge_accepts_every_reference_and_refuses_a_perturbed_one(subtask: str, template: Any) -> None:
    answers = {problem.answer for problem in problems_of(subtask, template.name)}
    assert {answer: fault for answer in answers if (fault := reference_fault(answer))} == {}


@EVERY_TEMPLATE
def test_a_template_is_told_in_two_ways_or_more_in_each_language(subtask: str, template: Any) -> None:
    problems = problems_of(subtask, template.name)
    rules = {step.rule for problem in problems for step in problem.steps}
    for language, words in (("en", template.en), ("zh", template.zh)):
        assert len(words.tellings) >= 2
        assert rules <= words.sentences.keys()
        told = {problem.prompt[:4] for problem in problems if problem.language == language}
        assert len(told) >= 2
        for telling in words.tellings:
            assert all(key.rstrip("#") for sentence in telling for key in placeholders(sentence))
    if not {"train", "heldout_template"} & {problem.provenance["stream"] for problem in problems}:
        pytest.fail("no problem of a normal stream")


@EVERY_SUBTASK
def test_a_subtask_holds_a_template_back_and_can_extrapolate(subtask: str) -> None:
    held_out = [template.heldout for template in SUBTASKS[subtask].templates]
    assert any(held_out)
    assert not all(held_out)
    assert len({template.name for template in SUBTASKS[subtask].templates}) == len(held_out)


@EVERY_SUBTASK
@pytest.mark.parametrize("split", STREAMS)
def test_no_two_positions_of_a_stream_are_the_same_problem(subtask: str, split: str) -> None:
    for level in LEVELS:
        problems = draw_many(subtask, 150, split=split, level=level)
        assert len({p.provenance["proof"] for p in problems}) == len(problems)
        assert len({normalise_prompt(p.prompt) for p in problems}) == len(problems)


@pytest.mark.slow
@EVERY_SUBTASK
def test_ten_thousand_positions_of_each_level_are_different_and_prove_themselves(subtask: str) -> None:
    for level in LEVELS:
        problems = draw_many(subtask, 10_000, level=level)
        assert len({p.provenance["proof"] for p in problems}) == len(problems)
        assert len({normalise_prompt(p.prompt) for p in problems}) == len(problems)
        for problem in problems:
            check_problem(problem)


@EVERY_SUBTASK
def test_a_small_stream_ends_with_its_size_and_never_before(subtask: str) -> None:
    level = min(LEVELS, key=lambda level: count_proofs(subtask, split="eval", level=level))
    size = count_proofs(subtask, split="eval", level=level)
    draw(subtask, split="eval", level=level, index=size - 1)
    with pytest.raises(SpaceExhaustedError, match=str(size)):
        draw(subtask, split="eval", level=level, index=size)
    with pytest.raises(SpaceExhaustedError):
        draw(subtask, split="eval", level=level, index=-1)


@EVERY_SUBTASK
def test_a_shard_is_a_slice_whatever_was_drawn_before(subtask: str) -> None:
    whole = draw_many(subtask, 60, level=2)
    shards = [draw(subtask, level=2, index=index) for start in (2, 0, 1) for index in range(start, 60, 3)]
    assert sorted(shards, key=lambda p: int(p.provenance["index"])) == whole


@EVERY_SUBTASK
def test_all_numbers_of_steps_of_a_level_are_drawn_alike(subtask: str) -> None:
    for level, least in ((1, 1), (2, 3)):
        counts = Counter(len(problem.steps) for problem in draw_many(subtask, 120, level=level))
        assert set(counts) <= {least, least + 1}
        assert min(counts.values()) >= 15 or len(counts) == 1


@EVERY_SUBTASK
@settings(max_examples=8, deadline=None)
@given(seed=seeds, level=st.sampled_from(LEVELS), index=st.integers(0, 30))
def test_both_languages_tell_the_same_proof(subtask: str, seed: int, level: int, index: int) -> None:
    if index >= count_proofs(subtask, split="train", level=level):
        return
    english, chinese = (
        draw(subtask, seed=seed, level=level, index=index, language=language) for language in LANGUAGES
    )
    assert (english.steps, english.answer) == (chinese.steps, chinese.answer)
    assert english.provenance["proof"] == chinese.provenance["proof"]
    values = [[(given.name, given.value, given.unit) for given in p.givens] for p in (english, chinese)]
    assert values[0] == values[1]


@EVERY_TEMPLATE
def test_results_are_used_and_inputs_are_known(subtask: str, template: Any) -> None:
    for problem in problems_of(subtask, template.name):
        known = {given.name for given in problem.givens}
        for step in problem.steps:
            assert known.issuperset(step.inputs)
            known.add(step.name)


@pytest.mark.parametrize("subtask", ARITHMETIC)
@settings(max_examples=8, deadline=None)
@given(seed=seeds, level=st.sampled_from((1, 2, 3)), index=st.integers(0, 500))
def test_claims_are_true_equations_for_sympy_too(subtask: str, seed: int, level: int, index: int) -> None:
    problem = draw(subtask, seed=seed, level=level, index=index)
    for equation in (part for step in problem.steps for part in step.claim.split(",")):
        left, right = (
            sympy.sympify(re.sub(r"(\d)([x(])", r"\1*\2", side)).subs("x", sympy.Rational(problem.answer))
            for side in equation.split("=")
        )
        assert left == right, equation


@pytest.mark.parametrize("subtask", ["physics.motion", "arithmetic.percent"])
def test_a_given_changed_in_prompt_or_record_is_refused(subtask: str) -> None:
    for problem in draw_many(subtask, 30, level=2):
        first = problem.givens[0]
        changed = dataclasses.replace(first, value=f"{first.value}1")
        with pytest.raises(DataError, match="does not state"):
            check_problem(dataclasses.replace(problem, givens=(changed, *problem.givens[1:])))
        prompt = problem.prompt.replace(first.text, first.text.replace(first.value, f"{first.value}1"))
        with pytest.raises(DataError, match="does not state"):
            check_problem(dataclasses.replace(problem, prompt=prompt))


def test_a_calculation_must_be_of_the_equation_it_leads_to() -> None:
    problem = draw("algebra.linear", level=2)
    last = problem.steps[-1]
    equation = last.claim.rpartition(",")[2]
    for calculation in ("40+1=41", "7x-3x=4x", "x=2", "2=x"):
        steps = (*problem.steps[:-1], dataclasses.replace(last, claim=f"{calculation},{equation}"))
        with pytest.raises(DataError):
            check_problem(dataclasses.replace(problem, steps=steps))


@EVERY_TEMPLATE
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_a_changed_digit_in_a_claim_is_refused(subtask: str, template: Any, data: Any) -> None:
    problem = data.draw(st.sampled_from(problems_of(subtask, template.name)))
    number = data.draw(st.integers(0, len(problem.steps) - 1))
    step = problem.steps[number]
    places = [i for i, char in enumerate(step.claim) if char.isdigit()]
    if "|=" in step.claim:
        changed = step.claim.replace("|=", "|=~(") + ")"
    elif not places:
        changed = step.claim[:-1] + ("v" if step.claim[-1] != "v" else "x")
    else:
        place = data.draw(st.sampled_from(places))
        digit = data.draw(st.sampled_from([d for d in "0123456789" if d != step.claim[place]]))
        changed = step.claim[:place] + digit + step.claim[place + 1 :]
    steps = list(problem.steps)
    steps[number] = dataclasses.replace(step, claim=changed)
    with pytest.raises(DataError):
        check_problem(dataclasses.replace(problem, steps=tuple(steps)))


@EVERY_TEMPLATE
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_a_changed_answer_is_refused_even_if_the_last_step_agrees(
    subtask: str, template: Any, data: Any
) -> None:
    problem = data.draw(st.sampled_from(problems_of(subtask, template.name)))
    wrong = {"true": "false", "false": "true"}.get(problem.answer, f"{problem.answer}1")
    with pytest.raises(DataError):
        check_problem(dataclasses.replace(problem, answer=wrong))
    last = dataclasses.replace(problem.steps[-1], output=wrong)
    with pytest.raises(DataError):
        check_problem(dataclasses.replace(problem, answer=wrong, steps=(*problem.steps[:-1], last)))


@EVERY_SUBTASK
def test_a_proof_of_another_question_is_refused(subtask: str) -> None:
    asked = draw(subtask, level=2)
    other = next(p for p in draw_many(subtask, 20, seed=2, level=2) if p.answer != asked.answer)
    with pytest.raises(DataError):
        check_problem(dataclasses.replace(asked, steps=other.steps, answer=other.answer, level=other.level))


def test_the_message_names_the_step() -> None:
    problem = draw("arithmetic.chain", level=2)
    steps = list(problem.steps)
    steps[1] = dataclasses.replace(steps[1], claim=steps[1].claim + "0")
    with pytest.raises(DataError, match=rf"{problem.problem_id}.*step 2"):
        check_problem(dataclasses.replace(problem, steps=tuple(steps)))


@pytest.mark.parametrize(
    "changes",
    [{"steps": ()}, {"level": 5}, {"subtask": "algebra.cubic"}, {"prompt": "What is love?"}, {"answer": ""}],
)
@EVERY_SUBTASK
def test_a_row_that_is_no_drawn_problem_is_refused(subtask: str, changes: dict[str, Any]) -> None:
    with pytest.raises(DataError):
        check_problem(dataclasses.replace(draw(subtask), **changes))


@EVERY_SUBTASK
def test_splits_share_no_problem_under_any_seed_or_language(subtask: str) -> None:
    drawn = {
        split: [
            problem
            for seed in (1, 2)
            for level in LEVELS
            for language in LANGUAGES
            for problem in draw_many(subtask, 15, seed=seed, split=split, level=level, language=language)
        ]
        for split in STREAMS
    }
    for name in ("eval", "heldout_template", "extrapolate"):
        for part in (lambda p: p.provenance["proof"], lambda p: normalise_prompt(p.prompt)):
            assert not set(map(part, drawn["train"])) & set(map(part, drawn[name]))
        assert all(problem.split == "eval" for problem in drawn[name])
    templates = {t.name: t.heldout for t in SUBTASKS[subtask].templates}
    for name, problems in drawn.items():
        assert all(templates[p.provenance["template"]] == (name == "heldout_template") for p in problems)


def test_about_a_tenth_of_all_proofs_is_held_out() -> None:
    sizes = [count_proofs("arithmetic.chain", split=split, level=1) for split in ("eval", "train")]
    assert abs(sizes[0] / sum(sizes) - EVAL_SHARE) < 0.02
    proof = draw_proof("arithmetic.chain", seed=1, split="eval", level=3, index=0)
    assert split_of(proof.digest) == "eval"


@EVERY_SUBTASK
def test_another_seed_is_another_order(subtask: str) -> None:
    here, there = ([p.prompt for p in draw_many(subtask, 100, seed=seed, level=3)] for seed in (42, 43))
    assert sum(a == b for a, b in zip(here, there, strict=True)) < 5
    assert sum(a == b for a, b in zip(here[1:], there, strict=False)) < 5


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
    with pytest.raises(ConfigError, match=r"split 'test'.*choose one of"):
        draw("algebra.linear", split="test")


@EVERY_SUBTASK
def test_the_same_arguments_give_the_same_problem_on_every_machine(subtask: str) -> None:
    drawn = {
        f"{split}/{level}/{language}": draw(
            subtask, seed=17, split=split, level=level, index=3, language=language
        ).problem_id
        for split in STREAMS
        for level in LEVELS
        if count_proofs(subtask, split=split, level=level) > 3
        for language in LANGUAGES
    }
    golden = GOLDEN / f"{subtask}.json"
    if not golden.exists():
        golden.write_text(json.dumps(drawn, indent=0) + "\n")
        pytest.fail(f"{golden} was missing and is written now: read the problems, then commit it")
    assert json.loads(golden.read_text()) == drawn
