"""Linear inequalities, alone and in systems."""

from collections.abc import Sequence
from itertools import product
from typing import Any

from tasks.problems.inequalities.check import check_inequality
from tasks.problems.inequalities.notation import (
    ASK_EN,
    ASK_ZH,
    FLIPPED,
    NOT_ZERO,
    ORDER,
    RULES_EN,
    RULES_ZH,
    ray,
    rule_step,
    solved_step,
)
from tasks.problems.polynomial_text import poly_text
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, Choices


def linear(
    bracket: int, slope: int, inner: int, constant: int, unknowns: int, end: int, sign: str
) -> Proof | None:
    """A linear inequality `bracket*(slope*x+inner)+constant  sign  unknowns*x+total`.

    Args:
        bracket: Factor before the bracket; 1 for none.
        slope: Of x in it.
        inner: Beside x in it; 0 without a bracket.
        constant: On the left; 0 for none.
        unknowns: Multiples of x on the right; 0 for none.
        end: Where both sides are equal.
        sign: `<`, `<=`, `>` or `>=`.
    """
    steep, beside = bracket * slope, bracket * inner
    total = (steep - unknowns) * end + beside + constant
    if (
        steep in (unknowns, unknowns + 1)
        or abs(total) > 999
        or bool(beside + constant) != bool(inner or constant)
    ):
        return None
    right = poly_text((unknowns, total))
    head = (
        f"{'-' if bracket == -1 else bracket}({poly_text((slope, inner))})"
        if inner
        else poly_text((steep, 0))
    )
    text = f"{head}{constant:+}" if constant else head
    steps = []
    if inner:
        spread = poly_text((steep, beside))
        expanded = f"{spread}{constant:+}" if constant else spread
        steps.append(rule_step("expand", f"{expanded}{sign}{right}", head))
        if constant:
            left = poly_text((steep, beside + constant))
            steps.append(rule_step("combine", f"{left}{sign}{right}"))
    offset = beside + constant
    if unknowns:
        left = poly_text((steep - unknowns, offset))
        rule = "subtract" if unknowns > 0 else "add"
        steps.append(rule_step(rule, f"{left}{sign}{total}", poly_text((abs(unknowns), 0))))
    if offset:
        left = poly_text((steep - unknowns, 0))
        steps.append(
            rule_step("subtract" if offset > 0 else "add", f"{left}{sign}{total - offset}", str(abs(offset)))
        )
    divisor = steep - unknowns
    last = sign if divisor > 0 else FLIPPED[sign]
    steps.append(
        solved_step(
            rule_step("divide" if divisor > 0 else "flip", f"x{last}{end}", str(divisor)), ray(last, end)
        )
    )
    return Proof((Given("inequality", f"{text}{sign}{right}"),), tuple(steps), kind="interval")


def system(*inequalities: tuple[int, int, int, int, str]) -> Proof | None:
    """Linear inequalities `ax+b sign cx+d` that hold together.

    Args:
        inequalities: Groups (a, b, c, end, sign); c may be 0.
    """
    texts, steps = [], []
    low: tuple[int, str] | None = None
    high: tuple[int, str] | None = None
    for a, b, c, end, sign in inequalities:
        total = (a - c) * end + b
        texts.append(f"{poly_text((a, b))}{sign}{poly_text((c, total))}")
        number = str(len(texts))
        if c:
            left = poly_text((a - c, b))
            steps.append(rule_step("collect", f"{left}{sign}{total}", number))
        steps.append(rule_step("isolate", f"{poly_text((a - c, 0))}{sign}{total - b}", number))
        last = sign if a > c else FLIPPED[sign]
        steps.append(rule_step("divide" if a > c else "flip", f"x{last}{end}", str(a - c)))
        if last[0] == "<":
            high = _tighter(high, (end, last), -1)
        else:
            low = _tighter(low, (end, last), 1)
    if low is not None and high is not None and low[0] >= high[0]:
        return None
    left = "(-inf" if low is None else f"{'[' if low[1] == '>=' else '('}{low[0]}"
    right = "inf)" if high is None else f"{high[0]}{']' if high[1] == '<=' else ')'}"
    answer = f"{left},{right}"
    steps.append(ProofStep("", "", answer, "intersect", claim=answer))
    givens = tuple(Given(f"inequality{n}", text) for n, text in enumerate(texts, start=1))
    return Proof(givens, tuple(steps), kind="interval")


def _tighter(old: tuple[int, str] | None, new: tuple[int, str], direction: int) -> tuple[int, str]:
    if old is None or direction * (new[0] - old[0]) > 0:
        return new
    return new if new[0] == old[0] and len(new[1]) == 1 else old


def _linear_boxes(ends: Sequence[int], numbers: Sequence[int]) -> tuple[Box, ...]:
    boxes = []
    slopes = tuple(n for n in range(-12, 13) if abs(n) > 1)
    steep, small = tuple(n for n in range(-9, 10) if n not in (0, 1)), (1, 2, 3, 4, 5, -1, -2, -3)
    for inner, constant, unknowns in product((False, True), repeat=3):
        steps = 1 + (inner or constant) + inner + (inner and constant) + unknowns
        boxes.append(
            Box(
                steps,
                steep if inner else (1,),
                small if inner else slopes,
                NOT_ZERO[9] if inner else (0,),
                numbers if constant else (0,),
                NOT_ZERO[9] if unknowns else (0,),
                ends,
                ORDER,
                listed=steps == 1,
            )
        )
    return tuple(boxes)


def _system_boxes(ends: Sequence[int]) -> tuple[Box, ...]:
    slopes, numbers = (-5, -3, -2, 2, 3, 4, 6), (-9, -7, -4, -2, 3, 5, 8)
    short = tuple(product(slopes, numbers, (0,), ends, ORDER))
    long = tuple(
        inequality
        for inequality in product(slopes[::2], numbers[::2], (-4, -1, 1, 3), ends, ORDER)
        if inequality[0] - inequality[2] not in (0, 1)
    )
    return (
        Box(5, Choices(short, 2)),
        Box(6, short, long),
        Box(7, Choices(long, 2)),
        Box(10, Choices(long, 3)),
        Box(13, Choices(long, 4)),
    )


def _flat(groups: Sequence[Any]) -> list[tuple[int, int, int, int, str]]:
    """The inequalities of axes that hold one, or a choice of several."""
    return [item for group in groups for item in (group if isinstance(group[0], tuple) else (group,))]


_LARGE = tuple(n for n in range(-150, 151) if abs(n) > 60)


LINEAR = Template(
    name="linear",
    boxes=_linear_boxes(NOT_ZERO[60], NOT_ZERO[20]),
    wide=_linear_boxes(_LARGE, tuple(range(21, 80))),
    holes=True,
    build=linear,
    check=check_inequality,
    en=english(*ASK_EN, **RULES_EN),
    zh=chinese(*ASK_ZH, **RULES_ZH),
)


SYSTEM = Template(
    name="system",
    boxes=_system_boxes(NOT_ZERO[20]),
    wide=_system_boxes(tuple(n for n in range(-60, 61) if abs(n) > 30)),
    holes=True,
    build=lambda *groups: system(*_flat(groups)),
    check=check_inequality,
    en=english(
        (
            "All of these inequalities hold.",
            "(#) {inequality#}.",
            "Which real x are possible? Answer with an interval.",
        ),
        (
            "Solve the system of inequalities.",
            "(#) {inequality#}.",
            "Give the solution as an interval.",
        ),
        **RULES_EN,
    ),
    zh=chinese(
        ("解不等式组。", "(#) {inequality#}。", "解集用区间表示。"),
        ("下列不等式同时成立。", "(#) {inequality#}。", "求x的取值范围，用区间表示。"),
        **RULES_ZH,
    ),
)
