"""What later payments are worth today, and what a loan costs. Amounts are whole cents.

Steps discount each payment and add up; the oracles carry an account from year to year, or use the mean debt.
"""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, decimal_text, english
from tasks.problems.spaces import Box
from tasks.problems.sums import add_up, short


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
    "add": "{0} plus {1} is {output}.",
    "subtract": "{0} minus {1} is {output}.",
    "factor": "In a year money grows by the factor {output}.",
    "discount": "{0} yuan at the end of year {2} is worth {0}/{1}^{2}={output} yuan now.",
    "part": "{0} yuan in {1} equal parts makes {output} yuan each.",
    "left": "{0} minus {1} leaves {output} yuan.",
    "month": "{1}% of {0} yuan is {output} yuan of interest.",
}

_ZH = {
    "add": "{0}加{1}等于{output}。",
    "subtract": "{0}减{1}等于{output}。",
    "factor": "每过一年，资金变为原来的{output}倍。",
    "discount": "第{2}年末的{0}元，现值为{0}/{1}^{2}={output}元。",
    "part": "{0}元分{1}期，每期还本金{output}元。",
    "left": "{0}减{1}，还剩本金{output}元。",
    "month": "{0}元的{1}%是利息{output}元。",
}


PRESENT_VALUE: tuple[Template, ...] = (
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
        oracle=lambda given: Fraction(given["debt"] * (given["months"] + 1), 200) * Fraction(given["rate"]),
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
)
"""Projects, bonds and loans."""
