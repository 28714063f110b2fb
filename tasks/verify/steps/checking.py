"""From a trace to its report."""

import re
from functools import lru_cache

from tasks.verify.steps import scan
from tasks.verify.steps.checker import Checker, Solver
from tasks.verify.steps.context import Context
from tasks.verify.steps.knights import Island
from tasks.verify.steps.orders import Puzzle, statements
from tasks.verify.steps.premises import premises
from tasks.verify.steps.prose import calculations
from tasks.verify.steps.report import StepReport
from tasks.verify.steps.restated import question_value, restatements
from tasks.verify.steps.scan import Found
from tasks.verify.steps.words import worded

MAX_PUZZLE_CHARS = 4_000
MAX_PUZZLE_CLAIMS = 300
_SHARE = {True: "all", False: "none", None: "some"}


def check_steps(trace: str, problem: str = "", *, solver: Solver | None = None) -> StepReport:
    """Check every claim of a trace.

    Args:
        trace: The reasoning, compact (`37+8=45;45-9=36`) or in words, English or Chinese.
        problem: The question; its equations, its statements of order and what its knights and knaves said
            are premises.
        solver: Decides entailments too large for the exact routes; see `solver.StepSolver`.
    """
    checker = Checker(
        question=question_value(problem), context=Context(f"{problem}\n{trace[: scan.MAX_TRACE_CHARS]}")
    )
    for found in _premises(problem) if problem else ():
        checker.premise(found)
    checker.solver = solver
    found_all, truncated = find_claims(trace, restated=checker.question is not None)
    found_all = scan.in_order([*found_all, *_about_puzzle(trace[: scan.MAX_TRACE_CHARS], problem)])
    claims = tuple(claim for found in found_all for claim in checker.check(found))
    return StepReport(claims, truncated or checker.budget.units < 0)


def find_claims(trace: str, *, restated: bool = False) -> tuple[list[Found], bool]:
    """The claims of a trace in reading order, and whether a cap cut it.

    Args:
        restated: Look for what is said of the question itself, too.
    """
    truncated = len(trace) > scan.MAX_TRACE_CHARS
    trace = trace[: scan.MAX_TRACE_CHARS]
    bare, found = scan.masked(trace)
    said, spans = worded(bare)
    if restated:
        said += restatements(bare)
    found += said
    before = ""
    for sentence in scan.sentences(bare):
        found += _in_sentence(sentence, before, spans)
        before = sentence.text
    found = scan.in_order(found) if said or "<<" in trace or "\\" in trace or "$" in trace else found
    return found[: scan.MAX_CLAIMS], truncated or len(found) > scan.MAX_CLAIMS


@lru_cache(maxsize=128)
def _premises(problem: str) -> tuple[Found, ...]:
    """The relations of a question; it is asked once for each of its completions."""
    return premises(problem, lambda text: find_claims(text)[0])


def _in_sentence(sentence: scan.Sentence, before: str, spans: list[tuple[int, int]]) -> list[Found]:
    text = sentence.text
    if spans and scan.inside(spans, sentence.start):
        return []
    if not scan.claims_of(text):
        return _outside(calculations(sentence), spans) if scan.says_equal(text) else []
    supposed = scan.supposes(text)
    notation = scan.notation_in(sentence)
    if notation is not None and scan.claims_of(notation.text):
        if notation.text.startswith("="):
            notation = notation._replace(left=scan.goes_on_from(before))
        parts = scan.split_list(notation)
        head = scan.Sentence(text[: notation.start - sentence.start], sentence.start)
        found = [*(calculations(head) if scan.claims_of(head.text) else []), *parts]
    else:
        found = calculations(sentence)
    if supposed:
        found = [claim._replace(supposed=True) for claim in found]
    return _outside(found, spans)


def _outside(found: list[Found], spans: list[tuple[int, int]]) -> list[Found]:
    return [claim for claim in found if not scan.inside(spans, claim.start)] if spans else found


_ORDER_WORDS = re.compile(r"\b(?:than|left|right|behind|before|after|above|below|ahead|oldest|newest)\b|比")


def _about_puzzle(trace: str, problem: str) -> list[Found]:
    """Claims about an order or about knights and knaves, decided against the premises of the question."""
    found: list[Found] = []
    if len(problem) > MAX_PUZZLE_CHARS:
        return found
    if "knave" in problem or "liar" in problem:
        island = Island(problem)
        for claim in island.claims(trace):
            found.append(claim.found._replace(raw=_SHARE[island.decide(claim)]))
    elif _ORDER_WORDS.search(problem):
        puzzle = Puzzle(problem)
        if puzzle.models:
            for statement in statements(trace):
                supposed = scan.supposes(
                    trace[max(0, statement.found.start - 60) : statement.found.start].rpartition(".")[2]
                )
                if set(statement.names) <= set(puzzle.names) and not supposed:
                    found.append(statement.found._replace(raw=_SHARE[puzzle.decide(statement)]))
    return found[:MAX_PUZZLE_CLAIMS]
