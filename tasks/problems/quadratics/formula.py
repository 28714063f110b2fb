"""Quadratic equations by the formula, with rational and irrational roots, and biquadratics."""

from math import gcd, isqrt

from tasks.problems.claims import refuse
from tasks.problems.evaluate import evaluate
from tasks.problems.polynomial_text import in_brackets, poly_text, roots_text
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.quadratics.factoring import RULES_EN, RULES_ZH, equation_step, roots_step
from tasks.problems.quadratics.trials import ASK_EN, ASK_ZH, ratio
from tasks.problems.spaces import Box, Choices
from tasks.problems.symbolic_check import check_quadratic_roots, difference, roots_in
from tasks.records import Problem


def formula(factors: tuple[tuple[int, int], tuple[int, int]], detailed: bool) -> Proof | None:
    """`(px-m)(qx-n)=0`, multiplied out, by the formula.

    Args:
        factors: (p, m) and (q, n), which do not both have 1 in front.
        detailed: One step for each part of the formula.
    """
    (p, m), (q, n) = factors
    lead, b, c = p * q, -(p * n + q * m), m * n
    double, root = 2 * lead, abs(p * n - q * m)
    size = root * root
    if lead == 1 or not b:
        return None
    equation = f"{poly_text((lead, b, c))}=0"
    product = f"4*{lead}*{in_brackets(c)}"
    if detailed:
        steps = [
            ProofStep("square", f"{in_brackets(b)}^2", b * b, "square"),
            ProofStep("product", product, 4 * lead * c, "product"),
            ProofStep("disc", "square-product", size, "discriminant"),
            ProofStep("root", "sqrt(disc)", root, "root"),
            ProofStep("double", f"2*{lead}", double, "double"),
        ]
        below = "double"
    else:
        steps = [
            ProofStep("disc", f"{in_brackets(b)}^2-{product}", size, "discriminant"),
            ProofStep("root", "sqrt(disc)", root, "root"),
        ]
        below = f"(2*{lead})"
    low, high = (ratio(-b + sign * root, double) for sign in (-1, 1))
    steps.append(ProofStep("", f"({-b}-root)/{below}", low, "low"))
    steps.append(ProofStep("", f"({-b}+root)/{below}", high, "high"))
    steps.append(roots_step((low, high)))
    return Proof((Given("equation", equation),), tuple(steps), kind="set")


def surd(numbers: tuple[int, int, int, int]) -> Proof:
    """An equation with the irrational roots `(half +- outside*sqrt(inside))/lead`."""
    lead, half, outside, inside = numbers
    b, square = -2 * half, half * half - outside * outside * inside
    c = square // lead
    size = b * b - 4 * lead * c
    equation = f"{poly_text((lead, b, c))}=0"
    number = f"{2 * outside}*sqrt({inside})"
    part = f"sqrt({inside})" if outside == 1 else f"{outside}*sqrt({inside})"
    texts = [f"{half}{sign}{part}" for sign in "-+"]
    if lead > 1:
        texts = [f"({text})/{lead}" for text in texts]
    found = ",".join(f"x={text}" for text in texts)
    steps = (
        ProofStep("", f"{in_brackets(b)}^2-4*{lead}*{in_brackets(c)}", size, "discriminant"),
        ProofStep("", "", number, "radical", claim=f"sqrt({size})={number}", said=(str(size), number)),
        ProofStep(
            "", "", f"({-b}+{number})/{2 * lead}", "put_in",
            claim=f"x=({-b}-{number})/{2 * lead},x=({-b}+{number})/{2 * lead}",
        ),
        ProofStep("", "", found, "reduce", claim=found),
    )  # fmt: skip
    return Proof((Given("equation", equation),), steps, kind="set")


def _check_formula(problem: Problem) -> None:
    check_quadratic_roots(problem, problem.givens[0].value)
    equation = problem.givens[0].value
    for number, step in enumerate(problem.steps, start=1):
        if step.formula:
            continue
        for x in roots_in(step.claim):
            if abs(float(difference(equation, x))) > 1e-6:
                refuse(problem, number, "is no root")
        if step.rule == "radical":
            left, right = step.claim.split("=")
            if abs(float(evaluate(left)) - float(evaluate(right))) > 1e-9 or right != step.output:
                refuse(problem, number, "is false")
        elif not step.claim.endswith(step.output) or len(roots_in(step.claim)) != 1 + step.claim.count(","):
            refuse(problem, number, "does not list the roots")


def biquadratic(roots: tuple[int, int], lead: int) -> Proof | None:
    """`lead*(x^4-...)`: a quadratic in u=x^2 with the squares of two numbers as roots, by the formula."""
    first, second = roots
    squares = (first * first, second * second)
    b, c = -sum(squares), squares[0] * squares[1]
    size = b * b - 4 * c
    root = isqrt(size)
    equation = f"{poly_text((lead, 0, lead * b, 0, lead * c))}=0"
    inner = f"{poly_text((1, b, c), 'u')}=0"
    steps = [equation_step("divide", f"{poly_text((1, 0, b, 0, c))}=0", str(lead))] if lead > 1 else []
    claim = f"u=x^2,{inner}"
    steps += [
        ProofStep("", "", inner, "substitute", claim=claim, said=(inner,)),
        ProofStep("square", f"{in_brackets(b)}^2", b * b, "square"),
        ProofStep("product", f"4*1*{c}", 4 * c, "product"),
        ProofStep("disc", "square-product", size, "discriminant"),
        ProofStep("root", "sqrt(disc)", root, "root"),
        ProofStep("", f"({-b}-root)/2", (-b - root) // 2, "low_u"),
        ProofStep("", f"({-b}+root)/2", (-b + root) // 2, "high_u"),
        _squares("u1", first),
        _squares("u2", second),
        roots_step((first, -first, second, -second)),
    ]
    return Proof((Given("equation", equation),), tuple(steps), kind="set")


def _squares(name: str, root: int) -> ProofStep:
    found = roots_text((root, -root))
    return ProofStep("", "", found, f"roots_{name}", claim=f"x^2={root * root},{found}")


def _check_biquadratic(problem: Problem) -> None:
    equation, roots = problem.givens[0].value, roots_in(problem.answer)
    # Four different roots of an equation of degree 4 are all; the leading term is at the front.
    if len(set(roots)) != 4 or any(difference(equation, x) for x in roots) or "x^4" not in equation:
        refuse(problem, 0, f"{problem.answer[:80]} are not the roots of {equation[:80]}")
    for number, step in enumerate(problem.steps, start=1):
        found = roots_in(step.claim)
        for part in step.claim.split(","):
            if step.formula or part == "u=x^2":
                continue
            if "u" in part:
                good = not any(difference(part, x * x, "u") for x in roots)
            elif part.startswith("x="):
                good = evaluate(part[2:]) in roots
            else:
                good = not any(difference(part, x) for x in found or roots)
            if not good:
                refuse(problem, number, f"{part[:80]} does not hold at the roots")
        if not step.claim.endswith(step.output):
            refuse(problem, number, f"the step says {step.output[:80]}")


def _ratios(leads: range, sizes: range) -> tuple[tuple[int, int], ...]:
    """Fractions m/p in lowest terms, as (p, m)."""
    return tuple((p, m) for p in leads for size in sizes if gcd(p, size) == 1 for m in (size, -size))


def _surds(halves: range, outsides: range) -> tuple[tuple[int, int, int, int], ...]:
    """(lead, half, outside, inside) of reduced irrational roots of equations with whole coefficients."""
    return tuple(
        (lead, sign * half, outside, inside)
        for lead in range(1, 6)
        for half in halves
        for outside in outsides
        for inside in (2, 3, 5, 6, 7, 10, 11, 13, 14, 15, 17, 19, 21, 22, 23)
        if (half * half - outside * outside * inside) % lead == 0 and gcd(lead, half, outside) == 1
        for sign in (1, -1)
    )


_FORMULA_EN = {
    "square": "The square of b: {claim}.",
    "product": "The product 4ac: {claim}.",
    "discriminant": "The discriminant: {claim}.",
    "root": "Its square root: {claim}.",
    "double": "The denominator 2a: {claim}.",
    "low": "With minus: {claim}.",
    "high": "With plus: {claim}.",
    "radical": "Simplify the root: {claim}.",
    "put_in": "By the quadratic formula {claim}.",
    "reduce": "Reduced: {claim}.",
    "roots": "The roots are {claim}.",
}
_FORMULA_ZH = {
    "square": "b的平方：{claim}。",
    "product": "4ac的值：{claim}。",
    "discriminant": "判别式：{claim}。",
    "root": "判别式的算术平方根：{claim}。",
    "double": "分母2a：{claim}。",
    "low": "取减号：{claim}。",
    "high": "取加号：{claim}。",
    "radical": "化简根式：{claim}。",
    "put_in": "代入求根公式：{claim}。",
    "reduce": "约分得{claim}。",
    "roots": "方程的根为{claim}。",
}


FORMULA = Template(
    name="formula",
    boxes=(
        Box(5, Choices(_ratios(range(1, 4), range(1, 31)), 2), (False,), listed=True),
        Box(8, Choices(_ratios(range(4, 10), range(1, 26)), 2), (True,), listed=True),
    ),
    wide=(
        Box(5, Choices(_ratios(range(2, 4), range(31, 70)), 2), (False,)),
        Box(8, Choices(_ratios(range(4, 10), range(26, 50)), 2), (True,)),
    ),
    holes=True,
    build=formula,
    check=_check_formula,
    en=english(*ASK_EN, "Use the quadratic formula to solve {equation}.", **_FORMULA_EN),
    zh=chinese(*ASK_ZH, "用公式法解方程{equation}。", **_FORMULA_ZH),
)


SURD = Template(
    name="surd",
    boxes=(Box(4, _surds(range(1, 31), range(1, 8)), listed=True),),
    wide=(Box(4, _surds(range(31, 61), range(1, 8))),),
    build=surd,
    check=_check_formula,
    en=english(*ASK_EN, "Give the exact roots of {equation}.", **_FORMULA_EN),
    zh=chinese(*ASK_ZH, "求方程{equation}的根，结果保留根号。", **_FORMULA_ZH),
)


BIQUADRATIC = Template(
    name="biquadratic",
    boxes=(
        Box(10, Choices(range(1, 30), 2), (1,)),
        Box(11, Choices(range(1, 30), 2), range(2, 10), weight=3),
    ),
    wide=(Box(10, Choices(range(30, 60), 2), (1,)), Box(11, Choices(range(30, 60), 2), range(2, 10))),
    build=biquadratic,
    check=_check_biquadratic,
    en=english(
        *ASK_EN,
        substitute="Put u=x^2: {0}.",
        low_u="With minus: {claim}.",
        high_u="With plus: {claim}.",
        roots_u1="From the smaller u: {claim}.",
        roots_u2="From the larger u: {claim}.",
        **_FORMULA_EN,
        divide=RULES_EN["divide"],
    ),
    zh=chinese(
        *ASK_ZH,
        substitute="设u=x^2，得{0}。",
        low_u="取减号：{claim}。",
        high_u="取加号：{claim}。",
        roots_u1="由较小的u：{claim}。",
        roots_u2="由较大的u：{claim}。",
        **_FORMULA_ZH,
        divide=RULES_ZH["divide"],
    ),
)
