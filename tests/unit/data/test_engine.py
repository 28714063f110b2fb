"""Where a map runs changes nothing but its speed."""

import os
from collections.abc import Iterator
from functools import partial

import pytest

from tasks.data.engine import Shared, open_engine
from tasks.errors import ConfigError, DataError, StepFailedError


def scale(factor: int, batch: list[int]) -> list[int]:
    return [factor * number for number in batch]


def refuse(batch: list[int]) -> list[int]:
    raise DataError(f"batch {batch}")


def die(batch: list[int]) -> list[int]:
    os._exit(9 + 0 * len(batch))


def look_up(shared: Shared[dict[int, int]], batch: list[int]) -> list[int]:
    return [shared.value()[number] for number in batch]


BATCHES = [[i, i + 1] for i in range(40)]


@pytest.mark.parametrize("place", ["processes:1", "processes:2"])
def test_results_come_in_order_wherever_they_are_made(place: str) -> None:
    with open_engine(place) as engine:
        assert list(engine.map_batches(partial(scale, 3), BATCHES)) == [[3 * i, 3 * i + 3] for i in range(40)]
        table = Shared.of({i: -i for i in range(50)})
        assert list(engine.map_batches(partial(look_up, table), BATCHES))[7] == [-7, -8]


def test_batches_are_drawn_as_they_are_needed() -> None:
    drawn: list[int] = []

    def endless() -> Iterator[list[int]]:
        while True:
            drawn.append(len(drawn))
            yield [drawn[-1]]

    with open_engine("processes:2") as engine:
        results = engine.map_batches(partial(scale, 1), endless())
        assert [next(results) for _ in range(5)] == [[i] for i in range(5)]
        assert len(drawn) <= 5 + 2 * 2 + 2


def test_one_batch_starts_no_process() -> None:
    with open_engine("processes:2") as engine:
        assert list(engine.map_batches(partial(scale, 2), [[1]])) == [[2]]
        assert engine._executor is None


def test_what_a_function_raises_is_raised_here() -> None:
    with open_engine("processes:2") as engine, pytest.raises(DataError, match=r"batch \[0, 1\]"):
        list(engine.map_batches(refuse, BATCHES))


def test_a_worker_that_dies_is_told_with_the_next_move() -> None:
    with open_engine("processes:2") as engine, pytest.raises(StepFailedError, match="processes:1"):
        list(engine.map_batches(die, BATCHES))


@pytest.mark.parametrize("place", ["processes:0", "processes:many", "8", "http://x"])
def test_a_wrong_place_is_refused(place: str) -> None:
    with pytest.raises(ConfigError, match="REASONLOOP_ENGINE"), open_engine(place):
        pass


@pytest.mark.slow
def test_a_dask_cluster_gives_the_same() -> None:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        open_engine(cluster.scheduler_address) as engine,
    ):
        assert list(engine.map_batches(partial(scale, 3), BATCHES)) == [[3 * i, 3 * i + 3] for i in range(40)]
