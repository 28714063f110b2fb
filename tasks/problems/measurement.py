"""Percentage changes, and sums of quantities in mixed units. All values are whole numbers.

The constructor of a percentage multiplies by the hundredfold factor, that of a unit goes along the table
of neighbouring units; the checkers read the prompt again and use exact fractions and base units.
"""

import re
from fractions import Fraction
from random import Random

from tasks.problems import claims
from tasks.problems.proof import Proof, ProofStep, Subtask, Wording
from tasks.records import Problem

MAX_VALUE = 4_000
"""Largest value in a chain of percentage changes."""
MAX_RATIO = 100_000
"""Largest factor between two units in one problem."""

_PERCENTS = (5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90)
_START = re.compile(r"[0-9]+")
_CHANGE = re.compile(r"(rises by |falls by |增加|减少)([0-9]+)(%?)")
_WORDS = {"en": ("rises by ", "falls by ", ", then "), "zh": ("增加", "减少", "，再")}

_UNITS: tuple[tuple[tuple[str, str, int], ...], ...] = (
    (("mm", "毫米", 1), ("cm", "厘米", 10), ("dm", "分米", 10), ("m", "米", 10), ("km", "千米", 1_000)),
    (("g", "克", 1), ("kg", "千克", 1_000), ("t", "吨", 1_000)),
    (("s", "秒", 1), ("min", "分钟", 60), ("h", "小时", 60), ("d", "天", 24)),
)
"""Per quantity, from small to large: English name, Chinese name, how many of the one before it is."""

_BASE = (
    {"mm": 1, "cm": 10, "dm": 100, "m": 1_000, "km": 1_000_000}
    | {"毫米": 1, "厘米": 10, "分米": 100, "米": 1_000, "千米": 1_000_000}
    | {"g": 1, "kg": 1_000, "t": 1_000_000, "克": 1, "千克": 1_000, "吨": 1_000_000}
    | {"s": 1, "min": 60, "h": 3_600, "d": 86_400, "秒": 1, "分钟": 60, "小时": 3_600, "天": 86_400}
)
"""Unit -> size in mm, g or s; the checker's own table."""

_NAMES = "|".join(sorted(_BASE, key=len, reverse=True))
_AMOUNT = re.compile(rf"([+-]?) ?([0-9]+) ?({_NAMES})")
_TARGET = re.compile(rf"(?: to | in |成|多少)({_NAMES})[.。？]")


def draw_percent(rng: Random, num_steps: int) -> Proof:
    """A value that changes `num_steps` times, by a percentage or by an amount."""
    start = value = 20 * rng.randint(1, 100)
    changes: list[tuple[bool, str]] = []
    steps = []
    for _ in range(num_steps):
        fits = [p for p in _PERCENTS if value * p % 100 == 0]
        if fits and rng.random() < 0.8:
            percent = rng.choice(fits)
            up = rng.random() < 0.5 and value * (100 + percent) <= MAX_VALUE * 100
            factor = 100 + percent if up else 100 - percent
            result, text, claim = value * factor // 100, f"{percent}%", f"{value}*{factor}/100"
        else:
            result = _round_neighbour(rng, value)
            up, text = result > value, str(abs(result - value))
            claim = f"{value}{result - value:+}"
        changes.append((up, text))
        steps.append(
            ProofStep(
                rule=("rise" if up else "fall") + ("_percent" if "%" in text else ""),
                inputs=(str(value), text),
                output=str(result),
                claim=f"{claim}={result}",
            )
        )
        value = result
    return Proof(
        key=f"{start}" + "".join(f"{'+' if up else '-'}{text}" for up, text in changes),
        question={
            "": {"start": str(start)},
            **{language: {"changes": _changes(language, changes)} for language in _WORDS},
        },
        steps=tuple(steps),
        answer=str(value),
    )


def _round_neighbour(rng: Random, value: int) -> int:
    """Another value near `value` that many percentages divide."""
    while True:
        result = 20 * (value // 20 + rng.randint(-4, 5))
        if result != value and 0 < result <= MAX_VALUE:
            return result


def _changes(language: str, changes: list[tuple[bool, str]]) -> str:
    rises, falls, link = _WORDS[language]
    return link.join((rises if up else falls) + text for up, text in changes)


def check_percent(problem: Problem) -> None:
    """Evaluate every claim, follow the chain, and replay the changes of the prompt as fractions."""
    claims.check_running(problem)
    start, changes = _START.search(problem.prompt), _CHANGE.findall(problem.prompt)
    if start is None or len(changes) != len(problem.steps):
        claims.refuse(problem, 0, f"the prompt tells {len(changes)} changes, the proof {len(problem.steps)}")
    value = Fraction(start[0])
    for number, (word, text, percent) in enumerate(changes, start=1):
        change = value * int(text) / 100 if percent else Fraction(text)
        value += change if word in ("rises by ", "增加") else -change
        if str(value) != problem.steps[number - 1].output:
            claims.refuse(problem, number, f"after this change the value is {value}")


def draw_units(rng: Random, num_steps: int) -> Proof:
    """A sum of quantities in mixed units; converting and adding takes `num_steps` steps.

    c quantities in other units and v in the wanted one take 2c+v-1 steps.
    """
    family = rng.choice(_UNITS)
    wanted = rng.randrange(len(family))
    others = [i for i in range(len(family)) if i != wanted and max(_ratios(family, i, wanted)) <= MAX_RATIO]
    native = (num_steps + 1) % 2
    units = [rng.choice(others) for _ in range((num_steps + 1 - native) // 2)] + [wanted] * native
    rng.shuffle(units)
    steps: list[ProofStep] = []
    total = 0
    terms: list[tuple[str, int, int]] = []
    for unit in units:
        amount, size, conversion = _draw_amount(rng, family, unit, wanted)
        steps += conversion
        minus = total > size and rng.random() < 0.25
        if terms:
            result = total - size if minus else total + size
            claim = f"{total}{'-' if minus else '+'}{size}={result}"
            rule = "subtract" if minus else "add"
            steps.append(
                ProofStep(rule=rule, inputs=(str(total), str(size)), output=str(result), claim=claim)
            )
            total = result
        else:
            total = size
        terms.append(("-" if minus else "+" if terms else "", amount, unit))
    return Proof(
        key="".join(f"{sign}{amount}{family[unit][0]}" for sign, amount, unit in terms)
        + f">{family[wanted][0]}",
        question={
            "en": {
                "sum": "".join(f"{s and f' {s} '}{a} {family[u][0]}" for s, a, u in terms),
                "unit": family[wanted][0],
            },
            "zh": {"sum": "".join(f"{s}{a}{family[u][1]}" for s, a, u in terms), "unit": family[wanted][1]},
        },
        steps=tuple(steps),
        answer=str(total),
    )


def _ratios(family: tuple[tuple[str, str, int], ...], unit: int, wanted: int) -> tuple[int, int]:
    """(times, by): an amount in `unit` becomes one in `wanted` by multiplying and dividing."""
    low, high = sorted((unit, wanted))
    ratio = 1
    for _, _, step in family[low + 1 : high + 1]:
        ratio *= step
    return (ratio, 1) if unit > wanted else (1, ratio)


def _draw_amount(
    rng: Random, family: tuple[tuple[str, str, int], ...], unit: int, wanted: int
) -> tuple[int, int, list[ProofStep]]:
    """An amount in `unit`, its size in the wanted unit, and the conversion if there is one."""
    times, by = _ratios(family, unit, wanted)
    if unit == wanted:
        amount = rng.randint(1, 60)
        return amount, amount, []
    amount = rng.randint(2, 20) * by if by > 1 else rng.randint(1, 60)
    size = amount * times // by
    names = (*family[unit][:2], *family[wanted][:2])
    sign, ratio = ("*", times) if by == 1 else ("/", by)
    step = ProofStep(
        rule="convert_down" if by == 1 else "convert_up",
        inputs=(str(amount), str(ratio), *names),
        output=str(size),
        claim=f"{amount}{sign}{ratio}={size}",
    )
    return amount, size, [step]


def check_units(problem: Problem) -> None:
    """Evaluate every claim on numbers that are known by then, and add up the prompt in base units."""
    target, amounts = _TARGET.search(problem.prompt), _AMOUNT.findall(problem.prompt)
    if target is None or not amounts:
        claims.refuse(problem, 0, "no sum of quantities with a wanted unit in the prompt")
    size = Fraction(_BASE[target[1]])
    known = {text for _, text, _ in amounts}
    ratios = {str(max(ratio, 1 / ratio)) for ratio in (_BASE[unit] / size for _, _, unit in amounts)}
    for number, step in enumerate(problem.steps, start=1):
        claims.check_value(problem, number, step)
        first, second = re.split(r"[+\-*/]", claims.sides(step.claim)[0], maxsplit=1)
        if first not in known or second not in (ratios if re.search("[*/]", step.claim) else known):
            claims.refuse(problem, number, "uses a number that is not known yet")
        known.add(step.output)
    total = sum((-1 if sign == "-" else 1) * int(text) * _BASE[unit] / size for sign, text, unit in amounts)
    if str(total) != problem.answer:
        claims.refuse(problem, 0, f"the sum is {total} {target[1]}, not {problem.answer}")


PERCENT = Subtask(
    draw=draw_percent,
    check=check_percent,
    wording={
        "en": Wording(
            questions=(
                "A price of {start} {changes}. What is it now?",
                "A population of {start} {changes}. How large is it at the end?",
                "A number is {start}. It {changes}. What is it then?",
            ),
            sentences={
                "rise_percent": "{0} plus {1} of it is {output}.",
                "fall_percent": "{0} minus {1} of it is {output}.",
                "rise": "{0} plus {1} is {output}.",
                "fall": "{0} minus {1} is {output}.",
            },
            closing="The answer is {answer}.",
        ),
        "zh": Wording(
            questions=(
                "某商品原价{start}元，{changes}，现在是多少元？",
                "某镇原有{start}人，{changes}，最后有多少人？",
                "一个数是{start}，{changes}，结果是多少？",
            ),
            sentences={
                "rise_percent": "{0}增加{1}，得{output}。",
                "fall_percent": "{0}减少{1}，得{output}。",
                "rise": "{0}加{1}等于{output}。",
                "fall": "{0}减{1}等于{output}。",
            },
            closing="答案是{answer}。",
        ),
    },
)

UNITS = Subtask(
    draw=draw_units,
    check=check_units,
    wording={
        "en": Wording(
            questions=("Convert {sum} to {unit}.", "Express {sum} in {unit}."),
            sentences={
                "convert_down": "1 {2} is {1} {4}, so {0} {2} is {output} {4}.",
                "convert_up": "{1} {2} is 1 {4}, so {0} {2} is {output} {4}.",
                "add": "{0} plus {1} is {output}.",
                "subtract": "{0} minus {1} is {output}.",
            },
            closing="The answer is {answer}.",
        ),
        "zh": Wording(
            questions=("把{sum}换算成{unit}。", "{sum}等于多少{unit}？"),
            sentences={
                "convert_down": "1{3}等于{1}{5}，所以{0}{3}等于{output}{5}。",
                "convert_up": "{1}{3}等于1{5}，所以{0}{3}等于{output}{5}。",
                "add": "{0}加{1}等于{output}。",
                "subtract": "{0}减{1}等于{output}。",
            },
            closing="答案是{answer}。",
        ),
    },
)
