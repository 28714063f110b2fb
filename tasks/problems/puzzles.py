"""Knights and knaves, and rankings. Each puzzle has one solution.

Knights and knaves: the parameters are the statements themselves, so two points are never the same puzzle. A
step takes one statement and what is known: a person who is said to differ from the speaker by the speaker is
a knave whoever speaks. The checker (`knights_check`) tries every assignment.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from tasks.problems import rankings
from tasks.problems.knights_check import CHINESE, ENGLISH, Statement, check_knights
from tasks.problems.proof import Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box

_PEOPLE = "ABCDEFGHIJKLMNOP"

Said = tuple[str, int, int]
"""Form, and the persons by their numbers; the second is -1 where there is one."""
Anchor = tuple[int, Said]
"""The only person who speaks of themself and another, and what they say."""
Row = tuple[int, tuple[int, ...], int]
"""Whose statement, the persons known before, and the kind that follows."""


def kind(num_steps: int, anchor: Anchor, *others: Said) -> Proof | None:
    """Whether one person is a knight: the first whose kind takes just so many deductions."""
    said = _all_said(anchor, others)
    rows = _deduce(said)
    if rows is None:
        return None
    for asked in range(len(said)):
        needed = _needed(asked, rows)
        if len(needed) == num_steps:
            break
    else:
        return None
    steps = [_deduction(person, rows, said) for person in rows if person in needed]
    steps[-1] = steps[-1]._replace(value=("false", "true")[rows[asked][2]])
    return Proof((), tuple(steps), {**_told(said), "asked": _PEOPLE[asked]}, kind="truth")


def _all_said(anchor: Anchor, others: tuple[Said, ...]) -> tuple[Said, ...]:
    speaker, said = anchor
    everyone: list[Said] = [said] * (len(others) + 1)
    for place, (form, first, second) in enumerate(others):
        person = place + int(place >= speaker)
        about = sorted((person + other) % len(everyone) for other in (first, second) if other > 0)
        everyone[person] = (form, about[0], about[1] if len(about) > 1 else -1)
    return tuple(everyone)


def _needed(asked: int, rows: Mapping[int, Row]) -> set[int]:
    """The people whose kinds lead to that of one."""
    needed, open_people = {asked}, [asked]
    while open_people:
        for person in rows[open_people.pop()][1]:
            if person not in needed:
                needed.add(person)
                open_people.append(person)
    return needed


def count_knights(num_steps: int, anchor: Anchor, *others: Said) -> Proof | None:
    """How many are knights: every person is deduced."""
    said = _all_said(anchor, others)
    rows = _deduce(said)
    if rows is None or len(rows) + 1 != num_steps:
        return None
    steps = [_deduction(person, rows, said) for person in rows]
    kinds = [rows[person][2] for person in range(len(said))]
    claim = "+".join(map(str, kinds)) + f"={sum(kinds)}"
    steps.append(ProofStep("", "", sum(kinds), "count", claim=claim))
    return Proof((), tuple(steps), _told(said))


def _deduce(said: Sequence[Said]) -> dict[int, Row] | None:
    """Person -> row in order of deduction; None if not everyone is found or somebody contradicts that."""
    rows: dict[int, Row] = {}
    while len(rows) < len(said):
        found = _next_row(said, rows)
        if found is None:
            return None
        rows[found[0]] = found[1]
    for speaker, (form, *others) in enumerate(said):
        odd = rows[speaker][2] ^ (form in ("same", "is_not"))
        for other in others:
            odd ^= rows[other][2] if other >= 0 else 0
        if odd:
            return None
    return rows


def _next_row(said: Sequence[Said], rows: Mapping[int, Row]) -> tuple[int, Row] | None:
    """The first statement that is about one unknown person only, who speaks or is spoken of."""
    for speaker, (form, first, second) in enumerate(said):
        # A speaker who speaks of themself counts twice, that is not at all.
        about = {speaker} ^ {first} if second < 0 else {speaker} ^ {first} ^ {second}
        unknown = [person for person in about if person not in rows]
        if len(unknown) == 1:
            known = tuple(sorted(about - {unknown[0]}))
            value = int(form in ("same", "is_not")) ^ (sum(rows[person][2] for person in known) & 1)
            return unknown[0], (speaker, known, value)
    return None


def _statement(speaker: int, said: Said) -> Statement:
    form, first, second = said
    return Statement(_PEOPLE[speaker], form, _PEOPLE[first], _PEOPLE[second] if second >= 0 else "")


def _deduction(person: int, rows: Mapping[int, Row], said: Sequence[Said]) -> ProofStep:
    speaker, known, value = rows[person]
    statement = _statement(speaker, said[speaker])
    fact = f"{_PEOPLE[person]}={value}"
    given = "".join(f"{_PEOPLE[other]}={rows[other][2]}," for other in known)
    claim = f"{given}{statement.text()}|-{fact}"
    if not known:
        rule = "at_once"
    elif person == speaker:
        rule = "speaker"
    else:
        rule = "truth" if rows[speaker][2] else "lie"
    rule += ("_knave", "_knight")[value]
    return ProofStep("", "", fact, rule, claim=claim, said=(_PEOPLE[speaker], _PEOPLE[person]))


def _told(said: Sequence[Said]) -> dict[str, Mapping[str, str]]:
    statements = [_statement(speaker, one) for speaker, one in enumerate(said)]
    people = [_PEOPLE[speaker] for speaker in range(len(said))]
    return {
        "says": {
            "en": " ".join(
                f'{s.speaker} says: "{ENGLISH[s.form].format(s.first, s.second)}."' for s in statements
            ),
            "zh": "".join(
                f"{s.speaker}说：“{CHINESE[s.form].format(s.first, s.second)}。”" for s in statements
            ),
        },
        "people": {"en": ", ".join(people[:-1]) + f" and {people[-1]}", "zh": "、".join(people)},
    }


def _sayings(count: int) -> list[Said]:
    """What anybody may say of others, who are counted from the speaker on."""
    single = [(form, other, -1) for form in ("is", "is_not") for other in range(1, count)]
    pairs = [(form, *pair) for form in ("same", "differ") for pair in combinations(range(1, count), 2)]
    return [*single, *pairs]


def _boxes(counts: range, steps_of: Callable[[int], range]) -> tuple[Box, ...]:
    return tuple(
        Box(n, (n,), _anchors(count), *[_sayings(count)] * (count - 1))
        for count in counts
        for n in steps_of(count)
    )


def _anchors(count: int) -> list[Anchor]:
    return [
        (speaker, (form, min(speaker, other), max(speaker, other)))
        for speaker in range(count)
        for form in ("same", "differ")
        for other in range(count)
        if other != speaker
    ]


_INTRO_EN = "On an island everyone is a knight, who always tells the truth, or a knave, who always lies."
_INTRO_ZH = "岛上的人不是骑士就是无赖，骑士总说真话，无赖总说假话。"
_KNIGHTS_EN = {
    "at_once_knave": "{0} speaks of {0} and {1}. If {1} were a knight, the words would be false if {0} is a "
    "knight and true if {0} is a knave, and neither can be. So {1} is a knave.",
    "at_once_knight": "{0} speaks of {0} and {1}. If {1} were a knave, the words would be false if {0} is a "
    "knight and true if {0} is a knave, and neither can be. So {1} is a knight.",
    "speaker_knave": "By what is known, {1} says something false, so {1} is a knave.",
    "speaker_knight": "By what is known, {1} says something true, so {1} is a knight.",
    "truth_knave": "{0} is a knight and tells the truth, so {1} is a knave.",
    "truth_knight": "{0} is a knight and tells the truth, so {1} is a knight.",
    "lie_knave": "{0} is a knave and lies, so {1} is a knave.",
    "lie_knight": "{0} is a knave and lies, so {1} is a knight.",
    "count": "Counting the knights: {claim}.",
}
_KNIGHTS_ZH = {
    "at_once_knave": "{0}谈到自己和{1}。假如{1}是骑士，则{0}是骑士时这句话为假，{0}是无赖时这句话为真，"
    "都矛盾，所以{1}是无赖。",
    "at_once_knight": "{0}谈到自己和{1}。假如{1}是无赖，则{0}是骑士时这句话为假，{0}是无赖时这句话为真，"
    "都矛盾，所以{1}是骑士。",
    "speaker_knave": "由已知，{1}说的是假话，所以{1}是无赖。",
    "speaker_knight": "由已知，{1}说的是真话，所以{1}是骑士。",
    "truth_knave": "{0}是骑士，说真话，所以{1}是无赖。",
    "truth_knight": "{0}是骑士，说真话，所以{1}是骑士。",
    "lie_knave": "{0}是无赖，说假话，所以{1}是无赖。",
    "lie_knight": "{0}是无赖，说假话，所以{1}是骑士。",
    "count": "数一数骑士：{claim}。",
}

PUZZLES = Subtask(
    kind="logic",
    version="2",
    templates=(
        Template(
            name="kind",
            boxes=_boxes(range(2, 6), lambda count: range(1, count + 1)),
            wide=_boxes(range(6, 8), lambda count: range(3, count + 1)),
            holes=True,
            build=kind,
            check=check_knights,
            en=english(
                (_INTRO_EN, "You meet {people}.", "{says}", "Is {asked} a knight?", "Answer true or false."),
                (
                    "Knights always tell the truth and knaves always lie.",
                    "{people} are each one or the other.",
                    "{says}",
                    "True or false: {asked} is a knight.",
                ),
                **_KNIGHTS_EN,
            ),
            zh=chinese(
                (_INTRO_ZH, "你遇到{people}。", "{says}", "{asked}是不是骑士？回答true或false。"),
                (
                    "骑士只说真话，无赖只说假话，{people}每人是其中一种。",
                    "{says}",
                    "判断true或false：{asked}是骑士。",
                ),
                **_KNIGHTS_ZH,
            ),
        ),
        *rankings.RANKINGS,
        Template(
            name="count_knights",
            heldout=True,
            boxes=_boxes(range(2, 6), lambda count: range(count + 1, count + 2)),
            holes=True,
            build=count_knights,
            check=check_knights,
            en=english(
                (_INTRO_EN, "You meet {people}.", "{says}", "How many of them are knights?"),
                (
                    "Knights always tell the truth and knaves always lie.",
                    "{people} are each one or the other.",
                    "{says}",
                    "How many knights are there?",
                ),
                **_KNIGHTS_EN,
            ),
            zh=chinese(
                (_INTRO_ZH, "你遇到{people}。", "{says}", "其中有几名骑士？"),
                ("骑士只说真话，无赖只说假话，{people}每人是其中一种。", "{says}", "他们当中有几名骑士？"),
                **_KNIGHTS_ZH,
            ),
        ),
    ),
)
"""Who is what, and who is where."""
