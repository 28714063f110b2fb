"""What the reasoning is worth: `logic` asks whether its claims are true, `coherence` whether they lead
from the question to the answer. Both read the completion's own answer, never the reference.
"""

import re
from functools import lru_cache

from tasks.params.reward import RewardParams
from tasks.rewards.rollout import Rollout
from tasks.rewards.trace import (
    Line,
    is_idle,
    numbers,
    read_line,
    read_lines,
    read_question,
    sourced_operands,
    used_lines,
)
from tasks.verify import CheckedClaim, StepReport, StepVerdict, check_steps

MAX_TRACE_CHARS = 20_000
"""A longer trace is not read, and what is not read is not paid."""

_SIGN = re.compile(r"\|?[=≈<>⊨⊢]|\|-")
_OPERATION = re.compile(r"[-+*/×÷·^%~&|!√−]|\\[a-z]+|[a-zA-Z(]")


def logic(rollout: Rollout, params: RewardParams) -> float:
    """Whether the claims of the reasoning are true and the answer rests on them.

    0 if one claim is refuted (the minimum over claims, arXiv 2504.15275: a sum lets many true steps buy a
    false one). Otherwise p/(p+k): p claims are proved and used, k are unchecked, or true and lead nowhere,
    or stand behind the first `max_claims`. 0 as well when the p claims take up less than `min_coverage` of
    the question's numbers. Tautologies, repetitions, names for values, and copies of the question are
    dropped. Having more claims never pays; 1 is reached by a single line if it is enough.

    Known hacks it withstands: `1=1`, true but irrelevant sums, the question with the answer behind it.
    It does not see a false step written so that the step checker cannot read it.
    """
    if not rollout.think or len(rollout.think) > MAX_TRACE_CHARS:
        return 0.0
    report = _checked(rollout.think, rollout.question)
    if report.truncated or report.first_bad is not None:
        return 0.0
    checked = report.claims
    question = read_question(rollout.question)
    said = [(claim, read_line(claim.text, formal=question.formal)) for claim in checked if _says(claim)]
    said = [(claim, line) for claim, line in said if not is_idle(line, question)]
    lines = [line for _, line in said]
    used = used_lines(lines, rollout.answer, question)
    sourced = sourced_operands(lines, question) if question.formal else [1.0] * len(lines)
    kept = dict.fromkeys(line.text for line in lines)
    counted = set(list(kept)[: params.max_claims])
    idle = {line.text for line, leads in zip(lines, used, strict=True) if not leads}
    good = {
        line.text: line
        for (claim, line), share in zip(said, sourced, strict=True)
        if claim.verdict is StepVerdict.PROVED and share == 1 and line.text in counted - idle
    }
    if not good or question.coverage(list(good.values())) < params.min_coverage:
        return 0.0
    return len(good) / len(kept)


def coherence(rollout: Rollout, params: RewardParams) -> float:  # noqa: ARG001
    """Whether the reasoning leads from the question to the answer, in notation or in words.

    The product of four shares: operands (mean over lines) that come from the question, an earlier result,
    or are a known constant; numbers of the question taken up by lines the answer rests on and in which the
    step checker finds a claim; lines with a result that the answer rests on; and 1 or 0 for whether the
    last result is the answer. 0 without reasoning. Truth is not asked: that is what `logic` is for.

    Such shares tell right from wrong solutions of GSM8K with an AUC of 0.68 (5,276 by models): too weak to
    be paid for wrong answers. Known hack: true steps from the question's numbers to a guess.
    """
    if not rollout.think or len(rollout.think) > MAX_TRACE_CHARS:
        return 0.0
    question = read_question(rollout.question)
    lines = read_lines(rollout.think, formal=question.formal)
    lines = [line for line in lines if not is_idle(line, question)]
    stated = [line for line in lines if line.results]
    if not stated:
        return 0.0
    used = used_lines(stated, rollout.answer, question)
    leading = [line for line, leads in zip(stated, used, strict=True) if leads]
    worked = leading if question.formal else _worked(leading, rollout)
    ends = used[-1] if question.formal else frozenset(numbers(rollout.answer)) <= stated[-1].results
    # Premises that are not needed are part of a question of logic; idle numbers are rare.
    taken = 1.0 if question.formal else question.coverage(worked)
    sourced = sourced_operands(lines, question)
    return ends * taken * (len(leading) / len(stated)) * (sum(sourced) / len(sourced))


def has_refuted_step(rollout: Rollout) -> bool:
    """Whether the step checker refutes a claim of the reasoning."""
    return _checked(rollout.think[:MAX_TRACE_CHARS], rollout.question).first_bad is not None


@lru_cache(maxsize=64)
def _checked(think: str, question: str) -> StepReport:
    """The step checker's report, which several components of one rollout ask for."""
    return check_steps(think, question)


def _worked(lines: list[Line], rollout: Rollout) -> list[Line]:
    """The lines that hold a claim of the step checker's, true or not: there something was calculated."""
    operands: dict[str, set[str]] = {}
    for claim in _checked(rollout.think, rollout.question).claims:
        line = read_line(claim.text)
        for result in line.results if claim.kind != "answer" else ():
            operands.setdefault(result, set()).update(line.operands)
    return [
        line
        for line in lines
        if any(operands.get(result, set()) & (line.operands | line.results) for result in line.results)
    ]


def _says(claim: CheckedClaim) -> bool:
    """Whether a claim is a step: it is not the answer's sentence, no name for a value, no `5=5.0`."""
    if claim.kind == "answer" or (claim.kind == "assignment" and claim.verdict is StepVerdict.UNCHECKED):
        return False
    sides = [side.replace(" ", "") for side in _SIGN.split(claim.text)]
    return len(set(sides)) > 1 and any(_OPERATION.search(side.lstrip("-+−")) for side in sides)
