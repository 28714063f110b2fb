"""Derivatives: power, product, quotient and chain rule, slopes of tangents, extrema, an optimum.

Steps are those of the rules. The oracles go another way: dual numbers, the definition (a limit of difference
quotients), comparison with neighbours, or the vertex that completing the square shows.
"""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.calculus_terms import (
    Tuples,
    check_derivatives,
    joined,
    poly_text,
    power_text,
    slope_at,
    value_at,
)
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box, Choices

_SMALL = (*range(-9, -1), *range(2, 10))
"""Coefficients that are written out: neither 0 nor 1 nor -1."""
_WIDE = (*range(-40, -9), *range(10, 41))
_CONSTANTS = (*range(-20, 0), *range(1, 21))
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


def extremum(value: bool, a: int, left: int, gap: int, constant: int, low: bool) -> Proof | None:
    """f'(x)=3a(x-left)(x-left-gap): where f has its local minimum or maximum, or that value."""
    total, both = 2 * left + gap, left * (left + gap)
    if a * total % 2 or total == 0 or both == 0:
        return None
    b, c = -3 * a * total // 2, 3 * a * both
    at = left if (a < 0) == low else left + gap
    steps = [
        ProofStep("A", "3*a", 3 * a, "lead"),
        ProofStep("B", "2*b", 2 * b, "linear"),
        ProofStep("D", "B^2-4*A*c", (3 * a * gap) ** 2, "discriminant"),
        ProofStep("R", "sqrt(D)", 3 * abs(a) * gap, "root"),
        ProofStep("x", f"(-B{'+' if low else '-'}R)/(2*A)", at, "low_place" if low else "high_place"),
    ]
    if value:
        parts = (a * at**3, b * at**2, c * at)
        steps += [
            ProofStep("p", "a*x^3", parts[0], "cubic"),
            ProofStep("q", "b*x^2", parts[1], "quadratic"),
            ProofStep("r", "c*x", parts[2], "line"),
            ProofStep("s", "p+q+r", sum(parts), "add"),
            ProofStep("y", "s+d", sum(parts) + constant, "add"),
        ]
    givens = zip("abcd", (a, b, c, constant), strict=True)
    word = ("minimum", "极小值") if low else ("maximum", "极大值")
    return Proof(
        tuple(Given(name, number) for name, number in givens if value or name != "d"),
        tuple(steps),
        shown={"f": poly_text([a, b, c, constant]), "which": {"en": word[0], "zh": word[1]}},
    )


def _by_neighbours(given: Mapping[str, int], low: bool) -> tuple[int, int]:
    """Place and value of the local extremum: the whole number that beats its neighbours at 1/8."""
    coefs = [given["a"], given["b"], given["c"], given.get("d", 0)]
    # f(x/8)*512 in whole numbers.
    fine = [coef * 8**power for power, coef in enumerate(coefs)]
    sign = 1 if low else -1
    for x in range(-60, 61):
        here, before, after = (sign * value_at(fine, 8 * x + step) for step in (0, -1, 1))
        if here < before and here < after:
            return x, int(value_at(coefs, x))
    raise AssertionError("no extremum among the whole numbers looked at")


def optimum(q: int, a: int, margin_base: int, fixed: int) -> Proof:
    """Price, and cost aq^2+bq+fixed with b=margin_base: the largest profit, at quantity q."""
    b, price = margin_base, margin_base + 2 * a * q
    revenue, variable, linear = price * q, a * q * q, b * q
    steps = (
        ProofStep("g", "p-b", price - b, "slope_constant"),
        ProofStep("h", "2*a", 2 * a, "slope_linear"),
        ProofStep("q", "g/h", q, "zero", "t"),
        ProofStep("r", "p*q", revenue, "revenue"),
        ProofStep("v", "a*q^2", variable, "growing"),
        ProofStep("l", "b*q", linear, "linear_cost"),
        ProofStep("k", "v+l+c", variable + linear + fixed, "cost"),
        ProofStep("z", "r-k", revenue - variable - linear - fixed, "profit", "yuan"),
    )
    return Proof((Given("p", price), Given("a", a), Given("b", b), Given("c", fixed)), steps)


_FORMS = ("power", "sine", "cosine", "exponential", "logarithm")
_TERMS = tuple(
    (form, coef, inner)
    for form in _FORMS
    for coef in _SMALL
    for inner in (range(2, 8) if form != "logarithm" else (1,))
)
_WIDE_TERMS = tuple((form, coef, inner) for form in _FORMS[:4] for coef in _WIDE for inner in range(8, 13))


def _term(form: str, coef: int, inner: int) -> tuple[str, str]:
    """A function and its derivative, as text."""
    lead = coef * inner
    if form == "power":
        return power_text(coef, inner), power_text(lead, inner - 1)
    if form == "sine":
        return f"{coef}sin({inner}x)", f"{lead}cos({inner}x)"
    if form == "cosine":
        return f"{coef}cos({inner}x)", f"{-lead}sin({inner}x)"
    if form == "exponential":
        return f"{coef}e^({inner}x)", f"{lead}e^({inner}x)"
    return f"{coef}ln(x)", f"{coef}/x"


def expression(terms: tuple[tuple[str, int, int], ...], extra: int) -> Proof:
    """A sum of elementary functions, and maybe a constant; its derivative."""
    pairs = [_term(*term) for term in terms]
    written = joined([function for function, _ in pairs] + ([str(extra)] if extra else []))
    answer = joined([slope for _, slope in pairs])
    steps = [
        ProofStep("", "", slope, form, claim=f"({function})'={slope}")
        for (form, _, _), (function, slope) in zip(terms, pairs, strict=True)
    ]
    if len(steps) > 1 or extra:
        steps.append(ProofStep("", "", answer, "total", claim=f"({written})'={answer}"))
    return Proof((Given("f", written),), tuple(steps), kind="expression")


def _slope_boxes(*, wide: bool = False) -> tuple[Box, ...]:
    boxes = []
    coefs, constants = (_WIDE, range(21, 60)) if wide else (_SMALL, range(1, 21))
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


def _expression_boxes(terms: tuple[tuple[str, int, int], ...], extras: range) -> tuple[Box, ...]:
    # A sum that holds two terms of one kind could be shortened; such draws are holes.
    return tuple(
        Box(count + 1, Choices(terms, count), extras, listed=count == 1 and extras[0] == 1)
        for count in range(1, 6)
    )


def tidy_expression(terms: tuple[tuple[str, int, int], ...], extra: int) -> Proof | None:
    """`expression`, a hole if two terms are alike."""
    if len({(form, inner) for form, _, inner in terms}) < len(terms):
        return None
    return expression(terms, extra)


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
_EXTREMUM_EN = {
    "lead": "f'(x) is a quadratic; its leading coefficient is {claim}.",
    "linear": "Its coefficient of x is {claim}.",
    "discriminant": "The discriminant of f'(x)=0 is {claim}.",
    "root": "Its square root is {claim}.",
    "low_place": "f' changes from negative to positive at x={claim}.",
    "high_place": "f' changes from positive to negative at x={claim}.",
    "cubic": "There the cubic term is {claim}.",
    "quadratic": "The quadratic term is {claim}.",
    "line": "The linear term is {claim}.",
    "add": "Add: {claim}.",
}
_EXTREMUM_ZH = {
    "lead": "f'(x)是二次函数，二次项系数为{claim}。",
    "linear": "一次项系数为{claim}。",
    "discriminant": "方程f'(x)=0的判别式为{claim}。",
    "root": "开平方得{claim}。",
    "low_place": "f'(x)由负变正的点是x={claim}。",
    "high_place": "f'(x)由正变负的点是x={claim}。",
    "cubic": "此时三次项的值为{claim}。",
    "quadratic": "二次项的值为{claim}。",
    "line": "一次项的值为{claim}。",
    "add": "相加得{claim}。",
}


def _extremum(low: bool, *, value: bool) -> Template:
    which = ("minimum", "极小值") if low else ("maximum", "极大值")
    en = (
        ("The function f(x)={f} is given.", f"Find its local {which[0]} value.")
        if value
        else ("The function f(x)={f} is given.", f"At which x does it have its local {which[0]}?"),
        f"What is the local {which[0]} value of f(x)={{f}}?"
        if value
        else f"Find the x at which f(x)={{f}} has a local {which[0]}.",
    )
    zh = (
        ("已知函数f(x)={f}。", f"求它的{which[1]}。" if value else f"求它的{which[1]}点。"),
        f"求函数f(x)={{f}}的{which[1]}。" if value else f"函数f(x)={{f}}在x等于多少时取得{which[1]}？",
    )

    def build(a: int, left: int, gap: int, constant: int) -> Proof | None:
        return extremum(value, a, left, gap, constant, low)

    return Template(
        name=f"local_{which[0]}_{'value' if value else 'place'}",
        boxes=(
            Box(10 if value else 5, (*range(-6, -1), *range(2, 7)), range(-9, 9), range(1, 11), _CONSTANTS),
        ),
        wide=(Box(10 if value else 5, range(7, 13), range(-24, -9), range(1, 14), range(-60, -20)),),
        holes=True,
        build=build,
        oracle=lambda given: _by_neighbours(given, low)[value],
        en=english(*en, **_EXTREMUM_EN),
        zh=chinese(*zh, **_EXTREMUM_ZH),
    )


DERIVATIVE = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        Template(
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
        ),
        Template(
            name="sum_of_functions",
            boxes=_expression_boxes(_TERMS, range(1, 40)),
            wide=_expression_boxes(_WIDE_TERMS, range(40, 90)),
            holes=True,
            build=tidy_expression,
            check=check_derivatives,
            en=english(
                "Differentiate f(x)={f} with respect to x.",
                "Find f'(x) for f(x)={f}.",
                "What is the derivative of {f}?",
                power="By the power rule {claim}.",
                sine="The sine becomes the cosine, times the inner derivative: {claim}.",
                cosine="The cosine becomes minus the sine, times the inner derivative: {claim}.",
                exponential="The exponential function stays, times the inner derivative: {claim}.",
                logarithm="The derivative of ln(x) is 1/x: {claim}.",
                total="A constant has derivative 0, and sums are differentiated term by term: {claim}.",
                closing="The derivative is {answer}.",
            ),
            zh=chinese(
                "求函数f(x)={f}的导数。",
                "已知f(x)={f}，求f'(x)。",
                "求函数y={f}的导函数。",
                power="由幂函数的求导公式，{claim}。",
                sine="正弦的导数是余弦，再乘内层函数的导数：{claim}。",
                cosine="余弦的导数是负的正弦，再乘内层函数的导数：{claim}。",
                exponential="指数函数求导不变，再乘内层函数的导数：{claim}。",
                logarithm="ln(x)的导数是1/x：{claim}。",
                total="常数的导数为0，逐项求导再相加，得{claim}。",
                closing="导数为{answer}。",
            ),
        ),
        Template(
            name="product",
            boxes=(Box(6, _LEADS, _SMALL, _LEADS, _SMALL, _POINTS),),
            wide=(Box(6, range(10, 41), _SMALL, range(10, 41), _SMALL, range(4, 9)),),
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
        ),
        _extremum(True, value=False),
        _extremum(False, value=False),
        _extremum(True, value=True),
        _extremum(False, value=True),
        Template(
            name="profit",
            boxes=(Box(8, range(5, 60), range(2, 9), range(2, 40), range(20, 420, 20)),),
            wide=(Box(8, range(61, 150), range(9, 20), range(40, 100), range(500, 1000, 20)),),
            build=optimum,
            # Completing the square: the profit is (p-b)^2/(4a)-c.
            oracle=lambda given: Fraction((given["p"] - given["b"]) ** 2, 4 * given["a"]) - given["c"],
            cast={
                "what": (
                    ("a mill", "面粉厂"),
                    ("a dairy", "乳品厂"),
                    ("a paper factory", "造纸厂"),
                    ("a steelworks", "钢铁厂"),
                )
            },
            en=english(
                (
                    "The product of {what} sells at {p} yuan per ton.",
                    "Making q tons costs C(q)={a}q^2+{b}q+{c} yuan.",
                    "What is the largest possible profit, in yuan?",
                ),
                (
                    "Producing q tons costs {what} C(q)={a}q^2+{b}q+{c} yuan.",
                    "Each ton is sold for {p} yuan.",
                    "What is the maximum profit, in yuan?",
                ),
                slope_constant="The derivative of the profit is linear in q, with the constant {claim}.",
                slope_linear="It falls by {claim} for each additional ton.",
                zero="It is 0 at q={claim}, where the profit is largest.",
                revenue="The revenue is {claim}.",
                growing="The quadratic part of the cost is {claim}.",
                linear_cost="The linear part is {claim}.",
                cost="The whole cost is {claim}.",
                profit="The profit is {claim}.",
            ),
            zh=chinese(
                (
                    "某{what}的产品每吨售价{p}元。",
                    "生产q吨的成本为C(q)={a}q^2+{b}q+{c}元。",
                    "最大利润是多少元？",
                ),
                (
                    "某{what}生产q吨产品的成本为C(q)={a}q^2+{b}q+{c}元。",
                    "产品按每吨{p}元售出。",
                    "求最大利润，单位为元。",
                ),
                slope_constant="利润的导数是q的一次函数，常数项为{claim}。",
                slope_linear="q每增加1，导数减少{claim}。",
                zero="令导数为0，得q={claim}，此时利润最大。",
                revenue="收入为{claim}。",
                growing="成本的二次项为{claim}。",
                linear_cost="一次项为{claim}。",
                cost="总成本为{claim}。",
                profit="利润为{claim}。",
            ),
        ),
        Template(
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
        ),
        Template(
            name="quotient",
            heldout=True,
            boxes=(Box(6, _LEADS, _SMALL, _LEADS, _SMALL, _POINTS),),
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
        ),
    ),
)
