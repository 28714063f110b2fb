"""Proving a problem again, from the text of its record alone.

Each step: its inputs are known by then, its claim is its formula with the numbers put in, and the claim is
true. The whole: the prompt states the givens, every result is used, and the template's oracle gets the
answer from the givens on another way. What claims say beyond formulas, the template's own check proves.
"""

from collections.abc import Mapping
from fractions import Fraction

from tasks.errors import DataError
from tasks.problems.claims import refuse
from tasks.problems.evaluate import Number, evaluate, same
from tasks.problems.proof import Subtask, Template, decimal_text, names_in, substitute
from tasks.records import Problem, level_of


def check_proof(problem: Problem, subtask: Subtask) -> None:
    """Prove a problem of this subtask.

    Raises:
        DataError: a claim is false or does not follow, or the answer is not what the steps yield; the
            message names the step.
    """
    where = f"{problem.problem_id} ({problem.subtask})"
    template = subtask.template(problem.provenance.get("template", ""))
    if template is None:
        raise DataError(f"{where}: provenance.template names none of its templates; drop the row")
    if not problem.steps:
        raise DataError(f"{where}: a drawn problem has steps, this one has none; drop the row")
    if problem.level != level_of(len(problem.steps)):
        raise DataError(f"{where}: level {problem.level} but {len(problem.steps)} steps; drop the row")
    if problem.steps[-1].output != problem.answer:
        refuse(problem, len(problem.steps), f"does not yield the answer {problem.answer[:80]!r}")
    _check_givens(problem)
    _check_graph(problem, template)
    if template.oracle is not None:
        _ask_oracle(problem, template)
    if template.check is not None:
        template.check(problem)


def _check_givens(problem: Problem) -> None:
    for given in problem.givens:
        if given.text not in problem.prompt or not _states(given.text, given.value):
            refuse(problem, 0, f"does not state that {given.name[:40]} is {given.value[:40]}")


def _states(text: str, value: str) -> bool:
    """Whether a value stands in a text, not only as a part of a longer number."""
    at = text.find(value)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(value) : at + len(value) + 1]
        if not (value[:1].isdigit() and before.isdigit()) and not (value[-1:].isdigit() and after.isdigit()):
            return True
        at = text.find(value, at + 1)
    return False


def _check_graph(problem: Problem, template: Template) -> None:
    texts = {given.name: given.value for given in problem.givens}
    unused: dict[str, int] = {}
    for number, step in enumerate(problem.steps, start=1):
        if step.formula:
            _check_formula(problem, template, number, texts)
        elif template.check is None:
            refuse(problem, number, "has no formula that could be evaluated")
        for name in step.inputs:
            unused.pop(name, None)
        if step.name:
            if step.name in texts:
                refuse(problem, number, f"{step.name[:40]} has a value already")
            texts[step.name] = step.output
            unused[step.name] = number
    unused.pop(problem.steps[-1].name, None)
    for name, number in unused.items():
        refuse(problem, number, f"no later step uses {name[:40]}")


def _check_formula(problem: Problem, template: Template, number: int, texts: Mapping[str, str]) -> None:
    step = problem.steps[number - 1]
    if step.inputs != names_in(step.formula):
        refuse(problem, number, f"{step.formula[:80]} does not use just {', '.join(step.inputs)[:80]}")
    if not texts.keys() >= set(step.inputs):
        refuse(problem, number, "uses a quantity that is not known yet")
    expected = substitute(step.formula, texts)
    if not template.own_claims:
        left, _, right = step.claim.rpartition("=")
        if right != step.output:
            refuse(problem, number, f"the claim yields {right}, the step says {step.output[:80]}")
        if left.translate(_NO_BRACKETS) != expected.translate(_NO_BRACKETS):
            refuse(problem, number, f"is not {expected[:80]}")
        if left != expected:
            _check_value(problem, number, evaluate(left), step.output)
    _check_value(problem, number, evaluate(expected), step.output)


_NO_BRACKETS = str.maketrans("", "", "()")


def _check_value(problem: Problem, number: int, value: Number, output: str) -> None:
    """An exact value stands in canonical form: `3`, `5/4` or `1.25`, never `10/8`."""
    if isinstance(value, float):
        right = same(value, evaluate(output))
    else:
        right = output == str(value) or (value.denominator > 1 and output == decimal_text(Fraction(value)))
    if not right:
        refuse(problem, number, f"the value is {value}, not {output[:80]}")


def _ask_oracle(problem: Problem, template: Template) -> None:
    assert template.oracle is not None
    values = {given.name: _read(given.value) for given in problem.givens}
    answer = template.oracle(values)
    right = answer == problem.answer if isinstance(answer, str) else same(answer, evaluate(problem.answer))
    if not right:
        refuse(problem, 0, f"another way leads to {answer}, not to {problem.answer[:80]}")


def _read(text: str) -> Number | str:
    """A number, or the text of what is none."""
    try:
        return evaluate(text)
    except DataError:
        return text
