"""SFT killed at any moment ends with the weights of the undisturbed run, whatever its settings."""

import multiprocessing
import os
import signal
import time
from pathlib import Path
from random import Random

import pytest

from tasks.__main__ import run_task
from tasks.artifacts import digest_file
from tasks.models.soft_prompt import FILE
from tasks.params.training import SftParams

WEIGHTS = "model.safetensors"
FULL = SftParams(
    num_steps=6,
    batch_size=8,
    max_tokens=96,
    save_every=2,
    log_every=1,
    warmup_steps=1,
    eval_problems=6,
    subtasks=(),
    optimizer="adamw",
    learning_rate=1e-2,
)
PROMPT = FULL.model_copy(update={"method": "prompt", "prompt_tokens": 5})
ENTANGLED = SftParams.model_validate(
    FULL.as_json()
    | {
        "method": "lora",
        "accumulation_steps": 2,
        "schedule": "staged",
        "label_smoothing": 0.1,
        "step_penalty": 0.5,
        "hard_batch_size": 4,
        "max_batch_tokens": 300,
    }
)


def train(params: SftParams, data: Path, model: Path, out_dir: Path) -> None:
    run_task("sft", params.as_json(), {"data": data, "model": model}, out_dir)


def digest(out_dir: Path, file: str = WEIGHTS) -> str:
    return digest_file(out_dir / "model" / file)


FORKS = multiprocessing.get_context("forkserver")
"""Children that have imported everything and done nothing: a new process in milliseconds."""
FORKS.set_forkserver_preload(["tasks.train.sft", "tasks.train.loss", "peft"])


def attempt(failpoint: str, params: SftParams, data: Path, model: Path, out_dir: Path) -> None:
    if failpoint:
        os.environ["REASONLOOP_FAILPOINT"] = failpoint
    train(params, data, model, out_dir)


def kill_at(failpoint: str, params: SftParams, data: Path, model: Path, out_dir: Path) -> None:
    child = FORKS.Process(target=attempt, args=(failpoint, params, data, model, out_dir))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL


@pytest.mark.parametrize(
    ("params", "failpoint", "file"),
    [
        pytest.param(ENTANGLED, "sft.substep:4", WEIGHTS, id="amid-accumulation"),
        pytest.param(ENTANGLED, "sft.before-manifest:1", WEIGHTS, id="at-the-end", marks=pytest.mark.slow),
        pytest.param(PROMPT, "sft.step:5", FILE, id="prompt", marks=pytest.mark.slow),
        pytest.param(
            FULL.model_copy(update={"accumulation_steps": 4}),
            "sft.substep:8",
            WEIGHTS,
            id="full",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_killed_anywhere_it_ends_with_the_same_weights(
    params: SftParams, failpoint: str, file: str, tiny_data: Path, tiny_model: Path, tmp_path: Path
) -> None:
    train(params, tiny_data, tiny_model, tmp_path / "whole")
    kill_at(failpoint, params, tiny_data, tiny_model, tmp_path / "run")
    train(params, tiny_data, tiny_model, tmp_path / "run")
    assert digest(tmp_path / "run", file) == digest(tmp_path / "whole", file)


@pytest.mark.slow
def test_thirty_kills_at_random_moments_change_no_weight(
    tiny_data: Path, tiny_model: Path, tmp_path: Path
) -> None:
    params = ENTANGLED.model_copy(update={"num_steps": 24, "save_every": 3})
    started = time.monotonic()
    attempt("", params, tiny_data, tiny_model, tmp_path / "whole")
    whole = time.monotonic() - started
    random, kills, runs = Random(5), 0, 0
    while kills < 30:
        out_dir = tmp_path / f"run{runs}"
        child = FORKS.Process(target=attempt, args=("", params, tiny_data, tiny_model, out_dir))
        child.start()
        child.join(random.uniform(0, 1.2 * whole))
        if child.exitcode is None:
            child.kill()
            child.join()
            kills += 1
            continue
        assert child.exitcode == 0
        assert digest(out_dir) == digest(tmp_path / "whole")
        runs += 1
    train(params, tiny_data, tiny_model, tmp_path / f"run{runs}")
    assert digest(tmp_path / f"run{runs}") == digest(tmp_path / "whole")
