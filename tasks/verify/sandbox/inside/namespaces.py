"""Namespaces without bubblewrap: own users, processes, mounts, network, IPC and host name.

The file tree stays the host's, which is why Landlock is required with them; what holds the state of other
processes (`/proc`, `/dev/shm`, `/tmp`) is covered by an empty read-only mount.
"""

import contextlib
import os
from pathlib import Path

from . import kernel

_MOUNTS, _HOST_NAME, _IPC = 0x00020000, 0x04000000, 0x08000000
_USERS, _PROCESSES, _NETWORK, _CGROUPS = 0x10000000, 0x20000000, 0x40000000, 0x02000000
_ALL = _MOUNTS | _HOST_NAME | _IPC | _USERS | _PROCESSES | _NETWORK | _CGROUPS
_READ_ONLY, _NO_SETUID, _NO_DEVICES, _NO_EXECUTION = 1, 2, 4, 8
_RECURSIVE, _PRIVATE = 1 << 14, 1 << 18
_NOBODY = 65534


def enter(readable: list[str]) -> None:
    """Go on as process 1 of new namespaces; the process that called waits outside until that one ends.

    Args:
        readable: Paths that stay in sight. A folder that holds one is not covered: Landlock alone guards it.

    Raises:
        OSError: The kernel or its security policy allows no user namespaces.
    """
    user, group = os.getuid(), os.getgid()
    kernel.unshare(_ALL)
    kernel.die_with_parent()
    Path("/proc/self/setgroups").write_text("deny", "ascii")
    Path("/proc/self/uid_map").write_text(f"{_NOBODY} {user} 1", "ascii")
    Path("/proc/self/gid_map").write_text(f"{_NOBODY} {group} 1", "ascii")
    first = os.fork()
    if first:
        _wait_outside(first)
    kernel.die_with_parent()
    kernel.mount("none", "/", "", _RECURSIVE | _PRIVATE)
    for place in ("/proc", "/dev/shm", "/tmp"):  # noqa: S108
        if any(path.startswith(f"{place}/") for path in readable):
            continue
        with contextlib.suppress(OSError):  # not there, or locked: Landlock denies it anyway
            flags = _READ_ONLY | _NO_SETUID | _NO_DEVICES | _NO_EXECUTION
            kernel.mount("none", place, "tmpfs", flags, "size=4096,mode=555")


def _wait_outside(child: int) -> None:
    os.closerange(0, 1024)
    os.waitpid(child, 0)
    os._exit(0)
