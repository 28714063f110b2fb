"""Each problem once: within a corpus, across corpora, and against the previous version.

*The same* are problems with the same words and numbers in the same order, options in any order. Under one
answer all but the first go; under different answers all are quarantined, since a vote would only hide
which one is wrong. *Near copies* have the same numbers, nearly the same words (Jaccard similarity of word
triples or of five Chinese characters) and the same answer; a near text with other numbers is another
problem of the same template and stays. Synthetic rows are only compared as they are: a generator draws
many problems of one template, and means to.

Memory is bounded by compact tables, 24 bytes a row and 128 more for each row of a corpus: ids, keys and
answers as 8-byte hashes, and 16 bands of a MinHash signature, sorted to find neighbours. The numbers of a
problem are hashed into every band, so problems of one template never meet there and no bucket grows with
the number of siblings. A database would hold the same tables slower, and an LSH index of Python objects
takes above 2 GiB for a million rows. Two rows are compared by their exact shingles, read back from a
scratch file.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import get_args

import numpy as np

from tasks.data.engine import Engine, open_engine
from tasks.data.signatures import Table, key_of, sign_batch, sign_problems
from tasks.data.stage import BATCH_ROWS, Batch, Stage, StageCounts, as_dropped, encode_row, parse_line
from tasks.data.words import Hashes, answer_value
from tasks.dataset import Split, read_dataset
from tasks.errors import DataError
from tasks.params.data import DedupParams
from tasks.records import Problem, write_jsonl
from tasks.verify import same_value

log = logging.getLogger(__name__)

MATCHES = "matches.jsonl"
CONFLICTS = "conflicts.jsonl"
_MAX_NEIGHBOURS = 4
"""Earlier rows of a bucket that a row is compared with: the work stays linear in the rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A row that went and the row it repeats."""

    row: str
    """Id of the row that went."""
    kept: str
    """Id of the row it repeats."""
    kind: str
    """`duplicate`, `near_duplicate` or `copy_of_previous_version`."""
    overlap: float
    """Jaccard similarity of their shingles; 1 for the same words."""
    sources: tuple[str, ...]
    """Sources of the two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Rows with the same words and different answers."""

    rows: tuple[str, ...]
    """Their ids; a row whose letters and layout are the same has the same id."""
    answers: tuple[str, ...]
    """Their answers, in the same order; of a choice the option's text."""
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupReport:
    """What was there more than once."""

    counts: StageCounts
    """Dropped by kind, see `Duplicate`; quarantined as `conflicting_answers`."""
    conflicting_groups: int
    """Problems that stand there with different answers."""
    by_sources: dict[str, int]
    """`source of the dropped row < source of the row it repeats` -> rows."""
    template_families: int
    """Texts that stand there with different numbers: they stay."""
    template_rows: int
    """Rows in these families."""


def deduplicate_problems(
    params: DedupParams, *, problems: Path, history: Path | None = None, out_dir: Path
) -> DedupReport:
    """Keep each problem once, and none that stands there with different answers.

    Args:
        params: The `dedup` section of params.yaml.
        problems: What `clean` wrote.
        history: Folder of the previous dataset version. Its rows count as the first ones; a row with the
            id of one of them is that row and goes on.
        out_dir: Empty directory; receives `problems.jsonl`, `dropped.jsonl`, `quarantined.jsonl`,
            `matches.jsonl` (`Duplicate`) and `conflicts.jsonl` (`Conflict`).

    Returns:
        Counts per kind and pair of sources. Training and evaluation rows are not compared with each
        other: that is for `decontaminate`, which knows which of the two goes.

    Raises:
        DataError: `problems` holds a row that is not a `Problem`.
    """
    scratch = out_dir / ".shingles"
    with (
        Stage("dedup", out_dir, inputs=[problems]) as stage,
        open_engine() as engine,
        Table(scratch) as table,
    ):
        for block in _history_blocks(history):
            table.add(sign_problems(block), is_history=True)
        for signatures in engine.map_batches(sign_batch, stage.batches()):
            table.add(signatures)
        conflicts = _find_conflicts(table, engine, stage, history)
        duplicates = _find_duplicates(table, params)
        _write_rows(stage, table, duplicates, {row for rows in conflicts for row, _ in rows})
        families, rows = table.template_families()
        counts = stage.finish(template_families=families, template_rows=rows)
        gone = [_duplicate(table, row, match) for row, match in sorted(duplicates.items())]
        listed = [_conflict(table, rows) for rows in conflicts]
    scratch.unlink()
    write_jsonl(out_dir / MATCHES, gone)
    write_jsonl(out_dir / CONFLICTS, listed)
    log.info("dedup kept=%d dropped=%s quarantined=%s", counts.kept, counts.dropped, counts.quarantined)
    return DedupReport(
        counts=counts,
        conflicting_groups=len(listed),
        by_sources=dict(sorted(Counter(" < ".join(d.sources) for d in gone).items())),
        template_families=families,
        template_rows=rows,
    )


def _history_blocks(history: Path | None) -> Iterator[list[Problem]]:
    """The rows of the previous version, always in the same order."""
    if history is None:
        return
    for split in get_args(Split):
        rows = read_dataset(history, split)
        while block := list(islice(rows, BATCH_ROWS)):
            yield block


def _find_conflicts(
    table: Table, engine: Engine, stage: Stage, history: Path | None
) -> list[list[tuple[int, str]]]:
    """The rows and answers of each problem that stands there with answers that are not the same value.

    Few problems have answers that are not written alike; only theirs are read again.
    """
    suspects = _written_differently(table)
    if not len(suspects):
        return []
    old = (_answers_of(suspects, block) for block in _history_blocks(history))
    new = engine.map_batches(partial(_answers_in, suspects), stage.batches())
    groups: dict[int, list[tuple[int, str]]] = {}
    first = 0
    for number, answers in chain(old, new):
        for place, key, answer in answers:
            groups.setdefault(key, []).append((first + place, answer))
        first += number
    return [rows for rows in groups.values() if not _agree([answer for _, answer in rows])]


def _written_differently(table: Table) -> Hashes:
    """Keys with more than one way of writing the answer."""
    order = np.lexsort((table.answers, table.keys))
    keys, answers = table.keys[order], table.answers[order]
    return np.unique(keys[1:][(keys[1:] == keys[:-1]) & (answers[1:] != answers[:-1])])


def _answers_in(keys: Hashes, batch: Batch) -> tuple[int, list[tuple[int, int, str]]]:
    return _answers_of(keys, batch.problems())


def _answers_of(keys: Hashes, problems: Iterable[Problem]) -> tuple[int, list[tuple[int, int, str]]]:
    """Number of rows, and (place, key, answer) of those with one of `keys`. Runs in a worker."""
    wanted, found, number = set(keys.tolist()), [], 0
    for place, problem in enumerate(problems):
        number += 1
        if (key := key_of(problem)) in wanted:
            found.append((place, key, answer_value(problem)))
    return number, found


def _agree(answers: list[str]) -> bool:
    return all(answer == answers[0] or _same(answer, answers[0]) for answer in answers[1:])


def _same(answer: str, other: str) -> bool:
    try:
        return same_value(answer, other, second_opinion=False).correct
    except DataError:  # one the judge cannot read agrees with nothing
        return False


@dataclass(frozen=True, slots=True)
class _Match:
    kept: int
    kind: str
    overlap: float


def _find_duplicates(table: Table, params: DedupParams) -> dict[int, _Match]:
    """Row -> the earlier row it repeats. Rows of the previous version never go."""
    found: dict[int, _Match] = {}
    for row, kept in _same_words(table):
        if not (kept < table.num_history and table.ids[row] == table.ids[kept]):
            kind = "copy_of_previous_version" if kept < table.num_history else "duplicate"
            found[row] = _Match(kept, kind, 1.0)
    for place, other in _neighbours(table):
        row, kept = int(table.compared[place]), int(table.compared[other])
        kept = found[kept].kept if kept in found else kept
        if row in found or row < table.num_history or table.answers[row] != table.answers[kept]:
            continue
        if table.is_of_history(row) or (overlap := table.similarity(place, other)) < params.min_similarity:
            continue
        kind = "copy_of_previous_version" if kept < table.num_history else "near_duplicate"
        found[row] = _Match(kept, kind, round(overlap, 4))
    return found


def _same_words(table: Table) -> Iterator[tuple[int, int]]:
    """(row, first row with its key) of every row that is not the first."""
    order = np.argsort(table.keys, kind="stable")
    keys = table.keys[order]
    first = np.concatenate([[True], keys[1:] != keys[:-1]])
    heads = order[np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))]
    repeats = ~first & (order >= table.num_history)
    yield from zip(order[repeats].tolist(), heads[repeats].tolist(), strict=True)


def _neighbours(table: Table) -> Iterator[tuple[int, int]]:
    """Places of compared rows that meet in a band: (later, earlier), each pair once, in order."""
    pairs = []
    for band in range(table.bands.shape[1]):
        values = table.bands[:, band]
        order = np.argsort(values, kind="stable")
        values = values[order]
        for step in range(1, _MAX_NEIGHBOURS + 1):
            meet = np.flatnonzero(values[step:] == values[:-step])
            pairs.append(np.stack([order[meet + step], order[meet]], axis=1))
    if pairs:
        yield from map(tuple, np.unique(np.concatenate(pairs), axis=0).tolist())


def _write_rows(stage: Stage, table: Table, duplicates: dict[int, _Match], conflicts: set[int]) -> None:
    """Copy the lines that go on; a row in a conflict is quarantined even if it is also a duplicate."""
    row = table.num_history
    for batch in stage.batches():
        for number, line in enumerate(batch.lines, start=batch.first):
            if row in conflicts or row in duplicates:
                fate = "quarantined" if row in conflicts else "dropped"
                reason = "conflicting_answers" if row in conflicts else duplicates[row].kind
                problem = parse_line(line, where=f"{batch.file}:{number}")
                stage.put(fate, reason, encode_row(as_dropped("dedup", reason, problem)))
            else:
                stage.put("kept", "", line)
            row += 1
    for row in conflicts:
        duplicates.pop(row, None)


def _duplicate(table: Table, row: int, match: _Match) -> Duplicate:
    return Duplicate(
        row=table.id_of(row),
        kept=table.id_of(match.kept),
        kind=match.kind,
        overlap=match.overlap,
        sources=(table.source(row), table.source(match.kept)),
    )


def _conflict(table: Table, rows: list[tuple[int, str]]) -> Conflict:
    return Conflict(
        rows=tuple(table.id_of(row) for row, _ in rows),
        answers=tuple(answer for _, answer in rows),
        sources=tuple(table.source(row) for row, _ in rows),
    )
