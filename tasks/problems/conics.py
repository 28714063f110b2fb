"""Conics: the foci of an ellipse, and a chord of a parabola through its focus.

The oracles measure: triangles in the ellipse, and the points of the parabola.
"""

import math
from fractions import Fraction

from tasks.problems.coordinates import (
    Numbers,
    coordinates,
)
from tasks.problems.exact_text import root_text, squares_out
from tasks.problems.proof import Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box


def ellipse(a: int, less: int) -> Proof | None:
    """x^2/a^2+y^2/b^2=1; the distance of the foci."""
    square = a * a - less
    if square <= 0 or squares_out(square)[0] == 1:
        return None
    return Proof(
        coordinates(A=a * a, B=less),
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
        coordinates(P=4 * p, k=slope),
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


_CIRCLE_EN = {
    "double": "Twice that is {claim}.",
}

_CIRCLE_ZH = {
    "double": "它的两倍为{claim}。",
}


CONICS: tuple[Template, ...] = (
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
)
"""Held back from training."""
