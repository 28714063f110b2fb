"""kill -9 anywhere in a refresh: the same command finishes it, as if nothing had happened."""

import contextlib
import json
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from infra.data_version import folder_fault
from infra.dvc_box import object_faults, read_tree
from tasks.artifacts import digest_path
from tasks.data.batches import PROBLEMS
from tasks.data.stage import DROPPED, QUARANTINED, read_stages

STEPS = {
    "synthesize": "synthesize.row:100",
    "ingest": "ingest.row:20",
    "scrub": "scrub.row:50",
    "clean": "clean.row:50",
    "dedup": "dedup.row:50",
    "decontaminate": "decontaminate.row:50",
    "mix": "mix.cell:3",
}
"""Step -> a place in its middle. Its boundaries are `STEP.before-manifest` and `flow.after-STEP`."""
PLACES = [
    *(place for step, inside in STEPS.items() for place in (inside, f"flow.after-{step}")),
    "publish.boxed",
    "publish.pushed",
    "publish.receipt",
    "publish.staged",
    "publish.intended",
    "publish.half-swapped",
    "publish.pointed",
    "flow.after-publish",
]
SIZES = ("--set", "synthesize.num_problems=800")
"""Enough for some new rows in every second cell."""


@pytest.fixture(scope="module")
def undisturbed(make_project: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A project with two dataset versions that nothing disturbed."""
    project = make_project(tmp_path_factory.mktemp("undisturbed"))
    for _ in range(2):
        done = project.run("refresh", *SIZES)
        assert done.returncode == 0, done.stderr
    assert len(versions(project)) == 2
    return project


@pytest.fixture
def first_version(undisturbed: Any, project: Any) -> Any:
    """Another project that has the first of these versions."""
    done = project.run("refresh", *SIZES)
    assert done.returncode == 0, done.stderr
    assert versions(project) == versions(undisturbed)[:1], "the same settings, the same version"
    return project


@pytest.mark.slow
def test_a_refresh_killed_at_one_place_after_the_other_ends_as_if_undisturbed(
    undisturbed: Any, first_version: Any
) -> None:
    project, (first,) = first_version, versions(first_version)
    for place in PLACES:
        killed = project.run("refresh", *SIZES, failpoint=place)
        assert killed.returncode != 0, f"{place} was never passed"
        assert "Traceback" not in killed.stderr
        check_last_version(project, first)
    finish_and_compare(project, undisturbed)


@pytest.mark.slow
def test_a_refresh_killed_at_any_moment_ends_as_if_undisturbed(undisturbed: Any, first_version: Any) -> None:
    project, (first,) = first_version, versions(first_version)
    for seconds in (0.2, 1, 2, 4, 8):
        with project.start("refresh", *SIZES) as running:
            wait_for_step(running.pid)
            time.sleep(seconds)
            steps = steps_of(running.pid)
            running.kill()
        psutil.wait_procs(steps, timeout=20)
        assert not [step for step in steps if step.is_running()], "a step outlived its flow"
        check_last_version(project, first)
    finish_and_compare(project, undisturbed)


def steps_of(flow: int) -> list[psutil.Process]:
    found = []
    for process in psutil.Process(flow).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):  # it has ended meanwhile
            if "tasks" in process.cmdline():
                found.append(process)
    return found


def wait_for_step(flow: int) -> None:
    deadline = time.monotonic() + 240
    while not steps_of(flow):
        assert time.monotonic() < deadline, "no step began"
        time.sleep(0.1)


def finish_and_compare(project: Any, undisturbed: Any) -> None:
    done = project.run("refresh", *SIZES)
    assert done.returncode == 0, done.stderr
    assert "was interrupted and goes on" in done.stderr
    assert versions(project) == versions(undisturbed)
    assert digest_path(project.folder / "data") == digest_path(undisturbed.folder / "data")
    check_counts(project.folder / ".reasonloop/runs/refresh-0002/steps")


def versions(project: Any) -> list[str]:
    """The versions that were published, in the order of their numbers."""
    folders = [
        f for f in (project.folder / ".reasonloop/datasets").iterdir() if (f / "dataset.json").is_file()
    ]
    return [
        f.name for f in sorted(folders, key=lambda f: json.loads((f / "dataset.json").read_text())["number"])
    ]


def check_last_version(project: Any, first: str) -> None:
    """The first version is whole, here and on the remote; `data.dvc` names it or its successor."""
    state = project.folder / ".reasonloop"
    assert not folder_fault(state / "datasets" / first, first)
    assert not object_faults(state / "dvc/remote", read_tree(state / "datasets" / first))
    pointer = (project.folder / "data.dvc").read_text()
    (named,) = [md5 for md5 in versions(project) if md5 in pointer]
    assert not folder_fault(state / "datasets" / named, named)


def check_counts(steps: Path) -> None:
    """read = kept + dropped + quarantined for every step and source, and the files hold as many rows."""
    stages = {counts.stage: counts for counts in read_stages(steps / "decontaminate")}
    for counts in stages.values():
        assert counts.read == counts.kept + sum(counts.dropped.values()) + sum(counts.quarantined.values())
        assert "." in counts.stage or counts.read == sum(sum(f.values()) for f in counts.sources.values())
    for name in list(STEPS)[:-1]:
        rows = [num_lines(steps / name / file) for file in (PROBLEMS, DROPPED, QUARANTINED)]
        counts = stages[name]
        assert rows == [counts.kept, sum(counts.dropped.values()), sum(counts.quarantined.values())]
    assert stages["ingest"].read == sum(c.read for name, c in stages.items() if name.startswith("ingest."))
    assert stages["scrub"].read == stages["synthesize"].kept + stages["ingest"].kept
    for before, after in (("scrub", "clean"), ("clean", "dedup"), ("dedup", "decontaminate")):
        assert stages[after].read == stages[before].kept
        kept = {source: fates.get("kept", 0) for source, fates in stages[before].sources.items()}
        read = {source: sum(fates.values()) for source, fates in stages[after].sources.items()}
        assert read == {source: number for source, number in kept.items() if number}


def num_lines(path: Path) -> int:
    return path.read_bytes().count(b"\n")
