"""Electric appliances: the cost of their energy, and their resistance.

The oracles read the meter hour by hour, or use the square of the voltage.
"""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import add_up, short


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


_CURRENTS = (1, 2, 4, 5, 8, 10, 16, 20, 25, 32, 40, 50, 80, 100)
_PRICES = (Fraction(1, 2), Fraction(3, 5), Fraction(4, 5), Fraction(1))
_WATTS, _WIDE_WATTS = range(20, 2_001, 20), range(2_050, 6_000, 50)


def _plans(watts: range, hours: range, *, listed: bool = False) -> tuple[Box, ...]:
    """A price, and the power and the hours of each appliance."""
    return tuple(Box(2 * k + 1, _PRICES, *(watts, hours) * k, listed=listed and k == 1) for k in range(1, 8))


APPLIANCES: tuple[Template, ...] = (
    Template(
        name="appliances",
        boxes=_plans(_WATTS, range(1, 25), listed=True),
        wide=_plans(_WIDE_WATTS, range(25, 60)),
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
)
"""What it costs and what it is."""
