"""Exact evaluation of compact arithmetic text, from the text alone.

The checkers of all numeric subtasks stand on this. It shares no code with the constructors, and it
never hands text to `eval` or SymPy: a tokenizer with an allow-list and a recursive descent over
+ - * / % (remainder), brackets, `x`, and multiplication by juxtaposition (`3x`, `2(x+1)`).
"""

import re
from fractions import Fraction
from typing import NoReturn

from tasks.errors import DataError
from tasks.records import Problem, Step

MAX_CHARS = 400
"""A longer expression is refused: the longest of ours has about 150."""
MAX_DIGITS = 12
"""A longer number is refused."""
MAX_DEPTH = 40
"""Deeper brackets are refused."""

_SYMBOL = re.compile(r"[0-9]+|[x+\-*/%()]")
_TEXT = re.compile(r"[0-9x+\-*/%()]+")

Number = int | Fraction


class _Reader:
    """A recursive descent over the symbols of one expression."""

    def __init__(self, text: str, x: Number | None) -> None:
        if len(text) > MAX_CHARS or not _TEXT.fullmatch(text):
            raise DataError(f"not an expression of digits, x, + - * / % and brackets: {text[:80]!r}")
        self.text, self.x = text, x
        self.symbols = [*_SYMBOL.findall(text), ""]
        self.at = self.depth = 0

    def fail(self) -> NoReturn:
        raise DataError(f"cannot read {self.text[:80]!r} at symbol {self.at + 1}")

    def sum(self) -> Number:
        value = self.product()
        while (sign := self.symbols[self.at]) in ("+", "-"):
            self.at += 1
            value = value + self.product() if sign == "+" else value - self.product()
        return value

    def product(self) -> Number:
        value = self.atom()
        while (symbol := self.symbols[self.at]) and symbol not in "+-)":
            if symbol in ("*", "/", "%"):
                self.at += 1
                value = self.apply(symbol, value, self.atom())
            elif symbol.isdigit():
                self.fail()
            else:
                value = value * self.atom()
        return value

    def apply(self, sign: str, left: Number, right: Number) -> Number:
        if sign == "*":
            return left * right
        if right == 0:
            raise DataError(f"division by zero in {self.text[:80]!r}")
        return left % right if sign == "%" else Fraction(left) / right

    def atom(self) -> Number:
        symbol = self.symbols[self.at]
        self.at += 1
        if symbol.isdigit() and len(symbol) <= MAX_DIGITS:
            return int(symbol)
        if symbol == "x" and self.x is not None:
            return self.x
        if symbol == "-":
            return -self.atom()
        self.depth += 1
        if symbol != "(" or self.depth > MAX_DEPTH:
            self.fail()
        value = self.sum()
        if self.symbols[self.at] != ")":
            self.fail()
        self.at += 1
        self.depth -= 1
        return value


def evaluate(text: str, *, x: Number | None = None) -> Number:
    """The exact value of `text`; `x` stands for the unknown.

    Raises:
        DataError: `text` is not an expression, is too long, or divides by zero.
    """
    reader = _Reader(text, x)
    value = reader.sum()
    if reader.at != len(reader.symbols) - 1:
        reader.fail()
    return value


def sides(claim: str) -> tuple[str, str]:
    """The two sides of an equation.

    Raises:
        DataError: there is not exactly one `=`.
    """
    left, equals, right = claim.partition("=")
    if not equals or "=" in right:
        raise DataError(f"not an equation: {claim[:80]!r}")
    return left, right


def refuse(problem: Problem, number: int, why: str) -> NoReturn:
    """Raise the DataError that names a step, counted from 1; step 0 is the question itself."""
    place = f"step {number} {problem.steps[number - 1].claim[:80]!r}" if number else "the question"
    raise DataError(f"{problem.problem_id} ({problem.subtask}): {place}: {why}; drop the row")


def check_value(problem: Problem, number: int, step: Step) -> None:
    """Refuse a step whose claim `expression=value` is false, or whose output is not that value.

    The value stands in canonical form: `3`, `5/4`, never `10/8`.
    """
    left, right = sides(step.claim)
    value = evaluate(left)
    if str(value) != right:
        refuse(problem, number, f"{left} is {value}, not {right}")
    if right != step.output:
        refuse(problem, number, f"the claim yields {right}, the step says {step.output[:80]}")


def check_running(problem: Problem) -> list[str]:
    """Refuse a chain with a false claim, or with a step that does not go on from the one before.

    Returns:
        What the chain calculates, in pieces: the first expression, then what each step appends to it,
        e.g. `["37+8", "-9"]`.
    """
    pieces, before = [], ""
    for number, step in enumerate(problem.steps, start=1):
        check_value(problem, number, step)
        rest = sides(step.claim)[0].removeprefix(before)
        if before and (not step.claim.startswith(before) or rest[:1].isdigit()):
            refuse(problem, number, f"does not go on from {before}")
        pieces.append(rest)
        before = step.output
    return pieces


def check_expression(problem: Problem, expression: str, pieces: list[str]) -> None:
    """Refuse a chain that does not calculate the `expression` of the prompt, from left to right."""
    calculated = "".join(pieces)
    if re.sub("[()]", "", calculated) != re.sub("[()]", "", expression):
        refuse(problem, 0, f"asks for {expression[:80]}, the steps calculate {calculated[:80]}")
    value = str(evaluate(expression))
    if value != problem.answer:
        refuse(problem, 0, f"{expression[:80]} is {value}, not {problem.answer[:80]}")
