"""A thread that starts the fork servers.

The kernel takes a process for orphaned, and kills it if that was asked for, when the *thread* that started it
ends. A fork server outlives the call that started it, so it is started by a thread that never ends.
"""

import os
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_Task = tuple["Future[Any]", Callable[[], Any]]


class _Keeper:
    """The thread of one process; a forked child needs its own."""

    def __init__(self) -> None:
        self.tasks: queue.SimpleQueue[_Task] = queue.SimpleQueue()
        threading.Thread(target=self._work, daemon=True, name="sandbox-keeper").start()

    def _work(self) -> None:
        while True:
            future, function = self.tasks.get()
            try:
                future.set_result(function())
            except BaseException as error:  # noqa: BLE001 - handed on to the thread that asked
                future.set_exception(error)


_lock = threading.Lock()
_keepers: list[_Keeper] = []


def kept(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function in the thread that never ends, and wait for its result or exception."""
    with _lock:
        if not _keepers:
            _keepers.append(_Keeper())
        tasks = _keepers[0].tasks
    future: Future[T] = Future()
    tasks.put((future, lambda: function(*args, **kwargs)))
    return future.result()


def _forget() -> None:
    global _lock
    _lock = threading.Lock()
    _keepers.clear()


os.register_at_fork(after_in_child=_forget)
