"""Inequalities in one unknown: linear with a sign flip, by a sign table, systems, absolute values.

The solution is chosen first. The checker tries each inequality of a solution between and at the critical
points: a set with these ends that agrees with the prompt there is its solution.
"""

from tasks.problems.inequalities.absolute import ABSOLUTE
from tasks.problems.inequalities.linear import LINEAR, SYSTEM
from tasks.problems.inequalities.signs import QUOTIENT, SIGN_TABLE
from tasks.problems.proof import Subtask

__all__ = ["INEQUALITY"]

INEQUALITY = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        LINEAR,
        SIGN_TABLE,
        QUOTIENT,
        SYSTEM,
        ABSOLUTE,
    ),
)
