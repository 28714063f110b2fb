"""TAL-SCQ5K: single-choice competition problems in Chinese and English. math-eval/TAL-SCQ5K, MIT.

The prompt is the question with its options on lines of their own; the answer is the letter; the
solution is the published analysis.
"""

from collections.abc import Mapping
from typing import Any

from tasks.data.sources.source import RowError, Source, choice_prompt, real_problem, text_of, texts_of
from tasks.records import Problem

_LANGUAGES = {"_ch_": "zh", "_en_": "en"}


def parse_row(row: Mapping[str, Any], where: str) -> Problem:
    """A row as a problem. Level: difficulty 0-4 plus one.

    Raises:
        RowError: a key is missing, an option is malformed, or the answer names no option.
    """
    name = text_of(row, "dataset_name")
    language = next((lang for mark, lang in _LANGUAGES.items() if mark in name), None)
    if language is None:
        raise RowError("unknown_language", f"dataset_name {name[:60]!r} has neither _ch_ nor _en_")
    options = _options(row)
    answer = text_of(row, "answer_value")
    prompt = choice_prompt(text_of(row, "problem"), options, answer)
    difficulty = text_of(row, "difficulty")
    if difficulty not in {"0", "1", "2", "3", "4"}:
        raise RowError("unknown_difficulty", f"{difficulty[:20]!r}, expected 0-4")
    return real_problem(
        source="tal_scq5k",
        licence=SOURCE.licence,
        subtask=f"word_problems.tal_{language}",
        language=language,
        prompt=prompt,
        answer=answer,
        where=where,
        solution="\n".join(line for line in texts_of(row, "answer_analysis") if line),
        level=int(difficulty) + 1,
        provenance={"source_id": text_of(row, "queId")},
    )


def _options(row: Mapping[str, Any]) -> dict[str, str]:
    """Letter -> text, in the order given. Each option is `[{"aoVal": "A", "content": "..."}]`."""
    given = row.get("answer_option_list")
    if not isinstance(given, list):
        raise RowError("missing_key", "'answer_option_list' is not a list")
    options: dict[str, str] = {}
    for option in given:
        if not (isinstance(option, list) and len(option) == 1 and isinstance(option[0], dict)):
            raise RowError("bad_option", f"expected a list with one object, got {str(option)[:60]}")
        letter, text = text_of(option[0], "aoVal"), text_of(option[0], "content")
        if letter in options:
            raise RowError("bad_option", f"two options {letter!r}")
        options[letter] = text
    return options


SOURCE = Source(
    licence="MIT",
    files=("ch_single_choice_train_3K.jsonl", "en_single_choice_train_3K.jsonl"),
    parse=parse_row,
)
