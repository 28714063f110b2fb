"""Every adversarial pair is confirmed by another solver, told in both languages, and never repeated."""

import dataclasses
import re
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.data.reference import reference_fault
from tasks.errors import ConfigError, DataError
from tasks.problems import LANGUAGES, draw_proof
from tasks.problems.adversarial import CLASSES, ModelSolver, Pair, confirm_pair, count_pairs, draw_pair
from tasks.problems.adversarial.chained import mistake
from tasks.problems.adversarial.models import Fact
from tasks.problems.adversarial.sentences import joined, sentences
from tasks.problems.replay import needed_givens, replay
from tasks.problems.streams import split_of
from tasks.records import Step, normalise_prompt, problem_id
from tasks.verify import Outcome, judge
from tests.unit.problems.test_problems import draw

EVERY_CLASS = pytest.mark.parametrize("name", CLASSES)


@pytest.fixture(scope="module")
def solver():
    with ModelSolver() as one:
        yield one


def pairs_of(name: str, count: int = 12, **changes) -> list[Pair]:
    values = {"seed": 3, "language": "en", **changes}
    return [draw_pair(name, index=index, **values) for index in range(count)]


@EVERY_CLASS
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_problems_of_a_pair_are_confirmed_by_another_solver(name, language, solver) -> None:
    for pair in pairs_of(name, language=language):
        confirm_pair(pair, solver)
        for row, role in zip(pair, ("trap", "twin"), strict=True):
            assert row.problem_id == problem_id(row.prompt)
            assert (row.language, row.split, row.provenance["class"]) == (language, "eval", name)
            assert row.provenance["role"] == role
            assert not re.search(r"\{[a-z]", row.prompt + row.solution)
            assert row.answer in row.solution
            chinese = re.search(r"[\u4e00-\u9fff]", row.prompt)
            assert chinese if language == "zh" else (row.prompt + row.solution).isascii()
        assert pair.twin.problem_id in pair.trap.parents


@EVERY_CLASS
def test_the_judge_grades_traps_and_a_twins_answer_is_wrong_for_its_trap(name) -> None:
    for pair in pairs_of(name):
        assert not reference_fault(pair.trap.answer)
        assert not reference_fault(pair.twin.answer)
        assert judge(pair.trap.answer, pair.trap.solution).outcome is Outcome.CORRECT
        assert judge(pair.twin.answer, pair.twin.solution).outcome is Outcome.CORRECT
        if name not in ("irrelevant_numbers", "unit_trap"):
            crossed = judge(pair.trap.answer, f"The answer is {pair.twin.answer}.").outcome
            assert crossed is not Outcome.CORRECT


@EVERY_CLASS
def test_a_perturbed_answer_is_refused(name, solver) -> None:
    for pair in pairs_of(name, 4):
        answer = pair.twin.answer
        wrong = f"{answer[:-1]}1{answer[-1]}" if answer[-1] in ")}" else f"{answer}1"
        with pytest.raises(DataError):
            confirm_pair(pair._replace(twin=dataclasses.replace(pair.twin, answer=wrong)), solver)


@EVERY_CLASS
def test_no_two_indexes_tell_the_same_problem_and_both_languages_tell_the_same_pair(name) -> None:
    english = pairs_of(name, 60)
    chinese = pairs_of(name, 60, language="zh")
    for pairs in (english, chinese):
        assert len({normalise_prompt(pair.trap.prompt) for pair in pairs}) == 60
        assert len({normalise_prompt(pair.twin.prompt) for pair in pairs}) == 60
    for one, other in zip(english, chinese, strict=True):
        for row, told in zip(one, other, strict=True):
            assert row.provenance["proof"] == told.provenance["proof"]
            assert row.steps == told.steps
            assert row.answer == told.answer or row.answer_type == "text"
            values = [[(g.name, g.value, g.unit) for g in r.givens] for r in (row, told)]
            assert values[0] == values[1]


@EVERY_CLASS
def test_an_index_is_a_pair_of_its_own_whatever_was_drawn_before(name) -> None:
    forwards = pairs_of(name, 8)
    backwards = [draw_pair(name, seed=3, index=index, language="en") for index in reversed(range(8))]
    assert backwards[::-1] == forwards


@EVERY_CLASS
def test_rows_for_training_and_for_evaluation_share_no_base_proof(name) -> None:
    held_out = pairs_of(name, 40)
    trained = pairs_of(name, 40, split="train")
    proofs = [{pair.trap.provenance["proof"] for pair in pairs} for pairs in (held_out, trained)]
    assert not proofs[0] & proofs[1]
    assert {split_of(proof) for proof in proofs[1]} == {"train"}
    assert {row.split for pair in trained for row in pair} == {"train"}
    assert {pair.trap.provenance["stream"] for pair in held_out} == {"eval", "heldout_template"}


@EVERY_CLASS
def test_there_are_a_thousand_pairs_and_the_end_is_named(name) -> None:
    size = count_pairs(name)
    assert size >= 1_000
    with pytest.raises(ConfigError, match="no pair at index"):
        draw_pair(name, seed=1, index=size, language="en")


def test_a_stream_whose_end_never_suits_is_left_out() -> None:
    # Level 1 of percentages ends in proofs of one step, in which nothing follows from a mistake.
    for index in range(0, 200, 9):
        assert draw_pair("chained_error", seed=17, index=index, language="en").trap.steps[1:]


@pytest.mark.parametrize("name", [name for name, one in CLASSES.items() if one.templates])
def test_every_trap_is_drawn(name) -> None:
    drawn = {pair.trap.provenance["template"] for pair in pairs_of(name, 60)}
    assert drawn == set(CLASSES[name].templates)


def test_an_unknown_class_is_named() -> None:
    with pytest.raises(ConfigError, match=r"'riddle'.*choose one of"):
        draw_pair("riddle", seed=1, index=0, language="en")


def test_a_missing_premise_is_one_that_the_answer_hangs_on() -> None:
    for pair in pairs_of("missing_premise", 40):
        missing = pair.trap.provenance["missing"]
        assert missing in needed_givens(pair.twin.givens, pair.twin.steps)
        assert missing not in {given.name for given in pair.trap.givens}
        base = next(given for given in pair.twin.givens if given.name == missing)
        more = replay(pair.twin.givens, pair.twin.steps, {missing: Fraction(base.value) * 2})
        less = replay(pair.twin.givens, pair.twin.steps, {missing: Fraction(base.value) / 2})
        assert Fraction(more[-1].output) != Fraction(less[-1].output)


def test_some_premises_are_missing_without_a_trace_and_others_are_illegible() -> None:
    prompts = [pair.trap.prompt for pair in pairs_of("missing_premise", 120)]
    illegible = [prompt for prompt in prompts if re.search(r"\[|___", prompt)]
    assert illegible
    assert len(illegible) < len(prompts)


def test_a_missing_premise_that_is_still_there_is_refused(solver) -> None:
    pair = pairs_of("missing_premise", 1)[0]
    told = dataclasses.replace(pair.trap, givens=pair.twin.givens)
    with pytest.raises(DataError, match="not many"):
        confirm_pair(pair._replace(trap=told), solver)
    with pytest.raises(DataError, match="still states"):
        confirm_pair(pair._replace(trap=dataclasses.replace(pair.trap, prompt=pair.twin.prompt)), solver)


def test_a_contradiction_that_is_none_is_refused_and_the_facts_of_one_are_named(solver) -> None:
    for pair in pairs_of("contradiction", 20):
        for text in pair.trap.provenance["conflict"].split(" | "):
            assert text in pair.trap.prompt
    claim = pair.trap.provenance["claim"]
    answer = f"{pair.twin.steps[-1].name}={Fraction(pair.twin.answer)}"
    harmless = {**pair.trap.provenance, "claim": answer}
    assert claim != answer
    with pytest.raises(DataError, match="no contradiction"):
        confirm_pair(pair._replace(trap=dataclasses.replace(pair.trap, provenance=harmless)), solver)


def test_z3_tells_none_one_and_many_and_names_the_conflict(solver) -> None:
    steps = [Step(rule="", claim="", output="", name="way", formula="speed*time")]
    speed, time = Fact("a", "speed", "=", "30"), Fact("b", "time", "=", "5/2")
    assert solver.count([speed, time], steps).values == ("75",)
    assert solver.count([speed, Fact("b", "time", "?")], steps).outcome == "many"
    models = solver.count([speed, time, Fact("c", "way", ">", "80"), Fact("d", "x", "=", "1")], steps)
    assert (models.outcome, models.conflict) == ("none", ("a", "b", "c"))


def test_a_z3_process_that_dies_or_is_late_is_replaced() -> None:
    steps = [Step(rule="", claim="", output="", name="y", formula="x*2")]
    facts = [Fact("a", "x", "=", "3")]
    with ModelSolver() as solver:
        assert solver.count(facts, steps).outcome == "one"
        assert solver._process is not None
        solver._process.kill()
        solver._process.wait()
        assert solver.count(facts, steps).outcome == "one"
        solver.item_seconds = 0.0
        assert solver.count(facts, steps).outcome == "unknown"
        solver.item_seconds = 5.0
        assert solver.count(facts, steps).outcome == "one"
        bad = [Step(rule="", claim="", output="", name="y", formula="__import__('os')")]
        assert solver.count(facts, bad).outcome == "unknown"
        assert solver.count(facts, steps).outcome == "one"


@settings(max_examples=40, deadline=None)
@given(value=st.fractions(0, 5_000, max_denominator=20), seed=st.integers(0, 99))
def test_a_mistake_is_another_positive_number(value, seed) -> None:
    slip = mistake(value, Random(seed))
    assert slip > 0
    assert slip != value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subtask", ["physics.motion", "physics.energy", "economics.interest"])
def test_sentences_join_to_the_prompt_again(subtask, language) -> None:
    for index in range(30):
        problem = draw(subtask, index=index, level=2, language=language)
        parts = sentences(problem.prompt, language)
        assert joined(parts, language) == problem.prompt
        assert len(parts) > 1


def test_the_base_of_a_transform_is_a_proof_that_can_be_drawn_again() -> None:
    for pair in pairs_of("chained_error", 5):
        where = pair.trap.provenance
        drawn = draw_proof(
            pair.trap.subtask,
            seed=int(where["seed"]),
            split=where["stream"],
            level=pair.trap.level,
            index=int(where["index"]),
        )
        assert drawn.digest == where["proof"]


@pytest.mark.slow
@EVERY_CLASS
def test_a_thousand_pairs_of_each_class_are_confirmed_in_both_languages(name, solver) -> None:
    prompts = set()
    for language in LANGUAGES:
        for pair in pairs_of(name, 1_000, language=language):
            confirm_pair(pair, solver)
            prompts |= {normalise_prompt(pair.trap.prompt)}
    assert len(prompts) == 2_000
