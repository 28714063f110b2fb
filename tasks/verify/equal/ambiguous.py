"""What ambiguous spellings may also mean: a decimal comma, I for i, "12 apples" for 12."""

import re

from tasks.verify.equal.choices import choice_letter, lettered
from tasks.verify.equal.plain import as_number
from tasks.verify.notation.reading import normal_text

_HOUR = re.compile(r"(\d{1,2})\s*[ap]\.?\s?m\.?", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"([+-]?\d+),(\d{2,6})")
_IMAGINARY = re.compile(r"(?<![A-Za-z\\])I(?![A-Za-z])")
_ENGINEERS = re.compile(r"(\d\s*)j(?![A-Za-z])")
_COUNTED = re.compile(
    r"([-+]?\d[\d,]*(?:\.\d+)?)\s+([A-Za-z][A-Za-z'/ -]{1,80})(?: (?:in|per|for|after|over) \d+ [a-z]+)?"
)
_NOT_COUNTED = re.compile(
    r"\b(?:or|to|nor|and|than|less|fewer|not|odd|even|least|most|half|dozens?|hundreds?|thousands?|millions?|billions?"
    r"|percent|squared|cubed|mod|base|degrees|cents?|choose|minus|plus|over|under|up|if|but)\b"
)
"""Words that change the number before them; other words say what was counted."""
_THOUSANDS = re.compile(r"\d,\d{3}")
_INNER_COMMA = re.compile(r"(?<=\d),(?=\d{3})")


def _reals(text: str) -> str:
    return "\\mathbb{R}" if text == "R" else text


def other_readings(given: str, expected: str) -> list[tuple[str, str]]:
    """What ambiguous spellings may also mean; each fixed by the form of the other side."""
    found: list[tuple[str, str]] = []
    for swap in (False, True):
        one, other = (expected, given) if swap else (given, expected)
        comma = _DECIMAL_COMMA.fullmatch(one)
        number = as_number(other)
        if comma and number is not None and "." in other:
            found.append((f"{comma[1]}.{comma[2]}", other) if not swap else (other, f"{comma[1]}.{comma[2]}"))
    if _THOUSANDS.search(given) and "," in expected:
        found.append((_INNER_COMMA.sub(", ", given), _INNER_COMMA.sub(", ", expected)))
    if "I" in given and "I" not in expected and _IMAGINARY.search(given):
        found.append((_IMAGINARY.sub("i", given), expected))
    if "i" in expected and "i" not in given and _ENGINEERS.search(given):
        found.append((_ENGINEERS.sub(r"\1i", given), expected))
    if given == "R" or expected == "R":
        found.append((_reals(given), _reals(expected)))
    if "\\approx" in given and "." in expected and as_number(expected) is not None:
        found.append((given.rpartition("\\approx")[2].strip(), expected))
    counted = _COUNTED.fullmatch(given) if as_number(expected) is not None else None
    if counted and not _NOT_COUNTED.search(counted[2]):
        found.append((counted[1], expected))
    hour = _HOUR.fullmatch(given) if as_number(expected) is not None else None
    if hour:
        found.append((hour[1], expected))
    led = lettered(given)
    if led and not choice_letter(expected):
        found.append((normal_text(led[1]), expected))
    led = lettered(expected)
    if led:
        found += [(given, led[0]), (given, normal_text(led[1]))]
    return found
