"""Formulas by number, and the laws that bring one into negation normal form.

Implications are replaced, negations move inwards, double negations go. How many steps that takes adds up
over the parts of a formula, so formulas can be numbered by their steps, and two numbers are never the same
formula.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from tasks.problems.logic_check import Tree

LETTERS = "abcdefghkmnpqrstuwxyz"


def text_of(tree: Tree) -> str:
    """A formula in compact notation, brackets around every inner part of two."""
    sign, *parts = tree
    if not parts:
        return str(sign)
    inner = [f"({text_of(part)})" if len(part) == 3 else text_of(part) for part in parts]
    return f"~{inner[0]}" if sign == "~" else sign.join(inner)


@cache
def count_formulas(negated: bool, steps: int, leaves: int, plain: bool) -> int:
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
            forms.append((("~", not negated, below), count_formulas(not negated, below, leaves, True)))
    for sign in ("&", "|", "->"):
        left, right = (not negated, negated) if sign == "->" else (negated, negated)
        rest = steps - int(negated or sign == "->")
        for first in range(rest + 1):
            for count in range(1, leaves):
                ways = count_formulas(left, first, count, False) * count_formulas(
                    right, rest - first, leaves - count, False
                )
                if ways:
                    forms.append(((sign, left, first, count, right, rest - first), ways))
    return tuple(forms)


def formula_of(negated: bool, steps: int, leaves: Sequence[str], plain: bool, number: int) -> Tree:
    """The formula of this number, with these letters from left to right."""
    for form, count in _forms(negated, steps, len(leaves), plain):
        if number >= count:
            number -= count
            continue
        if form[0] == "leaf":
            return (leaves[0],)
        if form[0] == "~":
            return ("~", formula_of(form[1], form[2], leaves, True, number))
        sign, left, first, size, right, second = form
        ways = count_formulas(left, first, size, False)
        return (
            sign,
            formula_of(left, first, leaves[:size], False, number % ways),
            formula_of(right, second, leaves[size:], False, number // ways),
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
