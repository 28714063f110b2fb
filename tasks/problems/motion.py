"""Motion along a line: legs of a journey, and then forces. The example to imitate.

Steps are those of kinematics; the oracle goes another way: a journey hour by hour.
"""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems import forces
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.vehicles import BUS, CAR, FAST_TRAIN, TRAIN, TRUCK, one_of

_SPEEDS, _WIDE_SPEEDS = range(30, 121), range(122, 301, 2)
_HOURS, _WIDE_HOURS = range(1, 10), range(10, 17)


def _traveller(legs: tuple[int, ...]) -> dict[str, dict[str, str]]:
    """What goes at the speeds of these legs, in km/h."""
    top = max(legs[::2])
    choices = (FAST_TRAIN,) if top > 120 else (TRAIN, CAR) if top > 90 else (TRAIN, CAR, BUS, TRUCK)
    return one_of(choices, *legs)


def journey(*legs: int) -> Proof:
    """Legs, each a speed in km/h and then hours; the distance."""
    return Proof(_told(legs), tuple(_distances(legs)), _traveller(legs))


def mean_speed(*legs: int) -> Proof | None:
    """The same, with the hours summed and the mean speed; a hole unless that is a short decimal."""
    steps = _distances(legs)
    distance, time, before = steps[-1].value, legs[1], "time1"
    for number in range(2, len(legs) // 2 + 1):
        time += legs[2 * number - 1]
        steps.append(ProofStep(f"hours{number}", f"{before}+time{number}", time, "add_hours", "h"))
        before = f"hours{number}"
    mean = Fraction(distance) / time
    if 20 % mean.denominator:
        return None
    formula = f"{steps[len(legs) - 2].name}/{before}"
    steps.append(ProofStep("mean", formula, mean, "divide", "km/h"))
    return Proof(_told(legs), tuple(steps), _traveller(legs), decimals=True)


def _told(legs: tuple[int, ...]) -> tuple[Given, ...]:
    pairs = zip(legs[::2], legs[1::2], strict=True)
    return tuple(
        given
        for number, (speed, time) in enumerate(pairs, start=1)
        for given in (Given(f"speed{number}", speed, "km/h"), Given(f"time{number}", time, "h"))
    )


def _distances(legs: tuple[int, ...]) -> list[ProofStep]:
    steps: list[ProofStep] = []
    total, before = 0, ""
    for number, (speed, time) in enumerate(zip(legs[::2], legs[1::2], strict=True), start=1):
        way = speed * time
        steps.append(ProofStep(f"way{number}", f"speed{number}*time{number}", way, "leg", "km"))
        total += way
        if before:
            steps.append(ProofStep(f"sum{number}", f"{before}+way{number}", total, "add_ways", "km"))
        before = f"sum{number}" if before else "way1"
    return steps


def _ride(given: Mapping[str, int]) -> int:
    """The distance, hour by hour."""
    speeds = [given[f"speed{n}"] for n in range(1, len(given) // 2 + 1) for _ in range(given[f"time{n}"])]
    return sum(speeds)


def _legs(counts: range, steps_of: int, extra: int, *, wide: bool = False) -> tuple[Box, ...]:
    leg = (_WIDE_SPEEDS, _WIDE_HOURS) if wide else (_SPEEDS, _HOURS)
    return tuple(Box(steps_of * k + extra, *leg * k) for k in counts)


_JOURNEY_EN = {
    "leg": "{0} km/h for {1} h makes {output} km.",
    "add_ways": "{0} plus {1} is {output}.",
    "add_hours": "{0} h and {1} h are {output} h.",
    "divide": "{0} km in {1} h is a mean speed of {output} km/h.",
}
_JOURNEY_ZH = {
    "leg": "以{0}千米/时行驶{1}小时，行程{output}千米。",
    "add_ways": "{0}加{1}等于{output}。",
    "add_hours": "{0}小时与{1}小时共{output}小时。",
    "divide": "{1}小时行{0}千米，平均速度为{output}千米/时。",
}

MOTION = Subtask(
    kind="applied",
    version="2",
    templates=(
        Template(
            name="journey",
            boxes=_legs(range(1, 9), 2, -1),
            wide=_legs(range(1, 9), 2, -1, wide=True),
            build=journey,
            oracle=_ride,
            en=english(
                (
                    "A {who} is on a journey.",
                    "It goes at {speed#} km/h for {time#} h.",
                    "How many km does it cover in all?",
                ),
                (
                    "The log of a {who} has these entries.",
                    "{time#} h at {speed#} km/h.",
                    "What distance is that, in km?",
                ),
                **_JOURNEY_EN,
            ),
            zh=chinese(
                ("{who}出发了。", "以{speed#}千米/时行驶{time#}小时。", "一共行驶多少千米？"),
                ("{who}的行程记录如下。", "{time#}小时，速度{speed#}千米/时。", "总路程是多少千米？"),
                **_JOURNEY_ZH,
            ),
        ),
        Template(
            name="mean_speed",
            heldout=True,
            boxes=_legs(range(2, 7), 3, -1),
            holes=True,
            build=mean_speed,
            oracle=lambda given: Fraction(_ride(given), sum(v for k, v in given.items() if k[0] == "t")),
            en=english(
                (
                    "A {who} travels in several stages.",
                    "It goes at {speed#} km/h for {time#} h.",
                    "What is its mean speed over the whole time, in km/h?",
                ),
                (
                    "The log of a {who} has these entries.",
                    "{time#} h at {speed#} km/h.",
                    "What is the mean speed, in km/h?",
                ),
                **_JOURNEY_EN,
            ),
            zh=chinese(
                (
                    "{who}行驶了几段路程。",
                    "以{speed#}千米/时行驶{time#}小时。",
                    "全程的平均速度是多少千米/时？",
                ),
                ("{who}的行程记录如下。", "{time#}小时，速度{speed#}千米/时。", "平均速度是多少千米/时？"),
                **_JOURNEY_ZH,
            ),
        ),
        *forces.FORCES,
    ),
)
