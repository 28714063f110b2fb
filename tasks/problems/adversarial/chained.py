"""Chained errors: a worked solution with one mistaken step, whose consequences the later steps carry on.

Asked is which step is the first wrong one, and what the right answer is: the pair (step, answer), step 0 if
there is no mistake, as in the twin.
"""

from dataclasses import replace
from fractions import Fraction
from random import Random

from tasks.errors import DataError
from tasks.problems import check_problem
from tasks.problems.adversarial.models import ModelSolver, is_algebraic
from tasks.problems.adversarial.pairs import Pair, retold
from tasks.problems.adversarial.sentences import after_question
from tasks.problems.proof import decimal_text, substitute
from tasks.problems.replay import replay
from tasks.records import Problem
from tasks.verify import check_steps

_ASK = {
    "en": "Somebody solves it like this: {} Which step is the first wrong one (0 if all are right), and what "
    "is the right answer to the question? Answer with the pair (step, answer).",
    "zh": "有人的解法是：{}第一个出错的步骤是第几步（全部正确则为0）？原题的正确答案是多少？"
    "请用数对（步骤，答案）作答。",
}


def chained_error(base: Problem, rng: Random) -> Pair | None:
    """A mistake in one step, and all that follows from it."""
    # The judge has to find the mistake, and it proves no step with another function.
    if len(base.steps) < 2 or not is_algebraic(base.steps) or not all(step.name for step in base.steps):
        return None
    found = corrupted(base, rng)
    right = follow(base, {})
    if found is None or right is None:
        return None
    number, lines = found
    return Pair(_asked(base, number, lines), _asked(base, 0, right))


def corrupted(base: Problem, rng: Random) -> tuple[int, list[str]] | None:
    """(number of the mistaken step, claims of all steps after the mistake); None if no mistake suits."""
    number = rng.randint(1, len(base.steps))
    wrong = mistake(Fraction(base.steps[number - 1].output), rng)
    lines = follow(base, {base.steps[number - 1].name: wrong})
    if lines is None or lines[-1].rpartition("=")[2] == base.answer:
        return None
    return number, lines


def mistake(value: Fraction, rng: Random) -> Fraction:
    """A value that a slip makes of another: one or ten too many or too few, a zero lost or added, two digits
    changed round."""
    slips = [value + slip for slip in (1, -1, 10, -10)] + [value * 10]
    if value % 10 == 0:
        slips.append(value / 10)
    text = str(value)
    slips += [
        Fraction(text[:i] + text[i + 1] + text[i] + text[i + 2 :])
        for i in range(len(text) - 1)
        if text.isdigit() and text[i] != text[i + 1] and (i or text[1] != "0")
    ]
    return rng.choice([slip for slip in slips if slip > 0 and slip != value] or [value + 2])


def follow(base: Problem, changes: dict[str, Fraction]) -> list[str] | None:
    """The claims of the steps after changes, in decimals; None where a value does not end as one."""
    try:
        steps = replay(base.givens, base.steps, changes)
    except DataError:
        return None
    texts, lines = {given.name: given.value for given in base.givens}, []
    for step in steps:
        output = decimal_text(Fraction(step.output))
        if not output or len(output) > 12:
            return None
        lines.append(f"{substitute(step.formula, texts)}={output}")
        texts[step.name] = output
    return lines


def _asked(base: Problem, number: int, lines: list[str]) -> Problem:
    if base.language == "zh":
        shown = "；".join(f"（{place}）{line}" for place, line in enumerate(lines, start=1)) + "。"
        verdict = f"第{number}步算错了：{{}}。" if number else "每一步都正确。"
    else:
        shown = "; ".join(f"({place}) {line}" for place, line in enumerate(lines, start=1)) + "."
        verdict = f"Step {number} is wrong: {{}}. " if number else "Each step is right. "
    correct = follow(base, {})
    assert correct is not None
    answer = f"({number},{base.answer})"
    said = "答案是{}。" if base.language == "zh" else "The answer is {}."
    return retold(
        base,
        prompt=after_question(base, _ASK[base.language].format(shown)),
        answer=answer,
        answer_type="tuple",
        answer_unit="",
        solution=verdict.format(_repair(correct, number))
        + base.solution.removesuffix(said.format(base.answer))
        + said.format(answer),
        provenance={**base.provenance, "first_bad": str(number), "trace": ";".join(lines)},
    )


def _repair(correct: list[str], number: int) -> str:
    return correct[number - 1] if number else ""


def confirm_chained(pair: Pair, _: ModelSolver) -> None:
    """The judge's step checker finds the first wrong claim in the trace; the base's oracle the answer."""
    for problem in pair:
        number, answer = problem.answer.strip("()").split(",")
        report = check_steps("\n".join(problem.provenance["trace"].split(";")))
        bad = 0 if report.first_bad is None else report.first_bad + 1
        if str(bad) != number or len(report.claims) != len(problem.steps):
            raise DataError(
                f"{problem.problem_id}: the judge finds step {bad} wrong, the answer says {number}; drop it"
            )
        check_problem(replace(problem, answer=answer))
