"""Finding training rows that are evaluation rows in disguise.

A row is looked up by its words in order (exact copies; options in any order), by its sentences (a short
row that stands inside a longer text), and by n-grams, of words or of Chinese characters, with the numbers
masked and unmasked. N-grams only propose candidates, and short ones, so that a renamed person hides
nothing: what decides is the alignment of the two texts, word by word. Where their numbers agree the row is
a copy, where they differ it reuses the template.

A puzzle without numbers is its words: two of one template share most of them and are different problems, told
apart by who says what of whom. So such rows are aligned with their names masked, and are copies where nearly
every word agrees and one renaming, the same throughout, explains the names.

Splitting at spaces, as decontamination is usually done, yields almost no n-grams of Chinese text.

Synthetic rows are different: rows of one template share nearly all their words, and the numbers are the
problem. Two of them are the same only if prompt or proof is the same.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from tasks.data.words import (
    NAME,
    NUMBER,
    Hashes,
    Words,
    hash_grams,
    hash_words,
    problem_words,
    sentence_runs,
    words_of,
)
from tasks.params.data import DecontaminateParams
from tasks.records import Problem, normalise_prompt

_COMMON = 64
"""An n-gram of more evaluation rows than this proposes none."""
_MIN_SHARED = 0.1
"""Least share of the shorter row's n-grams for a candidate: a name in every sentence leaves some whole."""
_CANDIDATES = 4
_MAX_CELLS = 1_000_000
"""Longer pairs are compared by their n-grams: alignment takes the product of the lengths."""
_MIN_EQUAL = 0.5
"""Least share of equal words for a renamed copy: two texts may agree in nothing but their names' places."""
_SHORT_WORDS = 12
"""A row of at most this many words is looked for among the sentences of the other."""
_MIN_TEMPLATE = {False: 8, True: 12}
"""Words, or Chinese characters, of a template: `Find 12% of 50` with other numbers is another problem."""
_MAX_NAME = 4
"""Words, or Chinese characters, of a name."""
_MAX_WORDED_NUMBERS = 1
"""A text with more numbers is told from its siblings by them: `You meet 3 people` is not."""
_WORDS_AN_EDIT = 40
"""A copy without numbers may differ in one word of the shorter row, and in one more for every so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A training row and the evaluation row it repeats."""

    train: str
    """Id of the training row."""
    eval: str
    """Id of the evaluation row."""
    kind: str
    """`exact_copy` same words, options in any order; `same_proof` same synthetic proof; `embedded_copy` a
    short row among the sentences of the other; `near_copy` nearly the same words and the same numbers;
    `renamed_copy` the same but for consistent replacements; `template_reuse` other numbers."""
    overlap: float
    """Share of the shorter row's words that stand in the other in the same order; 1 for exact copies."""
    source: str
    """Where the dropped row of the two comes from."""


@dataclass(frozen=True, slots=True)
class _Held:
    """An evaluation row."""

    row: str
    words: Words
    num_grams: int


@dataclass
class CopyIndex:
    """Rows of one split, ready to be compared with any number of rows of the other.

    The words here are those of the usual direction: evaluation rows in the index, training rows looked up.
    """

    params: DecontaminateParams
    _texts: dict[int, str] = field(default_factory=dict)
    _words: dict[int, str] = field(default_factory=dict)
    _short: dict[int, str] = field(default_factory=dict)
    _proofs: dict[str, str] = field(default_factory=dict)
    _held: list[_Held] = field(default_factory=list)
    _new: list[Hashes] = field(default_factory=list)
    """N-grams of each held row until `find` needs them in order."""
    _grams: Hashes = field(default_factory=lambda: np.empty(0, np.uint64))
    _rows: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))

    def add(self, problem: Problem) -> None:
        """Put an evaluation row into the index."""
        self._texts.setdefault(_text_key(problem), problem.problem_id)
        if proof := problem.provenance.get("proof"):
            self._proofs.setdefault(proof, problem.problem_id)
        if problem.source == "synthetic":
            return
        words = problem_words(problem.prompt)
        self._words.setdefault(hash_words(words.words), problem.problem_id)
        if 3 <= len(words.words) <= _SHORT_WORDS and words.numbers:
            self._short.setdefault(hash_words(words_of(problem.prompt).words), problem.problem_id)
        grams = self._ngrams(words)
        self._held.append(_Held(problem.problem_id, words, len(grams)))
        self._new.append(grams)

    def find(self, problem: Problem) -> Copy | None:
        """The evaluation row that a training row repeats; None if there is none."""
        return next(self.find_all(problem), None)

    def find_all(self, problem: Problem) -> Iterator[Copy]:
        """Every evaluation row that a training row repeats, the closest first."""
        seen: set[str] = set()
        for row, kind, overlap in self._matches(problem):
            if row not in seen:
                seen.add(row)
                yield Copy(
                    train=problem.problem_id,
                    eval=row,
                    kind=kind,
                    overlap=round(overlap, 4),
                    source=problem.source,
                )

    def freeze(self) -> None:
        """Order the n-grams; `find` does it when rows were added since."""
        if self._new:
            first = len(self._held) - len(self._new)
            lengths = [len(grams) for grams in self._new]
            rows = np.repeat(np.arange(first, len(self._held), dtype=np.int32), lengths)
            grams = np.concatenate([self._grams, *self._new])
            rows = np.concatenate([self._rows, rows])
            order = np.argsort(grams, kind="stable")
            self._grams, self._rows, self._new = grams[order], rows[order], []

    def _matches(self, problem: Problem) -> Iterator[tuple[str, str, float]]:
        if row := self._texts.get(_text_key(problem)):
            yield row, "exact_copy", 1.0
        if row := self._proofs.get(problem.provenance.get("proof", "")):
            yield row, "same_proof", 1.0
        if problem.source == "synthetic":
            return
        words = problem_words(problem.prompt)
        if row := self._words.get(hash_words(words.words)):
            yield row, "exact_copy", 1.0
        for run in sentence_runs(problem.prompt) if self._short else ():
            if row := self._short.get(hash_words(words_of(run).words)):
                yield row, "embedded_copy", 1.0
        found = [(place, *self._compare(words, self._held[place])) for place in self._candidates(words)]
        for place, kind, overlap in sorted(found, key=lambda match: (-match[2], match[0])):
            if kind:
                yield self._held[place].row, kind, overlap

    def _candidates(self, words: Words) -> list[int]:
        """Places of the evaluation rows that share the most n-grams, some at least."""
        self.freeze()
        grams = self._ngrams(words)
        start = np.searchsorted(self._grams, grams, "left")
        count = np.searchsorted(self._grams, grams, "right") - start
        used = (count > 0) & (count <= _COMMON)
        if not used.any():
            return []
        rows = np.concatenate([self._rows[s : s + n] for s, n in zip(start[used], count[used], strict=True)])
        places, shared = np.unique(rows, return_counts=True)
        least = np.array([min(len(grams), self._held[place].num_grams) for place in places])
        share = shared / least
        order = np.argsort(-share, kind="stable")[:_CANDIDATES]
        return [int(places[n]) for n in order if share[n] >= _MIN_SHARED]

    def _ngrams(self, words: Words) -> Hashes:
        size = self.params.ngram
        grams = np.union1d(hash_grams(words.masked, size), hash_grams(words.words, size))
        # Sentences of one template differ in more than a few words, once their names are masked.
        return np.union1d(grams, hash_grams(words.shape, 2 * size)) if words.names else grams

    def _compare(self, words: Words, held: _Held) -> tuple[str, float]:
        """Kind of copy, empty for none, and overlap."""
        if len(words.words) * len(held.words.words) > _MAX_CELLS:
            return self._compare_grams(words, held)
        short = min(words, held.words, key=lambda text: len(text.words))
        if _is_worded(short):
            equal, is_renamed = align_shapes(words, held.words)
            kind = "renamed_copy" if is_renamed else "near_copy"
            return kind if len(short.words) - equal <= _edits(short) else "", equal / max(1, len(short.words))
        equal, renamed, same_numbers = align(words, held.words)
        shorter = max(1, min(len(words.words), len(held.words.words)))
        overlap, with_names = equal / shorter, (equal + renamed) / shorter
        if overlap >= self.params.min_overlap:
            spelled = min(sum(word[0].isalpha() for word in text.words) for text in (words, held.words))
            is_template = spelled >= _MIN_TEMPLATE[held.words.is_chinese]
            return ("near_copy" if same_numbers else "template_reuse" if is_template else ""), overlap
        is_renamed = overlap >= _MIN_EQUAL and with_names >= self.params.min_overlap and same_numbers
        return ("renamed_copy", with_names) if is_renamed and held.words.numbers else ("", overlap)

    def _compare_grams(self, words: Words, held: _Held) -> tuple[str, float]:
        ours, theirs = self._ngrams(words), self._ngrams(held.words)
        overlap = len(np.intersect1d(ours, theirs)) / max(1, min(len(ours), len(theirs)))
        if overlap < self.params.min_overlap:
            return "", overlap
        return ("near_copy" if set(held.words.numbers) <= set(words.numbers) else "template_reuse"), overlap


def align(ours: Words, theirs: Words) -> tuple[int, int, bool]:
    """Lay two texts beside each other, numbers masked.

    Returns:
        Words of the shorter text that stand in the other in the same order, in runs of two and more;
        words that one consistent renaming explains besides, or that stand alone; whether the numbers
        that face each other are the same.
    """
    short, long = sorted((ours, theirs), key=lambda words: len(words.words))
    matcher = SequenceMatcher(None, long.masked, short.masked, autojunk=False)
    equal, same_numbers = 0, True
    names: dict[tuple[str, ...], tuple[str, ...]] = {}
    back: dict[tuple[str, ...], tuple[str, ...]] = {}
    renamed = 0
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal" and j_end - j > 1:
            equal += j_end - j
        elif tag == "equal":
            # A single word may stand anywhere.
            renamed += 1
        if tag in ("equal", "replace"):
            old, new = Words(short.words[j:j_end]), Words(long.words[i:i_end])
            same_numbers &= old.numbers == new.numbers
        if tag == "replace" and max(i_end - i, j_end - j) <= _MAX_NAME:
            fits = names.setdefault(old.words, new.words) == new.words
            if back.setdefault(new.words, old.words) == old.words and fits:
                renamed += j_end - j
    return equal, renamed, same_numbers


def align_shapes(ours: Words, theirs: Words) -> tuple[int, bool]:
    """Lay two texts beside each other, numbers and names masked.

    Returns:
        Words of the shorter text that stand in the other in the same order, where a name counts if the same
        name always faces it and faces no other, and a number if it faces itself; whether any of these names
        is another one.
    """
    short, long = sorted((ours, theirs), key=lambda text: len(text.words))
    long_shape, short_shape = long.shape, short.shape
    matcher = SequenceMatcher(None, long_shape, short_shape, autojunk=False)
    equal = 0
    facing: Counter[tuple[str, str]] = Counter()
    for i, j, size in matcher.get_matching_blocks():
        for old, new, word in zip(
            short.words[j : j + size], long.words[i : i + size], short_shape[j:], strict=False
        ):
            if word == NAME:
                facing[old, new] += 1
            else:
                equal += word != NUMBER or old == new
    names: dict[str, str] = {}
    for (old, new), times in facing.most_common():
        if old not in names and new not in names.values():
            names[old] = new
            equal += times
    return equal, any(old != new for old, new in names.items())


def _is_worded(text: Words) -> bool:
    return len(text.numbers) <= _MAX_WORDED_NUMBERS and not text.is_chinese


def _edits(text: Words) -> int:
    return 1 + len(text.words) // _WORDS_AN_EDIT if len(text.words) >= _SHORT_WORDS else 0


def _text_key(problem: Problem) -> int:
    return hash_words((normalise_prompt(problem.prompt),))
