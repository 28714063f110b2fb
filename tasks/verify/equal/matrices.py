"""Matrices and vectors; ratios, residue classes and digits in a base."""

from collections.abc import Mapping
from fractions import Fraction

from tasks.verify.equal.arithmetic import exact
from tasks.verify.equal.evaluate import evaluate
from tasks.verify.equal.lists import in_order
from tasks.verify.equal.verdicts import PASS, Comparison, Ruling, every
from tasks.verify.notation.nodes import (
    ONE,
    ZERO,
    Based,
    Call,
    Interval,
    Matrix,
    Node,
    Num,
    Seq,
    Sym,
    children,
    substituted,
    walk,
)


def same_matrices(a: Node, r: Node, compare: Comparison) -> Ruling:
    """Cell by cell; a vector also equals the tuple of its cells."""
    if not isinstance(a, Matrix) and not isinstance(r, Matrix):
        return PASS
    if isinstance(r, Matrix) and isinstance(a, Call) and a.name == "binom":
        a = Matrix(tuple((entry,) for entry in a.args))
    rows_a, rows_r = _rows(a), _rows(r)
    if rows_a is None or rows_r is None:
        return False
    if [len(row) for row in rows_a] != [len(row) for row in rows_r]:
        vector_a, vector_r = _vector(a), _vector(r)
        both = (
            vector_a is not None and vector_r is not None and isinstance(a, Matrix) != isinstance(r, Matrix)
        )
        return in_order(vector_a or (), vector_r or (), compare) if both else False
    return every(
        [
            compare.try_same(x, y)
            for p, q in zip(rows_a, rows_r, strict=True)
            for x, y in zip(p, q, strict=True)
        ]
    )


def _along_axes(node: Node, size: int, compare: Comparison) -> tuple[Node, ...] | None:
    """The components of `3i - 4j`; None if the node is no sum of multiples of i, j and k."""
    if isinstance(node, Call) and {part.name for part in walk(node) if isinstance(part, Sym)} <= {*"ijk"}:
        axes: list[Mapping[str, Node]] = [
            {name: ONE if name == axis else ZERO for name in "ijk"} for axis in ("i", "j", "k", "")
        ]
        values = [evaluate(substituted(node, axis), {}, compare.budget) for axis in axes]
        if all(map(exact, values)) and values[3] == 0 and all(value == 0 for value in values[size:3]):
            return tuple(Num(Fraction(value)) for value in values[:size])
    return None


def same_vectors(a: Node, r: Node, compare: Comparison) -> Ruling:
    """`3i - 4j` with a vector or tuple of two or three entries."""
    for one, other in ((a, r), (r, a)):
        entries = _vector(other) if isinstance(other, Matrix | Seq) else None
        if entries is not None and len(entries) in (2, 3) and isinstance(one, Call) and one.name != "binom":
            along = _along_axes(one, len(entries), compare)
            if along is not None:
                return in_order(along, entries, compare)
    return PASS


def _rows(node: Node) -> tuple[tuple[Node, ...], ...] | None:
    if isinstance(node, Matrix):
        return node.rows
    if isinstance(node, Seq | Interval):
        if all(isinstance(item, Seq | Interval) for item in children(node)):
            return tuple(children(item) for item in children(node))
        return tuple((item,) for item in children(node))
    return None


def _vector(node: Node) -> tuple[Node, ...] | None:
    if isinstance(node, Matrix):
        if len(node.rows) == 1:
            return node.rows[0]
        return tuple(row[0] for row in node.rows) if all(len(row) == 1 for row in node.rows) else None
    return children(node) if isinstance(node, Seq | Interval) else None


def same_ratios(a: Node, r: Node, compare: Comparison) -> Ruling:
    """`2:3:4` with `4:6:8`; residue classes need the same modulus; digits need the same base."""
    match a, r:
        case Call("ratio", left), Call("ratio", right) if len(left) != 2 or len(right) != 2:
            if len(left) != len(right):
                return False
            crossed = [
                (Call("mul", (x, right[0])), Call("mul", (y, left[0])))
                for x, y in zip(left, right, strict=True)
            ]
            return every([compare.try_same(x, y) for x, y in crossed])
        case Call("modclass", (x, m)), Call("modclass", (y, n)):
            return every([compare.try_same(m, n), compare.try_same(Call("mod", (x, m)), Call("mod", (y, n)))])
        case (Call("modclass", _), Call("mod", args)) | (Call("mod", args), Call("modclass", _)):
            as_class = Call("modclass", args)
            return compare.same(a, as_class) if a == Call("modclass", a.args) else compare.same(as_class, r)
        case (Call("modclass", (x, _)), _):
            return compare.same(x, r)
        case (_, Call("modclass", (y, _))):
            return compare.same(a, y)
        case Based(value, base), Based(other, expected):
            return value == other and base == expected
        case (Based(value, base), Num()) | (Num(), Based(value, base)):
            plain = a if isinstance(a, Num) else r
            return base == 10 and isinstance(plain, Num) and plain.value == value
    return PASS
