"""`reasonloop judge`: the judge over a file of completions, one JSON line for each.

A row of the file is a JSON object with a reference and one completion or a list of them; the usual names
of both are known. A row that holds a label says whether the completion was right; where the judge thinks
otherwise is a disagreement. A broken row costs its own verdict only, and is counted.
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any

from rich.table import Table

from tasks.errors import DataError
from tasks.verify import Outcome, judge_many, same_value

REFERENCE_KEYS = ("reference", "answer", "solution", "gold", "target", "ground_truth")
COMPLETION_KEYS = ("completion", "completions", "prediction", "pred", "response", "responses", "output")
LABEL_KEYS = ("label", "correct", "is_correct")
BATCH_ROWS = 512
MAX_LINE_BYTES = 16_000_000
SHOWN_DISAGREEMENTS = 10
SHOWN_CHARS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Names of the three columns; empty finds the usual ones."""

    reference: str = ""
    completion: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One completion to judge, or why there is none."""

    line: int
    """Line of the file, from 1."""
    index: int = 0
    """Position in the row's list of completions."""
    reference: str = ""
    completion: str = ""
    label: bool | None = None
    error: str = ""
    """Why this line cannot be judged."""


@dataclass(slots=True)
class Tally:
    """What came out."""

    outcomes: Counter[str] = field(default_factory=Counter)
    """Outcome -> completions; `broken` for lines that could not be judged."""
    against_label: Counter[tuple[bool, bool]] = field(default_factory=Counter)
    """(label, judged correct) -> completions."""
    disagreements: list[dict[str, Any]] = field(default_factory=list)
    """The first of them, as they were written."""
    seconds: float = 0.0
    """Wall time."""

    @property
    def num_broken(self) -> int:
        """Lines that could not be judged."""
        return self.outcomes["broken"]


def judge_lines(
    lines: Iterable[str],
    write: Callable[[dict[str, Any]], None],
    *,
    columns: Columns = Columns(),
    second_opinion: bool = True,
    num_workers: int | None = None,
) -> Tally:
    """Judge every completion of a JSONL file, as it is read.

    Args:
        lines: The file's lines.
        write: Receives one record per completion, in order: `line`, `index`, `outcome`, `extracted`,
            `reason`, and `label` and `agrees` where there is a label; `line` and `error` for a broken line.
        columns: Names of the columns.
        second_opinion: Ask Math-Verify about what is undecided.
        num_workers: Processes; None takes one per processor, at most 8.

    Returns:
        The counts.
    """
    tally, begun = Tally(), time.monotonic()
    for batch in batched_items(lines, columns):
        pairs = [(item.reference, item.completion) for item in batch if not item.error]
        verdicts = iter(judge_many(pairs, second_opinion=second_opinion, num_workers=num_workers))
        for item in batch:
            record: dict[str, Any] = {"line": item.line, "index": item.index}
            if item.error:
                record = {"line": item.line, "error": item.error}
                tally.outcomes["broken"] += 1
            else:
                verdict = next(verdicts)
                record |= {
                    "outcome": verdict.outcome.value,
                    "extracted": verdict.extracted,
                    "reason": verdict.reason,
                }
                tally.outcomes[verdict.outcome.value] += 1
                _compare(item, verdict.correct, record, tally)
            write(record)
    tally.seconds = time.monotonic() - begun
    return tally


def _compare(item: Item, judged: bool, record: dict[str, Any], tally: Tally) -> None:
    if item.label is None:
        return
    record |= {"label": item.label, "agrees": item.label == judged}
    tally.against_label[item.label, judged] += 1
    if item.label != judged and len(tally.disagreements) < SHOWN_DISAGREEMENTS:
        tally.disagreements.append(record | {"reference": item.reference})


def batched_items(lines: Iterable[str], columns: Columns) -> Iterator[list[Item]]:
    """The completions of a file, some hundred at a time."""
    rows = enumerate(lines, start=1)
    items = (item for line, text in rows if text.strip() for item in _items(line, text, columns))
    while batch := list(islice(items, BATCH_ROWS)):
        yield batch


def bounded_lines(file: IO[bytes]) -> Iterator[str]:
    """The lines of a file; bytes that are no UTF-8 are escaped, which makes their line no JSON.

    Raises:
        DataError: a line is longer than 16 MB.
    """
    for number, raw in enumerate(iter(lambda: file.readline(MAX_LINE_BYTES + 1), b""), start=1):
        if len(raw) > MAX_LINE_BYTES:
            raise DataError(f"line {number} is longer than {MAX_LINE_BYTES:,} bytes; split the row")
        yield raw.decode("utf-8", errors="backslashreplace")


def _items(line: int, text: str, columns: Columns) -> list[Item]:
    try:
        row = json.loads(text)
        if not isinstance(row, dict):
            raise DataError(f"expected a JSON object, got {type(row).__name__}")
        reference = str(_value(row, columns.reference, REFERENCE_KEYS, "--reference"))
        found = _value(row, columns.completion, COMPLETION_KEYS, "--completion")
        completions = found if isinstance(found, list) else [found]
        labels = _labels(row, columns.label, len(completions))
        same_value(reference, reference, second_opinion=False)
    except (DataError, ValueError, RecursionError) as error:
        return [Item(line=line, error=f"line {line}: {error}")]
    return [
        Item(line=line, index=index, reference=reference, completion=str(one), label=label)
        for index, (one, label) in enumerate(zip(completions, labels, strict=True))
    ]


def _value(row: dict[str, Any], name: str, usual: tuple[str, ...], option: str) -> Any:
    key = name or next((key for key in usual if key in row), "")
    if row.get(key) is None:
        raise DataError(
            f"no {name or ' or '.join(usual[:3])} in {sorted(row)[:8]}; name the column with {option}"
        )
    return row[key]


def _labels(row: dict[str, Any], name: str, number: int) -> list[bool | None]:
    """One label for each completion: a list of as many, one for all, or none."""
    found = row.get(name or next((key for key in LABEL_KEYS if key in row), ""))
    labels = found if isinstance(found, list) else [found] * number
    if len(labels) != number:
        raise DataError(f"{len(labels)} labels for {number} completions")
    for label in labels:
        if label not in (0, 1, None):
            raise DataError(
                f"label {label!r}: expected true, false, 0 or 1; name another column with --label"
            )
    return [None if label is None else bool(label) for label in labels]


def summary_tables(tally: Tally) -> list[Table]:
    """The counts, the agreement with labels where there are some, and the first disagreements."""
    total = tally.outcomes.total()
    rate = total / tally.seconds if tally.seconds else 0.0
    counts = Table("outcome", "completions", "share", title=f"{total} completions, {rate:,.0f} a second")
    for outcome in (*Outcome, "broken"):
        number = tally.outcomes[str(outcome)]
        counts.add_row(str(outcome), str(number), f"{number / max(1, total):.1%}")
    if not tally.against_label:
        return [counts]
    return [counts, _agreement(tally), *([_disagreements(tally)] if tally.disagreements else [])]


def _agreement(tally: Tally) -> Table:
    right, wrong = tally.against_label[True, True], tally.against_label[False, True]
    missed, refused = tally.against_label[True, False], tally.against_label[False, False]
    table = Table("against the labels", "", title=f"{wrong + missed} disagreements")
    table.add_row("accuracy", f"{(right + refused) / tally.against_label.total():.2%}")
    table.add_row("precision", f"{right / (right + wrong):.2%}" if right + wrong else "-")
    table.add_row("recall", f"{right / (right + missed):.2%}" if right + missed else "-")
    table.add_row("judged correct, labelled wrong", str(wrong))
    table.add_row("not judged correct, labelled right", str(missed))
    return table


def _disagreements(tally: Tally) -> Table:
    table = Table(
        "line", "label", "judge", "reference", "extracted", "reason", title="the first disagreements"
    )
    for record in tally.disagreements:
        cells = (record["reference"], record["extracted"] or "", record["reason"])
        label = "right" if record["label"] else "wrong"
        table.add_row(str(record["line"]), label, record["outcome"], *(cell[:SHOWN_CHARS] for cell in cells))
    return table
