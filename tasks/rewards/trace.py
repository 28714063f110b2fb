"""The numbers of a trace, and which of its lines the answer rests on.

A line is a step of a trace: `37+8=45`, or a sentence in English or Chinese. What stands before its first
sign of relation (=, "is", 等于 ...) are its operands, what stands behind are its results. A line is *used*
if one of its results is in the answer, or is an operand of a later line that is used. So a true line that
leads nowhere is not used, however many there are. Under a question without numbers propositions take the
place of numbers: `p,p->q|-q`.

Not understood: numbers in words. They are neither found nor missed.
"""

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

_NUMBER = re.compile(r"(?<![\d(,])\d{1,3}(?:,\d{3})+(?![\d)])(?:\.\d+)?|\d+(?:\.\d+)?")
_FORMULA = re.compile(
    r"(?<![A-Za-z~(])[~(]{0,8}[A-Za-z](?:=[01])?"
    r"(?:\){0,8}(?:<->|->|\|(?![-=])|&)[~(]{0,8}[A-Za-z]){0,40}\){0,8}(?![A-Za-z])"
)
_TURNSTILE = re.compile(r"\|[-=]|⊢|⊨")
_ASSIGNMENT = re.compile(r"[A-Za-z]=[01]")
_LETTER_IN_BRACKETS = re.compile(r"\((~?[A-Za-z])\)")
_PERCENT = re.compile(r"(?<![\d.])(\d{1,6}(?:\.\d{1,6})?)\s*(?:\\?%(?!\s*\d)|percent)")
_UNKNOWN = re.compile(r"(?<![A-Za-z])(?!(?<=\d)x\d|(?<=\d )x \d)[a-z](?![A-Za-z])")
_END = re.compile(r"[;；。！？\n]|[.!?](?=\s|$)|\\\\")
_RELATION = re.compile(
    r"[=≈]|<=|>=|≤|≥|<|>|\\approx"
    r"|\b(?:is|are|was|were|equals?|gives?|gets?|leaves?|makes?|becomes?|remains?|totals?)\b"
    r"|等于|得|余|剩|共|有|为|是"
)
_OPERATION = re.compile(r"(?<=[^\s(=])[-+*×÷%^−]")
_SPACE = re.compile(r"\s+")
_POWER_OF_TEN = re.compile(r"10*(?:\.0)?|0\.0*1")
_WIDE = {ord(c) + 0xFEE0: c for c in string.ascii_letters + string.digits + "+-*/=().%<>"}

CONSTANTS = frozenset(("2", "7", "12", "24", "52", "60", "365", "1440", "3600", "86400"))
"""Numbers a solution may bring along, beside powers of ten: halves and conversions of units."""

MAX_ANSWER_NUMBERS = 20
"""An answer of more numbers rests on nothing: it would rest on every line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A step of a trace as numbers, or as propositions."""

    text: str
    """Without white space."""
    operands: frozenset[str]
    results: frozenset[str]
    """Empty if the line states no relation."""
    needs: frozenset[str]
    """The operands that must come from somewhere: none in an equation, which is a rewriting of another."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a question gives to work with."""

    text: str
    """Without white space."""
    forms: dict[str, frozenset[str]]
    """Number -> what it may look like in a calculation: 90% is also 0.9, 190, 1.9, 10 and 0.1."""
    known: frozenset[str]
    """All forms."""
    formal: bool
    """Whether it has propositions instead of numbers."""

    def coverage(self, lines: Sequence[Line]) -> float:
        """The share of the question's numbers that `lines` take up; 1 if it has none."""
        atoms = frozenset().union(*(line.operands | line.results for line in lines))
        return sum(bool(f & atoms) for f in self.forms.values()) / len(self.forms) if self.forms else 1.0


@lru_cache(maxsize=4096)
def read_question(text: str) -> Question:
    """The numbers of a question, or its propositions if it has none."""
    forms = {n: frozenset((n,)) for n in numbers(text)}
    formal = not forms
    if formal:
        forms = {f: frozenset((f, _negated(f))) for f in _FORMULA.findall(text)}
    for percent in _PERCENT.findall(text):
        share = Fraction(percent)
        looks = {percent, *(f"{float(n):g}" for p in (share, 100 + share, 100 - share) for n in (p, p / 100))}
        forms[_spelled(percent)] = frozenset(looks)
    known = frozenset().union(*forms.values())
    return Question(_SPACE.sub("", text), forms, known, formal)


def read_line(text: str, *, formal: bool = False) -> Line:
    """Operands and results of one step.

    Args:
        text: The step.
        formal: Read propositions instead of numbers.
    """
    bare = _SPACE.sub("", text)
    if formal:
        return _formal_line(text, bare)
    sign = _RELATION.search(text)
    head, tail = (text[: sign.start()], text[sign.end() :]) if sign else (text, "")
    operands, results = frozenset(numbers(head)), frozenset(numbers(tail))
    if "=" in text and (unknowns := _UNKNOWN.findall(text)):
        both = operands | results | frozenset(unknowns)
        return Line(bare, both, both, frozenset())
    return Line(bare, operands, results, operands)


def read_lines(trace: str, *, formal: bool = False) -> list[Line]:
    """The steps of a trace that hold anything to look at, in order."""
    lines = (read_line(part, formal=formal) for part in _END.split(trace) if part.strip())
    return [line for line in lines if line.operands or line.results]


def used_lines(lines: Sequence[Line], answer: str, question: Question) -> list[bool]:
    """For each line whether the answer rests on it.

    A formal answer (true, false) does not tell what it rests on: then a line is used if it ends in a
    proposition of the question, or its negation, or serves one that does.
    """
    needed = question.known if question.formal else frozenset(numbers(answer))
    if len(needed) > MAX_ANSWER_NUMBERS and not question.formal:
        return [False] * len(lines)
    used = []
    for line in reversed(lines):
        used.append(bool(line.results & needed))
        needed = needed | line.operands if used[-1] else needed
    return used[::-1]


def sourced_operands(lines: Sequence[Line], question: Question) -> list[float]:
    """For each line the share of its operands that are the question's, an earlier result, or a constant."""
    known, shares = set(question.known), []
    for line in lines:
        found = sum(n in known or n in CONSTANTS or bool(_FREE.fullmatch(n)) for n in line.needs)
        shares.append(found / len(line.needs) if line.needs else 1.0)
        known |= line.results
    return shares


_FREE = re.compile(f"{_POWER_OF_TEN.pattern}|{_ASSIGNMENT.pattern}")


def is_idle(line: Line, question: Question) -> bool:
    """Whether a line says `5=5`, or only repeats the question: its equation, or its whole expression and
    a value.

    `37+8-9=36` under "What is 37+8-9?" shows no step; `37+8=45` under "What is 37+8?" is the step.
    """
    left, _, right = line.text.partition("=")
    if left == right or line.text in question.text:
        return True
    if not right or "=" in right or left not in question.text or len(_OPERATION.findall(left)) < 2:
        return False
    return question.forms.keys() <= set(numbers(left))


def numbers(text: str) -> list[str]:
    """The numbers of a text in one spelling: `1,000.50` is `1000.5`, `007` is `7`."""
    return [_spelled(match) for match in _NUMBER.findall(text)]


def plain(text: str) -> str:
    """Full-width digits, letters and signs of arithmetic as usual ones; powers and punctuation stay."""
    return text if text.isascii() else text.translate(_WIDE)


def _formal_line(text: str, bare: str) -> Line:
    sign = _TURNSTILE.search(bare)
    if sign:
        premises = frozenset(part for part in bare[: sign.start()].split(",") if part)
        conclusion = bare[sign.end() :]
        stated = frozenset(map(_unwrapped, (conclusion, *conclusion.split("&")))) - premises
        return Line(bare, premises, stated, premises)
    found = _FORMULA.findall(text)
    return Line(bare, frozenset(found[:-1]), frozenset(found[-1:]), frozenset(found[:-1]))


def _unwrapped(formula: str) -> str:
    """`(p->q)` and `~(~p)` are `p->q` and `p`."""
    formula = _LETTER_IN_BRACKETS.sub(r"\1", formula).replace("~~", "")
    while formula.startswith("(") and formula.endswith(")") and formula.count("(") == 1:
        formula = formula[1:-1]
    return formula


def _negated(formula: str) -> str:
    if formula.startswith("~"):
        return formula[1:]
    return f"~{formula}" if len(formula) == 1 else f"~({formula})"


def _spelled(number: str) -> str:
    number = number.replace(",", "")
    if "." in number:
        return number.rstrip("0").rstrip(".")
    return number.lstrip("0") or "0"
