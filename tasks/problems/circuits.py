"""Resistors in series and in parallel, Ohm's law, power, energy and its cost; simple waves.

Steps reduce the circuit; the oracles start from one ampere in the last resistor, add the power of each
resistor, read the meter hour by hour, or count the waves.
"""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache, partial

from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Axis, Box, nth_good
from tasks.problems.sums import add_up, short

OFFERED = 8
"""Resistors to choose from for each place in a ladder."""


def ladder(first: int, *numbers: int, tenths: int = 0) -> Proof | None:
    """Resistors added in series and in parallel by turns, from the far end; the total resistance, or for
    a current in A/10, which chooses a voltage, the current.

    Each resistor is a number among those that keep all totals whole.
    """
    givens, steps, total, before = [Given("first", first, "ohm")], list[ProofStep](), first, "first"
    shown = {}
    for n, number in enumerate(numbers, start=1):
        parallel = n % 2 == 0
        if parallel:
            partner = _partners(total)[number]
            formula, total = f"{before}*r{n}/({before}+r{n})", total * partner // (total + partner)
        else:
            partner = nth_good(range(1, 200), number, partial(_is_rich, total)) or 0
            formula, total = f"{before}+r{n}", total + partner
        givens.append(Given(f"r{n}", partner, "ohm"))
        steps.append(ProofStep(f"s{n}", formula, total, "parallel" if parallel else "series", "ohm"))
        shown[f"how{n}"] = _HOW[parallel]
        before = f"s{n}"
    if tenths:
        current = Fraction(tenths, 10)
        givens.append(Given("u", current * total, "V"))
        steps.append(ProofStep("i", f"u/{before}", current, "ohm", "A"))
    return Proof(tuple(givens), tuple(steps), shown, decimals=True)


def _is_rich(total: int, partner: int) -> bool:
    return len(_partners(total + partner)) >= OFFERED


@cache
def _partners(total: int) -> tuple[int, ...]:
    """Resistors that make a whole resistance in parallel to a total."""
    found = tuple(r for r in range(2, 6 * total) if total * r % (total + r) == 0)
    return tuple(found[i * 5 % len(found)] for i in range(len(found))) if len(found) % 5 else found


_HOW = ({"en": "in series with", "zh": "串联"}, {"en": "in parallel with", "zh": "并联"})


def ladder_current(tenths: int, *numbers: int) -> Proof | None:
    """The same with a battery; its current."""
    return ladder(*numbers, tenths=tenths)


def _one_ampere(given: Mapping[str, int]) -> Fraction:
    """1 A in the first resistor; voltage and current of the whole follow."""
    current, voltage = Fraction(1), Fraction(given["first"])
    for n in range(1, sum(name.startswith("r") for name in given) + 1):
        if n % 2 == 0:
            current += voltage / given[f"r{n}"]
        else:
            voltage += current * given[f"r{n}"]
    return Fraction(given["u"]) * current / voltage if "u" in given else voltage / current


def series(tenths: int, *resistors: int) -> Proof | None:
    """Resistors in series; the power of the last. The voltage is chosen by the current, in A/10."""
    current, total = Fraction(tenths, 10), sum(resistors)
    voltage, last = current * total, current * resistors[-1]
    givens, steps = _resistors(resistors), list[ProofStep]()
    whole, _ = add_up(steps, _named("r", resistors), "s", rule="series", unit="ohm")
    steps += (
        ProofStep("i", f"u/{whole}", current, "ohm", "A"),
        ProofStep("v", f"i*r{len(resistors)}", last, "drop", "V"),
        ProofStep("p", "v*i", last * current, "power", "W"),
    )
    return Proof((Given("u", voltage, "V"), *givens), tuple(steps), decimals=True)


def branches(voltage: int, *resistors: int) -> Proof | None:
    """Resistors in parallel; the power of all."""
    currents = [Fraction(voltage, r) for r in resistors]
    if not short(*currents):
        return None
    steps = [
        ProofStep(f"i{n}", f"u/r{n}", current, "ohm", "A") for n, current in enumerate(currents, start=1)
    ]
    name, total = add_up(steps, _named("i", currents), "s", unit="A")
    steps.append(ProofStep("p", f"u*{name}", voltage * total, "power", "W"))
    return Proof((Given("u", voltage, "V"), *_resistors(resistors)), tuple(steps), decimals=True)


def _resistors(resistors: tuple[int, ...]) -> list[Given]:
    return [Given(f"r{n}", r, "ohm") for n, r in enumerate(resistors, start=1)]


def _named(letter: str, values: Sequence[int | Fraction]) -> list[tuple[str, int | Fraction]]:
    return [(f"{letter}{n}", value) for n, value in enumerate(values, start=1)]


def appliances(price: Fraction, *numbers: int) -> Proof | None:
    """Power in W and hours of each appliance; the cost of the energy, in whole cents."""
    givens, steps, works = list[Given](), list[ProofStep](), []
    for n, (power, hours) in enumerate(zip(numbers[::2], numbers[1::2], strict=True), start=1):
        givens += [Given(f"p{n}", power, "W"), Given(f"t{n}", hours, "h")]
        steps.append(ProofStep(f"w{n}", f"p{n}*t{n}", power * hours, "work", "W*h"))
        works.append((f"w{n}", power * hours))
    name, total = add_up(steps, works, "s", unit="W*h")
    energy = Fraction(total, 1000)
    if not short(energy * price):
        return None
    steps.append(ProofStep("energy", f"{name}/1000", energy, "kilo", "kWh"))
    steps.append(ProofStep("cost", "energy*price", energy * price, "cost", "yuan"))
    return Proof((*givens, Given("price", price, "yuan/kWh")), tuple(steps), decimals=True)


def _meter(given: Mapping[str, int]) -> Fraction:
    """The cost, hour by hour."""
    count = (len(given) - 1) // 2
    hours = (given[f"p{n}"] for n in range(1, count + 1) for _ in range(given[f"t{n}"]))
    return sum((Fraction(power) for power in hours), Fraction()) * Fraction(given["price"]) / 1000


def lamp(voltage: int, tenths: int) -> Proof | None:
    """An appliance of known power at a voltage; its resistance. The current in A/10 chooses the power."""
    current = Fraction(tenths, 10)
    power = voltage * current
    if not short(voltage / current):
        return None
    return Proof(
        (Given("p", power, "W"), Given("u", voltage, "V")),
        (
            ProofStep("i", "p/u", current, "current", "A"),
            ProofStep("r", "u/i", voltage / current, "ohm", "ohm"),
        ),
        {"what": _appliance(power, voltage)},
        decimals=True,
    )


def _appliance(power: Fraction, voltage: int) -> dict[str, str]:
    """What takes so many W at so many V."""
    if power > 3_000:
        return {"en": "factory furnace", "zh": "工业电炉"}
    if voltage > 250:
        return {"en": "resistor", "zh": "电阻器"}
    return {"en": "heater", "zh": "电热器"} if power > 150 else {"en": "lamp", "zh": "灯泡"}


def wave(speed: int, time: int, frequency: Fraction) -> Proof | None:
    """A wave that goes a way in a time; its length."""
    if not short(speed / frequency):
        return None
    return Proof(
        (Given("way", speed * time, "m"), Given("time", time, "s"), Given("f", frequency, "Hz")),
        (
            ProofStep("v", "way/time", speed, "speed", "m/s"),
            ProofStep("length", "v/f", speed / frequency, "length", "m"),
        ),
        decimals=True,
    )


def media(speed: int, time: int, frequency: int, length: Fraction) -> Proof | None:
    """A wave that enters another medium, with waves of some length; how many of them fit into a way."""
    other = frequency * length
    waves = speed * time / length
    if waves.denominator > 1 or speed == other:
        return None
    return Proof(
        (
            Given("v", speed, "m/s"),
            Given("f", frequency, "Hz"),
            Given("time", time, "s"),
            Given("v2", other, "m/s"),
        ),
        (
            ProofStep("way", "v*time", speed * time, "way", "m"),
            ProofStep("length", "v2/f", length, "length", "m"),
            ProofStep("waves", "way/length", waves, "waves"),
        ),
        decimals=True,
    )


_OHMS, _WIDE_OHMS = range(1, 61), range(70, 300)
_NICE = (2, 3, 4, 5, 6, 8, 10, 12, 15, 16, 20, 24, 25, 30, 40, 48, 50, 60, 75, 80, 100, 120)
_WIDE_NICE = (125, 150, 160, 200, 240, 250, 300, 320, 400, 480, 500, 600, 625, 750, 800, 1000, 1200)
_VOLTS, _WIDE_VOLTS = (
    (3, 6, 9, 12, 15, 18, 20, 24, 30, 36, 48, 60, 90, 110, 120, 220, 240),
    range(250, 900, 10),
)
_CURRENTS = (1, 2, 4, 5, 8, 10, 16, 20, 25, 32, 40, 50, 80, 100)
_FREQUENCIES = tuple(
    Fraction(n, 2) for n in (1, 2, 4, 5, 8, 10, 16, 20, 25, 32, 40, 50, 80, 100, 125, 160, 200)
)
_LENGTHS = tuple(Fraction(n, 20) for n in (10, 16, 20, 25, 32, 40, 50, 64, 80, 100, 125, 160, 200, 250))
_PRICES = (Fraction(1, 2), Fraction(3, 5), Fraction(4, 5), Fraction(1))
_WATTS, _WIDE_WATTS = range(20, 2_001, 20), range(2_050, 6_000, 50)


def _ladders(*front: range, firsts: range = range(2, 201)) -> tuple[Box, ...]:
    places = range(1 if front else 2, 13)
    return tuple(
        Box(n + len(front), *front, firsts, *[range(OFFERED)] * n, listed=n + len(front) == 2) for n in places
    )


def _counted(counts: range, steps_of: int, extra: int, *axes: Axis, front: Axis) -> tuple[Box, ...]:
    """Boxes for so many resistors or appliances, with `axes` for each."""
    return tuple(
        Box(
            steps_of * k + extra,
            front,
            *axes * k,
            listed=steps_of * k + extra < 5 and math.prod(map(len, axes * k)) < 2_500,
        )
        for k in counts
    )


_CIRCUIT_EN = {
    "series": "{0} ohm and {1} ohm in series make {output} ohm.",
    "parallel": "{0} ohm and {1} ohm in parallel make {0}*{1}/({0}+{1}), so {output} ohm.",
    "ohm": "{0} V divided by {1} ohm is {output} A.",
    "drop": "{0} A in {1} ohm is a voltage of {output} V.",
    "power": "{0} times {1} is a power of {output} W.",
    "add": "{0} A and {1} A make {output} A.",
}
_CIRCUIT_ZH = {
    "series": "{0}欧与{1}欧串联，得{output}欧。",
    "parallel": "{0}欧与{1}欧并联，由{0}×{1}÷({0}+{1})得{output}欧。",
    "ohm": "{0}伏除以{1}欧，电流为{output}安。",
    "drop": "{0}安的电流通过{1}欧的电阻，电压为{output}伏。",
    "power": "{0}乘{1}，功率为{output}瓦。",
    "add": "{0}安加{1}安等于{output}安。",
}
_WAVE_EN = {
    "speed": "{0} m in {1} s is a speed of {output} m/s.",
    "way": "At {0} m/s it covers {output} m in {1} s.",
    "length": "{0} m/s divided by {1} Hz is a wavelength of {output} m.",
    "waves": "{0} m divided by {1} m makes {output} waves.",
}
_WAVE_ZH = {
    "speed": "{1}秒传播{0}米，波速为{output}米/秒。",
    "way": "以{0}米/秒传播{1}秒，路程为{output}米。",
    "length": "波速{0}米/秒除以频率{1}赫兹，波长为{output}米。",
    "waves": "{0}米除以{1}米，得{output}个波长。",
}

CIRCUITS = Subtask(
    kind="applied",
    version="2",
    templates=(
        Template(
            name="ladder",
            boxes=_ladders(),
            wide=_ladders(firsts=range(400, 900)),
            build=ladder,
            oracle=_one_ampere,
            en=english(
                (
                    "A circuit starts with one resistor of {first} ohm.",
                    "The circuit so far is put {how#} a resistor of {r#} ohm.",
                    "What is the total resistance in ohm?",
                ),
                (
                    "Take a resistor of {first} ohm.",
                    "Connect the whole {how#} a resistor of {r#} ohm.",
                    "Find the resistance of the whole in ohm.",
                ),
                **_CIRCUIT_EN,
            ),
            zh=chinese(
                (
                    "电路从一个{first}欧的电阻开始。",
                    "把已有的部分与一个{r#}欧的电阻{how#}。",
                    "总电阻是多少欧？",
                ),
                (
                    "先取一个{first}欧的电阻。",
                    "再将整体与{r#}欧的电阻{how#}。",
                    "求最后的等效电阻，单位为欧。",
                ),
                **_CIRCUIT_ZH,
            ),
        ),
        Template(
            name="ladder_current",
            heldout=True,
            boxes=_ladders(range(1, 41)),
            build=ladder_current,
            oracle=_one_ampere,
            en=english(
                (
                    "A network is built step by step and starts with a resistor of {first} ohm.",
                    "The network so far is connected {how#} a resistor of {r#} ohm.",
                    "Then a battery of {u} V is connected to the ends.",
                    "What current in A does the battery deliver?",
                ),
                (
                    "Start from a resistor of {first} ohm.",
                    "The circuit so far is put {how#} another {r#} ohm.",
                    "The voltage across the whole is {u} V.",
                    "What is the total current in A?",
                ),
                **_CIRCUIT_EN,
            ),
            zh=chinese(
                (
                    "用电阻一步步搭建电路，最初只有一个{first}欧的电阻。",
                    "将已有电路与{r#}欧的电阻{how#}。",
                    "然后在两端接上电压为{u}伏的电源。",
                    "通过电源的电流是多少安？",
                ),
                (
                    "从一个{first}欧的电阻开始。",
                    "把现有电路与另一个{r#}欧的电阻{how#}。",
                    "整个电路两端的电压为{u}伏。",
                    "求总电流，单位为安。",
                ),
                **_CIRCUIT_ZH,
            ),
        ),
        Template(
            name="series",
            boxes=_counted(range(2, 10), 1, 2, range(1, 41), front=range(1, 21)),
            wide=_counted(range(2, 10), 1, 2, _WIDE_OHMS, front=range(1, 21)),
            build=series,
            # The voltage divided in proportion to the resistors.
            oracle=lambda given: (
                (Fraction(given["u"]) * given[f"r{len(given) - 1}"] / (sum(given.values()) - given["u"])) ** 2
                / given[f"r{len(given) - 1}"]
            ),
            en=english(
                (
                    "Resistors are connected in series to a battery of {u} V.",
                    "Resistor R# is {r#} ohm.",
                    "What power in W does the last of them take?",
                ),
                (
                    "A voltage of {u} V lies across a chain of resistors in series.",
                    "R# = {r#} ohm.",
                    "Find the power in W of the last resistor.",
                ),
                **_CIRCUIT_EN,
            ),
            zh=chinese(
                (
                    "几个电阻串联后接在{u}伏的电源上。",
                    "电阻R#为{r#}欧。",
                    "最后一个电阻消耗的功率是多少瓦？",
                ),
                ("一组串联电阻两端的总电压为{u}伏。", "R#={r#}欧。", "求最后一个电阻的电功率，单位为瓦。"),
                **_CIRCUIT_ZH,
            ),
        ),
        Template(
            name="branches",
            boxes=_counted(range(2, 8), 2, 0, _NICE, front=_VOLTS),
            wide=_counted(range(2, 8), 2, 0, _WIDE_NICE, front=_WIDE_VOLTS),
            holes=True,
            build=branches,
            # The power of each resistor.
            oracle=lambda given: sum(
                Fraction(given["u"] ** 2, r) for name, r in given.items() if name.startswith("r")
            ),
            en=english(
                (
                    "Resistors are connected in parallel to a battery of {u} V.",
                    "Resistor R# is {r#} ohm.",
                    "What power in W do they take together?",
                ),
                (
                    "A source of {u} V feeds some branches in parallel.",
                    "The resistance of branch # is {r#} ohm.",
                    "What is the total power in W?",
                ),
                **_CIRCUIT_EN,
            ),
            zh=chinese(
                ("几个电阻并联后接在{u}伏的电源上。", "电阻R#为{r#}欧。", "它们消耗的总功率是多少瓦？"),
                (
                    "电源电压为{u}伏，向几条并联支路供电。",
                    "第#条支路的电阻是{r#}欧。",
                    "求总功率，单位为瓦。",
                ),
                **_CIRCUIT_ZH,
            ),
        ),
        Template(
            name="appliances",
            boxes=_counted(range(1, 8), 2, 1, _WATTS, range(1, 25), front=_PRICES),
            wide=_counted(range(1, 8), 2, 1, _WIDE_WATTS, range(25, 60), front=_PRICES),
            holes=True,
            build=appliances,
            oracle=_meter,
            en=english(
                (
                    "Electric appliances run in a workshop.",
                    "One of them takes {p#} W and runs for {t#} h.",
                    "Energy costs {price} yuan per kWh.",
                    "How many yuan does this cost?",
                ),
                (
                    "A kilowatt hour costs {price} yuan.",
                    "An appliance of {p#} W is on for {t#} h.",
                    "How much is to be paid for the energy, in yuan?",
                ),
                work="{0} W for {1} h is {output} Wh.",
                add="{0} plus {1} is {output}.",
                kilo="{0} Wh is {output} kWh.",
                cost="{0} kWh at {1} yuan each costs {output} yuan.",
            ),
            zh=chinese(
                (
                    "车间里使用了一些电器。",
                    "一台{p#}瓦的电器工作了{t#}小时。",
                    "电费为每千瓦时{price}元。",
                    "一共需要付电费多少元？",
                ),
                ("每度电{price}元。", "有一台{p#}瓦的电器用了{t#}小时。", "应付电费多少元？"),
                work="{0}瓦的电器工作{1}小时，耗电{output}瓦时。",
                add="{0}加{1}等于{output}。",
                kilo="{0}瓦时等于{output}千瓦时。",
                cost="每千瓦时{1}元，{0}千瓦时共{output}元。",
            ),
        ),
        Template(
            name="lamp",
            boxes=(Box(2, range(2, 801), _CURRENTS, listed=True),),
            wide=(Box(2, range(402, 1_200, 2), range(205, 600, 5)),),
            holes=True,
            build=lamp,
            oracle=lambda given: given["u"] ** 2 / Fraction(given["p"]),
            en=english(
                (
                    "A {what} takes {p} W at {u} V.",
                    "What is its resistance in ohm?",
                ),
                (
                    "The label of a {what} says {u} V and {p} W.",
                    "Find its resistance in operation, in ohm.",
                ),
                current="{0} W divided by {1} V is {output} A.",
                ohm="{0} V divided by {1} A is {output} ohm.",
            ),
            zh=chinese(
                ("{what}接在{u}伏的电压下，功率为{p}瓦。", "它的电阻是多少欧？"),
                ("{what}上标有{u}伏、{p}瓦的字样。", "求它正常工作时的电阻，单位为欧。"),
                current="{0}瓦除以{1}伏，电流为{output}安。",
                ohm="{0}伏除以{1}安，电阻为{output}欧。",
            ),
        ),
        Template(
            name="wave",
            boxes=(Box(2, range(2, 401, 2), range(2, 61), _FREQUENCIES),),
            wide=(
                Box(2, range(410, 2_000, 10), range(62, 200), tuple(map(Fraction, range(110, 1_000, 10)))),
            ),
            holes=True,
            build=wave,
            # As many waves as have left lie along the way.
            oracle=lambda given: given["way"] / (Fraction(given["f"]) * given["time"]),
            en=english(
                (
                    "A wave travels {way} m in {time} s.",
                    "Its source vibrates at {f} Hz.",
                    "What is the wavelength in m?",
                ),
                (
                    "The source of a wave vibrates at {f} Hz.",
                    "The wave covers {way} m in {time} s.",
                    "How long is the wavelength, in m?",
                ),
                **_WAVE_EN,
            ),
            zh=chinese(
                ("一列波在{time}秒内传播{way}米。", "波源的振动频率为{f}赫兹。", "波长是多少米？"),
                (
                    "波源以{f}赫兹的频率振动。",
                    "产生的波在{time}秒内传播{way}米。",
                    "求这列波的波长，单位为米。",
                ),
                **_WAVE_ZH,
            ),
        ),
        Template(
            name="media",
            boxes=(Box(3, range(10, 401, 5), range(2, 31), range(2, 61), _LENGTHS),),
            wide=(Box(3, range(420, 3_000, 20), range(32, 90), range(62, 200, 2), _LENGTHS),),
            holes=True,
            build=media,
            # As many as leave the source while a wave crosses the way in the second medium.
            oracle=lambda given: given["f"] * given["v"] * given["time"] / Fraction(given["v2"]),
            en=english(
                (
                    "A wave of {f} Hz runs at {v} m/s in one medium.",
                    "There it takes {time} s from one wall to the other.",
                    "Now another medium fills the space, in which it runs at {v2} m/s.",
                    "How many wavelengths are there between the walls?",
                ),
                (
                    "Waves of {f} Hz have a speed of {v} m/s in one material and of {v2} m/s in another.",
                    "They cross a layer of the first material in {time} s.",
                    "How many wavelengths fit into a layer of the second material that is just as thick?",
                ),
                **_WAVE_EN,
            ),
            zh=chinese(
                (
                    "频率为{f}赫兹的波在第一种介质中的波速为{v}米/秒。",
                    "它在两壁之间传播一次用时{time}秒。",
                    "换成第二种介质后，波速为{v2}米/秒。",
                    "此时两壁之间有多少个波长？",
                ),
                (
                    "一列{f}赫兹的波在甲介质中的速度为{v}米/秒，在乙介质中为{v2}米/秒。",
                    "它穿过一层甲介质需要{time}秒。",
                    "同样厚度的一层乙介质相当于多少个波长？",
                ),
                **_WAVE_ZH,
            ),
        ),
    ),
)
