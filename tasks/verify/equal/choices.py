"""Letters of choices, several of them, numbers of statements."""

import re

_CHOICE = re.compile(
    r"(?:(?:option|choice|answer|选项?)\s*)?[(\[]?\s*([A-J])\s*[)\]]?[.:、项]?", re.IGNORECASE
)
_CHOICE_LEAD = re.compile(
    r"(?:(?:option|choice|选项?)\s*)?(?:[(\[]\s*([A-J])\s*[)\]]\s*[.:、]?|([A-J])\s*[.:)、]|([a-e])\s*\))\s*(\S.*)",
    re.DOTALL,
)
_CHOICES = re.compile(r"[(\[]?[A-J](?:\s*(?:[,;、和与]|and|\s)\s*[A-J]|[A-J]){1,9}[)\]]?")
_LABELS = re.compile(r"(?:\(\d{1,2}\)\s*(?:[,;、和与]|and)?\s*){2,12}")


_SEVERAL = re.compile(
    r"\W*(?:option|choice|选项?)?\W*[A-J]\s*[)\]）.．:]*"
    r"(?:\s*(?:[,，、;；/&|]|\\text\s*\{|and\b|or\b|和|或者?|与|及|还是|可能是|maybe\b|perhaps\b|possibly\b))+"
    r"\s*(?:option\s*|choice\s*|maybe\s*|perhaps\s*)?[(（\[]?[A-J](?![A-Za-z'])\s*(?:[)）.．,，、;；/}?或和与及还]|$|\s(?:or|and|is|are|but|maybe|looks?|seems?)\b)",
    re.IGNORECASE,
)
"""Two letters at the beginning with a comma, "and" or "or" between them."""

_NO_LETTERS = re.compile(r"[^A-J]|and")
_IN_BRACKETS = re.compile(r"[(\[]((?:\(\d{1,2}\)[\s,]*)+)[)\]]")
_NUMERALS = re.compile(r"\d+")
_NUMBER_LIST = re.compile(r"\d{1,2}(?:\s*(?:,|和|与|and)\s*\d{1,2})*")


def choice_letter(text: str) -> str | None:
    """The letter of an answer that is a single choice: `B`, `(B)`, `B.`, `Option B`, 选B."""
    match = _CHOICE.fullmatch(text)
    return (
        match[1].upper() if match and (match[1].isupper() or len(text) > 1 or match[1] in "abcde") else None
    )


def names_several(text: str) -> bool:
    """Whether a text begins with more than one letter: a list of candidates names no choice."""
    return _SEVERAL.match(text) is not None


def lettered(text: str) -> tuple[str, str] | None:
    """Letter and content of a choice written out: `(B) 42`, `B. 42`."""
    match = _CHOICE_LEAD.fullmatch(text)
    return ((match[1] or match[2] or match[3].upper()), match[4].strip()) if match else None


def same_choice(answer: str, reference: str) -> bool | None:
    """Whether the answer names the choice that the reference does; None if one of them is no choice."""
    wanted = choice_letter(reference)
    if wanted is None:
        return None
    given = choice_letter(answer)
    if (
        len(reference) == 1
        and reference.islower()
        and (given is None or (len(answer) == 1 and answer.islower()))
    ):
        return None
    if given is not None:
        return given == wanted
    if names_several(answer):
        return False
    led = lettered(answer)
    return led[0] == wanted if led else None


def same_choices(answer: str, reference: str) -> bool | None:
    """Several choices, in any order; None unless both sides are letters."""
    if not _CHOICES.fullmatch(reference) or not _CHOICES.fullmatch(answer):
        return None
    given, expected = (_NO_LETTERS.sub("", text) for text in (answer, reference))
    spelled_as_word = answer == given and reference == expected
    if list(expected) != sorted(expected) or (spelled_as_word and _may_be_an_order(expected)):
        return given == expected
    return sorted(given) == sorted(expected)


def _may_be_an_order(letters: str) -> bool:
    """ABC, ABCD: all letters from A on, three at least, may be points or an order; ACD is choices."""
    return len(letters) > 2 and letters == "ABCDEFGHIJ"[: len(letters)]


def same_labels(answer: str, reference: str) -> bool | None:
    """Numbers of statements, (1)(3) or ①③: which ones, in any order."""
    if not _LABELS.fullmatch(reference):
        return None
    expected = sorted(_NUMERALS.findall(reference))
    wrapped = _IN_BRACKETS.fullmatch(answer)
    answer = wrapped[1].strip() if wrapped else answer
    if _LABELS.fullmatch(answer) or _NUMBER_LIST.fullmatch(answer):
        return sorted(_NUMERALS.findall(answer)) == expected
    return False if len(expected) > 1 else None
