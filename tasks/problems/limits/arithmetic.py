"""Sums of arithmetic sequences."""

from collections.abc import Mapping

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box


def arithmetic_sum(a: int, d: int, n: int) -> Proof:
    """First term, difference, number of terms; the sum."""
    last = a + (n - 1) * d
    steps = (
        ProofStep("z", "a+(n-1)*d", last, "last"),
        ProofStep("S", "n*(a+z)/2", n * (a + last) // 2, "sum"),
    )
    return Proof((Given("a", a), Given("d", d), Given("n", n)), steps)


def arithmetic_from_two(m: int, gap: int, a: int, d: int, n: int) -> Proof | None:
    """Terms number m and m+gap; the sum of the first n."""
    first, second, last = a + (m - 1) * d, a + (m + gap - 1) * d, a + (n - 1) * d
    steps = (
        ProofStep("g", "y-x", second - first, "gain"),
        ProofStep("d", "g/(k-m)", d, "difference"),
        ProofStep("f", "x-(m-1)*d", a, "first"),
        ProofStep("z", "f+(n-1)*d", last, "last"),
        ProofStep("S", "n*(f+z)/2", n * (a + last) // 2, "sum"),
    )
    givens = (Given("m", m), Given("x", first), Given("k", m + gap), Given("y", second), Given("n", n))
    return Proof(givens, steps)


def _term_by_term(given: Mapping[str, int]) -> int:
    """Terms and sum by going from each to the next."""
    if "a" in given:
        first, difference = given["a"], given["d"]
    else:
        # The second number is the only one that hits y after k-m equal moves from x.
        moves = given["k"] - given["m"]
        difference = next(d for d in range(-60, 61) if given["x"] + moves * d == given["y"])
        first = given["x"]
        for _ in range(given["m"] - 1):
            first -= difference
    return sum(range(first, first + difference * given["n"], difference))


ARITHMETIC_SUM = Template(
    name="arithmetic_sum",
    boxes=(Box(2, range(10, 60), range(2, 12), range(6, 41)),),
    wide=(Box(2, range(60, 200), range(12, 24), range(41, 100)),),
    build=arithmetic_sum,
    oracle=_term_by_term,
    en=english(
        (
            "The first row of a theatre has {a} seats.",
            "Each further row has {d} more seats than the one before.",
            "There are {n} rows.",
            "How many seats are there in all?",
        ),
        (
            "A saver puts aside {a} yuan in the first month.",
            "Every month the amount grows by {d} yuan.",
            "How many yuan has the saver put aside after {n} months?",
        ),
        (
            "An arithmetic sequence begins with {a}.",
            "Its common difference is {d}.",
            "What is the sum of its first {n} terms?",
        ),
        last="The last term is {claim}.",
        sum="The sum is the number of terms times the mean of the first and the last: {claim}.",
    ),
    zh=chinese(
        (
            "剧场第一排有{a}个座位。",
            "以后每排比前一排多{d}个座位。",
            "一共有{n}排。",
            "剧场共有多少个座位？",
        ),
        ("小李第一个月存了{a}元。", "以后每个月比上个月多存{d}元。", "{n}个月一共存了多少元？"),
        ("等差数列的首项为{a}。", "公差为{d}。", "求前{n}项的和。"),
        last="末项为{claim}。",
        sum="和等于项数乘首末两项的平均数：{claim}。",
    ),
)


ARITHMETIC_FROM_TWO = Template(
    name="arithmetic_from_two",
    boxes=(Box(5, range(2, 9), range(2, 9), range(-20, 41), (*range(-9, 0), *range(1, 16)), range(10, 41)),),
    wide=(Box(5, range(9, 20), range(2, 9), range(41, 100), range(16, 40), range(41, 80)),),
    build=arithmetic_from_two,
    oracle=_term_by_term,
    en=english(
        (
            "Term number {m} of an arithmetic sequence is {x}.",
            "Term number {k} is {y}.",
            "What is the sum of its first {n} terms?",
        ),
        (
            "An arithmetic sequence has the term {x} at place {m}.",
            "At place {k} it has the term {y}.",
            "Find the sum of the first {n} terms.",
        ),
        gain="The two terms differ by {claim}.",
        difference="The common difference is {claim}.",
        first="The first term is {claim}.",
        last="The last term is {claim}.",
        sum="The sum is {claim}.",
    ),
    zh=chinese(
        ("等差数列的第{m}项是{x}。", "第{k}项是{y}。", "求前{n}项的和。"),
        ("在一个等差数列中，第{m}项等于{x}。", "第{k}项等于{y}。", "这个数列前{n}项的和是多少？"),
        gain="两项之差为{claim}。",
        difference="公差为{claim}。",
        first="首项为{claim}。",
        last="末项为{claim}。",
        sum="和为{claim}。",
    ),
)
