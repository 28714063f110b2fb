"""Propositions: formulas read from text, entailment by truth tables of bit masks.

A formula with n letters is one integer of 2**n bits, its value in every world; an entailment is two
operations on them. Grammar, weakest first: `<->`, `->`, `|`, `^` (exclusive), `&`, `~`, letter, brackets.
"""

import re
from functools import lru_cache

from tasks.verify.notation.nodes import NotReadableError, TooLargeError

MAX_LETTERS = 12
MAX_SYMBOLS = 400
MAX_DEPTH = 40

Tree = tuple["str | Tree", ...]
"""`("p",)`, `("~", tree)`, `("&", tree, tree)`; 1 and 0 are the letters of truth."""

_SYMBOL = re.compile(r"\s*(<->|->|[~&|^()01]|[A-Za-z](?:_?\d+)?(?![A-Za-z]))")
_WORDS = (
    (re.compile(r"\\(?:neg|lnot)\b|¬|!(?!=)|\bnot\b|\bNOT\b"), "~"),
    (re.compile(r"\\(?:land|wedge)\b|∧|&&|\band\b|\bAND\b"), "&"),
    (re.compile(r"\\(?:lor|vee)\b|∨|\|\||\bor\b|\bOR\b"), "|"),
    (re.compile(r"\\(?:leftrightarrow|iff|Leftrightarrow)\b|↔|⇔|<=>"), "<->"),
    (re.compile(r"\\(?:to|rightarrow|implies|Rightarrow)\b|→|⇒|=>"), "->"),
    (re.compile(r"\\oplus\b|⊕"), "^"),
)
_LEVELS = ("<->", "->", "|", "^", "&")


@lru_cache(maxsize=2048)
def read_formula(text: str) -> Tree:
    """The tree of a formula.

    Raises:
        NotReadableError: It is none.
        TooLargeError: Over 400 symbols or too deep.
    """
    for pattern, sign in _WORDS:
        text = pattern.sub(f" {sign} ", text)
    place, symbols = 0, list[str]()
    text = text.strip()
    while place < len(text):
        match = _SYMBOL.match(text, place)
        if match is None:
            raise NotReadableError(f"{text[place]!r} in a formula")
        symbols.append(match[1].replace("_", ""))
        place = match.end()
    if len(symbols) > MAX_SYMBOLS:
        raise TooLargeError("symbols")
    reader = _Reader([*symbols, ""])
    tree = reader.level(0)
    if reader.symbols[reader.at]:
        raise NotReadableError(f"{reader.symbols[reader.at]!r} in a formula")
    return tree


class _Reader:
    def __init__(self, symbols: list[str]) -> None:
        self.symbols, self.at, self.depth = symbols, 0, 0

    def level(self, strength: int) -> Tree:
        if strength == len(_LEVELS):
            return self.atom()
        left = self.level(strength + 1)
        sign = _LEVELS[strength]
        if sign == "->":
            if self.symbols[self.at] == sign:
                self.at += 1
                self.deeper()
                left = (sign, left, self.level(strength))
                self.depth -= 1
            return left
        while self.symbols[self.at] == sign:
            self.at += 1
            left = (sign, left, self.level(strength + 1))
        return left

    def atom(self) -> Tree:
        symbol = self.symbols[self.at]
        self.at += 1
        self.deeper()
        if symbol == "~":
            tree: Tree = ("~", self.atom())
        elif symbol == "(":
            tree = self.level(0)
            if self.symbols[self.at] != ")":
                raise NotReadableError("a bracket is not closed")
            self.at += 1
        elif symbol and (symbol[0].isalpha() or symbol in "01"):
            tree = (symbol,)
        else:
            raise NotReadableError(f"{symbol!r} where a letter belongs")
        self.depth -= 1
        return tree

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooLargeError("depth")


def letters_of(trees: list[Tree]) -> list[str]:
    """The letters, sorted.

    Raises:
        TooLargeError: More than 12.
    """
    found: set[str] = set()
    stack: list[Tree] = list(trees)
    while stack:
        sign, *parts = stack.pop()
        if parts:
            stack += [part for part in parts if isinstance(part, tuple)]
        elif isinstance(sign, str) and sign not in ("0", "1"):
            found.add(sign)
    if len(found) > MAX_LETTERS:
        raise TooLargeError(f"more than {MAX_LETTERS} letters")
    return sorted(found)


def columns(names: list[str]) -> tuple[int, dict[str, int]]:
    """The mask of all worlds, and for each name the mask of those where it is true."""
    full = (1 << (1 << len(names))) - 1
    return full, {name: full // ((1 << (1 << n)) + 1) << (1 << n) for n, name in enumerate(names)}


def table(tree: Tree, full: int, column: dict[str, int]) -> int:
    """The worlds where a formula is true, as a mask."""
    sign, *parts = tree
    if not parts:
        return full if sign == "1" else 0 if sign == "0" else column[str(sign)]
    values = [table(part, full, column) for part in parts if isinstance(part, tuple)]
    a, b = values[0], values[-1]
    if sign == "~":
        return full ^ a
    if sign == "&":
        return a & b
    if sign == "|":
        return a | b
    if sign == "->":
        return (full ^ a) | b
    return a ^ b if sign == "^" else full ^ a ^ b


def follows(premises: list[Tree], conclusion: Tree) -> bool:
    """Whether the conclusion is true in every world where the premises are.

    Raises:
        TooLargeError: More than 12 letters.
    """
    full, column = columns(letters_of([*premises, conclusion]))
    worlds = full
    for premise in premises:
        worlds &= table(premise, full, column)
    return not worlds & (full ^ table(conclusion, full, column))


_TURNSTILE = re.compile(r"\|-|⊢|\|=|⊨|\\vdash\b|\\models\b")
_GIVEN = re.compile(r"([A-Za-z](?:_?\d+)?)=([01])")
_SAID = re.compile(r"([A-Z]):([A-Z])(!?=)([A-Z01])")
_KIND = re.compile(r"([A-Z])=(\d+)")


def read_entailment(text: str) -> tuple[list[Tree], Tree] | None:
    """The premises and the conclusion of `p->q,p|-q`, or of `p=1,q=0|=p->q`; None if it is no such text.

    `B:A!=C` says that B, who is 1 if all that B says is true and else 0, says that A and C differ; from
    such premises follows who is what (`B:A!=C,B=0|-C=1`).

    Raises:
        NotReadableError: A part is no formula.
    """
    found = _TURNSTILE.search(text)
    if found is None:
        return None
    premises: list[Tree] = []
    for part in filter(None, map(str.strip, re.split(r"[,，]", text[: found.start()]))):
        given, said = _GIVEN.fullmatch(part), _SAID.fullmatch(part)
        if said:
            speaker, first, sign, second = said.groups()
            same: Tree = ("<->", (first,), (second,))
            premises.append(("<->", (speaker,), same if sign == "=" else ("~", same)))
        elif given:
            letter: Tree = (given[1].replace("_", ""),)
            premises.append(letter if given[2] == "1" else ("~", letter))
        else:
            premises.append(read_formula(part))
    return premises, _conclusion(text[found.end() :])


def _conclusion(text: str) -> Tree:
    """A formula, or `A=1`; nobody is anything but 1 or 0."""
    kind = _KIND.fullmatch(text.strip())
    if kind is None:
        return read_formula(text)
    return {"0": ("~", (kind[1],)), "1": (kind[1],)}.get(kind[2], ("0",))
