"""Operators on the text of any row: typing errors, irrelevant facts, back-translation. No number changes."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random

from tasks.errors import DataError
from tasks.problems import SUBTASKS
from tasks.problems.adversarial.irrelevant import with_facts
from tasks.records import Problem

MAX_TYPOS = 3
_WORD = re.compile(r"(?<![\w/^\\{.'-])[A-Za-z]?[a-z]{4,}(?![\w/^\\}'-])")
_FORMULA_WORDS = frozenset({"sqrt", "celsius", "true", "false", "frac", "degrees", "litres"})
_CONFUSED = {
    "的": "地",
    "在": "再",
    "做": "作",
    "那": "哪",
    "以": "已",
    "它": "他",
    "多少": "多小",
    "一共": "一供",
}
_NUMBER = re.compile(r"[0-9]+(?:[.,/][0-9]+)*")


def noise(problem: Problem, rng: Random) -> Problem | None:
    """One to three typing errors in words of the prompt; digits, formulas and units stay."""
    spots = _spots(problem)
    if not spots:
        return None
    changed = problem.prompt
    for start, end, text in sorted(
        rng.sample(spots, min(len(spots), rng.randint(1, MAX_TYPOS))), reverse=True
    ):
        changed = changed[:start] + (text or _swapped(changed[start:end], rng)) + changed[end:]
    givens = []
    for given in problem.givens:
        at = problem.prompt.find(given.text)
        # A typing error keeps the length, so a sentence stands where it stood.
        givens.append(replace(given, text=changed[at : at + len(given.text)] if at >= 0 else given.text))
    return replace(problem, prompt=changed, givens=tuple(givens))


def check_noise(before: Problem, after: Problem) -> None:
    """Only letters have changed: every number, sign and unit stands where it stood, and so does the proof.

    Raises:
        DataError: something else has changed.
    """
    kept = ("answer", "steps", "solution", "subtask", "level", "answer_unit")
    if any(getattr(before, name) != getattr(after, name) for name in kept):
        raise DataError(f"{after.problem_id}: more than the prompt has changed; drop the row")
    pairs = zip(before.prompt, after.prompt, strict=False)
    if len(before.prompt) != len(after.prompt) or any(a != b and not (a + b).isalpha() for a, b in pairs):
        raise DataError(f"{after.problem_id}: more than letters has changed; drop the row")
    if any(given.value not in given.text or given.text not in after.prompt for given in after.givens):
        raise DataError(f"{after.problem_id}: a given is no longer stated; drop the row")


def _spots(problem: Problem) -> list[tuple[int, int, str]]:
    """(start, end, replacement; empty: two letters change places) of all that may be mistyped."""
    if problem.language == "zh":
        return [
            (at, at + len(word), wrong)
            for word, wrong in _CONFUSED.items()
            for at in (match.start() for match in re.finditer(word, problem.prompt))
        ]
    words = [match for match in _WORD.finditer(problem.prompt) if match[0] not in _FORMULA_WORDS]
    return [(word.start(), word.end(), "") for word in words]


def _swapped(word: str, rng: Random) -> str:
    places = [i for i in range(1, len(word) - 1) if word[i] != word[i + 1]]
    if not places:
        return word
    at = rng.choice(places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def irrelevant(problem: Problem, rng: Random) -> Problem | None:
    """One to five facts that nothing depends on; only where the givens are known, so that their kinds are."""
    if not problem.givens or problem.answer_type != "number" or not any(one.unit for one in problem.givens):
        return None
    if _is_read(problem):
        return None
    changed = with_facts(problem, rng)
    return replace(changed, givens=problem.givens)


def _is_read(problem: Problem) -> bool:
    """Whether a checker reads the wording of the prompt, which then must stay."""
    subtask = SUBTASKS.get(problem.subtask)
    template = subtask.template(problem.provenance.get("template", "")) if subtask else None
    return template is not None and template.check is not None


def back_translate(
    problem: Problem, translate: Callable[[str, str, str], str], between: str
) -> Problem | None:
    """The prompt translated and back. Steps stay, the sentences of givens are those that hold their values.

    Raises:
        DataError: a number was lost, added or changed.
    """
    there = translate(problem.prompt, problem.language, between)
    back = translate(there, between, problem.language).strip()
    if Counter(_NUMBER.findall(back)) != Counter(_NUMBER.findall(problem.prompt)):
        raise DataError(f"{problem.problem_id}: translation there and back changed a number; drop the row")
    if any(given.value not in back for given in problem.givens):
        raise DataError(f"{problem.problem_id}: translation there and back lost a given; drop the row")
    givens = tuple(replace(given, text=back) for given in problem.givens)
    return replace(problem, prompt=back, givens=givens)
