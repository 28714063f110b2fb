"""An equation as the terms of its sides, and how it is solved term by term."""

from collections.abc import Iterator
from typing import NamedTuple

from tasks.problems.proof import ProofStep


class Term(NamedTuple):
    """`coef*x`, a constant `coef`, or a bracket `coef*(x+inner)`."""

    kind: str
    """x, c or b."""
    coef: int
    inner: int = 0


Side = list[Term]


def solve(left: Side, right: Side) -> Iterator[ProofStep]:
    """The steps from an equation to its solution, each rule applied once."""
    left, right = list(left), list(right)
    for position, term in enumerate(left):
        if term.kind == "b":
            left[position : position + 1] = [Term("x", term.coef), Term("c", term.coef * term.inner)]
            yield _step("expand", equation_text([term], []).rstrip("=0"), left, right)
            break
    for side in (left, right):
        for kind in ("x", "c"):
            while len(alike := [i for i, term in enumerate(side) if term.kind == kind]) > 1:
                first, second = alike[:2]
                pair = f"{_side([side[first]])}{_signed(side[second])}"
                side[first] = Term(kind, side[first].coef + side[second].coef)
                del side[second]
                yield _step("combine", pair, left, right, f"{pair}={_side([side[first]])}")
    yield from _isolate(left, right)


def _isolate(left: Side, right: Side) -> Iterator[ProofStep]:
    for kind, source, target in (("x", right, left), ("c", left, right)):
        for term in [term for term in source if term.kind == kind]:
            source.remove(term)
            have = next((i for i, other in enumerate(target) if other.kind == kind), None)
            rule, moved, calculation = "subtract" if term.coef > 0 else "add", Term(kind, -term.coef), ""
            if have is None:
                target.append(moved)
            else:
                change = f"{_side([target[have]])}{_signed(moved)}"
                target[have] = Term(kind, target[have].coef - term.coef)
                calculation = f"{change}={_side([target[have]])}"
                if target[have].coef == 0:
                    del target[have]
            yield _step(rule, _side([Term(kind, abs(term.coef))]), left, right, calculation)
    if len(left) == len(right) == 1 and left[0].coef > 1 and right[0].coef % left[0].coef == 0:
        divisor, dividend = left[0].coef, right[0].coef
        left[0], right[0] = Term("x", 1), Term("c", dividend // divisor)
        yield _step("divide", str(divisor), left, right, f"{dividend}/{divisor}={right[0].coef}")


def _step(rule: str, what: str, left: Side, right: Side, calculation: str = "") -> ProofStep:
    equation = equation_text(left, right)
    claim = f"{calculation},{equation}" if calculation else equation
    return ProofStep("", "", equation.removeprefix("x="), rule, claim=claim, said=(what,))


def _signed(term: Term) -> str:
    """A term after another: `+3x`, `-x`, `-7`."""
    return ("-" if term.coef < 0 else "+") + _side([term._replace(coef=abs(term.coef))])


def equation_text(left: Side, right: Side) -> str:
    """The equation as it is written."""
    return f"{_side(left)}={_side(right)}"


def _side(side: Side) -> str:
    text = ""
    for kind, coef, inner in side:
        size = "" if abs(coef) == 1 and kind != "c" else str(abs(coef))
        tail = {"x": "x", "c": "", "b": f"(x{inner:+})"}[kind]
        text += ("-" if coef < 0 else "+" if text else "") + size + tail
    return text or "0"


def equation_of(claim: str) -> str:
    """The equation a claim leads to."""
    return claim.rpartition(",")[2]
