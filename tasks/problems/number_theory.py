"""Remainders of chains, and greatest common divisors.

In a modular chain every number is reduced as soon as it reaches the modulus, and the reduction is a step
of its own: `(5+8)*2 mod 7` is `5+8=13`, `13%7=6`, `6*2=12`, `12%7=5`. Each claim is a small fact.

A greatest common divisor is found by Euclid's algorithm, one division a step: `48=2*18+12`. The pair is
built upwards from the quotients, so that the number of divisions is known beforehand.
"""

import math
import re
from collections.abc import Mapping

from tasks.problems import claims
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box, nth_good
from tasks.records import Problem

OFFERED = 9
"""Operations to choose from at each place of a long chain."""
_RULES = {"+": "add", "-": "subtract", "*": "multiply"}
_PRODUCTS = (2, 3)
_SUMS = tuple(sign * n for n in (1, 4, 7, 2, 5, 8, 3, 6, 9) for sign in (1, -1))
_WIDE_SUMS = tuple(sign * n for n in range(11, 60, 4) for sign in (1, -1))
_MODULAR = re.compile(r"(\([0-9+*()-]+\))(?: mod |除以)([0-9]+)")
_PAIR = re.compile(r"([0-9]+)\D+([0-9]+)")
_DIVISION = re.compile(r"([0-9]+)=([0-9]+)\*([0-9]+)(?:\+([0-9]+))?")

MAX_GCD_INPUT = {False: 9_999, True: 999_999}
"""Larger pairs are holes; the second limit is that of extrapolation and of the longest algorithms."""


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

MODULAR = Subtask(
    kind="symbolic",
    version="3",
    templates=(
        Template(
            name="chain",
            boxes=_modular_boxes(range(3, 13)),
            wide=_modular_boxes(range(13, 60)),
            holes=True,
            build=modular,
            check=check_modular,
            en=english(
                "Compute {expression} mod {modulus}.", "What is {expression} mod {modulus}?", **_MODULAR_EN
            ),
            zh=chinese(
                "求{expression}除以{modulus}的余数。",
                "{expression}除以{modulus}的余数是多少？",
                **_MODULAR_ZH,
            ),
        ),
        Template(
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
        ),
    ),
)


def euclid(divisor: int, last: int, *quotients: int) -> Proof | None:
    """A pair whose Euclid's algorithm has these quotients, the last one first; None if it is too large."""
    larger, smaller = last * divisor, divisor
    for quotient in quotients:
        larger, smaller = quotient * larger + smaller, larger
    if larger > MAX_GCD_INPUT[last > 9 or len(quotients) > 7]:
        return None
    givens = (Given("larger", larger), Given("smaller", smaller))
    steps: list[ProofStep] = []
    names = ("larger", "smaller")
    while smaller:
        quotient, rest = divmod(larger, smaller)
        said = (str(larger), str(smaller), str(quotient))
        claim = f"{larger}={quotient}*{smaller}" + (f"+{rest}" if rest else "")
        name = f"r{len(steps) + 1}"
        if rest:
            steps.append(ProofStep(name, f"{names[0]}%{names[1]}", rest, "divide", "", claim, said))
        else:
            formula = f"gcd({names[0]},{names[1]})"
            steps.append(ProofStep(name, formula, smaller, "divide_evenly", "", claim, said))
        names = (names[1], name)
        larger, smaller = smaller, rest
    return Proof(givens, tuple(steps))


def check_euclid(problem: Problem) -> None:
    """Evaluate every division, and follow the rows from the pair of the prompt."""
    found = _PAIR.search(problem.prompt)
    if found is None:
        claims.refuse(problem, 0, "no pair of numbers in the prompt")
    pair = (found[1], found[2])
    for number, step in enumerate(problem.steps, start=1):
        row = _DIVISION.fullmatch(step.claim)
        if row is None:
            claims.refuse(problem, number, "not a division a=q*b+r")
        larger, quotient, smaller, rest = row.groups()
        if int(larger) != int(quotient) * int(smaller) + int(rest or 0):
            claims.refuse(problem, number, "is false")
        if (larger, smaller) != pair or int(rest or 0) >= int(smaller):
            claims.refuse(problem, number, f"does not divide {pair[0]} by {pair[1]}")
        if step.output != (rest or smaller) or (rest is None) != (number == len(problem.steps)):
            claims.refuse(problem, number, f"the step says {step.output[:80]}")
        pair = (smaller, rest or "0")


def _euclid_boxes(lasts: range, least: int = 1) -> tuple[Box, ...]:
    """The larger the number of divisions, the smaller the divisor, from `least` on, and the quotients."""
    boxes = []
    for n in range(1, 14 if lasts[0] < 10 else 12):
        quotients = range(1, 6 if n < 7 else 4 if n < 10 else 3)
        divisors = range(least, 400 if n < 3 else 61 if n < 5 else 21)
        boxes.append(Box(n, divisors, lasts, *[quotients] * (n - 1), listed=n < 5 and lasts[0] < 10))
    return tuple(boxes)


_EUCLID_EN = {
    "divide": "{0} divided by {1} is {2}, remainder {output}.",
    "divide_evenly": "{0} divided by {1} is exactly {2}, so {1} is the greatest common divisor.",
}
_EUCLID_ZH = {
    "divide": "{0}除以{1}商{2}余{output}。",
    "divide_evenly": "{0}除以{1}正好等于{2}，所以最大公约数是{1}。",
}

GCD = Subtask(
    kind="symbolic",
    version="3",
    templates=(
        Template(
            name="pair",
            boxes=_euclid_boxes(range(2, 10)),
            wide=_euclid_boxes(range(10, 60)),
            holes=True,
            build=euclid,
            check=check_euclid,
            own_claims=True,
            oracle=lambda given: math.gcd(given["larger"], given["smaller"]),
            en=english(
                "Find gcd({larger},{smaller}).",
                "What is the greatest common divisor of {larger} and {smaller}?",
                **_EUCLID_EN,
            ),
            zh=chinese(
                "求{larger}和{smaller}的最大公约数。", "{larger}与{smaller}的最大公因数是多少？", **_EUCLID_ZH
            ),
        ),
        Template(
            name="tiles",
            heldout=True,
            boxes=_euclid_boxes(range(2, 10), least=2),
            holes=True,
            build=euclid,
            check=check_euclid,
            own_claims=True,
            oracle=lambda given: math.gcd(given["larger"], given["smaller"]),
            en=english(
                (
                    "A floor is {larger} cm long and {smaller} cm wide.",
                    "It is to be covered with equal square tiles, none of them cut.",
                    "What is the greatest possible side of a tile, in cm?",
                ),
                (
                    "There are {larger} red and {smaller} white beads.",
                    "All of them are strung into identical chains, as many as possible.",
                    "How many chains are there?",
                ),
                **_EUCLID_EN,
            ),
            zh=chinese(
                (
                    "一块地面长{larger}厘米，宽{smaller}厘米。",
                    "用同样大小的正方形地砖铺满，地砖不切割。",
                    "地砖的边长最大是多少厘米？",
                ),
                (
                    "有{larger}颗红珠和{smaller}颗白珠。",
                    "全部用来穿成尽可能多的相同珠串。",
                    "能穿多少串？",
                ),
                **_EUCLID_ZH,
            ),
        ),
    ),
)
