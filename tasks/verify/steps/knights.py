"""Knights and knaves: knights tell the truth, knaves lie. Claims about people against what they said.

Each "X said Y" makes X a knight exactly if Y; the worlds are the assignments where all of these hold.
"""

import itertools
import operator
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tasks.verify.steps.scan import Found

MAX_PEOPLE = 8

World = dict[str, bool]
Statement = Callable[[World], bool]

_SAID = re.compile(
    r"\b([A-Z][a-z]+)(?:,)? (?:said|says|told you|stated|remarked|commented|claimed|claims|asserted"
    r"|asserts|noted|noted that|expressed|declares|declared|tells you)(?:"
    r" that)?[,:]?\s*[\"“]?([^\"”\n]+?)[\"”.\n]"
    r"|[\"“]([^\"”\n]+?),?[\"”],? (?:-|said|stated|remarked|commented|claimed|asserted|declared"
    r"|expressed|says) ?([A-Z][a-z]+)"
    r"|(?:In [A-Z][a-z]+'s words|As [A-Z][a-z]+ put it|According to [A-Z][a-z]+)[,:]?\s*[\"“]([^\"”\n]+)[\"”]"
)
_WHO = re.compile(r"(?:In ([A-Z][a-z]+)'s|As ([A-Z][a-z]+) put|According to ([A-Z][a-z]+))")
_IS = re.compile(
    r"([A-Z][a-z]+) (is|is not|isn't|must be|has to be) (?:a |an )?(knight|knave|truth-teller|liar"
    r"|pioneer|laggard|saint|sinner|hero|villain|angel|devil|altruist|egoist|sage|fool)"
)
_TRUE = frozenset({"knight", "truth-teller", "pioneer", "saint", "hero", "angel", "altruist", "sage"})
_CLAIM = re.compile(
    r"(?:(?<=\n)|(?<=[.!:] )|^|(?:[Tt]herefore|[Tt]hus|[Hh]ence|[Ss]o|[Ii]n conclusion),? (?:we"
    r" (?:know|conclude|have) (?:that )?)?)[-*\d.)\s]*\**([A-Z][a-z]+)\**:? (?:is|must be)(?: indeed"
    r"| definitely)? (?:a |an )?\**(knight|knave|truth-teller|liar)\b(?!\s*(?:if|or|then|and if"
    r"|because if|,? which (?:would|contradicts)))"
)


class Claimed(NamedTuple):
    """A claim of the trace about one person."""

    name: str
    knight: bool
    found: Found


_CONNECTIVES: tuple[tuple[str, Callable[[bool, bool], bool]], ...] = (
    (" if and only if ", operator.eq),
    (" and ", operator.and_),
    (" or ", operator.or_),
)


def _combined(combine: Callable[[bool, bool], bool], a: Statement, b: Statement) -> Statement:
    return lambda world: combine(a(world), b(world))


def _formula(text: str) -> Statement | None:
    """What a quoted sentence says; None if it is not understood."""
    text = text.strip().rstrip(".").strip()
    for word, combine in _CONNECTIVES:
        if word == " and " and text.lower().startswith("if "):
            continue
        left, found, right = text.partition(word)
        if found:
            a, b = _formula(left), _formula(right)
            return None if a is None or b is None else _combined(combine, a, b)
    conditional = re.fullmatch(r"[Ii]f (.+?),? then (.+)", text)
    if conditional:
        a, b = _formula(conditional[1]), _formula(conditional[2])
        return None if a is None or b is None else lambda world: not a(world) or b(world)
    atom = _IS.fullmatch(text)
    if atom is None:
        return None
    name, positive = atom[1], (atom[3] in _TRUE) != (atom[2] in ("is not", "isn't"))
    return lambda world: world[name] == positive


class Island:
    """The worlds in which all that was said fits who said it."""

    def __init__(self, problem: str) -> None:
        self.worlds: list[World] = []
        if not re.search(r"knave|liar", problem):
            return
        spoken: list[tuple[str, Statement]] = []
        for match in _SAID.finditer(problem):
            who = match[1] or match[4] or next(filter(None, (_WHO.match(match[0]) or match).groups()), "")
            statement = _formula(match[2] or match[3] or match[5] or "")
            if statement is None:
                return
            spoken.append((who, statement))
        people = sorted(
            {
                name
                for name in re.findall(r"\b[A-Z][a-z]+\b", problem)
                if any(who == name for who, _ in spoken)
            }
        )
        if not 1 <= len(people) <= MAX_PEOPLE:
            return
        for values in itertools.product((True, False), repeat=len(people)):
            world = dict(zip(people, values, strict=True))
            try:
                if all(world[who] == statement(world) for who, statement in spoken):
                    self.worlds.append(world)
            except KeyError:
                self.worlds = []
                return

    def claims(self, trace: str) -> Iterator[Claimed]:
        """Plain statements about who is what, where the sentence supposes nothing."""
        if not self.worlds:
            return
        supposing = re.search(r"\b(?:[Aa]ssum|[Ss]uppos|[Ii]f |[Ll]et's|[Cc]ase|[Cc]onsider)", trace)
        final = max(
            trace.rfind("herefore"),
            trace.rfind("onclusion"),
            trace.rfind("<answer>"),
            trace.rfind("inally"),
            trace.rfind("Thus"),
        )
        for match in _CLAIM.finditer(trace):
            if supposing and supposing.start() < match.start() < (final if final >= 0 else len(trace)):
                continue
            if match[1] in self.worlds[0]:
                yield Claimed(
                    match[1],
                    match[2] in _TRUE,
                    Found(f"{match[1]} is a {match[2]}", match.start(1), "knights"),
                )

    def decide(self, claim: Claimed) -> bool | None:
        """Whether a claim holds in all worlds, in none, or None: in some."""
        held = sum(world[claim.name] == claim.knight for world in self.worlds)
        return True if held == len(self.worlds) else False if not held else None
