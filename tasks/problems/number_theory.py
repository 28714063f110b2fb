"""Remainders of chains, and greatest common divisors.

In a modular chain every number is reduced as soon as it reaches the modulus, and the reduction is a step
of its own: `(5+8)*2 mod 7` is `5+8=13`, `13%7=6`, `6*2=12`, `12%7=5`. Each claim is a small fact.
"""

import re
from random import Random

from tasks.problems import claims
from tasks.problems.proof import Proof, ProofStep, Subtask, Wording
from tasks.records import Problem

_RULES = {"+": "add", "-": "subtract", "*": "multiply"}
_MODULAR = re.compile(r"(\([\d+*()-]+\))(?: mod |除以|模)(\d+)")
_PAIR = re.compile(r"(\d+)\D+(\d+)")


def draw_modular(rng: Random, num_steps: int) -> Proof:
    """A chain of +, - and * modulo 3..12, of `num_steps` operations and reductions together."""
    modulus = rng.randint(3, 12)
    value = rng.randint(1, modulus - 1)
    expression, last_sign = str(value), "*"
    steps: list[ProofStep] = []
    while len(steps) < num_steps:
        sign, operand = _draw_operation(rng, value, modulus, may_reduce=num_steps - len(steps) > 1)
        result = {"+": value + operand, "-": value - operand, "*": value * operand}[sign]
        steps.append(
            ProofStep(
                rule=_RULES[sign],
                inputs=(str(value), str(operand)),
                output=str(result),
                claim=f"{value}{sign}{operand}={result}",
            )
        )
        if sign == "*" and last_sign != "*":
            expression = f"({expression})"
        expression, last_sign = f"{expression}{sign}{operand}", sign
        value = result % modulus
        if result >= modulus:
            steps.append(
                ProofStep(
                    rule="reduce",
                    inputs=(str(result), str(modulus)),
                    output=str(value),
                    claim=f"{result}%{modulus}={value}",
                )
            )
    return Proof(
        key=f"{expression} mod {modulus}",
        question={"": {"expression": f"({expression})", "modulus": str(modulus)}},
        steps=tuple(steps),
        answer=str(value),
    )


def _draw_operation(rng: Random, value: int, modulus: int, *, may_reduce: bool) -> tuple[str, int]:
    """An operation on `value` with a result that is not negative, and below the modulus if it must be."""
    while True:
        sign = rng.choice("++--*")
        operand = rng.randint(2, 3) if sign == "*" else rng.randint(1, 9)
        result = {"+": value + operand, "-": value - operand, "*": value * operand}[sign]
        if result >= 0 and (may_reduce or result < modulus) and (sign != "*" or value > 1):
            return sign, operand


def check_modular(problem: Problem) -> None:
    """Evaluate every claim, follow the chain, and reduce the whole expression of the prompt at once."""
    claims.check_running(problem)
    found = _MODULAR.search(problem.prompt)
    if found is None:
        claims.refuse(problem, 0, "no bracketed expression with a modulus in the prompt")
    remainder = claims.evaluate(f"{found[1]}%{found[2]}")
    if str(remainder) != problem.answer:
        claims.refuse(problem, 0, f"{found[1]} mod {found[2]} is {remainder}, not {problem.answer}")


MODULAR = Subtask(
    draw=draw_modular,
    check=check_modular,
    wording={
        "en": Wording(
            questions=("Compute {expression} mod {modulus}.", "What is {expression} mod {modulus}?"),
            sentences={
                "add": "{0} plus {1} is {output}.",
                "subtract": "{0} minus {1} is {output}.",
                "multiply": "{0} times {1} is {output}.",
                "reduce": "{0} leaves remainder {output} when divided by {1}.",
            },
            closing="The answer is {answer}.",
        ),
        "zh": Wording(
            questions=("求{expression}除以{modulus}的余数。", "{expression}除以{modulus}的余数是多少？"),
            sentences={
                "add": "{0}加{1}等于{output}。",
                "subtract": "{0}减{1}等于{output}。",
                "multiply": "{0}乘{1}等于{output}。",
                "reduce": "{0}除以{1}余{output}。",
            },
            closing="答案是{answer}。",
        ),
    },
)
