"""The benchmark for a GPU, where there is none: every line of it but those that only CUDA has."""

import json
import subprocess
import sys

import pytest

from benchmarks.training_gpu import CPU, GPU, halved
from benchmarks.training_gpu_sft import random_rows


def test_rows_of_the_benchmark_are_as_long_as_it_says() -> None:
    whole, short = random_rows(CPU, short=False), random_rows(CPU, short=True)
    assert {len(row) for row in whole.input_ids} == {CPU.row}
    assert max(len(row) for row in short.input_ids) <= CPU.row // 4
    for rows in (whole, short):
        assert len(rows.batches) == CPU.warm + CPU.steps
        assert sorted(rows.order) == list(range(len(rows.input_ids))), "each row once"
        assert rows.tokens() / len(rows.batches) == pytest.approx(CPU.row * CPU.rows, rel=0.2)


def test_a_quick_run_of_the_gpu_sizes_is_shorter() -> None:
    quick = halved(GPU)
    assert quick.scratch.sft.num_steps < GPU.scratch.sft.num_steps
    assert (quick.warm, quick.steps, quick.model) == (GPU.warm // 2, GPU.steps // 2, GPU.model)


@pytest.mark.slow
def test_all_parts_run_on_a_cpu_and_end_with_json() -> None:
    command = [sys.executable, "-m", "benchmarks.training_gpu", "--device", "cpu", "--quick"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["sft"]["TRL defaults, short rows"]["tokens_per_s"] > 0
    split = found["grpo"]["our rollouts"]
    assert split["rollouts"] + split["judge"] + split["update"] == pytest.approx(split["all"], abs=1e-3)
    assert "| all | 0.0% -> 0.0% (8) |" in done.stdout
    assert found["scratch"]["parameters"] > 0
