"""Pythagoras with whole sides: a ladder, a chord, the height of a rhombus."""

import math
from fractions import Fraction

from tasks.problems.plane.coordinates import Numbers
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box

TRIPLES = (
    (3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25), (20, 21, 29), (9, 40, 41), (12, 35, 37),
    (28, 45, 53), (11, 60, 61), (33, 56, 65), (16, 63, 65), (48, 55, 73), (36, 77, 85),
    (13, 84, 85), (39, 80, 89), (65, 72, 97),
)  # fmt: skip
"""Right triangles with whole sides, the shortest side first."""


def ladder(triple: tuple[int, int, int], scale: int, swapped: bool) -> Proof:
    """The ladder is the hypotenuse; how high it reaches."""
    foot, height = (scale * leg for leg in (triple[1::-1] if swapped else triple[:2]))
    long = scale * triple[2]
    return Proof(
        (Given("l", long, "cm"), Given("f", foot, "cm")),
        (
            ProofStep("L", "l^2", long * long, "hypotenuse", "cm^2"),
            ProofStep("F", "f^2", foot * foot, "leg", "cm^2"),
            ProofStep("H", "L-F", height * height, "difference", "cm^2"),
            ProofStep("h", "sqrt(H)", height, "root", "cm"),
        ),
    )


def rhombus(triple: tuple[int, int, int], scale: int) -> Proof:
    """The diagonals; the distance of opposite sides."""
    p, q, side = (scale * part for part in triple)
    return Proof(
        (Given("d", 2 * p, "cm"), Given("x", 2 * q, "cm")),
        (
            ProofStep("p", "d/2", p, "half", "cm"),
            ProofStep("q", "x/2", q, "half", "cm"),
            ProofStep("S", "p^2+q^2", side * side, "pythagoras", "cm^2"),
            ProofStep("s", "sqrt(S)", side, "side", "cm"),
            ProofStep("A", "d*x/2", 2 * p * q, "diagonals", "cm^2"),
            ProofStep("h", "A/s", Fraction(2 * p * q, side), "height", "cm"),
        ),
    )


def _rhombus_by_coordinates(given: Numbers) -> float:
    """Twice the distance of the centre from a side, by its foot."""
    p, q = given["d"] / 2, given["x"] / 2
    t = p * p / (p * p + q * q)
    return 2 * math.hypot(p * (1 - t), q * t)


def chord(triple: tuple[int, int, int], scale: int, swapped: bool) -> Proof:
    """Radius and distance of a chord; its length."""
    distance, half = (scale * leg for leg in (triple[1::-1] if swapped else triple[:2]))
    r = scale * triple[2]
    return Proof(
        (Given("r", r, "cm"), Given("d", distance, "cm")),
        (
            ProofStep("R", "r^2", r * r, "hypotenuse", "cm^2"),
            ProofStep("D", "d^2", distance * distance, "leg", "cm^2"),
            ProofStep("H", "R-D", half * half, "difference", "cm^2"),
            ProofStep("h", "sqrt(H)", half, "root", "cm"),
            ProofStep("s", "2*h", 2 * half, "double", "cm"),
        ),
    )


RIGHT_EN = {
    "hypotenuse": "The square of the hypotenuse is {claim}.",
    "leg": "The square of the known leg is {claim}.",
    "difference": "The difference is {claim}.",
    "root": "The other leg is {claim}.",
    "sum": "The parallel sides add up to {claim}.",
    "trapezoid": "Half of this sum times the height is {claim}.",
}


RIGHT_ZH = {
    "hypotenuse": "斜边的平方为{claim}。",
    "leg": "已知直角边的平方为{claim}。",
    "difference": "相减得{claim}。",
    "root": "另一条直角边为{claim}。",
    "sum": "两底之和为{claim}。",
    "trapezoid": "两底之和乘高再除以2：{claim}。",
}


_CHORD_EN = {
    "hypotenuse": "The radius is the hypotenuse; its square is {claim}.",
    "leg": "The square of the distance is {claim}.",
    "difference": "The difference is {claim}.",
    "root": "Half of the chord is {claim}.",
    "double": "The whole chord is {claim}.",
}


_CHORD_ZH = {
    "hypotenuse": "半径是斜边，它的平方为{claim}。",
    "leg": "弦心距的平方为{claim}。",
    "difference": "相减得{claim}。",
    "root": "半弦长为{claim}。",
    "double": "弦长为{claim}。",
}


LADDER = Template(
    name="ladder",
    boxes=(Box(4, TRIPLES[:7], range(3, 40), (False, True)),),
    wide=(Box(4, TRIPLES[7:], range(3, 40), (False, True)),),
    build=ladder,
    oracle=lambda given: given["l"] * math.sin(math.acos(given["f"] / given["l"])),
    en=english(
        (
            "A ladder {l} cm long leans against a wall.",
            "Its foot stands {f} cm from the wall.",
            "How high does it reach, in cm?",
        ),
        (
            "A rope {l} cm long is stretched from the top of a mast to the ground.",
            "It is fixed {f} cm from the foot of the mast.",
            "How many cm high is the mast?",
        ),
        **RIGHT_EN,
    ),
    zh=chinese(
        ("一架长{l}厘米的梯子斜靠在墙上。", "梯脚离墙{f}厘米。", "梯子顶端离地面多少厘米？"),
        (
            "从旗杆顶端到地面拉直一根长{l}厘米的绳子。",
            "绳子在地面的固定点离旗杆底部{f}厘米。",
            "旗杆高多少厘米？",
        ),
        **RIGHT_ZH,
    ),
)


RHOMBUS = Template(
    name="rhombus",
    boxes=(Box(6, TRIPLES[:9], range(1, 60)),),
    wide=(Box(6, TRIPLES[9:], range(1, 60)),),
    build=rhombus,
    oracle=_rhombus_by_coordinates,
    en=english(
        (
            "The diagonals of a rhombus are {d} cm and {x} cm long.",
            "What is the exact distance between opposite sides, in cm?",
        ),
        ("A rhombus has diagonals of {d} cm and {x} cm.", "Find its exact height, in cm."),
        half="Half of the diagonal {0} is {claim}.",
        pythagoras="The diagonals are perpendicular, so the square of the side is {claim}.",
        side="The side is {claim}.",
        diagonals="The area is half the product of the diagonals: {claim}.",
        height="The height is the area divided by the side: {claim}.",
    ),
    zh=chinese(
        ("菱形的两条对角线分别长{d}厘米和{x}厘米。", "两条对边之间的距离是多少厘米？写出精确值。"),
        ("一个菱形的两条对角线分别为{d}厘米和{x}厘米。", "求它的高的精确值，单位为厘米。"),
        half="对角线{0}的一半为{claim}。",
        pythagoras="对角线互相垂直，边长的平方为{claim}。",
        side="边长为{claim}。",
        diagonals="面积等于对角线乘积的一半：{claim}。",
        height="高等于面积除以边长：{claim}。",
    ),
)


CHORD = Template(
    name="chord",
    heldout=True,
    boxes=(Box(5, TRIPLES, range(1, 40), (False, True)),),
    build=chord,
    oracle=lambda given: 2 * given["r"] * math.sin(math.acos(given["d"] / given["r"])),
    en=english(
        (
            "A chord is {d} cm from the centre of a circle.",
            "The radius is {r} cm.",
            "How long is the chord, in cm?",
        ),
        (
            "A circle has a radius of {r} cm.",
            "A line passes {d} cm from its centre.",
            "How many cm of the line lie inside the circle?",
        ),
        **_CHORD_EN,
    ),
    zh=chinese(
        ("圆的一条弦到圆心的距离为{d}厘米。", "半径为{r}厘米。", "这条弦长多少厘米？"),
        (
            "一个圆的半径为{r}厘米。",
            "一条直线到圆心的距离为{d}厘米。",
            "直线被圆截得的线段长多少厘米？",
        ),
        **_CHORD_ZH,
    ),
)
