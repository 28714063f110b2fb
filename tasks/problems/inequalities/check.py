"""Proves an inequality and its steps from their text."""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from tasks.errors import DataError
from tasks.problems.claims import refuse
from tasks.problems.evaluate import Number, evaluate
from tasks.problems.inequalities.notation import PARTS, SIGNS
from tasks.records import Problem

_INTERVAL = re.compile(r"([(\[])(-inf|-?[0-9/]+),(inf|-?[0-9/]+)([)\]])")


def holds(inequality: str, x: Number) -> bool:
    """Whether `a<b`, or a chain `a<b<c`, is true at a point; a pole of a side makes it false.

    Raises:
        DataError: `inequality` is none.
    """
    parts = PARTS.split(inequality)
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
    signs = PARTS.split(part)
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
    left, _, right = PARTS.split(asked)
    try:
        return _equal(left, right, x)
    except DataError as error:
        return "division by zero" in str(error)


def _places(points: Sequence[Fraction]) -> list[Fraction]:
    """The points, one between each two, and one beyond each end."""
    cut = sorted(set(points))
    middle = [(low + high) / 2 for low, high in pairwise(cut)]
    return [cut[0] - 1, *cut, *middle, cut[-1] + 1]
