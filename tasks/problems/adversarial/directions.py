"""Signs and directions: multiplying an inequality by a negative number, against the current; and reversals.
The oracles try numbers out."""

import math
from collections.abc import Mapping
from fractions import Fraction
from itertools import count

from tasks.problems.adversarial.pairs import Trap
from tasks.problems.adversarial.reversals import REVERSALS
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box

_SEARCHED = range(-400, 401)
MAX_WAY = 400
"""Kilometres that a boat goes at most."""


def flipped(factor: int, quotient: int, left: int) -> Proof | None:
    """left - factor*x > right; the greatest whole x."""
    right = left - factor * quotient
    if right < 1:
        return None
    return Proof(
        (Given("left", left), Given("factor", factor), Given("right", right)),
        (
            ProofStep("d", "left-right", factor * quotient, "gather"),
            ProofStep("q", "d/factor", quotient, "divide"),
            ProofStep("x", "q-1", quotient - 1, "greatest"),
        ),
    )


def kept(left: int, factor: int, right: int) -> Proof:
    """right + factor*x > left; the smallest whole x."""
    quotient = (left - right) // factor
    return Proof(
        (Given("left", left), Given("factor", factor), Given("right", right)),
        (
            ProofStep("d", "left-right", factor * quotient, "gather"),
            ProofStep("q", "d/factor", quotient, "divide"),
            ProofStep("x", "q+1", quotient + 1, "smallest"),
        ),
    )


def upstream(speed: int, current: int, halves: int) -> Proof | None:
    """A boat against the current; a way that takes half hours both upstream and downstream."""
    if speed <= current + 1:
        return None
    way = Fraction(math.lcm(speed - current, speed + current) * halves, 2)
    if way.denominator > 1 or way > MAX_WAY:
        return None
    time = way / (speed - current)
    return Proof(
        (Given("way", int(way), "km"), Given("speed", speed, "km/h"), Given("current", current, "km/h")),
        (
            ProofStep("v", "speed-current", speed - current, "against", "km/h"),
            ProofStep("time", "way/v", time, "time", "h"),
        ),
        decimals=True,
    )


def downstream(way: int, speed: int, current: int) -> Proof:
    """The same with the current."""
    total = speed + current
    return Proof(
        (Given("way", way, "km"), Given("speed", speed, "km/h"), Given("current", current, "km/h")),
        (
            ProofStep("v", "speed+current", total, "along", "km/h"),
            ProofStep("time", "way/v", Fraction(way, total), "time", "h"),
        ),
        decimals=True,
    )


def _row(given: Mapping[str, int], sign: int) -> Fraction:
    """Try hour after hour, in twentieths, rowing and drifting."""
    return next(
        time
        for time in (Fraction(n, 20) for n in count(1))
        if given["speed"] * time + sign * given["current"] * time == given["way"]
    )


_INEQUALITY_EN = {
    "gather": "Gathering the numbers gives {0}-{1}={output}.",
    "divide": "{0} divided by {1} is {output}.",
    "greatest": "Dividing by -{factor} turns the sign round: x<{0}, so x is at most {output}.",
    "smallest": "So x>{0}, and x is at least {output}.",
}
_INEQUALITY_ZH = {
    "gather": "移项得{0}-{1}={output}。",
    "divide": "{0}除以{1}等于{output}。",
    "greatest": "两边除以-{factor}，不等号变向：x<{0}，所以x最大为{output}。",
    "smallest": "所以x>{0}，x最小为{output}。",
}
_BOAT_EN = {
    "against": "Against the current it makes {0}-{1}={output} km/h.",
    "along": "With the current it makes {0}+{1}={output} km/h.",
    "time": "{0} km at {1} km/h takes {output} h.",
}
_BOAT_ZH = {
    "against": "逆水速度为{0}-{1}={output}千米/时。",
    "along": "顺水速度为{0}+{1}={output}千米/时。",
    "time": "{0}千米以{1}千米/时行驶，需{output}小时。",
}


DIRECTIONS = (
    Trap(
        Template(
            name="flipped",
            boxes=(Box(3, range(2, 10), range(-15, 20), range(1, 150)),),
            holes=True,
            build=flipped,
            oracle=lambda given: max(
                x for x in _SEARCHED if given["left"] - given["factor"] * x > given["right"]
            ),
            en=english(
                "What is the greatest whole number x with {left}-{factor}x>{right}?",
                "Solve {left}-{factor}x>{right} and give the greatest whole number that satisfies it.",
                **_INEQUALITY_EN,
            ),
            zh=chinese(
                "满足{left}-{factor}x>{right}的最大整数x是多少？",
                "解不等式{left}-{factor}x>{right}，写出满足它的最大整数。",
                **_INEQUALITY_ZH,
            ),
        ),
        Template(
            name="kept",
            boxes=(),
            build=kept,
            oracle=lambda given: min(
                x for x in _SEARCHED if given["right"] + given["factor"] * x > given["left"]
            ),
            en=english(
                "What is the smallest whole number x with {factor}x+{right}>{left}?",
                "Solve {factor}x+{right}>{left} and give the smallest whole number that satisfies it.",
                **_INEQUALITY_EN,
            ),
            zh=chinese(
                "满足{factor}x+{right}>{left}的最小整数x是多少？",
                "解不等式{factor}x+{right}>{left}，写出满足它的最小整数。",
                **_INEQUALITY_ZH,
            ),
        ),
    ),
    Trap(
        Template(
            name="upstream",
            boxes=(Box(2, range(4, 41), range(1, 13), range(1, 41), listed=True),),
            holes=True,
            build=upstream,
            oracle=lambda given: _row(given, -1),
            en=english(
                (
                    "In still water a boat makes {speed} km/h.",
                    "The river flows at {current} km/h.",
                    "How many hours does the boat need for {way} km upstream?",
                ),
                (
                    "A ship goes at {speed} km/h in still water, and the current runs at {current} km/h.",
                    "It goes {way} km against the current.",
                    "How long does this take, in h?",
                ),
                **_BOAT_EN,
            ),
            zh=chinese(
                (
                    "一艘船在静水中的速度是{speed}千米/时。",
                    "水流速度是{current}千米/时。",
                    "这艘船逆水航行{way}千米需要多少小时？",
                ),
                (
                    "轮船在静水中的速度为{speed}千米/时，水速为{current}千米/时。",
                    "它逆流而上行驶{way}千米。",
                    "需要多少小时？",
                ),
                **_BOAT_ZH,
            ),
        ),
        Template(
            name="downstream",
            boxes=(),
            build=downstream,
            oracle=lambda given: _row(given, 1),
            en=english(
                (
                    "In still water a boat makes {speed} km/h.",
                    "The river flows at {current} km/h.",
                    "How many hours does the boat need for {way} km downstream?",
                ),
                (
                    "A ship goes at {speed} km/h in still water, and the current runs at {current} km/h.",
                    "It goes {way} km with the current.",
                    "How long does this take, in h?",
                ),
                **_BOAT_EN,
            ),
            zh=chinese(
                (
                    "一艘船在静水中的速度是{speed}千米/时。",
                    "水流速度是{current}千米/时。",
                    "这艘船顺水航行{way}千米需要多少小时？",
                ),
                (
                    "轮船在静水中的速度为{speed}千米/时，水速为{current}千米/时。",
                    "它顺流而下行驶{way}千米。",
                    "需要多少小时？",
                ),
                **_BOAT_ZH,
            ),
        ),
    ),
    *REVERSALS,
)
