"""Linear equations in one unknown: `3(x+2)=x+14`.

An equation is built from `ax=b` by moves that each cost a known number of steps to undo (add a constant
to both sides, split a term, write a side as a bracket). It is then solved from the front like a pupil
would: expand, combine like terms, gather x on the left, gather constants on the right, divide.

A claim writes the calculation down before the equation it leads to, `6x-3x=3x,3x=6`: a small model that
must do it in its head learns a fifth of what it learns from the written one.
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from random import Random
from typing import NamedTuple

from tasks.errors import DataError
from tasks.problems import claims
from tasks.problems.proof import Proof, ProofStep, Subtask, Wording
from tasks.records import Problem

MAX_NUMBER = 99
"""No equation on the way holds a larger number."""

_MOVES = ("constant", "constant", "constant", "unknown", "unknown", "bracket", "bracket", "split")
"""Splits are rare, so that they only lengthen an equation that the other moves have used up."""
SHORT_STEPS = 4
"""Equations of levels 1 and 2 have no brackets, and numbers as a beginner's exercises have them."""

_EQUATION = re.compile(r"[0-9x+()-]+=[0-9x+()-]+")


class Term(NamedTuple):
    """`coef*x`, a constant `coef`, or a bracket `coef*(x+inner)`."""

    kind: str
    """x, c or b."""
    coef: int
    inner: int = 0


Side = list[Term]


def draw_linear(rng: Random, num_steps: int) -> Proof:
    """An equation with a positive whole solution that takes `num_steps` steps."""
    while True:
        left, right = _draw_equation(rng, num_steps)
        equation = _text(left, right)
        if not _is_tidy(equation):
            continue
        steps = list(takewhile(lambda step: _is_tidy(_equation(step.claim)), _solve(left, right)))
        if len(steps) == num_steps and _equation(steps[-1].claim).startswith("x="):
            return Proof(
                key=_text(sorted(left), sorted(right)),
                question={"": {"equation": equation}},
                steps=tuple(steps),
                answer=steps[-1].output,
            )


def _draw_equation(rng: Random, num_steps: int) -> tuple[Side, Side]:
    short = num_steps <= SHORT_STEPS
    coef = rng.randint(1, 5 if short else 9)
    root = rng.randint(1, (30 if short else 90) if coef == 1 else min(9 if short else 20, 90 // coef))
    left, right = [Term("x", coef)], [Term("c", coef * root)]
    cost = int(coef > 1)
    moves = tuple(move for move in _MOVES if move != "bracket") if short else _MOVES
    while cost < num_steps:
        cost += _complicate(rng, rng.choice(moves), left, right, largest=4 if short else 9)
    rng.shuffle(left)
    rng.shuffle(right)
    return left, right


def _complicate(rng: Random, move: str, left: Side, right: Side, *, largest: int) -> int:
    """Make the equation harder in place; the number of steps that undoing takes, 0 if not possible.

    `largest` bounds the multiples of x that are added.
    """
    constant = next(i for i, term in enumerate(right) if term.kind == "c")
    if move == "constant" and all(term.kind == "x" for term in left):
        added = rng.choice((1, 1, -1)) * rng.randint(1, 9)
        left.append(Term("c", added))
        right[constant] = Term("c", right[constant].coef + added)
        return 1
    if move == "unknown" and all(term.kind == "c" for term in right):
        added = rng.randint(1, largest)
        right.append(Term("x", added))
        if left[0].kind == "x":
            left[0] = Term("x", left[0].coef + added)
            return 1
        left.append(Term("x", added))
        return 2
    if move == "bracket" and len(left) == 1 and left[0].kind == "x" and left[0].coef > 1:
        factor, inner = left[0].coef, rng.randint(1, 5)
        left[0] = Term("b", factor, inner)
        right[constant] = Term("c", right[constant].coef + factor * inner)
        return 2
    if move == "split":
        return _split(rng, rng.choice((left, right)))
    return 0


def _split(rng: Random, side: Side) -> int:
    position = rng.randrange(len(side))
    kind, coef, _ = side[position]
    part = rng.choice((1, 1, -1)) * rng.randint(1, 9)
    if kind == "b" or part == coef:
        return 0
    side[position : position + 1] = [Term(kind, coef - part), Term(kind, part)]
    return 1


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
    return ProofStep(rule=rule, inputs=(what,), output=equation.removeprefix("x="), claim=claim)


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


def _is_tidy(equation: str) -> bool:
    """No leading minus, no term that vanished, no number above MAX_NUMBER."""
    zero_term = re.search(r"(?<!\d)0(?:x|[+-])|[+-]0", equation)
    return (
        not equation.startswith("-")
        and "=-" not in equation
        and zero_term is None
        and all(int(number) <= MAX_NUMBER for number in re.findall(r"\d+", equation))
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
    root = claims.evaluate(problem.answer)
    for number, claim in enumerate([found[0], *(step.claim for step in problem.steps)]):
        left, right = claims.sides(_equation(claim))
        if claims.evaluate(left, x=root) != claims.evaluate(right, x=root):
            claims.refuse(problem, number, f"does not hold at x={problem.answer}")
        # A linear equation that holds at two points holds everywhere, and says nothing about x.
        if claims.evaluate(left, x=root + 1) == claims.evaluate(right, x=root + 1):
            claims.refuse(problem, number, f"holds at x={root + 1} as well")
    for number, step in enumerate(problem.steps, start=1):
        calculation, _, equation = step.claim.rpartition(",")
        if calculation:
            _check_calculation(problem, number, calculation, equation)
        if step.output != equation.removeprefix("x="):
            claims.refuse(problem, number, f"the step says {step.output[:80]}")
    if _equation(problem.steps[-1].claim) != f"x={problem.answer}":
        raise DataError(f"{problem.problem_id} ({problem.subtask}): the last step is not x={problem.answer}")


def _check_calculation(problem: Problem, number: int, calculation: str, equation: str) -> None:
    left, right = claims.sides(calculation)
    for x in (2, 3):
        if claims.evaluate(left, x=x) != claims.evaluate(right, x=x):
            claims.refuse(problem, number, f"{calculation[:80]!r} is false")
    if right != "0" and right.removeprefix("-") not in re.findall(r"[0-9]*x|[0-9]+", equation):
        claims.refuse(problem, number, f"{right[:80]!r} is not in the equation it leads to")


LINEAR = Subtask(
    draw=draw_linear,
    check=check_linear,
    wording={
        "en": Wording(
            questions=("Solve {equation}.", "Solve {equation} for x.", "What is x if {equation}?"),
            sentences={
                "expand": "Expand {0}: {claim}.",
                "combine": "Combine {0}: {claim}.",
                "subtract": "Subtract {0} from both sides: {claim}.",
                "add": "Add {0} to both sides: {claim}.",
                "divide": "Divide both sides by {0}: {claim}.",
            },
            closing="The answer is {answer}.",
        ),
        "zh": Wording(
            questions=("解方程{equation}。", "已知{equation}，求x。", "若{equation}，则x等于多少？"),
            sentences={
                "expand": "展开{0}，得{claim}。",
                "combine": "合并{0}，得{claim}。",
                "subtract": "两边同时减去{0}，得{claim}。",
                "add": "两边同时加上{0}，得{claim}。",
                "divide": "两边同时除以{0}，得{claim}。",
            },
            closing="答案是{answer}。",
        ),
    },
)
