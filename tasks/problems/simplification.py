"""Formulas that were blown up by absorption, idempotence, or an excluded middle, and are simplified again."""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

from tasks.problems.comparison import EN, ZH, compared
from tasks.problems.equivalence_check import check_equivalence
from tasks.problems.logic_check import Tree
from tasks.problems.numbered_formulas import LETTERS
from tasks.problems.proof import Proof, Template
from tasks.problems.spaces import Box

_GROWN: tuple[tuple[int, Callable[[Tree, Tree], Tree]], ...] = (
    (0, lambda x, _: x),
    (1, lambda x, y: ("&", x, ("|", x, y))),
    (1, lambda x, y: ("|", x, ("&", x, y))),
    (1, lambda x, _: ("&", x, x)),
    (1, lambda x, _: ("|", x, x)),
    (2, lambda x, y: ("|", ("&", x, y), ("&", x, ("~", y)))),
    (2, lambda x, y: ("&", ("|", x, y), ("|", x, ("~", y)))),
)
"""(steps to undo it, what is made of a literal x with another letter y)."""


def simplify(
    num_steps: int,
    grown: tuple[int, ...],
    signs: tuple[str, ...],
    literals: tuple[bool, ...],
    shifts: tuple[int, ...],
    change: int,
    *,
    rng: Random,
) -> Proof | None:
    """Compare a formula whose literals were blown up with the formula of the bare literals.

    Args:
        num_steps: Of the proof, as in `normal_form`.
        grown: How each literal was blown up, by its place in _GROWN.
        signs: The connectives between literals, which are joined from left to right.
        literals: Whether each is positive.
        shifts: Which other letter is used with it, counted from its own.
        change: As in `normal_form`.
        rng: Chooses letters.
    """
    count = len(grown)
    if any(shift and grown[i] in (0, 3, 4) for i, shift in enumerate(shifts)):
        return None
    letters = rng.sample(LETTERS, count)
    bare: list[Tree] = [(x,) if holds else ("~", (x,)) for x, holds in zip(letters, literals, strict=True)]
    parts = [_GROWN[how][1](bare[i], (letters[(i + 1 + shifts[i]) % count],)) for i, how in enumerate(grown)]
    whole = _joined(parts, signs)
    tree, rows = whole, []
    for place, how in enumerate(grown):
        for rule, part in _undone(how, bare[place], parts[place]):
            old, parts[place] = parts[place], part
            whole = _joined(parts, signs)
            rows.append((rule, old, part, whole))
    return compared(tree, rows, change, num_steps)


def _joined(parts: Sequence[Tree], signs: tuple[str, ...]) -> Tree:
    tree = parts[0]
    for sign, part in zip(signs, parts[1:], strict=True):
        tree = (sign, tree, part)
    return tree


def _undone(how: int, bare: Tree, part: Tree) -> Iterator[tuple[str, Tree]]:
    """The laws that lead back to a bare literal, with what each makes of the part."""
    if _GROWN[how][0] == 1:
        yield "absorption" if how < 3 else "idempotence", bare
    elif _GROWN[how][0] == 2:
        sign, (inner, _, letter), other = part
        assert other[0] == inner
        yield "distribution", (inner, bare, (sign, letter, ("~", letter)))
        yield "complement", bare


def _simplify_boxes() -> tuple[Box, ...]:
    boxes = []
    for leaves in range(2, 6):
        costs: dict[int, list[tuple[int, ...]]] = {}
        kinds = range(len(_GROWN)) if leaves < 5 else (1, 2, 5, 6)
        for grown in _all(kinds, leaves):
            costs.setdefault(sum(_GROWN[how][0] for how in grown), []).append(grown)
        axes = (_all("&|", leaves - 1), _all((True, False), leaves), _all(range(leaves - 1), leaves))
        for laws, choices in sorted(costs.items()):
            if laws >= leaves - 1:
                boxes.append(Box(laws, (laws,), choices, *axes, (0,)))
                boxes.append(Box(laws + 1, (laws + 1,), choices, *axes, range(1, 2 * leaves)))
    return tuple(boxes)


def _all(items: Sequence[Any], count: int) -> list[tuple[Any, ...]]:
    box = Box(1, *[items] * count)
    return [box.at(place) for place in range(box.size)]


SIMPLIFICATION: tuple[Template, ...] = (
    Template(
        name="simplify",
        heldout=True,
        boxes=_simplify_boxes(),
        holes=True,
        build=simplify,
        check=check_equivalence,
        shuffles=True,
        en=EN,
        zh=ZH,
    ),
)
"""Held back from training."""
