"""Fractions of polynomials: reduced, multiplied, added."""

from math import gcd

from tasks.problems.claims import refuse
from tasks.problems.polynomial_text import add, factors_text, from_roots, poly_text, signed
from tasks.problems.polynomials.expand import identity_step
from tasks.problems.proof import Given, Proof, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.symbolic_check import check_identities, is_identity
from tasks.records import Problem

Fractional = tuple[int, tuple[int, ...]]
"""A number and roots: `number*(x-r1)*...`"""


def simplify(
    common: int, roots: tuple[int, int], numbers: tuple[int, int], divides: bool, more: tuple[int, ...]
) -> Proof | None:
    """A quotient of quadratics that share a factor, or the product or quotient of two of them.

    Args:
        common: Root of the factor that cancels.
        roots: The other roots of numerator and denominator.
        numbers: Factors before numerator and denominator.
        divides: Whether the second fraction divides; only with `more`.
        more: Empty, or (common root, root above, root below) of the second fraction.
    """
    (above, below), (top, bottom) = roots, numbers
    fractions = [((top, (common, above)), (bottom, (common, below)))]
    if more:
        second = ((1, (more[0], more[1])), (1, (more[0], more[2])))
        fractions.append((second[1], second[0]) if divides else second)
    if len({common, above, below, *more}) < 3 + len(more):
        return None
    steps, written, factored, turned = [], [], [], []
    for number, pair in enumerate(fractions):
        texts = [(poly_text(from_roots(r, k)), factors_text(r, k)) for k, r in pair]
        steps += [identity_step("split", plain, product) for plain, product in texts]
        written.append(f"({texts[0][0]})/({texts[1][0]})")
        over = [
            product if top_of else f"({product})" for top_of, (_, product) in zip((1, 0), texts, strict=True)
        ]
        factored.append(f"{over[0]}/{over[1]}")
        turned.append(f"{texts[1][1]}/({texts[0][1]})" if number and divides else factored[-1])
    sign = "/" if divides else "*"
    prompt = written[0] if not more else f"({written[0]}){sign}({written[1]})"
    joined = factored[0] if not more else f"({turned[0]})*({turned[1]})"
    if divides:
        steps.append(identity_step("invert", f"({factored[0]})/({factored[1]})", joined))
    shared = gcd(top, bottom)
    upper = factors_text(sorted([above, *more[1:2]]), top // shared)
    lower = factors_text(sorted([below, *more[2:]]), bottom // shared)
    result = f"{upper}/{_under(lower)}"
    steps.append(identity_step("cancel", joined, result))
    return Proof((Given("expression", prompt),), tuple(steps), kind="expression")


def _under(text: str) -> str:
    return text if text.count("(") == 1 and text.startswith("(") and text.endswith(")") else f"({text})"


def _check_simplify(problem: Problem) -> None:
    check_identities(problem)
    expression, answer = problem.givens[0].value, problem.answer
    if not is_identity(f"{expression}={answer}"):
        refuse(problem, 0, f"{answer[:80]} is not {expression[:80]}")
    above, _, below = answer.partition("/")
    factors = [{part for part in side.replace(")", "(").split("(") if "x" in part} for side in (above, below)]
    if not below or factors[0] & factors[1]:
        refuse(problem, 0, f"{answer[:80]} can be reduced")


def add_fractions(above: tuple[int, int], roots: tuple[int, int], sign: int) -> Proof | None:
    """`A/(x-a) + B/(x-b)` over a common denominator."""
    (p, q), (a, b) = above, roots
    below = f"(({poly_text((1, -a))})({poly_text((1, -b))}))"
    total = add((p, -p * b), (q, -q * a), sign)
    if len(total) < 2 or (total[-1] % total[0] == 0 and -total[-1] // total[0] in (a, b)):
        return None
    operator = "+" if sign > 0 else "-"
    prompt = f"{p}/({poly_text((1, -a))}){operator}{q}/({poly_text((1, -b))})"
    tops = [f"{_times(p)}({poly_text((1, -b))})", f"{_times(q)}({poly_text((1, -a))})"]
    joined = f"({tops[0]}{operator}{tops[1]})/{below}"
    spread = "".join(
        (signed(p, 1), signed(-p * b, 0), signed(sign * q, 1), signed(-sign * q * a, 0))
    ).removeprefix("+")
    steps = (
        identity_step("denominator", prompt, joined),
        identity_step("spread", f"{tops[0]}{operator}{tops[1]}", spread),
        identity_step("collect", spread, poly_text(total)),
        identity_step("put_in", joined, f"({poly_text(total)})/{below}"),
    )
    return Proof((Given("expression", prompt),), steps, kind="expression")


def _times(number: int) -> str:
    return "" if number == 1 else str(number)


_DIGITS = (*range(-9, 0), *range(1, 10))


def _simplify_boxes(*, wide: bool = False) -> tuple[Box, ...]:
    roots = tuple(r for r in range(-15, 16) if abs(r) > 9) if wide else tuple(r for r in range(-9, 10) if r)
    small = roots[len(roots) // 6 : -(len(roots) // 6)]
    pairs = tuple((a, b) for a in roots for b in roots if a != b)
    few = tuple((a, b) for a in small for b in small if a != b)
    numbers = ((1, 1), (2, 1), (1, 2), (3, 1), (1, 3), (3, 2), (2, 3), (4, 2), (2, 4), (2, 6))
    others = tuple((a, *pair) for a in small for pair in few if a not in pair)
    return (
        Box(3, roots, pairs, numbers, (False,), ((),)),
        Box(5, small, few, ((1, 1),), (False,), others),
        Box(6, small, few, ((1, 1),), (True,), others),
    )


SIMPLIFY = Template(
    name="simplify",
    boxes=_simplify_boxes(),
    wide=_simplify_boxes(wide=True),
    holes=True,
    build=simplify,
    check=_check_simplify,
    en=english(
        "Simplify {expression}.",
        "Reduce {expression} to lowest terms.",
        split="Factor: {claim}.",
        invert="Dividing is multiplying by the reciprocal: {claim}.",
        cancel="Cancel the common factors: {claim}.",
    ),
    zh=chinese(
        "化简分式：{expression}。",
        "把{expression}化为最简分式。",
        split="分解因式：{claim}。",
        invert="除以一个分式等于乘它的倒数：{claim}。",
        cancel="约去公因式：{claim}。",
    ),
)


ADD_FRACTIONS = Template(
    name="add_fractions",
    boxes=(
        Box(
            4,
            tuple((p, q) for p in range(1, 10) for q in range(1, 10)),
            tuple((a, b) for a in _DIGITS for b in _DIGITS if a < b),
            (1, -1),
        ),
    ),
    holes=True,
    build=add_fractions,
    check=_check_simplify,
    en=english(
        "Write {expression} as a single fraction.",
        "Combine {expression} into one fraction.",
        denominator="Bring both to the common denominator: {claim}.",
        spread="Multiply out the numerator: {claim}.",
        collect="Collect like terms: {claim}.",
        put_in="So {claim}.",
    ),
    zh=chinese(
        "计算：{expression}，结果写成一个分式。",
        "通分并化简{expression}。",
        denominator="通分：{claim}。",
        spread="分子去括号：{claim}。",
        collect="合并同类项：{claim}。",
        put_in="所以{claim}。",
    ),
)
