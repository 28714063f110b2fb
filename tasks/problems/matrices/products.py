"""Sums, multiples and products of matrices."""

from collections.abc import Sequence
from typing import Any

from tasks.problems.claims import refuse
from tasks.problems.evaluate import evaluate
from tasks.problems.matrix_text import matrix_text, product, read_matrix
from tasks.problems.polynomial_text import in_brackets
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.records import Problem

Row = tuple[int, ...]
Rows = tuple[Row, ...]


def rows_of(numbers: Sequence[int], height: int) -> Rows:
    """The numbers in so many rows of equal length."""
    width = len(numbers) // height
    return tuple(tuple(numbers[i * width : (i + 1) * width]) for i in range(height))


def result_step(rows: Sequence[Sequence[Any]], rule: str = "result") -> ProofStep:
    """The step that names the matrix found."""
    text = matrix_text(rows)
    return ProofStep("", "", text, rule, claim=text)


def multiply(height: int, inner: int, *numbers: int) -> Proof:
    """A product of matrices, one entry a step; a single entry is a number."""
    left, right = rows_of(numbers[: height * inner], height), rows_of(numbers[height * inner :], inner)
    steps = []
    for i, row in enumerate(left):
        for j, column in enumerate(zip(*right, strict=True)):
            value = sum(a * b for a, b in zip(row, column, strict=True))
            text = "+".join(f"{in_brackets(a)}*{in_brackets(b)}" for a, b in zip(row, column, strict=True))
            said = (str(i + 1), str(j + 1))
            steps.append(ProofStep("", text, value, "entry", said=said))
    result = product(left, right)
    steps.append(result_step(result))
    givens = (Given("A", matrix_text(left)), Given("B", matrix_text(right)))
    return Proof(givens, tuple(steps), kind="matrix")


def combine(height: int, factors: tuple[int, int], *numbers: int) -> Proof:
    """`pA+qB`: the multiples where a factor is not 1, then the sum."""
    half = len(numbers) // 2
    pair = rows_of(numbers[:half], height), rows_of(numbers[half:], height)
    steps, scaled = [], []
    for factor, rows, name in zip(factors, pair, "AB", strict=True):
        times = tuple(tuple(abs(factor) * value for value in row) for row in rows)
        scaled.append(times)
        if abs(factor) != 1:
            steps.append(
                ProofStep(
                    "",
                    "",
                    matrix_text(times),
                    "multiple",
                    claim=f"{abs(factor)}*{matrix_text(rows)}={matrix_text(times)}",
                    said=(str(abs(factor)), name),
                )
            )
    sign = 1 if factors[1] > 0 else -1
    total = [[a + sign * b for a, b in zip(*rows, strict=True)] for rows in zip(*scaled, strict=True)]
    operator = "+" if sign > 0 else "-"
    claim = f"{matrix_text(scaled[0])}{operator}{matrix_text(scaled[1])}={matrix_text(total)}"
    steps.append(ProofStep("", "", matrix_text(total), "sum" if sign > 0 else "difference", claim=claim))
    first, second = ("" if abs(f) == 1 else str(abs(f)) for f in factors)
    givens = (
        Given("expression", f"{first}A{operator}{second}B"),
        Given("A", matrix_text(pair[0])),
        Given("B", matrix_text(pair[1])),
    )
    return Proof(givens, tuple(steps), kind="matrix")


def matrices_of(problem: Problem) -> dict[str, Any]:
    """The matrices that a problem states, by name."""
    return {item.name: read_matrix(item.value) for item in problem.givens if item.value.startswith("[")}


def _check_combine(problem: Problem) -> None:
    given, expression = matrices_of(problem), problem.givens[0].value
    rows = read_matrix(problem.answer)
    left, right = given["A"], given["B"]
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if evaluate(expression, {"A": left[i][j], "B": right[i][j]}) != value:
                refuse(problem, 0, f"row {i + 1}, column {j + 1} is not {value}")
    if [len(rows), len(rows[0])] != [len(left), len(left[0])]:
        refuse(problem, 0, "has another shape")
    for number, step in enumerate(problem.steps, start=1):
        text, _, result = step.claim.rpartition("=")
        if step.rule == "multiple":
            factor, _, matrix = text.partition("*")
            expected = [[int(factor) * value for value in row] for row in read_matrix(matrix)]
        else:
            sign = 1 if "]]+[[" in text else -1
            first, second = text.split("]]+[[" if sign > 0 else "]]-[[")
            pairs = zip(read_matrix(f"{first}]]"), read_matrix(f"[[{second}"), strict=True)
            expected = [[a + sign * b for a, b in zip(*pair, strict=True)] for pair in pairs]
        if read_matrix(result) != expected or result != step.output:
            refuse(problem, number, "is false")


def check_last(problem: Problem) -> None:
    """The last claim is the answer, or ends with it."""
    if problem.steps[-1].claim.rpartition("=")[2] != problem.answer:
        refuse(problem, len(problem.steps), "is not the answer")


def _check_multiply(problem: Problem) -> None:
    check_last(problem)
    given = matrices_of(problem)
    answer = read_matrix(problem.answer)
    if answer != product(given["A"], given["B"]):
        refuse(problem, 0, f"the product is not {problem.answer[:80]}")
    entries = [str(value) for row in answer for value in row]
    if entries != [step.output for step in problem.steps[:-1]]:
        refuse(problem, 0, "the steps yield other entries")


ENTRIES = tuple(range(-9, 10))
NONZERO = tuple(n for n in ENTRIES if n)
WIDE = tuple(n for n in range(-40, 41) if abs(n) > 9)
UNITS = (1, -1)


def _multiply_boxes(entries: Sequence[int]) -> tuple[Box, ...]:
    shapes = (
        (1, 2, 1),
        (1, 3, 1),
        (2, 2, 1),
        (1, 3, 2),
        (2, 3, 1),
        (3, 2, 1),
        (3, 3, 1),
        (2, 2, 2),
        (2, 3, 2),
        (2, 2, 3),
        (3, 2, 2),
        (2, 2, 4),
        (3, 3, 3),
    )
    return tuple(Box(h * w + 1, (h,), (k,), *[entries] * (k * (h + w))) for h, k, w in shapes)


def _combine_boxes(entries: Sequence[int]) -> tuple[Box, ...]:
    one = ((1, 1), (1, -1))
    two = [(1, q) for q in range(-9, 10) if abs(q) > 1] + [(p, q) for p in range(2, 10) for q in UNITS]
    three = [(p, q) for p in range(2, 10) for q in range(-9, 10) if abs(q) > 1]
    return tuple(
        Box(steps, (height,), factors, *[entries] * cells)
        for steps, factors in ((1, one), (2, two), (3, three))
        for height, cells in ((2, 8), (2, 12), (3, 12))
    )


COMBINE = Template(
    name="combine",
    boxes=_combine_boxes(ENTRIES),
    wide=_combine_boxes(WIDE),
    build=combine,
    check=_check_combine,
    en=english(
        "Let A={A} and B={B}. Find {expression}.",
        "What is {expression} for A={A} and B={B}?",
        multiple="Multiply {1} by {0}: {claim}.",
        sum="Add entry by entry: {claim}.",
        difference="Subtract entry by entry: {claim}.",
    ),
    zh=chinese(
        "设A={A}，B={B}，求{expression}。",
        "已知矩阵A={A}，B={B}，{expression}等于多少？",
        multiple="{1}乘以{0}：{claim}。",
        sum="对应元素相加：{claim}。",
        difference="对应元素相减：{claim}。",
    ),
)


MULTIPLY = Template(
    name="multiply",
    boxes=_multiply_boxes(ENTRIES),
    wide=_multiply_boxes(WIDE),
    build=multiply,
    check=_check_multiply,
    en=english(
        "Find the matrix product AB of A={A} and B={B}.",
        "Let A={A} and B={B}. What is AB?",
        entry="Row {0} by column {1}: {claim}.",
        result="So AB={claim}.",
    ),
    zh=chinese(
        "设A={A}，B={B}，求矩阵乘积AB。",
        "已知A={A}，B={B}，AB等于多少？",
        entry="第{0}行乘第{1}列：{claim}。",
        result="所以AB={claim}。",
    ),
)
