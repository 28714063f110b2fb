"""Rejection sampling keeps right traces and nothing else, and SFT can be trained on them."""

import dataclasses
from pathlib import Path

import pytest

from tasks.__main__ import run_task
from tasks.chat import render_trace
from tasks.dataset import read_dataset, write_dataset
from tasks.errors import TrainingError
from tasks.models.folder import load_model
from tasks.models.generate import Generation
from tasks.params.rl import RejectParams
from tasks.params.training import SftParams
from tasks.records import Problem
from tasks.rewards.answer import score_completion
from tasks.train import reject
from tasks.train.rows import is_heldout, read_pool
from tests.unit.train.coins import SFT, weights

PARAMS = RejectParams(subtasks=(), num_problems=40, samples=4, keep=2, max_completion_tokens=24)


@pytest.fixture(scope="module")
def thinker(tmp_path_factory: pytest.TempPathFactory, coins: Path, base: Path) -> Path:
    """A policy that reasons, and guesses."""
    settings = SFT.model_copy(update={"num_steps": 150, "save_every": 1000, "trace_share": 1.0})
    out_dir = tmp_path_factory.mktemp("thinker")
    run_task("sft", settings.as_json(), {"data": coins, "model": base}, out_dir)
    return out_dir


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, ones: Path, thinker: Path) -> Path:
    out_dir = tmp_path_factory.mktemp("kept")
    run_task("reject", PARAMS.as_json(), {"data": ones, "model": thinker}, out_dir)
    return out_dir


def test_what_is_kept_earns_the_reward_when_it_is_written_out_as_a_target(kept: Path, ones: Path) -> None:
    asked = {problem.problem_id: problem for problem in read_dataset(ones, "train")}
    found = read_pool(kept, ()).synthetic
    assert found
    for problem in found:
        score = score_completion(render_trace(problem), asked[problem.problem_id].answer)
        assert score.reward == 1
        assert score.reasoned


def test_no_trace_is_kept_twice_and_no_problem_more_often_than_asked(kept: Path) -> None:
    found = [(problem.problem_id, problem.solution) for problem in read_pool(kept, ()).synthetic]
    assert len(found) == len(set(found))
    assert max(sum(other[0] == one[0] for other in found) for one in found) <= PARAMS.keep


def test_watched_problems_stay_watched_and_are_not_answered(kept: Path, ones: Path) -> None:
    before, after = read_pool(ones, ()), read_pool(kept, ())
    assert [p.problem_id for p in before.heldout] == [p.problem_id for p in after.heldout]
    assert all(problem.steps for problem in after.heldout), "they are as they were"
    assert not any(is_heldout(problem) for problem in after.synthetic)


def test_the_same_settings_keep_the_same_traces(
    kept: Path, ones: Path, thinker: Path, tmp_path: Path
) -> None:
    run_task("reject", PARAMS.as_json(), {"data": ones, "model": thinker}, tmp_path)
    assert (tmp_path / "dataset.json").read_bytes() == (kept / "dataset.json").read_bytes()


def test_sft_trains_on_what_was_kept(kept: Path, thinker: Path, tmp_path: Path) -> None:
    settings = SftParams.model_validate(SFT.as_json() | {"trace_share": 1.0, "real_share": 0.0})
    run_task("sft", settings.as_json(), {"data": kept, "model": thinker}, tmp_path)
    assert weights(tmp_path) != weights(thinker)
    load_model(tmp_path)


def test_a_policy_that_gets_nothing_right_is_refused(thinker: Path, ones: Path, tmp_path: Path) -> None:
    hopeless = [dataclasses.replace(p, answer="7", steps=()) for p in read_dataset(ones, "train")]
    write_dataset(tmp_path / "data", {("train", "coins"): hopeless}, shard_rows=1000, facts={})
    with pytest.raises(TrainingError, match="none of 160 completions was a right trace"):
        run_task("reject", PARAMS.as_json(), {"data": tmp_path / "data", "model": thinker}, tmp_path / "run")


@pytest.mark.parametrize(
    ("text", "truncated", "expected"),
    [
        ("<think>c=1</think><answer>1</answer>", False, "c=1"),
        ("<answer>1</answer>", False, ""),
        ("<think>c=1</think><answer>1</answer>", True, None),
        ("<think>c=1</think><answer>0</answer>", False, None),
        ("c=1", False, None),
    ],
)
def test_only_a_right_and_finished_completion_has_a_trace(
    text: str, truncated: bool, expected: str | None, ones: Path
) -> None:
    problem: Problem = next(iter(read_dataset(ones, "train")))
    assert reject._trace(problem, Generation(text=text, num_tokens=9, truncated=truncated)) == expected
