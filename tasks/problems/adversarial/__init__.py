"""Adversarial problems: ten patterns of errors, each set as a trap beside an answerable twin.

    pair = draw_pair("missing_premise", seed=1, index=0, language="en")
    pair.trap.answer        # unanswerable; provenance says what is missing
    pair.twin.answer        # the same problem with all its facts
    with ModelSolver() as solver:
        confirm_pair(pair, solver)

The answers of traps are calculated anew, never kept by assumption, and each is confirmed by another way:
Z3, the judge's units, its step checker, or an oracle that counts, tries out or follows the money. Rows are of
the split `eval`, and made from problems and templates that training never draws; `split="train"` makes rows
for training from what evaluation never draws. To add a class: a file here, a line in `CLASSES`; its rows in
the tests appear by themselves.
"""

from tasks.errors import ConfigError
from tasks.problems.adversarial.ambiguous import AMBIGUOUS
from tasks.problems.adversarial.chained import chained_error, confirm_chained
from tasks.problems.adversarial.directions import DIRECTIONS
from tasks.problems.adversarial.extraneous import EXTRANEOUS
from tasks.problems.adversarial.irrelevant import confirm_irrelevant, irrelevant_numbers
from tasks.problems.adversarial.models import ModelSolver
from tasks.problems.adversarial.off_by_one import OFF_BY_ONE
from tasks.problems.adversarial.pairs import ErrorClass, Language, Pair, Split, transformed, trapped
from tasks.problems.adversarial.premises import (
    confirm_contradiction,
    confirm_missing,
    contradiction,
    missing_premise,
)
from tasks.problems.adversarial.time_value import TIME_VALUE
from tasks.problems.adversarial.unit_trap import confirm_units, unit_trap

__all__ = [
    "CLASSES",
    "ErrorClass",
    "ModelSolver",
    "Pair",
    "confirm_pair",
    "count_pairs",
    "draw_pair",
]

_APPLIED = ("physics.motion", "physics.energy", "physics.circuits", "arithmetic.rates", "economics.interest")

CLASSES: dict[str, ErrorClass] = {
    "unit_trap": transformed(unit_trap, confirm_units, subtasks=_APPLIED[:4]),
    "ambiguous_wording": trapped("arithmetic", AMBIGUOUS),
    "irrelevant_numbers": transformed(irrelevant_numbers, confirm_irrelevant, subtasks=_APPLIED),
    # Problems that differ only in what is missing read alike, so they come from large spaces alone.
    "missing_premise": transformed(missing_premise, confirm_missing, subtasks=_APPLIED, min_proofs=100_000),
    "contradiction": transformed(contradiction, confirm_contradiction, subtasks=_APPLIED),
    "chained_error": transformed(chained_error, confirm_chained, subtasks=(*_APPLIED, "arithmetic.percent")),
    "direction_trap": trapped("algebra", DIRECTIONS),
    "off_by_one": trapped("combinatorics", OFF_BY_ONE),
    "time_value": trapped("economics", TIME_VALUE),
    "extraneous_root": trapped("algebra", EXTRANEOUS),
}
"""Error pattern -> how its pairs are drawn and confirmed."""


def draw_pair(error_class: str, *, seed: int, index: int, language: Language, split: Split = "eval") -> Pair:
    """The pair at `index` of a class. The two languages of an index tell the same pair.

    Raises:
        ConfigError: no such class; a SpaceExhaustedError if there are not so many pairs.
    """
    return _class(error_class).draw(error_class, seed, split, index, language)


def count_pairs(error_class: str, *, split: Split = "eval") -> int:
    """How many different pairs a class has; the same for every seed.

    Raises:
        ConfigError: no such class.
    """
    return _class(error_class).size(error_class, split)


def confirm_pair(pair: Pair, solver: ModelSolver) -> None:
    """Solve both problems of a pair by another way than the one they were made.

    Raises:
        DataError: an answer is not confirmed; the message names what differs.
    """
    _class(pair.trap.provenance.get("class", "")).confirm(pair, solver)


def _class(name: str) -> ErrorClass:
    if name not in CLASSES:
        raise ConfigError(f"error class {name!r}: no such class; choose one of {sorted(CLASSES)}")
    return CLASSES[name]
