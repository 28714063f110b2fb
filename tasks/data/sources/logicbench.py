"""LogicBench: one inference rule at a time, yes or no, or a choice. Mihir3009/LogicBench, MIT.

A sample holds a context and several questions about it; each question is a problem. The published rows
have no worked solution.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from tasks.data.readers import read_rows
from tasks.data.sources.source import (
    Row,
    RowError,
    Source,
    choice_prompt,
    objects_of,
    real_problem,
    text_of,
)
from tasks.records import Problem


def _questions(row: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """The questions of a sample, each with the context; a choice sample is its own question."""
    if "choices" in row:
        return (row,)
    context = text_of(row, "context")
    return ({"context": context, **pair} for pair in objects_of(row, "qa_pairs"))


def parse_row(row: Row, where: str) -> Problem:
    """`{"context", "question", "answer"}`, with `choices` where it is a choice, as a problem.

    Raises:
        RowError: a key is missing, or the answer is neither yes or no nor one of the choices.
    """
    context, question, answer = (text_of(row, key) for key in ("context", "question", "answer"))
    if choices := row.get("choices"):
        if not isinstance(choices, dict):
            raise RowError("bad_option", f"'choices' is {type(choices).__name__}, expected an object")
        letters = {name: chr(ord("A") + number) for number, name in enumerate(choices)}
        answer = letters.get(answer, "")
        prompt = choice_prompt(
            f"{context}\n{question}", {letters[name]: text_of(choices, name) for name in choices}, answer
        )
    elif answer in {"yes", "no"}:
        prompt = f"{context}\n{question}\nAnswer yes or no."
    else:
        raise RowError("unknown_label", f"{answer[:20]!r}, expected yes or no")
    return real_problem(
        source="logicbench",
        licence=SOURCE.licence,
        subtask="logic.logicbench",
        language="en",
        prompt=prompt,
        answer=answer,
        where=where,
        level=1,
    )


SOURCE = Source(
    licence="MIT",
    files=("**/data_instances.json",),
    read=partial(read_rows, items="data_samples"),
    unfold=_questions,
    parse=parse_row,
)
