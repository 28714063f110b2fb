"""Prices and quantities: break-even, profit, marginal taxes, market equilibrium, elasticity, optimum.

The oracles subtract total costs from total revenues, use the quick deduction of a tax table, eliminate the
other unknown, or try every quantity.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box, Choices
from tasks.problems.sums import add_up, short


def break_even(cost: int, margin: int, pieces: int, goal: int) -> Proof:
    """Pieces to sell until fixed costs are covered, and a profit `goal` if there is one, in hundreds."""
    target = 100 * goal
    fixed = margin * pieces - target
    givens = [
        Given("fixed", fixed, "yuan"),
        Given("price", cost + margin, "yuan"),
        Given("variable", cost, "yuan"),
    ]
    steps = [ProofStep("margin", "price-variable", margin, "margin", "yuan")]
    need = "fixed"
    if goal:
        givens.append(Given("goal", target, "yuan"))
        steps.append(ProofStep("need", "fixed+goal", fixed + target, "add", "yuan"))
        need = "need"
    steps.append(ProofStep("pieces", f"{need}/margin", pieces, "pieces"))
    return Proof(tuple(givens), tuple(steps))


def _sell(cost: int, margin: int, pieces: int, goal: int) -> Proof | None:
    return break_even(cost, margin, pieces, goal) if margin * pieces > 100 * goal else None


def _pieces(given: Mapping[str, int]) -> int:
    """Piece by piece until all is covered."""
    left, pieces = given["fixed"] + given.get("goal", 0), 0
    while left > 0:
        left -= given["price"] - given["variable"]
        pieces += 1
    return pieces


def profit(fixed: int, *numbers: int) -> Proof:
    """Products, each with unit cost, margin and pieces; the profit after fixed costs in hundreds."""
    givens, steps, parts = [Given("fixed", 100 * fixed, "yuan")], list[ProofStep](), []
    products = zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)
    for n, (cost, margin, pieces) in enumerate(products, start=1):
        givens += [
            Given(f"n{n}", pieces),
            Given(f"p{n}", cost + margin, "yuan"),
            Given(f"c{n}", cost, "yuan"),
        ]
        steps.append(ProofStep(f"m{n}", f"p{n}-c{n}", margin, "margin", "yuan"))
        steps.append(ProofStep(f"d{n}", f"m{n}*n{n}", margin * pieces, "times", "yuan"))
        parts.append((f"d{n}", margin * pieces))
    name, total = add_up(steps, parts, "s", unit="yuan")
    steps.append(ProofStep("profit", f"{name}-fixed", total - 100 * fixed, "subtract", "yuan"))
    return Proof(tuple(givens), tuple(steps))


def _books(given: Mapping[str, int]) -> int:
    """All revenue less all costs."""
    count = len(given) // 3
    revenue = sum(given[f"p{n}"] * given[f"n{n}"] for n in range(1, count + 1))
    costs = sum(given[f"c{n}"] * given[f"n{n}"] for n in range(1, count + 1))
    return revenue - costs - given["fixed"]


def tax(above: int, lows: tuple[int, ...], rates: tuple[int, ...], *, net: bool = False) -> Proof:
    """Thresholds in thousands, rates in percent, and how many hundreds the income is above the last
    threshold; the tax or what is left."""
    bounds = [1000 * low for low in sorted(lows)]
    rates = tuple(sorted(rates))
    income = bounds[-1] + 100 * above
    givens = [Given("income", income, "yuan")]
    steps, taxes = list[ProofStep](), []
    for n, (low, rate) in enumerate(zip(bounds, rates, strict=True), start=1):
        high, top = (bounds[n], f"low{n + 1}") if n < len(bounds) else (income, "income")
        givens += [Given(f"low{n}", low, "yuan"), Given(f"rate{n}", rate, "%")]
        share = Fraction((high - low) * rate, 100)
        steps.append(ProofStep(f"part{n}", f"{top}-low{n}", high - low, "part", "yuan"))
        steps.append(ProofStep(f"tax{n}", f"part{n}*rate{n}/100", share, "percent", "yuan"))
        taxes.append((f"tax{n}", share))
    name, total = add_up(steps, taxes, "s", unit="yuan")
    if net:
        steps.append(ProofStep("net", f"income-{name}", income - total, "subtract", "yuan"))
    return Proof(tuple(givens), tuple(steps), decimals=True)


def _quick(given: Mapping[str, int], *, net: bool = False) -> Fraction:
    """The top rate on all of the income, less what the lower brackets save."""
    count = (len(given) - 1) // 2
    total, before = Fraction(given["income"] * given[f"rate{count}"], 100), 0
    for n in range(1, count + 1):
        total -= Fraction(given[f"low{n}"] * (given[f"rate{n}"] - before), 100)
        before = given[f"rate{n}"]
    return given["income"] - total if net else total


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


def optimum(pieces: int, b: int, d: int, c: int, fixed: int, *, ask: str) -> Proof | None:
    """A price a-b*q and costs fixed+c*q+d*q^2, chosen by the best quantity; that, or the greatest profit."""
    a, fixed = c + 2 * (b + d) * pieces, 10 * fixed
    price = a - b * pieces
    steps = [
        ProofStep("gap", "a-c", a - c, "marginal"),
        ProofStep("slopes", "2*(b+d)", 2 * (b + d), "slopes"),
        ProofStep("q", "gap/slopes", pieces, "best"),
    ]
    if ask != "quantity":
        steps.append(ProofStep("price", "a-b*q", price, "demand_price", "yuan"))
    if ask == "profit":
        cost = fixed + c * pieces + d * pieces * pieces
        if price * pieces <= cost:
            return None
        steps += (
            ProofStep("revenue", "price*q", price * pieces, "times", "yuan"),
            ProofStep("costs", "fixed+c*q+d*q^2", cost, "costs", "yuan"),
            ProofStep("profit", "revenue-costs", price * pieces - cost, "subtract", "yuan"),
        )
    givens = Given("a", a), Given("b", b), Given("fixed", fixed), Given("c", c), Given("d", d)
    return Proof(givens, tuple(steps))


def _try_all(given: Mapping[str, int], *, ask: str) -> int:
    """The best of all quantities."""
    a, b, fixed, c, d = given.values()
    gain, pieces = max(
        ((a - b * q) * q - fixed - c * q - d * q * q, q) for q in range((a - c) // (b + d) + 1)
    )
    return {"quantity": pieces, "price": a - b * pieces, "profit": gain}[ask]


def arc(price: int, up: int, quantity: int, down: int) -> Proof:
    """A price that rises and a demand that falls, in multiples of 20 and steps of 5%; the elasticity."""
    p1, q1 = 20 * price, 20 * quantity
    p2, q2 = p1 + price * up, q1 - quantity * down
    return Proof(
        (Given("p1", p1, "yuan"), Given("p2", p2, "yuan"), Given("q1", q1), Given("q2", q2)),
        (
            ProofStep("dq", "q2-q1", q2 - q1, "subtract"),
            ProofStep("dp", "p2-p1", p2 - p1, "subtract", "yuan"),
            ProofStep("rq", "dq/q1*100", -5 * down, "relative", "%"),
            ProofStep("rp", "dp/p1*100", 5 * up, "relative", "%"),
            ProofStep("elasticity", "rq/rp", Fraction(-down, up), "ratio"),
        ),
    )


def _taxes(extra: int, *, wide: bool = False) -> tuple[Box, ...]:
    lows, rates, above = (
        (range(41, 120), range(1, 61), range(200, 900))
        if wide
        else (
            range(1, 41),
            range(1, 46),
            range(2, 200),
        )
    )
    return tuple(Box(3 * k - 1 + extra, above, Choices(lows, k), Choices(rates, k)) for k in range(1, 7))


def _products(*, wide: bool = False) -> tuple[Box, ...]:
    one = (
        (range(50, 300), range(50, 200), range(310, 900, 10))
        if wide
        else (
            range(2, 50),
            range(2, 50),
            range(10, 301, 10),
        )
    )
    fixed = range(110, 900) if wide else range(1, 101)
    return tuple(Box(3 * k, fixed, *one * k) for k in range(1, 7))


_MARKET = (range(2, 61), range(5, 301), range(2, 13), range(2, 21))
_WIDE_MARKET = (range(62, 300), range(310, 900), range(13, 30), range(21, 60))
_FIRM = (range(2, 31), range(2, 8), range(2, 8), range(1, 41), range(1, 61))
_WIDE_FIRM = (range(31, 60), range(8, 16), range(8, 16), range(41, 90), range(61, 200))

_GOODS = {
    "what": (("shirt", "衬衫"), ("coat", "外套"), ("toy", "玩具"), ("sweater", "毛衣"), ("blouse", "上衣"))
}

_EN = {
    "margin": "Each piece earns {0} minus {1}, so {output} yuan.",
    "add": "{0} plus {1} is {output}.",
    "subtract": "{0} minus {1} is {output}.",
    "times": "{0} times {1} is {output}.",
    "pieces": "{0} yuan divided by {1} yuan makes {output} pieces.",
    "part": "This bracket holds {0} minus {1}, so {output} yuan.",
    "percent": "{1}% of {0} yuan is {output} yuan.",
    "constants": "Set demand equal to supply. The constants make {0} plus {1}, so {output}.",
    "coefficients": "The coefficients of P make {0} plus {1}, so {output}.",
    "price": "The price is {0} divided by {1}, so {output} yuan.",
    "demand": "The quantity is {claim}.",
    "ratio": "The elasticity is {0} divided by {1}, so {output}.",
    "top": "Demand ends at the price {0} divided by {1}, so {output} yuan.",
    "half": "The surplus is the area of a triangle: {claim}.",
    "marginal": "At q=0 marginal revenue exceeds marginal cost by {0} minus {1}, so {output}.",
    "slopes": "Each further piece narrows this gap by {claim}.",
    "best": "It closes at {0} divided by {1}, so {output} pieces.",
    "demand_price": "The price is {claim} yuan.",
    "costs": "The costs are {claim} yuan.",
    "relative": "The change {0} is {output}% of {1}.",
}
_ZH = {
    "margin": "每件的毛利为{0}减{1}，即{output}元。",
    "add": "{0}加{1}等于{output}。",
    "subtract": "{0}减{1}等于{output}。",
    "times": "{0}乘{1}等于{output}。",
    "pieces": "{0}元除以{1}元，得{output}件。",
    "part": "这一档的应税额为{0}减{1}，即{output}元。",
    "percent": "{0}元的{1}%是{output}元。",
    "constants": "令需求等于供给，常数项合并为{0}加{1}，即{output}。",
    "coefficients": "P的系数合并为{0}加{1}，即{output}。",
    "price": "价格为{0}除以{1}，即{output}元。",
    "demand": "数量为{claim}。",
    "ratio": "弹性为{0}除以{1}，即{output}。",
    "top": "价格为{0}除以{1}，即{output}元时，需求量为零。",
    "half": "消费者剩余是三角形的面积：{claim}。",
    "marginal": "产量为零时，边际收益比边际成本高{0}减{1}，即{output}。",
    "slopes": "产量每增加1件，差距缩小{claim}。",
    "best": "产量为{0}除以{1}，即{output}件时，差距为零。",
    "demand_price": "价格为{claim}元。",
    "costs": "总成本为{claim}元。",
    "relative": "变化量{0}是{1}的{output}%。",
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
_FIRM_EN = (
    "A firm that makes q pieces can sell them at {a} - {b}q yuan each.",
    "Its costs in yuan are {fixed} + {c}q + {d}q^2.",
)
_FIRM_EN_2 = (
    "Making q pieces costs a monopolist {fixed} + {c}q + {d}q^2 yuan.",
    "The market pays {a} - {b}q yuan for each of q pieces.",
)
_FIRM_ZH = ("某企业生产q件产品时，每件售价为{a}-{b}q元。", "总成本为{fixed}+{c}q+{d}q^2元。")
_FIRM_ZH_2 = ("垄断厂商的成本函数为C={fixed}+{c}q+{d}q^2，单位为元。", "需求函数为P={a}-{b}q。")


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


def _firm_template(ask: str, steps: int, asked: tuple[str, str, str, str]) -> Template:
    return Template(
        name=f"optimum_{ask}",
        boxes=(Box(steps, *_FIRM),),
        wide=(Box(steps, *_WIDE_FIRM),),
        holes=ask == "profit",
        build=partial(optimum, ask=ask),
        oracle=partial(_try_all, ask=ask),
        en=english((*_FIRM_EN, asked[0]), (*_FIRM_EN_2, asked[1]), **_EN),
        zh=chinese((*_FIRM_ZH, asked[2]), (*_FIRM_ZH_2, asked[3]), **_ZH),
    )


def _tax_template(name: str, extra: int, asked: tuple[str, str, str, str]) -> Template:
    net = bool(extra)
    return Template(
        name=name,
        heldout=net,
        boxes=_taxes(extra),
        wide=_taxes(extra, wide=True),
        build=partial(tax, net=net),
        oracle=partial(_quick, net=net),
        en=english(
            (
                "An income of {income} yuan is taxed in brackets.",
                "The part above {low#} yuan, up to the next threshold, is taxed at {rate#}%.",
                asked[0],
            ),
            (
                "The rates of a tax hold for the part of the income between their threshold and the next.",
                "From {low#} yuan on, the rate is {rate#}%.",
                "The income is {income} yuan.",
                asked[1],
            ),
            **_EN,
        ),
        zh=chinese(
            (
                "某人应税收入为{income}元，按超额累进税率纳税。",
                "超过{low#}元、不超过下一级起点的部分，税率为{rate#}%。",
                asked[2],
            ),
            (
                "某税分级计征，每级税率只适用于该级起点与下一级起点之间的部分。",
                "起点{low#}元，税率{rate#}%。",
                "收入为{income}元。",
                asked[3],
            ),
            **_ZH,
        ),
    )


MICRO = Subtask(
    kind="applied",
    version="2",
    templates=(
        Template(
            name="break_even",
            boxes=(Box(2, range(2, 100), range(2, 60), range(10, 400), (0,)),),
            wide=(Box(2, range(100, 300), range(60, 200), range(400, 1_000), (0,)),),
            build=break_even,
            oracle=_pieces,
            cast=_GOODS,
            en=english(
                (
                    "A workshop has fixed costs of {fixed} yuan.",
                    "Each {what} costs another {variable} yuan to make.",
                    "It sells a {what} for {price} yuan.",
                    "How many must it sell to cover all costs?",
                ),
                (
                    "Selling {what}s brings {price} yuan each.",
                    "To make one costs {variable} yuan.",
                    "Rent and machines cost {fixed} yuan.",
                    "What is the number of pieces at which the profit is zero?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "某作坊的固定成本为{fixed}元。",
                    "每生产一件{what}另需{variable}元。",
                    "每件{what}售价{price}元。",
                    "至少卖出多少件才能保本？",
                ),
                (
                    "{what}每件卖{price}元。",
                    "每件的变动成本为{variable}元。",
                    "租金和设备等固定成本共{fixed}元。",
                    "求盈亏平衡点的销量，单位为件。",
                ),
                **_ZH,
            ),
        ),
        Template(
            name="target",
            boxes=(Box(3, range(2, 100), range(2, 60), range(10, 400), range(1, 60)),),
            wide=(Box(3, range(100, 300), range(60, 200), range(400, 1_000), range(60, 200)),),
            holes=True,
            build=_sell,
            oracle=_pieces,
            cast=_GOODS,
            en=english(
                (
                    "A workshop has fixed costs of {fixed} yuan.",
                    "Each {what} costs another {variable} yuan to make and sells for {price} yuan.",
                    "It wants a profit of {goal} yuan.",
                    "How many must it sell?",
                ),
                (
                    "One {what} is made for {variable} yuan and sold for {price} yuan.",
                    "Whatever the number, {fixed} yuan is spent on rent.",
                    "A profit of {goal} yuan is planned.",
                    "How many pieces must be sold for this?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "某作坊的固定成本为{fixed}元。",
                    "每件{what}的变动成本为{variable}元，售价为{price}元。",
                    "计划获得利润{goal}元。",
                    "需要卖出多少件？",
                ),
                (
                    "{what}每件成本{variable}元，售价{price}元。",
                    "不论产量多少，都要付租金{fixed}元。",
                    "目标利润是{goal}元。",
                    "求达到目标所需的销量，单位为件。",
                ),
                **_ZH,
            ),
        ),
        Template(
            name="profit",
            boxes=_products(),
            wide=_products(wide=True),
            build=profit,
            oracle=_books,
            en=english(
                (
                    "A firm sells all that it makes.",
                    "It makes {n#} pieces of product #, at {c#} yuan each, and gets {p#} yuan for each.",
                    "Fixed costs are {fixed} yuan.",
                    "What is the profit in yuan, negative if it is a loss?",
                ),
                (
                    "Fixed costs of a shop are {fixed} yuan.",
                    "It sells {n#} pieces of article #, bought for {c#} yuan and sold for {p#} yuan.",
                    "Find its profit in yuan, negative if it is a loss.",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "某企业产品全部售出。",
                    "产品#共{n#}件，每件成本{c#}元，售价{p#}元。",
                    "固定成本为{fixed}元。",
                    "利润是多少元（亏损用负数表示）？",
                ),
                (
                    "一家商店的固定费用为{fixed}元。",
                    "第#种商品进价{c#}元，售价{p#}元，卖出{n#}件。",
                    "求利润，单位为元，亏损用负数表示。",
                ),
                **_ZH,
            ),
        ),
        _tax_template(
            "tax",
            0,
            (
                "How much tax is due, in yuan?",
                "What is the tax in yuan?",
                "应纳税多少元？",
                "税额是多少元？",
            ),
        ),
        _tax_template(
            "net",
            1,
            (
                "How many yuan are left after tax?",
                "What is the income after tax, in yuan?",
                "税后收入是多少元？",
                "纳税后还剩多少元？",
            ),
        ),
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
        _firm_template(
            "quantity",
            3,
            (
                "Which q makes the profit greatest?",
                "How many pieces make its profit greatest?",
                "产量q为多少时利润最大？",
                "求利润最大化的产量。",
            ),
        ),
        _firm_template(
            "price",
            4,
            (
                "At which price in yuan is the profit greatest?",
                "What price in yuan goes with the greatest profit?",
                "利润最大时售价是多少元？",
                "利润最大化时的价格是多少元？",
            ),
        ),
        _firm_template(
            "profit",
            7,
            (
                "What is the greatest profit in yuan?",
                "How large can its profit become, in yuan?",
                "最大利润是多少元？",
                "求最大利润，单位为元。",
            ),
        ),
        Template(
            name="arc",
            heldout=True,
            boxes=(Box(5, range(1, 31), range(1, 11), range(1, 41), range(1, 17)),),
            build=arc,
            # (dq/dp)*(p1/q1)
            oracle=lambda given: (
                Fraction(given["q2"] - given["q1"], given["p2"] - given["p1"])
                * Fraction(given["p1"], given["q1"])
            ),
            cast=_GOODS,
            en=english(
                (
                    "The price of a {what} rises from {p1} yuan to {p2} yuan.",
                    "Sales fall from {q1} pieces to {q2}.",
                    "What is the exact price elasticity of demand, with changes relative to the old values?",
                ),
                (
                    "At {p1} yuan a shop sells {q1} {what}s a month.",
                    "At {p2} yuan it sells {q2}.",
                    "With changes relative to the old values, what is the exact price elasticity of demand?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "一件{what}的价格从{p1}元涨到{p2}元。",
                    "销量从{q1}件降到{q2}件。",
                    "以变化前的数值为基数，求需求价格弹性的精确值。",
                ),
                (
                    "{what}单价为{p1}元时，每月卖出{q1}件。",
                    "单价为{p2}元时，每月卖出{q2}件。",
                    "以原值为基数，用销量的相对变化除以价格的相对变化，所得弹性（精确值）是多少？",
                ),
                **_ZH,
            ),
        ),
    ),
)
