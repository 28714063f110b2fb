"""Real corpora brought into our records. To add one: a file here, a line in SOURCES, a setting.

A source that is not there is reported and left out. A row that is not what its source promises is
quarantined with a reason. Which rows are held out for evaluation is decided by a hash of the row's id,
so that it stays the same when rows come and go.
"""

import dataclasses
import logging
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tasks.artifacts import canonical_json
from tasks.data import gsm8k, tal_scq5k
from tasks.data.lines import RawRow, read_rows
from tasks.data.source import RowError, Source
from tasks.data.stage import MAX_TEXT_CHARS, Stage, StageCounts
from tasks.errors import DataError
from tasks.params.data import IngestParams, SourceParams
from tasks.records import DroppedRow, Problem
from tasks.seeds import seed_for

log = logging.getLogger(__name__)

SOURCES: dict[str, Source] = {
    "gsm8k": gsm8k.SOURCE,
    "tal_scq5k": tal_scq5k.SOURCE,
}
"""Name of a source, which is also its setting in the `ingest` section -> what it is."""


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
    """Sources that were wanted and not read -> the file or folder that is missing, or the hub data set
    and the kind of error it ended with."""


def ingest_sources(params: IngestParams, *, out_dir: Path) -> IngestReport:
    """Read every enabled source.

    Args:
        params: The `ingest` section of params.yaml.
        out_dir: Empty directory; receives `problems.jsonl`, `dropped.jsonl` (a licence that is not
            allowed) and `quarantined.jsonl` (malformed rows).

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
            try:
                rows = _rows_of(name, source, setting, allow_hub=params.allow_hub)
            except SourceAbsentError as error:
                absent[name] = error.place
                log.warning("ingest absent=%s path=%s", name, error)
                continue
            parts[name] = _ingest(name, source, rows, params, stage)
        counts = stage.finish(parts=list(parts.values()), absent=absent)
    log.info("ingest kept=%d quarantined=%s", counts.kept, counts.quarantined)
    return IngestReport(counts=counts, sources=parts, absent=absent)


def _rows_of(name: str, source: Source, setting: SourceParams, *, allow_hub: bool) -> Iterable[RawRow]:
    """The raw rows of a source, `limit` at most.

    Raises:
        SourceAbsentError: it is neither at its path nor, where that is allowed, on the hub.
    """
    missing = f"hub:{setting.hub}"
    if setting.path:
        place = Path(os.environ.get("REASONLOOP_PROJECT", ".")) / Path(setting.path).expanduser()
        files = [place] if place.is_file() else [place / name for name in source.files]
        absent = [str(Path(setting.path) / file.name) for file in files if not file.is_file()]
        if not absent:
            return islice((row for file in files for row in read_rows(file)), setting.limit)
        missing = ", ".join(absent) if place.is_dir() else setting.path
    if allow_hub and setting.hub:
        return _hub_rows(name, source, setting)
    raise SourceAbsentError(missing, f"set ingest.{name}.path, or ingest.allow_hub=true to download it")


def _hub_rows(name: str, source: Source, setting: SourceParams) -> list[RawRow]:
    """All rows before the first is used: a source is read whole or is absent."""
    from datasets import load_dataset

    place = f"hub:{setting.hub}"
    try:
        rows = islice(load_dataset(setting.hub, source.hub_configuration, split="train"), setting.limit)
        return [RawRow(f"{place}:{number}", dict(row)) for number, row in enumerate(rows, start=1)]
    except Exception as error:  # network, hub and format errors share no class
        why = (
            f"{error}; repair the connection or ingest.{name}.hub, or set ingest.{name}.path to a local copy"
        )
        raise SourceAbsentError(f"{place} ({type(error).__name__})", why) from error


def _ingest(
    name: str, source: Source, rows: Iterable[RawRow], params: IngestParams, stage: Stage
) -> StageCounts:
    """Decide every row of one source."""
    kept = 0
    dropped: Counter[str] = Counter()
    quarantined: Counter[str] = Counter()
    seen: set[str] = set()
    for raw in rows:
        try:
            problem = _parse(source, raw, seen)
        except RowError as error:
            quarantined[error.reason] += 1
            text = raw.text or canonical_json(raw.row)
            stage.quarantine(error.reason, _dropped(name, error.reason, raw.where, text))
            continue
        if problem.licence not in params.licences:
            dropped["licence"] += 1
            stage.drop("licence", _dropped(name, "licence", raw.where, problem.prompt))
            continue
        kept += 1
        stage.keep(dataclasses.replace(problem, split=split_of(problem, params)))
    return StageCounts(
        stage=f"ingest.{name}",
        read=kept + dropped.total() + quarantined.total(),
        kept=kept,
        dropped=dict(sorted(dropped.items())),
        quarantined=dict(sorted(quarantined.items())),
    )


def _parse(source: Source, raw: RawRow, seen: set[str]) -> Problem:
    if raw.fault:
        raise RowError(raw.fault, raw.where)
    problem = source.parse(raw.row, raw.where)
    source_id = problem.provenance.get("source_id")
    if source_id is not None:
        if source_id in seen:
            raise RowError("duplicate_id", source_id)
        seen.add(source_id)
    return problem


def _dropped(source: str, reason: str, where: str, text: str) -> DroppedRow:
    return DroppedRow(stage="ingest", reason=reason, source=source, row=where, text=text[:MAX_TEXT_CHARS])


def split_of(problem: Problem, params: IngestParams) -> str:
    """`eval` for about `eval_share` of all ids, always the same ones under the same seed."""
    place = seed_for(params.seed, "holdout", problem.problem_id) / 2**63
    return "eval" if place < params.eval_share else "train"
