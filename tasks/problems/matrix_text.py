"""Matrices of whole numbers and fractions: their text `[[1,-2],[3,4]]`, read back, and determinants."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tasks.errors import DataError

_MATRIX = re.compile(r"\[(\[[-0-9/,]+\](?:,\[[-0-9/,]+\])*)\]")
MAX_SIZE = 8
"""A larger matrix is refused."""


def row_text(row: Sequence[Any]) -> str:
    """`(1,-2,3)`."""
    return f"({','.join(map(str, row))})"


def matrix_text(rows: Sequence[Sequence[Any]]) -> str:
    """`[[1,-2],[3,1/2]]`."""
    return f"[{','.join('[' + ','.join(map(str, row)) + ']' for row in rows)}]"


def read_matrix(text: str) -> list[list[Any]]:
    """The rows of a matrix, whole numbers as `int`, others as `Fraction`.

    Raises:
        DataError: `text` is no matrix with rows of one length up to 8.
    """
    if not _MATRIX.fullmatch(text):
        raise DataError(f"not a matrix: {text[:80]!r}")
    try:
        rows = [[_entry(part) for part in row.split(",")] for row in text[2:-2].split("],[")]
    except (ValueError, ZeroDivisionError) as error:
        raise DataError(f"not a matrix: {text[:80]!r}") from error
    if len({len(row) for row in rows}) > 1 or max(len(rows), len(rows[0])) > MAX_SIZE:
        raise DataError(f"not a matrix of at most {MAX_SIZE} rows and columns: {text[:80]!r}")
    return rows


def _entry(text: str) -> Any:
    value = Fraction(text)
    if str(value) != text:
        raise ValueError(f"{text!r} is not in lowest terms")
    return value.numerator if value.denominator == 1 else value


def determinant(matrix: Sequence[Sequence[Any]]) -> Any:
    """The determinant, by expansion along the first row."""
    if len(matrix) == 1:
        return matrix[0][0]
    if len(matrix) == 2:
        return matrix[0][0] * matrix[1][1] - matrix[0][1] * matrix[1][0]
    return sum(
        (-1) ** i * value * determinant([[*row[:i], *row[i + 1 :]] for row in matrix[1:]])
        for i, value in enumerate(matrix[0])
        if value
    )


def product(left: Sequence[Sequence[Any]], right: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """The matrix product."""
    columns = list(zip(*right, strict=True))
    return [[sum(a * b for a, b in zip(row, column, strict=True)) for column in columns] for row in left]
