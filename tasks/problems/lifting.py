"""Loads lifted: the work, the mean power, and the power taken in. g is 10 N/kg.

Steps go load by load; the oracle takes the potential energy of all loads together.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Axis, Box
from tasks.problems.sums import add_up, short

MAX_LIFT = 3
"""Greatest mean speed of a lift, in m/s."""


def crane(*numbers: int, asks: str = "work") -> Proof | None:
    """Loads lifted: mass and height of each, then the time, then the efficiency; the work, the mean power,
    or the power taken in."""
    extra = ("work", "power", "input").index(asks)
    loads = numbers[: len(numbers) - extra]
    givens, steps, works = [Given("g", 10, "N/kg")], list[ProofStep](), []
    for n, (mass, height) in enumerate(zip(loads[::2], loads[1::2], strict=True), start=1):
        givens += [Given(f"mass{n}", mass, "kg"), Given(f"height{n}", height, "m")]
        steps.append(ProofStep(f"force{n}", f"mass{n}*g", mass * 10, "weight", "N"))
        steps.append(ProofStep(f"work{n}", f"force{n}*height{n}", mass * 10 * height, "work", "J"))
        works.append((f"work{n}", mass * 10 * height))
    done, work = add_up(steps, works, "done", unit="J")
    if extra:
        time = numbers[len(loads)]
        power = Fraction(work, time)
        givens.append(Given("time", time, "s"))
        steps.append(ProofStep("power", f"{done}/time", power, "power", "W"))
        if extra == 2:
            share = numbers[-1]
            givens.append(Given("share", share, "%"))
            steps.append(ProofStep("input", "power*100/share", power * 100 / share, "input", "W"))
        if sum(loads[1::2]) > MAX_LIFT * time or not short(power, Fraction(steps[-1].value)):
            return None
    return Proof(tuple(givens), tuple(steps), decimals=True)


def _raise(given: Mapping[str, int]) -> Fraction:
    """The potential energy of all loads together, over the time and the efficiency."""
    count = sum(name.startswith("mass") for name in given)
    moment = sum(given[f"mass{n}"] * given[f"height{n}"] for n in range(1, count + 1))
    return Fraction(given["g"] * moment * 100, given.get("time", 1) * given.get("share", 100))


def _loads(extra: tuple[Axis, ...], *, wide: bool = False) -> tuple[Box, ...]:
    load = (range(260, 900, 5), range(45, 150)) if wide else (range(4, 251), range(2, 45))
    return tuple(
        Box(3 * k - 1 + len(extra), *load * k, *extra, listed=k == 1 and not extra and not wide)
        for k in range(1, 7)
    )


_TIMES = (15, 16, 20, 25, 30, 40, 50, 60, 75, 80, 100, 120)
_WIDE_TIMES = (125, 150, 160, 200, 240, 250, 300, 375, 400)
_LIFTED = {"what": (("crate", "货箱"), ("pallet", "托盘"), ("beam", "钢梁"), ("stone", "石料"))}

_MIX_EN = {
    "add": "{0} plus {1} is {output}.",
}

_MIX_ZH = {
    "add": "{0}加{1}等于{output}。",
}
_LIFT_EN = {
    "weight": "A mass of {0} kg has a weight of {0} times {1}, so {output} N.",
    "work": "{0} N along {1} m is {output} J of work.",
    "add": "{0} plus {1} is {output}.",
    "power": "{0} J in {1} s is a power of {output} W.",
    "input": "{0} W is {1}% of {output} W.",
}
_LIFT_ZH = {
    "weight": "{0}千克的物体重{0}乘{1}，即{output}牛。",
    "work": "用{0}牛的力提升{1}米，做功{output}焦。",
    "add": "{0}加{1}等于{output}。",
    "power": "{1}秒做功{0}焦，功率为{output}瓦。",
    "input": "{0}瓦是{output}瓦的{1}%。",
}


LIFTING: tuple[Template, ...] = (
    Template(
        name="crane",
        boxes=_loads(()),
        wide=_loads((), wide=True),
        build=crane,
        oracle=_raise,
        cast=_LIFTED,
        en=english(
            (
                "A crane lifts loads.",
                "A {what} of {mass#} kg is raised by {height#} m.",
                "Take g = {g} N/kg.",
                "How much work is done in all, in J?",
            ),
            (
                "On a building site loads are pulled up, and g = {g} N/kg.",
                "The winch pulls a {what} of {mass#} kg up by {height#} m.",
                "Find the total work against gravity in J.",
            ),
            **_LIFT_EN,
        ),
        zh=chinese(
            (
                "一台起重机吊起货物，g取{g}牛/千克。",
                "把{mass#}千克的{what}提升{height#}米。",
                "起重机一共做功多少焦？",
            ),
            (
                "取g={g}牛/千克。",
                "卷扬机把质量为{mass#}千克的{what}提升{height#}米。",
                "求克服重力所做的总功，单位为焦。",
            ),
            **_LIFT_ZH,
        ),
    ),
    Template(
        name="power",
        boxes=_loads((_TIMES,)),
        wide=_loads((_WIDE_TIMES,), wide=True),
        holes=True,
        build=partial(crane, asks="power"),
        oracle=_raise,
        cast=_LIFTED,
        en=english(
            (
                "A crane works for {time} s.",
                "In this time a {what} of {mass#} kg is raised by {height#} m.",
                "Take g = {g} N/kg.",
                "What is its mean power in W?",
            ),
            (
                "Take g = {g} N/kg.",
                "A {what} of {mass#} kg goes up by {height#} m.",
                "The lift needs {time} s for all of this.",
                "What useful power in W does it have on average?",
            ),
            **_LIFT_EN,
        ),
        zh=chinese(
            (
                "一台起重机工作{time}秒。",
                "其间把{mass#}千克的{what}提升{height#}米。",
                "g取{g}牛/千克。",
                "它的平均功率是多少瓦？",
            ),
            (
                "取g={g}牛/千克。",
                "升降机把{mass#}千克的{what}提升{height#}米。",
                "完成这些工作共用{time}秒。",
                "求它的平均有用功率，单位为瓦。",
            ),
            **_LIFT_ZH,
        ),
    ),
    Template(
        name="input",
        heldout=True,
        boxes=_loads((_TIMES, (40, 50, 60, 75, 80))),
        holes=True,
        build=partial(crane, asks="input"),
        oracle=_raise,
        cast=_LIFTED,
        en=english(
            (
                "An electric motor drives a lift with an efficiency of {share}%.",
                "It raises a {what} of {mass#} kg by {height#} m.",
                "The lift works for {time} s, and g = {g} N/kg.",
                "What electric power in W does the motor take in?",
            ),
            (
                "Take g = {g} N/kg.",
                "A {what} of {mass#} kg is pulled up by {height#} m.",
                "This takes {time} s in all.",
                "{share}% of the power taken in is useful.",
                "How large is the power taken in, in W?",
            ),
            **_LIFT_EN,
        ),
        zh=chinese(
            (
                "电动机带动升降机，效率为{share}%。",
                "升降机把{mass#}千克的{what}提升{height#}米。",
                "提升一共用时{time}秒，g取{g}牛/千克。",
                "电动机的输入功率是多少瓦？",
            ),
            (
                "取g={g}牛/千克。",
                "一台机械把{mass#}千克的{what}提升{height#}米。",
                "总共用了{time}秒。",
                "机械效率为{share}%。",
                "求输入功率，单位为瓦。",
            ),
            **_LIFT_ZH,
        ),
    ),
)
"""Work, power, and efficiency."""
