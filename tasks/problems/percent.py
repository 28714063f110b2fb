"""Values that change by percentages and amounts. All values are whole numbers.

The constructor multiplies by whole hundredths; the checker reads the prompt again and uses exact
fractions.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from tasks.problems import claims
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box, nth_good
from tasks.records import Problem

MAX_VALUE = 4_000
"""Largest value in a chain of percentage changes; extrapolation starts above it."""
OFFERED = 8
"""Changes to choose from at each step of a long chain."""

_PERCENTS = (5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90)
_CHANGES = tuple(
    [(sign * percent, "%") for percent in _PERCENTS for sign in (1, -1)]
    + [(places, "") for places in range(-4, 6) if places]
)
"""By a percentage, or by an amount that leads so many multiples of 20 up or down: these suit percentages."""
_MIXED = tuple(_CHANGES[i * 17 % len(_CHANGES)] for i in range(len(_CHANGES)))
_START = re.compile(r"[0-9]+")
_CHANGE = re.compile(r"(rises by |falls by |goes up by |goes down by |增加|减少|涨|降)([0-9]+)(%?)")
_UP = {"rises by ", "goes up by ", "增加", "涨"}
_HOW = {
    1: {"en": "rises by", "zh": "增加"},
    -1: {"en": "falls by", "zh": "减少"},
}
_PRICE = {1: {"en": "goes up by", "zh": "涨"}, -1: {"en": "goes down by", "zh": "降"}}
_PEOPLE = {"en": "", "zh": "人"}
_MONEY = {"en": " yuan", "zh": "元"}


def percent(
    start: int,
    *numbers: int,
    words: Mapping[int, Mapping[str, str]] = _HOW,
    unit: Mapping[str, str] = _PEOPLE,
) -> Proof | None:
    """A value that changes by percentages and amounts, each by its number among those that fit.

    Tellings name the unit of an amount as {unit#}, or leave it out as {sign#}; both are % for percentages.
    """
    largest = MAX_VALUE if start <= MAX_VALUE else 10 * MAX_VALUE
    givens, steps, value, before = [Given("start", start)], list[ProofStep](), start, "start"
    shown: dict[str, str | Mapping[str, str]] = {}
    for number, choice in enumerate(numbers, start=1):
        fits = partial(_fits, value, largest)
        change = nth_good(_MIXED, choice, fits, start=value // 20 + number)
        if change is None:
            return None
        share, result = change[1], _changed(value, *change)
        sign = 1 if result > value else -1
        size = abs(change[0]) if share else abs(result - value)
        value, symbol = result, "+" if sign > 0 else "-"
        formula = f"{before}*(100{symbol}n{number})/100" if share else f"{before}{symbol}n{number}"
        rule = ("rise" if sign > 0 else "fall") + ("_percent" if share else "")
        givens.append(Given(f"n{number}", size, share))
        steps.append(ProofStep(f"r{number}", formula, value, rule))
        before = f"r{number}"
        shown[f"how{number}"], shown[f"sign{number}"] = words[sign], share
        shown[f"unit{number}"] = share or unit
    return Proof(tuple(givens), tuple(steps), shown)


def _changed(value: int, size: int, share: str) -> int:
    return value * (100 + size) // 100 if share else 20 * (value // 20 + size)


def _fits(value: int, largest: int, change: tuple[int, str]) -> bool:
    return 0 < _changed(value, *change) <= largest and not (change[1] and value * change[0] % 100)


def check_percent(problem: Problem) -> None:
    """Replay the changes of the prompt as fractions."""
    claims.check_running(problem)
    start, changes = _START.search(problem.prompt), _CHANGE.findall(problem.prompt)
    if start is None or len(changes) != len(problem.steps):
        claims.refuse(problem, 0, f"the prompt tells {len(changes)} changes, the proof {len(problem.steps)}")
    value = Fraction(start[0])
    for number, (word, text, share) in enumerate(changes, start=1):
        change = value * int(text) / 100 if share else Fraction(text)
        value += change if word in _UP else -change
        if str(value) != problem.steps[number - 1].output:
            claims.refuse(problem, number, f"after this change the value is {value}")


_PERCENT_EN = {
    "rise_percent": "{0} plus {1}% of it is {output}.",
    "fall_percent": "{0} minus {1}% of it is {output}.",
    "rise": "{0} plus {1} is {output}.",
    "fall": "{0} minus {1} is {output}.",
}
_PERCENT_ZH = {
    "rise_percent": "{0}增加{1}%，得{output}。",
    "fall_percent": "{0}减少{1}%，得{output}。",
    "rise": "{0}加{1}等于{output}。",
    "fall": "{0}减{1}等于{output}。",
}


def _percent_boxes(starts: range) -> tuple[Box, ...]:
    short = tuple(Box(n, starts, *[range(len(_MIXED))] * n) for n in (1, 2))
    return short + tuple(Box(n, starts, *[range(OFFERED)] * n) for n in range(3, 16))


PERCENT = Subtask(
    kind="applied",
    version="3",
    templates=(
        Template(
            name="changes",
            boxes=_percent_boxes(range(20, 2_001, 20)),
            wide=_percent_boxes(range(4_020, 20_000, 20)),
            holes=True,
            build=percent,
            check=check_percent,
            en=english(
                (
                    "The population of a village is {start}.",
                    "It {how#} {n#}{sign#}.",
                    "How large is it at the end?",
                ),
                ("A number is {start}.", "It {how#} {n#}{sign#}.", "What is it then?"),
                **_PERCENT_EN,
            ),
            zh=chinese(
                ("某村原有{start}人。", "人数{how#}{n#}{unit#}。", "最后有多少人？"),
                ("一个数是{start}。", "它{how#}{n#}{sign#}。", "结果是多少？"),
                **_PERCENT_ZH,
            ),
        ),
        Template(
            name="price",
            heldout=True,
            boxes=_percent_boxes(range(20, 2_001, 20)),
            holes=True,
            build=partial(percent, words=_PRICE, unit=_MONEY),
            check=check_percent,
            en=english(
                (
                    "A shop sells a cabinet for {start} yuan.",
                    "The price {how#} {n#}{unit#}.",
                    "What is the price now, in yuan?",
                ),
                (
                    "A painting costs {start} yuan.",
                    "Its price {how#} {n#}{unit#}.",
                    "How many yuan does it cost now?",
                ),
                **_PERCENT_EN,
            ),
            zh=chinese(
                ("某商品原价{start}元。", "价格{how#}{n#}{unit#}。", "现在的价格是多少元？"),
                ("一幅画的价格是{start}元。", "价格{how#}{n#}{unit#}。", "现在这幅画多少元？"),
                **_PERCENT_ZH,
            ),
        ),
    ),
)
