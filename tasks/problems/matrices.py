"""Matrices: combinations, products, determinants, inverses, ranks, eigenvalues, all with whole numbers.

Determinants and ranks are chosen first, as a product of triangular matrices; inverses have the determinant 1
or -1, or are 2x2; eigenvalues are whole. The oracles go other ways: products of matrices give the unit
matrix, a characteristic polynomial vanishes, a rank is that of the minors.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import isqrt
from typing import Any

from tasks.problems.claims import refuse
from tasks.problems.evaluate import evaluate
from tasks.problems.linear_systems import reduce_row, row_of
from tasks.problems.matrix_text import determinant, matrix_text, product, read_matrix, row_text
from tasks.problems.polynomial_text import in_brackets
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.records import Problem

Row = tuple[int, ...]
Rows = tuple[Row, ...]


def _rows(numbers: Sequence[int], height: int) -> Rows:
    width = len(numbers) // height
    return tuple(tuple(numbers[i * width : (i + 1) * width]) for i in range(height))


def _result(rows: Sequence[Sequence[Any]], rule: str = "result") -> ProofStep:
    text = matrix_text(rows)
    return ProofStep("", "", text, rule, claim=text)


def multiply(height: int, inner: int, *numbers: int) -> Proof:
    """A product of matrices, one entry a step; a single entry is a number."""
    left, right = _rows(numbers[: height * inner], height), _rows(numbers[height * inner :], inner)
    steps = []
    for i, row in enumerate(left):
        for j, column in enumerate(zip(*right, strict=True)):
            value = sum(a * b for a, b in zip(row, column, strict=True))
            text = "+".join(f"{in_brackets(a)}*{in_brackets(b)}" for a, b in zip(row, column, strict=True))
            said = (str(i + 1), str(j + 1))
            steps.append(ProofStep("", text, value, "entry", said=said))
    result = product(left, right)
    steps.append(_result(result))
    givens = (Given("A", matrix_text(left)), Given("B", matrix_text(right)))
    return Proof(givens, tuple(steps), kind="matrix")


def combine(height: int, factors: tuple[int, int], *numbers: int) -> Proof:
    """`pA+qB`: the multiples where a factor is not 1, then the sum."""
    half = len(numbers) // 2
    pair = _rows(numbers[:half], height), _rows(numbers[half:], height)
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


def small_determinant(*numbers: int) -> Proof:
    """Of a 2x2 matrix by its diagonals, of a 3x3 one along the first row."""
    size = isqrt(len(numbers))
    rows = _rows(numbers, size)
    if size == 2:
        (a, b), (c, d) = rows
        steps = [
            ProofStep("main", f"{in_brackets(a)}*{in_brackets(d)}", a * d, "main"),
            ProofStep("other", f"{in_brackets(b)}*{in_brackets(c)}", b * c, "other"),
            ProofStep("", "main-other", a * d - b * c, "difference"),
        ]
        return Proof((Given("A", matrix_text(rows)),), tuple(steps))
    steps = [_minor(rows, 0, j, f"m{j + 1}") for j in range(3)]
    first = [in_brackets(value) for value in rows[0]]
    formula = f"{first[0]}*m1-{first[1]}*m2+{first[2]}*m3"
    steps.append(ProofStep("", formula, determinant(rows), "along"))
    return Proof((Given("A", matrix_text(rows)),), tuple(steps))


def _minor(rows: Rows, i: int, j: int, name: str) -> ProofStep:
    (a, b), (c, d) = ([*row[:j], *row[j + 1 :]] for n, row in enumerate(rows) if n != i)
    formula = "{}*{}-{}*{}".format(*map(in_brackets, (a, d, b, c)))
    return ProofStep(name, formula, a * d - b * c, "minor", said=(str(i + 1), str(j + 1)))


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


def inverse(*numbers: int) -> Proof | None:
    """Of a 2x2 matrix by its adjugate."""
    (a, b), (c, d) = rows = _rows(numbers, 2)
    size = a * d - b * c
    if not size:
        return None
    adjugate = [[d, -b], [-c, a]]
    result = [[_ratio(value, size) for value in row] for row in adjugate]
    text, answer = matrix_text(adjugate), matrix_text(result)
    formula = "{}*{}-{}*{}".format(*map(in_brackets, (a, d, b, c)))
    steps = (
        ProofStep("", formula, size, "det"),
        ProofStep("", "", text, "adjugate", claim=f"adj{matrix_text(rows)}={text}"),
        ProofStep("", "", answer, "scaled", claim=f"{text}/{in_brackets(size)}={answer}"),
    )
    return Proof((Given("A", matrix_text(rows)),), steps, kind="matrix")


def large_inverse(*numbers: int) -> Proof:
    """Of a 3x3 matrix with determinant 1 or -1: nine minors, the determinant, the signed transpose."""
    diagonal, rest = numbers[:3], numbers[3:]
    (u, v, w), (p, q, r) = rest[:3], rest[3:]
    echelon = ((diagonal[0], u, v), (0, diagonal[1], w), (0, 0, diagonal[2]))
    rows = product(((1, 0, 0), (p, 1, 0), (q, r, 1)), echelon)
    table = tuple(tuple(row) for row in rows)
    steps = [_minor(table, i, j, "") for i in range(3) for j in range(3)]
    minors = [int(step.value) for step in steps]
    size = determinant(table)
    text = "{}*{}-{}*{}+{}*{}".format(*(in_brackets(n) for j in range(3) for n in (table[0][j], minors[j])))
    steps.append(ProofStep("", text, size, "along"))
    result = [[(-1) ** (i + j) * minors[3 * j + i] * size for j in range(3)] for i in range(3)]
    steps.append(_result(result, "transpose"))
    return Proof((Given("A", matrix_text(table)),), tuple(steps), kind="matrix")


def _ratio(top: int, bottom: int) -> int | Fraction:
    value = Fraction(top, bottom)
    return value.numerator if value.denominator == 1 else value


def eigenvalues(values: tuple[int, int], corner: int, b: int) -> Proof | None:
    """Of a 2x2 matrix with two different whole eigenvalues, by the characteristic equation."""
    low, high = values
    d = low + high - corner
    rest = corner * d - low * high
    if not rest or rest % b or not corner or not d or abs(rest // b) > 60:
        return None
    c = rest // b
    rows = ((corner, b), (c, d))
    trace, size, gap = low + high, low * high, high - low
    text = "{}*{}-{}*{}".format(*map(in_brackets, (corner, d, b, c)))
    answer = f"{low},{high}"
    steps = (
        ProofStep("trace", f"{in_brackets(corner)}+{in_brackets(d)}", trace, "trace"),
        ProofStep("det", text, size, "det"),
        ProofStep("disc", "trace^2-4*det", gap * gap, "discriminant"),
        ProofStep("root", "sqrt(disc)", gap, "root"),
        ProofStep("", "(trace-root)/2", low, "low"),
        ProofStep("", "(trace+root)/2", high, "high"),
        ProofStep("", "", answer, "both", claim=answer),
    )
    return Proof((Given("A", matrix_text(rows)),), steps, kind="set")


def _given(problem: Problem) -> dict[str, Any]:
    return {item.name: read_matrix(item.value) for item in problem.givens if item.value.startswith("[")}


def _check_combine(problem: Problem) -> None:
    given, expression = _given(problem), problem.givens[0].value
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


def _check_last(problem: Problem) -> None:
    """The last claim is the answer, or ends with it."""
    if problem.steps[-1].claim.rpartition("=")[2] != problem.answer:
        refuse(problem, len(problem.steps), "is not the answer")


def _check_multiply(problem: Problem) -> None:
    _check_last(problem)
    given = _given(problem)
    answer = read_matrix(problem.answer)
    if answer != product(given["A"], given["B"]):
        refuse(problem, 0, f"the product is not {problem.answer[:80]}")
    entries = [str(value) for row in answer for value in row]
    if entries != [step.output for step in problem.steps[:-1]]:
        refuse(problem, 0, "the steps yield other entries")


def _check_rows(problem: Problem) -> None:
    """Each operation uses rows that are known, and the last step counts what is left or multiplies."""
    rows = _given(problem)["A"]
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


def _check_inverse(problem: Problem) -> None:
    """The product with the matrix is the unit matrix, and the steps are true."""
    rows, answer = _given(problem)["A"], read_matrix(problem.answer)
    size = len(rows)
    unit = [[int(i == j) for j in range(size)] for i in range(size)]
    if product(rows, answer) != unit:
        refuse(problem, 0, f"{problem.answer[:80]} is not the inverse")
    _check_last(problem)
    for number, step in enumerate(problem.steps, start=1):
        text, _, result = step.claim.rpartition("=")
        if step.rule == "adjugate":
            matrix, adjugate = read_matrix(text.removeprefix("adj")), read_matrix(result)
            value = determinant(rows)
            if matrix != rows or product(rows, adjugate) != [[value, 0], [0, value]] or result != step.output:
                refuse(problem, number, "is false")
        elif step.rule == "scaled":
            matrix_of, _, divisor = text.rpartition("/")
            number_of = Fraction(divisor.strip("()"))
            scaled = [[value / number_of for value in row] for row in read_matrix(matrix_of)]
            if scaled != read_matrix(result) or result != step.output:
                refuse(problem, number, "is false")


def _check_eigenvalues(problem: Problem) -> None:
    rows = _given(problem)["A"]
    values = [int(text) for text in problem.answer.split(",")]
    if len(set(values)) != len(rows):
        refuse(problem, 0, f"{problem.answer[:80]} are not {len(rows)} different values")
    for value in values:
        if determinant([[a - value * (i == j) for j, a in enumerate(row)] for i, row in enumerate(rows)]):
            refuse(problem, 0, f"{value} is no eigenvalue")
    _check_last(problem)


def _determined(given: Mapping[str, Any]) -> Any:
    """Of the transpose."""
    rows = read_matrix(given["A"])
    return determinant(list(zip(*rows, strict=True)))


_ENTRIES = tuple(range(-9, 10))
_NONZERO = tuple(n for n in _ENTRIES if n)
_WIDE = tuple(n for n in range(-40, 41) if abs(n) > 9)
_UNITS = (1, -1)


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
    two = [(1, q) for q in range(-9, 10) if abs(q) > 1] + [(p, q) for p in range(2, 10) for q in _UNITS]
    three = [(p, q) for p in range(2, 10) for q in range(-9, 10) if abs(q) > 1]
    return tuple(
        Box(steps, (height,), factors, *[entries] * cells)
        for steps, factors in ((1, one), (2, two), (3, three))
        for height, cells in ((2, 8), (2, 12), (3, 12))
    )


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
    "subtract": "Row {0} minus {2} times row {1}: {claim}.",
    "add": "Row {0} plus {2} times row {1}: {claim}.",
    "subtract_row": "Row {0} minus row {1}: {claim}.",
    "add_row": "Row {0} plus row {1}: {claim}.",
    "diagonal": "The matrix is triangular now, so multiply its diagonal: {claim}.",
    "count": "Count the rows that are not zero: {claim}.",
}
_ROWS_ZH = {
    "subtract": "第{0}行减去第{1}行的{2}倍：{claim}。",
    "add": "第{0}行加上第{1}行的{2}倍：{claim}。",
    "subtract_row": "第{0}行减去第{1}行：{claim}。",
    "add_row": "第{0}行加上第{1}行：{claim}。",
    "diagonal": "已化为上三角矩阵，对角线元素相乘：{claim}。",
    "count": "数非零行的个数：{claim}。",
}
_DET_EN = (
    "Find the determinant of A={A}.",
    "What is det(A) for A={A}?",
    "Compute the determinant of the matrix {A}.",
)
_DET_ZH = ("求矩阵A={A}的行列式。", "设A={A}，det(A)等于多少？", "计算矩阵{A}的行列式的值。")
_INVERSE_EN = ("Find the inverse of A={A}.", "What matrix B satisfies AB=I for A={A}?")
_INVERSE_ZH = ("求矩阵A={A}的逆矩阵。", "设A={A}，求满足AB=I的矩阵B。")

MATRIX = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        Template(
            name="combine",
            boxes=_combine_boxes(_ENTRIES),
            wide=_combine_boxes(_WIDE),
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
        ),
        Template(
            name="multiply",
            boxes=_multiply_boxes(_ENTRIES),
            wide=_multiply_boxes(_WIDE),
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
        ),
        Template(
            name="determinant",
            boxes=(Box(3, *[_ENTRIES] * 4), Box(4, *[_NONZERO] * 9)),
            wide=(Box(3, *[_WIDE] * 4), Box(4, *[tuple(n for n in range(-20, 21) if abs(n) > 9)] * 9)),
            build=small_determinant,
            oracle=_determined,
            en=english(
                *_DET_EN,
                main="The main diagonal: {claim}.",
                other="The other diagonal: {claim}.",
                difference="Subtract: {claim}.",
                minor="The minor without row {0} and column {1}: {claim}.",
                along="Expand along the first row: {claim}.",
            ),
            zh=chinese(
                *_DET_ZH,
                main="主对角线的积：{claim}。",
                other="副对角线的积：{claim}。",
                difference="相减：{claim}。",
                minor="去掉第{0}行第{1}列的余子式：{claim}。",
                along="按第1行展开：{claim}。",
            ),
        ),
        Template(
            name="triangular",
            boxes=_triangle_boxes((3, 4, 5)),
            wide=_triangle_boxes((3, 4, 5), wide=True),
            holes=True,
            build=large_determinant,
            check=_check_rows,
            en=english(*_DET_EN, **_ROWS_EN),
            zh=chinese(*_DET_ZH, **_ROWS_ZH),
        ),
        Template(
            name="inverse",
            boxes=(Box(3, *[_NONZERO] * 4),),
            wide=(Box(3, *[tuple(n for n in range(-20, 21) if abs(n) > 9)] * 4),),
            holes=True,
            build=inverse,
            check=_check_inverse,
            en=english(
                *_INVERSE_EN,
                det="The determinant: {claim}.",
                adjugate="Swap the diagonal and change the other signs: {claim}.",
                scaled="Divide by the determinant: {claim}.",
            ),
            zh=chinese(
                *_INVERSE_ZH,
                det="行列式：{claim}。",
                adjugate="主对角线互换，副对角线变号，得伴随矩阵：{claim}。",
                scaled="除以行列式：{claim}。",
            ),
        ),
        Template(
            name="large_inverse",
            boxes=(
                Box(11, *[_UNITS] * 3, *[(-4, -3, -2, -1, 1, 2, 3, 4)] * 3, *[(-3, -2, -1, 1, 2, 3)] * 3),
            ),
            build=large_inverse,
            check=_check_inverse,
            en=english(
                *_INVERSE_EN,
                minor="The minor without row {0} and column {1}: {claim}.",
                along="The determinant along the first row: {claim}.",
                transpose="Give the minors their signs, transpose, and divide by the determinant: {claim}.",
            ),
            zh=chinese(
                *_INVERSE_ZH,
                minor="去掉第{0}行第{1}列的余子式：{claim}。",
                along="按第1行展开求行列式：{claim}。",
                transpose="各余子式冠以相应的正负号，转置后再除以行列式：{claim}。",
            ),
        ),
        Template(
            name="eigenvalues",
            boxes=(
                Box(
                    7,
                    tuple(combinations(range(-12, 13), 2)),
                    tuple(n for n in range(-15, 16) if n),
                    (-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6),
                ),
            ),
            wide=(
                Box(
                    7,
                    tuple(combinations([n for n in range(-40, 41) if abs(n) > 12], 2)),
                    tuple(n for n in range(-30, 31) if abs(n) > 15),
                    (-3, -2, -1, 1, 2, 3),
                ),
            ),
            holes=True,
            build=eigenvalues,
            check=_check_eigenvalues,
            en=english(
                "Find the eigenvalues of A={A}.",
                "For which numbers k is det(A-kI)=0, where A={A}?",
                trace="The trace: {claim}.",
                det="The determinant: {claim}.",
                discriminant="The discriminant of the characteristic equation: {claim}.",
                root="Its square root: {claim}.",
                low="The smaller value: {claim}.",
                high="The larger value: {claim}.",
                both="The eigenvalues are {claim}.",
            ),
            zh=chinese(
                "求矩阵A={A}的特征值。",
                "设A={A}，k为何值时det(A-kI)=0？",
                trace="迹：{claim}。",
                det="行列式：{claim}。",
                discriminant="特征方程的判别式：{claim}。",
                root="判别式的算术平方根：{claim}。",
                low="较小的特征值：{claim}。",
                high="较大的特征值：{claim}。",
                both="特征值为{claim}。",
            ),
        ),
        Template(
            name="rank",
            heldout=True,
            boxes=_rank_boxes(),
            holes=True,
            build=rank,
            check=_check_rows,
            en=english("Find the rank of A={A}.", "What is the rank of the matrix {A}?", **_ROWS_EN),
            zh=chinese("求矩阵A={A}的秩。", "矩阵{A}的秩是多少？", **_ROWS_ZH),
        ),
    ),
)
