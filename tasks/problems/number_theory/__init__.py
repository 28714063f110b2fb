"""Remainders of chains, and greatest common divisors."""

from tasks.problems.number_theory.divisors import PAIR, TILES
from tasks.problems.number_theory.modular import CHAIN, SPOKEN
from tasks.problems.proof import Subtask

__all__ = ["GCD", "MODULAR"]

MODULAR = Subtask(
    kind="symbolic",
    version="3",
    templates=(
        CHAIN,
        SPOKEN,
    ),
)

GCD = Subtask(
    kind="symbolic",
    version="3",
    templates=(
        PAIR,
        TILES,
    ),
)
