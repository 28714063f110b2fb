"""Variables with their subscripts, and unknown functions."""

from tasks.verify.notation.cursor import Cursor
from tasks.verify.notation.nodes import Call, Node, Num, Seq, Sym

_FUNCTION_NAMES = frozenset({"f", "g", "h", "F", "G", "H", "phi", "psi", "Gamma", "zeta"})


def name(c: Cursor) -> Node:
    """A variable with its subscript, a function such as f(x), or a constant."""
    name = c.token.text
    c.place += 1
    if name == "...":
        return Sym(name)
    if name == "emptyset":
        return Seq("set", ())
    if name in _FUNCTION_NAMES and _is_inverse(c):
        c.place += 5
        return Call(f"{name}^-1()", call_arguments(c))
    index: Node | None = None
    primes = ""
    while c.take_op("'"):
        primes += "'"
    if c.take_op("_"):
        index = c.argument(whole_number=True)
        if name in ("C", "A", "P") and c.is_op("^") and isinstance(index, Num | Sym):
            c.place += 1
            top = c.argument(whole_number=True)
            return Call("binom" if name == "C" else "perm", (index, top))
    name += primes
    if index is not None:
        simple = index_name(index)
        node: Node = Sym(f"{name}_{simple}") if simple is not None else Call(f"{name}[]", (index,))
        if not (isinstance(node, Sym) and c.is_op("(") and name in _FUNCTION_NAMES):
            return node
        name = f"{name}_{simple}"
    if c.is_op("(") and (
        name.rstrip("'").split("_")[0] in _FUNCTION_NAMES
        or (name in ("C", "P") and _two_values(c))
        or _is_defined(c, name)
    ):
        arguments = call_arguments(c)
        if name == "C" and len(arguments) == 2:
            return Call("binom", arguments)
        return Call("gamma" if name == "Gamma" else f"{name}()", arguments)
    return Sym(name)


def _is_inverse(c: Cursor) -> bool:
    """`f^{-1}(`: the inverse function, not a power."""
    return [c.ahead(n).text for n in range(6)] == ["^", "{", "-", "1", "}", "("]


def _is_defined(c: Cursor, name: str) -> bool:
    """`W(n) =`: the left side of a definition, not a product."""
    inner = c.ahead().kind in ("sym", "num")
    return len(name) == 1 and inner and c.ahead(2).text == ")" and c.ahead(3).text == "="


def _two_values(c: Cursor) -> bool:
    kinds = [c.ahead(n) for n in range(5)]
    values = all(kinds[place].kind in ("num", "sym") for place in (1, 3))
    return values and kinds[2].text == "," and kinds[4].text == ")"


def call_arguments(c: Cursor) -> tuple[Node, ...]:
    """`(a, b)` after a name."""
    c.expect("(")
    bars, c.bars = c.bars, 0
    arguments = [c.expression()]
    while c.take_op(",", ";"):
        arguments.append(c.expression())
    c.expect(")")
    c.bars = bars
    return tuple(arguments)


def index_name(index: Node) -> str | None:
    """The subscript as part of a name, if it is a number or name."""
    match index:
        case Num(value, None):
            return str(value)
        case Sym(name):
            return name
        case Call("mul", (left, right)) if index_name(left) and index_name(right):
            return f"{index_name(left)}{index_name(right)}"
    return None
