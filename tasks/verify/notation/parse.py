"""The parser: text of an answer -> typed tree. Own recursive descent; nothing is ever evaluated as code.

    parse("x = \\\\frac12 or x = 3")  ->  Seq("list", (Relation(...), Relation(...)))

Caps: 600 tokens, nesting 48, numbers of 3,000 digits. What is no mathematics raises `NotReadableError`.
"""

from fractions import Fraction

from tasks.verify.equal.units import UNITS
from tasks.verify.notation.expressions import Expressions
from tasks.verify.notation.lex import Token, tokenize
from tasks.verify.notation.nodes import (
    Call,
    Interval,
    Matrix,
    Node,
    NotReadableError,
    Num,
    Quantity,
    Relation,
    Seq,
    SetOp,
    Sym,
)

_RELATIONS = frozenset(
    {"=", "<", ">", "<=", ">=", "!=", "~", "in", "notin", "subset", "subseteq", "||", "perp"}
)
_SET_OPS = {"cup": "union", "cap": "intersection", "setminus": "minus"}
_MATRICES = ("pmatrix", "bmatrix", "matrix", "array", "Bmatrix", "smallmatrix", "vmatrix", "Vmatrix")
_LINES = ("cases", "aligned", "align", "gathered", "split", "rcases", "dcases", "equation")
_FLOORS = {"lfloor": ("rfloor", "floor"), "lceil": ("rceil", "ceil")}
_LOGIC = ({"<=>": "iff"}, {"=>": "implies", "->": "implies"}, {"lor": "or"}, {"land": "and", "&": "and"})
"""Connectives from the loosest to the tightest."""


_CONNECTIVES = frozenset(text for level in _LOGIC for text in level) | {"lnot"}


def parse(text: str, *, thousands: bool = True) -> Node:
    """The tree of a spelled answer.

    Raises:
        NotReadableError: It is no mathematics.
        TooLargeError: A cap was met.
    """
    parser = Parser(tokenize(text, thousands=thousands))
    node = parser.answer()
    if parser.token.kind != "end":
        raise NotReadableError(f"unexpected {parser.token.text!r}")
    return node


class Parser(Expressions):
    """Lists, relations, units, sets and matrices on top of expressions."""

    def __init__(self, tokens: list[Token]) -> None:
        super().__init__(tokens)
        self.has_logic = any(t.kind == "op" and t.text in _CONNECTIVES for t in tokens)

    def answer(self, *closers: str) -> Node:
        """Values separated by commas, semicolons, "and" or "or"; groups if both kinds of mark occur."""
        groups: list[list[Node]] = [[]]
        marks = set[str]()
        while True:
            groups[-1].append(self.item())
            mark = self.separator()
            if not mark or self.token.kind == "end" or (closers and self.is_op(*closers)):
                break
            marks.add(mark)
            if mark == ";":
                groups.append([])
        if len(groups) > 1 and any(len(group) > 1 for group in groups):
            return Seq("list", tuple(g[0] if len(g) == 1 else Seq("list", tuple(g)) for g in groups))
        items = [item for group in groups for item in group]
        return items[0] if len(items) == 1 else Seq("both" if marks == {"and"} else "list", tuple(items))

    def separator(self) -> str:
        """Read `,`, `;`, "and", "or", a line break, or several of them; the strongest is returned."""
        found = ""
        while True:
            if self.is_op(",", ";", "\\\\"):
                found = ";" if self.token.text == ";" else found or ","
            elif self.token.kind == "sep":
                found = found or self.token.text
            else:
                return found
            self.place += 1

    def item(self, level: int = 0) -> Node:
        """One value: a relation, or propositions joined by connectives."""
        if level == len(_LOGIC):
            return self.negation()
        if level == 0 and not self.has_logic:
            return self.negation()
        self.deeper()
        left = self.item(level + 1)
        while self.token.kind == "op" and self.token.text in _LOGIC[level]:
            name = _LOGIC[level][self.token.text]
            self.place += 1
            left = Call(name, (left, self.item(level + 1)))
        self.depth -= 1
        return left

    def negation(self) -> Node:
        """`\\neg p` or a relation."""
        if self.take_op("lnot") or (
            self.is_op("~")
            and self.ahead().kind == "sym"
            and self.ahead().text.isupper()
            and self.take_op("~")
        ):
            self.deeper()
            inner = self.negation()
            self.depth -= 1
            return Call("not", (inner,))
        return self.relation()

    def relation(self) -> Node:
        """A chain of sides; a leading `=` or `about` sign is dropped."""
        self.take_op("=", "~")
        sides, ops = [self.side()], list[str]()
        while self.token.kind == "op" and self.token.text in _RELATIONS:
            ops.append(self.token.text)
            self.place += 1
            sides.append(self.side())
        if self.token[:2] == ("cmd", "pmod") or (self.is_op("(") and self.ahead()[:2] == ("op", "mod")):
            bracket = self.take_op("(")
            self.place += 1
            modulus = self.expression() if bracket else self.argument(whole_number=True)
            if bracket:
                self.expect(")")
            sides[-1] = Call("modclass", (sides[-1], modulus))
        return Relation(tuple(sides), tuple(ops)) if ops else sides[0]

    def side(self) -> Node:
        """One side of a relation: sets joined by set operators, ratios, a value with a unit."""
        left = self.ratio()
        while (self.token.kind == "op" and self.token.text in _SET_OPS) or (
            self.token[:2] == ("sym", "U") and _is_set(left)
        ):
            name = _SET_OPS.get(self.token.text, "union")
            self.place += 1
            left = SetOp(name, (left, self.ratio()))
        return left

    def ratio(self) -> Node:
        """`a:b:c`."""
        parts = [self.measured()]
        while self.is_op(":") and self.ahead().kind != "end":
            self.place += 1
            parts.append(self.measured())
        return parts[0] if len(parts) == 1 else Call("ratio", tuple(parts))

    def measured(self) -> Node:
        """An expression and the words after it, which are its unit."""
        while self.token.kind == "op" and self.token.text in "€£¥?@":
            self.place += 1
        if self.take_op("baifen"):
            return Call("percent", (self.expression(),))
        node = self.expression()
        if self.take_op("fenzhi"):
            node = Call("div", (self.expression(), node))
        words: list[Token] = []
        while self._is_unit_token(words):
            words.append(self.token)
            self.place += 1
        if not words:
            return node
        unit = "".join((" " if token.spaced else "") + token.text for token in words).strip()
        if self.token.kind == "num" and unit in UNITS:
            return self._compound(Quantity(node, unit))
        return Quantity(node, unit)

    def _compound(self, first: Quantity) -> Node:
        """`1 hour 40 min` as minutes."""
        second = self.measured()
        if not isinstance(second, Quantity) or UNITS.get(second.unit, (0, ()))[1] != UNITS[first.unit][1]:
            raise NotReadableError("two values side by side")
        factor = Num(UNITS[first.unit][0] / UNITS[second.unit][0])
        return Quantity(Call("add", (Call("mul", (first.value, factor)), second.value)), second.unit)

    def _is_unit_token(self, before: list[Token]) -> bool:
        token = self.token
        if token.kind == "text" or (token.kind == "op" and token.text in "€£¥"):
            return True
        if self.is_unit_function():
            return True
        if not before:
            return token.kind == "op" and token.text == "/" and self.ahead().kind == "text"
        if token.kind == "sym":
            return True
        if token.kind == "num":
            power = token.text in ("2", "3") and before[-1].text in UNITS and self.ahead().kind == "end"
            return before[-1].text in ("^", "{", "-") or power
        return (
            token.kind == "op"
            and token.text in ("^", "/", "{", "}", "*", "'")
            and (token.text != "}" or any(t.text == "{" for t in before))
        )

    # Brackets

    def braces(self) -> Node:
        """`{...}`: invisible around one value, a bare list around several."""
        self.deeper()
        self.expect("{")
        if self.take_op("}"):
            self.depth -= 1
            return self.primary()
        bars, self.bars = self.bars, 0
        node = self.answer("}")
        self.expect("}")
        self.bars = bars
        self.depth -= 1
        return node

    def bracket(self) -> Node:
        """Round and square brackets, sets, bars, floors."""
        self.deeper()
        bars = self.bars
        text = self.token.text
        if text == "{":
            node = self.braces()
        elif text == "|" or text == "||":
            node = self._absolute(text)
        else:
            self.bars = 0
            self.place += 1
            node = self._bracketed(text)
        self.bars = bars
        self.depth -= 1
        return node

    def _absolute(self, bar: str) -> Node:
        self.place += 1
        self.bars += 1
        node = self.expression()
        self.expect(bar)
        return Call("abs", (node,))

    def _bracketed(self, text: str) -> Node:
        if text in ("(", "["):
            node = self.answer(")", "]")
            return _round_or_square(text, node, self.expect(")", "]"))
        if text == "]":
            node = self.answer("[", "]")
            close = self.expect("[", "]")
            return _interval(node, False, close == "]")
        if text == "\\{":
            return self._set()
        if text == "langle":
            node = self.answer("rangle")
            self.expect("rangle")
            return Seq("tuple", _items(node))
        if text in _FLOORS:
            closer, name = _FLOORS[text]
            node = self.expression()
            self.expect(closer)
            return Call(name, (node,))
        raise NotReadableError(f"unexpected {text!r}")

    def _set(self) -> Node:
        """`\\{1, 2\\}` or `\\{x | x > 1\\}`, which is its condition."""
        if self.take_op("\\}"):
            return Seq("set", ())
        self.bars = 1
        node = self.answer("\\}", "|", ":")
        if self.take_op("|", ":"):
            self.bars = 0
            node = self.answer("\\}")
            self.expect("\\}")
            return SetOp("where", (node,))
        self.expect("\\}")
        return Seq("set", _items(node))

    # LaTeX constructs

    def construct(self, name: str) -> Node:
        """`\\frac`, `\\sqrt`, `\\binom`, environments, sums and integrals."""
        self.deeper()
        self.place += 1
        if name == "frac":
            above = self.argument()
            node: Node = Call("div", (above, self.argument()))
        elif name == "sqrt":
            node = self.root()
        elif name == "binom":
            above = self.argument()
            node = Call("binom", (above, self.argument()))
        elif name in ("overline", "dot"):
            node = self.argument(whole_number=True)
        elif name.startswith("begin "):
            node = self._environment(name.removeprefix("begin "))
        elif name in ("sum", "prod", "int", "iint", "oint", "lim"):
            node = self._bound(name)
        else:
            raise NotReadableError(f"\\{name} here")
        self.depth -= 1
        return node

    def _bound(self, name: str) -> Node:
        """A sum, product, integral or limit with its bounds: (body, lower, upper)."""
        none: Node = Sym("nothing")
        bounds = {"_": none, "^": none}
        for _ in range(2):
            mark = self.take_op("_", "^")
            if mark:
                bounds[mark] = self.argument(whole_number=True)
        body = self.product() if name != "int" else self.expression()
        return Call(f"big {name}", (body, bounds["_"], bounds["^"]))

    def _environment(self, name: str) -> Node:
        if name == "array" and self.take_op("{"):
            while not self.take_op("}"):
                if self.token.kind == "end":
                    raise NotReadableError("unclosed array")
                self.place += 1
        if name not in _MATRICES and name not in _LINES:
            raise NotReadableError(f"environment {name}")
        rows: list[list[Node]] = [[]]
        while self.token.kind != "cmd" or not self.token.text.startswith("end "):
            if self.take_op("\\\\"):
                rows.append([])
            elif self.take_op("&", ","):
                continue
            else:
                rows[-1].append(self.relation())
        self.place += 1
        filled = tuple(tuple(row) for row in rows if row)
        if name in _LINES:
            return Seq("list", tuple(row[0] for row in filled))
        matrix = Matrix(filled)
        return Call("det", (matrix,)) if name == "vmatrix" else matrix


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


def _is_set(node: Node) -> bool:
    return isinstance(node, Interval | SetOp) or (isinstance(node, Seq) and node.kind in ("set", "tuple"))


__all__ = ["Fraction", "Num", "Parser", "parse"]
