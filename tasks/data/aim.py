"""Where the next problems are aimed: weights moved towards what the last model got wrong.

The error patterns are the cells (subtask and level) of the last evaluation, and what users said of answers.
A cell in which everything was right keeps its weight; one in which everything was wrong gets
`1 + aim.error_strength` times its weight. Rates are shrunk towards the mean of all cells, so that a cell
of three problems moves little. The weights set in `synthesize.weights` stay the base: nothing piles up
from week to week.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tasks.params.data import AimParams


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPattern:
    """How often answers in one cell were wrong."""

    subtask: str
    level: int
    num_answers: int
    """Answers judged, or rated by users."""
    num_wrong: int
    origin: str
    """`evaluation` or `feedback`."""


def aim_weights(
    params: AimParams,
    *,
    weights: Mapping[str, float],
    other_weight: float,
    subtasks: Iterable[str],
    levels: Iterable[int],
    patterns: Iterable[ErrorPattern],
) -> dict[str, float]:
    """Weights of cells for the next problems.

    Args:
        params: The `aim` section.
        weights: Subtask, or cell such as `algebra.linear.L2`, -> base weight.
        other_weight: Base weight of what `weights` does not name.
        subtasks: All subtasks.
        levels: Levels of training problems.
        patterns: What went wrong; cells not in it keep their weight.

    Returns:
        Cell -> weight, for every subtask and level.
    """
    factors = error_factors(params, patterns)
    levels = tuple(levels)
    cells = {f"{subtask}.L{level}": subtask for subtask in subtasks for level in levels}
    return {
        cell: round(weights.get(cell, weights.get(subtask, other_weight)) * factors.get(cell, 1.0), 6)
        for cell, subtask in cells.items()
    }


def error_factors(params: AimParams, patterns: Iterable[ErrorPattern]) -> dict[str, float]:
    """Cell -> factor of its weight, from 1 to `1 + error_strength`; users' ratings weigh as set."""
    answers: defaultdict[str, float] = defaultdict(float)
    wrong: defaultdict[str, float] = defaultdict(float)
    for pattern in patterns:
        importance = params.feedback_weight if pattern.origin == "feedback" else 1.0
        cell = f"{pattern.subtask}.L{pattern.level}"
        answers[cell] += importance * pattern.num_answers
        wrong[cell] += importance * pattern.num_wrong
    total = sum(answers.values())
    if not total:
        return {}
    mean = sum(wrong.values()) / total
    rates = {
        cell: (wrong[cell] + params.prior_answers * mean) / (number + params.prior_answers)
        for cell, number in answers.items()
    }
    return {cell: round(1 + params.error_strength * rate, 6) for cell, rate in rates.items()}
