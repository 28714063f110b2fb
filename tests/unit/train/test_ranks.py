"""Training in several processes: what they are given, what their failures become, and the same result."""

import json
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from tasks.__main__ import run_task
from tasks.artifacts import digest_file
from tasks.errors import StepFailedError, TrainingError
from tasks.metrics import read_metrics
from tasks.models.folder import load_model
from tasks.params.training import GrpoParams, SftParams
from tasks.train.ranks import FOLDER, deepspeed_config, launch_command, run_ranks
from tests.unit.train.coins import GRPO

ALONE = SftParams(
    num_steps=6,
    batch_size=8,
    max_tokens=96,
    save_every=2,
    log_every=1,
    warmup_steps=1,
    eval_problems=6,
    subtasks=(),
    optimizer="adamw",
)
TWO = SftParams.model_validate(ALONE.as_json() | {"launch": {"num_processes": 2}})


def with_deepspeed(stage: str, **more: Any) -> SftParams:
    return SftParams.model_validate(ALONE.as_json() | {"launch": {"deepspeed": stage}} | more)


def test_deepspeed_is_told_what_the_settings_say() -> None:
    assert deepspeed_config(ALONE) is None
    found = {
        stage: deepspeed_config(with_deepspeed(stage))["zero_optimization"]  # type: ignore[index]
        for stage in ("zero2", "zero2_offload", "zero3")
    }
    assert [zero["stage"] for zero in found.values()] == [2, 2, 3]
    assert [stage for stage, zero in found.items() if "offload_optimizer" in zero] == ["zero2_offload"]
    assert not deepspeed_config(with_deepspeed("zero2"))["bf16"]["enabled"]  # type: ignore[index]
    assert deepspeed_config(with_deepspeed("zero2", device="cuda"))["bf16"]["enabled"]  # type: ignore[index]


def test_the_launcher_starts_as_many_ranks_as_asked_for() -> None:
    assert "--nproc-per-node=2" in launch_command(TWO, Path("spec.json"))


def ranks_that(leave: dict[str, Any], status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_: Any) -> Any:
        for name, content in leave.items():
            (Path(command[-1]).parent / name).write_text(json.dumps(content))
        return SimpleNamespace(returncode=status)

    monkeypatch.setattr(subprocess, "run", run)


def test_the_report_of_rank_0_is_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ranks_that({"report.json": {"num_steps": 6}}, 0, monkeypatch)
    assert run_ranks("sft", TWO, {"data": tmp_path}, tmp_path) == {"num_steps": 6}
    assert not (tmp_path / FOLDER).exists()


def test_the_error_of_a_rank_is_the_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ranks_that({"error-1.json": {"type": "TrainingError", "message": "no memory"}}, 1, monkeypatch)
    with pytest.raises(TrainingError, match="no memory"):
        run_ranks("sft", TWO, {"data": tmp_path}, tmp_path)


def test_ranks_that_die_without_a_word_fail_the_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ranks_that({}, -9, monkeypatch)
    with pytest.raises(StepFailedError, match="status -9"):
        run_ranks("sft", TWO, {"data": tmp_path}, tmp_path)


def test_deepspeed_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(TrainingError, match="pip install deepspeed"):
        run_ranks("sft", with_deepspeed("zero2"), {"data": tmp_path}, tmp_path)


def losses(out_dir: Path) -> list[float]:
    return [row["train/loss"] for row in read_metrics(out_dir / "metrics.jsonl")[0] if "train/loss" in row]


def killed_and_resumed(
    params: SftParams, inputs: dict[str, Path], out_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """The digest of the weights of a run whose ranks all die in step 5."""
    monkeypatch.setenv("REASONLOOP_FAILPOINT", "sft.step:5")
    with pytest.raises(StepFailedError, match="ended with status"):
        run_task("sft", params.as_json(), inputs, out_dir)
    monkeypatch.delenv("REASONLOOP_FAILPOINT")
    run_task("sft", params.as_json(), inputs, out_dir)
    return digest_file(out_dir / "model/model.safetensors")


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["none", "zero2", "zero2_offload", "zero3"])
def test_two_ranks_train_what_one_process_trains_and_go_on_after_a_kill(
    stage: str, tiny_data: Path, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if stage != "none":
        pytest.importorskip("deepspeed")
    inputs = {"data": tiny_data, "model": tiny_model}
    launch = {"launch": {"num_processes": 2, "deepspeed": stage}}
    params = SftParams.model_validate(ALONE.as_json() | launch)
    run_task("sft", ALONE.as_json(), inputs, tmp_path / "one")
    report = run_task("sft", params.as_json(), inputs, tmp_path / "two")
    assert losses(tmp_path / "two") == pytest.approx(losses(tmp_path / "one"), abs=1e-3)
    one, two = (load_model(tmp_path / name)[0].state_dict() for name in ("one", "two"))
    assert all(torch.allclose(one[name], two[name], atol=2e-3) for name in one)
    assert killed_and_resumed(params, inputs, tmp_path / "killed", monkeypatch) == report.weights_sha256


@pytest.mark.slow
@pytest.mark.parametrize("launch", [{"num_processes": 2}, {"num_processes": 2, "deepspeed": "zero2_offload"}])
def test_rl_in_two_ranks_learns_and_goes_on_after_a_kill(
    launch: dict[str, Any], ones: Path, taught: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "deepspeed" in launch:
        pytest.importorskip("deepspeed")
    inputs = {"data": ones, "model": taught}
    params = GrpoParams.model_validate(GRPO.as_json() | {"num_steps": 12, "launch": launch})
    whole = run_task("grpo", params.as_json(), inputs, tmp_path / "whole")
    assert whole.best_step > 0
    assert whole.heldout_accuracy > whole.heldout_accuracy_before
    monkeypatch.setenv("REASONLOOP_FAILPOINT", "grpo.step:5")
    with pytest.raises(StepFailedError, match="ended with status"):
        run_task("grpo", params.as_json(), inputs, tmp_path / "killed")
    monkeypatch.delenv("REASONLOOP_FAILPOINT")
    again = run_task("grpo", params.as_json(), inputs, tmp_path / "killed")
    assert again.weights_sha256 == whole.weights_sha256


@pytest.mark.slow
def test_two_machines_meet_and_train_what_one_trains(
    tiny_data: Path, tiny_model: Path, tmp_path: Path
) -> None:
    """Two launchers stand for two machines; the second is started as a user would start it."""
    inputs = {"data": tiny_data, "model": tiny_model}
    run_task("sft", ALONE.as_json(), inputs, tmp_path / "one")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    launch = {"launch": {"num_nodes": 2, "rendezvous": f"127.0.0.1:{port}"}}
    two = SftParams.model_validate(ALONE.as_json() | launch)
    spec = tmp_path / "two" / FOLDER / "spec.json"
    wait = f"until [ -f {spec} ]; do sleep 0.2; done; exec {sys.executable} -m tasks.train.ranks {spec}"
    with subprocess.Popen(["bash", "-c", wait]) as other:
        run_task("sft", two.as_json(), inputs, tmp_path / "two")
        assert other.wait(timeout=120) == 0
    assert losses(tmp_path / "two") == pytest.approx(losses(tmp_path / "one"), abs=1e-3)


def test_machines_that_cannot_find_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="host:port of the first machine"):
        SftParams.model_validate({"launch": {"num_nodes": 2}})


def test_each_machine_starts_its_own_ranks() -> None:
    launch = {"num_nodes": 2, "num_processes": 4, "rendezvous": "10.0.0.7:29400"}
    params = SftParams.model_validate({"launch": launch})
    command = launch_command(params, Path("step/ranks/spec.json"))
    assert {"--nnodes=2", "--nproc-per-node=4", "--rdzv-endpoint=10.0.0.7:29400"} <= set(command)
    assert params.launch.num_ranks == 8
