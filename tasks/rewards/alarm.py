"""Whether the reward rises while held-out accuracy does not: the sign that it is being gamed."""

MARGIN = 0.02
"""Smallest rise of the mean reward that counts."""
PATIENCE = 2
"""Evaluations in a row without a new best accuracy: one alone is the noise of a small held-out set."""


class Alarm:
    """Compares each evaluation with the best one before. After an interruption it begins anew."""

    def __init__(self, accuracy: float) -> None:
        """Start from the held-out accuracy before the first step."""
        self._best = accuracy
        self._reward_at_best = float("nan")
        self._looks_since = 0

    def look(self, reward: float, accuracy: float) -> float:
        """1.0 if the reward is more than 0.02 above what it was at the best accuracy, and at least two
        evaluations found none better; else 0.0.

        Args:
            reward: Mean reward since the last look; NaN raises no alarm.
            accuracy: Held-out accuracy now.
        """
        if accuracy > self._best or self._reward_at_best != self._reward_at_best:  # NaN: the first look
            self._best = max(accuracy, self._best)
            self._reward_at_best, self._looks_since = reward, 0
            return 0.0
        self._looks_since += 1
        return float(self._looks_since >= PATIENCE and reward > self._reward_at_best + MARGIN)
