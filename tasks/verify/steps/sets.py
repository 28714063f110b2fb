"""Claims about finite sets: `{1,2} ∪ {2,3} = {1,2,3}`, `3 ∈ A`, `A ⊆ B`, `|A ∩ B| = 2`.

Elements are numbers or words, compared as written after numbers are reduced; sets may have names.
"""

import re
from collections.abc import Mapping
from fractions import Fraction

from tasks.verify.notation.nodes import NotReadableError, TooLargeError

MAX_TOKENS = 400

Elements = frozenset[str]

_TOKEN = re.compile(r"\s*([{}(),|]|∪|∩|∖|-|∅|∈|∉|⊆|⊂|=|≠|[A-Za-z]\w*|-?\d+(?:\.\d+)?(?:/\d+)?)")
_SPELLED = (
    (re.compile(r"\\[{}]"), lambda match: match[0][1]),
    (re.compile(r"\\cup\b"), "∪"),
    (re.compile(r"\\cap\b"), "∩"),
    (re.compile(r"\\(?:setminus|backslash)\b"), "∖"),
    (re.compile(r"\\(?:emptyset|varnothing)\b"), "∅"),
    (re.compile(r"\\(?:notin|not\s*\\in)\b"), "∉"),
    (re.compile(r"\\in\b"), "∈"),
    (re.compile(r"\\subseteq\b"), "⊆"),
    (re.compile(r"\\subset\b"), "⊆"),
    (re.compile(r"⊂"), "⊆"),
)
_SIGNS = re.compile(
    r"[∪∩∖∈∉⊆⊂∅]|\\c[ua]p\b|\\(?:not)?in\b|\\subset|\\setminus|\\emptyset|[A-Z]\s*=\s*\\?\{\s*[\w,\s./-]*\\?\}|\|\s*\\?\{"
)


def speaks_of_sets(text: str) -> bool:
    """Whether a claim has a sign of sets."""
    return bool(_SIGNS.search(text))


def rule_on(text: str, named: Mapping[str, Elements]) -> tuple[bool | None, dict[str, Elements]]:
    """Whether a claim about sets holds (None: it names a set), and the sets it names.

    Raises:
        NotReadableError: It is no such claim, or a name is unknown.
        TooLargeError: Over 400 tokens.
    """
    for pattern, sign in _SPELLED:
        text = pattern.sub(sign, text)
    tokens, place = list[str](), 0
    text = text.strip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or len(tokens) > MAX_TOKENS:
            raise TooLargeError("tokens") if match else NotReadableError(f"{text[place]!r} in a set")
        tokens.append(match[1])
        place = match.end()
    if len(tokens) > 2 and tokens[0].isalpha() and tokens[0] not in named and tokens[1] == "=":
        value = _Reader(tokens[2:], named)
        elements = value.whole()
        if isinstance(elements, frozenset):
            return None, {tokens[0]: elements}
        raise NotReadableError("a number")
    return _Reader(tokens, named).relation(), {}


class _Reader:
    def __init__(self, tokens: list[str], named: Mapping[str, Elements]) -> None:
        self.tokens, self.named, self.at, self.depth = [*tokens, ""], named, 0, 0

    def take(self, *signs: str) -> str:
        token = self.tokens[self.at]
        if token in signs and token:
            self.at += 1
            return token
        return ""

    def whole(self) -> Elements | int:
        value = self.value()
        if self.tokens[self.at]:
            raise NotReadableError(f"{self.tokens[self.at]!r} in a set")
        return value

    def relation(self) -> bool:
        if self.tokens[1] in ("∈", "∉"):
            element, sign = _reduced(self.tokens[0]), self.tokens[1]
            self.at = 2
            members = self.whole()
            if not isinstance(members, frozenset):
                raise NotReadableError("a set expected")
            return (element in members) == (sign == "∈")
        left = self.value()
        sign = self.take("=", "⊆", "≠")
        right = self.whole()
        if sign == "⊆" and isinstance(left, frozenset) and isinstance(right, frozenset):
            return left <= right
        if sign in ("=", "≠") and isinstance(left, int) == isinstance(right, int):
            return (left == right) == (sign == "=")
        raise NotReadableError("no relation of sets")

    def value(self) -> Elements | int:
        left = self.atom()
        while sign := self.take("∪", "∩", "∖", "-"):
            right = self.atom()
            if not isinstance(left, frozenset) or not isinstance(right, frozenset):
                raise NotReadableError("a set expected")
            left = left | right if sign == "∪" else left & right if sign == "∩" else left - right
        return left

    def atom(self) -> Elements | int:
        self.depth += 1
        if self.depth > 40:
            raise TooLargeError("depth")
        if self.take("|"):
            inside = self.value()
            if not self.take("|") or not isinstance(inside, frozenset):
                raise NotReadableError("the size of a set")
            return len(inside)
        if self.take("("):
            value = self.value()
            if not self.take(")"):
                raise NotReadableError("a bracket is not closed")
            return value
        if self.take("∅"):
            return frozenset()
        if self.take("{"):
            return self.members()
        token = self.tokens[self.at]
        self.at += 1
        if token in self.named:
            return self.named[token]
        if token.isdigit():
            return int(token)
        raise NotReadableError(f"the set {token}")

    def members(self) -> Elements:
        found: set[str] = set()
        while not self.take("}"):
            token = self.tokens[self.at]
            if not token or not (token[-1].isalnum()):
                raise NotReadableError("an element expected")
            found.add(_reduced(token))
            self.at += 1
            self.take(",")
        return frozenset(found)


def _reduced(token: str) -> str:
    return str(Fraction(token)) if re.fullmatch(r"-?\d+(?:\.\d+)?(?:/[1-9]\d*)?", token) else token
