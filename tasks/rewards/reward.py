"""The reward that a trainer calls: token ids in, numbers out, every component logged."""

from collections.abc import Callable, Sequence
from typing import Any

from tasks.chat import ASSISTANT, USER
from tasks.params.reward import RewardParams
from tasks.rewards.score import COMPONENTS, Breakdown, score_group
from tasks.verify import Outcome


class Reward:
    """`score_group` with TRL's signature."""

    def __init__(self, tokenizer: Any, params: RewardParams) -> None:
        self.__name__ = params.kind
        self._tokenizer = tokenizer
        self._params = params
        self.last: list[dict[str, Any]] = []
        """The rollouts scored last, for the report of a step that broke."""
        self._totals: list[float] = []

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
            prompts: What was asked, one for each completion; those of equal prompts are siblings.
            completion_ids: Token ids of the completions. TRL's decoded text lacks the control tokens.
            answer: Reference answers, one for each completion.
            log_metric: Receives the components, each a mean over the completions.

        Returns:
            Rewards, as `score_group` says.

        Raises:
            DataError: the judge cannot read a reference. Scores that silently become 0 would teach the
                policy that nothing is right.
        """
        questions = [prompt.removeprefix(USER).removesuffix(ASSISTANT) for prompt in prompts]
        texts = [self._tokenizer.decode(ids, skip_special_tokens=False) for ids in completion_ids]
        found = score_group(
            questions, texts, answer, self._params, lengths=[max(len(ids), 1) for ids in completion_ids]
        )
        self.last = [
            {"prompt": prompt, "completion": text, "outcome": score.outcome.value, "reward": score.total}
            for prompt, text, score in zip(prompts, texts, found, strict=True)
        ]
        if found:
            measured = measures(found, self._params)
            self._totals.append(measured["reward/total"])
            if log_metric is not None:
                for name, value in measured.items():
                    log_metric(name, value)
        return [score.total for score in found]

    def take_mean(self) -> float:
        """The mean reward of the calls since the last time it was asked; NaN if there were none."""
        found = sum(self._totals) / len(self._totals) if self._totals else float("nan")
        self._totals.clear()
        return found


def measures(scores: Sequence[Breakdown], params: RewardParams) -> dict[str, float]:
    """Names and values to log: means over the completions, and what the pay consists of.

    Of the layered reward also `reward/share_*`, the shares of symbolic, logic and coherence in what was
    paid; `reward/dominance`, the largest share as a multiple of its weight: far above 1, one component
    pays alone; and `reward/pay_if_right`, what a right answer earned: when it rises and
    `eval/heldout_accuracy` does not, the policy works for the shape and not for the answer.
    """

    def share(values: list[bool]) -> float:
        return sum(values) / len(scores)

    right = [score for score in scores if score.right]
    found = {
        f"reward/{name}": sum(getattr(score, name) for score in scores) / len(scores)
        for name in ("total", *COMPONENTS)
    }
    found |= {
        "reward/pass_rate": share([score.right for score in scores]),
        "reward/ended": share([score.ended for score in scores]),
        "reward/reasoned": share([score.reasoned for score in scores]),
        "reward/undecided": share([score.outcome is Outcome.UNDECIDED for score in scores]),
    }
    if params.kind == "layered" and right:
        found |= _shares(right, params)
    return found


def _shares(right: Sequence[Breakdown], params: RewardParams) -> dict[str, float]:
    weights = {"symbolic": params.symbolic, "logic": params.logic, "coherence": params.coherence}
    paid = {n: w * sum(getattr(score, n) for score in right) / len(right) for n, w in weights.items()}
    whole = sum(paid.values())
    found = {f"reward/share_{name}": value / whole for name, value in paid.items()}
    found["reward/dominance"] = max(found[f"reward/share_{n}"] / w for n, w in weights.items() if w)
    found["reward/pay_if_right"] = sum(score.total for score in right) / len(right)
    return found
