"""May this candidate replace the incumbent? A paired comparison with an interval, and its reasons.

Both were evaluated on the same held-out problems, so the question is what changes on those: a
candidate passes unless the interval of its loss reaches further than `gate.max_loss`. That is a test
of not being worse; being better is not asked for, since a refreshed model is worth releasing for its data.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tasks.errors import DataError
from tasks.evaluate.records import EvaluationRecord, read_records, read_summary
from tasks.evaluate.statistics import mcnemar_exact, paired_difference
from tasks.params.evaluation import GateParams
from tasks.records import write_jsonl
from tasks.seeds import seed_for

log = logging.getLogger(__name__)

CHANGES = "changes.jsonl"
"""Headline problems that only one of the two solved, with both completions: what to read first."""

Pair = tuple[EvaluationRecord, EvaluationRecord]
"""One problem: the candidate's record, the incumbent's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Candidate minus incumbent over some problems."""

    name: str
    """`all`, or a subtask."""
    num_problems: int
    candidate: float
    """The candidate's strict accuracy."""
    incumbent: float
    difference: float
    low: float
    """Lower end of the 95 % interval of the paired difference."""
    high: float
    only_candidate: int
    """Problems that only the candidate solved."""
    only_incumbent: int
    p_value: float
    """Exact McNemar, two-sided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReport:
    """The decision and what it rests on."""

    decision: str
    """`pass` or `refuse`."""
    reasons: tuple[str, ...]
    """One sentence per rule that decided."""
    accuracy: float
    """The candidate's headline accuracy."""
    accuracy_low: float
    accuracy_high: float
    overall: Difference | None = None
    """Over all headline problems; None without an incumbent."""
    subtasks: tuple[Difference, ...] = ()
    """The same for each headline subtask. For reading only: the decision is over all."""


def compare_models(
    params: GateParams, *, candidate: Path, incumbent: Path | None = None, out_dir: Path
) -> GateReport:
    """Decide whether the candidate may be released.

    Args:
        params: The `gate` section of params.yaml.
        candidate: Directory of an evaluation.
        incumbent: Evaluation of the stable model on the same problems; None when nothing is released.
        out_dir: Receives `changes.jsonl` when there is an incumbent.

    Returns:
        `pass` or `refuse` with reasons.

    Raises:
        DataError: an evaluation is missing or damaged, or the two are over different problems.
    """
    summary = read_summary(candidate)
    pairs = pair_headline(candidate, incumbent) if incumbent is not None else []
    overall = difference_of("all", pairs, seed=params.seed) if pairs else None
    if pairs:
        write_jsonl(out_dir / CHANGES, (_change(*pair) for pair in pairs if pair[0].score != pair[1].score))
    rules = [_enough_accuracy(params, summary.accuracy), _little_loss(params, overall)]
    refusals = [sentence for holds, sentence in rules if not holds]
    report = GateReport(
        decision="refuse" if refusals else "pass",
        reasons=tuple(refusals or [sentence for _, sentence in rules]),
        accuracy=summary.accuracy,
        accuracy_low=summary.accuracy_low,
        accuracy_high=summary.accuracy_high,
        overall=overall,
        subtasks=differences_by_subtask(pairs, seed=params.seed),
    )
    log.info("compare decision=%s reasons=%s", report.decision, "; ".join(report.reasons))
    return report


def _enough_accuracy(params: GateParams, accuracy: float) -> tuple[bool, str]:
    holds = accuracy >= params.min_accuracy
    verb = "reaches" if holds else "is below"
    return holds, f"accuracy {accuracy:.3f} {verb} gate.min_accuracy {params.min_accuracy:g}"


def _little_loss(params: GateParams, overall: Difference | None) -> tuple[bool, str]:
    if overall is None:
        return True, "nothing is released yet, so there is nothing to lose against"
    holds = overall.low >= -params.max_loss
    verb = "stays above" if holds else "reaches below"
    return holds, (
        f"accuracy {overall.candidate:.3f} against stable's {overall.incumbent:.3f}: the paired difference "
        f"{overall.difference:+.3f}, 95 % interval [{overall.low:+.3f}, {overall.high:+.3f}] over "
        f"{overall.num_problems} problems, {verb} minus gate.max_loss {params.max_loss:g}"
    )


def pair_headline(candidate: Path, incumbent: Path) -> list[Pair]:
    """The headline records of two evaluations, problem by problem.

    Raises:
        DataError: the two do not hold the same headline problems with the same references.
    """
    ours, theirs = (
        {i: r for i, r in read_records(folder).items() if r.group == "trained"}
        for folder in (candidate, incumbent)
    )
    if ours.keys() != theirs.keys():
        shared = len(ours.keys() & theirs.keys())
        raise DataError(
            f"{candidate} and {incumbent} measured different problems: {len(ours) - shared} only in the "
            f"first, {len(theirs) - shared} only in the second, {shared} in both. Evaluate both on the same "
            "dataset version, with the same evaluate.subtasks and evaluate.levels"
        )
    for problem_id, record in ours.items():
        if record.reference != theirs[problem_id].reference:
            raise DataError(
                f"problem {problem_id} has reference {record.reference!r} in {candidate} and "
                f"{theirs[problem_id].reference!r} in {incumbent}. Evaluate both on the same dataset version"
            )
    return [(record, theirs[problem_id]) for problem_id, record in sorted(ours.items())]


def difference_of(name: str, pairs: Sequence[Pair], *, seed: int) -> Difference:
    """Candidate minus incumbent over pairs of records, at least one."""
    ours, theirs = [a.score for a, _ in pairs], [b.score for _, b in pairs]
    interval = paired_difference(ours, theirs, seed=seed_for(seed, "difference", name))
    only_ours = sum(a > b for a, b in zip(ours, theirs, strict=True))
    only_theirs = sum(a < b for a, b in zip(ours, theirs, strict=True))
    return Difference(
        name=name,
        num_problems=len(pairs),
        candidate=sum(ours) / len(pairs),
        incumbent=sum(theirs) / len(pairs),
        difference=interval.estimate,
        low=interval.low,
        high=interval.high,
        only_candidate=only_ours,
        only_incumbent=only_theirs,
        p_value=mcnemar_exact(only_ours, only_theirs),
    )


def differences_by_subtask(pairs: Sequence[Pair], *, seed: int) -> tuple[Difference, ...]:
    """`difference_of` for each subtask."""
    names = sorted({ours.subtask for ours, _ in pairs})
    return tuple(difference_of(n, [pair for pair in pairs if pair[0].subtask == n], seed=seed) for n in names)


def _change(ours: EvaluationRecord, theirs: EvaluationRecord) -> dict[str, str | int]:
    return {
        "problem_id": ours.problem_id,
        "subtask": ours.subtask,
        "level": ours.level,
        "reference": ours.reference,
        "solved_by": "candidate" if ours.score > theirs.score else "incumbent",
        "candidate": ours.completion,
        "incumbent": theirs.completion,
    }
