"""Are two scalar expressions the same value?

Exact where fractions suffice, else by values at random points in 50 digits: two expressions that agree
at several points where both are defined are the same (Schwartz-Zippel); one clear difference refutes.

A rounded decimal equals an exact value only as far as it was written out:

- an exact reference and a decimal answer: at least 6 significant digits of a rational; an irrational
  is never its decimals (pi is not 3.14159265);
- a decimal reference and an exact answer: the answer rounds to the reference, which has at least 3
  significant digits (4 for an irrational);
- two decimals: one is the other rounded, to at least 6 significant digits (4 where the reference is the
  rounded one).
"""

import re
from collections.abc import Mapping
from fractions import Fraction

from tasks.verify.equal.evaluate import Budget, evaluate
from tasks.verify.equal.operations import Value, exact, hashed, real_numbers, to_float
from tasks.verify.equal.units import LETTER_UNITS, UNITS, read_unit
from tasks.verify.notation.nodes import (
    Call,
    Node,
    NotScalarError,
    Num,
    Quantity,
    Sym,
    TooLargeError,
    UndefinedError,
    symbols,
    walk,
)

_ARBITRARY = frozenset({"C", "c", "K", "k", "C_1", "C_2", "C_0", "const", "constant"})
_COUNTERS = frozenset({"n", "k", "m", "N", "j"})
_MANY_VALUED = frozenset({"sqrt", "root", "pow", "ln", "log"})
_NOISE = re.compile(
    r"^(?:or|to|nor|and|than)\b|\bor (?:more|less|fewer|greater|above|below)\b"
    r"|\b(?:is|are|was|were|not|odd|even|prime|infinitely|least|most)\b"
)
_CHINESE_NOISE = (
    "以上",
    "以下",
    "至少",
    "至多",
    "不",
    "无",
    "或",
    "多于",
    "少于",
    "左右",
    "大于",
    "小于",
    "超过",
)


def same_number(answer: Node, reference: Node, budget: Budget) -> bool | None:
    """Whether two scalars are the same value; None if that cannot be decided.

    Units are converted; one that only one side names is ignored. `28%` is 0.28 and, where the other side
    has no percent sign, 28. Degrees equal their number and their radians.
    """
    answer, reference = _as_quantities(answer, reference)
    if isinstance(answer, Quantity) or isinstance(reference, Quantity):
        return _same_quantity(answer, reference, budget)
    for name in ("percent", "deg"):
        if _is_call(answer, name) != _is_call(reference, name):
            bare = [
                node.args[0] if isinstance(node, Call) and node.name == name else node
                for node in (answer, reference)
            ]
            if same_expression(bare[0], bare[1], budget) is True:
                return True
    return same_expression(answer, reference, budget)


def _is_call(node: Node, name: str) -> bool:
    return isinstance(node, Call) and node.name == name


# Units


def _as_quantities(answer: Node, reference: Node) -> tuple[Node, Node]:
    """Read `5m` or `3 m/s` as quantities where the other side has no such letters as variables."""
    names = symbols(answer), symbols(reference)
    if names[0] == names[1]:
        return answer, reference
    left = _letters_to_unit(answer) if names[0] and not names[1] else None
    right = _letters_to_unit(reference) if names[1] and not names[0] else None
    return left or answer, right or reference


def _letters_to_unit(node: Node) -> Quantity | None:
    """`5*m/s` as 5 "m/s"; None if anything but a number is multiplied with unit letters."""
    value: Node | None = None
    unit = ""
    stack: list[tuple[Node, str]] = [(node, "")]
    while stack:
        part, sign = stack.pop()
        match part:
            case Call("mul", (left, right)):
                stack += [(right, sign), (left, sign)]
            case Call("div", (left, right)) if not sign and symbols(part):
                stack += [(right, "/"), (left, "")]
            case Call("pow", (Sym(name), Num(power))) if name in LETTER_UNITS or name.lower() in UNITS:
                unit += f"{sign or '·' if unit else sign}{name}^{power}"
            case Sym(name) if name in LETTER_UNITS or name.lower() in UNITS:
                unit += f"{sign or '·' if unit else sign}{name}"
            case _ if value is None and not sign and not symbols(part):
                value = part
            case _:
                return None
    return Quantity(value, unit) if value is not None and unit else None


def _same_quantity(answer: Node, reference: Node, budget: Budget) -> bool | None:
    left, right = _split(answer), _split(reference)
    if left is None or right is None:
        return False
    (a, unit_a), (r, unit_r) = left, right
    size_a, size_r = read_unit(unit_a) if unit_a else None, read_unit(unit_r) if unit_r else None
    if size_a is None or size_r is None:
        if unit_a and unit_r and not _alike(unit_a, unit_r):
            return False
        return same_number(a, r, budget)
    if size_a[1] != size_r[1]:
        return False
    if size_a[0] == size_r[0]:
        return same_number(a, r, budget)
    return same_expression(Call("mul", (a, Num(size_a[0] / size_r[0]))), r, budget)


def _alike(a: str, r: str) -> bool:
    """Whether two descriptions can mean the same things: they share a word, or are in two languages."""
    if a.isascii() != r.isascii():
        return True
    if not a.isascii():
        return a in r or r in a
    words = [{word.rstrip("s") for word in re.findall(r"[a-z]{2,}", text.lower())} for text in (a, r)]
    return bool(words[0] & words[1] - {"of", "the", "in", "per", "step"})


def _split(node: Node) -> tuple[Node, str] | None:
    """Value and unit; None if the words change the value ("or more")."""
    if not isinstance(node, Quantity):
        return node, ""
    words = node.unit
    if _NOISE.search(words.lower()) or any(word in words for word in _CHINESE_NOISE):
        return None
    return node.value, words


# Values


def same_expression(answer: Node, reference: Node, budget: Budget) -> bool | None:
    """Whether two expressions without units are equal."""
    if answer == reference:
        return True
    names = symbols(answer) | symbols(reference)
    if not names:
        return _same_constant(answer, reference, budget)
    verdict = _agree(answer, reference, names, budget)
    if verdict is not True:
        if _equal_up_to_constant(answer, reference, budget):
            return True
        if names <= _COUNTERS and _agree_at_integers(answer, reference, names, budget):
            return True
        if _unknowns(answer) != _unknowns(reference):
            return None
    return verdict


def _unknowns(node: Node) -> set[str]:
    """Sums, integrals and limits that only got a value by name: unlike ones prove nothing."""
    return {part.name for part in walk(node) if isinstance(part, Call) and part.name.startswith("big ")}


def _same_constant(answer: Node, reference: Node, budget: Budget) -> bool | None:
    try:
        a = evaluate(answer, {}, budget)
    except UndefinedError:
        return False
    try:
        r = evaluate(reference, {}, budget)
    except UndefinedError:
        return None
    if close(a, r):
        return True
    written_a, written_r = _rounding(answer), _rounding(reference)
    if written_a is None and written_r is None:
        return False
    difference = abs(_fraction(a) - _fraction(r)) if _is_real(a) and _is_real(r) else None
    if difference is None:
        return False
    if budget.decimals is not None and difference <= Fraction(1, 2 * 10**budget.decimals):
        return True
    if written_r is None:
        assert written_a is not None
        return bool(exact(r) and written_a[1] >= 6 and difference <= 2 * written_a[0])
    if written_a is None:
        return bool(written_r[1] >= (3 if exact(a) else 4) and difference <= written_r[0])
    if written_a[0] == written_r[0]:
        return False
    coarse, digits = (written_a, 6) if written_a[0] > written_r[0] else (written_r, 4)
    return bool(coarse[1] >= digits and difference <= coarse[0])


def _rounding(node: Node) -> tuple[Fraction, int] | None:
    """Half a unit of the last decimal and the number of significant digits of a decimal as written."""
    match node:
        case Num(value, int(decimals)):
            digits = len(str(abs(value.numerator * 10**decimals // value.denominator)))
            return Fraction(1, 2 * 10**decimals), digits
        case Call("neg" | "deg", (inner,)):
            return _rounding(inner)
        case Call("percent", (inner,)):
            found = _rounding(inner)
            return found and (found[0] / 100, found[1])
        case Call("mul", (left, Call("pow", (Num(Fraction(numerator=10, denominator=1)), _)) as scale)):
            found = _rounding(left)
            if found is None:
                return None
            factor = evaluate(scale, {}, Budget(100))
            return (found[0] * factor, found[1]) if exact(factor) else None
    return None


def _is_real(value: Value) -> bool:
    return exact(value) or (real_numbers().im(value) == 0 and abs(value) < 1e300)


def _fraction(value: Value) -> Fraction:
    return value if exact(value) else Fraction(str(real_numbers().nstr(real_numbers().re(value), 45)))


def close(a: Value, b: Value) -> bool:
    """Equal fractions, or equal to 30 of 50 digits."""
    if exact(a) and exact(b):
        return bool(a == b)
    mp = real_numbers()
    a, b = to_float(a), to_float(b)
    if mp.isinf(a) or mp.isinf(b):
        return bool(a == b)
    size = max(abs(a), abs(b))
    if size == 0:
        return True
    if size < 1e-36:
        return bool(abs(a - b) <= size * mp.mpf(10) ** -30) or min(abs(a), abs(b)) == 0
    return bool(abs(a - b) <= size * mp.mpf(10) ** -30)


def points(names: set[str]) -> list[Mapping[str, Fraction]]:
    """Where expressions are compared: positive, then mixed in sign."""
    ordered = sorted(names)
    near = {name: Fraction(round(hashed(name, 1) * 13)) for name in ordered}
    far = {name: hashed(name, 2) + 1 for name in ordered}
    mixed = {name: hashed(name, 3) * (-1 if place % 2 == 0 else 1) for place, name in enumerate(ordered)}
    small = {name: hashed(name, 4) / 7 for name in ordered}
    return [near, mixed, far, small]


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
            if place == 1 and _many_valued(answer, reference):
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
        if a is not None and r is not None:
            differences.append(to_float(a) - to_float(r))
    scale = max((abs(d) for d in differences), default=0)
    return len(differences) >= 3 and all(abs(d - differences[0]) <= (scale + 1) * 1e-25 for d in differences)


def _constant_term(node: Node) -> str | None:
    """The name of an arbitrary constant that is added or subtracted at the top of an expression."""
    stack = [node]
    while stack:
        match stack.pop():
            case Call("add", args) | Call("neg", args):
                stack.extend(args)
            case Sym(name) if name in _ARBITRARY:
                return name
    return None


__all__ = ["NotScalarError", "TooLargeError", "close", "points", "same_expression", "same_number"]
