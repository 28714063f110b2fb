"""Probability: drawing letters, two stages and Bayes, sums of spinners; then trials and expectation.

Steps multiply and add along a tree; the oracles count outcomes: ordered draws, pieces out of ten thousand,
pairs of a sample space.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from itertools import product
from typing import Any

from tasks.problems import expectation, trials
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import add_up

_MOST = {2: 60, 3: 40, 4: 30, 5: 20, 6: 16, 7: 14, 8: 12}
"""Length of a word -> most cards of a letter."""


def _words(length: int) -> tuple[str, ...]:
    return tuple(map("".join, product("AB", repeat=length)))


def letters(word: str, a: int, b: int) -> Proof | None:
    """Cards with A and B drawn without putting back; how likely they read `word`."""
    left = {"A": a, "B": b}
    if any(word.count(letter) > count for letter, count in left.items()):
        return None
    steps = [ProofStep("total", "A+B", a + b, "add")]
    chance, before = Fraction(1), ""
    for n, letter in enumerate(word):
        taken = word[:n].count(letter)
        top = f"({letter}-{taken})" if taken else letter
        chance *= Fraction(left[letter] - taken, a + b - n)
        if n == 0:
            before = f"{letter}/total"
            continue
        rule, said = "draw", (str(n + 1), letter, str(left[letter] - taken), str(a + b - n))
        if n == 1:
            rule, said = "first", (str(left[word[0]]), str(a + b), *said[2:])
        steps.append(ProofStep(f"p{n + 1}", f"{before}*{top}/(total-{n})", chance, rule, said=said))
        before = f"p{n + 1}"
    return Proof((Given("A", a), Given("B", b), Given("word", word)), tuple(steps))


def _ordered(given: Mapping[str, Any]) -> Fraction:
    """Ordered draws that read the word, out of all ordered draws."""
    stock = {"A": int(given["A"]), "B": int(given["B"])}
    size, good, every = sum(stock.values()), 1, 1
    for letter in given["word"]:
        good, every = good * stock[letter], every * size
        stock[letter], size = stock[letter] - 1, size - 1
    return Fraction(good, every)


def machines(*numbers: int, bayes: bool = False) -> Proof | None:
    """Shares in percent and faults in percent of each machine but the last, whose share is the rest; the
    share of faults, or of machine 1 in the faults."""
    shares, faults = [*numbers[:-1:2]], [*numbers[1:-1:2], numbers[-1]]
    shares.append(100 - sum(shares))
    if shares[-1] < 2:
        return None
    givens, steps, joints = list[Given](), list[ProofStep](), []
    for n, (share, fault) in enumerate(zip(shares, faults, strict=True), start=1):
        givens += [Given(f"share{n}", share, "%"), Given(f"fault{n}", fault, "%")]
        joint = Fraction(share * fault, 10_000)
        steps.append(
            ProofStep(
                f"j{n}", f"share{n}*fault{n}/10000", joint, "joint", said=(str(n), str(share), str(fault))
            )
        )
        joints.append((f"j{n}", joint))
    name, total = add_up(steps, joints, "s")
    if bayes:
        steps.append(ProofStep("posterior", f"j1/{name}", joints[0][1] / total, "bayes"))
    return Proof(tuple(givens), tuple(steps), decimals=True)


def _pieces(given: Mapping[str, int], *, bayes: bool = False) -> Fraction:
    """Out of 10,000 pieces."""
    bad = [given[f"share{n}"] * given[f"fault{n}"] for n in range(1, len(given) // 2 + 1)]
    return Fraction(bad[0], sum(bad)) if bayes else Fraction(sum(bad), 10_000)


def spinners(a: int, b: int, target: int) -> Proof | None:
    """Two wheels with numbers from 1; how likely a sum is."""
    low, high = max(1, target - b), min(a, target - 1)
    if low > high or math.gcd(high - low + 1, a * b) == 1:
        return None
    return Proof(
        (Given("a", a), Given("b", b), Given("s", target)),
        (
            ProofStep("low", "max(1,s-b)", low, "low"),
            ProofStep("high", "min(a,s-1)", high, "high"),
            ProofStep("good", "high-low+1", high - low + 1, "good"),
            ProofStep("all", "a*b", a * b, "pairs"),
            ProofStep("p", "good/all", Fraction(high - low + 1, a * b), "ratio"),
        ),
    )


def _sample_space(given: Mapping[str, int]) -> Fraction:
    """Every pair looked at."""
    a, b, s = given["a"], given["b"], given["s"]
    return Fraction(sum(x + y == s for x in range(1, a + 1) for y in range(1, b + 1)), a * b)


def _plants(extra: int, *, wide: bool = False) -> tuple[Box, ...]:
    def ranges(k: int) -> tuple[range, range]:
        return (range(4, 150 // k), range(26, 60)) if wide else (range(4, 150 // k, 2), range(1, 26))

    return tuple(
        Box(2 * k - 1 + extra, *ranges(k) * (k - 1), ranges(k)[1], listed=k == 2 and not wide)
        for k in range(2, 8)
    )


_EN = {
    "add": "{0} plus {1} is {output}.",
    "first": "The first two are right with probability {0}/{1}*{2}/{3}={output}.",
    "draw": "After that, number {0} is {1} in {2} of {3} cases, so {output} up to here.",
    "joint": "Number {0} and a fault together: {1}% times {2}% is {output}.",
    "bayes": "{0} divided by {1} is {output}.",
    "ratio": "{0} of {1} pairs have this sum, so {output}.",
    "low": "The second number is at most {b}, so the first is at least {output}.",
    "high": "The first is at most {a} and the second at least 1, so the first is at most {output}.",
    "good": "From {1} to {0} there are {output} numbers, each with one partner.",
    "pairs": "There are {0} times {1}, so {output} pairs.",
}

_ZH = {
    "add": "{0}加{1}等于{output}。",
    "first": "前两个都符合的概率为{0}/{1}×{2}/{3}={output}。",
    "draw": "在此条件下，第{0}个是{1}的概率为{2}/{3}，累计概率为{output}。",
    "joint": "取到第{0}个来源的次品，概率为{1}%×{2}%={output}。",
    "bayes": "{0}除以{1}等于{output}。",
    "ratio": "{1}种组合中有{0}种满足条件，概率为{output}。",
    "low": "第二个数不大于{b}，所以第一个数最小为{output}。",
    "high": "第一个数不大于{a}，第二个数不小于1，所以第一个数最大为{output}。",
    "good": "从{1}到{0}共有{output}个数，每个对应唯一的第二个数。",
    "pairs": "两数共有{0}×{1}={output}种组合。",
}
_PLANT_EN = (
    (
        "Machines make all parts of a factory.",
        "Machine # makes {share#}%, and {fault#}% of these are faulty.",
    ),
    (
        "A shop gets its lamps from several makers.",
        "Maker # sends {share#}%, and {fault#}% of these are broken.",
    ),
)
_PLANT_ZH = (
    ("某工厂由几台机器生产全部零件。", "第#台机器生产{share#}%，次品率为{fault#}%。"),
    ("商店的灯泡来自几个厂家。", "第#家供应{share#}%，其中{fault#}%是坏的。"),
)


def _plant_template(name: str, *, bayes: bool, asked: tuple[str, str, str, str]) -> Template:
    return Template(
        name=name,
        boxes=_plants(int(bayes)),
        wide=_plants(int(bayes), wide=True),
        holes=True,
        build=partial(machines, bayes=bayes),
        oracle=partial(_pieces, bayes=bayes),
        en=english((*_PLANT_EN[0], asked[0]), (*_PLANT_EN[1], asked[1]), **_EN),
        zh=chinese((*_PLANT_ZH[0], asked[2]), (*_PLANT_ZH[1], asked[3]), **_ZH),
    )


BASIC = Subtask(
    kind="applied",
    version="2",
    templates=(
        Template(
            name="letters",
            boxes=tuple(
                Box(k, _words(k), range(1, n + 1), range(1, n + 1), listed=True) for k, n in _MOST.items()
            ),
            wide=tuple(Box(k, _words(k), range(n + 1, 2 * n), range(n + 1, 2 * n)) for k, n in _MOST.items()),
            holes=True,
            build=letters,
            oracle=_ordered,
            en=english(
                (
                    "A box holds cards, {A} with the letter A and {B} with the letter B.",
                    "Cards are drawn one by one and not put back.",
                    "What is the probability that they read {word}, in this order?",
                ),
                (
                    "A bag holds letter tiles: {A} with an A and {B} with a B.",
                    "They are drawn at random without replacement and laid in a row.",
                    "How likely is it that the row begins with {word}?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "盒中有{A}张写着A的卡片和{B}张写着B的卡片。",
                    "不放回地逐张抽取。",
                    "抽出的字母依次为{word}的概率是多少？",
                ),
                (
                    "袋中有{A}块标着A的字牌和{B}块标着B的字牌。",
                    "随机逐块取出，取后不放回，排成一行。",
                    "这一行以{word}开头的概率是多少？",
                ),
                **_ZH,
            ),
        ),
        _plant_template(
            "machines",
            bayes=False,
            asked=(
                "What is the probability that a part taken at random is faulty?",
                "What is the probability that a lamp taken at random is broken?",
                "任取一个零件，是次品的概率是多少？",
                "任取一只灯泡，是坏的概率是多少？",
            ),
        ),
        _plant_template(
            "bayes",
            bayes=True,
            asked=(
                "A part turns out to be faulty; what is the exact probability that machine 1 made it?",
                "A lamp turns out to be broken; what is the exact probability that maker 1 sent it?",
                "任取一个零件，发现是次品，它由第1台机器生产的概率（精确值）是多少？",
                "任取一只灯泡，发现是坏的，它来自第1家的概率（精确值）是多少？",
            ),
        ),
        Template(
            name="spinners",
            boxes=(Box(5, range(4, 31), range(4, 31), range(2, 51), listed=True),),
            wide=(Box(5, range(41, 80), range(41, 80), range(61, 150)),),
            holes=True,
            build=spinners,
            oracle=_sample_space,
            en=english(
                (
                    "One wheel shows the whole numbers from 1 to {a}, another those from 1 to {b}.",
                    "Both are spun, and all numbers of a wheel are equally likely.",
                    "What is the probability of the sum {s}?",
                ),
                (
                    "A whole number from 1 to {a} is drawn at random.",
                    "Then one from 1 to {b} is drawn.",
                    "How likely is it that they add up to {s}?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "一个转盘上有1到{a}的整数，另一个转盘上有1到{b}的整数。",
                    "转动两个转盘，各数出现的可能性相等。",
                    "两数之和为{s}的概率是多少？",
                ),
                (
                    "从1到{a}的整数中随机取一个数。",
                    "再从1到{b}的整数中随机取一个数。",
                    "两数相加等于{s}的概率是多少？",
                ),
                **_ZH,
            ),
        ),
        *trials.TRIALS,
        *expectation.EXPECTATION,
    ),
)
