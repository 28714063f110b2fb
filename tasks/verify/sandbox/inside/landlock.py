"""Landlock: after `restrict`, a process and all it forks can read the given paths and nothing else.

Denied besides, as far as the kernel knows them: writing, creating and executing files, TCP, abstract
sockets, and signals to processes outside.
"""

import ctypes
import os
import struct
from pathlib import Path

from . import kernel
from .syscalls import LANDLOCK_ADD, LANDLOCK_CREATE, LANDLOCK_RESTRICT

_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""ABI -> how many file rights it knows; later ones know as many as 5."""
_TCP_RIGHTS, _SCOPES = 0b11, 0b11
_PATH_BENEATH, _VERSION = 1, 1


def abi() -> int:
    """The kernel's Landlock version; 0 if it has none or it is switched off."""
    try:
        return kernel.syscall(LANDLOCK_CREATE, None, 0, _VERSION)
    except OSError:
        return 0


def restrict(readable: list[str]) -> int:
    """Leave this process only the reading of some paths.

    Args:
        readable: Files and folders; all must exist.

    Returns:
        The Landlock version in force.

    Raises:
        OSError: The kernel has no Landlock.
    """
    version = abi()
    rights = (1 << _FILE_RIGHTS[min(max(version, 1), 5)]) - 1
    attributes = struct.pack("=QQQ", rights, _TCP_RIGHTS, _SCOPES)
    attributes = attributes[: 8 if version < 4 else 16 if version < 6 else 24]
    rules = kernel.syscall(LANDLOCK_CREATE, ctypes.c_char_p(attributes), len(attributes), 0)
    for path in readable:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        allowed = _READ_FILE | _READ_DIR if Path(path).is_dir() else _READ_FILE
        rule = ctypes.c_char_p(struct.pack("=Qi", allowed, place))
        kernel.syscall(LANDLOCK_ADD, rules, _PATH_BENEATH, rule, 0)
        os.close(place)
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.syscall(LANDLOCK_RESTRICT, rules, 0)
    os.close(rules)
    return version
