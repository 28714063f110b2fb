"""Chains of exact operations on fractions: `(1/2+3/4)*(2/3)`.

Every value on the way is positive and in lowest terms. The constructor works on pairs (numerator,
denominator) of its own; the checker evaluates the text with `fractions.Fraction`.
"""

import math
import re
from fractions import Fraction
from functools import partial

from tasks.problems import claims
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box, nth_good
from tasks.records import Problem

MAX_NUMERATOR, MAX_DENOMINATOR = 199, 72
"""No value on the way is beyond."""
WIDE_NUMERATOR, WIDE_DENOMINATOR = 999, 720
"""The same where operands have two digits."""
OFFERED = 12
"""Operations to choose from at each step of a long chain: so many are possible after any value."""

_RULES = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}
_SIGNS = "+-*/"
_EXPRESSION = re.compile(r"[0-9(][0-9+\-*/()]+[0-9)]")

Ratio = tuple[int, int]


def _fractions(numerators: range, denominators: range) -> tuple[Ratio, ...]:
    return tuple((n, d) for d in denominators for n in numerators if math.gcd(n, d) == 1)


def _operations(operands: tuple[Ratio, ...]) -> tuple[tuple[str, Ratio], ...]:
    """All operations, in an order without order, so that a stretch of them is a mixture."""
    found = [(sign, operand) for operand in operands for sign in _SIGNS]
    return tuple(found[i * 71 % len(found)] for i in range(len(found)))


_PLAIN = _fractions(range(1, 10), range(2, 10))
_WIDE = _fractions(range(10, 20), range(2, 10))
_PROPER = tuple(ratio for ratio in _PLAIN if ratio[0] < ratio[1])
_OPERATIONS = {False: _operations(_PLAIN), True: _operations(_WIDE)}


def chain(first: Ratio, *numbers: int) -> Proof | None:
    """Operations from left to right, each by its number among those that keep the value in range."""
    wide = first[0] > 9
    limits = (WIDE_NUMERATOR, WIDE_DENOMINATOR) if wide else (MAX_NUMERATOR, MAX_DENOMINATOR)
    value, expression, last_sign = first, _text(first), "+"
    givens, steps, before = [Given("first", Fraction(*first))], [], "first"
    for number, choice in enumerate(numbers, start=1):
        operation = nth_good(
            _OPERATIONS[wide],
            choice,
            partial(_is_within, value, limits),
            start=7 * value[0] + 13 * value[1] + number,
        )
        if operation is None:
            return None
        sign, operand = operation
        result = _lowest(*_apply(sign, value, operand))
        written = f"{sign}{_text(operand)}" if sign in "+-" else f"{sign}({_text(operand)})"
        givens.append(Given(f"n{number}", Fraction(*operand)))
        formula, claim = f"{before}{sign}n{number}", f"{_text(value)}{written}={_text(result)}"
        steps.append(ProofStep(f"r{number}", formula, Fraction(*result), _RULES[sign], claim=claim))
        if sign in "*/" and (last_sign in "+-" or number == 1):
            expression = f"({expression})"
        expression, value, last_sign, before = expression + written, result, sign, f"r{number}"
    return Proof(tuple(givens), tuple(steps), {"expression": expression})


def _is_within(value: Ratio, limits: Ratio, operation: tuple[str, Ratio]) -> bool:
    top, bottom = _lowest(*_apply(operation[0], value, operation[1]))
    return 0 < top <= limits[0] and bottom <= limits[1]


def _lowest(top: int, bottom: int) -> Ratio:
    common = math.gcd(top, bottom)
    return top // common, bottom // common


def _apply(sign: str, left: Ratio, right: Ratio) -> Ratio:
    (a, b), (c, d) = left, right
    if sign == "*":
        return a * c, b * d
    if sign == "/":
        return a * d, b * c
    return (a * d + b * c if sign == "+" else a * d - b * c), b * d


def _text(value: Ratio) -> str:
    return f"{value[0]}/{value[1]}" if value[1] != 1 else str(value[0])


def _divides(value: int, ratio: Ratio) -> bool:
    return value % ratio[1] == 0


def part_of(whole: int, *numbers: int) -> Proof | None:
    """A fraction of a fraction of a whole, each by its number among those that leave whole numbers."""
    givens, steps, value, before = [Given("whole", whole)], list[ProofStep](), whole, "whole"
    for number, choice in enumerate(numbers, start=1):
        part = nth_good(_PROPER, choice, partial(_divides, value), start=value + number)
        if part is None:
            return None
        value = value // part[1] * part[0]
        givens.append(Given(f"n{number}", Fraction(*part)))
        steps.append(ProofStep(f"r{number}", f"{before}*n{number}", value, "part"))
        before = f"r{number}"
    return Proof(tuple(givens), tuple(steps))


def check_chain(problem: Problem) -> None:
    """Evaluate every claim, follow the chain, and evaluate the whole prompt."""
    pieces = claims.check_running(problem)
    found = _EXPRESSION.search(problem.prompt)
    if found is None:
        claims.refuse(problem, 0, "no expression in the prompt")
    claims.check_expression(problem, found[0], pieces)


def _boxes(firsts: tuple[Ratio, ...], num_operations: int) -> tuple[Box, ...]:
    short = tuple(Box(n, firsts, *[range(num_operations)] * n) for n in (1, 2))
    return short + tuple(Box(n, firsts, *[range(OFFERED)] * n) for n in range(3, 16))


_RULES_EN = {
    "add": "{0} plus {1} is {output}.",
    "subtract": "{0} minus {1} is {output}.",
    "multiply": "{0} times {1} is {output}.",
    "divide": "{0} divided by {1} is {output}.",
}
_RULES_ZH = {
    "add": "{0}加{1}等于{output}。",
    "subtract": "{0}减{1}等于{output}。",
    "multiply": "{0}乘{1}等于{output}。",
    "divide": "{0}除以{1}等于{output}。",
}
FRACTIONS = Subtask(
    kind="symbolic",
    version="3",
    templates=(
        Template(
            name="chain",
            boxes=_boxes(_PLAIN, len(_OPERATIONS[False])),
            wide=_boxes(_WIDE, len(_OPERATIONS[True])),
            holes=True,
            build=chain,
            check=check_chain,
            en=english("Compute {expression}.", "What is {expression} in lowest terms?", **_RULES_EN),
            zh=chinese("计算{expression}。", "{expression}等于多少？用最简分数表示。", **_RULES_ZH),
        ),
        Template(
            name="part_of",
            heldout=True,
            boxes=tuple(
                Box(n, range(720, 7_200, 720 // 2 ** max(0, 4 - n)), *[range(4)] * n) for n in range(1, 8)
            ),
            holes=True,
            build=part_of,
            oracle=lambda given: math.prod(given.values()),
            en=english(
                ("Start with {whole}.", "Replace it by {n#} of itself.", "What number is left at the end?"),
                ("Take {whole}.", "Take {n#} of what you have.", "What number do you have?"),
                part="{1} of {0} is {output}.",
            ),
            zh=chinese(
                ("有一个数是{whole}。", "取它的{n#}，作为新的数。", "最后的数是多少？"),
                ("从{whole}开始。", "取当前数的{n#}。", "最后得到多少？"),
                part="{0}的{1}是{output}。",
            ),
        ),
    ),
)
