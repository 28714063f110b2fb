"""Two bodies that meet, or one that catches up with the other."""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box


def meeting(fast: int, slow: int, halves: int, ask: int) -> Proof:
    """Two bodies towards each other; when they meet (ask 0), or where (ask 1). Half hours on the way."""
    closing, time = fast + slow, Fraction(halves, 2)
    steps = [
        ProofStep("closing", "v1+v2", closing, "approach", "km/h"),
        ProofStep("time", "way/closing", time, "meet", "h"),
    ]
    if ask:
        steps.append(ProofStep("place", "v1*time", fast * time, "way", "km"))
    return Proof(
        (Given("way", closing * time, "km"), Given("v1", fast, "km/h"), Given("v2", slow, "km/h")),
        tuple(steps),
        decimals=True,
    )


def _meet(given: Mapping[str, int]) -> tuple[Fraction, Fraction]:
    """When and where: the way is divided as the speeds are."""
    way, one, two = Fraction(given["way"]), given["v1"], given["v2"]
    lead = given.get("ahead", 0) * one
    place = lead + (way - lead) * Fraction(one, one + two)
    return place / one, place


def chase(faster: int, halves: int, lead_time: int) -> Proof | None:
    """A body that follows another, faster by so much, for so many half hours; where it catches up."""
    time, lead = Fraction(halves, 2), faster * Fraction(halves, 2)
    slow = lead / lead_time
    fast = slow + faster
    if slow.denominator > 1 or slow < 30 or fast > (180 if faster <= 100 else 500):
        return None
    return Proof(
        (Given("v1", slow, "km/h"), Given("ahead", lead_time, "h"), Given("v2", fast, "km/h")),
        (
            ProofStep("lead", "v1*ahead", lead, "way", "km"),
            ProofStep("gain", "v2-v1", faster, "gain", "km/h"),
            ProofStep("time", "lead/gain", time, "meet", "h"),
            ProofStep("place", "v2*time", fast * time, "way", "km"),
        ),
        decimals=True,
    )


def late_start(first: int, second: int, lead_time: int, halves: int) -> Proof:
    """Two bodies towards each other, one of them earlier; where they meet."""
    time = Fraction(halves, 2)
    lead, closing = first * lead_time, first + second
    rest = closing * time
    return Proof(
        (
            Given("way", lead + rest, "km"),
            Given("v1", first, "km/h"),
            Given("ahead", lead_time, "h"),
            Given("v2", second, "km/h"),
        ),
        (
            ProofStep("lead", "v1*ahead", lead, "way", "km"),
            ProofStep("rest", "way-lead", rest, "subtract", "km"),
            ProofStep("closing", "v1+v2", closing, "approach", "km/h"),
            ProofStep("time", "rest/closing", time, "meet", "h"),
            ProofStep("place", "v2*time", second * time, "way", "km"),
        ),
        decimals=True,
    )


_SPEEDS, _WIDE_SPEEDS = range(30, 121), range(122, 201)


_ROAD_EN = {
    "approach": "They approach at {0} plus {1}, so {output} km/h.",
    "gain": "The gap shrinks by {0} minus {1}, so {output} km/h.",
    "meet": "{0} km divided by {1} km/h is {output} h.",
    "way": "At {0} km/h, the distance covered in {1} h is {output} km.",
    "subtract": "{0} minus {1} leaves {output} km.",
}
_ROAD_ZH = {
    "approach": "速度和为{0}加{1}，即{output}千米/时。",
    "gain": "速度差为{0}减{1}，即{output}千米/时。",
    "meet": "{0}千米除以{1}千米/时，得{output}小时。",
    "way": "以{0}千米/时行驶{1}小时，路程为{output}千米。",
    "subtract": "{0}减{1}，还剩{output}千米。",
}
_TOWNS_EN = (
    "Two towns are {way} km apart.",
    "From each a car starts towards the other at the same time.",
    "The first goes at {v1} km/h and the second at {v2} km/h.",
)
_TRAINS_EN = (
    "At noon two trains leave two stations that are {way} km apart.",
    "They run towards each other.",
    "The speed of the first is {v1} km/h.",
    "The speed of the second is {v2} km/h.",
)
_TOWNS_ZH = (
    "甲、乙两地相距{way}千米。",
    "两车同时从两地出发，相向而行。",
    "从甲地出发的车速度为{v1}千米/时，从乙地出发的车速度为{v2}千米/时。",
)
_TRAINS_ZH = (
    "两列火车同时从相距{way}千米的两站相对开出。",
    "甲车每小时行{v1}千米。",
    "乙车每小时行{v2}千米。",
)


MEET_TIME = Template(
    name="meet_time",
    boxes=(Box(2, _SPEEDS, _SPEEDS, range(1, 21)),),
    wide=(Box(2, _WIDE_SPEEDS, _WIDE_SPEEDS, range(21, 60)),),
    build=partial(meeting, ask=0),
    oracle=lambda given: _meet(given)[0],
    en=english(
        (*_TOWNS_EN, "After how many hours do they meet?"),
        (*_TRAINS_EN, "After how many hours do they meet?"),
        **_ROAD_EN,
    ),
    zh=chinese(
        (*_TOWNS_ZH, "几小时后相遇？"),
        (*_TRAINS_ZH, "经过多少小时两车相遇？"),
        **_ROAD_ZH,
    ),
)


MEET_PLACE = Template(
    name="meet_place",
    boxes=(Box(3, _SPEEDS, _SPEEDS, range(1, 21)),),
    wide=(Box(3, _WIDE_SPEEDS, _WIDE_SPEEDS, range(21, 60)),),
    build=partial(meeting, ask=1),
    oracle=lambda given: _meet(given)[1],
    en=english(
        (*_TOWNS_EN, "How many km from the first town do they meet?"),
        (*_TRAINS_EN, "How many km has the first train covered when they meet?"),
        **_ROAD_EN,
    ),
    zh=chinese(
        (*_TOWNS_ZH, "相遇地点距甲地多少千米？"),
        (*_TRAINS_ZH, "相遇时甲车行驶了多少千米？"),
        **_ROAD_ZH,
    ),
)


LATE_START = Template(
    name="late_start",
    boxes=(Box(5, _SPEEDS, _SPEEDS, range(1, 6), range(1, 21)),),
    wide=(Box(5, _WIDE_SPEEDS, _WIDE_SPEEDS, range(6, 20), range(21, 60)),),
    build=late_start,
    # What the first one has not covered.
    oracle=lambda given: given["way"] - _meet(given)[1],
    en=english(
        (
            "A and B are {way} km apart.",
            "A truck leaves A for B at {v1} km/h.",
            "{ahead} h later a bus leaves B for A at {v2} km/h.",
            "How many km from B do they meet?",
        ),
        (
            "Two stations are {way} km apart.",
            "A freight train leaves the first for the second at {v1} km/h.",
            "An express comes towards it at {v2} km/h, but starts {ahead} h later.",
            "How many km has the express covered when they meet?",
        ),
        **_ROAD_EN,
    ),
    zh=chinese(
        (
            "A、B两地相距{way}千米。",
            "货车从A地开往B地，速度为{v1}千米/时。",
            "{ahead}小时后，客车从B地开往A地，速度为{v2}千米/时。",
            "两车在距B地多少千米处相遇？",
        ),
        (
            "两个车站相距{way}千米。",
            "一列货车以{v1}千米/时从第一个车站开往第二个车站。",
            "一列客车晚{ahead}小时从第二个车站相向开出，速度为{v2}千米/时。",
            "相遇时客车行驶了多少千米？",
        ),
        **_ROAD_ZH,
    ),
)


CHASE = Template(
    name="chase",
    boxes=(Box(4, range(2, 101), range(1, 49), range(1, 9), listed=True),),
    wide=(Box(4, range(101, 200), range(25, 60), range(9, 30)),),
    holes=True,
    build=chase,
    # v1*(ahead+t) = v2*t
    oracle=lambda given: Fraction(given["v1"] * given["v2"] * given["ahead"], given["v2"] - given["v1"]),
    en=english(
        (
            "A car leaves a town at {v1} km/h.",
            "{ahead} h later another follows on the same road at {v2} km/h.",
            "How many km from the town does it catch up?",
        ),
        (
            "Two trains leave a station on the same line.",
            "The first goes at {v1} km/h, and the second at {v2} km/h.",
            "The second starts {ahead} h later.",
            "After how many km does it catch up with the first?",
        ),
        **_ROAD_EN,
    ),
    zh=chinese(
        (
            "甲车以{v1}千米/时从车站出发。",
            "{ahead}小时后，乙车以{v2}千米/时沿同一条路追赶。",
            "乙车在离车站多少千米处追上甲车？",
        ),
        (
            "两列火车从同一车站出发，沿同一条线路行驶。",
            "第一列火车的速度为{v1}千米/时，第二列为{v2}千米/时。",
            "第二列火车晚出发{ahead}小时。",
            "第二列火车行驶多少千米后追上第一列？",
        ),
        **_ROAD_ZH,
    ),
)
