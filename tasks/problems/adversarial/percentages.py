"""Percentages of what: the new price or the first, the price before a discount, points or percent. The
oracles go one percent after another."""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.adversarial.pairs import Trap
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import short


def amounts(**values: int) -> tuple[Given, ...]:
    """Givens by name: yuan, years, and percent for all others."""
    units = {"capital": "yuan", "price": "yuan", "years": "year"}
    return tuple(Given(name, value, units.get(name, "%")) for name, value in values.items())


def of_the_new(tens: int, up: int, down: int) -> Proof | None:
    """A rise, and a fall by a percentage of the new price."""
    price = 10 * tens
    high = Fraction(price * (100 + up), 100)
    last = high * (100 - down) / 100
    if not short(last):
        return None
    return Proof(
        amounts(price=price, up=up, down=down),
        (
            ProofStep("high", "price*(100+up)/100", high, "rise", "yuan"),
            ProofStep("last", "high*(100-down)/100", last, "fall", "yuan"),
        ),
        decimals=True,
    )


def of_the_first(price: int, up: int, down: int) -> Proof:
    """A rise and a fall, both by percentages of the first price."""
    more, less = Fraction(price * up, 100), Fraction(price * down, 100)
    return Proof(
        amounts(price=price, up=up, down=down),
        (
            ProofStep("more", "price*up/100", more, "share", "yuan"),
            ProofStep("less", "price*down/100", less, "share", "yuan"),
            ProofStep("last", "price+more-less", price + more - less, "both", "yuan"),
        ),
        decimals=True,
    )


def undiscounted(off: int, parts: int) -> Proof | None:
    """The price after a discount; the price before."""
    price, left = (100 - off) * parts, 100 - off
    one = Fraction(price, left)
    if not short(Fraction(price * left, 100)):
        return None
    return Proof(
        amounts(price=price, off=off),
        (
            ProofStep("left", "100-off", left, "left", "%"),
            ProofStep("one", "price/left", one, "one", "yuan"),
            ProofStep("before", "one*100", one * 100, "hundred", "yuan"),
        ),
        decimals=True,
    )


def discounted(price: int, off: int) -> Proof:
    """The price before a discount; the price after."""
    return Proof(
        amounts(price=price, off=off),
        (
            ProofStep("less", "price*off/100", Fraction(price * off, 100), "share", "yuan"),
            ProofStep("after", "price-less", price - Fraction(price * off, 100), "subtract", "yuan"),
        ),
        decimals=True,
    )


def points(hundreds: int, rate: int, rise: int) -> Proof | None:
    """A rate that rises by percentage points; the interest of a year."""
    capital = 100 * hundreds
    if not short(Fraction(rate * (100 + rise), 100)):
        return None
    return Proof(
        amounts(capital=capital, rate=rate, rise=rise),
        (
            ProofStep("new", "rate+rise", rate + rise, "add_points", "%"),
            ProofStep("interest", "capital*new/100", hundreds * (rate + rise), "share", "yuan"),
        ),
        decimals=True,
    )


def percent_of_percent(capital: int, rate: int, rise: int) -> Proof:
    """A rate that rises by a percentage of itself; the interest of a year."""
    new = Fraction(rate * (100 + rise), 100)
    return Proof(
        amounts(capital=capital, rate=rate, rise=rise),
        (
            ProofStep("new", "rate*(100+rise)/100", new, "raise_rate", "%"),
            ProofStep("interest", "capital*new/100", capital * new / 100, "share", "yuan"),
        ),
        decimals=True,
    )


def percent_of(value: Fraction | int, percent: Fraction | int) -> Fraction:
    """So many hundredths of a value, added one by one."""
    whole, rest = divmod(Fraction(percent), 1)
    hundredth = Fraction(value) / 100
    return sum((hundredth for _ in range(int(whole))), Fraction(0)) + rest * hundredth


def _market(given: Mapping[str, int], *, new: bool) -> Fraction:
    high = given["price"] + percent_of(given["price"], given["up"])
    return high - percent_of(high if new else given["price"], given["down"])


_EN = {
    "interest": "The interest is {0} times {1}% times {2}, so {output} yuan.",
    "subtract": "{0} minus {1} is {output}.",
    "rise": "{0} plus {1}% of it is {output}.",
    "fall": "{0} minus {1}% of it is {output}.",
    "share": "{1}% of {0} is {output}.",
    "both": "{0} plus {1} minus {2} is {output}.",
    "left": "After the discount {output}% of the price is left.",
    "one": "{0} divided by {1} is {output}, one percent of the price before.",
    "hundred": "The whole is {0} times 100, so {output}.",
    "add_points": "{0}% and {1} percentage points make {output}%.",
    "raise_rate": "{0}% raised by {1}% of itself is {output}%.",
}


_ZH = {
    "interest": "利息为{0}乘{1}%乘{2}，即{output}元。",
    "subtract": "{0}减{1}等于{output}。",
    "rise": "{0}加上它的{1}%，得{output}。",
    "fall": "{0}减去它的{1}%，得{output}。",
    "share": "{0}的{1}%是{output}。",
    "both": "{0}加{1}减{2}等于{output}。",
    "left": "打折后剩下原价的{output}%。",
    "one": "{0}除以{1}等于{output}，这是原价的1%。",
    "hundred": "原价是{0}乘100，即{output}。",
    "add_points": "{0}%提高{1}个百分点，得{output}%。",
    "raise_rate": "{0}%提高它自身的{1}%，得{output}%。",
}


PERCENTAGES: tuple[Trap, ...] = (
    Trap(
        Template(
            name="of_the_new",
            boxes=(Box(2, range(4, 600), range(5, 65, 5), range(5, 65, 5)),),
            holes=True,
            build=of_the_new,
            oracle=lambda given: _market(given, new=True),
            cast={"what": (("coat", "一件大衣"), ("phone", "一部手机"), ("bicycle", "一辆自行车"))},
            en=english(
                (
                    "A {what} costs {price} yuan.",
                    "Its price rises by {up}%, and the new price then falls by {down}%.",
                    "What does it cost at last, in yuan?",
                ),
                (
                    "A shop raises the price of a {what}, {price} yuan, by {up}%.",
                    "Later it takes {down}% off the raised price.",
                    "How many yuan does it cost then?",
                ),
                **_EN,
            ),
            zh=chinese(
                ("{what}原价{price}元。", "先涨价{up}%，再在涨价后的基础上降价{down}%。", "最后卖多少元？"),
                (
                    "商店把{what}的价格{price}元提高{up}%。",
                    "后来又按提高后的价格降价{down}%。",
                    "此时售价多少元？",
                ),
                **_ZH,
            ),
        ),
        Template(
            name="of_the_first",
            boxes=(),
            build=of_the_first,
            oracle=lambda given: _market(given, new=False),
            cast={"what": (("coat", "一件大衣"), ("phone", "一部手机"), ("bicycle", "一辆自行车"))},
            en=english(
                (
                    "A {what} costs {price} yuan.",
                    "Its price rises by {up}% and later falls by {down}%, both of the original price.",
                    "What does it cost at last, in yuan?",
                ),
                (
                    "A shop raises the price of a {what}, {price} yuan, by {up}%.",
                    "Later it takes off {down}% of the first price.",
                    "How many yuan does it cost then?",
                ),
                **_EN,
            ),
            zh=chinese(
                ("{what}原价{price}元。", "先涨原价的{up}%，再降原价的{down}%。", "最后卖多少元？"),
                (
                    "商店把{what}的价格{price}元提高{up}%。",
                    "后来又降低最初价格的{down}%。",
                    "此时售价多少元？",
                ),
                **_ZH,
            ),
        ),
    ),
    Trap(
        Template(
            name="undiscounted",
            boxes=(Box(3, range(5, 75), range(1, 301)),),
            holes=True,
            build=undiscounted,
            # One percent of the price before, a hundred times.
            oracle=lambda given: sum(Fraction(given["price"], 100 - given["off"]) for _ in range(100)),
            cast={"what": (("car", "一辆汽车"), ("piano", "一架钢琴"), ("camera", "一台相机"))},
            en=english(
                (
                    "After a discount of {off}% a {what} costs {price} yuan.",
                    "What did it cost before, in yuan?",
                ),
                (
                    "A {what} is sold for {price} yuan, {off}% less than its original price.",
                    "How many yuan was the original price?",
                ),
                **_EN,
            ),
            zh=chinese(
                ("{what}降价{off}%后卖{price}元。", "原价是多少元？"),
                ("{what}现售{price}元，比原价低{off}%。", "原价是多少元？"),
                **{**_ZH, "left": "降价后剩下原价的{output}%。"},
            ),
        ),
        Template(
            name="discounted",
            boxes=(),
            build=discounted,
            oracle=lambda given: sum(Fraction(given["price"], 100) for _ in range(100 - given["off"])),
            cast={"what": (("car", "一辆汽车"), ("piano", "一架钢琴"), ("camera", "一台相机"))},
            en=english(
                (
                    "Before a discount of {off}% a {what} costs {price} yuan.",
                    "What does it cost after it, in yuan?",
                ),
                (
                    "The original price of a {what} is {price} yuan, and now it is sold for {off}% less.",
                    "How many yuan does it cost now?",
                ),
                **_EN,
            ),
            zh=chinese(
                ("{what}降价{off}%之前卖{price}元。", "降价后卖多少元？"),
                ("{what}原价{price}元，现在的售价比原价低{off}%。", "现在卖多少元？"),
                **_ZH,
            ),
        ),
    ),
    Trap(
        Template(
            name="points",
            boxes=(Box(2, range(10, 1001, 5), range(2, 9), range(1, 7)),),
            holes=True,
            build=points,
            oracle=lambda given: (
                percent_of(given["capital"], given["rate"]) + percent_of(given["capital"], given["rise"])
            ),
            en=english(
                (
                    "A bank pays {rate}% a year on savings.",
                    "It raises the rate by {rise} percentage points.",
                    "How many yuan of interest does {capital} yuan earn in a year at the new rate?",
                ),
                (
                    "The interest rate of a loan of {capital} yuan goes from {rate}% up by {rise} "
                    "percentage points.",
                    "What is the interest for one year at the new rate, in yuan?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "某银行存款年利率为{rate}%。",
                    "现在利率提高{rise}个百分点。",
                    "按新利率，{capital}元存一年的利息是多少元？",
                ),
                (
                    "一笔{capital}元贷款的年利率原为{rate}%，后来上调{rise}个百分点。",
                    "按新利率，一年的利息是多少元？",
                ),
                **_ZH,
            ),
        ),
        Template(
            name="percent_of_percent",
            boxes=(),
            build=percent_of_percent,
            oracle=lambda given: percent_of(
                given["capital"], given["rate"] + percent_of(given["rate"], given["rise"])
            ),
            en=english(
                (
                    "A bank pays {rate}% a year on savings.",
                    "It raises the rate by {rise}% of the old rate.",
                    "How many yuan of interest does {capital} yuan earn in a year at the new rate?",
                ),
                (
                    "The interest rate of a loan of {capital} yuan goes from {rate}% up by {rise}% of "
                    "itself.",
                    "What is the interest for one year at the new rate, in yuan?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "某银行存款年利率为{rate}%。",
                    "现在利率在原来的基础上提高其{rise}%。",
                    "按新利率，{capital}元存一年的利息是多少元？",
                ),
                (
                    "一笔{capital}元贷款的年利率原为{rate}%，后来上调了原利率的{rise}%。",
                    "按新利率，一年的利息是多少元？",
                ),
                **_ZH,
            ),
        ),
    ),
)
"""Rises and falls, discounts, rates."""
