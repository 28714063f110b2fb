"""Settings of RL that do not go together are refused when they are loaded, not ignored when they are used."""

from pathlib import Path
from typing import Any

import pytest

from tasks.errors import ConfigError
from tasks.params import load_params
from tasks.params.training import GrpoParams
from tasks.train.schedules import entropy_coef_at, temperature_at

PROJECT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"grpo.importance_level": "sequence"}, "GSPO is loss_type: grpo"),
        ({"grpo.loss_type": "luspo"}, "needs importance_level: sequence"),
        ({"grpo.loss_type": "vespo", "grpo.importance_level": "sequence"}, "leave importance_level: token"),
        ({"grpo.loss_type": "cispo"}, "caps the ratio itself"),
        ({"grpo.loss_type": "cispo", "grpo.epsilon_high": 5, "grpo.epsilon": 0.1}, "does not read epsilon"),
        ({"grpo.loss_type": "sapo", "grpo.epsilon": 0.1}, "does not clip"),
        ({"grpo.passes": 2}, "num_steps = 45 is no multiple of passes x minibatches = 2"),
        ({"grpo.passes": 3}, "save_every = 20 is no multiple"),
        ({"grpo.accumulation": 3}, "= 128 is no multiple of minibatches x accumulation = 3"),
        ({"grpo.algorithm": "ppo", "grpo.scale_rewards": "group"}, "does not read scale_rewards"),
        (
            {"grpo.algorithm": "ppo", "grpo.loss_type": "dapo", "grpo.mask_truncated": True},
            "loss_type, mask_tr",
        ),
        ({"grpo.algorithm": "ppo", "grpo.refill_rounds": 1}, "refill_rounds is for algorithm: grpo"),
        ({"grpo.ppo.towers": "two"}, "read by algorithm: ppo only"),
        ({"grpo.guards.max_kl": 1.0}, "needs beta > 0"),
        ({"grpo.min_pass_rate": 0.95}, "is above max_pass_rate"),
        ({"grpo.loss_type": "reinforce"}, "reinforce"),
        ({"grpo.final_temperature": 0}, "greater than 0"),
        ({"grpo.launch.num_processes": 3}, "x accumulation x ranks = 3"),
        ({"grpo.launch.num_processes": 2, "grpo.algorithm": "ppo"}, "runs in one process"),
        ({"grpo.launch.num_processes": 2, "grpo.refill_rounds": 1}, "in one process"),
        ({"grpo.launch.deepspeed": "zero3"}, "take zero2"),
        ({"grpo.launch.num_nodes": 2}, "rendezvous"),
        ({"grpo.launch.rendezvous": "a:1"}, "leave it out"),
        ({"grpo.lora.r": 4}, "read by method: lora"),
        ({"grpo.method": "lora", "grpo.lora.dropout": 0.1}, "dropout"),
        ({"grpo.method": "qlora"}, "needs device = cuda"),
        ({"grpo.method": "lora", "grpo.algorithm": "ppo", "grpo.ppo.critic": "model"}, "take critic: head"),
        ({"grpo.rollouts.engine": "generate", "grpo.refill_rounds": 1}, "take engine: shared"),
        ({"grpo.rollouts.engine": "generate", "grpo.algorithm": "ppo"}, "take engine: shared"),
        ({"grpo.rollouts.engine": "vllm"}, "needs device = cuda"),
        ({"grpo.rollouts.vllm.sleep": False}, "read by rollouts.engine: vllm only"),
        (
            {"grpo.rollouts.engine": "vllm", "grpo.device": "cuda", "grpo.rollouts.vllm.mode": "server"},
            "needs rollouts.vllm.url",
        ),
        (
            {"grpo.rollouts.engine": "vllm", "grpo.device": "cuda", "grpo.rollouts.vllm.url": "http://a:1"},
            "mode: server only",
        ),
        (
            {"grpo.rollouts.engine": "vllm", "grpo.device": "cuda", "grpo.final_temperature": 0.5},
            "not handed on to vllm",
        ),
    ],
)
def test_a_combination_that_cannot_work_is_refused_with_the_way_out(
    overrides: dict[str, Any], words: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load_params(PROJECT / "params.yaml", overrides=overrides)
    assert words.lower() in str(caught.value).lower()


@pytest.mark.parametrize(
    "overrides",
    [
        {"grpo.loss_type": "grpo", "grpo.importance_level": "sequence"},
        {"grpo.loss_type": "dapo", "grpo.refill_rounds": 3, "grpo.mask_truncated": True},
        {"grpo.loss_type": "cispo", "grpo.epsilon_high": 5.0},
        {"grpo.algorithm": "ppo", "grpo.ppo.towers": "two", "grpo.beta": 0.01, "grpo.guards.max_kl": 1.0},
        {"grpo.num_steps": 80, "grpo.passes": 2, "grpo.minibatches": 2, "grpo.accumulation": 4},
        {"grpo.method": "lora", "grpo.lora.r": 8, "grpo.beta": 0.01},
        {"grpo.rollouts.engine": "generate"},
        {"grpo.rollouts.engine": "vllm", "grpo.device": "cuda", "grpo.rollouts.vllm.memory_share": 0.5},
    ],
)
def test_a_recipe_loads_and_survives_the_way_through_json(overrides: dict[str, Any]) -> None:
    section = load_params(PROJECT / "params.yaml", overrides=overrides).grpo
    assert GrpoParams.model_validate(section.as_json()) == section


def test_the_temperature_goes_down_a_straight_line_and_only_between_batches() -> None:
    params = GrpoParams(
        num_steps=10, passes=2, save_every=2, eval_every=2, temperature=0.7, final_temperature=0.3
    )
    found = [round(temperature_at(params, step), 6) for step in range(10)]
    assert found == [0.7, 0.7, 0.6, 0.6, 0.5, 0.5, 0.4, 0.4, 0.3, 0.3]
    assert temperature_at(GrpoParams(num_steps=1, temperature=0.7, final_temperature=0.3), 0) == 0.7
    assert temperature_at(GrpoParams(temperature=0.7), 50) == 0.7


def test_the_entropy_bonus_goes_down_by_stairs_to_nothing() -> None:
    params = GrpoParams(entropy_coef=0.1)
    steps = {0: 0.1, 9_999: 0.1, 10_000: 0.09, 50_000: 0.05, 99_999: 0.01, 100_000: 0.0, 10**9: 0.0}
    assert {step: round(entropy_coef_at(params, step), 12) for step in steps} == steps
