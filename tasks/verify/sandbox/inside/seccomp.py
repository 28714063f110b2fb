"""The system call filter of a job, as a hand-made BPF program.

An allow list: what Python needs to compute, to read files and to write to pipes that are open already.
Everything else fails with EPERM, so that a program sees a PermissionError; calls of a foreign
architecture kill it. Where a call is harmless only for some arguments, these are checked. Arguments
behind pointers cannot be read by a filter, so `clone3` and `openat2` fail with ENOSYS, after which the C
library uses their checkable forerunners.
"""

import ctypes
import struct
from dataclasses import dataclass

from . import kernel
from .syscalls import ARCHITECTURES, TABLES, machine

_FREE = (
    "read readv pread64 write writev close stat fstat lstat newfstatat statx lseek poll ppoll select "
    "pselect6 munmap mremap brk madvise access faccessat faccessat2 readlink readlinkat getcwd chdir "
    "getdents64 dup dup2 dup3 rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack restart_syscall pause "
    "alarm getitimer setitimer nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time "
    "times sched_yield sched_getaffinity getpid getppid gettid getuid geteuid getgid getegid getrusage "
    "getrlimit uname futex set_robust_list rseq getrandom exit exit_group "
)
"""Allowed with any arguments."""

_EXEC, _WRITE, _ANONYMOUS = 4, 2, 0x20
_OPEN_FOR_WRITING = 0o3 | 0o100 | 0o1000 | 0o2000 | 0o20000000
"""O_ACCMODE, O_CREAT, O_TRUNC, O_APPEND, __O_TMPFILE: the same on both machines."""
_DUPLICATE_FD, _GET_FD, _SET_FD, _GET_FLAGS, _DUPLICATE_CLOEXEC = 0, 1, 2, 3, 1030
_TCGETS = 0x5401


@dataclass(frozen=True, slots=True)
class Check:
    """True if a 32-bit half of an argument, masked, is one of the values."""

    argument: int
    values: tuple[int, ...]
    mask: int = 0xFFFFFFFF
    high: bool = False


_CHECKED: dict[str, tuple[tuple[Check, ...], ...]] = {
    "open": ((Check(1, (0,), _OPEN_FOR_WRITING),),),
    "openat": ((Check(2, (0,), _OPEN_FOR_WRITING),),),
    "mmap": (
        (Check(2, (0,), _EXEC),),
        (Check(2, (_EXEC,), _EXEC | _WRITE), Check(3, (0,), _ANONYMOUS)),
    ),
    "mprotect": ((Check(2, (0,), _EXEC),),),
    "ioctl": ((Check(1, (_TCGETS,)),),),
    "fcntl": ((Check(1, (_DUPLICATE_FD, _GET_FD, _SET_FD, _GET_FLAGS, _DUPLICATE_CLOEXEC)),),),
    "prlimit64": ((Check(0, (0,)), Check(2, (0,)), Check(2, (0,), high=True)),),
}
"""Call -> alternatives; the call is allowed if all checks of one alternative are true."""

_MISSING = ("clone3", "openat2")

_KILL, _ALLOW, _ERROR = 0x80000000, 0x7FFF0000, 0x00050000
_EPERM, _ENOSYS = 1, 38
_LOAD, _AND, _JUMP_EQUAL, _RETURN = 0x20, 0x54, 0x15, 0x06
_NUMBER_OFFSET, _ARCH_OFFSET, _ARGUMENTS_OFFSET = 0, 4, 16
_SET_MODE_FILTER, _ALL_THREADS = 1, 1

Instruction = tuple[int, int, int, int]


def program() -> bytes:
    """The filter for this machine, as an array of `struct sock_filter`.

    Raises:
        LookupError: The machine's system call numbers are not known.
    """
    numbers = TABLES[machine()]
    code: list[Instruction] = [
        (_LOAD, 0, 0, _ARCH_OFFSET),
        (_JUMP_EQUAL, 1, 0, ARCHITECTURES[machine()]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_OFFSET),
    ]
    for name in _FREE.split():
        if name in numbers:
            code += [(_JUMP_EQUAL, 0, 1, numbers[name]), (_RETURN, 0, 0, _ALLOW)]
    for name in _MISSING:
        code += [(_JUMP_EQUAL, 0, 1, numbers[name]), (_RETURN, 0, 0, _ERROR | _ENOSYS)]
    for name, alternatives in _CHECKED.items():
        if name in numbers:
            block = [step for alternative in alternatives for step in _alternative(alternative)]
            code += [
                (_JUMP_EQUAL, 0, len(block) + 1, numbers[name]),
                *block,
                (_RETURN, 0, 0, _ERROR | _EPERM),
            ]
    code.append((_RETURN, 0, 0, _ERROR | _EPERM))
    return b"".join(struct.pack("=HBBI", *step) for step in code)


def _alternative(checks: tuple[Check, ...]) -> list[Instruction]:
    """Allow if all checks are true, else go on behind."""
    steps: list[Instruction] = [(_RETURN, 0, 0, _ALLOW)]
    for check in reversed(checks):
        steps = _compare(check, len(steps)) + steps
    return steps


def _compare(check: Check, rest: int) -> list[Instruction]:
    """Fall through to the next `rest` instructions if the check is true, else jump over them."""
    offset = _ARGUMENTS_OFFSET + 8 * check.argument + (4 if check.high else 0)
    last = len(check.values) - 1
    tests = [
        (_JUMP_EQUAL, last - position, rest if position == last else 0, value)
        for position, value in enumerate(check.values)
    ]
    return [(_LOAD, 0, 0, offset), (_AND, 0, 0, check.mask), *tests]


def install(code: bytes) -> None:
    """Put the filter on all threads of this process, for good. No new privileges can be gained after it.

    Raises:
        OSError: The kernel has no seccomp filters or refuses them.
    """
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("@HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    number = TABLES[machine()]["seccomp"]
    if thread := kernel.syscall(number, _SET_MODE_FILTER, _ALL_THREADS, ctypes.c_char_p(header)):
        raise OSError(f"thread {thread} cannot take the filter")
