"""Streams of proofs: which proof stands at a position of (subtask, split, level, seed).

    train              templates that are not held out, nine tenths of their proofs
    eval               the same templates, the other tenth
    heldout_template   the templates that training never sees
    extrapolate        the templates of training with larger numbers than training has

Whether a proof belongs to `eval` is decided by the hash of its template and parameters, not by the seed:
no seed, index, phrasing or language brings it into training.

Which points of a box are problems is found out by building them, seconds for some subtasks. `survey_of`
hands on what was found, so that of many processes one does it.
"""

import hashlib
from array import array
from collections.abc import Mapping, Sequence
from functools import lru_cache
from random import Random
from typing import Any, Literal, NamedTuple, get_args

from tasks.problems.proof import Proof, Subtask, Template
from tasks.problems.spaces import Box, SpaceExhaustedError, Turns, Walk, share_of_holes
from tasks.records import level_of

Stream = Literal["train", "eval", "heldout_template", "extrapolate"]
STREAMS: tuple[Stream, ...] = get_args(Stream)
"""All splits that problems are drawn for; the last two are probes of generalisation."""

EVAL_SHARE = 0.10
"""Share of all proofs that only evaluation may draw."""


class Drawn(NamedTuple):
    """A proof and where it was drawn."""

    template: Template
    proof: Proof
    digest: str
    """16 hex digits that name the proof, whatever its seed, phrasing or language."""
    surface: int
    """A random number that chooses phrasing and cast."""


def proof_digest(subtask: str, template: Template, values: Sequence[Any]) -> str:
    """The name of the proof with these parameters."""
    text = f"{subtask}\x1f{template.name}\x1f{values!r}"
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def split_of(digest: str) -> str:
    """`eval` for about a tenth of all proofs, else `train`: decided by the proof alone."""
    return "eval" if int(digest[:8], 16) < EVAL_SHARE * 2**32 else "train"


def build(template: Template, values: Sequence[Any], digest: str) -> Proof | None:
    """The proof with these parameters, None for a hole. Its arrangement hangs on its digest alone."""
    if template.shuffles:
        return template.build(*values, rng=Random(int(digest, 16)))
    return template.build(*values)


def draw(name: str, subtask: Subtask, *, seed: int, split: Stream, level: int, index: int) -> Drawn:
    """The proof at a position of a stream.

    Raises:
        SpaceExhaustedError: the stream ends before `index`.
    """
    parts, turns = _stream(name, subtask, seed, split, level)
    if not 0 <= index < turns.size:
        raise SpaceExhaustedError(
            f"{split}/{name}/{level}: no problem at index {index}, there are {turns.size} different ones; "
            "ask for fewer, or for other levels"
        )
    which, place = turns.locate(index)
    template, walks, deal = parts[which]
    which, place = deal.locate(place)
    proof, digest = walks[which].at(place)
    surface = f"{seed}\x1f{split}\x1f{index}\x1f{digest}"
    number = int.from_bytes(hashlib.blake2b(surface.encode(), digest_size=8).digest(), "big")
    return Drawn(template, proof, digest, number)


def stream_size(name: str, subtask: Subtask, *, split: Stream, level: int) -> int:
    """How many different proofs a stream has; the same for every seed."""
    return _stream(name, subtask, 0, split, level)[1].size


def survey_of(name: str, subtask: Subtask, *, split: Stream, level: int) -> "Survey":
    """What there is to know about a stream's boxes before it is drawn from; see `adopt_survey`."""
    _stream(name, subtask, 0, split, level)
    keys = [
        BoxKey(name, template.name, split == "extrapolate", number)
        for template in subtask.templates
        for number, box in enumerate(_boxes(template, split))
        if level_of(box.steps) == level
    ]
    return {key: _SURVEYED[key] for key in keys if key in _SURVEYED}


def adopt_survey(survey: "Survey") -> None:
    """Take over what another process of the same code found."""
    for key, found in survey.items():
        _SURVEYED.setdefault(key, found)


class BoxKey(NamedTuple):
    """The name of a box."""

    subtask: str
    template: str
    wide: bool
    number: int


Points = dict[str | None, "array[int]"]
"""The points of a listed box that are problems: of each split, and under None all."""
Survey = Mapping[BoxKey, Points | float]
"""Box -> its points if it is listed, else the greatest share of holes it may have."""

_SURVEYED: dict[BoxKey, Points | float] = {}

_Found = tuple[Proof, str]
"""A proof and its digest."""
_Part = tuple[Template, list[Walk[_Found]], Turns]


@lru_cache(512)
def _stream(name: str, subtask: Subtask, seed: int, split: Stream, level: int) -> tuple[list[_Part], Turns]:
    """The walks of each template, and whose turn it is."""
    parts = []
    for template in subtask.templates:
        boxes = [
            (number, box)
            for number, box in enumerate(_boxes(template, split))
            if level_of(box.steps) == level
        ]
        if boxes and template.heldout == (split == "heldout_template"):
            walks = [
                _walk(
                    BoxKey(name, template.name, split == "extrapolate", number),
                    template,
                    box,
                    f"{seed}\x1f{split}\x1f{place}",
                )
                for place, (number, box) in enumerate(boxes)
            ]
            parts.append((template, walks, Turns([w.size for w in walks], [box.weight for _, box in boxes])))
    return parts, Turns([turns.size for _, _, turns in parts], [1] * len(parts))


def _boxes(template: Template, split: Stream) -> tuple[Box, ...]:
    return template.wide if split == "extrapolate" else template.boxes


def _walk(called: BoxKey, template: Template, box: Box, place: str) -> Walk[_Found]:
    name = called.subtask
    split = place.split("\x1f")[1]
    wanted = split if split in ("train", "eval") else None

    def find(point: int) -> _Found | None:
        values = box.at(point)
        digest = proof_digest(name, template, values)
        if wanted is not None and split_of(digest) != wanted:
            return None
        proof = build(template, values, digest)
        assert proof is None or len(proof.steps) == box.steps, f"{name}: {template.name}{values}: other steps"
        return None if proof is None else (proof, digest)

    key = hashlib.blake2b(f"{name}\x1f{template.name}\x1f{box.steps}\x1f{place}".encode()).digest()
    if called not in _SURVEYED:
        _SURVEYED[called] = (_listed if box.listed else _holes)(name, template, box)
    known = _SURVEYED[called]
    if isinstance(known, dict):
        return Walk(box, key, find=find, listed=known[wanted])
    passed = {"train": EVAL_SHARE, "eval": 1 - EVAL_SHARE}.get(split, 0.0)
    return Walk(box, key, find=find, rejects=1 - (1 - passed) * (1 - known))


def _holes(name: str, template: Template, box: Box) -> float:
    """The greatest share of holes a large box may have."""
    if not template.holes:
        return 0.0

    def is_hole(point: int) -> bool:
        values = box.at(point)
        return build(template, values, proof_digest(name, template, values)) is None

    return share_of_holes(box, is_hole)


def _listed(name: str, template: Template, box: Box) -> Points:
    points: Points = {split: array("I") for split in (None, "train", "eval")}
    for point in range(box.size):
        values = box.at(point)
        digest = proof_digest(name, template, values)
        if not template.holes or build(template, values, digest) is not None:
            points[None].append(point)
            points[split_of(digest)].append(point)
    return points
