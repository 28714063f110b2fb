"""SFT and RL from end to end, with a model that learns in seconds: kill, resume, refuse."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch

from tasks.__main__ import run_task
from tasks.errors import TrainingError
from tasks.metrics import read_metrics
from tasks.models.folder import load_model
from tasks.train.progress import ProgressLine
from tasks.verify import same_value
from tests.unit.train.coins import GRPO, SFT, kill_at, weights


@pytest.fixture(scope="module")
def whole_sft(tmp_path_factory: pytest.TempPathFactory, coins: Path, base: Path) -> Path:
    out_dir = tmp_path_factory.mktemp("sft")
    run_task("sft", SFT.as_json(), {"data": coins, "model": base}, out_dir)
    return out_dir


@pytest.fixture(scope="module")
def whole_grpo(tmp_path_factory: pytest.TempPathFactory, ones: Path, taught: Path) -> Path:
    out_dir = tmp_path_factory.mktemp("grpo")
    run_task("grpo", GRPO.as_json(), {"data": ones, "model": taught}, out_dir)
    return out_dir


@pytest.mark.parametrize(
    "failpoint", ["sft.step:3", "sft.step:7", "sft.checkpoint:2", "sft.before-manifest:1"]
)
def test_sft_killed_anywhere_ends_with_the_same_weights(
    failpoint: str, coins: Path, base: Path, whole_sft: Path, tmp_path: Path
) -> None:
    inputs = {"data": coins, "model": base}
    kill_at(failpoint, "sft", SFT, inputs, tmp_path / "run")
    report = run_task("sft", SFT.as_json(), inputs, tmp_path / "run")
    assert weights(tmp_path / "run") == weights(whole_sft) == report.weights_sha256
    if failpoint == "sft.step:7":
        steps = [row["step"] for row in read_metrics(tmp_path / "run/metrics.jsonl")[0]]
        assert steps.count(4) == 1, "the steps before the checkpoint at 5 were done again"
        assert steps.count(6) == 2


@pytest.mark.parametrize(
    "failpoint",
    [
        "grpo.step:5",
        pytest.param("grpo.step:1", marks=pytest.mark.slow),
        pytest.param("grpo.checkpoint:2", marks=pytest.mark.slow),
    ],
)
def test_grpo_killed_anywhere_ends_with_the_same_weights(
    failpoint: str, ones: Path, taught: Path, whole_grpo: Path, tmp_path: Path
) -> None:
    assert weights(taught) != weights(whole_grpo), "nothing was learnt, so nothing is proved"
    inputs = {"data": ones, "model": taught}
    kill_at(failpoint, "grpo", GRPO, inputs, tmp_path / "run")
    report = run_task("grpo", GRPO.as_json(), inputs, tmp_path / "run")
    assert weights(tmp_path / "run") == weights(whole_grpo) == report.weights_sha256


def test_a_finished_step_holds_its_model_and_no_checkpoints(whole_sft: Path, whole_grpo: Path) -> None:
    for out_dir in (whole_sft, whole_grpo):
        assert not (out_dir / "checkpoints").exists()
        assert not list(out_dir.rglob("*.bin")) + list(out_dir.rglob("*.pt"))
        load_model(out_dir)


def test_metrics_carry_the_names_that_trackers_read(whole_sft: Path, whole_grpo: Path) -> None:
    sft = read_metrics(whole_sft / "metrics.jsonl")[0]
    grpo = read_metrics(whole_grpo / "metrics.jsonl")[0]
    rates = {"train/tokens_per_s", "train/tflops", "train/memory_gib"}
    assert {"train/loss", "train/entropy", "train/learning_rate"} | rates <= set(sft[-1])
    assert sft[-1]["of"] == 12
    trained = next(row for row in grpo if "train/loss" in row)
    assert {
        "reward/total",
        "reward/pass_rate",
        "reward/groups_without_signal",
        "completion/tokens_mean",
        "train/entropy",
    } | rates <= set(trained)
    assert "train/mfu" not in trained, "nobody states the peak of a CPU"
    assert 1e-9 < trained["train/tflops"] < 10
    assert 0.1 < trained["train/memory_gib"] < 100
    assert [row["step"] for row in grpo if "eval/heldout_accuracy" in row] == [0, 3, 6]
    seconds = [row["seconds"] for row in grpo]
    assert seconds == sorted(seconds)


def test_a_finished_step_has_its_picture(whole_sft: Path, whole_grpo: Path) -> None:
    pictures = [(out_dir / "curves.png").read_bytes() for out_dir in (whole_sft, whole_grpo)]
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert pictures[0] != pictures[1]


def test_rl_keeps_the_best_weights_and_not_the_last(whole_grpo: Path) -> None:
    report = json.loads((whole_grpo / "report.json").read_text())
    assert report["heldout_accuracy"] > report["heldout_accuracy_before"]
    evaluations = {
        row["step"]: row["eval/heldout_accuracy"]
        for row in read_metrics(whole_grpo / "metrics.jsonl")[0]
        if "eval/heldout_accuracy" in row
    }
    assert report["heldout_accuracy"] == max(evaluations.values()) == evaluations[report["best_step"]]


@pytest.mark.parametrize(
    ("window", "setting"),
    [
        ({"min_pass_rate": 0.95, "max_pass_rate": 1.0}, "min_pass_rate"),
        ({"max_pass_rate": 0.06}, "max_pass_rate"),
    ],
)
def test_rl_does_not_start_outside_its_window(
    window: dict[str, float], setting: str, ones: Path, taught: Path, tmp_path: Path
) -> None:
    params = GRPO.model_copy(update=window)
    with pytest.raises(TrainingError, match=rf"sampled pass rate 0\.\d+ .*grpo\.{setting}"):
        run_task("grpo", params.as_json(), {"data": ones, "model": taught}, tmp_path / "run")


def test_a_loss_that_is_no_number_stops_training_and_saves_the_batch(
    coins: Path, base: Path, tmp_path: Path
) -> None:
    model, tokenizer = load_model(base)
    with torch.no_grad():
        model.model.norm.weight[0] = float("nan")
    model.save_pretrained(tmp_path / "broken")
    tokenizer.save_pretrained(tmp_path / "broken")
    with pytest.raises(TrainingError, match=r"loss of step 1 .*broken-batch"):
        run_task("sft", SFT.as_json(), {"data": coins, "model": tmp_path / "broken"}, tmp_path / "run")
    saved = json.loads((tmp_path / "run/broken-batch.json").read_text())
    assert len(saved["batch"]) == SFT.batch_size
    assert all("coin" in text for text in saved["batch"])


def test_a_judge_that_breaks_ends_the_run_instead_of_scoring_nothing(
    ones: Path, taught: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = iter(range(10**9))

    def judge(answer: str, reference: str, **settings: Any) -> Any:
        if next(calls) > 100:
            raise RuntimeError("the judge's worker died")
        return same_value(answer, reference, **settings)

    monkeypatch.setattr("tasks.rewards.answer.same_value", judge)
    with pytest.raises(RuntimeError, match="worker died"):
        run_task("grpo", GRPO.as_json(), {"data": ones, "model": taught}, tmp_path / "run")


def test_nothing_is_drawn_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    line = ProgressLine("sft", 10)
    line.start()
    line.update(3, {"train/loss": 1.0})
    line.stop()
    assert capsys.readouterr() == ("", "")
