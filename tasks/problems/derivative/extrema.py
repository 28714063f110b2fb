"""Extrema of cubics, and the largest profit."""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.calculus_terms import poly_text, value_at
from tasks.problems.derivative.slopes import CONSTANTS
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box


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


def extremum_template(low: bool, *, value: bool) -> Template:
    """Local minima (`low`) or maxima of cubics; their value, or where they are."""
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
            Box(10 if value else 5, (*range(-6, -1), *range(2, 7)), range(-9, 9), range(1, 11), CONSTANTS),
        ),
        wide=(Box(10 if value else 5, range(7, 13), range(-24, -9), range(1, 14), range(-60, -20)),),
        holes=True,
        build=build,
        oracle=lambda given: _by_neighbours(given, low)[value],
        en=english(*en, **_EXTREMUM_EN),
        zh=chinese(*zh, **_EXTREMUM_ZH),
    )


PROFIT = Template(
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
)
