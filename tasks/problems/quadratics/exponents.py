"""Equations with powers, and with logarithms, solved by comparing exponents."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import lcm
from typing import Any

from tasks.problems.claims import refuse
from tasks.problems.evaluate import evaluate
from tasks.problems.polynomial_text import factors_text, multiply, poly_text, roots_text
from tasks.problems.proof import Given, Proof, Template, chinese, english
from tasks.problems.quadratics.trials import (
    ASK_EN,
    ASK_ZH,
    RULES_EN,
    RULES_ZH,
    check_solved,
    rule_step,
    value_text,
)
from tasks.problems.spaces import Box
from tasks.problems.symbolic_check import check_equations
from tasks.records import Problem


def powers(base: int, slopes: tuple[int, int, int, int], exponent: int, root: int) -> Proof | None:
    """`(base^p)^(sx+t)=(base^q)^(ux+v)`: the same base on both sides, then equal exponents.

    Args:
        base: A prime, or 6 or 10.
        slopes: (p, s, q, u).
        exponent: Of both sides at the solution, in multiples of p and q.
        root: The solution.
    """
    p, s, q, u = slopes
    exponent *= lcm(p, q)
    t, v = exponent // p - s * root, exponent // q - u * root
    if base ** max(p, q) > 1_000:
        return None
    equation, steps = [], []
    for power, slope, shift in ((p, s, t), (q, u, v)):
        inner, spread = poly_text((slope, shift)), poly_text((power * slope, power * shift))
        above = inner if inner == "x" else f"({inner})"
        equation.append(f"{base**power}^{above}")
        if power > 1:
            claim = f"{base**power}={base}^{power},{power}{above}={spread}"
            steps.append(rule_step("base", claim, equation[-1], f"{base}^({spread})")._replace(value=spread))
    steps.append(rule_step("compare", f"{poly_text((p * s, p * t))}={poly_text((q * u, q * v))}"))
    slope, constant = p * s - q * u, q * v - p * t
    steps.append(rule_step("collect", f"{poly_text((slope, 0))}={constant}"))
    steps.append(rule_step("solve", f"x={root}")._replace(value=f"x={root}"))
    return Proof((Given("equation", "=".join(equation)),), tuple(steps), kind="set")


_POWERS = re.compile(r"(\d+)\^\(?([^=()]*)\)?=(\d+)\^\(?([^=()]*)\)?")


def _check_powers(problem: Problem) -> None:
    """Both sides are the same power at the answer; exponents that grow at other rates meet only once."""
    check_equations(problem)
    found = _POWERS.fullmatch(problem.givens[0].value)
    if found is None:
        refuse(problem, 0, "asks for no equation of powers")
    root = evaluate(problem.answer.removeprefix("x="))
    left, right = (evaluate(found[i], {"x": root}) for i in (2, 4))
    if not isinstance(left, int) or not isinstance(right, int) or max(abs(left), abs(right)) > 500:
        refuse(problem, 0, "has no small exponents")
    if Fraction(int(found[1])) ** left != Fraction(int(found[3])) ** right:
        refuse(problem, 0, f"{problem.answer[:80]} does not satisfy the equation")


def power(powers: tuple[int, int], shift: int) -> Proof | None:
    """`base^(x+shift)=number`."""
    base, exponent = powers
    number, root = base**exponent, exponent - shift
    if not root:
        return None
    steps = (
        rule_step("write", f"{number}={base}^{exponent}")._replace(value=f"{base}^{exponent}"),
        rule_step("compare", f"x{shift:+}={exponent},x={root}")._replace(value=f"x={root}"),
    )
    return Proof((Given("equation", f"{base}^(x{shift:+})={number}"),), steps, kind="set")


def _power_root(given: Mapping[str, Any]) -> str:
    """Divide by the base until 1 is left."""
    base, _, rest = given["equation"].partition("^(x")
    shift, _, number = rest.partition(")=")
    left, count = int(number), 0
    while left > 1 and left % int(base) == 0:
        left, count = left // int(base), count + 1
    return f"x={count - int(shift)}" if left == 1 else "no solution"


def logarithms(sizes: tuple[int, int, int], b: int) -> Proof | None:
    """`log(x+b)+log(x+c)=exponent`: a product, a quadratic, and arguments that must be positive.

    Args:
        sizes: (base, exponent, smaller argument at the solution).
        b: In the smaller argument.
    """
    base, exponent, u = sizes
    number = base**exponent
    v = number // u
    root, c = u - b, v - u + b
    other = -b - v
    if not c or not root or not other:
        return None
    left, right = poly_text((1, b)), poly_text((1, c))
    equation = f"log_{base}({left})+log_{base}({right})={exponent}"
    quadratic = multiply((1, -root), (1, -other))
    split = factors_text((other, root))
    trials = [
        rule_step(rule, f"{value_text(1, b, x)}={x + b},{value_text(1, c, x)}={x + c}", str(x))
        for rule, x in (("positive", root), ("negative", other))
    ]
    steps = (
        rule_step("product", f"({left})({right})={base}^{exponent}"),
        rule_step("number", f"{base}^{exponent}={number},({left})({right})={number}"),
        rule_step("move", f"{poly_text(quadratic)}=0"),
        rule_step("factor", f"{poly_text(quadratic)}={split}"),
        rule_step("roots", roots_text((root, other)))._replace(value=roots_text((root, other))),
        *trials,
        rule_step("answer", f"x={root}")._replace(value=f"x={root}"),
    )
    return Proof((Given("equation", equation),), steps, kind="set")


_LOGARITHMS = re.compile(r"log_(\d+)\(x([+-]\d+)\)\+log_\d+\(x([+-]\d+)\)=(\d+)")


def _logarithm_roots(given: Mapping[str, Any]) -> str:
    """Whole numbers from the edge of the domain on, until the product of the arguments is too large."""
    found = _LOGARITHMS.fullmatch(given["equation"])
    if found is None:
        return "not an equation with logarithms"
    base, b, c, exponent = map(int, found.groups())
    edge = 1 - min(b, c)
    roots = [x for x in range(edge, edge + 100) if (x + b) * (x + c) == base**exponent]
    return roots_text(roots)


def _check_logarithms(problem: Problem) -> None:
    check_equations(problem)
    for number, step in enumerate(problem.steps, start=1):
        if step.rule in ("positive", "negative"):
            least = min(evaluate(part.split("=")[1]) for part in step.claim.split(","))
            if (least > 0) != (step.rule == "positive"):
                refuse(problem, number, f"is not {step.rule}")


def _power_boxes(exponents: Sequence[int], roots: Sequence[int]) -> tuple[Box, ...]:
    slopes = [
        (p, s, q, u)
        for p, s, q, u in product(range(1, 6), range(1, 5), range(1, 6), range(1, 5))
        if p != q and p * s - q * u not in (0, 1)
    ]
    some = [item for item in slopes if 1 in (item[0], item[2])]
    both = [item for item in slopes if 1 not in (item[0], item[2])]
    bases = (2, 3, 5, 6, 7, 10)
    return Box(4, bases, some, exponents, roots), Box(5, bases, both, exponents, roots)


_POWERS_OF = tuple((base, n) for base in range(2, 31) for n in range(1, 24) if 10 < base**n < 10**7)
_ARGUMENTS = tuple(
    (base, n, u)
    for base in range(2, 31)
    for n in range(1, 13)
    if base**n < 5_000
    for u in range(1, 99)
    if base**n % u == 0 and 0 < base**n // u - u < 99
)
"""(base, exponent, smaller argument) of two arguments with the product base^exponent."""


POWER = Template(
    name="power",
    boxes=(Box(2, _POWERS_OF, [s for s in range(-99, 100) if s], listed=True),),
    wide=(Box(2, _POWERS_OF, range(100, 400)),),
    holes=True,
    build=power,
    oracle=_power_root,
    check=check_solved,
    en=english(
        *ASK_EN,
        write="Write the right side as a power of the same base: {claim}.",
        compare="Compare the exponents: {claim}.",
    ),
    zh=chinese(*ASK_ZH, write="把右边化为同底数的幂：{claim}。", compare="指数相等：{claim}。"),
)


POWERS = Template(
    name="powers",
    boxes=_power_boxes([e for e in range(-3, 7) if e], [r for r in range(-12, 13) if r]),
    wide=_power_boxes(range(7, 10), range(13, 40)),
    holes=True,
    build=powers,
    check=_check_powers,
    en=english(
        *ASK_EN,
        base="{0} is {1}, since {claim}.",
        compare="The exponents must be equal: {claim}.",
        collect="Collect x on the left: {claim}.",
        solve="Divide: {claim}.",
    ),
    zh=chinese(
        *ASK_ZH,
        base="{0}化为{1}，因为{claim}。",
        compare="底数相同，指数相等：{claim}。",
        collect="移项：{claim}。",
        solve="系数化为1：{claim}。",
    ),
)


LOGARITHMS = Template(
    name="logarithms",
    boxes=(Box(8, _ARGUMENTS, [b for b in range(-50, 51) if b], listed=True),),
    wide=(Box(8, _ARGUMENTS, range(51, 200)),),
    holes=True,
    build=logarithms,
    oracle=_logarithm_roots,
    check=_check_logarithms,
    en=english(
        *ASK_EN,
        product="The sum of the logarithms is the logarithm of the product: {claim}.",
        number="Calculate the power: {claim}.",
        positive="At x={0} both arguments are positive: {claim}.",
        negative="At x={0} the arguments are not positive, so it is rejected: {claim}.",
        **RULES_EN,
    ),
    zh=chinese(
        *ASK_ZH,
        product="对数相加，真数相乘：{claim}。",
        number="计算幂：{claim}。",
        positive="x={0}时真数都为正：{claim}。",
        negative="x={0}时真数不为正，舍去：{claim}。",
        **RULES_ZH,
    ),
)
