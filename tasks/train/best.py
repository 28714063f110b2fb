"""The best weights so far, by held-out accuracy."""

import shutil
from pathlib import Path
from typing import Any

from tasks.train.adapters import restore_weights
from tasks.train.checkpoints import commit_checkpoint, committed

PREFIX = "best"


class BestModel:
    """Keeps one committed copy of the best weights, `best-<step>/`.

    After a kill, steps done again offer the same weights with the same accuracy, so what an earlier
    attempt left behind, even from a later step, is still the truth.
    """

    def __init__(self, root: Path, model: Any, tokenizer: Any) -> None:
        self._root, self._model, self._tokenizer = root, model, tokenizer

    def offer(self, step: int, accuracy: float) -> bool:
        """Keep the current weights if they beat the best; the earlier step wins a tie."""
        best = self._best()
        if best is not None and (accuracy, -step) <= (best[2], -best[1]):
            return False
        folder = self._root / f"{PREFIX}-{step:06d}"
        shutil.rmtree(folder, ignore_errors=True)
        self._model.save_pretrained(folder, safe_serialization=True)
        self._tokenizer.save_pretrained(folder)
        commit_checkpoint(folder, step=step, facts={"accuracy": accuracy})
        if best is not None:
            shutil.rmtree(best[0])
        return True

    def restore(self) -> tuple[int, float]:
        """Put the best weights into the model; their step and accuracy."""
        best = self._best()
        assert best is not None, "restore() before the first offer()"
        folder, step, accuracy = best
        restore_weights(self._model, folder)
        return step, accuracy

    def _best(self) -> tuple[Path, int, float] | None:
        found = [
            (folder, commit.step, commit.facts["accuracy"])
            for folder, commit in committed(self._root, PREFIX)
        ]
        return max(found, key=lambda item: (item[2], -item[1]), default=None)
