"""Determinants and ranks by row operations."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from tasks.problems.claims import refuse
from tasks.problems.evaluate import evaluate
from tasks.problems.linear_systems.check import row_of
from tasks.problems.linear_systems.elimination import RULES_EN, RULES_ZH, reduce_row
from tasks.problems.matrices.determinants import DET_EN, DET_ZH
from tasks.problems.matrices.products import Row, Rows, matrices_of
from tasks.problems.matrix_text import determinant, matrix_text, read_matrix, row_text
from tasks.problems.polynomial_text import in_brackets
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.records import Problem


def _from_triangles(size: int, numbers: Row, height: int) -> Rows | None:
    """The product of a lower triangular matrix with unit diagonal and rows in echelon form."""
    split = size * height - height * (height - 1) // 2
    entries, multiples = iter(numbers[:split]), iter(numbers[split:])
    echelon = [[0] * i + [next(entries) for _ in range(i, size)] for i in range(height)]
    total = len(numbers) - split
    rows: list[Row] = [tuple(echelon[0])]
    number = 1
    while total:
        used = min(number, height)
        row = list(echelon[number]) if number < height else [0] * size
        for other in range(used):
            factor = next(multiples)
            row = [a + factor * b for a, b in zip(row, echelon[other], strict=True)]
        rows.append(tuple(row))
        total -= used
        number += 1
    return tuple(rows) if max(abs(a) for row in rows for a in row) < 100 else None


def _echelon(rows: Rows, steps: list[ProofStep]) -> list[Row]:
    """Row operations until the matrix has echelon form; every pivot divides what is below it."""
    current = list(rows)
    for column in range(min(len(rows), len(rows[0]))):
        for number in range(column + 1, len(rows)):
            if current[column][column] and current[number][column]:
                reduce_row(current, number, column, steps)
    return current


def large_determinant(size: int, *numbers: int) -> Proof | None:
    """By row operations; the diagonal of the triangular matrix is multiplied."""
    rows = _from_triangles(size, numbers, size)
    if rows is None:
        return None
    steps: list[ProofStep] = []
    diagonal = [row[i] for i, row in enumerate(_echelon(rows, steps))]
    value = determinant(rows)
    text = "*".join(in_brackets(entry) for entry in diagonal)
    steps.append(ProofStep("", "", str(value), "diagonal", claim=f"{text}={value}"))
    return Proof((Given("A", matrix_text(rows)),), tuple(steps))


def rank(size: int, height: int, *numbers: int) -> Proof | None:
    """By row operations; the rows that are not zero are counted."""
    rows = _from_triangles(size, numbers, height)
    if rows is None:
        return None
    steps: list[ProofStep] = []
    left = [row for row in _echelon(rows, steps) if any(row)]
    claim = f"rank{matrix_text(left)}={len(left)}"
    steps.append(ProofStep("", "", str(len(left)), "count", claim=claim))
    return Proof((Given("A", matrix_text(rows)),), tuple(steps))


def _check_rows(problem: Problem) -> None:
    """Each operation uses rows that are known, and the last step counts what is left or multiplies."""
    rows = matrices_of(problem)["A"]
    known = {tuple(row) for row in rows}
    for number, step in enumerate(problem.steps[:-1], start=1):
        row = row_of(problem, number, known)
        known.add(row)
        if row_text(row) != step.output:
            refuse(problem, number, f"the step says {step.output[:80]}")
    last = problem.steps[-1]
    text, _, result = last.claim.rpartition("=")
    if last.rule == "diagonal":
        right = str(evaluate(text)) == result and determinant(rows) == int(problem.answer)
    else:
        left = read_matrix(text.removeprefix("rank"))
        right = known.issuperset(map(tuple, left)) and len(left) == int(result) == _rank(rows)
    if not right or result != problem.answer:
        refuse(problem, len(problem.steps), "is false")


def _rank(rows: list[list[Any]]) -> int:
    """The size of the largest minor that is not 0."""
    for size in range(min(len(rows), len(rows[0])), 0, -1):
        for chosen in combinations(rows, size):
            for columns in combinations(range(len(rows[0])), size):
                if determinant([[row[j] for j in columns] for row in chosen]):
                    return size
    return 0


def _triangle_boxes(sizes: Sequence[int], *, wide: bool = False) -> tuple[Box, ...]:
    boxes = []
    for size in sizes:
        diagonal, beside = (
            ((4, 5, 6), (-4, -3, 3, 4)) if wide else ((1, 2, 3, -1, -2), (-3, -2, -1, 0, 1, 2, 3))
        )
        axes: list[Sequence[int]] = []
        for i in range(size):
            axes += [diagonal, *[beside] * (size - 1 - i)]
        steps = size * (size - 1) // 2
        multiples = (-2, -1, 1, 2) if size < 5 else (-1, 1)
        boxes.append(Box(steps + 1, (size,), *axes, *[multiples] * steps))
    return tuple(boxes)


def _rank_boxes() -> tuple[Box, ...]:
    boxes = []
    for height, width, left in ((3, 3, 1), (3, 3, 2), (3, 4, 2), (3, 4, 1), (4, 4, 2), (4, 4, 3), (4, 5, 3)):
        axes: list[Sequence[int]] = []
        for i in range(left):
            axes += [(1, 2, 3, -1), *[(-4, -3, -2, -1, 1, 2, 3, 4)] * (width - 1 - i)]
        operations = sum(min(i, left) for i in range(height))
        boxes.append(Box(operations + 1, (width,), (left,), *axes, *[(-3, -2, -1, 1, 2, 3)] * operations))
    return tuple(boxes)


_ROWS_EN = {
    **RULES_EN,
    "diagonal": "The matrix is triangular now, so multiply its diagonal: {claim}.",
    "count": "Count the rows that are not zero: {claim}.",
}
_ROWS_ZH = {
    **RULES_ZH,
    "diagonal": "已化为上三角矩阵，对角线元素相乘：{claim}。",
    "count": "数非零行的个数：{claim}。",
}


TRIANGULAR = Template(
    name="triangular",
    boxes=_triangle_boxes((3, 4, 5)),
    wide=_triangle_boxes((3, 4, 5), wide=True),
    holes=True,
    build=large_determinant,
    check=_check_rows,
    en=english(*DET_EN, **_ROWS_EN),
    zh=chinese(*DET_ZH, **_ROWS_ZH),
)


RANK = Template(
    name="rank",
    heldout=True,
    boxes=_rank_boxes(),
    holes=True,
    build=rank,
    check=_check_rows,
    en=english("Find the rank of A={A}.", "What is the rank of the matrix {A}?", **_ROWS_EN),
    zh=chinese("求矩阵A={A}的秩。", "矩阵{A}的秩是多少？", **_ROWS_ZH),
)
