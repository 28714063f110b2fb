"""Unit traps: one fact in another unit than the others, or the answer asked in another one."""

import re
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import NamedTuple

from tasks.errors import DataError
from tasks.problems import check_problem
from tasks.problems.adversarial.models import ModelSolver, is_algebraic
from tasks.problems.adversarial.pairs import Pair, retold
from tasks.problems.adversarial.sentences import joined, restate, sentences, worked, written
from tasks.records import Given, Problem, level_of
from tasks.verify import Outcome, check_steps, same_value
from tasks.verify.steps import StepVerdict


class Unit(NamedTuple):
    """A unit, its size, and its words."""

    kind: str
    size: Fraction
    en: tuple[str, ...]
    """The word of numbers first, then others that questions use."""
    zh: str


UNITS = {
    "km/h": Unit("speed", Fraction(5, 18), ("km/h",), "千米/时"),
    "m/s": Unit("speed", Fraction(1), ("m/s",), "米/秒"),
    "km": Unit("length", Fraction(1000), ("km",), "千米"),
    "m": Unit("length", Fraction(1), ("m", "metres"), "米"),
    "cm": Unit("length", Fraction(1, 100), ("cm",), "厘米"),
    "h": Unit("time", Fraction(3600), ("h", "hours"), "小时"),
    "min": Unit("time", Fraction(60), ("min", "minutes"), "分钟"),
    "s": Unit("time", Fraction(1), ("s", "seconds"), "秒"),
    "kg": Unit("mass", Fraction(1), ("kg",), "千克"),
    "g": Unit("mass", Fraction(1, 1000), ("g", "grams"), "克"),
    "W": Unit("power", Fraction(1), ("W",), "瓦"),
    "kW": Unit("power", Fraction(1000), ("kW",), "千瓦"),
    "J": Unit("energy", Fraction(1), ("J",), "焦"),
    "kJ": Unit("energy", Fraction(1000), ("kJ",), "千焦"),
}
"""Units that have another of their kind."""

_CLOSING = {"en": "The answer is {}.", "zh": "答案是{}。"}
_MAX_CHARS = 7
"""A longer number is not what a person would write."""


def others(unit: str) -> list[str]:
    """Other units of the same kind, at most a factor of 3600 apart."""
    here = UNITS[unit]
    return [
        name
        for name, one in UNITS.items()
        if one.kind == here.kind and name != unit and Fraction(1, 3600) <= one.size / here.size <= 3600
    ]


def unit_trap(base: Problem, rng: Random) -> Pair | None:
    """One given in another unit, the answer in another unit, or both."""
    if not is_algebraic(base.steps):  # the judge proves no step with another function
        return None
    stated = [given for given in base.givens if given.unit in UNITS]
    mode = rng.choice(("given", "asked", "both"))
    given = rng.choice(stated) if stated else None
    unit = rng.choice(others(given.unit)) if given else ""
    asked = rng.choice(others(base.answer_unit)) if base.answer_unit in UNITS else ""
    trap: Problem | None = base
    if mode != "asked":
        trap = state_in(base, given, unit) if given else None
    if mode != "given" and trap is not None:
        trap = ask_in(trap, asked) if asked else None
    if trap is None:
        return None
    return Pair(retold(trap, level=level_of(len(trap.steps))), base)


def state_in(base: Problem, given: Given, unit: str) -> Problem | None:
    """The problem with a given stated in another unit; None where its text or number does not allow it."""
    back = UNITS[unit].size / UNITS[given.unit].size
    value = written(Fraction(given.value) / back)
    if "/" in value or len(value) > _MAX_CHARS:
        return None
    changed = restate(base, given, lambda text: _in_unit(text, given, value, unit, base.language))
    name = f"{given.name}_stated"
    step = worked(given.name, f"{name}*{back}", "convert", given.unit, {name: value})
    if changed is None or step is None or step.output != given.value:
        return None
    givens = tuple(_stated(one, given.name, name, value, unit) for one in changed.givens)
    said = _said(value, unit, given.value, given.unit, base.language)
    solution = joined([said, base.solution], base.language)
    return replace(changed, givens=givens, steps=(step, *base.steps), solution=solution)


def _stated(one: Given, name: str, renamed: str, value: str, unit: str) -> Given:
    return replace(one, name=renamed, value=value, unit=unit) if one.name == name else one


def _in_unit(text: str, given: Given, value: str, unit: str, language: str) -> str | None:
    word, other = (
        (UNITS[given.unit].zh, UNITS[unit].zh)
        if language == "zh"
        else (UNITS[given.unit].en[0], UNITS[unit].en[0])
    )
    pattern = rf"(?<![0-9.]){re.escape(given.value)}( ?){re.escape(word)}(?![A-Za-z/^²])"
    changed, count = re.subn(pattern, rf"{value}\g<1>{other}", text)
    return changed if count == 1 else None


def ask_in(base: Problem, unit: str) -> Problem | None:
    """The problem with its answer asked in another unit; None where text or number do not allow it."""
    factor = UNITS[base.answer_unit].size / UNITS[unit].size
    *facts, question = sentences(base.prompt, base.language)
    if base.language == "zh":
        word = re.escape(UNITS[base.answer_unit].zh)
        changed, count = re.subn(rf"(?<![千厘毫/分]){word}(?![/²])", UNITS[unit].zh, question)
    else:
        words = "|".join(map(re.escape, UNITS[base.answer_unit].en))
        changed, count = re.subn(rf"(?<=[iI]n |ny )(?:{words})(?![A-Za-z/^])", UNITS[unit].en[-1], question)
    name = base.steps[-1].name
    step = worked("asked", f"{name}*{factor}", "convert", unit, {name: base.answer}) if name else None
    if count != 1 or step is None or len(step.output) > _MAX_CHARS + 2:
        return None
    said = _said(base.answer, base.answer_unit, step.output, unit, base.language)
    told = sentences(base.solution, base.language)[:-1]
    return replace(
        base,
        prompt=joined([*facts, changed], base.language),
        givens=tuple(replace(one, text=changed) if one.text == question else one for one in base.givens),
        answer=step.output,
        answer_unit=unit,
        steps=(*base.steps, step),
        solution=joined([*told, said, _CLOSING[base.language].format(step.output)], base.language),
    )


def _said(value: str, unit: str, converted: str, other: str, language: str) -> str:
    if language == "zh":
        return f"{value}{UNITS[unit].zh}等于{converted}{UNITS[other].zh}。"
    return f"{value} {UNITS[unit].en[0]} equals {converted} {UNITS[other].en[0]}."


def confirm_units(pair: Pair, _: ModelSolver) -> None:
    """The twin by its own oracle; the conversions by the judge's table of units; each claim by the judge."""
    check_problem(pair.twin)
    trap, twin = pair
    _agree(trap, (trap.answer, trap.answer_unit), (twin.answer, twin.answer_unit))
    texts = {given.name: given for given in trap.givens}
    for given in twin.givens:
        told = texts.get(given.name) or texts[f"{given.name}_stated"]
        if told.text not in trap.prompt or told.value not in told.text:
            raise DataError(f"{trap.problem_id}: the prompt does not state {told.name}; drop the pair")
        if told.unit in UNITS:
            _agree(trap, (told.value, told.unit), (given.value, given.unit))
    for step in trap.steps:
        report = check_steps(step.claim)
        if report.first_bad is not None or not report.count(StepVerdict.PROVED):
            raise DataError(f"{trap.problem_id}: {step.claim[:80]} is not proved; drop the pair")


def _agree(problem: Problem, *quantities: tuple[str, str]) -> None:
    # The judge takes a lone `s` and `h` for letters, so units are spelled out where there is a word.
    left, right = (f"{value} {UNITS[unit].en[-1] if unit in UNITS else unit}" for value, unit in quantities)
    if same_value(left, right).outcome is not Outcome.CORRECT:
        raise DataError(f"{problem.problem_id}: {left} is not {right}; drop the pair")
