"""Independent trials: all succeed, or at least one.

The oracle keeps the distribution of the number of successes, trial after trial.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box


def trials(*chances: Fraction, least: bool = False) -> Proof:
    """Independent trials; all succeed, or at least one."""
    givens = [Given(f"p{n}", p) for n, p in enumerate(chances, start=1)]
    steps = list[ProofStep]()
    parts = [(f"p{n}", p) for n, p in enumerate(chances, start=1)]
    if least:
        parts = [(f"q{n}", 1 - p) for n, p in enumerate(chances, start=1)]
        steps += (
            ProofStep(f"q{n}", f"1-p{n}", 1 - p, "miss", said=(str(n), str(p)))
            for n, p in enumerate(chances, start=1)
        )
    before, value = parts[0]
    for n, (name, part) in enumerate(parts[1:], start=2):
        value *= part
        steps.append(ProofStep(f"c{n}", f"{before}*{name}", value, "times"))
        before = f"c{n}"
    if least:
        steps.append(ProofStep("p", f"1-{before}", 1 - value, "least"))
    return Proof(tuple(givens), tuple(steps))


def _hits(given: Mapping[str, Fraction], *, least: bool = False) -> Fraction:
    """The distribution of the number of successes, trial after trial."""
    weights = [Fraction(1)]
    for p in given.values():
        missed, hit = [w * (1 - p) for w in weights] + [Fraction()], [Fraction()] + [w * p for w in weights]
        weights = [x + y for x, y in zip(missed, hit, strict=True)]
    return sum(weights[1:], Fraction()) if least else weights[-1]


def _chances(bottoms: tuple[int, ...]) -> tuple[Fraction, ...]:
    return tuple(Fraction(t, b) for b in bottoms for t in range(1, b) if math.gcd(t, b) == 1)


_SIMPLE_CHANCES = _chances((2, 3, 4, 5, 6, 8, 9, 10))
_CHANCES = _chances((2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 20, 25, 30, 40, 50))
_WIDE_CHANCES = _chances((11, 13, 14, 18, 24))

_EN = {
    "times": "{0} times {1} is {output}.",
    "miss": "Number {0} fails with probability 1-{1}={output}.",
    "least": "At least one succeeds with probability 1-{0}={output}.",
}

_ZH = {
    "times": "{0}乘{1}等于{output}。",
    "miss": "第{0}个失败的概率为1-{1}={output}。",
    "least": "至少有一个成功的概率为1-{0}={output}。",
}


def _trial_template(name: str, *, least: bool, asked: tuple[str, str, str, str]) -> Template:
    def boxes(pairs: tuple[Fraction, ...], more: tuple[Fraction, ...]) -> tuple[Box, ...]:
        counts = range(2, 8) if least else range(2, 6)
        return tuple(
            Box(2 * k if least else k - 1, *[pairs if k == 2 else more] * k, listed=k < 4) for k in counts
        )

    return Template(
        name=name,
        boxes=boxes(_CHANCES, _SIMPLE_CHANCES),
        wide=boxes(_WIDE_CHANCES, _WIDE_CHANCES),
        build=partial(trials, least=least),
        oracle=partial(_hits, least=least),
        en=english(
            (
                "Some archers shoot once each, independently of each other.",
                "Archer # hits with probability {p#}.",
                asked[0],
            ),
            ("A device has parts that work independently.", "Part # works with probability {p#}.", asked[1]),
            **_EN,
        ),
        zh=chinese(
            ("几名射手各射击一次，互不影响。", "第#名射手命中的概率为{p#}。", asked[2]),
            ("某装置的各个元件独立工作。", "元件#正常工作的概率为{p#}。", asked[3]),
            **_ZH,
        ),
    )


TRIALS: tuple[Template, ...] = (
    _trial_template(
        "all_hit",
        least=False,
        asked=(
            "What is the probability that all of them hit?",
            "It runs only if all parts work; what is the probability of that?",
            "全部命中的概率是多少？",
            "所有元件都正常时装置才能运行，装置能运行的概率是多少？",
        ),
    ),
    _trial_template(
        "at_least_one",
        least=True,
        asked=(
            "What is the probability that at least one hits?",
            "It runs as long as at least one part works; what is the probability of that?",
            "至少有一人命中的概率是多少？",
            "只要有一个元件正常，装置就能运行，装置能运行的概率是多少？",
        ),
    ),
)
"""Archers and parts of a device."""
