"""`accuracy_reward(completions, solution)`: the judge in the place of TRL's function of the same name.

    from tasks.rewards import accuracy_reward
    trainer = GRPOTrainer(..., reward_funcs=accuracy_reward)   # dataset column: solution

Like TRL's: 1.0 or 0.0 for each completion, None (skip the row) where the solution cannot be read. Unlike
it: right in threads, no signals, no time-out that a hostile completion could use up, and exact. Importing
this module loads neither torch, transformers, sympy nor math_verify.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.errors import DataError
from tasks.verify import Outcome, Verdict, judge, judge_many

log = logging.getLogger(__name__)

Message = dict[str, Any]
Completion = str | Sequence[Message]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccuracyReward:
    """`accuracy_reward` with options. It holds no state, so it pickles and may be called from any thread."""

    second_opinion: bool = False
    """Ask Math-Verify about what the judge leaves undecided. It has a deadline: rewards then depend on the
    machine's load."""
    workers: bool = False
    """Judge in processes that are killed at a deadline, rather than here within the judge's own caps."""
    decimals: int | None = None
    """Round decimals to this many places before comparing."""

    __name__ = "accuracy_reward"

    def __call__(
        self,
        completions: Sequence[Completion],
        solution: Sequence[str],
        log_extra: Callable[[str, list[Any]], None] | None = None,
        log_metric: Callable[[str, float], None] | None = None,
        **_: Any,
    ) -> list[float | None]:
        """Judge each completion against its solution.

        Args:
            completions: Texts, or conversations: lists of `{"role", "content"}`, of which the last message is
                judged. Where the answer stands in a text is what `tasks.verify.extract_answer` says.
            solution: Reference answers, one for each completion.
            log_extra: Receives the columns `solution`, `answer` and `verdict`; the trainer's.
            log_metric: Receives `accuracy/undecided` and `accuracy/skipped`, shares; the trainer's.

        Returns:
            1.0 for CORRECT, 0.0 for WRONG, UNPARSABLE and UNDECIDED, None where the solution is no reference.

        Raises:
            DataError: a completion is neither a text nor a conversation.
            ValueError: there are not as many solutions as completions.
        """
        pairs = [(s, _text(c)) for c, s in zip(completions, solution, strict=True)]
        verdicts = self._verdicts(pairs)
        skipped = sum(verdict is None for verdict in verdicts)
        undecided = sum(v is not None and v.outcome is Outcome.UNDECIDED for v in verdicts)
        if skipped:
            first = next(s for (s, _), verdict in zip(pairs, verdicts, strict=True) if verdict is None)
            log.warning("accuracy_reward skipped=%d of=%d first=%.80r", skipped, len(pairs), first)
        if log_metric is not None and pairs:
            log_metric("accuracy/undecided", undecided / len(pairs))
            log_metric("accuracy/skipped", skipped / len(pairs))
        if log_extra is not None:
            log_extra("solution", list(solution))
            log_extra("answer", [v.extracted or "" if v else "[skipped]" for v in verdicts])
            log_extra("verdict", [v.outcome.value if v else "[skipped]" for v in verdicts])
        return [None if verdict is None else float(verdict.correct) for verdict in verdicts]

    def _verdicts(self, pairs: list[tuple[str, str]]) -> list[Verdict | None]:
        if not self.workers:
            return [self._verdict(*pair) for pair in pairs]
        readable = [n for n, (reference, _) in enumerate(pairs) if _is_reference(reference)]
        found: list[Verdict | None] = [None] * len(pairs)
        judged = judge_many(
            [pairs[n] for n in readable], decimals=self.decimals, second_opinion=self.second_opinion
        )
        for n, verdict in zip(readable, judged, strict=True):
            found[n] = verdict
        return found

    def _verdict(self, reference: str, text: str) -> Verdict | None:
        try:
            return judge(reference, text, decimals=self.decimals, second_opinion=self.second_opinion)
        except DataError:  # the reference's: counted and told by the caller
            return None


_DEFAULT = AccuracyReward()


def accuracy_reward(
    completions: Sequence[Completion],
    solution: Sequence[str],
    log_extra: Callable[[str, list[Any]], None] | None = None,
    log_metric: Callable[[str, float], None] | None = None,
    **kwargs: Any,
) -> list[float | None]:
    """`AccuracyReward()(...)`: 1.0, 0.0, or None where the solution cannot be read; see there."""
    return _DEFAULT(completions, solution, log_extra=log_extra, log_metric=log_metric, **kwargs)


def _is_reference(reference: str) -> bool:
    try:
        judge(reference, "", second_opinion=False)
    except DataError:
        return False
    return True


def _text(completion: Completion) -> str:
    """The text of a completion: itself, or the content of a conversation's last message."""
    if isinstance(completion, str):
        return completion
    last = completion[-1] if isinstance(completion, list | tuple) and completion else None
    content = last.get("content") if isinstance(last, dict) else None
    if isinstance(content, list) and all(isinstance(part, dict) for part in content):
        return "".join(str(part.get("text", "")) for part in content)
    if isinstance(content, str):
        return content
    raise DataError(
        f"accuracy_reward: a completion is {str(completion)[:80]!r}; expected a text or a list of "
        'messages {"role": ..., "content": ...}'
    )
