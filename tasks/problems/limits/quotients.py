"""Limits at a point and at infinity."""

import math
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from tasks.problems.calculus_terms import Tuples, joined, poly_text, power_text
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box

SMALL = (*range(-9, -1), *range(2, 10))
_ROOTS = (*range(-12, -1), *range(2, 13))
WIDE_ROOTS = (*range(-40, -12), *range(13, 41))


def at_infinity(power: int, ratio: int, d: int, rest: tuple[int, ...]) -> Proof:
    """A quotient of polynomials of one degree; the quotient of the leading coefficients."""
    a = ratio * d
    top = joined([power_text(a, power), power_text(rest[0], power - 1), str(rest[1])])
    bottom = joined([power_text(d, power), str(rest[2])])
    step = ProofStep("L", "a/d", ratio, "leading")
    numbers = (("a", a), ("b", rest[0]), ("c", rest[1]), ("d", d), ("e", rest[2]), ("n", power))
    return Proof(tuple(Given(*pair) for pair in numbers), (step,), shown={"top": top, "bottom": bottom})


def _at_a_huge_number(given: Mapping[str, int]) -> int:
    """The quotient at 10^9 differs from its limit, a whole number, by far less than a half."""
    x, n = 10**9, given["n"]
    top = given["a"] * x**n + given["b"] * x ** (n - 1) + given["c"]
    return round(Fraction(top, given["d"] * x**n + given["e"]))


def root_difference(a: int, b: int, c: int, d: int) -> Proof | None:
    """sqrt(x^2+ax+b)-sqrt(x^2+cx+d) at infinity."""
    if a == c or (a - c) % 2:
        return None
    steps = (
        ProofStep("m", "a-c", a - c, "numerator"),
        ProofStep("L", "m/2", Fraction(a - c, 2), "half"),
    )
    givens = (Given("a", a), Given("b", b), Given("c", c), Given("d", d))
    return Proof(givens, steps, shown={"first": poly_text([1, a, b]), "second": poly_text([1, c, d])})


def _far_away(given: Mapping[str, int]) -> Fraction:
    """At x = 10^5 the difference is within 1/100 of its limit, which is a multiple of 1/2."""
    x = 10**5
    first = math.sqrt(x * x + given["a"] * x + given["b"])
    return Fraction(round(2 * (first - math.sqrt(x * x + given["c"] * x + given["d"]))), 2)


def one_root(a: int, p: int, q: int) -> Proof | None:
    """a(x-p)(x-q)/(x-p) at p."""
    b, c = -a * (p + q), a * p * q
    if p == q or abs(b) < 2:
        return None
    steps = (
        ProofStep("s", "-b/a", p + q, "sum_of_roots"),
        ProofStep("q", "s-p", q, "other_root"),
        ProofStep("d", "p-q", p - q, "factor"),
        ProofStep("L", "a*d", a * (p - q), "value"),
    )
    givens = (Given("a", a), Given("b", b), Given("c", c), Given("p", p))
    return Proof(givens, steps, shown={"top": poly_text([a, b, c]), "bottom": poly_text([1, -p])})


def two_roots(p: int, q: int, r: int) -> Proof | None:
    """(x-p)(x-q)/((x-p)(x-r)) at p."""
    b, d = -(p + q), -(p + r)
    trivial = Fraction(p - q, p - r if p != r else 1).denominator == p - r
    if len({p, q, r}) < 3 or trivial or abs(b) < 2 or abs(d) < 2:
        return None
    steps = (
        ProofStep("q", "-b-p", q, "top_root"),
        ProofStep("r", "-d-p", r, "bottom_root"),
        ProofStep("u", "p-q", p - q, "top_factor"),
        ProofStep("v", "p-r", p - r, "bottom_factor"),
        ProofStep("L", "u/v", Fraction(p - q, p - r), "cancel"),
    )
    givens = (Given("b", b), Given("d", d), Given("p", p))
    return Proof(givens, steps, shown={"top": poly_text([1, b, p * q]), "bottom": poly_text([1, d, p * r])})


def conjugate(k: int, b: int, shift: int) -> Proof | None:
    """k(sqrt(x+shift)-b)/(x-p) at p, where p+shift=b^2."""
    p = b * b - shift
    if abs(p) < 2 or math.gcd(k, 2 * b) == 1:
        return None
    steps = (
        ProofStep("m", "p+a", b * b, "inside"),
        ProofStep("s", "sqrt(m)", b, "root"),
        ProofStep("t", "s+b", 2 * b, "sum"),
        ProofStep("L", "k/t", Fraction(k, 2 * b), "conjugate"),
    )
    shown = {"inside": poly_text([1, shift]), "bottom": poly_text([1, -p])}
    return Proof((Given("k", k), Given("a", shift), Given("b", b), Given("p", p)), steps, shown=shown)


def _near_the_point(given: Mapping[str, int]) -> float:
    """The quotient on both sides of p: the error of their mean is of second order."""

    def value(h: float) -> float:
        return given["k"] * (math.sqrt(given["p"] + h + given["a"]) - given["b"]) / h

    def mean(h: float) -> float:
        return (value(h) + value(-h)) / 2

    # Richardson: the errors of widths 1/8, 1/16, 1/32, 1/64 are fitted by even powers and taken away.
    row = [mean(2.0**-n) for n in range(3, 8)]
    for order in range(1, 5):
        row = [(4**order * fine - coarse) / (4**order - 1) for coarse, fine in pairwise(row)]
    return row[0]


_LIMIT_EN = (
    "Find the limit of ({top})/({bottom}) as x approaches {p}.",
    "What value does ({top})/({bottom}) tend to as x tends to {p}?",
)
_LIMIT_ZH = (
    "求x趋于{p}时({top})/({bottom})的极限。",
    "当x→{p}时，({top})/({bottom})趋于什么值？",
)


AT_INFINITY = Template(
    name="at_infinity",
    boxes=(Box(1, range(2, 6), SMALL, range(2, 10), Tuples(SMALL, 3)),),
    wide=(Box(1, range(6, 9), range(10, 20), range(10, 20), Tuples(SMALL, 3)),),
    build=at_infinity,
    oracle=_at_a_huge_number,
    en=english(
        "Find the limit of ({top})/({bottom}) as x tends to infinity.",
        "What value does ({top})/({bottom}) approach as x grows without bound?",
        leading="Both have the same degree, so the leading coefficients decide: {claim}.",
    ),
    zh=chinese(
        "求x趋于无穷大时({top})/({bottom})的极限。",
        "当x→∞时，({top})/({bottom})趋于什么值？",
        leading="分子与分母次数相同，极限等于最高次项系数之比：{claim}。",
    ),
)


ROOT_DIFFERENCE = Template(
    name="root_difference",
    boxes=(Box(2, _ROOTS, SMALL, _ROOTS, SMALL),),
    wide=(Box(2, WIDE_ROOTS, SMALL, WIDE_ROOTS, SMALL),),
    holes=True,
    build=root_difference,
    oracle=_far_away,
    en=english(
        "Find the limit of sqrt({first})-sqrt({second}) as x tends to infinity.",
        "What value does sqrt({first})-sqrt({second}) approach as x grows without bound?",
        numerator="Multiply and divide by the sum of the roots; above, the coefficient of x is {claim}.",
        half="The sum of the roots grows like 2x, so the limit is {claim}.",
    ),
    zh=chinese(
        "求x趋于正无穷大时sqrt({first})-sqrt({second})的极限。",
        "当x→+∞时，sqrt({first})-sqrt({second})趋于什么值？",
        numerator="分子有理化，分子中x的系数为{claim}。",
        half="分母与2x之比趋于1，所以极限为{claim}。",
    ),
)


ONE_ROOT = Template(
    name="one_root",
    boxes=(Box(4, SMALL, _ROOTS, (*range(-20, -1), *range(2, 21)), listed=True),),
    wide=(Box(4, SMALL, WIDE_ROOTS, WIDE_ROOTS),),
    holes=True,
    build=one_root,
    oracle=lambda given: 2 * given["a"] * given["p"] + given["b"],
    en=english(
        *_LIMIT_EN,
        sum_of_roots="Both parts are 0 there; the roots of the numerator add up to {claim}.",
        other_root="The other root is {claim}.",
        factor="After cancelling, a linear factor is left; its value is {claim}.",
        value="Multiply by the leading coefficient: {claim}.",
    ),
    zh=chinese(
        *_LIMIT_ZH,
        sum_of_roots="此时分子、分母都为0；分子的两根之和为{claim}。",
        other_root="另一个根为{claim}。",
        factor="约分后剩下一个一次因式，它的值为{claim}。",
        value="乘二次项系数，得{claim}。",
    ),
)


TWO_ROOTS = Template(
    name="two_roots",
    boxes=(Box(5, _ROOTS, (*range(-20, -1), *range(2, 21)), (*range(-20, -1), *range(2, 21)), listed=True),),
    wide=(Box(5, WIDE_ROOTS, _ROOTS, _ROOTS),),
    holes=True,
    build=two_roots,
    # L'Hospital's rule.
    oracle=lambda given: Fraction(2 * given["p"] + given["b"], 2 * given["p"] + given["d"]),
    en=english(
        *_LIMIT_EN,
        top_root="Both parts are 0 there; the other root of the numerator is {claim}.",
        bottom_root="The other root of the denominator is {claim}.",
        top_factor="After cancelling, the numerator is {claim}.",
        bottom_factor="The denominator is {claim}.",
        cancel="The limit is {claim}.",
    ),
    zh=chinese(
        *_LIMIT_ZH,
        top_root="此时分子、分母都为0；分子的另一个根为{claim}。",
        bottom_root="分母的另一个根为{claim}。",
        top_factor="约分后，分子的值为{claim}。",
        bottom_factor="分母的值为{claim}。",
        cancel="极限为{claim}。",
    ),
)


CONJUGATE = Template(
    name="conjugate",
    heldout=True,
    boxes=(Box(4, SMALL, range(2, 21), (*range(-20, -1), *range(2, 21)), listed=True),),
    holes=True,
    build=conjugate,
    oracle=_near_the_point,
    en=english(
        "Find the limit of {k}*(sqrt({inside})-{b})/({bottom}) as x approaches {p}.",
        "What value does {k}*(sqrt({inside})-{b})/({bottom}) tend to as x tends to {p}?",
        inside="The value under the root is {claim}.",
        root="The root is {claim}.",
        sum="Multiply and divide by the conjugate; it tends to {claim}.",
        conjugate="After cancelling, the limit is {claim}.",
    ),
    zh=chinese(
        "求x趋于{p}时{k}*(sqrt({inside})-{b})/({bottom})的极限。",
        "当x→{p}时，{k}*(sqrt({inside})-{b})/({bottom})趋于什么值？",
        inside="此时根号内的值为{claim}。",
        root="开平方得{claim}。",
        sum="分子有理化，乘共轭式，它趋于{claim}。",
        conjugate="约分后，极限为{claim}。",
    ),
)
