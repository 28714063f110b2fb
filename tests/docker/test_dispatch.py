"""A retrain whose SFT and RL run in containers, and everything around it killed.

`python -m pytest tests/docker -m docker --log-cli-level=INFO` tells the time lost by each kill.
"""

import logging
import signal
import time
from collections.abc import Callable, Iterator

import pytest

from tests.docker.stack import DISPATCH, SECRET, SIZES, Stack, open_stack, wait_until

log = logging.getLogger(__name__)
pytestmark = pytest.mark.docker


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack with one retrain that nothing disturbed; a later one must end with its weights."""
    with open_stack(tmp_path_factory.mktemp("docker")) as found:
        began = time.monotonic()
        found.start_retrain()
        assert found.finish("retrain", seconds=1800) == 0, found.log("retrain")
        log.info("undisturbed retrain: %.0f s", time.monotonic() - began)
        yield found


@pytest.fixture(scope="module")
def endless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack whose SFT would take hours; each test goes on where the last one stopped it."""
    sizes = {"sft": {**SIZES["sft"], "num_steps": 200_000}, "dispatch": {**DISPATCH, "rl": ""}}
    with open_stack(tmp_path_factory.mktemp("endless"), sizes) as found:
        yield found


@pytest.fixture
def training(endless: Stack) -> Stack:
    """Its retrain, begun or resumed, with SFT in a container."""
    wait_until(endless.no_container_runs, "the last test's containers are gone", seconds=120)
    before = endless.last_step(1, "sft")
    endless.start_retrain()
    endless.wait_for_step(1, "sft", before + 10, seconds=900)
    return endless


def test_sft_and_rl_ran_in_containers_that_are_gone(stack: Stack) -> None:
    for step in ("sft", "traces", "grpo"):
        runs = stack.flow_runs(f"retrain-0001/{step}")
        assert [run["state"]["type"] for run in runs][-1] == "COMPLETED"
        assert all(run["work_pool_name"] == "gpu" for run in runs)
    assert stack.no_container_runs()
    assert len(stack.json("releases")) == 1


def test_everything_is_killed_in_turn_and_nothing_is_lost(stack: Stack) -> None:
    began = time.monotonic()
    stack.start_retrain()
    lost = {}

    def measure(what: str, step: str, kill: Callable[[], None]) -> None:
        before = stack.last_step(2, step)
        killed = time.monotonic()
        kill()
        lost[what] = stack.wait_for_step(2, step, before + 1, seconds=900) - killed

    def kill_container() -> None:
        stack.container("sft").kill()

    def kill_worker() -> None:
        stack.kill("worker")

    def kill_machine() -> None:
        stack.kill("worker")
        for container in stack.containers():
            if container.status == "running":
                container.kill()
        stack.start_worker()

    def kill_parent() -> None:
        stack.kill("retrain")

    def kill_server() -> None:
        stack.kill("server")

    stack.wait_for_step(2, "sft", 150, seconds=900)
    container = stack.container("sft")
    assert f"{SECRET}=between us" in container.attrs["Config"]["Env"]
    datasets = container.exec_run("ls /var/lib/reasonloop/datasets").output.decode().split()
    assert len(datasets) == 1, "exactly one dataset version"
    measure("container", "sft", kill_container)

    stack.wait_for_step(2, "sft", 450, seconds=900)
    measure("worker", "sft", kill_worker)
    time.sleep(15)
    stack.start_worker()
    stack.wait_for_step(2, "sft", 700, seconds=900)
    measure("worker and containers", "sft", kill_machine)

    stack.wait_for_step(2, "grpo", 40, seconds=1800)
    measure("parent", "grpo", kill_parent)
    alone = stack.last_step(2, "grpo")
    stack.wait_for_step(2, "grpo", alone + 3, seconds=900)
    stack.start_retrain()
    wait_until(lambda: "pool=gpu flow_run=" in stack.log("retrain")[-1500:], "the adopted run")

    stack.wait_for_step(2, "grpo", 400, seconds=900)
    measure("server", "grpo", kill_server)
    time.sleep(30)
    stack.start_server()

    assert stack.finish("retrain", seconds=1800) == 0, stack.log("retrain")
    took = time.monotonic() - began
    log.info("retrain with five kills: %.0f s; until training was past where the kill met it:", took)
    for what, seconds in lost.items():
        log.info("  %-24s %6.1f s", what, seconds)
    assert stack.weights(2) == stack.weights(1), "to the bit the weights of the undisturbed retrain"
    for step in ("sft", "traces", "grpo"):
        assert stack.curve(2, step) == stack.curve(1, step)
    assert len(stack.json("releases")) == 2, "one release more"
    assert len(stack.flow_runs("retrain-0002/grpo")) == 1, "the restarted parent adopted the running job"
    wait_until(stack.no_container_runs, "no container", seconds=60)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopping_the_retrain_stops_its_containers(training: Stack, how: signal.Signals) -> None:
    training.running["retrain"].send_signal(how)
    assert training.finish("retrain", seconds=120) != 0
    wait_until(training.no_container_runs, "no container", seconds=90)
    assert training.flow_runs("retrain-0001/sft")[-1]["state"]["type"] == "CANCELLED"


def test_cancelling_a_step_stops_its_container_and_the_retrain_says_so(training: Stack) -> None:
    training.cancel(training.flow_runs("retrain-0001/sft")[-1]["id"])
    assert training.finish("retrain", seconds=180) != 0
    assert "the same command resumes it" in training.log("retrain")
    wait_until(training.no_container_runs, "no container", seconds=90)


def test_a_container_whose_retrain_is_gone_for_good_stops_by_itself(training: Stack) -> None:
    training.kill("retrain")
    limit = DISPATCH["adopt_within_seconds"]
    began = time.monotonic()
    wait_until(training.no_container_runs, "no container", seconds=limit + 120)
    assert time.monotonic() - began > limit / 2, "it waited for a parent to adopt it"
    state = training.flow_runs("retrain-0001/sft")[-1]["state"]
    assert state["type"] == "FAILED"
    assert "gave no sign of life" in state["message"]
