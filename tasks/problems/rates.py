"""Rates: work done together, tanks, mixtures, two bodies that meet, shares of a whole, the rule of three.

Steps count whole units of work and rates; the oracles add parts of the work, pour one portion after another,
compare ratios, or deal the shares out.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box, nth_good
from tasks.problems.sums import add_up, short


def together(number: int, *others: int, drain: int = 0) -> Proof | None:
    """Days that each one needs alone, the first by its number among those that lead to a short answer; the
    days together. A `drain` undoes the work in so many."""
    before = sum((Fraction(1, d) for d in others), Fraction(-1, drain) if drain else Fraction())
    known = _WIDE_TIMES if others[0] > _TIMES[-1] else _TIMES
    first = nth_good(known, number, partial(_fits, before), start=sum(others))
    if first is None:
        return None
    days = (first, *others)
    unit = "h" if drain else "day"
    givens = [Given(f"a{n}", d, unit) for n, d in enumerate(days, start=1)]
    if drain:
        givens.append(Given("drain", drain, "h"))
    work = math.lcm(*days, drain or 1)
    steps = [ProofStep("work", f"lcm({','.join(given.name for given in givens)})", work, "work")]
    rates = [(f"rate{n}", work // d) for n, d in enumerate(days, start=1)]
    steps += (ProofStep(f"rate{n}", f"work/a{n}", work // d, "rate") for n, d in enumerate(days, start=1))
    name, total = add_up(steps, rates, "sum")
    if drain:
        steps.append(ProofStep("out", "work/drain", work // drain, "rate"))
        steps.append(ProofStep("net", f"{name}-out", total - work // drain, "subtract"))
        name, total = "net", total - work // drain
    time = Fraction(work, total)
    if time.denominator in (int(total), 7):
        return None
    steps.append(ProofStep("time", f"work/{name}", time, "time", unit))
    return Proof(tuple(givens), tuple(steps))


def _fits(before: Fraction, days: int) -> bool:
    rate = before + Fraction(1, days)
    return rate > 0 and rate.numerator <= 8


def tank(drain: int, number: int, *hours: int) -> Proof | None:
    """Pipes that fill a tank and one that empties it; how long it takes to fill."""
    return together(number, *hours, drain=drain)


def _parts(given: Mapping[str, int]) -> Fraction:
    """By the part of the work that is done in one day."""
    return 1 / sum((Fraction(-1 if name == "drain" else 1, time) for name, time in given.items()), Fraction())


def solution(total: int, *portions: int) -> Proof | None:
    """Portions of sugar water, grams and percent of each; the mass of the last is the rest of the total."""
    masses, shares = [*portions[:-1:2]], [*portions[1:-1:2], portions[-1]]
    masses.append(total - sum(masses))
    sugars = [Fraction(m * share, 100) for m, share in zip(masses, shares, strict=True)]
    result = sum(sugars, Fraction()) * 100 / total
    if masses[-1] < 10 or len(set(shares)) == 1 or not short(*sugars, result):
        return None
    givens, steps = list[Given](), list[ProofStep]()
    for n, (mass, share, sugar) in enumerate(zip(masses, shares, sugars, strict=True), start=1):
        givens += [Given(f"mass{n}", mass, "g"), Given(f"share{n}", share, "%")]
        steps.append(ProofStep(f"sugar{n}", f"mass{n}*share{n}/100", sugar, "sugar", "g"))
    sugar_name, _ = add_up(
        steps, [(f"sugar{n}", s) for n, s in enumerate(sugars, start=1)], "sugars", unit="g"
    )
    whole, _ = add_up(steps, [(f"mass{n}", m) for n, m in enumerate(masses, start=1)], "whole", unit="g")
    steps.append(ProofStep("result", f"{sugar_name}/{whole}*100", result, "percent", "%"))
    return Proof(tuple(givens), tuple(steps), decimals=True)


def _stir(given: Mapping[str, int]) -> Fraction:
    """The percentage, one portion after another stirred in."""
    mass, share = given["mass1"], Fraction(given["share1"])
    for n in range(2, len(given) // 2 + 1):
        added = given[f"mass{n}"]
        share += (given[f"share{n}"] - share) * Fraction(added, mass + added)
        mass += added
    return share


def dilute(whole: int, mass: int, share: int) -> Proof | None:
    """Salt water, and water that makes it so many grams; the percentage."""
    sugar, water = Fraction(mass * share, 100), whole - mass
    result = sugar * 100 / whole
    if water <= 0 or not short(sugar, result):
        return None
    return Proof(
        (Given("mass", mass, "g"), Given("share", share, "%"), Given("water", water, "g")),
        (
            ProofStep("sugar", "mass*share/100", sugar, "sugar", "g"),
            ProofStep("whole", "mass+water", mass + water, "add", "g"),
            ProofStep("result", "sugar/whole*100", result, "percent", "%"),
        ),
        decimals=True,
    )


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


def shares(unit: int, *parts: int) -> Proof | None:
    """A sum divided in a ratio; the last share."""
    if math.gcd(*parts) > 1:
        return None
    givens = [Given(f"part{n}", part) for n, part in enumerate(parts, start=1)]
    steps = list[ProofStep]()
    name, total = add_up(steps, [(f"part{n}", part) for n, part in enumerate(parts, start=1)], "sum")
    steps.append(ProofStep("unit", f"whole/{name}", unit, "unit", "yuan"))
    steps.append(ProofStep("share", f"unit*part{len(parts)}", unit * parts[-1], "share", "yuan"))
    return Proof(
        (Given("whole", unit * total, "yuan"), *givens),
        tuple(steps),
    )


def _deal(given: Mapping[str, int]) -> int:
    """Rounds in which each one takes a share of the ratio."""
    parts = [value for name, value in given.items() if name.startswith("part")]
    rounds, rest = divmod(given["whole"], sum(parts))
    assert not rest
    return sum(parts[-1] for _ in range(rounds))


def three(each: Fraction, machines: int, hours: int, more: int, longer: int) -> Proof | None:
    """Pieces that machines make in hours; what other machines make in other hours."""
    pieces, result = each * machines * hours, each * more * longer
    if pieces.denominator > 1 or result.denominator > 1 or (more, longer) == (machines, hours):
        return None
    return Proof(
        (
            Given("m", machines),
            Given("t", hours, "h"),
            Given("pieces", pieces.numerator),
            Given("m2", more),
            Given("t2", longer, "h"),
        ),
        (
            ProofStep("hourly", "pieces/t", each * machines, "hourly"),
            ProofStep("each", "hourly/m", each, "one"),
            ProofStep("all", "each*m2", each * more, "times"),
            ProofStep("result", "all*t2", result, "times"),
        ),
        decimals=True,
    )


def price(cents: int, amount: int, other: int) -> Proof | None:
    """Goods at a price; what another amount costs."""
    each = Fraction(cents, 10)
    if amount == other:
        return None
    return Proof(
        (Given("a", amount, "kg"), Given("cost", each * amount, "yuan"), Given("b", other, "kg")),
        (
            ProofStep("each", "cost/a", each, "each", "yuan/kg"),
            ProofStep("result", "each*b", each * other, "buy", "yuan"),
        ),
        decimals=True,
    )


_TIMES = tuple(n for n in range(3, 181) if 720 % n == 0 or 840 % n == 0 or 1080 % n == 0)
_WIDE_TIMES = tuple(n for n in range(182, 841) if 5040 % n == 0 or 4320 % n == 0 or 8400 % n == 0)
_SPEEDS, _WIDE_SPEEDS = range(30, 121), range(122, 201)


def _workers(extra: int, *front: tuple[int, ...]) -> tuple[Box, ...]:
    return tuple(
        Box(2 * k + 1 + extra, *front, range(4), *[_TIMES] * (k - 1), listed=k + len(front) < 4)
        for k in range(2, 8)
    )


def _portions(*, wide: bool = False) -> tuple[Box, ...]:
    totals = (2000, 2500, 4000, 5000) if wide else (200, 250, 400, 500, 800, 1000)
    masses = range(310, 800, 10) if wide else range(10, 301, 10)
    percents = range(1, 41)
    return tuple(Box(3 * k - 1, totals, *(masses, percents) * (k - 1), percents) for k in range(2, 7))


_WORK_EN = {
    "work": "Let the whole be {output} units, the least common multiple of all the times.",
    "rate": "Units per {unit}: {0} divided by {1} is {output}.",
    "add": "{0} plus {1} is {output}.",
    "subtract": "{0} minus {1} is {output}.",
    "time": "{0} divided by {1} is {output}, the number of {unit}s.",
}
_WORK_ZH = {
    "work": "设总量为各个时间的最小公倍数，即{output}份。",
    "rate": "每{unit}的份数：{0}除以{1}等于{output}。",
    "add": "{0}加{1}等于{output}。",
    "subtract": "{0}减{1}等于{output}。",
    "time": "{0}除以{1}等于{output}，即所需的{unit}数。",
}
_MIX_EN = {
    "sugar": "{1}% of {0} g is {output} g of sugar.",
    "add": "{0} plus {1} is {output}.",
    "percent": "{0} g of sugar in {1} g is {output}%.",
}
_MIX_ZH = {
    "sugar": "{0}克的{1}%是{output}克糖。",
    "add": "{0}加{1}等于{output}。",
    "percent": "{1}克糖水含糖{0}克，浓度为{output}%。",
}
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
_SHARE_EN = {
    "add": "{0} plus {1} is {output} parts.",
    "unit": "{0} yuan divided by {1} is {output} yuan per part.",
    "share": "{0} times {1} is {output} yuan.",
    "hourly": "All of them in one hour: {0} divided by {1} is {output}.",
    "one": "One of them in one hour: {0} divided by {1} is {output}.",
    "times": "{0} times {1} is {output}.",
    "each": "{0} yuan for {1} kg is {output} yuan per kg.",
    "buy": "{0} yuan times {1} is {output} yuan.",
}
_SHARE_ZH = {
    "add": "{0}加{1}，共{output}份。",
    "unit": "{0}元除以{1}，每份{output}元。",
    "share": "{0}乘{1}等于{output}元。",
    "hourly": "总共每小时：{0}除以{1}等于{output}。",
    "one": "其中一个每小时：{0}除以{1}等于{output}。",
    "times": "{0}乘{1}等于{output}。",
    "each": "{1}千克{0}元，每千克{output}元。",
    "buy": "{0}元乘{1}等于{output}元。",
}

RATES = Subtask(
    kind="applied",
    version="2",
    templates=(
        Template(
            name="together",
            boxes=_workers(0),
            wide=tuple(Box(2 * k + 1, range(4), *[_WIDE_TIMES] * (k - 1)) for k in range(3, 8)),
            holes=True,
            build=together,
            oracle=_parts,
            cast={
                "unit": (("day", "天"),),
                "what": (
                    ("wall", "一堵墙"),
                    ("road", "一条路"),
                    ("canal", "一条水渠"),
                    ("fence", "一道围栏"),
                ),
            },
            en=english(
                (
                    "Teams are to build a {what}.",
                    "Team # alone would need {a#} days.",
                    "How many days do they need together?",
                ),
                (
                    "Several machines are to build a {what}.",
                    "Machine # would take {a#} days on its own.",
                    "After how many days are they done if all work at once?",
                ),
                **_WORK_EN,
            ),
            zh=chinese(
                ("几个工程队要修建{what}。", "第#队单独修建需要{a#}天。", "各队合作，几天可以完工？"),
                (
                    "用几台机器修建{what}。",
                    "第#台机器单独工作需要{a#}天。",
                    "所有机器同时工作，需要多少天完成？",
                ),
                **_WORK_ZH,
            ),
        ),
        Template(
            name="tank",
            heldout=True,
            boxes=_workers(2, _TIMES),
            holes=True,
            build=tank,
            oracle=_parts,
            cast={
                "unit": (("hour", "小时"),),
                "what": (("tank", "水箱"), ("pool", "水池"), ("basin", "蓄水池")),
            },
            en=english(
                (
                    "Pipes fill a {what}.",
                    "Pipe # alone fills it in {a#} h.",
                    "An open drain empties the full {what} in {drain} h.",
                    "All of them are open; how many hours does it take to fill the empty {what}?",
                ),
                (
                    "A full {what} runs empty through its drain in {drain} h.",
                    "Inlet # alone fills it in {a#} h.",
                    "The {what} is empty, and inlets and drain are open at once.",
                    "After how many hours is it full?",
                ),
                **_WORK_EN,
            ),
            zh=chinese(
                (
                    "向{what}注水。",
                    "单开第#根进水管，{a#}小时注满。",
                    "单开排水管，{drain}小时可将满的{what}排空。",
                    "同时打开所有水管，空的{what}几小时可以注满？",
                ),
                (
                    "{what}装满水时，打开排水管{drain}小时可以放完。",
                    "第#根进水管单独注满需要{a#}小时。",
                    "现在{what}是空的，进水管和排水管同时打开。",
                    "多少小时后注满？",
                ),
                **_WORK_ZH,
            ),
        ),
        Template(
            name="solution",
            boxes=_portions(),
            wide=_portions(wide=True),
            holes=True,
            build=solution,
            oracle=_stir,
            en=english(
                (
                    "Several portions of sugar water are mixed.",
                    "One portion is {mass#} g of sugar water with {share#}% sugar.",
                    "What percentage of the mixture is sugar?",
                ),
                (
                    "Sugar water is poured into a large bottle.",
                    "{mass#} g with a sugar concentration of {share#}% is poured in.",
                    "Find the concentration of the whole, in percent.",
                ),
                **_MIX_EN,
            ),
            zh=chinese(
                (
                    "把几份糖水混合在一起。",
                    "其中一份是{mass#}克、浓度为{share#}%的糖水。",
                    "混合后糖水的浓度是百分之几？",
                ),
                (
                    "向容器中倒入糖水。",
                    "倒入浓度{share#}%的糖水{mass#}克。",
                    "求混合后糖水的百分比浓度。",
                ),
                **_MIX_ZH,
            ),
        ),
        Template(
            name="dilute",
            boxes=(
                Box(3, (100, 200, 250, 400, 500, 800, 1000), range(10, 1_000, 10), range(2, 61), listed=True),
            ),
            wide=(Box(3, (1600, 2000, 2500, 4000, 5000), range(1_010, 5_000, 10), range(2, 61)),),
            holes=True,
            build=dilute,
            # The percentage falls as the mass grows.
            oracle=lambda given: Fraction(given["share"] * given["mass"], given["mass"] + given["water"]),
            en=english(
                (
                    "A jar holds {mass} g of sugar water with {share}% sugar.",
                    "{water} g of pure water is added.",
                    "What percentage of the whole is sugar now?",
                ),
                (
                    "A sugar solution with a concentration of {share}% has a mass of {mass} g.",
                    "It is diluted with {water} g of water.",
                    "What is its concentration now, in percent?",
                ),
                **_MIX_EN,
            ),
            zh=chinese(
                (
                    "有浓度为{share}%的糖水{mass}克。",
                    "加入{water}克清水。",
                    "现在糖水的浓度是百分之几？",
                ),
                (
                    "现有{mass}克含糖{share}%的糖水。",
                    "再加{water}克水稀释。",
                    "求稀释后的百分比浓度。",
                ),
                **_MIX_ZH,
            ),
        ),
        Template(
            name="meet_time",
            boxes=(Box(2, _SPEEDS, _SPEEDS, range(1, 21)),),
            wide=(Box(2, _WIDE_SPEEDS, _WIDE_SPEEDS, range(21, 60)),),
            build=partial(meeting, ask=0),
            oracle=lambda given: _meet(given)[0],
            en=english(
                (
                    "Two towns are {way} km apart.",
                    "From each a car starts towards the other at the same time.",
                    "The first goes at {v1} km/h and the second at {v2} km/h.",
                    "After how many hours do they meet?",
                ),
                (
                    "At noon two trains leave two stations that are {way} km apart.",
                    "They run towards each other.",
                    "The speed of the first is {v1} km/h.",
                    "The speed of the second is {v2} km/h.",
                    "After how many hours do they meet?",
                ),
                **_ROAD_EN,
            ),
            zh=chinese(
                (
                    "甲、乙两地相距{way}千米。",
                    "两车同时从两地出发，相向而行。",
                    "从甲地出发的车速度为{v1}千米/时，从乙地出发的车速度为{v2}千米/时。",
                    "几小时后相遇？",
                ),
                (
                    "两列火车同时从相距{way}千米的两站相对开出。",
                    "甲车每小时行{v1}千米。",
                    "乙车每小时行{v2}千米。",
                    "经过多少小时两车相遇？",
                ),
                **_ROAD_ZH,
            ),
        ),
        Template(
            name="meet_place",
            boxes=(Box(3, _SPEEDS, _SPEEDS, range(1, 21)),),
            wide=(Box(3, _WIDE_SPEEDS, _WIDE_SPEEDS, range(21, 60)),),
            build=partial(meeting, ask=1),
            oracle=lambda given: _meet(given)[1],
            en=english(
                (
                    "Two towns are {way} km apart.",
                    "From each a car starts towards the other at the same time.",
                    "The first goes at {v1} km/h and the second at {v2} km/h.",
                    "How many km from the first town do they meet?",
                ),
                (
                    "At noon two trains leave two stations that are {way} km apart.",
                    "They run towards each other.",
                    "The speed of the first is {v1} km/h.",
                    "The speed of the second is {v2} km/h.",
                    "How many km has the first train covered when they meet?",
                ),
                **_ROAD_EN,
            ),
            zh=chinese(
                (
                    "甲、乙两地相距{way}千米。",
                    "两车同时从两地出发，相向而行。",
                    "从甲地出发的车速度为{v1}千米/时，从乙地出发的车速度为{v2}千米/时。",
                    "相遇地点距甲地多少千米？",
                ),
                (
                    "两列火车同时从相距{way}千米的两站相对开出。",
                    "甲车每小时行{v1}千米。",
                    "乙车每小时行{v2}千米。",
                    "相遇时甲车行驶了多少千米？",
                ),
                **_ROAD_ZH,
            ),
        ),
        Template(
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
        ),
        Template(
            name="chase",
            boxes=(Box(4, range(2, 101), range(1, 49), range(1, 9), listed=True),),
            wide=(Box(4, range(101, 200), range(25, 60), range(9, 30)),),
            holes=True,
            build=chase,
            # v1*(ahead+t) = v2*t
            oracle=lambda given: Fraction(
                given["v1"] * given["v2"] * given["ahead"], given["v2"] - given["v1"]
            ),
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
        ),
        Template(
            name="shares",
            boxes=tuple(
                Box(k + 1, range(10, 1_001, 10), *[range(2, 14)] * k, listed=k == 2) for k in range(2, 10)
            ),
            wide=tuple(Box(k + 1, range(1_100, 9_000, 100), *[range(14, 40)] * k) for k in range(2, 10)),
            holes=True,
            build=shares,
            oracle=_deal,
            en=english(
                (
                    "{whole} yuan is divided into equal parts.",
                    "Person # gets {part#} of the parts.",
                    "Nothing is left over; how many yuan does the last person get?",
                ),
                (
                    "The partners of a firm share a profit of {whole} yuan.",
                    "Partner # holds {part#} shares.",
                    "How many yuan of the profit does the last partner get?",
                ),
                **_SHARE_EN,
            ),
            zh=chinese(
                ("把{whole}元平均分成若干份，正好分完。", "第#人得{part#}份。", "最后一人分得多少元？"),
                (
                    "合伙人按股份分配{whole}元利润。",
                    "第#位合伙人持有{part#}股。",
                    "最后一位合伙人分得多少元？",
                ),
                **_SHARE_ZH,
            ),
        ),
        Template(
            name="three",
            boxes=(
                Box(
                    4,
                    tuple(Fraction(n, 2) for n in range(1, 41)),
                    range(2, 13),
                    range(2, 13),
                    range(2, 21),
                    range(2, 21),
                ),
            ),
            wide=(
                Box(
                    4,
                    tuple(Fraction(n, 2) for n in range(41, 90)),
                    range(13, 40),
                    range(13, 40),
                    range(21, 60),
                    range(21, 60),
                ),
            ),
            holes=True,
            build=three,
            # In proportion to machine hours.
            oracle=lambda given: (
                given["pieces"] * Fraction(given["m2"] * given["t2"], given["m"] * given["t"])
            ),
            en=english(
                (
                    "{m} machines make {pieces} parts in {t} h.",
                    "How many parts do {m2} such machines make in {t2} h?",
                ),
                (
                    "In {t} h, {m} workers plant {pieces} trees.",
                    "All work alike; how many trees do {m2} of them plant in {t2} h?",
                ),
                **_SHARE_EN,
            ),
            zh=chinese(
                ("{m}台机器{t}小时生产{pieces}个零件。", "照这样计算，{m2}台机器{t2}小时生产多少个零件？"),
                ("{t}小时内，{m}名工人种树{pieces}棵。", "照此效率，{m2}名工人{t2}小时种树多少棵？"),
                **_SHARE_ZH,
            ),
        ),
        Template(
            name="price",
            boxes=(Box(2, range(5, 301), range(2, 31), range(2, 31)),),
            wide=(Box(2, range(305, 2_000, 5), range(31, 90), range(31, 90)),),
            holes=True,
            build=price,
            oracle=lambda given: Fraction(given["cost"]) * Fraction(given["b"], given["a"]),
            cast={"what": (("rice", "大米"), ("tea", "茶叶"), ("flour", "面粉"), ("beans", "黄豆"))},
            en=english(
                ("{a} kg of {what} cost {cost} yuan.", "How many yuan do {b} kg cost?"),
                (
                    "For {a} kg of {what} a shop asks {cost} yuan.",
                    "At the same price, how many yuan do {b} kg cost?",
                ),
                **_SHARE_EN,
            ),
            zh=chinese(
                ("{a}千克{what}的售价为{cost}元。", "按同样的单价，{b}千克需要多少元？"),
                ("买{what}{a}千克付了{cost}元。", "按同样的价格，买{b}千克要付多少元？"),
                **_SHARE_ZH,
            ),
        ),
    ),
)
