"""Names that a text binds, under any letter: x in `{x | x > 2}`, t in `f(t) = 2t`, k in `k pi, k in Z`."""

from fractions import Fraction

from tasks.verify.equal.arithmetic import exact
from tasks.verify.equal.evaluate import Budget, evaluate
from tasks.verify.notation.nodes import (
    Call,
    MathError,
    Node,
    Num,
    Relation,
    Seq,
    SetOp,
    Sym,
    substituted,
    symbols,
)


def with_names_of(answer: Node, reference: Node, budget: Budget) -> tuple[Node, Node]:
    """Both sides with the bound name of the reference; a family `7k+3` beside a residue class is one, too."""
    classes = _as_class(answer, reference, budget), _as_class(reference, answer, budget)
    if any(classes):
        return classes[0] or answer, classes[1] or reference
    given, expected = _bound(answer), _bound(reference)
    if given is None or expected is None or given == expected or expected in symbols(answer):
        return answer, reference
    return _renamed(answer, {given: Sym(expected)}), reference


def _bound(node: Node) -> str | None:
    match node:
        case SetOp("where", (Relation() as condition,)):
            names = symbols(condition)
            return names.pop() if len(names) == 1 else None
        case Relation((Call(name, (Sym(variable),)), value), ("=",)) if name.endswith("()"):
            return variable if symbols(value) == {variable} else None
    family = _family(node)
    return family[1] if family else None


def _family(node: Node) -> tuple[Node, str] | None:
    """The members and the parameter of `x = 7k + 3, k in Z`."""
    match node:
        case Seq("list", (members, Relation((Sym(name), Sym("set Z")), ("in",)))):
            return members, name
    return None


def _renamed(node: Node, names: dict[str, Node]) -> Node:
    match node:
        case Relation(sides, ops):
            return Relation(tuple(_renamed(side, names) for side in sides), ops)
        case Seq(kind, items):
            return Seq(kind, tuple(_renamed(item, names) for item in items))
        case SetOp(name, items):
            return SetOp(name, tuple(_renamed(item, names) for item in items))
    return substituted(node, names)


def _as_class(node: Node, other: Node, budget: Budget) -> Node | None:
    """`x = 7k + 3, k in Z` as `x = 3 mod 7`, where the other side is a residue class."""
    match other:
        case Relation((_, Call("modclass", _)), ("=",)):
            pass
        case _:
            return None
    family = _family(node)
    match family:
        case (Relation((name, value), ("=",)), parameter) if symbols(value) == {parameter}:
            pass
        case _:
            return None
    try:
        values = [evaluate(value, {parameter: Fraction(k)}, budget) for k in (0, 1, 2, 7)]
    except MathError:
        return None
    if not all(exact(one) and one.denominator == 1 for one in values):
        return None
    step = abs(int(values[1] - values[0]))
    if step < 2 or [one - values[0] for one in values] != [k * (values[1] - values[0]) for k in (0, 1, 2, 7)]:
        return None
    return Relation((name, Call("modclass", (Num(Fraction(values[0])), Num(Fraction(step))))), ("=",))
