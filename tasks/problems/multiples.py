"""How many numbers up to a bound are multiples of some numbers, or of none.

Steps divide and use inclusion and exclusion; the oracle looks at every number.
"""

import itertools
import math
from collections.abc import Callable, Mapping

from tasks.problems.proof import Given, Proof, ProofStep, Template, Wording, chinese, english
from tasks.problems.spaces import Box, Choices


def multiples(kind: str, top: int, divisors: tuple[int, ...]) -> Proof | None:
    """Numbers up to `top` that have one of the divisors (`either`), none, or the first but not the other.

    A hole if one divisor is a multiple of another, or a least common multiple exceeds `top`.
    """
    if any(b % a == 0 for a, b in itertools.combinations(sorted(divisors), 2)):
        return None
    if math.lcm(*divisors) > top:
        return None
    givens = [Given("top", top)]
    givens += [Given(f"d{n}", divisor) for n, divisor in enumerate(divisors, start=1)]
    steps = list[ProofStep]()
    counts: dict[tuple[int, ...], int] = {}
    places = range(1, len(divisors) + 1)
    for size in places:
        for chosen in itertools.combinations(places, size):
            if kind == "first" and chosen == (2,):
                continue
            tag = "".join(map(str, chosen))
            divisor, name = math.lcm(*(divisors[n - 1] for n in chosen)), f"d{tag}"
            if size > 1:
                names = ",".join(f"d{n}" for n in chosen) if size < 3 else "d12,d3"
                steps.append(ProofStep(name, f"lcm({names})", divisor, "lcm"))
            counts[chosen] = top // divisor
            said = (str(divisor), str(top))
            formula = f"(top-top%{name})/{name}"
            steps.append(ProofStep(f"n{tag}", formula, counts[chosen], "multiples", said=said))
    value = sum((-1) ** (len(chosen) + 1) * count for chosen, count in counts.items())
    if kind == "first":
        steps.append(ProofStep("rest", "n1-n12", value, "without"))
    elif len(divisors) > 1:
        formula = "n1+n2-n12" if len(divisors) == 2 else "n1+n2+n3-n12-n13-n23+n123"
        steps.append(ProofStep("either", formula, value, "either"))
    if kind == "none":
        last = steps[-1].name
        steps.append(ProofStep("rest", f"top-{last}", top - value, "none"))
    return Proof(tuple(givens), tuple(steps))


def _look_at_each(kind: str) -> Callable[[Mapping[str, int]], int]:
    """Every number from 1 to the top, one by one."""

    def count(given: Mapping[str, int]) -> int:
        numbers = range(1, given["top"] + 1)
        multiple_of = [set(numbers[d - 1 :: d]) for name, d in given.items() if name != "top"]
        if kind == "first":
            return len(multiple_of[0] - multiple_of[1])
        either = len(set().union(*multiple_of))
        return len(numbers) - either if kind == "none" else either

    return count


_EN = {
    "lcm": "The common multiples are the multiples of {output}: {claim}.",
    "multiples": "{1} divided by {0}, rounded down, gives {output} as the number of multiples of {0}.",
    "either": "By inclusion and exclusion: {claim}.",
    "none": "The others are {0} minus {1}, so {output}.",
    "without": "{0} minus {1} leaves {output}.",
}
_ZH = {
    "lcm": "公倍数就是最小公倍数的倍数：{claim}。",
    "multiples": "{1}除以{0}，商取整得{output}，即{0}的倍数有{output}个。",
    "either": "由容斥原理，{claim}。",
    "none": "其余的有{0}-{1}，即{output}个。",
    "without": "{0}减{1}，还剩{output}个。",
}

_WORDS: dict[str, tuple[Wording, Wording]] = {
    "either": (
        english(
            (
                "Consider the whole numbers from 1 to {top}.",
                "Mark all multiples of {d#}.",
                "How many numbers are marked?",
            ),
            (
                "Tickets are numbered from 1 to {top}.",
                "All multiples of {d#} win a prize.",
                "How many tickets win?",
            ),
            **_EN,
        ),
        chinese(
            (
                "考虑从1到{top}的整数。",
                "凡是{d#}的倍数都画上圈。",
                "被画圈的数共有多少个？",
            ),
            ("奖券从1到{top}编号。", "编号为{d#}的倍数的奖券都中奖。", "中奖的奖券共有多少张？"),
            **_ZH,
        ),
    ),
    "none": (
        english(
            (
                "Consider the list of the whole numbers from 1 to {top}.",
                "All multiples of {d#} are crossed out.",
                "How many numbers are left?",
            ),
            (
                "Lockers are numbered from 1 to {top}.",
                "The multiples of {d#} are locked.",
                "How many lockers stay open?",
            ),
            **_EN,
        ),
        chinese(
            ("把从1到{top}的整数写成一列。", "划去所有{d#}的倍数。", "还剩多少个数？"),
            ("柜子从1到{top}编号。", "编号为{d#}的倍数的柜子上了锁。", "没有上锁的柜子有多少个？"),
            **_ZH,
        ),
    ),
    "first": (
        english(
            "How many whole numbers from 1 to {top} are divisible by {d1} but not by {d2}?",
            (
                "Pages are numbered from 1 to {top}.",
                "How many page numbers are multiples of {d1} but not of {d2}?",
            ),
            **_EN,
        ),
        chinese(
            "从1到{top}的整数中，能被{d1}整除但不能被{d2}整除的有多少个？",
            ("一本书的页码从1到{top}。", "页码是{d1}的倍数而不是{d2}的倍数的有多少页？"),
            **_ZH,
        ),
    ),
}


def _boxes(kind: str, tops: range, divisors: range) -> tuple[Box, ...]:
    if kind == "first":
        return (Box(4, (kind,), tops, list(itertools.permutations(divisors, 2))),)
    extra = int(kind == "none")
    return (
        Box(1 + extra, (kind,), tops, Choices(divisors, 1)),
        Box(5 + extra, (kind,), tops, Choices(divisors, 2)),
        Box(12 + extra, (kind,), tops, Choices(divisors[:15], 3)),
    )


def _template(kind: str) -> Template:
    en, zh = _WORDS[kind]
    heldout = kind == "first"
    return Template(
        name=f"multiples_{kind}",
        heldout=heldout,
        boxes=_boxes(kind, range(30, 1_000), range(2, 30)),
        wide=() if heldout else _boxes(kind, range(1_000, 3_000), range(30, 50)),
        holes=True,
        build=multiples,
        oracle=_look_at_each(kind),
        en=en,
        zh=zh,
    )


MULTIPLES: tuple[Template, ...] = tuple(map(_template, _WORDS))
"""Of any, of none, of one and not of another."""
