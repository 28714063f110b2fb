"""The checker of `equivalence`: reads formulas from text, proves each law by truth tables, follows the rows.

A row `~(p&q)<->~p|~q` must be an instance of the law that its step names, true in every assignment, and
lead from the formula before to the output by replacing one part.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from tasks.errors import DataError
from tasks.problems.claims import refuse
from tasks.problems.evaluate import evaluate
from tasks.problems.logic_check import Tree, parse_formula, variables
from tasks.records import Problem

LAWS: Mapping[str, tuple[str, ...]] = {
    "implication": ("(a->b)<->(~a|b)",),
    "negated_implication": ("~(a->b)<->(a&~b)",),
    "de_morgan": ("~(a&b)<->(~a|~b)", "~(a|b)<->(~a&~b)"),
    "double_negation": ("~~a<->a",),
    "absorption": ("(a&(a|b))<->a", "(a|(a&b))<->a"),
    "idempotence": ("(a&a)<->a", "(a|a)<->a"),
    "distribution": ("((a&b)|(a&c))<->(a&(b|c))", "((a|b)&(a|c))<->(a|(b&c))"),
    "complement": ("(a&(b|~b))<->a", "(a|(b&~b))<->a"),
}
"""Rule -> its forms; letters stand for any formulas."""
WHOLE = "_whole"
"""Ends a rule that was applied to the whole formula."""

_FORMULA = r"[a-z~&|()>\-]+"
_PAIR = re.compile(
    rf"({_FORMULA}) (?:is equivalent to|and) ({_FORMULA})|({_FORMULA})(?:与|和)({_FORMULA})(?:逻辑|是否)"
)
_COUNTED = re.compile(rf"(?:make|is|使|公式) ?({_FORMULA}) ?(?:true|成立|为真)")
_MODEL = re.compile(rf"((?:[a-z]=[01],)*[a-z]=[01])\|=({_FORMULA})")
MAX_LETTERS = 8
"""A formula with more letters is refused."""


def table(tree: Tree, columns: Mapping[str, int], full: int) -> int:
    """The truth table of a formula as the bits of an integer, from the columns of its letters."""
    sign, *parts = tree
    if not parts:
        return columns[sign]
    first = table(parts[0], columns, full)
    if sign == "~":
        return full ^ first
    second = table(parts[1], columns, full)
    if sign == "->":
        return full ^ first | second
    return first & second if sign == "&" else first | second


def columns_of(letters: list[str]) -> tuple[dict[str, int], int]:
    """A column for each letter over all assignments, and the column of ones.

    Raises:
        DataError: there are more than MAX_LETTERS.
    """
    if len(letters) > MAX_LETTERS:
        raise DataError(f"a formula has {len(letters)} letters, more than {MAX_LETTERS}")
    full, columns = _columns(len(letters))
    return dict(zip(letters, columns, strict=True)), full


@cache
def _columns(count: int) -> tuple[int, tuple[int, ...]]:
    rows = range(1 << count)
    columns = tuple(sum((row >> place & 1) << row for row in rows) for place in range(count))
    return (1 << len(rows)) - 1, columns


def same_table(left: Tree, right: Tree) -> bool:
    """Whether two formulas are equivalent."""
    columns, full = columns_of(sorted(variables(left, right)))
    return table(left, columns, full) == table(right, columns, full)


def check_equivalence(problem: Problem) -> None:
    """Follow the laws from the first formula, and compare the truth tables of both."""
    found = _PAIR.search(problem.prompt)
    if found is None:
        refuse(problem, 0, "names no two formulas")
    first, second = (parse_formula(text) for text in found.groups() if text)
    if same_table(first, second) != (problem.answer == "true") or problem.answer not in ("true", "false"):
        refuse(problem, 0, f"the truth tables do not say {problem.answer[:80]}")
    last = len(problem.steps) - (problem.answer == "false")
    reached = [_followed(problem, last, first)] if problem.answer == "false" else []
    if not reached:
        before = _followed(problem, last - 1, first)
        reached = list(_replaced(before, *_row(problem, last)))
        if problem.steps[-1].output != "true" or second not in reached:
            refuse(problem, last, "does not lead to the second formula")
        return
    model = _MODEL.fullmatch(problem.steps[-1].claim)
    if model is None or problem.steps[-1].output != "false":
        refuse(problem, len(problem.steps), "is no assignment that tells the formulas apart")
    values = {part[0]: int(part[2]) for part in model[1].split(",")}
    tree = parse_formula(model[2])
    sides = (reached[0], second)
    if tree not in (("&", sides[0], ("~", sides[1])), ("&", ("~", sides[0]), sides[1])):
        refuse(problem, len(problem.steps), "compares other formulas")
    if variables(tree) - values.keys() or not table(tree, values, 1):
        refuse(problem, len(problem.steps), "is not true there")


def check_count(problem: Problem) -> None:
    """Follow the laws, then compare each count with the truth table of its part."""
    found = _COUNTED.search(problem.prompt)
    if found is None:
        refuse(problem, 0, "names no formula")
    first = parse_formula(found[1])
    laws = sum("<->" in step.claim for step in problem.steps)
    parts = list(_binary_parts(_followed(problem, laws, first)))
    if len(parts) != len(problem.steps) - laws:
        refuse(problem, 0, f"needs {len(parts)} counts")
    for number, part in enumerate(parts, start=laws + 1):
        step = problem.steps[number - 1]
        left, _, right = step.claim.partition("=")
        columns, full = columns_of(sorted(variables(part)))
        if not str(evaluate(left)) == right == step.output == str(table(part, columns, full).bit_count()):
            refuse(problem, number, "counts wrongly")
    columns, full = columns_of(sorted(variables(first)))
    if str(table(first, columns, full).bit_count()) != problem.answer:
        refuse(problem, 0, "has another number of true rows")


def _binary_parts(tree: Tree) -> Iterator[Tree]:
    """The parts with & or |, each after its own parts."""
    for part in tree[1:]:
        yield from _binary_parts(part)
    if len(tree) == 3:
        yield tree


def _followed(problem: Problem, steps: int, tree: Tree) -> Tree:
    """The formula after so many steps."""
    for number in range(1, steps + 1):
        following = parse_formula(problem.steps[number - 1].output)
        if following not in _replaced(tree, *_row(problem, number)):
            refuse(problem, number, "does not lead from the formula before to its output")
        tree = following
    return tree


def _row(problem: Problem, number: int) -> tuple[Tree, Tree]:
    """Both sides of a law, proved."""
    step = problem.steps[number - 1]
    left, sign, right = step.claim.partition("<->")
    if not sign:
        refuse(problem, number, "is no equivalence")
    sides = parse_formula(left), parse_formula(right)
    if not same_table(*sides):
        refuse(problem, number, "is false")
    if not any(_matches(form, sides) for form in _FORMS.get(step.rule.removesuffix(WHOLE), ())):
        refuse(problem, number, f"is no case of {step.rule[:40]}")
    return sides


def _replaced(tree: Tree, old: Tree, new: Tree) -> Iterator[Tree]:
    """The formula with one occurrence of a part replaced, in every way."""
    if tree == old:
        yield new
    for place in range(1, len(tree)):
        for part in _replaced(tree[place], old, new):
            yield (*tree[:place], part, *tree[place + 1 :])


def _matches(form: tuple[Tree, Tree], sides: tuple[Tree, Tree]) -> bool:
    found: dict[str, Tree] = {}

    def fits(pattern: Tree, tree: Tree) -> bool:
        if len(pattern) == 1:
            return found.setdefault(pattern[0], tree) == tree
        if len(tree) != len(pattern) or tree[0] != pattern[0]:
            return False
        return all(fits(p, t) for p, t in zip(pattern[1:], tree[1:], strict=True))

    return fits(form[0], sides[0]) and fits(form[1], sides[1])


def _read_form(text: str) -> tuple[Tree, Tree]:
    left, _, right = text.partition("<->")
    return parse_formula(left), parse_formula(right)


_FORMS = {rule: tuple(map(_read_form, forms)) for rule, forms in LAWS.items()}
