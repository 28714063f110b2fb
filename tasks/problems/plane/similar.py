"""Angles and similar figures: a shadow, a bisector, areas on another scale."""

import math
from fractions import Fraction

from tasks.problems.plane.coordinates import Numbers, area_of
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box

MAX_HEIGHT = 250
"""Of what casts a shadow, in m."""


def shadow(pole: int, own: int, other: int) -> Proof | None:
    """A pole with its shadow, in dm, and the shadow of something tall, in m; its height."""
    ratio = Fraction(pole, own)
    if pole == own or 20 % ratio.denominator or not 5 <= ratio * other <= MAX_HEIGHT:
        return None
    givens: tuple[tuple[str, int | Fraction], ...]
    givens = (("p", Fraction(pole, 10)), ("s", Fraction(own, 10)), ("t", other))
    return Proof(
        tuple(Given(name, value, "m") for name, value in givens),
        (
            ProofStep("k", "p/s", ratio, "ratio"),
            ProofStep("h", "k*t", ratio * other, "height", "m"),
        ),
        decimals=True,
    )


def bisector(a: int, b: int) -> Proof | None:
    """Two angles of a triangle; the angle that the bisector of the third makes with the opposite side."""
    third = 180 - a - b
    if third < 10 or third % 2:
        return None
    return Proof(
        (Given("a", a, "deg"), Given("b", b, "deg")),
        (
            ProofStep("s", "a+b", a + b, "sum", "deg"),
            ProofStep("c", "180-s", third, "third", "deg"),
            ProofStep("g", "c/2", third // 2, "half", "deg"),
            ProofStep("d", "180-a-g", 180 - a - third // 2, "rest", "deg"),
        ),
    )


def _bisector_by_coordinates(given: Numbers) -> float:
    """C above AB=1; the bisector divides AB like the sides beside it; the angle at D from its directions."""
    a, b = math.radians(given["a"]), math.radians(given["b"])
    side = math.sin(b) / math.sin(a + b)
    c = (side * math.cos(a), side * math.sin(a))
    other = math.dist(c, (1, 0))
    d = side / (side + other)
    return 180 - math.degrees(math.atan2(c[1], c[0] - d))


def scaled(side: int, factor: Fraction, area: int) -> Proof | None:
    """Similar figures: a pair of sides, and one area."""
    other, square = side * factor, factor * factor
    if other.denominator > 1 or (area * square).denominator > 1:
        return None
    return Proof(
        (Given("a", side, "cm"), Given("b", int(other), "cm"), Given("A", area, "cm^2")),
        (
            ProofStep("k", "b/a", factor, "ratio"),
            ProofStep("q", "k^2", square, "square_ratio"),
            ProofStep("B", "A*q", area * square, "other_area", "cm^2"),
        ),
    )


_FACTORS = tuple(sorted({Fraction(n, d) for n in range(1, 13) for d in range(1, 9) if n != d}))


SHADOW = Template(
    name="shadow",
    boxes=(Box(2, range(5, 41), range(4, 41), range(3, 120)),),
    wide=(Box(2, range(41, 60), range(16, 61), range(120, 300)),),
    holes=True,
    build=shadow,
    oracle=lambda given: math.tan(math.atan2(given["p"], given["s"])) * given["t"],
    cast={"what": (("tower", "铁塔"), ("mast", "天线杆"), ("chimney", "烟囱"), ("building", "大楼"))},
    en=english(
        (
            "A stick {p} m long stands upright and casts a shadow {s} m long.",
            "At the same time the shadow of a {what} is {t} m long.",
            "How high is the {what}, in m?",
        ),
        (
            "The shadow of a {what} measures {t} m.",
            "At the same time, a vertical post {p} m high has a shadow of {s} m.",
            "Find the height of the {what}, in m.",
        ),
        ratio="The ratio of height to shadow is {claim}.",
        height="The triangles are similar, so the height is {claim}.",
    ),
    zh=chinese(
        (
            "一根长{p}米的竹竿直立在地面上，影长{s}米。",
            "同一时刻，{what}的影长为{t}米。",
            "{what}高多少米？",
        ),
        (
            "{what}的影子长{t}米。",
            "同一时刻，一根高{p}米的竖直木杆影长{s}米。",
            "求{what}的高度，单位为米。",
        ),
        ratio="高与影长之比为{claim}。",
        height="两个三角形相似，所以高为{claim}。",
    ),
)


BISECTOR = Template(
    name="bisector",
    boxes=(Box(4, range(8, 160), range(8, 160), listed=True),),
    wide=(),
    holes=True,
    build=bisector,
    oracle=_bisector_by_coordinates,
    en=english(
        (
            "In triangle ABC, angle A measures {a} degrees.",
            "Angle B measures {b} degrees.",
            "The bisector of angle C meets AB at D.",
            "How many degrees does angle ADC measure?",
        ),
        (
            "Triangle ABC has angles of {a} degrees at A and {b} degrees at B.",
            "CD bisects the angle at C, and D lies on AB.",
            "Find angle ADC in degrees.",
        ),
        sum="The two angles add up to {claim}.",
        third="The third angle is {claim}.",
        half="Half of it is {claim}.",
        rest="In triangle ADC, the remaining angle is {claim}.",
    ),
    zh=chinese(
        (
            "在三角形ABC中，∠A={a}°。",
            "∠B={b}°。",
            "∠C的平分线交AB于点D。",
            "∠ADC等于多少度？",
        ),
        (
            "三角形ABC中，角A为{a}度，角B为{b}度。",
            "CD平分角C，点D在AB上。",
            "求角ADC的度数。",
        ),
        sum="两角之和为{claim}。",
        third="第三个角为{claim}。",
        half="它的一半为{claim}。",
        rest="在三角形ADC中，所求的角为{claim}。",
    ),
)


SIMILAR_AREAS = Template(
    name="similar_areas",
    heldout=True,
    boxes=(Box(3, range(2, 16), _FACTORS, range(114, 600, 2)),),
    holes=True,
    build=scaled,
    oracle=lambda given: area_of((0, 0), (given["b"], 0), (0, 2 * given["A"] * given["b"] / given["a"] ** 2)),
    en=english(
        (
            "Two triangles are similar.",
            "A side of the first is {a} cm long, the corresponding side of the second {b} cm.",
            "The first has an area of {A} cm^2.",
            "What is the area of the second, in cm^2?",
        ),
        (
            "A drawing with an area of {A} cm^2 is copied on another scale.",
            "A line {a} cm long becomes one of {b} cm.",
            "Find the area of the copy, in cm^2.",
        ),
        ratio="The scale factor is {claim}.",
        square_ratio="Areas change by its square: {claim}.",
        other_area="The area is {claim}.",
    ),
    zh=chinese(
        (
            "两个三角形相似。",
            "第一个三角形的一边长{a}厘米，第二个三角形的对应边长{b}厘米。",
            "第一个三角形的面积为{A}平方厘米。",
            "第二个三角形的面积是多少平方厘米？",
        ),
        (
            "一幅面积为{A}平方厘米的图按另一比例复制。",
            "原图上{a}厘米的线段变为{b}厘米。",
            "求复制图的面积，单位为平方厘米。",
        ),
        ratio="相似比为{claim}。",
        square_ratio="面积比等于相似比的平方：{claim}。",
        other_area="面积为{claim}。",
    ),
)
