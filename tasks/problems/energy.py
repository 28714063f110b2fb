"""Energy: heat, mixing temperatures, work, power, efficiency, and energy balances. g is 10 N/kg.

Steps follow the energy; the oracles go another way: degrees per second, pairwise mixing, kinematics.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Axis, Box
from tasks.problems.sums import add_up, short

_SUBSTANCES = {
    4200: ("water", "水"),
    2100: ("paraffin oil", "煤油"),
    2400: ("glycerol", "甘油"),
    880: ("aluminium", "铝"),
    460: ("iron", "铁"),
    390: ("copper", "铜"),
    130: ("lead", "铅"),
}
"""Specific heat capacity in J/(kg K) -> what has it."""
_METALS = (880, 460, 390, 130)
_CAPACITY = "J/(kg*K)"
MAX_HEATING = 7_200
"""Longest time to warm water, in s."""
MAX_LIFT = 3
"""Greatest mean speed of a lift, in m/s."""


def heat(capacity: int, mass: Fraction, cold: int, rise: int) -> Proof:
    """A substance warmed; the heat it takes."""
    en, zh = _SUBSTANCES[capacity]
    return Proof(
        (
            Given("mass", mass, "kg"),
            Given("c", capacity, _CAPACITY),
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


def calorimeter(capacity: int, tenths: int, fall: int, rise: int, cold: int) -> Proof | None:
    """Hot metal in cold water; the final temperature. The metal cools by 21*fall, the water warms by rise."""
    metal, final = Fraction(tenths, 10), Fraction(cold + rise)
    hot = cold + rise + 21 * fall
    water_mass = capacity * metal * 21 * fall / (4200 * rise)
    one, two = capacity * metal, 4200 * water_mass
    if not short(water_mass):
        return None
    en, zh = _SUBSTANCES[capacity]
    return Proof(
        (
            Given("metal", metal, "kg"),
            Given("hot", hot, "celsius"),
            Given("c", capacity, _CAPACITY),
            Given("water", water_mass, "kg"),
            Given("cold", cold, "celsius"),
            Given("cw", 4200, _CAPACITY),
        ),
        (
            ProofStep("one", "c*metal", one, "capacity", "J/K"),
            ProofStep("two", "cw*water", two, "capacity", "J/K"),
            ProofStep("heat1", "one*hot", one * hot, "content", "J"),
            ProofStep("heat2", "two*cold", two * cold, "content", "J"),
            ProofStep("heats", "heat1+heat2", one * hot + two * cold, "add", "J"),
            ProofStep("both", "one+two", one + two, "add", "J/K"),
            ProofStep("final", "heats/both", final, "mean", "celsius"),
        ),
        {"what": {"en": en, "zh": zh}},
        decimals=True,
    )


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


def throw(tenths: int, speed: int, loss: int) -> Proof | None:
    """A ball thrown up that loses a share of its energy to the air; how high it gets."""
    mass = Fraction(tenths, 10)
    square = speed * speed
    energy = mass * square / 2
    rest = energy * (100 - loss) / 100
    height = rest / (mass * 10)
    if not short(energy, rest, height, places=3):
        return None
    return Proof(
        (
            Given("mass", mass, "kg"),
            Given("speed", speed, "m/s"),
            Given("loss", loss, "%"),
            Given("g", 10, "N/kg"),
        ),
        (
            ProofStep("square", "speed^2", square, "square", "m^2/s^2"),
            ProofStep("energy", "mass*square/2", energy, "kinetic", "J"),
            ProofStep("rest", "energy*(100-loss)/100", rest, "rest", "J"),
            ProofStep("height", "rest/(mass*g)", height, "height", "m"),
        ),
        decimals=True,
    )


def slide(mass: int, height: int, ratio: int, start: int, final: int) -> Proof | None:
    """A sled down a slope against friction; its speed at the foot."""
    length = height * ratio
    friction = mass * (10 * height + Fraction(start * start - final * final, 2)) / length
    if final <= start or friction <= 0 or not short(friction):
        return None
    potential, kinetic, lost = mass * 10 * height, Fraction(mass * start * start, 2), friction * length
    return Proof(
        (
            Given("mass", mass, "kg"),
            Given("height", height, "m"),
            Given("length", length, "m"),
            Given("start", start, "m/s"),
            Given("friction", friction, "N"),
            Given("g", 10, "N/kg"),
        ),
        (
            ProofStep("potential", "mass*g*height", potential, "potential", "J"),
            ProofStep("kinetic", "mass*start^2/2", kinetic, "kinetic_start", "J"),
            ProofStep("lost", "friction*length", lost, "lost", "J"),
            ProofStep("energy", "potential+kinetic", potential + kinetic, "add", "J"),
            ProofStep("rest", "energy-lost", potential + kinetic - lost, "subtract", "J"),
            ProofStep("square", "2*rest/mass", final * final, "square_of", "m^2/s^2"),
            ProofStep("final", "sqrt(square)", final, "root", "m/s"),
        ),
        decimals=True,
    )


def _accelerate(given: Mapping[str, int]) -> int:
    """The speed at the foot by the acceleration along the slope."""
    pull = Fraction(given["mass"] * given["g"] * given["height"], given["length"]) - given["friction"]
    square = Fraction(given["start"]) ** 2 + 2 * pull / given["mass"] * given["length"]
    return math.isqrt(int(square)) if square.denominator == 1 else -1


def _loads(extra: tuple[Axis, ...], *, wide: bool = False) -> tuple[Box, ...]:
    load = (range(260, 900, 5), range(45, 150)) if wide else (range(4, 251), range(2, 45))
    return tuple(
        Box(3 * k - 1 + len(extra), *load * k, *extra, listed=k == 1 and not extra and not wide)
        for k in range(1, 7)
    )


def _portions(*, wide: bool = False) -> tuple[Box, ...]:
    totals = (80, 100, 125, 160, 200) if wide else (10, 20, 25, 32, 40, 50)
    masses, temperatures = (range(13, 35) if wide else range(1, 13)), range(5, 96)
    return tuple(Box(3 * k - 1, totals, *(masses, temperatures) * (k - 1), temperatures) for k in range(2, 7))


_MASSES, _WIDE_MASSES = tuple(Fraction(n, 4) for n in range(1, 81)), tuple(range(22, 90))
_POWERS = (600, 800, 1000, 1200, 1400, 1500, 1600, 1800, 2000, 2100, 2400)
_SHARES = tuple(range(50, 100, 5))
_TIMES = (15, 16, 20, 25, 30, 40, 50, 60, 75, 80, 100, 120)
_WIDE_TIMES = (125, 150, 160, 200, 240, 250, 300, 375, 400)
_LIFTED = {"what": (("crate", "货箱"), ("pallet", "托盘"), ("beam", "钢梁"), ("stone", "石料"))}

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
    "capacity": "{0} times {1} is {output} J per degree.",
    "content": "{0} times {1} is {output}.",
    "add": "{0} plus {1} is {output}.",
    "mean": "No heat is lost, so the temperature is {0} divided by {1}: {output} degrees C.",
}
_MIX_ZH = {
    "capacity": "{0}乘{1}，每升高1℃吸热{output}焦。",
    "content": "{0}乘{1}等于{output}。",
    "add": "{0}加{1}等于{output}。",
    "mean": "热量守恒，混合后的温度为{0}除以{1}，即{output}℃。",
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
_BALL_EN = {
    "square": "{0} squared is {output}.",
    "kinetic": "The kinetic energy is half of {0} times {1}, so {output} J.",
    "rest": "Without {1}% of it, {output} J is left.",
    "height": "{0} J divided by the weight {1}*{2} N is {output} m.",
}
_BALL_ZH = {
    "square": "{0}的平方是{output}。",
    "kinetic": "动能为{0}乘{1}再除以2，即{output}焦。",
    "rest": "损失{1}%后，剩余{output}焦。",
    "height": "{0}焦除以重力{1}×{2}牛，得{output}米。",
}
_SLOPE_EN = {
    "potential": "The potential energy is {claim} J.",
    "kinetic_start": "The kinetic energy at first is {claim} J.",
    "lost": "Friction takes {0} N times {1} m, so {output} J.",
    "add": "{0} plus {1} is {output}.",
    "subtract": "{0} minus {1} leaves {output} J at the foot.",
    "square_of": "The square of the speed is twice {0} divided by {1}, so {output}.",
    "root": "The root of {0} is {output}.",
}
_SLOPE_ZH = {
    "potential": "重力势能为{claim}焦。",
    "kinetic_start": "初动能为{claim}焦。",
    "lost": "克服摩擦力做功{0}牛乘{1}米，即{output}焦。",
    "add": "{0}加{1}等于{output}。",
    "subtract": "{0}减{1}，到坡底还有{output}焦。",
    "square_of": "速度的平方为{0}的2倍除以{1}，即{output}。",
    "root": "{0}的算术平方根是{output}。",
}

ENERGY = Subtask(
    kind="applied",
    version="2",
    templates=(
        Template(
            name="heat",
            boxes=(Box(2, tuple(_SUBSTANCES), _MASSES, range(5, 31), range(10, 51, 5)),),
            wide=(Box(2, tuple(_SUBSTANCES), _WIDE_MASSES, range(5, 31), range(52, 71)),),
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
        Template(
            name="throw",
            boxes=(Box(4, range(1, 41), range(4, 41), range(5, 65, 5), listed=True),),
            wide=(Box(4, range(45, 100), range(42, 90), range(5, 65, 5)),),
            holes=True,
            build=throw,
            # The height of free flight, with the part that the air leaves.
            oracle=lambda given: (
                Fraction(given["speed"] ** 2, 2 * given["g"]) * (1 - Fraction(given["loss"], 100))
            ),
            en=english(
                (
                    "A ball of {mass} kg is thrown straight up at {speed} m/s.",
                    "On the way up it loses {loss}% of its energy to the air.",
                    "Take g = {g} N/kg.",
                    "How many metres does it rise?",
                ),
                (
                    "Take g = {g} N/kg.",
                    "A body of {mass} kg leaves the ground upwards at {speed} m/s.",
                    "{loss}% of its kinetic energy goes to the air before it turns back.",
                    "What height in m does it reach?",
                ),
                **_BALL_EN,
            ),
            zh=chinese(
                (
                    "将质量为{mass}千克的小球以{speed}米/秒竖直上抛。",
                    "上升过程中因空气阻力损失{loss}%的机械能。",
                    "g取{g}牛/千克。",
                    "小球上升的高度是多少米？",
                ),
                (
                    "取g={g}牛/千克。",
                    "一个{mass}千克的物体以{speed}米/秒的速度从地面竖直向上抛出。",
                    "到达最高点前，初动能的{loss}%因克服空气阻力而损失。",
                    "求它能达到的最大高度，单位为米。",
                ),
                **_BALL_ZH,
            ),
        ),
        Template(
            name="slide",
            boxes=(Box(7, range(2, 101, 2), range(2, 21), range(2, 6), range(1, 9), range(2, 21)),),
            wide=(Box(7, range(110, 301, 10), range(22, 61), range(2, 6), range(9, 20), range(21, 40)),),
            holes=True,
            build=slide,
            oracle=_accelerate,
            cast={"who": (("sled", "雪橇"), ("cart", "小车"), ("box", "箱子"))},
            en=english(
                (
                    "A {who} of {mass} kg starts down a slope at {start} m/s.",
                    "The slope is {length} m long and {height} m high.",
                    "Friction is {friction} N all the way.",
                    "Take g = {g} N/kg.",
                    "What is the speed at the foot, in m/s?",
                ),
                (
                    "Take g = {g} N/kg.",
                    "A slope drops by {height} m over its length of {length} m.",
                    "A {who} of {mass} kg passes its top at {start} m/s.",
                    "Friction of {friction} N slows it on the way down.",
                    "How fast is it at the foot, in m/s?",
                ),
                **_SLOPE_EN,
            ),
            zh=chinese(
                (
                    "质量为{mass}千克的{who}以{start}米/秒的初速度从坡顶下滑。",
                    "斜坡长{length}米，高{height}米。",
                    "下滑过程中受到的摩擦力为{friction}牛。",
                    "g取{g}牛/千克。",
                    "到达坡底时的速度是多少米/秒？",
                ),
                (
                    "取g={g}牛/千克。",
                    "一段斜坡长{length}米，高{height}米。",
                    "{mass}千克的{who}经过坡顶时速度为{start}米/秒。",
                    "下坡途中摩擦力恒为{friction}牛。",
                    "求到坡底时的速度，单位为米/秒。",
                ),
                **_SLOPE_ZH,
            ),
        ),
        Template(
            name="calorimeter",
            heldout=True,
            boxes=(Box(7, _METALS, range(1, 61), range(1, 13), range(1, 21), range(5, 31)),),
            holes=True,
            build=calorimeter,
            # The water gives and takes: how far the cold one is pulled up.
            oracle=lambda given: (
                given["cold"]
                + (given["hot"] - given["cold"])
                * (given["c"] * Fraction(given["metal"]))
                / (given["c"] * Fraction(given["metal"]) + given["cw"] * Fraction(given["water"]))
            ),
            en=english(
                (
                    "{metal} kg of {what} at {hot} degrees C is put into water.",
                    "The water has a mass of {water} kg and a temperature of {cold} degrees C.",
                    "The specific heat capacities are {c} J/(kg C) for {what} and {cw} J/(kg C) for water.",
                    "No heat is lost.",
                    "What temperature in degrees C do both reach?",
                ),
                (
                    "An insulated vessel holds {water} kg of water at {cold} degrees C.",
                    "A piece of {what} of {metal} kg and {hot} degrees C is dropped in.",
                    "The specific heat capacity of water is {cw} J/(kg C).",
                    "That of {what} is {c} J/(kg C).",
                    "Find the final common temperature in degrees C.",
                ),
                **_MIX_EN,
            ),
            zh=chinese(
                (
                    "把{metal}千克、{hot}℃的{what}块放入水中。",
                    "水的质量为{water}千克，温度为{cold}℃。",
                    "{what}的比热容为{c}焦/(千克·℃)，水的比热容为{cw}焦/(千克·℃)。",
                    "不计热量损失。",
                    "最后的共同温度是多少摄氏度？",
                ),
                (
                    "绝热容器里有{water}千克{cold}℃的水。",
                    "放入一块质量为{metal}千克、温度为{hot}℃的{what}。",
                    "水的比热容取{cw}焦/(千克·℃)。",
                    "{what}的比热容取{c}焦/(千克·℃)。",
                    "求热平衡时的温度，单位为摄氏度。",
                ),
                **_MIX_ZH,
            ),
        ),
    ),
)
