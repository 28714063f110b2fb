"""Resistors in series and in parallel, Ohm's law and power; then appliances and waves.

Steps reduce the circuit; the oracles start from one ampere in the last resistor, or add the power of each
resistor.
"""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache, partial

from tasks.problems import appliances, waves
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


_OHMS, _WIDE_OHMS = range(1, 61), range(70, 300)
_NICE = (2, 3, 4, 5, 6, 8, 10, 12, 15, 16, 20, 24, 25, 30, 40, 48, 50, 60, 75, 80, 100, 120)
_WIDE_NICE = (125, 150, 160, 200, 240, 250, 300, 320, 400, 480, 500, 600, 625, 750, 800, 1000, 1200)
_VOLTS, _WIDE_VOLTS = (
    (3, 6, 9, 12, 15, 18, 20, 24, 30, 36, 48, 60, 90, 110, 120, 220, 240),
    range(250, 900, 10),
)


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
        *appliances.APPLIANCES,
        *waves.WAVES,
    ),
)
