"""DVC in a box: a throw-away DVC repository for one operation, run as a child process.

Why not the project's own `.dvc`: a `dvc push` that is killed leaves a half-built index in the site cache,
and the next push then returns 0 with most objects missing (DVC 3.67.1: 11 of 18 kills; 0 of 12 with a
fresh site cache for each attempt). A box has its own site cache, lock files and temporary files, readable
by nobody else, and is deleted afterwards. Only the cache and the remote outlive it; both are folders of
objects named by their MD5, and we check these names ourselves because DVC trusts bytes by default.
"""

import configparser
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tasks.artifacts import files_of
from tasks.errors import DataError, StepFailedError

REMOTE = "store"
"""Name of the remote in every configuration, so that credentials set for it apply in a box too."""

_DVC = (
    "import runpy; from tasks.__main__ import die_with_parent; die_with_parent(); "
    "runpy.run_module('dvc', run_name='__main__', alter_sys=True)"
)
"""`python -m dvc`, ended by the kernel when we are: no push goes on behind the back of the next attempt."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A folder as DVC sees it."""

    md5: str
    """MD5 of the folder's manifest: what `data.dvc` holds, without `.dir`. The dataset version."""
    objects: dict[str, str]
    """Relative path -> MD5 of the file."""


def read_tree(folder: Path) -> Tree:
    """Hash a folder the way `dvc add` does.

    Raises:
        DataError: the folder holds a symbolic link.
    """
    objects = {name: _md5_of(path) for name, path in files_of(folder).items()}
    manifest = [{"md5": objects[name], "relpath": name} for name in sorted(objects)]
    text = json.dumps(manifest, sort_keys=True)
    return Tree(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(), objects)


def _md5_of(path: Path) -> str:
    with path.open("rb") as data:
        return hashlib.file_digest(data, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def object_faults(store: Path, tree: Tree) -> list[Path]:
    """The objects of `tree` that a cache or remote folder lacks or holds with wrong bytes."""
    wanted = {store / "files" / "md5" / md5[:2] / md5[2:]: md5 for md5 in tree.objects.values()}
    wanted[_manifest_object(store, tree)] = tree.md5
    return [path for path, md5 in wanted.items() if not (path.is_file() and _md5_of(path) == md5)]


def heal_objects(store: Path, tree: Tree) -> None:
    """Delete what would keep DVC from storing `tree` whole.

    That is any object whose bytes are not those of its name, and the manifest whenever anything is
    missing: DVC takes a manifest on the remote as proof that the remote holds all its files.
    """
    faults = object_faults(store, tree)
    for path in [*faults, *([_manifest_object(store, tree)] if faults else [])]:
        path.unlink(missing_ok=True)


def _manifest_object(store: Path, tree: Tree) -> Path:
    return store / "files" / "md5" / tree.md5[:2] / f"{tree.md5[2:]}.dir"


@dataclass(frozen=True, slots=True)
class Box:
    """One throw-away repository."""

    root: Path
    """The repository."""
    site: Path
    """Its site cache."""

    def run(self, *words: str) -> None:
        """Run `dvc WORDS` in the box.

        Raises:
            StepFailedError: DVC ended with an error; the message holds what it said.
        """
        environment = {
            **os.environ,
            "DVC_SITE_CACHE_DIR": str(self.site),
            "DVC_NO_ANALYTICS": "1",
            "DO_NOT_TRACK": "1",
            "REASONLOOP_PARENT_PID": str(os.getpid()),
        }
        done = subprocess.run(
            [sys.executable, "-c", _DVC, "--wait-for-lock", *words],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = " | ".join((done.stderr or done.stdout).strip().splitlines()[-6:])
            raise StepFailedError(
                f"dvc {' '.join(words)} failed: {said}. Check data.remote, its credentials and free space; "
                "the same command goes on, nothing published is lost."
            )


@contextlib.contextmanager
def open_box(home: Path, *, remote: str, cache: Path | None, local_config: Path) -> Iterator[Box]:
    """A fresh box below `home`, deleted at the end; boxes of processes that died are deleted first.

    Args:
        home: Folder of all boxes.
        remote: Address of the remote.
        cache: Shared cache; None for a cache of its own, empty, so that all comes from the remote.
        local_config: The project's `.dvc/config.local`; its settings of remotes (credentials) apply.
    """
    home.mkdir(parents=True, exist_ok=True)
    _sweep(home)
    folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=home))
    try:
        box = Box(folder / "repository", folder / "site")
        settings = box.root / ".dvc"
        settings.mkdir(parents=True)
        (settings / "config").write_text(
            config_text(remote=remote, cache=str(cache or folder / "cache"), no_scm=True)
        )
        _copy_remote_settings(local_config, settings / "config.local")
        yield box
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def config_text(*, remote: str, cache: str, no_scm: bool) -> str:
    """A DVC configuration. `verify`: hash what comes from the remote, which DVC does not do by itself."""
    lines = ["[core]", f"    remote = {REMOTE}", "    analytics = false", "    check_update = false"]
    lines += ["    no_scm = true"] if no_scm else []
    lines += ["[cache]", f"    dir = {cache}", "    type = copy"]
    lines += [f"['remote \"{REMOTE}\"']", f"    url = {remote}", "    verify = true"]
    return "\n".join(lines) + "\n"


def _copy_remote_settings(source: Path, target: Path) -> None:
    if not source.is_file():
        return
    given = configparser.ConfigParser(interpolation=None)
    try:
        given.read_string(source.read_text(encoding="utf-8"))
    except (configparser.Error, UnicodeDecodeError) as error:
        raise DataError(f"{source}: not a DVC configuration: {error}; repair or delete it") from error
    for section in given.sections():
        if section.strip("'").startswith("remote "):
            given.remove_option(section, "url")
        else:
            given.remove_section(section)
    with target.open("w", encoding="utf-8") as out:
        given.write(out)
    target.chmod(0o600)


def _sweep(home: Path) -> None:
    for folder in home.iterdir():
        owner = folder.name.partition("-")[0]
        if not (owner.isdigit() and _is_alive(int(owner))):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
