"""Chains of additions and subtractions: `37+8-9`.

The start and all partial results lie in 0..99 and every operand in 1..9, so each step is one of about
1,700 single-digit facts.
"""

import re
from random import Random

from tasks.problems import claims
from tasks.problems.proof import Proof, ProofStep, Subtask, Wording
from tasks.records import Problem

_CHAIN = re.compile(r"[0-9]+(?:[+-][0-9]+)+")


def draw_chain(rng: Random, num_steps: int) -> Proof:
    """A chain of `num_steps` additions and subtractions."""
    value = rng.randrange(100)
    expression, steps = str(value), []
    for _ in range(num_steps):
        operand = rng.randint(1, 9)
        sign = "+" if value < operand or (value + operand < 100 and rng.random() < 0.5) else "-"
        result = value + operand if sign == "+" else value - operand
        steps.append(
            ProofStep(
                rule="add" if sign == "+" else "subtract",
                inputs=(str(value), str(operand)),
                output=str(result),
                claim=f"{value}{sign}{operand}={result}",
            )
        )
        expression += f"{sign}{operand}"
        value = result
    return Proof(
        key=expression,
        question={"": {"expression": expression}},
        steps=tuple(steps),
        answer=str(value),
    )


def check_chain(problem: Problem) -> None:
    """Evaluate every claim, follow the chain, and evaluate the whole expression of the prompt."""
    pieces = claims.check_running(problem)
    found = _CHAIN.search(problem.prompt)
    if found is None:
        claims.refuse(problem, 0, "no chain of + and - in the prompt")
    claims.check_expression(problem, found[0], pieces)


CHAIN = Subtask(
    draw=draw_chain,
    check=check_chain,
    wording={
        "en": Wording(
            questions=("Compute {expression}.", "What is {expression}?"),
            sentences={"add": "{0} plus {1} is {output}.", "subtract": "{0} minus {1} is {output}."},
            closing="The answer is {answer}.",
        ),
        "zh": Wording(
            questions=("计算{expression}。", "{expression}等于多少？"),
            sentences={"add": "{0}加{1}等于{output}。", "subtract": "{0}减{1}等于{output}。"},
            closing="答案是{answer}。",
        ),
    },
)
