"""Aiming: more weight where the last model was wrong, none taken away, nothing piled up."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.data.aim import ErrorPattern, aim_weights, error_factors
from tasks.data.synthesize import train_shares
from tasks.params.data import AimParams, SynthesizeParams
from tasks.problems import SUBTASKS

PARAMS = AimParams()


def pattern(
    subtask: str, answers: int, wrong: int, origin: str = "evaluation", level: int = 1
) -> ErrorPattern:
    return ErrorPattern(subtask=subtask, level=level, num_answers=answers, num_wrong=wrong, origin=origin)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 300), st.floats(0, 1)), max_size=6))
@settings(max_examples=60, deadline=None)
def test_factors_stay_between_one_and_the_strength_and_follow_the_error_rate(
    rows: list[tuple[str, int, float]],
) -> None:
    patterns = [pattern(name, number, round(number * share)) for name, number, share in rows]
    factors = error_factors(PARAMS, patterns)
    assert all(1 <= factor <= 1 + PARAMS.error_strength for factor in factors.values())


def test_the_cell_with_more_errors_gets_more_weight_and_others_keep_theirs() -> None:
    weights = aim_weights(
        PARAMS,
        weights={"a": 5.0, "b": 5.0, "c.L2": 0.5},
        other_weight=0.1,
        subtasks=["a", "b", "c"],
        levels=(1, 2),
        patterns=[pattern("a", 200, 180), pattern("b", 200, 20)],
    )
    assert weights["a.L1"] > weights["b.L1"] > 5
    assert (weights["a.L2"], weights["c.L1"], weights["c.L2"]) == (5.0, 0.1, 0.5)


def test_a_cell_of_few_answers_moves_little() -> None:
    many, few = pattern("a", 300, 300), pattern("b", 2, 2)
    factors = error_factors(PARAMS, [many, few, pattern("c", 300, 0)])
    assert factors["a.L1"] > factors["b.L1"] > 1.4


def test_users_count_as_set_and_nothing_known_moves_nothing() -> None:
    said = [pattern("a", 10, 10, "feedback"), pattern("a", 30, 0), pattern("b", 30, 0)]
    quiet = AimParams(feedback_weight=0)
    assert error_factors(PARAMS, said)["a.L1"] > 1 == error_factors(quiet, said)["a.L1"]
    assert error_factors(PARAMS, []) == {}


def test_what_is_aimed_can_be_drawn() -> None:
    section = SynthesizeParams(weights={"algebra.linear": 5.0}, other_weight=0.1)
    weights = aim_weights(
        PARAMS,
        weights=section.weights,
        other_weight=section.other_weight,
        subtasks=SUBTASKS,
        levels=section.levels,
        patterns=[pattern("algebra.linear", 50, 25)],
    )
    before, aimed = train_shares(section), train_shares(section.model_copy(update={"weights": weights}))
    assert before.keys() == aimed.keys() == weights.keys()
    assert aimed["algebra.linear.L1"] > before["algebra.linear.L1"] == before["algebra.linear.L2"]
