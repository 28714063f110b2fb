"""Equations with a square root, squared and tried."""

import re
from collections.abc import Mapping
from typing import Any

from tasks.problems.polynomial_text import add, factors_text, multiply, poly_text, roots_text
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.quadratics.trials import (
    ASK_EN,
    ASK_ZH,
    RULES_EN,
    RULES_ZH,
    check_tried,
    rule_step,
    value_text,
)
from tasks.problems.spaces import Box, Choices


def radical(roots: tuple[int, int], shift: int, lead: int) -> Proof | None:
    """`sqrt(ax+b)=lead*x+shift`: squaring leads to a quadratic with the roots left and right."""
    left, right = roots
    # (lead*x+shift)^2-ax-b=lead^2*(x-left)(x-right)
    a = 2 * lead * shift + lead * lead * (left + right)
    b = shift * shift - lead * lead * left * right
    if a <= 0 or not b or not shift or a > 99 or left == right:
        return None
    inside, outside = poly_text((a, b)), poly_text((lead, shift))
    square = multiply((lead, shift), (lead, shift))
    whole = add(square, (a, b), -1)
    reduced = multiply((1, -left), (1, -right))
    steps = [
        rule_step("square", f"{inside}=({outside})^2"),
        rule_step("expand", f"({outside})^2={poly_text(square)}"),
    ]
    steps[1] = steps[1]._replace(value=poly_text(square))
    steps.append(rule_step("move", f"{poly_text(whole)}=0"))
    if lead > 1:
        steps.append(rule_step("divide", f"{poly_text(reduced)}=0", str(lead * lead)))
    split = factors_text((left, right))
    steps.append(ProofStep("", "", split, "factor", claim=f"{poly_text(reduced)}={split}"))
    steps.append(rule_step("roots", roots_text((left, right)))._replace(value=roots_text((left, right))))
    kept = []
    for x in (left, right):
        under, value = a * x + b, lead * x + shift
        claim = f"sqrt({value_text(a, b, x)})={abs(value)},{value_text(lead, shift, x)}={value}"
        assert under == value * value
        steps.append(rule_step("accept" if value >= 0 else "reject", claim, str(x)))
        kept += [x] if value >= 0 else []
    if not kept:
        return None
    steps.append(rule_step("answer", roots_text(kept))._replace(value=roots_text(kept)))
    return Proof((Given("equation", f"sqrt({inside})={outside}"),), tuple(steps), kind="set")


_RADICAL = re.compile(r"sqrt\((\d*)x([+-]\d+)\)=(\d*)x([+-]\d+)")


def _radical_roots(given: Mapping[str, Any]) -> str:
    """All whole numbers tried one by one: the roots of these equations are whole and small."""
    found = _RADICAL.fullmatch(given["equation"])
    if found is None:
        return "not an equation with a root"
    a, b, c, d = (int(part or 1) for part in found.groups())
    return roots_text([x for x in range(-99, 100) if c * x + d >= 0 and a * x + b == (c * x + d) ** 2])


RADICAL = Template(
    name="radical",
    heldout=True,
    boxes=(
        Box(8, Choices([r for r in range(-15, 26) if r], 2), [s for s in range(-12, 13) if s], (1,)),
        Box(9, Choices([r for r in range(-15, 26) if r], 2), [s for s in range(-12, 13) if s], (2, 3)),
    ),
    holes=True,
    build=radical,
    oracle=_radical_roots,
    check=check_tried,
    en=english(*ASK_EN, square="Square both sides: {claim}.", expand="Expand: {claim}.", **RULES_EN),
    zh=chinese(*ASK_ZH, square="两边平方：{claim}。", expand="展开：{claim}。", **RULES_ZH),
)
