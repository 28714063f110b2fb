"""Rewards with a verifier behind them. To add one: a file here, a line below, a row in the tests.

A reward is built with the policy's tokenizer and then called by TRL's `GRPOTrainer` with one group of
rollouts after another. It returns numbers between 0 and 1, one for each completion, and reports its
components through `log_metric`. It never hides a failure of the judge: a broken judge stops training,
because scores that silently become 0 teach the policy that nothing is right.
"""

from collections.abc import Callable
from typing import Any

from tasks.rewards.answer import AnswerReward

REWARDS: dict[str, Callable[[Any], Any]] = {"answer": AnswerReward}
"""Name -> how the reward is built from a tokenizer."""

__all__ = ["REWARDS", "AnswerReward"]
