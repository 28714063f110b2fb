"""Sine rule and cosine rule in a triangle with nice angles.

The oracles build the triangle from its coordinates.
"""

import math
from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.exact_text import root_text, squares_out
from tasks.problems.exact_values import sine
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, Choices


def cosine_rule(sides: tuple[int, int], angle: int) -> Proof | None:
    """Two sides and the angle between them; the third side."""
    b, a = sides
    half = Fraction(1, 2) if angle == 60 else Fraction(-1, 2)
    both = int(2 * a * b * half)
    square = a * a + b * b - both
    if squares_out(square)[0] == 1:
        return None
    return Proof(
        (Given("a", a), Given("b", b), Given("C", angle, "deg")),
        (
            ProofStep("p", "a^2+b^2", a * a + b * b, "squares"),
            ProofStep("k", "cos(C*pi/180)", half, "cosine"),
            ProofStep("m", "2*a*b*k", both, "product"),
            ProofStep("q", "p-m", square, "rule"),
            ProofStep("c", "sqrt(q)", root_text(1, square), "root"),
        ),
    )


def _third_side(given: Mapping[str, int]) -> float:
    turn = math.radians(given["C"])
    return math.dist((given["a"], 0), (given["b"] * math.cos(turn), given["b"] * math.sin(turn)))


def sine_rule(a: int, angles: tuple[int, int]) -> Proof:
    """A side, the angle opposite it, and another angle; the side opposite that."""
    first, second = (sine(angle) for angle in angles)
    factor, inside = a * second[0], second[1]
    side = root_text(factor / (first[0] * first[1]), inside * first[1])
    return Proof(
        (Given("a", a), Given("A", angles[0], "deg"), Given("B", angles[1], "deg")),
        (
            ProofStep("s", "sin(A*pi/180)", root_text(*first), "first_sine"),
            ProofStep("t", "sin(B*pi/180)", root_text(*second), "second_sine"),
            ProofStep("p", "a*t", root_text(factor, inside), "product"),
            ProofStep("b", "p/s", side, "rule"),
        ),
    )


def _by_height(given: Mapping[str, int]) -> float:
    """C at height 1 over AB gives both sides; then scale."""
    a, b = 1 / math.sin(math.radians(given["B"])), 1 / math.sin(math.radians(given["A"]))
    return given["a"] * b / a


_PAIRS = tuple(
    (a, b) for a in (30, 45, 60, 90, 120, 135) for b in (30, 45, 60, 90, 120, 135) if a != b and a + b < 180
)


TRIANGLES: tuple[Template, ...] = (
    Template(
        name="sine_rule",
        boxes=(Box(4, range(2, 900), _PAIRS, listed=True),),
        wide=(Box(4, range(900, 2_000), _PAIRS),),
        build=sine_rule,
        oracle=_by_height,
        en=english(
            (
                "In triangle ABC the side a=BC is {a} cm long.",
                "The angle at A measures {A} degrees.",
                "The angle at B measures {B} degrees.",
                "Find the exact length of the side b=CA, in cm.",
            ),
            (
                "A triangle has an angle A of {A} degrees and an angle B of {B} degrees.",
                "The side opposite A is {a} cm long.",
                "How long is the side opposite B, exactly, in cm?",
            ),
            first_sine="The sine of A is {claim}.",
            second_sine="The sine of B is {claim}.",
            product="The known side times the sine of the angle opposite the unknown side is {claim}.",
            rule="By the sine rule, divide by the other sine: {claim}.",
        ),
        zh=chinese(
            ("在三角形ABC中，BC={a}厘米。", "∠A={A}°。", "∠B={B}°。", "求CA的长（精确值，单位为厘米）。"),
            (
                "一个三角形的角A为{A}度，角B为{B}度。",
                "角A的对边长{a}厘米。",
                "角B的对边长多少厘米？结果保留根号。",
            ),
            first_sine="角A的正弦为{claim}。",
            second_sine="角B的正弦为{claim}。",
            product="已知边乘所求边对角的正弦，得{claim}。",
            rule="由正弦定理，除以另一角的正弦：{claim}。",
        ),
    ),
    Template(
        name="cosine_rule",
        boxes=(Box(5, Choices(range(3, 200), 2), (60, 120), listed=True),),
        wide=(Box(5, Choices(range(200, 400), 2), (60, 120)),),
        holes=True,
        build=cosine_rule,
        oracle=_third_side,
        en=english(
            (
                "Two sides of a triangle are {a} cm and {b} cm long.",
                "The angle between them measures {C} degrees.",
                "What is the exact length of the third side, in cm?",
            ),
            (
                "In triangle ABC, a={a} cm and b={b} cm.",
                "The angle at C measures {C} degrees.",
                "Find c exactly, in cm.",
            ),
            squares="The squares of the sides add up to {claim}.",
            cosine="The cosine of the angle is {claim}.",
            product="Twice the product of both sides and the cosine is {claim}.",
            rule="By the cosine rule, the third side squared is {claim}.",
            root="The third side is {claim}.",
        ),
        zh=chinese(
            (
                "三角形的两边分别长{a}厘米和{b}厘米。",
                "它们的夹角为{C}度。",
                "第三边长多少厘米？结果保留根号。",
            ),
            ("在三角形ABC中，a={a}厘米，b={b}厘米。", "∠C={C}°。", "求c的精确值，单位为厘米。"),
            squares="两边的平方和为{claim}。",
            cosine="夹角的余弦为{claim}。",
            product="两边之积与余弦的乘积的两倍为{claim}。",
            rule="由余弦定理，第三边的平方为{claim}。",
            root="第三边为{claim}。",
        ),
    ),
)
"""A side from two angles, or from two sides."""
