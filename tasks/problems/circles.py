"""Circles in general form: radius, tangents, chords.

The oracles go another way: the width at the height of the centre, the power of a point, or the points of
intersection by the quadratic formula.
"""

import math

from tasks.problems.coordinates import (
    DIRECTIONS,
    FAR,
    PLACES,
    SMALL,
    WIDE,
    Numbers,
    circle_text,
    coordinates,
    line_text,
)
from tasks.problems.exact_text import root_text, squares_out
from tasks.problems.proof import Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box


def radius(h: int, k: int, r: int) -> Proof | None:
    """A circle in general form; its radius."""
    d, e, f = -2 * h, -2 * k, h * h + k * k - r * r
    if abs(f) < 2:
        return None
    return Proof(
        coordinates(D=d, E=e, F=f),
        (
            ProofStep("h", "-D/2", h, "centre_x"),
            ProofStep("k", "-E/2", k, "centre_y"),
            ProofStep("s", "h^2+k^2", h * h + k * k, "squares"),
            ProofStep("q", "s-F", r * r, "radius_square"),
            ProofStep("r", "sqrt(q)", r, "radius"),
        ),
        shown={"circle": circle_text(d, e, f)},
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
        coordinates(D=d, E=e, F=f, x0=x, y0=y),
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
        shown={"circle": circle_text(d, e, f)},
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
        coordinates(D=d, E=e, F=f, a=a, b=b, c=c),
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
        shown={"circle": circle_text(d, e, f), "line": line_text(a, b, c)},
    )


def _chord_by_intersection(given: Numbers) -> float:
    """The quadratic for x along the line, and the distance of its two points."""
    a, b, c, d, e, f = (given[name] for name in "abcDEF")
    # y=-(ax+c)/b
    p, q = -a / b, -c / b
    lead, middle, last = 1 + p * p, 2 * p * q + d + e * p, q * q + e * q + f
    gap = math.sqrt(middle * middle - 4 * lead * last) / lead
    return gap * math.sqrt(lead)


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


CIRCLES: tuple[Template, ...] = (
    Template(
        name="radius",
        boxes=(Box(5, SMALL, SMALL, range(2, 40), listed=True),),
        wide=(Box(5, WIDE, WIDE, range(40, 90)),),
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
        boxes=(Box(8, SMALL, SMALL, range(2, 13), PLACES, PLACES),),
        wide=(Box(8, WIDE, WIDE, range(2, 13), FAR, FAR),),
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
        boxes=(Box(10, DIRECTIONS, (1, -1), SMALL, SMALL, range(-7, 8), range(3, 13)),),
        wide=(Box(10, DIRECTIONS, (1, -1), WIDE, WIDE, range(-12, 13), range(13, 30)),),
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
)
"""A circle alone, with a point, and with a line."""
