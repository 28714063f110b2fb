"""Real corpora brought into our records, row by row.

A source that is not there, or that ends in the middle, is reported and left out whole. A row that is not
what its source promises, or that was made to harm its reader, is quarantined with a reason. Which rows are
held out for evaluation is decided by a hash of the row's id, so that it stays the same when rows come and go;
of the group where its source puts rows into groups.
"""

import dataclasses
import json
import logging
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from tasks.artifacts import canonical_json
from tasks.data.batches import encode_row
from tasks.data.lines import RawRow, checked_row
from tasks.data.poison import poison_of
from tasks.data.sources import SOURCES
from tasks.data.sources.source import GROUP, RowError, RowUseless, Source
from tasks.data.stage import MAX_TEXT_CHARS, Stage, StageCounts
from tasks.errors import DataError
from tasks.params.data import IngestParams, SourceParams
from tasks.records import MAX_ROW_BYTES, DroppedRow, Problem
from tasks.seeds import seed_for

log = logging.getLogger(__name__)

LOG_ROWS = 50_000
"""Rows of a source between two lines of the log."""


class SourceAbsentError(DataError):
    """A source cannot be read. `place` says where it was looked for, the same in every run."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place}: {why}")
        self.place = place


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What was read from where."""

    counts: StageCounts
    """All sources together."""
    sources: dict[str, StageCounts]
    """Each source by itself."""
    absent: dict[str, str]
    """Sources that were wanted and not read -> the file or folder that is missing or ended early, or the
    hub data set and the kind of error it ended with."""


def ingest_sources(params: IngestParams, *, out_dir: Path) -> IngestReport:
    """Read every enabled source.

    Args:
        params: The `ingest` section of params.yaml.
        out_dir: Empty directory; receives `problems.jsonl`, `dropped.jsonl` (a licence that is not
            allowed, a row that gives no problem) and `quarantined.jsonl` (malformed or poisoned rows).

    Returns:
        Counts per source, in = kept + dropped + quarantined, and the sources that are absent.
    """
    absent: dict[str, str] = {}
    parts: dict[str, StageCounts] = {}
    with Stage("ingest", out_dir) as stage:
        for name, source in SOURCES.items():
            setting: SourceParams = getattr(params, name)
            if not setting.enabled:
                continue
            started = time.monotonic()
            chosen = source.configure(setting) if source.configure else source
            try:
                rows = _rows_of(name, chosen, setting, allow_hub=params.allow_hub)
                counts = _ingest(name, chosen, rows, params, stage)
            except SourceAbsentError as error:
                absent[name] = error.place
                log.warning("ingest absent=%s path=%s", name, error)
                continue
            parts[name] = counts
            _log_source(name, counts, time.monotonic() - started)
        counts = stage.finish(parts=list(parts.values()), absent=absent)
    return IngestReport(counts=counts, sources=parts, absent=absent)


def _log_source(name: str, counts: StageCounts, seconds: float) -> None:
    log.info(
        "ingest source=%s read=%d kept=%d dropped=%s quarantined=%s rows_per_second=%.0f",
        name,
        counts.read,
        counts.kept,
        counts.dropped,
        counts.quarantined,
        counts.read / max(seconds, 1e-9),
    )


def _rows_of(name: str, source: Source, setting: SourceParams, *, allow_hub: bool) -> Iterator[RawRow]:
    """The raw rows of a source, `limit` at most.

    Raises:
        SourceAbsentError: it is neither at its path nor, where that is allowed, on the hub.
    """
    missing = f"hub:{setting.hub}"
    if setting.path:
        place = Path(os.environ.get("REASONLOOP_PROJECT", ".")) / Path(setting.path).expanduser()
        files, absent = _files_of(source, place)
        if not absent:
            return islice(_local_rows(source, setting, files), setting.limit)
        missing = (
            ", ".join(str(Path(setting.path) / file) for file in absent) if place.is_dir() else setting.path
        )
    if allow_hub and setting.hub:
        return islice(_hub_rows(name, source, setting), setting.limit)
    raise SourceAbsentError(missing, f"set ingest.{name}.path, or ingest.allow_hub=true to download it")


def _files_of(source: Source, place: Path) -> tuple[list[tuple[str, Path]], list[str]]:
    """(name, file) of each file of a source in order, and the names or patterns without a file.

    A folder's files must lie in it: a link that leads out of it is no file of the source.
    """
    if place.is_file():
        return [(place.name, place)], []
    found: dict[str, Path] = {}
    root, absent = place.resolve(), []
    for pattern in source.files:
        files = sorted(f for f in place.glob(pattern) if f.is_file() and f.resolve().is_relative_to(root))
        found |= {file.relative_to(place).as_posix(): file for file in files}
        if not files and not _is_optional(pattern, source):
            absent.append(pattern)
    return list(found.items()), absent if found else list(source.files)


def _is_optional(pattern: str, source: Source) -> bool:
    """Of several patterns, one with a star may match nothing; a plain name must be there."""
    return len(source.files) > 1 and "*" in pattern


def _local_rows(source: Source, setting: SourceParams, files: list[tuple[str, Path]]) -> Iterator[RawRow]:
    for name, file in files:
        try:
            yield from _unfolded(source, source.read(file, name))
        except OSError as error:
            why = (
                f"{error}; it ended before its end. Nothing of the source is used; run again when it is whole"
            )
            raise SourceAbsentError(f"{setting.path} ({name}: {type(error).__name__})", why) from error


def _hub_rows(name: str, source: Source, setting: SourceParams) -> Iterator[RawRow]:
    from datasets import load_dataset

    place = f"hub:{setting.hub}"
    try:
        rows = load_dataset(setting.hub, source.hub_configuration, split="train", streaming=True)
        raw = (checked_row(f"{place}:{number}", dict(row)) for number, row in enumerate(rows, start=1))
        yield from _unfolded(source, raw)
    except Exception as error:  # network, hub and format errors share no class
        why = (
            f"{error}; repair the connection or ingest.{name}.hub, or set ingest.{name}.path to a local copy"
        )
        raise SourceAbsentError(f"{place} ({type(error).__name__})", why) from error


def _unfolded(source: Source, rows: Iterable[RawRow]) -> Iterator[RawRow]:
    """The rows of one problem each; a row that cannot be taken apart stays one, with its fault."""
    for raw in rows:
        if raw.fault:
            yield raw
            continue
        try:
            parts = list(source.unfold(raw.row))
        except RowError as error:
            yield RawRow(raw.where, {}, error.reason, canonical_json(raw.row)[:MAX_TEXT_CHARS])
            continue
        for number, part in enumerate(parts, start=1):
            yield RawRow(raw.where if len(parts) == 1 else f"{raw.where}.{number}", part)


def _ingest(
    name: str, source: Source, rows: Iterable[RawRow], params: IngestParams, stage: Stage
) -> StageCounts:
    """Decide every row of one source; nothing reaches the stage before the last row was read.

    Raises:
        SourceAbsentError: the source ended early.
    """
    counts: dict[str, Counter[str]] = {"kept": Counter(), "dropped": Counter(), "quarantined": Counter()}
    seen: set[str] = set()
    with tempfile.TemporaryFile() as draft:
        for number, raw in enumerate(rows, start=1):
            fate, reason, row = _decide(name, source, raw, params, seen)
            counts[fate][reason] += 1
            if number % LOG_ROWS == 0:
                log.info("ingest source=%s read=%d kept=%d", name, number, counts["kept"].total())
            draft.write(f"{fate} {reason}\n".encode() + encode_row(row))
        draft.seek(0)
        while head := draft.readline():
            fate, _, reason = head.decode().rstrip("\n").partition(" ")
            stage.put(fate, reason, draft.readline())
    return StageCounts(
        stage=f"ingest.{name}",
        read=sum(counter.total() for counter in counts.values()),
        kept=counts["kept"].total(),
        dropped=dict(sorted(counts["dropped"].items())),
        quarantined=dict(sorted(counts["quarantined"].items())),
    )


def _decide(
    name: str, source: Source, raw: RawRow, params: IngestParams, seen: set[str]
) -> tuple[str, str, Problem | DroppedRow]:
    """(fate, reason, what is written) of a row."""
    try:
        problem = _parse(source, raw, seen)
    except RowError as error:
        fate = "dropped" if isinstance(error, RowUseless) else "quarantined"
        text = raw.text or canonical_json(_plain(raw.row))
        return fate, error.reason, _dropped(name, error.reason, raw.where, text)
    if problem.licence not in params.licences:
        return "dropped", "licence", _dropped(name, "licence", raw.where, problem.prompt)
    return "kept", "", dataclasses.replace(problem, split=split_of(problem, params))


def _parse(source: Source, raw: RawRow, seen: set[str]) -> Problem:
    if raw.fault:
        raise RowError(raw.fault, raw.where)
    problem = source.parse(raw.row, raw.where)
    if poison := poison_of(problem):
        raise RowError(poison, raw.where)
    source_id = problem.provenance.get("source_id")
    if source_id is not None:
        if source_id in seen:
            raise RowError("duplicate_id", source_id)
        seen.add(source_id)
    if len(encode_row(problem)) > MAX_ROW_BYTES:
        raise RowError("too_long", raw.where)
    return problem


def _plain(value: dict[str, Any]) -> Any:
    """The row as JSON knows it: Parquet has dates and bytes too."""
    return json.loads(json.dumps(value, default=str))


def _dropped(source: str, reason: str, where: str, text: str) -> DroppedRow:
    return DroppedRow(stage="ingest", reason=reason, source=source, row=where, text=text[:MAX_TEXT_CHARS])


def split_of(problem: Problem, params: IngestParams) -> str:
    """`eval` for about `eval_share` of all checkable ids, always the same ones under the same seed."""
    place = seed_for(params.seed, "holdout", problem.provenance.get(GROUP, problem.problem_id)) / 2**63
    return "eval" if place < params.eval_share and problem.checkable else "train"
