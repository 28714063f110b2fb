"""The parent's side of one fork server: hands it jobs, reads what they write, owns the deadline, kills.

No signal handler or alarm is used here, so it is right from any thread. A job's output comes over pipes that
this process made, its end over the fork server's socket, and its death, if need be, through a pidfd: a fork
server that hangs cannot keep a job alive, and is itself killed with all it holds.
"""

import contextlib
import fcntl
import json
import math
import os
import select
import signal
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tasks.verify.sandbox.keeper import kept
from tasks.verify.sandbox.records import Ending, Limits, RunResult, SandboxUnavailable
from tasks.verify.sandbox.routes import Started, start

START_SECONDS = 60.0
GRACE_SECONDS = 5.0
"""How long the fork server may take to fork a job, and to report the end of one that was killed."""
_SEALS = 0xF
"""F_SEAL_SEAL, SHRINK, GROW, WRITE."""
_UNREADABLE = 122
_SETUP_FAILED = signal.SIGUSR1


class LostError(Exception):
    """The fork server died or hangs; the job may be given to another one."""

    def __init__(self, *, began: bool) -> None:
        super().__init__(f"fork server lost {'during' if began else 'before'} a job")
        self.began = began
        """Whether the job had begun."""


class ForkServer:
    """One long-lived process that forks a locked child for each job. Not for two threads at once."""

    def __init__(self, route: str, preload: Sequence[str]) -> None:
        """Start it and wait until it is locked.

        Raises:
            SandboxUnavailable: It could not start or lock itself; the message is its own.
        """
        self._started: Started = kept(start, route, preload)
        self._channel = self._started.channel
        self._channel.settimeout(START_SECONDS)
        try:
            answer = json.loads(self._channel.recv(4096) or b"{}")
        except (OSError, ValueError):
            answer = {}
        if "layers" not in answer:
            reason = answer.get("error") or self._complaint() or "it ended without a word"
            self.kill()
            raise SandboxUnavailable(reason)
        self.layers: tuple[str, ...] = tuple(answer["layers"])
        self.pid = self._started.process.pid

    def _complaint(self) -> str:
        self._started.process.kill()
        self._started.process.wait()
        self._started.complaints.seek(0)
        return self._started.complaints.read()[-300:].decode("utf-8", "replace").strip()

    def run(self, spec: dict[str, Any], stdin: bytes, limits: Limits) -> RunResult:
        """Run one job to its end.

        Args:
            spec: `code`, and in the call form `function` and `arguments`.
            stdin: What the program can read.
            limits: When to kill it.

        Raises:
            LostError: The fork server is gone or does not answer. It must be killed.
        """
        cpu_seconds = math.ceil(limits.seconds) + 1
        request = json.dumps(spec | {"memory_bytes": limits.memory_bytes, "cpu_seconds": cpu_seconds})
        with contextlib.ExitStack() as open_files:
            sent = [_sealed(open_files, request.encode()), _sealed(open_files, stdin)]
            streams = []
            for _ in range(3 if "function" in spec else 2):
                reading, writing = os.pipe()
                open_files.callback(os.close, reading)
                open_files.callback(os.close, writing)
                os.set_blocking(reading, False)
                streams.append(_Stream(reading, limits.output_bytes))
                sent.append(writing)
            try:
                socket.send_fds(self._channel, [b"job"], sent)
            except OSError as error:
                raise LostError(began=False) from error
            return _Job(self._channel, streams, limits).finish()

    def kill(self) -> None:
        """End the fork server, and with it every process in its namespaces."""
        self._channel.close()
        self._started.process.kill()
        self._started.process.wait()
        self._started.complaints.close()

    def forget(self) -> None:
        """In a forked child: let go of the parent's fork server without ending it."""
        self._channel.close()
        self._started.process.returncode = 0


def _sealed(open_files: contextlib.ExitStack, data: bytes) -> int:
    """A file in memory that nobody can change any more, positioned at its start."""
    fd = os.memfd_create("input", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    open_files.callback(os.close, fd)
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
    os.lseek(fd, 0, os.SEEK_SET)
    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, _SEALS)
    return fd


@dataclass
class _Stream:
    """What has come through one pipe, up to its cap."""

    fd: int
    cap: int
    data: bytearray = field(default_factory=bytearray)

    def drain(self) -> None:
        """Read what is there. The end does not show: this process holds the writing side, too."""
        with contextlib.suppress(BlockingIOError):
            while not self.full:
                self.data += os.read(self.fd, 65536)

    @property
    def full(self) -> bool:
        """Whether more came than may."""
        return len(self.data) > self.cap

    @property
    def text(self) -> str:
        return bytes(self.data[: self.cap]).decode("utf-8", "replace")


@dataclass
class _Job:
    """One running job: waits for its output, its end, or its deadline, whichever comes first."""

    channel: socket.socket
    streams: list[_Stream]
    limits: Limits
    handle: int | None = None
    """The job's pidfd, once it exists."""
    killed: Ending | None = None
    report: dict[str, Any] | None = None

    def finish(self) -> RunResult:
        began = time.monotonic()
        until = began + GRACE_SECONDS
        poll = select.poll()
        poll.register(self.channel.fileno(), select.POLLIN)
        for stream in self.streams:
            poll.register(stream.fd, select.POLLIN)
        try:
            while self.report is None:
                until = self._step(poll, until)
        finally:
            if self.handle is not None:
                self._signal()
                os.close(self.handle)
        for stream in self.streams:
            stream.drain()
        return self._result(time.monotonic() - began)

    def _step(self, poll: select.poll, until: float) -> float:
        """Wait for one event; returns the time at which patience ends."""
        left = until - time.monotonic()
        if left <= 0:
            if self.handle is None or self.killed is not None:
                raise LostError(began=self.handle is not None)
            return self._kill(Ending.DEADLINE)
        ready = dict(poll.poll(left * 1000))
        if self.channel.fileno() in ready:
            until = self._hear(until)
        for stream in self.streams:
            if stream.fd in ready:
                stream.drain()
            if stream.full and self.killed is None and self.handle is not None:
                poll.unregister(stream.fd)
                until = self._kill(Ending.OUTPUT_LIMIT)
        return until

    def _hear(self, until: float) -> float:
        """Take a message of the fork server."""
        try:
            message, fds, _, _ = socket.recv_fds(self.channel, 4096, 1)
        except OSError as error:
            raise LostError(began=self.handle is not None) from error
        if not message:
            raise LostError(began=self.handle is not None)
        if self.handle is None:
            self.handle = fds[0]
            return time.monotonic() + self.limits.seconds
        self.report = json.loads(message)
        return until

    def _kill(self, why: Ending) -> float:
        self.killed = why
        self._signal()
        return time.monotonic() + GRACE_SECONDS

    def _signal(self) -> None:
        assert self.handle is not None
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)

    def _result(self, seconds: float) -> RunResult:
        assert self.report is not None
        code = os.waitstatus_to_exitcode(self.report["status"])
        if code == -_SETUP_FAILED:
            raise LostError(began=True)
        return RunResult(
            ending=self._ending(code),
            exit_code=code if code >= 0 else None,
            stdout=self.streams[0].text,
            stderr=self.streams[1].text,
            value=(self.streams[2].text or None) if len(self.streams) > 2 else None,
            seconds=seconds,
            cpu_seconds=self.report["cpu_seconds"],
            max_memory_bytes=self.report["max_memory_bytes"],
        )

    def _ending(self, code: int) -> Ending:
        if any(stream.full for stream in self.streams):
            return Ending.OUTPUT_LIMIT
        if self.killed is not None and code < 0:
            return self.killed
        if code < 0:
            return Ending.DEADLINE if -code in (signal.SIGXCPU, signal.SIGKILL) else Ending.CRASHED
        return {0: Ending.EXITED, _UNREADABLE: Ending.UNREADABLE}.get(code, Ending.FAILED)
