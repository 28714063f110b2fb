"""Hostile answers: none hangs, none runs code, none fills memory, none wins; the next item is served."""

import threading
from pathlib import Path

from tasks.verify import Verdict, judge, judge_many
from tasks.verify.pool import WorkerPool
from tests.unit.verify.hostile_inputs import REFERENCE, hostile_inputs

REFERENCES = (REFERENCE, "x^2+1", "\\{1,2\\}")
RIGHT_IN_FACT = {"<|end|>17", "at least 17 or not"}
"""Odd, but they do say 17 and nothing else."""


def test_there_are_enough(tmp_path: Path) -> None:
    assert len(set(hostile_inputs(tmp_path / "marker"))) >= 150


def test_none_wins_or_runs_code_and_none_is_near_its_deadline(tmp_path: Path) -> None:
    """In a worker that may use a gigabyte of address space and a quarter of a second per item."""
    marker = tmp_path / "marker"
    inputs = [text for text in hostile_inputs(marker) if text not in RIGHT_IN_FACT]
    pairs = [(reference, text) for reference in REFERENCES for text in inputs]
    verdicts = judge_many([*pairs, ("4", "2+2")], second_opinion=False)
    assert [pair for pair, verdict in zip(pairs, verdicts, strict=False) if verdict.correct] == []
    assert [
        verdict.reason for verdict in verdicts if "died" in verdict.reason or "memory" in verdict.reason
    ] == []
    assert verdicts[-1].correct
    assert not marker.exists()


def test_the_same_holds_in_a_thread_of_the_caller(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    verdicts: list[Verdict] = []

    def work() -> None:
        verdicts.extend(
            judge(REFERENCE, text, second_opinion=False)
            for text in hostile_inputs(marker)
            if text not in RIGHT_IN_FACT
        )

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert verdicts
    assert not any(verdict.correct for verdict in verdicts)
    assert not marker.exists()


def test_a_hostile_second_opinion_is_cut_off_and_the_next_is_served() -> None:
    pool = WorkerPool("second-opinion", num_workers=1, item_seconds=1.0)
    try:
        replies = pool.run(
            [("17", "(x+1)^{100000}-(x-1)^{100000}"), ("17", "10^{10^{10}}"), ("\\frac{1}{2}", "0.5")]
        )
    finally:
        pool.close()
    assert [reply.value for reply in replies] == [None, None, True]
