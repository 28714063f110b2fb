"""Is what the program gave what was expected? Decided here, outside, on whole outputs.

Only text comes out of the sandbox, so no `__eq__`, patched assert or exit code of a program takes part.
"""

import json
import math
from typing import Any

from tasks.verify.judging import same_value

_MAX_WORD = 64
"""Longer words are compared as text only."""


def same_output(actual: str, expected: str, *, numbers: bool = False) -> bool:
    """Whether two outputs are the same text, white space at line ends and text ends aside.

    Args:
        actual: All that the program printed; a missing or additional line is a difference.
        expected: All that it should print.
        numbers: Compare line by line and word by word, and words that are numbers by the judge's rules.
    """
    lines, wanted = _lines(actual), _lines(expected)
    if not numbers:
        return lines == wanted
    return len(lines) == len(wanted) and all(
        len(words) == len(others) and all(map(_same_word, words, others))
        for words, others in zip(map(str.split, lines), map(str.split, wanted), strict=True)
    )


def _lines(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _same_word(word: str, wanted: str) -> bool:
    if word == wanted:
        return True
    if max(len(word), len(wanted)) > _MAX_WORD or not (_is_number(word) and _is_number(wanted)):
        return False
    return same_value(word, wanted, second_opinion=False).correct


def _is_number(word: str) -> bool:
    """A finite literal such as `-1.5e3`; not `nan`, `1_000` or digits of other scripts."""
    if not word.isascii() or "_" in word:
        return False
    try:
        return math.isfinite(float(word))
    except ValueError:
        return False


def same_json(text: str | None, expected: Any, *, numbers: bool = False) -> bool:
    """Whether a JSON text is the expected value.

    Args:
        text: What the program's function returned; None, broken, or nested too deeply is a difference.
        expected: Python's form of a JSON value; tuples count as lists, keys as their text.
        numbers: Compare floats by the judge's rules.
    """
    try:
        return _same(json.loads(text or ""), json.loads(json.dumps(expected)), numbers)
    except (ValueError, RecursionError):
        return False


def _same(value: Any, wanted: Any, numbers: bool) -> bool:
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value is wanted
    if isinstance(value, int | float) and isinstance(wanted, int | float):
        return value == wanted or (numbers and _same_word(repr(value), repr(wanted)))
    if isinstance(value, list) and isinstance(wanted, list):
        return len(value) == len(wanted) and all(
            _same(v, w, numbers) for v, w in zip(value, wanted, strict=True)
        )
    if isinstance(value, dict) and isinstance(wanted, dict):
        return value.keys() == wanted.keys() and all(_same(value[k], wanted[k], numbers) for k in wanted)
    return type(value) is type(wanted) and bool(value == wanted)
