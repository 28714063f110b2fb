"""An answer without what does not matter: conditions, approximations, names of single values.

Also: `\\pm` becomes two values, sums and products of matrices are carried out.
"""

from tasks.verify.equal.constants import close
from tasks.verify.equal.evaluate import Budget, evaluate
from tasks.verify.equal.sets import is_set
from tasks.verify.notation.nodes import (
    Call,
    Interval,
    MathError,
    Matrix,
    Node,
    Num,
    Quantity,
    Relation,
    Seq,
    SetOp,
    Sym,
    symbols,
    walk,
)

LISTS = ("list", "both")


def shape(node: Node) -> Node:
    """The node without what does not matter: conditions, approximations, names of single values."""
    if isinstance(node, Num | Sym):
        return node
    match node:
        case Call("implies", (_, Relation(_, ops) as last)) if "=" in ops:
            return shape(last)
        case Relation():
            node = _shape_relation(node)
        case Seq(kind, items) if kind in LISTS:
            kept = [item for item in (shape(item) for item in items) if not _is_domain(item)]
            flat: list[Node] = []
            for item in kept:
                flat.extend(
                    item.items if isinstance(item, Seq) and item.kind in LISTS and _spreads(item) else (item,)
                )
            node = flat[0] if len(flat) == 1 else Seq(kind, tuple(flat))
        case SetOp("where", (inner,)) if is_set(inner) or isinstance(inner, Relation):
            node = shape(inner)
        case Seq("set", items):
            flat = []
            for item in items:
                spread = _signs(item)
                flat.extend(spread.items if isinstance(spread, Seq) and spread.kind == "list" else (spread,))
            return Seq("set", tuple(flat))
    return matrix_value(_signs(node))


def _spreads(item: Seq) -> bool:
    return not is_assignments(item.items)


def _is_domain(node: Node) -> bool:
    """`k \\in Z`: a condition on a parameter."""
    if isinstance(node, Relation) and node.ops == ("in",):
        return isinstance(node.sides[1], Sym) and node.sides[1].name.startswith("set ")
    return False


def _shape_relation(node: Relation) -> Node:
    sides, ops = node.sides, node.ops
    if "~" in ops:
        cut = ops.index("~")
        if cut == 0 and is_name(sides[0]):
            sides, ops = sides[:2], ("=",)
        else:
            sides, ops = sides[: cut + 1], ops[:cut]
        if not ops:
            return sides[0]
    if ops == ("in",) and is_name(sides[0]) and not _is_domain(node):
        return shape(sides[1])
    if set(ops) == {"="} and not symbols(node):
        try:
            values = [evaluate(side, {}, Budget(2000)) for side in sides]
        except MathError:
            return Relation(sides, ops)
        return sides[-1] if all(close(value, values[-1]) for value in values) else Relation(sides, ops)
    if set(ops) == {"="}:
        if isinstance(sides[-1], Matrix) and not any(isinstance(side, Matrix) for side in sides[:-1]):
            return sides[-1]
        named = next((side for side in sides[:-1] if is_name(side)), None)
        if named is not None:
            value = sides[-1]
            if isinstance(value, Seq) and value.kind in (*LISTS, "set", "tuple"):
                return shape(value)
            return Relation((named, value), ("=",))
        if len(sides) > 2 and symbols(sides[0]) and not any(map(symbols, sides[1:])):
            value = _shape_relation(Relation(sides[1:], ops[1:]))
            return value if isinstance(value, Relation) else Relation((sides[0], value), ("=",))
        if isinstance(sides[0], Seq) and sides[0].kind in ("tuple", *LISTS) and len(sides) == 2:
            return shape(sides[1])
        if len(sides) == 2 and is_name(sides[1]) and not symbols(sides[0]):
            return Relation((sides[1], sides[0]), ("=",))
    return Relation(sides, ops)


def is_name(node: Node) -> bool:
    """Whether a node names one unknown: x, S_1, f(x), |AB|, A:B, sin A."""
    match node:
        case Sym(name):
            return name not in ("e", "pi", "oo", "...")
        case Call("add" | "neg" | "pm" | "pow", _):
            return False
        case Call("mul", (left, right)):
            return is_name(right) and (isinstance(left, Num) or is_name(left))
        case Call("div" | "ratio", args):
            return all(is_name(arg) for arg in args)
        case SetOp(_, items):
            return all(isinstance(item, Sym) and len(item.name) == 1 for item in items)
        case Call(name, args):
            return bool(symbols(node)) or name.endswith(("()", "[]"))
        case Quantity(value):
            return is_name(value)
    return False


def _signs(node: Node) -> Node:
    """Both values of an expression with \\pm, as a list."""
    if isinstance(node, Seq | Interval | SetOp | Matrix):
        return node
    if not any(isinstance(part, Call) and part.name in ("pm", "mp") for part in walk(node)):
        return node
    if isinstance(node, Relation):
        if node.ops not in (("=",), ("!=",)):
            return node
        inner = _signs(node.sides[1])
        if isinstance(inner, Seq):
            kind = "list" if node.ops == ("=",) else "both"
            return Seq(kind, tuple(Relation((node.sides[0], value), node.ops) for value in inner.items))
        return node
    return Seq("list", (_with_sign(node, 1), _with_sign(node, -1)))


def _with_sign(node: Node, sign: int) -> Node:
    match node:
        case Call("pm" | "mp" as name, args):
            parts = tuple(_with_sign(arg, sign) for arg in args)
            minus = (sign < 0) == (name == "pm")
            last = Call("neg", (parts[-1],)) if minus else parts[-1]
            return last if len(parts) == 1 else Call("add", (parts[0], last))
        case Call(name, args):
            return Call(name, tuple(_with_sign(arg, sign) for arg in args))
        case Quantity(value, unit):
            return Quantity(_with_sign(value, sign), unit)
    return node


def matrix_value(node: Node) -> Node:
    """Sums and products of matrices carried out; other nodes as they are."""
    if not isinstance(node, Call) or node.name not in ("add", "neg", "mul", "div"):
        return node
    if not any(isinstance(part, Matrix) for part in walk(node)):
        return node
    args = [matrix_value(arg) for arg in node.args]
    match node.name, args:
        case "neg", [Matrix(rows)]:
            return Matrix(tuple(tuple(Call("neg", (cell,)) for cell in row) for row in rows))
        case "add", [Matrix(left), Matrix(right)] if [len(r) for r in left] == [len(r) for r in right]:
            return Matrix(
                tuple(
                    tuple(Call("add", pair) for pair in zip(a, b, strict=True))
                    for a, b in zip(left, right, strict=True)
                )
            )
        case "mul", [Matrix(left), Matrix(right)] if (
            all(len(row) == len(right) for row in left) and len(left) * len(right) <= 36
        ):
            columns = list(zip(*right, strict=False))
            return Matrix(tuple(tuple(_dot(row, column) for column in columns) for row in left))
        case "mul", [Matrix(rows), factor] | [factor, Matrix(rows)]:
            return Matrix(tuple(tuple(Call("mul", (factor, cell)) for cell in row) for row in rows))
        case "div", [Matrix(rows), factor]:
            return Matrix(tuple(tuple(Call("div", (cell, factor)) for cell in row) for row in rows))
    return node


def _dot(row: tuple[Node, ...], column: tuple[Node, ...]) -> Node:
    total: Node = Call("mul", (row[0], column[0]))
    for pair in zip(row[1:], column[1:], strict=False):
        total = Call("add", (total, Call("mul", pair)))
    return total


def is_assignments(items: tuple[Node, ...]) -> bool:
    """`p = 5, q = 2`: values of different unknowns."""
    names = [
        item.sides[0]
        for item in items
        if isinstance(item, Relation) and item.ops == ("=",) and is_name(item.sides[0])
    ]
    return len(names) == len(items) > 1 and len(set(names)) == len(names)
