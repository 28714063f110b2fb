"""Puzzles about an order: who stands before whom, who is k-th. Each claim against the question's premises.

Every order of the things named that satisfies the premises is a model. A claim is proved if it holds in
all models, refuted if in none, else unchecked: it does not follow.
"""

import itertools
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tasks.verify.steps.scan import Found

MAX_THINGS = 7

Model = dict[str, int]
Condition = Callable[[Model], bool]

_LESS = r"(?:younger|shorter|lighter|cheaper|less expensive|older|newer|slower|smaller|lower)"
_PAIRS: tuple[tuple[str, bool], ...] = (
    (
        r"(?:to the left of|left of|in front of|ahead of|before|above|taller than|heavier than"
        r"|faster than|more expensive than|bigger than|larger than|higher than)",
        True,
    ),
    (
        r"(?:to the right of|right of|behind|after|below|shorter than|lighter than|slower than"
        r"|cheaper than|less expensive than|smaller than|lower than)",
        False,
    ),
    (r"(?:older than)", True),
    (r"(?:younger than|newer than)", False),
    (r"比", True),
)
_VERB = r"(?:is|are|was|stands|stood|finished|ran|sits|must be|has to be|is parked|comes?)"
_NAME = r"(?:[Tt]he )?([A-Za-z]+(?: (?:book|bird|car|truck|van|bus))?)"
_BIGGER_ZH = "高大重快贵老"
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "last": -1,
}
_KTH = re.compile(
    rf"{_NAME} {_VERB} (?:the )?(first|second|third|fourth|fifth|sixth|seventh|last)\b(?:[- ](?:from"
    rf" the (left|right|top|bottom)|(?:most |least )?(?:oldest|newest|tallest|expensive|heaviest"
    rf"|cheapest|youngest|shortest)))?"
)
_EXTREME = re.compile(
    rf"{_NAME} {_VERB} the (leftmost|rightmost|oldest|youngest|newest|tallest|shortest|heaviest"
    rf"|lightest|cheapest|most expensive|fastest|slowest)\b"
)
_FIRSTS = frozenset({"leftmost", "oldest", "tallest", "heaviest", "most expensive", "fastest"})


class Statement(NamedTuple):
    """A sentence about the order."""

    names: tuple[str, ...]
    holds: Condition
    found: Found


def statements(text: str) -> Iterator[Statement]:
    """What a text says about an order, by sentence."""
    for words, first_is_less in _PAIRS:
        if words == "比":
            pattern = re.compile(
                rf"([\u4e00-\u9fffA-Z]{{1,3}})比([\u4e00-\u9fffA-Z]{{1,3}}?)([{_BIGGER_ZH}矮小轻慢便宜年轻])"
            )
        else:
            pattern = re.compile(rf"{_NAME} {_VERB} {words} {_NAME}")
        for match in pattern.finditer(text):
            a, b = match[1].lower(), match[2].lower()
            before = first_is_less if words != "比" else match[3] in _BIGGER_ZH
            yield Statement(
                (a, b), _before(a, b) if before else _before(b, a), Found(match[0], match.start(), "order")
            )
    for match in _EXTREME.finditer(text):
        name = match[1].lower()
        yield Statement(
            (name,), _at(name, 1 if match[2] in _FIRSTS else -1), Found(match[0], match.start(), "order")
        )
    for match in _KTH.finditer(text):
        name, place = match[1].lower(), _ORDINALS[match[2]]
        if match[3] in ("right", "bottom") or "newest" in match[0] or "cheapest" in match[0]:
            place = -place
        yield Statement((name,), _at(name, place), Found(match[0], match.start(), "order"))


def _before(a: str, b: str) -> Condition:
    return lambda model: model[a] < model[b]


def _at(name: str, place: int) -> Condition:
    return lambda model: model[name] == (place if place > 0 else len(model) + 1 + place)


class Puzzle:
    """The models of a question's premises."""

    def __init__(self, problem: str) -> None:
        head = re.split(r"\bOptions?:|\bWhich of|\bWho\b|谁", problem)[0]
        premises = list(statements(head))
        self.names = sorted({name for premise in premises for name in premise.names})
        self.models: list[Model] = []
        pairs = sum(len(premise.names) == 2 for premise in premises)
        if pairs and 2 <= len(self.names) <= MAX_THINGS:
            for order in itertools.permutations(range(1, len(self.names) + 1)):
                model = dict(zip(self.names, order, strict=True))
                if all(premise.holds(model) for premise in premises):
                    self.models.append(model)

    def decide(self, statement: Statement) -> bool | None:
        """Whether a statement holds in all models, in none, or None: in some."""
        if not self.models or any(name not in self.names for name in statement.names):
            return None
        held = sum(statement.holds(model) for model in self.models)
        return True if held == len(self.models) else False if not held else None
