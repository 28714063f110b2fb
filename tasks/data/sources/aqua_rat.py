"""AQuA-RAT: multiple-choice word problems in English with a rationale. google-deepmind/AQuA, Apache-2.0."""

from tasks.data.sources.source import (
    Row,
    RowError,
    Source,
    choice_prompt,
    real_problem,
    text_of,
    texts_of,
)
from tasks.records import Problem


def parse_row(row: Row, where: str) -> Problem:
    """A row `{"question", "options": ["A)12", ...], "rationale", "correct"}` as a problem.

    Raises:
        RowError: a key is missing, or an option does not begin with its letter.
    """
    options: dict[str, str] = {}
    for text in texts_of(row, "options"):
        letter, sign, rest = text.partition(")")
        if not sign or letter != chr(ord("A") + len(options)):
            raise RowError(
                "bad_option", f"expected {chr(ord('A') + len(options))!r} and ')', got {text[:40]!r}"
            )
        options[letter] = rest
    answer = text_of(row, "correct")
    return real_problem(
        source="aqua_rat",
        licence=SOURCE.licence,
        subtask="word_problems.aqua",
        language="en",
        prompt=choice_prompt(text_of(row, "question"), options, answer),
        answer=answer,
        where=where,
        solution=text_of(row, "rationale"),
    )


SOURCE = Source(
    licence="Apache-2.0", files=("train*.json*", "dev*.json*"), parse=parse_row, hub_configuration="raw"
)
