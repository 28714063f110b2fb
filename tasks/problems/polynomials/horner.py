"""Values and remainders by Horner's rule."""

from collections.abc import Mapping, Sequence
from typing import Any

from tasks.problems.claims import refuse
from tasks.problems.polynomial_text import poly_text
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.symbolic_check import coefficients, value
from tasks.records import Problem


def horner(x: int, *coefs: int) -> Proof:
    """The value of a polynomial by Horner's rule, one row a step."""
    steps = tuple(_rows(coefs, x))
    return Proof((Given("polynomial", poly_text(coefs)), Given("x", x)), steps)


def _rows(coefs: Sequence[int], x: int) -> list[ProofStep]:
    steps: list[ProofStep] = []
    total, before = coefs[0], str(coefs[0])
    for number, coef in enumerate(coefs[1:], start=1):
        total = total * x + coef
        product = "x" if before == "1" else f"{before}*x"
        steps.append(ProofStep(f"h{number}", f"{product}{coef:+}" if coef else product, total, "row"))
        steps[-1] = steps[-1]._replace(said=(str(x),))
        before = f"h{number}"
    return steps


def remainder(root: int, *coefs: int) -> Proof:
    """The remainder of a division by `x-root`, which is the value at the root."""
    divisor = poly_text((1, -root))
    claim = f"{divisor}=0,x={root}"
    start = ProofStep("x", "", root, "root", claim=claim, said=(divisor,))
    steps = (start, *_rows(coefs, root))
    return Proof((Given("polynomial", poly_text(coefs)), Given("divisor", divisor)), steps)


def _check_root(problem: Problem) -> None:
    step, divisor = problem.steps[0], problem.givens[1].value
    if step.claim != f"{divisor}=0,x={step.output}" or value(divisor, int(step.output)) != 0:
        refuse(problem, 1, f"is not the root of {divisor[:80]}")


def _divided(given: Mapping[str, Any]) -> Any:
    """The remainder by long division."""
    rest = coefficients(given["polynomial"])
    lead, constant = coefficients(given["divisor"])
    for place in range(len(rest) - 1):
        rest[place + 1] -= rest[place] / lead * constant
    return rest[-1]


def _value_boxes(degrees: range, extra: int, *, wide: bool = False) -> tuple[Box, ...]:
    xs = (*range(-9, -5), *range(6, 10)) if wide else (-5, -4, -3, -2, 2, 3, 4, 5)
    leads, coefs = (range(10, 30), range(-40, 41)) if wide else (range(1, 7), range(-9, 10))
    return tuple(Box(n + extra, xs, leads, *[coefs] * (n - 1), [c for c in coefs if c]) for n in degrees)


_ROW_EN = {"row": "Multiply by {0} and add the next coefficient: {claim}."}
_ROW_ZH = {"row": "乘以{0}，再加下一项的系数：{claim}。"}


VALUE = Template(
    name="value",
    boxes=_value_boxes(range(2, 7), 0),
    wide=_value_boxes(range(2, 7), 0, wide=True),
    build=horner,
    oracle=lambda given: value(given["polynomial"], given["x"]),
    en=english(
        ("Let f(x)={polynomial}.", "Find f({x})."),
        ("Evaluate {polynomial} at x={x}.",),
        ("Use Horner's rule for {polynomial}.", "What is its value at x={x}?"),
        **_ROW_EN,
    ),
    zh=chinese(
        ("已知f(x)={polynomial}，求f({x})的值。",),
        ("当x={x}时，求{polynomial}的值。",),
        ("用秦九韶算法求多项式{polynomial}当x={x}时的值。",),
        **_ROW_ZH,
    ),
)


REMAINDER = Template(
    name="remainder",
    heldout=True,
    boxes=_value_boxes(range(2, 7), 1),
    build=remainder,
    oracle=_divided,
    check=_check_root,
    en=english(
        "Find the remainder when {polynomial} is divided by {divisor}.",
        "What is the remainder when the polynomial {polynomial} is divided by {divisor}?",
        root="By the remainder theorem the remainder is the value where {0}=0, at x={output}.",
        **_ROW_EN,
    ),
    zh=chinese(
        "求多项式{polynomial}除以{divisor}的余数。",
        "{polynomial}除以{divisor}，余数是多少？",
        root="由余数定理，余数等于{0}=0即x={output}时多项式的值。",
        **_ROW_ZH,
    ),
)
