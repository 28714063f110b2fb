"""MathQA: multiple-choice word problems in English with an annotated formula. math-qa.github.io, Apache-2.0.

Many keys are wrong. The formula travels in the provenance, so that cleaning can evaluate it against the
option that the key names.
"""

import re

from tasks.data.sources.source import Row, RowError, Source, choice_prompt, lettered, real_problem, text_of
from tasks.records import Problem, level_of

_QUOTED_COMMA = re.compile(r"['\"]\s*,\s*['\"]")


def parse_row(row: Row, where: str) -> Problem:
    """A row `{"problem", "options", "correct", "rationale", "annotated_formula"}` as a problem.

    Options are one text, `a ) 12 , b ) 16`, or that of a Python list. Level: the operations of the formula.

    Raises:
        RowError: a key is missing, or the options cannot be told apart.
    """
    listed = _QUOTED_COMMA.sub(" , ", text_of(row, "options")).strip("[]'\"")
    _, options = lettered(listed, r" ?\)")
    answer = text_of(row, "correct").upper()
    formula = text_of(row, "annotated_formula")
    if len(formula) > 2_000:
        raise RowError("too_long", f"a formula of {len(formula)} characters")
    return real_problem(
        source="mathqa",
        licence=SOURCE.licence,
        subtask="word_problems.mathqa",
        language="en",
        prompt=choice_prompt(text_of(row, "problem"), options, answer),
        answer=answer,
        where=where,
        solution=text_of(row, "rationale").strip("\"' "),
        level=level_of(max(1, formula.count("("))),
        provenance={"formula": formula},
    )


SOURCE = Source(licence="Apache-2.0", files=("mathqa*.jsonl", "train*.json*"), parse=parse_row)
