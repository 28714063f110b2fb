"""Marginal tax rates: the tax on an income, and what is left of it.

Steps go bracket by bracket; the oracle uses the quick deduction of a tax table.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, Choices
from tasks.problems.sums import add_up


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


_EN = {
    "add": "{0} plus {1} is {output}.",
    "subtract": "{0} minus {1} is {output}.",
    "part": "This bracket holds {0} minus {1}, so {output} yuan.",
    "percent": "{1}% of {0} yuan is {output} yuan.",
}

_ZH = {
    "add": "{0}加{1}等于{output}。",
    "subtract": "{0}减{1}等于{output}。",
    "part": "这一档的应税额为{0}减{1}，即{output}元。",
    "percent": "{0}元的{1}%是{output}元。",
}


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


TAXES: tuple[Template, ...] = (
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
)
"""The tax, and the income after it."""
