"""Derivatives: power, product, quotient and chain rule, slopes of tangents, extrema, an optimum.

Steps are those of the rules. The oracles go another way: dual numbers, the definition (a limit of difference
quotients), comparison with neighbours, or the vertex that completing the square shows.
"""

from tasks.problems.derivative.extrema import PROFIT, extremum_template
from tasks.problems.derivative.functions import SUM_OF_FUNCTIONS
from tasks.problems.derivative.slopes import CHAIN, PRODUCT, QUOTIENT, SLOPE
from tasks.problems.proof import Subtask

__all__ = ["DERIVATIVE"]

DERIVATIVE = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        SLOPE,
        SUM_OF_FUNCTIONS,
        PRODUCT,
        extremum_template(True, value=False),
        extremum_template(False, value=False),
        extremum_template(True, value=True),
        extremum_template(False, value=True),
        PROFIT,
        CHAIN,
        QUOTIENT,
    ),
)
