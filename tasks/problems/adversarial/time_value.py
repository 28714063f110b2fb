"""Time value and base: simple or compound, percent of what, points or percent, nominal or real. The oracles
follow the money period by period, one percent after another."""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.adversarial.pairs import Trap
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import short


def _givens(**values: int) -> tuple[Given, ...]:
    units = {"capital": "yuan", "price": "yuan", "years": "year"}
    return tuple(Given(name, value, units.get(name, "%")) for name, value in values.items())


def compound(hundreds: int, rate: int, years: int) -> Proof | None:
    """Interest that is added to the capital each year."""
    capital = Fraction(100 * hundreds)
    steps, before, value = list[ProofStep](), "capital", capital
    for year in range(1, years + 1):
        value = value * (100 + rate) / 100
        steps.append(ProofStep(f"v{year}", f"{before}*(100+rate)/100", value, "grow", "yuan"))
        before = f"v{year}"
    if not short(value):
        return None
    return Proof(_givens(capital=100 * hundreds, rate=rate, years=years), tuple(steps), decimals=True)


def simple(capital: int, rate: int, years: int) -> Proof:
    """Interest that is paid out each year."""
    interest = Fraction(capital * rate * years, 100)
    return Proof(
        _givens(capital=capital, rate=rate, years=years),
        (
            ProofStep("interest", "capital*rate*years/100", interest, "interest", "yuan"),
            ProofStep("amount", "capital+interest", capital + interest, "add", "yuan"),
        ),
        decimals=True,
    )


def of_the_new(tens: int, up: int, down: int) -> Proof | None:
    """A rise, and a fall by a percentage of the new price."""
    price = 10 * tens
    high = Fraction(price * (100 + up), 100)
    last = high * (100 - down) / 100
    if not short(last):
        return None
    return Proof(
        _givens(price=price, up=up, down=down),
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
        _givens(price=price, up=up, down=down),
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
        _givens(price=price, off=off),
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
        _givens(price=price, off=off),
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
        _givens(capital=capital, rate=rate, rise=rise),
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
        _givens(capital=capital, rate=rate, rise=rise),
        (
            ProofStep("new", "rate*(100+rise)/100", new, "raise_rate", "%"),
            ProofStep("interest", "capital*new/100", capital * new / 100, "share", "yuan"),
        ),
        decimals=True,
    )


def half_yearly(thousands: int, doubled: int) -> Proof | None:
    """A nominal yearly rate, half of which is added each half year; the amount after a year."""
    capital, rate = 1000 * thousands, 2 * doubled
    middle = Fraction(capital * (100 + doubled), 100)
    last = middle * (100 + doubled) / 100
    return Proof(
        _givens(capital=capital, rate=rate),
        (
            ProofStep("half", "rate/2", doubled, "half", "%"),
            ProofStep("middle", "capital*(100+half)/100", middle, "grow", "yuan"),
            ProofStep("last", "middle*(100+half)/100", last, "grow", "yuan"),
        ),
        decimals=True,
    )


def yearly(capital: int, rate: int) -> Proof:
    """A rate added once; the amount after a year."""
    interest = Fraction(capital * rate, 100)
    return Proof(
        _givens(capital=capital, rate=rate),
        (
            ProofStep("interest", "capital*rate/100", interest, "share", "yuan"),
            ProofStep("last", "capital+interest", capital + interest, "add", "yuan"),
        ),
        decimals=True,
    )


def real_value(parts: int, rate: int, inflation: int) -> Proof | None:
    """Savings after a year in the money of today."""
    capital = 100 * (100 + inflation) * parts
    if rate == inflation:
        return None
    nominal = Fraction(capital * (100 + rate), 100)
    return Proof(
        _givens(capital=capital, rate=rate, inflation=inflation),
        (
            ProofStep("nominal", "capital*(100+rate)/100", nominal, "grow", "yuan"),
            ProofStep(
                "real", "nominal*100/(100+inflation)", nominal * 100 / (100 + inflation), "deflate", "yuan"
            ),
        ),
        decimals=True,
    )


def nominal_value(capital: int, rate: int, inflation: int) -> Proof:
    """Savings after a year, as the account shows them; the inflation does not matter."""
    interest = Fraction(capital * rate, 100)
    return Proof(
        _givens(capital=capital, rate=rate, inflation=inflation),
        (
            ProofStep("interest", "capital*rate/100", interest, "share", "yuan"),
            ProofStep("last", "capital+interest", capital + interest, "add", "yuan"),
        ),
        decimals=True,
    )


def _percent(value: Fraction | int, percent: Fraction | int) -> Fraction:
    """So many hundredths of a value, added one by one."""
    whole, rest = divmod(Fraction(percent), 1)
    hundredth = Fraction(value) / 100
    return sum((hundredth for _ in range(int(whole))), Fraction(0)) + rest * hundredth


def _flow(given: Mapping[str, int], *, added: bool) -> Fraction:
    """The account and the purse, year by year."""
    account, purse = Fraction(given["capital"]), Fraction(0)
    for _ in range(given["years"]):
        interest = _percent(account, given["rate"])
        account, purse = (account + interest, purse) if added else (account, purse + interest)
    return account + purse


def _market(given: Mapping[str, int], *, new: bool) -> Fraction:
    high = given["price"] + _percent(given["price"], given["up"])
    return high - _percent(high if new else given["price"], given["down"])


def _half_years(given: Mapping[str, int]) -> Fraction:
    account = Fraction(given["capital"])
    for _ in range(2):
        account += _percent(account, Fraction(given["rate"], 2))
    return account


def _basket(given: Mapping[str, int]) -> Fraction:
    """How many baskets the savings buy after a year, at what a basket costs today."""
    basket = Fraction(100)
    later = basket + _percent(basket, given["inflation"])
    saved = given["capital"] + _percent(given["capital"], given["rate"])
    return saved / later * basket


_EN = {
    "grow": "{0} yuan plus {1}% of it is {output} yuan.",
    "interest": "The interest is {0} times {1}% times {2}, so {output} yuan.",
    "add": "{0} plus {1} is {output}.",
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
    "half": "Each half year brings {0}/2={output} percent.",
    "deflate": "Prices rise by {1}%, so this buys what {output} yuan buys today.",
}
_ZH = {
    "grow": "{0}元加上它的{1}%，得{output}元。",
    "interest": "利息为{0}乘{1}%乘{2}，即{output}元。",
    "add": "{0}加{1}等于{output}。",
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
    "half": "每半年的利率是{0}除以2，即{output}%。",
    "deflate": "物价上涨{1}%，这笔钱相当于今天的{output}元。",
}

TIME_VALUE = (
    Trap(
        Template(
            name="compound",
            boxes=tuple(Box(years, range(10, 501), range(2, 13), (years,)) for years in (2, 3, 4)),
            holes=True,
            build=compound,
            oracle=lambda given: _flow(given, added=True),
            en=english(
                (
                    "{capital} yuan is put into an account at {rate}% a year.",
                    "Each year the interest is added to the capital.",
                    "How many yuan are in it after {years} years?",
                ),
                (
                    "Somebody saves {capital} yuan for {years} years at {rate}% a year, compounded yearly.",
                    "What is the amount at the end, in yuan?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "把{capital}元存入账户，年利率{rate}%。",
                    "每年的利息都计入本金。",
                    "{years}年后共有多少元？",
                ),
                ("某人存{capital}元，存期{years}年，年利率{rate}%，按复利计息。", "到期时本息共多少元？"),
                **_ZH,
            ),
        ),
        Template(
            name="simple",
            boxes=(),
            build=simple,
            oracle=lambda given: _flow(given, added=False),
            en=english(
                (
                    "{capital} yuan is put into an account at {rate}% a year.",
                    "Each year the interest is paid out in cash and kept at home.",
                    "How many yuan are there in all after {years} years?",
                ),
                (
                    "Somebody saves {capital} yuan for {years} years at {rate}% a year, simple interest.",
                    "What is the amount at the end, in yuan?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "把{capital}元存入账户，年利率{rate}%。",
                    "每年的利息都取出来放在家里。",
                    "{years}年后连本带息共有多少元？",
                ),
                ("某人存{capital}元，存期{years}年，年利率{rate}%，按单利计息。", "到期时本息共多少元？"),
                **_ZH,
            ),
        ),
    ),
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
                _percent(given["capital"], given["rate"]) + _percent(given["capital"], given["rise"])
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
            oracle=lambda given: _percent(
                given["capital"], given["rate"] + _percent(given["rate"], given["rise"])
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
    Trap(
        Template(
            name="half_yearly",
            boxes=(Box(3, range(1, 501), range(1, 7)),),
            build=half_yearly,
            oracle=_half_years,
            en=english(
                (
                    "{capital} yuan is saved for one year at a nominal rate of {rate}% a year.",
                    "Interest is compounded every half year.",
                    "How many yuan are there after the year?",
                ),
                (
                    "A deposit of {capital} yuan earns {rate}% a year, credited in two half-yearly "
                    "parts that earn interest in turn.",
                    "What is it worth after one year, in yuan?",
                ),
                **_EN,
            ),
            zh=chinese(
                ("{capital}元存一年，名义年利率为{rate}%。", "每半年复利一次。", "一年后共有多少元？"),
                (
                    "一笔{capital}元的存款，年利率{rate}%，每半年结息一次，利息计入本金。",
                    "一年后本息共多少元？",
                ),
                **_ZH,
            ),
        ),
        Template(
            name="yearly",
            boxes=(),
            build=yearly,
            oracle=lambda given: given["capital"] + _percent(given["capital"], given["rate"]),
            en=english(
                (
                    "{capital} yuan is saved for one year at a nominal rate of {rate}% a year.",
                    "Interest is compounded once a year.",
                    "How many yuan are there after the year?",
                ),
                (
                    "A deposit of {capital} yuan earns {rate}% a year, credited once at the end of the year.",
                    "What is it worth after one year, in yuan?",
                ),
                **_EN,
            ),
            zh=chinese(
                ("{capital}元存一年，名义年利率为{rate}%。", "每年复利一次。", "一年后共有多少元？"),
                ("一笔{capital}元的存款，年利率{rate}%，年末一次结息。", "一年后本息共多少元？"),
                **_ZH,
            ),
        ),
    ),
    Trap(
        Template(
            name="real_value",
            heldout=True,
            boxes=(Box(2, range(1, 101), range(1, 10), range(1, 10)),),
            holes=True,
            build=real_value,
            oracle=_basket,
            en=english(
                (
                    "{capital} yuan earns {rate}% interest in a year.",
                    "In the same year prices rise by {inflation}%.",
                    "What are the savings worth after the year in the money of today, in yuan?",
                ),
                (
                    "With an inflation of {inflation}%, somebody saves {capital} yuan at {rate}% for one "
                    "year.",
                    "To how many yuan of today is the final amount equal in purchasing power?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "{capital}元存一年，利率为{rate}%。",
                    "同一年物价上涨{inflation}%。",
                    "一年后的本息按今天的购买力计算相当于多少元？",
                ),
                (
                    "通货膨胀率为{inflation}%时，某人把{capital}元按{rate}%的年利率存一年。",
                    "到期金额的购买力相当于今天的多少元？",
                ),
                **_ZH,
            ),
        ),
        Template(
            name="nominal_value",
            boxes=(),
            build=nominal_value,
            oracle=lambda given: given["capital"] + _percent(given["capital"], given["rate"]),
            en=english(
                (
                    "{capital} yuan earns {rate}% interest in a year.",
                    "In the same year prices rise by {inflation}%.",
                    "What amount does the account show after the year, in yuan?",
                ),
                (
                    "With an inflation of {inflation}%, somebody saves {capital} yuan at {rate}% for one "
                    "year.",
                    "How many yuan are paid out after the year?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "{capital}元存一年，利率为{rate}%。",
                    "同一年物价上涨{inflation}%。",
                    "一年后账户上的金额是多少元？",
                ),
                (
                    "通货膨胀率为{inflation}%时，某人把{capital}元按{rate}%的年利率存一年。",
                    "到期时银行付给他多少元？",
                ),
                **_ZH,
            ),
        ),
    ),
)
