"""Ways to climb a staircase, some stairs of which are broken.

Steps go stair by stair; the oracle is a closed sum, with inclusion and exclusion over the broken stairs.
"""

import itertools
import math
from collections.abc import Mapping
from functools import cache

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, Choices


def stairs(num_steps: int, longest: int, top: int, broken: tuple[int, ...]) -> Proof | None:
    """A staircase climbed with strides of 1 to `longest`, some stairs broken; a recurrence stair by stair.

    A step is an addition: a stair that is reached from one stair only has the ways of that one.
    """
    if broken[-1] >= top - 1 or len(broken) > top // 3:
        return None
    steps = list[ProofStep]()
    ways: dict[int, tuple[str, int]] = {0: ("1", 1)}
    for stair in (stair for stair in range(1, top + 1) if stair not in broken):
        below = [ways[k] for k in range(stair - 1, max(stair - longest, 0) - 1, -1) if k in ways]
        if not below:
            return None
        if len(below) == 1:
            ways[stair] = below[0]
            continue
        value = sum(count for _, count in below)
        said = (str(stair), "+".join(str(count) for _, count in below))
        formula = "+".join(name for name, _ in below)
        steps.append(ProofStep(f"s{stair}", formula, value, "stair", said=said))
        ways[stair] = f"s{stair}", value
    if len(steps) != num_steps or not steps or steps[-1].name != f"s{top}":
        return None
    givens = [Given("top", top), Given("longest", longest)]
    givens += [Given(f"broken{n}", stair) for n, stair in enumerate(broken, start=1)]
    return Proof(tuple(givens), tuple(steps))


def _climb(given: Mapping[str, int]) -> int:
    """Inclusion and exclusion over the broken stairs that a climb steps on."""
    broken = [value for name, value in given.items() if name.startswith("broken")]
    total = 0
    for count in range(len(broken) + 1):
        for stood in itertools.combinations(broken, count):
            stops = (0, *stood, given["top"])
            ways = math.prod(_climbs(b - a, given["longest"]) for a, b in itertools.pairwise(stops))
            total += (-1) ** count * ways
    return total


@cache
def _climbs(height: int, longest: int) -> int:
    """Sums of strides that make a height, by the number of strides of each length."""
    total = 0
    for longer in itertools.product(*[range(height // k + 1) for k in range(2, longest + 1)]):
        single = height - sum(k * count for k, count in enumerate(longer, start=2))
        if single >= 0:
            ways, placed = 1, single
            for count in longer:
                placed += count
                ways *= math.comb(placed, count)
            total += ways
    return total


def _stair_boxes(tops: range) -> tuple[Box, ...]:
    return tuple(
        Box(
            n, (n,), (2, 3), range(max(n + 1, tops[0]), n + 2 * count + 2), Choices(range(2, tops[-1]), count)
        )
        for n in range(1, tops[-1])
        for count in range(1, 4)
        if max(n + 1, tops[0]) < n + 2 * count + 2
    )


STAIRS: tuple[Template, ...] = (
    Template(
        name="stairs",
        boxes=_stair_boxes(range(3, 17)),
        holes=True,
        build=stairs,
        wide=_stair_boxes(range(18, 24)),
        oracle=_climb,
        en=english(
            (
                "A staircase has {top} stairs, and one stride takes 1 to {longest} of them.",
                "Stair {broken#} is broken and must be skipped.",
                "In how many ways can one climb from the floor to the top stair?",
            ),
            (
                "A frog hops upwards along {top} numbered stones, by 1 to {longest} stones at a time.",
                "Stone {broken#} is slippery, and the frog never lands on it.",
                "In how many ways does it get from the bank, just before stone 1, to the last stone?",
            ),
            stair="Add up the ways to the places from which number {0} is reached: {1}={output}.",
        ),
        zh=chinese(
            (
                "一段楼梯共{top}级，每步至少上1级，至多上{longest}级。",
                "第{broken#}级坏了，不能踩。",
                "从地面走到最高一级，共有多少种不同的走法？",
            ),
            (
                "河上有一排石头，依次编号为1到{top}，青蛙每次向前跳1到{longest}块石头的距离。",
                "第{broken#}块石头太滑，青蛙不能落在上面。",
                "青蛙从岸边（第1块石头之前）跳到最后一块石头，共有多少种跳法？",
            ),
            stair="把能一步到达第{0}个位置的各处的方法数相加：{1}={output}种。",
        ),
    ),
)
"""A recurrence."""
