"""Parameter spaces that are walked, not sampled: position i of a stream is a point of its own.

A *box* is a product of axes and numbers its points 0..size-1. A *walk* visits the points of a box that a
split may have, in an order that a keyed permutation gives: no state, no duplicates, any slice on its own.
Points that are no problem (a hole), or that belong to another split, are passed over:

* a box of at most LISTED points is listed once, and its walk visits each good point exactly once;
* in a larger one, position i owns `tries` points that no other position owns, and takes the first good
  one. `tries` is such that having none is less likely than MISS.

`Turns` deals the positions of a stream to several walks in turn.
"""

import hashlib
import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from tasks.errors import ConfigError

T = TypeVar("T")

LISTED = 5_000
"""A box of at most so many points is listed; so is a larger one that asks for it."""
MISS = 1e-12
"""Greatest chance that a position of a large box finds no problem."""
SAMPLE = 256
"""Points of a large box that are looked at to bound its share of holes."""
MAX_HOLES = 0.92
"""A large box with a greater share of holes is left out."""


class Axis(Protocol):
    """What one parameter may be: a range, a tuple, or `Choices`."""

    def __len__(self) -> int: ...
    def __getitem__(self, place: int, /) -> Any: ...


class SpaceExhaustedError(ConfigError):
    """A stream has no more different problems; the message tells how many it has."""


class Box:
    """The problems of a template with a given number of steps: one point for each choice of axis values."""

    __slots__ = ("_axes", "listed", "size", "steps", "weight")

    def __init__(self, steps: int, *axes: Axis, weight: int = 1, listed: bool = False) -> None:
        """Make a box.

        Args:
            steps: Steps of each proof in it.
            axes: What each parameter may be, e.g. `range(2, 30)`. Equal problems must not occur twice:
                use `Choices` where order does not matter.
            weight: Turns it gets while the other boxes of its template and level get theirs.
            listed: List the points although they are many, so that none is lost. That costs each process
                as many builds; 50,000 of 20 us are a second.
        """
        self.steps, self.weight = steps, weight
        self._axes = [(axis, len(axis)) for axis in axes]
        self.size = math.prod(size for _, size in self._axes)
        self.listed = listed or self.size <= LISTED

    def at(self, point: int) -> tuple[Any, ...]:
        """The values at a point of range(size)."""
        values = []
        for axis, size in self._axes:
            point, digit = divmod(point, size)
            values.append(axis[digit])
        return tuple(values)


class Choices:
    """All choices of `count` of the items where order does not matter, as an axis; none is ever listed."""

    def __init__(self, items: Sequence[Any], count: int, *, repeated: bool = False) -> None:
        """Choose `count` different items, or with `repeated` any number of each."""
        self._items, self._repeated = items, repeated
        places = len(items) + (count - 1 if repeated and count else 0)
        self._size = math.comb(places, count)
        self._tables = [[math.comb(n, k) for n in range(places)] for k in range(count, 0, -1)]

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, rank: int) -> tuple[Any, ...]:
        """The choice of this rank, in the order of the items."""
        if not 0 <= rank < self._size:
            raise IndexError(rank)
        # Combinatorial number system: rank = C(p_k, k) + ... + C(p_1, 1) with p_k > ... > p_1.
        places = []
        for table in self._tables:
            places.append(bisect_right(table, rank) - 1)
            rank -= table[places[-1]]
        shift = int(self._repeated)
        return tuple(self._items[place - i * shift] for i, place in enumerate(reversed(places)))


def nth_good(items: Sequence[T], number: int, is_good: Callable[[T], bool], *, start: int = 0) -> T | None:
    """The good item of this number, from `start` on and round to it; None if there are fewer.

    For parameters that depend on those before: as long as all states have more good items than numbers,
    no choice is a hole, and different numbers are different choices.
    """
    for place in range(start, start + len(items)):
        item = items[place % len(items)]
        if is_good(item):
            if not number:
                return item
            number -= 1
    return None


def permuted(number: int, size: int, key: bytes) -> int:
    """The image of `number` under a permutation of range(size) that `key` names.

    A Feistel network on a grid of about sqrt(size) times sqrt(size) cells; a result beyond `size` is sent
    through again (cycle walking), which happens with a chance of about 1/sqrt(size).
    """
    rows = math.isqrt(size - 1) + 1
    columns = -(-size // rows)
    width = (rows.bit_length() + 7) // 8
    blake = hashlib.blake2b
    while True:
        row, column = divmod(number, columns)
        for turn in (b"1", b"2"):
            word = blake(column.to_bytes(width, "little"), key=key, salt=turn, person=b"row").digest()
            row = (row + int.from_bytes(word, "little")) % rows
            word = blake(row.to_bytes(width, "little"), key=key, salt=turn, person=b"column").digest()
            column = (column + int.from_bytes(word, "little")) % columns
        number = row * columns + column
        if number < size:
            return number


class Walk(Generic[T]):
    """The problems of a box, each at one position, in an order of its own."""

    def __init__(
        self,
        box: Box,
        key: bytes,
        *,
        find: Callable[[int], T | None],
        listed: Sequence[int] | None = None,
        rejects: float = 0.0,
    ) -> None:
        """Plan a walk.

        Args:
            box: The space.
            key: Names the order, at most 64 bytes.
            find: The problem at a point; None where there is none that the walk may visit.
            listed: The points with a problem, where the box has been enumerated.
            rejects: Greatest share of points without, where it has not; with 1 the box is left out.
        """
        self._box, self._key, self._find, self._listed = box, key, find, listed
        if listed is not None:
            self.size = len(listed)
        else:
            self._tries = math.ceil(math.log(MISS) / math.log(rejects)) if 0 < rejects < 1 else 1
            self.size = box.size // self._tries if rejects < 1 else 0

    def at(self, position: int) -> T:
        """The problem at a position of range(size)."""
        if self._listed is not None:
            candidates: Iterable[int] = (self._listed[permuted(position, self.size, self._key)],)
        else:
            # Lazily: the first candidate is most often a problem.
            owned = range(position, self.size * self._tries, self.size)
            candidates = (permuted(number, self._box.size, self._key) for number in owned)
        for point in candidates:
            found = self._find(point)
            if found is not None:
                return found
        raise AssertionError("a box has more holes than its sample showed")


def share_of_holes(box: Box, is_hole: Callable[[int], bool]) -> float:
    """A share that the holes of a box do not exceed, by a sample of its points and five standard errors.

    1 if it is above MAX_HOLES.
    """
    holes = sum(is_hole(permuted(number, box.size, b"sample")) for number in range(SAMPLE)) / SAMPLE
    bound = holes + 5 * math.sqrt(max(holes * (1 - holes), 1 / SAMPLE) / SAMPLE)
    return 1.0 if holes > MAX_HOLES else min(bound, (1 + MAX_HOLES) / 2)


class Turns:
    """Positions dealt to several queues in turn, by weight; a queue that is used up is passed over."""

    def __init__(self, sizes: Sequence[int], weights: Sequence[int]) -> None:
        self.size = sum(sizes)
        left, shares = list(sizes), list(weights)
        self._starts: list[int] = []
        self._rounds: list[list[tuple[int, int, int]]] = []
        start = 0
        while any(left):
            shares = [min(share, rest) for share, rest in zip(shares, left, strict=True)]
            rounds = min(rest // share for share, rest in zip(shares, left, strict=True) if share)
            deal = [
                (queue, sizes[queue] - left[queue] + rank, share)
                for queue, share in enumerate(shares)
                for rank in range(share)
            ]
            self._starts.append(start)
            self._rounds.append(deal)
            start += rounds * len(deal)
            left = [rest - rounds * share for share, rest in zip(shares, left, strict=True)]

    def locate(self, position: int) -> tuple[int, int]:
        """(queue, position in that queue) of a position of range(size)."""
        phase = bisect_right(self._starts, position) - 1
        deal = self._rounds[phase]
        turn, slot = divmod(position - self._starts[phase], len(deal))
        queue, first, share = deal[slot]
        return queue, first + turn * share
