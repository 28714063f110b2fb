"""Which problems a batch of rollouts is about.

A choice is a function of (settings, batch, round) and of the results of earlier batches, which
`rollouts.jsonl` keeps: a resumed run chooses as the undisturbed one would have.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol

from tasks.params.rl import CurriculumParams
from tasks.params.training import GrpoParams
from tasks.records import Problem
from tasks.seeds import rng_for

Results = Mapping[str, tuple[int, int]]
"""Cell -> (rollouts, how many of them passed)."""


def cell_of(problem: Problem) -> str:
    """The cell of the curriculum that a problem lies in, e.g. `algebra.linear/2`."""
    return f"{problem.subtask}/{problem.level}"


class Chooser(Protocol):
    """Chooses problems, and learns from what became of them."""

    def choose(self, batch: int, attempt: int, count: int) -> list[Problem]:
        """Problems for a batch; `attempt` 0 is the batch itself, later ones replace groups without signal."""

    def learn(self, results: Results) -> None:
        """Take in the results of a batch."""


class InOrder:
    """The fixed order of the run; replacements at random."""

    def __init__(self, problems: Sequence[Problem], params: GrpoParams) -> None:
        """Choose from `problems`, the run's order; see `tasks.train.rows.rl_problems`."""
        self._problems, self._size, self._seed = problems, params.prompts_per_step, params.seed

    def choose(self, batch: int, attempt: int, count: int) -> list[Problem]:
        """See `Chooser`."""
        if attempt == 0:
            return list(self._problems[batch * self._size :][:count])
        return rng_for(self._seed, "grpo", "refill", batch, attempt).choices(self._problems, k=count)

    def learn(self, results: Results) -> None:
        """There is nothing to learn."""


class Curriculum:
    """Problems of the cells where some rollouts pass and some fail come most often."""

    def __init__(self, problems: Sequence[Problem], params: CurriculumParams, *, seed: int) -> None:
        """Choose from `problems`, in any order; each cell's problems are equally likely."""
        self._params, self._seed = params, seed
        cells: dict[str, dict[str, Problem]] = defaultdict(dict)
        for problem in problems:
            cells[cell_of(problem)][problem.problem_id] = problem
        self._cells = {name: [found[n] for n in sorted(found)] for name, found in sorted(cells.items())}
        self.pass_rates = dict.fromkeys(self._cells, 0.5)
        """Cell -> pass rate so far."""

    def weights(self) -> dict[str, float]:
        """Cell -> chance of its problems to come next; they sum to 1."""
        floor = self._params.floor
        raw = {name: floor + (1 - floor) * 4 * p * (1 - p) for name, p in self.pass_rates.items()}
        whole = sum(raw.values())
        return {name: weight / whole for name, weight in raw.items()}

    def choose(self, batch: int, attempt: int, count: int) -> list[Problem]:
        """See `Chooser`."""
        rng = rng_for(self._seed, "grpo", "curriculum", batch, attempt)
        weights = self.weights()
        return [
            rng.choice(self._cells[name])
            for name in rng.choices(list(weights), list(weights.values()), k=count)
        ]

    def learn(self, results: Results) -> None:
        """Move the pass rates towards those of a batch."""
        for name, (rollouts, passed) in sorted(results.items()):
            old = self._params.memory * self.pass_rates[name]
            self.pass_rates[name] = old + (1 - self._params.memory) * passed / rollouts
