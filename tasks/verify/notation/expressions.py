"""Recursive descent over one expression: sums, products, powers, functions, brackets."""

from fractions import Fraction

from tasks.verify.notation.cursor import Cursor
from tasks.verify.notation.lex import Token
from tasks.verify.notation.literals import based, index_name, literal, named_function
from tasks.verify.notation.nodes import Call, Node, NotReadableError, Num, Quantity, Seq, Sym

_FUNCTION_NAMES = frozenset({"f", "g", "h", "F", "G", "H", "phi", "psi", "Gamma"})
_CLOSERS = frozenset({")", "]", "}", "\\}", "|", "rfloor", "rceil", "rangle"})
_STARTERS = frozenset({"(", "{", "lfloor", "lceil", "langle", "\\{", "["})
_ADDITIVE = {"+": "add", "-": "sub", "pm": "pm", "mp": "mp"}


class Expressions(Cursor):
    """The expression half of the parser; `parse.Parser` adds lists, relations, sets and matrices."""

    # Sums and products

    def expression(self) -> Node:
        """A sum of products."""
        self.deeper()
        left = self.product()
        while self.token.kind == "op" and self.token.text in _ADDITIVE:
            name = _ADDITIVE[self.token.text]
            self.place += 1
            right = self.product()
            left = Call("add", (left, Call("neg", (right,)))) if name == "sub" else Call(name, (left, right))
        self.depth -= 1
        return left

    def product(self) -> Node:
        """Factors, with or without signs between them."""
        left = self.unary()
        while True:
            if self.take_op("*"):
                left = Call("mul", (left, self.unary()))
            elif self.is_op("/") and self.ahead().kind != "text":
                self.place += 1
                left = Call("div", (left, self.unary()))
            elif self.take_op("mod"):
                left = Call("mod", (left, self.unary()))
            elif self.starts_factor():
                left = Call("mul", (left, self.power()))
            else:
                return left

    def starts_factor(self) -> bool:
        """Whether the next token begins a factor without a sign of multiplication."""
        token = self.token
        if token.kind == "num":
            previous = self.tokens[self.place - 1]
            return (
                previous.kind != "num" and previous.text not in ("%", "!") and not token.text.startswith(".")
            )
        if token.kind in ("sym", "fn"):
            return not self.is_unit_function()
        if token.kind == "cmd":
            return token.text in (
                "frac",
                "sqrt",
                "binom",
                "sum",
                "prod",
                "int",
                "overline",
            ) or token.text.startswith("begin")
        if token.kind == "op":
            return token.text in _STARTERS or (token.text == "|" and self.bars == 0 and self._bar_opens())
        return False

    def is_unit_function(self) -> bool:
        """`sec` and `min` with nothing behind them are seconds and minutes."""
        after = self.ahead()
        ends = after.kind in ("end", "sep") or after.text in (",", ";", ")", "}", "/", "=")
        return self.token.kind == "fn" and self.token.text in ("sec", "min") and ends

    def _bar_opens(self) -> bool:
        return any(t.text == "|" for t in self.tokens[self.place + 1 : self.place + 40])

    def unary(self) -> Node:
        """A factor with its signs."""
        sign = self.take_op("-", "+", "pm", "mp")
        if not sign:
            return self.power()
        self.deeper()
        value = self.unary() if self.is_op("-", "+", "pm", "mp") else self.signed_operand()
        self.depth -= 1
        if sign == "+":
            return value
        return Call({"-": "neg", "pm": "pm", "mp": "mp"}[sign], (value,))

    def signed_operand(self) -> Node:
        """What a sign applies to: one factor, so that -2x is (-2)x; the value is the same."""
        return self.power()

    def power(self) -> Node:
        """A primary with what follows it: `!`, `%`, degrees and exponents."""
        base = self.postfix(self.primary())
        while self.take_op("^"):
            base = self.raised(base)
            base = self.postfix(base)
        return base

    def raised(self, base: Node) -> Node:
        """The base with the exponent that comes next; `^\\circ` is a degree sign, `^\\prime` a prime."""
        if self.token == ("cmd", "circ", self.token.spaced):
            self.place += 1
            return self.degrees(base)
        if self.is_op("{") and self.ahead()[:2] == ("cmd", "circ") and self.ahead(2).text == "}":
            self.place += 3
            return self.degrees(base)
        if self.take_op("deg"):
            return Call("deg", (base,))
        self.deeper()
        sign = self.take_op("-", "+", "pm")
        exponent = self.argument(whole_number=True)
        if self.is_op("^"):
            self.place += 1
            exponent = self.raised(exponent)
        exponent = self.factorials(exponent)
        self.depth -= 1
        if sign == "-":
            exponent = Call("neg", (exponent,))
        elif sign == "pm":
            exponent = Call("pm", (exponent,))
        return Call("pow", (base, exponent))

    def degrees(self, base: Node) -> Node:
        """Degrees of angle; with C or F after it, of temperature."""
        if self.token.kind == "sym" and self.token.text in ("C", "F"):
            self.place += 1
            return Quantity(base, "celsius" if self.tokens[self.place - 1].text == "C" else "fahrenheit")
        return Call("deg", (base,))

    def factorials(self, node: Node) -> Node:
        """The node with the `!` that follow."""
        while self.is_op("!"):
            self.place += 1
            node = Call("factorial", (node,))
        return node

    def postfix(self, node: Node) -> Node:
        """The node with factorials, percent and degree signs."""
        while True:
            if self.is_op("!"):
                node = self.factorials(node)
            elif self.take_op("%"):
                node = Call("percent", (node,))
            elif self.take_op("deg"):
                node = self.degrees(node)
            elif self.token.kind == "cmd" and self.token.text == "circ":
                self.place += 1
                node = self.degrees(node)
            elif self.token.kind == "scale":
                node = Call("mul", (node, Num(Fraction(int(self.token.text)))))
                self.place += 1
            else:
                return node

    # Primaries

    def primary(self) -> Node:
        """A number, name, function, bracket or LaTeX construct."""
        token = self.token
        if token.kind == "num":
            return self.number()
        if token.kind == "sym":
            return self.name()
        if token.kind == "fn":
            self.place += 1
            return self.function(token.text)
        if token.kind == "cmd":
            return self.construct(token.text)
        if token.kind == "op":
            return self.bracket()
        raise NotReadableError(f"unexpected {token.text!r}")

    def number(self) -> Node:
        """A literal; also `1\\frac{1}{2}`, `1 1/2`, `1又1/2`, `0.\\overline{3}` and `1010_2`."""
        text = self.token.text
        self.place += 1
        node = literal(text)
        if self.is_op("_"):
            self.place += 1
            return based(text, self.argument(whole_number=True))
        if self.token.kind == "cmd" and self.token.text in ("overline", "dot") and "." in text + ".":
            return self.repeating(text)
        if node.decimals is not None:
            return node
        return self.mixed(node)

    def mixed(self, whole: Num) -> Node:
        """The whole number, or the mixed number it begins."""
        start = self.place
        fraction: Node | None = None
        if self.take_op("mixed"):
            fraction = self.product()
        elif self.token[:2] == ("cmd", "frac"):
            fraction = self.primary()
        elif (
            self.token.kind == "num"
            and self.token.spaced
            and self.ahead().text == "/"
            and self.ahead(2).kind == "num"
        ):
            above, below = literal(self.token.text), literal(self.ahead(2).text)
            self.place += 3
            fraction = Call("div", (above, below))
        match fraction:
            case Call("div", (Num(a, None), Num(b, None))) if 0 < a < b:
                return Num(whole.value + a / b)
        self.place = start
        return whole

    def repeating(self, text: str) -> Node:
        """`0.1\\overline{6}` as a fraction."""
        digits = ""
        while self.token.kind == "cmd" and self.token.text in ("overline", "dot"):
            self.place += 1
            braced = self.take_op("{")
            if self.token.kind != "num" or not self.token.text.isdigit() or len(self.token.text) > 40:
                raise NotReadableError("repeating digits expected")
            digits += self.token.text
            self.place += 1
            if braced:
                self.expect("}")
            if self.token.kind == "num" and self.ahead()[:2] == ("cmd", "dot"):
                digits += self.token.text
                self.place += 1
        decimals = len(text.partition(".")[2])
        tail = Fraction(int(digits), (10 ** len(digits) - 1) * 10**decimals)
        return Num(literal(text if decimals else text.rstrip(".")).value + tail)

    def name(self) -> Node:
        """A variable with its subscript, a function such as f(x), or a constant."""
        name = self.token.text
        self.place += 1
        if name == "...":
            return Sym(name)
        if name == "emptyset":
            return Seq("set", ())
        if name in _FUNCTION_NAMES and self._is_inverse():
            self.place += 5
            return Call(f"{name}^-1()", self.call_arguments())
        index: Node | None = None
        primes = ""
        while self.take_op("'"):
            primes += "'"
        if self.take_op("_"):
            index = self.argument(whole_number=True)
            if name in ("C", "A", "P") and self.is_op("^") and isinstance(index, Num | Sym):
                self.place += 1
                top = self.argument(whole_number=True)
                return Call("binom" if name == "C" else "perm", (index, top))
        name += primes
        if index is not None:
            simple = index_name(index)
            node: Node = Sym(f"{name}_{simple}") if simple is not None else Call(f"{name}[]", (index,))
            if not (isinstance(node, Sym) and self.is_op("(") and name in _FUNCTION_NAMES):
                return node
            name = f"{name}_{simple}"
        if self.is_op("(") and (
            name.rstrip("'").split("_")[0] in _FUNCTION_NAMES
            or (name in ("C", "P") and self._two_numbers())
            or self._is_defined(name)
        ):
            arguments = self.call_arguments()
            if name == "C" and len(arguments) == 2:
                return Call("binom", arguments)
            return Call("gamma" if name == "Gamma" else f"{name}()", arguments)
        return Sym(name)

    def _is_inverse(self) -> bool:
        """`f^{-1}(`: the inverse function, not a power."""
        return [self.ahead(n).text for n in range(6)] == ["^", "{", "-", "1", "}", "("]

    def _is_defined(self, name: str) -> bool:
        """`W(n) =`: the left side of a definition, not a product."""
        inner = self.ahead().kind in ("sym", "num")
        return len(name) == 1 and inner and self.ahead(2).text == ")" and self.ahead(3).text == "="

    def _two_numbers(self) -> bool:
        kinds = [self.ahead(n) for n in range(5)]
        return (
            kinds[1].kind == "num"
            and kinds[2].text == ","
            and kinds[3].kind == "num"
            and kinds[4].text == ")"
        )

    def call_arguments(self) -> tuple[Node, ...]:
        """`(a, b)` after a name."""
        self.expect("(")
        bars, self.bars = self.bars, 0
        arguments = [self.expression()]
        while self.take_op(",", ";"):
            arguments.append(self.expression())
        self.expect(")")
        self.bars = bars
        return tuple(arguments)

    def function(self, name: str) -> Node:
        """A named function: its power, base and arguments, bracketed or not (`\\sin 2x`)."""
        exponent: Node | None = None
        base: Node | None = None
        for _ in range(2):
            if exponent is None and self.is_op("^"):
                self.place += 1
                sign = self.take_op("-")
                exponent = self.argument()
                exponent = Call("neg", (exponent,)) if sign else exponent
            if base is None and self.take_op("_"):
                base = self.argument()
        if name == "sqrt" and self.is_op("["):
            return self.root()
        arguments = self.call_arguments() if self.is_op("(") else (self.bare_argument(),)
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

    def bare_argument(self) -> Node:
        """The argument of a function without brackets: the factors up to a sign or the next function."""
        self.deeper()
        sign = self.take_op("-")
        if self.is_op("|"):
            node = self.power()
        else:
            node = self.power()
            while self.starts_factor() and self.token.kind != "fn" and not self.is_op("(", "["):
                node = Call("mul", (node, self.power()))
            if self.is_op("/") and self.ahead().kind == "num" and not self.token.spaced:
                self.place += 1
                node = Call("div", (node, self.power()))
        self.depth -= 1
        return Call("neg", (node,)) if sign else node

    def argument(self, *, whole_number: bool = False) -> Node:
        """One LaTeX argument: a group in braces, or a single digit, name or command."""
        if self.is_op("{"):
            return self.braces()
        token = self.token
        if token.kind == "num" and not whole_number and len(token.text) > 1:
            self.tokens[self.place] = Token("num", token.text[1:])
            return literal(token.text[0])
        if token.kind == "num":
            self.place += 1
            return literal(token.text)
        if token.kind == "sym":
            self.place += 1
            return Seq("set", ()) if token.text == "emptyset" else Sym(token.text)
        return self.primary()

    def braces(self) -> Node:
        """An invisible group `{...}`."""
        raise NotImplementedError

    def bracket(self) -> Node:
        """Something that begins with a bracket or bar."""
        raise NotImplementedError

    def construct(self, name: str) -> Node:
        """Something that begins with a LaTeX command."""
        raise NotImplementedError

    def root(self) -> Node:
        """`\\sqrt[n]{x}` or `\\sqrt{x}`; the command itself is read."""
        index: Node = Num(Fraction(2))
        if self.take_op("["):
            index = self.expression()
            self.expect("]")
        radicand = self.power() if self.is_op("(") else self.argument(whole_number=True)
        return Call("sqrt", (radicand,)) if index == Num(Fraction(2)) else Call("root", (radicand, index))
