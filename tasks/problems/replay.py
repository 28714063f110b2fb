"""Following a proof again with other numbers: what the answer would be, what a mistake leads to.

replay(problem.givens, problem.steps, {"speed": 30})             another given
replay(problem.givens, problem.steps, {"distance": 145})   that step mistaken, the rest follows from it
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tasks.errors import DataError
from tasks.problems.evaluate import evaluate
from tasks.problems.proof import substitute
from tasks.records import Given, Step


def replay(
    givens: Sequence[Given], steps: Sequence[Step], changes: Mapping[str, int | Fraction]
) -> tuple[Step, ...]:
    """The steps after changes, each calculated again from what stands before it.

    Args:
        givens: Of the problem.
        steps: Of the problem, each with a formula; claims are written in their plain form.
        changes: Name of a given -> another value; or name of a step's output -> a mistaken value, which its
            claim then states and all later steps use.

    Raises:
        DataError: a step has no formula, a name is unknown, or a value cannot be written exactly.
    """
    texts = {given.name: given.value for given in givens}
    if unknown := sorted(changes.keys() - texts.keys() - {step.name for step in steps}):
        raise DataError(f"replay: no given and no step is called {unknown[0]!r}; there are {sorted(texts)}")
    texts.update({name: str(value) for name, value in changes.items() if name in texts})
    followed = []
    for step in steps:
        if not step.formula:
            raise DataError(
                f"replay: step {step.claim[:80]!r} has no formula; nothing says what would follow"
            )
        written = substitute(step.formula, texts)
        value = changes[step.name] if step.name in changes else evaluate(written)
        if isinstance(value, float):
            raise DataError(f"replay: {written[:80]} is no rational number; it cannot be written exactly")
        texts[step.name] = str(value)
        followed.append(
            Step(
                rule=step.rule,
                claim=f"{written}={value}",
                output=str(value),
                name=step.name,
                inputs=step.inputs,
                formula=step.formula,
                unit=step.unit,
            )
        )
    return tuple(followed)


def needed_givens(givens: Sequence[Given], steps: Sequence[Step]) -> frozenset[str]:
    """The givens that the last step hangs on; the others are noise."""
    inputs = {step.name: step.inputs for step in steps}
    open_names, seen = list(steps[-1].inputs), set[str]()
    while open_names:
        name = open_names.pop()
        if name not in seen:
            seen.add(name)
            open_names += inputs.get(name, ())
    return frozenset(given.name for given in givens if given.name in seen)
