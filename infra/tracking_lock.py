"""A lock between processes of one machine, freed by the kernel when its holder dies."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tasks.errors import BusyError

POLL_SECONDS = 0.02


@contextmanager
def locked(path: Path, *, timeout_seconds: float = 60) -> Iterator[None]:
    """Hold the lock file `path`; the file stays behind, empty.

    Raises:
        BusyError: another process held it all the while.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + timeout_seconds
    with path.open("a") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise BusyError(
                        f"{path}: held by another process for {timeout_seconds:.0f} s; "
                        "wait for it or stop it, then give the same command again"
                    ) from None
                time.sleep(POLL_SECONDS)
        yield
