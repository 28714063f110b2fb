"""Streams of proofs: which proof stands at a position of (subtask, split, level, seed).

    train              templates that are not held out, nine tenths of their proofs
    eval               the same templates, the other tenth
    heldout_template   the templates that training never sees
    extrapolate        the templates of training with larger numbers than training has

Whether a proof belongs to `eval` is decided by the hash of its template and parameters, not by the seed:
no seed, index, phrasing or language brings it into training.
"""

import hashlib
from collections.abc import Sequence
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


_Found = tuple[Proof, str]
"""A proof and its digest."""
_Part = tuple[Template, list[Walk[_Found]], Turns]


@lru_cache(512)
def _stream(name: str, subtask: Subtask, seed: int, split: Stream, level: int) -> tuple[list[_Part], Turns]:
    """The walks of each template, and whose turn it is."""
    parts = []
    for template in subtask.templates:
        boxes = template.wide if split == "extrapolate" else template.boxes
        boxes = tuple(box for box in boxes if level_of(box.steps) == level)
        if boxes and template.heldout == (split == "heldout_template"):
            walks = [_walk(name, template, box, f"{seed}\x1f{split}\x1f{n}") for n, box in enumerate(boxes)]
            parts.append((template, walks, Turns([w.size for w in walks], [box.weight for box in boxes])))
    return parts, Turns([turns.size for _, _, turns in parts], [1] * len(parts))


def _walk(name: str, template: Template, box: Box, place: str) -> Walk[_Found]:
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
    if box.listed:
        return Walk(box, key, find=find, listed=_listed(name, template, box)[wanted])
    passed = {"train": EVAL_SHARE, "eval": 1 - EVAL_SHARE}.get(split, 0.0)
    return Walk(box, key, find=find, rejects=1 - (1 - passed) * (1 - _holes(name, template, box)))


@lru_cache(4_096)
def _holes(name: str, template: Template, box: Box) -> float:
    """The greatest share of holes a large box may have."""
    if not template.holes:
        return 0.0

    def is_hole(point: int) -> bool:
        values = box.at(point)
        return build(template, values, proof_digest(name, template, values)) is None

    return share_of_holes(box, is_hole)


@lru_cache(512)
def _listed(name: str, template: Template, box: Box) -> dict[str | None, list[int]]:
    """The points of a small box that are problems: of each split, and under None all."""
    points: dict[str | None, list[int]] = {None: [], "train": [], "eval": []}
    for point in range(box.size):
        values = box.at(point)
        digest = proof_digest(name, template, values)
        if not template.holes or build(template, values, digest) is not None:
            points[None].append(point)
            points[split_of(digest)].append(point)
    return points
