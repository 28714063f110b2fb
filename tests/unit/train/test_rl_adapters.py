"""RL of low-rank adapters: what is learnt, what is left, and what a kill changes."""

from pathlib import Path
from typing import Any

import pytest
import torch

from tasks.__main__ import run_task
from tasks.errors import TrainingError
from tasks.models.folder import load_model
from tasks.params.training import GrpoParams
from tasks.train.adapters import adapted
from tests.unit.train.coins import GRPO, kill_at, weights

LORA: dict[str, Any] = {
    "method": "lora",
    "lora": {"r": 4},
    "learning_rate": 3e-2,
    "num_steps": 20,
    "group_size": 8,
    "save_every": 5,
    "eval_every": 5,
}
ALGORITHMS: dict[str, dict[str, Any]] = {
    "grpo": {"beta": 0.05},
    "ppo": {"algorithm": "ppo", "beta": 0.05, "ppo": {"warmup_batches": 1}},
}


def settings(algorithm: str, **changes: Any) -> GrpoParams:
    return GrpoParams.model_validate(GRPO.as_json() | LORA | ALGORITHMS[algorithm] | changes)


@pytest.fixture(scope="module", params=list(ALGORITHMS))
def whole(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, ones: Path, taught: Path
) -> Any:
    """(algorithm, directory, report) of an undisturbed run."""
    out_dir = tmp_path_factory.mktemp(request.param)
    params = settings(request.param)
    report = run_task("grpo", params.as_json(), {"data": ones, "model": taught}, out_dir)
    return request.param, out_dir, report


def test_only_the_adapter_learns_and_ends_in_the_weights(whole: Any, taught: Path) -> None:
    _, out_dir, report = whole
    before, after = (load_model(folder)[0].state_dict() for folder in (taught, out_dir))
    assert before.keys() == after.keys(), "a full model folder, without PEFT's names"
    assert report.best_step > 0, "nothing was learnt, so nothing is proved"
    changed = {name.split(".")[-2] for name in before if not torch.equal(before[name], after[name])}
    assert changed == {"q_proj", "v_proj"}
    assert report.num_trained < sum(value.numel() for value in before.values()) / 5
    assert report.heldout_accuracy > report.heldout_accuracy_before


@pytest.mark.parametrize(
    "failpoint", ["grpo.step:8", pytest.param("grpo.checkpoint:2", marks=pytest.mark.slow)]
)
def test_killed_anywhere_it_ends_with_the_same_weights(
    failpoint: str, whole: Any, ones: Path, taught: Path, tmp_path: Path
) -> None:
    algorithm, out_dir, report = whole
    inputs = {"data": ones, "model": taught}
    kill_at(failpoint, "grpo", settings(algorithm), inputs, tmp_path / "run")
    again = run_task("grpo", settings(algorithm).as_json(), inputs, tmp_path / "run")
    assert weights(tmp_path / "run") == weights(out_dir) == again.weights_sha256 == report.weights_sha256


def test_an_untrained_adapter_changes_nothing_and_is_the_same_every_time(taught: Path) -> None:
    policy, tokenizer = load_model(taught)
    ids = torch.tensor([tokenizer("coin 7")["input_ids"]])
    with torch.no_grad():
        plain = policy(ids).logits
        torch.manual_seed(1)
        one = adapted(settings("grpo"), policy)
        assert torch.equal(one(ids).logits, plain)
    torch.manual_seed(2)
    two = adapted(settings("grpo"), load_model(taught)[0])
    assert all(
        torch.equal(a, b) for a, b in zip(one.state_dict().values(), two.state_dict().values(), strict=True)
    )


def test_vllm_that_is_not_there_is_said_before_training() -> None:
    from tasks.train.trl_grpo import _vllm

    params = settings("grpo", device="cuda", rollouts={"engine": "vllm"})
    with pytest.raises(TrainingError, match=r"pip install 'trl\[vllm\]'"):
        _vllm(params)


def test_the_settings_of_vllm_reach_trl(monkeypatch: pytest.MonkeyPatch) -> None:
    from trl import GRPOConfig, import_utils

    from tasks.train.trl_grpo import _vllm

    monkeypatch.setattr(import_utils, "is_vllm_available", lambda: True)
    colocate = _vllm(
        settings("grpo", device="cuda", rollouts={"engine": "vllm", "vllm": {"memory_share": 0.5}})
    )
    server = {"mode": "server", "url": "http://10.0.0.7:8000"}
    served = _vllm(settings("grpo", device="cuda", rollouts={"engine": "vllm", "vllm": server}))
    assert (colocate["vllm_mode"], colocate["vllm_gpu_memory_utilization"]) == ("colocate", 0.5)
    assert (served["vllm_mode"], served["vllm_server_base_url"]) == ("server", "http://10.0.0.7:8000")
    known = GRPOConfig.__dataclass_fields__
    assert set(colocate) | set(served) <= set(known), "TRL has renamed a setting"
