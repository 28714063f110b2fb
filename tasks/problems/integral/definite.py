"""Definite integrals of polynomials, and by substitution; Boole's rule, and the words of all integrals."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tasks.problems.calculus_terms import Coefficient, Tuples, joined, poly_text, power_text, value_at
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, Choices

SMALL = (*range(-9, -1), *range(2, 10))
_BOOLE = ((0, 7), (1, 32), (2, 12), (3, 32), (4, 7))
"""Boole's rule: exact up to the fifth power."""


def boole(coefs: Sequence[Coefficient], low: Coefficient, high: Coefficient) -> Fraction:
    """The integral of a polynomial of degree 5 or less, from five of its values."""
    width = Fraction(high - low)
    return width * sum(weight * value_at(coefs, low + width * part / 4) for part, weight in _BOOLE) / 90


def definite(
    powers: tuple[int, ...], leads: tuple[int, ...], half: int, constant: int, low: int, high: int
) -> Proof | None:
    """The integral of a polynomial whose antiderivative has whole coefficients.

    Args:
        powers: Exponents of 2 or more.
        leads: Of the antiderivative, one for each of them.
        half: Half the coefficient of x; 0 for no such term.
        constant: Of the integrand.
        low: Lower bound; with 0 the antiderivative vanishes there, which takes no step.
        high: Upper bound.
    """
    if low >= high:
        return None
    terms = sorted(zip(powers, leads, strict=True), reverse=True)
    givens, steps, written, sums = [], [], [], []
    for number, (power, lead) in enumerate(terms, start=1):
        coef = lead * (power + 1)
        written.append(power_text(coef, power))
        givens += [Given(f"a{number}", coef), Given(f"n{number}", power)]
        steps.append(ProofStep(f"p{number}", f"a{number}/(n{number}+1)", lead, "lead"))
        sums.append(f"p{number}*{{0}}^(n{number}+1)")
    if half:
        written.append(power_text(2 * half, 1))
        givens.append(Given("b", 2 * half))
        steps.append(ProofStep("q", "b/2", half, "lead_line"))
        sums.append("q*{0}^2")
    text = "+".join([*sums, "c*{0}"])
    whole = [0] * 8
    for power, lead in terms:
        whole[7 - power - 1] = lead
    whole[5], whole[6] = half, constant
    upper, lower = value_at(whole, high), value_at(whole, low)
    steps.append(ProofStep("F", text.format("u"), upper, "upper" if low else "upper_from_0"))
    givens += [Given("c", constant)]
    if low:
        steps.append(ProofStep("G", text.format("l"), lower, "lower"))
        steps.append(ProofStep("I", "F-G", upper - lower, "difference"))
        givens.append(Given("l", low))
    shown = {"f": joined([*written, str(constant)]), "from": str(low)}
    return Proof((*givens, Given("u", high)), tuple(steps), shown=shown)


def _by_boole(given: Mapping[str, int]) -> Fraction:
    coefs = [0] * 7
    for number in range(1, 5):
        if f"a{number}" in given:
            coefs[6 - given[f"n{number}"]] = given[f"a{number}"]
    coefs[5], coefs[6] = given.get("b", 0), given["c"]
    return boole(coefs, given.get("l", 0), given["u"])


def substitution(a: int, b: int, power: int, low: int, gap: int) -> Proof | None:
    """The integral of (ax+b)^power."""
    high = low + gap
    upper, lower = a * high + b, a * low + b
    if max(abs(upper), abs(lower)) > 40 or not upper * lower:
        return None
    top, bottom = upper ** (power + 1), lower ** (power + 1)
    steps = (
        ProofStep("U", "a*u+b", upper, "new_upper"),
        ProofStep("W", "a*l+b", lower, "new_lower"),
        ProofStep("P", "U^(n+1)", top, "power"),
        ProofStep("Q", "W^(n+1)", bottom, "power"),
        ProofStep("D", "P-Q", top - bottom, "difference"),
        ProofStep("I", "D/(a*(n+1))", Fraction(top - bottom, a * (power + 1)), "divide"),
    )
    numbers = (("a", a), ("b", b), ("n", power), ("l", low), ("u", high))
    shown = {"f": f"({poly_text([a, b])})^{power}"}
    return Proof(tuple(Given(*pair) for pair in numbers), steps, shown=shown)


def _substitution_by_boole(given: Mapping[str, int]) -> Fraction:
    def value(x: Fraction) -> Fraction:
        return (given["a"] * x + given["b"]) ** given["n"]

    low, width = given["l"], Fraction(given["u"] - given["l"])
    return width * sum(weight * value(low + width * part / 4) for part, weight in _BOOLE) / 90


def _definite_boxes(*, wide: bool = False) -> tuple[Box, ...]:
    """One to three powers, with or without a linear term, from 0 or not."""
    boxes = []
    leads = (*range(-25, -9), *range(10, 26)) if wide else SMALL
    constants = (*range(-40, -20), *range(21, 41)) if wide else (*range(-20, -1), *range(2, 21))
    for count in range(1, 4):
        powers = Choices(range(2, 6), count)
        highs = range(7, 10) if wide else range(1, 6)
        for half in (False, True):
            for low in ((0,), (-3, -2, -1, 1, 2, 3)):
                steps = count + half + (3 if low[0] else 1)
                halves = leads if half else (0,)
                boxes.append(
                    Box(
                        steps,
                        powers,
                        Tuples(leads, count),
                        halves,
                        constants,
                        low,
                        highs,
                        listed=steps < 3 and not wide,
                    )
                )
    return tuple(boxes)


INTEGRAL_EN = {
    "lead": "Integrating {0}x^{1} gives the coefficient {claim}.",
    "lead_cubic": "The antiderivative has the cubic coefficient {claim}.",
    "lead_line": "The quadratic coefficient of the antiderivative is {claim}.",
    "upper": "At the upper bound the antiderivative is {claim}.",
    "upper_from_0": "The antiderivative is 0 at x=0; at the upper bound it is {claim}.",
    "lower": "At the lower bound it is {claim}.",
    "difference": "The difference is {claim}.",
}
INTEGRAL_ZH = {
    "lead": "对{0}x^{1}积分，系数为{claim}。",
    "lead_cubic": "原函数的三次项系数为{claim}。",
    "lead_line": "一次项积分后，二次项系数为{claim}。",
    "upper": "原函数在上限处的值为{claim}。",
    "upper_from_0": "原函数在x=0处的值为0，在上限处的值为{claim}。",
    "lower": "在下限处的值为{claim}。",
    "difference": "相减得{claim}。",
}


DEFINITE = Template(
    name="definite",
    boxes=_definite_boxes(),
    wide=_definite_boxes(wide=True),
    holes=True,
    build=definite,
    oracle=_by_boole,
    en=english(
        "Calculate the integral of {f} from x={from} to x={u}.",
        "What is the definite integral of f(x)={f} over the interval [{from}, {u}]?",
        "Evaluate the definite integral of {f} with respect to x between {from} and {u}.",
        **INTEGRAL_EN,
    ),
    zh=chinese(
        "计算函数f(x)={f}在区间[{from},{u}]上的定积分。",
        "求{f}关于x从{from}到{u}的定积分。",
        "设f(x)={f}，求f(x)从x={from}到x={u}的定积分的值。",
        **INTEGRAL_ZH,
    ),
)


SUBSTITUTION = Template(
    name="substitution",
    heldout=True,
    boxes=(
        Box(
            6,
            range(2, 8),
            (*range(-12, -1), *range(2, 13)),
            range(2, 6),
            range(-4, 5),
            range(1, 6),
            listed=True,
        ),
    ),
    holes=True,
    build=substitution,
    oracle=_substitution_by_boole,
    en=english(
        "Calculate the integral of {f} from x={l} to x={u}.",
        "What is the definite integral of f(x)={f} over the interval [{l}, {u}]?",
        new_upper="Put u for the base; its upper bound is {claim}.",
        new_lower="The lower bound of u is {claim}.",
        power="Raise it to the next power: {claim}.",
        difference="The difference is {claim}.",
        divide="Divide by the new exponent and the inner derivative: {claim}.",
    ),
    zh=chinese(
        "计算函数f(x)={f}在区间[{l},{u}]上的定积分。",
        "求{f}关于x从{l}到{u}的定积分。",
        new_upper="令u等于括号内的式子，u的上限为{claim}。",
        new_lower="u的下限为{claim}。",
        power="指数加1，乘方得{claim}。",
        difference="相减得{claim}。",
        divide="除以新的指数与内层导数之积，得{claim}。",
    ),
)
