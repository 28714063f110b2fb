import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.evaluate.statistics import mcnemar_exact, paired_difference, pass_at_k, wilson_interval

counts = st.tuples(st.integers(1, 2_000), st.integers(0, 10**6)).map(lambda p: (p[1] % (p[0] + 1), p[0]))
scores = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=80)


@pytest.mark.parametrize(
    ("correct", "problems", "low", "high"),
    [  # R: binom::binom.confint(x, n, method = "wilson")
        (15, 20, 0.5313, 0.8881),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_wilson_agrees_with_published_values(correct: int, problems: int, low: float, high: float) -> None:
    assert wilson_interval(correct, problems) == pytest.approx((low, high), abs=1e-4)


@given(counts)
def test_wilson_holds_the_share_and_has_a_width(pair: tuple[int, int]) -> None:
    correct, problems = pair
    low, high = wilson_interval(correct, problems)
    assert 0 <= low <= correct / problems <= high <= 1
    assert low < high


@given(counts)
def test_wilson_of_the_wrong_answers_is_the_mirror_image(pair: tuple[int, int]) -> None:
    correct, problems = pair
    low, high = wilson_interval(correct, problems)
    assert wilson_interval(problems - correct, problems) == pytest.approx((1 - high, 1 - low))


def test_no_problems_means_nothing_is_known() -> None:
    assert wilson_interval(0, 0) == (0.0, 1.0)


def test_more_correct_than_problems_is_refused() -> None:
    with pytest.raises(ValueError, match="0-3, got 4"):
        wilson_interval(4, 3)


@given(n=st.integers(1, 8), data=st.data())
def test_pass_at_k_is_the_share_of_k_subsets_with_a_correct_sample(n: int, data: st.DataObject) -> None:
    c, k = data.draw(st.integers(0, n)), data.draw(st.integers(1, n))
    subsets = list(combinations([True] * c + [False] * (n - c), k))
    assert pass_at_k(n, c, k) == pytest.approx(sum(map(any, subsets)) / len(subsets))


@given(n=st.integers(1, 100), data=st.data())
def test_pass_at_one_is_the_share_of_correct_samples(n: int, data: st.DataObject) -> None:
    c = data.draw(st.integers(0, n))
    assert pass_at_k(n, c, 1) == pytest.approx(c / n)


@pytest.mark.parametrize("arguments", [(4, 2, 5), (4, 2, 0), (4, 5, 1)])
def test_impossible_pass_at_k_is_refused(arguments: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="1 <= k <= n"):
        pass_at_k(*arguments)


@settings(max_examples=25, deadline=None)
@given(scores, st.integers(0, 2**63))
def test_difference_lies_in_its_interval_and_repeats_by_seed(
    pairs: list[tuple[bool, bool]], seed: int
) -> None:
    ours, theirs = [float(a) for a, _ in pairs], [float(b) for _, b in pairs]
    found = paired_difference(ours, theirs, seed=seed)
    assert found == paired_difference(ours, theirs, seed=seed)
    assert found.estimate == pytest.approx(np.mean(ours) - np.mean(theirs))
    assert -1 <= found.low <= found.high <= 1


def test_difference_interval_has_the_width_that_theory_gives() -> None:
    ours = [1.0] * 300 + [0.0] * 300
    theirs = [1.0] * 250 + [0.0] * 50 + [1.0] * 30 + [0.0] * 270
    found = paired_difference(ours, theirs, seed=1)
    half = 1.96 * math.sqrt((80 / 600 - (20 / 600) ** 2) / 600)
    assert (found.low, found.high) == pytest.approx((20 / 600 - half, 20 / 600 + half), abs=2e-3)


def test_a_model_does_not_differ_from_itself() -> None:
    found = paired_difference([1.0, 0.0, 1.0], [1.0, 0.0, 1.0], seed=3)
    assert (found.estimate, found.low, found.high) == (0.0, 0.0, 0.0)


def test_unpaired_scores_are_refused() -> None:
    with pytest.raises(ValueError, match="2 and 1"):
        paired_difference([1.0, 0.0], [1.0], seed=0)


@pytest.mark.parametrize(
    ("ours", "theirs", "p"),
    [(0, 0, 1.0), (3, 3, 1.0), (0, 5, 0.0625), (1, 9, 0.021484375), (12, 2, 0.012939453125)],
)
def test_mcnemar_agrees_with_the_binomial_table(ours: int, theirs: int, p: float) -> None:
    assert mcnemar_exact(ours, theirs) == pytest.approx(p)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 3_000), st.integers(0, 3_000))
def test_mcnemar_is_a_probability_and_takes_no_side(ours: int, theirs: int) -> None:
    assert 0 <= mcnemar_exact(ours, theirs) == mcnemar_exact(theirs, ours) <= 1
