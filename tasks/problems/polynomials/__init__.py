"""Polynomials: expand and collect, evaluate, remainders, factor, simplify rational expressions.

Expressions are built from their factors, so that factoring and cancelling end well. Every claim is an
identity, which the checker proves by values of its text; values of polynomials come from Horner's rule,
and their oracle sums the powers or divides the polynomials.
"""

from tasks.problems.polynomials.expand import EXPAND
from tasks.problems.polynomials.factor import FACTOR
from tasks.problems.polynomials.horner import REMAINDER, VALUE
from tasks.problems.polynomials.rational import ADD_FRACTIONS, SIMPLIFY
from tasks.problems.proof import Subtask

__all__ = ["POLYNOMIAL"]

POLYNOMIAL = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        EXPAND,
        VALUE,
        REMAINDER,
        FACTOR,
        SIMPLIFY,
        ADD_FRACTIONS,
    ),
)
