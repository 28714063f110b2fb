"""Rows and step folders for the tests of the data room."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tasks.artifacts import write_json
from tasks.data.batches import PROBLEMS
from tasks.data.sources import SOURCES
from tasks.data.stage import STAGES, StageCounts
from tasks.params.data import IngestParams, SourceParams
from tasks.records import Problem, problem_id, to_dict, write_jsonl

REAL = Path(os.environ.get("REASONLOOP_SOURCES", Path(__file__).parents[4] / "shared" / "data"))
"""The real corpora, where a developer has them."""


def row(prompt: str, answer: str = "7", **values: Any) -> Problem:
    """A problem of a real corpus with this prompt."""
    given = {
        "problem_id": problem_id(prompt),
        "domain": "word_problems",
        "subtask": "word_problems.tal_en",
        "level": 1,
        "language": "en",
        "prompt": prompt,
        "answer": answer,
        "solution": f"It is {answer}.",
        "source": "tal_scq5k",
        "licence": "MIT",
        "split": "train",
    }
    return Problem(**{**given, **values})


def step_folder(folder: Path, problems: Iterable[Problem], *, stage: str = "before") -> Path:
    """A folder as a data step leaves it."""
    number = write_jsonl(folder / PROBLEMS, problems)
    write_json(folder / STAGES, [to_dict(StageCounts(stage=stage, read=number, kept=number))])
    return folder


def only(sources: dict[str, SourceParams], **values: Any) -> IngestParams:
    """Settings in which these sources are enabled and no others."""
    off = {name: getattr(IngestParams(), name).model_copy(update={"enabled": False}) for name in SOURCES}
    return IngestParams(**{**off, **sources}, **values)
