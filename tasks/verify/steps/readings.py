"""How a chain may be meant: one claim running into the next, a quotient without its remainder."""

import math
import re
from fractions import Fraction

from tasks.verify.steps.equations import PROVED, REFUTED, UNCHECKED, Ruling
from tasks.verify.steps.plain import Line, Side
from tasks.verify.steps.polynomials import Poly, constant, plus


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


TIGHT_FRACTION = re.compile(r"([*/÷×])\s+(\d+/\d+)(?![\d/])")
"""25 / 1/3: the spacing says that a fraction divides."""

REMAINDER_WORDS = re.compile(
    r"remain|left|round|whole|only|full|since|less than|extra|and \d+ [a-z]|余|剩|整"
)
"""Words beside a quotient that allow the whole number below or above."""

_LETTER = re.compile(r"[A-Za-z](?:_?\{?\d+\}?|')?")
_FIRST = re.compile(r"\d+(?:\.\d+)?(?=[-+*/])")


def running_on(line: Line) -> Line:
    """`2*3 = 6 + 1 = 7`, as people write who go on calculating: 6 ends one claim and begins the next."""
    sides, ops = [line.sides[0]], list[str]()
    for op, side in zip(line.ops, line.sides[1:], strict=True):
        first = _FIRST.match(side.text)
        if (
            first
            and op == "="
            and not isinstance(sides[-1].value, dict)
            and Fraction(first[0]) == sides[-1].value != side.value
        ):
            sides = [*sides[:-1], side]
            continue
        sides.append(side)
        ops.append(op)
    if ops:
        return Line(tuple(sides), tuple(ops))
    return (
        Line((line.sides[0], line.sides[0]), ("=",))
        if len(line.sides) == 2 and sides[0] is not line.sides[0]
        else line
    )


def rounded_to_whole(line: Line) -> Line:
    """With a remainder or rounding spoken of, a quotient may be the whole number below or above."""
    sides = list(line.sides)
    for n, side in enumerate(sides[1:], start=1):
        before = sides[n - 1].value
        if (
            side.decimals == 0
            and isinstance(before, Fraction)
            and "/" in sides[n - 1].text
            and side.value in (math.floor(before), math.ceil(before))
        ):
            sides[n - 1] = sides[n - 1]._replace(value=side.value)
    return Line(tuple(sides), line.ops)


def name_of(side: Side) -> str:
    """The name that a side is; empty if it is more."""
    if isinstance(side.value, dict) and _LETTER.fullmatch(side.text):
        return next(iter(side.value))[0]
    return ""


def difference(left: Side, right: Side) -> Poly:
    """Left minus right."""
    a, b = (side.value if isinstance(side.value, dict) else constant(side.value) for side in (left, right))
    return plus(a, b, -1)


def merged(rulings: list[Ruling]) -> list[Ruling]:
    """One ruling for neighbours of a chain: a formula stays apart from the numbers that follow it."""
    formulas = [ruling for ruling in rulings if ruling[0] == "formula"]
    others = [ruling for ruling in rulings if ruling[0] != "formula"]
    merged = formulas[:1]
    for wanted in (REFUTED, UNCHECKED, PROVED):
        for ruling in others:
            if ruling[1] is wanted:
                return [*merged, ruling]
    return merged
