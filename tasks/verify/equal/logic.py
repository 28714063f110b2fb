"""Propositions: the same up to the order of what "and" and "or" join, and double negation."""

from tasks.verify.equal.verdicts import PASS, Comparison, Ruling
from tasks.verify.notation.nodes import Call, Node

_CONNECTIVES = frozenset({"and", "or", "not", "implies", "iff"})


def same_propositions(a: Node, r: Node, compare: Comparison) -> Ruling:
    """Not equivalence: the contrapositive of an implication is another answer."""
    if not (_is_proposition(a) and _is_proposition(r)):
        return PASS
    compare.budget.spend(20)
    return _form(a) == _form(r)


def _is_proposition(node: Node) -> bool:
    return isinstance(node, Call) and node.name in _CONNECTIVES


def _form(node: Node) -> object:
    match node:
        case Call("not", (Call("not", (inner,)),)):
            return _form(inner)
        case Call("and" | "or" as name, _):
            return name, frozenset(_form(part) for part in _joined(node, name))
        case Call("iff", args):
            return "iff", frozenset(map(_form, args))
        case Call("not" | "implies" as name, args):
            return name, tuple(map(_form, args))
    return node


def _joined(node: Node, name: str) -> list[Node]:
    if isinstance(node, Call) and node.name == name:
        return [part for arg in node.args for part in _joined(arg, name)]
    return [node]
