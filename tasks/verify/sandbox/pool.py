"""The sandbox that a program holds: some fork servers of one kind, shared by any number of threads."""

import contextlib
import json
import os
import queue
import threading
import weakref
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any

from tasks.errors import DataError
from tasks.verify.sandbox.fork_server import ForkServer, LostError
from tasks.verify.sandbox.records import Ending, Limits, RunResult, SandboxUnavailable
from tasks.verify.sandbox.routes import ADVICE, ROUTES, why_not

DEFAULT_LIMITS = Limits()
_ATTEMPTS = 2
"""Beginnings of one job; one that takes its fork server down with it is not tried for ever."""
_STARTS = 3
"""Of a route that is known to work: a start may be killed, too."""
_CLOSED = "this sandbox is closed; make a new one"
_LOST = RunResult(ending=Ending.LOST, exit_code=None, stdout="", stderr="")
_works: dict[tuple[str, ...], str] = {}
"""Preloaded modules -> the route that worked for them in this process."""


class Sandbox:
    """Runs programs, each in a locked process of its own that is forked from a prepared Python.

    Threads may share it; each run takes one fork server and waits if all are busy. A forked child gets
    servers of its own at its first run. Closing it, or the end of this process, ends all.
    """

    def __init__(
        self, *, preload: Iterable[str] = (), num_servers: int | None = None, route: str | None = None
    ) -> None:
        """Start the first fork server; the others start when they are needed.

        Args:
            preload: Modules that programs of this kind need, as `["sympy"]`: imported once, not by each run.
            num_servers: Most programs at a time; None takes one per processor, at most 8.
            route: A key of `routes.ROUTES`; None takes the strongest that works here.

        Raises:
            SandboxUnavailable: No program can be locked in on this machine, or a module cannot be imported.
        """
        self.preload = tuple(preload)
        self.num_servers = num_servers or min(os.cpu_count() or 1, 8)
        self.route = ""
        """The route in use."""
        self.layers: tuple[str, ...] = ()
        """What locks a program in here, e.g. `namespaces`, `landlock 7`, `seccomp`."""
        self._routes = [route] if route else list(ROUTES)
        self._reset()
        self._idle.put(self._start())
        _living.add(self)

    def _reset(self) -> None:
        self._idle: queue.LifoQueue[ForkServer | None] = queue.LifoQueue()
        for _ in range(self.num_servers - 1):
            self._idle.put(None)
        self._busy: set[ForkServer] = set()
        self._lock = threading.Lock()
        self._closed = False

    def _start(self) -> ForkServer:
        """A new fork server, by the first route that works."""
        known = self.route or _works.get(self.preload)
        reasons = []
        for route in [known] * _STARTS if known in self._routes else self._routes:
            missing = why_not(route)
            try:
                if not missing:
                    server = ForkServer(route, self.preload)
                    self.route, self.layers = route, server.layers
                    if len(self._routes) > 1:
                        _works[self.preload] = route
                    return server
            except SandboxUnavailable as error:
                missing = str(error)
            reasons.append(f"{route}: {missing}")
        raise SandboxUnavailable(f"no sandbox for Python here. {'; '.join(reasons)}. {ADVICE}")

    def run(self, code: str, stdin: str = "", *, limits: Limits = DEFAULT_LIMITS) -> RunResult:
        """Run a program that reads stdin and prints.

        Args:
            code: Python, run as `__main__`.
            stdin: Its input; never that of another run.
            limits: When to kill it.

        Raises:
            SandboxUnavailable: A lost fork server could not be replaced.
        """
        return self._run({"code": code}, stdin, limits)

    def call(
        self, code: str, function: str, arguments: Any, *, stdin: str = "", limits: Limits = DEFAULT_LIMITS
    ) -> RunResult:
        """Call a function of a program; `RunResult.value` is what it returned, as JSON text.

        Args:
            code: Python, run as a module, so that what stands under `if __name__ == "__main__"` is not run.
            function: A name, or `Class.method` for a class that is made without arguments.
            arguments: JSON values: a list, or a mapping for named arguments.
            stdin: As for `run`.
            limits: As for `run`.

        Raises:
            DataError: The arguments are no JSON.
            SandboxUnavailable: As for `run`.
        """
        try:
            json.dumps(arguments)
        except (TypeError, ValueError) as error:
            raise DataError(
                f"arguments of {function} are no JSON: {error}; give lists, dicts and scalars"
            ) from error
        return self._run({"code": code, "function": function, "arguments": arguments}, stdin, limits)

    def _run(self, spec: dict[str, Any], stdin: str, limits: Limits) -> RunResult:
        data = stdin.encode("utf-8", "surrogatepass")
        began = 0
        for _ in range(self.num_servers + _ATTEMPTS):  # idle servers may be found dead, one after the other
            server = self._take()
            try:
                result = server.run(spec, data, limits)
            except LostError as error:
                self._drop(server)
                began += error.began
                if began == _ATTEMPTS:
                    break
                continue
            except BaseException:
                self._drop(server)
                raise
            self._give_back(server)
            return result
        return _LOST

    def _take(self) -> ForkServer:
        server = self._idle.get()
        if self._closed:
            self._idle.put(server)
            raise SandboxUnavailable(_CLOSED)
        if server is None:
            try:
                server = self._start()
            except BaseException:
                self._idle.put(None)
                raise
        with self._lock:
            self._busy.add(server)
        return server

    def _give_back(self, server: ForkServer) -> None:
        with self._lock:
            self._busy.discard(server)
            if not self._closed:
                self._idle.put(server)
                return
        server.kill()
        self._idle.put(None)

    def _drop(self, server: ForkServer) -> None:
        with self._lock:
            self._busy.discard(server)
        server.kill()
        self._idle.put(None)

    def processes(self) -> list[int]:
        """Process ids of the idle fork servers."""
        return [server.pid for server in list(self._idle.queue) if server is not None]

    def close(self) -> None:
        """End all idle fork servers now and the busy ones after their run."""
        with self._lock:
            self._closed = True
        with contextlib.suppress(queue.Empty):
            while True:
                server = self._idle.get_nowait()
                if server is not None:
                    server.kill()
        self._idle.put(None)

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _after_fork(self) -> None:
        """The servers belong to the parent."""
        for server in (*self._idle.queue, *self._busy):
            if server is not None:
                server.forget()
        closed = self._closed
        self._reset()
        self._idle.put(None)
        self._closed = closed


_living: weakref.WeakSet[Sandbox] = weakref.WeakSet()
_shared: dict[tuple[str, ...], Sandbox] = {}
_shared_lock = threading.Lock()


def shared_sandbox(preload: Sequence[str] = ()) -> Sandbox:
    """The process-wide sandbox for programs that need these modules, made at its first use."""
    key = tuple(preload)
    with _shared_lock:
        sandbox = _shared.get(key)
        if sandbox is None or sandbox._closed:
            sandbox = _shared[key] = Sandbox(preload=key)
        return sandbox


def _after_fork() -> None:
    global _shared_lock
    _shared_lock = threading.Lock()
    for sandbox in list(_living):
        sandbox._after_fork()


os.register_at_fork(after_in_child=_after_fork)
