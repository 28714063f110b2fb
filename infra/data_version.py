"""Dataset versions: published under DVC, proved, and handed out as folders that never change.

`publish` does its work in this order, so that a kill at any moment loses nothing and the same call
goes on:

1. validate the new dataset, shard by shard;
2. store it in the cache and on the remote (`dvc add`, `dvc push`) from a throw-away repository;
3. read it back from the remote with an empty cache and compare every byte: only now does the version
   count as published, and only now is anything of the project touched;
4. write down the intent, swap `data/`, write `data.dvc`. An open intent is carried out by the next call.

The version is the MD5 in `data.dvc`. DVC carries bytes; that they are the right ones is proved here.
"""

import contextlib
import errno
import json
import logging
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import yaml

from infra.dvc_box import Box, Tree, config_text, heal_objects, object_faults, open_box, read_tree
from infra.locks import hold
from tasks.artifacts import files_of, sync_folder, write_atomic, write_json
from tasks.dataset import check_dataset
from tasks.errors import ConfigError, DataError, StepFailedError
from tasks.failpoints import failpoint
from tasks.params.platform import DataStoreParams

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DataVersion:
    """A published dataset version."""

    md5: str
    """32 hex digits: the MD5 in `data.dvc` without `.dir`; equal content, equal version."""
    num_files: int
    """Shards and the index."""
    path: Path
    """The version's own folder, see `DataStore.checkout`."""


class DataStore:
    """The dataset versions of one project."""

    def __init__(self, project: Path, state: Path, params: DataStoreParams) -> None:
        """Settings only; nothing is touched.

        Raises:
            ConfigError: `data.path` is not a folder below the project.
        """
        place = PurePosixPath(params.path)
        if place.is_absolute() or not place.parts or ".." in place.parts or place.parts[0].startswith("."):
            raise ConfigError(f"data.path = {params.path!r}: expected a folder below the project, e.g. data")
        self._project = project
        self._state = state
        self._params = params
        self._data = project / params.path
        self._pointer = self._data.with_name(f"{self._data.name}.dvc")
        self._staging = self._data.with_name(f"{self._data.name}.staging")
        self._cache = state / "dvc" / "cache"
        self._intent = state / "datasets" / "swap.json"
        url = "://" in params.remote
        self._remote_folder = (
            None if url else (project / (params.remote or state / "dvc" / "remote")).resolve()
        )
        self._remote = params.remote if url else str(self._remote_folder)

    @property
    def location(self) -> str:
        """Address or folder of the remote that versions are pushed to."""
        return self._remote

    def current(self) -> str | None:
        """The version that `data.dvc` names; None before the first one.

        Raises:
            DataError: `data.dvc` is damaged.
        """
        if not self._pointer.is_file():
            return None
        try:
            found = yaml.safe_load(self._pointer.read_bytes())["outs"][0]["md5"]
            return _checked_md5(str(found))
        except (yaml.YAMLError, KeyError, IndexError, TypeError, UnicodeDecodeError, DataError) as error:
            raise DataError(
                f"{self._pointer}: damaged ({error}); restore it (`git checkout HEAD -- "
                f"{self._pointer.name}`), or delete it to start with a first version"
            ) from error

    def known(self) -> list[str]:
        """The versions published from here, the oldest first."""
        receipts = (self._state / "datasets").glob("*.json")
        found = [path for path in receipts if len(path.stem) == 32]
        return [path.stem for path in sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.stem))]

    def folder(self, md5: str) -> Path:
        """Where `checkout` puts a version; it may not be there."""
        return self._state / "datasets" / _checked_md5(md5)

    def publish(self, dataset_dir: Path) -> DataVersion:
        """Make a dataset the project's current version.

        Publishing the content that is current already costs a few hashes and changes nothing.

        Args:
            dataset_dir: A dataset as `tasks.dataset.write_dataset` leaves it, and nothing else.

        Raises:
            DataError: the dataset is damaged, or what came back from the remote is not what was sent.
            BusyError: another process publishes.
            StepFailedError: DVC failed; the same call goes on.
            ConfigError: `data.commit` is on and the project is no git checkout.
        """
        if self._params.commit and not self._in_git():
            raise ConfigError(f"data.commit is on, but {self._project} is no git checkout; switch it off")
        with hold(self._state, "data", what="publishing a dataset version"), _full_disk_explained():
            self._finish_open_swap()
            check_dataset(dataset_dir)
            tree = read_tree(dataset_dir)
            if not self._is_published(tree):
                self._store(dataset_dir, tree)
            version = DataVersion(tree.md5, len(tree.objects), self.checkout(tree.md5))
            if self.current() != tree.md5 or not self._data_is(tree.md5):
                self._swap(tree.md5)
            self._write_project_config()
            if self._params.commit:
                self._commit(tree.md5)
        log.info("publish version=%s files=%d", version.md5, version.num_files)
        return version

    def checkout(self, md5: str) -> Path:
        """The folder `<state>/datasets/<md5>`, holding exactly that version. Do not write to it.

        Every call hashes the folder again. It is filled from the cache or the remote; what is damaged is
        fetched again from the remote.

        Raises:
            DataError: no such version, or neither cache nor remote holds it undamaged.
        """
        md5 = _checked_md5(md5)
        folder = self.folder(md5)
        if not folder_fault(folder, md5):
            return folder
        problem = self._fetch(md5, cache=self._cache)
        if problem and (problem := self._fetch(md5, cache=None)):
            raise DataError(
                f"dataset version {md5}: {problem}. Set data.remote (now {self._remote}) to a store that "
                f"holds it, or delete {self._pointer.name} to start with a first version."
            )
        return folder

    def _store(self, dataset_dir: Path, tree: Tree) -> None:
        """Steps 2 and 3: cache, remote, and the proof."""
        heal_objects(self._cache, tree)
        with self._box(self._cache) as box:
            shutil.copytree(dataset_dir, box.root / self._data.name)
            failpoint("publish.boxed")
            box.run("add", self._data.name)
            stored = _md5_in((box.root / self._pointer.name).read_bytes())
            if stored != tree.md5:
                raise DataError(
                    f"{dataset_dir}: DVC stored {stored}, expected {tree.md5}; it changed meanwhile"
                )
            failpoint("publish.added")
            if self._remote_folder:
                self._remote_folder.mkdir(parents=True, exist_ok=True)
                heal_objects(self._remote_folder, tree)
            failpoint("publish.healed")
            box.run("push")
            failpoint("publish.pushed")
        if problem := self._fetch(tree.md5, cache=None):
            raise DataError(f"dataset version {tree.md5} did not come back from {self._remote}: {problem}")
        failpoint("publish.proved")
        write_json(self._receipt(tree.md5), {"md5": tree.md5, "remote": self._remote})
        failpoint("publish.receipt")

    def _fetch(self, md5: str, *, cache: Path | None) -> str:
        """Fill the version's folder by `dvc pull`; what went wrong, or an empty text."""
        with self._box(cache) as box:
            (box.root / self._pointer.name).write_text(_pointer_text(md5, self._data.name))
            try:
                box.run("pull", self._pointer.name)
            except StepFailedError as error:
                return str(error)
            found = box.root / self._data.name
            if fault := folder_fault(found, md5):
                return fault
            for path in files_of(found).values():
                path.chmod(0o444)
                _sync_file(path)
            failpoint("publish.fetched")
            folder = self.folder(md5)
            if folder.exists() and folder_fault(folder, md5):
                folder.rename(box.site.with_name("damaged"))
            try:
                found.rename(folder)
            except OSError:
                if folder_fault(folder, md5):  # else another process filled it first
                    raise
            sync_folder(folder.parent)
        return ""

    def _swap(self, md5: str) -> None:
        """Step 4. Called again after a kill anywhere in it, it ends the same."""
        _remove(self._staging)
        shutil.copytree(self.checkout(md5), self._staging / "next", copy_function=_copy_writable)
        failpoint("publish.staged")
        write_json(self._intent, {"md5": md5})
        failpoint("publish.intended")
        if self._data.exists() and not self._data_is(md5):
            shutil.move(self._data, self._retired())
            failpoint("publish.half-swapped")
        if not self._data.exists():
            (self._staging / "next").rename(self._data)
        sync_folder(self._data.parent)
        failpoint("publish.swapped")
        write_atomic(self._pointer, _pointer_text(md5, self._data.name, self._data).encode())
        failpoint("publish.pointed")
        self._intent.unlink()
        _remove(self._staging)

    def _finish_open_swap(self) -> None:
        if self._intent.is_file():
            md5 = _checked_md5(str(json.loads(self._intent.read_bytes())["md5"]))
            log.warning("publish resumes version=%s", md5)
            self._swap(md5)

    def _retired(self) -> Path:
        """Where the present `data/` goes: to be deleted if it is a published version, else kept."""
        try:
            name = read_tree(self._data).md5
        except DataError:
            name = "unreadable"
        if self._receipt(name).is_file():
            return self._staging / "previous"
        kept = self._state / "datasets" / "replaced" / name
        _remove(kept)
        kept.parent.mkdir(parents=True, exist_ok=True)
        log.warning("publish replaces=%s: it is no published version, kept=%s", self._data, kept)
        return kept

    def _is_published(self, tree: Tree) -> bool:
        """Whether this remote proved to hold the version, and still does as far as can be seen cheaply."""
        receipt = self._receipt(tree.md5)
        if not receipt.is_file() or json.loads(receipt.read_bytes()).get("remote") != self._remote:
            return False
        return self._remote_folder is None or not object_faults(self._remote_folder, tree)

    def _data_is(self, md5: str) -> bool:
        return not folder_fault(self._data, md5)

    def _receipt(self, md5: str) -> Path:
        return self._state / "datasets" / f"{md5}.json"

    def _box(self, cache: Path | None) -> contextlib.AbstractContextManager[Box]:
        (self._state / "datasets").mkdir(parents=True, exist_ok=True)
        return open_box(
            self._state / "dvc" / "boxes",
            remote=self._remote,
            cache=cache,
            local_config=self._project / ".dvc" / "config.local",
        )

    def _write_project_config(self) -> None:
        """Let `dvc status` and `dvc pull` work in a project folder that came without `.dvc`."""
        config = self._project / ".dvc" / "config"
        if not config.exists():
            text = config_text(remote=self._remote, cache=str(self._cache), no_scm=not self._in_git())
            write_atomic(config, text.encode())
            write_atomic(config.with_name(".gitignore"), b"/config.local\n/tmp\n/cache\n")

    def _in_git(self) -> bool:
        return any((folder / ".git").exists() for folder in (self._project, *self._project.parents))

    def _commit(self, md5: str) -> None:
        """Commit `data.dvc`, and nothing else, and tag it."""
        self._git("add", "--", str(self._pointer))
        if self._git("status", "--porcelain", "--", str(self._pointer)):
            self._git("commit", "--quiet", "-m", f"data: version {md5[:12]}", "--", str(self._pointer))
        failpoint("publish.committed")
        tag = f"data-{md5[:12]}"
        if not self._git("tag", "--list", tag):
            self._git("tag", "-a", tag, "-m", f"dataset version {md5}")

    def _git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self._project, capture_output=True, text=True, check=False)
        if done.returncode:
            raise StepFailedError(
                f"git {words[0]} failed: {done.stderr.strip()[-400:]}. The version is published; repair git "
                "and give the same command again, or switch data.commit off."
            )
        return done.stdout.strip()


def folder_fault(folder: Path, md5: str) -> str:
    """Why a folder is not the dataset version `md5`; empty if it is."""
    if not folder.is_dir():
        return f"{folder} does not exist"
    try:
        found = read_tree(folder).md5
        if found != md5:
            return f"{folder} holds {found}"
        check_dataset(folder)
    except DataError as error:
        return str(error)
    return ""


@contextlib.contextmanager
def _full_disk_explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:  # a list of errors from shutil has no errno
        if error.errno == errno.ENOSPC or "No space left" in str(error):
            raise StepFailedError(
                f"publish: no space left on the disk ({error.filename or error}). Free some, then give the "
                "same command again: nothing published is lost."
            ) from error
        raise


def _checked_md5(text: str) -> str:
    """32 hex digits, with or without `.dir`: nothing else may become part of a path."""
    md5 = text.removesuffix(".dir")
    if len(md5) != 32 or not set(md5) <= set("0123456789abcdef"):
        raise DataError(f"{text[:80]!r} is no dataset version: expected the 32 hex digits of data.dvc")
    return md5


def _md5_in(pointer: bytes) -> str:
    return _checked_md5(str(yaml.safe_load(pointer)["outs"][0]["md5"]))


def _pointer_text(md5: str, name: str, folder: Path | None = None) -> str:
    """What `dvc add` writes to `data.dvc`; size and number of files only where `folder` is given."""
    lines = ["outs:", f"- md5: {md5}.dir"]
    if folder is not None:
        files = files_of(folder)
        lines += [f"  size: {sum(p.stat().st_size for p in files.values())}", f"  nfiles: {len(files)}"]
    return "\n".join([*lines, "  hash: md5", f"  path: {name}"]) + "\n"


def _copy_writable(source: str, target: str) -> None:
    shutil.copyfile(source, target)
    _sync_file(Path(target))


def _sync_file(path: Path) -> None:
    with path.open("rb") as data:
        os.fsync(data.fileno())


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
