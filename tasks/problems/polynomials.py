"""Polynomials: expand and collect, evaluate, remainders, factor, simplify rational expressions.

Expressions are built from their factors, so that factoring and cancelling end well. Every claim is an
identity, which the checker proves by values of its text; values of polynomials come from Horner's rule,
and their oracle sums the powers or divides the polynomials.
"""

from collections.abc import Mapping, Sequence
from math import gcd
from typing import Any

from tasks.problems.claims import refuse
from tasks.problems.polynomial_text import (
    Poly,
    add,
    factors_text,
    from_roots,
    in_brackets,
    multiply,
    poly_text,
    signed,
)
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box, Choices
from tasks.problems.symbolic_check import check_identities, coefficients, is_identity, value
from tasks.records import Problem

Product = tuple[str, Poly, Poly]
"""Kind (`square`, `conjugate`, `monomial`, `binomials`) and the two factors."""


def expand(*products: Product | tuple[int, Product] | tuple[tuple[int, Product], ...]) -> Proof | None:
    """Multiply out a sum of signed products and collect like terms.

    Args:
        products: Groups of (sign, product); the first positive one is written first.
    """
    signs: list[tuple[int, Product]] = [item for group in products for item in group]  # type: ignore[misc]
    first = next((place for place, (sign, _) in enumerate(signs) if sign > 0), None)
    if first is None:
        return None
    signs.insert(0, signs.pop(first))
    texts = [_product_text(product) for _, product in signs]
    prompt = "".join(("-" if sign < 0 else "+") + text for (sign, _), text in zip(signs, texts, strict=True))
    steps: list[ProofStep] = []
    results = []
    for (_, (kind, left, right)), text in zip(signs, texts, strict=True):
        results.append(multiply(left, right))
        expanded = poly_text(results[-1])
        if kind == "binomials":
            spread = "".join(
                signed(p * q, 2 - i - j) for i, p in enumerate(left) for j, q in enumerate(right)
            ).removeprefix("+")
            steps.append(_identity("spread", text, spread))
            steps.append(_identity("collect", spread, expanded))
        else:
            steps.append(_identity(kind, text, expanded))
    total = results[0]
    for (sign, _), result in zip(signs[1:], results[1:], strict=True):
        written = poly_text(result)
        written = f"-({written})" if sign < 0 else f"+{written}".replace("+-", "-")
        before, total = poly_text(total), add(total, result, sign)
        steps.append(_identity("subtract" if sign < 0 else "add", before + written, poly_text(total)))
    if not any(total[:-1]):
        return None
    return Proof((Given("expression", prompt.removeprefix("+")),), tuple(steps), kind="expression")


def _identity(rule: str, left: str, right: str) -> ProofStep:
    return ProofStep("", "", right, rule, claim=f"{left}={right}", said=(left, right))


def _product_text(product: Product) -> str:
    kind, left, right = product
    if kind == "square":
        return f"({poly_text(left)})^2"
    first = poly_text(left)
    return f"{first}({poly_text(right)})" if kind == "monomial" else f"({first})({poly_text(right)})"


def _check_expand(problem: Problem) -> None:
    check_identities(problem)
    expression = problem.givens[0].value
    if "(" in problem.answer or not is_identity(f"{expression}={problem.answer}"):
        refuse(problem, 0, f"{problem.answer[:80]} is not {expression[:80]} without brackets")


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


def factor(roots: tuple[int, ...], lead: int) -> Proof | None:
    """Factor `lead*(x-r1)*...` over the integers: guess roots of small size, divide, split the quadratic."""
    roots = tuple(sorted(roots, key=lambda r: (abs(r), -r)))
    coefs = from_roots(roots, lead)
    if lead > 1 and max(map(abs, coefs)) > 9_999:
        return None
    text, steps = poly_text(coefs), []
    left = from_roots(roots)
    if lead > 1:
        inner = f"{lead}({poly_text(left)})"
        steps.append(_identity("common", text, inner))
    for place, root in enumerate(roots[:-2]):
        rest = from_roots(roots[place + 1 :])
        steps.append(_identity("guess", _at(left, root), "0")._replace(said=(str(root),)))
        split = f"({poly_text((1, -root))})({poly_text(rest)})"
        steps.append(_identity("divide", poly_text(left), split))
        left = rest
    p, q = -roots[-2], -roots[-1]
    claim = f"{in_brackets(p)}*{in_brackets(q)}={p * q},{in_brackets(p)}{q:+}={p + q}"
    steps.append(ProofStep("", "", p + q, "pair", claim=claim, said=(str(p), str(q), str(p * q), str(p + q))))
    steps.append(_identity("split", poly_text(left), factors_text(roots[-2:])))
    if len(roots) > 2 or lead > 1:
        steps.append(_identity("whole", text, factors_text(roots, lead)))
    return Proof((Given("polynomial", text),), tuple(steps), kind="expression")


def _at(coefs: Poly, x: int) -> str:
    """A polynomial with a number put in: `2^3-4*2^2+1`; with 1 or -1 the sum of the terms, `1-4+1`."""
    if abs(x) == 1:
        terms = [coef * x ** (len(coefs) - 1 - place) for place, coef in enumerate(coefs)]
        return "".join(f"{term:+}" for term in terms if term).removeprefix("+")
    base, degree, text = in_brackets(x), len(coefs) - 1, ""
    for power, coef in zip(range(degree, -1, -1), coefs, strict=True):
        if coef:
            tail = "" if not power else base if power == 1 else f"{base}^{power}"
            size = str(abs(coef)) if not power or abs(coef) != 1 else ""
            text += ("-" if coef < 0 else "+" if text else "") + "*".join(filter(None, (size, tail)))
    return text


def _check_factor(problem: Problem) -> None:
    check_identities(problem)
    polynomial, answer = problem.givens[0].value, problem.answer
    if not is_identity(f"{polynomial}={answer}"):
        refuse(problem, 0, f"{answer[:80]} is not {polynomial[:80]}")
    linear = [part for part in answer.replace(")", "(").split("(") if "x" in part]
    if any("^" in part for part in linear) or not linear:
        refuse(problem, 0, f"{answer[:80]} is not factored")
    # A common factor must have been taken out of the brackets: all of them start with x.
    if not all(part.startswith("x") for part in linear) or len(set(linear)) != len(linear):
        refuse(problem, 0, f"{answer[:80]} can be written shorter")


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
        steps += [_identity("split", plain, product) for plain, product in texts]
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
        steps.append(_identity("invert", f"({factored[0]})/({factored[1]})", joined))
    shared = gcd(top, bottom)
    upper = factors_text(sorted([above, *more[1:2]]), top // shared)
    lower = factors_text(sorted([below, *more[2:]]), bottom // shared)
    result = f"{upper}/{_under(lower)}"
    steps.append(_identity("cancel", joined, result))
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
        _identity("denominator", prompt, joined),
        _identity("spread", f"{tops[0]}{operator}{tops[1]}", spread),
        _identity("collect", spread, poly_text(total)),
        _identity("put_in", joined, f"({poly_text(total)})/{below}"),
    )
    return Proof((Given("expression", prompt),), steps, kind="expression")


def _times(number: int) -> str:
    return "" if number == 1 else str(number)


_DIGITS = (*range(-9, 0), *range(1, 10))


def _products(leads: range, constants: Sequence[int]) -> dict[bool, tuple[Product, ...]]:
    """Products that take one step to expand, and those that take two."""
    pairs = [(a, b) for a in leads for b in constants if gcd(a, b) == 1]
    one: list[Product] = [("square", pair, pair) for pair in pairs]
    one += [("conjugate", (a, b), (a, -b)) for a, b in pairs if b > 0]
    one += [("monomial", (k, 0), pair) for k in range(leads[0] + 1, leads[-1] + 1) for pair in pairs]
    two: list[Product] = [
        ("binomials", pairs[i], pairs[j])
        for i in range(len(pairs))
        for j in range(i)
        if (pairs[i][0], pairs[i][1]) != (pairs[j][0], -pairs[j][1])
    ]
    return {False: tuple(one), True: tuple(two)}


def _signed_products(products: tuple[Product, ...]) -> tuple[tuple[int, Product], ...]:
    return tuple((sign, product) for sign in (1, -1) for product in products)


def _expand_boxes(
    single: dict[bool, tuple[Product, ...]], summed: dict[bool, tuple[Product, ...]]
) -> tuple[Box, ...]:
    """Boxes of a single product, and of sums of up to five, whose numbers are smaller."""
    alone = {longer: tuple((1, product) for product in items) for longer, items in single.items()}
    either = {longer: _signed_products(items) for longer, items in summed.items()}
    boxes = []
    for ones in range(6):
        for twos in range(6 - ones):
            count = ones + twos
            if not count:
                continue
            axes = [
                Choices((either if count > 1 else alone)[longer], n)
                for longer, n in ((False, ones), (True, twos))
                if n
            ]
            boxes.append(Box(ones + 2 * twos + count - 1, *axes))
    return tuple(boxes)


def _value_boxes(degrees: range, extra: int, *, wide: bool = False) -> tuple[Box, ...]:
    xs = (*range(-9, -5), *range(6, 10)) if wide else (-5, -4, -3, -2, 2, 3, 4, 5)
    leads, coefs = (range(10, 30), range(-40, 41)) if wide else (range(1, 7), range(-9, 10))
    return tuple(Box(n + extra, xs, leads, *[coefs] * (n - 1), [c for c in coefs if c]) for n in degrees)


def _factor_boxes(*, wide: bool = False) -> tuple[Box, ...]:
    many = tuple(r for r in range(-40, 41) if abs(r) > 15) if wide else tuple(r for r in range(-15, 16) if r)
    few = tuple(r for r in range(-9, 10) if abs(r) > 6) if wide else tuple(r for r in range(-6, 7) if r)
    boxes = [
        Box(2, Choices(many, 2, repeated=True), (1,)),
        Box(4, Choices(many, 2, repeated=True), range(2, 10)),
    ]
    for count in (3, 4, 5):
        steps = 2 * count - 1
        boxes.append(Box(steps, Choices(few, count, repeated=True), (1,)))
        boxes.append(Box(steps + 1, Choices(few, count, repeated=True), range(2, 10)))
    return tuple(boxes)


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


_EXPAND_EN = {
    "spread": "Multiply out: {claim}.",
    "collect": "Collect like terms: {claim}.",
    "square": "The square of a binomial: {claim}.",
    "conjugate": "A difference of squares: {claim}.",
    "monomial": "Distribute: {claim}.",
    "add": "Add the results: {claim}.",
    "subtract": "Subtract, changing every sign: {claim}.",
}
_EXPAND_ZH = {
    "spread": "逐项相乘：{claim}。",
    "collect": "合并同类项：{claim}。",
    "square": "用完全平方公式：{claim}。",
    "conjugate": "用平方差公式：{claim}。",
    "monomial": "用分配律：{claim}。",
    "add": "相加并合并同类项：{claim}。",
    "subtract": "相减，去括号时各项变号：{claim}。",
}
_ROW_EN = {"row": "Multiply by {0} and add the next coefficient: {claim}."}
_ROW_ZH = {"row": "乘以{0}，再加下一项的系数：{claim}。"}

POLYNOMIAL = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        Template(
            name="expand",
            boxes=_expand_boxes(
                _products(range(1, 8), [b for b in range(-15, 16) if b]),
                _products(range(1, 5), [b for b in range(-6, 7) if b]),
            ),
            wide=_expand_boxes(
                _products(range(8, 14), [b for b in range(-25, 26) if abs(b) > 15]),
                _products(range(5, 9), [b for b in range(-12, 13) if abs(b) > 6]),
            ),
            holes=True,
            build=expand,
            check=_check_expand,
            en=english(
                "Expand and simplify {expression}.",
                "Multiply out {expression} and collect like terms.",
                "Write {expression} as a polynomial without brackets.",
                **_EXPAND_EN,
            ),
            zh=chinese(
                "化简：{expression}。",
                "计算{expression}，结果写成多项式。",
                "展开{expression}并合并同类项。",
                **_EXPAND_ZH,
            ),
        ),
        Template(
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
        ),
        Template(
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
        ),
        Template(
            name="factor",
            boxes=_factor_boxes(),
            wide=_factor_boxes(wide=True),
            holes=True,
            build=factor,
            check=_check_factor,
            en=english(
                "Factor {polynomial} completely over the integers.",
                "Write {polynomial} as a product of linear factors.",
                common="Take out the common factor: {claim}.",
                guess="x={0} is a root: {claim}.",
                divide="Divide by the factor: {claim}.",
                pair="{0} and {1} have the product {2} and the sum {3}.",
                split="So {claim}.",
                whole="Altogether {claim}.",
            ),
            zh=chinese(
                "在整数范围内分解因式：{polynomial}。",
                "把多项式{polynomial}分解成一次因式的积。",
                common="提取公因式：{claim}。",
                guess="x={0}是一个根：{claim}。",
                divide="除以相应的因式：{claim}。",
                pair="{0}与{1}的积是{2}，和是{3}。",
                split="所以{claim}。",
                whole="因此{claim}。",
            ),
        ),
        Template(
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
        ),
        Template(
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
        ),
    ),
)
