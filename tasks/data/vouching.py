"""What the steps of a solution say of it: re-executed, they are the strongest sign that it belongs."""

import re

from tasks.data.words import split_options
from tasks.records import Problem
from tasks.verify import StepVerdict, check_steps

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def refuted_step(problem: Problem) -> str:
    """`step_refuted` where an annotated step of a corpus row is wrong; empty if none is.

    Only steps that the source itself marks as such: of the equations in free text 2 to 15 % are sloppy
    rather than wrong (`50 / 3 = 16`), measured on four corpora.
    """
    if not problem.steps:
        return ""
    report = check_steps(";".join(step.claim for step in problem.steps), problem.prompt)
    return "step_refuted" if report.first_bad is not None else ""


def vouches(problem: Problem) -> bool:
    """Whether the marked steps end at the answer, or some step of the text uses a number of the problem.

    The solution must state the answer besides.
    """
    ends_there = bool(problem.steps) and problem.steps[-1].output == problem.answer
    return states_answer(problem) and (ends_there or uses_numbers(problem))


def uses_numbers(problem: Problem) -> bool:
    """Whether a step of the solution that holds, and is no triviality, uses a number of the problem."""
    given = set(_NUMBER.findall(problem.prompt.replace(",", "")))
    marked = ";".join(step.claim for step in problem.steps)
    report = check_steps(marked or problem.solution, problem.prompt)
    return any(
        claim.verdict is StepVerdict.PROVED
        and given & {n for n in _NUMBER.findall(claim.text) if len(n) > 1 or problem.steps}
        for claim in report.claims
    )


def states_answer(problem: Problem) -> bool:
    """Whether the numbers of the answer, of a choice those of its option, stand in the solution."""
    _, options = split_options(problem.prompt)
    wanted = set(_NUMBER.findall(options.get(problem.answer, problem.answer).replace(",", "")))
    return bool(wanted) and wanted <= set(_NUMBER.findall(problem.solution.replace(",", "")))
