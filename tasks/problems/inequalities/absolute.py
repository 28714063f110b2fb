"""An absolute value against a number."""

from tasks.problems.inequalities.check import check_inequality
from tasks.problems.inequalities.notation import (
    ASK_EN,
    ASK_ZH,
    FLIPPED,
    NOT_ZERO,
    ORDER,
    RULES_EN,
    RULES_ZH,
    ray,
    rule_step,
    solved_step,
)
from tasks.problems.polynomial_text import poly_text
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, Choices


def between(slope: int, ends: tuple[int, int], sign: str, right: int) -> Proof | None:
    """`abs(ax+b)` against a number: two inequalities at once, or one or the other.

    Args:
        slope: Of x, positive.
        ends: Of the solution.
        sign: `<`, `<=`, `>` or `>=`.
        right: Beside the absolute value; 0 for none.
    """
    low, high = ends
    b, odd = divmod(-slope * (low + high), 2)
    if odd or not b:
        return None
    size = slope * (high - low) // 2
    inside = poly_text((slope, b))
    steps = []
    inequality = f"abs({inside}){sign}{size}"
    if right:
        steps.append(rule_step("isolate_abs", inequality))
        inequality = f"abs({inside}){right:+}{sign}{size + right}"
    if sign[0] == "<":
        steps.append(rule_step("inside", f"-{size}{sign}{inside}{sign}{size}"))
        if slope > 1:
            steps.append(rule_step("shift", f"{-size - b}{sign}{poly_text((slope, 0))}{sign}{size - b}"))
        bounds = "[]" if sign == "<=" else "()"
        answer = f"{bounds[0]}{low},{high}{bounds[1]}"
        steps.append(solved_step(rule_step("solve", f"{low}{sign}x{sign}{high}"), answer))
    else:
        flipped = FLIPPED[sign]
        for end, number, direction, rule in ((high, size, sign, "above"), (low, -size, flipped, "below")):
            middle = f"{poly_text((slope, 0))}{direction}{number - b}," if slope > 1 else ""
            steps.append(rule_step(rule, f"{inside}{direction}{number},{middle}x{direction}{end}"))
        answer = f"{ray(flipped, low)}U{ray(sign, high)}"
        steps.append(ProofStep("", "", answer, "unite", claim=answer))
    return Proof((Given("inequality", inequality),), tuple(steps), kind="set")


def _absolute_boxes() -> tuple[Box, ...]:
    ends, beside = Choices(NOT_ZERO[20], 2), NOT_ZERO[12]
    steep = tuple(range(2, 10))
    return (
        Box(3, steep, ends, ORDER, (0,), listed=True),
        Box(4, steep, ends, ORDER, beside),
    )


ABSOLUTE = Template(
    name="absolute",
    heldout=True,
    boxes=_absolute_boxes(),
    holes=True,
    build=between,
    check=check_inequality,
    en=english(*ASK_EN, **RULES_EN),
    zh=chinese(*ASK_ZH, **RULES_ZH),
)
