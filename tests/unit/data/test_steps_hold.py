"""Every step: counts add up, a kill leaves nothing half, and the number of workers changes nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from data_fakes import row, step_folder
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.artifacts import MANIFEST, verify_outputs
from tasks.data.batches import PROBLEMS, read_problems
from tasks.data.clean import clean_problems
from tasks.data.decontaminate import decontaminate_problems
from tasks.data.dedup import deduplicate_problems
from tasks.data.stage import DROPPED, QUARANTINED
from tasks.errors import DataError
from tasks.params.data import CleanParams, DecontaminateParams, DedupParams
from tasks.records import DroppedRow, Problem, read_jsonl

STEPS: dict[str, Callable[..., Any]] = {
    "clean": lambda **paths: clean_problems(CleanParams(), **paths),
    "dedup": lambda **paths: deduplicate_problems(DedupParams(), **paths),
    "decontaminate": lambda **paths: decontaminate_problems(DecontaminateParams(), **paths),
}
TEXTS = [
    "",
    "?",
    "7",
    "What is 3+4?",
    "what is 3 + 4",
    "Find 12% of 50. Hurry!",
    "图中有几个3？",
    "小明有3个苹果，小红有4个。",
]
HOSTILE = st.one_of(st.sampled_from(TEXTS), st.text(max_size=30))
ROWS = st.builds(
    row,
    HOSTILE,
    st.sampled_from(["7", "8", "\\frac{", "A", "", "1/0"]),
    solution=HOSTILE,
    language=st.sampled_from(["en", "zh"]),
    source=st.sampled_from(["tal_scq5k", "other", "synthetic"]),
    split=st.sampled_from(["train", "eval"]),
    level=st.integers(0, 6),
    checkable=st.booleans(),
)


@pytest.mark.parametrize("step", STEPS)
@given(rows=st.lists(ROWS, max_size=25))
@settings(max_examples=25, deadline=None)
def test_every_row_is_kept_dropped_or_quarantined(
    tmp_path_factory: pytest.TempPathFactory, step: str, rows: list[Problem]
) -> None:
    folder = tmp_path_factory.mktemp(step)
    counts = STEPS[step](problems=step_folder(folder / "in", rows), out_dir=folder / "out").counts
    written = len(list(read_problems(folder / "out")))
    gone = [len(list(read_jsonl(folder / "out" / name, DroppedRow))) for name in (DROPPED, QUARANTINED)]
    assert counts.read == len(rows) == written + sum(gone)
    assert (counts.kept, sum(counts.dropped.values()), sum(counts.quarantined.values())) == (written, *gone)


@pytest.mark.parametrize("step", STEPS)
def test_a_line_that_is_no_row_is_refused_with_its_place(tmp_path: Path, step: str) -> None:
    problems = step_folder(tmp_path / "in", [row("What is 3+4?")])
    with (problems / PROBLEMS).open("a") as out:
        out.write('{"problem_id": 3}\n')
    with pytest.raises(DataError, match=r"problems\.jsonl:2"):
        STEPS[step](problems=problems, out_dir=tmp_path / "out")


def many_rows(number: int) -> list[Problem]:
    texts = [
        f"In shop {i} a pen costs {i % 50 + 1} coins. What do {i % 7 + 2} pens cost there?"
        for i in range(number)
    ]
    return [
        row(text, str((i % 50 + 1) * (i % 7 + 2)), split="eval" if i % 50 == 0 else "train", solution=text)
        for i, text in enumerate(texts)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_the_number_of_workers_changes_no_byte(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    problems = step_folder(tmp_path / "in", many_rows(2_600))
    for place in ("processes:1", "processes:3"):
        monkeypatch.setenv("REASONLOOP_ENGINE", place)
        STEPS[step](problems=problems, out_dir=tmp_path / place)
    names = {path.name for path in (tmp_path / "processes:1").iterdir()} - {"metrics.jsonl"}
    for name in names:
        assert (tmp_path / "processes:1" / name).read_bytes() == (
            tmp_path / "processes:3" / name
        ).read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_a_step_killed_midway_is_done_again_by_the_same_command(tmp_path: Path, step: str) -> None:
    problems = step_folder(tmp_path / "in", many_rows(6_000))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "tasks", step, "--problems", str(problems), "--out", str(out)]
    child = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    written = out / PROBLEMS
    while child.poll() is None and not (written.is_file() and written.stat().st_size):
        pass
    child.kill()
    child.wait()
    assert not (out / MANIFEST).exists()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    fresh = tmp_path / "fresh"
    again = [*command[:-1], str(fresh)]
    subprocess.run(
        again, check=True, env={**os.environ, "REASONLOOP_ENGINE": "processes:1"}, capture_output=True
    )
    assert {p.name for p in out.iterdir()} == {p.name for p in fresh.iterdir()}
    assert written.read_bytes() == (fresh / PROBLEMS).read_bytes()


def run_scrub(problems: Path, out: Path, failpoint: str = "") -> int:
    """`python -m tasks scrub`, killed at `failpoint` if given."""
    words = ["scrub", "--synthetic", str(problems), "--corpora", str(problems), "--out", str(out)]
    environment = {**os.environ, "REASONLOOP_FAILPOINT": failpoint}
    done = subprocess.run(
        [sys.executable, "-m", "tasks", *words], env=environment, capture_output=True, check=False
    )
    return done.returncode


def test_a_step_killed_in_its_middle_and_at_its_end_ends_as_if_undisturbed(tmp_path: Path) -> None:
    problems = step_folder(tmp_path / "in", [row(f"Write to me{i}@example.org: {i}+{i}?") for i in range(9)])
    for place in ("scrub.row:5", "scrub.before-manifest"):
        assert run_scrub(problems, tmp_path / "killed", place) == -signal.SIGKILL
        assert not (tmp_path / "killed" / MANIFEST).exists()
    assert run_scrub(problems, tmp_path / "killed") == 0
    assert run_scrub(problems, tmp_path / "undisturbed") == 0
    assert verify_outputs(tmp_path / "killed") == verify_outputs(tmp_path / "undisturbed")
