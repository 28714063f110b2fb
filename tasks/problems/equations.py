"""Equations with an absolute value, a square root, powers or logarithms: solved by cases, by squaring, or by
comparing exponents, and tried where a step may have added a root.
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import gcd, lcm
from typing import Any

from tasks.problems.claims import refuse
from tasks.problems.evaluate import evaluate
from tasks.problems.polynomial_text import add, factors_text, in_brackets, multiply, poly_text, roots_text
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, Choices
from tasks.problems.symbolic_check import check_equations, difference
from tasks.records import Problem


def ratio(top: int, bottom: int) -> int | Fraction:
    """The quotient, whole if it can be."""
    value = Fraction(top, bottom)
    return value if value.denominator > 1 else value.numerator


def _step(rule: str, claim: str, *said: str) -> ProofStep:
    return ProofStep("", "", claim.rpartition(",")[2], rule, claim=claim, said=said)


def absolute(first: int, second: int, slopes: tuple[int, int]) -> Proof | None:
    """`abs(ax+b)=cx+d`, whose two cases yield x=first and x=second; one or none is rejected.

    Args:
        first: Where ax+b=cx+d.
        second: Where -(ax+b)=cx+d.
        slopes: Coefficients (a, c), of different size.
    """
    a, c = slopes
    # (a-c)*first=d-b and (a+c)*second=-(d+b)
    total, gap = -(a + c) * second, (a - c) * first
    if (total + gap) % 2 or first == second:
        return None
    b, d = (total - gap) // 2, (total + gap) // 2
    if not b or not d or gcd(a, b, c, d) > 1:
        return None
    inside, right = poly_text((a, b)), poly_text((c, d))
    flipped = poly_text((-a, -b))
    steps, kept = [], []
    for case, (side, coef, constant, x) in enumerate(
        ((inside, a - c, d - b, first), (flipped, -a - c, d + b, second)), start=1
    ):
        steps.append(_step(f"case{case}", f"{side}={right}", side))
        collected = f"{poly_text((coef, 0))}={constant}"
        steps.append(_step("solve", f"{collected},x={x}" if abs(coef) != 1 or coef < 0 else f"x={constant}"))
        value, size = c * x + d, abs(a * x + b)
        claim = f"abs({_at(a, b, x)})={size},{_at(c, d, x)}={value}"
        steps.append(_step("accept" if value >= 0 else "reject", claim, str(x)))
        if value >= 0:
            kept.append(x)
    if not kept:
        return None
    steps.append(_step("answer", roots_text(kept))._replace(value=roots_text(kept)))
    return Proof((Given("equation", f"abs({inside})={right}"),), tuple(steps), kind="set")


def _at(a: int, b: int, x: int) -> str:
    """`ax+b` with a number put in."""
    shown = in_brackets(x)
    product = shown if a == 1 else f"{a}*{shown}"
    return f"{product}{b:+}" if b else product


_ABSOLUTE = re.compile(r"abs\((\d*)x([+-]\d+)\)=(-?\d*)x([+-]\d+)")


def _absolute_roots(given: Mapping[str, Any]) -> str:
    """The left side less the right is a line on each side of the point where the inside is zero."""
    found = _ABSOLUTE.fullmatch(given["equation"])
    if found is None:
        return "not an equation with an absolute value"
    a, b, c, d = (int(part + "1" if part in ("", "-") else part) for part in found.groups())
    corner = Fraction(-b, a)
    lowest = -c * corner - d
    # From the corner the difference rises by a-c to the right, and by a+c to the left.
    right = [corner - lowest / (a - c)] if lowest * (a - c) <= 0 else []
    left = [corner + lowest / (a + c)] if lowest * (a + c) <= 0 else []
    return roots_text(right + left)


def _check_tried(problem: Problem) -> None:
    """Every equation holds at what is found next, and the answer is what passes the trial."""
    equation = problem.givens[0].value
    found = check_equations(problem)
    kept = [x for x in found if _holds(equation, x)]
    if roots_text([Fraction(x) for x in kept]) != problem.answer:
        refuse(problem, 0, f"of {found}, {kept} satisfy {equation[:80]}")
    for number, step in enumerate(problem.steps, start=1):
        if step.rule in ("accept", "reject"):
            left, right = (evaluate(part.split("=")[1]) for part in step.claim.split(","))
            if (left == right) != (step.rule == "accept"):
                refuse(problem, number, f"does not {step.rule} anything")


def _holds(equation: str, x: Any) -> bool:
    return not difference(equation, x)


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
        _step("square", f"{inside}=({outside})^2"),
        _step("expand", f"({outside})^2={poly_text(square)}"),
    ]
    steps[1] = steps[1]._replace(value=poly_text(square))
    steps.append(_step("move", f"{poly_text(whole)}=0"))
    if lead > 1:
        steps.append(_step("divide", f"{poly_text(reduced)}=0", str(lead * lead)))
    split = factors_text((left, right))
    steps.append(ProofStep("", "", split, "factor", claim=f"{poly_text(reduced)}={split}"))
    steps.append(_step("roots", roots_text((left, right)))._replace(value=roots_text((left, right))))
    kept = []
    for x in (left, right):
        under, value = a * x + b, lead * x + shift
        claim = f"sqrt({_at(a, b, x)})={abs(value)},{_at(lead, shift, x)}={value}"
        assert under == value * value
        steps.append(_step("accept" if value >= 0 else "reject", claim, str(x)))
        kept += [x] if value >= 0 else []
    if not kept:
        return None
    steps.append(_step("answer", roots_text(kept))._replace(value=roots_text(kept)))
    return Proof((Given("equation", f"sqrt({inside})={outside}"),), tuple(steps), kind="set")


_RADICAL = re.compile(r"sqrt\((\d*)x([+-]\d+)\)=(\d*)x([+-]\d+)")


def _radical_roots(given: Mapping[str, Any]) -> str:
    """All whole numbers tried one by one: the roots of these equations are whole and small."""
    found = _RADICAL.fullmatch(given["equation"])
    if found is None:
        return "not an equation with a root"
    a, b, c, d = (int(part or 1) for part in found.groups())
    return roots_text([x for x in range(-99, 100) if c * x + d >= 0 and a * x + b == (c * x + d) ** 2])


def distance(a: int, roots: tuple[int, int], right: int) -> Proof | None:
    """`abs(ax+b)=size` or `abs(ax+b)+right=size+right`: one case for each sign."""
    b, odd = divmod(-a * sum(roots), 2)
    size = a * abs(roots[0] - roots[1]) // 2
    if odd or not b:
        return None
    inside = poly_text((a, b))
    equation = f"abs({inside})={size}" if not right else f"abs({inside}){right:+}={size + right}"
    steps = [_step("isolate", f"abs({inside})={size}")] if right else []
    for case, number in (("case1", size), ("case2", -size)):
        root = (number - b) // a
        middle = f"{a}x={number - b}," if a > 1 else ""
        steps.append(_step(case, f"{inside}={number},{middle}x={root}"))
    steps.append(_step("answer", roots_text(roots))._replace(value=roots_text(roots)))
    return Proof((Given("equation", equation),), tuple(steps), kind="set")


_DISTANCE = re.compile(r"abs\((\d*)x([+-]\d+)\)([+-]\d+)?=(-?\d+)")


def _distance_roots(given: Mapping[str, Any]) -> str:
    """The points at a distance from the centre -b/a."""
    found = _DISTANCE.fullmatch(given["equation"])
    if found is None:
        return "not an equation with an absolute value"
    a, b, more, size = (
        int(part or default) for part, default in zip(found.groups(), (1, 0, 0, 0), strict=True)
    )
    centre, radius = Fraction(-b, a), Fraction(size - more, a)
    return roots_text((centre - radius, centre + radius))


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
            steps.append(_step("base", claim, equation[-1], f"{base}^({spread})")._replace(value=spread))
    steps.append(_step("compare", f"{poly_text((p * s, p * t))}={poly_text((q * u, q * v))}"))
    slope, constant = p * s - q * u, q * v - p * t
    steps.append(_step("collect", f"{poly_text((slope, 0))}={constant}"))
    steps.append(_step("solve", f"x={root}")._replace(value=f"x={root}"))
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
        _step("write", f"{number}={base}^{exponent}")._replace(value=f"{base}^{exponent}"),
        _step("compare", f"x{shift:+}={exponent},x={root}")._replace(value=f"x={root}"),
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
        _step(rule, f"{_at(1, b, x)}={x + b},{_at(1, c, x)}={x + c}", str(x))
        for rule, x in (("positive", root), ("negative", other))
    ]
    steps = (
        _step("product", f"({left})({right})={base}^{exponent}"),
        _step("number", f"{base}^{exponent}={number},({left})({right})={number}"),
        _step("move", f"{poly_text(quadratic)}=0"),
        _step("factor", f"{poly_text(quadratic)}={split}"),
        _step("roots", roots_text((root, other)))._replace(value=roots_text((root, other))),
        *trials,
        _step("answer", f"x={root}")._replace(value=f"x={root}"),
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
        _step("put_in", f"x({total}-x)={times}", f"y={total}-x"),
        _step("move", f"{quadratic}=0"),
        _step("factor", f"{quadratic}={split}"),
        _step("roots", roots_text(roots))._replace(value=roots_text(roots)),
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


_SMALL = tuple(r for r in range(-20, 21) if r)
_SLOPES = tuple((a, c) for a in range(1, 8) for c in range(-9, 10) if c and abs(c) != a)
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
_ASK_EN = ("Solve {equation}.", "Find all real solutions of {equation}.", "For which real x is {equation}?")
_ASK_ZH = ("解方程：{equation}。", "求方程{equation}的所有实数解。", "x为何实数时，{equation}成立？")
_EN = {
    "move": "Bring everything to one side: {claim}.",
    "divide": "Divide by {0}: {claim}.",
    "factor": "Factor: {claim}.",
    "roots": "So {claim}.",
    "accept": "Try x={0}: {claim}. Both sides agree.",
    "reject": "Try x={0}: {claim}. The sides differ, so it is rejected.",
    "answer": "What remains is {claim}.",
}
_ZH = {
    "move": "移项并整理：{claim}。",
    "divide": "两边同时除以{0}：{claim}。",
    "factor": "因式分解：{claim}。",
    "roots": "于是{claim}。",
    "accept": "检验x={0}：{claim}，左右两边相等。",
    "reject": "检验x={0}：{claim}，左右两边不等，舍去。",
    "answer": "所以方程的解为{claim}。",
}

TEMPLATES: tuple[Template, ...] = (
    Template(
        name="distance",
        boxes=(
            Box(3, range(1, 10), Choices([r for r in range(-30, 31) if r], 2), (0,), listed=True),
            Box(
                4,
                range(1, 10),
                Choices([r for r in range(-30, 31) if r], 2),
                [c for c in range(-15, 16) if c],
            ),
        ),
        wide=(
            Box(3, range(1, 10), Choices(range(31, 120), 2), (0,)),
            Box(4, range(1, 10), Choices(range(31, 120), 2), range(16, 60)),
        ),
        holes=True,
        build=distance,
        oracle=_distance_roots,
        check=check_equations,
        en=english(
            *_ASK_EN,
            isolate="Isolate the absolute value: {claim}.",
            case1="If the inside is positive: {claim}.",
            case2="If the inside is negative: {claim}.",
            answer="The solutions are {claim}.",
        ),
        zh=chinese(
            *_ASK_ZH,
            isolate="移项：{claim}。",
            case1="若绝对值内为正：{claim}。",
            case2="若绝对值内为负：{claim}。",
            answer="所以方程的解为{claim}。",
        ),
    ),
    Template(
        name="absolute",
        boxes=(Box(7, _SMALL, _SMALL, _SLOPES),),
        wide=(Box(7, range(21, 80), range(-80, -20), _SLOPES),),
        holes=True,
        build=absolute,
        oracle=_absolute_roots,
        check=_check_tried,
        en=english(
            *_ASK_EN,
            case1="If the inside is not negative, the left side is {0}: {claim}.",
            case2="If the inside is negative, the left side is {0}: {claim}.",
            solve="Solve: {claim}.",
            **_EN,
        ),
        zh=chinese(
            *_ASK_ZH,
            case1="若绝对值内非负，左边等于{0}：{claim}。",
            case2="若绝对值内为负，左边等于{0}：{claim}。",
            solve="解得{claim}。",
            **_ZH,
        ),
    ),
    Template(
        name="radical",
        heldout=True,
        boxes=(
            Box(8, Choices([r for r in range(-15, 26) if r], 2), [s for s in range(-12, 13) if s], (1,)),
            Box(9, Choices([r for r in range(-15, 26) if r], 2), [s for s in range(-12, 13) if s], (2, 3)),
        ),
        holes=True,
        build=radical,
        oracle=_radical_roots,
        check=_check_tried,
        en=english(*_ASK_EN, square="Square both sides: {claim}.", expand="Expand: {claim}.", **_EN),
        zh=chinese(*_ASK_ZH, square="两边平方：{claim}。", expand="展开：{claim}。", **_ZH),
    ),
    Template(
        name="power",
        boxes=(Box(2, _POWERS_OF, [s for s in range(-99, 100) if s], listed=True),),
        wide=(Box(2, _POWERS_OF, range(100, 400)),),
        holes=True,
        build=power,
        oracle=_power_root,
        check=check_equations,
        en=english(
            *_ASK_EN,
            write="Write the right side as a power of the same base: {claim}.",
            compare="Compare the exponents: {claim}.",
        ),
        zh=chinese(*_ASK_ZH, write="把右边化为同底数的幂：{claim}。", compare="指数相等：{claim}。"),
    ),
    Template(
        name="powers",
        boxes=_power_boxes([e for e in range(-3, 7) if e], [r for r in range(-12, 13) if r]),
        wide=_power_boxes(range(7, 10), range(13, 40)),
        holes=True,
        build=powers,
        check=_check_powers,
        en=english(
            *_ASK_EN,
            base="{0} is {1}, since {claim}.",
            compare="The exponents must be equal: {claim}.",
            collect="Collect x on the left: {claim}.",
            solve="Divide: {claim}.",
        ),
        zh=chinese(
            *_ASK_ZH,
            base="{0}化为{1}，因为{claim}。",
            compare="底数相同，指数相等：{claim}。",
            collect="移项：{claim}。",
            solve="系数化为1：{claim}。",
        ),
    ),
    Template(
        name="logarithms",
        boxes=(Box(8, _ARGUMENTS, [b for b in range(-50, 51) if b], listed=True),),
        wide=(Box(8, _ARGUMENTS, range(51, 200)),),
        holes=True,
        build=logarithms,
        oracle=_logarithm_roots,
        check=_check_logarithms,
        en=english(
            *_ASK_EN,
            product="The sum of the logarithms is the logarithm of the product: {claim}.",
            number="Calculate the power: {claim}.",
            positive="At x={0} both arguments are positive: {claim}.",
            negative="At x={0} the arguments are not positive, so it is rejected: {claim}.",
            **_EN,
        ),
        zh=chinese(
            *_ASK_ZH,
            product="对数相加，真数相乘：{claim}。",
            number="计算幂：{claim}。",
            positive="x={0}时真数都为正：{claim}。",
            negative="x={0}时真数不为正，舍去：{claim}。",
            **_ZH,
        ),
    ),
    Template(
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
            **_EN,
        ),
        zh=chinese(
            "求满足x+y={sum}且xy={product}的所有实数对(x,y)。",
            "解方程组：x+y={sum}，xy={product}，解写成(x,y)的形式。",
            put_in="把{0}代入第二个方程：{claim}。",
            partner="分别求出另一个数：{claim}。",
            **_ZH,
        ),
    ),
)
