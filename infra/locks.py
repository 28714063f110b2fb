"""One at a time: locks between processes of one machine, freed by the kernel when their holder dies.

`hold` refuses at once and says who holds; for runs, which take minutes. `wait_for` waits; for moments.
"""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from tasks.errors import BusyError

POLL_SECONDS = 0.02


@contextlib.contextmanager
def hold(state: Path, name: str, *, what: str) -> Iterator[None]:
    """Hold the lock `name` while the block runs.

    Args:
        state: State folder.
        name: Lock file's stem.
        what: What the holder does, for the message that others get.

    Raises:
        BusyError: another process holds it; the message names the process.
    """
    path = state / "locks" / f"{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "another process"
            raise BusyError(
                f"{what} is running already ({holder}). Wait for it, or stop it with Ctrl-C; "
                "nothing of it is lost, the same command goes on."
            ) from None
        lock.seek(0)
        lock.truncate()
        lock.write(f"process {os.getpid()}")
        lock.flush()
        yield


@contextlib.contextmanager
def wait_for(path: Path, *, timeout_seconds: float = 60) -> Iterator[None]:
    """Hold the lock file `path` as soon as it is free; the file stays behind, empty.

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
