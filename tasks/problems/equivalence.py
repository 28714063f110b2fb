"""Are two formulas equivalent, and how often is one true? Laws of logic, one a step.

A formula is brought into negation normal form: implications are replaced, negations move inwards, double
negations go. How many steps that takes adds up over its parts, so formulas can be numbered by their steps
(`_Formulas`), and two numbers are never the same formula. In `simplify` parts of a formula were blown up by
absorption, idempotence, or an excluded middle.

While building, formulas are compared by truth tables; the checker (`equivalence_check`) parses the text.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations
from random import Random
from typing import Any

from tasks.problems.equivalence_check import WHOLE, check_count, check_equivalence, columns_of, table
from tasks.problems.logic_check import Tree, variables
from tasks.problems.proof import Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box

_LETTERS = "abcdefghkmnpqrstuwxyz"


def text_of(tree: Tree) -> str:
    """A formula in compact notation, brackets around every inner part of two."""
    sign, *parts = tree
    if not parts:
        return str(sign)
    inner = [f"({text_of(part)})" if len(part) == 3 else text_of(part) for part in parts]
    return f"~{inner[0]}" if sign == "~" else sign.join(inner)


@cache
def _ways(negated: bool, steps: int, leaves: int, plain: bool) -> int:
    """How many formulas of so many leaves take so many steps; under a negation, and `plain`: not ~X."""
    return sum(count for _, count in _forms(negated, steps, leaves, plain))


@cache
def _forms(negated: bool, steps: int, leaves: int, plain: bool) -> tuple[tuple[Any, int], ...]:
    """(what stands outermost, how many): ("~",), or (sign, cost, negations, split of steps and leaves)."""
    forms: list[tuple[Any, int]] = []
    if leaves == 1 and steps == 0:
        forms.append((("leaf",), 1))
    if not plain:
        below = steps - int(negated)
        # ~x is a literal; ~~x is not.
        if below >= 0:
            forms.append((("~", not negated, below), _ways(not negated, below, leaves, True)))
    for sign in ("&", "|", "->"):
        left, right = (not negated, negated) if sign == "->" else (negated, negated)
        rest = steps - int(negated or sign == "->")
        for first in range(rest + 1):
            for count in range(1, leaves):
                ways = _ways(left, first, count, False) * _ways(right, rest - first, leaves - count, False)
                if ways:
                    forms.append(((sign, left, first, count, right, rest - first), ways))
    return tuple(forms)


def _formula(negated: bool, steps: int, leaves: Sequence[str], plain: bool, number: int) -> Tree:
    """The formula of this number, with these letters from left to right."""
    for form, count in _forms(negated, steps, len(leaves), plain):
        if number >= count:
            number -= count
            continue
        if form[0] == "leaf":
            return (leaves[0],)
        if form[0] == "~":
            return ("~", _formula(form[1], form[2], leaves, True, number))
        sign, left, first, size, right, second = form
        ways = _ways(left, first, size, False)
        return (
            sign,
            _formula(left, first, leaves[:size], False, number % ways),
            _formula(right, second, leaves[size:], False, number // ways),
        )
    raise IndexError(number)


def laws_to_normal_form(tree: Tree) -> Iterator[tuple[str, Tree, Tree, Tree]]:
    """(rule, part before, part after, whole formula after) of each step, outermost and leftmost first."""
    while (found := _first_step(tree)) is not None:
        rule, old, new, tree = found
        yield rule, old, new, tree


def _first_step(tree: Tree) -> tuple[str, Tree, Tree, Tree] | None:
    changed = _rewritten(tree)
    if changed is not None:
        return changed[0], tree, changed[1], changed[1]
    for place in range(1, len(tree)):
        found = _first_step(tree[place])
        if found is not None:
            rule, old, new, part = found
            return rule, old, new, (*tree[:place], part, *tree[place + 1 :])
    return None


def _rewritten(tree: Tree) -> tuple[str, Tree] | None:
    """The law that applies at the root, and what it makes of the formula."""
    if tree[0] == "->":
        return "implication", ("|", ("~", tree[1]), tree[2])
    if tree[0] != "~" or len(tree[1]) == 1:
        return None
    sign, *parts = tree[1]
    if sign == "~":
        return "double_negation", parts[0]
    if sign == "->":
        return "negated_implication", ("&", parts[0], ("~", parts[1]))
    return "de_morgan", ("|" if sign == "&" else "&", ("~", parts[0]), ("~", parts[1]))


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
    tree = _formula(False, laws, _letters(rng, pattern), False, number)
    rows = list(laws_to_normal_form(tree))
    return _compared(tree, rows, change, num_steps)


def _letters(rng: Random, pattern: tuple[int, ...]) -> list[str]:
    letters = rng.sample(_LETTERS, max(pattern) + 1)
    return [letters[place] for place in pattern]


def _compared(
    tree: Tree, rows: list[tuple[str, Tree, Tree, Tree]], change: int, num_steps: int
) -> Proof | None:
    reached = rows[-1][3]
    asked = _changed(reached, change - 1)[0] if change else reached
    steps = [_law_step(*row) for row in rows]
    if not change:
        steps[-1] = steps[-1]._replace(value="true")
    else:
        before = tree if num_steps == 1 else reached
        apart = _tell_apart(before, asked)
        if apart is None:
            return None
        steps = [apart] if num_steps == 1 else [*steps, apart]
    shown = {"first": text_of(tree), "second": text_of(asked)}
    return Proof((), tuple(steps), shown, kind="truth")


def _law_step(rule: str, old: Tree, new: Tree, whole: Tree) -> ProofStep:
    said = (text_of(old), text_of(new), text_of(whole))
    left, right = (
        f"({text})" if len(part) == 3 else text for text, part in zip(said, (old, new), strict=False)
    )
    rule += WHOLE * (said[1] == said[2])
    return ProofStep("", "", said[2], rule, claim=f"{left}<->{right}", said=said)


def _tell_apart(first: Tree, second: Tree) -> ProofStep | None:
    """An assignment in which one is true and the other is false; None if there is none."""
    letters = sorted(variables(first, second))
    columns, full = columns_of(letters)
    tables = table(first, columns, full), table(second, columns, full)
    rows = tables[0] ^ tables[1]
    if not rows:
        return None
    row = (rows & -rows).bit_length() - 1
    values = ",".join(f"{letter}={columns[letter] >> row & 1}" for letter in letters)
    texts = text_of(first), text_of(second)
    if tables[0] >> row & 1:
        claim, said = text_of(("&", first, ("~", second))), (values, texts[0], texts[1])
    else:
        claim, said = text_of(("&", ("~", first), second)), (values, texts[1], texts[0])
    return ProofStep("", "", "false", "apart", claim=f"{values}|={claim}", said=said)


def _changed(tree: Tree, place: int) -> tuple[Tree, int]:
    """The normal form with one place changed, counted in writing order; and the places left to pass."""
    if len(tree) < 3:
        if place == 0:
            return (tree[1] if tree[0] == "~" else ("~", tree)), -1
        return tree, place - 1
    left, place = _changed(tree[1], place)
    if place == 0:
        return ("|" if tree[0] == "&" else "&", left, tree[2]), -1
    right, place = _changed(tree[2], place - 1) if place > 0 else (tree[2], -1)
    return (tree[0], left, right), place


def count(laws: int, leaves: int, number: int, *, rng: Random) -> Proof:
    """How many assignments make a formula true in which each letter stands once."""
    tree = _formula(False, laws, rng.sample(_LETTERS, leaves), False, number)
    rows = list(laws_to_normal_form(tree))
    steps = [_law_step(*row) for row in rows]
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
    letters = rng.sample(_LETTERS, count)
    bare: list[Tree] = [(x,) if holds else ("~", (x,)) for x, holds in zip(letters, literals, strict=True)]
    parts = [_GROWN[how][1](bare[i], (letters[(i + 1 + shifts[i]) % count],)) for i, how in enumerate(grown)]
    whole = _joined(parts, signs)
    tree, rows = whole, []
    for place, how in enumerate(grown):
        for rule, part in _undone(how, bare[place], parts[place]):
            old, parts[place] = parts[place], part
            whole = _joined(parts, signs)
            rows.append((rule, old, part, whole))
    return _compared(tree, rows, change, num_steps)


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
                ways = _ways(False, laws, leaves, False)
                changes = range(1, 2 * leaves) if changed else (0,)
                if ways:
                    boxes.append(Box(n, (n,), (laws,), _Patterns(leaves), range(ways), changes))
    return tuple(boxes)


def _count_boxes(steps: range, most: int) -> tuple[Box, ...]:
    return tuple(
        Box(n, (n - leaves + 1,), (leaves,), range(_ways(False, n - leaves + 1, leaves, False)))
        for n in steps
        for leaves in range(2, most + 1)
        if n >= leaves and _ways(False, n - leaves + 1, leaves, False)
    )


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


_SAID_EN = {
    "implication": "An implication is a disjunction: {0} is {1}",
    "negated_implication": "The negation of an implication, {0}, is {1}",
    "de_morgan": "By De Morgan's law {0} is {1}",
    "double_negation": "By double negation {0} is {1}",
    "absorption": "By absorption {0} is {1}",
    "idempotence": "By idempotence {0} is {1}",
    "distribution": "By distributivity {0} is {1}",
    "complement": "A letter and its negation are complements: {0} is {1}",
}
_LAWS_EN = {
    **{rule: f"{said}. This gives {{2}}." for rule, said in _SAID_EN.items()},
    **{rule + WHOLE: f"{said}." for rule, said in _SAID_EN.items()},
    "apart": "With {0}, {1} is true and {2} is false, so they are not equivalent.",
    "count_both": "{0} is true in {claim} of {1} cases.",
    "count_either": "{0} is true in all cases but those with both parts false: {claim} of {1}.",
}
_SAID_ZH = {
    "implication": "由蕴涵等价式，{0}等价于{1}",
    "negated_implication": "蕴涵式的否定{0}等价于{1}",
    "de_morgan": "由德摩根律，{0}等价于{1}",
    "double_negation": "由双重否定律，{0}等价于{1}",
    "absorption": "由吸收律，{0}等价于{1}",
    "idempotence": "由幂等律，{0}等价于{1}",
    "distribution": "由分配律，{0}等价于{1}",
    "complement": "由排中律（矛盾律）和同一律，{0}等价于{1}",
}
_LAWS_ZH = {
    **{rule: f"{said}，整个公式化为{{2}}。" for rule, said in _SAID_ZH.items()},
    **{rule + WHOLE: f"{said}。" for rule, said in _SAID_ZH.items()},
    "apart": "取{0}时，{1}为真而{2}为假，所以两式不等价。",
    "count_both": "{0}在{1}种情况中有{claim}种为真。",
    "count_either": "{0}除两部分都为假的情况外都为真：{1}种情况中有{claim}种。",
}
_EN = english(
    "True or false: {first} is equivalent to {second}.",
    ("Compare {first} and {second}.", "Are they logically equivalent?", "Answer true or false."),
    **_LAWS_EN,
)
_ZH = chinese(
    "判断true或false：公式{first}与{second}逻辑等价。",
    "{first}和{second}是否逻辑等价？回答true或false。",
    **_LAWS_ZH,
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
            en=_EN,
            zh=_ZH,
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
                **_LAWS_EN,
            ),
            zh=chinese(
                "{leaves}个命题变元共有{total}种赋值，其中使{formula}为真的有多少种？",
                "真值表共有{total}行，使公式{formula}成立的有多少行？",
                **_LAWS_ZH,
            ),
        ),
        Template(
            name="simplify",
            heldout=True,
            boxes=_simplify_boxes(),
            holes=True,
            build=simplify,
            check=check_equivalence,
            shuffles=True,
            en=_EN,
            zh=_ZH,
        ),
    ),
)
"""Equivalent or not, and how often true."""
