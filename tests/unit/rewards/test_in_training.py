"""The layered reward inside TRL's trainer: its curves reach metrics.jsonl."""

from pathlib import Path

import pytest

from tasks.__main__ import run_task
from tasks.metrics import read_metrics
from tasks.params.reward import RewardParams
from tasks.params.training import GrpoParams
from tasks.rewards import COMPONENTS


@pytest.mark.parametrize("kind", ["layered", "answer"])
def test_every_component_of_a_step_is_logged(
    kind: str, tiny_data: Path, tiny_model: Path, tmp_path: Path
) -> None:
    params = GrpoParams(
        num_steps=2,
        prompts_per_step=2,
        group_size=4,
        max_completion_tokens=8,
        min_pass_rate=0,
        eval_every=1,
        eval_problems=4,
        subtasks=(),
        reward=RewardParams(kind=kind),
    )
    run_task("grpo", params.as_json(), {"data": tiny_data, "model": tiny_model}, tmp_path / "run")
    rows = read_metrics(tmp_path / "run/metrics.jsonl")[0]
    trained = [row for row in rows if "train/loss" in row]
    assert len(trained) == 2
    names = {f"reward/{name}" for name in ("total", "pass_rate", "ended", "undecided", *COMPONENTS)}
    assert all(names <= set(row) for row in trained)
    assert [row["step"] for row in rows if "reward/alarm" in row] == [1, 2]
    malformed = trained[0]["reward/format"] < 1
    assert malformed, "an untrained model does not know the format"
    assert (trained[0]["reward/total"] < 0) == (kind == "layered"), "only the layered reward has penalties"
