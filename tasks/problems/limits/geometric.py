"""Sums of geometric sequences, and a bouncing ball."""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box


def geometric_sum(a: int, r: int, n: int) -> Proof:
    """First term, ratio, number of terms; the sum."""
    power = r**n
    steps = (
        ProofStep("p", "r^n", power, "power"),
        ProofStep("u", "p-1", power - 1, "less_one"),
        ProofStep("v", "r-1", r - 1, "ratio_less_one"),
        ProofStep("S", "a*u/v", a * (power - 1) // (r - 1), "sum"),
    )
    return Proof((Given("a", a), Given("r", r), Given("n", n)), steps)


def geometric_from_two(m: int, a: int, r: int, n: int) -> Proof:
    """Terms number m and m+2 of a sequence of positive numbers; the sum of the first n."""
    first, second, power = a * r ** (m - 1), a * r ** (m + 1), r**n
    steps = (
        ProofStep("q", "y/x", r * r, "quotient"),
        ProofStep("r", "sqrt(q)", r, "ratio"),
        ProofStep("f", "x/r^(m-1)", a, "first"),
        ProofStep("p", "r^n", power, "power"),
        ProofStep("u", "p-1", power - 1, "less_one"),
        ProofStep("v", "r-1", r - 1, "ratio_less_one"),
        ProofStep("S", "f*u/v", a * (power - 1) // (r - 1), "sum"),
    )
    givens = (Given("m", m), Given("x", first), Given("k", m + 2), Given("y", second), Given("n", n))
    return Proof(givens, steps)


def _product_by_product(given: Mapping[str, int]) -> int:
    """Each term from the one before, and all of them added."""
    if "a" in given:
        member, ratio = given["a"], given["r"]
    else:
        ratio = next(r for r in range(2, 60) if given["x"] * r * r == given["y"])
        member = given["x"]
        for _ in range(given["m"] - 1):
            member //= ratio
    total = 0
    for _ in range(given["n"]):
        total += member
        member *= ratio
    return total


def bouncing(height: int, top: int, bottom: int) -> Proof | None:
    """A ball that rises to top/bottom of its height each time; its whole way."""
    if top >= bottom or math.gcd(top, bottom) > 1:
        return None
    r = Fraction(top, bottom)
    rise, rest = height * r, 1 - r
    steps = (
        ProofStep("a", "h*r", rise, "first_rise", "cm"),
        ProofStep("d", "1-r", rest, "rest"),
        ProofStep("s", "a/d", rise / rest, "series", "cm"),
        ProofStep("w", "h+2*s", height + 2 * rise / rest, "way", "cm"),
    )
    return Proof((Given("h", height, "cm"), Given("r", r)), steps)


def _until_it_rests(given: Mapping[str, Fraction]) -> Fraction:
    """The whole way is w(h)=h+h*r+w(h*r), and proportional to h: w=h+hr+rw."""
    h, r = given["h"], given["r"]
    return _fixed_point(lambda w: h + h * r + r * w)


def _fixed_point(image: Callable[[Fraction], Fraction]) -> Fraction:
    """The fixed point of a linear function, from its values at 0 and 1."""
    start = Fraction(image(Fraction(0)))
    return start / (1 - (image(Fraction(1)) - start))


_GEOMETRIC_EN = {
    "quotient": "Two places on, the term has been multiplied by {claim}.",
    "ratio": "The ratio is the positive root: {claim}.",
    "first": "The first term is {claim}.",
    "power": "The power of the ratio is {claim}.",
    "less_one": "Subtract 1: {claim}.",
    "ratio_less_one": "The ratio minus 1 is {claim}.",
    "sum": "The sum is {claim}.",
}
_GEOMETRIC_ZH = {
    "quotient": "相隔两项之比为{claim}。",
    "ratio": "各项为正，公比为{claim}。",
    "first": "首项为{claim}。",
    "power": "公比的乘方为{claim}。",
    "less_one": "减1得{claim}。",
    "ratio_less_one": "公比减1得{claim}。",
    "sum": "所求的和为{claim}。",
}


GEOMETRIC_SUM = Template(
    name="geometric_sum",
    boxes=(
        Box(
            4,
            (*range(-60, 0), *range(1, 61)),
            (*range(-9, -1), *range(2, 10)),
            range(3, 10),
            listed=True,
        ),
    ),
    wide=(Box(4, range(41, 100), (*range(-15, -9), *range(10, 16)), range(4, 10)),),
    build=geometric_sum,
    oracle=_product_by_product,
    en=english(
        (
            "A geometric sequence begins with {a}.",
            "Its ratio is {r}.",
            "Find the sum of its first {n} terms.",
        ),
        (
            "The first term of a sequence is {a}.",
            "Each term is {r} times the one before.",
            "What do the first {n} terms add up to?",
        ),
        **_GEOMETRIC_EN,
    ),
    zh=chinese(
        ("等比数列的首项为{a}。", "公比为{r}。", "求前{n}项的和。"),
        ("一个数列的第一项是{a}。", "从第二项起，每一项与前一项的比都是{r}。", "前{n}项的和是多少？"),
        **_GEOMETRIC_ZH,
    ),
)


BOUNCING = Template(
    name="bouncing",
    boxes=(Box(4, range(10, 400), range(1, 12), range(2, 13), listed=True),),
    wide=(Box(4, range(400, 2000), range(2, 20), range(13, 25)),),
    holes=True,
    build=bouncing,
    oracle=_until_it_rests,
    cast={"what": (("ball", "小球"), ("rubber ball", "橡皮球"), ("steel ball", "钢球"))},
    en=english(
        (
            "A {what} falls from a height of {h} cm.",
            "After each impact it rises to {r} of the height it fell from.",
            "What total distance does it cover until it comes to rest, in cm?",
        ),
        (
            "A {what} is dropped from {h} cm above the floor.",
            "Each time it bounces back to {r} of the previous height.",
            "How many cm does it travel up and down in all?",
        ),
        first_rise="It first rises by {claim}.",
        rest="1 minus the ratio is {claim}.",
        series="All rises add up to {claim}.",
        way="Each rise is followed by an equal fall; with the first fall that makes {claim}.",
    ),
    zh=chinese(
        (
            "一个{what}从{h}厘米高处自由落下。",
            "每次落地后反弹到前一次高度的{r}。",
            "到静止为止，它经过的总路程是多少厘米？",
        ),
        (
            "从离地面{h}厘米处让一个{what}落下。",
            "它每次弹起的高度是前一次下落高度的{r}。",
            "如此无限弹跳下去，求总路程，单位为厘米。",
        ),
        first_rise="第一次弹起的高度为{claim}。",
        rest="1减公比得{claim}。",
        series="各次弹起的高度之和为{claim}。",
        way="每次弹起后又落下，再加最初的下落：{claim}。",
    ),
)


GEOMETRIC_FROM_TWO = Template(
    name="geometric_from_two",
    heldout=True,
    boxes=(Box(7, range(2, 6), range(2, 1000), range(2, 10), range(4, 11)),),
    build=geometric_from_two,
    oracle=_product_by_product,
    en=english(
        (
            "All terms of a geometric sequence are positive.",
            "Term number {m} is {x}.",
            "Term number {k} is {y}.",
            "What is the sum of its first {n} terms?",
        ),
        (
            "A geometric sequence of positive numbers has the term {x} at place {m}.",
            "At place {k} it has the term {y}.",
            "Find the sum of the first {n} terms.",
        ),
        **_GEOMETRIC_EN,
    ),
    zh=chinese(
        ("等比数列的各项都是正数。", "第{m}项是{x}。", "第{k}项是{y}。", "求前{n}项的和。"),
        ("正项等比数列的第{m}项等于{x}。", "第{k}项等于{y}。", "它的前{n}项的和是多少？"),
        **_GEOMETRIC_ZH,
    ),
)
