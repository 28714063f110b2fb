"""GAOKAO-Bench: Chinese university entrance problems, mathematics and physics. OpenLMLab, Apache-2.0.

Choice, multiple choice and fill-in problems have an answer that the judge reads. Open ones, and blanks
filled with words, are not checkable: they are for supervised training only.
"""

import re
from functools import partial

from tasks.data.readers import read_rows
from tasks.data.sources.source import (
    Row,
    RowError,
    Source,
    choice_prompt,
    lettered,
    real_problem,
    text_of,
    texts_of,
)
from tasks.records import Problem

_NUMBER = re.compile(r"^\s*(?:\d{1,2}\s*[.．、]\s*(?!\d))?\s*(?:[(（]\s*\d{1,2}\s*分\s*[)）]?)?\s*")
_LETTERS = re.compile(r"[A-H]{1,8}")
_CJK = re.compile(r"[\u4e00-\u9fff]")


def parse_row(row: Row, where: str) -> Problem:
    """A row `{"question", "answer", "analysis"}` as a problem; what kind it is, the file's name says.

    The number of the question and its points leave the text.

    Raises:
        RowError: a key is missing, or a choice problem lacks options.
    """
    question = _NUMBER.sub("", text_of(row, "question"), count=1)
    checkable, solution = True, str(row.get("analysis") or "").strip()
    if "MCQs" in where:
        letters = "".join(texts_of(row, "answer"))
        if not _LETTERS.fullmatch(letters):
            raise RowError("answer_is_no_option", f"{letters[:20]!r} is not letters")
        answer = ", ".join(letters)
        prompt = choice_prompt(*lettered(question, r"\s?[.．、]"), answer)
    elif "Fill-in" in where:
        prompt, answer = question, text_of(row, "answer").rstrip("。. \n")
        formulas = re.fullmatch(r"\$([^$]*)\$", answer)
        answer = formulas[1].strip() if formulas else answer
        checkable = not _CJK.search(answer)
    else:
        prompt, answer, solution = question, "", text_of(row, "answer")
        checkable = False
    return real_problem(
        source="gaokao",
        licence=SOURCE.licence,
        subtask="physics.gaokao" if "Physics" in where else "word_problems.gaokao",
        language="zh",
        prompt=prompt,
        answer=answer if checkable else "",
        where=where,
        solution=solution,
        checkable=checkable,
    )


SOURCE = Source(
    licence="Apache-2.0",
    files=("*_Math_*.json", "*_Physics_*.json"),
    read=partial(read_rows, items="example"),
    parse=parse_row,
)
