"""PPO: it finds known optima, stops when told, and is the same run after a kill."""

from pathlib import Path
from typing import Any

import pytest
import torch

from tasks.__main__ import run_task
from tasks.chat import render_prompt
from tasks.errors import TrainingError
from tasks.metrics import read_metrics
from tasks.models.folder import load_model
from tasks.models.generate import generate_ids
from tasks.params.training import GrpoParams
from tasks.train.curriculum import InOrder
from tasks.train.meter import Meter
from tasks.train.ppo import PpoTrainer
from tasks.train.ppo_batch import collate, score
from tasks.train.rollouts import Rollout, Rollouts
from tasks.train.watch import Watch
from tests.unit.conftest import draw_some
from tests.unit.train.coins import GRPO, coin, kill_at, weights

PPO = GrpoParams.model_validate(
    GRPO.as_json()
    | {
        "algorithm": "ppo",
        "num_steps": 12,
        "passes": 2,
        "accumulation": 2,
        "save_every": 4,
        "eval_every": 4,
        "beta": 0.02,
        "entropy_coef": 0.01,
        "final_temperature": 0.8,
        "curriculum": {"enabled": True},
        "ppo": {"towers": "two", "warmup_batches": 1},
    }
)
ARMS = torch.arange(100, 130)
"""Tokens that pay in the bandit; all others earn nothing."""


class Pays:
    """A bandit: the first token decides."""

    def __call__(self, *, completion_ids: list[list[int]], **_: Any) -> list[float]:
        return [float(ids[0] in ARMS) for ids in completion_ids]


def bandit(tiny_model: Path, out_dir: Path, **changes: Any) -> PpoTrainer:
    """A trainer whose rollouts are one token of one prompt."""
    params = GrpoParams.model_validate(
        {
            "algorithm": "ppo",
            "num_steps": 120,
            "prompts_per_step": 4,
            "group_size": 32,
            "passes": 4,
            "learning_rate": 4e-3,
            "ppo": {"target_kl": 0.02},
        }
        | changes
    )
    policy, tokenizer = load_model(tiny_model)
    problems = [coin(7, "1")] * (params.num_steps * params.prompts_per_step)

    def generate(*arguments: Any, **settings: Any) -> list[list[int]]:
        return generate_ids(*arguments, **settings | {"max_new_tokens": 1})

    rollouts = Rollouts(
        params,
        policy,
        tokenizer,
        chooser=InOrder(problems, params),
        reward=Pays(),  # type: ignore[arg-type]
        out_dir=out_dir,
        generate=generate,
    )
    watch = Watch("grpo", out_dir=out_dir, num_steps=params.num_steps, meter=Meter(), batch_of=lambda _: [])
    return PpoTrainer(params, policy, tokenizer, rollouts, out_dir=out_dir, watch=watch)


@torch.no_grad()
def chance_of_pay(model: Any, tokenizer: Any) -> float:
    ids = tokenizer(render_prompt(coin(7, "1").prompt), return_tensors="pt")["input_ids"]
    return float(model(ids).logits[0, -1].softmax(-1)[ARMS].sum())


def test_a_bandit_is_won(tiny_model: Path, tmp_path: Path) -> None:
    trainer = bandit(tiny_model, tmp_path)
    _, tokenizer = load_model(tiny_model)
    assert chance_of_pay(trainer.model, tokenizer) < 0.3
    trainer.train()
    assert chance_of_pay(trainer.model, tokenizer) > 0.95


def test_with_a_kl_penalty_the_bandit_ends_at_the_optimum_that_can_be_computed(
    tiny_model: Path, tmp_path: Path
) -> None:
    """The best policy under r - beta KL is p0(a) exp(r(a) / beta) / Z."""
    beta = 0.4
    trainer = bandit(tiny_model, tmp_path, beta=beta)
    _, tokenizer = load_model(tiny_model)
    start = chance_of_pay(trainer.model, tokenizer)
    lifted = start * torch.tensor(1 / beta).exp().item()
    trainer.train()
    assert chance_of_pay(trainer.model, tokenizer) == pytest.approx(lifted / (lifted + 1 - start), abs=0.05)


def test_a_batch_is_left_when_the_policy_has_moved_far_enough(tiny_model: Path, tmp_path: Path) -> None:
    for name, target in (("free", 0.0), ("held", 1e-3)):
        (tmp_path / name).mkdir()
        ppo = {"target_kl": target, "warmup_batches": 0}
        bandit(
            tiny_model, tmp_path / name, num_steps=20, passes=10, save_every=10, eval_every=10, ppo=ppo
        ).train()
    updates = {
        name: [row["train/updates"] for row in read_metrics(tmp_path / name / "metrics.jsonl")[0]]
        for name in ("free", "held")
    }
    assert updates["free"] == [10, 10]
    assert all(1 <= count < 10 for count in updates["held"])


def test_in_its_warm_up_only_the_critic_learns(tiny_model: Path, tmp_path: Path) -> None:
    trainer = bandit(tiny_model, tmp_path, num_steps=20, ppo={"warmup_batches": 5})
    before = {name: value.clone() for name, value in trainer.model.state_dict().items()}
    trainer.train()
    assert all(torch.equal(before[name], value) for name, value in trainer.model.state_dict().items())
    errors = [row["train/value_loss"] for row in read_metrics(tmp_path / "metrics.jsonl")[0]]
    assert errors[-1] < errors[0]


@pytest.mark.parametrize("ppo", [{}, {"critic": "model", "towers": "two"}])
def test_accumulation_changes_memory_and_not_the_result(
    ppo: dict[str, Any], tiny_model: Path, tmp_path: Path
) -> None:
    found = []
    for accumulation in (1, 4):
        (tmp_path / str(accumulation)).mkdir()
        trainer = bandit(
            tiny_model,
            tmp_path / str(accumulation),
            num_steps=8,
            accumulation=accumulation,
            save_every=8,
            ppo={**ppo, "warmup_batches": 1},
        )
        trainer.train()
        found.append(torch.cat([p.detach().flatten() for p in trainer.model.parameters()]))
    assert torch.allclose(*found, atol=2e-4)


def test_a_critic_in_the_head_leaves_the_policy_alone(tiny_model: Path, tmp_path: Path) -> None:
    trainer = bandit(tiny_model, tmp_path)
    said = trainer.model(torch.tensor([[5, 6, 7]]), output_hidden_states=True).hidden_states[-1]
    trainer._critic(said, {}, 2).sum().backward()
    assert all(p.grad is None for p in trainer.model.parameters())


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_log_probabilities_are_those_the_rollouts_were_drawn_with(
    temperature: float, tiny_model: Path
) -> None:
    model, tokenizer = load_model(tiny_model)
    problems = draw_some(6, "train")
    rollouts = []
    for n, problem in enumerate(problems):
        prompt = tokenizer(problem.prompt)["input_ids"]
        rollouts.append(
            Rollout(
                problem=problem, prompt_ids=prompt, completion_ids=[9 + n, 20, 30][: 1 + n % 3], reward=0.0
            )
        )
    with torch.no_grad():
        said = score(model, collate(rollouts, tokenizer.pad_token_id, "cpu"), temperature=temperature)
        for row, rollout in enumerate(rollouts):
            ids = torch.tensor([rollout.prompt_ids + rollout.completion_ids])
            chances = (model(ids).logits[0] / temperature).softmax(-1)
            for t, token in enumerate(rollout.completion_ids):
                now = chances[len(rollout.prompt_ids) + t - 1]
                assert said.logp[row, t].exp().item() == pytest.approx(now[token].item(), rel=1e-4)
                assert said.entropy[row, t].item() == pytest.approx(-(now * now.log()).sum().item(), rel=1e-4)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, ones: Path, taught: Path) -> Path:
    out_dir = tmp_path_factory.mktemp("ppo")
    run_task("grpo", PPO.as_json(), {"data": ones, "model": taught}, out_dir)
    return out_dir


@pytest.mark.parametrize(
    "failpoint",
    [
        "grpo.step:4",
        pytest.param("grpo.step:1", marks=pytest.mark.slow),
        pytest.param("grpo.checkpoint:2", marks=pytest.mark.slow),
        pytest.param("grpo.step:6", marks=pytest.mark.slow),
    ],
)
def test_ppo_killed_anywhere_ends_with_the_same_weights(
    failpoint: str, ones: Path, taught: Path, whole: Path, tmp_path: Path
) -> None:
    assert weights(taught) != weights(whole), "nothing was learnt, so nothing is proved"
    inputs = {"data": ones, "model": taught}
    kill_at(failpoint, "grpo", PPO, inputs, tmp_path / "run")
    report = run_task("grpo", PPO.as_json(), inputs, tmp_path / "run")
    assert weights(tmp_path / "run") == weights(whole) == report.weights_sha256
    assert (tmp_path / "run/rollouts.jsonl").read_bytes() == (whole / "rollouts.jsonl").read_bytes()


def test_a_run_of_ppo_leaves_what_a_run_of_grpo_leaves(whole: Path) -> None:
    rows = read_metrics(whole / "metrics.jsonl")[0]
    trained = [row for row in rows if "train/loss" in row]
    assert [row["step"] for row in trained] == [2, 4, 6, 8, 10, 12]
    assert {
        "train/entropy",
        "train/kl",
        "train/value_loss",
        "reward/pass_rate",
        "completion/tokens_mean",
    } <= set(trained[-1])
    assert [row["step"] for row in rows if "eval/heldout_accuracy" in row] == [0, 4, 8, 12]
    assert not (whole / "checkpoints").exists()
    load_model(whole)


def test_a_gradient_that_is_no_number_stops_ppo(tiny_model: Path, tmp_path: Path) -> None:
    trainer = bandit(tiny_model, tmp_path, ppo={"warmup_batches": 0})
    with torch.no_grad():
        trainer._critic.towers[0][-1].bias.fill_(float("nan"))  # type: ignore[index, union-attr, operator]
    with pytest.raises(TrainingError, match="not a finite number"):
        trainer.train()
