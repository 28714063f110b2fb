"""What the parser makes of an answer: a small typed tree.

Numbers keep how they were written (how many decimals) because a rounded decimal is compared otherwise
than a fraction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


class MathError(Exception):
    """Something a reader or evaluator cannot go on with. Never leaves `tasks.verify`."""


class NotReadableError(MathError):
    """The text is no mathematics that the parser knows."""


class TooLargeError(MathError):
    """A cap was met: tokens, depth, exponent, factorial, digits."""


class UndefinedError(MathError):
    """No value at this point: a division by zero, a logarithm of zero."""


class NotScalarError(MathError):
    """A structure stands where a number is needed."""


@dataclass(frozen=True, slots=True)
class Num:
    """A literal number."""

    value: Fraction
    decimals: int | None = None
    """Digits after the decimal point as written, negative for 2.19e6; None for an integer."""


@dataclass(frozen=True, slots=True)
class Sym:
    """A variable, a constant (`pi`, `e`, `i`, `oo`) or a point name such as `AB`."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """An operation or function: `add`, `mul`, `div`, `pow`, `neg`, `pm`, `sqrt`, `sin`, `f()`, ..."""

    name: str
    args: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Seq:
    """Several values: `list` (bare), `set`, `tuple` (round brackets), `bracket` (square, not two long)."""

    kind: str
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """A real interval. An open one written `(a,b)` is parsed as a tuple, its other reading."""

    low: "Node"
    high: "Node"
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class SetOp:
    """`union`, `intersection` or `minus` of sets."""

    name: str
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A chain `s0 op0 s1 op1 s2`; operators `=`, `<`, `>`, `<=`, `>=`, `!=`, `~` (about), `in`, `|`..."""

    sides: tuple["Node", ...]
    ops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of equal or unequal length; a vector is a matrix of one column."""

    rows: tuple[tuple["Node", ...], ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with a unit, as written: `5 cm^2` is (5, "cm^2"). Unknown words are kept as the unit."""

    value: "Node"
    unit: str


@dataclass(frozen=True, slots=True)
class Based:
    """Digits in a stated base: `1010_2`."""

    value: int
    base: int


@dataclass(frozen=True, slots=True)
class Text:
    """Words that are no mathematics, in normal form."""

    words: str


Node = Num | Sym | Call | Seq | Interval | SetOp | Relation | Matrix | Quantity | Based | Text

ZERO, ONE = Num(Fraction(0)), Num(Fraction(1))


def children(node: Node) -> tuple[Node, ...]:
    """The parts of a node, in reading order."""
    match node:
        case Call(_, args):
            return args
        case Seq(_, items) | SetOp(_, items) | Relation(items, _):
            return items
        case Interval(low, high):
            return (low, high)
        case Matrix(rows):
            return tuple(cell for row in rows for cell in row)
        case Quantity(value, _):
            return (value,)
    return ()


def walk(node: Node) -> list[Node]:
    """The node and all below it."""
    found: list[Node] = [node]
    for part in found:
        if isinstance(part, Call):
            found.extend(part.args)
        elif not isinstance(part, Num | Sym):
            found.extend(children(part))
    return found


def substituted(node: Node, values: Mapping[str, Node]) -> Node:
    """The node with other nodes in place of some variables of its expressions."""
    match node:
        case Sym(name):
            return values.get(name, node)
        case Call(name, args):
            return Call(name, tuple(substituted(arg, values) for arg in args))
    return node


CONSTANTS = frozenset({"pi", "e", "i", "oo"})


def symbols(node: Node) -> set[str]:
    """The free variables below a node."""
    return {part.name for part in walk(node) if isinstance(part, Sym)} - CONSTANTS
