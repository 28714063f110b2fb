"""Intervals, unions, inequalities and orderings, with and without parameters."""

from tasks.verify.equal.equations import factor_between
from tasks.verify.equal.lists import matched
from tasks.verify.equal.sets import is_set, same_set
from tasks.verify.equal.shapes import LISTS, is_name
from tasks.verify.equal.verdicts import PASS, Comparison, Ruling, every
from tasks.verify.notation.nodes import (
    Call,
    Interval,
    Node,
    Relation,
    Seq,
    SetOp,
    Sym,
    symbols,
)

_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


# Rules: each decides a pair of shapes or passes it on.


def same_ranges(a: Node, r: Node, compare: Comparison) -> Ruling:
    """Intervals, unions, inequalities."""
    if not is_set(a) and not is_set(r):
        return PASS
    if isinstance(a, Relation) and isinstance(r, Relation):
        return _inequalities(a, r, compare)
    if (
        isinstance(a, Seq)
        and isinstance(r, Seq)
        and a.kind in LISTS
        and r.kind in LISTS
        and len(a.items) == len(r.items)
    ):
        verdict = matched(list(a.items), list(r.items), compare)
        if verdict is True:
            return True
    if (
        isinstance(_as_interval(a), Interval)
        and isinstance(_as_interval(r), Interval)
        and (isinstance(a, Interval | Seq) or isinstance(r, Seq))
    ):
        return _structural(a, r, compare)
    verdict = same_set(a, r, compare.budget) if not (symbols_of_sets(a) or symbols_of_sets(r)) else None
    return verdict if verdict is not None else _structural(a, r, compare)


def symbols_of_sets(node: Node) -> set[str]:
    """Variables in the end points of intervals: such sets are compared part by part."""
    if isinstance(node, Relation):
        return set() if len(symbols(node)) == 1 else symbols(node)
    if isinstance(node, Seq) and node.kind in LISTS:
        names = set().union(*[symbols(item) for item in node.items if isinstance(item, Relation)])
        return names if len(names) > 1 else set().union(*[symbols_of_sets(item) for item in node.items])
    return (
        {name for name in symbols(node) if not name.startswith("set ")}
        if not isinstance(node, SetOp)
        else set().union(*[symbols_of_sets(item) for item in node.items])
    )


def _structural(a: Node, r: Node, compare: Comparison) -> bool | None:
    match _as_interval(a), _as_interval(r):
        case Interval() as left, Interval() as right:
            if (left.low_closed, left.high_closed) != (right.low_closed, right.high_closed):
                return False
            return every([compare.try_same(left.low, right.low), compare.try_same(left.high, right.high)])
        case SetOp(name, items), SetOp(other, others) if name == other:
            if name == "minus":
                return every([compare.same(x, y) for x, y in zip(items, others, strict=False)])
            return matched(_operands(name, a), _operands(name, r), compare)
        case Relation(), Relation():
            return None
    return None if isinstance(a, Relation) or isinstance(r, Relation) else False


def _operands(name: str, node: Node) -> list[Node]:
    if isinstance(node, SetOp) and node.name == name:
        return [part for item in node.items for part in _operands(name, item)]
    return [node]


def _as_interval(node: Node) -> Node:
    if isinstance(node, Seq) and node.kind == "tuple" and len(node.items) == 2:
        return Interval(node.items[0], node.items[1], False, False)
    if isinstance(node, Relation) and len(node.ops) == 2 and is_name(node.sides[1]):
        low, _, high = node.sides
        if set(node.ops) <= {"<", "<="}:
            return Interval(low, high, node.ops[0] == "<=", node.ops[1] == "<=")
        if set(node.ops) <= {">", ">="}:
            return Interval(high, low, node.ops[1] == ">=", node.ops[0] == ">=")
    if isinstance(node, Relation) and len(node.ops) == 1 and is_name(node.sides[0]):
        end, minus = node.sides[1], Call("neg", (Sym("oo"),))
        if node.ops[0] in ("<", "<="):
            return Interval(minus, end, False, node.ops[0] == "<=")
        if node.ops[0] in (">", ">="):
            return Interval(end, Sym("oo"), node.ops[0] == ">=", False)
    return node


def _inequalities(a: Relation, r: Relation, compare: Comparison) -> bool | None:
    names_a, names_r = symbols(a), symbols(r)
    if not names_a or not names_r or (names_a == names_r and len(a.sides) == len(r.sides) > 3):
        return _ordering(a, r, compare)
    if a.ops == r.ops and len(a.sides) == len(r.sides):
        sides = [compare.try_same(x, y) for x, y in zip(a.sides, r.sides, strict=True)]
        if all(side is True for side in sides):
            return True
    if len(names_a) == 1 and len(names_r) == 1:
        return same_set(a, r, compare.budget) if names_a == names_r else False
    if len(a.ops) == len(r.ops) == 1 and names_a == names_r:
        factor = factor_between(a, r, compare.budget)
        if factor is None:
            return False
        wanted = r.ops[0] if factor > 0 else _FLIPPED.get(r.ops[0])
        return a.ops[0] == wanted
    if tuple(_FLIPPED.get(op, op) for op in reversed(a.ops)) == r.ops:
        return every([compare.try_same(x, y) for x, y in zip(reversed(a.sides), r.sides, strict=True)])
    return False


def _ordering(a: Relation, r: Relation, compare: Comparison) -> bool | None:
    """Chains of given values: the order itself is the answer, in either direction."""
    if a.ops != r.ops:
        a = Relation(tuple(reversed(a.sides)), tuple(_FLIPPED.get(op, op) for op in reversed(a.ops)))
    if a.ops != r.ops:
        return False
    return every([compare.try_same(x, y) for x, y in zip(a.sides, r.sides, strict=True)])
