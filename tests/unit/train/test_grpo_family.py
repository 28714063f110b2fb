"""The GRPO family through TRL: every loss trains, schedules hold, and the same run comes out after a kill."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from tasks.__main__ import run_task
from tasks.metrics import read_metrics
from tasks.models.folder import load_model
from tasks.params.reward import RewardParams
from tasks.params.rl import GuardParams
from tasks.params.training import GrpoParams
from tasks.rewards import Reward
from tasks.train.meter import Meter
from tasks.train.ppo_batch import collate, score
from tasks.train.rollouts import Rollout
from tasks.train.trl_grpo import Schedules, grpo_trainer
from tasks.train.watch import Watch
from tests.unit.train.coins import GRPO, coin, kill_at, weights


def changed(**changes: Any) -> GrpoParams:
    return GrpoParams.model_validate(GRPO.as_json() | changes)


EVERYTHING = changed(
    num_steps=8,
    passes=2,
    save_every=4,
    eval_every=4,
    accumulation=2,
    loss_type="dapo",
    beta=0.05,
    temperature=1.2,
    final_temperature=0.6,
    entropy_coef=0.02,
    entropy_decay_steps=4,
    refill_rounds=2,
    curriculum={"enabled": True},
)
RECIPES: dict[str, dict[str, Any]] = {
    "grpo": {"loss_type": "grpo", "scale_rewards": "group"},
    "gspo": {"loss_type": "grpo", "importance_level": "sequence", "epsilon": 3e-4, "epsilon_high": 4e-4},
    "dapo": {"loss_type": "dapo", "mask_truncated": True, "refill_rounds": 1},
    "bnpo": {"loss_type": "bnpo", "scale_rewards": "batch"},
    "cispo": {"loss_type": "cispo", "epsilon_high": 5.0},
    "sapo": {"loss_type": "sapo"},
    "luspo": {"loss_type": "luspo", "importance_level": "sequence"},
    "vespo": {"loss_type": "vespo"},
}


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory, ones: Path, taught: Path) -> dict[str, list[float]]:
    """Recipe -> length of the gradient at both steps on a batch; at the second the ratio is not 1."""
    settings = {
        "num_steps": 2,
        "minibatches": 2,
        "save_every": 2,
        "eval_every": 2,
        "eval_problems": 4,
        "warmup_steps": 0,
    }
    found = {}
    for recipe, changes in RECIPES.items():
        out_dir = tmp_path_factory.mktemp(recipe)
        params = changed(**settings, **changes)
        run_task("grpo", params.as_json(), {"data": ones, "model": taught}, out_dir)
        rows = read_metrics(out_dir / "metrics.jsonl")[0]
        found[recipe] = [row["train/grad_norm"] for row in rows if "train/loss" in row]
    return found


def test_every_recipe_of_the_family_trains(courses: dict[str, list[float]]) -> None:
    for recipe, lengths in courses.items():
        assert len(lengths) == 2, recipe
        assert any(length > 0 for length in lengths), recipe


def test_every_recipe_of_the_family_goes_its_own_way(courses: dict[str, list[float]]) -> None:
    assert len({tuple(lengths) for lengths in courses.values()}) == len(RECIPES), str(courses)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, ones: Path, taught: Path) -> Path:
    out_dir = tmp_path_factory.mktemp("everything")
    run_task("grpo", EVERYTHING.as_json(), {"data": ones, "model": taught}, out_dir)
    return out_dir


@pytest.mark.parametrize(
    "failpoint", ["grpo.step:5", pytest.param("grpo.checkpoint:2", marks=pytest.mark.slow)]
)
def test_grpo_with_everything_on_ends_with_the_same_weights_after_a_kill(
    failpoint: str, ones: Path, taught: Path, whole: Path, tmp_path: Path
) -> None:
    inputs = {"data": ones, "model": taught}
    kill_at(failpoint, "grpo", EVERYTHING, inputs, tmp_path / "run")
    report = run_task("grpo", EVERYTHING.as_json(), inputs, tmp_path / "run")
    assert weights(tmp_path / "run") == weights(whole) == report.weights_sha256
    assert (tmp_path / "run/rollouts.jsonl").read_bytes() == (whole / "rollouts.jsonl").read_bytes()
    assert report.num_rollouts == json.loads((whole / "report.json").read_text())["num_rollouts"]


@pytest.mark.slow
def test_trl_s_own_rollouts_used_several_times_resume_too(ones: Path, taught: Path, tmp_path: Path) -> None:
    params = changed(
        num_steps=12,
        passes=2,
        minibatches=2,
        accumulation=2,
        save_every=4,
        eval_every=4,
        final_temperature=0.7,
    )
    inputs = {"data": ones, "model": taught}
    whole = run_task("grpo", params.as_json(), inputs, tmp_path / "whole")
    kill_at("grpo.step:7", "grpo", params, inputs, tmp_path / "run")
    assert run_task("grpo", params.as_json(), inputs, tmp_path / "run").weights_sha256 == whole.weights_sha256
    assert whole.best_step > 0, "nothing was learnt, so nothing is proved"


def test_schedules_are_followed_and_logged(whole: Path) -> None:
    rows = [row for row in read_metrics(whole / "metrics.jsonl")[0] if "train/loss" in row]
    assert [round(row["train/temperature"], 6) for row in rows] == [1.2, 1.2, 1.0, 1.0, 0.8, 0.8, 0.6, 0.6]
    assert [round(row["train/entropy_coef"], 6) for row in rows] == [0.02] * 4 + [0.01] * 4


def test_batches_of_our_own_are_counted_with_what_was_thrown_away(whole: Path) -> None:
    report = json.loads((whole / "report.json").read_text())
    drawn = [json.loads(line) for line in (whole / "rollouts.jsonl").read_text().splitlines()]
    assert [row["batch"] for row in drawn] == [0, 1, 2, 3]
    assert report["num_rollouts"] == sum(count for row in drawn for count, _ in row["cells"].values())
    assert report["num_rollouts"] > 4 * 16
    assert report["tokens"] == sum(row["tokens"] for row in drawn)


@pytest.mark.parametrize("step", [0, 3, 7])
def test_trl_scores_at_the_temperature_it_samples_at_when_that_changes(
    step: int, taught: Path, tmp_path: Path
) -> None:
    policy, tokenizer = load_model(taught)
    problems = [coin(n, "1") for n in range(16)]
    watch = Watch("grpo", out_dir=tmp_path, num_steps=8, meter=Meter(), batch_of=lambda _: [])
    trainer = grpo_trainer(
        EVERYTHING,
        policy,
        tokenizer,
        problems,
        reward=Reward(tokenizer, RewardParams()),
        rollouts=None,
        out_dir=tmp_path,
        watch=watch,
    )
    schedules = next(c for c in trainer.callback_handler.callbacks if isinstance(c, Schedules))
    schedules.on_step_begin(None, SimpleNamespace(global_step=step), None)
    temperature = 1.2 - 0.2 * (step // 2)
    assert trainer.generation_config.temperature == pytest.approx(temperature)
    prompt = tokenizer(problems[0].prompt)["input_ids"]
    tokens = collate(
        [Rollout(problem=problems[0], prompt_ids=prompt, completion_ids=[9, 20, 1], reward=0.0)],
        tokenizer.pad_token_id,
        "cpu",
    )
    expected = score(load_model(taught)[0], tokens, temperature=temperature)
    for model in (trainer.model, trainer.ref_model):
        found, entropy, _ = trainer._get_per_token_logps_and_entropies(
            model, tokens.ids, tokens.seen, 3, compute_entropy=model is trainer.model
        )
        assert torch.allclose(found, expected.logp, atol=1e-5)
        if entropy is not None:
            assert torch.allclose(entropy, expected.entropy, atol=1e-5)


STOPPED = changed(num_steps=12, save_every=2, eval_every=3, guards={"min_entropy": 50.0, "window": 5})


@pytest.mark.parametrize("algorithm", ["grpo", "ppo"])
def test_a_guard_ends_the_run_with_its_best_weights_and_a_reason(
    algorithm: str, ones: Path, taught: Path, tmp_path: Path
) -> None:
    params = STOPPED.model_copy(update={"algorithm": algorithm})
    report = run_task("grpo", params.as_json(), {"data": ones, "model": taught}, tmp_path)
    assert report.num_steps == 5
    assert "step 5: mean entropy" in report.stopped
    assert "grpo.guards.min_entropy = 50" in report.stopped
    evaluations = {
        row["step"]: row["eval/heldout_accuracy"]
        for row in read_metrics(tmp_path / "metrics.jsonl")[0]
        if "eval/heldout_accuracy" in row
    }
    assert report.heldout_accuracy == max(evaluations.values()) == evaluations[report.best_step]
    load_model(tmp_path)


@pytest.mark.slow
def test_a_run_that_a_guard_ends_is_ended_by_it_again_after_a_kill(
    ones: Path, taught: Path, tmp_path: Path
) -> None:
    inputs = {"data": ones, "model": taught}
    expected = run_task("grpo", STOPPED.as_json(), inputs, tmp_path / "whole")
    kill_at("grpo.before-manifest:1", "grpo", STOPPED, inputs, tmp_path / "run")
    report = run_task("grpo", STOPPED.as_json(), inputs, tmp_path / "run")
    assert (report.stopped, report.weights_sha256) == (expected.stopped, expected.weights_sha256)


def test_no_guard_trips_in_an_ordinary_run(ones: Path, taught: Path, tmp_path: Path) -> None:
    assert GRPO.guards == GuardParams()
    report = run_task("grpo", GRPO.as_json(), {"data": ones, "model": taught}, tmp_path)
    assert report.stopped == ""
    assert report.num_steps == GRPO.num_steps
