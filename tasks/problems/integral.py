"""Integrals built from their antiderivative: definite and indefinite, areas, substitution, simple ODEs.

The oracles never antidifferentiate: a closed Newton-Cotes rule is exact for the polynomials here, an
indefinite integral is differentiated back, and a root is found by trying whole numbers.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tasks.problems.calculus_terms import (
    Coefficient,
    Tuples,
    check_antiderivatives,
    joined,
    poly_text,
    power_text,
    value_at,
)
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box, Choices

_SMALL = (*range(-9, -1), *range(2, 10))
_BOOLE = ((0, 7), (1, 32), (2, 12), (3, 32), (4, 7))
"""Boole's rule: exact up to the fifth power."""


def _boole(coefs: Sequence[Coefficient], low: Coefficient, high: Coefficient) -> Fraction:
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
    return _boole(coefs, given.get("l", 0), given["u"])


def area(with_line: bool, a: int, left: int, width: int, slope: int, shift: int) -> Proof | None:
    """Between y=ax^2+bx+c and a line, or the x-axis, which meet at left and left+width."""
    right = left + width
    b, c = -a * (left + right), a * left * right
    givens: tuple[tuple[str, int], ...]
    if with_line:
        givens = (("a", a), ("b", b + slope), ("c", c + shift), ("m", slope), ("k", shift))
    else:
        givens = (("a", a), ("b", b), ("c", c))
    if b % 2 or any(abs(number) < 2 for _, number in givens):
        return None
    steps = []
    B, C = "b", "c"
    if with_line:
        steps += [ProofStep("B", "b-m", b, "less_line"), ProofStep("C", "c-k", c, "less_constant")]
        B, C = "B", "C"
    root = abs(a) * width
    third, half = a // 3, b // 2
    values = [third * x**3 + half * x**2 + c * x for x in (left, right)]
    first, second = ("-", "+") if a > 0 else ("+", "-")
    steps += [
        ProofStep("D", f"{B}^2-4*a*{C}", root * root, "discriminant"),
        ProofStep("R", "sqrt(D)", root, "root"),
        ProofStep("u", f"(-{B}{first}R)/(2*a)", left, "left"),
        ProofStep("v", f"(-{B}{second}R)/(2*a)", right, "right"),
        ProofStep("p", "a/3", third, "lead_cubic"),
        ProofStep("q", f"{B}/2", half, "lead_line"),
        ProofStep("F", f"p*v^3+q*v^2+{C}*v", values[1], "upper"),
        ProofStep("G", f"p*u^3+q*u^2+{C}*u", values[0], "lower"),
        ProofStep("S", "F-G" if a < 0 else "G-F", abs(values[1] - values[0]), "area"),
    ]
    numbers = dict(givens)
    shown = {"f": poly_text([numbers["a"], numbers["b"], numbers["c"]]), "line": poly_text([slope, shift])}
    return Proof(tuple(Given(*pair) for pair in givens), tuple(steps), shown=shown)


def _between_roots(given: Mapping[str, int]) -> Fraction:
    """Whole numbers where the curves meet, and Boole's rule between them."""
    coefs = (given["a"], given["b"] - given.get("m", 0), given["c"] - given.get("k", 0))
    left, right = (x for x in range(-40, 60) if value_at(coefs, x) == 0)
    return abs(_boole(coefs, left, right))


def initial_value(third: int, half: int, c: int, start: int, value: int, gap: int) -> Proof:
    """y'=ax^2+bx+c with a=3*third and b=2*half, y(start)=value; y(start+gap)."""
    end = start + gap
    coefs = (third, half, c, 0)
    begun, ended = value_at(coefs, start), value_at(coefs, end)
    steps = (
        ProofStep("p", "a/3", third, "lead_cubic"),
        ProofStep("q", "b/2", half, "lead_line"),
        ProofStep("T", "p*s^3+q*s^2+c*s", begun, "at_start"),
        ProofStep("C", "v-T", value - begun, "constant"),
        ProofStep("y", "p*t^3+q*t^2+c*t+C", ended + value - begun, "at_end"),
    )
    numbers = (("a", 3 * third), ("b", 2 * half), ("c", c), ("s", start), ("v", value), ("t", end))
    return Proof(
        tuple(Given(*pair) for pair in numbers), steps, shown={"f": poly_text([3 * third, 2 * half, c])}
    )


def displacement(third: int, half: int, c: int, start: int, gap: int) -> Proof:
    """A velocity 3*third*t^2+2*half*t+c; the way between two times."""
    end = start + gap
    coefs = (third, half, c, 0)
    far, near = value_at(coefs, end), value_at(coefs, start)
    steps = (
        ProofStep("p", "a/3", third, "lead_cubic"),
        ProofStep("q", "b/2", half, "lead_line"),
        ProofStep("F", "p*u^3+q*u^2+c*u", far, "upper", "m"),
        ProofStep("G", "p*l^3+q*l^2+c*l", near, "lower", "m"),
        ProofStep("I", "F-G", far - near, "difference", "m"),
    )
    numbers = (("a", 3 * third), ("b", 2 * half), ("c", c))
    return Proof((*(Given(*pair) for pair in numbers), Given("l", start, "s"), Given("u", end, "s")), steps)


def growth(rate: Fraction, start: int, time: int) -> Proof | None:
    """y'=rate*y with y(0)=start; y(time), which is start*e^(rate*time)."""
    exponent = rate * time
    if exponent.denominator > 1 or exponent == 1 or abs(exponent) > 50:
        return None
    shown = str(rate) if rate.denominator == 1 else f"({rate})"
    power = f"e^{exponent}" if exponent > 0 else f"e^({exponent})"
    steps = (
        ProofStep("E", "k*t", exponent, "exponent"),
        ProofStep("y", "A*e^E", f"{start}{power}", "growth"),
    )
    return Proof(
        (Given("k", rate), Given("A", start), Given("t", time)),
        steps,
        shown={"rate": shown},
        kind="expression",
    )


def _runge_kutta(given: Mapping[str, Coefficient]) -> float:
    """The classical method with equal steps: each multiplies y by the same number."""
    steps = 2**14
    z = float(given["k"]) * float(given["t"]) / steps
    return float(given["A"]) * (1 + z * (1 + z / 2 * (1 + z / 3 * (1 + z / 4)))) ** steps


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


_FORMS = ("power", "sine", "cosine", "exponential", "reciprocal")
_TERMS = tuple(
    (form, coef, inner)
    for form in _FORMS
    for coef in _SMALL
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


def _definite_boxes(*, wide: bool = False) -> tuple[Box, ...]:
    """One to three powers, with or without a linear term, from 0 or not."""
    boxes = []
    leads = (*range(-25, -9), *range(10, 26)) if wide else _SMALL
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


_INTEGRAL_EN = {
    "lead": "Integrating {0}x^{1} gives the coefficient {claim}.",
    "lead_cubic": "The antiderivative has the cubic coefficient {claim}.",
    "lead_line": "The quadratic coefficient of the antiderivative is {claim}.",
    "upper": "At the upper bound the antiderivative is {claim}.",
    "upper_from_0": "The antiderivative is 0 at x=0; at the upper bound it is {claim}.",
    "lower": "At the lower bound it is {claim}.",
    "difference": "The difference is {claim}.",
}
_INTEGRAL_ZH = {
    "lead": "对{0}x^{1}积分，系数为{claim}。",
    "lead_cubic": "原函数的三次项系数为{claim}。",
    "lead_line": "一次项积分后，二次项系数为{claim}。",
    "upper": "原函数在上限处的值为{claim}。",
    "upper_from_0": "原函数在x=0处的值为0，在上限处的值为{claim}。",
    "lower": "在下限处的值为{claim}。",
    "difference": "相减得{claim}。",
}
_AREA_EN = {
    "less_line": "The curves differ by a quadratic; its coefficient of x is {claim}.",
    "less_constant": "Its constant is {claim}.",
    "discriminant": "It is 0 where the curves meet; the discriminant is {claim}.",
    "root": "Its square root is {claim}.",
    "left": "They meet at x={claim}.",
    "right": "They meet again at x={claim}.",
    **{key: _INTEGRAL_EN[key] for key in ("lead_cubic", "lead_line", "upper", "lower")},
    "area": "The area is {claim}.",
}
_AREA_ZH = {
    "less_line": "两函数之差是二次函数，一次项系数为{claim}。",
    "less_constant": "常数项为{claim}。",
    "discriminant": "令其等于0求交点，判别式为{claim}。",
    "root": "开平方得{claim}。",
    "left": "左交点的横坐标为{claim}。",
    "right": "右交点的横坐标为{claim}。",
    **{key: _INTEGRAL_ZH[key] for key in ("lead_cubic", "lead_line", "upper", "lower")},
    "area": "面积为{claim}。",
}
_AXIS_EN = {
    **_AREA_EN,
    "discriminant": "Put y=0 to find where the curve meets the axis; the discriminant is {claim}.",
    "left": "It meets the axis at x={claim}.",
    "right": "It meets the axis again at x={claim}.",
}
_AXIS_ZH = {**_AREA_ZH, "discriminant": "令y=0求交点，判别式为{claim}。"}
_RATES = tuple(sorted({Fraction(n, d) for d in range(1, 6) for n in range(-9, 10) if n and abs(n) != d}))
_THREES = (*range(-18, 0, 3), *range(3, 19, 3))

INTEGRAL = Subtask(
    kind="symbolic",
    version="2",
    templates=(
        Template(
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
                **_INTEGRAL_EN,
            ),
            zh=chinese(
                "计算函数f(x)={f}在区间[{from},{u}]上的定积分。",
                "求{f}关于x从{from}到{u}的定积分。",
                "设f(x)={f}，求f(x)从x={from}到x={u}的定积分的值。",
                **_INTEGRAL_ZH,
            ),
        ),
        Template(
            name="indefinite",
            boxes=tuple(Box(n + 1, Choices(_TERMS, n), _SMALL) for n in range(1, 6)),
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
        ),
        Template(
            name="growth",
            boxes=(
                Box(
                    2,
                    _RATES,
                    range(2, 60),
                    range(1, 13),
                ),
            ),
            wide=(
                Box(
                    2, tuple(Fraction(n, d) for n in (2, 3) for d in (1, 5, 7)), range(60, 900), range(13, 36)
                ),
            ),
            holes=True,
            build=growth,
            oracle=_runge_kutta,
            en=english(
                (
                    "A function y satisfies y'={rate}y.",
                    "At t=0 it has the value {A}.",
                    "What is its exact value at t={t}?",
                ),
                (
                    "Solve the differential equation y'={rate}y with y(0)={A}.",
                    "Give the exact value of y({t}).",
                ),
                exponent="The solution is a multiple of e^(kt), here with the exponent {claim}.",
                growth="Multiply by the initial value: {claim}.",
            ),
            zh=chinese(
                ("函数y(t)满足微分方程y'={rate}y。", "y(0)={A}。", "求y({t})的精确值。"),
                ("已知y'={rate}y，且t=0时y={A}。", "求t={t}时y的精确值。"),
                exponent="方程的解是e^(kt)的倍数，此时指数为{claim}。",
                growth="乘初值得{claim}。",
            ),
        ),
        Template(
            name="initial_value",
            boxes=(Box(5, _SMALL, _SMALL, _SMALL, range(1, 5), range(-20, 21), range(1, 5)),),
            wide=(Box(5, range(10, 30), _SMALL, _SMALL, range(1, 5), range(21, 60), range(5, 9)),),
            build=initial_value,
            oracle=lambda given: (
                given["v"] + _boole((given["a"], given["b"], given["c"]), given["s"], given["t"])
            ),
            en=english(
                "Given that y'={f} and y({s})={v}, find y({t}).",
                (
                    "At each x the slope of a curve is {f}.",
                    "The curve passes through ({s}, {v}).",
                    "What is y at x={t}?",
                ),
                lead_cubic="The antiderivative has the cubic coefficient {claim}.",
                lead_line="Its coefficient of x^2 is {claim}.",
                at_start="Without the constant, its value at the known point is {claim}.",
                constant="The constant is {claim}.",
                at_end="The value asked for is {claim}.",
            ),
            zh=chinese(
                "已知y'={f}，且y({s})={v}，求y({t})。",
                ("一条曲线在横坐标为x处的切线斜率为{f}。", "曲线经过点({s},{v})。", "求x={t}时y的值。"),
                lead_cubic="原函数的三次项系数为{claim}。",
                lead_line="二次项系数为{claim}。",
                at_start="不计常数，它在已知点处的值为{claim}。",
                constant="由此得常数{claim}。",
                at_end="所求的值为{claim}。",
            ),
        ),
        Template(
            name="displacement",
            boxes=(Box(5, range(1, 8), range(1, 12), range(2, 30), range(1, 6), range(1, 5)),),
            wide=(Box(5, range(8, 13), range(12, 30), range(30, 60), range(6, 10), range(1, 5)),),
            build=displacement,
            oracle=lambda given: _boole((given["a"], given["b"], given["c"]), given["l"], given["u"]),
            cast={"who": (("rocket", "一枚火箭"), ("particle", "一个质点"), ("probe", "一个探测器"))},
            en=english(
                (
                    "The velocity of a {who} after t seconds is v(t)={a}t^2+{b}t+{c} m/s.",
                    "How many metres does it move from t={l} s to t={u} s?",
                ),
                (
                    "After t seconds a {who} moves at {a}t^2+{b}t+{c} m/s.",
                    "What distance, in m, does it cover between t={l} s and t={u} s?",
                ),
                **_INTEGRAL_EN,
            ),
            zh=chinese(
                (
                    "{who}沿直线运动，在t秒时的速度为v(t)={a}t^2+{b}t+{c}米/秒。",
                    "从t={l}秒到t={u}秒，它运动了多少米？",
                ),
                (
                    "{who}运动t秒时的速度为{a}t^2+{b}t+{c}米/秒，方向不变。",
                    "求它在t={l}秒与t={u}秒之间通过的路程，单位为米。",
                ),
                **_INTEGRAL_ZH,
            ),
        ),
        Template(
            name="area_to_axis",
            boxes=(Box(9, (False,), _THREES, range(-25, 26), range(1, 26), (0,), (0,), listed=True),),
            wide=(Box(9, (False,), range(21, 60, 3), range(-12, 12), range(26, 40), (0,), (0,)),),
            holes=True,
            build=area,
            oracle=_between_roots,
            en=english(
                "What is the area enclosed by the parabola y={f} and the x-axis?",
                "Find the area of the region bounded by y={f} and the x-axis.",
                **_AXIS_EN,
            ),
            zh=chinese(
                "求抛物线y={f}与x轴围成的图形的面积。",
                "抛物线y={f}与x轴所围区域的面积是多少？",
                **_AXIS_ZH,
            ),
        ),
        Template(
            name="area_to_line",
            boxes=(
                Box(
                    11,
                    (True,),
                    _THREES,
                    range(-8, 8),
                    range(1, 10),
                    _SMALL,
                    (*range(-15, -1), *range(2, 16)),
                ),
            ),
            wide=(Box(11, (True,), range(21, 40, 3), range(-8, 8), range(10, 16), _SMALL, range(16, 40)),),
            holes=True,
            build=area,
            oracle=_between_roots,
            en=english(
                "What is the area enclosed by the parabola y={f} and the line y={line}?",
                "Find the area of the region bounded by the curves y={f} and y={line}.",
                **_AREA_EN,
            ),
            zh=chinese(
                "求抛物线y={f}与直线y={line}围成的图形的面积。",
                "抛物线y={f}与直线y={line}所围区域的面积是多少？",
                **_AREA_ZH,
            ),
        ),
        Template(
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
        ),
    ),
)
