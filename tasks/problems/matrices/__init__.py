"""Matrices: combinations, products, determinants, inverses, ranks, eigenvalues, all with whole numbers.

Determinants and ranks are chosen first, as a product of triangular matrices; inverses have the determinant 1
or -1, or are 2x2; eigenvalues are whole. The oracles go other ways: products of matrices give the unit
matrix, a characteristic polynomial vanishes, a rank is that of the minors.
"""

from tasks.problems.matrices.determinants import DETERMINANT
from tasks.problems.matrices.inverses import EIGENVALUES, INVERSE, LARGE_INVERSE
from tasks.problems.matrices.products import COMBINE, MULTIPLY
from tasks.problems.matrices.rows import RANK, TRIANGULAR
from tasks.problems.proof import Subtask

__all__ = ["MATRIX"]

MATRIX = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        COMBINE,
        MULTIPLY,
        DETERMINANT,
        TRIANGULAR,
        INVERSE,
        LARGE_INVERSE,
        EIGENVALUES,
        RANK,
    ),
)
