"""Problems drawn from generators, each proved, judged, and different from all others.

A *cell* is (split, subtask, level): a stream of which so many problems are wanted. Positions of a stream
are different problems, so a cell is drawn in slices that know nothing of each other. A stream that ends
before the cell is full is reported as exhausted. `shares.json` says which share each training cell was
meant to have.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from tasks.artifacts import write_json
from tasks.data.batches import encode_row
from tasks.data.engine import Engine, open_engine
from tasks.data.plan import SHARES
from tasks.data.reference import reference_fault
from tasks.data.stage import DROPPED, Stage, StageCounts, as_dropped
from tasks.errors import ConfigError, DataError
from tasks.params.data import SynthesizeParams
from tasks.problems import (
    SUBTASKS,
    Stream,
    Survey,
    adopt_survey,
    check_problem,
    count_proofs,
    draw_problem,
    survey_stream,
)
from tasks.records import Problem
from tasks.seeds import seed_for

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
    """One stream and how many problems are wanted of it."""

    split: Stream
    subtask: str
    level: int
    wanted: int

    @property
    def name(self) -> str:
        """E.g. `train/arithmetic.chain/2`."""
        return f"{self.split}/{self.subtask}/{self.level}"


class Slice(NamedTuple):
    """Some positions of a cell's stream."""

    cell: Cell
    start: int
    stop: int
    survey: Survey


SLICE_PROBLEMS = 500


def synthesize_problems(params: SynthesizeParams, *, out_dir: Path) -> SynthesizeReport:
    """Draw the problems that the settings ask for.

    Args:
        params: The `synthesize` section of params.yaml.
        out_dir: Empty directory; receives `problems.jsonl` (both splits), `dropped.jsonl` and `shares.json`:
            training cell, e.g. `algebra.linear.L2`, -> its share by the weights.

    Returns:
        Counts. A cell in `exhausted` has fewer problems than wanted: that is no error.

    Raises:
        ConfigError: `weights` names an unknown subtask or leaves nothing to draw.
    """
    cells = plan_cells(params)
    kept = {"train": 0, "eval": 0}
    write_json(out_dir / SHARES, train_shares(params))
    with open_engine() as engine, Stage("synthesize", out_dir, of=sum(c.wanted for c in cells)) as stage:
        sizes, surveys = _survey_cells(engine, cells)
        exhausted = {cell.name: cell.wanted - size for cell, size in sizes.items() if size < cell.wanted}
        for outcomes in engine.map_batches(partial(_draw_slice, params), _slices(sizes, surveys)):
            for split, fate, reason, line in outcomes:
                kept[split] += fate == "kept"
                stage.put(fate, reason, line)
        counts = stage.finish(exhausted=exhausted)
    if counts.dropped:
        log.warning("synthesize refused=%s: a generator is wrong; see %s", counts.dropped, out_dir / DROPPED)
    log.info("synthesize kept=%d dropped=%s exhausted=%d", counts.kept, counts.dropped, len(exhausted))
    return SynthesizeReport(
        counts=counts, num_train=kept["train"], num_eval=kept["eval"], exhausted=exhausted
    )


def plan_cells(params: SynthesizeParams) -> list[Cell]:
    """All cells with the number of problems wanted of each; held-out cells come first.

    Raises:
        ConfigError: `weights` names an unknown subtask, is negative, or leaves nothing to draw.
    """
    shares = train_shares(params)
    probes = params.num_probe_problems
    per_split: dict[Stream, int] = {
        "eval": params.num_eval_problems,
        "heldout_template": probes,
        "extrapolate": probes,
    }
    held_out = [
        Cell(split, subtask, level, number)
        for subtask in sorted(SUBTASKS)
        for level in params.eval_levels
        for split, number in per_split.items()
        if number
    ]
    places = [(subtask, level) for subtask in sorted(SUBTASKS) for level in params.levels]
    wanted = _apportion(params.num_problems, [shares[f"{subtask}.L{level}"] for subtask, level in places])
    train = [Cell("train", *place, number) for place, number in zip(places, wanted, strict=True)]
    return held_out + [cell for cell in train if cell.wanted]


def train_shares(params: SynthesizeParams) -> dict[str, float]:
    """Share of each training cell by the weights, together 1. A cell's own weight goes before its subtask's.

    Raises:
        ConfigError: `weights` names neither a subtask nor a cell of `levels`, is negative, or leaves nothing.
    """
    cells = {f"{subtask}.L{level}": subtask for subtask in sorted(SUBTASKS) for level in params.levels}
    unknown = sorted(params.weights.keys() - cells.keys() - SUBTASKS.keys())
    if unknown:
        raise ConfigError(
            f"synthesize.weights: no subtask {unknown[0]!r}; there are {sorted(SUBTASKS)}, and each at a "
            f"level of synthesize.levels, e.g. {next(iter(cells))!r}"
        )
    given = params.weights
    weights = {cell: given.get(cell, given.get(of, params.other_weight)) for cell, of in cells.items()}
    total = sum(weights.values())
    if min(weights.values()) < 0 or total <= 0:
        raise ConfigError("synthesize.weights: shares must not be negative, and one must be above 0")
    return {cell: round(weight / total, 9) for cell, weight in weights.items()}


def _apportion(total: int, weights: list[float]) -> list[int]:
    """`total` split by weight into whole numbers that sum to it."""
    whole = sum(weights)
    edges = [round(total * sum(weights[: i + 1]) / whole) for i in range(len(weights))]
    return [edge - start for start, edge in zip([0, *edges], edges, strict=False)]


def _survey_cells(engine: Engine, cells: list[Cell]) -> tuple[dict[Cell, int], dict[Cell, Survey]]:
    """(problems to draw, survey) of each cell. Cells of one subtask and level share boxes: one process."""
    alike: dict[tuple[str, int], list[Cell]] = {}
    for cell in cells:
        alike.setdefault((cell.subtask, cell.level), []).append(cell)
    found = dict(chain.from_iterable(engine.map_batches(_survey, alike.values())))
    sizes = {cell: min(cell.wanted, found[cell][0]) for cell in cells}
    return sizes, {cell: found[cell][1] for cell in cells}


def _survey(cells: list[Cell]) -> list[tuple[Cell, tuple[int, Survey]]]:
    surveyed = []
    for cell in cells:
        size = count_proofs(cell.subtask, split=cell.split, level=cell.level)
        surveyed.append((cell, (size, survey_stream(cell.subtask, split=cell.split, level=cell.level))))
    return surveyed


def _slices(sizes: dict[Cell, int], surveys: dict[Cell, Survey]) -> Iterator[Slice]:
    for cell, size in sizes.items():
        for start in range(0, size, SLICE_PROBLEMS):
            yield Slice(cell, start, min(start + SLICE_PROBLEMS, size), surveys[cell])


def _draw_slice(params: SynthesizeParams, piece: Slice) -> list[tuple[str, str, str, bytes]]:
    """(split, fate, reason, line) of each problem of a slice."""
    cell = piece.cell
    adopt_survey(piece.survey)
    outcomes = []
    for index in range(piece.start, piece.stop):
        # By hash, for languages in turn would fall in step with templates in turn.
        language = seed_for(params.seed, "language", cell.name, index) % len(params.languages)
        problem = draw_problem(
            cell.subtask,
            seed=params.seed,
            split=cell.split,
            level=cell.level,
            index=index,
            language=params.languages[language],
        )
        reason, detail = fault_of(problem)
        row = as_dropped("synthesize", reason, problem, detail) if reason else problem
        outcomes.append((problem.split, "dropped" if reason else "kept", reason, encode_row(row)))
    return outcomes


def fault_of(problem: Problem) -> tuple[str, str]:
    """Why a drawn problem must not enter, and the details.

    Two empty texts when its proof holds and the judge tells its answer from a wrong one.
    """
    try:
        check_problem(problem)
    except DataError as error:
        return "proof_fails", str(error)
    return _reference_fault(problem.answer), ""


_reference_fault = lru_cache(65_536)(reference_fault)
