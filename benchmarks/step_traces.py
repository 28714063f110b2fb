"""Traces with one planted mistake, and where it is: for the step checker's benchmark and tests.

`named_parts` writes a calculation with brackets as a person explains it: names for the brackets, each
worked out in a chain, then the whole. A mistake is planted in one line; what follows goes on from it.
`corrupted_proof` changes one number of one claim of a drawn proof.
"""

import random
import re
from dataclasses import dataclass

from tasks.problems import LANGUAGES, draw_problem
from tasks.records import Problem


@dataclass(frozen=True, slots=True)
class Planted:
    """A trace, and the character range of its first mistake."""

    problem: str
    trace: str
    begin: int
    """Where the line with the first mistake begins; -1 for a right trace."""
    end: int


_OPERATIONS = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}
_NAMES = "ABC"


def named_parts(rng: random.Random, *, mistaken: bool) -> Planted:
    """A trace in named parts over two or three brackets of three or four numbers."""
    groups = [_group(rng) for _ in range(rng.choice((2, 2, 3)))]
    signs = [rng.choice("+-*") for _ in groups[1:]]
    bad = rng.randrange(len(groups) + 2) if mistaken else -1
    question = _joined([_bracket(group) for group in groups], signs)
    lines, values = list[str](), list[int]()
    shown = [list(group) for group in groups]
    if bad == 0:
        _misread(rng, shown[rng.randrange(len(shown))])
    where = " and ".join(f"{name} = {_bracket(group)}" for name, group in zip(_NAMES, shown, strict=False))
    style = rng.randrange(2)
    whole = _joined(list(_NAMES[: len(groups)]), signs)
    if style:
        replaced = ", and ".join(
            f"{_bracket(group)} by {name}" for name, group in zip(_NAMES, shown, strict=False)
        )
        lines.append(f"Let's replace {replaced}. Then the expression is {whole}.")
    else:
        lines.append(f'This equation can be written as "{whole}", where {where}.')
    for n, group in enumerate(shown):
        chain, value = _worked_out(rng, group, mistaken=bad == n + 1)
        lines.append(f"Let's calculate {_NAMES[n]} = {' = '.join(chain)}.")
        values.append(value)
    lines.append(_last_line(rng, whole, values, signs, mistaken=bad == len(groups) + 1))
    begin = sum(len(line) + 1 for line in lines[:bad]) if mistaken else -1
    end = begin + len(lines[bad]) if mistaken else -1
    return Planted(f"Calculate {question} =", "\n".join(lines), begin, end)


def _group(rng: random.Random) -> list[int | str]:
    group: list[int | str] = [rng.randint(-9, 9)]
    for _ in range(rng.choice((2, 3))):
        group += [rng.choice("+-*"), rng.randint(-9, 9)]
    return group


def _bracket(group: list[int | str]) -> str:
    return f"({' '.join(map(str, group))})"


def _joined(parts: list[str], signs: list[str]) -> str:
    return parts[0] + "".join(f" {sign} {part}" for sign, part in zip(signs, parts[1:], strict=True))


def _misread(rng: random.Random, group: list[int | str]) -> None:
    place = rng.randrange(0, len(group), 2)
    group[place] = int(group[place]) + rng.choice((-3, -1, 1, 2))


def _worked_out(rng: random.Random, group: list[int | str], *, mistaken: bool) -> tuple[list[str], int]:
    """The chain from a bracket to its value, one operation at a time."""
    chain, rest = [_bracket(group)], list(group)
    steps = len(rest) // 2
    bad = rng.randrange(steps) if mistaken else -1
    for step in range(steps):
        at = next((n for n, item in enumerate(rest) if item == "*"), 1)
        value = _OPERATIONS[str(rest[at])](int(rest[at - 1]), int(rest[at + 1]))
        if step == bad:
            value = _wrong(rng, value)
        rest[at - 1 : at + 2] = [value]
        chain.append(_bracket(rest) if len(rest) > 1 else str(rest[0]))
    return chain, int(rest[0])


def _wrong(rng: random.Random, value: int) -> int:
    return rng.choice([-value] * bool(value) + [value + 1, value - 1, value + 10, value - 2])


def _last_line(rng: random.Random, whole: str, values: list[int], signs: list[str], *, mistaken: bool) -> str:
    copied = list(values)
    if mistaken and rng.random() < 0.5:
        place = rng.randrange(len(copied))
        copied[place] = _wrong(rng, copied[place])
        mistaken = _total(copied, signs) == _total(values, signs)
        copied = values if mistaken else copied
    total = _total(copied, signs)
    if mistaken:
        total = _wrong(rng, total)
    numbers = _joined(list(map(str, copied)), signs)
    return f"Then, the final equation is {whole} = {numbers} = {total}. So the answer is {total}."


def _total(values: list[int], signs: list[str]) -> int:
    rest: list[int | str] = [values[0]]
    for sign, value in zip(signs, values[1:], strict=True):
        rest += [sign, value]
    while len(rest) > 1:
        at = next((n for n, item in enumerate(rest) if item == "*"), 1)
        rest[at - 1 : at + 2] = [_OPERATIONS[str(rest[at])](int(rest[at - 1]), int(rest[at + 1]))]
    return int(rest[0])


_NUMBER = re.compile(r"\d+")


def corrupted_proof(rng: random.Random, subtask: str, index: int, *, propagated: bool) -> Planted | None:
    """A proof in compact claims with one claim's result changed; None if the change leaves it true.

    Args:
        propagated: The claims after it use the wrong result (chains of numbers only).
    """
    language = LANGUAGES[index % 2]
    problem = draw_problem(  # some levels hold fewer than a thousand problems
        subtask, seed=23, split="train", level=1 + index % 5, index=index // 10, language=language
    )
    claims = [step.claim for step in problem.steps]
    bad = rng.randrange(len(claims))
    changed = _changed(rng, claims[bad])
    if changed is None:
        return None
    if propagated:
        claims = _carried_on(problem, claims, bad, changed)
    claims[bad] = changed
    begin = sum(len(claim) + 1 for claim in claims[:bad])
    return Planted(problem.prompt, ";".join(claims), begin, begin + len(changed))


def _changed(rng: random.Random, claim: str) -> str | None:
    """The claim with its last number changed; an entailment with its conclusion negated."""
    if "|" in claim and "=" not in claim.replace("|=", ""):
        head, _, tail = claim.rpartition("|-")
        return f"{head}|-{tail[1:] if tail.startswith('~') else '~' + tail}"
    if "|=" in claim:
        head, _, tail = claim.partition("|=")
        return f"{head}|=~({tail})"
    *_, last = _NUMBER.finditer(claim)
    value = int(last[0]) + rng.choice((-2, -1, 1, 3, 10))
    return None if value < 1 else claim[: last.start()] + str(value) + claim[last.end() :]


def _carried_on(problem: Problem, claims: list[str], bad: int, changed: str) -> list[str]:
    """The later claims of a chain, calculated on from the wrong result."""
    from tasks.problems.claims import evaluate

    claims, value = list(claims), changed.rpartition("=")[2]
    for n in range(bad + 1, len(claims)):
        before = problem.steps[n - 1].output
        left = claims[n].partition("=")[0]
        if not left.startswith(before):
            break
        left = value + left[len(before) :]
        value = str(evaluate(left))
        if value.startswith(("-", "0")):
            break
        claims[n] = f"{left}={value}"
    return claims


def planted_traces(count: int, seed: int = 5) -> list[Planted]:
    """Traces in named parts, one half with a mistake."""
    rng = random.Random(seed)
    return [named_parts(rng, mistaken=n % 2 == 0) for n in range(count)]


READ = (
    "algebra.linear",
    "arithmetic.chain",
    "arithmetic.fractions",
    "arithmetic.percent",
    "arithmetic.rates",
    "calculus.limit",
    "economics.interest",
    "geometry.plane",
    "geometry.solid",
    "logic.propositional",
    "logic.puzzles",
    "number_theory.gcd",
    "number_theory.modular",
    "physics.circuits",
    "physics.energy",
    "physics.motion",
    "physics.units",
    "probability.basic",
    "probability.statistics",
    "trigonometry.analytic",
    "trigonometry.values",
)
"""Subtasks of which the step checker reads every claim, compact and in words; the others: docs/judge.md."""


def corrupted_proofs(count: int, seed: int = 9) -> list[Planted]:
    """Proofs of every subtask that is read in full, with one wrong claim, half of the chains carried on."""
    rng, names = random.Random(seed), READ
    drawn = []
    for n in range(count):
        subtask = names[n % len(names)]
        planted = corrupted_proof(rng, subtask, n, propagated=subtask.endswith("chain") and n % 3 == 0)
        if planted is not None:
            drawn.append(planted)
    return drawn
