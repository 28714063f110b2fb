"""Workers: one verdict per item, in order, whatever happens to them."""

import asyncio
import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tasks.verify import Outcome, judge_many
from tasks.verify.pool import WorkerPool


def _pairs(count: int) -> tuple[list[tuple[str, str]], list[bool]]:
    pairs = [(str(n), f"so it is \\boxed{{{n + (n % 3 == 0)}}}") for n in range(count)]
    return pairs, [n % 3 != 0 for n in range(count)]


def _run_while_killing(pool: WorkerPool, jobs: list[tuple[str, str]], pause: float) -> list[bool]:
    """The judgements while a thread kills a random worker again and again."""
    done = threading.Event()

    def kill() -> None:
        draw = random.Random(0)
        while not done.wait(pause):
            children = _children()
            if children:
                os.kill(draw.choice(children), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        replies = pool.run(jobs)
    finally:
        done.set()
        killer.join()
    assert not [reply.failure for reply in replies if reply.failure]
    return [reply.value[0] == "correct" for reply in replies]


def _children() -> list[int]:
    """Our worker processes."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            parent = int((folder / "stat").read_text("ascii", "replace").rpartition(")")[2].split()[1])
            ours = "tasks.verify.worker\0judge" in (folder / "cmdline").read_text("ascii", "replace")
        except (OSError, ValueError):
            continue
        if parent == os.getpid() and ours:
            found.append(int(folder.name))
    return found


def test_many_gives_one_verdict_each_in_order() -> None:
    pairs, expected = _pairs(300)
    assert [verdict.correct for verdict in judge_many(pairs)] == expected
    assert judge_many([]) == []


def test_killing_workers_loses_duplicates_and_reorders_nothing() -> None:
    pairs, expected = _pairs(4_000)
    pool = WorkerPool("judge", num_workers=2, item_seconds=5.0)
    try:
        assert _run_while_killing(pool, pairs, pause=0.25) == expected
    finally:
        pool.close()


@pytest.mark.slow
def test_killing_workers_during_100_000_pairs() -> None:
    pairs, expected = _pairs(100_000)
    pool = WorkerPool("judge", num_workers=2, item_seconds=5.0)
    try:
        assert _run_while_killing(pool, pairs, pause=0.5) == expected
    finally:
        pool.close()


def test_a_job_that_hangs_is_killed_and_its_neighbours_are_served() -> None:
    pool = WorkerPool("hang-on-17", num_workers=1, item_seconds=0.3)
    try:
        replies = pool.run([(str(n),) for n in range(40)])
    finally:
        pool.close()
    assert [reply.failure for reply in replies] == ["deadline" if n == 17 else "" for n in range(40)]
    assert [reply.value for reply in replies if not reply.failure] == [str(n) for n in range(40) if n != 17]


def test_a_batch_ends_at_its_deadline() -> None:
    pool = WorkerPool("hang-on-17", num_workers=1, item_seconds=30.0)
    try:
        began = time.monotonic()
        replies = pool.run([("17",), ("1",)], batch_seconds=1.0)
        assert time.monotonic() - began < 20
        assert {reply.failure for reply in replies} == {"batch deadline"}
        assert pool.run([("2",)])[0].value == "2"
    finally:
        pool.close()


def test_threads_share_the_pool() -> None:
    pairs, expected = _pairs(120)
    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(lambda _: [v.correct for v in judge_many(pairs)], range(6)))
    assert results == [expected] * 6


def test_a_batch_can_be_awaited_off_the_event_loop() -> None:
    pairs, expected = _pairs(40)

    async def both() -> list[list[bool]]:
        batches = await asyncio.gather(*(asyncio.to_thread(judge_many, pairs) for _ in range(2)))
        return [[verdict.correct for verdict in batch] for batch in batches]

    assert asyncio.run(both()) == [expected, expected]


def test_a_second_opinion_can_turn_undecided_into_correct() -> None:
    total, right, wrong = "\\sum_{k=1}^{n} k", "\\frac{n(n+1)}{2}", "\\frac{n(n-1)}{2}"
    assert [v.outcome for v in judge_many([(total, right), (total, wrong)], second_opinion=False)] == [
        Outcome.UNDECIDED
    ] * 2
    pool = WorkerPool("second-opinion", num_workers=1, item_seconds=30.0)
    try:
        replies = pool.run(
            [(total, right), (total, wrong), ("2", "2\\text{ or more}"), ("10^{-20}", "10^{-21}")]
        )
    finally:
        pool.close()
    assert [reply.value for reply in replies] == [True, None, None, None]
