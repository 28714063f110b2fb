"""kill -9 anywhere: the same command goes on, with the same weights and exactly one release."""

import signal
import time
from typing import Any

import psutil
import pytest

PLACES = {
    "in SFT": "sft.step:13",
    "in RL": "grpo.step:4",
    "before a step is finished": "sft.before-manifest",
    "the flow, between two steps": "flow.after-sft",
    "the flow, while others train": "flow.after-grpo",
    "after the model is logged": "release.after-log",
    "after it is registered": "release.after-register",
    "after it is in the ledger": "release.after-append",
    "between two aliases": "release.between-aliases",
    "while data is published": "publish.half-swapped",
}


@pytest.fixture(scope="module")
def undisturbed(make_project: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A project with one retrain that nothing disturbed; later ones must end with its weights."""
    project = make_project(tmp_path_factory.mktemp("undisturbed"))
    done = project.run("retrain")
    assert done.returncode == 0, done.stderr
    return project


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_the_same_command_resumes_wherever_it_was_killed(undisturbed: Any, place: str) -> None:
    failpoint = PLACES[place]
    words = ["--refresh", "always"] if failpoint.startswith("publish") else []
    before = len(undisturbed.json("releases"))
    killed = undisturbed.run("retrain", *words, failpoint=failpoint)
    assert killed.returncode != 0, f"the failpoint {failpoint} was never passed"
    resumed = undisturbed.run("retrain", *words)
    assert resumed.returncode == 0, resumed.stderr
    assert "was interrupted and goes on" in resumed.stderr
    assert len(undisturbed.json("releases")) == before + 1, "exactly one release"
    if not words:
        ours, first = undisturbed.weights(before + 1), undisturbed.weights(1)
        assert ours == first


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_stopped_retrain_leaves_no_process_and_goes_on(project: Any, how: signal.Signals) -> None:
    with project.start("retrain", "--set", "sft.num_steps=4000") as running:
        metrics = project.folder / ".reasonloop/runs/retrain-0001/steps/sft/metrics.jsonl"
        deadline = time.monotonic() + 240
        while not metrics.is_file() and time.monotonic() < deadline:
            time.sleep(0.2)
        children = psutil.Process(running.pid).children(recursive=True)
        assert any("tasks" in child.cmdline() for child in children)
        running.send_signal(how)
        running.wait(30)
    if how is not signal.SIGKILL:
        assert running.returncode == 130
        assert not [child for child in children if child.is_running()]
    project.run("refresh")
    assert not [child for child in children if child.is_running()], "a server outlived its owner"
