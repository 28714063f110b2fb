"""One at a time: a lock that the kernel frees when its holder dies, however it dies."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from tasks.errors import BusyError


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
