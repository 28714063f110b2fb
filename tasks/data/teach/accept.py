"""Which traces are kept: the judge finds the answer correct and refutes no step."""

import re
from dataclasses import dataclass

from tasks.chat import ANSWER, END_ANSWER, SPECIAL_TOKENS
from tasks.data.teach.answers import RefusedError
from tasks.data.teach.dialogue import Trace
from tasks.params.data import TeachParams
from tasks.records import Problem
from tasks.verify import Outcome, StepVerdict, check_steps, judge, judge_many

_CONTROL = re.compile("|".join(map(re.escape, SPECIAL_TOKENS)) + r"|<\|[^|>\n]{1,40}\|>")
"""Our control tokens, and those of other models."""
_ANSWER_TAGS = re.compile(f"{re.escape(ANSWER)}|{re.escape(END_ANSWER)}")


@dataclass(frozen=True, slots=True)
class Accepted:
    """What is known of the steps of a trace that is kept."""

    proved: int
    unchecked: int


def accept_trace(params: TeachParams, problem: Problem, trace: Trace) -> Accepted:
    """Check one trace.

    Raises:
        RefusedError: It is not kept: `control_tokens`, `too_short`, `too_long`, `wrong`, `unparsable`,
            `undecided`, `refuted_step` or `unread_steps`.
        DataError: The problem's reference answer is broken.
    """
    unkept = _ANSWER_TAGS.sub("", trace.final)
    if found := _CONTROL.search(trace.solution) or _CONTROL.search(unkept):
        raise RefusedError("control_tokens", repr(found[0]))
    if len(trace.solution) < params.min_trace_chars:
        raise RefusedError("too_short", f"{len(trace.solution)} characters: {trace.solution}")
    if len(trace.solution) > params.max_trace_chars:
        raise RefusedError("too_long", f"{len(trace.solution)} characters")
    verdict = judge(problem.answer, trace.final, second_opinion=False)
    if verdict.outcome is Outcome.UNDECIDED:  # judge_many waits for the start of its worker, judge does not
        verdict = judge_many([(problem.answer, trace.final)], num_workers=1)[0]
    if verdict.outcome is not Outcome.CORRECT:
        found_answer = (verdict.extracted or "")[:80]
        raise RefusedError(
            str(verdict.outcome), f"{found_answer!r} for {problem.answer[:80]!r}: {verdict.reason}"
        )
    report = check_steps(trace.reasoned, problem.prompt)
    if report.first_bad is not None:
        bad = report.claims[report.first_bad]
        where = f"step {report.first_bad} at {bad.start}"
        raise RefusedError("refuted_step", f"{where}, {bad.text[:120]!r}: {bad.reason}")
    if report.truncated:
        raise RefusedError("unread_steps", "more steps than the judge reads")
    return Accepted(report.count(StepVerdict.PROVED), report.count(StepVerdict.UNCHECKED))
