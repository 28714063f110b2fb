"""No training problem may be an evaluation problem, whichever corpus or version either came from.

Of a training row and an evaluation row that are copies, the training row goes. Only a row of the previous
version's training split stays: models have seen it, so it is the new evaluation row that goes. Only
evaluation rows are held in memory; training rows, also those of the previous version, pass by.

A row that reuses an evaluation row's template goes too, but for one case: where a corpus itself has many rows
of the template, a generator wrote them, the numbers are the problem, and a held-out row says nothing of its
siblings.
"""

import dataclasses
import json
import logging
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path

from tasks.data.batches import BATCH_ROWS, Batch, encode_row, parse_line, read_batches
from tasks.data.copies import Copy, CopyIndex
from tasks.data.engine import Engine, Shared, open_engine
from tasks.data.stage import Stage, StageCounts, as_dropped
from tasks.dataset import read_dataset
from tasks.errors import DataError
from tasks.params.data import DecontaminateParams
from tasks.records import MAX_ROW_BYTES, Problem, problem_id, write_jsonl

log = logging.getLogger(__name__)

MATCHES = "matches.jsonl"
KEPT_TRAINING_ROW = "copy_of_kept_training_row"
"""Why a new evaluation row is dropped."""
MIN_FAMILY = 8
"""Training rows of one corpus that share the template of one of its evaluation rows, and so may stay."""
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
    family_rows: dict[str, int]
    """Source -> training rows that stay although they share the template of an evaluation row of theirs."""


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
        matches = _find_matches(stage, engine, index, trained_on)
        families = _families(matches, evaluation)
        matches = {place: copy for place, copy in matches.items() if not _is_sibling(copy, families)}
        _write_rows(stage, matches)
        counts = stage.finish(evaluation_rows=len(evaluation), family_rows=families.total())
    copies = list(matches.values())
    write_jsonl(out_dir / MATCHES, copies)
    log.info("decontaminate kept=%d dropped=%s", counts.kept, counts.dropped)
    return DecontaminateReport(
        counts=counts,
        evaluation_rows=len(evaluation),
        by_source=dict(sorted(Counter(copy.source for copy in copies).items())),
        by_set=dict(
            sorted(Counter(evaluation.get(copy.eval, "previous training") for copy in copies).items())
        ),
        family_rows=dict(sorted(_by_source(families).items())),
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


def _find_matches(
    stage: Stage, engine: Engine, index: CopyIndex, trained_on: dict[str, Copy]
) -> dict[int, Copy]:
    """Number of a row that repeats one of the other split -> how."""
    rows = chain.from_iterable(engine.map_batches(partial(_find_in_batch, Shared.of(index)), stage.batches()))
    found = ((place, trained_on.get(row) if row else copy) for place, (row, copy) in enumerate(rows))
    return {place: copy for place, copy in found if copy}


def _families(matches: dict[int, Copy], evaluation: dict[str, str]) -> Counter[tuple[str, str]]:
    """(source, evaluation row) -> rows of the source that share its template, where these are many."""
    reuse = Counter(
        (copy.source, copy.eval)
        for copy in matches.values()
        if copy.kind == "template_reuse" and evaluation.get(copy.eval) == copy.source
    )
    return Counter({key: number for key, number in reuse.items() if number >= MIN_FAMILY})


def _is_sibling(copy: Copy, families: Counter[tuple[str, str]]) -> bool:
    return copy.kind == "template_reuse" and (copy.source, copy.eval) in families


def _by_source(families: Counter[tuple[str, str]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for (source, _), number in families.items():
        found[source] += number
    return found


def _write_rows(stage: Stage, matches: dict[int, Copy]) -> None:
    place = 0
    for batch in stage.batches():
        for number, line in enumerate(batch.lines, start=batch.first):
            match = matches.get(place)
            place += 1
            if match is None:
                stage.put("kept", "", line)
                continue
            problem = parse_line(line, where=f"{batch.file}:{number}")
            reason = KEPT_TRAINING_ROW if problem.split == "eval" else match.kind
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
