"""Trigonometry: exact values, one function from another, double angles and sums; then triangles.

The oracles are numerical: they know angles as floats.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from tasks.problems import triangles
from tasks.problems.calculus_terms import Tuples
from tasks.problems.exact_text import root_text
from tasks.problems.exact_values import angle_text, exact_value, sine
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box, Choices

Surd = dict[int, Fraction]
"""Inside of a root -> its rational factor; 1 is the rational part."""

_FUNCTIONS = {"sin": math.sin, "cos": math.cos, "tan": math.tan}


def _surd_text(surd: Surd) -> str:
    """`3/2+2sqrt(3)`; `0` if nothing is left."""
    terms = [root_text(factor, inside) for inside, factor in sorted(surd.items()) if factor]
    return "".join(term if term[0] == "-" else f"+{term}" for term in terms).removeprefix("+") or "0"


def combination(terms: tuple[tuple[str, int], ...], coefs: tuple[int, ...]) -> Proof:
    """A sum of multiples of exact values."""
    givens, steps, written = [], [], []
    total: Surd = {}
    before = ""
    for number, ((name, degrees), coef) in enumerate(zip(terms, coefs, strict=True), start=1):
        factor, inside = exact_value(name, degrees)
        angle = angle_text(degrees)
        givens += [Given(f"a{number}", coef), Given(f"w{number}", angle)]
        written.append(f"{coef}{name}({angle})")
        value, part = root_text(factor, inside), root_text(coef * factor, inside)
        claim, formula = f"{name}({angle})={value}", f"{name}(w{number})"
        rule, said = "value", tuple[str, ...]()
        if not 0 <= degrees < 360:
            rule, said = "turned", (angle, angle_text(degrees % 360))
        steps.append(ProofStep(f"v{number}", formula, value, rule, claim=claim, said=said))
        steps.append(ProofStep(f"t{number}", f"a{number}*v{number}", part, "times"))
        total[inside] = total.get(inside, Fraction(0)) + coef * factor
        if before:
            steps.append(ProofStep(f"s{number}", f"{before}+t{number}", _surd_text(total), "add"))
        before = f"s{number}" if before else "t1"
    text = "".join(term if term[0] == "-" else f"+{term}" for term in written).removeprefix("+")
    kinds = {f"f{number}": name for number, (name, _) in enumerate(terms, start=1)}
    functions = tuple(Given(key, name) for key, name in kinds.items())
    return Proof((*givens, *functions), tuple(steps), shown={"sum": text})


def _by_floats(given: Mapping[str, Any]) -> float:
    count = sum(name[0] == "a" for name in given)
    values = (given[f"a{n}"] * _FUNCTIONS[given[f"f{n}"]](given[f"w{n}"]) for n in range(1, count + 1))
    return float(sum(values))


@cache
def _ratios(least: int, most: int) -> tuple[tuple[int, int, int], ...]:
    """Legs in both orders and hypotenuse of primitive right triangles."""
    found = []
    for m in range(2, math.isqrt(most) + 1):
        for n in range(1, m):
            p, q, r = m * m - n * n, 2 * m * n, m * m + n * n
            if least <= r < most and (m - n) % 2 and math.gcd(m, n) == 1:
                found += [(p, q, r), (q, p, r)]
    return tuple(found)


_QUADRANTS = ((1, 1), (1, -1), (-1, -1), (-1, 1))
"""Signs of sine and cosine."""


def _other(
    number: str, legs: tuple[int, int, int], quadrant: int, *, which: str = ""
) -> tuple[Fraction, Fraction, list[ProofStep]]:
    """Sine, cosine, and the steps from one to the other; `which` angle, where there are two."""
    up, across = _QUADRANTS[quadrant - 1]
    sine, cosine = Fraction(up * legs[0], legs[2]), Fraction(across * legs[1], legs[2])
    root = f"w{number}^(1/2)" if across > 0 else f"-w{number}^(1/2)"
    steps = [
        ProofStep(f"q{number}", f"s{number}^2", sine * sine, f"square{which}"),
        ProofStep(f"w{number}", f"1-q{number}", cosine * cosine, f"pythagoras{which}"),
        ProofStep(f"c{number}", root, cosine, f"cosine{which}"),
    ]
    return sine, cosine, steps


def tangent(legs: tuple[int, int, int], quadrant: int) -> Proof:
    """The tangent from the sine."""
    sine, cosine, steps = _other("1", legs, quadrant)
    steps.append(ProofStep("t", "s1/c1", sine / cosine, "tangent"))
    return Proof((Given("s1", sine), Given("Q1", quadrant)), tuple(steps))


def double(legs: tuple[int, int, int], quadrant: int) -> Proof:
    """The sine of the double angle from the sine."""
    sine, cosine, steps = _other("1", legs, quadrant)
    steps += [
        ProofStep("p", "s1*c1", sine * cosine, "product"),
        ProofStep("d", "2*p", 2 * sine * cosine, "double"),
    ]
    return Proof((Given("s1", sine), Given("Q1", quadrant)), tuple(steps))


def angle_sum(pair: tuple[tuple[int, int, int], tuple[int, int, int]], first: int, second: int) -> Proof:
    """The sine of a sum from two sines."""
    s1, c1, steps = _other("1", pair[0], first, which="1")
    s2, c2, more = _other("2", pair[1], second, which="2")
    steps += [
        *more,
        ProofStep("u", "s1*c2", s1 * c2, "first_product"),
        ProofStep("v", "c1*s2", s2 * c1, "second_product"),
        ProofStep("S", "u+v", s1 * c2 + c1 * s2, "sum"),
    ]
    givens = (Given("s1", s1), Given("Q1", first), Given("s2", s2), Given("Q2", second))
    return Proof(givens, tuple(steps))


def _angle(given: Mapping[str, Any], number: str = "1") -> float:
    """The angle itself, in radians."""
    acute = math.asin(given[f"s{number}"])
    return acute if given[f"Q{number}"] in (1, 4) else math.pi - acute


def _terms(turns: range) -> tuple[tuple[str, int], ...]:
    """All functions of nice angles in these turns that are neither 0 nor undefined."""
    nice = [degrees for degrees in range(360) if degrees % 30 == 0 or degrees % 45 == 0]
    return tuple(
        (name, degrees + 360 * turn)
        for name in _FUNCTIONS
        for turn in turns
        for degrees in nice
        if degrees + 360 * turn
        and sine(degrees + 90 * (name == "cos"))[0]
        and (name != "tan" or sine(degrees + 90)[0])
    )


def _combination_boxes(coefs: tuple[int, ...], turns: range) -> tuple[Box, ...]:
    terms = _terms(turns)
    single = range(abs(coefs[-1]) + 1, abs(coefs[-1]) + 100) if coefs[-1] > 50 else range(2, 100)
    return (
        Box(2, Choices(terms, 1), Tuples(single, 1), listed=True),
        *(Box(3 * count - 1, Choices(terms, count), Tuples(coefs, count)) for count in range(2, 5)),
    )


_ONE_EN = {
    "square": "The square of the sine is {claim}.",
    "pythagoras": "The square of the cosine is {claim}.",
    "cosine": "The quadrant decides the sign of the cosine: {claim}.",
    "product": "Sine times cosine is {claim}.",
}
_ONE_ZH = {
    "square": "正弦的平方为{claim}。",
    "pythagoras": "余弦的平方为{claim}。",
    "cosine": "由象限确定余弦的符号：{claim}。",
    "product": "正弦与余弦之积为{claim}。",
}
_TWO_EN = {
    f"{rule}{number}": sentence.format(angle=angle, claim="{claim}")
    for number, angle in (("1", "A"), ("2", "B"))
    for rule, sentence in (
        ("square", "The square of the sine of {angle} is {claim}."),
        ("pythagoras", "The square of the cosine of {angle} is {claim}."),
        ("cosine", "The quadrant of {angle} decides the sign of its cosine: {claim}."),
    )
}
_TWO_ZH = {
    f"{rule}{number}": sentence.format(angle=angle, claim="{claim}")
    for number, angle in (("1", "α"), ("2", "β"))
    for rule, sentence in (
        ("square", "{angle}的正弦的平方为{claim}。"),
        ("pythagoras", "{angle}的余弦的平方为{claim}。"),
        ("cosine", "由{angle}所在象限确定其余弦的符号：{claim}。"),
    )
}

VALUES = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        Template(
            name="combination",
            boxes=_combination_boxes((*range(-20, -1), *range(2, 21)), range(-1, 3)),
            wide=_combination_boxes((*range(-99, -20), *range(21, 100)), range(3, 6)),
            build=combination,
            oracle=_by_floats,
            en=english(
                "Find the exact value of {sum}.",
                "What is {sum}, exactly?",
                "Simplify {sum} without a calculator.",
                value="{claim}.",
                turned="{0} and {1} differ by full turns: {claim}.",
                times="Multiply by the coefficient: {claim}.",
                add="Add: {claim}.",
            ),
            zh=chinese(
                "求{sum}的精确值。",
                "计算{sum}，结果保留根号。",
                "不用计算器，化简{sum}。",
                value="{claim}。",
                turned="{0}与{1}终边相同：{claim}。",
                times="乘以系数：{claim}。",
                add="相加得{claim}。",
            ),
        ),
        Template(
            name="tangent",
            boxes=(Box(4, _ratios(5, 1_000), range(1, 5)),),
            wide=(Box(4, _ratios(1_000, 3_000), range(1, 5)),),
            build=tangent,
            oracle=lambda given: math.tan(_angle(given)),
            en=english(
                ("An angle A lies in quadrant {Q1}.", "Its sine is {s1}.", "Find tan A."),
                "The angle x is in quadrant {Q1} and sin x={s1}. What is tan x?",
                tangent="The tangent is the sine divided by the cosine: {claim}.",
                **_ONE_EN,
            ),
            zh=chinese(
                ("角α是第{Q1}象限角。", "sin α={s1}。", "求tan α的值。"),
                "已知sin x={s1}，且角x的终边在第{Q1}象限，tan x等于多少？",
                tangent="正切等于正弦除以余弦：{claim}。",
                **_ONE_ZH,
            ),
        ),
        *triangles.TRIANGLES,
        Template(
            name="double_angle",
            heldout=True,
            boxes=(Box(5, _ratios(5, 1_500), range(1, 5)),),
            build=double,
            oracle=lambda given: math.sin(2 * _angle(given)),
            en=english(
                ("An angle A lies in quadrant {Q1}.", "Its sine is {s1}.", "Find sin 2A."),
                "The angle x is in quadrant {Q1} and sin x={s1}. What is sin 2x?",
                double="By the double-angle formula, twice that: {claim}.",
                **_ONE_EN,
            ),
            zh=chinese(
                ("角α是第{Q1}象限角。", "sin α={s1}。", "求sin 2α的值。"),
                "已知sin x={s1}，且角x的终边在第{Q1}象限，sin 2x等于多少？",
                double="由二倍角公式，再乘2：{claim}。",
                **_ONE_ZH,
            ),
        ),
        Template(
            name="angle_sum",
            heldout=True,
            boxes=(Box(9, Choices(_ratios(5, 200), 2), range(1, 5), range(1, 5)),),
            build=angle_sum,
            oracle=lambda given: math.sin(_angle(given) + _angle(given, "2")),
            en=english(
                (
                    "The angle A lies in quadrant {Q1} and has the sine {s1}.",
                    "The angle B lies in quadrant {Q2} and has the sine {s2}.",
                    "Find sin(A+B).",
                ),
                (
                    "Let sin A={s1} with A in quadrant {Q1}.",
                    "Let sin B={s2} with B in quadrant {Q2}.",
                    "What is the sine of A+B?",
                ),
                first_product="The sine of A times the cosine of B is {claim}.",
                second_product="The cosine of A times the sine of B is {claim}.",
                sum="By the addition formula, the sine of A+B is {claim}.",
                **_TWO_EN,
            ),
            zh=chinese(
                (
                    "角α是第{Q1}象限角，sin α={s1}。",
                    "角β是第{Q2}象限角，sin β={s2}。",
                    "求sin(α+β)的值。",
                ),
                (
                    "已知sin α={s1}，且角α的终边在第{Q1}象限。",
                    "又知sin β={s2}，且角β的终边在第{Q2}象限。",
                    "sin(α+β)等于多少？",
                ),
                first_product="α的正弦乘β的余弦：{claim}。",
                second_product="α的余弦乘β的正弦：{claim}。",
                sum="由两角和的正弦公式，相加得{claim}。",
                **_TWO_ZH,
            ),
        ),
    ),
)
