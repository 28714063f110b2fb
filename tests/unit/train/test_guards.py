"""A run that collapsed is stopped, and one that only trembles is not."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.metrics import MetricsFile
from tasks.params.rl import GuardParams
from tasks.train.guards import Guards

Lines = Iterable[tuple[int, dict[str, float]]]


def verdict(lines: Lines, **settings: float) -> str:
    guards = Guards(GuardParams(**settings))
    for step, values in lines:
        guards.see(step, values)
    return guards.reason


def trained(entropies: Iterable[float]) -> Lines:
    return [(n, {"train/entropy": value}) for n, value in enumerate(entropies, 1)]


def evaluated(looks: Iterable[tuple[float, float]]) -> Lines:
    """(mean reward before it, accuracy) of evaluations ten steps apart."""
    lines: list[tuple[int, dict[str, float]]] = [(0, {"eval/heldout_accuracy": 0.3})]
    for n, (reward, accuracy) in enumerate(looks):
        lines += [(10 * n + k, {"reward/total": reward}) for k in range(1, 10)]
        lines.append((10 * n + 10, {"eval/heldout_accuracy": accuracy}))
    return lines


def test_a_policy_without_entropy_is_stopped() -> None:
    assert "min_entropy" in verdict(trained([0.4] * 5 + [1e-4] * 10))


def test_a_short_dip_of_entropy_is_not_a_collapse() -> None:
    assert not verdict(trained([0.4] * 5 + [1e-4] * 5 + [0.4] * 5))


def test_there_is_no_verdict_before_a_window_is_full() -> None:
    assert not verdict(trained([1e-4] * 9))


def test_the_entropy_of_the_default_run_is_no_collapse() -> None:
    assert not verdict(trained([0.12 - 0.002 * n for n in range(45)]))


def test_a_policy_that_left_its_reference_is_stopped_where_a_ceiling_is_set() -> None:
    lines = [(n, {"train/kl": 2.0}) for n in range(1, 20)]
    assert "max_kl" in verdict(lines, max_kl=1.0)
    assert not verdict(lines, max_kl=3.0)
    assert not verdict(lines)


def test_a_reward_that_rises_while_accuracy_falls_is_being_gamed() -> None:
    looks = [(0.4, 0.5), (0.6, 0.35), (0.7, 0.3)]
    assert "fell from 0.500 to 0.300" in verdict(evaluated(looks))
    assert not verdict(evaluated(looks[:2])), "one evaluation is noise"


@pytest.mark.parametrize(
    "looks",
    [
        [(0.4, 0.5), (0.3, 0.3), (0.2, 0.2), (0.1, 0.1)],
        [(0.4, 0.5), (0.6, 0.45), (0.7, 0.42), (0.8, 0.45)],
        [(0.4, 0.5), (0.6, 0.3), (0.7, 0.6), (0.8, 0.45), (0.9, 0.6)],
    ],
    ids=["both fall", "noise", "it recovers"],
)
def test_other_courses_go_on(looks: list[tuple[float, float]]) -> None:
    assert not verdict(evaluated(looks))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 0.01)), min_size=1, max_size=12),
    st.integers(0, 60),
)
def test_a_replayed_run_gets_the_verdict_of_the_undisturbed_one(
    tmp_path_factory: pytest.TempPathFactory, looks: list[tuple[float, float, float]], kill: int
) -> None:
    lines = [
        (step, {**values, "train/entropy": looks[(step - 1) // 10][2]} if step % 10 else values)
        for step, values in evaluated([look[:2] for look in looks])
    ]
    kill = min(kill, lines[-1][0])
    folder = tmp_path_factory.mktemp("guards")
    with MetricsFile(folder) as metrics:
        for step, values in lines:  # what a killed attempt wrote goes further than its last checkpoint
            metrics.write(step, **values)
    guards = Guards(GuardParams())
    guards.replay(folder / "metrics.jsonl", up_to=kill)
    for step, values in lines:
        if step > kill:
            guards.see(step, values)
    assert guards.reason == verdict(lines)
