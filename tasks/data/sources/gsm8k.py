"""GSM8K: grade-school word problems in English. github.com/openai/grade-school-math, MIT.

A solution holds calculator annotations, `48/2 = <<48/2=24>>24 clips`, and ends with `#### 72`. The
annotations become the steps and leave the text.
"""

import re
from collections.abc import Mapping
from typing import Any

from tasks.data.sources.source import RowError, Source, real_problem, text_of
from tasks.records import Problem, Step, level_of

_ANNOTATION = re.compile(r"<<([^<>]*)>>")
_ANSWER = re.compile(r"-?[0-9][0-9,]{0,40}(?:\.[0-9]{1,20})?")
_RULES = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}


def parse_row(row: Mapping[str, Any], where: str) -> Problem:
    """A row `{"question", "answer"}` as a problem.

    Level: from the number of annotations, else (95 of 7,473 rows) of solution lines.

    Raises:
        RowError: a key is missing, or there is no `#### number`.
    """
    prompt = text_of(row, "question")
    solution, sign, answer = text_of(row, "answer").rpartition("####")
    answer = answer.strip()
    if not sign or not _ANSWER.fullmatch(answer):
        raise RowError("no_final_answer", f"expected '#### number', got {answer[:40]!r}")
    steps = tuple(_step(text) for text in _ANNOTATION.findall(solution) if "=" in text)
    lines = [line for line in solution.splitlines() if line.strip()]
    return real_problem(
        source="gsm8k",
        licence=SOURCE.licence,
        subtask="word_problems.gsm8k",
        language="en",
        prompt=prompt,
        answer=answer.replace(",", ""),
        where=where,
        solution=_ANNOTATION.sub("", solution).strip(),
        level=level_of(len(steps) or max(1, len(lines))),
        steps=steps,
    )


def _step(annotation: str) -> Step:
    """`48/2=24` as a step; its rule is the only operator, or `calculate`."""
    formula, _, output = annotation.rpartition("=")
    operators = set(re.findall(r"(?<=[\d.)])\s*([-+*/])", formula))
    rule = _RULES[operators.pop()] if len(operators) == 1 else "calculate"
    return Step(rule=rule, claim="".join(annotation.split()), output=output.strip())


SOURCE = Source(licence="MIT", files=("train.jsonl",), parse=parse_row, hub_configuration="main")
