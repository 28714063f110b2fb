"""Proves an equation and its steps from their text."""

import re
from dataclasses import replace

from tasks.errors import DataError
from tasks.problems import claims
from tasks.problems.algebra.terms import equation_of
from tasks.problems.evaluate import evaluate
from tasks.records import Problem

_EQUATION = re.compile(r"[0-9x+()-]+=[0-9x+()-]+")


def check_linear(problem: Problem) -> None:
    """Substitute: the prompt's equation and every claim's hold at the answer and nowhere else, every
    calculation holds everywhere, and its result stands in the equation it leads to."""
    found = _EQUATION.search(problem.prompt)
    if found is None:
        claims.refuse(problem, 0, "no equation in the prompt")
    root = evaluate(problem.answer)
    for number, claim in enumerate([found[0], *(step.claim for step in problem.steps)]):
        left, right = claims.sides(equation_of(claim))
        if evaluate(left, {"x": root}) != evaluate(right, {"x": root}):
            claims.refuse(problem, number, f"does not hold at x={problem.answer}")
        # A linear equation that holds at two points holds everywhere, and says nothing about x.
        if evaluate(left, {"x": root + 1}) == evaluate(right, {"x": root + 1}):
            claims.refuse(problem, number, f"holds at x={root + 1} as well")
    for number, step in enumerate(problem.steps, start=1):
        calculation, _, equation = step.claim.rpartition(",")
        if calculation:
            _check_calculation(problem, number, calculation, equation)
        if step.output != equation.removeprefix("x="):
            claims.refuse(problem, number, f"the step says {step.output[:80]}")
    if equation_of(problem.steps[-1].claim) != f"x={problem.answer}":
        raise DataError(f"{problem.problem_id} ({problem.subtask}): the last step is not x={problem.answer}")


def check_riddle(problem: Problem) -> None:
    """The first step stands for the riddle, and has its solution; the others are those of an equation."""
    number = {given.name: given.value for given in problem.givens}
    told = f"{number['factor']}x+{number['constant']}={number['unknowns']}x+{number['total']}"
    check_linear(replace(problem, prompt=told))


def _check_calculation(problem: Problem, number: int, calculation: str, equation: str) -> None:
    left, right = claims.sides(calculation)
    for x in (2, 3):
        if evaluate(left, {"x": x}) != evaluate(right, {"x": x}):
            claims.refuse(problem, number, f"{calculation[:80]!r} is false")
    if right != "0" and right.removeprefix("-") not in re.findall(r"[0-9]*x|[0-9]+", equation):
        claims.refuse(problem, number, f"{right[:80]!r} is not in the equation it leads to")
