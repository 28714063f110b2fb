"""Differential equations: a curve by its slope and a point, a way by a velocity, exponential growth."""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.calculus_terms import Coefficient, poly_text, value_at
from tasks.problems.integral.definite import INTEGRAL_EN, INTEGRAL_ZH, SMALL, boole
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box


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


_RATES = tuple(sorted({Fraction(n, d) for d in range(1, 6) for n in range(-9, 10) if n and abs(n) != d}))


GROWTH = Template(
    name="growth",
    boxes=(
        Box(
            2,
            _RATES,
            range(2, 60),
            range(1, 13),
        ),
    ),
    wide=(Box(2, tuple(Fraction(n, d) for n in (2, 3) for d in (1, 5, 7)), range(60, 900), range(13, 36)),),
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
)


INITIAL_VALUE = Template(
    name="initial_value",
    boxes=(Box(5, SMALL, SMALL, SMALL, range(1, 5), range(-20, 21), range(1, 5)),),
    wide=(Box(5, range(10, 30), SMALL, SMALL, range(1, 5), range(21, 60), range(5, 9)),),
    build=initial_value,
    oracle=lambda given: given["v"] + boole((given["a"], given["b"], given["c"]), given["s"], given["t"]),
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
)


DISPLACEMENT = Template(
    name="displacement",
    boxes=(Box(5, range(1, 8), range(1, 12), range(2, 30), range(1, 6), range(1, 5)),),
    wide=(Box(5, range(8, 13), range(12, 30), range(30, 60), range(6, 10), range(1, 5)),),
    build=displacement,
    oracle=lambda given: boole((given["a"], given["b"], given["c"]), given["l"], given["u"]),
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
        **INTEGRAL_EN,
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
        **INTEGRAL_ZH,
    ),
)
