from pathlib import Path
from typing import Any

import pytest
import torch

from tasks.models.folder import load_model
from tasks.train.best import BestModel
from tasks.train.checkpoints import COMMIT, commit_checkpoint, committed, prune
from tasks.train.meter import Meter
from tasks.train.run import resume_point


def write_checkpoint(root: Path, step: int, *, commit: bool = True) -> Path:
    folder = root / f"checkpoint-{step}"
    folder.mkdir(parents=True)
    (folder / "weights").write_bytes(bytes(range(step % 256)) * 3)
    (folder / "training_args.bin").write_bytes(b"a pickle")
    if commit:
        commit_checkpoint(folder, step=step, facts={"cpu_seconds": step / 2, "seconds": step, "tokens": 1.0})
    return folder


def test_the_newest_committed_checkpoint_is_the_one_to_go_on_from(tmp_path: Path) -> None:
    for step in (9, 100, 20):
        write_checkpoint(tmp_path, step)
    found = resume_point(tmp_path)
    assert found is not None
    assert found[0].name == "checkpoint-100", "numbers, not names, decide"
    assert found[1]["cpu_seconds"] == 50


def test_a_checkpoint_without_a_commit_is_deleted(tmp_path: Path) -> None:
    write_checkpoint(tmp_path, 5)
    unfinished = write_checkpoint(tmp_path, 10, commit=False)
    assert [commit.step for _, commit in committed(tmp_path)] == [5]
    assert not unfinished.exists()


@pytest.mark.parametrize("damage", ["flip", "truncate", "missing", "added", "commit"])
def test_a_damaged_checkpoint_is_deleted_and_the_one_before_it_is_used(tmp_path: Path, damage: str) -> None:
    write_checkpoint(tmp_path, 5)
    folder = write_checkpoint(tmp_path, 10)
    weights = folder / "weights"
    data = bytearray(weights.read_bytes())
    if damage == "flip":
        data[3] ^= 4
        weights.write_bytes(data)
    elif damage == "truncate":
        weights.write_bytes(data[:-1])
    elif damage == "missing":
        weights.unlink()
    elif damage == "added":
        (folder / "optimizer.pt").write_bytes(b"cos\nsystem\n")
    else:
        (folder / COMMIT).write_bytes(b'{"step": 10')
    assert [commit.step for _, commit in committed(tmp_path)] == [5]
    assert not folder.exists()


def test_nothing_to_go_on_from_is_no_error(tmp_path: Path) -> None:
    assert resume_point(tmp_path / "absent") is None


def test_no_pickled_arguments_survive_a_commit(tmp_path: Path) -> None:
    assert not (write_checkpoint(tmp_path, 3) / "training_args.bin").exists()


def test_the_last_two_stay(tmp_path: Path) -> None:
    for step in range(1, 6):
        write_checkpoint(tmp_path, step)
    prune(tmp_path, keep=2)
    assert [commit.step for _, commit in committed(tmp_path)] == [4, 5]


def test_the_best_weights_come_back_and_the_earlier_of_two_equals_wins(
    tmp_path: Path, tiny_model: Path
) -> None:
    model, tokenizer = load_model(tiny_model)
    best = BestModel(tmp_path, model, tokenizer)

    def paint(value: float) -> None:
        with torch.no_grad():
            model.model.norm.weight.fill_(value)

    for step, accuracy in [(0, 0.2), (10, 0.6), (20, 0.5), (30, 0.6)]:
        paint(step)
        best.offer(step, accuracy)
    assert BestModel(tmp_path, model, tokenizer).restore() == (10, 0.6)
    assert model.model.norm.weight[0] == 10
    assert [p.name for p in tmp_path.iterdir()] == ["best-000010"]


def test_steps_done_again_do_not_change_what_is_best(tmp_path: Path, tiny_model: Path) -> None:
    best = BestModel(tmp_path, *load_model(tiny_model))
    for step, accuracy in [(0, 0.2), (10, 0.6), (5, 0.3), (10, 0.6)]:
        best.offer(step, accuracy)
    assert best.restore() == (10, 0.6)


def test_time_is_carried_over_and_counts_nothing_before_the_start() -> None:
    meter = Meter()
    meter.lap()
    assert meter.facts() == {"cpu_seconds": 0, "seconds": 0, "tokens": 0, "flops": 0}
    meter.restore({"cpu_seconds": 5.0, "seconds": 7.0, "tokens": 11.0})
    meter.start()
    sum(range(200_000))
    facts: dict[str, Any] = meter.facts()
    assert facts["cpu_seconds"] > 5
    assert facts["seconds"] > 7
    assert facts["tokens"] == 11
