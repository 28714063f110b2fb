"""Greatest common divisors by Euclid's algorithm, one division a step: `48=2*18+12`.

The pair is built upwards from the quotients, so that the number of divisions is known beforehand.
"""

import math
import re

from tasks.problems import claims
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.records import Problem

_PAIR = re.compile(r"([0-9]+)\D+([0-9]+)")
_DIVISION = re.compile(r"([0-9]+)=([0-9]+)\*([0-9]+)(?:\+([0-9]+))?")
MAX_GCD_INPUT = {False: 9_999, True: 999_999}
"""Larger pairs are holes; the second limit is that of extrapolation and of the longest algorithms."""


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


PAIR = Template(
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
)


TILES = Template(
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
)
