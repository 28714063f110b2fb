"""How many rows each cell gives up and takes in at a refresh: whole numbers from shares.

A cell is a subtask at a level. Its wanted share of the next version comes from the weights that problems
were drawn with, which the last evaluation's errors and feedback have moved. The total of new rows and of
dropped rows is fixed by `mix.new_share`, so a version moves towards its wanted shares at that pace.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tasks.params.data import MixParams

SHARES = "shares.json"
"""In the folder of the synthesise step: cell -> share of the training problems that the weights give it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Rows to take in and to drop, by cell."""

    take: dict[str, int]
    drop: dict[str, int]


def plan_refresh(
    params: MixParams, *, old: Mapping[str, int], candidates: Mapping[str, int], shares: Mapping[str, float]
) -> Plan:
    """Plan a refresh.

    Args:
        params: The `mix` section.
        old: Cell -> training rows of the previous version; at least one row in all.
        candidates: Cell -> new rows at hand.
        shares: Cell -> relative share that is wanted among the cells named here. Together they keep the
            share of the version that they have now, and cells not named keep theirs.

    Returns:
        Rows by cell. The version keeps its size where the candidates suffice; with fewer, it shrinks so
        that the share of new rows holds, down to `min_kept_share` of the old rows. No candidate: no change.
    """
    num_old, num_candidates = sum(old.values()), sum(candidates.values())
    num_new, num_kept = sizes(params, num_old=num_old, num_candidates=num_candidates)
    num_dropped = num_old - num_kept
    if num_new == 0:
        return Plan({}, {})
    cells = sorted({*old, *candidates})
    wanted = _wanted(cells, old, shares, size=num_kept + num_new)
    left = {cell: old.get(cell, 0) * (1 - num_dropped / num_old) for cell in cells}
    gaps = {cell: max(0.0, wanted[cell] - left[cell]) for cell in cells}
    take = fill(num_new, gaps, {cell: candidates.get(cell, 0) for cell in cells})
    surplus = {cell: max(0.0, old.get(cell, 0) + take[cell] - wanted[cell]) for cell in cells}
    return Plan(take, fill(num_dropped, surplus, {cell: old.get(cell, 0) for cell in cells}))


def sizes(params: MixParams, *, num_old: int, num_candidates: int) -> tuple[int, int]:
    """How many new rows to take and how many old ones to keep."""
    if num_old == 0 or num_candidates == 0:
        return num_candidates, num_old
    least = -int(-params.min_kept_share * num_old // 1)
    wanted = min(round(params.new_share * num_old), num_old)
    new = min(num_candidates, wanted)
    kept = num_old - new
    if new < wanted:
        kept = round(new * (1 - params.new_share) / params.new_share)
    return new, min(num_old, max(kept, least))


def _wanted(
    cells: list[str], old: Mapping[str, int], shares: Mapping[str, float], *, size: int
) -> dict[str, float]:
    """Cell -> rows it should have in a version of `size` rows."""
    num_old, weight = sum(old.values()), sum(shares.values())
    named = sum(rows for cell, rows in old.items() if cell in shares)
    return {
        cell: size / num_old * (named * shares[cell] / weight if cell in shares else old.get(cell, 0))
        for cell in cells
    }


def fill(total: int, wishes: Mapping[str, float], caps: Mapping[str, int]) -> dict[str, int]:
    """Divide `total` in proportion to wishes, never above a cap; what no wish takes goes by what is left.

    Returns:
        Whole numbers that add up to `min(total, sum of caps)`.
    """
    given = dict.fromkeys(wishes, 0)
    weights: Mapping[str, float] = wishes
    while (rest := min(total, sum(caps.values())) - sum(given.values())) > 0:
        open_cells = {
            cell: weights[cell] for cell in wishes if given[cell] < caps[cell] and weights[cell] > 0
        }
        if not open_cells:
            weights = {cell: float(caps[cell] - given[cell]) for cell in wishes}
            continue
        scale = sum(open_cells.values())
        parts = {cell: rest * weight / scale for cell, weight in open_cells.items()}
        for cell, part in parts.items():
            given[cell] += min(int(part), caps[cell] - given[cell])
        rest = min(total, sum(caps.values())) - sum(given.values())
        if all(int(part) == 0 for part in parts.values()):
            largest = sorted(parts, key=lambda cell: (-parts[cell], cell))
            for cell in largest[:rest]:
                given[cell] += 1
    return given
