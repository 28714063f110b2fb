"""Integrals built from their antiderivative: definite and indefinite, areas, substitution, simple ODEs.

The oracles never antidifferentiate: a closed Newton-Cotes rule is exact for the polynomials here, an
indefinite integral is differentiated back, and a root is found by trying whole numbers.
"""

from tasks.problems.integral.areas import AREA_TO_AXIS, AREA_TO_LINE
from tasks.problems.integral.definite import DEFINITE, SUBSTITUTION
from tasks.problems.integral.equations import DISPLACEMENT, GROWTH, INITIAL_VALUE
from tasks.problems.integral.indefinite import INDEFINITE
from tasks.problems.proof import Subtask

__all__ = ["INTEGRAL"]

INTEGRAL = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        DEFINITE,
        INDEFINITE,
        GROWTH,
        INITIAL_VALUE,
        DISPLACEMENT,
        AREA_TO_AXIS,
        AREA_TO_LINE,
        SUBSTITUTION,
    ),
)
