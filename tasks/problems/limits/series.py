"""Telescoping sums, sums of powers, Taylor coefficients."""

import math
from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.calculus_terms import Tuples, poly_text
from tasks.problems.limits.quotients import SMALL, WIDE_ROOTS
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box


def telescope(d: int, a: int, n: int) -> Proof | None:
    """The sum of 1/((dk+a)(dk+a+d)) for k from 0 to n."""
    if math.gcd(a, d) > 1:
        return None
    last = d * (n + 1) + a
    gap = Fraction(1, a) - Fraction(1, last)
    steps = (
        ProofStep("z", "d*(n+1)+a", last, "last"),
        ProofStep("g", "1/a-1/z", gap, "ends"),
        ProofStep("S", "g/d", gap / d, "divide"),
    )
    shown = {"first": poly_text([d, a]).replace("x", "k"), "second": poly_text([d, a + d]).replace("x", "k")}
    return Proof((Given("d", d), Given("a", a), Given("n", n)), steps, shown=shown)


def _fraction_by_fraction(given: Mapping[str, int]) -> Fraction:
    d, a = given["d"], given["a"]
    top, bottom = 0, 1
    for k in range(given["n"] + 1):
        product = (d * k + a) * (d * k + a + d)
        top, bottom = top * product + bottom, bottom * product
        shared = math.gcd(top, bottom)
        top, bottom = top // shared, bottom // shared
    return Fraction(top, bottom)


def power_sums(a: int, b: int, c: int, n: int) -> Proof:
    """The sum of ak^2+bk+c for k from 1 to n."""
    squares, numbers = n * (n + 1) * (2 * n + 1) // 6, n * (n + 1) // 2
    parts = (a * squares, b * numbers, c * n)
    steps = (
        ProofStep("q", "n*(n+1)*(2*n+1)/6", squares, "squares"),
        ProofStep("s", "n*(n+1)/2", numbers, "numbers"),
        ProofStep("u", "a*q", parts[0], "square_part"),
        ProofStep("v", "b*s", parts[1], "linear_part"),
        ProofStep("w", "c*n", parts[2], "constant_part"),
        ProofStep("S", "u+v+w", sum(parts), "add"),
    )
    givens = (Given("a", a), Given("b", b), Given("c", c), Given("n", n))
    return Proof(givens, steps, shown={"f": poly_text([a, b, c]).replace("x", "k")})


def taylor(coefs: tuple[int, ...], a: int, n: int) -> Proof:
    """The coefficient of x^n in a polynomial (highest power first) times e^(ax)."""
    steps, values, before = [], [], ""
    total = Fraction(0)
    degree = len(coefs) - 1
    for place, coef in enumerate(reversed(coefs)):
        rest = n - place
        exponent = f"(n-{place})" if place else "n"
        power = a**rest
        value = Fraction(coef * power, math.factorial(rest))
        values.append(value)
        steps.append(ProofStep(f"p{place}", f"a^{exponent}", power, "power"))
        steps.append(ProofStep(f"t{place}", f"b{place}*p{place}/({exponent}!)", value, "term"))
        total += value
        if before:
            steps.append(ProofStep(f"s{place}", f"{before}+t{place}", total, "add"))
        before = f"s{place}" if before else "t0"
    givens = tuple(Given(f"b{degree - place}", coef) for place, coef in enumerate(coefs))
    return Proof((*givens, Given("a", a), Given("n", n)), tuple(steps), shown={"poly": poly_text(coefs)})


def _by_power_series(given: Mapping[str, int]) -> Fraction:
    """Multiply the first terms of both series."""
    n = given["n"]
    series = [Fraction(1)]
    for k in range(1, n + 1):
        series.append(series[-1] * given["a"] / k)
    factors = [given.get(f"b{k}", 0) for k in range(n + 1)]
    return sum(
        (factor * member for factor, member in zip(factors, reversed(series), strict=True)), Fraction(0)
    )


def _taylor_boxes(*, wide: bool = False) -> tuple[Box, ...]:
    factors = (*range(-6, -1), *range(2, 7)) if not wide else (-9, -8, -7, 7, 8, 9)
    orders = range(4, 7) if not wide else range(7, 9)
    return tuple(
        Box(3 * count - 1, Tuples((*range(-12, -1), *range(2, 13)), count), factors, orders)
        for count in range(2, 5)
    )


TELESCOPE = Template(
    name="telescope",
    boxes=(Box(3, range(2, 16), range(2, 21), range(3, 100), listed=True),),
    wide=(Box(3, range(16, 40), range(21, 60), range(100, 300)),),
    holes=True,
    build=telescope,
    oracle=_fraction_by_fraction,
    en=english(
        "What is the sum of 1/(({first})({second})) for k from 0 to {n}?",
        "Find the sum of the fractions 1/(({first})({second})) for k=0, 1, ..., {n}.",
        last="Each term is a difference of unit fractions over {d}; the last denominator is {claim}.",
        ends="In the sum of the differences all but the ends cancel: {claim}.",
        divide="Divide by {d}: {claim}.",
    ),
    zh=chinese(
        "求1/(({first})({second}))对k从0到{n}的和。",
        "当k取0到{n}的所有整数时，1/(({first})({second}))的总和是多少？",
        last="每一项等于两个单位分数之差除以{d}，最后一个分母为{claim}。",
        ends="各差相加，中间各项相消，剩下{claim}。",
        divide="再除以{d}，得{claim}。",
    ),
)


POWER_SUMS = Template(
    name="power_sums",
    boxes=(Box(6, range(2, 12), SMALL, (*range(-50, -1), *range(2, 51)), range(4, 31)),),
    wide=(Box(6, range(10, 30), SMALL, WIDE_ROOTS, range(31, 60)),),
    build=power_sums,
    oracle=lambda given: sum(
        given["a"] * k * k + given["b"] * k + given["c"] for k in range(1, given["n"] + 1)
    ),
    en=english(
        "What is the sum of {f} for k from 1 to {n}?",
        "A sequence has the terms {f} for k=1, 2, 3, ... Find the sum of the first {n} terms.",
        squares="The squares of 1 to {n} add up to {claim}.",
        numbers="The numbers 1 to {n} add up to {claim}.",
        square_part="The quadratic part is {claim}.",
        linear_part="The linear part is {claim}.",
        constant_part="The constant part is {claim}.",
        add="Together: {claim}.",
    ),
    zh=chinese(
        "求{f}对k从1到{n}的和。",
        "数列的第k项为{f}，求前{n}项的和。",
        squares="前{n}个正整数的平方和为{claim}。",
        numbers="前{n}个正整数的和为{claim}。",
        square_part="二次部分为{claim}。",
        linear_part="一次部分为{claim}。",
        constant_part="常数部分为{claim}。",
        add="相加得{claim}。",
    ),
)


TAYLOR = Template(
    name="taylor",
    boxes=_taylor_boxes(),
    wide=_taylor_boxes(wide=True),
    build=taylor,
    oracle=_by_power_series,
    en=english(
        "What is the coefficient of x^{n} in the Taylor series of ({poly})*e^({a}x) at x=0?",
        "Expand ({poly})*e^({a}x) in powers of x. Find the coefficient of x^{n}.",
        power="The power of {a} is {claim}.",
        term="This gives a contribution of {claim}.",
        add="Add: {claim}.",
    ),
    zh=chinese(
        "求({poly})*e^({a}x)在x=0处的泰勒展开式中x^{n}的系数。",
        "把({poly})*e^({a}x)展开成x的幂级数，求x^{n}的系数。",
        power="{a}的乘方为{claim}。",
        term="这一部分贡献{claim}。",
        add="相加得{claim}。",
    ),
)
