"""Remainders of chains.

Every number is reduced as soon as it reaches the modulus, and the reduction is a step of its own:
`(5+8)*2 mod 7` is `5+8=13`, `13%7=6`, `6*2=12`, `12%7=5`. Each claim is a small fact.
"""

import math
import re
from collections.abc import Mapping

from tasks.problems import claims
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, nth_good
from tasks.records import Problem

OFFERED = 9
"""Operations to choose from at each place of a long chain."""
_RULES = {"+": "add", "-": "subtract", "*": "multiply"}
_PRODUCTS = (2, 3)
_SUMS = tuple(sign * n for n in (1, 4, 7, 2, 5, 8, 3, 6, 9) for sign in (1, -1))
_WIDE_SUMS = tuple(sign * n for n in range(11, 60, 4) for sign in (1, -1))
_MODULAR = re.compile(r"(\([0-9+*()-]+\))(?: mod |除以)([0-9]+)")


def modular(num_steps: int, start: tuple[int, int], *choices: int) -> Proof | None:
    """A chain of operations, each given by its number among those with a result that is not negative.

    `start` is (modulus, first number). None if operations and reductions together are not `num_steps`.
    """
    modulus, value = start
    givens = [Given("start", value)]
    steps: list[ProofStep] = []
    before, expression, last_sign = "start", str(value), "*"
    shown: dict[str, str | Mapping[str, str]] = {}
    for place, choice in enumerate(choices, start=1):
        operation = _operation(value, modulus, choice, place)
        if operation is None or len(steps) >= num_steps:
            return None
        sign, operand = operation
        result, name = _apply(sign, value, operand), f"n{place}"
        givens.append(Given(name, operand))
        steps.append(ProofStep(f"r{place}", f"{before}{sign}{name}", result, _RULES[sign]))
        before, value = f"r{place}", result % modulus
        if result >= modulus:
            steps.append(ProofStep(f"m{place}", f"{before}%modulus", value, "reduce"))
            before = f"m{place}"
        if sign == "*" and last_sign != "*":
            expression = f"({expression})"
        expression, last_sign = f"{expression}{sign}{operand}", sign
        shown[f"how{place}"] = _HOW[sign]
    givens.append(Given("modulus", modulus))
    if len(steps) != num_steps:
        return None
    return Proof(tuple(givens), tuple(steps), {**shown, "expression": f"({expression})"})


def _operation(value: int, modulus: int, choice: int, place: int) -> tuple[str, int] | None:
    """The operation of this number: products first, then sums."""
    products = [n + modulus // 13 for n in _PRODUCTS] if value > 1 else []
    if choice < len(products):
        return "*", products[choice]
    sums = _SUMS if modulus <= 12 else _WIDE_SUMS
    added = nth_good(sums, choice - len(products), lambda n: value + n >= 0, start=5 * value + 3 * place)
    return None if added is None else ("+" if added > 0 else "-", abs(added))


_HOW = {
    "+": {"en": "Add", "zh": "加上"},
    "-": {"en": "Subtract", "zh": "减去"},
    "*": {"en": "Multiply by", "zh": "乘以"},
}


def _apply(sign: str, value: int, operand: int) -> int:
    if sign == "*":
        return value * operand
    return value + operand if sign == "+" else value - operand


def check_modular(problem: Problem) -> None:
    """Follow the chain, and reduce the whole expression of the prompt at once."""
    pieces = claims.check_running(problem)
    found = _MODULAR.search(problem.prompt)
    if found is None:
        claims.refuse(problem, 0, "no bracketed expression with a modulus in the prompt")
    expression, reduction = found[1], f"%{found[2]}"
    operations = [piece for piece in pieces if piece != reduction]
    claims.check_expression(problem, expression + reduction, [*operations, reduction])


_SPOKEN = re.compile(r"(Add|Subtract|Multiply by|加上|减去|乘以) ?([0-9]+)")
_NUMBER = re.compile(r"[0-9]+")


def check_spoken(problem: Problem) -> None:
    """Follow the instructions of the prompt without reducing, and reduce at the end."""
    claims.check_running(problem)
    numbers = [int(text) for text in _NUMBER.findall(problem.prompt)]
    value, modulus = numbers[0], numbers[-1]
    for word, text in _SPOKEN.findall(problem.prompt):
        sign = next(sign for sign, said in _HOW.items() if word in said.values())
        value = _apply(sign, value, int(text))
    if modulus == 0 or str(value % modulus) != problem.answer:
        claims.refuse(problem, 0, f"{value} does not leave {problem.answer[:80]}")


def _modular_boxes(moduli: range) -> tuple[Box, ...]:
    """About a third of the operations are followed by a reduction."""
    starts = [(modulus, start) for modulus in moduli for start in range(1, modulus)]
    return tuple(
        Box(
            n,
            (n,),
            starts,
            *[range(20 if n < 3 else OFFERED)] * count,
            listed=n < 5 and count < 4 and moduli[-1] < 13,
        )
        for n in range(1, 16)
        for count in range(math.ceil(n / 1.7), math.ceil(n / 1.15) + 1)
        if n > 2 or count in (1, n)
    )


_MODULAR_EN = {
    "add": "{0} plus {1} is {output}.",
    "subtract": "{0} minus {1} is {output}.",
    "multiply": "{0} times {1} is {output}.",
    "reduce": "{0} leaves remainder {output} when divided by {1}.",
}
_MODULAR_ZH = {
    "add": "{0}加{1}等于{output}。",
    "subtract": "{0}减{1}等于{output}。",
    "multiply": "{0}乘{1}等于{output}。",
    "reduce": "{0}除以{1}余{output}。",
}


CHAIN = Template(
    name="chain",
    boxes=_modular_boxes(range(3, 13)),
    wide=_modular_boxes(range(13, 60)),
    holes=True,
    build=modular,
    check=check_modular,
    en=english("Compute {expression} mod {modulus}.", "What is {expression} mod {modulus}?", **_MODULAR_EN),
    zh=chinese(
        "求{expression}除以{modulus}的余数。",
        "{expression}除以{modulus}的余数是多少？",
        **_MODULAR_ZH,
    ),
)


SPOKEN = Template(
    name="spoken",
    heldout=True,
    boxes=_modular_boxes(range(3, 13)),
    holes=True,
    build=modular,
    check=check_spoken,
    en=english(
        ("Start with {start}.", "{how#} {n#}.", "What is the remainder on division by {modulus}?"),
        (
            "Take {start}.",
            "{how#} {n#}.",
            "What is the remainder when the result is divided by {modulus}?",
        ),
        **_MODULAR_EN,
    ),
    zh=chinese(
        ("从{start}开始。", "{how#}{n#}。", "结果除以{modulus}余多少？"),
        ("取一个数{start}。", "{how#}{n#}。", "所得的数除以{modulus}的余数是多少？"),
        **_MODULAR_ZH,
    ),
)
