"""Matrices and vectors; ratios, residue classes and digits in a base."""

from tasks.verify.equal.lists import in_order
from tasks.verify.equal.verdicts import PASS, Comparison, Ruling, every
from tasks.verify.notation.nodes import (
    Based,
    Call,
    Interval,
    Matrix,
    Node,
    Num,
    Seq,
    children,
)


def same_matrices(a: Node, r: Node, compare: Comparison) -> Ruling:
    """Cell by cell; a vector also equals the tuple of its cells."""
    if not isinstance(a, Matrix) and not isinstance(r, Matrix):
        return PASS
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
