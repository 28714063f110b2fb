"""Derivatives as expressions: sums of powers, sines, exponentials and logarithms."""

from tasks.problems.calculus_terms import check_derivatives, joined, power_text
from tasks.problems.derivative.slopes import SMALL, WIDE
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, Choices

_FORMS = ("power", "sine", "cosine", "exponential", "logarithm")
_TERMS = tuple(
    (form, coef, inner)
    for form in _FORMS
    for coef in SMALL
    for inner in (range(2, 8) if form != "logarithm" else (1,))
)
_WIDE_TERMS = tuple((form, coef, inner) for form in _FORMS[:4] for coef in WIDE for inner in range(8, 13))


def _term(form: str, coef: int, inner: int) -> tuple[str, str]:
    """A function and its derivative, as text."""
    lead = coef * inner
    if form == "power":
        return power_text(coef, inner), power_text(lead, inner - 1)
    if form == "sine":
        return f"{coef}sin({inner}x)", f"{lead}cos({inner}x)"
    if form == "cosine":
        return f"{coef}cos({inner}x)", f"{-lead}sin({inner}x)"
    if form == "exponential":
        return f"{coef}e^({inner}x)", f"{lead}e^({inner}x)"
    return f"{coef}ln(x)", f"{coef}/x"


def expression(terms: tuple[tuple[str, int, int], ...], extra: int) -> Proof:
    """A sum of elementary functions, and maybe a constant; its derivative."""
    pairs = [_term(*term) for term in terms]
    written = joined([function for function, _ in pairs] + ([str(extra)] if extra else []))
    answer = joined([slope for _, slope in pairs])
    steps = [
        ProofStep("", "", slope, form, claim=f"({function})'={slope}")
        for (form, _, _), (function, slope) in zip(terms, pairs, strict=True)
    ]
    if len(steps) > 1 or extra:
        steps.append(ProofStep("", "", answer, "total", claim=f"({written})'={answer}"))
    return Proof((Given("f", written),), tuple(steps), kind="expression")


def _expression_boxes(terms: tuple[tuple[str, int, int], ...], extras: range) -> tuple[Box, ...]:
    # A sum that holds two terms of one kind could be shortened; such draws are holes.
    return tuple(
        Box(count + 1, Choices(terms, count), extras, listed=count == 1 and extras[0] == 1)
        for count in range(1, 6)
    )


def tidy_expression(terms: tuple[tuple[str, int, int], ...], extra: int) -> Proof | None:
    """`expression`, a hole if two terms are alike."""
    if len({(form, inner) for form, _, inner in terms}) < len(terms):
        return None
    return expression(terms, extra)


SUM_OF_FUNCTIONS = Template(
    name="sum_of_functions",
    boxes=_expression_boxes(_TERMS, range(1, 40)),
    wide=_expression_boxes(_WIDE_TERMS, range(40, 90)),
    holes=True,
    build=tidy_expression,
    check=check_derivatives,
    en=english(
        "Differentiate f(x)={f} with respect to x.",
        "Find f'(x) for f(x)={f}.",
        "What is the derivative of {f}?",
        power="By the power rule {claim}.",
        sine="The sine becomes the cosine, times the inner derivative: {claim}.",
        cosine="The cosine becomes minus the sine, times the inner derivative: {claim}.",
        exponential="The exponential function stays, times the inner derivative: {claim}.",
        logarithm="The derivative of ln(x) is 1/x: {claim}.",
        total="A constant has derivative 0, and sums are differentiated term by term: {claim}.",
        closing="The derivative is {answer}.",
    ),
    zh=chinese(
        "求函数f(x)={f}的导数。",
        "已知f(x)={f}，求f'(x)。",
        "求函数y={f}的导函数。",
        power="由幂函数的求导公式，{claim}。",
        sine="正弦的导数是余弦，再乘内层函数的导数：{claim}。",
        cosine="余弦的导数是负的正弦，再乘内层函数的导数：{claim}。",
        exponential="指数函数求导不变，再乘内层函数的导数：{claim}。",
        logarithm="ln(x)的导数是1/x：{claim}。",
        total="常数的导数为0，逐项求导再相加，得{claim}。",
        closing="导数为{answer}。",
    ),
)
