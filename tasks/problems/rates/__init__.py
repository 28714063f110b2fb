"""Rates: work done together, tanks, mixtures, two bodies that meet, shares of a whole, the rule of three.

Steps count whole units of work and rates; the oracles add parts of the work, pour one portion after another,
compare ratios, or deal the shares out.
"""

from tasks.problems.proof import Subtask
from tasks.problems.rates.mixtures import DILUTE, SOLUTION
from tasks.problems.rates.roads import CHASE, LATE_START, MEET_PLACE, MEET_TIME
from tasks.problems.rates.shares import PRICE, SHARES, THREE
from tasks.problems.rates.work import TANK, TOGETHER

__all__ = ["RATES"]

RATES = Subtask(
    kind="applied",
    version="2",
    templates=(
        TOGETHER,
        TANK,
        SOLUTION,
        DILUTE,
        MEET_TIME,
        MEET_PLACE,
        LATE_START,
        CHASE,
        SHARES,
        THREE,
        PRICE,
    ),
)
