"""Problems drawn from generators, each proved, judged, and different from all others.

A *cell* is (split, subtask, level). Cells are drawn one by one, held-out ones first, each from its own
random stream. Some cells hold few different problems; such a cell stops early and is reported as
exhausted.
"""

import logging
from dataclasses import dataclass
from pathlib import Path

from tasks.data.reference import reference_fault
from tasks.data.stage import DROPPED, Stage, StageCounts
from tasks.dataset import Split
from tasks.errors import ConfigError, DataError
from tasks.params.data import SynthesizeParams
from tasks.problems import SUBTASKS, check_problem, draw_problem
from tasks.records import Problem

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SynthesizeReport:
    """What was drawn."""

    counts: StageCounts
    """Every draw: kept, or dropped with its reason."""
    num_train: int
    """Training problems kept."""
    num_eval: int
    """Held-out problems kept."""
    exhausted: dict[str, int]
    """Cells that ran out of different problems -> problems missing from what was wanted."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One stream of draws and how many different problems are wanted of it."""

    split: Split
    subtask: str
    level: int
    wanted: int

    @property
    def name(self) -> str:
        """E.g. `train/arithmetic.chain/2`."""
        return f"{self.split}/{self.subtask}/{self.level}"


def synthesize_problems(params: SynthesizeParams, *, out_dir: Path) -> SynthesizeReport:
    """Draw the problems that the settings ask for.

    Args:
        params: The `synthesize` section of params.yaml.
        out_dir: Empty directory; receives `problems.jsonl` (both splits) and `dropped.jsonl`.

    Returns:
        Counts. A cell in `exhausted` gave fewer problems than wanted: that is no error.

    Raises:
        ConfigError: `weights` names an unknown subtask or leaves nothing to draw.
    """
    cells = plan_cells(params)
    seen: set[str] = set()
    exhausted: dict[str, int] = {}
    kept = {"train": 0, "eval": 0}
    with Stage("synthesize", out_dir, of=sum(cell.wanted for cell in cells)) as stage:
        for cell in cells:
            good = _draw_cell(params, cell, seen, stage)
            kept[cell.split] += good
            if good < cell.wanted:
                exhausted[cell.name] = cell.wanted - good
        counts = stage.finish(exhausted=exhausted)
    if refused := {reason: n for reason, n in counts.dropped.items() if reason != "duplicate"}:
        log.warning("synthesize refused=%s: a generator is wrong; see %s", refused, out_dir / DROPPED)
    log.info("synthesize kept=%d dropped=%s exhausted=%d", counts.kept, counts.dropped, len(exhausted))
    return SynthesizeReport(
        counts=counts, num_train=kept["train"], num_eval=kept["eval"], exhausted=exhausted
    )


def plan_cells(params: SynthesizeParams) -> list[Cell]:
    """All cells with the number of problems wanted of each; held-out cells come first.

    Raises:
        ConfigError: `weights` names an unknown subtask, is negative, or leaves nothing to draw.
    """
    unknown = sorted(set(params.weights) - set(SUBTASKS))
    if unknown:
        raise ConfigError(f"synthesize.weights: no subtask {unknown[0]!r}; there are {sorted(SUBTASKS)}")
    weights = {subtask: params.weights.get(subtask, 1.0) for subtask in sorted(SUBTASKS)}
    if min(weights.values()) < 0 or sum(weights.values()) <= 0:
        raise ConfigError("synthesize.weights: shares must not be negative, and one must be above 0")
    held_out = [
        Cell("eval", subtask, level, params.num_eval_problems)
        for subtask in weights
        for level in params.eval_levels
    ]
    places = [(subtask, level) for subtask in weights for level in params.levels]
    wanted = _apportion(params.num_problems, [weights[subtask] for subtask, _ in places])
    train = [Cell("train", *place, number) for place, number in zip(places, wanted, strict=True)]
    return held_out + [cell for cell in train if cell.wanted]


def _apportion(total: int, weights: list[float]) -> list[int]:
    """`total` split by weight into whole numbers that sum to it."""
    whole = sum(weights)
    edges = [round(total * sum(weights[: i + 1]) / whole) for i in range(len(weights))]
    return [edge - start for start, edge in zip([0, *edges], edges, strict=False)]


def _draw_cell(params: SynthesizeParams, cell: Cell, seen: set[str], stage: Stage) -> int:
    """Draw until the cell is full, or too many draws were no use; the number of problems kept."""
    allowed = max(50, round(cell.wanted * params.max_useless_share))
    good = useless = 0
    while good < cell.wanted and useless < allowed:
        index = good + useless
        problem = draw_problem(
            cell.subtask,
            seed=params.seed,
            split=cell.split,
            level=cell.level,
            index=index,
            language=params.languages[index % len(params.languages)],
        )
        reason, detail = ("duplicate", "") if problem.problem_id in seen else fault_of(problem)
        if reason:
            useless += 1
            stage.drop(reason, problem, detail=detail)
        else:
            good += 1
            seen.add(problem.problem_id)
            stage.keep(problem)
    return good


def fault_of(problem: Problem) -> tuple[str, str]:
    """Why a drawn problem must not enter, and the details.

    Two empty texts when its proof holds and the judge tells its answer from a wrong one.
    """
    try:
        check_problem(problem)
    except DataError as error:
        return "proof_fails", str(error)
    return reference_fault(problem.answer), ""
