"""Union, intersection, difference and symmetric difference of listed sets; counts in Venn diagrams.

Operations are carried out on bit masks while building. The checker reads sets and expression from the
text, evaluates them as sets of numbers, and compares its own rows with the claims.
"""

import re
from collections.abc import Mapping

from tasks.errors import DataError
from tasks.problems import venn
from tasks.problems.claims import refuse
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.records import Problem

SIGNS = "|&-^"
"""Union, intersection, difference, symmetric difference in claims."""
MAX_SYMBOLS = 80
"""A longer expression is refused."""

_WRITTEN = {
    "|": {"en": r"\cup", "zh": "∪"},
    "&": {"en": r"\cap", "zh": "∩"},
    "-": {"en": r"\setminus", "zh": r"\\"[0]},
    "^": {"en": r"\triangle", "zh": "△"},
}
_NOTES = {
    "-": {
        "en": "Here X \\setminus Y holds what is in X but not in Y. ",
        "zh": "用X\\Y表示属于X而不属于Y的元素组成的集合。",
    },
    "^": {
        "en": "Here X \\triangle Y holds what is in exactly one of X and Y. ",
        "zh": "用X△Y表示恰好属于X、Y之一的元素组成的集合。",
    },
}
_RULES = {"|": "union", "&": "intersection", "-": "difference", "^": "symmetric"}
_LETTERS = "ABCDEFGHIJKLMNOPQRST"


def _listed(mask: int) -> str:
    return "{" + ",".join(str(n) for n in range(1, mask.bit_length() + 1) if mask >> n - 1 & 1) + "}"


def _apply(sign: str, left: int, right: int) -> int:
    if sign == "-":
        return left & ~right
    return {"|": left | right, "&": left & right, "^": left ^ right}[sign]


Operation = tuple[str, int, bool]
"""Sign, number of the next set, whether that set stands on the left."""


def expression(sets: tuple[int, ...], operations: tuple[Operation, ...]) -> Proof | None:
    """One expression in brackets, calculated from inside out; a hole where a set on the way is empty
    or, in short ones, nothing happens."""
    signs, others, _ = zip(*operations, strict=True)
    if len({0, *others}) < len(sets):
        return None
    steps, value = list[ProofStep](), sets[0]
    texts = dict.fromkeys(("en", "zh"), "A")
    for number, (sign, other, left) in enumerate(operations):
        result, step = _row(sign, value, sets[other], left)
        if not result or (len(operations) < 5 and result in (value, sets[other])):
            return None
        value = result
        steps.append(step)
        for language, text in texts.items():
            inner = f"({text})" if number else text
            pair = (_LETTERS[other], inner) if left else (inner, _LETTERS[other])
            written = _WRITTEN[sign][language]
            texts[language] = f" {written} ".join(pair) if language == "en" else written.join(pair)
    note = {
        language: "".join(said[language] for sign, said in _NOTES.items() if sign in signs)
        for language in texts
    }
    shown: dict[str, str | Mapping[str, str]] = {"expression": texts, "note": note}
    shown |= {f"letter{n}": letter for n, letter in enumerate(_LETTERS[: len(sets)], start=1)}
    return Proof(_givens(sets), tuple(steps), shown, kind="set")


def _row(sign: str, value: int, other: int, left: bool) -> tuple[int, ProofStep]:
    pair = (other, value) if left else (value, other)
    result = _apply(sign, *pair)
    said = (_listed(pair[0]), _listed(pair[1]))
    claim = f"{said[0]}{sign}{said[1]}={_listed(result)}"
    return result, ProofStep("", "", _listed(result), _RULES[sign], claim=claim, said=said)


def _givens(sets: tuple[int, ...]) -> tuple[Given, ...]:
    return tuple(Given(f"set{n}", _listed(mask)) for n, mask in enumerate(sets, start=1))


def definitions(sets: tuple[int, ...], operations: tuple[Operation, ...]) -> Proof | None:
    """The same operations as a chain of definitions: D = A \\cup B, E = C \\setminus D, ..."""
    proof = expression(sets, operations)
    if proof is None:
        return None
    lines: dict[str, list[str]] = {"en": [], "zh": []}
    before = "A"
    for number, (sign, other, left) in enumerate(operations, start=len(sets)):
        pair = (_LETTERS[other], before) if left else (before, _LETTERS[other])
        before = _LETTERS[number]
        for language, told in lines.items():
            told.append(f"{before} = " + f" {_WRITTEN[sign][language]} ".join(pair))
    told_zh = "；".join(lines["zh"]).replace(" ", "")
    chain: dict[str, str | Mapping[str, str]] = {
        "lines": {"en": "; ".join(lines["en"]), "zh": told_zh},
        "last": before,
    }
    return proof._replace(shown={**proof.shown, **chain})


_SYMBOL = re.compile(r"\\cup|\\cap|\\setminus|\\triangle|[A-Z()∪∩△\\]")
_SIGN_OF = {written: sign for sign, both in _WRITTEN.items() for written in both.values()}
_SET = re.compile(r"([A-Z]) ?= ?\{([0-9,]+)\}")
_DEFINITION = re.compile(r"([A-Z]) ?= ?([A-Z] ?(?:\\[a-z]+|[∪∩△\\]) ?[A-Z])")
_ASKED = re.compile(r"(?:Determine|elements of|求|写出集合) ?((?:\\[a-z]+|[A-Z()∪∩△\\]| )+)")


class _Calculator:
    """Evaluates bracketed expressions over named sets and notes a row for each operation."""

    def __init__(self, names: Mapping[str, frozenset[int]]) -> None:
        self.names, self.rows = dict(names), list[str]()

    def value(self, text: str) -> frozenset[int]:
        self.symbols, self.at = _SYMBOL.findall(text), 0
        if len(self.symbols) > MAX_SYMBOLS or "".join(self.symbols) != text.replace(" ", ""):
            raise DataError(f"not an expression of sets: {text[:80]!r}")
        result = self._operation()
        if self.at != len(self.symbols):
            raise DataError(f"not an expression of sets: {text[:80]!r}")
        return result

    def _operation(self) -> frozenset[int]:
        left = self._operand()
        while self.at < len(self.symbols) and self.symbols[self.at] in _SIGN_OF:
            sign = _SIGN_OF[self.symbols[self.at]]
            self.at += 1
            right = self._operand()
            result = {"|": left | right, "&": left & right, "-": left - right, "^": left ^ right}[sign]
            self.rows.append(f"{_text(left)}{sign}{_text(right)}={_text(result)}")
            left = result
        return left

    def _operand(self) -> frozenset[int]:
        symbol = self.symbols[self.at] if self.at < len(self.symbols) else ""
        self.at += 1
        if symbol in self.names:
            return self.names[symbol]
        if symbol != "(":
            raise DataError(f"an expression has {symbol!r} where a set belongs")
        inner = self._operation()
        if self.at >= len(self.symbols) or self.symbols[self.at] != ")":
            raise DataError("an expression lacks a closing bracket")
        self.at += 1
        return inner


def _text(elements: frozenset[int]) -> str:
    return "{" + ",".join(map(str, sorted(elements))) + "}"


def check_operations(problem: Problem) -> None:
    """Evaluate the definitions and the expression of the prompt, and compare row by row."""
    sets = {name: frozenset(map(int, text.split(","))) for name, text in _SET.findall(problem.prompt)}
    calculator = _Calculator(sets)
    for name, text in _DEFINITION.findall(problem.prompt):
        calculator.names[name] = calculator.value(text)
    found = _ASKED.search(problem.prompt)
    if found is None:
        refuse(problem, 0, "names no set to determine")
    answer = _text(calculator.value(found[1].strip()))
    if answer != problem.answer:
        refuse(problem, 0, f"{found[1][:80]} is {answer}, not {problem.answer[:80]}")
    if len(calculator.rows) != len(problem.steps):
        refuse(problem, 0, f"needs {len(calculator.rows)} operations, not {len(problem.steps)}")
    for number, (step, row) in enumerate(zip(problem.steps, calculator.rows, strict=True), start=1):
        if (step.claim, step.output) != (row, row.rpartition("=")[2]):
            refuse(problem, number, f"should be {row}")


class _Sets:
    """Tuples of `count` sets of 3 to 6 of the numbers 1..top, as an axis."""

    def __init__(self, top: int, count: int, sizes: range) -> None:
        masks = [mask for mask in range(1, 1 << top) if mask.bit_count() in sizes]
        self._box = Box(1, *[masks] * count)

    def __len__(self) -> int:
        return self._box.size

    def __getitem__(self, place: int) -> tuple[int, ...]:
        return self._box.at(place)


class _Operations:
    """Tuples of `count` operations; the next set is another one than that before, as an axis."""

    def __init__(self, num_sets: int, count: int) -> None:
        self._num_sets = num_sets
        kinds = (("|", False), ("&", False), ("-", False), ("-", True), ("^", False))
        self._box = Box(1, range(num_sets - 1), *[kinds] * count, *[range(num_sets - 2)] * (count - 1))

    def __len__(self) -> int:
        return self._box.size

    def __getitem__(self, place: int) -> tuple[Operation, ...]:
        first, *rest = self._box.at(place)
        kinds, shifts = rest[: (len(rest) + 1) // 2], rest[(len(rest) + 1) // 2 :]
        other, operations = first + 1, list[Operation]()
        for (sign, left), shift in zip(kinds, (0, *shifts), strict=True):
            if operations:
                others = [n for n in range(self._num_sets) if n != other]
                other = others[shift]
            operations.append((sign, other, left))
        return tuple(operations)


def _boxes(top: int, counts: range, sizes: range = range(3, 7)) -> tuple[Box, ...]:
    boxes = []
    for count in counts:
        sets = 2 if count == 1 else 3 if count < 5 else 4
        boxes.append(Box(count, _Sets(top, sets, sizes), _Operations(sets, count)))
    return tuple(boxes)


_EN = {
    "union": "The union of {0} and {1} is {output}.",
    "intersection": "The intersection of {0} and {1} is {output}.",
    "difference": "{0} without the elements of {1} is {output}.",
    "symmetric": "The elements in exactly one of {0} and {1} form {output}.",
}
_ZH = {
    "union": "{0}与{1}的并集是{output}。",
    "intersection": "{0}与{1}的交集是{output}。",
    "difference": "从{0}中去掉属于{1}的元素，得{output}。",
    "symmetric": "恰好属于{0}与{1}之一的元素组成{output}。",
}

SETS = Subtask(
    kind="logic",
    version="2",
    templates=(
        *venn.TEMPLATES,
        Template(
            name="expression",
            boxes=_boxes(10, range(1, 7)),
            wide=_boxes(14, range(1, 7), range(7, 9)),
            holes=True,
            build=expression,
            check=check_operations,
            en=english(
                ("Let {letter#} = {set#}.", "{note}Determine {expression}."),
                ("Given is {letter#} = {set#}.", "{note}List the elements of {expression}."),
                **_EN,
            ),
            zh=chinese(
                ("已知集合{letter#}={set#}。", "{note}求{expression}。"),
                ("设{letter#}={set#}。", "{note}写出集合{expression}的所有元素。"),
                **_ZH,
            ),
        ),
        Template(
            name="definitions",
            heldout=True,
            boxes=_boxes(10, range(1, 13)),
            holes=True,
            build=definitions,
            check=check_operations,
            en=english(
                ("Let {letter#} = {set#}.", "{note}Further let {lines}.", "Determine {last}."),
                ("Given is {letter#} = {set#}.", "{note}Define {lines}.", "List the elements of {last}."),
                **_EN,
            ),
            zh=chinese(
                ("已知集合{letter#}={set#}。", "{note}令{lines}。", "求{last}。"),
                ("设{letter#}={set#}。", "{note}依次定义{lines}。", "写出集合{last}的所有元素。"),
                **_ZH,
            ),
        ),
    ),
)
"""Which elements, and how many."""
