"""LaTeX constructs: fractions, binomials, sums and integrals, matrices, cases."""

from tasks.verify.notation.cursor import Cursor
from tasks.verify.notation.functions import root
from tasks.verify.notation.nodes import Call, Matrix, Node, NotReadableError, Num, Relation, Seq, Sym

_MATRICES = ("pmatrix", "bmatrix", "matrix", "array", "Bmatrix", "smallmatrix", "vmatrix", "Vmatrix")
_CONDITION_WORDS = frozenset({"if", "for", "when", "where", "as", "with", "当", "若", "时"})
_OTHERWISE = frozenset({"otherwise", "else", "elsewhere", "其他", "其它", "否则"})
_LINES = ("cases", "aligned", "align", "gathered", "split", "rcases", "dcases", "equation")


def construct(c: Cursor, name: str) -> Node:
    """`\\frac`, `\\sqrt`, `\\binom`, environments, sums and integrals."""
    c.deeper()
    c.place += 1
    if name == "frac":
        above = c.argument()
        node: Node = Call("div", (above, c.argument()))
    elif name == "sqrt":
        node = root(c)
    elif name == "binom":
        above = c.argument()
        node = Call("binom", (above, c.argument()))
    elif name in ("overline", "dot"):
        node = c.argument(whole_number=True)
        if isinstance(node, Num) and node.value < 10:
            node = Call("repeated", (node,))
    elif name.startswith("begin "):
        node = _environment(c, name.removeprefix("begin "))
    elif name in ("sum", "prod", "int", "iint", "oint", "lim"):
        node = _bound(c, name)
    else:
        raise NotReadableError(f"\\{name} here")
    c.depth -= 1
    return node


def _bound(c: Cursor, name: str) -> Node:
    """A sum, product, integral or limit with its bounds: (body, lower, upper)."""
    none: Node = Sym("nothing")
    bounds = {"_": none, "^": none}
    for _ in range(2):
        mark = c.take_op("_", "^")
        if mark:
            bounds[mark] = c.argument(whole_number=True)
    body = c.product() if name != "int" else c.expression()
    return Call(f"big {name}", (body, bounds["_"], bounds["^"]))


def _of_row(row: tuple[Node, ...]) -> tuple[Node, ...]:
    """The equations of a row, or a value and where it holds."""
    if len(row) == 2 and not (isinstance(row[0], Relation) and row[0].ops == ("=",)):
        return (Relation(row, ("when",)),)
    return row


def _takes(c: Cursor, words: frozenset[str]) -> bool:
    if c.token.kind == "text" and c.token.text.strip(" ,.").lower() in words:
        c.place += 1
        return True
    return False


def _environment(c: Cursor, name: str) -> Node:
    if name == "array" and c.take_op("{"):
        while not c.take_op("}"):
            if c.token.kind == "end":
                raise NotReadableError("unclosed array")
            c.place += 1
    if name not in _MATRICES and name not in _LINES:
        raise NotReadableError(f"environment {name}")
    rows: list[list[Node]] = [[]]
    while c.token.kind != "cmd" or not c.token.text.startswith("end "):
        if c.take_op("\\\\"):
            rows.append([])
        elif c.take_op("&", ",") or (rows[-1] and _takes(c, _CONDITION_WORDS)):
            continue
        elif _takes(c, _OTHERWISE):
            rows[-1].append(Sym("otherwise"))
        else:
            rows[-1].append(c.relation())
    c.place += 1
    filled = tuple(tuple(row) for row in rows if row)
    if name in _LINES:
        return Seq("list", tuple(part for row in filled for part in _of_row(row)))
    matrix = Matrix(filled)
    return Call("det", (matrix,)) if name == "vmatrix" else matrix
