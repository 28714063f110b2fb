"""Interest: simple and compound, savings and debts, loans, present values. Amounts are whole cents.

Steps use growth factors and running balances; the oracles go period by period in another order: each
payment on its own, the interest cent by cent, the future value discounted at the end.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, decimal_text, english
from tasks.problems.spaces import Box
from tasks.problems.sums import add_up, short


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


def present(rate: int, cost: int, *worths: int) -> Proof | None:
    """A cost now and a return after each year, chosen by its worth now in thousands; the net present
    value."""
    factor = Fraction(100 + rate, 100)
    givens = [Given("cost", 500 * cost, "yuan"), Given("rate", rate, "%")]
    steps, values = [ProofStep("g", "(100+rate)/100", factor, "factor")], []
    for n, worth in enumerate(worths, start=1):
        flow = 1000 * worth * factor**n
        if not short(flow):
            return None
        givens.append(Given(f"flow{n}", flow, "yuan"))
        formula = f"flow{n}/g^{n}" if n > 1 else "flow1/g"
        said = (decimal_text(flow), decimal_text(factor), str(n))
        steps.append(ProofStep(f"p{n}", formula, 1000 * worth, "discount", "yuan", said=said))
        values.append((f"p{n}", 1000 * worth))
    name, total = add_up(steps, values, "s", unit="yuan")
    steps.append(ProofStep("net", f"{name}-cost", total - 500 * cost, "subtract", "yuan"))
    return Proof(tuple(givens), tuple(steps), decimals=True)


def _carry(given: Mapping[str, int]) -> Fraction:
    """The project carried as an account from year to year; its end discounted."""
    factor, value = 1 + Fraction(given["rate"], 100), Fraction(-given["cost"])
    for n in range(1, len(given) - 1):
        value = value * factor + Fraction(given[f"flow{n}"])
    return value / factor ** (len(given) - 2)


def discount(rate: int, thousands: int, years: int) -> Proof | None:
    """A sum due later; its present value."""
    factor = Fraction(100 + rate, 100)
    due = 1000 * thousands * factor**years
    if not short(due):
        return None
    return Proof(
        (Given("due", due, "yuan"), Given("rate", rate, "%"), Given("years", years, "year")),
        (
            ProofStep("g", "(100+rate)/100", factor, "factor"),
            ProofStep("p", "due/g^years", 1000 * thousands, "discount", "yuan"),
        ),
        decimals=True,
    )


def _undo(given: Mapping[str, int]) -> Fraction:
    value = Fraction(given["due"])
    for _ in range(given["years"]):
        value = value * 100 / (100 + given["rate"])
    return value


def loan(hundreds: int, tenths: int, months: int) -> Proof | None:
    """A loan paid back in equal parts, with interest on what is left; all interest together."""
    part, rate = 100 * hundreds, Fraction(tenths, 10)
    steps = [ProofStep("part", f"debt/{months}", part, "part", "yuan", said=(str(months),))]
    interests, before = [], "debt"
    for n in range(1, months + 1):
        left = part * (months - n + 1)
        if n > 1:
            steps.append(ProofStep(f"left{n}", f"{before}-part", left, "left", "yuan"))
            before = f"left{n}"
        interest = left * rate / 100
        steps.append(ProofStep(f"i{n}", f"{before}*rate/100", interest, "month", "yuan"))
        interests.append((f"i{n}", interest))
    add_up(steps, interests, "s", unit="yuan")
    givens = Given("debt", part * months, "yuan"), Given("months", months), Given("rate", rate, "%")
    steps[0] = steps[0]._replace(formula="debt/months", said=())
    return Proof(givens, tuple(steps), decimals=True)


def _payments(sign: int, *, wide: bool = False) -> tuple[Box, ...]:
    starts = range(50_500, 200_000, 500) if wide else range(20_000, 50_001, 500)
    rates, paid = range(2, 13), range(1, 31)
    return tuple(
        Box(2 * k, (sign,), starts, rates, *[paid] * k, listed=k == 1 and not wide) for k in range(1, 8)
    )


def _flows(*, wide: bool = False) -> tuple[Box, ...]:
    worths = range(31, 90) if wide else range(1, 31)
    costs = range(90, 400) if wide else range(2, 81)
    return tuple(
        Box(
            2 * k + 1,
            (4, 5, 8, 10, 12, 20, 25) if k < 3 else (10, 20),
            costs,
            *[worths] * k,
            listed=k == 1 and not wide,
        )
        for k in range(1, 7)
    )


_EN = {
    "interest": "The interest is {0} times {1}% times {2}, so {output} yuan.",
    "add": "{0} plus {1} is {output}.",
    "subtract": "{0} minus {1} is {output}.",
    "grow": "{0} yuan plus {1}% of it is {output} yuan.",
    "factor": "In a year money grows by the factor {output}.",
    "discount": "{0} yuan at the end of year {2} is worth {0}/{1}^{2}={output} yuan now.",
    "part": "{0} yuan in {1} equal parts makes {output} yuan each.",
    "left": "{0} minus {1} leaves {output} yuan.",
    "month": "{1}% of {0} yuan is {output} yuan of interest.",
}
_ZH = {
    "interest": "利息为{0}乘{1}%乘{2}，即{output}元。",
    "add": "{0}加{1}等于{output}。",
    "subtract": "{0}减{1}等于{output}。",
    "grow": "{0}元加上它的{1}%，得{output}元。",
    "factor": "每过一年，资金变为原来的{output}倍。",
    "discount": "第{2}年末的{0}元，现值为{0}/{1}^{2}={output}元。",
    "part": "{0}元分{1}期，每期还本金{output}元。",
    "left": "{0}减{1}，还剩本金{output}元。",
    "month": "{0}元的{1}%是利息{output}元。",
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
        Template(
            name="present",
            boxes=_flows(),
            wide=_flows(wide=True),
            holes=True,
            build=present,
            oracle=_carry,
            en=english(
                (
                    "A project costs {cost} yuan now.",
                    "At the end of year # it returns {flow#} yuan.",
                    "The discount rate is {rate}% a year.",
                    "What is the net present value in yuan?",
                ),
                (
                    "Money is worth {rate}% a year to an investor.",
                    "A machine costs {cost} yuan today.",
                    "At the end of year # it brings in {flow#} yuan.",
                    "Find the net present value in yuan.",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "某项目现在需要投资{cost}元。",
                    "第#年末收回{flow#}元。",
                    "年折现率为{rate}%。",
                    "该项目的净现值是多少元？",
                ),
                (
                    "投资者要求的年收益率为{rate}%。",
                    "一台设备现价{cost}元，立即付款购买。",
                    "第#年末设备带来{flow#}元的现金流入。",
                    "求净现值，单位为元。",
                ),
                **_ZH,
            ),
        ),
        Template(
            name="discount",
            heldout=True,
            boxes=(Box(2, (2, 4, 5, 6, 8, 10, 12, 15, 20, 25), range(1, 401), range(2, 7), listed=True),),
            holes=True,
            build=discount,
            oracle=_undo,
            en=english(
                (
                    "A payment of {due} yuan is due in {years} years.",
                    "The interest rate is {rate}% a year, compounded.",
                    "What is the payment worth today, in yuan?",
                ),
                (
                    "In {years} years a bond pays {due} yuan.",
                    "Other investments yield {rate}% a year.",
                    "What is the present value of the bond in yuan?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "{years}年后将收到{due}元。",
                    "年利率为{rate}%，按复利计算。",
                    "这笔款项的现值是多少元？",
                ),
                (
                    "某债券{years}年后一次支付{due}元。",
                    "其他投资的年收益率为{rate}%。",
                    "求该债券的现值，单位为元。",
                ),
                **_ZH,
            ),
        ),
        Template(
            name="loan",
            heldout=True,
            boxes=tuple(Box(3 * k - 1, range(2, 1_001), range(2, 21), (k,)) for k in range(2, 8)),
            build=loan,
            # The debt is on average (months+1)/2 parts.
            oracle=lambda given: (
                Fraction(given["debt"] * (given["months"] + 1), 200) * Fraction(given["rate"])
            ),
            en=english(
                (
                    "A loan of {debt} yuan is repaid in {months} monthly instalments of equal principal.",
                    "Each month interest of {rate}% on what was still owed is paid on top.",
                    "How much interest in yuan is paid in all?",
                ),
                (
                    "Someone borrows {debt} yuan for {months} months.",
                    "An equal part of the sum is repaid each month.",
                    "The monthly interest is {rate}% of the debt before that month's payment.",
                    "Find the total interest in yuan.",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "贷款{debt}元，采用等额本金方式，分{months}个月还清。",
                    "月利率为{rate}%，每月按剩余本金计息。",
                    "一共要付利息多少元？",
                ),
                (
                    "某人借款{debt}元，期限{months}个月。",
                    "每月偿还相同数额的本金。",
                    "每月另付剩余本金{rate}%的利息。",
                    "求利息总额，单位为元。",
                ),
                **_ZH,
            ),
        ),
    ),
)
