"""Equations of a known number of steps: their construction, spaces and words."""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import product, takewhile
from random import Random

from tasks.problems.algebra.check import check_linear, check_riddle
from tasks.problems.algebra.terms import Side, Term, equation_of, equation_text, solve
from tasks.problems.proof import Given, Proof, Template, chinese, english
from tasks.problems.spaces import Box, Choices

MAX_NUMBER = {False: 99, True: 999}
"""No equation on the way holds a larger number; the second limit is that of extrapolation."""
SHORT_STEPS = 4
"""Equations of levels 1 and 2 have no brackets, and numbers as a beginner's exercises have them."""
ARRANGEMENTS = 8
"""Orders of the terms that are tried for an equation without leading minus and zero terms."""
Part = tuple[int, str, int]
"""Side (0 left, 1 right), kind of term, and what is split off."""


def linear(
    num_steps: int, coef: int, root: int, constant: int, unknowns: int, inner: int, parts: Sequence[Part],
    *, rng: Random,
) -> Proof | None:  # fmt: skip
    """An equation with the solution `root` that takes `num_steps` steps.

    Args:
        num_steps: What it must take; if the terms happen to cancel it takes fewer and is a hole.
        coef: Coefficient of x before the last division.
        root: The solution.
        constant: On the left beside x; 0 for none.
        unknowns: Coefficient of x on the right; 0 for none.
        inner: Of the bracket `(coef+unknowns)(x+inner)` on the left; 0 for none.
        parts: Terms split off; the first of a kind and side is the largest.
        rng: Orders the terms.
    """
    factor, wide = coef + unknowns, root > 90
    left = [Term("b", factor, inner)] if inner else [Term("x", factor)]
    left += [Term("c", constant)] if constant else []
    right = [Term("c", coef * root + constant + factor * inner)]
    right += [Term("x", unknowns)] if unknowns else []
    if not all(_split((left, right)[side], kind, part) for side, kind, part in parts):
        return None
    for _ in range(ARRANGEMENTS if len(left) + len(right) > 2 else 1):
        _shuffle(left, rng)
        _shuffle(right, rng)
        equation = equation_text(left, right)
        if _is_tidy(equation, wide):
            steps = list(takewhile(lambda s: _is_tidy(equation_of(s.claim), wide), solve(left, right)))
            if len(steps) == num_steps and equation_of(steps[-1].claim).startswith("x="):
                return Proof((Given("equation", equation),), tuple(steps))
    return None


def _shuffle(side: Side, rng: Random) -> None:
    """Some order that starts with a positive term."""
    rng.shuffle(side)
    first = next((place for place, term in enumerate(side) if term.coef > 0), 0)
    side[0], side[first] = side[first], side[0]


def _split(side: Side, kind: str, part: int) -> bool:
    """Split a part off the first term of this kind, which stays the largest; False if it cannot."""
    place = next((i for i, term in enumerate(side) if term.kind == kind), None)
    if place is None or side[place].coef - part < max(1, part):
        return False
    side[place] = side[place]._replace(coef=side[place].coef - part)
    side.append(Term(kind, part))
    return True


def riddle(
    num_steps: int, coef: int, root: int, constant: int, unknowns: int, *, rng: Random
) -> Proof | None:
    """The equation `(coef+unknowns)x+constant=unknowns*x+total` told in words."""
    proof = linear(num_steps, coef, root, constant, unknowns, 0, (), rng=rng)
    if proof is None:
        return None
    numbers = {"factor": coef + unknowns, "constant": constant, "unknowns": unknowns}
    givens = [Given(name, number) for name, number in numbers.items()]
    return proof._replace(givens=(*givens, Given("total", coef * root + constant)))


_UNTIDY = re.compile(r"^-|=-|(?<!\d)0(?:x|[+-])|[+-]0")


def _is_tidy(equation: str, wide: bool) -> bool:
    """No leading minus, no term that vanished, no number above MAX_NUMBER."""
    return not _UNTIDY.search(equation) and all(
        int(number) <= MAX_NUMBER[wide] for number in re.findall(r"\d+", equation)
    )


_PARTS: dict[bool, tuple[int, ...]] = {
    False: (1, 2, 3, 4, 5, 6, 7, 8, 9, -2, -5, -8),
    True: (1, 2, 3, -1, -2),
}
"""What may be split off constants, and off multiples of x."""


def _boxes(*, brackets: bool, wide: bool = False) -> tuple[Box, ...]:
    """All forms an equation may have, each with as many splits as it needs to take n steps."""
    boxes = []
    for n in range(SHORT_STEPS + 1 if brackets else 1, 15):
        short = n <= SHORT_STEPS
        roots = range(91, 400) if wide else range(1, 10 if short else 21)
        constants = range(11, 100) if wide else range(1, 10)
        for divided, shifted, both in product((0, 1), repeat=3):
            base = 3 + both if brackets else divided + shifted + both
            num_parts = n - base
            if num_parts < 0 or num_parts > 9 or (brackets and (not divided or shifted)):
                continue
            kinds = [(0, "x"), (1, "c")] + [(0, "c")] * shifted + [(1, "x")] * both
            kinds = [kind for kind in kinds if not brackets or kind[0]]
            parts = [(*kind, part) for kind in kinds for part in _PARTS[kind[1] == "x"]]
            boxes.append(
                Box(
                    n,
                    (n,),
                    range(2, 6 if short else 10) if divided else (1,),
                    roots if divided else range(roots[0], 3 * roots[-1] + 4),
                    [*constants, *(-c for c in constants)] if shifted else (0,),
                    range(1, 5 if short else 10) if both else (0,),
                    range(1, 6) if brackets else (0,),
                    Choices(parts, num_parts, repeated=True),
                    weight=3 if num_parts == 0 else 1,
                    listed=n < 3 and not wide,
                )
            )
    return tuple(boxes)


_RULES_EN = {
    "expand": "Expand {0}: {claim}.",
    "combine": "Combine {0}: {claim}.",
    "subtract": "Subtract {0} from both sides: {claim}.",
    "add": "Add {0} to both sides: {claim}.",
    "divide": "Divide both sides by {0}: {claim}.",
}
_RULES_ZH = {
    "expand": "展开{0}，得{claim}。",
    "combine": "合并{0}，得{claim}。",
    "subtract": "两边同时减去{0}，得{claim}。",
    "add": "两边同时加上{0}，得{claim}。",
    "divide": "两边同时除以{0}，得{claim}。",
}


EQUATION = Template(
    name="equation",
    boxes=_boxes(brackets=False),
    wide=_boxes(brackets=False, wide=True),
    holes=True,
    shuffles=True,
    build=linear,
    check=check_linear,
    en=english("Solve {equation}.", "Solve {equation} for x.", "What is x if {equation}?", **_RULES_EN),
    zh=chinese("解方程{equation}。", "已知{equation}，求x。", "若{equation}，则x等于多少？", **_RULES_ZH),
)


BRACKET = Template(
    name="bracket",
    boxes=_boxes(brackets=True),
    holes=True,
    shuffles=True,
    build=linear,
    check=check_linear,
    en=english("Solve {equation}.", "Solve {equation} for x.", "What is x if {equation}?", **_RULES_EN),
    zh=chinese("解方程{equation}。", "已知{equation}，求x。", "若{equation}，则x等于多少？", **_RULES_ZH),
)


RIDDLE = Template(
    name="riddle",
    heldout=True,
    boxes=(
        Box(2, (2,), (1,), range(2, 60), range(2, 30), range(2, 10)),
        Box(3, (3,), range(2, 9), range(2, 20), range(2, 30), range(2, 10)),
    ),
    holes=True,
    shuffles=True,
    build=riddle,
    check=check_riddle,
    oracle=lambda given: Fraction(given["total"] - given["constant"], given["factor"] - given["unknowns"]),
    en=english(
        (
            "I think of a number x.",
            "{factor} times my number plus {constant} is {unknowns} times my number plus {total}.",
            "What is my number?",
        ),
        (
            "A full box holds x pens.",
            "{factor} full boxes and {constant} loose pens are as many pens "
            "as {unknowns} full boxes and {total} loose pens.",
            "How many pens does a full box hold?",
        ),
        **_RULES_EN,
    ),
    zh=chinese(
        (
            "我想了一个数x。",
            "它的{factor}倍加{constant}等于它的{unknowns}倍加{total}。",
            "这个数是多少？",
        ),
        (
            "每盒有x支笔。",
            "{factor}盒笔加{constant}支和{unknowns}盒笔加{total}支一样多。",
            "每盒有多少支笔？",
        ),
        **_RULES_ZH,
    ),
)
