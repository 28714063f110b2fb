"""Systems of linear equations by row operations, with two to four unknowns.

The solution is chosen first, then a triangular system, and its rows are added to each other downwards: so
the elimination needs whole numbers only. A step is the arithmetic of one row, `(4,7,15)-2*(2,3,7)=(0,1,1)`,
then values from the last row up. The checker calculates each row again and puts the solution into the
equations of the prompt; a determinant shows that there is no other.
"""

import re
from collections.abc import Sequence

from tasks.problems.claims import refuse, sides
from tasks.problems.evaluate import evaluate
from tasks.problems.matrix_text import determinant, matrix_text, read_matrix, row_text
from tasks.problems.polynomial_text import in_brackets
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.records import Problem

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


_VALUES = tuple(n for n in range(-9, 10) if n)
_LARGE = tuple(n for n in range(-40, 41) if abs(n) > 9)
_SPARSE = ("100110", "110001", "101010", "110110", "111010", "101111", "111011", "111110")
"""Which rows of four are added to which: 1-2, 1-3, 2-3, 1-4, 2-4, 3-4; each row takes part."""


def _box(
    size: int, pattern: str, values: Sequence[int], *, positive: bool = False, jordan: bool = False
) -> Box:
    """All systems with a solution of these values; `pattern` tells which rows are added to which."""
    steps = pattern.count("1") + (size + size * (size - 1) // 2 + 1 if jordan else size)
    diagonal = (
        range(2, 7)
        if jordan or positive
        else range(2, 10)
        if steps == 2
        else range(1, 6)
        if size < 4
        else range(1, 4)
    )
    beside = range(2, 7) if positive else [n for n in range(-4, 5) if n] if size < 4 else (-2, -1, 1, 2, 3)
    multiples = range(1, 4) if positive else (-3, -2, -1, 1, 2, 3) if size < 4 else (-2, -1, 1, 2)
    axes = [values] * size + [diagonal] * size + [beside] * (size * (size - 1) // 2)
    return Box(steps, (size,), *axes, *[multiples if bit == "1" else (0,) for bit in pattern])


def _equation_boxes(values: Sequence[int]) -> tuple[Box, ...]:
    patterns = [(2, "0"), (2, "1"), (3, "000"), (3, "110"), (3, "101"), (3, "111"), (4, "111111")]
    return tuple(_box(*pattern, values) for pattern in [*patterns, *((4, p) for p in _SPARSE)])


def _matrix_boxes(values: Sequence[int]) -> tuple[Box, ...]:
    patterns = [(2, "1"), (3, "110"), (3, "000"), (3, "111"), (4, "111111")]
    return tuple(_box(*pattern, values, jordan=True) for pattern in patterns)


_TWO = {
    "one": (("notebooks", "笔记本"), ("novels", "小说"), ("dictionaries", "词典"), ("atlases", "地图册")),
    "two": (("comics", "漫画书"), ("diaries", "日记本"), ("textbooks", "课本"), ("photo albums", "相册")),
}
_EN = {
    "subtract": "Row {0} minus {2} times row {1}: {claim}.",
    "add": "Row {0} plus {2} times row {1}: {claim}.",
    "subtract_row": "Row {0} minus row {1}: {claim}.",
    "add_row": "Row {0} plus row {1}: {claim}.",
    "scale": "Divide row {0} by {1}: {claim}.",
    "value": "Row {0} gives {claim}.",
    "answer": "So {claim}.",
}
_ZH = {
    "subtract": "第{0}行减去第{1}行的{2}倍：{claim}。",
    "add": "第{0}行加上第{1}行的{2}倍：{claim}。",
    "subtract_row": "第{0}行减去第{1}行：{claim}。",
    "add_row": "第{0}行加上第{1}行：{claim}。",
    "scale": "第{0}行除以{1}：{claim}。",
    "value": "由第{0}行得{claim}。",
    "answer": "所以{claim}。",
}

SYSTEM = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        Template(
            name="equations",
            boxes=_equation_boxes(_VALUES),
            wide=_equation_boxes(_LARGE),
            holes=True,
            build=equations,
            check=check_system,
            en=english(
                ("Solve this system by elimination.", "(#) {equation#}.", "What are {names}?"),
                (
                    "Write the system as an augmented matrix and reduce it.",
                    "(#) {equation#}.",
                    "Find {names}.",
                ),
                **_EN,
            ),
            zh=chinese(
                ("用消元法解方程组。", "(#) {equation#}。", "求{names}的值。"),
                ("把方程组写成增广矩阵并求解。", "(#) {equation#}。", "{names}各等于多少？"),
                **_ZH,
            ),
        ),
        Template(
            name="matrix",
            boxes=_matrix_boxes(_VALUES),
            wide=_matrix_boxes(_LARGE),
            holes=True,
            build=matrix,
            check=check_system,
            en=english(
                "Solve Av=b for the unknowns {names} of the vector v, where A={matrix} and b={right}.",
                "Use Gauss-Jordan elimination to find the entries {names} of the vector v with Av=b, "
                "where A={matrix} and b={right}.",
                **_EN,
            ),
            zh=chinese(
                "设A={matrix}，b={right}，解线性方程组Av=b，其中v的各分量为{names}。",
                "用高斯-若尔当消元法解方程组Av=b，其中A={matrix}，b={right}，v的分量依次记作{names}。",
                **_ZH,
            ),
        ),
        Template(
            name="two_prices",
            heldout=True,
            boxes=(_box(2, "1", range(2, 30), positive=True),),
            holes=True,
            build=shopping,
            check=check_system,
            cast=_TWO,
            en=english(
                (
                    "In a shop {one} cost x yuan each, and {two} cost y yuan each.",
                    "{a#} {one} and {b#} {two} cost {t#} yuan.",
                    "Find x and y.",
                ),
                (
                    "A shop sells {one} and {two}.",
                    "A customer pays {t#} yuan for {a#} {one} and {b#} {two}.",
                    "The first kind costs x yuan each and the second y yuan each.",
                    "What are x and y?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "{one}每本x元，{two}每本y元。",
                    "{a#}本{one}和{b#}本{two}共{t#}元。",
                    "求x和y。",
                ),
                (
                    "商店出售{one}和{two}，单价分别为x元和y元。",
                    "买{a#}本{one}、{b#}本{two}要付{t#}元。",
                    "x和y各是多少？",
                ),
                **_ZH,
            ),
        ),
        Template(
            name="three_prices",
            heldout=True,
            boxes=(_box(3, "111", range(2, 20), positive=True),),
            holes=True,
            build=shopping,
            check=check_system,
            cast=_TWO,
            en=english(
                (
                    "In a shop {one} cost x yuan each, {two} y yuan each, and magazines z yuan each.",
                    "{a#} {one}, {b#} {two} and {c#} magazines cost {t#} yuan.",
                    "Find x, y and z.",
                ),
                (
                    "A shop sells {one}, {two} and magazines.",
                    "A customer pays {t#} yuan for {a#} {one}, {b#} {two} and {c#} magazines.",
                    "Their prices in yuan are x, y and z, in this order. Find them.",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "{one}每本x元，{two}每本y元，杂志每本z元。",
                    "{a#}本{one}、{b#}本{two}和{c#}本杂志共{t#}元。",
                    "求x、y、z。",
                ),
                (
                    "商店出售{one}、{two}和杂志，单价分别为x元、y元和z元。",
                    "买{a#}本{one}、{b#}本{two}、{c#}本杂志要付{t#}元。",
                    "x、y、z各是多少？",
                ),
                **_ZH,
            ),
        ),
    ),
)
