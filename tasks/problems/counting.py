"""How many ways are there: routes in a grid, stairs, teams, multiples, rows.

Steps apply one counting rule each: choices, the product rule, subtraction, inclusion and exclusion, a
recurrence. The oracles go another way: a table over the grid, a closed sum instead of the recurrence, one
person after the other, every number looked at, every arrangement of seats.
"""

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from random import Random
from typing import Any

from tasks.problems.counting_words import WORDS
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template
from tasks.problems.spaces import Box, Choices

MAX_WAYS = 10**10
"""A problem with a greater result is a hole."""

_ROLES = (
    {"en": "teachers", "zh": "教师"},
    {"en": "doctors", "zh": "医生"},
    {"en": "engineers", "zh": "工程师"},
    {"en": "students", "zh": "学生"},
    {"en": "nurses", "zh": "护士"},
    {"en": "artists", "zh": "画家"},
    {"en": "farmers", "zh": "农民"},
)


def _product(steps: list[ProofStep], names: Sequence[str], values: Sequence[int]) -> str:
    """Append the products of these results, one a step; the name of the last."""
    before, total = names[0], values[0]
    for number, (name, value) in enumerate(zip(names[1:], values[1:], strict=True), start=2):
        total *= value
        steps.append(ProofStep(f"product{number}", f"{before}*{name}", total, "product"))
        before = f"product{number}"
    return before


def routes(legs: tuple[tuple[int, int], ...]) -> Proof | None:
    """Shortest routes by way of crossings; each leg is (blocks east, blocks north)."""
    givens, steps, ways = [], list[ProofStep](), []
    for number, (east, north) in enumerate(legs, start=1):
        givens += [Given(f"east{number}", east), Given(f"north{number}", north)]
        ways.append(math.comb(east + north, north))
        formula = f"C(east{number}+north{number},north{number})"
        steps.append(ProofStep(f"ways{number}", formula, ways[-1], "leg", said=(str(number),)))
    _product(steps, [f"ways{n}" for n in range(1, len(legs) + 1)], ways)
    return Proof(tuple(givens), tuple(steps)) if math.prod(ways) <= MAX_WAYS else None


def _walk(given: Mapping[str, int]) -> int:
    """Routes leg after leg, by a table over the crossings."""
    ways = 1
    for number in range(1, len(given) // 2 + 1):
        row = [ways] * (given[f"east{number}"] + 1)
        for _ in range(given[f"north{number}"]):
            row = list(itertools.accumulate(row))
        ways = row[-1]
    return ways


def detour(east: int, north: int, x: int, y: int) -> Proof | None:
    """Shortest routes that do not pass a closed crossing; a hole if that is a corner or outside."""
    if x > east or y > north or (x, y) in ((0, 0), (east, north)):
        return None
    total, before = math.comb(east + north, north), math.comb(x + y, y)
    after = math.comb(east - x + north - y, north - y)
    return Proof(
        (Given("east", east), Given("north", north), Given("x", x), Given("y", y)),
        (
            ProofStep("total", "C(east+north,north)", total, "total"),
            ProofStep("before", "C(x+y,y)", before, "before"),
            ProofStep("after", "C(east-x+north-y,north-y)", after, "after"),
            ProofStep("through", "before*after", before * after, "product"),
            ProofStep("open", "total-through", total - before * after, "subtract"),
        ),
    )


def _walk_round(given: Mapping[str, int]) -> int:
    """A table over the crossings with a zero at the closed one."""
    row = [0] * (given["east"] + 1)
    for y in range(given["north"] + 1):
        for x in range(given["east"] + 1):
            row[x] += row[x - 1] if x else int(y == 0)
            if (x, y) == (given["x"], given["y"]):
                row[x] = 0
    return row[-1]


def stairs(num_steps: int, longest: int, top: int, broken: tuple[int, ...]) -> Proof | None:
    """A staircase climbed with strides of 1 to `longest`, some stairs broken; a recurrence stair by stair.

    A step is an addition: a stair that is reached from one stair only has the ways of that one.
    """
    if broken[-1] >= top - 1 or len(broken) > top // 3:
        return None
    steps = list[ProofStep]()
    ways: dict[int, tuple[str, int]] = {0: ("1", 1)}
    for stair in (stair for stair in range(1, top + 1) if stair not in broken):
        below = [ways[k] for k in range(stair - 1, max(stair - longest, 0) - 1, -1) if k in ways]
        if not below:
            return None
        if len(below) == 1:
            ways[stair] = below[0]
            continue
        value = sum(count for _, count in below)
        said = (str(stair), "+".join(str(count) for _, count in below))
        formula = "+".join(name for name, _ in below)
        steps.append(ProofStep(f"s{stair}", formula, value, "stair", said=said))
        ways[stair] = f"s{stair}", value
    if len(steps) != num_steps or not steps or steps[-1].name != f"s{top}":
        return None
    givens = [Given("top", top), Given("longest", longest)]
    givens += [Given(f"broken{n}", stair) for n, stair in enumerate(broken, start=1)]
    return Proof(tuple(givens), tuple(steps))


def _climb(given: Mapping[str, int]) -> int:
    """Inclusion and exclusion over the broken stairs that a climb steps on."""
    broken = [value for name, value in given.items() if name.startswith("broken")]
    total = 0
    for count in range(len(broken) + 1):
        for stood in itertools.combinations(broken, count):
            stops = (0, *stood, given["top"])
            ways = math.prod(_climbs(b - a, given["longest"]) for a, b in itertools.pairwise(stops))
            total += (-1) ** count * ways
    return total


@cache
def _climbs(height: int, longest: int) -> int:
    """Sums of strides that make a height, by the number of strides of each length."""
    total = 0
    for longer in itertools.product(*[range(height // k + 1) for k in range(2, longest + 1)]):
        single = height - sum(k * count for k, count in enumerate(longer, start=2))
        if single >= 0:
            ways, placed = 1, single
            for count in longer:
                placed += count
                ways *= math.comb(placed, count)
            total += ways
    return total


def team(groups: tuple[tuple[int, int], ...], captains: int, *, rng: Random) -> Proof | None:
    """A team with (people, chosen of them) of each group, and with `captains` = 1 a captain of it."""
    givens, steps, ways = [], list[ProofStep](), []
    order = rng.sample(groups, len(groups))
    for number, (people, chosen) in enumerate(order, start=1):
        givens += [Given(f"people{number}", people), Given(f"chosen{number}", chosen)]
        ways.append(math.comb(people, chosen))
        formula = f"C(people{number},chosen{number})"
        steps.append(ProofStep(f"ways{number}", formula, ways[-1], "choose"))
    last = _product(steps, [f"ways{n}" for n in range(1, len(order) + 1)], ways)
    teams = math.prod(ways)
    if captains:
        members = "+".join(f"chosen{n}" for n in range(1, len(order) + 1))
        size = sum(chosen for _, chosen in order)
        formula = f"{last}*({members})" if len(order) > 1 else f"{last}*{members}"
        teams *= size
        steps.append(ProofStep("led", formula, teams, "captain", said=(str(teams // size), str(size))))
    roles = rng.sample(_ROLES, len(order))
    shown: dict[str, str | Mapping[str, str]] = {f"role{n}": role for n, role in enumerate(roles, start=1)}
    return Proof(tuple(givens), tuple(steps), shown) if teams <= MAX_WAYS else None


def _join(given: Mapping[str, int], *, captain: bool = False) -> int:
    """One person after the other stays out, joins, or joins as the captain."""
    without, led, members = 1, 0, 0
    for number in range(1, len(given) // 2 + 1):
        chosen = given[f"chosen{number}"]
        # Ways with k chosen so far: (without a captain, with one).
        counts = [(without, led)] + [(0, 0)] * chosen
        for _ in range(given[f"people{number}"]):
            for k in range(chosen, 0, -1):
                (plain, with_one), (less, less_led) = counts[k], counts[k - 1]
                counts[k] = plain + less, with_one + less_led + less
        without, led = counts[-1]
        members += chosen
    return led if captain else without


def multiples(kind: str, top: int, divisors: tuple[int, ...]) -> Proof | None:
    """Numbers up to `top` that have one of the divisors (`either`), none, or the first but not the other.

    A hole if one divisor is a multiple of another, or a least common multiple exceeds `top`.
    """
    if any(b % a == 0 for a, b in itertools.combinations(sorted(divisors), 2)):
        return None
    if math.lcm(*divisors) > top:
        return None
    givens = [Given("top", top)]
    givens += [Given(f"d{n}", divisor) for n, divisor in enumerate(divisors, start=1)]
    steps = list[ProofStep]()
    counts: dict[tuple[int, ...], int] = {}
    places = range(1, len(divisors) + 1)
    for size in places:
        for chosen in itertools.combinations(places, size):
            if kind == "first" and chosen == (2,):
                continue
            tag = "".join(map(str, chosen))
            divisor, name = math.lcm(*(divisors[n - 1] for n in chosen)), f"d{tag}"
            if size > 1:
                names = ",".join(f"d{n}" for n in chosen) if size < 3 else "d12,d3"
                steps.append(ProofStep(name, f"lcm({names})", divisor, "lcm"))
            counts[chosen] = top // divisor
            said = (str(divisor), str(top))
            formula = f"(top-top%{name})/{name}"
            steps.append(ProofStep(f"n{tag}", formula, counts[chosen], "multiples", said=said))
    value = sum((-1) ** (len(chosen) + 1) * count for chosen, count in counts.items())
    if kind == "first":
        steps.append(ProofStep("rest", "n1-n12", value, "without"))
    elif len(divisors) > 1:
        formula = "n1+n2-n12" if len(divisors) == 2 else "n1+n2+n3-n12-n13-n23+n123"
        steps.append(ProofStep("either", formula, value, "either"))
    if kind == "none":
        last = steps[-1].name
        steps.append(ProofStep("rest", f"top-{last}", top - value, "none"))
    return Proof(tuple(givens), tuple(steps))


def _look_at_each(kind: str) -> Callable[[Mapping[str, int]], int]:
    """Every number from 1 to the top, one by one."""

    def count(given: Mapping[str, int]) -> int:
        numbers = range(1, given["top"] + 1)
        multiple_of = [set(numbers[d - 1 :: d]) for name, d in given.items() if name != "top"]
        if kind == "first":
            return len(multiple_of[0] - multiple_of[1])
        either = len(set().union(*multiple_of))
        return len(numbers) - either if kind == "none" else either

    return count


def families(sizes: tuple[int, ...], singles: int) -> Proof | None:
    """Families and single people in a row, each family in one piece."""
    givens = [Given(f"size{n}", size) for n, size in enumerate(sizes, start=1)]
    blocks = len(sizes) + singles
    ways = [math.factorial(blocks)]
    said = (str(len(sizes)), str(singles))
    steps = [
        ProofStep("blocks", f"{len(sizes)}+singles", blocks, "blocks", said=said),
        ProofStep("outer", "blocks!", ways[0], "outer"),
    ]
    for number, size in enumerate(sizes, start=1):
        ways.append(math.factorial(size))
        steps.append(ProofStep(f"inner{number}", f"size{number}!", ways[-1], "inner"))
    _product(steps, ["outer", *(f"inner{n}" for n in range(1, len(sizes) + 1))], ways)
    if math.prod(ways) > MAX_WAYS:
        return None
    return Proof((*givens, Given("singles", singles)), tuple(steps))


def _seat(given: Mapping[str, int]) -> int:
    """Seat after seat: the next person opens a family, goes on with it, or is single."""
    start = tuple(sorted(value for name, value in given.items() if name.startswith("size")))
    return _fill(given["singles"], start)


@cache
def _fill(singles: int, waiting: tuple[int, ...]) -> int:
    ways = singles * _fill(singles - 1, waiting) if singles else int(not waiting)
    for place, size in enumerate(waiting):
        rest = _fill(singles, waiting[:place] + waiting[place + 1 :])
        # Any of them comes first, then any of the others, until the family sits.
        for still_standing in range(size, 0, -1):
            rest *= still_standing
        ways += rest
    return ways


def apart(others: int, special: int) -> Proof | None:
    """A row in which no two of `special` people are neighbours."""
    if special > others + 1:
        return None
    first, gaps = math.factorial(others), others + 1
    placed = math.perm(gaps, special)
    return Proof(
        (Given("others", others), Given("special", special)),
        (
            ProofStep("first", "others!", first, "first"),
            ProofStep("gaps", "others+1", gaps, "gaps"),
            ProofStep("placed", "P(gaps,special)", placed, "placed"),
            ProofStep("ways", "first*placed", first * placed, "product"),
        ),
    )


def _choose_seats(given: Mapping[str, int]) -> int:
    """Every choice of seats for the special people, then both kinds in any order."""
    others, special = given["others"], given["special"]
    # A row as bits after a leading 0b10: a set bit is the seat of a special person.
    rows = [2]
    for _ in range(others + special):
        rows = [row << 1 for row in rows] + [row << 1 | 1 for row in rows if not row & 1]
    seats = sum(row.bit_count() == special + 1 for row in rows)
    return seats * math.factorial(others) * math.factorial(special)


_LEGS = tuple((east, north) for east in range(2, 8) for north in range(2, 8))
_WIDE_LEGS = tuple((east, north) for east in range(8, 16) for north in range(6, 15))
_GROUPS = tuple((people, chosen) for people in range(4, 13) for chosen in range(2, min(people, 6)))
_WIDE_GROUPS = tuple((people, chosen) for people in range(14, 31) for chosen in range(2, 6))


def _route_boxes(legs: Sequence[tuple[int, int]], counts: range) -> tuple[Box, ...]:
    return tuple(Box(2 * k - 1, Choices(legs, k, repeated=True)) for k in counts)


def _team_boxes(groups: Sequence[tuple[int, int]], counts: range, captains: int) -> tuple[Box, ...]:
    return tuple(Box(2 * k - 1 + captains, Choices(groups, k, repeated=True), (captains,)) for k in counts)


def _stair_boxes(tops: range) -> tuple[Box, ...]:
    return tuple(
        Box(
            n, (n,), (2, 3), range(max(n + 1, tops[0]), n + 2 * count + 2), Choices(range(2, tops[-1]), count)
        )
        for n in range(1, tops[-1])
        for count in range(1, 4)
        if max(n + 1, tops[0]) < n + 2 * count + 2
    )


def _pairs(divisors: range) -> Choices:
    return Choices(divisors, 2)


def _template(name: str, build: Callable[..., Proof | None], boxes: tuple[Box, ...], **rest: Any) -> Template:
    en, zh = WORDS[name]
    return Template(name=name, build=build, boxes=boxes, holes=True, en=en, zh=zh, **rest)


def _multiples(kind: str, box: Callable[[range, range], tuple[Box, ...]], **rest: Any) -> Template:
    return _template(
        f"multiples_{kind}",
        multiples,
        box(range(30, 1_000), range(2, 30)),
        oracle=_look_at_each(kind),
        **({} if rest.get("heldout") else {"wide": box(range(1_000, 3_000), range(30, 50))}),
        **rest,
    )


def _ordered_pairs(tops: range, divisors: range) -> tuple[Box, ...]:
    pairs = list(itertools.permutations(divisors, 2))
    return (Box(4, ("first",), tops, pairs),)


COUNTING = Subtask(
    kind="logic",
    version="2",
    templates=(
        _template(
            "routes",
            routes,
            _route_boxes(_LEGS, range(1, 7)),
            wide=_route_boxes(_WIDE_LEGS, range(1, 3)),
            oracle=_walk,
        ),
        _template(
            "detour",
            detour,
            (Box(5, range(2, 11), range(2, 11), range(10), range(10)),),
            wide=(Box(5, range(11, 15), range(11, 15), range(14), range(14)),),
            oracle=_walk_round,
        ),
        _template(
            "stairs",
            stairs,
            _stair_boxes(range(3, 17)),
            wide=_stair_boxes(range(18, 24)),
            oracle=_climb,
        ),
        _template(
            "team",
            team,
            _team_boxes(_GROUPS, range(1, 7), 0),
            wide=_team_boxes(_WIDE_GROUPS, range(1, 4), 0),
            shuffles=True,
            oracle=_join,
        ),
        _template(
            "captain",
            team,
            _team_boxes(_GROUPS, range(1, 6), 1),
            wide=_team_boxes(_WIDE_GROUPS, range(1, 4), 1),
            shuffles=True,
            oracle=lambda given: _join(given, captain=True),
        ),
        _multiples(
            "either",
            lambda tops, divisors: (
                Box(1, ("either",), tops, Choices(divisors, 1)),
                Box(5, ("either",), tops, _pairs(divisors)),
                Box(12, ("either",), tops, Choices(divisors[:15], 3)),
            ),
        ),
        _multiples(
            "none",
            lambda tops, divisors: (
                Box(2, ("none",), tops, Choices(divisors, 1)),
                Box(6, ("none",), tops, _pairs(divisors)),
                Box(13, ("none",), tops, Choices(divisors[:15], 3)),
            ),
        ),
        _multiples("first", _ordered_pairs, heldout=True),
        _template(
            "families",
            families,
            tuple(Box(2 * k + 2, Choices(range(2, 8), k, repeated=True), range(2, 9)) for k in range(1, 6)),
            heldout=True,
            oracle=_seat,
        ),
        _template(
            "apart",
            apart,
            (Box(4, range(2, 9), range(2, 8)),),
            heldout=True,
            oracle=_choose_seats,
        ),
    ),
)
"""Counting without listing."""
