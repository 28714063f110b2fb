"""Domains and extraneous roots: squared roots, logarithms, cancelled factors, lengths. The oracles try all
integers in the original equation; the twins ask for all roots of the equation without the domain."""

from collections.abc import Mapping
from math import prod
from typing import Any

from tasks.problems.adversarial.pairs import Trap
from tasks.problems.claims import refuse
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.records import Problem

_SEARCHED = range(-1_200, 1_201)


def _roots(p: str, q: str, high: int, low: int, *, named: bool) -> list[ProofStep]:
    """The steps from the names of p and q to both roots of x^2-px+q=0, named if a later step uses them."""
    return [
        ProofStep("d", f"{p}^2-4*{q}", (high - low) ** 2, "discriminant"),
        ProofStep("w", "sqrt(d)", high - low, "root"),
        ProofStep("x1" if named else "", f"({p}+w)/2", high, "solution"),
        ProofStep("x2" if named else "", f"({p}-w)/2", low, "solution"),
    ]


def _quadratic(p: str, q: str, high: int, low: int, *, named: bool) -> list[ProofStep]:
    """The steps from the formulas of p and q to both roots."""
    first = ProofStep("p", p, high + low, "p"), ProofStep("q", q, high * low, "q")
    return [*first, *_roots("p", "q", high, low, named=named)]


def _both(givens: tuple[Given, ...], steps: list[ProofStep], high: int, low: int) -> Proof:
    roots = f"{{{low},{high}}}"
    return Proof(givens, (*steps, ProofStep("", "", roots, "both", claim=roots)), kind="set")


def root_equation(s: int, b: int) -> Proof | None:
    """sqrt(x+a)=x-b."""
    a = s * s - s - b
    if a < 1:
        return None
    high, low = b + s, b + 1 - s
    steps = _quadratic("2*b+1", "b^2-a", high, low, named=True)
    steps.append(ProofStep("x", "max(x1,x2)", high, "not_negative"))
    return Proof((Given("a", a), Given("b", b)), tuple(steps))


def squared_equation(a: int, b: int) -> Proof:
    """x+a=(x-b)^2."""
    s = next(s for s in range(2, 99) if s * s - s - b == a)
    high, low = b + s, b + 1 - s
    steps = _quadratic("2*b+1", "b^2-a", high, low, named=False)
    return _both((Given("a", a), Given("b", b)), steps, high, low)


def logarithms(a: int, u: int, more: int) -> Proof | None:
    """ln(x-a)+ln(x-b)=ln(m), with x-a=u and x-b=u+more at the root."""
    v, b = u + more, a - more
    if b < 1:
        return None
    high, low, m = a + u, a - v, u * v
    steps = _quadratic("a+b", "a*b-m", high, low, named=True)
    steps.append(ProofStep("x", "max(x1,x2)", high, "positive"))
    return Proof((Given("a", a), Given("b", b), Given("m", m)), tuple(steps))


def product_equation(a: int, b: int, m: int) -> Proof:
    """(x-a)(x-b)=m."""
    u = next(u for u in range(1, 500) if u * (u + a - b) == m)
    high, low = a + u, b - u
    steps = _quadratic("a+b", "a*b-m", high, low, named=False)
    return _both((Given("a", a), Given("b", b), Given("m", m)), steps, high, low)


def cancelled(low: int, more: int, which: int) -> Proof:
    """(x^2-sx+t)/(x-a)=0, a being one of the roots of the numerator."""
    high = low + more
    a = (low, high)[which]
    givens = Given("s", low + high), Given("t", low * high), Given("a", a)
    steps = _roots("s", "t", high, low, named=True)
    steps.append(ProofStep("x", "x1+x2-a", low + high - a, "not_zero"))
    return Proof(givens, tuple(steps))


def numerator(s: int, t: int, a: int) -> Proof:
    """x^2-sx+t=0, and a is mentioned for another purpose."""
    low = next(n for n in range(1, 2_000) if n * (s - n) == t)
    high = s - low
    steps = _roots("s", "t", high, low, named=False)
    return _both((Given("s", s), Given("t", t), Given("a", a)), steps, high, low)


def width(side: int, more: int) -> Proof:
    """A rectangle that is longer than wide by so much, of some area; its width."""
    area = side * (side + more)
    return Proof(
        (Given("more", more, "m"), Given("area", area, "m^2")),
        (
            ProofStep("d", "more^2+4*area", (2 * side + more) ** 2, "discriminant_of"),
            ProofStep("w", "sqrt(d)", 2 * side + more, "root"),
            ProofStep("x1", "(w-more)/2", side, "solution"),
            ProofStep("x2", "(0-w-more)/2", -side - more, "solution"),
            ProofStep("x", "max(x1,x2)", side, "length", "m"),
        ),
    )


def number_pair(more: int, area: int) -> Proof:
    """A number times the number that is greater by so much; all such numbers."""
    side = next(n for n in range(1, 2_000) if n * (n + more) == area)
    steps = [
        ProofStep("d", "more^2+4*area", (2 * side + more) ** 2, "discriminant_of"),
        ProofStep("w", "sqrt(d)", 2 * side + more, "root"),
        ProofStep("", "(w-more)/2", side, "solution"),
        ProofStep("", "(0-w-more)/2", -side - more, "solution"),
    ]
    return _both((Given("more", more), Given("area", area)), steps, side, -side - more)


def check_both(problem: Problem) -> None:
    """The last step names both roots that the two steps before it yield."""
    roots = {step.output for step in problem.steps[-3:-1]}
    if set(problem.answer.strip("{}").split(",")) != roots or problem.steps[-1].claim != problem.answer:
        refuse(problem, len(problem.steps), f"does not name the roots {sorted(roots)}")


def _only(solutions: list[int]) -> int:
    """The one solution; none or several make the pair wrong."""
    return solutions[0] if len(solutions) == 1 else -(10**9)


def _set(solutions: list[int]) -> str:
    return "{" + ",".join(map(str, solutions)) + "}"


def _root_solutions(given: Mapping[str, int]) -> list[int]:
    a, b = given["a"], given["b"]
    return [x for x in _SEARCHED if x + a >= 0 and x >= b and x + a == (x - b) ** 2]


def _log_solutions(given: Mapping[str, int]) -> list[int]:
    parts = [given["a"], given["b"]]
    return [x for x in _SEARCHED if all(x > n for n in parts) and prod(x - n for n in parts) == given["m"]]


def _fraction_solutions(given: Mapping[str, int]) -> list[int]:
    return [x for x in _SEARCHED if x != given["a"] and x * x - given["s"] * x + given["t"] == 0]


_EN = {
    "p": "Written as x^2-px+q=0 it has p={output}.",
    "q": "It also has q={output}.",
    "discriminant": "The discriminant is {output}.",
    "discriminant_of": "The discriminant is {0}^2+4*{1}, so {output}.",
    "root": "Its square root is {output}.",
    "solution": "A root of the quadratic equation is {output}.",
    "not_negative": "A square root is not negative, so x is at least {b}: only x={output} is left.",
    "positive": "A logarithm needs a positive argument, so x is greater than {a}. Only x={output} is left.",
    "not_zero": "At x={a} the denominator is zero, so only x={output} is left.",
    "length": "A length is positive, so it is {output} m.",
    "both": "Both are solutions.",
}
_ZH = {
    "p": "化为x^2-px+q=0，其中p={output}。",
    "q": "q={output}。",
    "discriminant": "判别式为{output}。",
    "discriminant_of": "判别式为{0}^2+4*{1}，即{output}。",
    "root": "它的算术平方根是{output}。",
    "solution": "二次方程的一个根是{output}。",
    "not_negative": "算术平方根非负，所以x不小于{b}，另一个根是增根，应舍去，x={output}。",
    "positive": "真数必须为正，所以x大于{a}，只有x={output}符合。",
    "not_zero": "x={a}时分母为零，应舍去，所以x={output}。",
    "length": "长度为正，所以是{output}米。",
    "both": "两个根都是解。",
}
_END_EN = "Give all real solutions, as a set if there are several."
_END_ZH = "写出所有实数解；若有多个，写成集合。"


def _equation(name: str, en: str, zh: str = "", **rest: Any) -> Template:
    """A template that tells an equation; `zh` where it is written in another way."""
    return Template(
        name=name,
        en=english((f"Solve {en} for x.", _END_EN), (f"For which real x does {en} hold?", _END_EN), **_EN),
        zh=chinese((f"解方程{zh or en}。", _END_ZH), (f"当x为何实数时，{zh or en}成立？", _END_ZH), **_ZH),
        **rest,
    )


EXTRANEOUS = (
    Trap(
        _equation(
            "root_equation",
            "sqrt(x+{a})=x-{b}",
            "√(x+{a})=x-{b}",
            boxes=(Box(7, range(2, 41), range(1, 301)),),
            holes=True,
            build=root_equation,
            oracle=lambda given: _only(_root_solutions(given)),
        ),
        _equation(
            "squared_equation",
            "x+{a}=(x-{b})^2",
            boxes=(),
            build=squared_equation,
            oracle=lambda given: _set([x for x in _SEARCHED if x + given["a"] == (x - given["b"]) ** 2]),
            check=check_both,
        ),
    ),
    Trap(
        _equation(
            "logarithms",
            "ln(x-{a})+ln(x-{b})=ln({m})",
            boxes=(Box(7, range(3, 41), range(1, 31), range(1, 31)),),
            holes=True,
            build=logarithms,
            oracle=lambda given: _only(_log_solutions(given)),
        ),
        _equation(
            "product_equation",
            "(x-{a})(x-{b})={m}",
            boxes=(),
            build=product_equation,
            oracle=lambda given: _set(
                [x for x in _SEARCHED if (x - given["a"]) * (x - given["b"]) == given["m"]]
            ),
            check=check_both,
        ),
    ),
    Trap(
        _equation(
            "cancelled",
            "(x^2-{s}x+{t})/(x-{a})=0",
            boxes=(Box(5, range(1, 101), range(1, 101), (0, 1)),),
            build=cancelled,
            oracle=lambda given: _only(_fraction_solutions(given)),
        ),
        _equation(
            "numerator",
            "(x^2-{s}x+{t})/{a}=0",
            boxes=(),
            build=numerator,
            oracle=lambda given: _set([x for x in _SEARCHED if x * x - given["s"] * x + given["t"] == 0]),
            check=check_both,
        ),
    ),
    Trap(
        Template(
            name="width",
            heldout=True,
            boxes=(Box(5, range(1, 201), range(1, 101)),),
            build=width,
            oracle=lambda given: _only(
                [x for x in range(1, 1_201) if x * (x + given["more"]) == given["area"]]
            ),
            en=english(
                (
                    "A rectangle is {more} m longer than it is wide.",
                    "Its area is {area} m^2.",
                    "How wide is it, in m?",
                ),
                (
                    "A garden of {area} m^2 is a rectangle whose length is {more} m greater than its width.",
                    "What is its width, in m?",
                ),
                **_EN,
            ),
            zh=chinese(
                ("一个长方形的长比宽多{more}米。", "它的面积是{area}平方米。", "它的宽是多少米？"),
                ("一块长方形菜地面积为{area}平方米，长比宽多{more}米。", "宽是多少米？"),
                **_ZH,
            ),
        ),
        Template(
            name="number_pair",
            boxes=(),
            build=number_pair,
            oracle=lambda given: _set([x for x in _SEARCHED if x * (x + given["more"]) == given["area"]]),
            check=check_both,
            en=english(
                (
                    "A real number is multiplied by the number that is greater by {more}.",
                    "The product is {area}.",
                    "Which numbers may the first one be? Answer with a set.",
                ),
                (
                    "Two real numbers have the product {area}, and the second is {more} greater than the "
                    "first.",
                    "Which numbers may the first one be? Answer with a set.",
                ),
                **_EN,
            ),
            zh=chinese(
                ("一个实数与比它大{more}的数相乘。", "积是{area}。", "这个数可能是哪些数？请用集合作答。"),
                (
                    "两个实数的积是{area}，第二个数比第一个数大{more}。",
                    "第一个数可能是哪些数？请用集合作答。",
                ),
                **_ZH,
            ),
        ),
    ),
)
