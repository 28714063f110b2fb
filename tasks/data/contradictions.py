"""Where a published solution ends elsewhere than at the answer, or an annotated formula does.

What is said here is never corrected by a vote: the row goes to a person with the reason.
"""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from tasks.data.formula import FormulaError, evaluate_formula, option_states
from tasks.data.words import split_options
from tasks.records import Problem

_NUMBER = re.compile(r"[0-9][0-9,]{0,60}(?:\.[0-9]{1,30})?|\.[0-9]{1,30}")
_GROUP_SPACE = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))")
_CHOSEN = re.compile(
    r"(?:故选|故答案为|所以答案为|答案(?:是|为|选)|[Tt]he (?:correct )?answer (?:is|would be)"
    r"|(?:[Cc]orrect|[Ff]inal)? ?(?:answer|ANSWER|Answer|choice|option) ?(?:is|[:：=-])?)"
    r"[:：. ]*[\"'“($\{]*([A-Ha-h])(?![A-Za-z0-9'’])(?! [a-z]|\s*[=+*/^<>-])"
)


def contradiction(problem: Problem) -> str:
    """Why a row contradicts itself; empty if it does not, as far as can be told."""
    return next((reason for reason, holds in CONTRADICTIONS.items() if holds(problem)), "")


def formula_verdict(problem: Problem) -> str:
    """What the annotated formula says of the key: `agrees`, `another option`, `no option`, or empty."""
    formula = problem.provenance.get("formula")
    _, options = split_options(problem.prompt)
    if not formula or problem.answer not in options:
        return ""
    try:
        value = evaluate_formula(formula)
    except FormulaError:
        return ""
    stated = {letter: option_states(text, value) for letter, text in options.items()}
    if stated[problem.answer] is None:
        return ""
    if stated[problem.answer]:
        return "agrees"
    return "another option" if any(stated.values()) else "no option"


def _formula_disagrees(problem: Problem) -> bool:
    return formula_verdict(problem) in {"another option", "no option"}


def _names_other_option(problem: Problem) -> bool:
    """Single choice: the solution names another option last."""
    if len(problem.answer) != 1 or not split_options(problem.prompt)[1]:
        return False
    named = _CHOSEN.findall(problem.solution)
    return bool(named) and named[-1].upper() != problem.answer.upper()


def _never_reaches_answer(problem: Problem) -> bool:
    """GSM8K: the answer's value occurs nowhere in the solution, in dollars or in cents."""
    if problem.source != "gsm8k":
        return False
    text = _GROUP_SPACE.sub("", problem.solution)
    values = {Fraction(number.replace(",", "")) for number in _NUMBER.findall(text)}
    answer = abs(Fraction(problem.answer))
    return answer not in values and answer / 100 not in values


CONTRADICTIONS: Mapping[str, Callable[[Problem], bool]] = {
    "formula_contradicts_answer": _formula_disagrees,
    "solution_contradicts_answer": lambda problem: (
        _never_reaches_answer(problem) or _names_other_option(problem)
    ),
}
"""Reason -> check that is true when a person should look at the row."""
