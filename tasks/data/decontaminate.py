"""No training problem may be an evaluation problem, whichever corpus or version either came from.

Of a training row and an evaluation row that are copies, the training row goes. Only a row of the previous
version's training split stays: models have seen it, so it is the new evaluation row that goes.
"""

import dataclasses
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
KEPT_TRAINING_ROW = "copy_of_kept_training_row"
"""Why a new evaluation row is dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecontaminateReport:
    """How many rows repeated a row of the other split."""

    counts: StageCounts
    """Dropped training rows by kind of copy, see `tasks.data.copies.Copy`; dropped evaluation rows as
    `copy_of_kept_training_row`."""
    evaluation_rows: int
    """Evaluation rows that training rows were compared against."""
    by_source: dict[str, int]
    """Source of the dropped row -> rows dropped."""


def decontaminate_problems(
    params: DecontaminateParams, *, problems: Path, history: Path | None = None, out_dir: Path
) -> DecontaminateReport:
    """Drop the training rows that repeat an evaluation row, and the new evaluation rows trained on before.

    Args:
        params: The `decontaminate` section of params.yaml.
        problems: What `clean` wrote: both splits.
        history: Folder of the previous dataset version, if its rows count too.
        out_dir: Empty directory; receives `problems.jsonl`, `dropped.jsonl` and `matches.jsonl`: which
            row repeated which, how, and how much.

    Returns:
        Counts per kind of copy and per source. Without `history`, evaluation rows all go on.
    """
    trained_on = _trained_on(params, problems, history) if history else {}
    index = CopyIndex(params)
    evaluation: set[str] = set()
    for problem in read_problems(problems):
        if problem.split == "eval" and problem.problem_id not in trained_on:
            evaluation.add(problem.problem_id)
            index.add(problem)
    for problem in read_dataset(history, "eval") if history else ():
        if problem.problem_id not in evaluation:
            evaluation.add(problem.problem_id)
            index.add(problem)
    copies: list[Copy] = []
    with Stage("decontaminate", out_dir, inputs=[problems]) as stage:
        for problem in stage.rows():
            held_out = problem.split != "train"
            copy = trained_on.get(problem.problem_id) if held_out else index.find(problem)
            if copy:
                copies.append(copy)
                stage.drop(KEPT_TRAINING_ROW if held_out else copy.kind, problem)
            else:
                stage.keep(problem)
        counts = stage.finish(evaluation_rows=len(evaluation))
    write_jsonl(out_dir / MATCHES, copies)
    log.info("decontaminate kept=%d dropped=%s", counts.kept, counts.dropped)
    by_source = {s: sum(c.source == s for c in copies) for s in sorted({c.source for c in copies})}
    return DecontaminateReport(counts=counts, evaluation_rows=len(evaluation), by_source=by_source)


def _trained_on(params: DecontaminateParams, problems: Path, history: Path) -> dict[str, Copy]:
    """Id of an evaluation row that `history` does not have -> the training row of `history` it repeats."""
    index = CopyIndex(params)
    for problem in read_dataset(history, "train"):
        index.add(problem)
    known = {problem.problem_id for problem in read_dataset(history, "eval")}
    found: dict[str, Copy] = {}
    for problem in read_problems(problems):
        if problem.split == "eval" and problem.problem_id not in known and (copy := index.find(problem)):
            found[problem.problem_id] = dataclasses.replace(copy, train=copy.eval, eval=copy.train)
    return found
