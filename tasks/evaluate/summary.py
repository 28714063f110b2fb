"""From records to figures: one row per slice of every view."""

from collections.abc import Callable, Sequence
from statistics import fmean

from tasks.errors import DataError
from tasks.evaluate.records import PROBES, EvaluationRecord, EvaluationReport, SummaryRow
from tasks.evaluate.statistics import pass_at_k, wilson_interval
from tasks.params.evaluation import EvaluateParams

DRAWN = ("trained", "unseen_level", "not_trained")
"""Groups of synthetic problems as training draws them."""
VIEWS: dict[str, Callable[[EvaluationRecord, EvaluateParams], str | None]] = {
    "group": lambda r, _: r.group,
    "domain": lambda r, p: r.domain if r.group in DRAWN and r.level in p.levels else None,
    "subtask": lambda r, p: r.subtask if r.group in DRAWN and r.level in p.levels else None,
    "level": lambda r, _: str(r.level) if r.group in ("trained", "unseen_level") else None,
    "cell": lambda r, _: f"{r.subtask}/{r.level}" if r.group in DRAWN else None,
    "language": lambda r, _: r.language if r.group == "trained" else None,
    "probe": lambda r, _: r.group if r.group in PROBES else None,
    "corpus": lambda r, _: r.source if r.group == "real" else None,
}
"""View -> the slice a record falls in; None when the view leaves the record out.

`domain` and `subtask` cover the headline levels of every subtask, trained or not, `level` every level of
the trained subtasks, `language` the headline problems.
"""


def summarise(records: Sequence[EvaluationRecord], params: EvaluateParams) -> EvaluationReport:
    """The report over an evaluation's records.

    Raises:
        DataError: no record belongs to the headline.
    """
    rows = tuple(row for view in VIEWS for row in _rows_of(view, records, params))
    headline = next((row for row in rows if (row.by, row.name) == ("group", "trained")), None)
    if headline is None:
        there = sorted({(r.subtask, r.level) for r in records if r.group != "real"})
        raise DataError(
            f"no held-out problem of subtasks {list(params.subtasks)} at levels {list(params.levels)}; the "
            f"dataset has {there}. Set evaluate.subtasks and evaluate.levels to some of these"
        )
    return EvaluationReport(
        accuracy=headline.strict,
        accuracy_low=headline.strict_low,
        accuracy_high=headline.strict_high,
        num_problems=headline.num_problems,
        num_records=len(records),
        undecided=sum(map(_undecided, records)),
        subtasks=params.subtasks or tuple(sorted({r.subtask for r in records if r.group == "trained"})),
        levels=params.levels,
        rows=rows,
    )


def _rows_of(view: str, records: Sequence[EvaluationRecord], params: EvaluateParams) -> list[SummaryRow]:
    slices: dict[str, list[EvaluationRecord]] = {}
    for record in records:
        name = VIEWS[view](record, params)
        if name is not None:
            slices.setdefault(name, []).append(record)
    return [summarise_slice(view, name, rows) for name, rows in sorted(slices.items())]


def summarise_slice(view: str, name: str, records: Sequence[EvaluationRecord]) -> SummaryRow:
    """The figures of one slice; it holds at least one record."""
    strict = sum(r.strict == "correct" for r in records)
    lenient = sum(r.lenient == "correct" for r in records)
    strict_low, strict_high = wilson_interval(strict, len(records))
    lenient_low, lenient_high = wilson_interval(lenient, len(records))
    return SummaryRow(
        by=view,
        name=name,
        num_problems=len(records),
        strict=strict / len(records),
        strict_low=strict_low,
        strict_high=strict_high,
        lenient=lenient / len(records),
        lenient_low=lenient_low,
        lenient_high=lenient_high,
        tokens_mean=fmean(r.num_tokens for r in records),
        truncated_share=fmean(r.truncated for r in records),
        undecided=sum(map(_undecided, records)),
        pass_at=_pass_at(records),
    )


def _pass_at(records: Sequence[EvaluationRecord]) -> dict[str, float]:
    """Mean pass@k for k = 1, 2, 4, ... and the number of samples itself."""
    sampled = [r for r in records if r.num_samples]
    if not sampled:
        return {}
    most = min(r.num_samples for r in sampled)
    ks = sorted({2**i for i in range(most.bit_length())} | {most})
    return {str(k): fmean(pass_at_k(r.num_samples, r.num_correct, k) for r in sampled) for k in ks}


def _undecided(record: EvaluationRecord) -> bool:
    return "undecided" in (record.strict, record.lenient)
