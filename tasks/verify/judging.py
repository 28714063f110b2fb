"""The judge's front: single verdicts here, batches in workers, second opinions for the undecided."""

import os
from collections.abc import Iterable, Sequence

from tasks.errors import DataError
from tasks.verify.grade import judge_here, read_reference, same_value_here
from tasks.verify.pool import Reply, shared_pool
from tasks.verify.verdict import Outcome, Verdict

ITEM_SECONDS = 0.25
"""Longest time of tiers 0 and 1 for one item; they are bounded by caps, so only a defect comes near."""
OPINION_SECONDS = 0.3
"""Longest time of a second opinion for one item."""
MAX_SENT_CHARS = 24_000
_HEAD_CHARS = 2_000


def judge(
    reference: str, completion: str, *, decimals: int | None = None, second_opinion: bool = True
) -> Verdict:
    """Find the final answer of a completion and judge it.

    Args:
        reference: The right answer, as plain text, LaTeX or Chinese; `\\boxed{}` and `####` are understood.
        completion: What a model wrote; `extract_answer` says where the answer stands in it.
        decimals: Round decimals to this many places; None compares them as far as they are written.
        second_opinion: Ask Math-Verify, in a worker, about what the own parser leaves undecided. The
            first such question starts the worker and is not waited for.

    Raises:
        DataError: The reference is empty or broken: an error of the data, not a score.
    """
    verdict = judge_here(reference, completion, decimals=decimals)
    return (
        _with_opinion([reference], [verdict], start_seconds=OPINION_SECONDS)[0] if second_opinion else verdict
    )


def same_value(
    answer: str, reference: str, *, decimals: int | None = None, second_opinion: bool = True
) -> Verdict:
    """Judge a bare answer against the reference; arguments and errors as for `judge`."""
    verdict = same_value_here(answer, reference, decimals=decimals)
    return (
        _with_opinion([reference], [verdict], start_seconds=OPINION_SECONDS)[0] if second_opinion else verdict
    )


def judge_many(
    pairs: Iterable[tuple[str, str]],
    *,
    decimals: int | None = None,
    second_opinion: bool = True,
    num_workers: int | None = None,
    batch_seconds: float | None = None,
) -> list[Verdict]:
    """One verdict for each (reference, completion), in order, whatever happens to the workers.

    Args:
        pairs: References and completions.
        decimals: As for `judge`.
        second_opinion: As for `judge`; here the worker's start is waited for.
        num_workers: Processes; None takes one per processor, at most 8.
        batch_seconds: Longest time for all tiers together; what is not judged by then is undecided.

    Raises:
        DataError: A reference is empty or broken; the message names its position.
    """
    rows = list(pairs)
    for position, (reference, _) in enumerate(rows):
        try:
            read_reference(reference)
        except DataError as error:
            raise DataError(f"item {position}: {error}") from error
    pool = shared_pool(
        "judge", num_workers=num_workers or min(os.cpu_count() or 1, 8), item_seconds=ITEM_SECONDS
    )
    jobs = [(reference, _tail(completion), decimals) for reference, completion in rows]
    verdicts = [_verdict(reply) for reply in pool.run(jobs, batch_seconds=batch_seconds)]
    if not second_opinion:
        return verdicts
    return _with_opinion([reference for reference, _ in rows], verdicts, batch_seconds=batch_seconds)


def _tail(completion: str) -> str:
    """What a worker needs of a very long completion: its end, behind the think tags that the cut removed."""
    if len(completion) <= MAX_SENT_CHARS:
        return completion
    cut = completion[: -MAX_SENT_CHARS + _HEAD_CHARS]
    hidden = cut.rfind("<think>") > cut.rfind("</think>")
    return ("<think>" if hidden else "") + completion[-MAX_SENT_CHARS + _HEAD_CHARS :]


def _verdict(reply: Reply) -> Verdict:
    if reply.failure:
        return Verdict(Outcome.UNDECIDED, None, reply.failure)
    outcome, extracted, reason = reply.value
    return Verdict(Outcome(outcome), extracted, reason)


def _with_opinion(
    references: Sequence[str],
    verdicts: list[Verdict],
    *,
    batch_seconds: float | None = None,
    start_seconds: float | None = None,
) -> list[Verdict]:
    """The verdicts, with those that Math-Verify and a check by values find correct."""
    asked = [n for n, verdict in enumerate(verdicts) if _is_open(verdict)]
    if not asked:
        return verdicts
    pool = shared_pool("second-opinion", num_workers=1, item_seconds=OPINION_SECONDS)
    jobs = [(read_reference(references[n])[0], verdicts[n].extracted) for n in asked]
    waiting = {} if start_seconds is None else {"start_seconds": start_seconds}
    replies = pool.run(jobs, batch_seconds=batch_seconds, **waiting)
    judged = list(verdicts)
    for n, reply in zip(asked, replies, strict=True):
        if reply.value is True:
            judged[n] = Verdict(Outcome.CORRECT, verdicts[n].extracted, "second opinion")
    return judged


def _is_open(verdict: Verdict) -> bool:
    """Whether a second opinion may help: readable, undecided, and not for its size."""
    if verdict.outcome is not Outcome.UNDECIDED or verdict.extracted is None or len(verdict.extracted) > 300:
        return False
    return not verdict.reason.startswith("too large")
