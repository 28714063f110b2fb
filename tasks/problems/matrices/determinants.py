"""Determinants of 2x2 and 3x3 matrices by their formulas."""

from collections.abc import Mapping
from math import isqrt
from typing import Any

from tasks.problems.matrices.products import ENTRIES, NONZERO, WIDE, Rows, rows_of
from tasks.problems.matrix_text import determinant, matrix_text, read_matrix
from tasks.problems.polynomial_text import in_brackets
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box


def small_determinant(*numbers: int) -> Proof:
    """Of a 2x2 matrix by its diagonals, of a 3x3 one along the first row."""
    size = isqrt(len(numbers))
    rows = rows_of(numbers, size)
    if size == 2:
        (a, b), (c, d) = rows
        steps = [
            ProofStep("main", f"{in_brackets(a)}*{in_brackets(d)}", a * d, "main"),
            ProofStep("other", f"{in_brackets(b)}*{in_brackets(c)}", b * c, "other"),
            ProofStep("", "main-other", a * d - b * c, "difference"),
        ]
        return Proof((Given("A", matrix_text(rows)),), tuple(steps))
    steps = [minor_step(rows, 0, j, f"m{j + 1}") for j in range(3)]
    first = [in_brackets(value) for value in rows[0]]
    formula = f"{first[0]}*m1-{first[1]}*m2+{first[2]}*m3"
    steps.append(ProofStep("", formula, determinant(rows), "along"))
    return Proof((Given("A", matrix_text(rows)),), tuple(steps))


def minor_step(rows: Rows, i: int, j: int, name: str) -> ProofStep:
    """The determinant that is left without row i and column j."""
    (a, b), (c, d) = ([*row[:j], *row[j + 1 :]] for n, row in enumerate(rows) if n != i)
    formula = "{}*{}-{}*{}".format(*map(in_brackets, (a, d, b, c)))
    return ProofStep(name, formula, a * d - b * c, "minor", said=(str(i + 1), str(j + 1)))


def _determined(given: Mapping[str, Any]) -> Any:
    """Of the transpose."""
    rows = read_matrix(given["A"])
    return determinant(list(zip(*rows, strict=True)))


DET_EN = (
    "Find the determinant of A={A}.",
    "What is det(A) for A={A}?",
    "Compute the determinant of the matrix {A}.",
)
DET_ZH = ("求矩阵A={A}的行列式。", "设A={A}，det(A)等于多少？", "计算矩阵{A}的行列式的值。")


DETERMINANT = Template(
    name="determinant",
    boxes=(Box(3, *[ENTRIES] * 4), Box(4, *[NONZERO] * 9)),
    wide=(Box(3, *[WIDE] * 4), Box(4, *[tuple(n for n in range(-20, 21) if abs(n) > 9)] * 9)),
    build=small_determinant,
    oracle=_determined,
    en=english(
        *DET_EN,
        main="The main diagonal: {claim}.",
        other="The other diagonal: {claim}.",
        difference="Subtract: {claim}.",
        minor="The minor without row {0} and column {1}: {claim}.",
        along="Expand along the first row: {claim}.",
    ),
    zh=chinese(
        *DET_ZH,
        main="主对角线的积：{claim}。",
        other="副对角线的积：{claim}。",
        difference="相减：{claim}。",
        minor="去掉第{0}行第{1}列的余子式：{claim}。",
        along="按第1行展开：{claim}。",
    ),
)
