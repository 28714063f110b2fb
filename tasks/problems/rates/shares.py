"""Shares of a whole, the rule of three, prices."""

import math
from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import add_up


def shares(unit: int, *parts: int) -> Proof | None:
    """A sum divided in a ratio; the last share."""
    if math.gcd(*parts) > 1:
        return None
    givens = [Given(f"part{n}", part) for n, part in enumerate(parts, start=1)]
    steps = list[ProofStep]()
    name, total = add_up(steps, [(f"part{n}", part) for n, part in enumerate(parts, start=1)], "sum")
    steps.append(ProofStep("unit", f"whole/{name}", unit, "unit", "yuan"))
    steps.append(ProofStep("share", f"unit*part{len(parts)}", unit * parts[-1], "share", "yuan"))
    return Proof(
        (Given("whole", unit * total, "yuan"), *givens),
        tuple(steps),
    )


def _deal(given: Mapping[str, int]) -> int:
    """Rounds in which each one takes a share of the ratio."""
    parts = [value for name, value in given.items() if name.startswith("part")]
    rounds, rest = divmod(given["whole"], sum(parts))
    assert not rest
    return sum(parts[-1] for _ in range(rounds))


def three(each: Fraction, machines: int, hours: int, more: int, longer: int) -> Proof | None:
    """Pieces that machines make in hours; what other machines make in other hours."""
    pieces, result = each * machines * hours, each * more * longer
    if pieces.denominator > 1 or result.denominator > 1 or (more, longer) == (machines, hours):
        return None
    return Proof(
        (
            Given("m", machines),
            Given("t", hours, "h"),
            Given("pieces", pieces.numerator),
            Given("m2", more),
            Given("t2", longer, "h"),
        ),
        (
            ProofStep("hourly", "pieces/t", each * machines, "hourly"),
            ProofStep("each", "hourly/m", each, "one"),
            ProofStep("all", "each*m2", each * more, "times"),
            ProofStep("result", "all*t2", result, "times"),
        ),
        decimals=True,
    )


def price(cents: int, amount: int, other: int) -> Proof | None:
    """Goods at a price; what another amount costs."""
    each = Fraction(cents, 10)
    if amount == other:
        return None
    return Proof(
        (Given("a", amount, "kg"), Given("cost", each * amount, "yuan"), Given("b", other, "kg")),
        (
            ProofStep("each", "cost/a", each, "each", "yuan/kg"),
            ProofStep("result", "each*b", each * other, "buy", "yuan"),
        ),
        decimals=True,
    )


_SHARE_EN = {
    "add": "{0} plus {1} is {output} parts.",
    "unit": "{0} yuan divided by {1} is {output} yuan per part.",
    "share": "{0} times {1} is {output} yuan.",
    "hourly": "All of them in one hour: {0} divided by {1} is {output}.",
    "one": "One of them in one hour: {0} divided by {1} is {output}.",
    "times": "{0} times {1} is {output}.",
    "each": "{0} yuan for {1} kg is {output} yuan per kg.",
    "buy": "{0} yuan times {1} is {output} yuan.",
}
_SHARE_ZH = {
    "add": "{0}加{1}，共{output}份。",
    "unit": "{0}元除以{1}，每份{output}元。",
    "share": "{0}乘{1}等于{output}元。",
    "hourly": "总共每小时：{0}除以{1}等于{output}。",
    "one": "其中一个每小时：{0}除以{1}等于{output}。",
    "times": "{0}乘{1}等于{output}。",
    "each": "{1}千克{0}元，每千克{output}元。",
    "buy": "{0}元乘{1}等于{output}元。",
}


SHARES = Template(
    name="shares",
    boxes=tuple(Box(k + 1, range(10, 1_001, 10), *[range(2, 14)] * k, listed=k == 2) for k in range(2, 10)),
    wide=tuple(Box(k + 1, range(1_100, 9_000, 100), *[range(14, 40)] * k) for k in range(2, 10)),
    holes=True,
    build=shares,
    oracle=_deal,
    en=english(
        (
            "{whole} yuan is divided into equal parts.",
            "Person # gets {part#} of the parts.",
            "Nothing is left over; how many yuan does the last person get?",
        ),
        (
            "The partners of a firm share a profit of {whole} yuan.",
            "Partner # holds {part#} shares.",
            "How many yuan of the profit does the last partner get?",
        ),
        **_SHARE_EN,
    ),
    zh=chinese(
        ("把{whole}元平均分成若干份，正好分完。", "第#人得{part#}份。", "最后一人分得多少元？"),
        (
            "合伙人按股份分配{whole}元利润。",
            "第#位合伙人持有{part#}股。",
            "最后一位合伙人分得多少元？",
        ),
        **_SHARE_ZH,
    ),
)


THREE = Template(
    name="three",
    boxes=(
        Box(
            4,
            tuple(Fraction(n, 2) for n in range(1, 41)),
            range(2, 13),
            range(2, 13),
            range(2, 21),
            range(2, 21),
        ),
    ),
    wide=(
        Box(
            4,
            tuple(Fraction(n, 2) for n in range(41, 90)),
            range(13, 40),
            range(13, 40),
            range(21, 60),
            range(21, 60),
        ),
    ),
    holes=True,
    build=three,
    # In proportion to machine hours.
    oracle=lambda given: given["pieces"] * Fraction(given["m2"] * given["t2"], given["m"] * given["t"]),
    en=english(
        (
            "{m} machines make {pieces} parts in {t} h.",
            "How many parts do {m2} such machines make in {t2} h?",
        ),
        (
            "In {t} h, {m} workers plant {pieces} trees.",
            "All work alike; how many trees do {m2} of them plant in {t2} h?",
        ),
        **_SHARE_EN,
    ),
    zh=chinese(
        ("{m}台机器{t}小时生产{pieces}个零件。", "照这样计算，{m2}台机器{t2}小时生产多少个零件？"),
        ("{t}小时内，{m}名工人种树{pieces}棵。", "照此效率，{m2}名工人{t2}小时种树多少棵？"),
        **_SHARE_ZH,
    ),
)


PRICE = Template(
    name="price",
    boxes=(Box(2, range(5, 301), range(2, 31), range(2, 31)),),
    wide=(Box(2, range(305, 2_000, 5), range(31, 90), range(31, 90)),),
    holes=True,
    build=price,
    oracle=lambda given: Fraction(given["cost"]) * Fraction(given["b"], given["a"]),
    cast={"what": (("rice", "大米"), ("tea", "茶叶"), ("flour", "面粉"), ("beans", "黄豆"))},
    en=english(
        ("{a} kg of {what} cost {cost} yuan.", "How many yuan do {b} kg cost?"),
        (
            "For {a} kg of {what} a shop asks {cost} yuan.",
            "At the same price, how many yuan do {b} kg cost?",
        ),
        **_SHARE_EN,
    ),
    zh=chinese(
        ("{a}千克{what}的售价为{cost}元。", "按同样的单价，{b}千克需要多少元？"),
        ("买{what}{a}千克付了{cost}元。", "按同样的价格，买{b}千克要付多少元？"),
        **_SHARE_ZH,
    ),
)
