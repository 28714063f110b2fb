"""Limits, sums of arithmetic and geometric series, telescoping sums, Taylor coefficients.

The oracles go another way: l'Hospital's rule or values near the point for limits, term by term for
sums, multiplication of power series for coefficients.
"""

from tasks.problems.limits.arithmetic import ARITHMETIC_FROM_TWO, ARITHMETIC_SUM
from tasks.problems.limits.geometric import BOUNCING, GEOMETRIC_FROM_TWO, GEOMETRIC_SUM
from tasks.problems.limits.quotients import AT_INFINITY, CONJUGATE, ONE_ROOT, ROOT_DIFFERENCE, TWO_ROOTS
from tasks.problems.limits.series import POWER_SUMS, TAYLOR, TELESCOPE
from tasks.problems.proof import Subtask

__all__ = ["LIMITS"]

LIMITS = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        AT_INFINITY,
        ROOT_DIFFERENCE,
        ARITHMETIC_SUM,
        ONE_ROOT,
        GEOMETRIC_SUM,
        BOUNCING,
        TELESCOPE,
        ARITHMETIC_FROM_TWO,
        TWO_ROOTS,
        POWER_SUMS,
        TAYLOR,
        CONJUGATE,
        GEOMETRIC_FROM_TWO,
    ),
)
