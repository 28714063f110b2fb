"""No training problem may be an evaluation problem, whichever corpus either came from."""

import logging
from dataclasses import dataclass
from pathlib import Path

from tasks.data.copies import Copy, CopyIndex
from tasks.data.stage import Stage, StageCounts, read_problems
from tasks.dataset import read_dataset
from tasks.params.data import DecontaminateParams
from tasks.records import write_jsonl

log = logging.getLogger(__name__)

MATCHES = "matches.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecontaminateReport:
    """How many training rows repeated evaluation rows."""

    counts: StageCounts
    """Dropped rows by kind of copy, see `tasks.data.copies.Copy`."""
    evaluation_rows: int
    """Rows compared against."""
    by_source: dict[str, int]
    """Source of the training row -> rows dropped."""


def decontaminate_problems(
    params: DecontaminateParams, *, problems: Path, history: Path | None = None, out_dir: Path
) -> DecontaminateReport:
    """Drop the training rows that repeat an evaluation row.

    Args:
        params: The `decontaminate` section of params.yaml.
        problems: What `clean` wrote: both splits.
        history: Folder of the previous dataset version, if its evaluation rows count too.
        out_dir: Empty directory; receives `problems.jsonl`, `dropped.jsonl` and `matches.jsonl`: which
            row repeated which, how, and how much.

    Returns:
        Counts per kind of copy and per source. Evaluation rows all go on.
    """
    index = CopyIndex(params)
    evaluation: set[str] = set()
    for problem in read_problems(problems):
        if problem.split == "eval":
            evaluation.add(problem.problem_id)
            index.add(problem)
    for problem in read_dataset(history, "eval") if history else ():
        if problem.problem_id not in evaluation:
            evaluation.add(problem.problem_id)
            index.add(problem)
    copies: list[Copy] = []
    with Stage("decontaminate", out_dir, inputs=[problems]) as stage:
        for problem in stage.rows():
            copy = index.find(problem) if problem.split == "train" else None
            if copy:
                copies.append(copy)
                stage.drop(copy.kind, problem)
            else:
                stage.keep(problem)
        counts = stage.finish(evaluation_rows=len(evaluation))
    write_jsonl(out_dir / MATCHES, copies)
    log.info("decontaminate kept=%d dropped=%s", counts.kept, counts.dropped)
    by_source = {s: sum(c.source == s for c in copies) for s in sorted({c.source for c in copies})}
    return DecontaminateReport(counts=counts, evaluation_rows=len(evaluation), by_source=by_source)
