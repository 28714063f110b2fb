"""A step's specification for another machine, and the work done there.

The parent's `Job` names everything by content and by places below the state folder, never by the
parent's own paths. The other side fetches exactly one dataset version from the DVC remote, finds the
models and checkpoints on the shared `runs/` folder, checks their digests, and runs the step where the
parent looks for it.
"""

import json
import logging
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from infra.data_version import DataStore
from infra.dispatch import StepResult, run_step
from infra.locks import wait_for
from infra.settings import Settings
from tasks.artifacts import MANIFEST, code_digest, digest_path, verify_outputs
from tasks.errors import ConfigError, DataError
from tasks.params.platform import DataStoreParams
from tasks.records import from_dict

log = logging.getLogger(__name__)

DATASETS = "datasets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One step, as text that means the same on every machine."""

    task: str
    """Name in the table of `tasks.__main__`."""
    params: dict[str, Any]
    """Its section, as JSON."""
    inputs: dict[str, str]
    """Name -> place below the state folder; `datasets/<md5>` is fetched from the DVC remote."""
    digests: dict[str, str]
    """Name -> digest of the input as the parent sees it."""
    out_dir: str
    """The step's directory, below the state folder."""
    code: str
    """Digest of the parent's `tasks`: another code's result would not be accepted."""
    data_path: str
    """`data.path`."""
    data_remote: str
    """`data.remote`; empty: the folder `dvc/remote` below the state folder of each side."""
    timeout_seconds: float
    """The step is killed after this long."""
    adopt_within_seconds: float
    """The step stops when its parent gave no sign of life for so long."""

    def text(self) -> str:
        """The job as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def make_job(
    settings: Settings,
    data: DataStoreParams,
    task: str,
    params: Mapping[str, Any],
    inputs: Mapping[str, Path],
    out_dir: Path,
    *,
    timeout_seconds: float,
    adopt_within_seconds: float,
) -> Job:
    """The job for a step. Inputs outside `runs/` and `datasets/` are copied into the run's directory."""
    digests = {name: digest_path(path) for name, path in sorted(inputs.items())}
    places = {name: _place(settings, path, digests[name], out_dir) for name, path in inputs.items()}
    return Job(
        task=task,
        params=dict(params),
        inputs=places,
        digests=digests,
        out_dir=_below_state(settings, out_dir),
        code=code_digest(),
        data_path=data.path,
        data_remote=data.remote,
        timeout_seconds=timeout_seconds,
        adopt_within_seconds=adopt_within_seconds,
    )


def read_job(text: str) -> Job:
    """The job in a flow run's parameters.

    Raises:
        DataError: it is not one.
    """
    try:
        return from_dict(Job, json.loads(text), where="job")
    except ValueError as error:
        raise DataError(f"not a job: {error}; retrain writes it, do not start train-step by hand") from error


def run_job(settings: Settings, job: Job) -> StepResult:
    """Do a job here; the same contract as `run_step`.

    Raises:
        ConfigError: this machine has other code than the parent.
        DataError: an input is not here, or is not what the parent sees.
        BusyError: another process works in the step's directory and does not end.
    """
    if code_digest() != job.code:
        raise ConfigError(
            f"{job.out_dir}: this machine's reasonloop ({code_digest()[:12]}) is not the retrain's "
            f"({job.code[:12]}); build the pool's image again from the code that retrains"
        )
    out_dir = _inside(settings, job.out_dir)
    inputs = {name: _fetch(settings, job, name) for name in job.inputs}
    # A container that was given up for lost may still be ending: two must not write in one directory.
    with wait_for(out_dir.with_suffix(".lock")):
        return run_step(settings, job.task, job.params, inputs, out_dir, timeout_seconds=job.timeout_seconds)


def _fetch(settings: Settings, job: Job, name: str) -> Path:
    """An input on this machine, its bytes checked."""
    place = job.inputs[name]
    if place.startswith(f"{DATASETS}/"):
        store = DataStore(
            settings.project, settings.state, DataStoreParams(path=job.data_path, remote=job.data_remote)
        )
        path = store.checkout(place.removeprefix(f"{DATASETS}/"))
        log.info("input=%s dataset=%s remote=%s", name, path.name, store.location)
    else:
        path = _inside(settings, place)
    if (path / MANIFEST).is_file():
        verify_outputs(path)
    found = digest_path(path)
    if found != job.digests[name]:
        raise DataError(
            f"{path}: digest {found[:12]}, but the retrain's {name} has {job.digests[name][:12]}; the pool "
            "must mount the retrain's run directories (dispatch.pools.<pool>.volumes)"
        )
    return path


def _place(settings: Settings, path: Path, digest: str, out_dir: Path) -> str:
    """Where the other side finds an input; what it could not see is copied beside the steps."""
    for folder in (settings.runs, settings.state / DATASETS):
        if path.resolve().is_relative_to(folder.resolve()):
            return _below_state(settings, path)
    copy = out_dir.parent.parent / "inputs" / digest[:16]
    if not copy.exists():
        partial = copy.with_name(f".{copy.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(path, partial)
        partial.rename(copy)
    return _below_state(settings, copy)


def _below_state(settings: Settings, path: Path) -> str:
    return path.resolve().relative_to(settings.state.resolve()).as_posix()


def _inside(settings: Settings, place: str) -> Path:
    """A place of the job on this machine; nothing outside the state folder may be named."""
    path = (settings.state / place).resolve()
    if not path.is_relative_to(settings.state.resolve()):
        raise DataError(f"{place!r}: outside the state folder")
    return path
