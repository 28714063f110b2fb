"""Bare lists, sets, tuples."""

from tasks.verify.equal.shapes import LISTS
from tasks.verify.equal.verdicts import MAX_ITEMS, PASS, Comparison, Ruling, every
from tasks.verify.notation.nodes import (
    Matrix,
    Node,
    Relation,
    Seq,
    TooLargeError,
)


def same_lists(a: Node, r: Node, compare: Comparison) -> Ruling:
    """Bare lists, sets, tuples."""
    kinds = tuple(node.kind if isinstance(node, Seq) else "" for node in (a, r))
    if kinds == ("", ""):
        return PASS
    if isinstance(a, Matrix) or isinstance(r, Matrix):
        return PASS
    if not isinstance(a, Seq) or not isinstance(r, Seq):
        return _one_and_many(a, r, compare)
    if len(a.items) > MAX_ITEMS or len(r.items) > MAX_ITEMS:
        raise TooLargeError("items")
    left, right = ("list" if kind == "both" else kind for kind in kinds)
    ordered = {"tuple", "bracket"}
    if left in ordered and right in ordered:
        return in_order(a.items, r.items, compare) if left == right else False
    if {left, right} == {"list", "tuple"} or {left, right} == {"list", "bracket"}:
        return _list_and_tuple(a, r, compare)
    if left in ordered or right in ordered:
        return False
    if "set" in (left, right) or all(isinstance(item, Seq) for item in (*a.items, *r.items)):
        return matched(_distinct(a.items, compare), _distinct(r.items, compare), compare)
    return matched(list(a.items), list(r.items), compare)


def _one_and_many(a: Node, r: Node, compare: Comparison) -> bool | None:
    several = a if isinstance(a, Seq) else r
    single = r if isinstance(a, Seq) else a
    assert isinstance(several, Seq)
    if several.kind in (*LISTS, "set"):
        distinct = _distinct(several.items, compare)
        if len(distinct) == 1:
            return compare.same(distinct[0], single) if several is a else compare.same(single, distinct[0])
    return False


def _list_and_tuple(a: Seq, r: Seq, compare: Comparison) -> bool | None:
    listed, fixed = (a, r) if a.kind in LISTS else (r, a)
    values = tuple(
        item.sides[1] if isinstance(item, Relation) and item.ops == ("=",) else item for item in listed.items
    )
    pair = (values, fixed.items) if listed is a else (fixed.items, values)
    return in_order(pair[0], pair[1], compare)


def in_order(a: tuple[Node, ...], r: tuple[Node, ...], compare: Comparison) -> bool | None:
    """Whether the items are the same one by one."""
    if len(a) != len(r):
        return False
    return every([compare.try_same(x, y) for x, y in zip(a, r, strict=True)])


def matched(a: list[Node], r: list[Node], compare: Comparison) -> bool | None:
    """Whether each item of one list pairs with one of the other."""
    if len(a) != len(r):
        return False
    if len(a) > MAX_ITEMS:
        raise TooLargeError("items")
    left, unsure = list(a), False
    for wanted in r:
        verdicts = []
        for item in left:
            verdict = compare.try_same(item, wanted)
            verdicts.append(verdict)
            if verdict is True:
                break
        if True in verdicts:
            del left[verdicts.index(True)]
        elif None in verdicts:
            unsure = True
        else:
            return False
    return None if unsure else True


def _distinct(items: tuple[Node, ...], compare: Comparison) -> list[Node]:
    kept: list[Node] = []
    for item in items:
        if not any(compare.try_same(item, other) is True for other in kept):
            kept.append(item)
    return kept
