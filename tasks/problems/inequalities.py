"""Inequalities in one unknown: linear with a sign flip, by a sign table, systems, absolute values.

The solution is chosen first. The checker tries each inequality of a solution between and at the critical
points: a set with these ends that agrees with the prompt there is its solution.
"""

import operator
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from tasks.errors import DataError
from tasks.problems.claims import refuse
from tasks.problems.evaluate import Number, evaluate
from tasks.problems.polynomial_text import add, factors_text, from_roots, in_brackets, poly_text
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box, Choices
from tasks.records import Problem

SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_PARTS = re.compile(r"(<=|>=|<|>)")
_INTERVAL = re.compile(r"([(\[])(-inf|-?[0-9/]+),(inf|-?[0-9/]+)([)\]])")


def _step(rule: str, claim: str, *said: str) -> ProofStep:
    return ProofStep("", "", claim.rpartition(",")[2], rule, claim=claim, said=said)


def ray(sign: str, end: int | Fraction) -> str:
    """`x<=4` as an interval, `(-inf,4]`."""
    if sign[0] == "<":
        return f"(-inf,{end}" + ("]" if sign == "<=" else ")")
    return ("[" if sign == ">=" else "(") + f"{end},inf)"


def _solved(step: ProofStep, answer: str) -> ProofStep:
    return step._replace(value=answer)


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
        steps.append(_step("expand", f"{expanded}{sign}{right}", head))
        if constant:
            left = poly_text((steep, beside + constant))
            steps.append(_step("combine", f"{left}{sign}{right}"))
    offset = beside + constant
    if unknowns:
        left = poly_text((steep - unknowns, offset))
        rule = "subtract" if unknowns > 0 else "add"
        steps.append(_step(rule, f"{left}{sign}{total}", poly_text((abs(unknowns), 0))))
    if offset:
        left = poly_text((steep - unknowns, 0))
        steps.append(
            _step("subtract" if offset > 0 else "add", f"{left}{sign}{total - offset}", str(abs(offset)))
        )
    divisor = steep - unknowns
    last = sign if divisor > 0 else _FLIPPED[sign]
    steps.append(
        _solved(_step("divide" if divisor > 0 else "flip", f"x{last}{end}", str(divisor)), ray(last, end))
    )
    return Proof((Given("inequality", f"{text}{sign}{right}"),), tuple(steps), kind="interval")


def signs(form: str, roots: tuple[int, ...], lead: int, below: int, sign: str) -> Proof | None:
    """A product or quotient of linear factors against zero, by a value in each interval.

    Args:
        form: `factors`, `standard` (multiplied out), `moved` (a line on the right), `quotient`.
        roots: Of the factors, all different, ascending.
        lead: Before the factors, 1 or more; the sign of the leading term may be negative.
        below: In the form `quotient`, the number of the root whose factor is the denominator.
        sign: `<`, `<=`, `>` or `>=`.
    """
    written = factors_text(roots, lead)
    steps: list[ProofStep] = []
    poles: tuple[int, ...] = ()
    if form == "factors":
        inequality = f"{written}{sign}0"
    elif form == "quotient":
        poles = (roots[below % len(roots)],)
        above = factors_text([r for r in roots if r not in poles], lead)
        written = f"{above}/(x{-poles[0]:+})"
        inequality = f"{written}{sign}0"
    else:
        coefs = from_roots(roots, lead)
        plain = poly_text(coefs)
        if form == "standard":
            inequality = f"{plain}{sign}0"
        else:
            keep = (*coefs[:1], *[0] * (len(coefs) - 1))
            rest = add(keep, coefs, -1)
            inequality = f"{poly_text(keep)}{sign}{poly_text(rest)}"
            steps.append(_step("move", f"{plain}{sign}0"))
        steps += _factored(roots, lead)
    zeros = ",".join(f"x={root}" for root in roots)
    steps.append(ProofStep("", "", zeros, "zeros", claim=zeros, said=(zeros,)))
    probes: list[int | Fraction] = [roots[0] - 1]
    probes += [_between(low, high) for low, high in pairwise(roots)]
    probes.append(roots[-1] + 1)
    good = []
    for place, x in enumerate(probes):
        value = Fraction(lead)
        for root in roots:
            value = value / (x - root) if root in poles else value * (x - root)
        low = str(roots[place - 1]) if place else "-inf"
        high = str(roots[place]) if place < len(roots) else "inf"
        good.append(SIGNS[sign](value, 0))
        claim = f"{written.replace('x', in_brackets(x))}={value}"
        steps.append(ProofStep("", "", str(value), "probe", claim=claim, said=(low, high, str(x))))
    answer = _union(good, roots, set() if len(sign) == 1 else set(roots) - set(poles))
    steps.append(ProofStep("", "", answer, "answer", claim=answer))
    return Proof((Given("inequality", inequality),), tuple(steps), kind="set")


def _factored(roots: tuple[int, ...], lead: int) -> list[ProofStep]:
    """Factors split off one by one, and the quadratic that is left."""
    steps = []
    order = sorted(roots, key=lambda root: (abs(root), -root))
    front = {1: "", -1: "-"}.get(lead, str(lead))
    for place in range(len(order) - 2):
        rest, done = poly_text(from_roots(order[place:])), factors_text(order[:place], lead)
        split = f"(x{-order[place]:+})({poly_text(from_roots(order[place + 1 :]))})"
        whole = poly_text(from_roots(order, lead)) if not place else f"{done}({rest})"
        steps.append(
            ProofStep(
                "",
                "",
                f"{done or front}{split}",
                "divide_out",
                claim=f"{whole}={done or front}{split}",
                said=(str(order[place]),),
            )
        )
    rest, done = poly_text(from_roots(order[-2:])), factors_text(order[:-2], lead)
    whole = f"{done}({rest})" if len(order) > 2 else poly_text(from_roots(order, lead))
    steps.append(
        ProofStep("", "", factors_text(roots, lead), "factor", claim=f"{whole}={factors_text(roots, lead)}")
    )
    return steps


def _between(low: int, high: int) -> int | Fraction:
    """A simple number between: 0, or whole, or a half."""
    if low < 0 < high:
        return 0
    return low + 1 if high - low > 1 else Fraction(low + high, 2)


def _union(good: Sequence[bool], roots: Sequence[int], closed: set[int]) -> str:
    """Intervals of the line cut at the roots, those that are good, with the closed ends."""
    parts = []
    for place, is_good in enumerate(good):
        if is_good:
            low, high = (roots[place - 1] if place else None), (roots[place] if place < len(roots) else None)
            left = "(-inf" if low is None else f"{'[' if low in closed else '('}{low}"
            right = "inf)" if high is None else f"{high}{']' if high in closed else ')'}"
            parts.append(f"{left},{right}")
    return "U".join(parts)


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
            steps.append(_step("collect", f"{left}{sign}{total}", number))
        steps.append(_step("isolate", f"{poly_text((a - c, 0))}{sign}{total - b}", number))
        last = sign if a > c else _FLIPPED[sign]
        steps.append(_step("divide" if a > c else "flip", f"x{last}{end}", str(a - c)))
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


def between(slope: int, ends: tuple[int, int], sign: str, right: int) -> Proof | None:
    """`abs(ax+b)` against a number: two inequalities at once, or one or the other.

    Args:
        slope: Of x, positive.
        ends: Of the solution.
        sign: `<`, `<=`, `>` or `>=`.
        right: Beside the absolute value; 0 for none.
    """
    low, high = ends
    b, odd = divmod(-slope * (low + high), 2)
    if odd or not b:
        return None
    size = slope * (high - low) // 2
    inside = poly_text((slope, b))
    steps = []
    inequality = f"abs({inside}){sign}{size}"
    if right:
        steps.append(_step("isolate_abs", inequality))
        inequality = f"abs({inside}){right:+}{sign}{size + right}"
    if sign[0] == "<":
        steps.append(_step("inside", f"-{size}{sign}{inside}{sign}{size}"))
        if slope > 1:
            steps.append(_step("shift", f"{-size - b}{sign}{poly_text((slope, 0))}{sign}{size - b}"))
        bounds = "[]" if sign == "<=" else "()"
        answer = f"{bounds[0]}{low},{high}{bounds[1]}"
        steps.append(_solved(_step("solve", f"{low}{sign}x{sign}{high}"), answer))
    else:
        flipped = _FLIPPED[sign]
        for end, number, direction, rule in ((high, size, sign, "above"), (low, -size, flipped, "below")):
            middle = f"{poly_text((slope, 0))}{direction}{number - b}," if slope > 1 else ""
            steps.append(_step(rule, f"{inside}{direction}{number},{middle}x{direction}{end}"))
        answer = f"{ray(flipped, low)}U{ray(sign, high)}"
        steps.append(ProofStep("", "", answer, "unite", claim=answer))
    return Proof((Given("inequality", inequality),), tuple(steps), kind="set")


def holds(inequality: str, x: Number) -> bool:
    """Whether `a<b`, or a chain `a<b<c`, is true at a point; a pole of a side makes it false.

    Raises:
        DataError: `inequality` is none.
    """
    parts = _PARTS.split(inequality)
    if len(parts) < 3 or len(parts) % 2 == 0:
        raise DataError(f"not an inequality: {inequality[:80]!r}")
    try:
        values = [evaluate(part, {"x": x}) for part in parts[::2]]
    except DataError as error:
        if "division by zero" in str(error):
            return False
        raise
    return all(SIGNS[sign](values[i], values[i + 1]) for i, sign in enumerate(parts[1::2]))


def _intervals(text: str) -> list[tuple[Fraction | None, bool, Fraction | None, bool]]:
    """(low, closed, high, closed) of each interval of a union; None without end."""
    found = []
    for part in text.split("U"):
        match = _INTERVAL.fullmatch(part)
        if match is None:
            raise DataError(f"not an interval: {part[:80]!r}")
        left, low, high, right = match.groups()
        ends = [None if end.endswith("inf") else Fraction(end) for end in (low, high)]
        if (ends[0] is None and left == "[") or (ends[1] is None and right == "]"):
            raise DataError(f"closed at infinity: {part[:80]!r}")
        if None not in ends and ends[0] >= ends[1]:  # type: ignore[operator]
            raise DataError(f"an empty interval: {part[:80]!r}")
        found.append((ends[0], left == "[", ends[1], right == "]"))
    return found


def _contains(intervals: Sequence[tuple[Fraction | None, bool, Fraction | None, bool]], x: Fraction) -> bool:
    return any(
        (low is None or low < x or (closed and low == x))
        and (high is None or x < high or (shut and high == x))
        for low, closed, high, shut in intervals
    )


_SOLVED = re.compile(r"(?:(-?[0-9/]+)[<>]=?)?x[<>=]=?(-?[0-9/]+)")


def check_inequality(problem: Problem) -> None:
    """Both sides of each inequality are equal at the ends found next, and it is true on their same side.

    The prompt and the answer are compared at all ends and zeros that are found, between them and beyond.
    """
    last = len(problem.steps)
    wanted: list[Fraction] = []
    ends: list[Fraction] = []
    answer, asked = _intervals(problem.answer), [given.value for given in problem.givens]
    solved = asked[0]
    for number in range(last, 0, -1):
        step = problem.steps[number - 1]
        if number == last and step.claim == problem.answer:
            continue
        parts = step.claim.split(",")
        found = [match for part in parts if (match := _SOLVED.fullmatch(part))]
        if found:
            wanted = [Fraction(end) for match in found for end in match.groups() if end is not None]
            ends = ends + wanted
            solved = asked[0] if parts[0].startswith("x=") else found[-1][0]
        for part in parts:
            if not _agrees(part, wanted, solved):
                refuse(problem, number, f"{part[:80]} does not lead to what is found next")
        said = step.output in (step.claim, parts[-1]) or parts[-1].endswith(f"={step.output}")
        if not said and (number < last or step.output != problem.answer):
            refuse(problem, number, f"the step says {step.output[:80]}")
    ends += [end for low, _, high, _ in answer for end in (low, high) if end is not None]
    for x in _places(ends):
        if all(holds(text, x) for text in asked) != _contains(answer, x):
            refuse(problem, 0, f"at x={x} {' and '.join(asked)[:80]} and the answer differ")
    for x in ends:
        if not any(_is_end(text, x) for text in asked):
            refuse(problem, 0, f"x={x} is no end of {' and '.join(asked)[:80]}")


def _agrees(part: str, wanted: Sequence[Fraction], solved: str) -> bool:
    """Whether a part is an identity, or an inequality with the wanted ends that is true where `solved` is."""
    signs = _PARTS.split(part)
    if len(signs) == 1:
        left, equals, right = part.partition("=")
        if part.startswith("x=") and "x" not in right:
            return Fraction(right) in wanted
        point = {"x": 10_000_019}
        return bool(equals) and evaluate(left, point) == evaluate(right, point)
    if not wanted:
        return False
    pairs = [(signs[i], signs[i + 2]) for i in range(0, len(signs) - 2, 2)]
    if len(pairs) > 1:
        # a<m<b: the middle is a at the lower end and b at the upper one.
        tight = all(_equal(*pair, x) for pair, x in zip(pairs, sorted(wanted), strict=True))
    else:
        tight = all(_equal(*pairs[0], x) for x in wanted)
    return tight and all(holds(part, x) == holds(solved, x) for x in _places(wanted))


def _equal(left: str, right: str, x: Fraction) -> bool:
    return evaluate(left, {"x": x}) == evaluate(right, {"x": x})


def _is_end(asked: str, x: Fraction) -> bool:
    """Whether both sides are equal, or one has no value."""
    left, _, right = _PARTS.split(asked)
    try:
        return _equal(left, right, x)
    except DataError as error:
        return "division by zero" in str(error)


def _places(points: Sequence[Fraction]) -> list[Fraction]:
    """The points, one between each two, and one beyond each end."""
    cut = sorted(set(points))
    middle = [(low + high) / 2 for low, high in pairwise(cut)]
    return [cut[0] - 1, *cut, *middle, cut[-1] + 1]


_ORDER = ("<", "<=", ">", ">=")
_NOT_ZERO = {size: tuple(n for n in range(-size, size + 1) if n) for size in (5, 6, 9, 12, 20, 30, 60)}


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
                _NOT_ZERO[9] if inner else (0,),
                numbers if constant else (0,),
                _NOT_ZERO[9] if unknowns else (0,),
                ends,
                _ORDER,
                listed=steps == 1,
            )
        )
    return tuple(boxes)


def _sign_boxes(*, wide: bool = False) -> tuple[Box, ...]:
    near = [r for r in range(-30, 31) if abs(r) > 12] if wide else _NOT_ZERO[12]
    few = [r for r in range(-12, 13) if abs(r) > 6] if wide else _NOT_ZERO[6]
    leads = (1, 2, 3, -1, -2, -3)
    boxes = [
        Box(count + 3, ("factors",), Choices(near if count < 4 else few, count), leads, (0,), _ORDER)
        for count in (2, 3, 4, 5)
    ]
    for more, form in enumerate(("standard", "moved")):
        boxes += [
            Box(
                2 * count + 2 + more, (form,), Choices(near if count < 3 else few, count), leads, (0,), _ORDER
            )
            for count in (2, 3, 4)
        ]
    return tuple(boxes)


def _quotient_boxes() -> tuple[Box, ...]:
    return tuple(
        Box(count + 3, ("quotient",), Choices(_NOT_ZERO[12], count), (1, 2, 3, -1, -2), range(count), _ORDER)
        for count in (2, 3, 4)
    )


def _system_boxes(ends: Sequence[int]) -> tuple[Box, ...]:
    slopes, numbers = (-5, -3, -2, 2, 3, 4, 6), (-9, -7, -4, -2, 3, 5, 8)
    short = tuple(product(slopes, numbers, (0,), ends, _ORDER))
    long = tuple(
        inequality
        for inequality in product(slopes[::2], numbers[::2], (-4, -1, 1, 3), ends, _ORDER)
        if inequality[0] - inequality[2] not in (0, 1)
    )
    return (
        Box(5, Choices(short, 2)),
        Box(6, short, long),
        Box(7, Choices(long, 2)),
        Box(10, Choices(long, 3)),
        Box(13, Choices(long, 4)),
    )


def _absolute_boxes() -> tuple[Box, ...]:
    ends, beside = Choices(_NOT_ZERO[20], 2), _NOT_ZERO[12]
    steep = tuple(range(2, 10))
    return (
        Box(3, steep, ends, _ORDER, (0,), listed=True),
        Box(4, steep, ends, _ORDER, beside),
    )


def _flat(groups: Sequence[Any]) -> list[tuple[int, int, int, int, str]]:
    """The inequalities of axes that hold one, or a choice of several."""
    return [item for group in groups for item in (group if isinstance(group[0], tuple) else (group,))]


_RULES_EN = {
    "expand": "Expand {0}: {claim}.",
    "combine": "Combine like terms: {claim}.",
    "subtract": "Subtract {0} from both sides: {claim}.",
    "add": "Add {0} to both sides: {claim}.",
    "divide": "Divide both sides by {0}: {claim}.",
    "flip": "Divide both sides by {0}, which reverses the inequality sign: {claim}.",
    "move": "Bring everything to one side: {claim}.",
    "divide_out": "x={0} is a zero, so split off its factor: {claim}.",
    "factor": "Factor: {claim}.",
    "zeros": "The factors vanish at {0}.",
    "probe": "On ({0},{1}) try x={2}: {claim}.",
    "answer": "The inequality holds on {claim}.",
    "collect": "In inequality {0}, collect x on the left: {claim}.",
    "isolate": "Collect the numbers of inequality {0} on the right: {claim}.",
    "intersect": "What they have in common is {claim}.",
    "isolate_abs": "Isolate the absolute value: {claim}.",
    "inside": "The inside lies between these numbers: {claim}.",
    "shift": "Move the number to both ends: {claim}.",
    "solve": "So {claim}.",
    "above": "If the inside is positive: {claim}.",
    "below": "If the inside is negative: {claim}.",
    "unite": "Together: {claim}.",
}
_RULES_ZH = {
    "expand": "展开{0}：{claim}。",
    "combine": "合并同类项：{claim}。",
    "subtract": "两边同时减去{0}：{claim}。",
    "add": "两边同时加上{0}：{claim}。",
    "divide": "两边同时除以{0}：{claim}。",
    "flip": "两边同时除以{0}，不等号方向改变：{claim}。",
    "move": "移项并整理：{claim}。",
    "divide_out": "x={0}是一个零点，分离出相应的因式：{claim}。",
    "factor": "因式分解：{claim}。",
    "zeros": "各因式的零点为{0}。",
    "probe": "在区间({0},{1})内取x={2}：{claim}。",
    "answer": "所以解集为{claim}。",
    "collect": "第{0}个不等式移项：{claim}。",
    "isolate": "第{0}个不等式移常数项：{claim}。",
    "intersect": "取公共部分，得{claim}。",
    "isolate_abs": "移项：{claim}。",
    "inside": "去绝对值：{claim}。",
    "shift": "各边移项：{claim}。",
    "solve": "于是{claim}。",
    "above": "若绝对值内为正：{claim}。",
    "below": "若绝对值内为负：{claim}。",
    "unite": "合并得{claim}。",
}
_ASK_EN = (
    "Solve {inequality}. Give the solution as an interval or a union of intervals.",
    "For which real x is {inequality}? Answer in interval notation.",
    "Write the solution set of {inequality} in interval notation.",
)
_ASK_ZH = (
    "解不等式{inequality}，结果用区间表示。",
    "求不等式{inequality}的解集，用区间表示。",
    "x取哪些实数时，{inequality}成立？用区间作答。",
)
_LARGE = tuple(n for n in range(-150, 151) if abs(n) > 60)

INEQUALITY = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        Template(
            name="linear",
            boxes=_linear_boxes(_NOT_ZERO[60], _NOT_ZERO[20]),
            wide=_linear_boxes(_LARGE, tuple(range(21, 80))),
            holes=True,
            build=linear,
            check=check_inequality,
            en=english(*_ASK_EN, **_RULES_EN),
            zh=chinese(*_ASK_ZH, **_RULES_ZH),
        ),
        Template(
            name="signs",
            boxes=_sign_boxes(),
            wide=_sign_boxes(wide=True),
            build=signs,
            check=check_inequality,
            en=english(*_ASK_EN, **_RULES_EN),
            zh=chinese(*_ASK_ZH, **_RULES_ZH),
        ),
        Template(
            name="quotient",
            heldout=True,
            boxes=_quotient_boxes(),
            build=signs,
            check=check_inequality,
            en=english(*_ASK_EN, **_RULES_EN),
            zh=chinese(*_ASK_ZH, **_RULES_ZH),
        ),
        Template(
            name="system",
            boxes=_system_boxes(_NOT_ZERO[20]),
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
                **_RULES_EN,
            ),
            zh=chinese(
                ("解不等式组。", "(#) {inequality#}。", "解集用区间表示。"),
                ("下列不等式同时成立。", "(#) {inequality#}。", "求x的取值范围，用区间表示。"),
                **_RULES_ZH,
            ),
        ),
        Template(
            name="absolute",
            heldout=True,
            boxes=_absolute_boxes(),
            holes=True,
            build=between,
            check=check_inequality,
            en=english(*_ASK_EN, **_RULES_EN),
            zh=chinese(*_ASK_ZH, **_RULES_ZH),
        ),
    ),
)
