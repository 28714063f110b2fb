"""Distillation from end to end: the student comes nearer to its teacher, is killed, resumed, refused."""

from pathlib import Path

import pytest
import torch

from tasks.__main__ import run_task
from tasks.errors import ConfigError, ModelError
from tasks.metrics import read_metrics
from tasks.models.build import build_model
from tasks.models.folder import load_model
from tasks.params.student import StudentParams
from tasks.params.training import ModelParams
from tasks.train.student import StudentReport
from tests.unit.train.coins import kill_at, weights

LOGITS = StudentParams(
    method="logits",
    subtasks=(),
    num_steps=12,
    batch_size=16,
    max_tokens=64,
    max_completion_tokens=16,
    warmup_steps=2,
    save_every=5,
    eval_every=6,
    eval_problems=10,
    log_every=2,
)
ON_POLICY = StudentParams.model_validate(
    LOGITS.as_json()
    | {"method": "on_policy", "batch_size": 8, "num_steps": 8, "save_every": 3, "final_learning_rate": 1e-3}
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, coins: Path, tiny_settings: ModelParams) -> Path:
    """A student from scratch, half as wide as its teacher and half as deep."""
    params = StudentParams(hidden_size=16, num_layers=1, head_dim=16, mlp_size=32)
    out_dir = tmp_path_factory.mktemp("small")
    build_model(params.model(tiny_settings), data=coins, out_dir=out_dir)
    return out_dir


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory, coins: Path, small: Path) -> Path:
    """The same, that knows the format."""
    out_dir = tmp_path_factory.mktemp("started")
    run_task("sft", LOGITS.sft(60).as_json(), {"data": coins, "model": small}, out_dir)
    return out_dir


@pytest.fixture(scope="module")
def whole_logits(tmp_path_factory: pytest.TempPathFactory, coins: Path, taught: Path, small: Path) -> Path:
    out_dir = tmp_path_factory.mktemp("logits")
    run_task("student", LOGITS.as_json(), {"data": coins, "teacher": taught, "model": small}, out_dir)
    return out_dir


@pytest.fixture(scope="module")
def whole_on_policy(
    tmp_path_factory: pytest.TempPathFactory, coins: Path, taught: Path, started: Path
) -> Path:
    out_dir = tmp_path_factory.mktemp("on-policy")
    run_task("student", ON_POLICY.as_json(), {"data": coins, "teacher": taught, "model": started}, out_dir)
    return out_dir


def report_of(params: StudentParams, data: Path, teacher: Path, model: Path, out_dir: Path) -> StudentReport:
    inputs = {"data": data, "teacher": teacher, "model": model}
    report: StudentReport = run_task("student", params.as_json(), inputs, out_dir)
    return report


def test_a_student_comes_nearer_to_its_teacher_in_a_few_steps(
    coins: Path, taught: Path, small: Path, whole_logits: Path
) -> None:
    report = report_of(LOGITS, coins, taught, small, whole_logits)
    assert report.heldout_kl < 0.9 * report.heldout_kl_before
    kl = [row["train/kl"] for row in read_metrics(whole_logits / "metrics.jsonl")[0] if "train/kl" in row]
    assert kl[-1] < kl[0]


def test_the_divergence_alone_is_enough_to_learn_from(
    coins: Path, taught: Path, small: Path, tmp_path: Path
) -> None:
    alone = LOGITS.model_copy(update={"ce_weight": 0.0, "step_weight": 0.0, "temperature": 2.0})
    report = report_of(alone, coins, taught, small, tmp_path)
    assert report.heldout_kl < report.heldout_kl_before


def test_a_twin_of_the_teacher_has_nothing_to_learn(coins: Path, taught: Path, tmp_path: Path) -> None:
    alone = LOGITS.model_copy(update={"ce_weight": 0.0, "num_steps": 2, "log_every": 1})
    report = report_of(alone, coins, taught, taught, tmp_path)
    first = next(row for row in read_metrics(tmp_path / "metrics.jsonl")[0] if "train/kl" in row)
    assert first["train/kl"] == pytest.approx(0, abs=1e-6)
    assert first["train/loss"] == pytest.approx(0, abs=1e-6)
    assert report.heldout_kl_before == pytest.approx(0, abs=1e-6)
    assert report.num_parameters == report.teacher_parameters


def test_on_its_own_completions_a_student_comes_nearer_to_its_teacher(
    coins: Path, taught: Path, started: Path, whole_on_policy: Path
) -> None:
    report = report_of(ON_POLICY, coins, taught, started, whole_on_policy)
    losses = [
        row["train/loss"] for row in read_metrics(whole_on_policy / "metrics.jsonl")[0] if "train/loss" in row
    ]
    assert losses[-1] < losses[0]
    assert report.tokens > ON_POLICY.num_steps * ON_POLICY.batch_size


@pytest.mark.parametrize(
    "failpoint",
    [
        "student.checkpoint:2",
        pytest.param("student.step:7", marks=pytest.mark.slow),
        pytest.param("student.step:12", marks=pytest.mark.slow),
        pytest.param("student.before-manifest:1", marks=pytest.mark.slow),
    ],
)
def test_killed_anywhere_a_student_of_logits_ends_with_the_same_weights(
    failpoint: str, coins: Path, taught: Path, small: Path, whole_logits: Path, tmp_path: Path
) -> None:
    inputs = {"data": coins, "teacher": taught, "model": small}
    kill_at(failpoint, "student", LOGITS, inputs, tmp_path / "run")
    report = report_of(LOGITS, coins, taught, small, tmp_path / "run")
    assert weights(tmp_path / "run") == weights(whole_logits) == report.weights_sha256
    assert weights(whole_logits) != weights(small), "nothing was learnt, so nothing is proved"


@pytest.mark.parametrize(
    "failpoint", ["student.step:5", pytest.param("student.checkpoint:2", marks=pytest.mark.slow)]
)
def test_killed_anywhere_an_on_policy_student_ends_with_the_same_weights(
    failpoint: str, coins: Path, taught: Path, started: Path, whole_on_policy: Path, tmp_path: Path
) -> None:
    inputs = {"data": coins, "teacher": taught, "model": started}
    kill_at(failpoint, "student", ON_POLICY, inputs, tmp_path / "run")
    report_of(ON_POLICY, coins, taught, started, tmp_path / "run")
    assert weights(tmp_path / "run") == weights(whole_on_policy)
    assert weights(whole_on_policy) != weights(started), "nothing was learnt, so nothing is proved"


def test_the_report_tells_sizes_times_and_both_accuracies(
    coins: Path, taught: Path, small: Path, whole_logits: Path
) -> None:
    report = report_of(LOGITS, coins, taught, small, whole_logits)
    student, _ = load_model(whole_logits)
    teacher, _ = load_model(taught)
    assert report.num_parameters == student.num_parameters() < teacher.num_parameters()
    assert report.teacher_parameters == teacher.num_parameters()
    assert report.num_steps == LOGITS.num_steps
    assert report.cpu_seconds > 0
    assert report.tokens > LOGITS.num_steps * LOGITS.batch_size
    rows = read_metrics(whole_logits / "metrics.jsonl")[0]
    heard = {row["step"]: row["eval/heldout_accuracy"] for row in rows if "eval/heldout_accuracy" in row}
    assert list(heard) == [0, 6, 12]
    assert (heard[0], heard[12]) == (report.heldout_accuracy_before, report.heldout_accuracy)
    trained = next(row for row in rows if "train/loss" in row)
    assert {"train/kl", "train/ce", "train/step_consistency", "train/learning_rate"} <= set(trained)
    parts = (trained[f"train/{name}"] for name in ("kl", "ce", "step_consistency"))
    kl, ce, steps = parts
    expected = (1 - LOGITS.ce_weight) * kl + LOGITS.ce_weight * ce + LOGITS.step_weight * steps
    assert trained["train/loss"] == pytest.approx(expected, rel=1e-4)
    assert not (whole_logits / "checkpoints").exists()


def test_another_vocabulary_is_refused(
    coins: Path, taught: Path, tiny_data: Path, tiny_settings: ModelParams, tmp_path: Path
) -> None:
    build_model(tiny_settings.model_copy(update={"vocab_size": 301}), data=tiny_data, out_dir=tmp_path / "m")
    with pytest.raises(ModelError, match="different vocabularies"):
        report_of(LOGITS, coins, taught, tmp_path / "m", tmp_path / "run")


def test_a_vocabulary_of_the_same_size_that_cuts_otherwise_is_refused(
    coins: Path, taught: Path, tiny_data: Path, tiny_settings: ModelParams, tmp_path: Path
) -> None:
    build_model(tiny_settings, data=tiny_data, out_dir=tmp_path / "m")
    with pytest.raises(ModelError, match="different vocabularies"):
        report_of(LOGITS, coins, taught, tmp_path / "m", tmp_path / "run")


def test_a_wider_embedding_is_refused(coins: Path, taught: Path, small: Path, tmp_path: Path) -> None:
    model, tokenizer = load_model(small)
    assert len(tokenizer) == 267
    model.resize_token_embeddings(275, mean_resizing=False)
    model.save_pretrained(tmp_path / "m")
    tokenizer.save_pretrained(tmp_path / "m")
    with pytest.raises(ModelError, match="the same vocabulary, but 275 and 267 logits"):
        report_of(LOGITS, coins, taught, tmp_path / "m", tmp_path / "run")


@pytest.mark.parametrize("method", ["none", "traces"])
def test_the_task_says_which_methods_are_its_own(
    method: str, coins: Path, taught: Path, small: Path, tmp_path: Path
) -> None:
    params = StudentParams.model_validate({"method": method, "subtasks": []})
    with pytest.raises(ConfigError, match=f"student.method = {method}: this task does logits and on_policy"):
        report_of(params, coins, taught, small, tmp_path)


def test_the_teacher_is_left_as_it_was(coins: Path, taught: Path, small: Path, tmp_path: Path) -> None:
    before, _ = load_model(taught)
    report_of(LOGITS.model_copy(update={"num_steps": 2}), coins, taught, small, tmp_path)
    after, _ = load_model(taught)
    assert all(
        torch.equal(one, two) for one, two in zip(before.parameters(), after.parameters(), strict=True)
    )
