"""Sums of quantities in mixed units: `3 m + 45 cm` in millimetres. All values are whole numbers.

The constructor goes along the table of neighbouring units; the checker reads the prompt again and uses base
units.
"""

import re
from fractions import Fraction
from functools import cache, partial
from typing import NamedTuple

from tasks.problems import claims
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box, nth_good
from tasks.records import Problem

MAX_RATIO = 100_000
"""Largest factor between two units in one problem."""
OFFERED = 48
"""Quantities to choose from for each term of a long sum."""

_FAMILIES: tuple[tuple[tuple[str, str, int], ...], ...] = (
    (("mm", "毫米", 1), ("cm", "厘米", 10), ("dm", "分米", 10), ("m", "米", 10), ("km", "千米", 1_000)),
    (("g", "克", 1), ("kg", "千克", 1_000), ("t", "吨", 1_000)),
    (("s", "秒", 1), ("min", "分钟", 60), ("h", "小时", 60), ("d", "天", 24)),
)
"""Per quantity, from small to large: English name, Chinese name, how many of the one before it is."""
_WANTED = tuple((f, u) for f, family in enumerate(_FAMILIES) for u in range(len(family)))

_BASE = (
    {"mm": 1, "cm": 10, "dm": 100, "m": 1_000, "km": 1_000_000}
    | {"毫米": 1, "厘米": 10, "分米": 100, "米": 1_000, "千米": 1_000_000}
    | {"g": 1, "kg": 1_000, "t": 1_000_000, "克": 1, "千克": 1_000, "吨": 1_000_000}
    | {"s": 1, "min": 60, "h": 3_600, "d": 86_400, "秒": 1, "分钟": 60, "小时": 3_600, "天": 86_400}
)
"""Unit -> size in mm, g or s; the checker's own table."""

_NAMES = "|".join(sorted(_BASE, key=len, reverse=True))
_AMOUNT = re.compile(rf"(-|减去)? ?([0-9]+) ?({_NAMES})(?: (is taken away))?")
_TARGET = re.compile(rf"(?: to | in |成|多少)({_NAMES})[.。？?]")


class Term(NamedTuple):
    """A quantity of a sum."""

    unit: int
    """Place in its family."""
    amount: int
    sign: int
    size: int
    """In the wanted unit."""


@cache
def _terms(family: int, wanted: int, native: bool, wide: bool) -> tuple[Term, ...]:
    """The quantities a sum may have, native ones in the wanted unit, in an order without order."""
    found = []
    for unit in range(len(_FAMILIES[family])):
        times, by = _ratios(family, unit, wanted)
        if (unit == wanted) == native and max(times, by) <= MAX_RATIO:
            for amount in range(61, 121) if wide else range(1, 61):
                for sign in (1, -1) if amount % 3 == 0 else (1,):
                    # An amount in a smaller unit is a whole number of wanted ones.
                    found.append(Term(unit, amount * by, sign, amount * times))
    return tuple(found[i * 101 % len(found)] for i in range(len(found))) if found else ()


def _ratios(family: int, unit: int, wanted: int) -> tuple[int, int]:
    """(times, by): an amount in `unit` becomes one in `wanted` by multiplying and dividing."""
    low, high = sorted((unit, wanted))
    ratio = 1
    for _, _, step in _FAMILIES[family][low + 1 : high + 1]:
        ratio *= step
    return (ratio, 1) if unit > wanted else (1, ratio)


def units(target: tuple[int, int], wide: bool, native_at: int, *numbers: int) -> Proof | None:
    """A sum in the unit `target`, each term by its number among those that keep the total above 0.

    The term at `native_at` is in the wanted unit; none if that is -1.
    """
    family, wanted = target
    names = _FAMILIES[family]
    givens, steps, total, before = list[Given](), list[ProofStep](), 0, ""
    en, zh = "", ""
    shown: dict[str, str | dict[str, str]] = {}
    for number, choice in enumerate(numbers, start=1):
        native = number == native_at + 1
        fits = partial(_fits, total)
        term = nth_good(_terms(family, wanted, native, wide), choice, fits, start=7 * total + number)
        if term is None:
            return None
        unit, amount, sign, size = term
        given = f"q{number}"
        givens.append(Given(given, amount, names[unit][0]))
        if not native:
            times, by = _ratios(family, unit, wanted)
            formula = f"{given}*{times}" if by == 1 else f"{given}/{by}"
            said = (str(amount), str(max(times, by)), *names[unit][:2], *names[wanted][:2])
            rule = "convert_down" if by == 1 else "convert_up"
            given = f"c{number}"
            steps.append(ProofStep(given, formula, size, rule, names[wanted][0], said=said))
        if before:
            total += sign * size
            rule, symbol = ("add", "+") if sign > 0 else ("subtract", "-")
            steps.append(ProofStep(f"t{number}", f"{before}{symbol}{given}", total, rule, names[wanted][0]))
            before = f"t{number}"
            en += f" {symbol} {amount} {names[unit][0]}"
            zh += f"{symbol}{amount}{names[unit][1]}"
        else:
            total, before = size, given
            en, zh = f"{amount} {names[unit][0]}", f"{amount}{names[unit][1]}"
        shown[f"unit{number}"] = {"en": names[unit][0], "zh": names[unit][1]}
        shown[f"how{number}"] = _HOW[sign]
    shown["unit"] = {"en": names[wanted][0], "zh": names[wanted][1]}
    shown["sum"] = {"en": en, "zh": zh}
    return Proof(tuple(givens), tuple(steps), shown)


_HOW = {1: {"en": "is added", "zh": "加上"}, -1: {"en": "is taken away", "zh": "减去"}}


def _fits(total: int, term: Term) -> bool:
    return term.sign > 0 or total > term.size


def check_units(problem: Problem) -> None:
    """Add up the prompt in base units. Each factor is that of its units, by the checker's own table."""
    target, amounts = _TARGET.search(problem.prompt), _AMOUNT.findall(problem.prompt)
    if target is None or len(amounts) != len(problem.givens):
        claims.refuse(problem, 0, "no sum of these quantities with a wanted unit in the prompt")
    size = Fraction(_BASE[target[1]])
    total = sum((-1 if before or after else 1) * int(n) * _BASE[u] / size for before, n, u, after in amounts)
    if str(total) != problem.answer:
        claims.refuse(problem, 0, f"the sum is {total} {target[1]}, not {problem.answer}")
    ratios = {str(max(ratio, 1 / ratio)) for ratio in (_BASE[unit] / size for _, _, unit, _ in amounts)}
    for number, step in enumerate(problem.steps, start=1):
        claims.check_value(problem, number, step)
        if len(step.inputs) == 1 and re.split("[*/]", step.claim.partition("=")[0])[1] not in ratios:
            claims.refuse(problem, number, "is no factor between units of the prompt")


def _boxes(*, wide: bool = False) -> tuple[Box, ...]:
    """n steps: c quantities in other units and v in the wanted one take 2c+v-1 steps."""
    boxes = []
    for n in range(1, 16):
        native = (n + 1) % 2
        count = (n + 1 - native) // 2 + native
        places = range(count) if native else (-1,)
        choices = range(OFFERED) if count > 2 else range(180)
        boxes.append(Box(n, _WANTED, (wide,), places, *[choices] * count))
    return tuple(boxes)


_SENTENCES_EN = {
    "convert_down": "1 {2} is {1} {4}, so {0} {2} is {output} {4}.",
    "convert_up": "{1} {2} is 1 {4}, so {0} {2} is {output} {4}.",
    "add": "{0} plus {1} is {output}.",
    "subtract": "{0} minus {1} is {output}.",
}
_SENTENCES_ZH = {
    "convert_down": "1{3}等于{1}{5}，所以{0}{3}等于{output}{5}。",
    "convert_up": "{1}{3}等于1{5}，所以{0}{3}等于{output}{5}。",
    "add": "{0}加{1}等于{output}。",
    "subtract": "{0}减{1}等于{output}。",
}

UNITS = Subtask(
    kind="applied",
    version="3",
    templates=(
        Template(
            name="sum",
            boxes=_boxes(),
            wide=_boxes(wide=True),
            holes=True,
            build=units,
            check=check_units,
            en=english("Convert {sum} to {unit}.", "Express {sum} in {unit}.", **_SENTENCES_EN),
            zh=chinese("把{sum}换算成{unit}。", "{sum}等于多少{unit}？", **_SENTENCES_ZH),
        ),
        Template(
            name="account",
            heldout=True,
            boxes=_boxes(),
            holes=True,
            build=units,
            check=check_units,
            en=english(
                ("A running total starts at 0.", "{q#} {unit#} {how#}.", "How much is that in {unit}?"),
                ("Start from nothing.", "{q#} {unit#} {how#}.", "Give the result in {unit}."),
                **_SENTENCES_EN,
            ),
            zh=chinese(
                ("从零开始累计。", "{how#}{q#}{unit#}。", "结果等于多少{unit}？"),
                ("起初为零，依次加减。", "{how#}{q#}{unit#}。", "最后是多少{unit}？"),
                **_SENTENCES_ZH,
            ),
        ),
    ),
)
