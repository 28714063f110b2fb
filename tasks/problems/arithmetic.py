"""Chains of additions and subtractions: `37+8-9`.

The start and all partial results lie in 0..99 and every operand in 1..9, so each step is one of about
1,700 single-digit facts. Extrapolation has operands of two digits and results of up to three.
"""

import re

from tasks.problems import claims
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.records import Problem

_CHAIN = re.compile(r"[0-9]+(?:[+-][0-9]+)+")
_MOVES = (*range(1, 10), *range(-9, 0))
_WIDE_MOVES = (*range(11, 60), *range(-59, -10))
MAX_RESULT = {True: 999, False: 99}
"""Largest result on the way: of extrapolation, and otherwise."""


def chain(start: int, *moves: int) -> Proof | None:
    """`start` and then each move added; None if a result leaves the range."""
    givens, steps = [Given("start", start)], []
    value, before, expression = start, "start", str(start)
    largest = MAX_RESULT[abs(moves[0]) > 9]
    for number, move in enumerate(moves, start=1):
        sign = "+" if move > 0 else "-"
        value += move
        if not 0 <= value <= largest:
            return None
        givens.append(Given(f"n{number}", abs(move)))
        rule = "add" if move > 0 else "subtract"
        steps.append(ProofStep(f"r{number}", f"{before}{sign}n{number}", value, rule))
        before, expression = f"r{number}", f"{expression}{sign}{abs(move)}"
    return Proof(tuple(givens), tuple(steps), {"expression": expression})


def story(start: int, *moves: int) -> Proof | None:
    """The same as comings and goings."""
    proof = chain(start, *moves)
    if proof is None:
        return None
    return proof._replace(shown={f"how{i}": _HOW[move > 0] for i, move in enumerate(moves, start=1)})


_HOW = {True: {"en": "gains", "zh": "来了"}, False: {"en": "loses", "zh": "走了"}}


def check_chain(problem: Problem) -> None:
    """Follow the chain, and evaluate the whole expression of the prompt."""
    pieces = claims.check_running(problem)
    found = _CHAIN.search(problem.prompt)
    if found is None:
        claims.refuse(problem, 0, "no chain of + and - in the prompt")
    claims.check_expression(problem, found[0], pieces)


_COUNT = re.compile(r"[0-9]+")
_WAY = re.compile("gains|loses|来了|走了")


def check_story(problem: Problem) -> None:
    """Follow the chain, and count those who came and those who left in the words of the prompt."""
    claims.check_running(problem)
    comes = [way in ("gains", "来了") for way in _WAY.findall(problem.prompt)]
    start, *moves = map(int, _COUNT.findall(problem.prompt))
    if len(comes) != len(moves) or len(moves) != len(problem.steps):
        claims.refuse(problem, 0, f"tells {len(moves)} moves, the proof has {len(problem.steps)}")
    came = start + sum(move for move, comer in zip(moves, comes, strict=True) if comer)
    left = sum(move for move, comer in zip(moves, comes, strict=True) if not comer)
    if str(came - left) != problem.answer:
        claims.refuse(problem, 0, f"{came} came and {left} left, the answer says {problem.answer[:80]}")


def _boxes(starts: range, moves: tuple[int, ...]) -> tuple[Box, ...]:
    # One-step chains are few: the stream would end with two-step chains alone.
    return tuple(
        Box(n, starts, *[moves] * n, weight=3 if n == 2 else 1, listed=n == 2 and moves is _MOVES)
        for n in range(1, 21)
    )


_RULES_EN = {"add": "{0} plus {1} is {output}.", "subtract": "{0} minus {1} is {output}."}
_RULES_ZH = {"add": "{0}加{1}等于{output}。", "subtract": "{0}减{1}等于{output}。"}

CHAIN = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        Template(
            name="chain",
            boxes=_boxes(range(100), _MOVES),
            wide=_boxes(range(100, 1_000), _WIDE_MOVES),
            holes=True,
            build=chain,
            check=check_chain,
            en=english("Compute {expression}.", "What is {expression}?", **_RULES_EN),
            zh=chinese("计算{expression}。", "{expression}等于多少？", **_RULES_ZH),
        ),
        Template(
            name="flock",
            heldout=True,
            boxes=_boxes(range(2, 100), _MOVES),
            holes=True,
            build=story,
            check=check_story,
            en=english(
                (
                    "A flock has {start} sheep.",
                    "Then it {how#} {n#}.",
                    "How many sheep are there at the end?",
                ),
                (
                    "A player has {start} points.",
                    "The player {how#} {n#}.",
                    "How many points does the player have at the end?",
                ),
                **_RULES_EN,
            ),
            zh=chinese(
                ("羊群里有{start}只羊。", "然后{how#}{n#}只。", "最后有多少只羊？"),
                ("树上有{start}只鸟。", "飞{how#}{n#}只。", "最后树上有多少只鸟？"),
                **_RULES_ZH,
            ),
        ),
    ),
)
