"""The sentences of a prompt, and changes that keep the givens with the sentences that state them."""

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from tasks.problems.evaluate import evaluate
from tasks.problems.proof import decimal_text, names_in, substitute
from tasks.records import Given, Problem, Step

_ENDS = {"en": re.compile(r"(?<=[.?!:]) (?=[A-Z0-9(])"), "zh": re.compile(r"(?<=[。？！])(?=.)")}


def sentences(text: str, language: str) -> list[str]:
    """The sentences of a text, in order."""
    return _ENDS[language].split(text)


def joined(parts: list[str], language: str) -> str:
    """The text of sentences."""
    return (" " if language == "en" else "").join(parts)


def before_question(problem: Problem, *added: str) -> str:
    """The prompt with more facts, told just before the question."""
    parts = sentences(problem.prompt, problem.language)
    return joined([*parts[:-1], *added, parts[-1]], problem.language)


def after_question(problem: Problem, added: str) -> str:
    """The prompt with an instruction at its end."""
    return joined([problem.prompt, added], problem.language)


def restate(problem: Problem, given: Given, change: Callable[[str], str | None]) -> Problem | None:
    """The problem with the sentence of a given changed; None if that sentence is not told exactly once, or
    cannot be changed."""
    changed = change(given.text)
    if changed is None or not given.text or problem.prompt.count(given.text) != 1:
        return None
    givens = tuple(replace(one, text=changed) if one.text == given.text else one for one in problem.givens)
    return replace(problem, prompt=problem.prompt.replace(given.text, changed), givens=givens)


def number_once(text: str, value: str) -> re.Match[str] | None:
    """Where a number stands in a text, if it stands there just once and is no part of another number."""
    found = list(re.finditer(rf"(?<![0-9.]){re.escape(value)}(?![0-9]|\.[0-9])", text))
    return found[0] if len(found) == 1 else None


def written(value: int | Fraction) -> str:
    """A value as a decimal if it ends within 6 places, else as a fraction."""
    return decimal_text(Fraction(value)) or str(value)


def worked(name: str, formula: str, rule: str, unit: str, texts: dict[str, str]) -> Step | None:
    """A step that calculates a formula over known texts; None unless its value ends as a decimal."""
    value = evaluate(substitute(formula, texts))
    output = "" if isinstance(value, float) else decimal_text(Fraction(value))
    if not output:
        return None
    claim = f"{substitute(formula, texts)}={output}"
    return Step(
        rule=rule,
        claim=claim,
        output=output,
        name=name,
        inputs=names_in(formula),
        formula=formula,
        unit=unit,
    )
