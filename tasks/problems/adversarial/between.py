"""What lies between: cuts and pieces, open ends, strokes and pauses. The oracles count one by one."""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.adversarial.pairs import Trap
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box


def cuts(pieces: int, minutes: int) -> Proof:
    """A beam sawn into pieces."""
    return Proof(
        (Given("pieces", pieces), Given("minutes", minutes, "min")),
        (
            ProofStep("cuts", "pieces-1", pieces - 1, "one_less"),
            ProofStep("time", "cuts*minutes", (pieces - 1) * minutes, "times", "min"),
        ),
    )


def painting(pieces: int, minutes: int) -> Proof:
    """Pieces painted."""
    givens = Given("pieces", pieces), Given("minutes", minutes, "min")
    return Proof(givens, (ProofStep("time", "pieces*minutes", pieces * minutes, "times", "min"),))


def between(low: int, more: int) -> Proof:
    """Whole numbers greater than one and less than another."""
    return Proof(
        (Given("low", low), Given("high", low + more)),
        (
            ProofStep("difference", "high-low", more, "minus"),
            ProofStep("count", "difference-1", more - 1, "neither"),
        ),
    )


def half_open(low: int, high: int) -> Proof:
    """Whole numbers from one on and less than another."""
    givens = Given("low", low), Given("high", high)
    return Proof(givens, (ProofStep("count", "high-low", high - low, "minus"),))


def strokes(strokes: int, seconds: Fraction) -> Proof:
    """A clock from its first stroke to its last."""
    return Proof(
        (Given("strokes", strokes), Given("seconds", seconds, "s")),
        (
            ProofStep("gaps", "strokes-1", strokes - 1, "one_less"),
            ProofStep("time", "gaps*seconds", (strokes - 1) * seconds, "times", "s"),
        ),
        decimals=True,
    )


def drops(strokes: int, seconds: Fraction) -> Proof:
    """So many waits of the same length."""
    givens = Given("strokes", strokes), Given("seconds", seconds, "s")
    steps = (ProofStep("time", "strokes*seconds", strokes * seconds, "times", "s"),)
    return Proof(givens, steps, decimals=True)


def _saw(given: Mapping[str, int]) -> int:
    """Cut off one piece after another until the last is left."""
    left, time = given["pieces"], 0
    while left > 1:
        left, time = left - 1, time + given["minutes"]
    return time


def _strike(given: Mapping[str, int]) -> Fraction:
    """The time of the last stroke when the first is at 0."""
    return [Fraction(given["seconds"]) * number for number in range(given["strokes"])][-1]


_EN = {
    "gaps": "{0} m in gaps of {1} m makes {output} gaps.",
    "minus": "{0} minus {1} is {output}.",
    "neither": "Neither end counts, so one less: {output}.",
    "one_less": "{0} of them need one less in between: {output}.",
    "times": "{0} times {1} is {output}.",
}


_ZH = {
    "gaps": "{0}米按每段{1}米分，共{output}段。",
    "minus": "{0}减{1}等于{output}。",
    "neither": "首尾都不算，减1得{output}。",
    "one_less": "{0}的中间只有{output}个间隔。",
    "times": "{0}乘{1}等于{output}。",
}


BETWEEN: tuple[Trap, ...] = (
    Trap(
        Template(
            name="cuts",
            boxes=(Box(2, range(3, 100), range(2, 16)),),
            build=cuts,
            oracle=_saw,
            en=english(
                (
                    "A beam is sawn into {pieces} pieces, one cut after another.",
                    "Each cut takes {minutes} minutes.",
                    "How many minutes does the sawing take?",
                ),
                (
                    "Somebody cuts a long pipe into {pieces} parts and needs {minutes} min for each cut.",
                    "How long does this take, in minutes?",
                ),
                **{**_EN, "one_less": "{0} pieces need one cut less: {output}."},
            ),
            zh=chinese(
                ("把一根木头一段一段地锯成{pieces}段。", "每锯一次要{minutes}分钟。", "一共要锯多少分钟？"),
                ("工人把一根长管截成{pieces}段，每截一次用{minutes}分钟。", "一共用多少分钟？"),
                **{**_ZH, "one_less": "{0}段只需锯{output}次。"},
            ),
        ),
        Template(
            name="painting",
            boxes=(),
            build=painting,
            oracle=lambda given: sum(given["minutes"] for _ in range(given["pieces"])),
            en=english(
                (
                    "A beam was sawn into {pieces} pieces, which are now painted one after another.",
                    "Each piece takes {minutes} minutes.",
                    "How many minutes does the painting take?",
                ),
                (
                    "Somebody cleans the {pieces} parts of a pipe and needs {minutes} min for each part.",
                    "How long does this take, in minutes?",
                ),
                **_EN,
            ),
            zh=chinese(
                ("一根木头已锯成{pieces}段，现在逐段刷漆。", "每段要{minutes}分钟。", "一共要刷多少分钟？"),
                ("工人清洗{pieces}段管子，每段用{minutes}分钟。", "一共用多少分钟？"),
                **_ZH,
            ),
        ),
    ),
    Trap(
        Template(
            name="between",
            boxes=(Box(2, range(2, 300), range(4, 150)),),
            build=between,
            oracle=lambda given: sum(given["low"] < n < given["high"] for n in range(given["high"] + 1)),
            en=english(
                "How many whole numbers are greater than {low} and less than {high}?",
                "Somebody writes down all whole numbers above {low} and below {high}. How many are there?",
                **_EN,
            ),
            zh=chinese(
                "大于{low}且小于{high}的整数有多少个？",
                "把比{low}大、比{high}小的整数都写下来，一共有多少个？",
                **_ZH,
            ),
        ),
        Template(
            name="half_open",
            boxes=(),
            build=half_open,
            oracle=lambda given: sum(given["low"] <= n < given["high"] for n in range(given["high"] + 1)),
            en=english(
                "How many whole numbers are at least {low} and less than {high}?",
                "Somebody writes down all whole numbers from {low} on and below {high}. How many are there?",
                **_EN,
            ),
            zh=chinese(
                "不小于{low}且小于{high}的整数有多少个？",
                "把不比{low}小、但比{high}小的整数都写下来，一共有多少个？",
                **_ZH,
            ),
        ),
    ),
    Trap(
        Template(
            name="strokes",
            heldout=True,
            boxes=(Box(2, range(3, 61), tuple(Fraction(n, 10) for n in range(5, 200))),),
            build=strokes,
            oracle=_strike,
            en=english(
                (
                    "A bell is struck {strokes} times, with {seconds} s from each stroke to the next.",
                    "How many seconds pass from the first stroke to the last?",
                ),
                (
                    "A camera takes {strokes} pictures, one every {seconds} s.",
                    "How long is it, in s, from the first picture to the last?",
                ),
                **{**_EN, "one_less": "Between {0} events there are {output} gaps."},
            ),
            zh=chinese(
                ("一口钟敲了{strokes}下，相邻两下间隔{seconds}秒。", "从第一下到最后一下经过多少秒？"),
                ("相机每隔{seconds}秒拍一张照片，共拍{strokes}张。", "从第一张到最后一张经过多少秒？"),
                **{**_ZH, "one_less": "{0}次之间有{output}个间隔。"},
            ),
        ),
        Template(
            name="drops",
            boxes=(),
            build=drops,
            oracle=lambda given: sum(Fraction(given["seconds"]) for _ in range(given["strokes"])),
            en=english(
                (
                    "A bell is struck evenly; from each stroke to the next there is a gap of {seconds} s.",
                    "How many seconds are {strokes} such gaps?",
                ),
                (
                    "A camera is set to take a picture every {seconds} s.",
                    "How long, in s, are {strokes} of these intervals?",
                ),
                **_EN,
            ),
            zh=chinese(
                ("一口钟均匀地敲响，相邻两下间隔{seconds}秒。", "{strokes}个这样的间隔共多少秒？"),
                ("相机设定为每隔{seconds}秒拍一张照片。", "{strokes}个这样的间隔共多少秒？"),
                **_ZH,
            ),
        ),
    ),
)
"""One less than one thinks."""
