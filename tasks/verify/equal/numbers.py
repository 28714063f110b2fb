"""Are two scalar expressions the same value?

Exact where fractions suffice, else by values at random points in 50 digits: two expressions that agree
at several points where both are defined are the same (Schwartz-Zippel); one clear difference refutes.

A rounded decimal equals an exact value only as far as it was written out:

- an exact reference and a decimal answer: at least 6 significant digits of a rational; an irrational
  is never its decimals (pi is not 3.14159265);
- a decimal reference and an exact answer: the answer rounds to the reference, which has at least 3
  significant digits (4 for an irrational);
- two decimals: the answer rounds to the reference, which has two decimals, or three digits before a power of
  ten; or the reference rounds to the answer, which has at least 6 significant digits.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import permutations

from tasks.verify.equal.arithmetic import Value, exact, hashed, real_numbers, to_float
from tasks.verify.equal.constants import close, same_constant
from tasks.verify.equal.evaluate import Budget, evaluate
from tasks.verify.notation.nodes import (
    Call,
    Node,
    Num,
    Sym,
    UndefinedError,
    substituted,
    symbols,
    walk,
)

_ARBITRARY = frozenset({"C", "c", "K", "k", "C_1", "C_2", "C_0", "const", "constant"})
_PICTURES = frozenset(
    {"square", "triangle", "angle", "circle", "bigcirc", "star", "bigstar", "diamond", "Box"}
)
"""Signs that are shown one after the other and are no factors."""
_FREE = re.compile(r"[CcKk](?:_\d)?|[ABD]")
_COUNTERS = frozenset({"n", "k", "m", "N", "j"})
_MANY_VALUED = frozenset({"sqrt", "root", "pow", "ln", "log"})


# Values


def same_expression(answer: Node, reference: Node, budget: Budget) -> bool | None:
    """Whether two expressions without units are equal."""
    if answer == reference:
        return True
    names = symbols(answer) | symbols(reference)
    if names and names <= _PICTURES:
        return False
    if not names:
        return same_constant(answer, reference, budget)
    verdict = _agree(answer, reference, names, budget)
    if verdict is not True:
        if _equal_up_to_constant(answer, reference, budget):
            return True
        if _renamed_constants(answer, reference, budget):
            return True
        if names <= _COUNTERS and _agree_at_integers(answer, reference, names, budget):
            return True
        if _unknowns(answer) != _unknowns(reference):
            return None
    return verdict


def _unknowns(node: Node) -> set[str]:
    """Sums, integrals and limits that only got a value by name: unlike ones prove nothing."""
    return {part.name for part in walk(node) if isinstance(part, Call) and part.name.startswith("big ")}


def points(names: set[str]) -> list[Mapping[str, Fraction]]:
    """Where expressions are compared: whole numbers and fractions by turns; the second mixed in sign."""
    return _points(tuple(sorted(names)))


@lru_cache(maxsize=1024)
def _points(ordered: tuple[str, ...]) -> list[Mapping[str, Fraction]]:
    near = {name: Fraction(round(hashed(name, 1) * 13)) for name in ordered}
    mixed = {
        name: Fraction(round(hashed(name, 3) * 400) * (-1 if place % 2 == 0 else 1), 331)
        for place, name in enumerate(ordered)
    }
    far = {name: Fraction(round(hashed(name, 2) * 97)) for name in ordered}
    small = {name: hashed(name, 4) / 7 for name in ordered}
    large = {name: 60 + 40 * hashed(name, 5) for name in ordered}
    return [near, mixed, far, small, large]


def _agree(answer: Node, reference: Node, names: set[str], budget: Budget) -> bool | None:
    agreed = 0
    for place, point in enumerate(points(names)):
        values = [_value(node, point, budget) for node in (answer, reference)]
        a, r = values
        if a is None and r is None:
            continue
        if a is None or r is None:
            return None
        if not close(a, r):
            if _many_valued(answer, reference) and (place == 1 or _leaves_the_reals(a, r, names)):
                continue
            return False
        agreed += 1
        if agreed >= 3:
            return True
    return True if agreed >= 2 else None


def _many_valued(*nodes: Node) -> bool:
    """Roots and logarithms, no absolute values: compared where the variables are positive."""
    parts = [part.name for node in nodes for part in walk(node) if isinstance(part, Call)]
    return any(name in _MANY_VALUED - {"pow"} for name in parts) and "abs" not in parts


def _leaves_the_reals(a: Value, r: Value, names: set[str]) -> bool:
    """Whether a value is complex though nothing but a root or logarithm of the variables makes it so."""
    return bool(names) and any(not exact(value) and abs(real_numbers().im(value)) > 1e-30 for value in (a, r))


def _value(node: Node, point: Mapping[str, Fraction], budget: Budget) -> Value | None:
    try:
        return evaluate(node, point, budget)
    except UndefinedError:
        return None


def _agree_at_integers(answer: Node, reference: Node, names: set[str], budget: Budget) -> bool:
    """Sequences such as (-1)^n and cos(n pi) are compared at integers."""
    ordered = sorted(names)
    for start in (2, 3, 5, 8, 11):
        point = {name: Fraction(start + 2 * place) for place, name in enumerate(ordered)}
        a, r = _value(answer, point, budget), _value(reference, point, budget)
        if a is None or r is None or not close(a, r):
            return False
    return True


def _equal_up_to_constant(answer: Node, reference: Node, budget: Budget) -> bool:
    """Antiderivatives: both have `+ C` under whatever name, and differ by a constant."""
    names_a, names_r = symbols(answer), symbols(reference)
    free_a, free_r = _constant_term(answer), _constant_term(reference)
    if free_a is None or free_r is None or names_a - {free_a} != names_r - {free_r}:
        return False
    differences = []
    for point in points(names_a - {free_a}):
        a = _value(answer, {**point, free_a: Fraction(0)}, budget)
        r = _value(reference, {**point, free_r: Fraction(0)}, budget)
        if a is not None and r is not None and not _leaves_the_reals(a, r, names_a):
            differences.append(to_float(a) - to_float(r))
    scale = max((abs(d) for d in differences), default=0)
    return len(differences) >= 3 and all(abs(d - differences[0]) <= (scale + 1) * 1e-25 for d in differences)


def _renamed_constants(answer: Node, reference: Node, budget: Budget) -> bool:
    """General solutions: `A e^x + B e^{-x}` for `C_1 e^x + C_2 e^{-x}`, the constants under any names."""
    free_a, free_r = (
        sorted(name for name in symbols(node) if _FREE.fullmatch(name)) for node in (answer, reference)
    )
    if not free_r or len(free_a) != len(free_r) or len(free_r) > 3:
        return False
    if isinstance(answer, Sym) or isinstance(reference, Sym):
        return False
    if not any(name[0] in "Cc" for name in free_r) or symbols(answer) - {*free_a} != symbols(reference) - {
        *free_r
    }:
        return False
    names = symbols(reference)
    for order in permutations(free_a):
        if list(order) == free_r:
            continue
        renamed = substituted(answer, {old: Sym(new) for old, new in zip(order, free_r, strict=True)})
        if _agree(renamed, reference, names, budget) is True:
            return True
    return False


def _constant_term(node: Node) -> str | None:
    """The name of an arbitrary constant that is added or subtracted at the top of an expression."""
    stack = [node]
    while stack:
        match stack.pop():
            case Call("add", args) | Call("neg", args):
                stack.extend(args)
            case Call("div", (above, Num())):
                stack.append(above)
            case Sym(name) if name in _ARBITRARY:
                return name
    return None
