"""Releases in MLflow: one per request whatever happens, three to roll back to, aliases that agree."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from release_processes import MODEL, open_tracking, release_one, run_at_once, run_with_failpoint

from infra.ledger import IncumbentMovedError
from infra.releases import Releases
from infra.releases_register import KEY_TAG
from infra.tracking import DatasetVersion, Tracking
from infra.tracking_client import TrackingError
from tasks.errors import ModelError, ReleaseError

Make = Callable[[str], Path]


@pytest.fixture
def releases(tracking: Tracking) -> Releases:
    return Releases(tracking, MODEL)


def release_three(folder: Path, model: Make, number: int = 3) -> None:
    for version in range(1, number + 1):
        release_one(folder, model(f"v{version}"), version - 1 or None)


def aliases(releases: Releases) -> dict[str, int]:
    found = releases.tracking.client.get_registered_model(MODEL).aliases
    return {alias: int(version) for alias, version in found.items()}


def test_three_releases_are_listed_newest_first(tmp_path: Path, releases: Releases, model: Make) -> None:
    assert releases.list_releases() == []
    assert releases.stable() is None
    release_three(tmp_path, model, 4)
    found = releases.list_releases()
    assert [(r.version, r.alias) for r in found] == [
        (4, "stable"),
        (3, "stable-1"),
        (2, "stable-2"),
        (1, ""),
    ]
    assert found[0].as_json() == {
        "version": 4,
        "alias": "stable",
        "dataset": "d" * 32,
        "commit": "c" * 40,
        "accuracy": 0.9,
        "accuracy_sft_control": 0.4,
        "created": found[0].created,
    }
    assert aliases(releases) == {"stable": 4, "stable-1": 3, "stable-2": 2}


@pytest.mark.parametrize("target", [1, 2, 3])
def test_rollback_to_each_of_the_last_three(
    tmp_path: Path, releases: Releases, model: Make, target: int
) -> None:
    release_three(tmp_path, model)
    assert releases.rollback(target, who="me", why="it broke").alias == "stable"
    assert releases.stable().version == target  # type: ignore[union-attr]
    assert aliases(releases) == {
        alias: target - n for n, alias in enumerate(("stable", "stable-1", "stable-2")) if target - n > 0
    }
    assert [r.version for r in releases.list_releases() if r.withdrawn] == list(range(3, target, -1))
    assert releases.ledger.entries()[-1].why == "it broke"


def test_a_version_outside_the_three_is_refused_and_the_three_are_named(
    tmp_path: Path, releases: Releases, model: Make
) -> None:
    release_three(tmp_path, model, 4)
    for version in (1, 9):
        with pytest.raises(ReleaseError, match=f"version {version}: the last stable releases are 4, 3, 2"):
            releases.rollback(version)
    assert len(releases.ledger.entries()) == 4


def test_a_rollback_with_the_same_key_happens_once(tmp_path: Path, releases: Releases, model: Make) -> None:
    release_three(tmp_path, model)
    releases.rollback(2, key="flow-1")
    releases.rollback(2, key="flow-1")
    assert len(releases.ledger.entries()) == 4


FAILPOINTS = [
    *("release.after-log", "release.after-register", "release.after-append"),
    *("release.between-aliases:1", "release.between-aliases:2"),
]


@pytest.mark.parametrize("failpoint", FAILPOINTS)
def test_killed_in_a_release_the_same_call_ends_with_one_release(
    tmp_path: Path, releases: Releases, model: Make, failpoint: str
) -> None:
    release_three(tmp_path, model, 1)
    assert run_with_failpoint(failpoint, release_one, tmp_path, model("new"), 1) == -9

    assert release_one(tmp_path, model("new"), 1).version == 2
    assert [r.version for r in releases.list_releases()] == [2, 1]
    client = releases.tracking.client
    assert len(client.search_model_versions(f"name = '{MODEL}'")) == 2
    assert len(client.search_logged_models([releases.tracking.experiment(MODEL)])) == 2
    assert aliases(releases) == {"stable": 2, "stable-1": 1}


def test_an_upload_that_was_interrupted_begins_again(
    tmp_path: Path, releases: Releases, model: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = shutil.copy2

    def full(source: Any, target: Any, *args: Any, **kwargs: Any) -> Any:
        if str(source).endswith("model.safetensors"):
            raise OSError(28, "No space left on device")
        return copied(source, target, *args, **kwargs)

    with monkeypatch.context() as patch:
        for name in ("copy", "copy2", "copyfile"):
            patch.setattr(shutil, name, full)
        with pytest.raises(Exception, match="free some, then give the same command again"):
            release_one(tmp_path, model("new"))
    assert releases.list_releases() == []
    assert release_one(tmp_path, model("new")).version == 1
    assert len(releases.tracking.client.search_logged_models([releases.tracking.experiment(MODEL)])) == 1


def test_one_request_from_several_processes_is_one_release(
    tmp_path: Path, releases: Releases, model: Make
) -> None:
    assert run_at_once(release_one, [(tmp_path, model("new"))] * 3) == [0, 0, 0]
    assert [r.version for r in releases.list_releases()] == [1]
    assert len(releases.tracking.client.search_model_versions(f"name = '{MODEL}'")) == 1


def test_a_release_is_refused_when_another_was_made_since_the_gate(
    tmp_path: Path, tracking: Tracking, model: Make
) -> None:
    release_three(tmp_path, model, 2)
    assert Releases(tracking, MODEL).ledger.entries()
    with pytest.raises(IncumbentMovedError, match="gate again"):
        release_one(tmp_path, model("late"), 1)
    assert release_one(tmp_path, model("late"), 2).version == 3  # registered by the first call


def test_other_bytes_under_the_same_key_are_refused(tmp_path: Path, tracking: Tracking, model: Make) -> None:
    release_one(tmp_path, model("a"), None, "same")
    assert Releases(tracking, MODEL).stable() is not None
    with pytest.raises(ModelError, match="logged before"):
        release_one(tmp_path, model("b"), 1, "same")


@pytest.mark.parametrize("moved", ["moved", "deleted", "all deleted", "too many"])
def test_aliases_changed_by_hand_are_repaired(
    tmp_path: Path, releases: Releases, model: Make, moved: str
) -> None:
    release_three(tmp_path, model, 3)
    releases.rollback(2)
    client = releases.tracking.client
    if moved == "moved":
        client.set_registered_model_alias(MODEL, "stable", "1")
    elif moved == "too many":
        client.set_registered_model_alias(MODEL, "stable-2", "3")
        client.set_registered_model_alias(MODEL, "champion", "3")
    else:
        for alias in ("stable", "stable-1") if moved == "all deleted" else ("stable",):
            client.delete_registered_model_alias(MODEL, alias)
    assert releases.stable().version == 2  # type: ignore[union-attr]
    mine = {alias: version for alias, version in aliases(releases).items() if alias != "champion"}
    assert mine == {"stable": 2, "stable-1": 1}


def test_a_deleted_version_does_not_stop_a_rollback_to_another(
    tmp_path: Path, releases: Releases, model: Make, caplog: pytest.LogCaptureFixture
) -> None:
    release_three(tmp_path, model)
    releases.tracking.client.delete_model_version(MODEL, "3")
    assert releases.rollback(2).alias == "stable"
    assert "version=3 was deleted" in caplog.text
    assert aliases(releases) == {"stable": 2, "stable-1": 1}


def test_the_folder_of_a_release_holds_the_released_bytes(
    tmp_path: Path, releases: Releases, model: Make
) -> None:
    release_three(tmp_path, model, 1)
    folder = releases.model_folder(1)
    assert (folder / "model.safetensors").read_bytes() == (model("v1") / "model.safetensors").read_bytes()
    assert (folder / "extra" / "tokenizer.json").is_file()


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (lambda f: (f / "model.safetensors").write_bytes(b"x"), "model.safetensors: its bytes changed"),
        (lambda f: (f / "config.json").unlink(), "config.json: missing"),
        (lambda f: (f / "tokenizer.py").write_text("import os"), "tokenizer.py: not part of the release"),
        (lambda f: [p.write_bytes(b"x") for p in f.glob("[Sc]*")], "neither the files nor their list"),
    ],
)
def test_damaged_files_are_named_and_never_made_stable(
    tmp_path: Path, releases: Releases, model: Make, damage: Callable[[Path], Any], problem: str
) -> None:
    release_three(tmp_path, model, 2)
    damage(releases.model_folder(1))
    with pytest.raises(ModelError, match=problem):
        releases.rollback(1)
    assert releases.stable().version == 2  # type: ignore[union-attr]


def test_what_the_last_three_need_cannot_be_deleted(tmp_path: Path, releases: Releases, model: Make) -> None:
    release_three(tmp_path, model, 4)
    newest, oldest = releases.list_releases()[0], releases.list_releases()[-1]
    releases.refuse_deletion(versions=[1], model_ids=[oldest.model_id], run_ids=[oldest.run_id])
    for doomed in (
        {"versions": [4]},
        {"model_ids": [newest.model_id]},
        {"run_ids": [newest.run_id]},
        {"datasets": [newest.dataset]},
    ):
        with pytest.raises(ReleaseError, match="must stay: release 4 \\(stable\\)"):
            releases.refuse_deletion(**doomed)  # type: ignore[arg-type]


def test_a_release_is_traced_to_its_run_and_its_sources(
    tmp_path: Path, releases: Releases, model: Make
) -> None:
    release_three(tmp_path, model, 1)
    run = releases.list_releases()[0].run_id
    facts = {"sources": {"gsm8k": 7000}, "absent": ["tal_scq5k"]}
    releases.tracking.log_dataset(run, DatasetVersion(version="d" * 32, location="/remote", facts=facts))
    lineage = releases.trace(1)
    assert lineage["release"]["commit"] == "c" * 40
    assert lineage["run"]["run_id"] == run
    assert lineage["dataset"] == {
        "version": "d" * 32,
        "location": "/remote",
        "path": "data",
        "facts": facts,
    }
    with pytest.raises(ReleaseError, match="there is no release 7; releases: 1"):
        releases.trace(7)


def test_readers_see_a_release_that_exists_while_another_promotes(
    tmp_path: Path, releases: Releases, model: Make
) -> None:
    release_three(tmp_path, model, 1)
    stop, seen = threading.Event(), list[int]()

    def read() -> None:
        reader = open_tracking(tmp_path).client
        try:
            while not stop.is_set():
                seen.append(int(reader.get_model_version_by_alias(MODEL, "stable").version))
        except TrackingError:
            seen.append(0)

    thread = threading.Thread(target=read)
    thread.start()
    for version in (2, 3):
        release_one(tmp_path, model(f"v{version}"), version - 1)
    releases.rollback(2)
    stop.set()
    thread.join()
    assert set(seen) <= {1, 2, 3}


def test_versions_carry_what_they_were_made_from(tmp_path: Path, releases: Releases, model: Make) -> None:
    release_three(tmp_path, model, 1)
    version = releases.tracking.client.get_model_version(MODEL, "1")
    assert version.source.startswith("models:/m-")
    assert version.tags["reasonloop.dataset"] == "d" * 32
    assert set(version.tags) == {
        KEY_TAG,
        "reasonloop.dataset",
        "reasonloop.commit",
        "reasonloop.sha256",
    }


def test_a_model_kept_elsewhere_is_downloaded_and_a_damaged_copy_again(
    tmp_path: Path, releases: Releases, model: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    release_three(tmp_path, model, 1)
    here = releases.model_folder(1)
    monkeypatch.setattr("infra.releases.local_path", lambda _: None)
    copy = releases.model_folder(1)
    assert copy != here
    (copy / "model.safetensors").write_bytes(b"x")
    again = releases.model_folder(1) / "model.safetensors"
    assert again.read_bytes() == (here / "model.safetensors").read_bytes()
    assert [folder.name for folder in copy.parent.iterdir()] == [copy.name]
