"""Whether the reward rises while held-out accuracy does not: the sign that it is being gamed."""

MARGIN = 0.02
"""Smallest rise of the mean reward that counts."""


class Alarm:
    """Compares each evaluation with the one before. After an interruption it begins anew."""

    def __init__(self, accuracy: float) -> None:
        """Start from the held-out accuracy before the first step."""
        self._reward = float("nan")
        self._accuracy = accuracy

    def look(self, reward: float, accuracy: float) -> float:
        """1.0 if the reward rose by more than 0.02 and accuracy did not rise, else 0.0.

        Args:
            reward: Mean reward since the last look; NaN, as at the first look, raises no alarm.
            accuracy: Held-out accuracy now.
        """
        alone = reward > self._reward + MARGIN and accuracy <= self._accuracy
        self._reward, self._accuracy = reward, accuracy
        return float(alone)
