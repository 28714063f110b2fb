"""Operators on drawn problems: the same proof told in other words, of other people, or in another order."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Literal, cast, get_args

from tasks.problems import draw_proof
from tasks.problems.adversarial.sentences import joined, sentences
from tasks.problems.render import render
from tasks.problems.streams import Drawn, Stream
from tasks.records import Problem

_TELLINGS = 60
"""`render` takes the telling from the surface modulo this, and the cast from the rest."""

_ANY_ORDER = {
    ("physics.motion", "journey"),
    ("physics.motion", "mean_speed"),
    ("physics.energy", "mixing"),
    ("physics.circuits", "appliances"),
    ("physics.circuits", "branches"),
    ("arithmetic.rates", "solution"),
}
"""(subtask, template) whose numbered facts say the same in any order; elsewhere order has a meaning."""


def paraphrase(problem: Problem, rng: Random) -> Problem | None:
    """The same proof in another telling, with the same cast."""
    del rng

    def surface(drawn: Drawn) -> int | None:
        count = len(drawn.template.wording(problem.language).tellings)
        rest, choice = divmod(drawn.surface, _TELLINGS)
        other = (choice % count + 1) % count
        return None if count < 2 else rest * _TELLINGS + other

    return _told_again(problem, surface)


def rename(problem: Problem, rng: Random) -> Problem | None:
    """The same proof in the same telling, with another cast."""

    def surface(drawn: Drawn) -> int | None:
        rest, choice = divmod(drawn.surface, _TELLINGS)
        shift = rng.randint(1, 10_000)
        return (rest + shift) * _TELLINGS + choice if drawn.template.cast else None

    return _told_again(problem, surface)


def _told_again(problem: Problem, surface: Callable[[Drawn], int | None]) -> Problem | None:
    where = problem.provenance
    if problem.operations or not {"generator", "template", "stream", "seed", "index"} <= where.keys():
        return None
    if where["stream"] not in get_args(Stream) or where["generator"] != problem.subtask:
        return None
    drawn = draw_proof(
        problem.subtask,
        seed=int(where["seed"]),
        split=cast(Stream, where["stream"]),
        level=problem.level,
        index=int(where["index"]),
    )
    number = surface(drawn)
    if drawn.digest != where.get("proof") or number is None:
        return None
    language: Literal["en", "zh"] = "zh" if problem.language == "zh" else "en"
    worded = render(drawn.template, drawn.proof, language=language, surface=number)
    return replace(problem, prompt=worded.prompt, givens=worded.givens, solution=worded.solution)


def reorder(problem: Problem, rng: Random) -> Problem | None:
    """The numbered facts in another order; only where their order says nothing."""
    if (problem.subtask, problem.provenance.get("template")) not in _ANY_ORDER:
        return None
    parts = sentences(problem.prompt, problem.language)
    stated = {given.text for given in problem.givens if given.name[-1].isdigit()}
    places = [place for place, part in enumerate(parts) if part in stated]
    if len(places) < 2:
        return None
    shuffled = [parts[place] for place in places]
    rng.shuffle(shuffled)
    for place, part in zip(places, shuffled, strict=True):
        parts[place] = part
    return replace(problem, prompt=joined(parts, problem.language))
