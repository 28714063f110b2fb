"""Limits, sums of arithmetic and geometric series, telescoping sums, Taylor coefficients.

The oracles go another way: l'Hospital's rule or values near the point for limits, term by term for
sums, multiplication of power series for coefficients.
"""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise

from tasks.problems.calculus_terms import Tuples, joined, poly_text, power_text
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box

_SMALL = (*range(-9, -1), *range(2, 10))
_ROOTS = (*range(-12, -1), *range(2, 13))
_WIDE_ROOTS = (*range(-40, -12), *range(13, 41))


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


def arithmetic_sum(a: int, d: int, n: int) -> Proof:
    """First term, difference, number of terms; the sum."""
    last = a + (n - 1) * d
    steps = (
        ProofStep("z", "a+(n-1)*d", last, "last"),
        ProofStep("S", "n*(a+z)/2", n * (a + last) // 2, "sum"),
    )
    return Proof((Given("a", a), Given("d", d), Given("n", n)), steps)


def arithmetic_from_two(m: int, gap: int, a: int, d: int, n: int) -> Proof | None:
    """Terms number m and m+gap; the sum of the first n."""
    first, second, last = a + (m - 1) * d, a + (m + gap - 1) * d, a + (n - 1) * d
    steps = (
        ProofStep("g", "y-x", second - first, "gain"),
        ProofStep("d", "g/(k-m)", d, "difference"),
        ProofStep("f", "x-(m-1)*d", a, "first"),
        ProofStep("z", "f+(n-1)*d", last, "last"),
        ProofStep("S", "n*(f+z)/2", n * (a + last) // 2, "sum"),
    )
    givens = (Given("m", m), Given("x", first), Given("k", m + gap), Given("y", second), Given("n", n))
    return Proof(givens, steps)


def _term_by_term(given: Mapping[str, int]) -> int:
    """Terms and sum by going from each to the next."""
    if "a" in given:
        first, difference = given["a"], given["d"]
    else:
        # The second number is the only one that hits y after k-m equal moves from x.
        moves = given["k"] - given["m"]
        difference = next(d for d in range(-60, 61) if given["x"] + moves * d == given["y"])
        first = given["x"]
        for _ in range(given["m"] - 1):
            first -= difference
    return sum(range(first, first + difference * given["n"], difference))


def geometric_sum(a: int, r: int, n: int) -> Proof:
    """First term, ratio, number of terms; the sum."""
    power = r**n
    steps = (
        ProofStep("p", "r^n", power, "power"),
        ProofStep("u", "p-1", power - 1, "less_one"),
        ProofStep("v", "r-1", r - 1, "ratio_less_one"),
        ProofStep("S", "a*u/v", a * (power - 1) // (r - 1), "sum"),
    )
    return Proof((Given("a", a), Given("r", r), Given("n", n)), steps)


def geometric_from_two(m: int, a: int, r: int, n: int) -> Proof:
    """Terms number m and m+2 of a sequence of positive numbers; the sum of the first n."""
    first, second, power = a * r ** (m - 1), a * r ** (m + 1), r**n
    steps = (
        ProofStep("q", "y/x", r * r, "quotient"),
        ProofStep("r", "sqrt(q)", r, "ratio"),
        ProofStep("f", "x/r^(m-1)", a, "first"),
        ProofStep("p", "r^n", power, "power"),
        ProofStep("u", "p-1", power - 1, "less_one"),
        ProofStep("v", "r-1", r - 1, "ratio_less_one"),
        ProofStep("S", "f*u/v", a * (power - 1) // (r - 1), "sum"),
    )
    givens = (Given("m", m), Given("x", first), Given("k", m + 2), Given("y", second), Given("n", n))
    return Proof(givens, steps)


def _product_by_product(given: Mapping[str, int]) -> int:
    """Each term from the one before, and all of them added."""
    if "a" in given:
        member, ratio = given["a"], given["r"]
    else:
        ratio = next(r for r in range(2, 60) if given["x"] * r * r == given["y"])
        member = given["x"]
        for _ in range(given["m"] - 1):
            member //= ratio
    total = 0
    for _ in range(given["n"]):
        total += member
        member *= ratio
    return total


def bouncing(height: int, top: int, bottom: int) -> Proof | None:
    """A ball that rises to top/bottom of its height each time; its whole way."""
    if top >= bottom or math.gcd(top, bottom) > 1:
        return None
    r = Fraction(top, bottom)
    rise, rest = height * r, 1 - r
    steps = (
        ProofStep("a", "h*r", rise, "first_rise", "cm"),
        ProofStep("d", "1-r", rest, "rest"),
        ProofStep("s", "a/d", rise / rest, "series", "cm"),
        ProofStep("w", "h+2*s", height + 2 * rise / rest, "way", "cm"),
    )
    return Proof((Given("h", height, "cm"), Given("r", r)), steps)


def _until_it_rests(given: Mapping[str, Fraction]) -> Fraction:
    """The whole way is w(h)=h+h*r+w(h*r), and proportional to h: w=h+hr+rw."""
    h, r = given["h"], given["r"]
    return _fixed_point(lambda w: h + h * r + r * w)


def _fixed_point(image: Callable[[Fraction], Fraction]) -> Fraction:
    """The fixed point of a linear function, from its values at 0 and 1."""
    start = Fraction(image(Fraction(0)))
    return start / (1 - (image(Fraction(1)) - start))


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


_LIMIT_EN = (
    "Find the limit of ({top})/({bottom}) as x approaches {p}.",
    "What value does ({top})/({bottom}) tend to as x tends to {p}?",
)
_LIMIT_ZH = (
    "求x趋于{p}时({top})/({bottom})的极限。",
    "当x→{p}时，({top})/({bottom})趋于什么值？",
)
_GEOMETRIC_EN = {
    "quotient": "Two places on, the term has been multiplied by {claim}.",
    "ratio": "The ratio is the positive root: {claim}.",
    "first": "The first term is {claim}.",
    "power": "The power of the ratio is {claim}.",
    "less_one": "Subtract 1: {claim}.",
    "ratio_less_one": "The ratio minus 1 is {claim}.",
    "sum": "The sum is {claim}.",
}
_GEOMETRIC_ZH = {
    "quotient": "相隔两项之比为{claim}。",
    "ratio": "各项为正，公比为{claim}。",
    "first": "首项为{claim}。",
    "power": "公比的乘方为{claim}。",
    "less_one": "减1得{claim}。",
    "ratio_less_one": "公比减1得{claim}。",
    "sum": "所求的和为{claim}。",
}

LIMITS = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        Template(
            name="at_infinity",
            boxes=(Box(1, range(2, 6), _SMALL, range(2, 10), Tuples(_SMALL, 3)),),
            wide=(Box(1, range(6, 9), range(10, 20), range(10, 20), Tuples(_SMALL, 3)),),
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
        ),
        Template(
            name="root_difference",
            boxes=(Box(2, _ROOTS, _SMALL, _ROOTS, _SMALL),),
            wide=(Box(2, _WIDE_ROOTS, _SMALL, _WIDE_ROOTS, _SMALL),),
            holes=True,
            build=root_difference,
            oracle=_far_away,
            en=english(
                "Find the limit of sqrt({first})-sqrt({second}) as x tends to infinity.",
                "What value does sqrt({first})-sqrt({second}) approach as x grows without bound?",
                numerator="Multiply and divide by the sum of the roots; above, x has the factor {claim}.",
                half="The sum of the roots grows like 2x, so the limit is {claim}.",
            ),
            zh=chinese(
                "求x趋于正无穷大时sqrt({first})-sqrt({second})的极限。",
                "当x→+∞时，sqrt({first})-sqrt({second})趋于什么值？",
                numerator="分子有理化，分子中x的系数为{claim}。",
                half="分母与2x之比趋于1，所以极限为{claim}。",
            ),
        ),
        Template(
            name="arithmetic_sum",
            boxes=(Box(2, range(10, 60), range(2, 12), range(6, 41)),),
            wide=(Box(2, range(60, 200), range(12, 24), range(41, 100)),),
            build=arithmetic_sum,
            oracle=_term_by_term,
            en=english(
                (
                    "The first row of a theatre has {a} seats.",
                    "Each further row has {d} more seats than the one before.",
                    "There are {n} rows.",
                    "How many seats are there in all?",
                ),
                (
                    "A saver puts aside {a} yuan in the first month.",
                    "Every month the amount grows by {d} yuan.",
                    "How many yuan has the saver put aside after {n} months?",
                ),
                (
                    "An arithmetic sequence begins with {a}.",
                    "Its common difference is {d}.",
                    "What is the sum of its first {n} terms?",
                ),
                last="The last term is {claim}.",
                sum="The sum is the number of terms times the mean of the first and the last: {claim}.",
            ),
            zh=chinese(
                (
                    "剧场第一排有{a}个座位。",
                    "以后每排比前一排多{d}个座位。",
                    "一共有{n}排。",
                    "剧场共有多少个座位？",
                ),
                ("小李第一个月存了{a}元。", "以后每个月比上个月多存{d}元。", "{n}个月一共存了多少元？"),
                ("等差数列的首项为{a}。", "公差为{d}。", "求前{n}项的和。"),
                last="末项为{claim}。",
                sum="和等于项数乘首末两项的平均数：{claim}。",
            ),
        ),
        Template(
            name="one_root",
            boxes=(Box(4, _SMALL, _ROOTS, (*range(-20, -1), *range(2, 21)), listed=True),),
            wide=(Box(4, _SMALL, _WIDE_ROOTS, _WIDE_ROOTS),),
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
        ),
        Template(
            name="geometric_sum",
            boxes=(
                Box(
                    4,
                    (*range(-60, 0), *range(1, 61)),
                    (*range(-9, -1), *range(2, 10)),
                    range(3, 10),
                    listed=True,
                ),
            ),
            wide=(Box(4, range(41, 100), (*range(-15, -9), *range(10, 16)), range(4, 10)),),
            build=geometric_sum,
            oracle=_product_by_product,
            en=english(
                (
                    "A geometric sequence begins with {a}.",
                    "Its ratio is {r}.",
                    "Find the sum of its first {n} terms.",
                ),
                (
                    "The first term of a sequence is {a}.",
                    "Each term is {r} times the one before.",
                    "What do the first {n} terms add up to?",
                ),
                **_GEOMETRIC_EN,
            ),
            zh=chinese(
                ("等比数列的首项为{a}。", "公比为{r}。", "求前{n}项的和。"),
                ("一个数列的第一项是{a}。", "从第二项起，每一项与前一项的比都是{r}。", "前{n}项的和是多少？"),
                **_GEOMETRIC_ZH,
            ),
        ),
        Template(
            name="bouncing",
            boxes=(Box(4, range(10, 400), range(1, 12), range(2, 13), listed=True),),
            wide=(Box(4, range(400, 2000), range(2, 20), range(13, 25)),),
            holes=True,
            build=bouncing,
            oracle=_until_it_rests,
            cast={"what": (("ball", "小球"), ("rubber ball", "橡皮球"), ("steel ball", "钢球"))},
            en=english(
                (
                    "A {what} falls from a height of {h} cm.",
                    "After each impact it rises to {r} of the height it fell from.",
                    "What total distance does it cover until it comes to rest, in cm?",
                ),
                (
                    "A {what} is dropped from {h} cm above the floor.",
                    "Each time it bounces back to {r} of the previous height.",
                    "How many cm does it travel up and down in all?",
                ),
                first_rise="It first rises by {claim}.",
                rest="1 minus the ratio is {claim}.",
                series="All rises add up to {claim}.",
                way="Each rise is followed by an equal fall; with the first fall that makes {claim}.",
            ),
            zh=chinese(
                (
                    "一个{what}从{h}厘米高处自由落下。",
                    "每次落地后反弹到前一次高度的{r}。",
                    "到静止为止，它经过的总路程是多少厘米？",
                ),
                (
                    "从离地面{h}厘米处让一个{what}落下。",
                    "它每次弹起的高度是前一次下落高度的{r}。",
                    "如此无限弹跳下去，求总路程，单位为厘米。",
                ),
                first_rise="第一次弹起的高度为{claim}。",
                rest="1减公比得{claim}。",
                series="各次弹起的高度之和为{claim}。",
                way="每次弹起后又落下，再加最初的下落：{claim}。",
            ),
        ),
        Template(
            name="telescope",
            boxes=(Box(3, range(2, 16), range(2, 21), range(3, 100), listed=True),),
            wide=(Box(3, range(16, 40), range(21, 60), range(100, 300)),),
            holes=True,
            build=telescope,
            oracle=_fraction_by_fraction,
            en=english(
                "What is the sum of 1/(({first})({second})) for k from 0 to {n}?",
                "Find the sum of the fractions 1/(({first})({second})) for k=0, 1, ..., {n}.",
                last="Each term is a difference of unit fractions by {d}; the last denominator is {claim}.",
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
        ),
        Template(
            name="arithmetic_from_two",
            boxes=(
                Box(
                    5, range(2, 9), range(2, 9), range(-20, 41), (*range(-9, 0), *range(1, 16)), range(10, 41)
                ),
            ),
            wide=(Box(5, range(9, 20), range(2, 9), range(41, 100), range(16, 40), range(41, 80)),),
            build=arithmetic_from_two,
            oracle=_term_by_term,
            en=english(
                (
                    "Term number {m} of an arithmetic sequence is {x}.",
                    "Term number {k} is {y}.",
                    "What is the sum of its first {n} terms?",
                ),
                (
                    "An arithmetic sequence has the term {x} at place {m}.",
                    "At place {k} it has the term {y}.",
                    "Find the sum of the first {n} terms.",
                ),
                gain="The two terms differ by {claim}.",
                difference="The common difference is {claim}.",
                first="The first term is {claim}.",
                last="The last term is {claim}.",
                sum="The sum is {claim}.",
            ),
            zh=chinese(
                ("等差数列的第{m}项是{x}。", "第{k}项是{y}。", "求前{n}项的和。"),
                ("在一个等差数列中，第{m}项等于{x}。", "第{k}项等于{y}。", "这个数列前{n}项的和是多少？"),
                gain="两项之差为{claim}。",
                difference="公差为{claim}。",
                first="首项为{claim}。",
                last="末项为{claim}。",
                sum="和为{claim}。",
            ),
        ),
        Template(
            name="two_roots",
            boxes=(
                Box(
                    5, _ROOTS, (*range(-20, -1), *range(2, 21)), (*range(-20, -1), *range(2, 21)), listed=True
                ),
            ),
            wide=(Box(5, _WIDE_ROOTS, _ROOTS, _ROOTS),),
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
        ),
        Template(
            name="power_sums",
            boxes=(Box(6, range(2, 12), _SMALL, (*range(-50, -1), *range(2, 51)), range(4, 31)),),
            wide=(Box(6, range(10, 30), _SMALL, _WIDE_ROOTS, range(31, 60)),),
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
        ),
        Template(
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
        ),
        Template(
            name="conjugate",
            heldout=True,
            boxes=(Box(4, _SMALL, range(2, 21), (*range(-20, -1), *range(2, 21)), listed=True),),
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
        ),
        Template(
            name="geometric_from_two",
            heldout=True,
            boxes=(Box(7, range(2, 6), range(2, 1000), range(2, 10), range(4, 11)),),
            build=geometric_from_two,
            oracle=_product_by_product,
            en=english(
                (
                    "All terms of a geometric sequence are positive.",
                    "Term number {m} is {x}.",
                    "Term number {k} is {y}.",
                    "What is the sum of its first {n} terms?",
                ),
                (
                    "A geometric sequence of positive numbers has the term {x} at place {m}.",
                    "At place {k} it has the term {y}.",
                    "Find the sum of the first {n} terms.",
                ),
                **_GEOMETRIC_EN,
            ),
            zh=chinese(
                ("等比数列的各项都是正数。", "第{m}项是{x}。", "第{k}项是{y}。", "求前{n}项的和。"),
                ("正项等比数列的第{m}项等于{x}。", "第{k}项等于{y}。", "它的前{n}项的和是多少？"),
                **_GEOMETRIC_ZH,
            ),
        ),
    ),
)
