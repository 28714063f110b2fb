"""The place in a list of tokens, and the rules of the grammar that refer to each other."""

from abc import ABC, abstractmethod

from tasks.verify.notation.lex import Token
from tasks.verify.notation.nodes import Node, NotReadableError, TooLargeError

MAX_DEPTH = 48


class Cursor(ABC):
    """What a parser reads from, and how deep it is."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.place, self.depth = tokens, 0, 0
        self.bars = 0
        """How many | are open: the next one closes."""
        self.colon_ends = False
        """Whether a colon ends what is read: inside a set it stands before the condition."""

    @property
    def token(self) -> Token:
        """The token to be read next."""
        return self.tokens[self.place]

    def ahead(self, steps: int = 1) -> Token:
        """A token further on; the last one for ever after the end."""
        return self.tokens[min(self.place + steps, len(self.tokens) - 1)]

    def is_op(self, *texts: str) -> bool:
        """Whether the next token is one of these operators."""
        token = self.tokens[self.place]
        return token.kind == "op" and token.text in texts

    def take_op(self, *texts: str) -> str:
        """Read one of these operators if it is next; else an empty string."""
        token = self.tokens[self.place]
        if token.kind == "op" and token.text in texts:
            self.place += 1
            return token.text
        return ""

    def expect(self, *texts: str) -> str:
        """Read one of these operators."""
        taken = self.take_op(*texts)
        if not taken:
            raise NotReadableError(f"{' or '.join(texts)} expected, found {self.token.text!r}")
        return taken

    def deeper(self) -> None:
        """Count one level of nesting."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooLargeError("depth")

    # The grammar, from the outside in; `parse.Parser` has the rules.

    @abstractmethod
    def answer(self, *closers: str) -> Node:
        """Values separated by commas, semicolons, "and" or "or"."""

    @abstractmethod
    def relation(self) -> Node:
        """A chain of sides with signs of relation between them."""

    @abstractmethod
    def expression(self) -> Node:
        """A sum of products."""

    @abstractmethod
    def product(self) -> Node:
        """Factors, with or without signs between them."""

    @abstractmethod
    def power(self) -> Node:
        """A primary with what follows it: `!`, `%`, degrees and exponents."""

    @abstractmethod
    def primary(self) -> Node:
        """A number, name, function, bracket or LaTeX construct."""

    @abstractmethod
    def argument(self, *, whole_number: bool = False) -> Node:
        """One LaTeX argument: a group in braces, or a single digit, name or command."""

    @abstractmethod
    def braces(self) -> Node:
        """`{...}`: invisible around one value, a bare list around several."""
