"""Pairs of an adversarial problem and its answerable twin, and where they are drawn.

A class of errors is either a *transform* of drawn problems (a fact left out, a step corrupted), or *traps*:
templates of its own, each with a twin template that asks the plain question of the same givens. Either way
the pair at an index is a pair of its own: no duplicates, any slice without the others.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random
from typing import Any, Literal, NamedTuple

from tasks.errors import ConfigError
from tasks.problems import LANGUAGES, LEVELS, count_proofs, draw_problem
from tasks.problems.adversarial.models import ModelSolver
from tasks.problems.checking import check_proof
from tasks.problems.proof import Proof, Subtask, Template
from tasks.problems.render import render
from tasks.problems.spaces import SpaceExhaustedError, Turns
from tasks.problems.streams import Stream, draw, stream_size
from tasks.records import Problem, level_of, problem_id
from tasks.seeds import rng_for

Language = Literal["en", "zh"]
Split = Literal["eval", "train"]
STREAMS: Mapping[str, tuple[Stream, ...]] = {"eval": ("eval", "heldout_template"), "train": ("train",)}
"""Split of the pairs -> the streams that they are made from."""
TRIES = 40
"""Base problems that a pair may look at until a transform suits one, each its own."""
PROBED, MIN_SUITED = 8, 0.25
"""Base problems at each of five places of a stream that are tried beforehand, and the share that must suit; a
pair finds none with a chance of 1e-5 then."""


class Pair(NamedTuple):
    """An adversarial problem and the answerable twin that it is easily taken for."""

    trap: Problem
    twin: Problem


Transform = Callable[[Problem, Random], Pair | None]
"""Makes a pair from a drawn problem; None where it does not suit. What it draws from the random stream hangs
on the proof and not on the language, so that both languages tell the same pair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorClass:
    """A pattern of errors: what sets the trap, and who confirms the answers."""

    draw: Callable[[str, int, Split, int, Language], Pair]
    """(class, seed, split, index, language) -> pair."""
    size: Callable[[str, Split], int]
    """(class, split) -> how many different pairs there are."""
    templates: tuple[str, ...] = ()
    """Names of its own templates; empty for a transform."""
    confirm: Callable[[Pair, ModelSolver], None]
    """Solves both problems by another way than the one they were made; a DataError tells what differs."""


def retold(base: Problem, **changes: Any) -> Problem:
    """A problem with another text, under its own id."""
    row = replace(base, **changes)
    return replace(row, problem_id=problem_id(row.prompt))


def transformed(
    transform: Transform,
    confirm: Callable[[Pair, ModelSolver], None],
    *,
    subtasks: Sequence[str],
    min_proofs: int = TRIES,
) -> ErrorClass:
    """The class that a transform of the problems of some subtasks makes.

    Args:
        transform: Makes the pairs.
        confirm: Solves both problems of a pair by another way.
        subtasks: Whose problems it transforms.
        min_proofs: Streams with fewer proofs are left out.
    """

    @lru_cache(8)  # the other language of an index comes next, as a rule
    def both(name: str, seed: int, split: Split, index: int) -> list[Pair]:
        cells, turns = plan(split)
        which, place = _locate(name, turns, index)
        for attempt in range(place * TRIES, (place + 1) * TRIES):
            if pairs := _pairs(transform, name, seed, split, cells[which], attempt):
                return pairs
        raise ConfigError(
            f"adversarial {name}: none of {TRIES} problems of {cells[which]} suits pair {place}; "
            "take the next index"
        )

    @lru_cache(2)
    def plan(split: Split) -> tuple[list[_Cell], Turns]:
        cells = [
            cell
            for cell in _cells(tuple(subtasks), split)
            if cell.size * TRIES >= min_proofs and suits(split, cell)
        ]
        return cells, Turns([cell.size for cell in cells], [1] * len(cells))

    def suits(split: Split, cell: _Cell) -> bool:
        # At five places: a stream changes as its smaller boxes are used up.
        for quarter in range(5):
            start = (cell.size - 1) * quarter // 4 * TRIES
            found = [_pairs(transform, "", 0, split, cell, start + attempt) for attempt in range(PROBED)]
            if sum(map(bool, found)) < MIN_SUITED * PROBED:
                return False
        return True

    def find(name: str, seed: int, split: Split, index: int, language: Language) -> Pair:
        return both(name, seed, split, index)[LANGUAGES.index(language)]

    def size(_: str, split: Split) -> int:
        return plan(split)[1].size

    return ErrorClass(draw=find, size=size, confirm=confirm)


def _labelled(name: str, split: Split, base: Problem, pair: Pair) -> Pair:
    twin = replace(
        pair.twin,
        split=split,
        parents=() if pair.twin.problem_id == base.problem_id else (base.problem_id,),
        provenance={**pair.twin.provenance, "class": name, "role": "twin"},
    )
    trap = replace(
        pair.trap,
        split=split,
        parents=tuple(dict.fromkeys((twin.problem_id, base.problem_id))),
        provenance={**pair.trap.provenance, "class": name, "role": "trap"},
    )
    return Pair(trap, twin)


class _Cell(NamedTuple):
    """Where base problems are drawn."""

    subtask: str
    stream: Stream
    level: int
    size: int
    """How many pairs there are."""


def _cells(subtasks: Sequence[str], split: Split) -> list[_Cell]:
    cells = [
        _Cell(subtask, stream, level, count_proofs(subtask, split=stream, level=level) // TRIES)
        for level in LEVELS
        for stream in STREAMS[split]
        for subtask in subtasks
    ]
    return [cell for cell in cells if cell.size]


def _pairs(transform: Transform, name: str, seed: int, split: Split, cell: _Cell, attempt: int) -> list[Pair]:
    """The pair of a base problem in each language; none where the transform does not suit both."""
    pairs = []
    for language in LANGUAGES:
        base = draw_problem(
            cell.subtask, seed=seed, split=cell.stream, level=cell.level, index=attempt, language=language
        )
        rng = rng_for(seed, "adversarial", name, base.provenance["proof"])
        pair = transform(base, rng)
        if pair is None:
            return []
        pairs.append(_labelled(name, split, base, pair))
    return pairs


def _locate(name: str, turns: Turns, index: int) -> tuple[int, int]:
    if not 0 <= index < turns.size:
        raise SpaceExhaustedError(
            f"adversarial {name}: no pair at index {index}, there are {turns.size}; ask for fewer"
        )
    return turns.locate(index)


class Trap(NamedTuple):
    """A template that sets a trap, and one that asks the plain question of the same givens."""

    trap: Template
    twin: Template
    """Its `build` takes the givens of the trap by name."""


def trapped(domain: str, traps: Sequence[Trap]) -> ErrorClass:
    """The class of some traps; at least one is held out."""
    subtask = Subtask(kind="adversarial", templates=tuple(trap.trap for trap in traps))
    twins = Subtask(kind="adversarial", templates=tuple(trap.twin for trap in traps))
    twin_of = {trap.trap.name: trap.twin for trap in traps}

    def find(name: str, seed: int, split: Split, index: int, language: Language) -> Pair:
        cells, turns = _own_cells(name, subtask, split)
        which, place = _locate(name, turns, index)
        stream, level = cells[which]
        drawn = draw(f"adversarial.{name}", subtask, seed=seed, split=stream, level=level, index=place)
        plain = twin_of[drawn.template.name]
        proof = plain.build(**{given.name: given.value for given in drawn.proof.givens})
        assert proof is not None, f"{name}: {plain.name} has no twin for {drawn.proof.givens}"
        where = {
            "generator": f"adversarial.{name}",
            "version": "1",
            "stream": stream,
            "seed": str(seed),
            "index": str(index),
            "proof": drawn.digest,
            "class": name,
        }

        def tell(template: Template, told: Proof, role: str, parents: tuple[str, ...]) -> Problem:
            worded = render(template, told, language=language, surface=drawn.surface)
            return Problem(
                problem_id=problem_id(worded.prompt),
                domain=domain,
                subtask=f"{domain}.{name}",
                level=level_of(len(worded.steps)),
                language=language,
                prompt=worded.prompt,
                answer=worded.answer,
                answer_type=told.kind,
                answer_unit=worded.steps[-1].unit,
                givens=worded.givens,
                steps=worded.steps,
                solution=worded.solution,
                source="synthetic",
                licence="Apache-2.0",
                split=split,
                provenance={**where, "template": template.name, "role": role},
                parents=parents,
            )

        twin = tell(plain, proof, "twin", ())
        return Pair(tell(drawn.template, drawn.proof, "trap", (twin.problem_id,)), twin)

    def confirm(pair: Pair, _: ModelSolver) -> None:
        """The formulas by the checker's evaluator, the answers by the oracles of the templates."""
        check_proof(pair.trap, subtask)
        check_proof(pair.twin, twins)

    def size(name: str, split: Split) -> int:
        return _own_cells(name, subtask, split)[1].size

    return ErrorClass(draw=find, size=size, templates=tuple(twin_of), confirm=confirm)


@lru_cache(64)
def _own_cells(name: str, subtask: Subtask, split: Split) -> tuple[list[tuple[Stream, int]], Turns]:
    cells = [(stream, level) for stream in STREAMS[split] for level in LEVELS]
    sizes = [
        stream_size(f"adversarial.{name}", subtask, split=stream, level=level) for stream, level in cells
    ]
    kept = [place for place, size in enumerate(sizes) if size]
    weights = [_templates(subtask, *cells[place]) for place in kept]
    return [cells[place] for place in kept], Turns([sizes[place] for place in kept], weights)


def _templates(subtask: Subtask, stream: Stream, level: int) -> int:
    """How many templates of a stream have problems of a level."""
    return sum(
        template.heldout == (stream == "heldout_template")
        and any(level_of(box.steps) == level for box in template.boxes)
        for template in subtask.templates
    )
