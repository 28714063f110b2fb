"""What a task leaves behind, and how "finished" is told from "interrupted".

A step's directory holds its outputs, `metrics.jsonl`, `report.json` and, written last, `manifest.json`
with the digests of inputs, parameters, code and outputs. No manifest: not finished. A manifest with the
same key: the work is done already and its report is returned. `run_once` is that rule; every task goes
through it, whether started by a flow, a shell or a container.
"""

import dataclasses
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from tasks.errors import ConfigError, DataError, StepFailedError
from tasks.failpoints import failpoint
from tasks.records import from_dict, to_dict

R = TypeVar("R")

MANIFEST = "manifest.json"
REPORT = "report.json"
METRICS = "metrics.jsonl"
SAMPLES = "samples.json"
SAMPLE_KEYS = ("step", "question", "completion", "outcome", "reward")
"""What a row of it has."""
KEY = "key.json"
UNDIGESTED = {MANIFEST, KEY, METRICS}
"""Not part of a step's outputs: the commit file, the claim on the directory, and a log with times in it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The commit file of a finished step."""

    task: str
    """Name of the task, as in `python -m tasks NAME`."""
    key: str
    """SHA-256 over task, parameters, input digests and code: equal key, equal work."""
    inputs: dict[str, str]
    """Input name -> digest."""
    params: str
    """SHA-256 of the section's canonical JSON."""
    code: str
    """SHA-256 over the source of `tasks`."""
    outputs: dict[str, str]
    """Relative path -> SHA-256, for every file the step wrote."""


def canonical_json(value: Any) -> str:
    """One text per value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_text(text: str) -> str:
    """SHA-256 of a text, hex."""
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def digest_file(path: Path) -> str:
    """SHA-256 of a file's bytes, hex."""
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def files_of(folder: Path) -> dict[str, Path]:
    """Relative POSIX path -> file, sorted. Links are refused: a digest must not leave the folder.

    Raises:
        DataError: the folder holds a symbolic link.
    """
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            raise DataError(f"{path}: a symbolic link; only plain files belong in an artifact")
        if path.is_file():
            found[path.relative_to(folder).as_posix()] = path
    return found


def digest_path(path: Path) -> str:
    """The digest of an input: a finished step by its outputs, another folder or file by its bytes.

    Raises:
        DataError: nothing is there.
    """
    if path.is_file():
        return digest_file(path)
    if (path / MANIFEST).is_file():
        return digest_text(canonical_json(read_manifest(path).outputs))
    if path.is_dir():
        return digest_text(canonical_json({name: digest_file(f) for name, f in files_of(path).items()}))
    raise DataError(f"{path}: no such file or folder")


@cache
def code_digest() -> str:
    """SHA-256 over the sources of `tasks`: results of other code are not this code's results."""
    root = Path(__file__).parent
    sources = {p.relative_to(root).as_posix(): digest_file(p) for p in sorted(root.rglob("*.py"))}
    return digest_text(canonical_json(sources))


def write_atomic(path: Path, data: bytes) -> None:
    """Put `data` at `path` so that a reader, or a crash at any moment, sees the old or the new file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with temporary.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def write_json(path: Path, value: Any) -> None:
    """`write_atomic` for a JSON value, indented for people."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    write_atomic(path, text.encode("utf-8", "backslashreplace") + b"\n")


def sync_folder(folder: Path) -> None:
    """fsync a directory, so that a rename in it survives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_manifest(out_dir: Path) -> Manifest:
    """The manifest of a finished step.

    Raises:
        DataError: the step is not finished, or the file is damaged.
    """
    path = out_dir / MANIFEST
    if not path.is_file():
        raise DataError(f"{out_dir}: not finished (no {MANIFEST}); run the step again")
    try:
        return from_dict(Manifest, json.loads(path.read_bytes()), where=str(path))
    except ValueError as error:
        raise DataError(f"{path}: damaged ({error}); delete {out_dir} and run the step again") from error


def verify_outputs(out_dir: Path) -> Manifest:
    """Re-hash everything a finished step wrote.

    Raises:
        DataError: a file is missing, or its bytes changed since the step finished.
    """
    manifest = read_manifest(out_dir)
    for name, expected in manifest.outputs.items():
        path = out_dir / name
        if not path.is_file():
            raise DataError(f"{path}: missing, but {MANIFEST} lists it; delete {out_dir} and run again")
        if digest_file(path) != expected:
            raise DataError(
                f"{path}: its bytes changed since it was finished; delete {out_dir} and run again"
            )
    return manifest


def step_key(task: str, params: Mapping[str, Any], inputs: Mapping[str, str]) -> str:
    """The identity of a piece of work."""
    return digest_text(
        canonical_json({"task": task, "params": dict(params), "inputs": dict(inputs), "code": code_digest()})
    )


def run_once(
    task: str,
    work: Callable[[], R],
    *,
    report_type: type[R],
    params: Mapping[str, Any],
    inputs: Mapping[str, Path],
    out_dir: Path,
    resumable: bool = False,
) -> R:
    """Do `work` unless `out_dir` already holds its finished result.

    Args:
        task: Name in the table of tasks.
        work: Writes into `out_dir` and returns the report.
        report_type: Record class of the report.
        params: The parameters as a JSON object.
        inputs: Name -> path read by the work.
        out_dir: Receives the outputs. What an interrupted attempt at the same work left is kept when
            `resumable`; anything else in it is deleted first.
        resumable: The work goes on from its own committed checkpoints.

    Returns:
        The report: new, or the one found. A found result is re-hashed first.

    Raises:
        StepFailedError: the disk is full; nothing finished was touched, the same command goes on.
    """
    for name, path in inputs.items():
        if path.resolve().is_relative_to(out_dir.resolve()):
            raise ConfigError(f"{task}: input {name} = {path} lies in {out_dir}, which the task would empty")
    digests = {name: digest_path(path) for name, path in sorted(inputs.items())}
    key = step_key(task, params, digests)
    if (out_dir / MANIFEST).is_file() and read_manifest(out_dir).key == key:
        verify_outputs(out_dir)
        return read_report(out_dir, report_type)
    try:
        _claim(out_dir, key, keep=resumable)
        report = work()
        write_json(out_dir / REPORT, to_dict(report))
        failpoint(f"{task}.before-manifest")
        outputs = {n: digest_file(p) for n, p in files_of(out_dir).items() if n not in UNDIGESTED}
        manifest = Manifest(
            task=task,
            key=key,
            inputs=digests,
            params=digest_text(canonical_json(dict(params))),
            code=code_digest(),
            outputs=outputs,
        )
        write_json(out_dir / MANIFEST, to_dict(manifest))
    except Exception as error:
        if is_disk_full(error):
            raise StepFailedError(
                f"{task}: no space left on the disk that holds {out_dir}. Free some, then give the same "
                "command again: finished steps are kept."
            ) from error
        raise
    return report


def is_disk_full(error: Exception) -> bool:
    """Whether an error is the disk's: safetensors and pyarrow report it in words, not as an OSError."""
    return (isinstance(error, OSError) and error.errno == errno.ENOSPC) or "No space left" in str(error)


def finished_report(
    task: str, params: Mapping[str, Any], inputs: Mapping[str, Path], out_dir: Path
) -> dict[str, Any] | None:
    """The report of exactly this work if `out_dir` holds it finished; None otherwise.

    Tells without importing the task, so that a resumed flow passes finished steps in milliseconds.
    """
    if not (out_dir / MANIFEST).is_file():
        return None
    digests = {name: digest_path(path) for name, path in sorted(inputs.items())}
    if read_manifest(out_dir).key != step_key(task, params, digests):
        return None
    verify_outputs(out_dir)
    found: dict[str, Any] = json.loads((out_dir / REPORT).read_bytes())
    return found


def read_report(out_dir: Path, report_type: type[R]) -> R:
    """The report of a finished step."""
    path = out_dir / REPORT
    return from_dict(report_type, json.loads(path.read_bytes()), where=str(path))


def _claim(out_dir: Path, key: str, *, keep: bool) -> None:
    """Make `out_dir` ready for the work `key`: empty, or holding what the same work left."""
    claim = out_dir / KEY
    if out_dir.exists():
        if any(out_dir.iterdir()) and not (claim.is_file() or (out_dir / MANIFEST).is_file()):
            raise ConfigError(f"{out_dir}: holds files that no task wrote; choose an empty or new folder")
        same = claim.is_file() and claim.read_text() == json.dumps(key)
        if not (keep and same):
            shutil.rmtree(out_dir)
    out_dir.mkdir(parents=True, exist_ok=True)
    write_atomic(claim, json.dumps(key).encode())
