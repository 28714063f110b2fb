"""Numbers as written, subscripts as names, functions under their one name."""

from collections.abc import Callable
from fractions import Fraction

from tasks.verify.notation.nodes import Based, Call, Node, NotReadableError, Num, Sym, TooLargeError

MAX_DIGITS = 3000


def literal(text: str) -> Num:
    """A number as written: `12`, `0.50`, `1.6e-19`."""
    if len(text) > MAX_DIGITS:
        raise TooLargeError("digits")
    mantissa, _, exponent = text.lower().partition("e")
    if exponent and abs(int(exponent)) > MAX_DIGITS:
        raise TooLargeError("exponent")
    whole, point, decimals = mantissa.partition(".")
    value = Fraction(int((whole + decimals) or "0"), 10 ** len(decimals))
    if exponent:
        value *= Fraction(10) ** int(exponent)
        return Num(value, max(len(decimals) - int(exponent), 0))
    return Num(value, len(decimals) if point and decimals else None)


def based(text: str, base: Node) -> Node:
    """`1010_2`; the base may stand in brackets."""
    if (
        not isinstance(base, Num)
        or base.value.denominator != 1
        or not 2 <= base.value <= 36
        or not text.isdigit()
    ):
        raise NotReadableError("a base between 2 and 36 expected")
    try:
        return Based(int(text, int(base.value)), int(base.value))
    except ValueError as error:
        raise NotReadableError(f"{text} has digits beyond base {base.value}") from error


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
