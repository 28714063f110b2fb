"""Off by one: posts and gaps, inclusive ranges, cuts and pieces, floors. The oracles count one by one."""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.adversarial.pairs import Trap
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box

_PEOPLE = (("Ann", "小红"), ("Ben", "小明"), ("Mia", "小芳"), ("Tom", "小刚"))


def posts(gap: int, number: int) -> Proof:
    """Trees along a road with one at each end."""
    return Proof(
        (Given("length", gap * number, "m"), Given("gap", gap, "m")),
        (
            ProofStep("gaps", "length/gap", number, "gaps"),
            ProofStep("trees", "gaps+1", number + 1, "one_more"),
        ),
    )


def ring(length: int, gap: int) -> Proof:
    """The same around a lake."""
    givens = Given("length", length, "m"), Given("gap", gap, "m")
    return Proof(givens, (ProofStep("trees", "length/gap", length // gap, "gaps"),))


def pages(first: int, more: int) -> Proof:
    """Pages from one to another, both of them read."""
    return Proof(
        (Given("first", first), Given("last", first + more)),
        (
            ProofStep("difference", "last-first", more, "minus"),
            ProofStep("pages", "difference+1", more + 1, "both"),
        ),
    )


def pages_after(first: int, last: int) -> Proof:
    """Pages after one up to another."""
    givens = Given("first", first), Given("last", last)
    return Proof(givens, (ProofStep("pages", "last-first", last - first, "minus"),))


def queue(front: int, back: int) -> Proof:
    """A place counted from the front and from the back."""
    return Proof(
        (Given("front", front), Given("back", back)),
        (
            ProofStep("sum", "front+back", front + back, "plus"),
            ProofStep("people", "sum-1", front + back - 1, "twice"),
        ),
    )


def queue_apart(front: int, back: int) -> Proof:
    """The people up to somebody, and those behind."""
    givens = Given("front", front), Given("back", back)
    return Proof(givens, (ProofStep("people", "front+back", front + back, "plus"),))


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
    "one_more": "With a tree at both ends there is one more tree than gaps, so {output}.",
    "minus": "{0} minus {1} is {output}.",
    "both": "Both ends count, so one more: {output}.",
    "neither": "Neither end counts, so one less: {output}.",
    "plus": "{0} plus {1} is {output}.",
    "twice": "One person was counted twice, so there are {output}.",
    "one_less": "{0} of them need one less in between: {output}.",
    "times": "{0} times {1} is {output}.",
}
_ZH = {
    "gaps": "{0}米按每段{1}米分，共{output}段。",
    "one_more": "两端都种树，棵数比段数多1，即{output}。",
    "minus": "{0}减{1}等于{output}。",
    "both": "首尾都算，加1得{output}。",
    "neither": "首尾都不算，减1得{output}。",
    "plus": "{0}加{1}等于{output}。",
    "twice": "有一人数了两次，所以共{output}人。",
    "one_less": "{0}的中间只有{output}个间隔。",
    "times": "{0}乘{1}等于{output}。",
}
_RING_EN = {
    **_EN,
    "gaps": "Around a closed line there are as many trees as gaps: {0} divided by {1} is {output}.",
}
_RING_ZH = {**_ZH, "gaps": "封闭路线上棵数等于段数：{0}除以{1}等于{output}。"}

OFF_BY_ONE = (
    Trap(
        Template(
            name="posts",
            boxes=(Box(2, range(2, 31), range(3, 200)),),
            build=posts,
            oracle=lambda given: len(range(0, given["length"] + 1, given["gap"])),
            en=english(
                (
                    "A straight road is {length} m long.",
                    "Trees stand along one side, {gap} m apart, with one at each end.",
                    "How many trees are there?",
                ),
                (
                    "Lamps are put up along a street of {length} m, every {gap} m.",
                    "The first stands at its beginning and the last at its end.",
                    "How many lamps does it take?",
                ),
                **{**_EN, "one_more": "With one at both ends there is one more than gaps, so {output}."},
            ),
            zh=chinese(
                (
                    "一条笔直的路长{length}米。",
                    "在路的一侧种树，每隔{gap}米一棵，两端都种。",
                    "一共种多少棵树？",
                ),
                (
                    "在一条{length}米长的街道一侧装路灯，每隔{gap}米一盏。",
                    "起点和终点都装。",
                    "一共需要多少盏路灯？",
                ),
                **{**_ZH, "one_more": "两端都有，所以总数比段数多1，即{output}。"},
            ),
        ),
        Template(
            name="ring",
            boxes=(),
            build=ring,
            oracle=lambda given: len(range(0, given["length"], given["gap"])),
            en=english(
                (
                    "The path around a lake is {length} m long.",
                    "Trees stand along it, {gap} m apart.",
                    "How many trees are there?",
                ),
                (
                    "Lamps are put up around a square of {length} m in perimeter, every {gap} m.",
                    "How many lamps does it take?",
                ),
                **{**_RING_EN, "gaps": "Around a closed line there are as many as gaps: {0}/{1} = {output}."},
            ),
            zh=chinese(
                (
                    "环湖小路长{length}米。",
                    "沿路种树，每隔{gap}米一棵。",
                    "一共种多少棵树？",
                ),
                (
                    "在周长{length}米的广场四周装路灯，每隔{gap}米一盏。",
                    "一共需要多少盏路灯？",
                ),
                **{**_RING_ZH, "gaps": "封闭路线上的总数等于段数：{0}除以{1}等于{output}。"},
            ),
        ),
    ),
    Trap(
        Template(
            name="pages",
            boxes=(Box(2, range(2, 300), range(5, 150)),),
            build=pages,
            oracle=lambda given: len([*range(given["first"], given["last"]), given["last"]]),
            cast={"who": _PEOPLE},
            en=english(
                (
                    "{who} reads a book from the top of page {first} to the bottom of page {last}.",
                    "How many pages is that?",
                ),
                (
                    "A chapter begins on page {first} and ends on page {last}, both of which belong to it.",
                    "How many pages does it have?",
                ),
                **_EN,
            ),
            zh=chinese(
                ("{who}从第{first}页开头读到第{last}页末尾。", "一共读了多少页？"),
                ("某一章从第{first}页开始，到第{last}页结束，首尾两页都属于这一章。", "这一章共多少页？"),
                **_ZH,
            ),
        ),
        Template(
            name="pages_after",
            boxes=(),
            build=pages_after,
            oracle=lambda given: len(range(given["first"], given["last"])),
            cast={"who": _PEOPLE},
            en=english(
                (
                    "{who} has already read up to the bottom of page {first}, and reads on to the bottom of "
                    "page {last}.",
                    "How many pages does {who} read now?",
                ),
                (
                    "A chapter begins after page {first} and ends with page {last}.",
                    "How many pages does it have?",
                ),
                **_EN,
            ),
            zh=chinese(
                ("{who}已经读完第{first}页，接着读到第{last}页末尾。", "这次读了多少页？"),
                ("某一章从第{first}页的下一页开始，到第{last}页结束。", "这一章共多少页？"),
                **_ZH,
            ),
        ),
    ),
    Trap(
        Template(
            name="queue",
            boxes=(Box(2, range(3, 90), range(3, 90)),),
            build=queue,
            oracle=lambda given: len(
                {*range(given["front"]), *range(given["front"] - 1, given["front"] + given["back"] - 1)}
            ),
            cast={"who": _PEOPLE},
            en=english(
                (
                    "{who} stands in a queue.",
                    "Counted from the front, {who} is number {front}.",
                    "Counted from the back, {who} is number {back}.",
                    "How many people are in the queue?",
                ),
                (
                    "In a single row of seats, all taken, {who} has seat {front} from the left.",
                    "From the right it is seat {back}.",
                    "How many people sit in the row?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "{who}在排队。",
                    "从前往后数，{who}排第{front}。",
                    "从后往前数，{who}排第{back}。",
                    "队伍里一共有多少人？",
                ),
                (
                    "一排座位坐满了人，{who}从左数坐第{front}个。",
                    "从右数是第{back}个。",
                    "这一排坐了多少人？",
                ),
                **_ZH,
            ),
        ),
        Template(
            name="queue_apart",
            boxes=(),
            build=queue_apart,
            oracle=lambda given: len([*range(given["front"]), *range(given["back"])]),
            cast={"who": _PEOPLE},
            en=english(
                (
                    "{who} stands in a queue.",
                    "Counted from the front, {who} is number {front}.",
                    "Behind {who} stand {back} people.",
                    "How many people are in the queue?",
                ),
                (
                    "In a single row of seats, all taken, {who} has seat {front} from the left.",
                    "To the right of {who} sit {back} people.",
                    "How many people sit in the row?",
                ),
                **_EN,
            ),
            zh=chinese(
                (
                    "{who}在排队。",
                    "从前往后数，{who}排第{front}。",
                    "{who}后面有{back}人。",
                    "队伍里一共有多少人？",
                ),
                (
                    "一排座位坐满了人，{who}从左数坐第{front}个。",
                    "{who}的右边有{back}人。",
                    "这一排坐了多少人？",
                ),
                **_ZH,
            ),
        ),
    ),
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
