"""Systems of linear equations by row operations, with two to four unknowns.

The solution is chosen first, then a triangular system, and its rows are added to each other downwards: so
the elimination needs whole numbers only. A step is the arithmetic of one row, `(4,7,15)-2*(2,3,7)=(0,1,1)`,
then values from the last row up. The checker calculates each row again and puts the solution into the
equations of the prompt; a determinant shows that there is no other.
"""

from tasks.problems.linear_systems.prices import THREE_PRICES, TWO_PRICES
from tasks.problems.linear_systems.written import EQUATIONS, MATRIX
from tasks.problems.proof import Subtask

__all__ = ["SYSTEM"]

SYSTEM = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        EQUATIONS,
        MATRIX,
        TWO_PRICES,
        THREE_PRICES,
    ),
)
