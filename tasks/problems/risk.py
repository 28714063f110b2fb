"""Results under risk: their expected value and their variance.

Steps go by the definitions; the oracles list a hundred cases.
"""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import add_up


def risk(*numbers: int, spread: bool = False) -> Proof | None:
    """Chances in percent and results in yuan, the last chance being the rest; the expected value or the
    variance. A result below 0 is a loss."""
    chances, results = [*numbers[:-1:2]], [*numbers[1:-1:2], numbers[-1]]
    chances.append(100 - sum(chances))
    if chances[-1] < 5 or len(set(results)) < len(results):
        return None
    givens, steps, parts = list[Given](), list[ProofStep](), []
    for n, (chance, result) in enumerate(zip(chances, results, strict=True), start=1):
        givens += [Given(f"p{n}", chance, "%"), Given(f"x{n}", result, "yuan")]
        steps.append(ProofStep(f"e{n}", f"p{n}*x{n}/100", Fraction(chance * result, 100), "part", "yuan"))
        parts.append((f"e{n}", Fraction(chance * result, 100)))
    name, expected = add_up(steps, parts, "s", unit="yuan")
    if spread:
        if Fraction(expected).denominator > 1:
            return None
        squares = []
        for n, (chance, result) in enumerate(zip(chances, results, strict=True), start=1):
            square = (result - expected) ** 2 * Fraction(chance, 100)
            steps.append(ProofStep(f"v{n}", f"p{n}*(x{n}-{name})^2/100", square, "deviation"))
            squares.append((f"v{n}", square))
        add_up(steps, squares, "t")
    return Proof(tuple(givens), tuple(steps), decimals=True)


def risk_variance(*numbers: int) -> Proof | None:
    """The variance of the results."""
    return risk(*numbers, spread=True)


def _hundred(given: Mapping[str, int]) -> list[int]:
    """A hundred cases as the chances tell."""
    count = len(given) // 2
    return [given[f"x{n}"] for n in range(1, count + 1) for _ in range(given[f"p{n}"])]


def _expected(given: Mapping[str, int]) -> Fraction:
    return Fraction(sum(_hundred(given)), 100)


def _spread(given: Mapping[str, int]) -> Fraction:
    cases = _hundred(given)
    return Fraction(sum(x * x for x in cases), 100) - Fraction(sum(cases), 100) ** 2


def _cases(steps_of: int, extra: int, counts: range, *, wide: bool = False) -> tuple[Box, ...]:
    results = range(3_000, 9_000, 100) if wide else range(-1_000, 2_001, 20)
    return tuple(
        Box(steps_of * k + extra, *(range(5, 130 // k, 5), results) * (k - 1), results) for k in counts
    )


_EN = {
    "add": "The sum of {0} and {1} is {output}.",
    "part": "{0}% of {1} is {output}.",
    "deviation": "The squared deviation of {1} times its probability is {claim}.",
}

_ZH = {
    "add": "{0}与{1}的和是{output}。",
    "part": "{1}的{0}%是{output}。",
    "deviation": "{1}与期望之差的平方乘概率：{claim}。",
}


RISK: tuple[Template, ...] = (
    Template(
        name="risk",
        boxes=_cases(2, -1, range(2, 8)),
        wide=_cases(2, -1, range(2, 8), wide=True),
        holes=True,
        build=risk,
        oracle=_expected,
        en=english(
            (
                "An investment has several possible results.",
                "With a chance of {p#}% it brings {x#} yuan.",
                "Negative amounts are losses; what is the expected result in yuan?",
            ),
            (
                "The profit of a trader depends on the weather.",
                "With a probability of {p#}% it is {x#} yuan.",
                "Find the expected profit in yuan.",
            ),
            **_EN,
        ),
        zh=chinese(
            (
                "一项投资有几种可能的结果。",
                "收益为{x#}元的概率是{p#}%。",
                "负数表示亏损，期望收益是多少元？",
            ),
            ("某商人的利润取决于天气。", "有{p#}%的可能利润为{x#}元。", "求期望利润，单位为元。"),
            **_ZH,
        ),
    ),
    Template(
        name="risk_variance",
        heldout=True,
        boxes=_cases(4, -2, range(2, 6)),
        holes=True,
        build=risk_variance,
        oracle=_spread,
        en=english(
            (
                "A share has several possible returns.",
                "The return is {x#} yuan with a probability of {p#}%.",
                "What is the variance of the return, in yuan squared?",
            ),
            (
                "An insurer looks at the results of a contract.",
                "{p#}% of all contracts end with {x#} yuan.",
                "What is the variance of the results, in yuan squared?",
            ),
            **_EN,
        ),
        zh=chinese(
            (
                "一只股票有几种可能的收益。",
                "收益为{x#}元的概率为{p#}%。",
                "收益的方差是多少（单位：元的平方）？",
            ),
            (
                "保险公司分析合同的结果。",
                "{p#}%的合同最终结果为{x#}元。",
                "求结果的方差，单位为元的平方。",
            ),
            **_ZH,
        ),
    ),
)
"""What may be won or lost."""
