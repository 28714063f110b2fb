"""Trapezoids: by parallel sides and height, and isosceles ones by their sides."""

import math
from fractions import Fraction

from tasks.problems.plane.coordinates import Numbers, area_of
from tasks.problems.plane.right_triangles import RIGHT_EN, RIGHT_ZH, TRIPLES
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box


def trapezoid(long: int, less: int, height: int) -> Proof | None:
    """Parallel sides and height; area."""
    short = long - less
    if short < 3:
        return None
    return Proof(
        (Given("a", long, "m"), Given("c", short, "m"), Given("h", height, "m")),
        (
            ProofStep("s", "a+c", long + short, "sum", "m"),
            ProofStep("A", "s*h/2", Fraction((long + short) * height, 2), "trapezoid", "m^2"),
        ),
        decimals=True,
    )


def isosceles(triple: tuple[int, int, int], scale: int, swapped: bool, top: int) -> Proof:
    """An isosceles trapezoid by its sides; area."""
    over, height = (scale * leg for leg in (triple[1::-1] if swapped else triple[:2]))
    leg, base = scale * triple[2], top + 2 * over
    return Proof(
        (Given("a", base, "cm"), Given("c", top, "cm"), Given("l", leg, "cm")),
        (
            ProofStep("x", "a-c", 2 * over, "longer", "cm"),
            ProofStep("p", "x/2", over, "overhang", "cm"),
            ProofStep("L", "l^2", leg * leg, "hypotenuse", "cm^2"),
            ProofStep("P", "p^2", over * over, "leg", "cm^2"),
            ProofStep("H", "L-P", height * height, "difference", "cm^2"),
            ProofStep("h", "sqrt(H)", height, "root", "cm"),
            ProofStep("s", "a+c", base + top, "sum", "cm"),
            ProofStep("A", "s*h/2", (base + top) * height // 2, "trapezoid", "cm^2"),
        ),
    )


def _isosceles_by_coordinates(given: Numbers) -> float:
    a, c, leg = given["a"], given["c"], given["l"]
    over = (a - c) / 2
    height = leg * math.sin(math.acos(over / leg))
    return area_of((0, 0), (a, 0), (a - over, height), (over, height))


TRAPEZOID = Template(
    name="trapezoid",
    boxes=(Box(2, range(20, 121), range(2, 60), range(8, 80)),),
    wide=(Box(2, range(121, 400), range(2, 60), range(80, 200)),),
    holes=True,
    build=trapezoid,
    oracle=lambda given: area_of((0, 0), (given["a"], 0), (given["c"] + 1, given["h"]), (1, given["h"])),
    cast={"what": (("field", "田地"), ("meadow", "草地"), ("building plot", "建筑用地"))},
    en=english(
        (
            "A {what} is a trapezoid with parallel sides of {a} m and {c} m.",
            "They are {h} m apart.",
            "What is its area, in m^2?",
        ),
        (
            "The parallel sides of a trapezoidal {what} are {a} m and {c} m long.",
            "Its height is {h} m.",
            "How many square metres does it cover?",
        ),
        **RIGHT_EN,
    ),
    zh=chinese(
        ("一块梯形{what}的上底长{c}米，下底长{a}米。", "高为{h}米。", "它的面积是多少平方米？"),
        ("梯形{what}的两条平行边分别长{a}米和{c}米。", "两边相距{h}米。", "求面积，单位为平方米。"),
        **RIGHT_ZH,
    ),
)


ISOSCELES_TRAPEZOID = Template(
    name="isosceles_trapezoid",
    boxes=(Box(8, TRIPLES[:7], range(1, 21), (False, True), range(3, 600)),),
    wide=(Box(8, TRIPLES[7:], range(1, 13), (False, True), range(600, 900)),),
    build=isosceles,
    oracle=_isosceles_by_coordinates,
    en=english(
        (
            "An isosceles trapezoid has parallel sides of {a} cm and {c} cm.",
            "Its legs are {l} cm long.",
            "What is its area, in cm^2?",
        ),
        (
            "The legs of an isosceles trapezoid measure {l} cm each.",
            "The base is {a} cm long and the top {c} cm.",
            "Find the area, in cm^2.",
        ),
        longer="The base is longer than the top by {claim}.",
        overhang="On each side it sticks out by {claim}.",
        **RIGHT_EN,
    ),
    zh=chinese(
        ("等腰梯形的两底分别长{a}厘米和{c}厘米。", "腰长{l}厘米。", "它的面积是多少平方厘米？"),
        (
            "一个等腰梯形的腰长为{l}厘米。",
            "下底长{a}厘米，上底长{c}厘米。",
            "求面积，单位为平方厘米。",
        ),
        longer="下底比上底长{claim}。",
        overhang="每侧多出{claim}。",
        **RIGHT_ZH,
    ),
)
