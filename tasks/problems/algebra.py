"""Linear equations in one unknown: `3(x+2)=x+14`.

An equation is given by its solution, the coefficient that is left at the end, what stands on both sides
besides, a bracket, and the parts that its terms are split into; so the number of steps is known beforehand.
It is solved from the front like a pupil would: expand, combine like terms, gather x on the left, gather
constants on the right, divide.

A claim writes the calculation down before the equation it leads to, `6x-3x=3x,3x=6`: a small model that
must do it in its head learns a fifth of what it learns from the written one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product, takewhile
from random import Random
from typing import NamedTuple

from tasks.errors import DataError
from tasks.problems import claims
from tasks.problems.evaluate import evaluate
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box, Choices
from tasks.records import Problem

MAX_NUMBER = {False: 99, True: 999}
"""No equation on the way holds a larger number; the second limit is that of extrapolation."""
SHORT_STEPS = 4
"""Equations of levels 1 and 2 have no brackets, and numbers as a beginner's exercises have them."""
ARRANGEMENTS = 8
"""Orders of the terms that are tried for an equation without leading minus and zero terms."""

_EQUATION = re.compile(r"[0-9x+()-]+=[0-9x+()-]+")


class Term(NamedTuple):
    """`coef*x`, a constant `coef`, or a bracket `coef*(x+inner)`."""

    kind: str
    """x, c or b."""
    coef: int
    inner: int = 0


Side = list[Term]
Part = tuple[int, str, int]
"""Side (0 left, 1 right), kind of term, and what is split off."""


def linear(
    num_steps: int, coef: int, root: int, constant: int, unknowns: int, inner: int, parts: Sequence[Part],
    *, rng: Random,
) -> Proof | None:  # fmt: skip
    """An equation with the solution `root` that takes `num_steps` steps.

    Args:
        num_steps: What it must take; if the terms happen to cancel it takes fewer and is a hole.
        coef: Coefficient of x before the last division.
        root: The solution.
        constant: On the left beside x; 0 for none.
        unknowns: Coefficient of x on the right; 0 for none.
        inner: Of the bracket `(coef+unknowns)(x+inner)` on the left; 0 for none.
        parts: Terms split off; the first of a kind and side is the largest.
        rng: Orders the terms.
    """
    factor, wide = coef + unknowns, root > 90
    left = [Term("b", factor, inner)] if inner else [Term("x", factor)]
    left += [Term("c", constant)] if constant else []
    right = [Term("c", coef * root + constant + factor * inner)]
    right += [Term("x", unknowns)] if unknowns else []
    if not all(_split((left, right)[side], kind, part) for side, kind, part in parts):
        return None
    for _ in range(ARRANGEMENTS if len(left) + len(right) > 2 else 1):
        _shuffle(left, rng)
        _shuffle(right, rng)
        equation = _text(left, right)
        if _is_tidy(equation, wide):
            steps = list(takewhile(lambda s: _is_tidy(_equation(s.claim), wide), _solve(left, right)))
            if len(steps) == num_steps and _equation(steps[-1].claim).startswith("x="):
                return Proof((Given("equation", equation),), tuple(steps))
    return None


def _shuffle(side: Side, rng: Random) -> None:
    """Some order that starts with a positive term."""
    rng.shuffle(side)
    first = next((place for place, term in enumerate(side) if term.coef > 0), 0)
    side[0], side[first] = side[first], side[0]


def _split(side: Side, kind: str, part: int) -> bool:
    """Split a part off the first term of this kind, which stays the largest; False if it cannot."""
    place = next((i for i, term in enumerate(side) if term.kind == kind), None)
    if place is None or side[place].coef - part < max(1, part):
        return False
    side[place] = side[place]._replace(coef=side[place].coef - part)
    side.append(Term(kind, part))
    return True


def riddle(
    num_steps: int, coef: int, root: int, constant: int, unknowns: int, *, rng: Random
) -> Proof | None:
    """The equation `(coef+unknowns)x+constant=unknowns*x+total` told in words."""
    proof = linear(num_steps, coef, root, constant, unknowns, 0, (), rng=rng)
    if proof is None:
        return None
    numbers = {"factor": coef + unknowns, "constant": constant, "unknowns": unknowns}
    givens = [Given(name, number) for name, number in numbers.items()]
    return proof._replace(givens=(*givens, Given("total", coef * root + constant)))


def _solve(left: Side, right: Side) -> Iterator[ProofStep]:
    left, right = list(left), list(right)
    for position, term in enumerate(left):
        if term.kind == "b":
            left[position : position + 1] = [Term("x", term.coef), Term("c", term.coef * term.inner)]
            yield _step("expand", _text([term], []).rstrip("=0"), left, right)
            break
    for side in (left, right):
        for kind in ("x", "c"):
            while len(alike := [i for i, term in enumerate(side) if term.kind == kind]) > 1:
                first, second = alike[:2]
                pair = f"{_side([side[first]])}{_signed(side[second])}"
                side[first] = Term(kind, side[first].coef + side[second].coef)
                del side[second]
                yield _step("combine", pair, left, right, f"{pair}={_side([side[first]])}")
    yield from _isolate(left, right)


def _isolate(left: Side, right: Side) -> Iterator[ProofStep]:
    for kind, source, target in (("x", right, left), ("c", left, right)):
        for term in [term for term in source if term.kind == kind]:
            source.remove(term)
            have = next((i for i, other in enumerate(target) if other.kind == kind), None)
            rule, moved, calculation = "subtract" if term.coef > 0 else "add", Term(kind, -term.coef), ""
            if have is None:
                target.append(moved)
            else:
                change = f"{_side([target[have]])}{_signed(moved)}"
                target[have] = Term(kind, target[have].coef - term.coef)
                calculation = f"{change}={_side([target[have]])}"
                if target[have].coef == 0:
                    del target[have]
            yield _step(rule, _side([Term(kind, abs(term.coef))]), left, right, calculation)
    if len(left) == len(right) == 1 and left[0].coef > 1 and right[0].coef % left[0].coef == 0:
        divisor, dividend = left[0].coef, right[0].coef
        left[0], right[0] = Term("x", 1), Term("c", dividend // divisor)
        yield _step("divide", str(divisor), left, right, f"{dividend}/{divisor}={right[0].coef}")


def _step(rule: str, what: str, left: Side, right: Side, calculation: str = "") -> ProofStep:
    equation = _text(left, right)
    claim = f"{calculation},{equation}" if calculation else equation
    return ProofStep("", "", equation.removeprefix("x="), rule, claim=claim, said=(what,))


def _signed(term: Term) -> str:
    """A term after another: `+3x`, `-x`, `-7`."""
    return ("-" if term.coef < 0 else "+") + _side([term._replace(coef=abs(term.coef))])


def _text(left: Side, right: Side) -> str:
    return f"{_side(left)}={_side(right)}"


def _side(side: Side) -> str:
    text = ""
    for kind, coef, inner in side:
        size = "" if abs(coef) == 1 and kind != "c" else str(abs(coef))
        tail = {"x": "x", "c": "", "b": f"(x{inner:+})"}[kind]
        text += ("-" if coef < 0 else "+" if text else "") + size + tail
    return text or "0"


_UNTIDY = re.compile(r"^-|=-|(?<!\d)0(?:x|[+-])|[+-]0")


def _is_tidy(equation: str, wide: bool) -> bool:
    """No leading minus, no term that vanished, no number above MAX_NUMBER."""
    return not _UNTIDY.search(equation) and all(
        int(number) <= MAX_NUMBER[wide] for number in re.findall(r"\d+", equation)
    )


def _equation(claim: str) -> str:
    """The equation a claim leads to."""
    return claim.rpartition(",")[2]


def check_linear(problem: Problem) -> None:
    """Substitute: the prompt's equation and every claim's hold at the answer and nowhere else, every
    calculation holds everywhere, and its result stands in the equation it leads to."""
    found = _EQUATION.search(problem.prompt)
    if found is None:
        claims.refuse(problem, 0, "no equation in the prompt")
    root = evaluate(problem.answer)
    for number, claim in enumerate([found[0], *(step.claim for step in problem.steps)]):
        left, right = claims.sides(_equation(claim))
        if evaluate(left, {"x": root}) != evaluate(right, {"x": root}):
            claims.refuse(problem, number, f"does not hold at x={problem.answer}")
        # A linear equation that holds at two points holds everywhere, and says nothing about x.
        if evaluate(left, {"x": root + 1}) == evaluate(right, {"x": root + 1}):
            claims.refuse(problem, number, f"holds at x={root + 1} as well")
    for number, step in enumerate(problem.steps, start=1):
        calculation, _, equation = step.claim.rpartition(",")
        if calculation:
            _check_calculation(problem, number, calculation, equation)
        if step.output != equation.removeprefix("x="):
            claims.refuse(problem, number, f"the step says {step.output[:80]}")
    if _equation(problem.steps[-1].claim) != f"x={problem.answer}":
        raise DataError(f"{problem.problem_id} ({problem.subtask}): the last step is not x={problem.answer}")


def check_riddle(problem: Problem) -> None:
    """The first step stands for the riddle, and has its solution; the others are those of an equation."""
    number = {given.name: given.value for given in problem.givens}
    told = f"{number['factor']}x+{number['constant']}={number['unknowns']}x+{number['total']}"
    check_linear(replace(problem, prompt=told))


def _check_calculation(problem: Problem, number: int, calculation: str, equation: str) -> None:
    left, right = claims.sides(calculation)
    for x in (2, 3):
        if evaluate(left, {"x": x}) != evaluate(right, {"x": x}):
            claims.refuse(problem, number, f"{calculation[:80]!r} is false")
    if right != "0" and right.removeprefix("-") not in re.findall(r"[0-9]*x|[0-9]+", equation):
        claims.refuse(problem, number, f"{right[:80]!r} is not in the equation it leads to")


_PARTS: dict[bool, tuple[int, ...]] = {
    False: (1, 2, 3, 4, 5, 6, 7, 8, 9, -2, -5, -8),
    True: (1, 2, 3, -1, -2),
}
"""What may be split off constants, and off multiples of x."""


def _boxes(*, brackets: bool, wide: bool = False) -> tuple[Box, ...]:
    """All forms an equation may have, each with as many splits as it needs to take n steps."""
    boxes = []
    for n in range(SHORT_STEPS + 1 if brackets else 1, 15):
        short = n <= SHORT_STEPS
        roots = range(91, 400) if wide else range(1, 10 if short else 21)
        constants = range(11, 100) if wide else range(1, 10)
        for divided, shifted, both in product((0, 1), repeat=3):
            base = 3 + both if brackets else divided + shifted + both
            num_parts = n - base
            if num_parts < 0 or num_parts > 9 or (brackets and (not divided or shifted)):
                continue
            kinds = [(0, "x"), (1, "c")] + [(0, "c")] * shifted + [(1, "x")] * both
            kinds = [kind for kind in kinds if not brackets or kind[0]]
            parts = [(*kind, part) for kind in kinds for part in _PARTS[kind[1] == "x"]]
            boxes.append(
                Box(
                    n,
                    (n,),
                    range(2, 6 if short else 10) if divided else (1,),
                    roots if divided else range(roots[0], 3 * roots[-1] + 4),
                    [*constants, *(-c for c in constants)] if shifted else (0,),
                    range(1, 5 if short else 10) if both else (0,),
                    range(1, 6) if brackets else (0,),
                    Choices(parts, num_parts, repeated=True),
                    weight=3 if num_parts == 0 else 1,
                    listed=n < 3 and not wide,
                )
            )
    return tuple(boxes)


_RULES_EN = {
    "expand": "Expand {0}: {claim}.",
    "combine": "Combine {0}: {claim}.",
    "subtract": "Subtract {0} from both sides: {claim}.",
    "add": "Add {0} to both sides: {claim}.",
    "divide": "Divide both sides by {0}: {claim}.",
}
_RULES_ZH = {
    "expand": "展开{0}，得{claim}。",
    "combine": "合并{0}，得{claim}。",
    "subtract": "两边同时减去{0}，得{claim}。",
    "add": "两边同时加上{0}，得{claim}。",
    "divide": "两边同时除以{0}，得{claim}。",
}

LINEAR = Subtask(
    kind="symbolic",
    version="3",
    templates=(
        Template(
            name="equation",
            boxes=_boxes(brackets=False),
            wide=_boxes(brackets=False, wide=True),
            holes=True,
            shuffles=True,
            build=linear,
            check=check_linear,
            en=english(
                "Solve {equation}.", "Solve {equation} for x.", "What is x if {equation}?", **_RULES_EN
            ),
            zh=chinese(
                "解方程{equation}。", "已知{equation}，求x。", "若{equation}，则x等于多少？", **_RULES_ZH
            ),
        ),
        Template(
            name="bracket",
            boxes=_boxes(brackets=True),
            holes=True,
            shuffles=True,
            build=linear,
            check=check_linear,
            en=english(
                "Solve {equation}.", "Solve {equation} for x.", "What is x if {equation}?", **_RULES_EN
            ),
            zh=chinese(
                "解方程{equation}。", "已知{equation}，求x。", "若{equation}，则x等于多少？", **_RULES_ZH
            ),
        ),
        Template(
            name="riddle",
            heldout=True,
            boxes=(
                Box(2, (2,), (1,), range(2, 60), range(2, 30), range(2, 10)),
                Box(3, (3,), range(2, 9), range(2, 20), range(2, 30), range(2, 10)),
            ),
            holes=True,
            shuffles=True,
            build=riddle,
            check=check_riddle,
            oracle=lambda given: Fraction(
                given["total"] - given["constant"], given["factor"] - given["unknowns"]
            ),
            en=english(
                (
                    "I think of a number x.",
                    "{factor} times my number plus {constant} is {unknowns} times my number plus {total}.",
                    "What is my number?",
                ),
                (
                    "A full box holds x pens.",
                    "{factor} full boxes and {constant} loose pens are as many pens "
                    "as {unknowns} full boxes and {total} loose pens.",
                    "How many pens does a full box hold?",
                ),
                **_RULES_EN,
            ),
            zh=chinese(
                (
                    "我想了一个数x。",
                    "它的{factor}倍加{constant}等于它的{unknowns}倍加{total}。",
                    "这个数是多少？",
                ),
                (
                    "每盒有x支笔。",
                    "{factor}盒笔加{constant}支和{unknowns}盒笔加{total}支一样多。",
                    "每盒有多少支笔？",
                ),
                **_RULES_ZH,
            ),
        ),
    ),
)
