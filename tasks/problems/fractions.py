"""Chains of exact operations on fractions: `(1/2+3/4)*(2/3)`.

Every value on the way is positive and in lowest terms. The constructor works on pairs (numerator,
denominator) of its own; the checker evaluates the text with `fractions.Fraction`.
"""

import math
import re
from random import Random

from tasks.problems import claims
from tasks.problems.proof import Proof, ProofStep, Subtask, Wording
from tasks.records import Problem

MAX_NUMERATOR, MAX_DENOMINATOR = 199, 72
"""Values beyond are drawn again."""

_RULES = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}
_EXPRESSION = re.compile(r"[0-9(][0-9+\-*/()]+[0-9)]")

Ratio = tuple[int, int]


def draw_chain(rng: Random, num_steps: int) -> Proof:
    """A chain of `num_steps` operations, read from left to right."""
    value = _draw_fraction(rng)
    expression, steps, last_sign = _text(value), [], "+"
    for _ in range(num_steps):
        sign, operand, result = _draw_operation(rng, value)
        written = f"{sign}{_text(operand)}" if sign in "+-" else f"{sign}({_text(operand)})"
        steps.append(
            ProofStep(
                rule=_RULES[sign],
                inputs=(_text(value), _text(operand)),
                output=_text(result),
                claim=f"{_text(value)}{written}={_text(result)}",
            )
        )
        if sign in "*/" and (last_sign in "+-" or len(steps) == 1):
            expression = f"({expression})"
        expression, value, last_sign = expression + written, result, sign
    return Proof(
        key=expression,
        question={"": {"expression": expression}},
        steps=tuple(steps),
        answer=_text(value),
    )


def _draw_fraction(rng: Random) -> Ratio:
    while True:
        numerator, denominator = rng.randint(1, 9), rng.randint(2, 9)
        if math.gcd(numerator, denominator) == 1:
            return numerator, denominator


def _draw_operation(rng: Random, value: Ratio) -> tuple[str, Ratio, Ratio]:
    while True:
        sign, operand = rng.choice("++--*/"), _draw_fraction(rng)
        top, bottom = _apply(sign, value, operand)
        common = math.gcd(top, bottom)
        top, bottom = top // common, bottom // common
        if 0 < top <= MAX_NUMERATOR and bottom <= MAX_DENOMINATOR:
            return sign, operand, (top, bottom)


def _apply(sign: str, left: Ratio, right: Ratio) -> Ratio:
    (a, b), (c, d) = left, right
    if sign == "*":
        return a * c, b * d
    if sign == "/":
        return a * d, b * c
    return (a * d + b * c if sign == "+" else a * d - b * c), b * d


def _text(value: Ratio) -> str:
    return f"{value[0]}/{value[1]}" if value[1] != 1 else str(value[0])


def check_chain(problem: Problem) -> None:
    """Evaluate every claim, follow the chain, and evaluate the whole prompt."""
    pieces = claims.check_running(problem)
    found = _EXPRESSION.search(problem.prompt)
    if found is None:
        claims.refuse(problem, 0, "no expression in the prompt")
    claims.check_expression(problem, found[0], pieces)


CHAIN = Subtask(
    draw=draw_chain,
    check=check_chain,
    wording={
        "en": Wording(
            questions=("Compute {expression}.", "What is {expression} in lowest terms?"),
            sentences={
                "add": "{0} plus {1} is {output}.",
                "subtract": "{0} minus {1} is {output}.",
                "multiply": "{0} times {1} is {output}.",
                "divide": "{0} divided by {1} is {output}.",
            },
            closing="The answer is {answer}.",
        ),
        "zh": Wording(
            questions=("计算{expression}。", "{expression}等于多少？用最简分数表示。"),
            sentences={
                "add": "{0}加{1}等于{output}。",
                "subtract": "{0}减{1}等于{output}。",
                "multiply": "{0}乘{1}等于{output}。",
                "divide": "{0}除以{1}等于{output}。",
            },
            closing="答案是{answer}。",
        ),
    },
)
