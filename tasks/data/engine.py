"""Where the heavy maps of the data steps run: here, in processes of this machine, or on a cluster.

    with open_engine() as engine:
        for result in engine.map_batches(function, batches): ...

Results come in the order of the batches and do not depend on where or in how many processes they were
made, so `REASONLOOP_ENGINE` is no setting of a step and not part of its key:

    unset or auto            one process per core, 4 at most
    processes:8              that many processes; 1 runs everything in this one
    tcp://scheduler:8786     a Dask cluster, which has this package installed; needs `distributed`

We schedule nothing: an executor of the standard library's interface does. The number of batches on the
way is bounded, so memory is too. A single batch is never worth a process and runs here.
"""

import contextlib
import hashlib
import os
import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from typing import Any, Generic, TypeVar, cast

from tasks.errors import ConfigError, StepFailedError

B = TypeVar("B")
R = TypeVar("R")

ENGINE = "REASONLOOP_ENGINE"
MAX_AUTO_WORKERS = 4
"""Without a wish: a worker takes about 100 MB, and a step shall stay under 2 GiB on any machine."""


@dataclass(frozen=True, slots=True)
class Shared(Generic[B]):
    """A large value for all batches of a map: pickled once, unpickled once in each worker."""

    digest: str
    data: bytes

    @classmethod
    def of(cls, value: B) -> "Shared[B]":
        """Wrap a value; changing it later changes nothing."""
        data = pickle.dumps(value, protocol=5)
        return cls(hashlib.sha256(data).hexdigest(), data)

    def value(self) -> B:
        """The value. Not to be changed."""
        return cast(B, _unpickled(self))

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shared) and self.digest == other.digest


@lru_cache(maxsize=4)
def _unpickled(shared: Shared[Any]) -> Any:
    return pickle.loads(shared.data)  # noqa: S301 made by this run


@dataclass
class Engine:
    """Ordered maps over batches. Processes are started by the first map that has two batches."""

    place: str
    """What `REASONLOOP_ENGINE` says."""
    num_workers: int
    """Processes; 0 where the cluster says how many."""
    _stack: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    _executor: Executor | None = None

    def map_batches(self, function: Callable[[B], R], batches: Iterable[B]) -> Iterator[R]:
        """`function` of each batch, in order.

        Args:
            function: Importable by name, or a `functools.partial` of such: it travels to other processes.
            batches: Drawn as workers become free, two per worker ahead.

        Raises:
            StepFailedError: a worker died, mostly for want of memory. What `function` raises is raised.
        """
        source = iter(batches)
        first = list(islice(source, 2))
        rest = chain(first, source)
        if self.num_workers == 1 or len(first) < 2:
            yield from map(function, rest)
            return
        executor = self._start()
        waiting: deque[Future[R]] = deque()
        try:
            for batch in rest:
                waiting.append(executor.submit(function, batch))
                if len(waiting) > 2 * self.num_workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenExecutor as error:
            raise StepFailedError(
                f"a worker of {self.place} died, mostly for want of memory; give the same command again, "
                f"with {ENGINE}=processes:1 if it happens again"
            ) from error
        finally:
            for future in waiting:
                future.cancel()

    def close(self) -> None:
        """End the workers; harmless without any."""
        self._executor = None
        self._stack.close()

    def _start(self) -> Executor:
        if self._executor is None:
            if self.num_workers:
                self._executor = self._stack.enter_context(_processes(self.num_workers))
            else:
                self._executor, self.num_workers = _cluster(self.place, self._stack)
        return self._executor


@contextlib.contextmanager
def open_engine(place: str | None = None) -> Iterator[Engine]:
    """The engine that `REASONLOOP_ENGINE` or `place` names, closed at the end.

    Raises:
        ConfigError: it names none.
    """
    place = place if place is not None else os.environ.get(ENGINE, "") or "auto"
    engine = Engine(place, _workers_of(place))
    try:
        yield engine
    finally:
        engine.close()


def _workers_of(place: str) -> int:
    if place == "auto":
        return min(MAX_AUTO_WORKERS, len(os.sched_getaffinity(0)))
    kind, _, number = place.partition(":")
    if kind == "processes" and number.isdecimal() and int(number):
        return int(number)
    if kind in ("tcp", "tls", "ws", "inproc"):
        return 0
    raise ConfigError(f"{ENGINE}={place!r}: expected auto, processes:N or a Dask scheduler's tcp://host:port")


def _processes(number: int) -> ProcessPoolExecutor:
    # Spawned, for a fork would copy the threads and locks of the judge's pools.
    return ProcessPoolExecutor(number, mp_context=get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for ever: its siblings hold the pipe open."""
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _cluster(address: str, stack: contextlib.ExitStack) -> tuple[Executor, int]:
    try:
        import distributed
    except ImportError as error:
        raise ConfigError(
            f"{ENGINE}={address}: a cluster needs Dask; pip install 'reasonloop[cluster]'"
        ) from error
    try:
        connect: Any = distributed.Client
        client = stack.enter_context(connect(address, set_as_default=False, timeout=30))
    except (OSError, TimeoutError) as error:
        raise ConfigError(f"{ENGINE}={address}: no Dask scheduler answers there: {error}") from error
    workers = sum(client.nthreads().values())
    if not workers:
        raise ConfigError(f"{ENGINE}={address}: the scheduler has no workers; start some with `dask worker`")
    executor: Executor = stack.enter_context(client.get_executor(pure=False))
    return executor, workers
