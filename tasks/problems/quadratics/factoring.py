"""Quadratic equations by factoring; the steps and words of quadratic equations."""

from typing import Any

from tasks.problems.polynomial_text import add, factors_text, from_roots, multiply, poly_text, roots_text
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.quadratics.trials import ASK_EN, ASK_ZH
from tasks.problems.spaces import Box, Choices
from tasks.problems.symbolic_check import check_equations, check_quadratic_roots
from tasks.records import Problem


def factoring(form: str, roots: tuple[int, int], lead: int, left: tuple[int, int]) -> Proof | None:
    """A quadratic equation with whole roots, in one of several forms.

    Args:
        form: `product`, `standard`, `moved` (the constant on the right), `square` (x^2 alone on the left),
            `bracket` (a product equals a line).
        roots: Both roots, maybe equal.
        lead: Coefficient of x^2; 1 unless it is divided out.
        left: p and q of the product (x+p)(x+q) of the last form.
    """
    standard, reduced = from_roots(roots, lead), from_roots(roots)
    steps: list[ProofStep] = []
    if form == "product":
        equation = f"{factors_text(roots, lead)}=0"
    elif form == "standard":
        equation = f"{poly_text(standard)}=0"
    elif form in ("moved", "square"):
        keep = (*standard[:2], 0) if form == "moved" else (lead, 0, 0)
        rest = add(keep, standard, -1)
        if form == "square" and not standard[1]:
            return None
        equation = f"{poly_text(keep)}={poly_text(rest)}"
        steps.append(equation_step("move", f"{poly_text(standard)}=0"))
    else:
        (p, q), lhs = left, multiply((1, left[0]), (1, left[1]))
        lhs, written = multiply(lhs, (lead,)), f"{'' if lead == 1 else lead}(x{p:+})(x{q:+})"
        rest = add(lhs, standard, -1)
        steps.append(identity_step("expand", written, poly_text(lhs)))
        equation = f"{written}={poly_text(rest)}"
        if len(rest) > 3 or max(map(abs, rest)) > 999:
            return None
        steps.append(equation_step("move", f"{poly_text(standard)}=0"))
    if form != "product":
        if lead > 1:
            steps.append(equation_step("divide", f"{poly_text(reduced)}=0", str(lead)))
        steps.append(identity_step("factor", poly_text(reduced), factors_text(roots)))
    steps.append(roots_step(roots))
    return Proof((Given("equation", equation),), tuple(steps), kind="set")


def equation_step(rule: str, equation: str, *said: str) -> ProofStep:
    """The step that leads to an equation."""
    return ProofStep("", "", equation, rule, claim=equation, said=said)


def identity_step(rule: str, left: str, right: str) -> ProofStep:
    """The step that `left` is `right`."""
    return ProofStep("", "", right, rule, claim=f"{left}={right}", said=(left, right))


def roots_step(roots: Any, rule: str = "roots") -> ProofStep:
    """The step that names the roots."""
    text = roots_text(roots)
    return ProofStep("", "", text, rule, claim=text)


def _check_factoring(problem: Problem) -> None:
    check_quadratic_roots(problem, problem.givens[0].value)
    check_equations(problem)


_ROOTS = tuple(r for r in range(-12, 13) if r)
_WIDE_ROOTS = tuple(r for r in range(-60, 61) if abs(r) > 15)
_NONE = ((0, 0),)


def _factoring_boxes(*, wide: bool = False) -> tuple[Box, ...]:
    roots = _WIDE_ROOTS if wide else _ROOTS
    once, twice = (1,), range(2, 10)
    pairs = Choices(range(16, 31) if wide else [n for n in range(-6, 7) if n], 2, repeated=True)
    many = Choices(_WIDE_ROOTS if wide else [r for r in range(-25, 26) if r], 2, repeated=True)
    few = Choices(roots, 2, repeated=True)
    return (
        Box(1, ("product",), many, range(1, 10), _NONE, listed=True),
        Box(2, ("standard",), many, once, _NONE),
        Box(3, ("standard",), many, twice, _NONE),
        Box(3, ("moved", "square"), many, once, _NONE),
        Box(4, ("moved", "square"), many, twice, _NONE),
        Box(4, ("bracket",), few, once, pairs),
        Box(5, ("bracket",), few, range(2, 6), pairs),
    )


RULES_EN = {
    "expand": "Expand: {claim}.",
    "move": "Bring everything to one side: {claim}.",
    "divide": "Divide by {0}: {claim}.",
    "factor": "Factor: {claim}.",
    "roots": "A product is zero if a factor is zero: {claim}.",
}
RULES_ZH = {
    "expand": "展开：{claim}。",
    "move": "移项并整理：{claim}。",
    "divide": "两边同时除以{0}：{claim}。",
    "factor": "因式分解：{claim}。",
    "roots": "令每个因式等于0，得{claim}。",
}


FACTORING = Template(
    name="factoring",
    boxes=_factoring_boxes(),
    wide=_factoring_boxes(wide=True),
    holes=True,
    build=factoring,
    check=_check_factoring,
    en=english(*ASK_EN, **RULES_EN),
    zh=chinese(*ASK_ZH, **RULES_ZH),
)
