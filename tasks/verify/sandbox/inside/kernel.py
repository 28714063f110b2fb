"""Calls into the C library that Python has no function for."""

import ctypes
import os
import signal

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
_AMBIENT_CLEAR_ALL = 4
_CAPABILITY_VERSION_3 = 0x20080522


def syscall(number: int, *arguments: object) -> int:
    """Make a system call.

    Args:
        number: The call's number on this machine.
        arguments: Integers, or ctypes pointers.

    Raises:
        OSError: The kernel refused.
    """
    wide = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    result = int(_libc.syscall(ctypes.c_long(number), *wide))
    return result if result != -1 else _fail(f"system call {number}")


def prctl(option: int, value: int = 0, third: int = 0) -> None:
    """Set an attribute of this process; raises OSError."""
    if _libc.prctl(option, ctypes.c_ulong(value), ctypes.c_ulong(third), 0, 0) == -1:
        _fail(f"prctl {option}")


def unshare(flags: int) -> None:
    """Leave the namespaces in `flags` for new ones; raises OSError."""
    if _libc.unshare(flags) == -1:
        _fail(f"unshare {flags:#x}")


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mount a file system; raises OSError."""
    if _libc.mount(source.encode(), target.encode(), kind.encode(), flags, options.encode()) == -1:
        _fail(f"mount {target}")


def die_with_parent() -> None:
    """Have the kernel kill this process when the one that started it ends."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def drop_capabilities() -> None:
    """Give up every capability, for this process and all it starts."""
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:  # not root, so there is nothing to drop, or the kernel knows no such capability
            break
    try:
        prctl(PR_CAP_AMBIENT, _AMBIENT_CLEAR_ALL)
    except OSError as error:  # before Linux 4.3 there is no ambient set
        if error.errno != 22:
            raise
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    none = (ctypes.c_uint32 * 6)()
    if _libc.capset(ctypes.byref(header), ctypes.byref(none)) == -1:
        _fail("capset")


def _fail(call: str) -> int:
    number = ctypes.get_errno()
    raise OSError(number, f"{call}: {os.strerror(number)}")
