"""The place in a list of tokens."""

from tasks.verify.notation.lex import Token
from tasks.verify.notation.nodes import NotReadableError, TooLargeError

MAX_DEPTH = 48


class Cursor:
    """What a parser reads from, and how deep it is."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.place, self.depth = tokens, 0, 0
        self.bars = 0
        """How many | are open: the next one closes."""

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
        if self.is_op(*texts):
            self.place += 1
            return self.tokens[self.place - 1].text
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
