"""What begins with a bracket or bar: tuples, intervals, sets, absolute values, floors."""

from tasks.verify.notation.cursor import Cursor
from tasks.verify.notation.nodes import Call, Interval, Matrix, Node, NotReadableError, Seq, SetOp

_FLOORS = {"lfloor": ("rfloor", "floor"), "lceil": ("rceil", "ceil")}


def braces(c: Cursor) -> Node:
    """`{...}`: invisible around one value, a bare list around several."""
    c.deeper()
    c.expect("{")
    if c.take_op("}"):
        c.depth -= 1
        return c.primary()
    bars, c.bars = c.bars, 0
    node = c.answer("}")
    c.expect("}")
    c.bars = bars
    c.depth -= 1
    return node


def bracket(c: Cursor) -> Node:
    """Round and square brackets, sets, bars, floors."""
    c.deeper()
    bars = c.bars
    text = c.token.text
    if text == "{":
        node = braces(c)
    elif text == "|" or text == "||":
        node = _absolute(c, text)
    else:
        c.bars = 0
        c.place += 1
        node = _bracketed(c, text)
    c.bars = bars
    c.depth -= 1
    return node


def _absolute(c: Cursor, bar: str) -> Node:
    c.place += 1
    c.bars += 1
    node = c.expression()
    c.expect(bar)
    return Call("abs", (node,))


def _bracketed(c: Cursor, text: str) -> Node:
    if text in ("(", "["):
        node = c.answer(")", "]")
        return _round_or_square(text, node, c.expect(")", "]"))
    if text == "]":
        node = c.answer("[", "]")
        close = c.expect("[", "]")
        return _interval(node, False, close == "]")
    if text == "\\{":
        return _set(c)
    if text == "langle":
        node = c.answer("rangle")
        c.expect("rangle")
        return Seq("tuple", _items(node))
    if text in _FLOORS:
        closer, name = _FLOORS[text]
        node = c.expression()
        c.expect(closer)
        return Call(name, (node,))
    raise NotReadableError(f"unexpected {text!r}")


def _set(c: Cursor) -> Node:
    """`\\{1, 2\\}` or `\\{x | x > 1\\}`, which is its condition."""
    if c.take_op("\\}"):
        return Seq("set", ())
    c.bars, outer, c.colon_ends = 1, c.colon_ends, True
    node = c.answer("\\}", "|", ":")
    c.colon_ends = outer
    if c.take_op("|", ":"):
        c.bars = 0
        node = c.answer("\\}")
        c.expect("\\}")
        return SetOp("where", (node,))
    c.expect("\\}")
    return Seq("set", _items(node))


def _items(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Seq) and node.kind in ("list", "both") else (node,)


def _round_or_square(opened: str, node: Node, closed: str) -> Node:
    items = _items(node)
    if len(items) == 1:
        matrix = isinstance(items[0], Matrix)
        return (
            items[0]
            if (opened, closed) in (("(", ")"), ("[", "]")) or matrix
            else _interval(node, False, False)
        )
    if opened == "(" and closed == ")":
        return Seq("tuple", items)
    if len(items) == 2:
        return _interval(node, opened == "[", closed == "]")
    if opened == "[" and closed == "]":
        return Seq("bracket", items)
    raise NotReadableError("brackets of two kinds around more than two values")


def _interval(node: Node, low_closed: bool, high_closed: bool) -> Node:
    items = _items(node)
    if len(items) != 2:
        raise NotReadableError("an interval has two ends")
    return Interval(items[0], items[1], low_closed, high_closed)
