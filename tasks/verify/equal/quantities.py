"""Values with units: converted, or compared as words."""

import re
from fractions import Fraction

from tasks.verify.equal.evaluate import Budget, evaluate
from tasks.verify.equal.numbers import same_expression
from tasks.verify.equal.units import LETTER_UNITS, UNITS, Dimension, read_unit
from tasks.verify.notation.nodes import (
    Call,
    Node,
    Num,
    Quantity,
    Sym,
    UndefinedError,
    symbols,
)

_NOISE = re.compile(
    r"^(?:or|to|nor|and|than)\b|\bor (?:more|less|fewer|greater|above|below)\b"
    r"|\b(?:is|are|was|were|not|odd|even|prime|infinitely|least|most)\b"
)
_SMALL_WORDS = frozenset({"of", "the", "in", "per", "a", "an", "to", "total", "all", "for", "each"})
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


Size = tuple[Fraction, Dimension]
_RADIANS = re.compile(r"[\s{}]*(?:rad|rads|radians?|弧度)[\s{}.]*", re.IGNORECASE)
_WORDS = re.compile(r"[a-z]{2,}")


def same_number(answer: Node, reference: Node, budget: Budget) -> bool | None:
    """Whether two scalars are the same value; None if that cannot be decided.

    Units are converted; one that only one side names is ignored. `28%` is 0.28 and, where the other side
    has no percent sign, 28. Degrees equal their number and their radians.
    """
    answer, reference = _as_quantities(answer, reference)
    if _in_radians(answer) or _in_radians(reference):
        return same_expression(_plain(answer), _plain(reference), budget)
    if isinstance(answer, Quantity) or isinstance(reference, Quantity):
        return _same_quantity(answer, reference, budget)
    for name in ("percent", "deg"):
        if _is_call(answer, name) != _is_call(reference, name):
            if name == "percent" and _below_one(reference, budget):
                continue
            bare = [
                node.args[0] if isinstance(node, Call) and node.name == name else node
                for node in (answer, reference)
            ]
            if same_expression(bare[0], bare[1], budget) is True:
                return True
    return same_expression(answer, reference, budget)


def _in_radians(node: Node) -> bool:
    return isinstance(node, Quantity) and _RADIANS.fullmatch(node.unit) is not None


def _plain(node: Node) -> Node:
    return node.value if isinstance(node, Quantity) else node


def _below_one(node: Node, budget: Budget) -> bool:
    """Whether a number without its percent sign is a share already: 0.25% is not 0.25."""
    bare = node.args[0] if isinstance(node, Call) and node.name == "percent" else node
    if symbols(bare):
        return False
    try:
        value = evaluate(bare, {}, budget)
    except UndefinedError:
        return False
    return bool(abs(value) < 1)


def _is_call(node: Node, name: str) -> bool:
    return isinstance(node, Call) and node.name == name


# Units


def _as_quantities(answer: Node, reference: Node) -> tuple[Node, Node]:
    """Read `5m` or `3 m/s` as quantities where the other side has no such letters as variables."""
    names = symbols(answer), symbols(reference)
    if names[0] == names[1]:
        return answer, reference
    left = _letters_to_unit(answer) if names[0] else None
    right = _letters_to_unit(reference) if names[1] else None
    if names[0] and names[1] and (left is None or right is None):
        return answer, reference
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
            case Call("pow", (Sym(name), Call("neg", (Num(power),)))) if (
                name in LETTER_UNITS or name.lower() in UNITS
            ):
                unit += f"{sign or '·' if unit else sign}{name}^-{power}"
            case Sym(name) if name in LETTER_UNITS or name.lower() in UNITS:
                unit += f"{sign or '·' if unit else sign}{name}"
            case _ if not sign and not symbols(part):
                value = part if value is None else Call("mul", (value, part))
            case _:
                return None
    return Quantity(value, unit) if value is not None and unit else None


def _same_quantity(answer: Node, reference: Node, budget: Budget) -> bool | None:
    left, right = _split(answer), _split(reference)
    if left is None or right is None:
        return False
    (a, unit_a), (r, unit_r) = left, right
    size_a, size_r = read_unit(unit_a) if unit_a else None, read_unit(unit_r) if unit_r else None
    if size_a and size_r and size_a[1] != size_r[1]:
        size_a, size_r = _as_money(unit_a, size_a, size_r), _as_money(unit_r, size_r, size_a)
    if size_a is None or size_r is None:
        if unit_a and unit_r and not _alike(unit_a, unit_r):
            return False
        if not (unit_a and unit_r) and symbols(a if unit_a else r):
            return False
        return same_number(a, r, budget)
    if size_a[1] != size_r[1]:
        return False
    if size_a[0] == size_r[0]:
        return same_number(a, r, budget)
    return same_expression(Call("mul", (a, Num(size_a[0] / size_r[0]))), r, budget)


def _as_money(unit: str, size: Size, other: Size) -> Size:
    """Pounds beside pence are money."""
    return UNITS["gbp"] if unit.strip() in ("pound", "pounds") and other[1] == UNITS["gbp"][1] else size


def _alike(a: str, r: str) -> bool:
    """Whether two descriptions can mean the same things: they share a word, or are in two languages."""
    if a.isascii() != r.isascii():
        return True
    if not a.isascii():
        return a in r or r in a
    words = [{word.rstrip("s") for word in _WORDS.findall(text.lower())} - _SMALL_WORDS for text in (a, r)]
    return bool(words[0] & words[1]) and (words[0] <= words[1] or words[1] <= words[0])


def _split(node: Node) -> tuple[Node, str] | None:
    """Value and unit; None if the words change the value ("or more")."""
    if not isinstance(node, Quantity):
        return node, ""
    words = node.unit
    if _NOISE.search(words.lower()) or any(word in words for word in _CHINESE_NOISE):
        return None
    return node.value, words
