"""Two numbers by their sum and product."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from tasks.problems.claims import refuse
from tasks.problems.evaluate import evaluate
from tasks.problems.polynomial_text import factors_text, in_brackets, poly_text, roots_text
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.quadratics.trials import RULES_EN, RULES_ZH, rule_step
from tasks.problems.spaces import Box, Choices
from tasks.problems.symbolic_check import check_equations
from tasks.records import Problem


def sum_and_product(roots: tuple[int, int]) -> Proof | None:
    """The system x+y=s, xy=p, through a quadratic equation."""
    low, high = sorted(roots)
    total, times = low + high, low * high
    if not total:
        return None
    quadratic, split = poly_text((1, -total, times)), factors_text((low, high))
    pairs = f"({low},{high}),({high},{low})"
    values = f"{total}-{in_brackets(low)}={high},{total}-{in_brackets(high)}={low}"
    steps = (
        rule_step("put_in", f"x({total}-x)={times}", f"y={total}-x"),
        rule_step("move", f"{quadratic}=0"),
        rule_step("factor", f"{quadratic}={split}"),
        rule_step("roots", roots_text(roots))._replace(value=roots_text(roots)),
        ProofStep("", "", pairs, "partner", claim=f"{values}"),
    )
    return Proof((Given("sum", total), Given("product", times)), steps, kind="set")


def _pairs(given: Mapping[str, Any]) -> str:
    """All whole numbers of a range tried; a quadratic has no more than two roots."""
    total = given["sum"]
    good = sorted(x for x in range(-75, 76) if x * (total - x) == given["product"])
    return ",".join(f"({x},{total - x})" for x in good)


def _check_pairs(problem: Problem) -> None:
    check_equations(dataclasses.replace(problem, steps=problem.steps[:-1]))
    last = problem.steps[-1].claim.split(",")
    for part in last:
        left, right = part.split("=")
        if evaluate(left) != int(right):
            refuse(problem, len(problem.steps), f"{part[:80]} is false")
    found = [part.split("=")[1] for part in last]
    if problem.answer != f"({found[1]},{found[0]}),({found[0]},{found[1]})":
        refuse(problem, len(problem.steps), "does not pair the numbers")


SUM_AND_PRODUCT = Template(
    name="sum_and_product",
    heldout=True,
    boxes=(Box(5, Choices([r for r in range(-75, 76) if r], 2)),),
    holes=True,
    build=sum_and_product,
    oracle=_pairs,
    check=_check_pairs,
    en=english(
        "Find all pairs (x,y) of real numbers with x+y={sum} and xy={product}.",
        "Solve the system x+y={sum}, xy={product} for (x,y).",
        put_in="Put {0} into the second equation: {claim}.",
        partner="The other number each time: {claim}.",
        **RULES_EN,
    ),
    zh=chinese(
        "求满足x+y={sum}且xy={product}的所有实数对(x,y)。",
        "解方程组：x+y={sum}，xy={product}，解写成(x,y)的形式。",
        put_in="把{0}代入第二个方程：{claim}。",
        partner="分别求出另一个数：{claim}。",
        **RULES_ZH,
    ),
)
