"""What a source of real problems has to say of itself, and the forms that all sources share."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasks.data.lines import RawRow
from tasks.data.readers import read_rows
from tasks.errors import DataError
from tasks.records import Problem, level_of, problem_id

Row = Mapping[str, Any]
GROUP = "group"
"""In the provenance of rows that are held out together: all of one group, or none."""


class RowError(DataError):
    """A row is not what its source promises. `reason` is the label it is counted under."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason


class RowUseless(RowError):  # noqa: N818
    """Nothing is wrong with a row, it only gives no problem: dropped, not quarantined."""


def _itself(row: dict[str, Any]) -> Iterable[dict[str, Any]]:
    return (row,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One corpus: its licence, where its files are, and how a row becomes a problem."""

    licence: str
    """SPDX identifier of its rows; a row may say otherwise."""
    files: tuple[str, ...]
    """Patterns of names below a source's folder, training split only. The setting may name a file instead."""
    parse: Callable[[Row, str], Problem]
    """(row, `file:line`) -> problem with split `train`. Raises `RowError`."""
    read: Callable[[Path, str], Iterator[RawRow]] = read_rows
    """(file, name in messages) -> its rows, or reasons."""
    unfold: Callable[[dict[str, Any]], Iterable[dict[str, Any]]] = _itself
    """A row of the file -> the rows of one problem each. Raises `RowError`."""
    hub_configuration: str | None = None
    """Configuration to load from the Hugging Face hub."""
    configure: Callable[[Any], "Source"] | None = None
    """Setting -> the source it asks for, where a setting says more than where to read."""


def real_problem(
    *,
    source: str,
    licence: str,
    subtask: str,
    language: str,
    prompt: str,
    answer: str,
    where: str,
    solution: str = "",
    level: int = 0,
    provenance: Mapping[str, str] | None = None,
    **more: Any,
) -> Problem:
    """A problem of a corpus. Without a `level` it comes from the number of lines of the solution."""
    return Problem(
        problem_id=problem_id(prompt),
        domain=subtask.partition(".")[0],
        subtask=subtask,
        level=level or level_of(max(1, sum(bool(line.strip()) for line in solution.splitlines()))),
        language=language,
        prompt=prompt,
        answer=answer,
        solution=solution,
        source=source,
        licence=licence,
        split="train",
        provenance={"row": where, **(provenance or {})},
        **more,
    )


def text_of(row: Row, key: str) -> str:
    """The stripped text under `key`.

    Raises:
        RowError: it is missing, no text, or empty.
    """
    value = row.get(key)
    if not isinstance(value, str):
        raise RowError("missing_key", f"{key!r} is {type(value).__name__}, expected text")
    if not value.strip():
        raise RowError("empty_value", f"{key!r} is empty")
    return value.strip()


def texts_of(row: Row, key: str) -> list[str]:
    """The texts under `key`.

    Raises:
        RowError: it is no list of texts.
    """
    value = row.get(key)
    if not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        raise RowError("missing_key", f"{key!r} is not a list of texts")
    return [item.strip() for item in value]


def objects_of(row: Row, key: str) -> list[dict[str, Any]]:
    """The objects under `key`.

    Raises:
        RowError: it is no list of objects.
    """
    value = row.get(key)
    if not (isinstance(value, list) and all(isinstance(item, dict) for item in value)):
        raise RowError("missing_key", f"{key!r} is not a list of objects")
    return value


def choice_prompt(question: str, options: Mapping[str, str], answer: str) -> str:
    """A choice problem in the one form it has here: the question, then a line `A. text` for each option.

    Args:
        question: Without the options.
        options: Letter -> text.
        answer: The right letters, separated by `, `.

    Raises:
        RowError: fewer than two options, an empty one, or an answer that is none of them.
    """
    if len(options) < 2:
        raise RowError("too_few_options", f"{len(options)} option")
    empty = [letter for letter, text in options.items() if not text.strip()]
    if empty:
        raise RowError("empty_value", f"option {empty[0]!r} is empty")
    if not answer or not set(answer.split(", ")) <= options.keys():
        raise RowError("answer_is_no_option", f"{answer[:20]!r} is not among {sorted(options)}")
    return "\n".join([question, *(f"{letter}. {text.strip()}" for letter, text in options.items())])


def lettered(text: str, mark: str) -> tuple[str, dict[str, str]]:
    """The text before the options `A`, `B`, ... and the options by letter, in order without gap.

    Args:
        text: Question and options, or options alone.
        mark: Pattern of what follows a letter, e.g. `\\.`.
    """
    found: list[re.Match[str]] = []
    for match in re.finditer(rf"(?:(?<=\s)|^)([A-Ha-h]){mark}", text):
        if match[1].upper() == chr(ord("A") + len(found)):
            found.append(match)
    if not found:
        return text.strip(), {}
    ends = [*(match.start() for match in found[1:]), len(text)]
    options = {m[1].upper(): text[m.end() : end].strip(" \n,") for m, end in zip(found, ends, strict=True)}
    return text[: found[0].start()].strip(), options
