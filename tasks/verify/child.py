"""One worker process and its pipes."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections import deque
from pathlib import Path
from typing import Any

Job = tuple[Any, ...]


class Child:
    """One child process and its pipes."""

    def __init__(self, role: str, memory_bytes: int) -> None:
        root = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tasks.verify.worker", role, str(memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"},
            cwd="/",
            start_new_session=True,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.to_child, self.from_child = self.process.stdin.fileno(), self.process.stdout.fileno()
        os.set_blocking(self.to_child, False)
        os.set_blocking(self.from_child, False)
        self.ready = False
        self.started = time.monotonic()
        self.unread = b""
        self.unsent = b""
        self.jobs: deque[int] = deque()
        self.since = 0.0
        """When the job at the head of the queue began."""

    def give(self, number: int, job: Job) -> None:
        """Queue a job."""
        if not self.jobs:
            self.since = time.monotonic()
        self.jobs.append(number)
        self.unsent += json.dumps([number, *job]).encode() + b"\n"

    def flush(self) -> bool:
        """Send what the pipe takes; False if the child is gone."""
        if self.unsent:
            try:
                self.unsent = self.unsent[os.write(self.to_child, self.unsent[:65536]) :]
            except BlockingIOError:
                return True
            except OSError:
                return False
        return True

    def receive(self) -> list[Any] | None:
        """The lines that have come; None if the child is gone."""
        try:
            data = os.read(self.from_child, 1 << 20)
        except BlockingIOError:
            return []
        except OSError:
            return None
        if not data:
            return None
        *lines, self.unread = (self.unread + data).split(b"\n")
        return [json.loads(line) for line in lines]

    def kill(self) -> None:
        """End the child and collect it."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
