"""Analytic geometry: points and lines; then circles and conics.

The oracles go another way: distances, the foot of a perpendicular, or areas by the shoelace formula.
"""

import math
from fractions import Fraction

from tasks.problems import circles, conics
from tasks.problems.coordinates import (
    DIRECTIONS,
    FAR,
    PLACES,
    SMALL,
    WIDE,
    Numbers,
    coordinates,
    line_text,
)
from tasks.problems.exact_text import root_text, squares_out
from tasks.problems.proof import Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box


def perpendicular(x1: int, y1: int, right: int, up: int) -> Proof | None:
    """The slope of a perpendicular to the line through two points."""
    if abs(right) == abs(up):
        return None
    slope, answer = Fraction(up, right), Fraction(-right, up)
    return Proof(
        coordinates(x1=x1, y1=y1, x2=x1 + right, y2=y1 + up),
        (
            ProofStep("m", "(y2-y1)/(x2-x1)", slope, "slope"),
            ProofStep("k", "-1/m", answer, "perpendicular"),
        ),
    )


def distance(x1: int, y1: int, right: int, up: int) -> Proof | None:
    """Between two points, exactly."""
    square = right * right + up * up
    if squares_out(square)[0] == 1:
        return None
    return Proof(
        coordinates(x1=x1, y1=y1, x2=x1 + right, y2=y1 + up),
        (
            ProofStep("u", "x2-x1", right, "across"),
            ProofStep("v", "y2-y1", up, "upwards"),
            ProofStep("q", "u^2+v^2", square, "square"),
            ProofStep("d", "sqrt(q)", root_text(1, square), "root"),
        ),
    )


def point_line(line: tuple[int, int], flip: int, c: int, x: int, y: int) -> Proof | None:
    """The distance of a point from a line."""
    a, b = line[0], flip * line[1]
    value = a * x + b * y + c
    norm = math.isqrt(a * a + b * b)
    if value == 0 or math.gcd(a, b, c) > 1:
        return None
    return Proof(
        coordinates(a=a, b=b, c=c, x0=x, y0=y),
        (
            ProofStep("t", "a*x0+b*y0+c", value, "put_in"),
            ProofStep("q", "a^2+b^2", norm * norm, "normal_square"),
            ProofStep("n", "sqrt(q)", norm, "normal"),
            ProofStep("d", "t/n" if value > 0 else "-t/n", Fraction(abs(value), norm), "distance"),
        ),
        shown={"line": line_text(a, b, c)},
    )


def _by_foot(given: Numbers) -> float:
    """The foot of the perpendicular, by projecting onto the direction of the line."""
    a, b, c, x, y = (given[name] for name in ("a", "b", "c", "x0", "y0"))
    start = (-c / a, 0.0)
    along = ((x - start[0]) * -b + y * a) / (a * a + b * b)
    return math.dist((x, y), (start[0] - b * along, a * along))


def axes_triangle(x1: int, y1: int, right: int, up: int) -> Proof | None:
    """The triangle between the axes and the line through two points; its area."""
    slope = Fraction(up, right)
    rise = y1 - slope * x1
    if slope.denominator > 1 or not rise:
        return None
    cut = -rise / slope
    area = abs(cut * rise) / 2
    sign = "-" if cut * rise < 0 else ""
    return Proof(
        coordinates(x1=x1, y1=y1, x2=x1 + right, y2=y1 + up),
        (
            ProofStep("m", "(y2-y1)/(x2-x1)", slope, "slope"),
            ProofStep("p", "m*x1", slope * x1, "product"),
            ProofStep("b", "y1-p", rise, "intercept"),
            ProofStep("a", "-b/m", cut, "zero"),
            ProofStep("S", f"{sign}a*b/2", area, "area"),
        ),
    )


def _axes_by_shoelace(given: Numbers) -> Fraction:
    """Both intercepts from the two-point form."""
    x1, y1, x2, y2 = (Fraction(given[name]) for name in ("x1", "y1", "x2", "y2"))
    cross = x1 * y2 - x2 * y1
    return abs((cross / (y2 - y1)) * (cross / (x2 - x1))) / 2


_POINTS_EN = (
    ("A line passes through the points ({x1}, {y1}) and ({x2}, {y2}).",),
    ("The points A({x1}, {y1}) and B({x2}, {y2}) are given.",),
)
_POINTS_ZH = (
    ("一条直线经过点({x1}, {y1})和({x2}, {y2})。",),
    ("已知点A({x1}, {y1})和B({x2}, {y2})。",),
)

_CIRCLE_EN = {
    "put_in": "The centre put into the left side of the line's equation gives {claim}.",
    "normal_square": "The length of the normal vector squared is {claim}.",
    "normal": "So the normal vector has the length {claim}.",
    "across": "The difference in x is {claim}.",
    "upwards": "The difference in y is {claim}.",
    "square": "The distance squared is {claim}.",
    "root": "The root is {claim}.",
}

_CIRCLE_ZH = {
    "put_in": "把圆心坐标代入直线方程的左边，得{claim}。",
    "normal_square": "法向量长度的平方为{claim}。",
    "normal": "法向量的长度为{claim}。",
    "across": "横坐标之差为{claim}。",
    "upwards": "纵坐标之差为{claim}。",
    "square": "距离的平方为{claim}。",
    "root": "开平方得{claim}。",
}
_MOVES = (*range(-20, 0), *range(1, 21))

ANALYTIC = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        Template(
            name="perpendicular",
            boxes=(Box(2, PLACES, PLACES, range(1, 21), _MOVES),),
            wide=(Box(2, FAR, FAR, range(1, 21), _MOVES),),
            holes=True,
            build=perpendicular,
            # The direction turned by a right angle.
            oracle=lambda given: Fraction(given["x2"] - given["x1"], given["y1"] - given["y2"]),
            en=english(
                (*_POINTS_EN[0], "What is the slope of a line perpendicular to it?"),
                (*_POINTS_EN[1], "Find the slope of the perpendicular to AB."),
                slope="The slope of the line is {claim}.",
                perpendicular="Slopes of perpendicular lines have the product -1: {claim}.",
            ),
            zh=chinese(
                (*_POINTS_ZH[0], "求与它垂直的直线的斜率。"),
                (*_POINTS_ZH[1], "求直线AB的垂线的斜率。"),
                slope="直线的斜率为{claim}。",
                perpendicular="互相垂直的直线斜率之积为-1：{claim}。",
            ),
        ),
        Template(
            name="distance",
            boxes=(Box(4, PLACES, PLACES, range(1, 21), _MOVES),),
            wide=(Box(4, FAR, FAR, range(1, 21), _MOVES),),
            holes=True,
            build=distance,
            oracle=lambda given: math.dist((given["x1"], given["y1"]), (given["x2"], given["y2"])),
            en=english(
                (*_POINTS_EN[1], "What is the exact distance between A and B?"),
                ("A segment joins ({x1}, {y1}) to ({x2}, {y2}).", "Find its exact length."),
                **_CIRCLE_EN,
            ),
            zh=chinese(
                (*_POINTS_ZH[1], "求A、B两点间距离的精确值。"),
                ("线段的两个端点为({x1}, {y1})和({x2}, {y2})。", "求它的长度（精确值）。"),
                **_CIRCLE_ZH,
            ),
        ),
        Template(
            name="point_line",
            boxes=(Box(4, DIRECTIONS, (1, -1), SMALL, PLACES, PLACES),),
            wide=(Box(4, DIRECTIONS, (1, -1), WIDE, FAR, FAR),),
            holes=True,
            build=point_line,
            oracle=_by_foot,
            en=english(
                "How far is the point ({x0}, {y0}) from the line {line}?",
                ("A line has the equation {line}.", "Find the distance of the point ({x0}, {y0}) from it."),
                **{**_CIRCLE_EN, "put_in": "The point put into the left side of the equation gives {claim}."},
                distance="The distance is the absolute value of {0} divided by {1}, so {output}.",
            ),
            zh=chinese(
                "求点({x0}, {y0})到直线{line}的距离。",
                ("一条直线的方程为{line}。", "点({x0}, {y0})到它的距离是多少？"),
                **{**_CIRCLE_ZH, "put_in": "把点的坐标代入方程左边，得{claim}。"},
                distance="距离为{0}的绝对值除以{1}，即{output}。",
            ),
        ),
        Template(
            name="axes_triangle",
            boxes=(Box(5, SMALL, SMALL, range(1, 21), _MOVES),),
            wide=(Box(5, WIDE, WIDE, range(1, 21), _MOVES),),
            holes=True,
            build=axes_triangle,
            oracle=_axes_by_shoelace,
            en=english(
                (*_POINTS_EN[0], "What is the area of the triangle that it forms with the coordinate axes?"),
                (
                    *_POINTS_EN[1],
                    "Find the area of the triangle between the line AB and the two coordinate axes.",
                ),
                slope="The slope is {claim}.",
                product="The slope times the first x-coordinate is {claim}.",
                intercept="The line meets the y-axis at {claim}.",
                zero="It meets the x-axis at {claim}.",
                area="Half the product of both intercepts, without sign, is the area: {claim}.",
            ),
            zh=chinese(
                (*_POINTS_ZH[0], "求它与两坐标轴围成的三角形的面积。"),
                (*_POINTS_ZH[1], "直线AB与两坐标轴围成的三角形面积是多少？"),
                slope="斜率为{claim}。",
                product="斜率乘第一个点的横坐标，得{claim}。",
                intercept="纵截距为{claim}。",
                zero="横截距为{claim}。",
                area="两截距之积的绝对值的一半就是面积：{claim}。",
            ),
        ),
        *circles.CIRCLES,
        *conics.CONICS,
    ),
)
