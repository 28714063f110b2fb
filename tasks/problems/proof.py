"""What a generator builds: a proof, and the words that turn it into a problem.

A *template* is a family of problems: a parameter space (`spaces`), a function from parameters to a proof,
an independent way to the answer, and the words. A *subtask* is a few templates. A proof is built once and
worded in every language, so the English and the Chinese problem of one index tell the same proof.

Quantities have names. The givens name what the prompt states; a step names what it yields and says by a
formula how: `speed*time`. So a proof can be followed again with another given or with a corrupted step
(`replay`), and shown to hang on a given or not.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, lru_cache
from string import Formatter
from typing import Any, NamedTuple

from tasks.problems.spaces import Box
from tasks.records import Problem

Value = int | Fraction | str
"""A number, or an expression or formula in compact notation."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\b(?!\()")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")


class Given(NamedTuple):
    """A quantity that the prompt states."""

    name: str
    """A placeholder of the tellings, e.g. `speed`."""
    value: Value
    unit: str = ""
    """In SI symbols, e.g. `km/h`; empty for a pure number."""


class ProofStep(NamedTuple):
    """One application of one rule."""

    name: str
    """Names the result for later formulas; empty where no formula uses it."""
    formula: str
    """How the result follows from named quantities, e.g. `speed*time`; empty where no formula can say."""
    value: Value
    """The result. The template calculates it; the checker evaluates the formula."""
    rule: str
    """Key of the sentence in `Wording.sentences`."""
    unit: str = ""
    claim: str = ""
    """The step in compact notation, true as written; empty: the formula with numbers, `12*5=60`."""
    said: tuple[str, ...] = ()
    """{0}, {1}, ... of the sentence; empty: the values of the quantities in the formula, in its order."""


class Proof(NamedTuple):
    """An instance with its steps, in no language. The answer is the value of the last step."""

    givens: tuple[Given, ...]
    steps: tuple[ProofStep, ...]
    """At least one; their number decides the level."""
    shown: Mapping[str, str | Mapping[str, str]] = {}
    """More placeholders of the tellings: a text, or a text per language."""
    kind: str = "number"
    """Type of the answer: `number`, `truth`, `expression`, `set`, ..."""
    decimals: bool = False
    """Write fractions that end as decimals: 2.5 instead of 5/2."""

    def text(self, value: Value) -> str:
        """The canonical text of a value."""
        if self.decimals and isinstance(value, Fraction):
            return decimal_text(value) or str(value)
        return str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one language says the problems and rules of a template."""

    tellings: tuple[tuple[str, ...], ...]
    """Ways to tell the problem; one is drawn. A telling is a sequence of sentences: facts, then the
    question. The placeholders of a fact name the givens that it states; a fact with {speed#} is told once
    for each of speed1, speed2, ..."""
    sentences: Mapping[str, str]
    """Rule -> sentence with {0}, {1}, ..., {output}, {claim}, or the names of quantities and of the cast."""
    closing: str
    """Last sentence of a solution, with {answer}."""


def english(
    *tellings: str | tuple[str, ...], closing: str = "The answer is {answer}.", **rules: str
) -> Wording:
    """English words: tellings, and a sentence for each rule."""
    return _wording(tellings, rules, closing)


def chinese(*tellings: str | tuple[str, ...], closing: str = "答案是{answer}。", **rules: str) -> Wording:
    """Chinese words: tellings, and a sentence for each rule."""
    return _wording(tellings, rules, closing)


def _wording(tellings: Sequence[str | tuple[str, ...]], rules: Mapping[str, str], closing: str) -> Wording:
    told = tuple((telling,) if isinstance(telling, str) else telling for telling in tellings)
    return Wording(tellings=told, sentences=rules, closing=closing)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Template:
    """A family of problems. It needs an oracle, or a check that proves the prompt, or both."""

    name: str
    """Unique in its subtask."""
    boxes: tuple[Box, ...]
    """Parameter spaces, by number of steps."""
    wide: tuple[Box, ...] = ()
    """Spaces for extrapolation: larger numbers than any in `boxes`."""
    build: Callable[..., Proof | None]
    """Parameters -> proof; None where they make no problem. With `shuffles` it gets `rng` as well."""
    en: Wording
    zh: Wording
    oracle: Callable[[Mapping[str, Any]], Any] | None = None
    """Givens by name -> the answer, by another way than the steps: a number or a text."""
    check: Callable[[Problem], None] | None = None
    """Proves from their text what formulas and oracle do not: the prompt, claims of steps without formula."""
    own_claims: bool = False
    """Claims say more than the formulas of their steps, and `check` proves them."""
    cast: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Placeholder -> (English, Chinese) choices, e.g. names of people; they change no number."""
    heldout: bool = False
    """Never in training nor in `eval`: the split `heldout_template` consists of these."""
    holes: bool = False
    """`build` returns None for some parameters."""
    shuffles: bool = False
    """`build` also takes `rng`, for what is no parameter: order, letters. A proof has one arrangement."""

    def __post_init__(self) -> None:
        assert self.oracle or self.check, f"template {self.name}: needs an oracle or a check"
        assert self.check or not self.own_claims, f"template {self.name}: its claims need a check"

    def wording(self, language: str) -> Wording:
        """The words of a language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subtask:
    """One kind of problem."""

    kind: str
    """Its class: `symbolic`, `logic` or `applied`."""
    templates: tuple[Template, ...]
    """At least one that is held out and one that is not."""
    version: str = "1"
    """Changes when the same position of a stream becomes another problem."""

    def template(self, name: str) -> Template | None:
        """The template of this name."""
        return next((template for template in self.templates if template.name == name), None)


def decimal_text(value: Fraction) -> str:
    """The decimals of a fraction; empty if they do not end within 6 places."""
    scaled = value * 10**6
    if scaled.denominator != 1:
        return ""
    whole, rest = divmod(abs(scaled.numerator), 10**6)
    return ("-" if value < 0 else "") + f"{whole}.{rest:06}".rstrip("0").rstrip(".")


@lru_cache(8_192)
def names_in(formula: str) -> tuple[str, ...]:
    """The quantities of a formula, in order of first use."""
    return tuple(dict.fromkeys(name for name in _NAME.findall(formula) if name not in _CONSTANT_NAMES))


_CONSTANT_NAMES = {"pi", "e"}


@lru_cache(8_192)
def _slots(formula: str) -> str:
    """The formula as a format: each quantity a placeholder."""
    return _NAME.sub(lambda m: m[0] if m[0] in _CONSTANT_NAMES else f"{{{m[0]}}}", formula)


def substitute(formula: str, texts: Mapping[str, str]) -> str:
    """The formula with numbers for names; what is no plain number gets brackets.

    Raises:
        KeyError: a quantity has no text.
    """
    names = names_in(formula)
    plain = {n: texts[n] if _PLAIN.fullmatch(texts[n]) else f"({texts[n]})" for n in names}
    return _slots(formula).format_map(plain)


@cache
def placeholders(sentence: str) -> tuple[str, ...]:
    """The names in braces of a sentence."""
    return tuple(name for _, name, _, _ in Formatter().parse(sentence) if name)
