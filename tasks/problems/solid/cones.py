"""Cones, balls and frustums: lampshades, a ball cast anew, gas tanks, buckets."""

import math
from fractions import Fraction

from tasks.problems.exact_text import pi_text
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.solid.cylinders import ROUND_EN, ROUND_ZH, sliced
from tasks.problems.spaces import Box

_TRIPLES = ((3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25), (20, 21, 29))


def recast(radius: int, base: int) -> Proof | None:
    """A metal ball melted into a cylinder; its height."""
    height = Fraction(4 * radius**3, 3 * base * base)
    if height.denominator > 12 or not base <= 8 * height <= 160 * base:
        return None
    return Proof(
        (Given("R", radius, "mm"), Given("r", base, "mm")),
        (
            ProofStep("c", "R^3", radius**3, "cube", "mm^3"),
            ProofStep("V", "4*pi*c/3", pi_text(Fraction(4 * radius**3, 3)), "ball", "mm^3"),
            ProofStep("A", "pi*r^2", pi_text(base * base), "base", "mm^2"),
            ProofStep("h", "V/A", height, "height", "mm"),
        ),
    )


def cone(triple: tuple[int, int, int], scale: int, swapped: bool, count: int) -> Proof:
    """Paper cones with a whole slant height; the paper of all of them, without a base."""
    radius, height = (scale * leg for leg in (triple[1::-1] if swapped else triple[:2]))
    slant = scale * triple[2]
    return Proof(
        (Given("r", radius, "cm"), Given("h", height, "cm"), Given("n", count)),
        (
            ProofStep("q", "r^2+h^2", slant * slant, "square", "cm^2"),
            ProofStep("s", "sqrt(q)", slant, "slant", "cm"),
            ProofStep("M", "pi*r*s", pi_text(radius * slant), "lateral", "cm^2"),
            ProofStep("S", "n*M", pi_text(count * radius * slant), "all", "cm^2"),
        ),
    )


def capsule(diameter: int, length: int, count: int) -> Proof:
    """Tanks that are a cylinder with two half balls; the surface of all."""
    r = diameter // 2
    side, ends = 2 * r * length, 4 * r * r
    return Proof(
        (Given("d", diameter, "m"), Given("l", length, "m"), Given("n", count)),
        (
            ProofStep("r", "d/2", r, "radius", "m"),
            ProofStep("q", "r^2", r * r, "square", "m^2"),
            ProofStep("B", "4*pi*q", pi_text(ends), "ball_surface", "m^2"),
            ProofStep("M", "pi*d*l", pi_text(side), "mantle", "m^2"),
            ProofStep("S", "B+M", pi_text(side + ends), "add", "m^2"),
            ProofStep("T", "n*S", pi_text(count * (side + ends)), "all", "m^2"),
        ),
    )


def frustum(lower: int, upper: int, height: int) -> Proof | None:
    """A bucket: a frustum with radii lower < upper; volume."""
    if not lower < upper <= 3 * lower:
        return None
    squares = upper * upper + upper * lower + lower * lower
    return Proof(
        (Given("r", lower, "cm"), Given("R", upper, "cm"), Given("h", height, "cm")),
        (
            ProofStep("p", "R^2", upper * upper, "outer_square", "cm^2"),
            ProofStep("m", "R*r", upper * lower, "product", "cm^2"),
            ProofStep("q", "r^2", lower * lower, "inner_square", "cm^2"),
            ProofStep("s", "p+m+q", squares, "add", "cm^2"),
            ProofStep("t", "s*h/3", Fraction(squares * height, 3), "third", "cm^3"),
            ProofStep("V", "pi*t", pi_text(Fraction(squares * height, 3)), "times_pi", "cm^3"),
        ),
    )


CONE = Template(
    name="cone",
    boxes=(Box(4, _TRIPLES, range(1, 3), (False, True), range(2, 600), listed=True),),
    wide=(Box(4, _TRIPLES, range(3, 8), (False, True), range(600, 900)),),
    build=cone,
    # Guldin: the slant line times the way of its middle.
    oracle=lambda given: given["n"] * math.hypot(given["r"], given["h"]) * 2 * math.pi * given["r"] / 2,
    cast={"what": (("paper cones", "纸筒"), ("lampshades", "灯罩"), ("metal covers", "铁皮罩"))},
    en=english(
        (
            "A workshop makes {n} conical {what}, open at the base.",
            "Each has a base radius of {r} cm.",
            "Each is {h} cm high.",
            "What is their total lateral area, in cm^2, as a multiple of pi?",
        ),
        (
            "Conical {what} without a base have a radius of {r} cm and a height of {h} cm.",
            "How many cm^2 of material do {n} of them take? Leave pi in the answer.",
        ),
        square="The square of the slant height is {claim}.",
        slant="The slant height is {claim}.",
        lateral="The lateral area is {claim}.",
        **ROUND_EN,
    ),
    zh=chinese(
        (
            "工厂要做{n}个圆锥形{what}（不含底面）。",
            "底面半径为{r}厘米。",
            "高为{h}厘米。",
            "侧面积一共是多少平方厘米？结果保留π。",
        ),
        (
            "一种无底的圆锥形{what}，底面半径{r}厘米，高{h}厘米。",
            "做{n}个这样的{what}共需多少平方厘米的材料？结果保留π。",
        ),
        square="母线长的平方为{claim}。",
        slant="母线长为{claim}。",
        lateral="侧面积为{claim}。",
        **ROUND_ZH,
    ),
)


RECAST = Template(
    name="recast",
    boxes=(Box(4, range(2, 200), range(2, 150), listed=True),),
    wide=(Box(4, range(200, 400), range(150, 250), listed=True),),
    holes=True,
    build=recast,
    # Sections of the half ball at its base, half-way and at the pole, twice; spread over the base.
    oracle=lambda given: (
        2 * sliced(lambda x: given["R"] ** 2 - x * x, given["R"]) / (math.pi * given["r"] ** 2)
    ),
    cast={"what": (("iron", "铁"), ("copper", "铜"), ("aluminium", "铝"), ("wax", "蜡"))},
    en=english(
        (
            "A ball of {what} has a radius of {R} mm.",
            "It is melted and cast into a cylinder with a radius of {r} mm.",
            "How high is the cylinder, in mm?",
        ),
        (
            "A cylinder with a base radius of {r} mm is cast from a ball of {what}.",
            "The radius of the ball is {R} mm.",
            "Nothing is lost.",
            "What is the height of the cylinder, in mm?",
        ),
        cube="The cube of the radius of the ball is {claim}.",
        ball="The volume of the ball is {claim}.",
        base="The base area of the cylinder is {claim}.",
        height="The height is the volume divided by the base: {claim}.",
    ),
    zh=chinese(
        (
            "一个{what}球的半径为{R}毫米。",
            "把它熔化后铸成底面半径为{r}毫米的圆柱。",
            "圆柱的高是多少毫米？",
        ),
        (
            "用一个{what}球铸造底面半径为{r}毫米的圆柱。",
            "球的半径为{R}毫米。",
            "不计损耗，求圆柱的高，单位为毫米。",
        ),
        cube="球半径的立方为{claim}。",
        ball="球的体积为{claim}。",
        base="圆柱的底面积为{claim}。",
        height="高等于体积除以底面积：{claim}。",
    ),
)


CAPSULE = Template(
    name="capsule",
    boxes=(Box(6, range(2, 12, 2), range(2, 60), range(2, 40), listed=True),),
    wide=(Box(6, range(12, 24, 2), range(60, 120), range(40, 80)),),
    build=capsule,
    # Guldin: quarter circles, whose centroid is 2r/pi from the axis, and the line parallel to it.
    oracle=lambda given: (
        given["n"]
        * (
            2 * (math.pi * given["d"] / 4) * (2 * math.pi * given["d"] / math.pi)
            + given["l"] * 2 * math.pi * given["d"] / 2
        )
    ),
    en=english(
        (
            "A gas tank is a cylinder with a hemisphere at each end.",
            "Its diameter is {d} m.",
            "The cylindrical part is {l} m long.",
            "What is the total surface area of {n} such tanks, in m^2, as a multiple of pi?",
        ),
        (
            "{n} gas tanks are to be painted.",
            "Each is a cylinder {l} m long, closed by two hemispheres.",
            "The diameter is {d} m.",
            "How many m^2 have to be painted in all? Leave pi in the answer.",
        ),
        square="The square of the radius is {claim}.",
        ball_surface="The two ends make a whole sphere: {claim}.",
        mantle="The lateral area of the cylinder is {claim}.",
        **ROUND_EN,
    ),
    zh=chinese(
        (
            "一个储气罐由圆柱和两端的半球组成。",
            "直径为{d}米。",
            "圆柱部分长{l}米。",
            "{n}个这样的储气罐的表面积一共是多少平方米？结果保留π。",
        ),
        (
            "要给{n}个储气罐刷漆。",
            "每个罐的中部是长{l}米的圆柱，两端是半球。",
            "直径都是{d}米。",
            "共需刷多少平方米？结果保留π。",
        ),
        square="半径的平方为{claim}。",
        ball_surface="两个半球合成一个球面：{claim}。",
        mantle="圆柱的侧面积为{claim}。",
        **ROUND_ZH,
    ),
)


FRUSTUM = Template(
    name="frustum",
    heldout=True,
    boxes=(Box(6, range(2, 25), range(3, 31), range(5, 51), listed=True),),
    holes=True,
    build=frustum,
    oracle=lambda given: sliced(
        lambda x: (given["r"] + (given["R"] - given["r"]) * x / given["h"]) ** 2, given["h"]
    ),
    cast={"what": (("bucket", "水桶"), ("flowerpot", "花盆"), ("tub", "木盆"))},
    en=english(
        (
            "A {what} is a truncated cone.",
            "Its radius is {r} cm at the bottom and {R} cm at the top.",
            "It is {h} cm high.",
            "What is its volume in cm^3, as a multiple of pi?",
        ),
        (
            "A {what} in the shape of a truncated cone is {h} cm high.",
            "The base has a radius of {r} cm, and the opening has a radius of {R} cm.",
            "How many cm^3 does it hold? Leave pi in the answer.",
        ),
        product="The product of the radii is {claim}.",
        third="Multiply by a third of the height: {claim}.",
        times_pi="Multiply by pi: {claim}.",
        **ROUND_EN,
    ),
    zh=chinese(
        (
            "一个{what}的形状是圆台。",
            "底面半径为{r}厘米，上口半径为{R}厘米。",
            "高为{h}厘米。",
            "它的容积是多少立方厘米？结果保留π。",
        ),
        (
            "圆台形{what}的高是{h}厘米。",
            "底面半径是{r}厘米，开口处半径是{R}厘米。",
            "求它的容积（单位为立方厘米，结果保留π）。",
        ),
        product="两半径之积为{claim}。",
        third="乘高的三分之一：{claim}。",
        times_pi="再乘π，得{claim}。",
        **ROUND_ZH,
    ),
)
