"""Named functions with their powers and bases; roots."""

from collections.abc import Callable
from fractions import Fraction

from tasks.verify.notation.cursor import Cursor
from tasks.verify.notation.lookahead import starts_factor
from tasks.verify.notation.names import call_arguments
from tasks.verify.notation.nodes import (
    Call,
    Node,
    Num,
    Sym,
)


def function(c: Cursor, name: str) -> Node:
    """A named function: its power, base and arguments, bracketed or not (`\\sin 2x`)."""
    exponent: Node | None = None
    base: Node | None = None
    for _ in range(2):
        if exponent is None and c.is_op("^"):
            c.place += 1
            sign = c.take_op("-")
            exponent = c.argument()
            exponent = Call("neg", (exponent,)) if sign else exponent
        if base is None and c.take_op("_"):
            base = c.argument()
    if name == "sqrt" and c.is_op("["):
        return root(c)
    arguments = call_arguments(c) if c.is_op("(") else (bare_argument(c),)
    node = named_function(name, arguments, base)
    if exponent is None:
        return node
    if exponent in (Num(Fraction(-1)), Call("neg", (Num(Fraction(1)),))) and name in (
        "sin",
        "cos",
        "tan",
        "cot",
        "sec",
        "csc",
    ):
        return Call("arc" + name, arguments)
    return Call("pow", (node, exponent))


def bare_argument(c: Cursor) -> Node:
    """The argument of a function without brackets: the factors up to a sign or the next function."""
    c.deeper()
    sign = c.take_op("-")
    if c.is_op("|"):
        node = c.power()
    else:
        node = c.power()
        while starts_factor(c) and c.token.kind != "fn" and not c.is_op("(", "["):
            node = Call("mul", (node, c.power()))
        if c.is_op("/") and c.ahead().kind == "num" and not c.token.spaced:
            c.place += 1
            node = Call("div", (node, c.power()))
    c.depth -= 1
    return Call("neg", (node,)) if sign else node


def root(c: Cursor) -> Node:
    """`\\sqrt[n]{x}` or `\\sqrt{x}`; the command itself is read."""
    index: Node = Num(Fraction(2))
    if c.take_op("["):
        index = c.expression()
        c.expect("]")
    radicand = c.power() if c.is_op("(") else c.argument(whole_number=True)
    return Call("sqrt", (radicand,)) if index == Num(Fraction(2)) else Call("root", (radicand, index))


def named_function(name: str, arguments: tuple[Node, ...], base: Node | None) -> Node:
    """The call under its one name."""
    first = arguments[0]
    renamed: dict[str, str] = {
        "ceiling": "ceil",
        "binomial": "binom",
        "comb": "binom",
        "sgn": "sign",
        "cbrt": "root",
    }
    renamed |= {f"a{f}": f"arc{f}" for f in ("sin", "cos", "tan", "sinh", "cosh", "tanh")}
    name = renamed.get(name, name)
    builders: dict[str, Callable[[], Node]] = {
        "lg": lambda: Call("log", (first, Num(Fraction(10)))),
        "ln": lambda: Call("ln", (first,)),
        "log": lambda: Call("log", (first, base)) if base is not None else Call("log", arguments),
        "exp": lambda: Call("pow", (Sym("e"), first)),
        "root": lambda: Call("root", (first, Num(Fraction(3)))),
    }
    return builders[name]() if name in builders else Call(name, arguments)
