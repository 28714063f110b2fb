"""The value of a derivative at a point: sums of powers, products, quotients, chains."""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.calculus_terms import Tuples, joined, poly_text, power_text, slope_at
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, Choices

SMALL = (*range(-9, -1), *range(2, 10))
"""Coefficients that are written out: neither 0 nor 1 nor -1."""
WIDE = (*range(-40, -9), *range(10, 41))
CONSTANTS = (*range(-20, 0), *range(1, 21))
_LEADS = range(2, 10)
_INNER = (*range(-20, -1), *range(2, 21))
_POINTS = (-3, -2, -1, 1, 2, 3)


def slope(exponents: tuple[int, ...], coefs: tuple[int, ...], linear: int, constant: int, x0: int) -> Proof:
    """A polynomial of powers above 1, a linear term unless it is 0, and a constant; f'(x0)."""
    terms = sorted(zip(exponents, coefs, strict=True), reverse=True)
    givens, steps, values = [], [], []
    for number, (exponent, coef) in enumerate(terms, start=1):
        givens += [Given(f"a{number}", coef), Given(f"n{number}", exponent)]
        lead = coef * exponent
        steps.append(ProofStep(f"d{number}", f"a{number}*n{number}", lead, "power"))
        value = lead * x0 ** (exponent - 1)
        values.append((f"v{number}", value))
        steps.append(ProofStep(f"v{number}", f"d{number}*x0^(n{number}-1)", value, "put_in"))
    if linear:
        givens.append(Given("b", linear))
        values.append(("b", linear))
    before, total = values[0]
    for number, (name, value) in enumerate(values[1:], start=1):
        total += value
        steps.append(ProofStep(f"s{number}", f"{before}+{name}", total, "sum"))
        before = f"s{number}"
    written = [power_text(coef, exponent) for exponent, coef in terms]
    written += [power_text(linear, 1)] if linear else []
    shown = {"f": joined([*written, str(constant)])}
    return Proof((*givens, Given("x0", x0)), tuple(steps), shown=shown)


def _slope_by_duals(given: Mapping[str, int]) -> int:
    coefs = [0] * 9
    for number in range(1, 9):
        if f"a{number}" in given:
            coefs[8 - given[f"n{number}"]] += given[f"a{number}"]
    coefs[7] += given.get("b", 0)
    return int(slope_at(coefs, given["x0"]))


def chain(coef: int, constant: int, power: int, x0: int) -> Proof | None:
    """f(x)=(coef*x+constant)^power; f'(x0)."""
    inner = coef * x0 + constant
    if not 0 < abs(inner) <= 12:
        return None
    raised = inner ** (power - 1)
    steps = (
        ProofStep("u", "a*x0+b", inner, "inner"),
        ProofStep("p", "u^(n-1)", raised, "lower"),
        ProofStep("o", "n*p", power * raised, "outer"),
        ProofStep("d", "o*a", power * raised * coef, "chain"),
    )
    givens = (Given("a", coef), Given("b", constant), Given("n", power), Given("x0", x0))
    return Proof(givens, steps, shown={"f": f"({poly_text([coef, constant])})^{power}"})


def _expanded_slope(given: Mapping[str, int]) -> int:
    """Multiply the power out, then dual numbers."""
    coefs = [1]
    for _ in range(given["n"]):
        coefs = [
            given["a"] * left + given["b"] * right
            for left, right in zip([*coefs, 0], [0, *coefs], strict=True)
        ]
    return int(slope_at(coefs, given["x0"]))


def product(a: int, b: int, c: int, d: int, x0: int) -> Proof:
    """f(x)=(ax+b)(cx^2+d); f'(x0)."""
    u, v, dv = a * x0 + b, c * x0**2 + d, 2 * c * x0
    steps = (
        ProofStep("u", "a*x0+b", u, "first"),
        ProofStep("v", "c*x0^2+d", v, "second"),
        ProofStep("w", "2*c*x0", dv, "second_slope"),
        ProofStep("p", "a*v", a * v, "first_part"),
        ProofStep("q", "u*w", u * dv, "second_part"),
        ProofStep("s", "p+q", a * v + u * dv, "product"),
    )
    givens = (Given("a", a), Given("b", b), Given("c", c), Given("d", d), Given("x0", x0))
    return Proof(givens, steps, shown={"f": f"({poly_text([a, b])})({poly_text([c, 0, d])})"})


def quotient(a: int, b: int, c: int, d: int, x0: int) -> Proof | None:
    """f(x)=(ax+b)/(cx+d); f'(x0); a hole where f is constant or has its pole at x0."""
    u, v = a * x0 + b, c * x0 + d
    top = a * v - u * c
    if v == 0 or top == 0:
        return None
    steps = (
        ProofStep("u", "a*x0+b", u, "top"),
        ProofStep("v", "c*x0+d", v, "bottom"),
        ProofStep("p", "a*v", a * v, "first_part"),
        ProofStep("q", "u*c", u * c, "second_part"),
        ProofStep("w", "v^2", v * v, "square"),
        ProofStep("s", "(p-q)/w", Fraction(top, v * v), "quotient"),
    )
    givens = (Given("a", a), Given("b", b), Given("c", c), Given("d", d), Given("x0", x0))
    return Proof(givens, steps, shown={"f": f"({poly_text([a, b])})/({poly_text([c, d])})"})


def _quotient_by_definition(given: Mapping[str, int]) -> Fraction:
    """(f(x0+h)-f(x0))/h has the value k/(v+ch) for every h; at h = 0 it is the derivative."""
    a, b, c, d, x0 = (given[name] for name in ("a", "b", "c", "d", "x0"))

    def ratio(h: Fraction) -> Fraction:
        x = x0 + h
        return ((a * x + b) / (c * x + d) - Fraction(a * x0 + b, c * x0 + d)) / h

    # 1/ratio is linear in h: two points give its value at 0. The pole is no multiple of 1/11.
    near, far = 1 / ratio(Fraction(1, 11)), 1 / ratio(Fraction(2, 11))
    return 1 / (2 * near - far)


def _slope_boxes(*, wide: bool = False) -> tuple[Box, ...]:
    boxes = []
    coefs, constants = (WIDE, range(21, 60)) if wide else (SMALL, range(1, 21))
    for count in range(1, 6):
        powers = Choices(range(2, 7), count)
        for linear in (False, True):
            steps = 3 * count - 1 + linear
            points = _POINTS if count > 2 else (-5, -4, *_POINTS, 4, 5)
            boxes.append(
                Box(
                    steps,
                    powers,
                    Tuples(coefs, count),
                    coefs if linear else (0,),
                    constants,
                    points,
                    listed=steps < 3 and not wide,
                )
            )
    return tuple(boxes)


_POINT_EN = (
    "Let f(x)={f}. Find f'({x0}).",
    "What is the slope of the tangent to y={f} at x={x0}?",
    "Differentiate y={f} and give the value of y' at x={x0}.",
)
_POINT_ZH = (
    "已知函数f(x)={f}，求f'({x0})。",
    "求曲线y={f}在x={x0}处的切线的斜率。",
    "设f(x)={f}，则f'({x0})等于多少？",
)


SLOPE = Template(
    name="slope",
    boxes=_slope_boxes(),
    wide=_slope_boxes(wide=True),
    build=slope,
    oracle=_slope_by_duals,
    en=english(
        *_POINT_EN,
        power="Differentiating {0}x^{1} gives the coefficient {claim}.",
        put_in="At x={x0} this term is {claim}.",
        sum="Add: {claim}.",
    ),
    zh=chinese(
        *_POINT_ZH,
        power="对{0}x^{1}求导，系数为{claim}。",
        put_in="x={x0}时这一项的值为{claim}。",
        sum="相加得{claim}。",
    ),
)


PRODUCT = Template(
    name="product",
    boxes=(Box(6, _LEADS, SMALL, _LEADS, SMALL, _POINTS),),
    wide=(Box(6, range(10, 41), SMALL, range(10, 41), SMALL, range(4, 9)),),
    build=product,
    oracle=lambda given: slope_at(
        [
            given["a"] * given["c"],
            given["b"] * given["c"],
            given["a"] * given["d"],
            given["b"] * given["d"],
        ],
        given["x0"],
    ),
    en=english(
        *_POINT_EN,
        first="At x={x0} the first factor is {claim}.",
        second="The second factor is {claim}.",
        second_slope="The derivative of the second factor is {claim}.",
        first_part="The derivative of the first factor is {0}, times the second: {claim}.",
        second_part="The first factor times the derivative of the second: {claim}.",
        product="By the product rule f'({x0}) is the sum: {claim}.",
    ),
    zh=chinese(
        *_POINT_ZH,
        first="x={x0}时第一个因式的值为{claim}。",
        second="第二个因式的值为{claim}。",
        second_slope="第二个因式的导数值为{claim}。",
        first_part="第一个因式的导数是{0}，乘第二个因式：{claim}。",
        second_part="第一个因式乘第二个因式的导数：{claim}。",
        product="由乘积的求导法则，相加得{claim}。",
    ),
)


CHAIN = Template(
    name="chain",
    heldout=True,
    boxes=(Box(4, range(2, 16), _INNER, range(2, 7), range(-6, 7), listed=True),),
    holes=True,
    build=chain,
    oracle=_expanded_slope,
    en=english(
        *_POINT_EN,
        inner="At x={x0} the inner function is {claim}.",
        lower="Its power with the exponent one lower is {claim}.",
        outer="The outer derivative is {claim}.",
        chain="By the chain rule multiply by the inner derivative: {claim}.",
    ),
    zh=chinese(
        *_POINT_ZH,
        inner="x={x0}时内层函数的值为{claim}。",
        lower="指数减1，乘方得{claim}。",
        outer="外层函数的导数值为{claim}。",
        chain="由链式法则，乘内层函数的导数，得{claim}。",
    ),
)


QUOTIENT = Template(
    name="quotient",
    heldout=True,
    boxes=(Box(6, _LEADS, SMALL, _LEADS, SMALL, _POINTS),),
    holes=True,
    build=quotient,
    oracle=_quotient_by_definition,
    en=english(
        *_POINT_EN,
        top="At x={x0} the numerator is {claim}.",
        bottom="The denominator is {claim}.",
        first_part="The derivative of the numerator times the denominator: {claim}.",
        second_part="The numerator times the derivative of the denominator: {claim}.",
        square="The square of the denominator is {claim}.",
        quotient="By the quotient rule f'({x0}) is {claim}.",
    ),
    zh=chinese(
        *_POINT_ZH,
        top="x={x0}时分子的值为{claim}。",
        bottom="分母的值为{claim}。",
        first_part="分子的导数乘分母：{claim}。",
        second_part="分子乘分母的导数：{claim}。",
        square="分母的平方为{claim}。",
        quotient="由商的求导法则，导数为{claim}。",
    ),
)
