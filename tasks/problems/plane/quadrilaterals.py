"""Quadrilaterals of two right triangles: their area, and what sowing and fencing a field costs."""

import math
from fractions import Fraction
from functools import cache

from tasks.problems.plane.coordinates import Numbers, Point, area_of, length_of
from tasks.problems.plane.right_triangles import TRIPLES
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box


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
    return given["p"] * area_of(*corners) + given["u"] * length_of(*corners, corners[0])


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


QUADRILATERAL = Template(
    name="quadrilateral",
    boxes=(Box(5, _chains(), range(1, 40), weight=2, listed=True),),
    wide=(Box(5, _chains(), range(40, 80)),),
    build=kite,
    oracle=lambda given: area_of(*_corners(given)),
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
)


FIELD = Template(
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
)
