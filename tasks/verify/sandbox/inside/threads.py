"""Threads for programs that want some: made before the lock, for behind it nobody can make one.

Contest programs often run their main function in a thread with a larger stack. A few threads wait, parked,
and `_thread.start_new_thread` hands its function to the next of them; when all are used up it fails as where
the system has no more threads. Python 3.13 starts threads otherwise, so there none can be started.
"""

import _thread
import threading
from collections.abc import Callable
from typing import Any

COUNT = 8
STACK_BYTES = 16 << 20
_WORDS = ("thread", "concurrent")


class _Parked:
    """One waiting thread, good for one function."""

    def __init__(self) -> None:
        self.function: Callable[[], Any] = lambda: None
        self.go = _thread.allocate_lock()
        self.go.acquire()
        self.ident = _thread.start_new_thread(self._wait, ())

    def _wait(self) -> None:
        self.go.acquire()
        self.function()


def park_for(code: str) -> int:
    """Make threads if the text of a program speaks of them.

    Returns:
        The address space they reserve, in bytes.
    """
    if not any(word in code for word in _WORDS) or not hasattr(threading, "_start_new_thread"):
        return 0
    _thread.stack_size(STACK_BYTES)
    free = [_Parked() for _ in range(COUNT)]
    _thread.stack_size(0)

    def start(
        function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any] | None = None
    ) -> int:
        if not free:
            raise RuntimeError("can't start new thread")
        parked = free.pop()
        parked.function = lambda: function(*args, **(kwargs or {}))
        parked.go.release()
        return parked.ident

    for module, name in (
        (_thread, "start_new_thread"),
        (_thread, "start_new"),
        (threading, "_start_new_thread"),
    ):
        setattr(module, name, start)
    return COUNT * STACK_BYTES
