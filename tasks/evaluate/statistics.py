"""Intervals and tests over judged problems.

Every figure that a person or the gate decides by carries an interval. Shares get Wilson's; the
difference of two models on the same problems gets a paired bootstrap, since the same problems make
the two accuracies rise and fall together.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist

import numpy as np

CONFIDENCE = 0.95
"""Two-sided; all intervals of this project."""
NUM_RESAMPLES = 10_000
"""Bootstrap resamples: the 2.5 % end then rests on 250 of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An estimate and its 95 % interval."""

    estimate: float
    low: float
    high: float


def wilson_interval(num_correct: int, num_problems: int) -> tuple[float, float]:
    """The 95 % interval of a share.

    Args:
        num_correct: Problems answered correctly, 0 to `num_problems`.
        num_problems: Problems judged.

    Returns:
        (low, high) within 0-1. Never of zero width, also at 0 % and 100 %, where the usual
        normal interval claims certainty. Without problems nothing is known: (0, 1).

    Raises:
        ValueError: the counts contradict each other.

    Source: E. B. Wilson, JASA 22 (1927) 209; recommended by Brown, Cai and DasGupta, Statistical
    Science 16 (2001) 101.
    """
    if not 0 <= num_correct <= num_problems:
        raise ValueError(f"num_correct must be 0-{num_problems}, got {num_correct}")
    if num_problems == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    share, n = num_correct / num_problems, num_problems
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = 0.0 if num_correct == 0 else centre - half
    high = 1.0 if num_correct == n else centre + half
    return low, high


def pass_at_k(num_samples: int, num_correct: int, k: int) -> float:
    """The chance that at least one of k samples is right, estimated without bias from n >= k samples.

    1 - C(n - c, k) / C(n, k): the share of all k-subsets of the samples that hold a correct one.
    (1 - (1 - c/n)^k would be too low.)

    Args:
        num_samples: Samples of one problem (n).
        num_correct: Correct ones among them (c).
        k: 1 to `num_samples`.

    Raises:
        ValueError: k is not 1 to n, or c is not 0 to n.

    Source: Chen et al., arXiv 2107.03374, equation 1.
    """
    if not (1 <= k <= num_samples and 0 <= num_correct <= num_samples):
        raise ValueError(f"need 1 <= k <= n and 0 <= c <= n, got n={num_samples} c={num_correct} k={k}")
    return 1.0 - math.comb(num_samples - num_correct, k) / math.comb(num_samples, k)


def paired_difference(candidate: Sequence[float], incumbent: Sequence[float], *, seed: int) -> Interval:
    """Mean of candidate - incumbent over the same problems, with its bootstrap percentile interval.

    Drawing N problems with replacement only decides how often each distinct difference occurs, and
    those counts are multinomial; so 10,000 resamples are one (10,000, D) draw for D distinct
    differences (three for right/wrong scores), whatever N is.

    Args:
        candidate: Score per problem, e.g. 1.0 for correct.
        incumbent: Score of the same problem at the same place.
        seed: Of the resampling: same seed, same interval.

    Raises:
        ValueError: there is no problem, or the lengths differ.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13; the paired form
    for model comparison is Koehn, EMNLP 2004.
    """
    if len(candidate) != len(incumbent) or not candidate:
        raise ValueError(f"need equally many scores, at least one; got {len(candidate)} and {len(incumbent)}")
    differences = np.asarray(candidate, dtype=np.float64) - np.asarray(incumbent, dtype=np.float64)
    values_D, counts_D = np.unique(differences, return_counts=True)
    rng = np.random.default_rng(seed)
    drawn_RD = rng.multinomial(len(differences), counts_D / len(differences), size=NUM_RESAMPLES)
    means_R = drawn_RD @ values_D / len(differences)
    low, high = np.quantile(means_R, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Interval(estimate=float(differences.mean()), low=float(low), high=float(high))


def mcnemar_exact(only_candidate: int, only_incumbent: int) -> float:
    """The two-sided p-value that two models differ, from the problems that only one of them solved.

    Args:
        only_candidate: Problems that only the candidate solved.
        only_incumbent: Problems that only the incumbent solved.

    Returns:
        A probability in (0, 1]; 1 when the models solved the same problems.

    Source: McNemar, Psychometrika 12 (1947) 153, with the exact binomial instead of chi-squared.
    """
    if min(only_candidate, only_incumbent) < 0:
        raise ValueError(f"counts must not be negative, got {only_candidate} and {only_incumbent}")
    discordant = only_candidate + only_incumbent
    tail = term = 1
    for i in range(min(only_candidate, only_incumbent)):
        term = term * (discordant - i) // (i + 1)
        tail += term
    # A fraction until the end: 2**discordant overflows a float at 1,024.
    return min(1.0, float(Fraction(tail, 2**discordant) * 2))
