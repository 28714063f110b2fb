"""Recursive descent over one expression: sums, products, powers, what follows a value."""

from fractions import Fraction

from tasks.verify.notation.brackets import bracket
from tasks.verify.notation.cursor import Cursor
from tasks.verify.notation.environments import construct
from tasks.verify.notation.functions import function
from tasks.verify.notation.lex import Token
from tasks.verify.notation.literals import literal, number
from tasks.verify.notation.lookahead import starts_factor
from tasks.verify.notation.names import name
from tasks.verify.notation.nodes import Call, Node, NotReadableError, Num, Quantity, Seq, Sym

_MULTIPLICATIVE = {"*": "mul", "/": "div", "mod": "mod"}
_POSTFIX = frozenset({"!", "%", "deg", "circ"})
_SIGNS = {"-": "neg", "+": "plus", "pm": "pm", "mp": "mp"}
_ADDITIVE = {"+": "add", "-": "sub", "pm": "pm", "mp": "mp"}


def expression(c: Cursor) -> Node:
    """A sum of products."""
    c.deeper()
    left = product(c)
    while c.token.kind == "op" and c.token.text in _ADDITIVE:
        name = _ADDITIVE[c.token.text]
        c.place += 1
        right = product(c)
        left = Call("add", (left, Call("neg", (right,)))) if name == "sub" else Call(name, (left, right))
    c.depth -= 1
    return left


def product(c: Cursor) -> Node:
    """Factors, with or without signs between them."""
    left = unary(c)
    while True:
        token = c.tokens[c.place]
        if token.kind == "op" and token.text in _MULTIPLICATIVE:
            if token.text == "/" and c.ahead().kind == "text":
                return left
            c.place += 1
            left = Call(_MULTIPLICATIVE[token.text], (left, unary(c)))
        elif token.kind != "end" and starts_factor(c):
            left = Call("mul", (left, power(c)))
        else:
            return left


def unary(c: Cursor) -> Node:
    """A factor with its signs."""
    token = c.tokens[c.place]
    if token.kind != "op" or token.text not in _SIGNS:
        return power(c)
    c.place += 1
    c.deeper()
    value = unary(c)
    c.depth -= 1
    return value if token.text == "+" else Call(_SIGNS[token.text], (value,))


def power(c: Cursor) -> Node:
    """A primary with what follows it: `!`, `%`, degrees and exponents."""
    base = postfix(c, primary(c))
    while (token := c.tokens[c.place]).text == "^" and token.kind == "op":
        c.place += 1
        base = postfix(c, raised(c, base))
    return base


def raised(c: Cursor, base: Node) -> Node:
    """The base with the exponent that comes next; `^\\circ` is a degree sign, `^\\prime` a prime."""
    if c.token == ("cmd", "circ", c.token.spaced):
        c.place += 1
        return degrees(c, base)
    if c.is_op("{") and c.ahead()[:2] == ("cmd", "circ") and c.ahead(2).text == "}":
        c.place += 3
        return degrees(c, base)
    if c.take_op("deg"):
        return Call("deg", (base,))
    c.deeper()
    sign = c.take_op("-", "+", "pm")
    exponent = argument(c, whole_number=True)
    if c.is_op("^"):
        c.place += 1
        exponent = raised(c, exponent)
    exponent = factorials(c, exponent)
    c.depth -= 1
    if sign == "-":
        exponent = Call("neg", (exponent,))
    elif sign == "pm":
        exponent = Call("pm", (exponent,))
    return Call("pow", (base, exponent))


def degrees(c: Cursor, base: Node) -> Node:
    """Degrees of angle; with C or F after it, of temperature."""
    if c.token.kind == "sym" and c.token.text in ("C", "F"):
        c.place += 1
        return Quantity(base, "celsius" if c.tokens[c.place - 1].text == "C" else "fahrenheit")
    return Call("deg", (base,))


def factorials(c: Cursor, node: Node) -> Node:
    """The node with the `!` that follow."""
    while c.is_op("!"):
        c.place += 1
        node = Call("factorial", (node,))
    return node


def postfix(c: Cursor, node: Node) -> Node:
    """The node with factorials, percent and degree signs."""
    while True:
        token = c.tokens[c.place]
        if token.kind == "scale":
            c.place += 1
            node = Call("mul", (node, Num(Fraction(int(token.text)))))
        elif token.text not in _POSTFIX or token.kind not in ("op", "cmd"):
            return node
        elif token.text == "!":
            node = factorials(c, node)
        else:
            c.place += 1
            node = Call("percent", (node,)) if token.text == "%" else degrees(c, node)


def primary(c: Cursor) -> Node:
    """A number, name, function, bracket or LaTeX construct."""
    token = c.token
    if token.kind == "num":
        return number(c)
    if token.kind == "sym":
        return name(c)
    if token.kind == "fn":
        c.place += 1
        return function(c, token.text)
    if token.kind == "cmd":
        return construct(c, token.text)
    if token.kind == "op":
        return bracket(c)
    raise NotReadableError(f"unexpected {token.text!r}")


def argument(c: Cursor, *, whole_number: bool = False) -> Node:
    """One LaTeX argument: a group in braces, or a single digit, name or command."""
    if c.is_op("{"):
        return c.braces()
    token = c.token
    if token.kind == "num" and not whole_number and len(token.text) > 1:
        c.tokens[c.place] = Token("num", token.text[1:])
        return literal(token.text[0])
    if token.kind == "num":
        c.place += 1
        return literal(token.text)
    if token.kind == "sym":
        c.place += 1
        return Seq("set", ()) if token.text == "emptyset" else Sym(token.text)
    return primary(c)
