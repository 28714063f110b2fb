"""Work done together, and tanks that fill and empty at once."""

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, nth_good
from tasks.problems.sums import add_up


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


_TIMES = tuple(n for n in range(3, 181) if 720 % n == 0 or 840 % n == 0 or 1080 % n == 0)
_WIDE_TIMES = tuple(n for n in range(182, 841) if 5040 % n == 0 or 4320 % n == 0 or 8400 % n == 0)


def _workers(extra: int, *front: tuple[int, ...]) -> tuple[Box, ...]:
    return tuple(
        Box(2 * k + 1 + extra, *front, range(4), *[_TIMES] * (k - 1), listed=k + len(front) < 4)
        for k in range(2, 8)
    )


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


TOGETHER = Template(
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
)


TANK = Template(
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
)
