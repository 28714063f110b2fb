"""Remainders of chains, and greatest common divisors.

In a modular chain every number is reduced as soon as it reaches the modulus, and the reduction is a step
of its own: `(5+8)*2 mod 7` is `5+8=13`, `13%7=6`, `6*2=12`, `12%7=5`. Each claim is a small fact.

A greatest common divisor is found by Euclid's algorithm, one division a step: `48=2*18+12`. The pair is
built upwards from the quotients, so that the number of divisions is known beforehand.
"""

import math
import re
from collections.abc import Iterator
from random import Random

from tasks.problems import claims
from tasks.problems.proof import Proof, ProofStep, Subtask, Wording
from tasks.records import Problem

_RULES = {"+": "add", "-": "subtract", "*": "multiply"}
_MODULAR = re.compile(r"(\([0-9+*()-]+\))(?: mod |除以)([0-9]+)")
_PAIR = re.compile(r"([0-9]+)\D+([0-9]+)")
_DIVISION = re.compile(r"([0-9]+)=([0-9]+)\*([0-9]+)(?:\+([0-9]+))?")

MAX_GCD_INPUT = 9_999
"""Larger pairs are drawn again."""


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
    pieces = claims.check_running(problem)
    found = _MODULAR.search(problem.prompt)
    if found is None:
        claims.refuse(problem, 0, "no bracketed expression with a modulus in the prompt")
    expression, reduction = found[1], f"%{found[2]}"
    operations = [piece for piece in pieces if piece != reduction]
    claims.check_expression(problem, expression + reduction, [*operations, reduction])


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


def draw_gcd(rng: Random, num_steps: int) -> Proof:
    """A pair of numbers, the larger first, whose Euclid's algorithm takes `num_steps` divisions."""
    while True:
        divisor = rng.randint(1, 60 if num_steps < 5 else 20)
        quotients = rng.choices((1, 2, 3, 4, 5), (8, 4, 2, 1, 1), k=num_steps - 1)
        larger, smaller = rng.randint(2, 9) * divisor, divisor
        for quotient in quotients:
            larger, smaller = quotient * larger + smaller, larger
        if larger <= MAX_GCD_INPUT:
            break
    steps = tuple(_euclid(larger, smaller))
    return Proof(
        key=f"{larger},{smaller}",
        question={"": {"larger": str(larger), "smaller": str(smaller)}},
        steps=steps,
        answer=steps[-1].output,
    )


def _euclid(larger: int, smaller: int) -> Iterator[ProofStep]:
    while smaller:
        quotient, rest = divmod(larger, smaller)
        yield ProofStep(
            rule="divide" if rest else "divide_evenly",
            inputs=(str(larger), str(smaller), str(quotient)),
            output=str(rest or smaller),
            claim=f"{larger}={quotient}*{smaller}" + (f"+{rest}" if rest else ""),
        )
        larger, smaller = smaller, rest


def check_gcd(problem: Problem) -> None:
    """Evaluate every division, follow the rows, and take the greatest common divisor of the prompt."""
    found = _PAIR.search(problem.prompt)
    if found is None:
        claims.refuse(problem, 0, "no pair of numbers in the prompt")
    pair = (found[1], found[2])
    for number, step in enumerate(problem.steps, start=1):
        row = _DIVISION.fullmatch(step.claim)
        if row is None:
            claims.refuse(problem, number, "not a division a=q*b+r")
        larger, _, smaller, rest = row.groups()
        left, right = claims.sides(step.claim)
        if claims.evaluate(left) != claims.evaluate(right):
            claims.refuse(problem, number, f"{right} is {claims.evaluate(right)}, not {left}")
        if (larger, smaller) != pair or int(rest or 0) >= int(smaller):
            claims.refuse(problem, number, f"does not divide {pair[0]} by {pair[1]}")
        if step.output != (rest or smaller) or (rest is None) != (number == len(problem.steps)):
            claims.refuse(problem, number, f"the step says {step.output[:80]}")
        pair = (smaller, rest or "0")
    divisor = math.gcd(int(found[1]), int(found[2]))
    if str(divisor) != problem.answer:
        claims.refuse(problem, 0, f"the divisor is {divisor}, not {problem.answer}")


GCD = Subtask(
    draw=draw_gcd,
    check=check_gcd,
    wording={
        "en": Wording(
            questions=(
                "Find gcd({larger},{smaller}).",
                "What is the greatest common divisor of {larger} and {smaller}?",
            ),
            sentences={
                "divide": "{0} divided by {1} is {2}, remainder {output}.",
                "divide_evenly": "{0} divided by {1} is exactly {2}, so {1} is the greatest common divisor.",
            },
            closing="The answer is {answer}.",
        ),
        "zh": Wording(
            questions=("求{larger}和{smaller}的最大公约数。", "{larger}与{smaller}的最大公因数是多少？"),
            sentences={
                "divide": "{0}除以{1}商{2}余{output}。",
                "divide_evenly": "{0}除以{1}正好等于{2}，所以最大公约数是{1}。",
            },
            closing="答案是{answer}。",
        ),
    },
)
