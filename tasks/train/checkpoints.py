"""Checkpoints that are whole or do not exist.

Hugging Face's Trainer writes `checkpoint-<step>/` in place and resumes from the highest number, whole or
not. Here a checkpoint counts only once `commit.json`, with the sha256 of each of its files, has been
written last; what a crash left unfinished, and what does not match its digests, is deleted on start.
"""

import json
import logging
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from tasks.artifacts import digest_file, files_of, sync_folder, write_json
from tasks.errors import DataError
from tasks.records import from_dict, to_dict

log = logging.getLogger(__name__)

COMMIT = "commit.json"
UNWANTED = "training_args.bin"
"""A pickle that the Trainer adds and that nothing needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """The commit file of a checkpoint."""

    step: int
    """Optimiser steps behind it."""
    files: dict[str, str]
    """Relative path -> SHA-256 of every other file."""
    facts: dict[str, float] = field(default_factory=dict)
    """What the run carries over: seconds and tokens so far; accuracy, for a best model."""


def commit_checkpoint(folder: Path, *, step: int, facts: dict[str, float]) -> Commit:
    """Make the files in `folder` a checkpoint: flush them to disk, then write their digests last."""
    (folder / UNWANTED).unlink(missing_ok=True)
    files = files_of(folder)
    for path in files.values():
        _sync_file(path)
    sync_folder(folder)
    commit = Commit(step=step, files={name: digest_file(path) for name, path in files.items()}, facts=facts)
    write_json(folder / COMMIT, to_dict(commit))
    sync_folder(folder.parent)
    return commit


def read_commit(folder: Path) -> Commit | None:
    """The commit of a checkpoint whose files all match it; None for anything else."""
    try:
        commit = from_dict(Commit, json.loads((folder / COMMIT).read_bytes()), where=str(folder))
        found = {name: digest_file(path) for name, path in files_of(folder).items() if name != COMMIT}
    except (OSError, ValueError, DataError):
        return None
    return commit if found == commit.files else None


def committed(root: Path, prefix: str = "checkpoint") -> list[tuple[Path, Commit]]:
    """The committed checkpoints `<prefix>-<step>` under `root`, by step; all others are deleted."""
    found = []
    for folder in sorted(root.glob(f"{prefix}-*")):
        commit = read_commit(folder)
        if commit is None:
            log.warning("deleted checkpoint=%s reason=unfinished or damaged", folder)
            shutil.rmtree(folder)
        else:
            found.append((folder, commit))
    return sorted(found, key=lambda item: item[1].step)


def prune(root: Path, *, keep: int, prefix: str = "checkpoint") -> None:
    """Delete all but the `keep` newest committed checkpoints."""
    for folder, _ in committed(root, prefix)[:-keep]:
        shutil.rmtree(folder)


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
