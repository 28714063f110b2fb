"""Linear demand and supply: equilibrium, spending, elasticity, consumer surplus.

Steps find the price first; the oracle finds the quantity first, by eliminating the price.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import short


def market(price: int, quantity: int, b: int, d: int, *, ask: str) -> Proof | None:
    """Demand a-b*P and supply d*P-c, chosen by where they meet; the price, the quantity, the spending, the
    elasticity of demand, or the consumer surplus."""
    a, c = quantity + b * price, d * price - quantity
    top = Fraction(a, b)
    if c <= 0 or (ask == "surplus" and not short(top)):
        return None
    if ask == "elasticity" and math.gcd(b * price, quantity) == 1:
        return None
    steps = [
        ProofStep("sum", "a+c", a + c, "constants"),
        ProofStep("slopes", "b+d", b + d, "coefficients"),
        ProofStep("price", "sum/slopes", price, "price", "yuan"),
    ]
    if ask != "price":
        steps.append(ProofStep("quantity", "a-b*price", quantity, "demand"))
    if ask == "spending":
        steps.append(ProofStep("spending", "price*quantity", price * quantity, "times", "yuan"))
    elif ask == "elasticity":
        steps.append(ProofStep("slope", "b*price", b * price, "times"))
        steps.append(ProofStep("elasticity", "slope/quantity", Fraction(b * price, quantity), "ratio"))
    elif ask == "surplus":
        steps += (
            ProofStep("top", "a/b", top, "top", "yuan"),
            ProofStep("height", "top-price", top - price, "subtract", "yuan"),
            ProofStep("surplus", "height*quantity/2", (top - price) * quantity / 2, "half", "yuan"),
        )
    givens = Given("a", a), Given("b", b), Given("c", c), Given("d", d)
    return Proof(givens, tuple(steps), decimals=ask == "surplus")


def _eliminate(given: Mapping[str, int], *, ask: str) -> Fraction:
    """The quantity first, by eliminating the price."""
    a, b, c, d = (given[name] for name in "abcd")
    quantity = Fraction(a * d - b * c, b + d)
    price = (a - quantity) / b
    surplus = quantity**2 / (2 * b)
    found = {"price": price, "quantity": quantity, "spending": price * quantity, "surplus": surplus}
    return (a - quantity) / quantity if ask == "elasticity" else found[ask]


_MARKET = (range(2, 61), range(5, 301), range(2, 13), range(2, 21))
_WIDE_MARKET = (range(62, 300), range(310, 900), range(13, 30), range(21, 60))

_EN = {
    "subtract": "{0} minus {1} is {output}.",
    "times": "{0} times {1} is {output}.",
    "constants": "Set demand equal to supply. The constants make {0} plus {1}, so {output}.",
    "coefficients": "The coefficients of P make {0} plus {1}, so {output}.",
    "price": "The price is {0} divided by {1}, so {output} yuan.",
    "demand": "The quantity is {claim}.",
    "ratio": "The elasticity is {0} divided by {1}, so {output}.",
    "top": "Demand ends at the price {0} divided by {1}, so {output} yuan.",
    "half": "The surplus is the area of a triangle: {claim}.",
    "slopes": "Each further piece narrows this gap by {claim}.",
}

_ZH = {
    "subtract": "{0}减{1}等于{output}。",
    "times": "{0}乘{1}等于{output}。",
    "constants": "令需求等于供给，常数项合并为{0}加{1}，即{output}。",
    "coefficients": "P的系数合并为{0}加{1}，即{output}。",
    "price": "价格为{0}除以{1}，即{output}元。",
    "demand": "数量为{claim}。",
    "ratio": "弹性为{0}除以{1}，即{output}。",
    "top": "价格为{0}除以{1}，即{output}元时，需求量为零。",
    "half": "消费者剩余是三角形的面积：{claim}。",
    "slopes": "产量每增加1件，差距缩小{claim}。",
}
_DEMAND_EN = (
    "On a market the demand at a price of P yuan is Q = {a} - {b}P.",
    "The supply is Q = {d}P - {c}.",
)
_DEMAND_EN_2 = (
    "At a price of P yuan suppliers offer {d}P - {c} pieces.",
    "Buyers want {a} - {b}P pieces.",
)
_DEMAND_ZH = ("某商品的需求函数为Q={a}-{b}P，价格P以元为单位。", "供给函数为Q={d}P-{c}。")
_DEMAND_ZH_2 = ("当价格为P元时，厂商愿意供应{d}P-{c}件。", "消费者愿意购买{a}-{b}P件。")


def _market_template(ask: str, steps: int, asked: tuple[str, str, str, str]) -> Template:
    return Template(
        name=f"market_{ask}",
        boxes=(Box(steps, *_MARKET),),
        wide=(Box(steps, *_WIDE_MARKET),),
        holes=True,
        build=partial(market, ask=ask),
        oracle=partial(_eliminate, ask=ask),
        en=english((*_DEMAND_EN, asked[0]), (*_DEMAND_EN_2, asked[1]), **_EN),
        zh=chinese((*_DEMAND_ZH, asked[2]), (*_DEMAND_ZH_2, asked[3]), **_ZH),
    )


MARKETS: tuple[Template, ...] = (
    _market_template(
        "price",
        3,
        (
            "What is the equilibrium price in yuan?",
            "At which price in yuan is the market cleared?",
            "均衡价格是多少元？",
            "价格为多少元时市场出清？",
        ),
    ),
    _market_template(
        "quantity",
        4,
        (
            "What quantity is traded in equilibrium?",
            "How many pieces change hands when both are equal?",
            "均衡数量是多少？",
            "供求相等时成交多少件？",
        ),
    ),
    _market_template(
        "spending",
        5,
        (
            "How many yuan do buyers spend in all in equilibrium?",
            "What is the total revenue in yuan when both are equal?",
            "均衡时消费者一共支出多少元？",
            "供求相等时厂商的总收入是多少元？",
        ),
    ),
    _market_template(
        "elasticity",
        6,
        (
            "What is the exact absolute value of the price elasticity of demand in equilibrium?",
            "When both are equal, what is the price elasticity of demand, as an exact absolute value?",
            "均衡点处需求价格弹性的绝对值（精确值）是多少？",
            "供求相等时，求需求价格弹性绝对值的精确值。",
        ),
    ),
    _market_template(
        "surplus",
        7,
        (
            "What is the consumer surplus in equilibrium, in yuan?",
            "Find the consumer surplus in yuan when both are equal.",
            "均衡时的消费者剩余是多少元？",
            "供求相等时，消费者剩余是多少元？",
        ),
    ),
)
"""Where demand meets supply."""
