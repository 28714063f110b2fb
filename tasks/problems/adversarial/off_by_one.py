"""Off by one: posts and gaps, pages, queues; and what lies between. The oracles count one by one."""

from tasks.problems.adversarial.between import BETWEEN
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


_EN = {
    "gaps": "{0} m in gaps of {1} m makes {output} gaps.",
    "one_more": "With a tree at both ends there is one more tree than gaps, so {output}.",
    "minus": "{0} minus {1} is {output}.",
    "both": "Both ends count, so one more: {output}.",
    "plus": "{0} plus {1} is {output}.",
    "twice": "One person was counted twice, so there are {output}.",
}


_ZH = {
    "gaps": "{0}米按每段{1}米分，共{output}段。",
    "one_more": "两端都种树，棵数比段数多1，即{output}。",
    "minus": "{0}减{1}等于{output}。",
    "both": "首尾都算，加1得{output}。",
    "plus": "{0}加{1}等于{output}。",
    "twice": "有一人数了两次，所以共{output}人。",
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
    *BETWEEN,
)
