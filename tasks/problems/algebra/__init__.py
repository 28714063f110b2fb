"""Linear equations in one unknown: `3(x+2)=x+14`.

An equation is given by its solution, the coefficient that is left at the end, what stands on both sides
besides, a bracket, and the parts that its terms are split into; so the number of steps is known beforehand.
It is solved from the front like a pupil would: expand, combine like terms, gather x on the left, gather
constants on the right, divide.

A claim writes the calculation down before the equation it leads to, `6x-3x=3x,3x=6`: a small model that
must do it in its head learns a fifth of what it learns from the written one.
"""

from tasks.problems.algebra.linear import BRACKET, EQUATION, RIDDLE
from tasks.problems.proof import Subtask

__all__ = ["LINEAR"]

LINEAR = Subtask(
    kind="symbolic",
    version="3",
    templates=(
        EQUATION,
        BRACKET,
        RIDDLE,
    ),
)
