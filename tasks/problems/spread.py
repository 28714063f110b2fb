"""How data are spread: the mean against the median, and the variance.

Steps go by the definitions; the oracles sort, or use the mean of the squares.
"""

import statistics
from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import short


def data_of(values: tuple[int, ...]) -> tuple[Given, ...]:
    """Givens x1, x2, ..."""
    return tuple(Given(f"x{n}", value) for n, value in enumerate(values, start=1))


def sum_of(values: tuple[int, ...]) -> ProofStep:
    """The step that adds them up."""
    formula = "+".join(f"x{n}" for n in range(1, len(values) + 1))
    return ProofStep("total", formula, sum(values), "total", said=())


def sum_and_count(values: tuple[int, ...]) -> tuple[str, ...]:
    """What the sentence of a mean says."""
    return (str(sum(values)), str(len(values)))


def skew(*values: int) -> Proof | None:
    """Four or six values; how far the mean is above the median."""
    ordered = sorted(range(len(values)), key=lambda at: values[at])
    low, high = ordered[len(values) // 2 - 1], ordered[len(values) // 2]
    average, middle = Fraction(sum(values), len(values)), Fraction(values[low] + values[high], 2)
    if len(set(values)) < len(values) or not short(average):
        return None
    return Proof(
        data_of(values),
        (
            sum_of(values),
            ProofStep("mean", f"total/{len(values)}", average, "mean", said=sum_and_count(values)),
            ProofStep("median", f"(x{low + 1}+x{high + 1})/2", middle, "median"),
            ProofStep("skew", "mean-median", average - middle, "subtract"),
        ),
        decimals=True,
    )


def _sorted(given: Mapping[str, int]) -> Fraction:
    values = [Fraction(value) for value in given.values()]
    return statistics.mean(values) - statistics.median(values)


def variance(*values: int) -> Proof | None:
    """The variance of some values with a whole mean, divided by their number."""
    average = Fraction(sum(values), len(values))
    squares = [(value - average) ** 2 for value in values]
    result = sum(squares, Fraction()) / len(values)
    if average.denominator > 1 or result == 0 or not short(result):
        return None
    names = [f"d{n}" for n in range(1, len(values) + 1)]
    steps = [
        sum_of(values),
        ProofStep("mean", f"total/{len(values)}", average, "mean", said=sum_and_count(values)),
        *(
            ProofStep(name, f"(x{n}-mean)^2", square, "square")
            for n, (name, square) in enumerate(zip(names, squares, strict=True), start=1)
        ),
        ProofStep("squares", "+".join(names), sum(squares), "squares"),
        ProofStep(
            "variance",
            f"squares/{len(values)}",
            result,
            "variance",
            said=(str(sum(squares)), str(len(values))),
        ),
    ]
    return Proof(data_of(values), tuple(steps), decimals=True)


def _mean_square(given: Mapping[str, int]) -> Fraction:
    """The mean of the squares less the square of the mean."""
    values, count = given.values(), len(given)
    return Fraction(sum(v * v for v in values), count) - Fraction(sum(values), count) ** 2


VALUES, WIDE_VALUES = range(1, 101), range(101, 400)

_EN = {
    "total": "The sum is {claim}.",
    "mean": "{0} divided by {1} makes a mean of {output}.",
    "subtract": "{0} minus {1} is {output}.",
    "median": "In order of size {0} and {1} are in the middle, so the median is {output}.",
    "square": "The deviation of {0} from {1} has the square {output}.",
    "squares": "The squares add up to {output}.",
    "variance": "{0} divided by {1} is {output}.",
}

_ZH = {
    "total": "总和为{claim}。",
    "mean": "{0}除以{1}，平均数为{output}。",
    "subtract": "{0}减{1}等于{output}。",
    "median": "按大小排列，中间两个数是{0}和{1}，中位数为{output}。",
    "square": "{0}与平均数{1}之差的平方为{output}。",
    "squares": "各平方之和为{output}。",
    "variance": "{0}除以{1}等于{output}。",
}
READINGS = {"what": (("durations", "时长"), ("lengths", "长度"), ("scores", "得分"), ("weights", "重量"))}


SPREAD: tuple[Template, ...] = (
    Template(
        name="skew",
        boxes=tuple(Box(4, *[VALUES] * k) for k in (4, 6, 8)),
        wide=tuple(Box(4, *[WIDE_VALUES] * k) for k in (4, 6, 8)),
        holes=True,
        build=skew,
        oracle=_sorted,
        cast=READINGS,
        en=english(
            (
                "Some {what} were noted.",
                "Number # is {x#}.",
                "How much is the mean minus the median?",
            ),
            (
                "A list of {what} has an even number of entries.",
                "Entry # is {x#}.",
                "How far is the mean above the median, as a negative number if it is below?",
            ),
            **_EN,
        ),
        zh=chinese(
            ("记录了几个{what}数据。", "第#个是{x#}。", "平均数减去中位数，差是多少？"),
            (
                "一组{what}数据共有偶数个。",
                "第#个数据为{x#}。",
                "求平均数比中位数大多少，若较小则用负数表示。",
            ),
            **_ZH,
        ),
    ),
    Template(
        name="variance",
        boxes=tuple(Box(k + 4, *[range(1, 41)] * k) for k in range(3, 11)),
        wide=tuple(Box(k + 4, *[range(41, 120)] * k) for k in range(3, 11)),
        holes=True,
        build=variance,
        oracle=_mean_square,
        cast=READINGS,
        en=english(
            (
                "Some {what} were measured.",
                "Measurement # is {x#}.",
                "What is the variance of all, as the mean of the squared deviations?",
            ),
            (
                "These {what} are a whole population.",
                "Value # is {x#}.",
                "Find the population variance.",
            ),
            **_EN,
        ),
        zh=chinese(
            ("测得一组{what}数据。", "第#个数据为{x#}。", "求这组数据的方差，即各离差平方的平均数。"),
            ("以下{what}数据构成总体。", "第#个数值是{x#}。", "总体方差是多少？"),
            **_ZH,
        ),
    ),
)
"""Skewed and scattered."""
