"""Coins to toss: data, models and settings with which training takes seconds."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tasks.artifacts import digest_file
from tasks.dataset import write_dataset
from tasks.params.training import GrpoParams, SftParams
from tasks.records import Problem, Step, problem_id
from tasks.train.rows import is_heldout

SFT = SftParams(
    num_steps=12,
    batch_size=16,
    save_every=5,
    log_every=2,
    warmup_steps=2,
    eval_problems=10,
    subtasks=(),
    max_tokens=64,
)
TAUGHT = SFT.model_copy(update={"num_steps": 150, "save_every": 1000})
GRPO = GrpoParams(
    num_steps=6,
    prompts_per_step=4,
    group_size=4,
    max_completion_tokens=12,
    save_every=2,
    eval_every=3,
    eval_problems=12,
    subtasks=(),
    learning_rate=1e-3,
)


def coin(number: int, answer: str) -> Problem:
    """A question that nothing follows from."""
    prompt = f"coin {number}"
    return Problem(
        problem_id=problem_id(prompt),
        domain="coins",
        subtask="coins.toss",
        level=1,
        language="en",
        prompt=prompt,
        answer=answer,
        steps=(Step(rule="toss", claim=f"c={answer}", output=answer),),
        source="synthetic",
        licence="Apache-2.0",
        split="train",
    )


def write_coins(folder: Path, answers: Sequence[str]) -> Path:
    """80 problems to train on, so that an epoch of SFT ends with step 5, where a checkpoint stands."""
    drawn = [coin(n, answers[int(problem_id(str(n))[:4], 16) % len(answers)]) for n in range(2_000)]
    problems = [p for p in drawn if not is_heldout(p)][:80] + [p for p in drawn if is_heldout(p)]
    write_dataset(folder, {("train", "coins"): problems}, shard_rows=2_000, facts={})
    return folder


def kill_at(failpoint: str, task: str, params: Any, inputs: dict[str, Path], out_dir: Path) -> None:
    """Run a task in a process that dies at a failpoint."""
    spec = {
        "task": task,
        "params": params.as_json(),
        "inputs": {name: str(path) for name, path in inputs.items()},
        "out_dir": str(out_dir),
    }
    path = out_dir.with_suffix(".json")
    path.write_text(json.dumps(spec))
    done = subprocess.run(
        [sys.executable, "-m", "tasks", "--spec", str(path)],
        env={**os.environ, "REASONLOOP_FAILPOINT": failpoint},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert not (out_dir / "manifest.json").exists()


def weights(out_dir: Path) -> str:
    return digest_file(out_dir / "model/model.safetensors")
