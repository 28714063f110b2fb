"""The next dataset version: all rows at first, later mostly the old ones and a share of new ones.

A refresh drops whole shards of the previous version and adds shards of new rows; every other file stays
as it is, so it stores little and two lists of file names tell what it did. Rows stand in the order of a
hash of their ids, which makes a shard a sample of its cell; which shards go and which rows come is decided
by such a hash too, so every row has the same chance and the same inputs give the same bytes. Evaluation
rows of the previous version all stay, so that scores can be compared.
"""

import dataclasses
import json
import logging
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from tasks.artifacts import digest_file
from tasks.data.card import write_card
from tasks.data.catalogue import Catalogue, read_catalogue
from tasks.data.plan import SHARES, Plan, plan_refresh
from tasks.data.stage import StageCounts, read_stages
from tasks.dataset import (
    INDEX,
    MIN_SHARDS,
    Shard,
    Split,
    read_index,
    shard_columns,
    shards_of,
    write_index,
    write_shards,
)
from tasks.errors import DataError
from tasks.failpoints import failpoint
from tasks.metrics import MetricsFile
from tasks.params.data import MixParams
from tasks.records import to_dict

log = logging.getLogger(__name__)

DATASET = "dataset"
COUNTED = ("source", "licence", "subtask", "level", "language", "first_version")


@dataclass(frozen=True, slots=True, kw_only=True)
class MixReport:
    """What the version consists of."""

    number: int
    """The version's place in its history, from 1."""
    num_train: int
    """Training rows."""
    num_eval: int
    """Evaluation rows."""
    num_new: int
    """Training rows that the previous version did not have; all of them when there is none."""
    new_share: float
    """`num_new / num_train`."""
    kept_share: float
    """Share of the previous version's training rows that stay; 1 when there is none."""
    counts: dict[str, dict[str, int]]
    """`<split>/<field>` -> value -> rows."""
    cells: dict[str, dict[str, float]] = field(default_factory=dict)
    """Cell -> `before`, `wanted` and `now`: shares of the training rows, where it was wanted to have one."""


@dataclass(frozen=True, slots=True)
class _Before:
    """The previous version, or none."""

    folder: Path | None = None
    number: int = 0
    train: tuple[Shard, ...] = ()
    held_out: tuple[Shard, ...] = ()
    salt: str = ""

    def rows(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for shard in self.train:
            counts[shard.cell] += shard.rows
        return counts

    def ids(self) -> Iterator[int]:
        for shard in (*self.train, *self.held_out):
            assert self.folder is not None
            yield from (int(ident, 16) for ident in shard_columns(self.folder, shard, ["problem_id"])[0])


def mix_problems(
    params: MixParams,
    *,
    problems: Path,
    drawn: Path | None = None,
    history: Path | None = None,
    out_dir: Path,
) -> MixReport:
    """Write the next dataset version.

    Args:
        params: The `mix` section of params.yaml.
        problems: What `decontaminate` wrote.
        drawn: What `synthesize` wrote, for the shares it was asked for; None keeps the shares there are.
        history: Folder of the previous version; None for the first one. Without a single new row the
            previous version is written again, byte for byte.
        out_dir: Empty directory; receives `dataset/`.

    Returns:
        Counts and realised shares, also among the facts of the dataset's index.

    Raises:
        DataError: there are no training or no evaluation rows, or the realised shares are outside the
            tolerance: too few new rows were given.
    """
    before = _read_before(history)
    # A row never changes sides: what was trained on stays out of evaluation, and the other way round.
    found = read_catalogue(problems, known=before.ids(), key=_order(f"{params.seed}/{before.salt}"))
    folder, shares = out_dir / DATASET, _read_shares(drawn)
    plan = _plan(params, before, found, shares)
    dropped = _dropped(params, before, plan)
    shards = [
        *_keep(before, dropped, folder),
        *_add(params, before, found, plan, folder, number=before.number + 1),
    ]
    report = _report(before, dropped, shards, folder, shares)
    _refuse(params, before, report, problems)
    if history is not None and len(shards) == len(before.train) + len(before.held_out) and not report.num_new:
        shutil.rmtree(folder)
        shutil.copytree(history, folder, copy_function=shutil.copyfile)
    else:
        facts = {"mix": to_dict(report), **_facts_of(read_stages(problems))}
        write_card(folder, shards, facts)
        write_index(folder, shards, facts=facts, number=report.number)
    with MetricsFile(out_dir) as metrics:
        rows, shown = report.num_train + report.num_eval, ("new_share", "kept_share")
        metrics.write(rows, of=rows, **{f"mix/{name}": getattr(report, name) for name in shown})
    log.info("mix version=%d train=%d new=%d", report.number, report.num_train, report.num_new)
    return report


def _read_before(history: Path | None) -> _Before:
    if history is None:
        return _Before()
    index = read_index(history)
    train, held_out = (tuple(shards_of(index, split)) for split in ("train", "eval"))
    return _Before(history, index.number, train, held_out, digest_file(history / INDEX))


def _order(salt: str) -> Any:
    """Id -> its place in a random order that the salt decides."""
    key = blake2b(salt.encode(), digest_size=32).digest()
    return lambda ident: int.from_bytes(
        blake2b(ident.to_bytes(8, "big"), digest_size=8, key=key).digest(), "big"
    )


def _read_shares(drawn: Path | None) -> dict[str, float]:
    path = drawn / SHARES if drawn else None
    return json.loads(path.read_bytes()) if path and path.is_file() else {}


def _plan(params: MixParams, before: _Before, found: Catalogue, shares: Mapping[str, float]) -> Plan:
    candidates = {cell: len(rows) for cell, rows in found.train.items()}
    if not before.train:
        return Plan(candidates, {})
    return plan_refresh(params, old=before.rows(), candidates=candidates, shares=shares)


def _dropped(params: MixParams, before: _Before, plan: Plan) -> set[str]:
    """Paths of the shards to drop: what is nearest to the plan, the remainder of a cell goes to the next."""
    place = _order(f"{params.seed}/drop/{before.salt}")
    dropped: set[str] = set()
    owed = 0.0
    for cell, wanted in sorted(plan.drop.items()):
        owed += wanted
        shards = [shard for shard in before.train if shard.cell == cell]
        for shard in sorted(shards, key=lambda shard: place(int(shard.sha256[:16], 16))):
            if shard.rows <= 2 * owed:
                dropped.add(shard.path)
                owed -= shard.rows
    return dropped


def _keep(before: _Before, dropped: set[str], folder: Path) -> Iterator[Shard]:
    for shard in (*before.train, *before.held_out):
        if shard.path not in dropped:
            assert before.folder is not None
            (folder / shard.path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(before.folder / shard.path, folder / shard.path)
            yield shard


def _add(
    params: MixParams, before: _Before, found: Catalogue, plan: Plan, folder: Path, *, number: int
) -> Iterator[Shard]:
    old = before.rows()
    held_out = {cell: len(rows) for cell, rows in found.held_out.items()}
    splits: tuple[tuple[Split, dict[str, int]], ...] = (("train", plan.take), ("eval", held_out))
    for split, wanted in splits:
        for cell, rows in sorted(wanted.items()):
            shard_rows = params.shard_rows
            if split == "train":  # a refresh drops whole shards of it
                size = rows + old[cell] - plan.drop.get(cell, 0)
                shard_rows = min(shard_rows, max(params.min_shard_rows, -(-size // MIN_SHARDS)))
                shard_rows = -(-rows // max(1, -(-rows // shard_rows)))  # of one size: no shard of two rows
            new = (dataclasses.replace(p, first_version=number) for p in found.rows(split, cell, rows))
            yield from write_shards(folder, split, cell, new, shard_rows=shard_rows)
            failpoint("mix.cell")


def _report(
    before: _Before, dropped: set[str], shards: Sequence[Shard], folder: Path, shares: Mapping[str, float]
) -> MixReport:
    counts: dict[str, Counter[str]] = {}
    for shard in shards:
        split = shard.path.partition("/")[0]
        columns = shard_columns(folder, shard, COUNTED)
        for name, values in zip(COUNTED, columns, strict=True):
            counts.setdefault(f"{split}/{name}", Counter()).update(map(str, values))
    train = {shard.path: shard for shard in shards if shard.path.startswith("train/")}
    kept = sum(shard.rows for shard in before.train if shard.path not in dropped)
    num_old = sum(shard.rows for shard in before.train)
    num_train = sum(shard.rows for shard in train.values())
    return MixReport(
        number=before.number + 1,
        num_train=num_train,
        num_eval=sum(shard.rows for shard in shards) - num_train,
        num_new=num_train - kept,
        new_share=round((num_train - kept) / max(1, num_train), 6),
        kept_share=round(kept / num_old, 6) if num_old else 1.0,
        counts={name: dict(sorted(values.items())) for name, values in sorted(counts.items())},
        cells=_cells(before, list(train.values()), shares),
    )


def _cells(
    before: _Before, train: Sequence[Shard], shares: Mapping[str, float]
) -> dict[str, dict[str, float]]:
    """The shares that were wanted beside those that came out."""
    old, now = before.rows(), Counter[str]()
    for shard in train:
        now[shard.cell] += shard.rows
    named, weight = sum(now[cell] for cell in shares), sum(shares.values())
    totals = max(1, old.total()), max(1, now.total())
    return {
        cell: {
            "before": round(old[cell] / totals[0], 5),
            "wanted": round(share / weight * named / totals[1], 5),
            "now": round(now[cell] / totals[1], 5),
        }
        for cell, share in sorted(shares.items())
    }


def _refuse(params: MixParams, before: _Before, report: MixReport, problems: Path) -> None:
    if not report.num_train or not report.num_eval:
        missing = "evaluation" if report.num_train else "training"
        raise DataError(f"{problems}: no {missing} problems left; see dropped.jsonl of the steps before")
    if not before.train or not report.num_new:
        return
    if abs(report.new_share - params.new_share) > params.share_tolerance:
        raise DataError(
            f"mix: {report.num_new} of {report.num_train} training rows would be new, a share of "
            f"{report.new_share:.3f}; wanted mix.new_share={params.new_share} within "
            f"{params.share_tolerance}. Draw more new rows (another synthesize.seed or more "
            "synthesize.num_problems) or lower mix.new_share."
        )
    if report.kept_share < params.min_kept_share:
        raise DataError(
            f"mix: only {report.kept_share:.3f} of the previous training rows would stay, "
            f"mix.min_kept_share={params.min_kept_share}; lower mix.new_share."
        )


def _facts_of(stages: Sequence[StageCounts]) -> dict[str, Any]:
    """What the version should say of the steps before it."""
    absent = {name: place for counts in stages for name, place in counts.notes.get("absent", {}).items()}
    return {"stages": [to_dict(counts) for counts in stages], "absent_sources": absent}
