"""kill -9 in the middle and at the end of a data step: the same command does it again, byte for byte."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from data_fakes import row, step_folder

from tasks.artifacts import MANIFEST, verify_outputs


def run_scrub(problems: Path, out: Path, failpoint: str = "") -> int:
    """`python -m tasks scrub`, killed at `failpoint` if given."""
    command = [
        sys.executable,
        "-m",
        "tasks",
        "scrub",
        "--synthetic",
        str(problems),
        "--corpora",
        str(problems),
    ]
    environment = {**os.environ, "REASONLOOP_FAILPOINT": failpoint, "REASONLOOP_ENGINE": "processes:1"}
    done = subprocess.run([*command, "--out", str(out)], env=environment, capture_output=True, check=False)
    return done.returncode


def test_a_killed_step_leaves_no_manifest_and_the_same_command_ends_as_if_undisturbed(tmp_path: Path) -> None:
    problems = step_folder(tmp_path / "in", [row(f"Write to me{i}@example.org: {i}+{i}?") for i in range(9)])
    for place in ("scrub.row:5", "scrub.before-manifest"):
        assert run_scrub(problems, tmp_path / "killed", place) == -signal.SIGKILL
        assert not (tmp_path / "killed" / MANIFEST).exists()
    assert run_scrub(problems, tmp_path / "killed") == 0
    assert run_scrub(problems, tmp_path / "undisturbed") == 0
    assert verify_outputs(tmp_path / "killed") == verify_outputs(tmp_path / "undisturbed")
