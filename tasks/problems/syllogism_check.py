"""The checker of `syllogism`: reads sentences from text and decides by enumerating small domains.

With n terms there are 2**n kinds of individuals. `all` and `no` forbid kinds, `some` demands one. What
follows is decided over all domains of such kinds; sets of kinds are the bits of an integer.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from tasks.errors import DataError
from tasks.problems.claims import refuse
from tasks.records import Problem

MAX_TERMS = 17
"""A question about more terms is refused."""


class Sentence(NamedTuple):
    """`all`, `no`, `some` or `somenot`, with two terms."""

    form: str
    left: str
    right: str

    def text(self) -> str:
        """In compact notation, e.g. `all dax wug`."""
        return " ".join(self)


_FORMS: Mapping[str, tuple[str, ...]] = {
    "all": (r"[Aa]ll (\w+)s are (\w+)s", r"[Ee]very (\w+) is an? (\w+)", r"所有的?(\w+?)都是(\w+)"),
    "no": (r"[Nn]o (\w+)s are (\w+)s", r"[Nn]o (\w+) is an? (\w+)", r"所有的?(\w+?)都不是(\w+)"),
    "some": (r"[Ss]ome (\w+)s are (\w+)s", r"[Ss]ome (\w+) is an? (\w+)", r"有的(\w+?)是(\w+)"),
    "somenot": (
        r"[Ss]ome (\w+)s are not (\w+)s",
        r"[Ss]ome (\w+) is not an? (\w+)",
        r"有的(\w+?)不是(\w+)",
    ),
}
_READ = tuple(
    (form, re.compile(pattern, re.ASCII)) for form, patterns in _FORMS.items() for pattern in patterns
)
_ENDS = re.compile(r"[.?:,;。，；？：]|能推出|可以推出|it follows that|follow from")
_COMPACT = re.compile(r"(all|no|some|somenot) ([a-z]+) ([a-z]+)")
_MODEL = re.compile(r"((?:[a-z]+=\{[0-9,]*\},)*[a-z]+=\{[0-9,]*\})\|=(.+)")
_EXTENSION = re.compile(r"([a-z]+)=\{([0-9,]*)\}")


def read_sentences(text: str) -> list[Sentence]:
    """The sentences of a prompt, in order."""
    found = []
    for part in _ENDS.split(text):
        for form, pattern in _READ:
            match = pattern.search(part)
            if match is not None and match[1] != match[2]:
                found.append(Sentence(form, match[1], match[2]))
                break
    return found


def read_compact(text: str) -> Sentence:
    """A sentence in compact notation.

    Raises:
        DataError: it is none.
    """
    match = _COMPACT.fullmatch(text)
    if match is None:
        raise DataError(f"not of the form `all dax wug`: {text[:80]!r}")
    return Sentence(*match.groups())


@cache
def columns(count: int) -> tuple[int, tuple[int, ...]]:
    """All kinds of individuals, and for each term those that fall under it."""
    full = (1 << (1 << count)) - 1
    return full, tuple(full // ((1 << (1 << i)) + 1) << (1 << i) for i in range(count))


def entails(premises: Sequence[Sentence], conclusion: Sentence) -> bool:
    """Whether every domain in which the premises are true makes the conclusion true.

    Raises:
        DataError: there are too many terms.
    """
    terms = sorted({term for sentence in (*premises, conclusion) for term in sentence[1:]})
    if len(terms) > MAX_TERMS:
        raise DataError(f"a syllogism has {len(terms)} terms, more than {MAX_TERMS}")
    full, masks = columns(len(terms))
    place = dict(zip(terms, masks, strict=True))

    def kinds(sentence: Sentence) -> int:
        """Kinds that `all` and `no` forbid, and one of which `some` demands."""
        right = place[sentence.right]
        return place[sentence.left] & (right if sentence.form in ("no", "some") else full ^ right)

    allowed, demanded = full, []
    for premise in premises:
        if premise.form in ("all", "no"):
            allowed &= ~kinds(premise)
        else:
            demanded.append(kinds(premise))
    if not all(kind & allowed for kind in demanded):
        return True
    if conclusion.form in ("all", "no"):
        return not kinds(conclusion) & allowed
    # A domain without any of these kinds: each demand must be met by another kind.
    avoided = allowed & ~kinds(conclusion)
    return not all(kind & avoided for kind in demanded)


def is_true(sentence: Sentence, extensions: Mapping[str, frozenset[str]]) -> bool:
    """Whether a sentence is true where the terms have these extensions."""
    left, right = extensions[sentence.left], extensions[sentence.right]
    return {
        "all": left <= right,
        "no": not left & right,
        "some": bool(left & right),
        "somenot": bool(left - right),
    }[sentence.form]


def check_syllogism(problem: Problem) -> None:
    """Prove each claim by enumeration, link it to the prompt, and decide the whole question."""
    sentences = read_sentences(problem.prompt)
    if len(sentences) < 2:
        refuse(problem, 0, "has no premises and conclusion")
    *premises, conclusion = sentences
    if problem.answer not in ("true", "false") or entails(premises, conclusion) != (problem.answer == "true"):
        refuse(problem, 0, f"enumeration does not lead to the answer {problem.answer[:80]}")
    if problem.answer == "true":
        _check_derivation(problem, premises, conclusion)
    else:
        _check_model(problem, premises, conclusion)


def _check_derivation(problem: Problem, premises: list[Sentence], conclusion: Sentence) -> None:
    known, derived = set(premises), conclusion
    for number, step in enumerate(problem.steps, start=1):
        left, sign, right = step.claim.partition("|-")
        given = [read_compact(text) for text in left.split(",")]
        derived = read_compact(right)
        if not known.issuperset(given):
            refuse(problem, number, "uses a sentence that is not known yet")
        if not sign or not entails(given, derived):
            refuse(problem, number, "does not follow")
        if step.output != ("true" if number == len(problem.steps) else right):
            refuse(problem, number, f"the step says {step.output[:80]}")
        known.add(derived)
    if derived != conclusion:
        refuse(problem, len(problem.steps), f"derives {derived.text()}, not {conclusion.text()}")


def _check_model(problem: Problem, premises: list[Sentence], conclusion: Sentence) -> None:
    """Each premise is shown to be true in a domain, then the conclusion to be false."""
    extensions: dict[str, frozenset[str]] = {}
    shown: list[Sentence] = []
    for number, step in enumerate(problem.steps, start=1):
        row = _MODEL.fullmatch(step.claim)
        if row is None:
            refuse(problem, number, "not of the form dax={1},wug={1,2}|=all dax wug")
        named = {term: frozenset(text.split(",")) - {""} for term, text in _EXTENSION.findall(row[1])}
        if any(extensions.setdefault(term, extension) != extension for term, extension in named.items()):
            refuse(problem, number, "gives a term another extension than before")
        texts = row[2].split(";")
        last = number == len(problem.steps)
        if step.output != ("false" if last else "true"):
            refuse(problem, number, f"the step says {step.output[:80]}")
        for place, text in enumerate(texts, start=1):
            refuted = last and place == len(texts)
            sentence = read_compact(text.removeprefix("not ") if refuted else text)
            if refuted != text.startswith("not ") or not named.keys() >= {*sentence[1:]}:
                refuse(problem, number, f"{text[:80]} is not what is to be shown")
            if is_true(sentence, extensions) == refuted:
                refuse(problem, number, f"{text[:80]} is not true there")
            shown.append(sentence)
    if set(shown[:-1]) != set(premises) or shown[-1] != conclusion:
        refuse(problem, len(problem.steps), "the steps do not show each premise and refute the conclusion")
