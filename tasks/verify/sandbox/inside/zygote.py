"""The fork server: a Python that has imported all it needs, locked itself in, and forks once for each job.

It talks with its owner over one SOCK_SEQPACKET socket, its descriptor 0, which a job replaces by its input:

    owner -> zygote   "job" with descriptors: specification, stdin, stdout, stderr, value
    zygote -> owner   "started" with the job's pidfd, so that the owner itself can kill it
    zygote -> owner   {"status": wait status, "cpu_seconds": ..., "max_memory_bytes": ...}

The zygote never reads what is in the job's descriptors, so nothing of one job is in the memory from which the
next is forked. When the owner is gone, the socket ends, and so does the zygote.
"""

import contextlib
import gc
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
from typing import Any

from . import kernel, landlock, namespaces, program, seccomp, threads

COMMON = (
    "abc array bisect cmath collections contextlib copy dataclasses datetime decimal enum fractions "
    "functools heapq io itertools json math operator random re statistics string sys time typing "
)
"""Imported before the first job: what programs import most."""
WARM_UPS = {
    "sympy": "from sympy import *; x = Symbol('x'); str([factor(x**4 - 1), solve(x**2 - 4), sqrt(8), "
    "diff(x**3), integrate(x**2), simplify(sin(x)), Matrix([[1, 2]]), sympify('x+1'), latex(x / 2)])",
}
"""Module -> what is run after its import: first uses, else paid in every run (30 ms for SymPy)."""
SETUP_FAILED = signal.SIGUSR1
"""Ends a job that could not be locked. The filter leaves a program no way to send itself this signal."""
_MAX_FILES = 64
_LAST_FD = 256


def main(config: dict[str, Any]) -> None:
    """Lock this process and serve jobs until the owner is gone.

    Args:
        config: `route`, `readable` (paths for Landlock), `site` (folders of packages) and `preload` (module
            names).
    """
    owner = socket.socket(fileno=0)
    try:
        layers = _prepare(config)
        code = seccomp.program()
        _probe(code)
    except Exception as error:  # noqa: BLE001 - told to the owner, who raises it
        owner.send(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode()[:4000])
        os._exit(1)
    owner.send(json.dumps({"layers": layers}).encode())
    while True:
        message, fds, _, _ = socket.recv_fds(owner, 16, 8)
        if not message:
            os._exit(0)
        _serve(owner, fds, code)


def _prepare(config: dict[str, Any]) -> list[str]:
    """Import, then lock; returns the names of the layers in force."""
    kernel.die_with_parent()
    os.close(os.pidfd_open(os.getpid()))  # what the owner kills with: better missed now than then
    layers = []
    if config["route"] == "unshare":
        namespaces.enter(config["readable"])
    if config["route"] != "landlock":
        layers.append("namespaces")
    os.environ.clear()
    sys.path += config["site"]
    for name in (*COMMON.split(), *config["preload"]):
        importlib.import_module(name)
        exec(WARM_UPS.get(name, ""), {})  # noqa: S102 - our own text
    os.chdir("/tmp" if config["route"] == "bwrap" else "/")  # noqa: S108
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kernel.drop_capabilities()
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    if config["route"] != "bwrap" or landlock.abi():
        layers.append(f"landlock {landlock.restrict(config['readable'])}")
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    gc.collect()
    gc.freeze()
    return [*layers, "seccomp"]


def _probe(code: bytes) -> None:
    """Lock a child and see that it cannot do what no job may do."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            seccomp.install(code)
            os._exit(sum(_succeeds(action) << place for place, action in enumerate(_FORBIDDEN)))
        os._exit(255)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status:
        raise OSError(f"the system call filter does not hold (probe ended with {status})")


def _succeeds(action: Any) -> bool:
    try:
        action()
    except OSError:
        return False
    return True


_FORBIDDEN = (
    lambda: socket.socket(socket.AF_UNIX),
    lambda: os.kill(os.getpid(), 0),
    lambda: os.open("/tmp/probe", os.O_WRONLY | os.O_CREAT),  # noqa: S108
    lambda: os.memfd_create("probe"),
    lambda: kernel.prctl(kernel.PR_SET_DUMPABLE, 1),
)


def _serve(owner: socket.socket, fds: list[int], code: bytes) -> None:
    """Fork one job, hand its pidfd to the owner, wait for its end and report it."""
    server = os.getpid()
    child = os.fork()
    if child == 0:
        _become_job(server, owner, fds, code)
    for fd in fds:
        os.close(fd)
    handle = os.pidfd_open(child)
    socket.send_fds(owner, [b"started"], [handle])
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    poll.register(owner.fileno(), select.POLLIN)
    if owner.fileno() in (fd for fd, _ in poll.poll()):
        os.kill(child, signal.SIGKILL)
    os.close(handle)
    _, status, usage = os.wait4(child, 0)
    report = {"status": status, "cpu_seconds": usage.ru_utime + usage.ru_stime}
    owner.send(json.dumps(report | {"max_memory_bytes": usage.ru_maxrss * 1024}).encode())


def _become_job(server: int, owner: socket.socket, fds: list[int], code: bytes) -> None:
    """In the child: take over the descriptors, close all others, lock, run. Never returns."""
    try:
        kernel.die_with_parent()
        if os.getppid() != server:  # it died before the kernel was told
            os._exit(255)
        owner.detach()
        spec = _read_all(fds[0])
        os.close(fds[0])
        for target, fd in enumerate(fds[1:]):
            os.dup2(fd, target)
        os.closerange(len(fds) - 1, _LAST_FD)
        request = json.loads(spec)
        reserved = threads.park_for(request["code"])
        _limit(request.pop("memory_bytes") + reserved, request.pop("cpu_seconds"))
        seccomp.install(code)
    except BaseException:  # noqa: BLE001 - whatever it was, the program must not run
        os.kill(os.getpid(), SETUP_FAILED)
        os._exit(255)
    program.run(request)


def _read_all(fd: int) -> bytes:
    data = b""
    while part := os.pread(fd, 1 << 24, len(data)):
        data += part
    return data


def _limit(memory_bytes: int, cpu_seconds: int) -> None:
    limits = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: _MAX_FILES,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for name, value in limits.items():
        _, hard = resource.getrlimit(name)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (value, value))
