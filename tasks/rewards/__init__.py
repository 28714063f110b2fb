"""Rewards with a verifier behind them: named components, one registry, one breakdown for each completion.

    from tasks.rewards import accuracy_reward                    # any TRL trainer, dataset column `solution`
    score_group(questions, completions, references, params)      # our format, layered: list[Breakdown]
    Reward(tokenizer, params)                                    # the same with TRL's signature and curves

A right answer is the gate; logic and coherence shape the pay of right answers only. No failure of the judge
is hidden: a broken judge stops training. `python -m tasks audit-rewards` attacks all of it.
"""

from tasks.rewards.accuracy import AccuracyReward, accuracy_reward
from tasks.rewards.reward import Reward
from tasks.rewards.score import COMPONENTS, TOTALS, Breakdown, score_group

__all__ = [
    "COMPONENTS",
    "TOTALS",
    "AccuracyReward",
    "Breakdown",
    "Reward",
    "accuracy_reward",
    "score_group",
]
