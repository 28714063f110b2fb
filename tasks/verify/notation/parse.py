"""The parser: text of an answer -> typed tree. Own recursive descent; nothing is ever evaluated as code.

    parse("x = \\\\frac12 or x = 3")  ->  Seq("list", (Relation(...), Relation(...)))

Caps: 600 tokens, nesting 48, numbers of 3,000 digits. What is no mathematics raises `NotReadableError`.
"""

from tasks.verify.equal.units import UNITS
from tasks.verify.notation import brackets, expressions
from tasks.verify.notation.cursor import Cursor
from tasks.verify.notation.lex import Token, tokenize
from tasks.verify.notation.lookahead import is_unit_function
from tasks.verify.notation.nodes import (
    Call,
    Interval,
    Node,
    NotReadableError,
    Num,
    Quantity,
    Relation,
    Seq,
    SetOp,
)

_RELATIONS = frozenset(
    {"=", "<", ">", "<=", ">=", "!=", "~", "in", "notin", "subset", "subseteq", "||", "perp"}
)
_SET_OPS = {"cup": "union", "cap": "intersection", "setminus": "minus"}
_LOGIC = ({"<=>": "iff"}, {"=>": "implies", "->": "implies"}, {"lor": "or"}, {"land": "and", "&": "and"})
"""Connectives from the loosest to the tightest."""


_NO_UNIT = frozenset({",", ";", ")", "]", "}", "=", "<", ">", "<=", ">=", "\\}", "|", ":"})
"""Signs that no unit begins with."""
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


class Parser(Cursor):
    """Lists, relations and units; what is below them is in modules of their own."""

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
        if self.token.kind != "op":
            return self.relation()
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
        first = self.side()
        token = self.tokens[self.place]
        if token.kind == "end":
            return first
        sides, ops = [first], list[str]()
        while token.kind == "op" and token.text in _RELATIONS:
            ops.append(token.text)
            self.place += 1
            sides.append(self.side())
            token = self.tokens[self.place]
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
        if self.tokens[self.place].kind == "end":
            return left
        while (self.token.kind == "op" and self.token.text in _SET_OPS) or (
            self.token[:2] == ("sym", "U") and _is_set(left)
        ):
            name = _SET_OPS.get(self.token.text, "union")
            self.place += 1
            left = SetOp(name, (left, self.ratio()))
        return left

    def ratio(self) -> Node:
        """`a:b:c`."""
        first = self.measured()
        token = self.tokens[self.place]
        if token.kind == "end" or (token.kind == "op" and token.text not in ":"):
            return first
        parts = [first]
        while (self.is_op(":") and not self.colon_ends and self.ahead().kind != "end") or self._to_number():
            self.place += 1
            parts.append(self.measured())
        return parts[0] if len(parts) == 1 else Call("ratio", tuple(parts))

    def _to_number(self) -> bool:
        """`3 to 2`: a ratio in words."""
        return self.token.text == "to" and self.token.kind == "text" and self.ahead().kind == "num"

    def measured(self) -> Node:
        """An expression and the words after it, which are its unit."""
        if self.tokens[self.place].kind == "op":
            while self.token.kind == "op" and self.token.text in "€£¥?@":
                self.place += 1
            if self.take_op("baifen"):
                return Call("percent", (self.expression(),))
        node = expressions.expression(self)
        token = self.tokens[self.place]
        if token.kind == "end" or (token.kind == "op" and token.text in _NO_UNIT):
            return node
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
        if self._to_number():
            return False
        if token.kind == "text" or (token.kind == "op" and token.text in "€£¥"):
            return True
        if is_unit_function(self):
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
            and (
                token.text in ("^", "/", "{", "}", "*", "'")
                or (token.text == "-" and before[-1].text in ("^", "{"))
            )
            and (token.text != "}" or any(t.text == "{" for t in before))
        )

    def expression(self) -> Node:
        """A sum of products."""
        return expressions.expression(self)

    def product(self) -> Node:
        """Factors."""
        return expressions.product(self)

    def power(self) -> Node:
        """A primary and what follows it."""
        return expressions.power(self)

    def primary(self) -> Node:
        """A number, name, function, bracket or LaTeX construct."""
        return expressions.primary(self)

    def argument(self, *, whole_number: bool = False) -> Node:
        """One LaTeX argument."""
        return expressions.argument(self, whole_number=whole_number)

    def braces(self) -> Node:
        """`{...}`."""
        return brackets.braces(self)


def _is_set(node: Node) -> bool:
    return isinstance(node, Interval | SetOp) or (isinstance(node, Seq) and node.kind in ("set", "tuple"))
