"""The worker process: reads jobs as JSON lines from stdin, answers one line each.

    python -m tasks.verify.worker judge 1073741824

It limits its own memory, gives up when its parent is gone, and prints nothing but replies: what other
code prints goes to /dev/null.
"""

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from typing import Any


def main(role: str, memory_bytes: int) -> None:
    """Answer jobs until stdin ends."""
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    parent = os.getppid()
    threading.Thread(target=_leave_with_parent, args=(parent,), daemon=True).start()
    work = ROLES[role]()
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    replies.write(b'"ready"\n')
    for line in sys.stdin.buffer:
        number, *job = json.loads(line)
        replies.write(json.dumps([number, work(*job)]).encode() + b"\n")


def _leave_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(0)


def _judging() -> Callable[..., Any]:
    from tasks.verify.grade import judge_here

    def work(reference: str, completion: str, decimals: int | None = None) -> list[Any]:
        try:
            verdict = judge_here(reference, completion, decimals=decimals)
        except MemoryError:
            return ["undecided", None, "too large: memory"]
        return [verdict.outcome.value, verdict.extracted, verdict.reason]

    judge_here("1", "1")
    return work


def _second_opinion() -> Callable[..., Any]:
    from tasks.verify.second_opinion import agree

    def work(reference: str, answer: str) -> bool | None:
        try:
            return agree(reference, answer)
        except MemoryError:
            return None

    agree("$\\frac{1}{2}$", "$0.5$")
    return work


def _hanging() -> Callable[..., Any]:
    def work(text: str) -> str:
        while text == "17":
            pass
        return text

    return work


ROLES: dict[str, Callable[[], Callable[..., Any]]] = {
    "judge": _judging,
    "second-opinion": _second_opinion,
    "hang-on-17": _hanging,
}
"""Role -> what makes its function, after the imports that the role needs. `hang-on-17` is for the tests."""


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
