"""Products and powers, multiplied out and collected."""

from collections.abc import Sequence
from math import gcd

from tasks.problems.claims import refuse
from tasks.problems.polynomial_text import Poly, add, multiply, poly_text, signed
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, Choices
from tasks.problems.symbolic_check import check_identities, is_identity
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
            steps.append(identity_step("spread", text, spread))
            steps.append(identity_step("collect", spread, expanded))
        else:
            steps.append(identity_step(kind, text, expanded))
    total = results[0]
    for (sign, _), result in zip(signs[1:], results[1:], strict=True):
        written = poly_text(result)
        written = f"-({written})" if sign < 0 else f"+{written}".replace("+-", "-")
        before, total = poly_text(total), add(total, result, sign)
        steps.append(identity_step("subtract" if sign < 0 else "add", before + written, poly_text(total)))
    if not any(total[:-1]):
        return None
    return Proof((Given("expression", prompt.removeprefix("+")),), tuple(steps), kind="expression")


def identity_step(rule: str, left: str, right: str) -> ProofStep:
    """The step that `left` is `right`."""
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


EXPAND = Template(
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
)
