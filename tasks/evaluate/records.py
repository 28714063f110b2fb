"""What an evaluation leaves behind: `records.jsonl`, one row per problem, and `summary.json`."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from tasks.errors import DataError
from tasks.records import from_dict, read_jsonl

RECORDS = "records.jsonl"
SUMMARY = "summary.json"
PROBES = ("heldout_template", "extrapolate")
"""Streams of the trained subtasks that ask further than training went: templates held back, wider numbers."""
GROUPS = ("trained", "unseen_level", "not_trained", *PROBES, "real")
"""Headline problems; other levels of their subtasks; other subtasks; probes; rows of real corpora."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationRecord:
    """One problem and what the model made of it."""

    problem_id: str
    subtask: str
    domain: str
    level: int
    language: str
    source: str
    """`synthetic`, or the corpus the problem is from."""
    group: str
    """One of `GROUPS`."""
    reference: str
    completion: str
    """The greedy completion, as generated."""
    strict: str
    """Outcome of the answer of a completion in the strict format; `unparsable` if it is not in it."""
    lenient: str
    """Outcome of whatever answer the judge finds in the completion."""
    num_tokens: int
    """Tokens of the completion."""
    truncated: bool
    """Cut at `evaluate.max_completion_tokens` before it ended."""
    num_samples: int = 0
    """Sampled completions for pass@k; 0 outside the pass@k subset."""
    num_correct: int = 0
    """How many of them are strictly correct."""

    @property
    def score(self) -> float:
        """1.0 when strictly correct, else 0.0."""
        return float(self.strict == "correct")


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """The figures of one slice of the records."""

    by: str
    """The view, see `tasks.evaluate.summary.VIEWS`."""
    name: str
    """The slice in that view, e.g. `arithmetic.chain` by subtask."""
    num_problems: int
    strict: float
    """Strict accuracy, 0-1; the accuracy that everything here is decided by."""
    strict_low: float
    """Lower end of its 95 % Wilson interval."""
    strict_high: float
    """Upper end."""
    lenient: float
    """Accuracy of whatever answer is found, in the strict format or not."""
    lenient_low: float
    """Lower end of its 95 % Wilson interval."""
    lenient_high: float
    """Upper end."""
    tokens_mean: float
    """Mean tokens per completion."""
    truncated_share: float
    undecided: int
    """Records with a verdict that the judge could not reach; they count as not correct."""
    pass_at: dict[str, float] = field(default_factory=dict)
    """k -> pass@k over the slice's sampled problems; empty where none was sampled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationReport:
    """The headline of an evaluation, and every slice."""

    accuracy: float
    """Strict accuracy over the trained subtasks and levels."""
    accuracy_low: float
    accuracy_high: float
    num_problems: int
    """Headline problems."""
    num_records: int
    """All problems answered."""
    undecided: int
    """Records the judge could not decide."""
    subtasks: tuple[str, ...]
    """Headline subtasks."""
    levels: tuple[int, ...]
    """Headline levels."""
    rows: tuple[SummaryRow, ...]

    def row(self, by: str, name: str) -> SummaryRow | None:
        """The slice `name` of view `by`; None if no problem is in it."""
        return next((row for row in self.rows if (row.by, row.name) == (by, name)), None)


def read_records(folder: Path) -> dict[str, EvaluationRecord]:
    """The records of an evaluation by problem id, in the order of the file.

    Raises:
        DataError: there is no evaluation here, or it holds a problem twice.
    """
    found: dict[str, EvaluationRecord] = {}
    for record in read_jsonl(folder / RECORDS, EvaluationRecord):
        if record.problem_id in found:
            raise DataError(f"{folder / RECORDS}: problem {record.problem_id} stands there twice")
        found[record.problem_id] = record
    return found


def read_summary(folder: Path) -> EvaluationReport:
    """The summary of an evaluation.

    Raises:
        DataError: there is none, or it is damaged.
    """
    path = folder / SUMMARY
    if not path.is_file():
        raise DataError(f"{folder}: no evaluation here (no {SUMMARY}); run `python -m tasks evaluate` first")
    try:
        return from_dict(EvaluationReport, json.loads(path.read_bytes()), where=str(path))
    except ValueError as error:
        raise DataError(f"{path}: damaged ({error}); evaluate again") from error
