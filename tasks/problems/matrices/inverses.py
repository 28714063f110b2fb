"""Inverses, and eigenvalues of 2x2 matrices."""

from fractions import Fraction
from itertools import combinations

from tasks.problems.claims import refuse
from tasks.problems.matrices.determinants import minor_step
from tasks.problems.matrices.products import NONZERO, UNITS, check_last, matrices_of, result_step, rows_of
from tasks.problems.matrix_text import determinant, matrix_text, product, read_matrix
from tasks.problems.polynomial_text import in_brackets
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.records import Problem


def inverse(*numbers: int) -> Proof | None:
    """Of a 2x2 matrix by its adjugate."""
    (a, b), (c, d) = rows = rows_of(numbers, 2)
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
    steps = [minor_step(table, i, j, "") for i in range(3) for j in range(3)]
    minors = [int(step.value) for step in steps]
    size = determinant(table)
    text = "{}*{}-{}*{}+{}*{}".format(*(in_brackets(n) for j in range(3) for n in (table[0][j], minors[j])))
    steps.append(ProofStep("", text, size, "along"))
    result = [[(-1) ** (i + j) * minors[3 * j + i] * size for j in range(3)] for i in range(3)]
    steps.append(result_step(result, "transpose"))
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


def _check_inverse(problem: Problem) -> None:
    """The product with the matrix is the unit matrix, and the steps are true."""
    rows, answer = matrices_of(problem)["A"], read_matrix(problem.answer)
    size = len(rows)
    unit = [[int(i == j) for j in range(size)] for i in range(size)]
    if product(rows, answer) != unit:
        refuse(problem, 0, f"{problem.answer[:80]} is not the inverse")
    check_last(problem)
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
    rows = matrices_of(problem)["A"]
    values = [int(text) for text in problem.answer.split(",")]
    if len(set(values)) != len(rows):
        refuse(problem, 0, f"{problem.answer[:80]} are not {len(rows)} different values")
    for value in values:
        if determinant([[a - value * (i == j) for j, a in enumerate(row)] for i, row in enumerate(rows)]):
            refuse(problem, 0, f"{value} is no eigenvalue")
    check_last(problem)


_INVERSE_EN = ("Find the inverse of A={A}.", "What matrix B satisfies AB=I for A={A}?")
_INVERSE_ZH = ("求矩阵A={A}的逆矩阵。", "设A={A}，求满足AB=I的矩阵B。")


INVERSE = Template(
    name="inverse",
    boxes=(Box(3, *[NONZERO] * 4),),
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
)


LARGE_INVERSE = Template(
    name="large_inverse",
    boxes=(Box(11, *[UNITS] * 3, *[(-4, -3, -2, -1, 1, 2, 3, 4)] * 3, *[(-3, -2, -1, 1, 2, 3)] * 3),),
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
)


EIGENVALUES = Template(
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
)
