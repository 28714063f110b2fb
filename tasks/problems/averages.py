"""Statistics: mean, a missing value, weighted mean; then spread, and results under risk.

Steps go by the definitions; the oracles move from a guessed mean, or list every value.
"""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems import risk, spread
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.spread import READINGS, VALUES, WIDE_VALUES, data_of, sum_and_count, sum_of
from tasks.problems.sums import add_up, short


def mean(*values: int) -> Proof | None:
    """The mean of some values."""
    average = Fraction(sum(values), len(values))
    if not short(average) or len(set(values)) == 1:
        return None
    steps = (
        sum_of(values),
        ProofStep("mean", f"total/{len(values)}", average, "mean", said=sum_and_count(values)),
    )
    return Proof(data_of(values), steps, decimals=True)


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
        (Given("count", count), Given("average", average), *data_of(values)),
        (
            ProofStep("all", "average*count", average * count, "times"),
            sum_of(values)._replace(rule="known"),
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


def _weights(*, wide: bool = False) -> tuple[Box, ...]:
    totals = (80, 100, 125, 160, 200) if wide else (10, 16, 20, 25, 30, 40, 50)
    values, counts = (range(101, 300), range(16, 40)) if wide else (range(1, 101), range(1, 16))
    return tuple(Box(3 * k - 1, totals, *(values, counts) * (k - 1), values) for k in range(2, 7))


_EN = {
    "total": "The sum is {claim}.",
    "known": "The known values make {claim}.",
    "mean": "{0} divided by {1} makes a mean of {output}.",
    "times": "{0} times {1} is {output}.",
    "add": "{0} plus {1} is {output}.",
    "subtract": "{0} minus {1} is {output}.",
}

_ZH = {
    "total": "总和为{claim}。",
    "known": "已知各数之和为{claim}。",
    "mean": "{0}除以{1}，平均数为{output}。",
    "times": "{0}乘{1}等于{output}。",
    "add": "{0}加{1}等于{output}。",
    "subtract": "{0}减{1}等于{output}。",
}

STATISTICS = Subtask(
    kind="applied",
    version="2",
    templates=(
        Template(
            name="mean",
            boxes=tuple(Box(2, *[VALUES] * k) for k in (4, 5, 6, 8)),
            wide=tuple(Box(2, *[WIDE_VALUES] * k) for k in (4, 5, 6, 8)),
            holes=True,
            build=mean,
            oracle=_from_guess,
            cast=READINGS,
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
            boxes=tuple(Box(3, range(20, 91), *[VALUES] * k) for k in (3, 4, 5, 6)),
            wide=tuple(Box(3, range(150, 350), *[WIDE_VALUES] * k) for k in (3, 4, 5, 6)),
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
        *spread.SPREAD,
        *risk.RISK,
    ),
)
