"""The rows of a system, reduced step by step; the boxes and words of all systems."""

from collections.abc import Sequence

from tasks.problems.matrix_text import matrix_text, row_text
from tasks.problems.polynomial_text import in_brackets
from tasks.problems.proof import Given, Proof, ProofStep
from tasks.problems.spaces import Box

NAMES = "xyzw"
_SAID: dict[int, dict[str, str]] = {
    2: {"en": "x and y", "zh": "x、y"},
    3: {"en": "x, y and z", "zh": "x、y、z"},
    4: {"en": "x, y, z and w", "zh": "x、y、z、w"},
}
Row = tuple[int, ...]


def equations(size: int, *numbers: int) -> Proof | None:
    """Gaussian elimination without fractions, then values from the last equation up.

    Args:
        size: Number of unknowns.
        numbers: The solution, without 0; the diagonal of the triangular matrix and what stands right of it,
            row by row; the multiples of earlier rows that were added, row by row, where 0 saves a step.
    """
    return _solve(size, numbers, form="equations")


def matrix(size: int, *numbers: int) -> Proof | None:
    """The same given as A and b, solved by Gauss-Jordan elimination."""
    return _solve(size, numbers, form="matrix")


def shopping(size: int, *numbers: int) -> Proof | None:
    """The same with positive numbers, as purchases and what they cost."""
    return _solve(size, numbers, form="shopping")


def _solve(size: int, numbers: Row, *, form: str) -> Proof | None:
    solution, numbers = numbers[:size], numbers[size:]
    upper, lower = numbers[: size * (size + 1) // 2], numbers[size * (size + 1) // 2 :]
    triangle = _triangle(size, upper)
    rows = [(*row, sum(a * x for a, x in zip(row, solution, strict=True))) for row in triangle]
    tops = list(rows)
    entries = iter(lower)
    for number in range(1, size):
        for other in range(number):
            factor = next(entries)
            rows[number] = tuple(a + factor * b for a, b in zip(rows[number], tops[other], strict=True))
    if (
        any(not any(row[:-1]) for row in rows)
        or max(abs(a) for row in rows for a in row) > 400
        or any(1 in row for row in rows if form == "shopping")
    ):
        return None
    steps: list[ProofStep] = []
    current = list(rows)
    for column in range(size):
        for number in range(column + 1, size):
            if current[number][column]:
                reduce_row(current, number, column, steps)
    assert current == tops
    if form == "matrix":
        for column in range(size - 1, 0, -1):
            _scale(current, column, steps)
            for number in range(column - 1, -1, -1):
                if current[number][column]:
                    reduce_row(current, number, column, steps)
        _scale(current, 0, steps)
    else:
        for number in range(size - 1, -1, -1):
            steps.append(_value(current[number], number, solution))
    answer = ",".join(f"{name}={value}" for name, value in zip(NAMES, solution, strict=False))
    givens: tuple[Given, ...]
    if form == "matrix":
        steps.append(ProofStep("", "", answer, "answer", claim=answer))
        left, right = [row[:-1] for row in rows], [(row[-1],) for row in rows]
        givens = (Given("matrix", matrix_text(left)), Given("right", matrix_text(right)))
    elif form == "equations":
        givens = tuple(Given(f"equation{n}", _equation(row)) for n, row in enumerate(rows, start=1))
    else:
        names = [*"abc"[:size], "t"]
        givens = tuple(
            Given(f"{name}{n}", value)
            for n, row in enumerate(rows, start=1)
            for name, value in zip(names, row, strict=True)
        )
    steps[-1] = steps[-1]._replace(value=answer)
    return Proof(givens, tuple(steps), {"names": _SAID[size]}, kind="tuple")


def _triangle(size: int, upper: Row) -> list[Row]:
    """Rows with a diagonal: the first `size` numbers are it, the others stand right of it."""
    entries = iter(upper[size:])
    return [
        tuple(0 if j < i else upper[i] if j == i else next(entries) for j in range(size)) for i in range(size)
    ]


def reduce_row(rows: list[Row], number: int, column: int, steps: list[ProofStep]) -> None:
    """Subtract a multiple of row `column` so that the entry of row `number` in this column vanishes."""
    factor = rows[number][column] // rows[column][column]
    before = rows[number]
    rows[number] = tuple(a - factor * b for a, b in zip(before, rows[column], strict=True))
    result = row_text(rows[number])
    size = "" if abs(factor) == 1 else f"{abs(factor)}*"
    claim = f"{row_text(before)}{'-' if factor > 0 else '+'}{size}{row_text(rows[column])}={result}"
    said = (str(number + 1), str(column + 1), str(abs(factor)))
    rule = ("subtract" if factor > 0 else "add") + ("_row" if abs(factor) == 1 else "")
    steps.append(ProofStep("", "", result, rule, claim=claim, said=said))


def _scale(rows: list[Row], number: int, steps: list[ProofStep]) -> None:
    """Divide a row by its entry on the diagonal, a step unless that is 1."""
    divisor = rows[number][number]
    if divisor != 1:
        before = rows[number]
        rows[number] = tuple(a // divisor for a in before)
        claim = f"{row_text(before)}/{in_brackets(divisor)}={row_text(rows[number])}"
        said = (str(number + 1), str(divisor))
        steps.append(ProofStep("", "", row_text(rows[number]), "scale", claim=claim, said=said))


def _value(row: Row, number: int, solution: Row) -> ProofStep:
    """One unknown from a row, with the values found before put in."""
    text = f"{row[-1]}"
    for coef, value in zip(row[number + 1 : -1], solution[number + 1 :], strict=True):
        if coef:
            size = "" if abs(coef) == 1 else f"{abs(coef)}*"
            text += ("-" if coef > 0 else "+") + size + in_brackets(value)
    if row[number] != 1:
        text = f"({text})/{row[number]}" if text != str(row[-1]) else f"{text}/{row[number]}"
    name = NAMES[number]
    claim = f"{name}={solution[number]}"
    if text != str(solution[number]):
        claim = f"{name}={text}={solution[number]}"
    return ProofStep("", "", str(solution[number]), "value", claim=claim, said=(str(number + 1),))


def _equation(row: Row) -> str:
    text = ""
    for coef, name in zip(row[:-1], NAMES, strict=False):
        if coef:
            size = "" if abs(coef) == 1 else str(abs(coef))
            text += ("-" if coef < 0 else "+" if text else "") + size + name
    return f"{text}={row[-1]}"


def system_box(
    size: int, pattern: str, values: Sequence[int], *, positive: bool = False, jordan: bool = False
) -> Box:
    """All systems with a solution of these values; `pattern` tells which rows are added to which."""
    steps = pattern.count("1") + (size + size * (size - 1) // 2 + 1 if jordan else size)
    if jordan or positive:
        diagonal = range(2, 7)
    elif steps == 2:
        diagonal = range(2, 10)
    else:
        diagonal = range(1, 6) if size < 4 else range(1, 4)
    beside = range(2, 7) if positive else [n for n in range(-4, 5) if n] if size < 4 else (-2, -1, 1, 2, 3)
    multiples = range(1, 4) if positive else (-3, -2, -1, 1, 2, 3) if size < 4 else (-2, -1, 1, 2)
    axes = [values] * size + [diagonal] * size + [beside] * (size * (size - 1) // 2)
    return Box(steps, (size,), *axes, *[multiples if bit == "1" else (0,) for bit in pattern])


RULES_EN = {
    "subtract": "Row {0} minus {2} times row {1}: {claim}.",
    "add": "Row {0} plus {2} times row {1}: {claim}.",
    "subtract_row": "Row {0} minus row {1}: {claim}.",
    "add_row": "Row {0} plus row {1}: {claim}.",
    "scale": "Divide row {0} by {1}: {claim}.",
    "value": "Row {0} gives {claim}.",
    "answer": "So {claim}.",
}
RULES_ZH = {
    "subtract": "第{0}行减去第{1}行的{2}倍：{claim}。",
    "add": "第{0}行加上第{1}行的{2}倍：{claim}。",
    "subtract_row": "第{0}行减去第{1}行：{claim}。",
    "add_row": "第{0}行加上第{1}行：{claim}。",
    "scale": "第{0}行除以{1}：{claim}。",
    "value": "由第{0}行得{claim}。",
    "answer": "所以{claim}。",
}
