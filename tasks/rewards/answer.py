"""The strict 0/1 score: the right answer, in the right format, or nothing."""

import re
from dataclasses import dataclass

from tasks.chat import END, parse_completion
from tasks.verify import Outcome, same_value

_LEAD = re.compile(
    r"(?:the)?(?:final)?answer(?:is)?|(?:最终)?答案?[是为]?|\\+(?:boxed|text|displaystyle)", re.IGNORECASE
)
_BOX = re.compile(r"\\(?:boxed|fbox)")
_TRUTH = re.compile(
    r"\b(?:true|false|yes|no|not|correct|incorrect)\b|不正确|不成立|不对|不是|正确|错误|成立|[真假对错是否]",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")


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
    outcome = judge_whole(parts.answer, reference) if parts is not None else Outcome.UNPARSABLE
    return Score(
        reward=float(ended and outcome is Outcome.CORRECT),
        ended=ended,
        in_format=parts is not None,
        reasoned=parts is not None and bool(parts.think),
        outcome=outcome,
    )


def judge_whole(answer: str, reference: str) -> Outcome:
    """Judge what stands between the answer tags, as a whole.

    The judge looks for a final answer in a text ("probably 13, but maybe 12" ends in 12). Between the tags
    nothing is looked for: beside the answer only a lead such as "The answer is" may stand, else the text is
    UNPARSABLE. No second opinion is asked: it has a deadline, and a reward that depends on the clock is not
    reproducible.

    Raises:
        DataError: the judge cannot read the reference.
    """
    verdict = same_value(answer, reference, second_opinion=False)
    if verdict.outcome is Outcome.CORRECT and not _is_whole(answer, verdict.extracted or ""):
        return Outcome.UNPARSABLE
    return verdict.outcome


def _is_whole(answer: str, extracted: str) -> bool:
    """Whether nothing is left of an answer but signs and a lead when the value found in it is taken away."""
    bare, found = _SPACE.sub("", answer), _SPACE.sub("", extracted)
    if len(_BOX.findall(answer)) > 1:  # two boxes side by side are a product: 1 and 0 are 0
        return False
    if bare == found:  # "false, no, true" begins with a reply and ends with another
        return len(_TRUTH.findall(_LEAD.sub("", answer))) <= 1
    if found not in bare:
        return re.findall(r"\d+", bare) == re.findall(r"\d+", found)
    head, _, tail = bare.rpartition(found)
    return not any(c.isalnum() for c in _LEAD.sub("", head) + tail)
