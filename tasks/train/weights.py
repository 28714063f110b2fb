"""How much a trace counts in the loss: less, the further its length is from what is usual.

A solution with far more steps than its siblings wanders, one with far fewer leaps; neither is what the model
should learn first.
"""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from tasks.records import Problem

_BETWEEN = re.compile(r"\n|;|。|\.\s")
"""What parts the steps of a solution in words."""


def num_steps(problem: Problem) -> int:
    """Steps of a problem's trace: claims of its proof, or sentences of its solution; at least 1."""
    if problem.steps:
        return len(problem.steps)
    return max(1, sum(1 for part in _BETWEEN.split(problem.solution) if part.strip()))


def trace_weights(problems: Sequence[Problem], penalty: float) -> list[float]:
    """The weight of each problem's trace.

    Args:
        problems: All problems of a run.
        penalty: `sft.step_penalty`.

    Returns:
        exp(-penalty |n - e| / e) for a trace of n steps, with e the median over its subtask and level: 1 at
        the median, in (0, 1] everywhere.
    """
    if not penalty:
        return [1.0] * len(problems)
    counts = [num_steps(problem) for problem in problems]
    siblings: dict[tuple[str, int], list[int]] = defaultdict(list)
    for problem, count in zip(problems, counts, strict=True):
        siblings[problem.subtask, problem.level].append(count)
    usual = {group: median(found) for group, found in siblings.items()}
    return [
        math.exp(-penalty * abs(count / usual[problem.subtask, problem.level] - 1))
        for problem, count in zip(problems, counts, strict=True)
    ]
