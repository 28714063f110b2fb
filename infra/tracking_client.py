"""The connection to MLflow: its environment, its database, and errors that say what to do."""

import contextlib
import errno
import gc
import importlib
import logging
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from infra.locks import wait_for
from tasks.errors import ReasoningError

log = logging.getLogger(__name__)

ENVIRONMENT = {
    "MLFLOW_ALLOW_PICKLE_DESERIALIZATION": "false",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "2",  # the default blocked one call for 247 s on a dead server
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "20",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
}
"""Set, unless the user has set it, before MLflow is imported."""

LOG_LEVELS = {
    "alembic": logging.WARNING,
    "mlflow.store.db.utils": logging.CRITICAL,
    "mlflow.store.model_registry.abstract_store": logging.WARNING,
}
"""Loggers that would print every migration and wait, and a traceback for errors that we raise ourselves."""


class TrackingError(ReasoningError):
    """MLflow refused a call or cannot be reached."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code
        """MLflow's error code, e.g. `RESOURCE_DOES_NOT_EXIST`."""


class TrackingClient:
    """An `MlflowClient`; each failure becomes a `TrackingError` that names the place and the next move.

    Args:
        uri: Tracking server or database. A SQLite database is made if there is none.
        artifacts: Where a new database puts the artifacts of its default experiment.
    """

    def __init__(self, uri: str, artifacts: Path) -> None:
        _prepare(uri)
        import mlflow

        if uri.startswith("sqlite:///"):
            make_database(Path(uri.removeprefix("sqlite:///")), artifacts)
        self._uri = uri
        self._client = mlflow.MlflowClient(uri)
        self.make_default()

    def make_default(self) -> None:
        """Let MLflow's functions without a client, which some of its calls use inside, mean this one."""
        import mlflow

        mlflow.set_tracking_uri(self._uri)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        from mlflow.exceptions import MlflowException

        method = getattr(self._client, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            try:
                return method(*args, **kwargs)
            except MlflowException as error:
                raise self._explained(name, str(error), error.error_code) from error
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                raise self._explained(name, str(error), "RESOURCE_EXHAUSTED") from error

        return call

    def _explained(self, name: str, text: str, code: str) -> TrackingError:
        hint = next((hint for part, hint in _HINTS.items() if part in text), "")
        first = (text.strip() or code).splitlines()[0]
        return TrackingError(f"MLflow at {self._uri}: {name}: {first}{hint}", code=code)


_HINTS = {
    "disk is full": ": no space left on its disk; free some, then give the same command again",
    "No space left": ": free some, then give the same command again",
    "database is locked": ": another process holds the database; give the same command again",
    "API request to": "; is the server running? Start it with `make up`, or empty params.yaml tracking.uri",
}
"""Part of MLflow's message -> the next move."""


def _prepare(uri: str) -> None:
    """Import MLflow, with its environment before and its log levels after."""
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    with _quick_imports():
        importlib.import_module("mlflow")
        for store in ("tracking", "model_registry") if uri.startswith("sqlite:") else ():
            importlib.import_module(f"mlflow.store.{store}.sqlalchemy_store")
    for name, level in LOG_LEVELS.items():
        logging.getLogger(name).setLevel(level)


@contextlib.contextmanager
def _quick_imports() -> Iterator[None]:
    """Import MLflow in 60 % of the processor time it takes otherwise: a rollback must not wait for it.

    No garbage is collected meanwhile, for an import makes none; and libraries that MLflow does without
    (mlflow-skinny has none of them) and that none of our calls needs are kept out.
    """
    collecting = gc.isenabled()
    absent = [name for name in ("pandas", "numpy", "pyarrow") if name not in sys.modules]
    gc.disable()
    for name in absent:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]
        gc.freeze()  # what was imported stays: no later collection need look at it
        if collecting:
            gc.enable()


def make_database(path: Path, artifacts: Path) -> None:
    """Make an MLflow database at `path` unless there is one.

    It is built beside its place and linked into it: a process killed half-way leaves no half database,
    and of several processes, an MLflow server among them, one makes it and the others use it.
    """
    if path.exists():
        return
    with wait_for(path.with_name(f"{path.name}.lock")):
        if path.exists():
            return
        _prepare("sqlite:")
        from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore

        draft = path.with_name(f"{path.name}.draft")
        for leftover in path.parent.glob(f"{draft.name}*"):
            leftover.unlink()
        SqlAlchemyStore(f"sqlite:///{draft}", artifacts.absolute().as_uri()).engine.dispose()
        with contextlib.closing(sqlite3.connect(draft)) as database:
            # Readers and a writer do not block each other; the mode stays with the file.
            database.execute("PRAGMA journal_mode=WAL")
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
        log.info("tracking database=%s", path)
