"""Logic variants: premises as their equivalents. The answer stays; Z3 and the truth table say so."""

import re
from dataclasses import replace
from itertools import product
from random import Random

from tasks.errors import DataError
from tasks.problems.logic_check import entails_by_z3, holds, parse_formula, variables
from tasks.records import Problem, Step

SUBTASK = "logic.propositional"
_LITERAL = r"~?[a-z]"


def _negated(literal: str) -> str:
    return literal.removeprefix("~") if literal.startswith("~") else f"~{literal}"


def equivalents(premise: str) -> list[str]:
    """Formulas that say the same: contrapositive, implication as disjunction and back, De Morgan."""
    if found := re.fullmatch(rf"({_LITERAL})->({_LITERAL})", premise):
        left, right = found.groups()
        return [f"{_negated(right)}->{_negated(left)}", f"{_negated(left)}|{right}"]
    if found := re.fullmatch(rf"({_LITERAL})\|({_LITERAL})", premise):
        left, right = found.groups()
        return [f"{_negated(left)}->{right}", f"{right}|{left}", f"~({_negated(left)}&{_negated(right)})"]
    if found := re.fullmatch(rf"~\(({_LITERAL})&({_LITERAL})\)", premise):
        left, right = found.groups()
        return [f"{left}->{_negated(right)}", f"{_negated(left)}|{_negated(right)}"]
    return []


def logic_variant(problem: Problem, rng: Random) -> Problem | None:
    """Some premises in an equivalent form. The steps go: they are derivations from the other premises."""
    premises = [given for given in problem.givens if given.name.startswith("p")]
    if problem.subtask != SUBTASK or not any(equivalents(one.value) for one in premises):
        return None
    old = [one.value for one in premises]
    new = [rng.choice([*equivalents(value), value]) for value in old]
    if new == old:
        place = next(i for i, value in enumerate(old) if equivalents(value))
        new[place] = rng.choice(equivalents(old[place]))
    comma = "，" if problem.language == "zh" else ", "
    told, telling = comma.join(old), comma.join(new)
    if problem.prompt.count(told) != 1:
        return None
    values = dict(zip((one.name for one in premises), new, strict=True))
    givens = tuple(
        replace(one, value=values.get(one.name, one.value), text=one.text.replace(told, telling))
        for one in problem.givens
    )
    same = "; ".join(f"{a} = {b}" for a, b in zip(new, old, strict=True) if a != b)
    if problem.language == "zh":
        solution = f"先改写前提：{same}。{problem.solution}"
    else:
        solution = f"First the premises in another form: {same}. {problem.solution}"
    return replace(
        problem,
        prompt=problem.prompt.replace(told, telling),
        givens=givens,
        steps=tuple[Step, ...](),
        solution=solution,
    )


def check_logic(before: Problem, after: Problem) -> None:
    """Z3 and a truth table decide the new question, each alone.

    Raises:
        DataError: they do not find the answer that the row has.
    """
    premises = [parse_formula(given.value) for given in after.givens if given.name.startswith("p")]
    conclusion = parse_formula(next(given.value for given in after.givens if given.name == "conclusion"))
    letters = sorted(variables(*premises, conclusion))
    tables = (dict(zip(letters, row, strict=True)) for row in product((False, True), repeat=len(letters)))
    by_table = all(
        holds(conclusion, values) for values in tables if all(holds(one, values) for one in premises)
    )
    by_z3 = entails_by_z3(premises, conclusion)
    if any(given.value not in after.prompt for given in after.givens):
        raise DataError(f"{after.problem_id}: the prompt does not state a premise; drop the row")
    if (by_table, by_z3) != (after.answer == "true",) * 2 or after.answer != before.answer:
        raise DataError(f"{after.problem_id}: Z3 says {by_z3}, the row {after.answer}; drop the row")
