"""Heat that warms a substance, and water of several temperatures mixed.

Steps follow the energy; the oracles go degree by degree, or mix two portions at a time.
"""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import add_up, short

SUBSTANCES = {
    4200: ("water", "水"),
    2100: ("paraffin oil", "煤油"),
    2400: ("glycerol", "甘油"),
    880: ("aluminium", "铝"),
    460: ("iron", "铁"),
    390: ("copper", "铜"),
    130: ("lead", "铅"),
}
"""Specific heat capacity in J/(kg K) -> what has it."""
CAPACITY = "J/(kg*K)"
MAX_HEATING = 7_200
"""Longest time to warm water, in s."""


def heat(capacity: int, mass: Fraction, cold: int, rise: int) -> Proof:
    """A substance warmed; the heat it takes."""
    en, zh = SUBSTANCES[capacity]
    return Proof(
        (
            Given("mass", mass, "kg"),
            Given("c", capacity, CAPACITY),
            Given("cold", cold, "celsius"),
            Given("hot", cold + rise, "celsius"),
        ),
        (
            ProofStep("rise", "hot-cold", rise, "rise", "kelvin"),
            ProofStep("heat", "c*mass*rise", capacity * mass * rise, "heat", "J"),
        ),
        {"what": {"en": en, "zh": zh}},
        decimals=True,
    )


def kettle(mass: Fraction, cold: int, rise: int, power: int, share: int) -> Proof | None:
    """Water warmed by a heater of some efficiency; how long it takes."""
    energy, useful = 4200 * mass * rise, Fraction(power * share, 100)
    if energy / useful > MAX_HEATING or not short(useful, energy / useful, places=1):
        return None
    warmed = heat(4200, mass, cold, rise)
    return Proof(
        (*warmed.givens, Given("power", power, "W"), Given("share", share, "%")),
        (
            *warmed.steps,
            ProofStep("useful", "power*share/100", useful, "useful", "W"),
            ProofStep("time", "heat/useful", energy / useful, "time", "s"),
        ),
        decimals=True,
    )


def mixing(total: int, *portions: int) -> Proof | None:
    """Portions of water poured together: mass and temperature of each but the last, whose mass is the
    rest of the total."""
    masses, temperatures = list(portions[:-1:2]), [*portions[1:-1:2], portions[-1]]
    masses.append(total - sum(masses))
    mean = Fraction(sum(m * t for m, t in zip(masses, temperatures, strict=True)), total)
    if masses[-1] < 1 or len(set(temperatures)) == 1 or not short(mean):
        return None
    givens, steps, heats = list[Given](), list[ProofStep](), []
    for n, (mass, temperature) in enumerate(zip(masses, temperatures, strict=True), start=1):
        givens += [Given(f"mass{n}", mass, "kg"), Given(f"temp{n}", temperature, "celsius")]
        steps.append(ProofStep(f"heat{n}", f"mass{n}*temp{n}", mass * temperature, "content"))
        heats.append((f"heat{n}", mass * temperature))
    content, _ = add_up(steps, heats, "content")
    whole, _ = add_up(steps, [(f"mass{n}", m) for n, m in enumerate(masses, start=1)], "whole", unit="kg")
    steps.append(ProofStep("final", f"{content}/{whole}", mean, "mean", "celsius"))
    return Proof(tuple(givens), tuple(steps), decimals=True)


def _pour(given: Mapping[str, int]) -> Fraction:
    """The temperature, one portion after another poured in."""
    mass, temperature = given["mass1"], Fraction(given["temp1"])
    for n in range(2, len(given) // 2 + 1):
        added = given[f"mass{n}"]
        temperature += (given[f"temp{n}"] - temperature) * Fraction(added, mass + added)
        mass += added
    return temperature


def _portions(*, wide: bool = False) -> tuple[Box, ...]:
    totals = (80, 100, 125, 160, 200) if wide else (10, 20, 25, 32, 40, 50)
    masses, temperatures = (range(13, 35) if wide else range(1, 13)), range(5, 96)
    return tuple(Box(3 * k - 1, totals, *(masses, temperatures) * (k - 1), temperatures) for k in range(2, 7))


_MASSES, _WIDE_MASSES = tuple(Fraction(n, 4) for n in range(1, 81)), tuple(range(22, 90))
_POWERS = (600, 800, 1000, 1200, 1400, 1500, 1600, 1800, 2000, 2100, 2400)
_SHARES = tuple(range(50, 100, 5))

_HEAT_EN = {
    "rise": "The rise is {0} minus {1}, so {output} degrees.",
    "heat": "Specific heat times mass times rise is {claim} J.",
    "useful": "{1}% of {0} W is {output} W.",
    "time": "{0} J at {1} W takes {output} s.",
}
_HEAT_ZH = {
    "rise": "温度升高{0}减{1}，即{output}℃。",
    "heat": "比热容乘质量乘升高的温度：{claim}焦。",
    "useful": "{0}瓦的{1}%是{output}瓦。",
    "time": "以{1}瓦供热{0}焦，需要{output}秒。",
}

_MIX_EN = {
    "content": "{0} times {1} is {output}.",
    "add": "{0} plus {1} is {output}.",
    "mean": "No heat is lost, so the temperature is {0} divided by {1}: {output} degrees C.",
}

_MIX_ZH = {
    "content": "{0}乘{1}等于{output}。",
    "add": "{0}加{1}等于{output}。",
    "mean": "热量守恒，混合后的温度为{0}除以{1}，即{output}℃。",
}


HEAT: tuple[Template, ...] = (
    Template(
        name="heat",
        boxes=(Box(2, tuple(SUBSTANCES), _MASSES, range(5, 31), range(10, 51, 5)),),
        wide=(Box(2, tuple(SUBSTANCES), _WIDE_MASSES, range(5, 31), range(52, 71)),),
        build=heat,
        # Degree by degree.
        oracle=lambda given: sum(
            given["c"] * Fraction(given["mass"]) for _ in range(given["cold"], given["hot"])
        ),
        en=english(
            (
                "{mass} kg of {what} has a temperature of {cold} degrees C.",
                "It is warmed to {hot} degrees C.",
                "The specific heat capacity of {what} is {c} J/(kg C).",
                "How much heat does this take, in J?",
            ),
            (
                "A sample of {what} has a mass of {mass} kg.",
                "Its specific heat capacity is {c} J/(kg C).",
                "It is heated from {cold} degrees C to {hot} degrees C.",
                "What heat in J does it absorb?",
            ),
            **_HEAT_EN,
        ),
        zh=chinese(
            (
                "质量为{mass}千克的{what}，初温为{cold}℃。",
                "现将其加热到{hot}℃。",
                "{what}的比热容为{c}焦/(千克·℃)。",
                "它吸收的热量是多少焦？",
            ),
            (
                "已知{what}的比热容为{c}焦/(千克·℃)。",
                "取{mass}千克{what}，温度从{cold}℃升高到{hot}℃。",
                "需要吸收多少焦的热量？",
            ),
            **_HEAT_ZH,
        ),
    ),
    Template(
        name="kettle",
        boxes=(Box(4, _MASSES, range(5, 31), range(20, 71, 5), _POWERS, _SHARES),),
        wide=(Box(4, _WIDE_MASSES, range(5, 31), range(20, 71, 5), (3000, 3500, 4000, 4200), _SHARES),),
        holes=True,
        build=kettle,
        # How many degrees the water gains in a second.
        oracle=lambda given: (
            (given["hot"] - given["cold"])
            / (Fraction(given["power"] * given["share"], 100) / (given["c"] * given["mass"]))
        ),
        en=english(
            (
                "A water heater holds {mass} kg of water at {cold} degrees C.",
                "The water is to reach {hot} degrees C.",
                "Its specific heat capacity is {c} J/(kg C).",
                "The heater takes in {power} W.",
                "{share}% of this goes into the water.",
                "How many seconds does the heating take?",
            ),
            (
                "An electric heater of {power} W warms water with an efficiency of {share}%.",
                "The water has a mass of {mass} kg and a specific heat capacity of {c} J/(kg C).",
                "The temperature rises from {cold} degrees C to {hot} degrees C.",
                "How long does this take, in s?",
            ),
            **_HEAT_EN,
        ),
        zh=chinese(
            (
                "电热水器里装有{mass}千克、{cold}℃的水。",
                "要把水加热到{hot}℃。",
                "水的比热容为{c}焦/(千克·℃)。",
                "热水器的功率为{power}瓦。",
                "加热效率为{share}%。",
                "需要加热多少秒？",
            ),
            (
                "一台功率为{power}瓦的电锅炉，热效率为{share}%。",
                "里面有{mass}千克水，水的比热容取{c}焦/(千克·℃)。",
                "水温从{cold}℃升到{hot}℃。",
                "求加热所需的时间，单位为秒。",
            ),
            **_HEAT_ZH,
        ),
    ),
    Template(
        name="mixing",
        boxes=_portions(),
        wide=_portions(wide=True),
        holes=True,
        build=mixing,
        oracle=_pour,
        en=english(
            (
                "Portions of water are poured together.",
                "One portion is {mass#} kg at {temp#} degrees C.",
                "What temperature in degrees C does the mixture take, if no heat is lost?",
            ),
            (
                "A well insulated tub is filled with water from several sources.",
                "{mass#} kg at {temp#} degrees C is poured in.",
                "Find the final temperature in degrees C.",
            ),
            **_MIX_EN,
        ),
        zh=chinese(
            (
                "把几份水倒在一起，不计热量损失。",
                "其中一份是{mass#}千克、{temp#}℃的水。",
                "混合后的温度是多少摄氏度？",
            ),
            (
                "向一个绝热容器里依次倒水。",
                "倒入{mass#}千克{temp#}℃的水。",
                "求最后的水温，单位为摄氏度。",
            ),
            **_MIX_ZH,
        ),
    ),
)
"""Warmed, warmed by a heater, mixed."""
