"""Factors over the integers."""

from tasks.problems.claims import refuse
from tasks.problems.polynomial_text import Poly, factors_text, from_roots, in_brackets, poly_text
from tasks.problems.polynomials.expand import identity_step
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, Choices
from tasks.problems.symbolic_check import check_identities, is_identity
from tasks.records import Problem


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
        steps.append(identity_step("common", text, inner))
    for place, root in enumerate(roots[:-2]):
        rest = from_roots(roots[place + 1 :])
        steps.append(identity_step("guess", _at(left, root), "0")._replace(said=(str(root),)))
        split = f"({poly_text((1, -root))})({poly_text(rest)})"
        steps.append(identity_step("divide", poly_text(left), split))
        left = rest
    p, q = -roots[-2], -roots[-1]
    claim = f"{in_brackets(p)}*{in_brackets(q)}={p * q},{in_brackets(p)}{q:+}={p + q}"
    steps.append(ProofStep("", "", p + q, "pair", claim=claim, said=(str(p), str(q), str(p * q), str(p + q))))
    steps.append(identity_step("split", poly_text(left), factors_text(roots[-2:])))
    if len(roots) > 2 or lead > 1:
        steps.append(identity_step("whole", text, factors_text(roots, lead)))
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


FACTOR = Template(
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
)
