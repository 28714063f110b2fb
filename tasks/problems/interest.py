"""Interest: simple and compound, savings and debts; then present values and loans. Amounts are whole cents.

Steps use running balances; the oracles go in another order: year by year on the capital, the interest percent
by percent, each payment on its own.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from tasks.problems import present_value
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import short


def simple(hundreds: int, tenths: int, years: int) -> Proof:
    """Simple interest; the amount."""
    capital, rate = 100 * hundreds, Fraction(tenths, 10)
    interest = capital * rate * years / 100
    return Proof(
        (Given("capital", capital, "yuan"), Given("rate", rate, "%"), Given("years", years, "year")),
        (
            ProofStep("interest", "capital*rate*years/100", interest, "interest", "yuan"),
            ProofStep("amount", "capital+interest", capital + interest, "add", "yuan"),
        ),
        decimals=True,
    )


def growth(hundreds: int, *rates: int) -> Proof | None:
    """A capital that earns another rate each year, compounded; the amount."""
    value = Fraction(100 * hundreds)
    givens, steps, before = [Given("capital", 100 * hundreds, "yuan")], list[ProofStep](), "capital"
    for n, rate in enumerate(rates, start=1):
        value = value * (100 + rate) / 100
        givens.append(Given(f"rate{n}", rate, "%"))
        steps.append(ProofStep(f"v{n}", f"{before}*(100+rate{n})/100", value, "grow", "yuan"))
        before = f"v{n}"
    return Proof(tuple(givens), tuple(steps), decimals=True) if short(value) else None


def _year_by_year(given: Mapping[str, int]) -> Fraction:
    """The interest of each year, one percent after another."""
    value = Fraction(given["capital"])
    for n in range(1, len(given)):
        value += sum(value / 100 for _ in range(given[f"rate{n}"]))
    return value


def balance(sign: int, start: int, rate: int, *hundreds: int) -> Proof | None:
    """A balance in yuan with yearly interest and then a payment, of which the hundreds are chosen, so that
    the balance is round; in (sign 1) or back (sign -1)."""
    givens = [Given("start", start, "yuan"), Given("rate", rate, "%")]
    steps, before, value = list[ProofStep](), "start", start
    for n, number in enumerate(hundreds, start=1):
        grown = value * (100 + rate) // 100
        paid = 100 * number + (-sign * grown) % 100
        value = grown + sign * paid
        if value <= 0:
            return None
        givens.append(Given(f"pay{n}", paid, "yuan"))
        steps.append(ProofStep(f"g{n}", f"{before}*(100+rate)/100", grown, "grow", "yuan"))
        formula = f"g{n}+pay{n}" if sign > 0 else f"g{n}-pay{n}"
        steps.append(ProofStep(f"b{n}", formula, value, "add" if sign > 0 else "subtract", "yuan"))
        before = f"b{n}"
    return Proof(tuple(givens), tuple(steps), decimals=True)


def _each_alone(given: Mapping[str, int], sign: int) -> Fraction:
    """Start and payments, each compounded on its own until the end."""
    factor, count = 1 + Fraction(given["rate"], 100), len(given) - 2
    paid = sum(given[f"pay{n}"] * factor ** (count - n) for n in range(1, count + 1))
    return given["start"] * factor**count + sign * paid


def _payments(sign: int, *, wide: bool = False) -> tuple[Box, ...]:
    starts = range(50_500, 200_000, 500) if wide else range(20_000, 50_001, 500)
    rates, paid = range(2, 13), range(1, 31)
    return tuple(
        Box(2 * k, (sign,), starts, rates, *[paid] * k, listed=k == 1 and not wide) for k in range(1, 8)
    )


_EN = {
    "interest": "The interest is {0} times {1}% times {2}, so {output} yuan.",
    "add": "{0} plus {1} is {output}.",
    "subtract": "{0} minus {1} is {output}.",
    "grow": "{0} yuan plus {1}% of it is {output} yuan.",
}

_ZH = {
    "interest": "利息为{0}乘{1}%乘{2}，即{output}元。",
    "add": "{0}加{1}等于{output}。",
    "subtract": "{0}减{1}等于{output}。",
    "grow": "{0}元加上它的{1}%，得{output}元。",
}

INTEREST = Subtask(
    kind="applied",
    version="2",
    templates=(
        Template(
            name="simple",
            boxes=(Box(2, range(10, 501), range(10, 61), range(2, 11)),),
            wide=(Box(2, range(510, 3_000, 10), range(10, 61), range(11, 31)),),
            build=simple,
            # Year by year, always on the capital.
            oracle=lambda given: (
                given["capital"]
                + sum(given["capital"] * Fraction(given["rate"]) / 100 for _ in range(given["years"]))
            ),
            cast={"bank": (("bank", "银行"), ("credit union", "信用社"))},
            en=english(
                (
                    "{capital} yuan is put into a {bank} at simple interest.",
                    "The rate is {rate}% a year.",
                    "The money stays there for {years} years.",
                    "How many yuan are paid out at the end, with the interest?",
                ),
                (
                    "Someone lends {capital} yuan for {years} years.",
                    "Simple interest of {rate}% is due for each year.",
                    "What sum in yuan is to be paid back?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "把{capital}元存入{bank}，按单利计息。",
                    "年利率为{rate}%。",
                    "存期为{years}年。",
                    "到期时本息共多少元？",
                ),
                (
                    "某人借出{capital}元，期限{years}年。",
                    "按单利计算，年利率{rate}%。",
                    "到期应收回本息多少元？",
                ),
                **_ZH,
            ),
        ),
        Template(
            name="growth",
            boxes=tuple(Box(k, range(50, 1_001, 10), *[range(1, 16)] * k, listed=k == 2) for k in (2, 3)),
            wide=tuple(Box(k, range(1_100, 5_000, 100), *[range(16, 41)] * k) for k in (2, 3)),
            holes=True,
            build=growth,
            oracle=_year_by_year,
            en=english(
                (
                    "{capital} yuan is invested, and the interest stays in the account.",
                    "In year # the rate is {rate#}%.",
                    "How many yuan are there in the end?",
                ),
                (
                    "An account holds {capital} yuan at compound interest.",
                    "It grows by {rate#}% in year #.",
                    "What does it hold after the last year, in yuan?",
                ),
                **_EN,
            ),
            zh=chinese(
                ("投资{capital}元，利息计入本金。", "第#年的利率为{rate#}%。", "最后共有多少元？"),
                (
                    "账户里有{capital}元，按复利计息。",
                    "第#年增长{rate#}%。",
                    "最后一年末账户里有多少元？",
                ),
                **_ZH,
            ),
        ),
        Template(
            name="savings",
            boxes=_payments(1),
            wide=_payments(1, wide=True),
            build=balance,
            oracle=partial(_each_alone, sign=1),
            en=english(
                (
                    "A savings account holds {start} yuan.",
                    "At the end of each year {rate}% interest is added.",
                    "After the interest of year #, {pay#} yuan is paid in.",
                    "How many yuan does the account hold after the last payment?",
                ),
                (
                    "Someone saves {start} yuan at {rate}% compound interest a year.",
                    "At the end of year #, after the interest, another {pay#} yuan is paid in.",
                    "What is the final balance in yuan?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "储蓄账户里有{start}元。",
                    "每年年末按{rate}%的利率计入利息。",
                    "第#年计息后，又存入{pay#}元。",
                    "最后一次存款后，账户里有多少元？",
                ),
                (
                    "某人有存款{start}元，年利率{rate}%，按复利计算。",
                    "第#年末结息后再存{pay#}元。",
                    "最终余额是多少元？",
                ),
                **_ZH,
            ),
        ),
        Template(
            name="debt",
            boxes=_payments(-1),
            wide=_payments(-1, wide=True),
            holes=True,
            build=balance,
            oracle=partial(_each_alone, sign=-1),
            en=english(
                (
                    "A debt amounts to {start} yuan.",
                    "At the end of each year {rate}% interest is added to it.",
                    "Then, in year #, {pay#} yuan is paid back.",
                    "How many yuan are still owed after the last payment?",
                ),
                (
                    "A firm borrows {start} yuan at {rate}% a year.",
                    "After the interest of year # it pays {pay#} yuan.",
                    "What is left of the debt in the end, in yuan?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "一笔债务为{start}元。",
                    "每年年末按{rate}%加计利息。",
                    "第#年计息后偿还{pay#}元。",
                    "最后一次还款后还欠多少元？",
                ),
                (
                    "某公司借款{start}元，年利率{rate}%。",
                    "第#年末计息后，还款{pay#}元。",
                    "最后剩余的欠款是多少元？",
                ),
                **_ZH,
            ),
        ),
        *present_value.PRESENT_VALUE,
    ),
)
