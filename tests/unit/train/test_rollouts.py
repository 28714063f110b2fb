"""Where RL's batches come from: which problems, and what happens to groups that teach nothing."""

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import TrainingError
from tasks.models.folder import load_model
from tasks.params.rl import CurriculumParams
from tasks.params.training import GrpoParams
from tasks.records import Problem
from tasks.train.curriculum import Curriculum, InOrder, cell_of
from tasks.train.rollouts import Rollout, Rollouts, has_signal
from tests.unit.conftest import draw_some

PARAMS = GrpoParams(prompts_per_step=4, group_size=4, max_completion_tokens=4)


@pytest.fixture(scope="module")
def problems() -> list[Problem]:
    """Chains of three levels."""
    return [problem for level in (1, 2, 3) for problem in draw_some(20, "train", level)]


@pytest.fixture(scope="module")
def tokenizer(tiny_model: Path) -> Any:
    return load_model(tiny_model)[1]


class Scripted:
    """A policy and a judge in one: level 1 always passes, level 3 never, level 2 by chance."""

    def __init__(self, problems: list[Problem]) -> None:
        self._level = {problem.answer: problem.level for problem in problems}
        self.seeds: list[int] = []

    def generate(self, *arguments: Any, seed: int, **_: Any) -> list[list[int]]:
        self.seeds.append(seed)
        rng = random.Random(seed)
        return [[5 + rng.randrange(2), 1] for _ in arguments[2]]

    def __call__(
        self, *, completion_ids: list[list[int]], answer: list[str], log_metric: Any, **_: Any
    ) -> list[float]:
        found = [
            float({1: 1, 2: ids[0] - 5, 3: 0}[self._level[wanted]])
            for ids, wanted in zip(completion_ids, answer, strict=True)
        ]
        log_metric("reward/total", sum(found) / len(found))
        return found


def distinct(problems: list[Problem]) -> list[Problem]:
    """Problems whose answer tells their level."""
    levels: dict[str, set[int]] = {}
    for problem in problems:
        levels.setdefault(problem.answer, set()).add(problem.level)
    return [problem for problem in problems if len(levels[problem.answer]) == 1]


def make(
    problems: list[Problem], tokenizer: Any, out_dir: Path, *, curriculum: bool = False, **changes: Any
) -> tuple[Rollouts, Scripted]:
    params = PARAMS.model_copy(update=changes)
    chosen = distinct(problems)
    script = Scripted(chosen)
    chooser = Curriculum(chosen, CurriculumParams(), seed=17) if curriculum else InOrder(chosen, params)
    rollouts = Rollouts(
        params, None, tokenizer, chooser=chooser, reward=script, out_dir=out_dir, generate=script.generate
    )
    return rollouts, script


def shown(groups: list[list[Rollout]]) -> list[tuple[str, list[int], float]]:
    return [(r.problem.problem_id, r.completion_ids, r.reward) for group in groups for r in group]


def test_a_batch_has_the_run_s_problems_in_order_a_group_for_each(
    problems: list[Problem], tokenizer: Any, tmp_path: Path
) -> None:
    rollouts, _ = make(problems, tokenizer, tmp_path)
    for batch in range(3):
        groups = rollouts.draw(batch, temperature=1.0)
        wanted = [p.problem_id for p in distinct(problems)[4 * batch : 4 * batch + 4]]
        assert sorted(group[0].problem.problem_id for group in groups) == sorted(wanted)
        assert all(len({r.problem.problem_id for r in group}) == 1 and len(group) == 4 for group in groups)
    assert rollouts.num_rollouts == 48


def test_groups_without_signal_are_refilled(problems: list[Problem], tokenizer: Any, tmp_path: Path) -> None:
    plain, _ = make(problems, tokenizer, tmp_path / "plain")
    refilled, _ = make(problems, tokenizer, tmp_path / "refilled", refill_rounds=30)
    for folder in ("plain", "refilled"):
        (tmp_path / folder).mkdir()
    assert not any(map(has_signal, plain.draw(0, temperature=1.0))), "the first problems are all of level 1"
    groups = refilled.draw(0, temperature=1.0)
    assert len(groups) == 4
    assert all(map(has_signal, groups))
    assert refilled.num_rollouts > plain.num_rollouts
    assert refilled.measured["reward/groups_drawn"] == refilled.num_rollouts / 16


def test_refilling_gives_up_after_the_rounds_it_was_given(
    problems: list[Problem], tokenizer: Any, tmp_path: Path
) -> None:
    hopeless = [problem for problem in problems if problem.level == 3]
    rollouts, script = make(hopeless, tokenizer, tmp_path, refill_rounds=2)
    assert len(rollouts.draw(0, temperature=1.0)) == 4
    assert len(script.seeds) == len(set(script.seeds)) == 3


@pytest.mark.parametrize("killed_after", [1, 3, 5])
def test_a_resumed_run_draws_what_the_undisturbed_one_draws(
    killed_after: int, problems: list[Problem], tokenizer: Any, tmp_path: Path
) -> None:
    for name in ("whole", "killed"):
        (tmp_path / name).mkdir()
    settings: dict[str, Any] = {"curriculum": True, "refill_rounds": 2}
    whole, _ = make(problems, tokenizer, tmp_path / "whole", **settings)
    expected = [shown(whole.draw(batch, temperature=1.0)) for batch in range(6)]
    first, _ = make(problems, tokenizer, tmp_path / "killed", **settings)
    for batch in range(killed_after):
        first.draw(batch, temperature=1.0)
    log = tmp_path / "killed/rollouts.jsonl"
    log.write_bytes(log.read_bytes() + b'{"batch": 77, "to')  # cut by the kill
    checkpoint = killed_after - 1
    second, _ = make(problems, tokenizer, tmp_path / "killed", **settings)
    found = [shown(second.draw(batch, temperature=1.0)) for batch in range(checkpoint, 6)]
    assert found == expected[checkpoint:]
    assert (second.num_rollouts, second.tokens) == (whole.num_rollouts, whole.tokens)
    assert log.read_bytes() == (tmp_path / "whole/rollouts.jsonl").read_bytes()


def test_a_lost_log_is_refused_instead_of_guessed(
    problems: list[Problem], tokenizer: Any, tmp_path: Path
) -> None:
    rollouts, _ = make(problems, tokenizer, tmp_path)
    with pytest.raises(TrainingError, match=r"rollouts\.jsonl: batch 0 is missing.*goes on from batch 2"):
        rollouts.draw(2, temperature=1.0)


def test_the_curriculum_moves_to_where_some_pass_and_some_fail(
    problems: list[Problem], tokenizer: Any, tmp_path: Path
) -> None:
    rollouts, _ = make(problems, tokenizer, tmp_path, curriculum=True, prompts_per_step=16)
    early, late = Counter[int](), Counter[int]()
    for batch in range(30):
        levels = [group[0].problem.level for group in rollouts.draw(batch, temperature=1.0)]
        (early if batch < 3 else late if batch >= 20 else Counter[int]()).update(levels)
    assert late[2] / late.total() > 0.7
    assert late[2] / late.total() > early[2] / early.total()
    assert late[1], "a cell that always passes is not forgotten"
    assert late[3], "nor is one that never does"


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 8), st.floats(0, 1)), max_size=20),
    st.floats(0.01, 1),
)
def test_weights_are_chances_that_no_cell_is_shut_out_of(
    problems: list[Problem], results: list[tuple[int, int, float]], floor: float
) -> None:
    curriculum = Curriculum(problems, CurriculumParams(floor=floor), seed=1)
    for level, rollouts, share in results:
        curriculum.learn({f"arithmetic.chain/{level}": (rollouts, round(share * rollouts))})
    weights = curriculum.weights()
    assert set(weights) == {cell_of(problem) for problem in problems}
    assert sum(weights.values()) == pytest.approx(1)
    assert min(weights.values()) >= floor / len(weights) - 1e-9
    assert all(0 <= rate <= 1 for rate in curriculum.pass_rates.values())
