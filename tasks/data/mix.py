"""The next dataset version: all rows at first, later mostly the old ones and a share of new ones.

The number of training rows stays the same from version to version while shares allow it. Which old rows
go and which new rows come is decided by a hash of the row's id and the previous version, so every row
has the same chance and the same inputs give the same bytes. Evaluation rows of the previous version all
stay, so that scores can be compared.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasks.artifacts import digest_file
from tasks.data.stage import StageCounts, read_problems, read_stages
from tasks.dataset import INDEX, Split, read_dataset, read_index, write_dataset
from tasks.errors import DataError
from tasks.metrics import MetricsFile
from tasks.params.data import MixParams
from tasks.records import Problem, to_dict
from tasks.seeds import seed_for

log = logging.getLogger(__name__)

DATASET = "dataset"


@dataclass(frozen=True, slots=True, kw_only=True)
class MixReport:
    """What the version consists of."""

    num_train: int
    """Training rows."""
    num_eval: int
    """Evaluation rows."""
    num_new: int
    """Training rows that the previous version did not have; all of them when there is none."""
    new_share: float
    """`num_new / num_train`."""
    kept_share: float
    """Share of the previous version's training ids that stay; 1 when there is none."""
    counts: dict[str, dict[str, int]]
    """`<split>/<field>` -> value -> rows, for source, subtask, level and language."""


@dataclass(frozen=True, slots=True)
class _Mixture:
    train: list[Problem]
    held_out: list[Problem]
    num_new: int
    kept_share: float
    unchanged: bool = False


def mix_problems(
    params: MixParams, *, problems: Path, history: Path | None = None, out_dir: Path
) -> MixReport:
    """Write the next dataset version.

    Args:
        params: The `mix` section of params.yaml.
        problems: What `decontaminate` wrote.
        history: Folder of the previous version; None for the first one. Without a single new row the
            previous version is written again, byte for byte.
        out_dir: Empty directory; receives `dataset/`.

    Returns:
        Counts and realised shares, also among the facts of the dataset's index.

    Raises:
        DataError: there are no training or no evaluation rows, or the realised shares are outside the
            tolerance: too few new rows were given.
    """
    fresh = {problem.problem_id: problem for problem in read_problems(problems)}
    if history is None:
        train = [p for p in fresh.values() if p.split == "train"]
        mixture = _Mixture(train, [p for p in fresh.values() if p.split == "eval"], len(train), 1.0)
    else:
        mixture = _mix_with_history(params, fresh.values(), history)
        _refuse_wrong_shares(params, mixture)
    if not mixture.train or not mixture.held_out:
        missing = "evaluation" if mixture.train else "training"
        raise DataError(f"{problems}: no {missing} problems left; see dropped.jsonl of the steps before")
    report = _report(mixture)
    if history is not None and mixture.unchanged:
        facts = read_index(history).facts
    else:
        facts = {"mix": to_dict(report), **_facts_of(read_stages(problems))}
    groups = _grouped([*mixture.train, *mixture.held_out])
    write_dataset(out_dir / DATASET, groups, shard_rows=params.shard_rows, facts=facts)
    with MetricsFile(out_dir) as metrics:
        rows = report.num_train + report.num_eval
        metrics.write(
            rows, of=rows, **{"mix/new_share": report.new_share, "mix/kept_share": report.kept_share}
        )
    log.info("mix train=%d eval=%d new=%d", report.num_train, report.num_eval, report.num_new)
    return report


def _mix_with_history(params: MixParams, fresh: Iterable[Problem], history: Path) -> _Mixture:
    old_train = list(read_dataset(history, "train"))
    old_held_out = list(read_dataset(history, "eval"))
    train_ids = {p.problem_id for p in old_train}
    held_out_ids = {p.problem_id for p in old_held_out}
    # A row never changes sides: what was trained on stays out of evaluation, and the other way round.
    unseen = [p for p in fresh if p.problem_id not in train_ids and p.problem_id not in held_out_ids]
    candidates = [p for p in unseen if p.split == "train"]
    held_out = old_held_out + [p for p in unseen if p.split == "eval"]
    num_new, num_kept = _sizes(params, num_old=len(old_train), num_candidates=len(candidates))
    salt = digest_file(history / INDEX)
    kept = _sample(params, salt, old_train, num_kept)
    new = _sample(params, salt, candidates, num_new)
    kept_share = num_kept / len(old_train) if old_train else 1.0
    unchanged = num_new == 0 and len(held_out) == len(old_held_out)
    return _Mixture(kept + new, held_out, num_new, kept_share, unchanged)


def _sizes(params: MixParams, *, num_old: int, num_candidates: int) -> tuple[int, int]:
    """How many new rows to take and how many old ones to keep.

    The size stays `num_old` where the candidates suffice. With fewer, the version shrinks, down to
    `min_kept_share` of the old rows. Nothing old: all is new. Nothing new: nothing changes.
    """
    if num_old == 0 or num_candidates == 0:
        return num_candidates, num_old
    least = -int(-params.min_kept_share * num_old // 1)
    new = min(num_candidates, round(params.new_share * num_old), num_old)
    kept = num_old - new
    if new < round(params.new_share * num_old):
        kept = round(new * (1 - params.new_share) / params.new_share)
    return new, min(num_old, max(kept, least))


def _sample(params: MixParams, salt: str, rows: Sequence[Problem], number: int) -> list[Problem]:
    """`number` of the rows, every row with the same chance, in their order."""
    chosen = sorted(seed_for(params.seed, "mix", salt, p.problem_id) for p in rows)[:number]
    wanted = set(chosen)
    return [p for p in rows if seed_for(params.seed, "mix", salt, p.problem_id) in wanted]


def _refuse_wrong_shares(params: MixParams, mixture: _Mixture) -> None:
    share = mixture.num_new / max(1, len(mixture.train))
    if mixture.num_new == 0 or mixture.num_new == len(mixture.train):
        return
    if abs(share - params.new_share) > params.share_tolerance:
        raise DataError(
            f"mix: {mixture.num_new} of {len(mixture.train)} training rows would be new, a share of "
            f"{share:.3f}; wanted mix.new_share={params.new_share} within {params.share_tolerance}. Draw "
            "more new rows (another synthesize.seed or more synthesize.num_problems) or lower mix.new_share."
        )
    if mixture.kept_share < params.min_kept_share:
        raise DataError(
            f"mix: only {mixture.kept_share:.3f} of the previous training rows would stay, "
            f"mix.min_kept_share={params.min_kept_share}; lower mix.new_share."
        )


def _report(mixture: _Mixture) -> MixReport:
    num_train = len(mixture.train)
    counts = {
        f"{split}/{name}": dict(sorted(Counter(str(getattr(p, name)) for p in rows).items()))
        for split, rows in (("train", mixture.train), ("eval", mixture.held_out))
        for name in ("source", "subtask", "level", "language")
    }
    return MixReport(
        num_train=num_train,
        num_eval=len(mixture.held_out),
        num_new=mixture.num_new,
        new_share=round(mixture.num_new / max(1, num_train), 6),
        kept_share=round(mixture.kept_share, 6),
        counts=counts,
    )


def _facts_of(stages: Sequence[StageCounts]) -> dict[str, Any]:
    """What the version should say of the steps before it."""
    absent = {name: place for counts in stages for name, place in counts.notes.get("absent", {}).items()}
    return {"stages": [to_dict(counts) for counts in stages], "absent_sources": absent}


def _grouped(problems: Iterable[Problem]) -> dict[tuple[Split, str], list[Problem]]:
    """(split, subtask) -> its problems by id: where they came from does not change a shard."""
    groups: dict[tuple[Split, str], list[Problem]] = {}
    for problem in sorted(problems, key=lambda p: p.problem_id):
        split: Split = "eval" if problem.split == "eval" else "train"
        groups.setdefault((split, problem.subtask), []).append(problem)
    return groups
