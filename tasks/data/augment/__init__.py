"""Augmentation: a row told in another way, its answer kept or calculated anew, and verified again.

    row = augment(problem, "reorder", seed=1)          # None where the operator does not suit the row
    row = augment(problem, back_translation(translate), seed=1)

An operator has a name and a version, which the row records as an `Operation`; the row names its parents.
Rows that keep their steps are proved again from their text; of others the judge must be able to grade
the answer. To add an operator: a function here beside the others, a line in `OPERATORS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random

from tasks.data.augment.logic import check_logic, logic_variant
from tasks.data.augment.reflect import check_reflection, reflect
from tasks.data.augment.retell import paraphrase, rename, reorder
from tasks.data.augment.texts import back_translate, check_noise, irrelevant, noise
from tasks.data.augment.units import change_units, check_units
from tasks.data.reference import reference_fault
from tasks.errors import ConfigError, DataError
from tasks.problems import SUBTASKS, check_problem
from tasks.records import Operation, Problem, problem_id, text_digest
from tasks.seeds import rng_for

__all__ = ["OPERATORS", "Operator", "augment", "back_translation"]


def check_row(before: Problem, after: Problem) -> None:
    """Prove a row from its text where a generator can; else compare what must have been kept.

    Raises:
        DataError: a claim is false or the answer is another.
    """
    if after.steps and after.subtask in SUBTASKS and "template" in after.provenance:
        check_problem(after)
    if after.answer != before.answer:
        raise DataError(f"{after.problem_id}: the answer has changed to {after.answer[:80]!r}; drop the row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A way to make a row from another one."""

    name: str
    version: str
    """Changes when the same row and seed yield another row."""
    change: Callable[[Problem, Random], Problem | None]
    """None where it does not suit the row."""
    check: Callable[[Problem, Problem], None] = check_row
    """(row before, row after): raises a DataError unless the new row is right."""


OPERATORS: Mapping[str, Operator] = {
    operator.name: operator
    for operator in (
        Operator(name="noise", version="1", change=noise, check=check_noise),
        Operator(name="irrelevant", version="1", change=irrelevant),
        Operator(name="paraphrase", version="1", change=paraphrase),
        Operator(name="rename", version="1", change=rename),
        Operator(name="reorder", version="1", change=reorder),
        Operator(name="logic", version="1", change=logic_variant, check=check_logic),
        Operator(name="units", version="1", change=change_units, check=check_units),
        Operator(name="reflect", version="1", change=reflect, check=check_reflection),
    )
}
"""Name -> operator. Back-translation needs a translator and is made by `back_translation`."""

Translator = Callable[[str, str, str], str]
"""(text, from language, to language) -> translation; its `__name__` is recorded."""


def back_translation(translate: Translator, *, through: Mapping[str, str] | None = None) -> Operator:
    """The operator that translates a prompt and back; none is shipped.

    Args:
        translate: Of any provider; it may raise, and its results are not trusted: all numbers must be there.
        through: Language -> the language between; by default English through Chinese and the reverse.
    """
    between = through or {"en": "zh", "zh": "en"}

    def change(problem: Problem, _: Random) -> Problem | None:
        return back_translate(problem, translate, between[problem.language])

    name = f"back_translation:{getattr(translate, '__name__', type(translate).__name__)}"
    return Operator(name=name, version="1", change=change)


def augment(problem: Problem, operator: str | Operator, *, seed: int) -> Problem | None:
    """A new row by one operator, verified; None where it does not suit the row or changes nothing.

    Raises:
        ConfigError: no such operator.
        DataError: the new row is not right; nothing was kept.
    """
    if isinstance(operator, str):
        if operator not in OPERATORS:
            raise ConfigError(f"operator {operator!r}: no such one; choose one of {sorted(OPERATORS)}")
        operator = OPERATORS[operator]
    rng = rng_for(seed, "augment", operator.name, problem.problem_id)
    changed = operator.change(problem, rng)
    if changed is None or text_digest(changed) == text_digest(problem):
        return None
    step = Operation(
        name=operator.name,
        version=operator.version,
        before=text_digest(problem),
        after=text_digest(changed),
    )
    row = replace(
        changed,
        problem_id=problem_id(changed.prompt),
        parents=(problem.problem_id, *problem.parents),
        operations=(*problem.operations, step),
        verdicts={},
    )
    operator.check(problem, row)
    if fault := reference_fault(row.answer):
        raise DataError(f"{row.problem_id}: {operator.name}: {fault}: {row.answer[:80]!r}; drop the row")
    return row
