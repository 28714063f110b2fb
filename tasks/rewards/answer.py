"""The strict reward: the right answer, in the right format, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tasks.chat import END, parse_completion
from tasks.verify import Outcome, same_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What one completion earned, and why."""

    reward: float
    """1.0 or 0.0."""
    ended: bool
    """It ended by itself."""
    in_format: bool
    """At most one think part, then exactly one answer, and nothing else."""
    reasoned: bool
    """It is in the format and has a think part."""
    outcome: Outcome
    """What the judge said; `UNPARSABLE` when there was no answer to judge."""


def score_completion(text: str, reference: str) -> Score:
    """Score a completion as the model wrote it, control tokens visible.

    Args:
        text: The completion. Without a final `<|end|>` it was cut, and earns nothing.
        reference: The reference answer.

    Returns:
        The score: 1 only if the completion ended by itself, is in the strict format, and the judge says
        CORRECT. UNDECIDED is no success.

    Raises:
        DataError: the judge cannot read the reference.
    """
    ended = text.endswith(END)
    parts = parse_completion(text)
    # No second opinion: it has a deadline, and a reward that depends on the clock is not reproducible.
    outcome = Outcome.UNPARSABLE
    if parts is not None:
        outcome = same_value(parts.answer, reference, second_opinion=False).outcome
    return Score(
        reward=float(ended and outcome is Outcome.CORRECT),
        ended=ended,
        in_format=parts is not None,
        reasoned=parts is not None and bool(parts.think),
        outcome=outcome,
    )


class AnswerReward:
    """`score_completion` with TRL's signature."""

    __name__ = "answer"

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self.last: list[dict[str, Any]] = []
        """The rollouts scored last, for the report of a step that broke."""

    def __call__(
        self,
        *,
        prompts: list[str],
        completion_ids: list[list[int]],
        answer: list[str],
        log_metric: Callable[[str, float], None] | None = None,
        **_: Any,
    ) -> list[float]:
        """Score rollouts.

        Args:
            prompts: What was asked, one for each completion.
            completion_ids: Token ids of the completions. TRL's decoded text lacks the control tokens.
            answer: Reference answers, one for each completion.
            log_metric: Receives the components, each a mean over the completions.

        Returns:
            Rewards, 0.0 or 1.0.
        """
        texts = [self._tokenizer.decode(ids, skip_special_tokens=False) for ids in completion_ids]
        scores = [score_completion(text, reference) for text, reference in zip(texts, answer, strict=True)]
        self.last = [
            {"prompt": prompt, "completion": text, "reward": score.reward}
            for prompt, text, score in zip(prompts, texts, scores, strict=True)
        ]
        if log_metric is not None and scores:
            for name, value in _components(scores).items():
                log_metric(name, value)
        return [score.reward for score in scores]


def _components(scores: list[Score]) -> dict[str, float]:
    def share(values: list[bool]) -> float:
        return sum(values) / len(scores)

    return {
        "reward/total": sum(score.reward for score in scores) / len(scores),
        "reward/pass_rate": share([score.reward == 1 for score in scores]),
        "reward/ended": share([score.ended for score in scores]),
        "reward/in_format": share([score.in_format for score in scores]),
        "reward/reasoned": share([score.reasoned for score in scores]),
        "reward/undecided": share([score.outcome is Outcome.UNDECIDED for score in scores]),
    }
