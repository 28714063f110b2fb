"""What `dedup` keeps of a row: hashes of its id, its words and its answer, and a MinHash signature."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tasks.data.batches import Batch
from tasks.data.words import Hashes, answer_value, hash_grams, hash_words, problem_words
from tasks.records import Problem

NUM_BANDS = 16
BAND_ROWS = 4
"""A pair of similarity 0.8 meets in some of 16 bands of 4 with probability 0.9998, one of 0.5 with 0.64."""
_SHINGLE = 3
"""Words, or Chinese characters, in a shingle."""
_FACTORS = (
    np.frombuffer(blake2b(b"minhash", digest_size=64).digest() * NUM_BANDS, np.uint64)[
        : NUM_BANDS * BAND_ROWS
    ]
    * (2 * np.arange(1, NUM_BANDS * BAND_ROWS + 1, dtype=np.uint64) + np.uint64(1))
) | np.uint64(1)
_FOLD = np.uint64(0x9E3779B97F4A7C15)
_EVAL = 0x5555555555555555
"""Added to the hashes of evaluation rows, which are never compared with training rows here."""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Some rows, in order. R rows, of which C are compared by shingles."""

    ids: Hashes
    """Ids of the rows, shape (R,)."""
    keys: Hashes
    """Equal for the same words in the same split, shape (R,)."""
    masked: Hashes
    """Equal for the same words with other numbers; 0 for synthetic rows. Shape (R,)."""
    answers: Hashes
    """Equal for answers written alike, shape (R,)."""
    sources: tuple[str, ...]
    compared: NDArray[np.int64]
    """Places of the compared rows among these, shape (C,)."""
    bands: Hashes
    """Shape (C, NUM_BANDS)."""
    shingles: tuple[Hashes, ...]
    """Distinct shingles of each compared row, numbers masked."""


def sign_batch(batch: Batch) -> Signatures:
    """The signatures of a batch. Runs in a worker."""
    return sign_problems(batch.problems())


def sign_problems(problems: Iterable[Problem]) -> Signatures:
    """The signatures of rows."""
    ids, keys, masked, answers, sources = [], [], [], [], []
    compared, bands, shingles = [], [], []
    for place, problem in enumerate(problems):
        side = _EVAL if problem.split == "eval" else 0
        sources.append(problem.source)
        ids.append(int(problem.problem_id, 16))
        keys.append(key_of(problem))
        if problem.source == "synthetic":
            masked.append(0)
            answers.append(hash_words((problem.answer,)))
            continue
        words = problem_words(problem.prompt, brackets=True)
        grams = hash_grams(words.masked, _SHINGLE)
        masked.append(hash_words(words.masked))
        answers.append(hash_words((answer_value(problem),)))
        compared.append(place)
        shingles.append(grams)
        bands.append(_bands(grams, hash_words(tuple(sorted(words.numbers))) ^ side))
    return Signatures(
        np.array(ids, np.uint64),
        np.array(keys, np.uint64),
        np.array(masked, np.uint64),
        np.array(answers, np.uint64),
        tuple(sources),
        np.array(compared, np.int64),
        np.array(bands, np.uint64).reshape(-1, NUM_BANDS),
        tuple(shingles),
    )


def key_of(problem: Problem) -> int:
    """Equal for the same words in the same split."""
    side = _EVAL if problem.split == "eval" else 0
    words = () if problem.source == "synthetic" else problem_words(problem.prompt, brackets=True).words
    # The id of a synthetic row is of the whole text, signs and all.
    return (hash_words(words) if words else int(problem.problem_id, 16)) ^ side


def _bands(grams: Hashes, numbers: int) -> Hashes:
    """Band hashes of a set of shingles; rows with other numbers share none."""
    if not len(grams):
        grams = np.zeros(1, np.uint64)
    least = (grams[:, None] * _FACTORS[None, :]).min(axis=0).reshape(NUM_BANDS, BAND_ROWS)
    total = np.full(NUM_BANDS, numbers, np.uint64)
    for place in range(BAND_ROWS):
        total = (total ^ least[:, place]) * _FOLD
    return total ^ np.arange(NUM_BANDS, dtype=np.uint64)


@dataclass
class Table:
    """The signatures of all rows, those of the previous version first. A context manager."""

    scratch: Path
    """File for the shingles, 8 bytes each; deleted by the caller."""
    num_history: int = 0
    sources: list[str] = field(default_factory=list)
    """Names of sources."""
    _ids: "array[int]" = field(default_factory=lambda: array("Q"))
    _keys: "array[int]" = field(default_factory=lambda: array("Q"))
    _masked: "array[int]" = field(default_factory=lambda: array("Q"))
    _answers: "array[int]" = field(default_factory=lambda: array("Q"))
    _codes: "array[int]" = field(default_factory=lambda: array("H"))
    _compared: "array[int]" = field(default_factory=lambda: array("q"))
    _bands: "array[int]" = field(default_factory=lambda: array("Q"))
    _ends: "array[int]" = field(default_factory=lambda: array("q", [0]))
    _known: Hashes | None = None

    def __enter__(self) -> Self:
        self._file = self.scratch.open("w+b")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, found: Signatures, *, is_history: bool = False) -> None:
        """Add rows behind those that are there; those of the previous version before all others."""
        assert not is_history or self.num_history == len(self._ids), "history comes first"
        start = len(self._ids)
        for column, values in (
            (self._ids, found.ids),
            (self._keys, found.keys),
            (self._masked, found.masked),
            (self._answers, found.answers),
            (self._bands, found.bands),
            (self._compared, found.compared + start),
        ):
            column.frombytes(values.tobytes())
        for name in found.sources:
            if name not in self.sources:
                self.sources.append(name)
        self._codes.extend(map(self.sources.index, found.sources))
        for grams in found.shingles:
            self._file.write(grams.tobytes())
            self._ends.append(self._ends[-1] + len(grams))
        self.num_history += len(found.ids) if is_history else 0

    @property
    def ids(self) -> Hashes:
        """Ids of all rows."""
        return np.frombuffer(self._ids, np.uint64)

    def is_of_history(self, row: int) -> bool:
        """Whether the previous version has a row of this id."""
        if self._known is None:
            self._known = np.sort(self.ids[: self.num_history])
        place = int(np.searchsorted(self._known, self.ids[row]))
        return place < len(self._known) and bool(self._known[place] == self.ids[row])

    @property
    def keys(self) -> Hashes:
        """Equal for the same words in the same split."""
        return np.frombuffer(self._keys, np.uint64)

    @property
    def answers(self) -> Hashes:
        """Equal for answers written alike."""
        return np.frombuffer(self._answers, np.uint64)

    @property
    def compared(self) -> NDArray[np.int64]:
        """Rows that have shingles."""
        return np.frombuffer(self._compared, np.int64)

    @property
    def bands(self) -> Hashes:
        """Band hashes of the rows that have shingles, shape (C, NUM_BANDS)."""
        return np.frombuffer(self._bands, np.uint64).reshape(-1, NUM_BANDS)

    def source(self, row: int) -> str:
        """The source of a row."""
        return self.sources[self._codes[row]]

    def id_of(self, row: int) -> str:
        """The id of a row as text."""
        return f"{self._ids[row]:016x}"

    def similarity(self, place: int, other: int) -> float:
        """Jaccard similarity of two compared rows, by their places in `compared`."""
        ours, theirs = self._shingles(place), self._shingles(other)
        both = len(np.intersect1d(ours, theirs, assume_unique=True))
        return both / max(1, len(ours) + len(theirs) - both)

    def template_families(self) -> tuple[int, int]:
        """(texts that stand there with different numbers, rows of such texts)."""
        masked = np.frombuffer(self._masked, np.uint64)[self.compared]
        pairs = np.unique(np.stack([masked, self.keys[self.compared]]), axis=1)
        _, sizes = np.unique(pairs[0], return_counts=True)
        return int((sizes > 1).sum()), int(sizes[sizes > 1].sum())

    def _shingles(self, place: int) -> Hashes:
        start, end = self._ends[place], self._ends[place + 1]
        self._file.flush()
        self._file.seek(8 * start)
        return np.frombuffer(self._file.read(8 * (end - start)), np.uint64)
