"""Products and quotients of linear factors, by a table of signs."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from tasks.problems.inequalities.check import check_inequality
from tasks.problems.inequalities.notation import (
    ASK_EN,
    ASK_ZH,
    NOT_ZERO,
    ORDER,
    RULES_EN,
    RULES_ZH,
    SIGNS,
    rule_step,
)
from tasks.problems.polynomial_text import add, factors_text, from_roots, in_brackets, poly_text
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, Choices


def signs(form: str, roots: tuple[int, ...], lead: int, below: int, sign: str) -> Proof | None:
    """A product or quotient of linear factors against zero, by a value in each interval.

    Args:
        form: `factors`, `standard` (multiplied out), `moved` (a line on the right), `quotient`.
        roots: Of the factors, all different, ascending.
        lead: Before the factors, 1 or more; the sign of the leading term may be negative.
        below: In the form `quotient`, the number of the root whose factor is the denominator.
        sign: `<`, `<=`, `>` or `>=`.
    """
    written = factors_text(roots, lead)
    steps: list[ProofStep] = []
    poles: tuple[int, ...] = ()
    if form == "factors":
        inequality = f"{written}{sign}0"
    elif form == "quotient":
        poles = (roots[below % len(roots)],)
        above = factors_text([r for r in roots if r not in poles], lead)
        written = f"{above}/(x{-poles[0]:+})"
        inequality = f"{written}{sign}0"
    else:
        coefs = from_roots(roots, lead)
        plain = poly_text(coefs)
        if form == "standard":
            inequality = f"{plain}{sign}0"
        else:
            keep = (*coefs[:1], *[0] * (len(coefs) - 1))
            rest = add(keep, coefs, -1)
            inequality = f"{poly_text(keep)}{sign}{poly_text(rest)}"
            steps.append(rule_step("move", f"{plain}{sign}0"))
        steps += _factored(roots, lead)
    zeros = ",".join(f"x={root}" for root in roots)
    steps.append(ProofStep("", "", zeros, "zeros", claim=zeros, said=(zeros,)))
    probes: list[int | Fraction] = [roots[0] - 1]
    probes += [_between(low, high) for low, high in pairwise(roots)]
    probes.append(roots[-1] + 1)
    good = []
    for place, x in enumerate(probes):
        value = Fraction(lead)
        for root in roots:
            value = value / (x - root) if root in poles else value * (x - root)
        low = str(roots[place - 1]) if place else "-inf"
        high = str(roots[place]) if place < len(roots) else "inf"
        good.append(SIGNS[sign](value, 0))
        claim = f"{written.replace('x', in_brackets(x))}={value}"
        steps.append(ProofStep("", "", str(value), "probe", claim=claim, said=(low, high, str(x))))
    answer = _union(good, roots, set() if len(sign) == 1 else set(roots) - set(poles))
    steps.append(ProofStep("", "", answer, "answer", claim=answer))
    return Proof((Given("inequality", inequality),), tuple(steps), kind="set")


def _factored(roots: tuple[int, ...], lead: int) -> list[ProofStep]:
    """Factors split off one by one, and the quadratic that is left."""
    steps = []
    order = sorted(roots, key=lambda root: (abs(root), -root))
    front = {1: "", -1: "-"}.get(lead, str(lead))
    for place in range(len(order) - 2):
        rest, done = poly_text(from_roots(order[place:])), factors_text(order[:place], lead)
        split = f"(x{-order[place]:+})({poly_text(from_roots(order[place + 1 :]))})"
        whole = poly_text(from_roots(order, lead)) if not place else f"{done}({rest})"
        steps.append(
            ProofStep(
                "",
                "",
                f"{done or front}{split}",
                "divide_out",
                claim=f"{whole}={done or front}{split}",
                said=(str(order[place]),),
            )
        )
    rest, done = poly_text(from_roots(order[-2:])), factors_text(order[:-2], lead)
    whole = f"{done}({rest})" if len(order) > 2 else poly_text(from_roots(order, lead))
    steps.append(
        ProofStep("", "", factors_text(roots, lead), "factor", claim=f"{whole}={factors_text(roots, lead)}")
    )
    return steps


def _between(low: int, high: int) -> int | Fraction:
    """A simple number between: 0, or whole, or a half."""
    if low < 0 < high:
        return 0
    return low + 1 if high - low > 1 else Fraction(low + high, 2)


def _union(good: Sequence[bool], roots: Sequence[int], closed: set[int]) -> str:
    """Intervals of the line cut at the roots, those that are good, with the closed ends."""
    parts = []
    for place, is_good in enumerate(good):
        if is_good:
            low, high = (roots[place - 1] if place else None), (roots[place] if place < len(roots) else None)
            left = "(-inf" if low is None else f"{'[' if low in closed else '('}{low}"
            right = "inf)" if high is None else f"{high}{']' if high in closed else ')'}"
            parts.append(f"{left},{right}")
    return "U".join(parts)


def _sign_boxes(*, wide: bool = False) -> tuple[Box, ...]:
    near = [r for r in range(-30, 31) if abs(r) > 12] if wide else NOT_ZERO[12]
    few = [r for r in range(-12, 13) if abs(r) > 6] if wide else NOT_ZERO[6]
    leads = (1, 2, 3, -1, -2, -3)
    boxes = [
        Box(count + 3, ("factors",), Choices(near if count < 4 else few, count), leads, (0,), ORDER)
        for count in (2, 3, 4, 5)
    ]
    for more, form in enumerate(("standard", "moved")):
        boxes += [
            Box(2 * count + 2 + more, (form,), Choices(near if count < 3 else few, count), leads, (0,), ORDER)
            for count in (2, 3, 4)
        ]
    return tuple(boxes)


def _quotient_boxes() -> tuple[Box, ...]:
    return tuple(
        Box(count + 3, ("quotient",), Choices(NOT_ZERO[12], count), (1, 2, 3, -1, -2), range(count), ORDER)
        for count in (2, 3, 4)
    )


SIGN_TABLE = Template(
    name="signs",
    boxes=_sign_boxes(),
    wide=_sign_boxes(wide=True),
    build=signs,
    check=check_inequality,
    en=english(*ASK_EN, **RULES_EN),
    zh=chinese(*ASK_ZH, **RULES_ZH),
)


QUOTIENT = Template(
    name="quotient",
    heldout=True,
    boxes=_quotient_boxes(),
    build=signs,
    check=check_inequality,
    en=english(*ASK_EN, **RULES_EN),
    zh=chinese(*ASK_ZH, **RULES_ZH),
)
