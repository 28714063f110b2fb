"""Expected prizes of a wheel or a lottery, and the gain after the stake.

Steps add up the prizes; the oracle looks at every sector.
"""

import math
from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import add_up


def wheel(sectors: int, *numbers: int, stake: int = 0) -> Proof | None:
    """A wheel of equal sectors; how many pay a prize, and the prize; the expected prize less the stake."""
    counts, prizes = numbers[::2], numbers[1::2]
    if sum(counts) > sectors or len(set(prizes)) < len(prizes):
        return None
    givens, steps, sums = [Given("sectors", sectors)], list[ProofStep](), []
    for n, (count, prize) in enumerate(zip(counts, prizes, strict=True), start=1):
        givens += [Given(f"count{n}", count), Given(f"prize{n}", prize, "yuan")]
        steps.append(ProofStep(f"w{n}", f"count{n}*prize{n}", count * prize, "times", "yuan"))
        sums.append((f"w{n}", count * prize))
    name, total = add_up(steps, sums, "s", unit="yuan")
    if math.gcd(int(total), sectors) == 1:
        return None
    mean = Fraction(total, sectors)
    steps.append(ProofStep("mean", f"{name}/sectors", mean, "divide", "yuan"))
    if stake:
        givens.append(Given("stake", stake, "yuan"))
        steps.append(ProofStep("gain", "mean-stake", mean - stake, "subtract", "yuan"))
    return Proof(tuple(givens), tuple(steps))


def game(stake: int, *numbers: int) -> Proof | None:
    """The same game for a stake; the expected gain."""
    return wheel(*numbers, stake=stake)


def _sectors(given: Mapping[str, int]) -> Fraction:
    """The prizes of all sectors, one by one."""
    prizes = [0] * given["sectors"]
    at = 0
    for n in range(1, sum(name.startswith("count") for name in given) + 1):
        for _ in range(given[f"count{n}"]):
            prizes[at] = given[f"prize{n}"]
            at += 1
    return Fraction(sum(prizes), len(prizes)) - given.get("stake", 0)


def _wheels(*front: range, wide: bool = False) -> tuple[Box, ...]:
    sectors, counts, prizes = (
        (range(61, 160), range(7, 20), range(101, 500))
        if wide
        else (range(6, 61), range(1, 9), range(1, 101))
    )
    return tuple(
        Box(
            2 * k + len(front),
            *front,
            sectors,
            *(counts, prizes) * k,
            listed=k == 1 and not wide and not front,
        )
        for k in range(1, 8)
    )


_EN = {
    "add": "{0} plus {1} is {output}.",
    "subtract": "{0} minus {1} is {output}.",
    "times": "{0} times {1} is {output}.",
    "divide": "{0} divided by {1} sectors is {output} on average.",
}

_ZH = {
    "add": "{0}加{1}等于{output}。",
    "subtract": "{0}减{1}等于{output}。",
    "times": "{0}乘{1}等于{output}。",
    "divide": "{0}除以{1}格，平均为{output}。",
}


EXPECTATION: tuple[Template, ...] = (
    Template(
        name="wheel",
        boxes=_wheels(),
        wide=_wheels(wide=True),
        holes=True,
        build=wheel,
        oracle=_sectors,
        en=english(
            (
                "A wheel of fortune has {sectors} equal sectors.",
                "The number of sectors that pay {prize#} yuan is {count#}.",
                "The others pay nothing; what is the exact expected prize in yuan?",
            ),
            (
                "In a lottery there are {sectors} tickets.",
                "The number of tickets with a prize of {prize#} yuan is {count#}.",
                "The others win nothing; what is the exact mean prize of a ticket in yuan?",
            ),
            **_EN | {"divide": "{0} divided by {1} is {output} on average."},
        ),
        zh=chinese(
            (
                "一个幸运转盘分成{sectors}个相等的格子。",
                "奖金为{prize#}元的格子有{count#}个。",
                "其余格子没有奖金，奖金的数学期望（精确值）是多少元？",
            ),
            (
                "一次抽奖共有{sectors}张奖券。",
                "奖金为{prize#}元的奖券有{count#}张。",
                "其余奖券没有奖金，一张奖券的平均奖金（精确值）是多少元？",
            ),
            **_ZH | {"divide": "{0}除以{1}，平均为{output}。"},
        ),
    ),
    Template(
        name="game",
        heldout=True,
        boxes=_wheels(range(1, 61)),
        holes=True,
        build=game,
        oracle=_sectors,
        en=english(
            (
                "To spin a wheel of {sectors} equal sectors costs {stake} yuan.",
                "The number of sectors that pay {prize#} yuan is {count#}.",
                "The others pay nothing; what exact net gain in yuan is expected, negative for a loss?",
            ),
            (
                "A player pays {stake} yuan and takes one of {sectors} closed boxes.",
                "The number of boxes with {prize#} yuan inside is {count#}.",
                "The others are empty; what exact gain in yuan is expected, negative for a loss?",
            ),
            **_EN | {"divide": "{0} divided by {1} is {output} on average."},
        ),
        zh=chinese(
            (
                "转动一次分成{sectors}格的转盘要付{stake}元。",
                "奖金为{prize#}元的格子有{count#}个。",
                "其余格子没有奖金，求期望净收益的精确值，单位为元，亏损用负数表示。",
            ),
            (
                "玩家付{stake}元，从{sectors}个盒子中任取一个。",
                "装有{prize#}元的盒子有{count#}个。",
                "其余盒子是空的，求期望净收益的精确值，单位为元，亏损用负数表示。",
            ),
            **_ZH | {"divide": "{0}除以{1}，平均为{output}。"},
        ),
    ),
)
"""The mean prize, and a game for a stake."""
