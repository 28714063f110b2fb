"""Finding training rows that are evaluation rows in disguise.

An inverted index over the evaluation rows: n-grams of words in English, of characters in Chinese (where
splitting at spaces yields almost no n-grams, so whitespace decontamination finds next to nothing), and
the whole text for rows shorter than one n-gram. Numbers are not masked. Time is linear in the text.

Synthetic rows are different: rows of one template share nearly all their words, and the numbers are the
problem. Two of them are the same only if prompt or proof is the same.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from tasks.params.data import DecontaminateParams
from tasks.records import Problem, normalise_prompt

_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A training row and the evaluation row it repeats."""

    train: str
    """Id of the training row."""
    eval: str
    """Id of the evaluation row."""
    kind: str
    """`exact_copy` same words, `same_proof` same synthetic proof, `near_copy` shared n-grams and the
    same numbers, `template_reuse` shared n-grams and other numbers."""
    overlap: float
    """Share of the n-grams of the shorter row that both have; 1 for exact copies and proofs."""
    source: str
    """Where the dropped row of the two comes from."""


class CopyIndex:
    """Rows of one split, ready to be compared with any number of rows of the other.

    The words here are those of the usual direction: evaluation rows in the index, training rows looked up.
    """

    def __init__(self, params: DecontaminateParams) -> None:
        self._params = params
        self._exact: dict[str, str] = {}
        self._proofs: dict[str, str] = {}
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._rows: list[tuple[str, int, list[str]]] = []

    def add(self, problem: Problem) -> None:
        """Put an evaluation row into the index."""
        self._exact.setdefault(_exact_key(problem), problem.problem_id)
        if proof := problem.provenance.get("proof"):
            self._proofs.setdefault(proof, problem.problem_id)
        grams = self._ngrams(problem)
        for gram in grams:
            self._postings[gram].append(len(self._rows))
        self._rows.append((problem.problem_id, len(grams), _numbers(problem)))

    def find(self, problem: Problem) -> Copy | None:
        """The evaluation row that a training row repeats; None if there is none."""
        if copied := self._exact.get(_exact_key(problem)):
            return _copy(problem, copied, "exact_copy", 1.0)
        if copied := self._proofs.get(problem.provenance.get("proof", "")):
            return _copy(problem, copied, "same_proof", 1.0)
        return self._find_by_ngrams(problem)

    def _find_by_ngrams(self, problem: Problem) -> Copy | None:
        grams = self._ngrams(problem)
        shared = Counter(row for gram in grams for row in self._postings.get(gram, ()))
        if not shared:
            return None
        overlap, row = max((n / min(len(grams), self._rows[row][1]), -row) for row, n in shared.items())
        if overlap <= self._params.max_overlap:
            return None
        copied, _, numbers = self._rows[-row]
        kind = "near_copy" if numbers == _numbers(problem) else "template_reuse"
        return _copy(problem, copied, kind, overlap)

    def _ngrams(self, problem: Problem) -> set[str]:
        if problem.source == "synthetic":
            return set()
        words = _WORD.findall(normalise_prompt(problem.prompt))
        if problem.language == "zh":
            text, size = "".join(words), self._params.char_ngram
            return {text[i : i + size] for i in range(len(text) - size + 1)}
        size = self._params.word_ngram
        return {" ".join(words[i : i + size]) for i in range(len(words) - size + 1)}


def _exact_key(problem: Problem) -> str:
    """Synthetic prompts keep their signs: `3-2` is not `3 2`. Others lose punctuation and layout."""
    text = normalise_prompt(problem.prompt)
    return text if problem.source == "synthetic" else " ".join(_WORD.findall(text))


def _numbers(problem: Problem) -> list[str]:
    return sorted(_DIGITS.findall(problem.prompt))


def _copy(problem: Problem, copied: str, kind: str, overlap: float) -> Copy:
    return Copy(
        train=problem.problem_id, eval=copied, kind=kind, overlap=round(overlap, 4), source=problem.source
    )
