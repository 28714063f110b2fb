"""Prices and quantities: sales, marginal taxes, market equilibrium, the optimum of a monopolist, elasticity.

The oracles of the optimum try every quantity.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from tasks.problems import markets, sales, taxes
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.sales import GOODS
from tasks.problems.spaces import Box


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


_FIRM = (range(2, 31), range(2, 8), range(2, 8), range(1, 41), range(1, 61))
_WIDE_FIRM = (range(31, 60), range(8, 16), range(8, 16), range(41, 90), range(61, 200))

_EN = {
    "subtract": "{0} minus {1} is {output}.",
    "times": "{0} times {1} is {output}.",
    "price": "The price is {0} divided by {1}, so {output} yuan.",
    "ratio": "The elasticity is {0} divided by {1}, so {output}.",
    "marginal": "At q=0 marginal revenue exceeds marginal cost by {0} minus {1}, so {output}.",
    "slopes": "Each further piece narrows this gap by {claim}.",
    "best": "It closes at {0} divided by {1}, so {output} pieces.",
    "demand_price": "The price is {claim} yuan.",
    "costs": "The costs are {claim} yuan.",
    "relative": "The change {0} is {output}% of {1}.",
}

_ZH = {
    "subtract": "{0}减{1}等于{output}。",
    "times": "{0}乘{1}等于{output}。",
    "price": "价格为{0}除以{1}，即{output}元。",
    "ratio": "弹性为{0}除以{1}，即{output}。",
    "marginal": "产量为零时，边际收益比边际成本高{0}减{1}，即{output}。",
    "slopes": "产量每增加1件，差距缩小{claim}。",
    "best": "产量为{0}除以{1}，即{output}件时，差距为零。",
    "demand_price": "价格为{claim}元。",
    "costs": "总成本为{claim}元。",
    "relative": "变化量{0}是{1}的{output}%。",
}
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


MICRO = Subtask(
    kind="applied",
    version="2",
    templates=(
        *sales.SALES,
        *taxes.TAXES,
        *markets.MARKETS,
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
            cast=GOODS,
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
