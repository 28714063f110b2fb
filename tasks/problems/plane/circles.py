"""Areas with pi: sectors, ring sectors, and a rectangle with two semicircles."""

import math
from fractions import Fraction

from tasks.problems.exact_text import pi_text
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box


def wiper(outer: int, inner: int, angle: int) -> Proof | None:
    """A ring sector between two radii."""
    if inner >= outer:
        return None
    share = Fraction(angle, 360)
    ring = outer * outer - inner * inner
    return Proof(
        (Given("R", outer, "cm"), Given("r", inner, "cm"), Given("n", angle, "deg")),
        (
            ProofStep("Q", "R^2", outer * outer, "outer_square", "cm^2"),
            ProofStep("q", "r^2", inner * inner, "inner_square", "cm^2"),
            ProofStep("g", "Q-q", ring, "difference", "cm^2"),
            ProofStep("f", "n/360", share, "share"),
            ProofStep("A", "pi*f*g", pi_text(ring * share), "sector", "cm^2"),
        ),
    )


def sector(radius: int, angle: int) -> Proof | None:
    """A sector; its area."""
    share = Fraction(angle, 360)
    return Proof(
        (Given("r", radius, "cm"), Given("n", angle, "deg")),
        (
            ProofStep("q", "r^2", radius * radius, "square", "cm^2"),
            ProofStep("f", "n/360", share, "share"),
            ProofStep("A", "pi*f*q", pi_text(radius * radius * share), "sector", "cm^2"),
        ),
    )


def stadium(straight: int, diameter: int) -> Proof:
    """A rectangle with two half circles; area."""
    r = diameter // 2
    round_part = pi_text(r * r)
    return Proof(
        (Given("l", straight, "m"), Given("d", diameter, "m")),
        (
            ProofStep("r", "d/2", r, "radius", "m"),
            ProofStep("q", "r^2", r * r, "square", "m^2"),
            ProofStep("C", "pi*q", round_part, "circle", "m^2"),
            ProofStep("S", "l*d+C", f"{straight * diameter}+{round_part}", "rectangle", "m^2"),
        ),
    )


_CIRCLE_EN = {
    "square": "The square of the radius is {claim}.",
    "share": "As a share of the full turn, the angle is {claim}.",
    "sector": "The area is {claim}.",
}


_CIRCLE_ZH = {
    "square": "半径的平方为{claim}。",
    "share": "圆心角占周角的{claim}。",
    "sector": "面积为{claim}。",
}


_ANGLES = tuple(angle for angle in range(10, 351, 5) if math.gcd(angle, 360) > 5)


SECTOR = Template(
    name="sector",
    boxes=(Box(3, range(2, 400), _ANGLES, listed=True),),
    wide=(Box(3, range(400, 900), _ANGLES, listed=True),),
    build=sector,
    # A triangle as high as the radius over the arc.
    oracle=lambda given: given["r"] * (math.radians(given["n"]) * given["r"]) / 2,
    cast={"what": (("piece of cloth", "布料"), ("piece of cardboard", "纸板"), ("metal sheet", "铁皮"))},
    en=english(
        (
            "A {what} has the shape of a circular sector with a radius of {r} cm.",
            "The angle at the centre is {n} degrees.",
            "What is its area in cm^2, as a multiple of pi?",
        ),
        (
            "A sector with an angle of {n} degrees is cut from a disc with a radius of {r} cm.",
            "Find the area of the sector in cm^2 and leave pi in the answer.",
        ),
        **_CIRCLE_EN,
    ),
    zh=chinese(
        (
            "一块扇形{what}的半径为{r}厘米。",
            "圆心角为{n}度。",
            "它的面积是多少平方厘米？结果保留π。",
        ),
        (
            "从半径为{r}厘米的圆形纸片上剪下一个圆心角为{n}度的扇形。",
            "求扇形的面积（单位为平方厘米，结果保留π）。",
        ),
        **_CIRCLE_ZH,
    ),
)


STADIUM = Template(
    name="stadium",
    boxes=(Box(4, range(20, 300), range(10, 200, 2), listed=True),),
    wide=(Box(4, range(300, 600), range(200, 400, 2)),),
    build=stadium,
    oracle=lambda given: (
        # A circle rolled along the straight: its area, and its width times the way.
        math.pi * given["d"] ** 2 / 4 + given["d"] * given["l"]
    ),
    en=english(
        (
            "A sports ground is a rectangle with a semicircle at each end.",
            "The straight sides are {l} m long.",
            "The semicircles have a diameter of {d} m.",
            "What is the exact area, in m^2?",
        ),
        (
            "A skating rink is a rectangle {l} m long and {d} m wide with a semicircle on each of "
            "the sides that are {d} m long.",
            "Find its area in m^2 and leave pi in the answer.",
        ),
        radius="The radius is {claim}.",
        circle="The semicircles make a whole circle: {claim}.",
        rectangle="Add the area of the rectangle: {claim}.",
        **_CIRCLE_EN,
    ),
    zh=chinese(
        (
            "一个运动场由一个长方形和两端的半圆组成。",
            "直道长{l}米。",
            "半圆的直径为{d}米。",
            "运动场的面积是多少平方米？结果保留π。",
        ),
        (
            "溜冰场的中间是长{l}米、宽{d}米的长方形，两端各是一个直径为{d}米的半圆。",
            "求它的面积（单位为平方米，结果保留π）。",
        ),
        radius="半径为{claim}。",
        circle="两个半圆合成一个圆：{claim}。",
        rectangle="再加上长方形的面积：{claim}。",
        **_CIRCLE_ZH,
    ),
)


RING_SECTOR = Template(
    name="ring_sector",
    heldout=True,
    boxes=(Box(5, range(12, 80), range(4, 60), [angle for angle in _ANGLES if angle <= 180]),),
    holes=True,
    build=wiper,
    # The mean arc times the width.
    oracle=lambda given: math.radians(given["n"]) * (given["R"] + given["r"]) / 2 * (given["R"] - given["r"]),
    en=english(
        (
            "A windscreen wiper sweeps the space between two circular arcs.",
            "The arcs have radii of {R} cm and {r} cm about the same centre.",
            "The wiper turns by {n} degrees.",
            "What area does it wipe, in cm^2, as a multiple of pi?",
        ),
        (
            "The paper of a folding fan lies between two arcs about its pivot.",
            "Their radii are {r} cm and {R} cm.",
            "The fan opens to {n} degrees.",
            "Find the area of the paper in cm^2 and leave pi in the answer.",
        ),
        outer_square="The square of the larger radius is {claim}.",
        inner_square="The square of the smaller radius is {claim}.",
        difference="The difference is {claim}.",
        **_CIRCLE_EN,
    ),
    zh=chinese(
        (
            "汽车雨刷扫过两段同心圆弧之间的区域。",
            "两段圆弧的半径分别为{R}厘米和{r}厘米。",
            "雨刷转过{n}度。",
            "它扫过的面积是多少平方厘米？结果保留π。",
        ),
        (
            "折扇的扇面位于两段同心圆弧之间。",
            "两段弧的半径分别为{r}厘米和{R}厘米。",
            "扇子张开{n}度。",
            "求扇面的面积（单位为平方厘米，结果保留π）。",
        ),
        outer_square="大半径的平方为{claim}。",
        inner_square="小半径的平方为{claim}。",
        difference="相减得{claim}。",
        **_CIRCLE_ZH,
    ),
)
