"""Which rows are worth training on, in three stages: meaning, format, level. One row of a table each.

*Meaning*: a solution belongs to its problem and reaches its answer. *Format*: one normal form, and texts
that can be learned from. *Level*: what the steps say. Rows of generators are proved when they are drawn
and only looked at for their form.

Dropped: rows that are merely of no use. Quarantined: rows that contradict themselves or whose solution
seems to be another problem's, since a person should look at them. Every row is judged by itself, but for
the weights of words, so it does not matter in how many processes.
"""

import dataclasses
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tasks.chat import SPECIAL_TOKENS
from tasks.data.batches import Batch
from tasks.data.contradictions import contradiction, formula_verdict
from tasks.data.engine import Engine, Shared, open_engine
from tasks.data.meaning import (
    MIN_DOCUMENTS,
    Weights,
    encoder_similarity,
    no_weights,
    relevance,
    weigh,
)
from tasks.data.normal_form import normal_problem
from tasks.data.reference import reference_fault
from tasks.data.stage import KEPT, Decision, Stage, StageCounts
from tasks.data.topics import language_of, topic_of
from tasks.data.vouching import refuted_step, vouches
from tasks.params.data import CleanParams
from tasks.records import Problem, level_of
from tasks.verify import check_steps

log = logging.getLogger(__name__)

IDF = dict[str, NDArray[np.float64]]
"""Language -> inverse document frequencies; a language with too few problems is not in it."""

SAMPLE = 20_000
"""Problems that the weights of words are counted over."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffd]|" + "|".join(map(re.escape, SPECIAL_TOKENS)))
_FIGURE = re.compile(
    r"如图|如下图|下图|上图|左图|右图|附图|图中|如表|下表|<img|\[insert pic"
    r"|(?i:\b(?:figure|diagram|picture|graph|chart)s? (?:below|above|shows?)\b)"
    r"|(?i:\b(?:in|from) the (?:figure|diagram|picture|graph|chart)\b|^the (?:figure|diagram) )"
)
_NO_WORDS = {"", "无", "略", "略略", "暂无", "暂无解析", "推理题目", "omitted", "none", "null", "no solution"}
_COMMAND = re.compile(r"\\[A-Za-z]+|[\s{}$~]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanReport:
    """What was kept, and why the rest was not."""

    counts: StageCounts
    """Reasons of dropped rows: those of `CHECKS` and of the judge. Of quarantined ones: those of
    `tasks.data.contradictions`, `step_refuted` and `off_topic`."""


def clean_problems(params: CleanParams, *, problems: Path, out_dir: Path) -> CleanReport:
    """Keep the problems worth training on and record why the others went.

    Args:
        params: The `clean` section of params.yaml.
        problems: What `scrub` wrote.
        out_dir: Empty directory; receives `problems.jsonl`, `dropped.jsonl` and `quarantined.jsonl`. A
            row whose prompt changed has a new id.

    Returns:
        Counts per reason.

    Raises:
        ConfigError: `clean.encoder` cannot be loaded.
        DataError: `problems` holds a row that is not a `Problem`.
    """
    with Stage("clean", out_dir, inputs=[problems]) as stage, open_engine() as engine:
        idf = word_weights(engine, stage)
        stage.map_rows(engine, partial(decide_row, params, Shared.of(idf)))
        counts = stage.finish(weighed_languages=sorted(idf))
    log.info("clean kept=%d dropped=%s quarantined=%s", counts.kept, counts.dropped, counts.quarantined)
    return CleanReport(counts=counts)


def word_weights(engine: Engine, stage: Stage) -> IDF:
    """Inverse document frequencies of a bounded sample of the rows of corpora, chosen by hash."""
    share = min(1.0, SAMPLE / max(1, stage.num_rows))
    total: dict[str, Weights] = {}
    for found in engine.map_batches(partial(_weigh_batch, share), stage.batches()):
        for language, weights in found.items():
            total[language] = total.get(language, no_weights()) + weights
    return {name: weights.idf() for name, weights in total.items() if weights.documents >= MIN_DOCUMENTS}


def _weigh_batch(share: float, batch: Batch) -> dict[str, Weights]:
    found: dict[str, Weights] = {}
    for problem in batch.corpus_problems():
        if int(problem.problem_id[:8], 16) < share * 2**32:
            language = language_of(problem.prompt)
            found[language] = found.get(language, no_weights()) + weigh(problem)
    return found


def decide_row(params: CleanParams, idf: Shared[IDF], problem: Problem) -> Decision:
    """Whether a row is kept, and in which form. Runs in a worker."""
    if problem.source == "synthetic":
        reason = drop_reason(problem, params)
        return Decision("dropped", reason) if reason else KEPT
    clean = good_traces(tagged(normal_problem(problem)), params)
    if reason := drop_reason(clean, params) or reference_reason(clean):
        return Decision("dropped", reason)
    if reason := contradiction(clean) or refuted_step(clean):
        return Decision("quarantined", reason)
    belongs = belonging(params, idf.value(), clean)
    if not belongs:
        return Decision("quarantined", "off_topic")
    verdicts = {**clean.verdicts, "belongs": belongs}
    if formula := formula_verdict(clean):
        verdicts["formula"] = formula
    return Decision("kept", changed=dataclasses.replace(clean, verdicts=verdicts))


def belonging(params: CleanParams, idf: IDF, problem: Problem) -> str:
    """How a solution was found to belong to its problem; empty if it was not.

    `not judged` (no solution, or a language with too few problems), `words`, `encoder`, or `steps`.
    """
    if not problem.solution:
        return "not judged"
    if params.encoder:
        similarity, least, by = _encoded(params.encoder, problem), params.encoder_min_cosine, "encoder"
    elif problem.language in idf and problem.language in params.min_relevance:
        least, by = params.min_relevance[problem.language], "words"
        similarity = relevance(problem.prompt, problem.solution, idf[problem.language])
    else:
        return "not judged"
    if similarity >= least:
        return by
    return "steps" if vouches(problem) else ""


def _encoded(folder: str, problem: Problem) -> float:
    return encoder_similarity(folder, problem.prompt, problem.solution)


def tagged(problem: Problem) -> Problem:
    """A row with the language of its text, and what it is about where its domain does not say."""
    language = language_of(problem.prompt)
    if language == "en" and problem.language == "zh":
        language = language_of(problem.prompt + problem.solution)  # a bare formula
    topic = topic_of(problem.prompt) if problem.domain == "word_problems" else ""
    provenance = {**problem.provenance, "topic": topic} if topic else problem.provenance
    return dataclasses.replace(problem, language=language, provenance=provenance)


def good_traces(problem: Problem, params: CleanParams) -> Problem:
    """A row of traces without those that are too short or repeat themselves; with the first if all are."""
    if not is_distilled(problem):
        return problem
    traces = (problem.solution, *problem.more_solutions)
    good = [trace for trace in traces if not _trace_fault(trace, params)] or [problem.solution]
    return dataclasses.replace(problem, solution=good[0], more_solutions=tuple(good[1:]))


def is_distilled(problem: Problem) -> bool:
    """Whether the solutions are traces of another model."""
    return problem.domain == "traces" or "traces" in problem.provenance


def num_steps(trace: str) -> int:
    """Steps of a trace: its lines, or its checkable claims where there are more."""
    lines = sum(any(c.isalnum() for c in line) for line in trace.splitlines())
    return lines if lines >= 3 else max(lines, len(check_steps(trace).claims))


def repetition(text: str) -> float:
    """Share of 8-character windows seen before. Formulas repeat their commands, so these do not count."""
    text = _COMMAND.sub("", text)
    windows = len(text) - 7
    return 1 - len({text[i : i + 8] for i in range(windows)}) / windows if len(text) >= 100 else 0.0


def _trace_fault(trace: str, params: CleanParams) -> bool:
    return repetition(trace) > params.max_repetition or num_steps(trace) < params.min_trace_steps


def _is_too_long(problem: Problem, params: CleanParams) -> bool:
    too_long = len(problem.prompt) > params.max_prompt_chars
    return too_long or len(problem.solution) > params.max_solution_chars


def _has_control_text(problem: Problem, params: CleanParams) -> bool:  # noqa: ARG001
    return any(_CONTROL.search(text) for text in (problem.prompt, problem.answer, problem.solution))


def _has_other_language(problem: Problem, params: CleanParams) -> bool:  # noqa: ARG001
    return problem.language not in ("en", "zh")


def _has_no_answer(problem: Problem, params: CleanParams) -> bool:  # noqa: ARG001
    return problem.checkable and not problem.answer.strip()


def _has_no_prompt(problem: Problem, params: CleanParams) -> bool:  # noqa: ARG001
    return not any(c.isalnum() for c in problem.prompt)


def _has_no_solution(problem: Problem, params: CleanParams) -> bool:  # noqa: ARG001
    return (
        problem.checkable
        and not problem.steps
        and problem.solution.strip(" \t\n.．。~$()（）").casefold() in _NO_WORDS
    )


def _needs_figure(problem: Problem, params: CleanParams) -> bool:  # noqa: ARG001
    return problem.source != "synthetic" and bool(_FIGURE.search(problem.prompt))


def _has_few_steps(problem: Problem, params: CleanParams) -> bool:
    return is_distilled(problem) and num_steps(problem.solution) < params.min_trace_steps


def _repeats_itself(problem: Problem, params: CleanParams) -> bool:
    return is_distilled(problem) and repetition(problem.solution) > params.max_repetition


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
    "few_steps": _has_few_steps,
    "repetitive": _repeats_itself,
    "wrong_level": _has_wrong_level,
}
"""Reason -> check that is true when the row must be dropped. First match names the reason."""


def drop_reason(problem: Problem, params: CleanParams) -> str:
    """The first reason of `CHECKS` to drop a row; empty to keep it."""
    return next((reason for reason, is_bad in CHECKS.items() if is_bad(problem, params)), "")


def reference_reason(problem: Problem) -> str:
    """Why the judge cannot grade against the answer; empty where it can or need not."""
    return reference_fault(problem.answer) if problem.checkable else ""
