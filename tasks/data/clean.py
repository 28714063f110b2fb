"""Which rows are worth training on: checks of form, of meaning and of level, one row of a table each.

Dropped: rows that are merely of no use. Quarantined: rows that contradict themselves or each other,
since a person should look at them.
"""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from tasks.chat import SPECIAL_TOKENS
from tasks.data.reference import reference_fault
from tasks.data.stage import Stage, StageCounts, read_problems
from tasks.errors import DataError
from tasks.params.data import CleanParams
from tasks.records import Problem, level_of
from tasks.verify import same_value

log = logging.getLogger(__name__)

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffd]|" + "|".join(map(re.escape, SPECIAL_TOKENS)))
_CJK = re.compile(r"[\u4e00-\u9fff]")
_FIGURE = re.compile(
    r"如图|如下图|下图|上图|左图|右图|附图|图中|如表|下表|<img|\[insert pic"
    r"|(?i:\b(?:figure|diagram|picture|graph|chart)s? (?:below|above|shows?)\b)"
    r"|(?i:\b(?:in|from) the (?:figure|diagram|picture|graph|chart)\b|^the (?:figure|diagram) )"
)
_NO_WORDS = {"", "无", "略", "略略", "暂无", "暂无解析", "推理题目", "omitted", "none", "null", "no solution"}
_NUMBER = re.compile(r"[0-9][0-9,]{0,60}(?:\.[0-9]{1,30})?|\.[0-9]{1,30}")
_GROUP_SPACE = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))")
_COMMAND = re.compile(r"\\[A-Za-z]+|[\s{}$~]+")
_CHOSEN = re.compile(
    r"(?:故选|故答案为|所以答案为|[Tt]he answer is|[Tt]he correct answer is)[:： ]*[$({]*([A-H])(?![A-Za-z])"
)


def _is_too_long(problem: Problem, params: CleanParams) -> bool:
    too_long = len(problem.prompt) > params.max_prompt_chars
    return too_long or len(problem.solution) > params.max_solution_chars


def _has_control_text(problem: Problem, params: CleanParams) -> bool:  # noqa: ARG001
    return any(_CONTROL.search(text) for text in (problem.prompt, problem.answer, problem.solution))


def _has_other_language(problem: Problem, params: CleanParams) -> bool:  # noqa: ARG001
    return bool(_CJK.search(problem.prompt)) != (problem.language == "zh")


def _has_no_answer(problem: Problem, params: CleanParams) -> bool:  # noqa: ARG001
    return problem.checkable and not problem.answer.strip()


def _has_no_prompt(problem: Problem, params: CleanParams) -> bool:  # noqa: ARG001
    return not any(c.isalnum() for c in problem.prompt)


def _has_no_solution(problem: Problem, params: CleanParams) -> bool:  # noqa: ARG001
    return not problem.steps and problem.solution.strip(" \t\n.．。~$()（）").casefold() in _NO_WORDS


def _needs_figure(problem: Problem, params: CleanParams) -> bool:  # noqa: ARG001
    return problem.source != "synthetic" and bool(_FIGURE.search(problem.prompt))


def _repeats_itself(problem: Problem, params: CleanParams) -> bool:
    """Share of 8-character windows seen before. Formulas repeat their commands, so these do not count."""
    if problem.source == "synthetic" or len(problem.solution) < 200:
        return False
    text = _COMMAND.sub("", problem.solution)
    if len(text) < 100:
        return False
    windows = len(text) - 7
    return 1 - len({text[i : i + 8] for i in range(windows)}) / windows > params.max_repetition


def _has_wrong_level(problem: Problem, params: CleanParams) -> bool:  # noqa: ARG001
    by_steps = problem.level == level_of(len(problem.steps)) if problem.steps else True
    return not (1 <= problem.level <= 5 and by_steps)


CHECKS: dict[str, Callable[[Problem, CleanParams], bool]] = {
    "no_prompt": _has_no_prompt,
    "no_answer": _has_no_answer,
    "too_long": _is_too_long,
    "control_text": _has_control_text,
    "other_language": _has_other_language,
    "no_solution": _has_no_solution,
    "needs_figure": _needs_figure,
    "repetitive": _repeats_itself,
    "wrong_level": _has_wrong_level,
}
"""Reason -> check that is true when the row must be dropped. First match names the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanReport:
    """What was kept, and why the rest was not."""

    counts: StageCounts
    """Reasons of dropped rows: those of `CHECKS`, of the judge, and `duplicate`. Of quarantined ones:
    `conflicting_answers` and `solution_contradicts_answer`."""


def clean_problems(params: CleanParams, *, problems: Path, out_dir: Path) -> CleanReport:
    """Keep the problems worth training on and record why the others went.

    Args:
        params: The `clean` section of params.yaml.
        problems: What `scrub` wrote.
        out_dir: Empty directory; receives `problems.jsonl`, `dropped.jsonl` and `quarantined.jsonl`.

    Returns:
        Counts per reason.

    Raises:
        DataError: `problems` holds a row that is not a `Problem`.
    """
    conflicts = find_conflicts(problems)
    seen: set[str] = set()
    with Stage("clean", out_dir, inputs=[problems]) as stage:
        for problem in stage.rows():
            if reason := drop_reason(problem, params):
                stage.drop(reason, problem)
            elif problem.problem_id in conflicts:
                stage.quarantine("conflicting_answers", problem)
            elif contradicts_itself(problem):
                stage.quarantine("solution_contradicts_answer", problem)
            elif problem.problem_id in seen:
                stage.drop("duplicate", problem)
            else:
                seen.add(problem.problem_id)
                stage.keep(problem)
        counts = stage.finish()
    log.info("clean kept=%d dropped=%s quarantined=%s", counts.kept, counts.dropped, counts.quarantined)
    return CleanReport(counts=counts)


def drop_reason(problem: Problem, params: CleanParams) -> str:
    """The first reason to drop a row, from `CHECKS` or the judge; empty to keep it."""
    for reason, is_bad in CHECKS.items():
        if is_bad(problem, params):
            return reason
    # Synthetic references met the judge when they were drawn; what is not checkable has none.
    if problem.source == "synthetic" or not problem.checkable:
        return ""
    return reference_fault(problem.answer)


def find_conflicts(folder: Path) -> set[str]:
    """Ids of prompts that stand there with different answers."""
    answers: dict[str, str] = {}
    conflicts: set[str] = set()
    for problem in read_problems(folder):
        known = answers.setdefault(problem.problem_id, problem.answer)
        if known != problem.answer and not _agree(problem.answer, known):
            conflicts.add(problem.problem_id)
    return conflicts


def _agree(answer: str, other: str) -> bool:
    try:
        return same_value(answer, other, second_opinion=False).correct
    except DataError:  # one the judge cannot read agrees with nothing
        return False


def contradicts_itself(problem: Problem) -> bool:
    """Whether a published solution ends elsewhere than at the answer.

    GSM8K: the answer's value occurs nowhere in the solution, in dollars or in cents. Single choice: the
    solution names another option last.
    """
    contradiction = _CONTRADICTIONS.get(problem.source)
    return contradiction is not None and contradiction(problem)


def _never_reaches_answer(problem: Problem) -> bool:
    text = _GROUP_SPACE.sub("", problem.solution)
    values = {Fraction(number.replace(",", "")) for number in _NUMBER.findall(text)}
    answer = abs(Fraction(problem.answer))
    return answer not in values and answer / 100 not in values


def _names_other_option(problem: Problem) -> bool:
    named = _CHOSEN.findall(problem.solution)
    return bool(named) and named[-1] != problem.answer


_CONTRADICTIONS: Mapping[str, Callable[[Problem], bool]] = {
    "gsm8k": _never_reaches_answer,
    "tal_scq5k": _names_other_option,
}
