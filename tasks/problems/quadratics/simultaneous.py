"""Systems of two or three linear equations, solved by elimination with whole equations.

The solution is chosen first; no unknown is 0. The checker tries every equation at the solution, and Cramer's
rule shows that there is no other.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import lcm
from typing import Any

from tasks.problems.claims import refuse, sides
from tasks.problems.evaluate import evaluate
from tasks.problems.polynomial_text import in_brackets
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, Choices
from tasks.records import Problem

NAMES = "xyz"
_TERM = re.compile(r"([+-]?\d*)([xyz])")


def linear_text(coefs: Sequence[int]) -> str:
    """`(2, -1, 3)` -> `2x-y+3z`; `0` if all are zero."""
    text = ""
    for coef, name in zip(coefs, NAMES, strict=False):
        if coef:
            size = "" if abs(coef) == 1 else str(abs(coef))
            text += ("-" if coef < 0 else "+" if text else "") + size + name
    return text or "0"


def _row(coefs: Sequence[int], solution: Sequence[int]) -> tuple[str, int]:
    return linear_text(coefs), sum(c * s for c, s in zip(coefs, solution, strict=True))


def _step(rule: str, claim: str, *said: str) -> ProofStep:
    return ProofStep("", "", claim.rpartition(",")[2], rule, claim=claim, said=said)


def solution_text(solution: Sequence[Any]) -> str:
    """`x=2,y=-1`."""
    return ",".join(f"{name}={value}" for name, value in zip(NAMES, solution, strict=False))


def _proof(rows: Sequence[tuple[str, int]], steps: list[ProofStep], solution: Sequence[int]) -> Proof:
    answer = solution_text(solution)
    steps.append(_step("answer", answer)._replace(value=answer))
    givens = tuple(Given(f"equation{n}", f"{left}={right}") for n, (left, right) in enumerate(rows, start=1))
    return Proof(givens, tuple(steps), kind="tuple")


def two(num_steps: int, solution: tuple[int, int], rows: tuple[tuple[int, int], tuple[int, int]]) -> Proof:
    """Eliminate y, find x, put it in.

    Args:
        num_steps: 4, and one more for each equation that must be multiplied first.
        solution: x and y.
        rows: The coefficients of both equations.
    """
    (a, b), (_, d) = rows
    common = lcm(b, d)
    # Both multiples have the same coefficient of y, up to its sign.
    factors = common // abs(b), common // abs(d)
    assert num_steps == 4 + sum(factor > 1 for factor in factors)
    texts = [_row(row, solution) for row in rows]
    scaled, steps = [], []
    for number, (row, factor) in enumerate(zip(rows, factors, strict=True), start=1):
        scaled.append((tuple(factor * coef for coef in row), factor * texts[number - 1][1]))
        if factor > 1:
            steps.append(
                _step("multiply", f"{linear_text(scaled[-1][0])}={scaled[-1][1]}", str(number), str(factor))
            )
    sign = -1 if b * d > 0 else 1
    (left_row, e), (right_row, f) = scaled
    left, right = left_row[0] + sign * right_row[0], e + sign * f
    operator = "+" if sign > 0 else "-"
    claim = f"({linear_text(left_row)}){operator}({linear_text(right_row)})={e}{operator}{in_brackets(f)}"
    steps.append(_step("add" if sign > 0 else "subtract", f"{claim},{linear_text((left,))}={right}"))
    x, y = solution
    steps.append(_step("find", f"x={x}"))
    rest = texts[0][1] - a * x
    put = in_brackets(x) if a == 1 else f"{a}*{in_brackets(x)}"
    lone = f",{linear_text((0, b))}={rest}" if b != 1 else ""
    steps.append(
        _step("put_in", f"{put}{'+' if b > 0 else ''}{linear_text((0, b))}={texts[0][1]}{lone},y={y}")
    )
    return _proof(texts, steps, solution)


def three(
    solution: tuple[int, int, int],
    first: tuple[int, int],
    others: tuple[tuple[int, int, int], tuple[int, int, int]],
) -> Proof | None:
    """Eliminate z with the first equation, then y, and put the values in.

    Args:
        solution: x, y and z.
        first: Coefficients of x and y; that of z is 1.
        others: Coefficients of the other equations; those of z are at least 2.
    """
    rows = ((*first, 1), *others)
    texts = [_row(row, solution) for row in rows]
    steps, pairs = [], []
    for number, row in enumerate(others, start=2):
        factor = row[2]
        scaled, right = tuple(factor * c for c in rows[0]), factor * texts[0][1]
        steps.append(_step("multiply", f"{linear_text(scaled)}={right}", "1", str(factor)))
        pair = (row[0] - scaled[0], row[1] - scaled[1])
        value = texts[number - 1][1] - right
        if 0 in pair or max(map(abs, pair)) > 99:
            return None
        claim = (
            f"({texts[number - 1][0]})-({linear_text(scaled)})={texts[number - 1][1]}-{in_brackets(right)}"
        )
        steps.append(
            _step("eliminate", f"{claim},{linear_text(pair)}={value}", str(number), linear_text(pair))
        )
        pairs.append((pair, value))
    ((a, b), e), ((c, d), f) = pairs
    common = lcm(b, d)
    p, q = common // abs(b), common // d * (1 if b > 0 else -1)
    left, right = p * a - q * c, p * e - q * f
    if left in (0, 1) or abs(left) > 999 or b == 1:
        return None
    x, y, z = solution
    sign = "-" if q > 0 else "+"
    terms = f"{_factor(p)}({linear_text((a, b))}){sign}{_factor(abs(q))}({linear_text((c, d))})"
    numbers = f"{_factor(p, '*')}{in_brackets(e)}{sign}{_factor(abs(q), '*')}{in_brackets(f)}"
    steps.append(_step("combine", f"{terms}={numbers},{linear_text((left,))}={right}"))
    steps.append(_step("find", f"x={x}"))
    lone = linear_text((0, b))
    lhs = f"{a}*{in_brackets(x)}{'+' if b > 0 else ''}{lone}"
    steps.append(_step("back", f"{lhs}={e},{lone}={e - a * x}", f"{linear_text((a, b))}={e}"))
    steps.append(_step("find", f"y={y}"))
    lhs = f"{first[0]}*{in_brackets(x)}{first[1]:+}*{in_brackets(y)}+z"
    steps.append(_step("back", f"{lhs}={texts[0][1]},z={z}", f"{texts[0][0]}={texts[0][1]}"))
    return _proof(texts, steps, solution)


def _factor(number: int, sign: str = "") -> str:
    return "" if number == 1 else f"{number}{sign}"


def check_at_solution(problem: Problem) -> None:
    """Every part of every claim holds at the values of the answer."""
    values = {}
    for part in problem.answer.split(","):
        name, value = sides(part)
        if name not in NAMES or name in values:
            refuse(problem, 0, f"the answer {problem.answer[:80]} is no list of values")
        values[name] = evaluate(value)
    for number, step in enumerate(problem.steps, start=1):
        for part in step.claim.split(","):
            left, right = sides(part)
            if evaluate(left, values) != evaluate(right, values):
                refuse(problem, number, f"{part[:80]} does not hold at {problem.answer[:80]}")
        if not step.claim.endswith(step.output):
            refuse(problem, number, f"the step says {step.output[:80]}")


def cramer(given: Mapping[str, Any]) -> str:
    """The solution by determinants, from the equations of the prompt."""
    rows = [_read(given[f"equation{n}"], len(given)) for n in range(1, len(given) + 1)]
    matrix, right = [row[:-1] for row in rows], [row[-1] for row in rows]
    size = _determinant(matrix)
    if not size:
        return "no single solution"
    replaced = (
        _determinant([[*row[:i], value, *row[i + 1 :]] for row, value in zip(matrix, right, strict=True)])
        for i in range(len(rows))
    )
    return solution_text([Fraction(value, size) for value in replaced])


def _read(equation: str, unknowns: int) -> list[int]:
    left, right = sides(equation)
    coefs = {name: int(f"{size}1" if size in ("", "+", "-") else size) for size, name in _TERM.findall(left)}
    return [*(coefs.get(name, 0) for name in NAMES[:unknowns]), int(right)]


def _determinant(matrix: list[list[int]]) -> int:
    if len(matrix) == 1:
        return matrix[0][0]
    return sum(
        (-1) ** i * value * _determinant([[*row[:i], *row[i + 1 :]] for row in matrix[1:]])
        for i, value in enumerate(matrix[0])
        if value
    )


_VALUES = tuple(n for n in range(-9, 10) if n)
_WIDE_VALUES = tuple(n for n in range(-40, 41) if abs(n) > 9)
_COEFS = tuple(n for n in range(-7, 8) if n)


def _two_boxes(values: Sequence[int]) -> tuple[Box, ...]:
    pairs = tuple((x, y) for x in values for y in values)
    rows = [(a, b) for a in range(1, 8) for b in _COEFS]
    boxes = []
    for num_steps in (4, 5, 6):
        systems = [
            (first, second)
            for i, first in enumerate(rows)
            for second in rows[:i]
            if first[0] * second[1] != first[1] * second[0]
            and 4 + sum(lcm(first[1], second[1]) > abs(n) for n in (first[1], second[1])) == num_steps
            and _leading(first, second) != 1
        ]
        boxes.append(Box(num_steps, (num_steps,), pairs, systems))
    return tuple(boxes)


def _leading(first: tuple[int, int], second: tuple[int, int]) -> int:
    """The coefficient of x that the elimination leaves."""
    (a, b), (c, d) = first, second
    common = lcm(b, d)
    return a * (common // abs(b)) + (-1 if b * d > 0 else 1) * c * (common // abs(d))


def _three_boxes(values: Sequence[int]) -> tuple[Box, ...]:
    solutions = tuple(product(values, repeat=3))
    pairs = tuple((a, b) for a in range(1, 5) for b in range(-4, 5) if b)
    rows = tuple((a, b, c) for a in range(1, 6) for b in range(-5, 6) for c in range(2, 6) if b)
    return (Box(10, solutions, pairs, Choices(rows, 2)),)


_EN = {
    "multiply": "Multiply equation {0} by {1}: {claim}.",
    "add": "Add the equations, so that y vanishes: {claim}.",
    "subtract": "Subtract the equations, so that y vanishes: {claim}.",
    "eliminate": "Subtract it from equation {0}: {claim}.",
    "combine": "Combine the two so that y vanishes: {claim}.",
    "find": "Divide: {claim}.",
    "put_in": "Put it into the first equation: {claim}.",
    "back": "Put what is known into {0}: {claim}.",
    "answer": "The solution is {claim}.",
}
_ZH = {
    "multiply": "第{0}个方程两边同时乘以{1}：{claim}。",
    "add": "两式相加，消去y：{claim}。",
    "subtract": "两式相减，消去y：{claim}。",
    "eliminate": "第{0}个方程减去上式：{claim}。",
    "combine": "由所得两式消去y：{claim}。",
    "find": "系数化为1：{claim}。",
    "put_in": "代入第1个方程：{claim}。",
    "back": "代入{0}：{claim}。",
    "answer": "所以方程组的解为{claim}。",
}


TWO_EQUATIONS = Template(
    name="two_equations",
    boxes=_two_boxes(_VALUES),
    wide=_two_boxes(_WIDE_VALUES),
    build=two,
    oracle=cramer,
    check=check_at_solution,
    en=english(
        "Solve the system {equation1}, {equation2}.",
        "Find x and y: {equation1} and {equation2}.",
        **_EN,
    ),
    zh=chinese("解方程组：{equation1}，{equation2}。", "已知{equation1}，{equation2}，求x和y的值。", **_ZH),
)


THREE_EQUATIONS = Template(
    name="three_equations",
    boxes=_three_boxes(_VALUES),
    wide=_three_boxes(_WIDE_VALUES),
    holes=True,
    build=three,
    oracle=cramer,
    check=check_at_solution,
    en=english(
        "Solve the system {equation1}, {equation2}, {equation3}.",
        "Find x, y and z: {equation1}, {equation2} and {equation3}.",
        **_EN,
    ),
    zh=chinese(
        "解方程组：{equation1}，{equation2}，{equation3}。",
        "已知{equation1}，{equation2}，{equation3}，求x、y、z的值。",
        **_ZH,
    ),
)
