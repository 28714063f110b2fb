"""A problem as words and numbers: what two copies have in common, however they are laid out.

A word is a word between spaces, or one Chinese character; numbers and operators count, punctuation, case
and TeX's braces do not. With `brackets`, brackets and other signs count too: 3(4+5) is not 3*4+5. The
options of a choice stand behind the question in an order of their own, without letters, so that shuffled
options change nothing. Masked, every number is the same word; in the shape of a text every name is, too.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from tasks.records import Problem, normalise_prompt

Hashes = NDArray[np.uint64]

NUMBER, NAME = "#", "@"
_PLAIN = (
    r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
    r"|[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+|[-+*/=<>^%×÷√≤≥≠∧∨¬→↔∀∃∈∪∩]"
)
_TOKEN = re.compile(_PLAIN)
_STRICT = re.compile(_PLAIN + r"|(?<=[0-9])!|[^\w\s.,;?!'\"`$\\{}…“”‘’。，；？！、_]")
_CJK = re.compile(r"[\u3400-\u9fff]")
_COMMAND = re.compile(r"\\(?:left|right|text|mathrm|mathbf|rm|d?frac|quad|displaystyle|,|;|!)")
_BLANK = re.compile(r"[(（][\s~_]*[)）]|\\uline\{[\s~_]*\}|~")
"""Where the answer is to be written."""
_SAME = {"times": "×", "cdot": "×", "*": "×", "div": "÷", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥"}
_OPTION = re.compile(r"^[ \t]*[(（]?([A-H])[ \t]*[.)．、）:：][ \t]*(.+?)[ \t]*$", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.?!])\s+|[。？！；\n]+")
_SPELLED = re.compile(r"[^\W\d_]+")
_P = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(31)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text."""

    words: tuple[str, ...]
    names: frozenset[str] = frozenset()
    """Words that have a capital wherever they stand: names, and what opens a sentence. None in Chinese."""

    @property
    def is_chinese(self) -> bool:
        """Whether most words are Chinese characters."""
        return 2 * sum(map(_is_cjk, self.words)) > len(self.words)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers, in order."""
        return tuple(word for word in self.words if word[0].isdecimal())

    @property
    def masked(self) -> tuple[str, ...]:
        """The words with every number masked."""
        return tuple(NUMBER if word[0].isdecimal() else word for word in self.words)

    @property
    def shape(self) -> tuple[str, ...]:
        """The words with every number and every name masked."""
        return tuple(NAME if word in self.names else word for word in self.masked)


def words_of(text: str, *, brackets: bool = False) -> Words:
    """The words of a text, in order."""
    found = (_STRICT if brackets else _TOKEN).findall(
        _COMMAND.sub(" ", _BLANK.sub(" ", normalise_prompt(text)))
    )
    return Words(tuple(_SAME.get(word, word.replace(",", "")) for word in found), names_in(text))


def names_in(text: str) -> frozenset[str]:
    """The words, in lower case, that have a capital wherever they stand; none where all is in capitals."""
    spelled = _SPELLED.findall(unicodedata.normalize("NFKC", text))
    small = {word for word in spelled if word[0].islower()}
    return (
        frozenset(word.casefold() for word in spelled if word[0].isupper()) - small if small else frozenset()
    )


def problem_words(prompt: str, *, brackets: bool = False) -> Words:
    """The words of the question, then of its options in their own order."""
    stem, options = split_options(prompt)
    if not options:
        return words_of(prompt, brackets=brackets)
    ordered = sorted(words_of(text, brackets=brackets).words for text in options.values())
    return Words(
        words_of(stem, brackets=brackets).words + tuple(word for option in ordered for word in option),
        names_in(prompt),
    )


def split_options(prompt: str) -> tuple[str, dict[str, str]]:
    """The question, and letter -> text of its options; options stand on lines of their own from A on."""
    found = list(_OPTION.finditer(prompt))
    letters = [match[1] for match in found]
    if len(found) < 2 or letters != list("ABCDEFGH"[: len(found)]):
        return prompt, {}
    return prompt[: found[0].start()], {match[1]: match[2] for match in found}


def answer_value(problem: Problem) -> str:
    """The answer; of a choice, the text of the option rather than its letter."""
    _, options = split_options(problem.prompt)
    text = options.get(problem.answer)
    return " ".join(words_of(text, brackets=True).words) or text if text else problem.answer


def sentence_runs(text: str, longest: int = 3) -> list[str]:
    """Every run of up to `longest` whole sentences."""
    parts = [part for part in _SENTENCE.split(text) if part and part.strip()]
    return [
        " ".join(parts[start : start + size])
        for size in range(1, longest + 1)
        for start in range(len(parts) - size + 1)
    ]


def hash_words(words: tuple[str, ...]) -> int:
    """One 64-bit number for a sequence of words."""
    return int.from_bytes(blake2b("\x1f".join(words).encode("utf-8", "replace"), digest_size=8).digest())


def hash_grams(words: tuple[str, ...], size: int) -> Hashes:
    """A 64-bit number for each run of `size` words, distinct and sorted; fewer words make one run."""
    if not words:
        return np.empty(0, np.uint64)
    hashed = np.fromiter(map(_hash_word, words), np.uint64, len(words))
    size = min(size, len(words))
    count = len(words) - size + 1
    total = hashed[:count].copy()
    for place in range(1, size):
        total = total * _P + hashed[place : place + count]
    total = (total ^ (total >> _SHIFT)) * _MIX
    return np.unique(total ^ (total >> _SHIFT))


@lru_cache(maxsize=1 << 16)
def _hash_word(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest())


@lru_cache(maxsize=1 << 16)
def _is_cjk(word: str) -> bool:
    return bool(_CJK.match(word))
