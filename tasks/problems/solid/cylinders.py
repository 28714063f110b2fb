"""Cylinders: a can, a pipe, a silo with a conical roof, and what the round bodies have in common."""

import math
from collections.abc import Callable
from fractions import Fraction

from tasks.problems.exact_text import pi_text
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box


def sliced(section: Callable[[Fraction], Fraction], height: int | Fraction) -> float:
    """pi times the integral of the square of a radius, by Simpson's rule."""
    height = Fraction(height)
    total = section(Fraction(0)) + 4 * section(height / 2) + section(height)
    return math.pi * float(total * height / 6)


def can(diameter: int, height: int) -> Proof:
    """A cylinder; volume."""
    r = diameter // 2
    return Proof(
        (Given("d", diameter, "cm"), Given("h", height, "cm")),
        (
            ProofStep("r", "d/2", r, "radius", "cm"),
            ProofStep("A", "pi*r^2", pi_text(r * r), "base", "cm^2"),
            ProofStep("V", "A*h", pi_text(r * r * height), "cylinder", "cm^3"),
        ),
    )


def silo(diameter: int, height: int, roof: int) -> Proof:
    """A cylinder with a conical roof; volume."""
    square = diameter * diameter // 4
    body, top = square * height, Fraction(square * roof, 3)
    return Proof(
        (Given("d", diameter, "m"), Given("h", height, "m"), Given("k", roof, "m")),
        (
            ProofStep("r", "d/2", diameter // 2, "radius", "m"),
            ProofStep("A", "pi*r^2", pi_text(square), "base", "m^2"),
            ProofStep("B", "A*h", pi_text(body), "cylinder", "m^3"),
            ProofStep("C", "A*k/3", pi_text(top), "cone", "m^3"),
            ProofStep("V", "B+C", pi_text(body + top), "add", "m^3"),
        ),
    )


def pipe(outer: int, inner: int, length: int) -> Proof | None:
    """A pipe given by its diameters; the volume of its wall."""
    if not outer > inner >= outer // 3:
        return None
    large, small = outer // 2, inner // 2
    ring = large * large - small * small
    return Proof(
        (Given("D", outer, "cm"), Given("d", inner, "cm"), Given("l", length, "cm")),
        (
            ProofStep("R", "D/2", large, "outer_radius", "cm"),
            ProofStep("r", "d/2", small, "inner_radius", "cm"),
            ProofStep("Q", "R^2", large * large, "outer_square", "cm^2"),
            ProofStep("q", "r^2", small * small, "inner_square", "cm^2"),
            ProofStep("g", "Q-q", ring, "difference", "cm^2"),
            ProofStep("A", "pi*g", pi_text(ring), "ring", "cm^2"),
            ProofStep("V", "A*l", pi_text(ring * length), "wall", "cm^3"),
        ),
    )


ROUND_EN = {
    "radius": "The radius is half the diameter: {claim}.",
    "base": "The area of the base is {claim}.",
    "cylinder": "Base times height: {claim}.",
    "cone": "The cone is a third of base times height: {claim}.",
    "add": "Together: {claim}.",
    "all": "For all of them: {claim}.",
    "outer_square": "The square of the larger radius is {claim}.",
    "inner_square": "The square of the smaller radius is {claim}.",
}


ROUND_ZH = {
    "radius": "半径是直径的一半：{claim}。",
    "base": "底面积为{claim}。",
    "cylinder": "底面积乘高：{claim}。",
    "cone": "圆锥的体积等于底面积乘高的三分之一：{claim}。",
    "add": "相加得{claim}。",
    "all": "总共为{claim}。",
    "outer_square": "大半径的平方为{claim}。",
    "inner_square": "小半径的平方为{claim}。",
}


CAN = Template(
    name="can",
    boxes=(Box(3, range(10, 200, 2), range(20, 320), listed=True),),
    wide=(Box(3, range(200, 400, 2), range(320, 500)),),
    build=can,
    oracle=lambda given: sliced(lambda _: Fraction(given["d"] ** 2, 4), given["h"]),
    cast={
        "what": (
            ("drum", "油桶"),
            ("gas tank", "储气罐"),
            ("pressure vessel", "压力罐"),
            ("water tank", "水箱"),
        )
    },
    en=english(
        (
            "A cylindrical {what} is {h} cm high.",
            "Its diameter is {d} cm.",
            "What is its volume in cm^3, as a multiple of pi?",
        ),
        (
            "The base of a cylindrical {what} has a diameter of {d} cm.",
            "The height is {h} cm.",
            "Find the volume in cm^3 and leave pi in the answer.",
        ),
        **ROUND_EN,
    ),
    zh=chinese(
        ("一个圆柱形{what}高{h}厘米。", "底面直径为{d}厘米。", "它的体积是多少立方厘米？结果保留π。"),
        (
            "圆柱形{what}的底面直径是{d}厘米。",
            "高是{h}厘米。",
            "求体积（单位为立方厘米，结果保留π）。",
        ),
        **ROUND_ZH,
    ),
)


SILO = Template(
    name="silo",
    boxes=(Box(5, range(4, 34, 2), range(3, 40), range(1, 20)),),
    wide=(Box(5, range(34, 60, 2), range(40, 90), range(20, 40)),),
    build=silo,
    oracle=lambda given: (
        sliced(lambda _: Fraction(given["d"] ** 2, 4), given["h"])
        + sliced(lambda x: (Fraction(given["d"], 2) * (1 - x / given["k"])) ** 2, given["k"])
    ),
    cast={"what": (("silo", "粮仓"), ("tower", "塔楼"), ("water tower", "水塔"))},
    en=english(
        (
            "A {what} is a cylinder with a conical roof.",
            "Its diameter is {d} m.",
            "The cylinder is {h} m high.",
            "The roof adds a height of {k} m.",
            "What is its volume in m^3, as a multiple of pi?",
        ),
        (
            "The lower part of a {what} is a cylinder {h} m high.",
            "The upper part is a cone {k} m high.",
            "Both have a diameter of {d} m.",
            "Find the total volume in m^3 and leave pi in the answer.",
        ),
        **ROUND_EN,
    ),
    zh=chinese(
        (
            "一座{what}由圆柱和圆锥形顶组成。",
            "底面直径为{d}米。",
            "圆柱部分高{h}米。",
            "圆锥部分高{k}米。",
            "它的体积是多少立方米？结果保留π。",
        ),
        (
            "一座{what}的下部是高{h}米的圆柱。",
            "上部是高{k}米的圆锥。",
            "两部分的底面直径都是{d}米。",
            "求总体积（单位为立方米，结果保留π）。",
        ),
        **ROUND_ZH,
    ),
)


PIPE = Template(
    name="pipe",
    boxes=(Box(7, range(6, 82, 2), range(2, 80, 2), range(20, 900)),),
    wide=(Box(7, range(82, 120, 2), range(60, 80, 2), range(900, 2000)),),
    holes=True,
    build=pipe,
    oracle=lambda given: (
        # The wall unrolled: its mean circumference, its thickness, its length.
        math.pi * Fraction(given["D"] + given["d"], 2) * Fraction(given["D"] - given["d"], 2) * given["l"]
    ),
    cast={"what": (("concrete", "混凝土"), ("steel", "钢"), ("clay", "陶"))},
    en=english(
        (
            "A {what} pipe is {l} cm long.",
            "Its outer diameter is {D} cm.",
            "Its inner diameter is {d} cm.",
            "What is the volume of its wall, in cm^3, as a multiple of pi?",
        ),
        (
            "A pipe made of {what} has an outer diameter of {D} cm and an inner diameter of {d} cm.",
            "The length is {l} cm.",
            "How many cm^3 of {what} does it contain? Leave pi in the answer.",
        ),
        outer_radius="The outer radius is {claim}.",
        inner_radius="The inner radius is {claim}.",
        difference="The difference is {claim}.",
        ring="The area of the ring is {claim}.",
        wall="Its area times the length: {claim}.",
        **ROUND_EN,
    ),
    zh=chinese(
        (
            "一根{what}管长{l}厘米。",
            "外径为{D}厘米。",
            "内径为{d}厘米。",
            "管壁的体积是多少立方厘米？结果保留π。",
        ),
        (
            "一根{what}管的外径是{D}厘米，内径是{d}厘米。",
            "管长{l}厘米。",
            "制作这根管需要多少立方厘米的材料？结果保留π。",
        ),
        outer_radius="外半径为{claim}。",
        inner_radius="内半径为{claim}。",
        difference="相减得{claim}。",
        ring="圆环的面积为{claim}。",
        wall="圆环面积乘管长：{claim}。",
        **ROUND_ZH,
    ),
)
