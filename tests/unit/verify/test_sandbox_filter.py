"""The system call filter, run here step by step, for both machines whose numbers are known."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.verify.sandbox.inside import seccomp, syscalls

KILL, ALLOW, EPERM, ENOSYS = 0x80000000, 0x7FFF0000, 0x00050001, 0x00050026
FORBIDDEN = {
    "x86_64": "socket 41 connect 42 socketpair 53 clone 56 fork 57 vfork 58 execve 59 kill 62 mkdir 83 "
    "unlink 87 ptrace 101 setuid 105 prctl 157 chroot 161 mount 165 reboot 169 tkill 200 "
    "timer_create 222 tgkill 234 keyctl 250 unshare 272 perf 298 process_vm_readv 310 setns 308 "
    "seccomp 317 memfd 319 bpf 321 execveat 322 io_uring 425 pidfd_open 434 setrlimit 160 "
    "arch_prctl 158 modify_ldt 154 ",
    "aarch64": "socket 198 connect 203 socketpair 199 clone 220 execve 221 kill 129 mkdirat 34 unlinkat 35 "
    "ptrace 117 setuid 146 prctl 167 chroot 51 mount 40 reboot 142 tkill 130 timer_create 107 "
    "tgkill 131 keyctl 219 unshare 97 perf 241 process_vm_readv 270 setns 268 seccomp 277 memfd 279 "
    "bpf 280 execveat 281 io_uring 425 pidfd_open 434 setrlimit 164 ",
}


@pytest.fixture(params=sorted(syscalls.TABLES))
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(seccomp, "machine", lambda: request.param)
    return str(request.param)


def decide(machine: str, call: str | int, *arguments: int, arch: int | None = None) -> int:
    """What the kernel would do with a call."""
    number = syscalls.TABLES[machine][call] if isinstance(call, str) else call
    known = syscalls.ARCHITECTURES[machine] if arch is None else arch
    data = struct.pack("=IIQ6Q", number, known, 0, *arguments, *[0] * (6 - len(arguments)))
    steps = list(struct.iter_unpack("=HBBI", seccomp.program()))
    accumulator, place = 0, 0
    while True:
        code, true, false, value = steps[place]
        place += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("=I", data, value)
        elif code == 0x54:
            accumulator &= value
        elif code == 0x15:
            place += true if accumulator == value else false
        else:
            assert code == 0x06
            return int(value)


def test_what_no_program_needs_is_refused(machine: str) -> None:
    words = FORBIDDEN[machine].split()
    for name, number in zip(words[::2], words[1::2], strict=True):
        assert decide(machine, int(number)) == EPERM, name


def test_what_python_needs_is_allowed(machine: str) -> None:
    for name in ("read", "write", "futex", "exit_group", "getrandom", "brk", "munmap", "newfstatat"):
        assert decide(machine, name, 2**64 - 1, 2**64 - 1) == ALLOW, name
    assert decide(machine, "clone3") == decide(machine, "openat2") == ENOSYS


def test_other_architectures_are_killed(machine: str) -> None:
    for arch in (0x40000003, 0x40000028, 0, *syscalls.ARCHITECTURES.values()):
        if arch != syscalls.ARCHITECTURES[machine]:
            assert decide(machine, "read", arch=arch) == KILL
    assert decide(machine, 0x40000000 + syscalls.TABLES[machine]["read"]) == EPERM


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(sorted(syscalls.TABLES)))
def test_files_open_for_reading_only(flags: int, machine: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seccomp, "machine", lambda: machine)
        writes = flags & 3 or flags & (0o100 | 0o1000 | 0o2000 | 0o20000000)
        assert decide(machine, "openat", 0, 0, flags) == (EPERM if writes else ALLOW)


def test_memory_is_executable_only_from_files(machine: str) -> None:
    private, anonymous = 2, 0x22
    assert decide(machine, "mmap", 0, 4096, 3, anonymous) == ALLOW
    assert decide(machine, "mmap", 0, 4096, 5, private) == ALLOW
    assert decide(machine, "mmap", 0, 4096, 5, anonymous) == EPERM
    assert decide(machine, "mmap", 0, 4096, 7, private) == EPERM
    assert decide(machine, "mprotect", 0, 4096, 3) == ALLOW
    assert decide(machine, "mprotect", 0, 4096, 5) == EPERM


def test_limits_are_read_and_not_set(machine: str) -> None:
    assert decide(machine, "prlimit64", 0, 7, 0, 0xDEADBEEF) == ALLOW
    assert decide(machine, "prlimit64", 0, 7, 0xDEADBEEF, 0) == EPERM
    assert decide(machine, "prlimit64", 0, 7, 0xDEADBEEF << 32, 0) == EPERM
    assert decide(machine, "prlimit64", 99, 7, 0, 0) == EPERM


def test_descriptors_get_no_owner_and_terminals_no_input(machine: str) -> None:
    assert [decide(machine, "fcntl", 0, command) for command in (1, 3, 1030)] == [ALLOW] * 3
    assert [decide(machine, "fcntl", 0, command) for command in (4, 8, 10, 15, 1031, 1033)] == [EPERM] * 6
    assert decide(machine, "ioctl", 0, 0x5401) == ALLOW
    assert decide(machine, "ioctl", 0, 0x5412) == EPERM


def test_an_unknown_machine_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syscalls.platform, "machine", lambda: "riscv64")
    with pytest.raises(LookupError, match="riscv64"):
        seccomp.program()
