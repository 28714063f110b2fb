"""The tokens of an answer, in LaTeX, plain and Chinese notation."""

import re
from typing import NamedTuple

from tasks.verify.equal.units import UNITS
from tasks.verify.notation.chinese import LARGE_UNITS, count_and_measure, read_numeral
from tasks.verify.notation.nodes import NotReadableError, TooLargeError
from tasks.verify.notation.words import (
    CHINESE,
    CMD_OPS,
    CMD_SYMS,
    CONSTRUCTS,
    FUNCTIONS,
    OP_NAMES,
    SAME_CONSTRUCT,
    SKIP_CMDS,
    STOP_WORDS,
    TEXT_CMDS,
    WORD_OPS,
    split_names,
)

MAX_TOKENS = 600


class Token(NamedTuple):
    """A piece of text: `num`, `sym`, `fn`, `op`, `cmd`, `text`, `sep`, `scale` or `end`."""

    kind: str
    text: str
    spaced: bool = False
    """Whether white space stands before it."""


_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<num>(?:\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d+\.\d+|\d+\.(?![\d.])|\.\d+|\d+)(?:[eE][+-]?\d+(?![.\d]))?)"
    r"|\\(?P<cmd>[a-zA-Z]+|.)"
    r"|(?P<word>[A-Za-z]+)"
    r"|(?P<han>[\u4e00-\u9fff]+)"
    r"|(?P<op>\*\*|<=>|<=|>=|=<|!=|<>|==|->|=>|\|\||:=|\.\.\.|[-+*/^_=<>(){}\[\]|,;:!%&'~@?$€£¥\"]|\\)",
    re.DOTALL,
)
_TEXT_BODY = re.compile(r"\s*\{([^{}]*)\}|\s*([A-Za-z])")
_LATEX_GROUP = re.compile(r"\s*\{\s*([A-Za-z*]+)\s*\}")


def tokenize(text: str, *, thousands: bool = True) -> list[Token]:
    """The tokens of a spelled text, `end` last.

    Args:
        thousands: Whether `1,000` is one number; otherwise the comma separates.

    Raises:
        NotReadableError: A character is in no notation.
        TooLargeError: More than 600 tokens.
    """
    return _Lexer(text, thousands).run()


class _Lexer:
    def __init__(self, text: str, thousands: bool) -> None:
        self.text, self.thousands = text, thousands
        self.tokens: list[Token] = []
        self.spaced = False

    def run(self) -> list[Token]:
        place, text = 0, self.text
        while place < len(text):
            match = _TOKEN.match(text, place)
            if match is None:
                raise NotReadableError(f"character {text[place]!r}")
            kind, value = match.lastgroup or "", match[match.lastgroup or 0]
            place = match.end()
            if kind == "space":
                self.spaced = True
                continue
            place = self._take(kind, value, place)
            if len(self.tokens) > MAX_TOKENS:
                raise TooLargeError("tokens")
        self.tokens.append(Token("end", "", self.spaced))
        return self.tokens

    def _add(self, kind: str, text: str) -> None:
        self.tokens.append(Token(kind, text, self.spaced))
        self.spaced = False

    def _take(self, kind: str, value: str, place: int) -> int:
        if kind == "num":
            self._number(value)
        elif kind == "op":
            self._add("op", OP_NAMES.get(value, value))
        elif kind == "word":
            self._word(value)
        elif kind == "han":
            self._han(value)
        else:
            return self._command(value, place)
        return place

    def _number(self, value: str) -> None:
        if "," in value and not self.thousands:
            first, *rest = value.split(",")
            self._add("num", first)
            for part in rest:
                self._add("op", ",")
                self._add("num", part)
            return
        self._add("num", value.replace(",", "").rstrip("."))

    def _word(self, word: str) -> None:
        known = WORD_OPS.get(word) or (WORD_OPS.get(word.lower()) if len(word) > 2 else None)
        if known and known[0] != "text":
            self._add(*known)
        elif word in FUNCTIONS or (word.lower() in FUNCTIONS and len(word) > 2):
            self._add("fn", word if word in FUNCTIONS else word.lower())
        elif len(word) == 1:
            self._add("sym", word)
        elif word.lower() in STOP_WORDS and not (word.isupper() and word not in ("IS", "IT")):
            self._add("text", word)
        elif word.isupper() and len(word) <= 4:
            self._add("sym", word)
        elif (self._after_value() and len(word) > 3 and word.lower() in UNITS) or (
            self._after_value() and (word.lower() in UNITS or len(word) > 3) and split_names(word) is None
        ):
            self._add("text", word)
        else:
            self._letters(word)

    def _letters(self, word: str) -> None:
        """A run of letters: function names and variables, or a word."""
        names = split_names(word)
        if names is None and len(word) > 3:
            self._add("text", word)
            return
        for name in names or word:
            if name in FUNCTIONS:
                self._add("fn", name)
            else:
                self._add("sym", {"infty": "oo", "infinity": "oo"}.get(name, name))

    def _after_value(self) -> bool:
        if not self.tokens:
            return False
        last = self.tokens[-1]
        return last.kind in ("num", "text", "scale") or last.text in (")", "}", "]", "/", "^", "pi")

    def _han(self, run: str) -> None:
        if run in CHINESE:
            self._add(*CHINESE[run])
        elif run in LARGE_UNITS and self._after_value():
            self._add("scale", str(LARGE_UNITS[run]))
        elif run[0] in "万亿" and self._after_value() and len(run) > 1:
            self._add("scale", str(LARGE_UNITS[run[0]]))
            self._han(run[1:])
        elif (number := read_numeral(run)) is not None:
            for symbol in ("(", str(number.numerator), "/", str(number.denominator), ")"):
                self._add("num" if symbol.lstrip("-").isdigit() else "op", symbol.lstrip("-"))
            if number < 0:
                self.tokens.insert(-5, Token("op", "-"))
        elif run not in UNITS and not self._after_value() and (split := count_and_measure(run)) is not None:
            self._han(split[0])
            self._add("text", split[1])
        elif run[0] in "或和与及又比" and len(run) > 1 and run not in UNITS:
            self._add(*CHINESE[run[0]])
            self._han(run[1:])
        elif run.startswith("百分之") and len(run) > 3:
            self._add("op", "baifen")
            self._han(run[3:])
        else:
            self._add("text", run)

    def _command(self, name: str, place: int) -> int:
        if name in TEXT_CMDS:
            body = _TEXT_BODY.match(self.text, place)
            if body is None:
                return place
            self._words(body[1] if body[1] is not None else body[2])
            return body.end()
        if name == "begin" or name == "end":
            body = _LATEX_GROUP.match(self.text, place)
            if body is None:
                raise NotReadableError(f"\\{name} without a name")
            self._add("cmd", f"{name} {body[1].rstrip('*')}")
            return body.end()
        if name == "mathbb":
            body = _LATEX_GROUP.match(self.text, place) or _TEXT_BODY.match(self.text, place)
            if body is None:
                raise NotReadableError("\\mathbb without a letter")
            self._add("sym", f"set {body[1] or body[2]}")
            return body.end()
        self._plain_command(name)
        return place

    def _plain_command(self, name: str) -> None:
        if name in CMD_OPS:
            if CMD_OPS[name] != " ":
                self._add("op", CMD_OPS[name])
        elif name in CMD_SYMS:
            self._add("sym", CMD_SYMS[name])
        elif name in FUNCTIONS and name not in ("binom", "sqrt"):
            self._add("fn", name)
        elif name in "{}":
            self._add("op", "\\" + name)
        elif name in "%|#&":
            self._add("op", {"#": "#"}.get(name, name))
        elif name == "\\":
            self._add("op", "\\\\")
        elif name in SKIP_CMDS or not name.isalpha():
            self.spaced = True
        elif name in CONSTRUCTS:
            self._add("cmd", SAME_CONSTRUCT.get(name, name))
        else:
            self._add("sym", name)

    def _words(self, content: str) -> None:
        """What stands in `\\text{...}`."""
        words = content.strip().strip(".,:; ") if content.strip() not in (",", ";") else content.strip()
        lowered = words.lower()
        if lowered in WORD_OPS and WORD_OPS[lowered][0] in ("sep", "op", "scale"):
            self._add(*WORD_OPS[lowered])
        elif words in CHINESE:
            self._add(*CHINESE[words])
        elif words in FUNCTIONS:
            self._add("fn", words)
        elif len(words) == 1 and words.isalpha() and words.isascii():
            self._add("sym", words)
        elif words.replace(".", "").isdigit() and words:
            self._add("num", words)
        elif words in (",", ";"):
            self._add("op", words)
        elif words:
            self._add("text", words)
        else:
            self.spaced = True
