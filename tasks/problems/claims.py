"""What claims in compact notation have in common: their sides, and chains that go on from each other."""

import re
from typing import NoReturn

from tasks.errors import DataError
from tasks.problems.evaluate import evaluate
from tasks.records import Problem, Step


def sides(claim: str) -> tuple[str, str]:
    """The two sides of an equation.

    Raises:
        DataError: there is not exactly one `=`.
    """
    left, equals, right = claim.partition("=")
    if not equals or "=" in right:
        raise DataError(f"not an equation: {claim[:80]!r}")
    return left, right


def refuse(problem: Problem, number: int, why: str) -> NoReturn:
    """Raise the DataError that names a step, counted from 1; step 0 is the question itself."""
    place = f"step {number} {problem.steps[number - 1].claim[:80]!r}" if number else "the question"
    raise DataError(f"{problem.problem_id} ({problem.subtask}): {place}: {why}; drop the row")


def check_value(problem: Problem, number: int, step: Step) -> None:
    """Refuse a step whose claim `expression=value` is false, or whose output is not that value.

    The value stands in canonical form: `3`, `5/4`, never `10/8`.
    """
    left, right = sides(step.claim)
    value = evaluate(left)
    if str(value) != right:
        refuse(problem, number, f"{left} is {value}, not {right}")
    if right != step.output:
        refuse(problem, number, f"the claim yields {right}, the step says {step.output[:80]}")


def check_running(problem: Problem) -> list[str]:
    """Refuse a chain with a false claim, or with a step that does not go on from the one before.

    Returns:
        What the chain calculates, in pieces: the first expression, then what each step appends to it,
        e.g. `["37+8", "-9"]`.
    """
    pieces, before = [], ""
    for number, step in enumerate(problem.steps, start=1):
        check_value(problem, number, step)
        rest = sides(step.claim)[0].removeprefix(before)
        if before and (not step.claim.startswith(before) or rest[:1].isdigit()):
            refuse(problem, number, f"does not go on from {before}")
        pieces.append(rest)
        before = step.output
    return pieces


def check_expression(problem: Problem, expression: str, pieces: list[str]) -> None:
    """Refuse a chain that does not calculate the `expression` of the prompt, from left to right."""
    calculated = "".join(pieces)
    if re.sub("[()]", "", calculated) != re.sub("[()]", "", expression):
        refuse(problem, 0, f"asks for {expression[:80]}, the steps calculate {calculated[:80]}")
    value = str(evaluate(expression))
    if value != problem.answer:
        refuse(problem, 0, f"{expression[:80]} is {value}, not {problem.answer[:80]}")
