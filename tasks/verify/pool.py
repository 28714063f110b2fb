"""Workers that can be killed: jobs go out over pipes, the parent owns every deadline.

A worker is a fresh Python (`python -m tasks.verify.worker ROLE`), so starting one is right from threads,
from asyncio and inside a process that holds CUDA or MPI. No signal handler and no alarm is used in the
caller. A worker that misses its deadline or dies is killed with SIGKILL and replaced; the job it was
working on gets no reply (after a missed deadline) or is tried again (after a crash), the jobs behind it
in its queue go to others. There is one reply for each job, in order, whatever happens.
"""

import contextlib
import os
import queue
import selectors
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tasks.verify.child import Child, Job

START_SECONDS = 60.0
MAX_ATTEMPTS = 5
MAX_FAILED_STARTS = 60
_QUEUED = 32
"""Jobs handed to a worker at a time: enough to keep it busy, few to move when it dies."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a job."""

    value: Any
    """The worker's JSON value; None without one."""
    failure: str = ""
    """`deadline`, `batch deadline`, `worker died`, `not ready`; empty if there is a value."""


class WorkerPool:
    """A fixed number of workers of one role, shared by any number of threads."""

    def __init__(
        self, role: str, *, num_workers: int, item_seconds: float, memory_bytes: int = 1 << 30
    ) -> None:
        """Start the workers.

        Args:
            role: What `tasks.verify.worker` shall do.
            num_workers: How many processes.
            item_seconds: Longest time for one job.
            memory_bytes: Address space of a worker.
        """
        self.role, self.item_seconds, self.memory_bytes = role, item_seconds, memory_bytes
        self.num_workers, self.pid, self.closed = num_workers, os.getpid(), False
        self._idle: queue.LifoQueue[Child] = queue.LifoQueue()
        for _ in range(num_workers):
            self._idle.put(self._start())

    def _start(self) -> Child:
        return Child(self.role, self.memory_bytes)

    def run(
        self, jobs: Sequence[Job], *, batch_seconds: float | None = None, start_seconds: float = START_SECONDS
    ) -> list[Reply]:
        """Work through jobs; one reply each, in order.

        Args:
            jobs: JSON-serialisable tuples.
            batch_seconds: Longest time for all; what is left then fails with `batch deadline`.
            start_seconds: How long a worker may take to start before its jobs fail with `not ready`.
        """
        if not jobs:
            return []
        workers = [self._idle.get()]
        wanted = min(self.num_workers, 1 + len(jobs) // _QUEUED)
        with contextlib.suppress(queue.Empty):
            while len(workers) < wanted:
                workers.append(self._idle.get_nowait())
        batch = _Batch(self, jobs, workers, batch_seconds, start_seconds)
        try:
            return batch.finish()
        finally:
            for worker in batch.workers:
                if worker.jobs:
                    worker.kill()
                    worker = self._start()
                self._idle.put(worker)

    def processes(self) -> list[int]:
        """Process ids of the idle workers."""
        return [worker.process.pid for worker in list(self._idle.queue)]

    def close(self) -> None:
        """Kill the idle workers."""
        self.closed = True
        with contextlib.suppress(queue.Empty):
            while True:
                self._idle.get_nowait().kill()


@dataclass
class _Batch:
    """The jobs of one call and the workers it has borrowed."""

    pool: WorkerPool
    jobs: Sequence[Job]
    workers: list[Child]
    batch_seconds: float | None
    start_seconds: float
    waiting: deque[int] = field(default_factory=deque)
    replies: dict[int, Reply] = field(default_factory=dict)
    attempts: dict[int, int] = field(default_factory=dict)
    """How often a worker died with this job at the head of its queue."""
    failed_starts: int = 0
    """Workers that died one after the other before they were ready: the jobs are not to blame."""

    def finish(self) -> list[Reply]:
        """Drive the workers until every job has a reply."""
        self.waiting.extend(range(len(self.jobs)))
        end = None if self.batch_seconds is None else time.monotonic() + self.batch_seconds
        with selectors.DefaultSelector() as selector:
            for worker in self.workers:
                self._watch(selector, worker)
            while len(self.replies) < len(self.jobs):
                now = time.monotonic()
                if end is not None and now > end:
                    self._give_up("batch deadline")
                    break
                self._feed()
                self._poll(selector, now, end)
                self._check_deadlines(selector)
        return [self.replies[number] for number in range(len(self.jobs))]

    def _watch(self, selector: selectors.BaseSelector, worker: Child) -> None:
        selector.register(worker.from_child, selectors.EVENT_READ, worker)

    def _feed(self) -> None:
        for worker in self.workers:
            while self.waiting and len(worker.jobs) < _QUEUED and len(worker.unsent) < 1 << 16:
                number = self.waiting.popleft()
                worker.give(number, self.jobs[number])
            worker.flush()

    def _poll(self, selector: selectors.BaseSelector, now: float, end: float | None) -> None:
        patience = min(self._time_left(worker, now) for worker in self.workers)
        if any(worker.unsent for worker in self.workers):
            patience = min(patience, 0.005)
        if end is not None:
            patience = min(patience, end - now)
        for key, _ in selector.select(max(patience, 0.0)):
            worker: Child = key.data
            lines = worker.receive()
            if lines is None:
                self._replace(selector, worker, "worker died")
                continue
            for line in lines:
                self._take(worker, line)

    def _take(self, worker: Child, line: Any) -> None:
        worker.since = time.monotonic()
        if line == "ready":
            worker.ready, self.failed_starts = True, 0
            return
        number, value = line
        worker.jobs.popleft()
        self.replies[number] = Reply(value)

    def _time_left(self, worker: Child, now: float) -> float:
        if not worker.jobs:
            return 1.0
        if not worker.ready:
            return worker.started + self.start_seconds - now
        return worker.since + self.pool.item_seconds - now

    def _check_deadlines(self, selector: selectors.BaseSelector) -> None:
        now = time.monotonic()
        for worker in list(self.workers):
            if worker.jobs and self._time_left(worker, now) <= 0:
                if worker.ready:
                    self._replace(selector, worker, "deadline")
                elif self.start_seconds < START_SECONDS:
                    self._give_up("not ready")
                else:
                    self._replace(selector, worker, "worker died")

    def _replace(self, selector: selectors.BaseSelector, worker: Child, failure: str) -> None:
        """Kill a worker, put another in its place and move its jobs."""
        selector.unregister(worker.from_child)
        worker.kill()
        jobs = list(worker.jobs)
        worker.jobs.clear()
        if jobs:
            head = jobs[0]
            if worker.ready:
                self.attempts[head] = self.attempts.get(head, 0) + 1
            else:
                self.failed_starts += 1
            given_up = self.attempts.get(head, 0) >= MAX_ATTEMPTS or self.failed_starts >= MAX_FAILED_STARTS
            if failure == "deadline" or given_up:
                self.replies[head] = Reply(None, failure)
                jobs = jobs[1:]
        self.waiting.extendleft(reversed(jobs))
        fresh = self.pool._start()
        self.workers[self.workers.index(worker)] = fresh
        self._watch(selector, fresh)

    def _give_up(self, failure: str) -> None:
        """Answer what is left. A worker that is still busy is replaced when it is handed back."""
        for number in range(len(self.jobs)):
            self.replies.setdefault(number, Reply(None, failure))
        for worker in self.workers:
            if not worker.ready and failure == "not ready":
                worker.jobs.clear()
                worker.unsent = b""


_pools: dict[str, WorkerPool] = {}
_lock = threading.Lock()


def shared_pool(role: str, *, num_workers: int, item_seconds: float) -> WorkerPool:
    """The process-wide pool of a role, started at its first use; after a fork the child gets its own."""
    with _lock:
        pool = _pools.get(role)
        if pool is None or pool.pid != os.getpid() or pool.closed or pool.num_workers < num_workers:
            if pool is not None and pool.pid == os.getpid():
                pool.close()
            pool = _pools[role] = WorkerPool(role, num_workers=num_workers, item_seconds=item_seconds)
        return pool
