"""Reflective traces: a step goes wrong, is noticed, and is put right.

    12*5=70
    Wait, check step 1: 12*5=60, not 70.
    12*5=60
    60+8=68
    The answer is 68.

The mistake is one that slips make, sometimes carried on for a step before it is noticed. Prompt, steps and
answer stay; the trace becomes the solution. Such rows are for training on repair, not on the mistake: a
trainer may mask the wrong lines, which `provenance` names.
"""

from dataclasses import replace
from random import Random

from tasks.errors import DataError
from tasks.problems import check_problem
from tasks.problems.adversarial.chained import corrupted, follow
from tasks.records import Problem
from tasks.verify import Outcome, check_steps, judge

_WAIT = {
    "en": (
        "Wait, check step {n}: {right}, not {wrong}.",
        "Hold on, step {n} looks wrong: {right}, not {wrong}.",
        "Let me check step {n} again: {right}, not {wrong}.",
    ),
    "zh": (
        "等等，检查第{n}步：{right}，不是{wrong}。",
        "不对，第{n}步有误：{right}，而不是{wrong}。",
        "再检查一遍第{n}步：{right}，不是{wrong}。",
    ),
}
_CLOSING = {"en": "The answer is {}.", "zh": "答案是{}。"}


def reflect(problem: Problem, rng: Random) -> Problem | None:
    """The trace of a mistake and its repair as solution."""
    if not problem.steps or not all(step.formula and step.name for step in problem.steps):
        return None
    found, right = corrupted(problem, rng), follow(problem, {})
    late, words = rng.random() < 0.4, rng.choice(_WAIT[problem.language])
    if found is None or right is None:
        return None
    number, wrong = found
    noticed = min(number + late, len(wrong))
    said = words.format(n=number, right=right[number - 1], wrong=wrong[number - 1].rpartition("=")[2])
    lines = [*wrong[:noticed], said, *right[number - 1 :], _CLOSING[problem.language].format(problem.answer)]
    marks = ",".join(str(place) for place in range(number, noticed + 1))
    return replace(
        problem, solution="\n".join(lines), provenance={**problem.provenance, "wrong_lines": marks}
    )


def check_reflection(before: Problem, after: Problem) -> None:
    """The judge refutes the mistaken line first, nothing after the repair, and accepts the answer.

    Raises:
        DataError: it does not.
    """
    check_problem(after)
    lines = after.solution.splitlines()
    marked = [int(mark) for mark in after.provenance["wrong_lines"].split(",")]
    if check_steps(lines[marked[0] - 1]).first_bad is None:
        raise DataError(f"{after.problem_id}: the mistaken line {marked[0]} is not wrong; drop the row")
    if check_steps("\n".join(lines[: marked[0] - 1] + lines[marked[-1] + 1 :])).first_bad is not None:
        raise DataError(f"{after.problem_id}: a line outside the mistake is wrong; drop the row")
    if judge(before.answer, after.solution).outcome is not Outcome.CORRECT:
        raise DataError(f"{after.problem_id}: the trace does not end in {before.answer[:80]}; drop the row")
