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


@pytest.mark.slow
def test_the_same_command_resumes_wherever_it_was_killed(project: Any) -> None:
    undisturbed = project.run("retrain")
    assert undisturbed.returncode == 0, undisturbed.stderr
    expected = project.report("retrain-0001", "grpo")["weights_sha256"]
    for number, (place, failpoint) in enumerate(PLACES.items(), start=2):
        words = ["--refresh", "always"] if failpoint.startswith("publish") else []
        killed = project.run("retrain", *words, failpoint=failpoint)
        assert killed.returncode != 0, f"{place}: the failpoint {failpoint} was never passed"
        resumed = project.run("retrain", *words)
        assert resumed.returncode == 0, f"{place}: {resumed.stderr}"
        if not words:
            assert project.report(f"retrain-{number:04d}", "grpo")["weights_sha256"] == expected, place
        assert len(project.json("releases")) == number, f"{place}: exactly one release each"


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
