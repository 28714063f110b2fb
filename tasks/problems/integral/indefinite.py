"""Antiderivatives of sums as expressions."""

from tasks.problems.calculus_terms import check_antiderivatives, joined, power_text
from tasks.problems.integral.definite import SMALL
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, Choices

_FORMS = ("power", "sine", "cosine", "exponential", "reciprocal")
_TERMS = tuple(
    (form, coef, inner)
    for form in _FORMS
    for coef in SMALL
    for inner in (range(2, 7) if form != "reciprocal" else (1,))
)
_WIDE_TERMS = tuple(
    (form, coef, inner)
    for form in _FORMS[:4]
    for coef in (*range(-20, -9), *range(10, 21))
    for inner in range(7, 11)
)


def _term(form: str, coef: int, inner: int) -> tuple[str, str]:
    """A function and an antiderivative of it, as text."""
    whole = coef * inner
    if form == "power":
        return power_text(coef * (inner + 1), inner), power_text(coef, inner + 1)
    if form == "sine":
        return f"{whole}sin({inner}x)", f"{-coef}cos({inner}x)"
    if form == "cosine":
        return f"{whole}cos({inner}x)", f"{coef}sin({inner}x)"
    if form == "exponential":
        return f"{whole}e^({inner}x)", f"{coef}e^({inner}x)"
    return f"{coef}/x", f"{coef}ln(x)"


def indefinite(terms: tuple[tuple[str, int, int], ...], constant: int) -> Proof | None:
    """All antiderivatives of a sum, with a logarithm for x > 0; a hole if two terms are alike."""
    if len({(form, inner) for form, _, inner in terms}) < len(terms):
        return None
    pairs = [_term(*term) for term in terms]
    written = joined([*(function for function, _ in pairs), str(constant)])
    answer = joined([*(whole for _, whole in pairs), power_text(constant, 1), "C"])
    steps = [
        ProofStep("", "", whole, form, claim=f"int({function})dx={whole}")
        for (form, _, _), (function, whole) in zip(terms, pairs, strict=True)
    ]
    steps.append(ProofStep("", "", answer, "total", claim=f"int({written})dx={answer}"))
    logarithm = any(form == "reciprocal" for form, _, _ in terms)
    domain = {"en": " for x>0", "zh": "（x>0）"} if logarithm else ""
    return Proof((Given("f", written),), tuple(steps), {"domain": domain}, kind="expression")


INDEFINITE = Template(
    name="indefinite",
    boxes=tuple(Box(n + 1, Choices(_TERMS, n), SMALL) for n in range(1, 6)),
    wide=tuple(Box(n + 1, Choices(_WIDE_TERMS, n), range(10, 40)) for n in range(1, 6)),
    holes=True,
    build=indefinite,
    check=check_antiderivatives,
    en=english(
        "Find the indefinite integral of {f}{domain}.",
        "What are all antiderivatives of f(x)={f}{domain}?",
        "Integrate {f} with respect to x{domain}.",
        power="Raise the exponent by 1 and divide by it: {claim}.",
        sine="The sine integrates to minus the cosine, divided by the inner derivative: {claim}.",
        cosine="The cosine integrates to the sine, divided by the inner derivative: {claim}.",
        exponential="The exponential function is divided by the inner derivative: {claim}.",
        reciprocal="1/x integrates to the logarithm: {claim}.",
        total="Together, with the constant of integration: {claim}.",
        closing="The result is {answer}.",
    ),
    zh=chinese(
        "求函数{f}的不定积分{domain}。",
        "求f(x)={f}{domain}的全体原函数。",
        "求{f}关于x的不定积分{domain}。",
        power="指数加1，再除以新的指数：{claim}。",
        sine="正弦积分得负的余弦，再除以内层的系数：{claim}。",
        cosine="余弦积分得正弦，再除以内层的系数：{claim}。",
        exponential="指数函数积分后除以内层的系数：{claim}。",
        reciprocal="1/x积分得对数：{claim}。",
        total="合起来并加上积分常数：{claim}。",
        closing="结果为{answer}。",
    ),
)
