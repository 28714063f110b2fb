"""Each problem once: within a corpus, across corpora, and against the previous version.

*The same* are problems with the same words and numbers in the same order, options in any order. Under one
answer all but the first go; under different answers all are quarantined, since a vote would only hide
which one is wrong. *Near copies* have the same numbers, nearly the same words (Jaccard similarity of runs
of three words or Chinese characters) and the same answer; a near text with other numbers is another
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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tasks.data.batches import encode_row, parse_line
from tasks.data.conflicts import CONFLICTS, find_conflicts, history_blocks
from tasks.data.engine import open_engine
from tasks.data.signatures import Table, sign_batch, sign_problems
from tasks.data.stage import Stage, StageCounts, as_dropped
from tasks.params.data import DedupParams
from tasks.records import write_jsonl

log = logging.getLogger(__name__)

MATCHES = "matches.jsonl"
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
    params: DedupParams,
    *,
    problems: Path,
    scrubbed: Path | None = None,
    history: Path | None = None,
    out_dir: Path,
) -> DedupReport:
    """Keep each problem once, and none that stands there with different answers.

    Args:
        params: The `dedup` section of params.yaml.
        problems: What `clean` wrote.
        scrubbed: What `scrub` wrote. A row that `clean` sent away may still contradict one that it kept.
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
        for block in history_blocks(history):
            table.add(sign_problems(block), is_history=True)
        for signatures in engine.map_batches(sign_batch, stage.batches()):
            table.add(signatures)
        conflicts = find_conflicts(table, engine, stage, scrubbed, history)
        duplicates = _find_duplicates(table, params)
        in_conflict = set(np.flatnonzero(np.isin(table.keys, np.array(list(conflicts), np.uint64))).tolist())
        _write_rows(stage, table, duplicates, in_conflict)
        families, rows = table.template_families()
        counts = stage.finish(template_families=families, template_rows=rows)
        gone = [_duplicate(table, row, duplicates[row]) for row in sorted(duplicates.keys() - in_conflict)]
    scratch.unlink()
    write_jsonl(out_dir / MATCHES, gone)
    write_jsonl(out_dir / CONFLICTS, conflicts.values())
    log.info("dedup kept=%d dropped=%s quarantined=%s", counts.kept, counts.dropped, counts.quarantined)
    return DedupReport(
        counts=counts,
        conflicting_groups=len(conflicts),
        by_sources=dict(sorted(Counter(" < ".join(d.sources) for d in gone).items())),
        template_families=families,
        template_rows=rows,
    )


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


def _duplicate(table: Table, row: int, match: _Match) -> Duplicate:
    return Duplicate(
        row=table.id_of(row),
        kept=table.id_of(match.kept),
        kind=match.kind,
        overlap=match.overlap,
        sources=(table.source(row), table.source(match.kept)),
    )
