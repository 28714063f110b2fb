"""A retrain whose training and evaluation run on a work pool of processes: no container, same contract."""

from pathlib import Path

import psutil
import pytest

from tests.docker.stack import POOL, open_stack, wait_until
from tests.e2e.conftest import MINIATURE

pytestmark = pytest.mark.slow


def test_a_killed_step_on_a_process_pool_is_begun_again_and_released_once(tmp_path: Path) -> None:
    dispatch = {"pools": {POOL: {"type": "process", "limit": 2}}, "sft": POOL, "rl": POOL, "evaluate": POOL}
    sizes = {"sft": {**MINIATURE["sft"], "num_steps": 300}, "grpo": MINIATURE["grpo"]}
    with open_stack(tmp_path, {"dispatch": dispatch, **sizes}) as stack:
        stack.start_retrain()
        stack.wait_for_step(1, "sft", 50, seconds=900)
        worker = psutil.Process(stack.running["worker"].pid)
        steps = [p for p in worker.children(recursive=True) if "tasks" in p.cmdline()]
        sft = next(p for p in steps if p.cmdline()[-1].endswith("sft.json"))
        wait_until(lambda: sft.parent(), "the flow of the step").kill()
        assert stack.finish("retrain", seconds=1800) == 0, stack.log("retrain")
        states = [run["state"]["type"] for run in stack.flow_runs("retrain-0001/sft")]
        assert states == ["CRASHED", "COMPLETED"]
        evaluated = stack.flow_runs("retrain-0001/evaluate-rl")
        assert [run["work_pool_name"] for run in evaluated] == [POOL]
        assert len(stack.json("releases")) == 1
        assert not sft.is_running(), "the kernel killed the training with its flow"
