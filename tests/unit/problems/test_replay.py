"""A proof can be followed again: other givens, a mistaken step, and what an answer hangs on."""

from fractions import Fraction

import pytest

from tasks.errors import DataError
from tasks.problems import SUBTASKS, draw_problem
from tasks.problems.checking import check_proof
from tasks.problems.evaluate import evaluate
from tasks.problems.replay import needed_givens, replay
from tasks.records import Given, Problem


def draw(subtask: str, index: int = 0, level: int = 2) -> Problem:
    return draw_problem(subtask, seed=1, split="train", level=level, index=index, language="en")


@pytest.mark.parametrize("subtask", ["physics.motion", "arithmetic.chain", "number_theory.modular"])
def test_without_changes_the_proof_is_the_same(subtask: str) -> None:
    for index in range(20):
        problem = draw(subtask, index)
        values = [evaluate(step.output) for step in replay(problem.givens, problem.steps, {})]
        assert values == [evaluate(step.output) for step in problem.steps]


def test_another_given_leads_to_the_answer_of_the_oracle() -> None:
    for index in range(40):
        problem = draw("physics.motion", index)
        name, value = problem.givens[-1].name, Fraction(problem.givens[-1].value) + 3
        steps = replay(problem.givens, problem.steps, {name: value})
        template = SUBTASKS["physics.motion"].template(problem.provenance["template"])
        assert template is not None
        assert template.oracle is not None
        numbers = {given.name: evaluate(given.value) for given in problem.givens}
        assert evaluate(steps[-1].output) == template.oracle({**numbers, name: int(value)})


def test_a_mistake_is_stated_once_and_followed_from_there() -> None:
    problem = draw("arithmetic.chain")
    first = problem.steps[0]
    mistaken = replay(problem.givens, problem.steps, {first.name: int(first.output) + 10})
    assert mistaken[0].claim == first.claim.partition("=")[0] + f"={int(first.output) + 10}"
    assert evaluate(mistaken[-1].output) == evaluate(problem.answer) + 10
    for step in mistaken[1:]:
        left, right = step.claim.split("=")
        assert evaluate(left) == evaluate(right)
    with pytest.raises(DataError):
        check_proof(
            Problem(**{f: getattr(problem, f) for f in Problem.__slots__ if f != "steps"}, steps=mistaken),
            SUBTASKS["arithmetic.chain"],
        )


def test_noise_is_told_from_what_the_answer_hangs_on() -> None:
    problem = draw("physics.motion")
    noise = Given(name="colour", value="7", text="It has 7 stripes.")
    assert needed_givens((*problem.givens, noise), problem.steps) == {given.name for given in problem.givens}


def test_unknown_names_and_proofs_without_formulas_are_refused() -> None:
    problem = draw("arithmetic.chain")
    with pytest.raises(DataError, match="no given and no step is called 'speed'"):
        replay(problem.givens, problem.steps, {"speed": 1})
    logic = draw("logic.propositional")
    with pytest.raises(DataError, match="has no formula"):
        replay(logic.givens, logic.steps, {})
