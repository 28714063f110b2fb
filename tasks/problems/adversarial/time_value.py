"""Time value: simple or compound, nominal or effective, nominal or real; and percentages of what. The oracles
follow the money period by period, one percent after another."""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.adversarial.pairs import Trap
from tasks.problems.adversarial.percentages import PERCENTAGES, amounts, percent_of
from tasks.problems.proof import Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import short


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
    return Proof(amounts(capital=100 * hundreds, rate=rate, years=years), tuple(steps), decimals=True)


def simple(capital: int, rate: int, years: int) -> Proof:
    """Interest that is paid out each year."""
    interest = Fraction(capital * rate * years, 100)
    return Proof(
        amounts(capital=capital, rate=rate, years=years),
        (
            ProofStep("interest", "capital*rate*years/100", interest, "interest", "yuan"),
            ProofStep("amount", "capital+interest", capital + interest, "add", "yuan"),
        ),
        decimals=True,
    )


def half_yearly(thousands: int, doubled: int) -> Proof | None:
    """A nominal yearly rate, half of which is added each half year; the amount after a year."""
    capital, rate = 1000 * thousands, 2 * doubled
    middle = Fraction(capital * (100 + doubled), 100)
    last = middle * (100 + doubled) / 100
    return Proof(
        amounts(capital=capital, rate=rate),
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
        amounts(capital=capital, rate=rate),
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
        amounts(capital=capital, rate=rate, inflation=inflation),
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
        amounts(capital=capital, rate=rate, inflation=inflation),
        (
            ProofStep("interest", "capital*rate/100", interest, "share", "yuan"),
            ProofStep("last", "capital+interest", capital + interest, "add", "yuan"),
        ),
        decimals=True,
    )


def _flow(given: Mapping[str, int], *, added: bool) -> Fraction:
    """The account and the purse, year by year."""
    account, purse = Fraction(given["capital"]), Fraction(0)
    for _ in range(given["years"]):
        interest = percent_of(account, given["rate"])
        account, purse = (account + interest, purse) if added else (account, purse + interest)
    return account + purse


def _half_years(given: Mapping[str, int]) -> Fraction:
    account = Fraction(given["capital"])
    for _ in range(2):
        account += percent_of(account, Fraction(given["rate"], 2))
    return account


def _basket(given: Mapping[str, int]) -> Fraction:
    """How many baskets the savings buy after a year, at what a basket costs today."""
    basket = Fraction(100)
    later = basket + percent_of(basket, given["inflation"])
    saved = given["capital"] + percent_of(given["capital"], given["rate"])
    return saved / later * basket


_EN = {
    "grow": "{0} yuan plus {1}% of it is {output} yuan.",
    "interest": "The interest is {0} times {1}% times {2}, so {output} yuan.",
    "add": "{0} plus {1} is {output}.",
    "share": "{1}% of {0} is {output}.",
    "half": "Each half year brings {0}/2={output} percent.",
    "deflate": "Prices rise by {1}%, so this buys what {output} yuan buys today.",
}


_ZH = {
    "grow": "{0}元加上它的{1}%，得{output}元。",
    "interest": "利息为{0}乘{1}%乘{2}，即{output}元。",
    "add": "{0}加{1}等于{output}。",
    "share": "{0}的{1}%是{output}。",
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
    *PERCENTAGES,
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
            oracle=lambda given: given["capital"] + percent_of(given["capital"], given["rate"]),
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
            oracle=lambda given: given["capital"] + percent_of(given["capital"], given["rate"]),
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
