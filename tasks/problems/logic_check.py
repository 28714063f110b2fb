"""The checker of `logic`: reads formulas from text, proves each claim, and decides the question.

Grammar, weakest first: `a->b`, `a|b`, `a&b`, `~a`, a letter, brackets. Formulas are nested tuples:
("p",), ("~", a), ("&", a, b).
"""

import itertools
import re
from typing import Any

import z3

from tasks.errors import DataError
from tasks.problems.claims import refuse
from tasks.records import Problem

Z3_TIMEOUT_MS = 2_000
"""Z3 gives up after this; ours take about one."""
MAX_CHARS = 200
"""A longer formula is refused."""
MAX_VARIABLES = 4
"""A claim is about two formulas of two variables at most; it is proved by enumeration."""

_SYMBOL = re.compile(r"->|[a-z~&|()]")
_FORMULA = r"[a-z~&|()>\-]+"
_QUESTION = (
    re.compile(rf"Premises: (.+)\. Does ({_FORMULA}) follow"),
    re.compile(rf"from (.+) it follows that ({_FORMULA})\."),
    re.compile(rf"前提：(.+)。能推出({_FORMULA})吗"),
    re.compile(rf"由(.+)可以推出({_FORMULA})。"),
)
_SEQUENT = re.compile(rf"({_FORMULA}),({_FORMULA})\|-({_FORMULA})")
_MODEL = re.compile(rf"((?:[a-z]=[01],)*[a-z]=[01])\|=({_FORMULA})")

Tree = tuple[Any, ...]


def parse_formula(text: str) -> Tree:
    """The tree of a formula.

    Raises:
        DataError: it is not one, or is too long.
    """
    symbols = _SYMBOL.findall(text)
    if len(text) > MAX_CHARS or "".join(symbols) != text:
        raise DataError(f"not a formula of letters, ~ & | -> and brackets: {text[:80]!r}")
    tree, rest = _parse(symbols, 0)
    if rest:
        raise DataError(f"not a formula: {text[:80]!r} goes on with {rest[0]!r}")
    return tree


_BINARY = ("->", "|", "&")


def _parse(symbols: list[str], strength: int) -> tuple[Tree, list[str]]:
    if strength == len(_BINARY):
        return _parse_atom(symbols)
    left, rest = _parse(symbols, strength + 1)
    while rest and rest[0] == _BINARY[strength]:
        right, rest = _parse(rest[1:], strength + 1)
        left = (_BINARY[strength], left, right)
    return left, rest


def _parse_atom(symbols: list[str]) -> tuple[Tree, list[str]]:
    if not symbols:
        raise DataError("a formula ends too early")
    first, rest = symbols[0], symbols[1:]
    if first == "~":
        inner, rest = _parse_atom(rest)
        return ("~", inner), rest
    if first == "(":
        inner, rest = _parse(rest, 0)
        if rest[:1] != [")"]:
            raise DataError("a formula lacks a closing bracket")
        return inner, rest[1:]
    if not first.isalpha():
        raise DataError(f"a formula has {first!r} where a letter belongs")
    return (first,), rest


def holds(tree: Tree, values: dict[str, bool]) -> bool:
    """The truth value of a formula; `values` names every variable of it."""
    sign, *parts = tree
    if not parts:
        return values[sign]
    first = holds(parts[0], values)
    if sign == "~":
        return not first
    second = holds(parts[1], values)
    return {"&": first and second, "|": first or second, "->": not first or second}[sign]


def variables(*trees: Tree) -> set[str]:
    """The letters in formulas."""
    return set().union(*({tree[0]} if len(tree) == 1 else variables(*tree[1:]) for tree in trees))


def check_entailment(problem: Problem) -> None:
    """Prove each claim by enumeration, link it to the prompt, and decide the question with Z3."""
    found = next((match for pattern in _QUESTION if (match := pattern.search(problem.prompt))), None)
    if found is None:
        refuse(problem, 0, "no premises and conclusion in the prompt")
    premises, conclusion = re.split(r", |，", found[1]), found[2]
    if problem.answer == "true":
        _check_derivation(problem, premises, conclusion)
    elif problem.answer == "false":
        _check_countermodel(problem, premises, conclusion)
    else:
        refuse(problem, 0, f"the answer is neither true nor false but {problem.answer[:80]!r}")
    if entails([parse_formula(text) for text in premises], parse_formula(conclusion)) != (
        problem.answer == "true"
    ):
        refuse(problem, 0, f"another way does not lead to the answer {problem.answer}")


def _check_derivation(problem: Problem, premises: list[str], conclusion: str) -> None:
    known, derived = set(premises), ""
    for number, step in enumerate(problem.steps, start=1):
        row = _SEQUENT.fullmatch(step.claim)
        if row is None:
            refuse(problem, number, "not of the form a,b|-c")
        *given, derived = row.groups()
        if not known.issuperset(given):
            refuse(problem, number, "uses a formula that is not known yet")
        trees = [parse_formula(text) for text in (*given, derived)]
        if not _follows(problem, number, trees):
            refuse(problem, number, f"{derived} does not follow")
        if step.output not in (derived, "true") or (step.output == "true") != (number == len(problem.steps)):
            refuse(problem, number, f"the step says {step.output[:80]}")
        known.add(derived)
    if derived != conclusion:
        refuse(problem, len(problem.steps), f"derives {derived}, not {conclusion}")


def _follows(problem: Problem, number: int, trees: list[Tree]) -> bool:
    names = sorted(variables(*trees))
    if len(names) > MAX_VARIABLES:
        refuse(problem, number, f"has more than {MAX_VARIABLES} variables")
    rows = (dict(zip(names, row, strict=True)) for row in itertools.product((False, True), repeat=len(names)))
    *given, derived = trees
    return all(holds(derived, row) for row in rows if all(holds(tree, row) for tree in given))


def _check_countermodel(problem: Problem, premises: list[str], conclusion: str) -> None:
    """Each premise is shown to be true, then the conclusion to be false, under one assignment."""
    values: dict[str, bool] = {}
    shown: list[Tree] = []
    for number, step in enumerate(problem.steps, start=1):
        row = _MODEL.fullmatch(step.claim)
        if row is None:
            refuse(problem, number, "not of the form p=1,q=0|=formula")
        named = {assignment[0]: assignment[2] == "1" for assignment in row[1].split(",")}
        if any(values.setdefault(name, value) != value for name, value in named.items()):
            refuse(problem, number, "gives a variable another value than before")
        tree = parse_formula(row[2])
        if variables(tree) != named.keys() or not holds(tree, named):
            refuse(problem, number, f"{row[2]} is not true there")
        if step.output != ("false" if number == len(problem.steps) else "true"):
            refuse(problem, number, f"the step says {step.output[:80]}")
        shown.append(tree)
    trees, goal = [parse_formula(text) for text in premises], parse_formula(conclusion)
    against = goal[1] if goal[0] == "~" else ("~", goal)
    if shown[-1][0] == "&" and shown[-1][2] == against:  # the last premise and the conclusion at once
        shown[-1:] = [shown[-1][1], against]
    if set(shown[:-1]) != set(trees) or shown[-1] != against:
        refuse(problem, len(problem.steps), "the steps do not show each premise and refute the conclusion")


def entails(premises: list[Tree], conclusion: Tree) -> bool:
    """Whether the premises entail the conclusion.

    Decided by 2-SAT where all formulas are clauses of two literals at most, else by Z3.

    Raises:
        DataError: Z3 reached its time limit.
    """
    clauses = [_clause(tree) for tree in (*premises, ("~", conclusion))]
    if None not in clauses:
        return not _satisfiable([clause for clause in clauses if clause is not None])
    return entails_by_z3(premises, conclusion)


Clause = tuple[tuple[str, bool], ...]


def _clause(tree: Tree) -> Clause | None:
    """The literals of which one must hold; None if the formula is no clause of two at most."""
    sign, *parts = tree
    if sign == "~" and len(parts[0]) == 3:
        inner, left, right = parts[0]
        return _join(("~", left), ("~", right)) if inner == "&" else None
    if sign in ("|", "->"):
        return _join(parts[0] if sign == "|" else ("~", parts[0]), parts[1])
    literal = _literal(tree)
    return None if literal is None else (literal,)


def _join(left: Tree, right: Tree) -> Clause | None:
    literals = _literal(left), _literal(right)
    return None if literals[0] is None or literals[1] is None else (literals[0], literals[1])


def _literal(tree: Tree) -> tuple[str, bool] | None:
    """(letter, whether it is positive); None if the formula is no literal."""
    holds = True
    while tree[0] == "~":
        tree, holds = tree[1], not holds
    return (tree[0], holds) if len(tree) == 1 else None


def _satisfiable(clauses: list[Clause]) -> bool:
    """2-SAT: no letter may imply its negation and be implied by it."""
    implied: dict[tuple[str, bool], list[tuple[str, bool]]] = {}
    for first, *rest in clauses:
        second = rest[0] if rest else first
        for (letter, holds), other in ((first, second), (second, first)):
            implied.setdefault((letter, not holds), []).append(other)

    def leads(start: tuple[str, bool], goal: tuple[str, bool]) -> bool:
        seen, open_literals = {start}, [start]
        while open_literals:
            for literal in implied.get(open_literals.pop(), ()):
                if literal == goal:
                    return True
                if literal not in seen:
                    seen.add(literal)
                    open_literals.append(literal)
        return False

    letters = {letter for letter, _ in implied}
    return not any(leads((x, True), (x, False)) and leads((x, False), (x, True)) for x in letters)


def entails_by_z3(premises: list[Tree], conclusion: Tree) -> bool:
    """Whether the premises entail the conclusion, decided by Z3.

    Raises:
        DataError: Z3 reached its time limit.
    """
    solver = z3.Solver()
    solver.set("timeout", Z3_TIMEOUT_MS)
    solver.add(*map(_to_z3, premises), z3.Not(_to_z3(conclusion)))
    verdict = solver.check()
    if verdict == z3.unknown:
        raise DataError(f"Z3 did not decide within {Z3_TIMEOUT_MS} ms; drop the row")
    return bool(verdict == z3.unsat)


def _to_z3(tree: Tree) -> Any:
    sign, *parts = tree
    if not parts:
        return z3.Bool(sign)
    build = {"~": z3.Not, "&": z3.And, "|": z3.Or, "->": z3.Implies}[sign]
    return build(*map(_to_z3, parts))
