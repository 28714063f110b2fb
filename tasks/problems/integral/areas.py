"""Areas between a parabola and a line or the axis."""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.calculus_terms import poly_text, value_at
from tasks.problems.integral.definite import INTEGRAL_EN, INTEGRAL_ZH, SMALL, boole
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box


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
    return abs(boole(coefs, left, right))


_AREA_EN = {
    "less_line": "The curves differ by a quadratic; its coefficient of x is {claim}.",
    "less_constant": "Its constant is {claim}.",
    "discriminant": "It is 0 where the curves meet; the discriminant is {claim}.",
    "root": "Its square root is {claim}.",
    "left": "They meet at x={claim}.",
    "right": "They meet again at x={claim}.",
    **{key: INTEGRAL_EN[key] for key in ("lead_cubic", "lead_line", "upper", "lower")},
    "area": "The area is {claim}.",
}
_AREA_ZH = {
    "less_line": "两函数之差是二次函数，一次项系数为{claim}。",
    "less_constant": "常数项为{claim}。",
    "discriminant": "令其等于0求交点，判别式为{claim}。",
    "root": "开平方得{claim}。",
    "left": "左交点的横坐标为{claim}。",
    "right": "右交点的横坐标为{claim}。",
    **{key: INTEGRAL_ZH[key] for key in ("lead_cubic", "lead_line", "upper", "lower")},
    "area": "面积为{claim}。",
}
_AXIS_EN = {
    **_AREA_EN,
    "discriminant": "Put y=0 to find where the curve meets the axis; the discriminant is {claim}.",
    "left": "It meets the axis at x={claim}.",
    "right": "It meets the axis again at x={claim}.",
}
_AXIS_ZH = {**_AREA_ZH, "discriminant": "令y=0求交点，判别式为{claim}。"}
_THREES = (*range(-18, 0, 3), *range(3, 19, 3))


AREA_TO_AXIS = Template(
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
)


AREA_TO_LINE = Template(
    name="area_to_line",
    boxes=(
        Box(
            11,
            (True,),
            _THREES,
            range(-8, 8),
            range(1, 10),
            SMALL,
            (*range(-15, -1), *range(2, 16)),
        ),
    ),
    wide=(Box(11, (True,), range(21, 40, 3), range(-8, 8), range(10, 16), SMALL, range(16, 40)),),
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
)
