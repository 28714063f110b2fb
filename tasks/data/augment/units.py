"""Unit changes: one given stated in another unit, or the answer asked in another one."""

from random import Random

from tasks.problems.adversarial.models import ModelSolver
from tasks.problems.adversarial.pairs import Pair
from tasks.problems.adversarial.unit_trap import confirm_units, unit_trap
from tasks.records import Problem


def change_units(problem: Problem, rng: Random) -> Problem | None:
    """The problem with a given, its question, or both in another unit, and the conversions as steps."""
    if problem.operations or not all(step.formula for step in problem.steps) or not problem.steps:
        return None
    pair = unit_trap(problem, rng)
    return None if pair is None else pair.trap


def check_units(before: Problem, after: Problem) -> None:
    """The row before by its oracle, the conversions by the judge's units, each claim by the judge.

    Raises:
        DataError: one of them does not hold.
    """
    confirm_units(Pair(after, before), ModelSolver())
