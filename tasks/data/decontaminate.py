"""No training problem may be an evaluation problem, whichever corpus or version either came from.

Of a training row and an evaluation row that are copies, the training row goes. Only a row of the previous
version's training split stays: models have seen it, so it is the new evaluation row that goes. Only
evaluation rows are held in memory; training rows, also those of the previous version, pass by.
"""

import dataclasses
import json
import logging
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from tasks.data.copies import Copy, CopyIndex
from tasks.data.engine import Engine, Shared, open_engine
from tasks.data.stage import (
    BATCH_ROWS,
    Batch,
    Stage,
    StageCounts,
    as_dropped,
    encode_row,
    parse_line,
    read_batches,
)
from tasks.dataset import read_dataset
from tasks.errors import DataError
from tasks.params.data import DecontaminateParams
from tasks.records import MAX_ROW_BYTES, Problem, problem_id, write_jsonl

log = logging.getLogger(__name__)

MATCHES = "matches.jsonl"
KEPT_TRAINING_ROW = "copy_of_kept_training_row"
"""Why a new evaluation row is dropped."""
_CHINESE = range(0x3400, 0xA000)


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
    by_set: dict[str, int]
    """Source of the evaluation row, or name of the further set -> training rows dropped for it."""


def decontaminate_problems(
    params: DecontaminateParams, *, problems: Path, history: Path | None = None, out_dir: Path
) -> DecontaminateReport:
    """Drop the training rows that repeat an evaluation row, and the new evaluation rows trained on before.

    Args:
        params: The `decontaminate` section of params.yaml.
        problems: What `dedup` wrote: both splits.
        history: Folder of the previous dataset version, if its rows count too.
        out_dir: Empty directory; receives `problems.jsonl`, `dropped.jsonl` and `matches.jsonl`: which
            row repeated which, how, and how much.

    Returns:
        Counts per kind of copy and per source. Without `history`, evaluation rows all go on.

    Raises:
        DataError: a file of `params.against` is missing or has a row without a question.
    """
    with open_engine() as engine, Stage("decontaminate", out_dir, inputs=[problems]) as stage:
        trained_on = _trained_on(params, engine, problems, history) if history else {}
        index = CopyIndex(params)
        evaluation: dict[str, str] = {}
        for name, problem in _evaluation_rows(params, problems, history):
            if problem.problem_id not in trained_on and problem.problem_id not in evaluation:
                evaluation[problem.problem_id] = name
                index.add(problem)
        index.freeze()
        copies = list(_decide(stage, engine, index, trained_on))
        counts = stage.finish(evaluation_rows=len(evaluation))
    write_jsonl(out_dir / MATCHES, copies)
    log.info("decontaminate kept=%d dropped=%s", counts.kept, counts.dropped)
    return DecontaminateReport(
        counts=counts,
        evaluation_rows=len(evaluation),
        by_source=dict(sorted(Counter(copy.source for copy in copies).items())),
        by_set=dict(
            sorted(Counter(evaluation.get(copy.eval, "previous training") for copy in copies).items())
        ),
    )


def _evaluation_rows(
    params: DecontaminateParams, problems: Path, history: Path | None
) -> Iterator[tuple[str, Problem]]:
    """(name of its set, row) of everything that must not be trained on."""
    for batch in read_batches(problems):
        for problem in batch.evaluation_problems():
            yield problem.source, problem
    for problem in read_dataset(history, "eval") if history else ():
        yield problem.source, problem
    for path in params.against:
        place = Path(os.environ.get("REASONLOOP_PROJECT", ".")) / Path(path).expanduser()
        for problem in read_evaluation_set(place):
            yield place.stem, problem


def read_evaluation_set(path: Path) -> Iterator[Problem]:
    """The questions of a JSONL file, as evaluation rows without an answer.

    Raises:
        DataError: there is no such file, or a line has no `prompt`, `question` or `problem`.
    """
    if not path.is_file():
        raise DataError(f"{path}: no such file; correct or remove it in decontaminate.against")
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(MAX_ROW_BYTES), b""), start=1):
            yield _question(line, source=path.stem, where=f"{path}:{number}")


def _question(line: bytes, *, source: str, where: str) -> Problem:
    try:
        row = json.loads(line)
        text = next(row[key] for key in ("prompt", "question", "problem") if isinstance(row.get(key), str))
    except (ValueError, RecursionError, AttributeError, StopIteration) as error:
        raise DataError(
            f"{where}: expected a JSON object with a text under prompt, question or problem"
        ) from error
    return Problem(
        problem_id=problem_id(text),
        domain="word_problems",
        subtask=f"word_problems.{source}",
        level=1,
        language="zh" if any(ord(c) in _CHINESE for c in text) else "en",
        prompt=text,
        answer="",
        source=source,
        licence="",
        split="eval",
    )


def _decide(stage: Stage, engine: Engine, index: CopyIndex, trained_on: dict[str, Copy]) -> Iterator[Copy]:
    """Write every row where it belongs; yields what matched what."""
    find = partial(_find_in_batch, Shared.of(index))
    # Batches are read twice, in step: workers see one stream, the lines to write come from the other.
    for batch, found in zip(stage.batches(), engine.map_batches(find, stage.batches()), strict=True):
        for number, (line, (row, copy)) in enumerate(zip(batch.lines, found, strict=True), start=batch.first):
            match = trained_on.get(row) if copy is None and row else copy
            if match is None:
                stage.put("kept", "", line)
                continue
            yield match
            reason = KEPT_TRAINING_ROW if row else match.kind
            problem = parse_line(line, where=f"{batch.file}:{number}")
            stage.put("dropped", reason, encode_row(as_dropped(stage.name, reason, problem)))


def _find_in_batch(index: Shared[CopyIndex], batch: Batch) -> list[tuple[str, Copy | None]]:
    """("", copy) of each training row, (id, None) of each other. Runs in a worker."""
    find = index.value().find
    return [("", find(row)) if row.split == "train" else (row.problem_id, None) for row in batch.problems()]


def _trained_on(
    params: DecontaminateParams, engine: Engine, problems: Path, history: Path
) -> dict[str, Copy]:
    """Id of an evaluation row that `history` does not have -> a training row of `history` it repeats."""
    known = {problem.problem_id for problem in read_dataset(history, "eval")}
    index = CopyIndex(params)
    sources: dict[str, str] = {}
    for batch in read_batches(problems):
        for problem in batch.evaluation_problems():
            if problem.problem_id not in known:
                index.add(problem)
                sources[problem.problem_id] = problem.source
    index.freeze()
    found: dict[str, Copy] = {}
    for copies in engine.map_batches(
        partial(_find_all, Shared.of(index)), _blocks(read_dataset(history, "train"))
    ):
        for copy in copies:
            found.setdefault(copy.eval, dataclasses.replace(copy, source=sources[copy.eval]))
    return found


def _find_all(index: Shared[CopyIndex], problems: list[Problem]) -> list[Copy]:
    find_all = index.value().find_all
    return [copy for problem in problems for copy in find_all(problem)]


def _blocks(rows: Iterator[Problem]) -> Iterator[list[Problem]]:
    while block := list(islice(rows, BATCH_ROWS)):
        yield block
