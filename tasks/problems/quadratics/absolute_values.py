"""Equations with an absolute value, solved by cases."""

import re
from collections.abc import Mapping
from fractions import Fraction
from math import gcd
from typing import Any

from tasks.problems.polynomial_text import poly_text, roots_text
from tasks.problems.proof import Given, Proof, Template, chinese, english
from tasks.problems.quadratics.trials import (
    ASK_EN,
    ASK_ZH,
    RULES_EN,
    RULES_ZH,
    check_solved,
    check_tried,
    rule_step,
    value_text,
)
from tasks.problems.spaces import Box, Choices


def absolute(first: int, second: int, slopes: tuple[int, int]) -> Proof | None:
    """`abs(ax+b)=cx+d`, whose two cases yield x=first and x=second; one or none is rejected.

    Args:
        first: Where ax+b=cx+d.
        second: Where -(ax+b)=cx+d.
        slopes: Coefficients (a, c), of different size.
    """
    a, c = slopes
    # (a-c)*first=d-b and (a+c)*second=-(d+b)
    total, gap = -(a + c) * second, (a - c) * first
    if (total + gap) % 2 or first == second:
        return None
    b, d = (total - gap) // 2, (total + gap) // 2
    if not b or not d or gcd(a, b, c, d) > 1:
        return None
    inside, right = poly_text((a, b)), poly_text((c, d))
    flipped = poly_text((-a, -b))
    steps, kept = [], []
    for case, (side, coef, constant, x) in enumerate(
        ((inside, a - c, d - b, first), (flipped, -a - c, d + b, second)), start=1
    ):
        steps.append(rule_step(f"case{case}", f"{side}={right}", side))
        collected = f"{poly_text((coef, 0))}={constant}"
        steps.append(
            rule_step("solve", f"{collected},x={x}" if abs(coef) != 1 or coef < 0 else f"x={constant}")
        )
        value, size = c * x + d, abs(a * x + b)
        claim = f"abs({value_text(a, b, x)})={size},{value_text(c, d, x)}={value}"
        steps.append(rule_step("accept" if value >= 0 else "reject", claim, str(x)))
        if value >= 0:
            kept.append(x)
    if not kept:
        return None
    steps.append(rule_step("answer", roots_text(kept))._replace(value=roots_text(kept)))
    return Proof((Given("equation", f"abs({inside})={right}"),), tuple(steps), kind="set")


_ABSOLUTE = re.compile(r"abs\((\d*)x([+-]\d+)\)=(-?\d*)x([+-]\d+)")


def _absolute_roots(given: Mapping[str, Any]) -> str:
    """The left side less the right is a line on each side of the point where the inside is zero."""
    found = _ABSOLUTE.fullmatch(given["equation"])
    if found is None:
        return "not an equation with an absolute value"
    a, b, c, d = (int(part + "1" if part in ("", "-") else part) for part in found.groups())
    corner = Fraction(-b, a)
    lowest = -c * corner - d
    # From the corner the difference rises by a-c to the right, and by a+c to the left.
    right = [corner - lowest / (a - c)] if lowest * (a - c) <= 0 else []
    left = [corner + lowest / (a + c)] if lowest * (a + c) <= 0 else []
    return roots_text(right + left)


def distance(a: int, roots: tuple[int, int], right: int) -> Proof | None:
    """`abs(ax+b)=size` or `abs(ax+b)+right=size+right`: one case for each sign."""
    b, odd = divmod(-a * sum(roots), 2)
    size = a * abs(roots[0] - roots[1]) // 2
    if odd or not b:
        return None
    inside = poly_text((a, b))
    equation = f"abs({inside})={size}" if not right else f"abs({inside}){right:+}={size + right}"
    steps = [rule_step("isolate", f"abs({inside})={size}")] if right else []
    for case, number in (("case1", size), ("case2", -size)):
        root = (number - b) // a
        middle = f"{a}x={number - b}," if a > 1 else ""
        steps.append(rule_step(case, f"{inside}={number},{middle}x={root}"))
    steps.append(rule_step("answer", roots_text(roots))._replace(value=roots_text(roots)))
    return Proof((Given("equation", equation),), tuple(steps), kind="set")


_DISTANCE = re.compile(r"abs\((\d*)x([+-]\d+)\)([+-]\d+)?=(-?\d+)")


def _distance_roots(given: Mapping[str, Any]) -> str:
    """The points at a distance from the centre -b/a."""
    found = _DISTANCE.fullmatch(given["equation"])
    if found is None:
        return "not an equation with an absolute value"
    a, b, more, size = (
        int(part or default) for part, default in zip(found.groups(), (1, 0, 0, 0), strict=True)
    )
    centre, radius = Fraction(-b, a), Fraction(size - more, a)
    return roots_text((centre - radius, centre + radius))


_SMALL = tuple(r for r in range(-20, 21) if r)
_SLOPES = tuple((a, c) for a in range(1, 8) for c in range(-9, 10) if c and abs(c) != a)


DISTANCE = Template(
    name="distance",
    boxes=(
        Box(3, range(1, 10), Choices([r for r in range(-30, 31) if r], 2), (0,), listed=True),
        Box(
            4,
            range(1, 10),
            Choices([r for r in range(-30, 31) if r], 2),
            [c for c in range(-15, 16) if c],
        ),
    ),
    wide=(
        Box(3, range(1, 10), Choices(range(31, 120), 2), (0,)),
        Box(4, range(1, 10), Choices(range(31, 120), 2), range(16, 60)),
    ),
    holes=True,
    build=distance,
    oracle=_distance_roots,
    check=check_solved,
    en=english(
        *ASK_EN,
        isolate="Isolate the absolute value: {claim}.",
        case1="If the inside is positive: {claim}.",
        case2="If the inside is negative: {claim}.",
        answer="The solutions are {claim}.",
    ),
    zh=chinese(
        *ASK_ZH,
        isolate="移项：{claim}。",
        case1="若绝对值内为正：{claim}。",
        case2="若绝对值内为负：{claim}。",
        answer="所以方程的解为{claim}。",
    ),
)


ABSOLUTE = Template(
    name="absolute",
    boxes=(Box(7, _SMALL, _SMALL, _SLOPES),),
    wide=(Box(7, range(21, 80), range(-80, -20), _SLOPES),),
    holes=True,
    build=absolute,
    oracle=_absolute_roots,
    check=check_tried,
    en=english(
        *ASK_EN,
        case1="If the inside is not negative, the left side is {0}: {claim}.",
        case2="If the inside is negative, the left side is {0}: {claim}.",
        solve="Solve: {claim}.",
        **RULES_EN,
    ),
    zh=chinese(
        *ASK_ZH,
        case1="若绝对值内非负，左边等于{0}：{claim}。",
        case2="若绝对值内为负，左边等于{0}：{claim}。",
        solve="解得{claim}。",
        **RULES_ZH,
    ),
)
