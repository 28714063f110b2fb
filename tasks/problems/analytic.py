"""Analytic geometry: points, lines, circles, conics, tangents.

The oracles go another way: points of intersection by the quadratic formula and their distance, the foot of a
perpendicular, a power of a point, or areas by the shoelace formula.
"""

import math
from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.calculus_terms import joined
from tasks.problems.exact_text import root_text, squares_out
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box

Numbers = Mapping[str, int]

_SMALL = (*range(-12, -1), *range(2, 13))
_WIDE = (*range(-40, -12), *range(13, 41))
_DIRECTIONS = tuple(
    (k * a, k * b)
    for a, b in ((3, 4), (4, 3), (5, 12), (12, 5), (8, 15), (15, 8), (7, 24), (24, 7))
    for k in (1, 2)
)
"""Coefficients of lines whose normal has a whole length."""


def _term(coef: int, letter: str) -> str:
    return {1: "", -1: "-"}.get(coef, str(coef)) + letter


def _line_text(a: int, b: int, c: int) -> str:
    return joined([_term(a, "x"), _term(b, "y"), *([str(c)] if c else [])]) + "=0"


def _circle_text(d: int, e: int, f: int) -> str:
    terms = [_term(d, "x")] * bool(d) + [_term(e, "y")] * bool(e) + [str(f)] * bool(f)
    return joined(["x^2", "y^2", *terms]) + "=0"


def _givens(**numbers: int) -> tuple[Given, ...]:
    return tuple(Given(name, number) for name, number in numbers.items())


def perpendicular(x1: int, y1: int, right: int, up: int) -> Proof | None:
    """The slope of a perpendicular to the line through two points."""
    if abs(right) == abs(up):
        return None
    slope, answer = Fraction(up, right), Fraction(-right, up)
    return Proof(
        _givens(x1=x1, y1=y1, x2=x1 + right, y2=y1 + up),
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
        _givens(x1=x1, y1=y1, x2=x1 + right, y2=y1 + up),
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
        _givens(a=a, b=b, c=c, x0=x, y0=y),
        (
            ProofStep("t", "a*x0+b*y0+c", value, "put_in"),
            ProofStep("q", "a^2+b^2", norm * norm, "normal_square"),
            ProofStep("n", "sqrt(q)", norm, "normal"),
            ProofStep("d", "t/n" if value > 0 else "-t/n", Fraction(abs(value), norm), "distance"),
        ),
        shown={"line": _line_text(a, b, c)},
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
        _givens(x1=x1, y1=y1, x2=x1 + right, y2=y1 + up),
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


def radius(h: int, k: int, r: int) -> Proof | None:
    """A circle in general form; its radius."""
    d, e, f = -2 * h, -2 * k, h * h + k * k - r * r
    if abs(f) < 2:
        return None
    return Proof(
        _givens(D=d, E=e, F=f),
        (
            ProofStep("h", "-D/2", h, "centre_x"),
            ProofStep("k", "-E/2", k, "centre_y"),
            ProofStep("s", "h^2+k^2", h * h + k * k, "squares"),
            ProofStep("q", "s-F", r * r, "radius_square"),
            ProofStep("r", "sqrt(q)", r, "radius"),
        ),
        shown={"circle": _circle_text(d, e, f)},
    )


def _radius_by_width(given: Numbers) -> float:
    """Half the way between the points of the circle at the height of its centre."""
    d, e, f = given["D"], given["E"], given["F"]
    y = -e / 2
    return math.sqrt(d * d - 4 * (y * y + e * y + f)) / 2


def tangent_length(h: int, k: int, r: int, x: int, y: int) -> Proof | None:
    """From a point to a circle in general form."""
    d, e, f = -2 * h, -2 * k, h * h + k * k - r * r
    away = (x - h) ** 2 + (y - k) ** 2
    if away <= r * r or abs(f) < 2 or x == h or y == k or squares_out(away - r * r)[0] == 1:
        return None
    return Proof(
        _givens(D=d, E=e, F=f, x0=x, y0=y),
        (
            ProofStep("h", "-D/2", h, "centre_x"),
            ProofStep("k", "-E/2", k, "centre_y"),
            ProofStep("q", "h^2+k^2-F", r * r, "radius_square"),
            ProofStep("u", "x0-h", x - h, "across"),
            ProofStep("v", "y0-k", y - k, "upwards"),
            ProofStep("w", "u^2+v^2", away, "square"),
            ProofStep("p", "w-q", away - r * r, "tangent_square"),
            ProofStep("t", "sqrt(p)", root_text(1, away - r * r), "root"),
        ),
        shown={"circle": _circle_text(d, e, f)},
    )


def _power_of_point(given: Numbers) -> float:
    x, y = given["x0"], given["y0"]
    return math.sqrt(x * x + y * y + given["D"] * x + given["E"] * y + given["F"])


def chord(line: tuple[int, int], flip: int, h: int, k: int, off: int, r: int) -> Proof | None:
    """What a circle in general form cuts out of a line; `off` is the signed distance of the line."""
    a, b = line[0], flip * line[1]
    norm = math.isqrt(a * a + b * b)
    c = off * norm - a * h - b * k
    d, e, f = -2 * h, -2 * k, h * h + k * k - r * r
    if abs(off) >= r or abs(f) < 2 or abs(c) < 2 or math.gcd(a, b, c) > 1:
        return None
    half = r * r - off * off
    if squares_out(half)[0] == 1:
        return None
    return Proof(
        _givens(D=d, E=e, F=f, a=a, b=b, c=c),
        (
            ProofStep("h", "-D/2", h, "centre_x"),
            ProofStep("k", "-E/2", k, "centre_y"),
            ProofStep("q", "h^2+k^2-F", r * r, "radius_square"),
            ProofStep("t", "a*h+b*k+c", off * norm, "put_in"),
            ProofStep("N", "a^2+b^2", norm * norm, "normal_square"),
            ProofStep("n", "sqrt(N)", norm, "normal"),
            ProofStep("z", "t/n", off, "signed_distance"),
            ProofStep("p", "q-z^2", half, "half_square"),
            ProofStep("s", "sqrt(p)", root_text(1, half), "half"),
            ProofStep("L", "2*s", root_text(2, half), "double"),
        ),
        shown={"circle": _circle_text(d, e, f), "line": _line_text(a, b, c)},
    )


def _chord_by_intersection(given: Numbers) -> float:
    """The quadratic for x along the line, and the distance of its two points."""
    a, b, c, d, e, f = (given[name] for name in "abcDEF")
    # y=-(ax+c)/b
    p, q = -a / b, -c / b
    lead, middle, last = 1 + p * p, 2 * p * q + d + e * p, q * q + e * q + f
    gap = math.sqrt(middle * middle - 4 * lead * last) / lead
    return gap * math.sqrt(lead)


def ellipse(a: int, less: int) -> Proof | None:
    """x^2/a^2+y^2/b^2=1; the distance of the foci."""
    square = a * a - less
    if square <= 0 or squares_out(square)[0] == 1:
        return None
    return Proof(
        _givens(A=a * a, B=less),
        (
            ProofStep("q", "A-B", square, "focal_square"),
            ProofStep("c", "sqrt(q)", root_text(1, square), "focal"),
            ProofStep("d", "2*c", root_text(2, square), "double"),
        ),
    )


def focal_chord(p: int, slope: int) -> Proof | None:
    """The chord of y^2=4px through the focus, with a given slope; a hole unless w/q can be reduced."""
    square = slope * slope
    if square > 1 and math.gcd(4 * p, square) == 1:
        return None
    width, total = 4 * p + 2 * p * square, Fraction(4 * p + 2 * p * square, square)
    return Proof(
        _givens(P=4 * p, k=slope),
        (
            ProofStep("f", "P/4", p, "focus"),
            ProofStep("q", "k^2", square, "slope_square"),
            ProofStep("w", "2*f*q+P", width, "middle"),
            ProofStep("s", "w/q", total, "sum_of_roots"),
            ProofStep("L", "s+2*f", total + 2 * p, "chord"),
        ),
    )


def _focal_chord_by_points(given: Numbers) -> float:
    """y=k(x-f): solve for both points and measure."""
    f, k = given["P"] / 4, given["k"]
    # y^2=P(y/k+f)
    root = math.sqrt((given["P"] / k) ** 2 + 4 * given["P"] * f)
    return root * math.sqrt(1 + 1 / k**2)


_POINTS_EN = (
    ("A line passes through the points ({x1}, {y1}) and ({x2}, {y2}).",),
    ("The points A({x1}, {y1}) and B({x2}, {y2}) are given.",),
)
_POINTS_ZH = (
    ("一条直线经过点({x1}, {y1})和({x2}, {y2})。",),
    ("已知点A({x1}, {y1})和B({x2}, {y2})。",),
)
_CIRCLE_EN = {
    "centre_x": "Completing the square, the centre has the x-coordinate {claim}.",
    "centre_y": "Its y-coordinate is {claim}.",
    "radius_square": "The radius squared is {claim}.",
    "put_in": "The centre put into the left side of the line's equation gives {claim}.",
    "normal_square": "The length of the normal vector squared is {claim}.",
    "normal": "So the normal vector has the length {claim}.",
    "across": "The difference in x is {claim}.",
    "upwards": "The difference in y is {claim}.",
    "square": "The distance squared is {claim}.",
    "root": "The root is {claim}.",
    "double": "Twice that is {claim}.",
}
_CIRCLE_ZH = {
    "centre_x": "配方得圆心的横坐标{claim}。",
    "centre_y": "纵坐标为{claim}。",
    "radius_square": "半径的平方为{claim}。",
    "put_in": "把圆心坐标代入直线方程的左边，得{claim}。",
    "normal_square": "法向量长度的平方为{claim}。",
    "normal": "法向量的长度为{claim}。",
    "across": "横坐标之差为{claim}。",
    "upwards": "纵坐标之差为{claim}。",
    "square": "距离的平方为{claim}。",
    "root": "开平方得{claim}。",
    "double": "它的两倍为{claim}。",
}
_PLACES = range(-15, 16)
_FAR = (*range(-60, -15), *range(16, 61))
_MOVES = (*range(-20, 0), *range(1, 21))

ANALYTIC = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        Template(
            name="perpendicular",
            boxes=(Box(2, _PLACES, _PLACES, range(1, 21), _MOVES),),
            wide=(Box(2, _FAR, _FAR, range(1, 21), _MOVES),),
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
            boxes=(Box(4, _PLACES, _PLACES, range(1, 21), _MOVES),),
            wide=(Box(4, _FAR, _FAR, range(1, 21), _MOVES),),
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
            boxes=(Box(4, _DIRECTIONS, (1, -1), _SMALL, _PLACES, _PLACES),),
            wide=(Box(4, _DIRECTIONS, (1, -1), _WIDE, _FAR, _FAR),),
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
            boxes=(Box(5, _SMALL, _SMALL, range(1, 21), _MOVES),),
            wide=(Box(5, _WIDE, _WIDE, range(1, 21), _MOVES),),
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
        Template(
            name="radius",
            boxes=(Box(5, _SMALL, _SMALL, range(2, 40), listed=True),),
            wide=(Box(5, _WIDE, _WIDE, range(40, 90)),),
            holes=True,
            build=radius,
            oracle=_radius_by_width,
            en=english(
                "What is the radius of the circle {circle}?",
                ("A circle has the equation {circle}.", "Find its radius."),
                squares="The squares of the coordinates add up to {claim}.",
                radius="The radius is {claim}.",
                **_CIRCLE_EN,
            ),
            zh=chinese(
                "求圆{circle}的半径。",
                ("一个圆的方程为{circle}。", "它的半径是多少？"),
                squares="圆心坐标的平方和为{claim}。",
                radius="半径为{claim}。",
                **_CIRCLE_ZH,
            ),
        ),
        Template(
            name="tangent_length",
            boxes=(Box(8, _SMALL, _SMALL, range(2, 13), _PLACES, _PLACES),),
            wide=(Box(8, _WIDE, _WIDE, range(2, 13), _FAR, _FAR),),
            holes=True,
            build=tangent_length,
            oracle=_power_of_point,
            en=english(
                (
                    "From the point ({x0}, {y0}) a tangent is drawn to the circle {circle}.",
                    "What is the exact length from that point to the point of contact?",
                ),
                (
                    "A circle has the equation {circle}.",
                    "Find the exact length of a tangent to it from ({x0}, {y0}).",
                ),
                tangent_square="By Pythagoras, the tangent squared is {claim}.",
                **_CIRCLE_EN,
            ),
            zh=chinese(
                ("过点({x0}, {y0})作圆{circle}的切线。", "求该点到切点的距离（精确值）。"),
                ("一个圆的方程为{circle}。", "从点({x0}, {y0})到这个圆的切线长（精确值）是多少？"),
                tangent_square="由勾股定理，切线长的平方为{claim}。",
                **_CIRCLE_ZH,
            ),
        ),
        Template(
            name="chord",
            boxes=(Box(10, _DIRECTIONS, (1, -1), _SMALL, _SMALL, range(-7, 8), range(3, 13)),),
            wide=(Box(10, _DIRECTIONS, (1, -1), _WIDE, _WIDE, range(-12, 13), range(13, 30)),),
            holes=True,
            build=chord,
            oracle=_chord_by_intersection,
            en=english(
                "How long, exactly, is the chord that the circle {circle} cuts out of the line {line}?",
                (
                    "The line {line} meets the circle {circle} in two points.",
                    "Find the exact distance between them.",
                ),
                signed_distance="The signed distance of the centre is {claim}.",
                half_square="Half the chord squared is {claim}.",
                half="Half the chord is {claim}.",
                **_CIRCLE_EN,
            ),
            zh=chinese(
                "求直线{line}被圆{circle}截得的弦长（精确值）。",
                ("直线{line}与圆{circle}交于两点。", "求这两点间的距离（精确值）。"),
                signed_distance="圆心到直线的有向距离为{claim}。",
                half_square="弦长一半的平方为{claim}。",
                half="弦长的一半为{claim}。",
                **_CIRCLE_ZH,
            ),
        ),
        Template(
            name="foci",
            heldout=True,
            boxes=(Box(3, range(2, 60), range(2, 800), listed=True),),
            holes=True,
            build=ellipse,
            # A point on the minor axis is as far from a focus as the half major axis is long.
            oracle=lambda given: (
                2 * math.sqrt(given["A"]) * math.sin(math.acos(math.sqrt(given["B"] / given["A"])))
            ),
            en=english(
                "How far apart, exactly, are the foci of the ellipse x^2/{A}+y^2/{B}=1?",
                (
                    "An ellipse has the equation x^2/{A}+y^2/{B}=1.",
                    "Find the exact distance between its foci.",
                ),
                focal_square="The square of the half distance is {claim}.",
                focal="The half distance is {claim}.",
                double="The whole distance is {claim}.",
            ),
            zh=chinese(
                "椭圆x^2/{A}+y^2/{B}=1的焦距（精确值）是多少？",
                ("一个椭圆的方程为x^2/{A}+y^2/{B}=1。", "求它的焦距（精确值）。"),
                focal_square="半焦距的平方为{claim}。",
                focal="半焦距为{claim}。",
                double="焦距为{claim}。",
            ),
        ),
        Template(
            name="focal_chord",
            heldout=True,
            boxes=(Box(5, range(1, 300), (*range(-20, 0), *range(1, 21)), listed=True),),
            holes=True,
            build=focal_chord,
            oracle=_focal_chord_by_points,
            en=english(
                (
                    "A line of slope {k} passes through the focus of the parabola y^2={P}x.",
                    "How long is the chord that the parabola cuts out of it?",
                ),
                (
                    "The parabola y^2={P}x meets a line through its focus in A and B.",
                    "The line has the slope {k}.",
                    "Find the length of AB.",
                ),
                focus="The focus has the x-coordinate {claim}.",
                slope_square="The slope squared is {claim}.",
                middle="In the quadratic for x, minus the coefficient of x is {claim}.",
                sum_of_roots="By Vieta, its roots add up to {claim}.",
                chord="Each point is as far from the focus as from the directrix, so the chord is {claim}.",
            ),
            zh=chinese(
                ("斜率为{k}的直线经过抛物线y^2={P}x的焦点。", "求抛物线截这条直线所得的弦长。"),
                ("过抛物线y^2={P}x的焦点作直线，交抛物线于A、B两点。", "直线的斜率为{k}。", "求AB的长。"),
                focus="焦点的横坐标为{claim}。",
                slope_square="斜率的平方为{claim}。",
                middle="联立得关于x的二次方程，一次项系数的相反数为{claim}。",
                sum_of_roots="由韦达定理，两根之和为{claim}。",
                chord="由抛物线的定义，弦长等于两根之和加焦准距：{claim}。",
            ),
        ),
    ),
)
