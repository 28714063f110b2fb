"""Are two formulas equivalent, and how often is one true? Laws of logic, one a step.

A formula is brought into negation normal form and compared, or its true assignments are counted part by part.
The checker (`equivalence_check`) parses the text.
"""

from collections.abc import Callable, Sequence
from itertools import combinations
from random import Random

from tasks.problems import simplification
from tasks.problems.comparison import EN, LAWS_EN, LAWS_ZH, ZH, compared, law_step
from tasks.problems.equivalence_check import check_count, check_equivalence
from tasks.problems.logic_check import Tree
from tasks.problems.numbered_formulas import LETTERS, count_formulas, formula_of, laws_to_normal_form, text_of
from tasks.problems.proof import Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box


def normal_form(
    num_steps: int, laws: int, pattern: tuple[int, ...], number: int, change: int, *, rng: Random
) -> Proof | None:
    """Compare a formula with its normal form, or with one that was changed in one place.

    Args:
        num_steps: Of the proof: one for each law, one more to tell the formulas apart; or one in all.
        laws: Steps to the normal form.
        pattern: The variable of each leaf.
        number: Which formula of all these.
        change: 0 for none, else the place of a letter that is negated or a connective that is exchanged.
        rng: Chooses letters.
    """
    tree = formula_of(False, laws, _letters(rng, pattern), False, number)
    rows = list(laws_to_normal_form(tree))
    return compared(tree, rows, change, num_steps)


def _letters(rng: Random, pattern: tuple[int, ...]) -> list[str]:
    letters = rng.sample(LETTERS, max(pattern) + 1)
    return [letters[place] for place in pattern]


def count(laws: int, leaves: int, number: int, *, rng: Random) -> Proof:
    """How many assignments make a formula true in which each letter stands once."""
    tree = formula_of(False, laws, rng.sample(LETTERS, leaves), False, number)
    rows = list(laws_to_normal_form(tree))
    steps = [law_step(*row) for row in rows]
    _count_parts(rows[-1][3] if rows else tree, steps)
    total = str(2**leaves)
    return Proof((), tuple(steps), {"formula": text_of(tree), "leaves": str(leaves), "total": total})


def _count_parts(tree: Tree, steps: list[ProofStep]) -> tuple[int, int]:
    """(assignments that make it true, all), a step for each part of two."""
    if len(tree) < 3:
        return 1, 2
    (true, all_left), (also, all_right) = _count_parts(tree[1], steps), _count_parts(tree[2], steps)
    both = all_left * all_right
    if tree[0] == "&":
        value, claim = true * also, f"{true}*{also}"
    else:
        false, neither = all_left - true, all_right - also
        value, claim = both - false * neither, f"{all_left}*{all_right}-{false}*{neither}"
    rule = "count_both" if tree[0] == "&" else "count_either"
    said = (text_of(tree), str(both))
    steps.append(ProofStep("", "", value, rule, claim=f"{claim}={value}", said=said))
    return value, both


class _Patterns:
    """Variables of the leaves: all different, or two of them the same; as an axis."""

    def __init__(self, leaves: int) -> None:
        self._patterns = [tuple(range(leaves))]
        for first, second in combinations(range(leaves), 2):
            if second > first + 1:
                other = [place - int(place > second) for place in range(leaves)]
                other[second] = first
                self._patterns.append(tuple(other))

    def __len__(self) -> int:
        return len(self._patterns)

    def __getitem__(self, place: int) -> tuple[int, ...]:
        return self._patterns[place]


def _boxes(leaves_of: Callable[[int], Sequence[int]], steps: range) -> tuple[Box, ...]:
    boxes = []
    for n in steps:
        for leaves in leaves_of(n):
            for changed in (False, True):
                laws = n - int(changed and n > 1)
                ways = count_formulas(False, laws, leaves, False)
                changes = range(1, 2 * leaves) if changed else (0,)
                if ways:
                    boxes.append(Box(n, (n,), (laws,), _Patterns(leaves), range(ways), changes))
    return tuple(boxes)


def _count_boxes(steps: range, most: int) -> tuple[Box, ...]:
    return tuple(
        Box(n, (n - leaves + 1,), (leaves,), range(count_formulas(False, n - leaves + 1, leaves, False)))
        for n in steps
        for leaves in range(2, most + 1)
        if n >= leaves and count_formulas(False, n - leaves + 1, leaves, False)
    )


EQUIVALENCE = Subtask(
    kind="logic",
    version="2",
    templates=(
        Template(
            name="normal_form",
            boxes=_boxes(lambda n: range(3, 5) if n < 3 else range(3, 6), range(1, 13)),
            wide=_boxes(lambda _: (6, 7), range(3, 15)),
            holes=True,
            build=normal_form,
            check=check_equivalence,
            shuffles=True,
            en=EN,
            zh=ZH,
        ),
        Template(
            name="count",
            boxes=_count_boxes(range(1, 13), 5),
            wide=_count_boxes(range(6, 15), 6)[1:],
            build=count,
            check=check_count,
            shuffles=True,
            en=english(
                (
                    "The {leaves} letters of a formula are each true or false.",
                    "How many of the {total} assignments make {formula} true?",
                ),
                (
                    "A truth table has {total} rows.",
                    "In how many of them is {formula} true?",
                ),
                **LAWS_EN,
            ),
            zh=chinese(
                "{leaves}个命题变元共有{total}种赋值，其中使{formula}为真的有多少种？",
                "真值表共有{total}行，使公式{formula}成立的有多少行？",
                **LAWS_ZH,
            ),
        ),
        *simplification.SIMPLIFICATION,
    ),
)
"""Equivalent or not, and how often true."""
