"""Proves row operations and the solution from their text."""

import re

from tasks.problems.claims import refuse, sides
from tasks.problems.evaluate import evaluate
from tasks.problems.linear_systems.elimination import NAMES
from tasks.problems.matrix_text import determinant, read_matrix, row_text
from tasks.records import Problem

_TERM = re.compile(r"([+-]?\d*)([xyzw])")
_ROW_CLAIM = re.compile(r"\(([^()]*)\)([+-])(?:(\d+)\*)?\(([^()]*)\)=\(([^()]*)\)")
_SCALE_CLAIM = re.compile(r"\(([^()]*)\)/\(?(-?\d+)\)?=\(([^()]*)\)")


def _asked(problem: Problem) -> list[list[int]]:
    """The rows of the prompt, the right side last."""
    given = {item.name: item.value for item in problem.givens}
    if "matrix" in given:
        pairs = zip(read_matrix(given["matrix"]), read_matrix(given["right"]), strict=True)
        return [[*row, *last] for row, last in pairs]
    if "t1" in given:
        size = sum(name[0] == "t" for name in given)
        return [[int(given[f"{name}{n}"]) for name in [*"abc"[:size], "t"]] for n in range(1, size + 1)]
    rows = []
    for text in given.values():
        left, right = sides(text)
        coefs = {
            name: int(f"{size}1" if size in ("", "+", "-") else size) for size, name in _TERM.findall(left)
        }
        rows.append([*(coefs.get(name, 0) for name in NAMES[: len(given)]), int(right)])
    return rows


def check_system(problem: Problem) -> None:
    """The solution satisfies the prompt, no other does, and every step is arithmetic of known rows."""
    rows = _asked(problem)
    parts = [sides(part) for part in problem.answer.split(",")]
    solution = [int(value) for _, value in parts]
    if "".join(name for name, _ in parts) != NAMES[: len(rows)]:
        refuse(problem, 0, f"{problem.answer[:80]} does not name each unknown once")
    for row in rows:
        if sum(a * x for a, x in zip(row[:-1], solution, strict=True)) != row[-1]:
            refuse(problem, 0, f"{problem.answer[:80]} does not satisfy {row}")
    if not determinant([row[:-1] for row in rows]):
        refuse(problem, 0, "has more than one solution")
    values = dict(zip(NAMES, solution, strict=False))
    known = {tuple(row) for row in rows}
    for number, step in enumerate(problem.steps, start=1):
        if step.rule == "value":
            name, *others = step.claim.split("=")
            output = problem.answer if number == len(problem.steps) else others[-1]
            if any(evaluate(text) != values.get(name) for text in others) or output != step.output:
                refuse(problem, number, "is not the value of this unknown")
        elif step.rule == "answer":
            if step.claim != problem.answer:
                refuse(problem, number, "is not the answer")
        else:
            result = row_of(problem, number, known)
            known.add(result)
            if row_text(result) != step.output:
                refuse(problem, number, f"the step says {step.output[:80]}")


def row_of(problem: Problem, number: int, known: set[tuple[int, ...]]) -> tuple[int, ...]:
    """The row that the claim of a step calculates from known rows.

    Raises:
        DataError: it is false, no row operation, or uses other rows.
    """
    claim = problem.steps[number - 1].claim
    if found := _ROW_CLAIM.fullmatch(claim):
        first, sign, factor, second, last = found.groups()
        multiple = int(factor or 1) * (1 if sign == "+" else -1)
        used = [_numbers(first), _numbers(second)]
        right = tuple(a + multiple * b for a, b in zip(*used, strict=True))
    elif found := _SCALE_CLAIM.fullmatch(claim):
        first, divisor, last = found.groups()
        used, right = [_numbers(first)], tuple(int(divisor) * a for a in _numbers(last))
        if right != used[0]:
            refuse(problem, number, "is false")
        right = _numbers(last)
    else:
        refuse(problem, number, "is no row operation")
    if right != _numbers(last) or not known.issuperset(used):
        refuse(problem, number, "is false, or uses a row that is not known")
    return right


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))
