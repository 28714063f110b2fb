"""Step directories: finished or not, never in between."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tasks.artifacts import finished_report, run_once, verify_outputs, write_atomic
from tasks.errors import ConfigError, DataError, StepFailedError


@dataclass(frozen=True)
class Count:
    rows: int


class Work:
    """Counts how often it really ran."""

    def __init__(self, out_dir: Path, *, fail: Exception | None = None) -> None:
        self.runs, self.out_dir, self.fail = 0, out_dir, fail

    def __call__(self) -> Count:
        self.runs += 1
        self.seen = sorted(p.name for p in self.out_dir.iterdir())
        (self.out_dir / "rows.txt").write_text("a\nb\n")
        if self.fail:
            raise self.fail
        return Count(rows=2)


def once(work: Work, source: Path, **changes: object) -> Count:
    arguments: dict[str, object] = {
        "report_type": Count,
        "params": {"limit": 2},
        "inputs": {"source": source},
        "out_dir": work.out_dir,
        **changes,
    }
    return run_once("count", work, **arguments)  # type: ignore[arg-type]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.txt"
    path.write_text("input")
    return path


def test_the_same_work_is_done_once(tmp_path: Path, source: Path) -> None:
    work = Work(tmp_path / "out")
    assert once(work, source) == once(work, source) == Count(rows=2)
    assert work.runs == 1


@pytest.mark.parametrize("what", ["params", "input"])
def test_other_parameters_or_input_are_other_work(tmp_path: Path, source: Path, what: str) -> None:
    work = Work(tmp_path / "out")
    once(work, source)
    if what == "input":
        source.write_text("other")
        once(work, source)
    else:
        once(work, source, params={"limit": 3})
    assert work.runs == 2
    assert work.seen == ["key.json"], "the outputs of other work are gone before this work begins"


@pytest.mark.parametrize("resumable", [True, False])
def test_only_resumable_work_sees_what_its_interrupted_attempt_left(
    tmp_path: Path, source: Path, resumable: bool
) -> None:
    work = Work(tmp_path / "out", fail=KeyError("stopped"))
    with pytest.raises(KeyError):
        once(work, source, resumable=resumable)
    work.fail = None
    once(work, source, resumable=resumable)
    assert ("rows.txt" in work.seen) == resumable


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_finished_step_whose_bytes_changed_is_refused(tmp_path: Path, source: Path, damage: str) -> None:
    work = Work(tmp_path / "out")
    once(work, source)
    if damage == "changed":
        (work.out_dir / "rows.txt").write_text("a\nc\n")
    else:
        (work.out_dir / "rows.txt").unlink()
    with pytest.raises(DataError, match=r"rows\.txt"):
        once(work, source)


def test_a_full_disk_says_so_and_keeps_what_is_finished(tmp_path: Path, source: Path) -> None:
    work = Work(tmp_path / "out", fail=OSError(28, "No space left on device"))
    with pytest.raises(StepFailedError, match="no space left"):
        once(work, source)
    assert finished_report("count", {"limit": 2}, {"source": source}, work.out_dir) is None
    work.fail = None
    assert once(work, source) == Count(rows=2)


def test_a_full_disk_reported_in_words_is_recognised(tmp_path: Path, source: Path) -> None:
    work = Work(tmp_path / "out", fail=RuntimeError("I/O error: No space left on device (os error 28)"))
    with pytest.raises(StepFailedError, match="no space left"):
        once(work, source)


def test_a_folder_that_no_task_wrote_is_never_emptied(tmp_path: Path, source: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("years of work")
    with pytest.raises(ConfigError, match="no task wrote"):
        once(Work(tmp_path / "out"), source)
    with pytest.raises(ConfigError, match="would empty"):
        once(Work(tmp_path), source)
    assert (tmp_path / "out" / "thesis.txt").is_file()
    assert source.is_file()


def test_the_parent_can_tell_a_finished_step_without_running_it(tmp_path: Path, source: Path) -> None:
    work = Work(tmp_path / "out")
    once(work, source)
    assert finished_report("count", {"limit": 2}, {"source": source}, work.out_dir) == {"rows": 2}
    assert finished_report("count", {"limit": 3}, {"source": source}, work.out_dir) is None


def test_a_link_in_an_output_is_refused(tmp_path: Path, source: Path) -> None:
    work = Work(tmp_path / "out")
    once(work, source)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "link").symlink_to("/etc/passwd")
    with pytest.raises(DataError, match="symbolic link"):
        once(work, source, inputs={"source": tmp_path / "folder"})
    assert verify_outputs(work.out_dir).task == "count"


KILLED_WRITER = """
import sys
from pathlib import Path
from tasks.artifacts import write_atomic
write_atomic(Path(sys.argv[1]), b"new" * 100_000)
"""


def test_a_file_is_old_or_new_wherever_its_writer_is_killed(tmp_path: Path) -> None:
    """strace kills the writer at its n-th fsync or rename; without strace, the plain write is checked."""
    target = tmp_path / "value"
    write_atomic(target, b"old")
    for call in ("fsync", "rename"):
        for when in (1, 2):
            command = [sys.executable, "-c", KILLED_WRITER, str(target)]
            try:
                subprocess.run(
                    ["strace", "-f", "-e", f"inject={call}:signal=KILL:when={when}", *command],
                    capture_output=True,
                    check=False,
                )
            except FileNotFoundError:
                subprocess.run(command, check=True)
            assert target.read_bytes() in (b"old", b"new" * 100_000)
