"""The order of training.

It is ours and not a sampler's: batch n of a run is a pure function of (data, settings, n), so a run that is
resumed, even at the boundary of an epoch, sees exactly the rows it would have seen.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from tasks.params.training import SftParams
from tasks.seeds import rng_for

HARD = 4
"""Lowest level of a hard problem."""

Kind = tuple[bool, bool]
"""What the problems of one batch have in common: (from a real corpus, hard)."""


def order_batches(
    problems: Sequence[tuple[bool, int]], sizes: Sequence[int], params: SftParams
) -> list[list[int]]:
    """The rows of each step.

    Args:
        problems: (from a real corpus, level) of each problem; at least one is drawn.
        sizes: Tokens of each row; rows 2n and 2n + 1 are problem n's short answer and trace.
        params: The `sft` section.

    Returns:
        `num_steps` batches of row numbers, none empty.
    """
    groups: dict[Kind, list[int]] = defaultdict(list)
    for number, (real, level) in enumerate(problems):
        groups[real, bool(params.hard_batch_size) and level >= HARD].append(number)
    rng = rng_for(params.seed, "sft", "rows")
    rows = {kind: _rows(groups[kind], kind, rng, params) for kind in list(groups)}
    left: dict[Kind, int] = {}
    batches = []
    for _ in range(params.num_steps):
        kind = _choose(groups, rng, params)
        batch: list[int] = []
        room = params.max_batch_tokens or float("inf")
        for _ in range(params.hard_batch_size if kind[1] else params.batch_size):
            row = left.pop(kind) if kind in left else next(rows[kind])
            room -= sizes[row]
            if room < 0 and batch:
                left[kind] = row
                break
            batch.append(row)
        batches.append(batch)
    return batches


def _choose(groups: dict[Kind, list[int]], rng: Random, params: SftParams) -> Kind:
    """The kind of the next batch. Hard batches come as often as their smaller size asks for, so that each
    problem is as likely as if levels were mixed."""
    has_real = groups.get((True, False)) or groups.get((True, True))
    real = bool(has_real) and rng.random() < params.real_share
    easy, hard = len(groups.get((real, False), ())), len(groups.get((real, True), ()))
    if not (easy and hard):
        return real, bool(hard)
    wanted = hard / params.hard_batch_size
    return real, rng.random() < wanted / (wanted + easy / params.batch_size)


def _rows(problems: list[int], kind: Kind, rng: Random, params: SftParams) -> Iterator[int]:
    """Rows of one kind without end, each a trace with the probability asked for."""
    name = ("real" if kind[0] else "drawn") + ("-hard" if kind[1] else "")
    for number in endless(len(problems), params.seed, name):
        yield 2 * problems[number] + (rng.random() < params.trace_share)


def endless(count: int, seed: int, name: str) -> Iterator[int]:
    """Numbers below `count`, epoch after epoch, each epoch in an order of its own."""
    epoch = 0
    while True:
        numbers = list(range(count))
        rng_for(seed, "sft", "order", name, epoch).shuffle(numbers)
        yield from numbers
        epoch += 1
