"""Tier 0: answers that need no parser. Integers, fractions, times, truth values, choices, words.

Each rule sees both sides, decides (True or False) or passes (None). Rules are cheap, most everyday answers
end here.
"""

import re
from fractions import Fraction

_INTEGER = re.compile(r"[+-]?\d{1,300}")
_FRACTION = re.compile(
    r"([+-]?\d{1,300})\s?/\s?(\d{1,300})|([+-]?)\\[dt]?frac\{([+-]?\d{1,300})\}\{(\d{1,300})\}"
)
_DECIMAL = re.compile(r"[+-]?(?:\d{1,300}\.\d{0,300}|\.\d{1,300})")
_HEX = re.compile(r"([+-]?)0(x[0-9a-fA-F]{1,200}|b[01]{1,800}|o[0-7]{1,300})")
TIME = re.compile(
    r"(\d{1,2})[:：](\d{2})(?:[:：](\d{2})(?:[.](\d{1,6}))?)?\s*(?:([ap])\.?\s?m\.?)?", re.IGNORECASE
)
_CHOICE = re.compile(
    r"(?:(?:option|choice|answer|选项?)\s*)?[(\[]?\s*([A-J])\s*[)\]]?[.:、项]?", re.IGNORECASE
)
_CHOICE_LEAD = re.compile(
    r"(?:(?:option|choice|选项?)\s*)?(?:[(\[]\s*([A-J])\s*[)\]]\s*[.:、]?|([A-J])\s*[.:)、]|([a-e])\s*\))\s*(\S.*)",
    re.DOTALL,
)
_CHOICES = re.compile(r"[(\[]?[A-J](?:\s*(?:[,;、和与]|and|\s)\s*[A-J]|[A-J]){1,9}[)\]]?")
_LABELS = re.compile(r"(?:\(\d{1,2}\)\s*(?:[,;、和与]|and)?\s*){2,12}")
_TRUE = frozenset(
    {"true", "yes", "correct", "正确", "是", "对", "√", "\\sqrt", "真", "是的", "\\text{true}", "成立"}
)
_FALSE = frozenset(
    {"false", "no", "incorrect", "错误", "否", "错", "不对", "×", "\\times", "假", "不正确", "不是", "不成立"}
)
_WORD = re.compile(r"[^\W\d_]+")
_SMALL_NUMBERS = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
}
_FILLER = frozenset({"the", "a", "an", "is", "are", "of", "s"})


def tier_zero(answer: str, reference: str) -> tuple[bool, str] | None:
    """Decide a pair of spelled texts by normal forms.

    Returns:
        Whether they are equal and the kind of value that decided, or None if it takes the parser.
    """
    for kind, rule in RULES.items():
        verdict = rule(answer, reference)
        if verdict is not None:
            return verdict, kind
    return None


def as_number(text: str) -> tuple[Fraction, bool] | None:
    """An integer, fraction or decimal, and whether it is written without a decimal point."""
    if _INTEGER.fullmatch(text):
        return Fraction(int(text)), True
    match = _FRACTION.fullmatch(text)
    if match:
        above, below = int(match[1] or match[4]), int(match[2] or match[5])
        if below == 0:
            return None
        return Fraction(above, below) * (-1 if match[3] == "-" else 1), True
    if _DECIMAL.fullmatch(text):
        return Fraction(text if text[-1] != "." else text + "0"), False
    hexadecimal = _HEX.fullmatch(text)
    if hexadecimal:
        return Fraction(int(hexadecimal[1] + "0" + hexadecimal[2], 0)), True
    word = _SMALL_NUMBERS.get(text.lower())
    return None if word is None else (Fraction(word), True)


def _numbers(answer: str, reference: str) -> bool | None:
    given, expected = as_number(answer), as_number(reference)
    if given is None or expected is None:
        return None
    if given[0] == expected[0]:
        return True
    return False if given[1] and expected[1] else None


def _times(answer: str, reference: str) -> bool | None:
    given, expected = TIME.fullmatch(answer), TIME.fullmatch(reference)
    if given is None or expected is None or not (_is_clock(given) or _is_clock(expected)):
        return None
    return _seconds(given) == _seconds(expected)


def _is_clock(match: re.Match[str]) -> bool:
    """A time of day rather than a ratio: seconds, a.m., a leading zero, or minutes 00."""
    return bool(match[3] or match[5] or match[1].startswith("0") or match[2].startswith("0"))


def _seconds(match: re.Match[str]) -> Fraction:
    hours = int(match[1])
    if match[5]:
        hours = hours % 12 + (12 if match[5].lower() == "p" else 0)
    whole = hours * 3600 + int(match[2]) * 60 + int(match[3] or 0)
    return whole + Fraction(f"0.{match[4] or 0}")


def _truths(answer: str, reference: str) -> bool | None:
    expected, given = _truth(reference), _truth(answer)
    if expected is None or given is None:
        return None
    return given == expected


def _truth(text: str) -> bool | None:
    word = text.lower().strip(" .!")
    return True if word in _TRUE else False if word in _FALSE else None


def choice_letter(text: str) -> str | None:
    """The letter of an answer that is a single choice: `B`, `(B)`, `B.`, `Option B`, 选B."""
    match = _CHOICE.fullmatch(text)
    return (
        match[1].upper() if match and (match[1].isupper() or len(text) > 1 or match[1] in "abcde") else None
    )


def lettered(text: str) -> tuple[str, str] | None:
    """Letter and content of a choice written out: `(B) 42`, `B. 42`."""
    match = _CHOICE_LEAD.fullmatch(text)
    return ((match[1] or match[2] or match[3].upper()), match[4].strip()) if match else None


def _choices(answer: str, reference: str) -> bool | None:
    wanted = choice_letter(reference) if len(reference) > 1 or reference.isupper() else None
    if wanted is None:
        return None
    given = choice_letter(answer)
    if given is not None:
        return given == wanted
    led = lettered(answer)
    return led[0] == wanted if led else None


def _many_choices(answer: str, reference: str) -> bool | None:
    if not _CHOICES.fullmatch(reference) or not _CHOICES.fullmatch(answer):
        return None
    given, expected = (re.sub(r"[^A-J]|and", "", text) for text in (answer, reference))
    if (answer == given and reference == expected) or list(expected) != sorted(expected):
        return given == expected
    return sorted(given) == sorted(expected)


def _labels(answer: str, reference: str) -> bool | None:
    """Numbers of statements, (1)(3) or ①③: which ones, in any order."""
    if not _LABELS.fullmatch(reference):
        return None
    expected = sorted(re.findall(r"\d+", reference))
    if _LABELS.fullmatch(answer) or re.fullmatch(r"\d{1,2}(?:\s*(?:,|和|与|and)\s*\d{1,2})*", answer):
        return sorted(re.findall(r"\d+", answer)) == expected
    return False if len(expected) > 1 else None


def _words(answer: str, reference: str) -> bool | None:
    if answer.isalpha() and len(answer) >= 3 and answer.casefold() == reference.casefold():
        return True
    expected, given = plain_words(reference), plain_words(answer)
    if expected is None or given is None:
        return None
    return given == expected


def plain_words(text: str) -> str | None:
    """Words in normal form if the text is nothing but words: no digits, no single letters, no operators."""
    bare = (
        text.replace("\\text", "").replace("\\mathrm", "").replace("\\textbf", "") if "\\" in text else text
    )
    if any(c.isdigit() or c in "\\^=<>+*/|_%$√π" for c in bare):
        return None
    words = [word for word in _WORD.findall(bare.casefold()) if word not in _FILLER]
    if not words or (all(word.isascii() for word in words) and max(map(len, words)) < 4 and len(words) < 2):
        return None
    if len(words) == 1 and words[0] in _SMALL_NUMBERS:
        return None
    return " ".join(words) if bare.isascii() else "".join(words)


RULES = {
    "number": _numbers,
    "time": _times,
    "truth": _truths,
    "choice": _choices,
    "choices": _many_choices,
    "labels": _labels,
    "words": _words,
}
"""Kind -> rule; the first that decides counts."""
