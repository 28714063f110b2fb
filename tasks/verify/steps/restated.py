"""What a trace says of the question itself: its expression with names for parts, and the final answer.

Only questions that are one expression to be calculated ("Compute 3*(4+5).") are understood.
"""

import re
from collections.abc import Iterator

from tasks.verify.notation.nodes import MathError
from tasks.verify.steps.equations import PROVED, REFUTED, UNCHECKED, Ruling
from tasks.verify.steps.latex import to_plain
from tasks.verify.steps.plain import Side, read_plain
from tasks.verify.steps.polynomials import Number, letters, substitute
from tasks.verify.steps.readings import squeezed
from tasks.verify.steps.scan import Found
from tasks.verify.steps.sums import agree, shown

MAX_QUESTION_CHARS = 2_000

_EXPRESSION = r"([-(\d][\d\s+\-*/×÷^().]*[\d)])"
_QUESTIONS = (
    re.compile(
        r"^(?:Compute|Calculate|Evaluate|What is|Find|Work out)?:?\s*"
        + _EXPRESSION
        + r"\s*(?:=\s*\??)?(?:\s*in lowest terms)?\s*[.?]?$"
    ),
    re.compile(
        r"^(?:计算|求)?[:：]?\s*"
        + _EXPRESSION
        + r"\s*(?:=\s*\??|等于多少|的值)?(?:[。？?]|$)(?:用最简分数表示。)?$"
    ),
)
_PART = r"([A-Z])\s*=\s*(\([^=\"\n]{1,300}?\))"
_WRITTEN = re.compile(
    r"written as\s*[\"“']?([A-Z(][A-Z\s+\-*/×÷()\d]*)[\"”']?,?\s+where\s+("
    + _PART
    + r"(?:\s*(?:,|and|, and)\s*"
    + _PART
    + r")*)"
)
_PARTS = re.compile(_PART)
_REPLACED = re.compile(r"[Rr]eplace\s+(\([^=\"\n]{1,300}?\))\s+(?:by|with)\s+([A-Z])\b")
_ALSO = re.compile(r"\s*(?:,|and|, and)\s+(\([^=\"\n]{1,300}?\))\s+(?:by|with)\s+([A-Z])\b")
_ANSWER = re.compile(
    r"(?:[Tt]he (?:final )?answer is|答案是|答案为)[:：]?\s*\**\$?(-?\d[\d,]*(?:\.\d+)?(?:/\d+)?)(?![\d/]"
    r"|\.\d|\s?[-+*/×÷=^%])"
)


def question_value(problem: str) -> tuple[str, Number] | None:
    """The expression that a question asks to calculate, and its value; None for other questions."""
    text = problem.strip()
    if len(text) > MAX_QUESTION_CHARS:
        return None
    for pattern in _QUESTIONS:
        match = pattern.match(text)
        if match:
            try:
                line = read_plain(to_plain(match[1]))
            except (MathError, RecursionError):
                return None
            value = line.sides[0].value
            return None if line.ops or isinstance(value, dict) else (match[1], value)
    return None


def restatements(trace: str) -> Iterator[Found]:
    """Names given to parts of the question, and final answers."""
    if "written as" in trace:
        for match in _WRITTEN.finditer(trace):
            parts = ";".join(f"{name}={part}" for name, part in _PARTS.findall(match[2]))
            yield Found(f"{match[1].strip()};{parts}", match.start(1), "restated")
    if "eplace" in trace:
        for match in _REPLACED.finditer(trace):
            while match:
                yield Found(f"{match[2]}={match[1]}", match.start(1), "part")
                match = _ALSO.match(trace, match.end())  # type: ignore[assignment]
    if "answer is" in trace or "答案" in trace:
        for match in _ANSWER.finditer(trace):
            yield Found(match[1].replace(",", ""), match.start(1), "answer")


def fits(found: Found, expression: str, value: Number) -> Ruling:
    """Whether names given to parts of the question, or the final answer, fit the question.

    Raises:
        MathError: A part cannot be read.
    """
    if found.kind == "answer":
        side = read_plain(found.text).sides[0]
        assert not isinstance(side.value, dict)
        asked = Side(value, expression, None, percent=False)
        good = agree(asked, value, side, side.value)
        return (
            "answer",
            PROVED if good else REFUTED,
            "" if good else f"the question's value is {shown(value)}",
        )
    whole, *parts = found.text.split(";") if found.kind == "restated" else ("", found.text)
    named: dict[str, Number] = {}
    for part in parts:
        name, _, text = part.partition("=")
        inside = read_plain(text).sides[0].value
        if isinstance(inside, dict):
            return "restated", UNCHECKED, "letters in a part"
        named[name] = inside
        if squeezed(text) not in squeezed(f"({expression})"):
            return "restated", REFUTED, f"{text} is not in the question"
    if not whole:
        return "restated", PROVED, ""
    total = read_plain(whole).sides[0].value
    total = (
        substitute(total, named).get((), 0)
        if isinstance(total, dict) and letters(total) <= named.keys()
        else total
    )
    return "restated", PROVED if total == value else REFUTED, "" if total == value else "not the question"
