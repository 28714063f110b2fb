"""How many steps the traces of an evaluation have, right ones and wrong ones apart."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tasks.chat import END_THINK, THINK
from tasks.evaluate.records import EvaluationRecord

LONGEST = 10
"""Longer traces are counted with those of this many steps."""
_BETWEEN = re.compile(r"[;\n\uff1b]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """Completions by the number of their steps, 0 to `LONGEST`."""

    right: tuple[int, ...]
    """How many strictly right ones have so many steps."""
    wrong: tuple[int, ...]
    """The same of all others."""


def num_steps(completion: str) -> int:
    """Steps of a completion's trace: its claims, one between two semicolons, or its lines. 0 where it answers
    at once. A trace that was cut counts as far as it goes."""
    trace = completion.partition(THINK)[2].partition(END_THINK)[0]
    return sum(bool(part.strip()) for part in _BETWEEN.split(trace))


def lengths_by_level(records: Iterable[EvaluationRecord]) -> dict[int, Lengths]:
    """The traces of drawn problems of the trained subtasks, level by level, lowest first."""
    counts: dict[int, dict[bool, list[int]]] = {}
    for record in records:
        if record.group not in ("trained", "unseen_level"):
            continue
        level = counts.setdefault(record.level, {right: [0] * (LONGEST + 1) for right in (True, False)})
        level[record.score == 1][min(num_steps(record.completion), LONGEST)] += 1
    return {
        level: Lengths(right=tuple(found[True]), wrong=tuple(found[False]))
        for level, found in sorted(counts.items())
    }


def longest(lengths: Lengths) -> int:
    """The most steps that any of them has."""
    return max((n for n in range(LONGEST + 1) if lengths.right[n] + lengths.wrong[n]), default=0)
