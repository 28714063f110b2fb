"""kill -9 anywhere: the same command goes on, with the same weights and exactly one release."""

from typing import Any

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
