"""The checker of `knights`: reads who says what from the prompt and tries every assignment.

Claims are about one statement and what is known: `B=0|-A:B=1 is false`. Each is decided by enumeration.
"""

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tasks.problems.claims import refuse
from tasks.records import Problem


class Statement(NamedTuple):
    """What a person says."""

    speaker: str
    form: str
    """`is`, `is_not`, `same` or `differ`."""
    first: str
    second: str = ""

    def text(self) -> str:
        """In compact notation, e.g. `A:B=C`."""
        return f"{self.speaker}:{COMPACT[self.form].format(self.first, self.second)}"


COMPACT: Mapping[str, str] = {
    "is": "{0}=1",
    "is_not": "{0}=0",
    "same": "{0}={1}",
    "differ": "{0}!={1}",
}
ENGLISH: Mapping[str, str] = {
    "is": "{0} is a knight",
    "is_not": "{0} is a knave",
    "same": "{0} and {1} are of the same kind",
    "differ": "{0} and {1} are of different kinds",
}
CHINESE: Mapping[str, str] = {
    "is": "{0}是骑士",
    "is_not": "{0}是无赖",
    "same": "{0}和{1}是同一类人",
    "differ": "{0}和{1}不是同一类人",
}


def is_true(statement: Statement, kinds: Mapping[str, int]) -> bool:
    """Whether what is said is so; kinds are 1 for knights."""
    first, second = kinds[statement.first], kinds.get(statement.second, 0)
    return {"is": first == 1, "is_not": first == 0, "same": first == second, "differ": first != second}[
        statement.form
    ]


_LETTER = "([A-J])"
_SAYS = tuple(
    (form, re.compile(start + text.format(_LETTER, _LETTER) + end))
    for words, start, end in ((ENGLISH, rf'{_LETTER} says: "', r'\."'), (CHINESE, rf"{_LETTER}说：“", "。”"))
    for form, text in words.items()
)


def read_statements(prompt: str) -> list[Statement]:
    """The statements of a prompt."""
    return [
        Statement(m[1], form, *m.groups()[1:]) for form, pattern in _SAYS for m in pattern.finditer(prompt)
    ]


def solutions(people: Sequence[str], statements: Sequence[Statement]) -> list[dict[str, int]]:
    """Every assignment in which just the knights speak the truth."""
    worlds = (
        dict(zip(people, kinds, strict=True)) for kinds in itertools.product((0, 1), repeat=len(people))
    )
    return [w for w in worlds if all(is_true(s, w) == (w[s.speaker] == 1) for s in statements)]


_ASKED = re.compile(r"Is ([A-J]) a knight|false: ([A-J]) is a knight|([A-J])是不是骑士|false：([A-J])是骑士")
_COUNT = re.compile(r"How many|有几")
_CLAIM = re.compile(r"((?:[A-J]=[01],)*)([A-J]:[A-J](?:=[01]|!?=[A-J]))\|-([A-J])=([01])")


def check_knights(problem: Problem) -> None:
    """Try every assignment, and prove each deduction from one statement and what is known by then."""
    statements = read_statements(problem.prompt)
    people = sorted({person for s in statements for person in (s.speaker, s.first, s.second) if person})
    worlds = solutions(people, statements)
    if len(worlds) != 1:
        refuse(problem, 0, f"has {len(worlds)} solutions")
    (world,) = worlds
    asked = _ASKED.search(problem.prompt)
    if asked is None and _COUNT.search(problem.prompt) is None:
        refuse(problem, 0, "asks neither for a person nor for a number")
    known: dict[str, int] = {}
    deductions = problem.steps if asked else problem.steps[:-1]
    for number, step in enumerate(deductions, start=1):
        person, kind = _deduced(problem, number, known, statements)
        known[person] = kind
        last = number == len(problem.steps)
        if step.output != (("false", "true")[kind] if last else f"{person}={kind}"):
            refuse(problem, number, f"the step says {step.output[:80]}")
    if asked:
        name = next(text for text in asked.groups() if text)
        if next(reversed(known)) != name or problem.answer != ("false", "true")[world[name]]:
            refuse(problem, 0, f"{name} is {world[name]}")
        return
    total = sum(world.values())
    sum_text = "+".join(str(world[person]) for person in people)
    if known != world or problem.steps[-1].claim != f"{sum_text}={total}" or problem.answer != str(total):
        refuse(problem, len(problem.steps), f"the kinds are {sum_text}")


def _deduced(
    problem: Problem, number: int, known: Mapping[str, int], statements: Sequence[Statement]
) -> tuple[str, int]:
    row = _CLAIM.fullmatch(problem.steps[number - 1].claim)
    if row is None:
        refuse(problem, number, "not of the form A=1,B:A=C|-C=0")
    given = {part[0]: int(part[2]) for part in row[1].split(",") if part}
    statement = next((s for s in statements if s.text() == row[2]), None)
    if statement is None or any(known.get(person) != kind for person, kind in given.items()):
        refuse(problem, number, "uses what nobody said or what is not known yet")
    people = sorted({statement.speaker, statement.first, statement.second, row[3]} - {""})
    agreeing = [w for w in solutions(people, [statement]) if given.items() <= w.items()]
    if any(w[row[3]] != int(row[4]) for w in agreeing):
        refuse(problem, number, "does not follow")
    return row[3], int(row[4])
