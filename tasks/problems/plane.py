"""Plane geometry: angles, Pythagoras with whole sides, circles, similar figures, areas, a field with a fence.

The oracles put the figure into coordinates, measure distances, and take areas by the shoelace formula; for
circles they add up or take away thin rings and slices.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from itertools import pairwise

from tasks.problems.exact_text import pi_text
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box

Point = tuple[float, float]
Numbers = Mapping[str, int]

TRIPLES = (
    (3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25), (20, 21, 29), (9, 40, 41), (12, 35, 37),
    (28, 45, 53), (11, 60, 61), (33, 56, 65), (16, 63, 65), (48, 55, 73), (36, 77, 85),
    (13, 84, 85), (39, 80, 89), (65, 72, 97),
)  # fmt: skip
"""Right triangles with whole sides, the shortest side first."""
MAX_HEIGHT = 250
"""Of what casts a shadow, in m."""


def _area(*points: Point) -> float:
    """Shoelace formula."""
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


def _length(*points: Point) -> float:
    return sum(math.dist(start, end) for start, end in pairwise(points))


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
    return _area((0, 0), (a, 0), (a - over, height), (over, height))


@cache
def _chains() -> tuple[tuple[int, int, int, int, int], ...]:
    """(a, b, e, d, f): right triangles a, b, e and e, d, f in lowest terms, with no side above 400."""
    found = []
    for p, q, r in TRIPLES:
        for short, long, hypotenuse in TRIPLES:
            for leg, other in ((short, long), (long, short)):
                shared = math.lcm(r, leg)
                k, m = shared // r, shared // leg
                sides = (k * p, k * q, shared, m * other, m * hypotenuse)
                if max(sides) <= 400:
                    found += [sides, (sides[1], sides[0], *sides[2:])]
    return tuple(found)


def field(chain: tuple[int, ...], scale: int, sowing: int, fence: int) -> Proof:
    """A quadrilateral of two right triangles: what sowing and fencing it cost."""
    a, b, e, d, f = (scale * side for side in chain)
    first, second = Fraction(a * b, 2), Fraction(e * d, 2)
    area, around = first + second, a + b + d + f
    givens = (("a", a, "m"), ("b", b, "m"), ("d", d, "m"), ("p", sowing, "yuan/m^2"), ("u", fence, "yuan/m"))
    return Proof(
        tuple(Given(*row) for row in givens),
        (
            ProofStep("q", "a^2+b^2", e * e, "pythagoras", "m^2"),
            ProofStep("x", "sqrt(q)", e, "diagonal", "m"),
            ProofStep("w", "x^2+d^2", f * f, "pythagoras_again", "m^2"),
            ProofStep("f", "sqrt(w)", f, "last_side", "m"),
            ProofStep("A", "a*b/2", first, "first_triangle", "m^2"),
            ProofStep("B", "x*d/2", second, "second_triangle", "m^2"),
            ProofStep("S", "A+B", area, "area", "m^2"),
            ProofStep("c", "S*p", area * sowing, "sowing", "yuan"),
            ProofStep("P", "a+b+d+f", around, "perimeter", "m"),
            ProofStep("g", "P*u", around * fence, "fence", "yuan"),
            ProofStep("t", "c+g", area * sowing + around * fence, "total", "yuan"),
        ),
    )


def kite(chain: tuple[int, ...], scale: int) -> Proof:
    """The same quadrilateral; its area."""
    a, b, e, d, _ = (scale * side for side in chain)
    first, second = Fraction(a * b, 2), Fraction(e * d, 2)
    return Proof(
        (Given("a", a, "mm"), Given("b", b, "mm"), Given("d", d, "mm")),
        (
            ProofStep("q", "a^2+b^2", e * e, "pythagoras", "mm^2"),
            ProofStep("x", "sqrt(q)", e, "diagonal", "mm"),
            ProofStep("A", "a*b/2", first, "first_triangle", "mm^2"),
            ProofStep("B", "x*d/2", second, "second_triangle", "mm^2"),
            ProofStep("S", "A+B", first + second, "area", "mm^2"),
        ),
    )


def _corners(given: Numbers) -> tuple[Point, ...]:
    """A, B, C, D with right angles at B and between AC and CD."""
    a, b, d = given["a"], given["b"], given["d"]
    e = math.hypot(a, b)
    return (a, 0.0), (0.0, 0.0), (0.0, float(b)), (d * b / e, b + d * a / e)


def _field_by_coordinates(given: Numbers) -> float:
    corners = _corners(given)
    return given["p"] * _area(*corners) + given["u"] * _length(*corners, corners[0])


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


_RIGHT_EN = {
    "hypotenuse": "The square of the hypotenuse is {claim}.",
    "leg": "The square of the known leg is {claim}.",
    "difference": "The difference is {claim}.",
    "root": "The other leg is {claim}.",
    "sum": "The parallel sides add up to {claim}.",
    "trapezoid": "Half of this sum times the height is {claim}.",
}
_RIGHT_ZH = {
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
_QUADRILATERAL_EN = {
    "pythagoras": "By Pythagoras, the square of the diagonal AC is {claim}.",
    "diagonal": "The length of AC is {claim}.",
    "pythagoras_again": "The square of AD is {claim}.",
    "last_side": "The length of AD is {claim}.",
    "first_triangle": "The area of triangle ABC is {claim}.",
    "second_triangle": "The area of triangle ACD is {claim}.",
    "area": "The whole area is {claim}.",
}
_QUADRILATERAL_ZH = {
    "pythagoras": "由勾股定理，AC的平方为{claim}。",
    "diagonal": "AC的长为{claim}。",
    "pythagoras_again": "AD的平方为{claim}。",
    "last_side": "AD的长为{claim}。",
    "first_triangle": "三角形ABC的面积为{claim}。",
    "second_triangle": "三角形ACD的面积为{claim}。",
    "area": "总面积为{claim}。",
}
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
_FACTORS = tuple(sorted({Fraction(n, d) for n in range(1, 13) for d in range(1, 9) if n != d}))

PLANE = Subtask(
    kind="applied",
    version="2",
    templates=(
        Template(
            name="trapezoid",
            boxes=(Box(2, range(20, 121), range(2, 60), range(8, 80)),),
            wide=(Box(2, range(121, 400), range(2, 60), range(80, 200)),),
            holes=True,
            build=trapezoid,
            oracle=lambda given: _area(
                (0, 0), (given["a"], 0), (given["c"] + 1, given["h"]), (1, given["h"])
            ),
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
                **_RIGHT_EN,
            ),
            zh=chinese(
                ("一块梯形{what}的上底长{c}米，下底长{a}米。", "高为{h}米。", "它的面积是多少平方米？"),
                ("梯形{what}的两条平行边分别长{a}米和{c}米。", "两边相距{h}米。", "求面积，单位为平方米。"),
                **_RIGHT_ZH,
            ),
        ),
        Template(
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
        ),
        Template(
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
        ),
        Template(
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
                **_RIGHT_EN,
            ),
            zh=chinese(
                ("一架长{l}厘米的梯子斜靠在墙上。", "梯脚离墙{f}厘米。", "梯子顶端离地面多少厘米？"),
                (
                    "从旗杆顶端到地面拉直一根长{l}厘米的绳子。",
                    "绳子在地面的固定点离旗杆底部{f}厘米。",
                    "旗杆高多少厘米？",
                ),
                **_RIGHT_ZH,
            ),
        ),
        Template(
            name="sector",
            boxes=(Box(3, range(2, 400), _ANGLES, listed=True),),
            wide=(Box(3, range(400, 900), _ANGLES, listed=True),),
            build=sector,
            # A triangle as high as the radius over the arc.
            oracle=lambda given: given["r"] * (math.radians(given["n"]) * given["r"]) / 2,
            cast={
                "what": (("piece of cloth", "布料"), ("piece of cardboard", "纸板"), ("metal sheet", "铁皮"))
            },
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
        ),
        Template(
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
        ),
        Template(
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
        ),
        Template(
            name="quadrilateral",
            boxes=(Box(5, _chains(), range(1, 40), weight=2, listed=True),),
            wide=(Box(5, _chains(), range(40, 80)),),
            build=kite,
            oracle=lambda given: _area(*_corners(given)),
            en=english(
                (
                    "A convex quadrilateral ABCD has a right angle at B.",
                    "The sides are AB={a} mm, BC={b} mm and CD={d} mm.",
                    "CD is perpendicular to the diagonal AC.",
                    "What is the area of ABCD, in mm^2?",
                ),
                (
                    "Triangle ABC has a right angle at B, with AB={a} mm and BC={b} mm.",
                    "D lies on the other side of AC, and CD={d} mm is perpendicular to AC.",
                    "Find the area of the quadrilateral ABCD, in mm^2.",
                ),
                **_QUADRILATERAL_EN,
            ),
            zh=chinese(
                (
                    "凸四边形ABCD中，∠B=90°。",
                    "AB={a}毫米，BC={b}毫米，CD={d}毫米。",
                    "CD垂直于对角线AC。",
                    "四边形ABCD的面积是多少平方毫米？",
                ),
                (
                    "三角形ABC中，角B是直角，AB={a}毫米，BC={b}毫米。",
                    "点D在AC的另一侧，CD垂直于AC，CD={d}毫米。",
                    "求四边形ABCD的面积，单位为平方毫米。",
                ),
                **_QUADRILATERAL_ZH,
            ),
        ),
        Template(
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
                **_RIGHT_EN,
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
                **_RIGHT_ZH,
            ),
        ),
        Template(
            name="field",
            boxes=(Box(11, _chains(), range(1, 4), range(2, 10), range(5, 60)),),
            wide=(Box(11, _chains(), range(4, 9), range(10, 20), range(60, 100)),),
            build=field,
            oracle=_field_by_coordinates,
            en=english(
                (
                    "A field is a convex quadrilateral ABCD with a right angle at B.",
                    "The sides are AB={a} m, BC={b} m and CD={d} m.",
                    "CD is perpendicular to AC.",
                    "Sowing costs {p} yuan per square metre.",
                    "A fence all around costs {u} yuan per metre.",
                    "How many yuan do the sowing and the fence cost together?",
                ),
                (
                    "In a convex plot ABCD, the angles ABC and ACD are right angles.",
                    "AB is {a} m long, BC is {b} m and CD is {d} m.",
                    "It is sown with grass for {p} yuan per square metre and fenced for {u} yuan per metre.",
                    "What is the total cost, in yuan?",
                ),
                sowing="Sowing costs {claim}.",
                perimeter="The perimeter is {claim}.",
                fence="The fence costs {claim}.",
                total="Together: {claim}.",
                **_QUADRILATERAL_EN,
            ),
            zh=chinese(
                (
                    "一块地是凸四边形ABCD，∠B=90°。",
                    "AB={a}米，BC={b}米，CD={d}米。",
                    "CD垂直于AC。",
                    "播种每平方米{p}元。",
                    "四周围栏每米{u}元。",
                    "播种和围栏一共需要多少元？",
                ),
                (
                    "凸四边形地块ABCD中，∠ABC和∠ACD都是直角。",
                    "AB长{a}米，BC长{b}米，CD长{d}米。",
                    "种草每平方米{p}元，四周围栏每米{u}元。",
                    "求总费用，单位为元。",
                ),
                sowing="种植费用为{claim}。",
                perimeter="周长为{claim}。",
                fence="围栏费用为{claim}。",
                total="总共为{claim}。",
                **_QUADRILATERAL_ZH,
            ),
        ),
        Template(
            name="similar_areas",
            heldout=True,
            boxes=(Box(3, range(2, 16), _FACTORS, range(114, 600, 2)),),
            holes=True,
            build=scaled,
            oracle=lambda given: _area(
                (0, 0), (given["b"], 0), (0, 2 * given["A"] * given["b"] / given["a"] ** 2)
            ),
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
        ),
        Template(
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
        ),
        Template(
            name="ring_sector",
            heldout=True,
            boxes=(Box(5, range(12, 80), range(4, 60), [angle for angle in _ANGLES if angle <= 180]),),
            holes=True,
            build=wiper,
            # The mean arc times the width.
            oracle=lambda given: (
                math.radians(given["n"]) * (given["R"] + given["r"]) / 2 * (given["R"] - given["r"])
            ),
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
        ),
    ),
)
