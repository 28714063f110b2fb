"""Dataset versions: proved before they count, whole after any kill, never changed afterwards."""

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from infra.data_version import DataStore
from infra.dvc_box import object_faults, read_tree
from tasks.dataset import read_dataset, write_dataset
from tasks.errors import BusyError, ConfigError, DataError
from tasks.params.platform import DataStoreParams
from tasks.records import Problem, problem_id

PLACES = (
    "boxed",
    "added",
    "healed",
    "pushed",
    "fetched",
    "proved",
    "receipt",
    "staged",
    "intended",
    "half-swapped",
    "swapped",
    "pointed",
)
"""Failpoints of `publish`, in the order it passes them when there was another version before."""


def make_dataset(folder: Path, *, rows: int = 30, name: str = "v") -> Path:
    problems = [
        Problem(
            problem_id=problem_id(f"{name} {i}"),
            domain="arithmetic",
            subtask="arithmetic.chain",
            level=1,
            language="en",
            prompt=f"{name} {i}",
            answer=str(i),
            source="synthetic",
            licence="Apache-2.0",
            split="train",
        )
        for i in range(rows)
    ]
    write_dataset(
        folder, {("train", "chain"): problems, ("eval", "chain"): problems[:3]}, shard_rows=7, facts={}
    )
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


def store_of(project: Path, **params: object) -> DataStore:
    return DataStore(project, project / ".reasonloop", DataStoreParams.model_validate(params))


def in_another_process(project: Path, dataset: Path, failpoint: str = "") -> "subprocess.Popen[str]":
    code = """
        import sys
        from pathlib import Path
        from infra.data_version import DataStore
        from tasks.params.platform import DataStoreParams
        project, dataset = map(Path, sys.argv[1:])
        print(DataStore(project, project / ".reasonloop", DataStoreParams()).publish(dataset).md5)
    """
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), str(project), str(dataset)],
        env={**os.environ, "REASONLOOP_FAILPOINT": failpoint},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_dvc(project: Path, *words: str) -> str:
    site = project.parent / "site"
    done = subprocess.run(
        [sys.executable, "-m", "dvc", *words],
        cwd=project,
        env={**os.environ, "DVC_SITE_CACHE_DIR": str(site), "DVC_NO_ANALYTICS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_a_version_is_published_checked_out_and_known_to_dvc(project: Path, tmp_path: Path) -> None:
    store = store_of(project)
    assert store.current() is None
    version = store.publish(make_dataset(tmp_path / "new"))
    assert store.current() == version.md5
    assert f"md5: {version.md5}.dir" in (project / "data.dvc").read_text()
    assert version.path == project / ".reasonloop" / "datasets" / version.md5
    for folder in (version.path, project / "data"):
        assert len(list(read_dataset(folder, "train"))) == 30
        assert read_tree(folder).md5 == version.md5
    assert version.num_files == 7
    assert not list((project / ".reasonloop" / "dvc" / "boxes").iterdir())
    assert not (project / "data.staging").exists()
    assert "up to date" in run_dvc(project, "status")
    shutil.rmtree(project / "data")
    shutil.rmtree(project / ".reasonloop" / "dvc" / "cache")
    run_dvc(project, "pull")
    assert read_tree(project / "data").md5 == version.md5


def test_equal_content_is_the_same_version_and_no_work(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store_of(project).publish(make_dataset(tmp_path / "new"))
    monkeypatch.setattr("infra.dvc_box.Box.run", lambda *words: pytest.fail(f"ran dvc {words}"))
    again = store_of(project).publish(make_dataset(tmp_path / "again"))
    assert again == first


def test_older_versions_stay_whole_when_a_new_one_comes(project: Path, tmp_path: Path) -> None:
    store = store_of(project)
    first = store.publish(make_dataset(tmp_path / "a", name="a"))
    second = store.publish(make_dataset(tmp_path / "b", name="b"))
    assert first.md5 != second.md5
    assert store.current() == second.md5
    shutil.rmtree(first.path)
    assert read_tree(store.checkout(f"{first.md5}.dir")).md5 == first.md5


@pytest.mark.parametrize("place", ["cache", "remote", "checkout"])
def test_flipped_bytes_are_found_and_healed(project: Path, tmp_path: Path, place: str) -> None:
    store = store_of(project)
    dataset = make_dataset(tmp_path / "a")
    version = store.publish(dataset)
    state = project / ".reasonloop"
    root = version.path if place == "checkout" else state / "dvc" / place
    for path in [p for p in root.rglob("*") if p.is_file() and not p.name.endswith(".dir")]:
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 4
        path.chmod(0o644)
        path.write_bytes(data)
        path.chmod(0o444)
    if place == "cache":
        shutil.rmtree(version.path)
    if place == "remote":
        store.publish(dataset)
        assert not object_faults(state / "dvc" / "remote", read_tree(dataset))
    assert read_tree(store.checkout(version.md5)).md5 == version.md5


def test_a_remote_that_lost_objects_but_not_the_manifest_is_filled_again(
    project: Path, tmp_path: Path
) -> None:
    store = store_of(project)
    dataset = make_dataset(tmp_path / "a")
    store.publish(dataset)
    remote = project / ".reasonloop" / "dvc" / "remote"
    objects = sorted(p for p in remote.rglob("*") if p.is_file() and not p.name.endswith(".dir"))
    for path in objects[::2]:
        path.unlink()
    store.publish(dataset)
    assert not object_faults(remote, read_tree(dataset))


def test_a_version_that_is_nowhere_whole_is_an_error_and_not_a_folder(project: Path, tmp_path: Path) -> None:
    store = store_of(project)
    version = store.publish(make_dataset(tmp_path / "a"))
    for folder in (version.path, project / ".reasonloop" / "dvc"):
        shutil.rmtree(folder)
    with pytest.raises(DataError, match=r"Set data\.remote .* or delete data\.dvc"):
        store.checkout(version.md5)
    assert not version.path.exists()
    (project / "data.dvc").unlink()
    assert store.publish(make_dataset(tmp_path / "b", name="b")).md5 == store.current()


@pytest.mark.parametrize("text", ["", "../../etc", "0" * 31, "G" * 32, "0" * 32 + "/..", "0" * 33])
def test_only_a_version_can_name_a_folder(project: Path, text: str) -> None:
    with pytest.raises(DataError, match="no dataset version"):
        store_of(project).checkout(text)


@pytest.mark.parametrize("damage", ["flip", "extra", "missing", "no index"])
def test_a_damaged_dataset_is_refused_before_anything_is_touched(
    project: Path, tmp_path: Path, damage: str
) -> None:
    dataset = make_dataset(tmp_path / "a")
    shard = next((dataset / "train").iterdir())
    if damage == "flip":
        shard.write_bytes(shard.read_bytes().replace(b"v 1", b"v 2"))
    elif damage == "extra":
        (dataset / "notes.txt").write_text("x")
    else:
        (shard if damage == "missing" else dataset / "dataset.json").unlink()
    with pytest.raises(DataError):
        store_of(project).publish(dataset)
    assert not (project / "data").exists()
    assert not (project / "data.dvc").exists()


def test_files_of_the_user_in_the_data_folder_are_moved_aside(project: Path, tmp_path: Path) -> None:
    (project / "data").mkdir()
    (project / "data" / "mine.txt").write_text("years of work")
    store_of(project).publish(make_dataset(tmp_path / "a"))
    kept = list((project / ".reasonloop" / "datasets" / "replaced").rglob("mine.txt"))
    assert [path.read_text() for path in kept] == ["years of work"]


CONFLICT = "<<<<<<< HEAD\nouts:\n- md5: {}.dir\n=======\nouts: []\n>>>>>>> other\n".format("0" * 32)


@pytest.mark.parametrize("text", ["", "outs: []", "outs:\n- md5: ../x\n", "{", "\x00", CONFLICT])
def test_a_damaged_pointer_names_the_file_and_the_ways_out(project: Path, text: str) -> None:
    pointer = project / "data.dvc"
    pointer.write_text(text)
    store = store_of(project)
    with pytest.raises(DataError, match=r"git checkout HEAD -- data\.dvc.*delete it"):
        store.current()
    pointer.unlink()
    assert store.current() is None


@pytest.mark.parametrize("path", ["../data", "/data", "", ".reasonloop/data"])
def test_the_data_folder_lies_in_the_project(project: Path, path: str) -> None:
    with pytest.raises(ConfigError, match=r"data\.path"):
        store_of(project, path=path)


def test_a_git_checkout_gets_a_commit_of_the_pointer_alone_when_asked(project: Path, tmp_path: Path) -> None:
    def git(*words: str) -> str:
        name = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
        return subprocess.run(
            ["git", *name, *words], cwd=project, check=True, capture_output=True, text=True
        ).stdout.strip()

    git("init", "--quiet")
    git("config", "user.name", "T")
    git("config", "user.email", "t@example.org")
    (project / "other.txt").write_text("not mine to commit")
    git("add", "other.txt")
    dataset = make_dataset(tmp_path / "a")
    version = store_of(project, commit=True).publish(dataset)
    assert git("show", "--name-only", "--format=%s").split("\n") == [
        f"data: version {version.md5[:12]}",
        "",
        "data.dvc",
    ]
    assert git("tag") == f"data-{version.md5[:12]}"
    store_of(project, commit=True).publish(dataset)
    assert git("rev-list", "--count", "HEAD") == "1"


def test_a_commit_is_refused_without_git(project: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no git checkout"):
        store_of(project, commit=True).publish(make_dataset(tmp_path / "a"))


def test_a_second_publisher_is_told_who_is_at_work(project: Path, tmp_path: Path) -> None:
    from infra.locks import hold

    with hold(project / ".reasonloop", "data", what="x"), pytest.raises(BusyError, match="publishing"):
        store_of(project).publish(make_dataset(tmp_path / "a"))


def check_after_kill(project: Path, old: Path, old_md5: str, new: Path) -> None:
    """Nothing is lost after a kill, and the same call finishes."""
    store = store_of(project)
    assert store.current() in {old_md5, read_tree(new).md5}
    assert read_tree(store.checkout(old_md5)).md5 == old_md5
    version = store.publish(new)
    assert store.current() == version.md5 == read_tree(project / "data").md5 == read_tree(new).md5
    assert not object_faults(project / ".reasonloop" / "dvc" / "remote", read_tree(new))
    assert not object_faults(project / ".reasonloop" / "dvc" / "remote", read_tree(old))
    assert not (project / "data.staging").exists()
    assert not (project / ".reasonloop" / "datasets" / "swap.json").exists()


def kill_at(place: str, project: Path, tmp_path: Path) -> None:
    old, new = make_dataset(tmp_path / "old", name="old"), make_dataset(tmp_path / "new", name="new")
    old_md5 = store_of(project).publish(old).md5
    process = in_another_process(project, new, f"publish.{place}")
    _, said = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, said
    check_after_kill(project, old, old_md5, new)


@pytest.mark.parametrize("place", ["pushed", "half-swapped"])
def test_a_kill_in_publish_loses_nothing(project: Path, tmp_path: Path, place: str) -> None:
    kill_at(place, project, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_a_kill_at_any_named_place_loses_nothing(project: Path, tmp_path: Path, place: str) -> None:
    kill_at(place, project, tmp_path)


@pytest.mark.slow
def test_kills_at_any_moment_lose_nothing(project: Path, tmp_path: Path) -> None:
    old = make_dataset(tmp_path / "old", name="old")
    old_md5 = store_of(project).publish(old).md5
    new = make_dataset(tmp_path / "new", rows=700, name="new")
    for attempt in range(24):
        process = in_another_process(project, new)
        time.sleep(0.25 + 0.15 * attempt)
        process.kill()
        process.communicate(timeout=60)
        assert read_tree(store_of(project).checkout(old_md5)).md5 == old_md5
    check_after_kill(project, old, old_md5, new)


def test_an_interrupted_swap_is_finished_by_whoever_comes_next(project: Path, tmp_path: Path) -> None:
    store = store_of(project)
    first = store.publish(make_dataset(tmp_path / "a", name="a"))
    second = store.publish(make_dataset(tmp_path / "b", name="b"))
    intent = project / ".reasonloop" / "datasets" / "swap.json"
    intent.write_text(json.dumps({"md5": first.md5}))
    shutil.rmtree(project / "data")
    with pytest.raises(DataError):
        store.publish(tmp_path / "nowhere")
    assert store.current() == first.md5 == read_tree(project / "data").md5
    assert read_tree(store.checkout(second.md5)).md5 == second.md5
