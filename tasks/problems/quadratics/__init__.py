"""Quadratic equations: by factoring, by the formula, as biquadratics, from a sum and a product; and
equations that lead to them, with an absolute value, a root, powers or logarithms, where what is found must
be tried; and systems of linear equations.

The roots are chosen first. The checker tries every equation of a solution at the roots that are found
next, and shows that a quadratic has no others.
"""

from tasks.problems.proof import Subtask
from tasks.problems.quadratics.absolute_values import ABSOLUTE, DISTANCE
from tasks.problems.quadratics.exponents import LOGARITHMS, POWER, POWERS
from tasks.problems.quadratics.factoring import FACTORING
from tasks.problems.quadratics.formula import BIQUADRATIC, FORMULA, SURD
from tasks.problems.quadratics.pairs import SUM_AND_PRODUCT
from tasks.problems.quadratics.radicals import RADICAL
from tasks.problems.quadratics.simultaneous import THREE_EQUATIONS, TWO_EQUATIONS

__all__ = ["QUADRATIC"]

QUADRATIC = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        FACTORING,
        FORMULA,
        SURD,
        BIQUADRATIC,
        DISTANCE,
        ABSOLUTE,
        RADICAL,
        POWER,
        POWERS,
        LOGARITHMS,
        SUM_AND_PRODUCT,
        TWO_EQUATIONS,
        THREE_EQUATIONS,
    ),
)
