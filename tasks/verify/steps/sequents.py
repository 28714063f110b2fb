"""Entailments between linear relations: `x>3,y>=2|-x+y>5`."""

import re

from tasks.verify.notation.nodes import MathError
from tasks.verify.steps.linear import Constraint, constraint
from tasks.verify.steps.plain import read_plain
from tasks.verify.steps.polynomials import constant, plus

_TURNSTILE = re.compile(r"\|-|⊢|\|=|⊨|\\vdash\b|\\models\b")
_LINEAR = re.compile(r"[<>≤≥]|[-+*]\s?\w+\s?=|=\s?\d\d|=\s?[2-9]|=\s?\d*[a-z]\s?[-+*]")
_ARROWS = re.compile(r"->|<->|=>|→|~[A-Za-z]|∧|∨|&")


def read_linear(text: str) -> tuple[list[Constraint], Constraint] | None:
    """The constraints and the goal of an entailment between linear relations; None for other texts."""
    found = _TURNSTILE.search(text)
    if found is None or _ARROWS.search(text):
        return None
    if not _LINEAR.search(f"{text[: found.start()]} ⊢ {text[found.end() :]}"):
        return None
    try:
        given = [_relation(part) for part in text[: found.start()].split(",") if part.strip()]
        return given, _relation(text[found.end() :])
    except MathError:
        return None


def _relation(text: str) -> Constraint:
    """One relation as a constraint.

    Raises:
        MathError: It is none, or has more than two sides.
    """
    line = read_plain(text)
    if len(line.ops) != 1 or line.ops[0] in ("~",):
        raise MathError("one relation expected")
    a, b = (side.value if isinstance(side.value, dict) else constant(side.value) for side in line.sides)
    return constraint(plus(a, b, -1), line.ops[0])
