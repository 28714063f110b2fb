"""The signs of a run that has collapsed.

A verdict is a function of the metrics up to a step, not of this process's life: a resumed run replays
`metrics.jsonl` and stops where the undisturbed one would have.
"""

from collections import defaultdict, deque
from collections.abc import Mapping
from pathlib import Path

from tasks.metrics import read_metrics
from tasks.params.rl import GuardParams
from tasks.rewards.alarm import MARGIN

ACCURACY = "eval/heldout_accuracy"
REWARD = "reward/total"


class Guards:
    """Looks at every line of metrics and says when to stop."""

    def __init__(self, params: GuardParams) -> None:
        self._params = params
        self.reason = ""
        """Why the run must stop; empty while it may go on."""
        self._begin()

    def see(self, step: int, values: Mapping[str, float]) -> None:
        """Take in a line of metrics; steps come in order, a step's evaluation before its training."""
        if self.reason:
            return
        if ACCURACY in values:
            self.reason = self._evaluated(step, values[ACCURACY])
        if REWARD in values:
            self._rewards.append(values[REWARD])
        for name, wanted in (("train/entropy", self._low_entropy), ("train/kl", self._high_kl)):
            if name in values and not self.reason:
                self._recent[name].append(values[name])
                if len(self._recent[name]) == self._params.window:
                    self.reason = wanted(step, sum(self._recent[name]) / self._params.window)

    def replay(self, metrics: Path, *, up_to: int) -> None:
        """Begin anew with what a file of metrics says of the steps up to `up_to`."""
        self._begin()
        table: dict[int, dict[str, float]] = defaultdict(dict)
        for row in read_metrics(metrics)[0]:  # of steps done again, the later line counts
            table[row["step"]].update(row)
        for step in sorted(step for step in table if step <= up_to):
            self.see(step, table[step])

    def _begin(self) -> None:
        self.reason = ""
        self._recent: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=self._params.window))
        self._rewards: list[float] = []
        self._best = (-1.0, float("nan"))  # accuracy, and the mean reward before it
        self._bad_looks = 0

    def _low_entropy(self, step: int, mean: float) -> str:
        floor = self._params.min_entropy
        if mean >= floor:
            return ""
        return (
            f"step {step}: mean entropy {mean:.2g} is below grpo.guards.min_entropy = {floor:g}: the policy "
            "has stopped exploring. Raise grpo.entropy_coef or grpo.temperature, or lower grpo.learning_rate."
        )

    def _high_kl(self, step: int, mean: float) -> str:
        ceiling = self._params.max_kl
        if ceiling is None or mean <= ceiling:
            return ""
        return (
            f"step {step}: mean KL {mean:.2g} is above grpo.guards.max_kl = {ceiling:g}: the policy has left "
            "the model it started from. Raise grpo.beta, or lower grpo.learning_rate."
        )

    def _evaluated(self, step: int, accuracy: float) -> str:
        reward = sum(self._rewards) / len(self._rewards) if self._rewards else float("nan")
        self._rewards.clear()
        best, reward_at_best = self._best
        if accuracy > best or reward_at_best != reward_at_best:  # NaN: no reward was seen yet
            self._best, self._bad_looks = (max(accuracy, best), reward), 0
            return ""
        fell = accuracy < best - self._params.max_accuracy_drop
        self._bad_looks = self._bad_looks + 1 if fell and reward > reward_at_best + MARGIN else 0
        if self._bad_looks < self._params.patience:
            return ""
        return (
            f"step {step}: held-out accuracy fell from {best:.3f} to {accuracy:.3f} while the mean reward "
            f"rose from {reward_at_best:.3f} to {reward:.3f}: the reward is being gamed. Look at what earns "
            "it, or lower grpo.learning_rate."
        )
