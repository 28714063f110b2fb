"""Problems that stand there with different answers: found, and never voted on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import get_args

import numpy as np

from tasks.data.batches import BATCH_ROWS, Batch, read_batches
from tasks.data.engine import Engine
from tasks.data.signatures import Table, key_of
from tasks.data.stage import Stage
from tasks.data.words import Hashes, answer_value, hash_words
from tasks.dataset import Split, read_dataset
from tasks.errors import DataError
from tasks.records import Problem
from tasks.verify import same_value

CONFLICTS = "conflicts.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Rows with the same words and different answers, also those that `clean` sent away."""

    rows: tuple[str, ...]
    """Their ids; rows whose letters and layout are the same have the same id."""
    answers: tuple[str, ...]
    """Their answers, in the same order; of a choice the option's text."""
    sources: tuple[str, ...]


def history_blocks(history: Path | None) -> Iterator[list[Problem]]:
    """The rows of the previous version, always in the same order."""
    if history is None:
        return
    for split in get_args(Split):
        rows = read_dataset(history, split)
        while block := list(islice(rows, BATCH_ROWS)):
            yield block


def find_conflicts(
    table: Table, engine: Engine, stage: Stage, scrubbed: Path | None, history: Path | None
) -> dict[int, Conflict]:
    """Key -> the rows of a problem that stands there with answers that are not the same value.

    Few problems have answers that are not written alike; only theirs are read again.
    """
    earlier = list(engine.map_batches(_keys_in, read_batches(scrubbed))) if scrubbed else []
    keys = np.concatenate([table.keys, *(keys for keys, _ in earlier)])
    suspects = _written_differently(keys, np.concatenate([table.answers, *(a for _, a in earlier)]))
    if not len(suspects):
        return {}
    batches = chain(read_batches(scrubbed) if scrubbed else (), stage.batches())
    old = (_answers_of(suspects, block) for block in history_blocks(history))
    groups: dict[int, dict[tuple[str, str], str]] = {}
    for found in chain(old, engine.map_batches(partial(_answers_in, suspects), batches)):
        for key, row, answer, source in found:
            groups.setdefault(key, {})[row, answer] = source
    return {key: _conflict(rows) for key, rows in groups.items() if not _agree([a for _, a in rows])}


def _keys_in(batch: Batch) -> tuple[Hashes, Hashes]:
    """Keys and hashed answers of the rows of corpora. Runs in a worker."""
    found = [(key_of(p), hash_words((answer_value(p),))) for p in batch.corpus_problems()]
    keys, answers = zip(*found, strict=True) if found else ((), ())
    return np.array(keys, np.uint64), np.array(answers, np.uint64)


def _written_differently(keys: Hashes, answers: Hashes) -> Hashes:
    """Keys with more than one way of writing the answer."""
    order = np.lexsort((answers, keys))
    keys, answers = keys[order], answers[order]
    return np.unique(keys[1:][(keys[1:] == keys[:-1]) & (answers[1:] != answers[:-1])])


def _answers_in(keys: Hashes, batch: Batch) -> list[tuple[int, str, str, str]]:
    return _answers_of(keys, batch.problems())


def _answers_of(keys: Hashes, problems: Iterable[Problem]) -> list[tuple[int, str, str, str]]:
    """(key, id, answer, source) of the rows with one of `keys`. Runs in a worker."""
    wanted = set(keys.tolist())
    rows = ((key_of(problem), problem) for problem in problems)
    return [(key, p.problem_id, answer_value(p), p.source) for key, p in rows if key in wanted]


def _agree(answers: list[str]) -> bool:
    return all(answer == answers[0] or _same(answer, answers[0]) for answer in answers[1:])


def _same(answer: str, other: str) -> bool:
    try:
        return same_value(answer, other, second_opinion=False).correct
    except DataError:  # one the judge cannot read agrees with nothing
        return False


def _conflict(rows: dict[tuple[str, str], str]) -> Conflict:
    ids, answers = zip(*rows, strict=True)
    return Conflict(rows=ids, answers=answers, sources=tuple(rows.values()))
