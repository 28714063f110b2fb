"""Numbers whose places have a meaning: cycles of a permutation, a quotient with its remainder."""

import re

_CYCLES = re.compile(r"(?:\(\s*\d{1,2}(?:\s+\d{1,2})+\s*\)\s*){1,12}")
_CYCLE = re.compile(r"\(([^()]*)\)")
_NUMBERS = re.compile(r"\d+")
_DIVISION = re.compile(r"(\d+)\s*[Rr]\s*(\d+)")


def same_cycles(answer: str, reference: str) -> bool | None:
    """`(1 2 3)(4 5)`: disjoint cycles in any order, each from any number on; None unless both are."""
    expected = read_cycles(reference)
    given = read_cycles(answer) if expected else None
    return given == expected if given else None


def read_cycles(text: str) -> frozenset[tuple[int, ...]] | None:
    """The cycles from their smallest numbers on; None if a number occurs twice or no spaces part them."""
    if text[:1] != "(" or " " not in text or not _CYCLES.fullmatch(text):
        return None
    cycles = [tuple(map(int, _NUMBERS.findall(cycle))) for cycle in _CYCLE.findall(text)]
    moved = [number for cycle in cycles for number in cycle]
    if len(set(moved)) < len(moved):
        return None
    return frozenset(cycle[(low := cycle.index(min(cycle))) :] + cycle[:low] for cycle in cycles)


def same_divisions(answer: str, reference: str) -> bool | None:
    """`14 R 3`: quotient and remainder both the same; None unless both sides are such pairs."""
    expected = _DIVISION.fullmatch(reference)
    given = _DIVISION.fullmatch(answer) if expected else None
    if expected is None or given is None:
        return None
    return [*map(int, given.groups())] == [*map(int, expected.groups())]
