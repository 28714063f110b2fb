"""Who is how many places before or behind whom: the place of one of them.

Steps compare everybody with the first person; the checker tries every place for that one.
"""

import re
from collections.abc import Mapping
from math import factorial
from typing import Any

from tasks.problems.claims import refuse
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.records import Problem

_PEOPLE = "ABCDEFGHIJKLMNOP"


def places(order: int, parents: tuple[int, ...], asked: int) -> Proof:
    """Who is how many places before or behind whom, and the place of one of them.

    Args:
        order: Number of the permutation of all places.
        parents: For each person after the first, an earlier one to compare with.
        asked: Whose place.
    """
    count = len(parents) + 1
    free, place = list(range(1, count + 1)), list[int]()
    for left in range(count, 0, -1):
        order, number = divmod(order, left)
        place.append(free.pop(number))
    steps, givens = list[ProofStep](), list[Given]()
    shown: dict[str, str | Mapping[str, str]] = {}
    for person, parent in enumerate(parents, start=1):
        apart = place[person] - place[parent]
        sign = "+" if apart > 0 else "-"
        shown |= {f"one{person}": _PEOPLE[person], f"other{person}": _PEOPLE[parent]}
        shown[f"way{person}"] = _BEHIND if apart > 0 else _BEFORE
        shown[f"places{person}"] = "place" if abs(apart) == 1 else "places"
        givens.append(Given(f"d{person}", abs(apart)))
        formula = (f"r{parent}" if parent else "0") + f"{sign}d{person}"
        value = place[person] - place[0]
        said = (_PEOPLE[person], _PEOPLE[0])
        steps.append(ProofStep(f"r{person}", formula, value, "relative", said=said))
    names = ",".join(f"r{person}" for person in range(1, count))
    steps.append(ProofStep("start", f"1-min(0,{names})", place[0], "start", said=(_PEOPLE[0],)))
    if asked:
        steps.append(ProofStep("place", f"start+r{asked}", place[asked], "place", said=(_PEOPLE[asked],)))
    people = list(_PEOPLE[:count])
    shown["people"] = {"en": ", ".join(people[:-1]) + f" and {people[-1]}", "zh": "、".join(people)}
    shown["asked"] = people[asked]
    return Proof(tuple(givens), tuple(steps), shown)


_BEHIND = {"en": "behind", "zh": "后"}
_BEFORE = {"en": "ahead of", "zh": "前"}
_LINK = re.compile(
    r"([A-P]) (?:is|came) (\d+) places? (behind|ahead of) ([A-P])"
    r"|([A-P])(?:的名次比|在)([A-P])靠?([前后])(?:面第)?(\d+)"
)
_WHOSE = re.compile(r"place did ([A-P])|does ([A-P]) have|([A-P])(?:是第几名|排在第几位)")


def check_places(problem: Problem) -> None:
    """Try every place for the first person, follow the comparisons, and count what is possible."""
    links = []
    for match in _LINK.finditer(problem.prompt):
        one, far, way, other, one_zh, other_zh, way_zh, far_zh = match.groups()
        sign = 1 if (way or way_zh) in ("behind", "后") else -1
        links.append((one or one_zh, other or other_zh, sign * int(far or far_zh)))
    asked = _WHOSE.search(problem.prompt)
    if asked is None or not links:
        refuse(problem, 0, "compares nobody or asks for nobody's place")
    name, found = next(text for text in asked.groups() if text), list[int]()
    for first in range(1, len(links) + 2):
        taken = {links[0][1]: first}
        for one, other, apart in links:
            taken[one] = taken.get(other, -99) + apart
        if sorted(taken.values()) == list(range(1, len(links) + 2)):
            found.append(taken.get(name, 0))
    if [str(place) for place in found] != [problem.answer]:
        refuse(problem, 0, f"possible places are {found}, not {problem.answer[:80]}")


class _Parents:
    """For each of `count` - 1 people an earlier one, the first two apart; as an axis."""

    def __init__(self, count: int) -> None:
        self._box = Box(1, *[range(person) for person in range(1, count)])

    def __len__(self) -> int:
        return self._box.size

    def __getitem__(self, place: int) -> tuple[int, ...]:
        return self._box.at(place)


def _place_boxes(counts: range) -> tuple[Box, ...]:
    boxes = []
    for count in counts:
        axes: tuple[Any, ...] = (range(factorial(count)), _Parents(count))
        boxes += [Box(count, *axes, (0,)), Box(count + 1, *axes, range(1, count))]
    return tuple(boxes)


RANKINGS: tuple[Template, ...] = (
    Template(
        name="places",
        boxes=_place_boxes(range(3, 14)),
        wide=_place_boxes(range(14, 17)),
        build=places,
        check=check_places,
        en=english(
            (
                "{people} ran a race, and no two of them tied.",
                "{one#} came {d#} {places#} {way#} {other#}.",
                "In which place did {asked} finish?",
            ),
            (
                "A queue consists of {people}, and 1 place behind means directly behind.",
                "{one#} is {d#} {places#} {way#} {other#}.",
                "Counted from the front, which position does {asked} have?",
            ),
            relative="{0} compared with {1}: {claim}.",
            start="The foremost is number 1, so {0} is number {claim}.",
            place="So {0} is number {claim}.",
        ),
        zh=chinese(
            (
                "{people}参加赛跑，没有并列名次。",
                "{one#}的名次比{other#}靠{way#}{d#}位。",
                "{asked}是第几名？",
            ),
            (
                "队伍里只有{people}。",
                "{one#}在{other#}{way#}面第{d#}个。",
                "从前往后数，{asked}排在第几位？",
            ),
            relative="{0}相对于{1}的位置：{claim}。",
            start="最靠前的是第1位，所以{0}的位置是{claim}。",
            place="所以{0}的位置是{claim}。",
        ),
    ),
)
"""A race and a queue."""
