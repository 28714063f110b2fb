"""Statistics: mean, a missing value, weighted mean, median, variance; then results under risk.

Steps go by the definitions; the oracles move from a guessed mean, sort, or use the mean of the squares.
"""

import statistics
from collections.abc import Mapping
from fractions import Fraction

from tasks.problems import risk
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import add_up, short


def _data(values: tuple[int, ...]) -> tuple[Given, ...]:
    return tuple(Given(f"x{n}", value) for n, value in enumerate(values, start=1))


def _sum(values: tuple[int, ...]) -> ProofStep:
    formula = "+".join(f"x{n}" for n in range(1, len(values) + 1))
    return ProofStep("total", formula, sum(values), "total", said=())


def mean(*values: int) -> Proof | None:
    """The mean of some values."""
    average = Fraction(sum(values), len(values))
    if not short(average) or len(set(values)) == 1:
        return None
    steps = _sum(values), ProofStep("mean", f"total/{len(values)}", average, "mean", said=_count(values))
    return Proof(_data(values), steps, decimals=True)


def _count(values: tuple[int, ...]) -> tuple[str, ...]:
    return (str(sum(values)), str(len(values)))


def _from_guess(given: Mapping[str, int]) -> Fraction:
    """The first value as a guess, moved by the mean deviation from it."""
    values = list(given.values())
    return values[0] + Fraction(sum(value - values[0] for value in values), len(values))


def missing(average: int, *values: int) -> Proof | None:
    """The mean of all values and all but one of them; the missing one."""
    count = len(values) + 1
    found = average * count - sum(values)
    if not 0 <= found <= (100 if max(values) <= 100 else 400):
        return None
    return Proof(
        (Given("count", count), Given("average", average), *_data(values)),
        (
            ProofStep("all", "average*count", average * count, "times"),
            _sum(values)._replace(rule="known"),
            ProofStep("missing", "all-total", found, "subtract"),
        ),
    )


def _balance(given: Mapping[str, int]) -> int:
    """The missing value makes up for the deviations of the others."""
    average = given["average"]
    return average - sum(value - average for name, value in given.items() if name.startswith("x"))


def weighted(total: int, *numbers: int) -> Proof | None:
    """Values and how often each occurs, but for the last, which has the rest of the total; the mean."""
    values, weights = [*numbers[:-1:2], numbers[-1]], [*numbers[1:-1:2]]
    weights.append(total - sum(weights))
    average = Fraction(sum(v * w for v, w in zip(values, weights, strict=True)), total)
    if weights[-1] < 1 or len(set(values)) < len(values) or not short(average):
        return None
    givens, steps, sums = list[Given](), list[ProofStep](), []
    for n, (value, weight) in enumerate(zip(values, weights, strict=True), start=1):
        givens += [Given(f"x{n}", value), Given(f"w{n}", weight)]
        steps.append(ProofStep(f"m{n}", f"x{n}*w{n}", value * weight, "times"))
        sums.append((f"m{n}", value * weight))
    whole, _ = add_up(steps, sums, "s")
    count, _ = add_up(steps, [(f"w{n}", w) for n, w in enumerate(weights, start=1)], "c")
    steps.append(ProofStep("mean", f"{whole}/{count}", average, "mean"))
    return Proof(tuple(givens), tuple(steps), decimals=True)


def _one_by_one(given: Mapping[str, int]) -> Fraction:
    """The mean of the list in which each value stands as often as it occurs."""
    count = len(given) // 2
    values = [given[f"x{n}"] for n in range(1, count + 1) for _ in range(given[f"w{n}"])]
    return Fraction(sum(values), len(values))


def skew(*values: int) -> Proof | None:
    """Four or six values; how far the mean is above the median."""
    ordered = sorted(range(len(values)), key=lambda at: values[at])
    low, high = ordered[len(values) // 2 - 1], ordered[len(values) // 2]
    average, middle = Fraction(sum(values), len(values)), Fraction(values[low] + values[high], 2)
    if len(set(values)) < len(values) or not short(average):
        return None
    return Proof(
        _data(values),
        (
            _sum(values),
            ProofStep("mean", f"total/{len(values)}", average, "mean", said=_count(values)),
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
        _sum(values),
        ProofStep("mean", f"total/{len(values)}", average, "mean", said=_count(values)),
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
    return Proof(_data(values), tuple(steps), decimals=True)


def _mean_square(given: Mapping[str, int]) -> Fraction:
    """The mean of the squares less the square of the mean."""
    values, count = given.values(), len(given)
    return Fraction(sum(v * v for v in values), count) - Fraction(sum(values), count) ** 2


def _weights(*, wide: bool = False) -> tuple[Box, ...]:
    totals = (80, 100, 125, 160, 200) if wide else (10, 16, 20, 25, 30, 40, 50)
    values, counts = (range(101, 300), range(16, 40)) if wide else (range(1, 101), range(1, 16))
    return tuple(Box(3 * k - 1, totals, *(values, counts) * (k - 1), values) for k in range(2, 7))


_VALUES, _WIDE_VALUES = range(1, 101), range(101, 400)

_EN = {
    "total": "The sum is {claim}.",
    "known": "The known values make {claim}.",
    "mean": "{0} divided by {1} makes a mean of {output}.",
    "times": "{0} times {1} is {output}.",
    "add": "{0} plus {1} is {output}.",
    "subtract": "{0} minus {1} is {output}.",
    "median": "In order of size {0} and {1} are in the middle, so the median is {output}.",
    "square": "The deviation of {0} from {1} has the square {output}.",
    "squares": "The squares add up to {output}.",
    "variance": "{0} divided by {1} is {output}.",
}

_ZH = {
    "total": "总和为{claim}。",
    "known": "已知各数之和为{claim}。",
    "mean": "{0}除以{1}，平均数为{output}。",
    "times": "{0}乘{1}等于{output}。",
    "add": "{0}加{1}等于{output}。",
    "subtract": "{0}减{1}等于{output}。",
    "median": "按大小排列，中间两个数是{0}和{1}，中位数为{output}。",
    "square": "{0}与平均数{1}之差的平方为{output}。",
    "squares": "各平方之和为{output}。",
    "variance": "{0}除以{1}等于{output}。",
}
_READINGS = {"what": (("durations", "时长"), ("lengths", "长度"), ("scores", "得分"), ("weights", "重量"))}

STATISTICS = Subtask(
    kind="applied",
    version="2",
    templates=(
        Template(
            name="mean",
            boxes=tuple(Box(2, *[_VALUES] * k) for k in (4, 5, 6, 8)),
            wide=tuple(Box(2, *[_WIDE_VALUES] * k) for k in (4, 5, 6, 8)),
            holes=True,
            build=mean,
            oracle=_from_guess,
            cast=_READINGS,
            en=english(
                ("Some {what} were measured.", "Number # is {x#}.", "What is their mean?"),
                ("A table lists {what}.", "Row # says {x#}.", "Find the average of all rows."),
                **_EN,
            ),
            zh=chinese(
                ("测得一组{what}数据。", "第#个数据是{x#}。", "它们的平均数是多少？"),
                ("表格中记录了几个{what}数值。", "第#行是{x#}。", "求各行的平均值。"),
                **_ZH,
            ),
        ),
        Template(
            name="missing",
            boxes=tuple(Box(3, range(20, 91), *[_VALUES] * k) for k in (3, 4, 5, 6)),
            wide=tuple(Box(3, range(150, 350), *[_WIDE_VALUES] * k) for k in (3, 4, 5, 6)),
            holes=True,
            build=missing,
            oracle=_balance,
            cast={"what": (("test", "测验"), ("competition", "竞赛"), ("contest", "比赛"))},
            en=english(
                (
                    "In {count} rounds of a {what} someone reached a mean of {average} points.",
                    "Round # gave {x#} points.",
                    "How many points did the last round give?",
                ),
                (
                    "The mean of {count} results of a {what} is {average}.",
                    "Result # is {x#}.",
                    "What is the missing result?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "某人{count}次{what}的平均分是{average}分。",
                    "第#次得{x#}分。",
                    "最后一次得多少分？",
                ),
                ("{count}个{what}成绩的平均数为{average}。", "第#个成绩是{x#}。", "缺少的那个成绩是多少？"),
                **_ZH,
            ),
        ),
        Template(
            name="weighted",
            boxes=_weights(),
            wide=_weights(wide=True),
            holes=True,
            build=weighted,
            oracle=_one_by_one,
            en=english(
                (
                    "A frequency table is given.",
                    "The value {x#} has the frequency {w#}.",
                    "What is the mean of all values?",
                ),
                (
                    "The points of the pupils in a class are listed.",
                    "The number of pupils with {x#} points is {w#}.",
                    "What is the mean number of points?",
                ),
                **_EN,
            ),
            zh=chinese(
                ("给出一张频数表。", "数值{x#}的频数为{w#}。", "全部数据的平均数是多少？"),
                ("统计某班的得分。", "得{x#}分的有{w#}人。", "全班的平均分是多少？"),
                **_ZH,
            ),
        ),
        Template(
            name="skew",
            boxes=tuple(Box(4, *[_VALUES] * k) for k in (4, 6, 8)),
            wide=tuple(Box(4, *[_WIDE_VALUES] * k) for k in (4, 6, 8)),
            holes=True,
            build=skew,
            oracle=_sorted,
            cast=_READINGS,
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
            cast=_READINGS,
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
        *risk.RISK,
    ),
)
