"""A completion read once: what all reward components look at."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tasks.chat import ASSISTANT, END, USER, parse_completion
from tasks.rewards.answer import Score, score_completion
from tasks.rewards.trace import plain
from tasks.verify import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollout:
    """A completion taken apart and judged."""

    question: str
    """What was asked, without control tokens; as `think` and `answer` with full-width digits made usual."""
    text: str
    """The completion as the model wrote it, control tokens visible."""
    think: str
    """The reasoning; empty if there is none or the completion is not in the format."""
    answer: str
    """The answer it gives; empty if it is not in the format."""
    score: Score
    """The judge's verdict and the strict 0/1 reward."""
    length: int
    """Tokens if they were counted, else characters."""
    usual_length: float = 0.0
    """Mean length of the right siblings that answer in the same manner (reasoned or not), itself
    included; 0 for a completion that is not right."""

    @property
    def right(self) -> bool:
        """Whether the answer counts: in the format, ended by itself, and CORRECT."""
        return self.score.reward == 1

    @property
    def undecided(self) -> bool:
        """Whether the judge could not tell. Never rewarded, always counted."""
        return self.score.outcome is Outcome.UNDECIDED


def read_rollouts(
    questions: Sequence[str], completions: Sequence[str], references: Sequence[str], lengths: Sequence[int]
) -> list[Rollout]:
    """Judge completions and tell each right one how long its right siblings are.

    Siblings are the completions of equal question and reference, wherever they stand.

    Raises:
        DataError: a reference is broken.
    """
    rows = zip(questions, completions, references, lengths, strict=True)
    read = [_read(question, text, reference, length) for question, text, reference, length in rows]
    groups: dict[tuple[str, str, bool], list[int]] = {}
    keys = [
        (rollout.question, reference, rollout.score.reasoned)
        for rollout, reference in zip(read, references, strict=True)
    ]
    for key, rollout in zip(keys, read, strict=True):
        if rollout.right:
            groups.setdefault(key, []).append(rollout.length)
    return [
        replace(rollout, usual_length=sum(groups[key]) / len(groups[key])) if rollout.right else rollout
        for key, rollout in zip(keys, read, strict=True)
    ]


def _read(question: str, text: str, reference: str, length: int) -> Rollout:
    parts = parse_completion(text) if text.endswith(END) else None
    return Rollout(
        question=plain(question.removeprefix(USER).removesuffix(ASSISTANT)),
        text=text,
        think=plain(parts.think) if parts else "",
        answer=plain(parts.answer) if parts else "",
        score=score_completion(text, reference),
        length=length,
    )
