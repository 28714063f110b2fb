"""Does a solution belong to its problem? A score from their words and numbers, without a model.

The usual filter is a BERTScore above 0.85, which needs weights. Two signals do without: the cosine of the
TF-IDF weights of character 2-, 3- and 4-grams, and the share of numbers that problem and solution have in
common. Weights come from the problems of the data set itself, from a bounded sample chosen by a hash of
the id: document frequencies are counts in a table of fixed size, so they add up to the same in any order
and in any number of processes. `benchmarks/meaning.py` measures the score and calibrates its thresholds.

An encoder, a folder in the form of sentence-transformers, may take the place of the score.
"""

import importlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.errors import ConfigError
from tasks.records import Problem

BUCKETS = 1 << 15
MIN_DOCUMENTS = 200
"""With fewer problems in a language no weight means anything, and nothing is judged."""
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LAYOUT = re.compile(r"[\s$\\{}~]+")
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MAX_CHARS = 4_000
"""Of a longer solution the beginning is compared."""


@dataclass(frozen=True, slots=True)
class Weights:
    """In how many problems of one language a bucket of n-grams occurs."""

    documents: int
    counts: NDArray[np.int64]
    """Shape (BUCKETS,)."""

    def __add__(self, other: "Weights") -> "Weights":
        return Weights(self.documents + other.documents, self.counts + other.counts)

    def idf(self) -> NDArray[np.float64]:
        """Smooth inverse document frequencies, shape (BUCKETS,)."""
        idf: NDArray[np.float64] = np.log((1 + self.documents) / (1 + self.counts)) + 1
        return idf


def no_weights() -> Weights:
    """Of no problem at all."""
    return Weights(0, np.zeros(BUCKETS, np.int64))


def weigh(problem: Problem) -> Weights:
    """The n-grams of one problem."""
    counts = np.zeros(BUCKETS, np.int64)
    counts[np.unique(_grams(problem.prompt))] = 1
    return Weights(1, counts)


def relevance(prompt: str, solution: str, idf: NDArray[np.float64]) -> float:
    """How much a solution has in common with a problem, 0 to 1.

    Two thirds weigh the cosine, one third the numbers; without numbers on one side, half of that third.
    """
    return (2 * _cosine(_grams(prompt), _grams(solution[:_MAX_CHARS]), idf) + _coverage(prompt, solution)) / 3


def _cosine(ours: NDArray[np.int64], theirs: NDArray[np.int64], idf: NDArray[np.float64]) -> float:
    a, count_a = np.unique(ours, return_counts=True)
    b, count_b = np.unique(theirs, return_counts=True)
    weight_a, weight_b = (1 + np.log(count_a)) * idf[a], (1 + np.log(count_b)) * idf[b]
    _, place_a, place_b = np.intersect1d(a, b, assume_unique=True, return_indices=True)
    norm = float(np.linalg.norm(weight_a) * np.linalg.norm(weight_b))
    return float(weight_a[place_a] @ weight_b[place_b]) / norm if norm else 0.0


def _coverage(prompt: str, solution: str) -> float:
    ours = set(_NUMBER.findall(prompt.replace(",", "")))
    theirs = set(_NUMBER.findall(solution.replace(",", "")))
    return len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.5


def _grams(text: str) -> NDArray[np.int64]:
    """Buckets of the character 2-, 3- and 4-grams."""
    plain = _LAYOUT.sub(" ", text).casefold().encode("utf-32-le", "replace")
    chars = np.frombuffer(plain, np.uint32).astype(np.uint64)
    total, found = chars, []
    for size in (2, 3, 4):
        if len(chars) < size:
            break
        total = total[:-1] * np.uint64(0x100000001B3) + chars[size - 1 :]
        found.append(((total * _MIX) >> np.uint64(49)).astype(np.int64))
    return np.concatenate(found) if found else np.empty(0, np.int64)


def encoder_similarity(folder: str, prompt: str, solution: str) -> float:
    """Cosine of the embeddings of an encoder.

    Raises:
        ConfigError: sentence-transformers is not installed, or `folder` holds no encoder.
    """
    ours, theirs = _encoder(folder).encode([prompt, solution], normalize_embeddings=True)
    return float(np.dot(ours, theirs))


@lru_cache(maxsize=1)
def _encoder(folder: str) -> Any:
    try:
        library: Any = importlib.import_module("sentence_transformers")
    except ImportError as error:
        raise ConfigError(
            f"clean.encoder={folder}: needs an encoder library; pip install sentence-transformers, or leave "
            "clean.encoder empty"
        ) from error
    try:
        return library.SentenceTransformer(folder, local_files_only=True)
    except (OSError, ValueError) as error:
        raise ConfigError(f"clean.encoder={folder}: no encoder in this folder: {error}") from error
