"""Orders in a row: families that stay together, and those who stay apart.

Steps order blocks or fill gaps; the oracles seat one after the other, or choose the seats.
"""

import math
from collections.abc import Mapping
from functools import cache

from tasks.problems.product_rule import MAX_WAYS, PRODUCT_EN, PRODUCT_ZH, multiply
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, Choices


def families(sizes: tuple[int, ...], singles: int) -> Proof | None:
    """Families and single people in a row, each family in one piece."""
    givens = [Given(f"size{n}", size) for n, size in enumerate(sizes, start=1)]
    blocks = len(sizes) + singles
    ways = [math.factorial(blocks)]
    said = (str(len(sizes)), str(singles))
    steps = [
        ProofStep("blocks", f"{len(sizes)}+singles", blocks, "blocks", said=said),
        ProofStep("outer", "blocks!", ways[0], "outer"),
    ]
    for number, size in enumerate(sizes, start=1):
        ways.append(math.factorial(size))
        steps.append(ProofStep(f"inner{number}", f"size{number}!", ways[-1], "inner"))
    multiply(steps, ["outer", *(f"inner{n}" for n in range(1, len(sizes) + 1))], ways)
    if math.prod(ways) > MAX_WAYS:
        return None
    return Proof((*givens, Given("singles", singles)), tuple(steps))


def _seat(given: Mapping[str, int]) -> int:
    """Seat after seat: the next person opens a family, goes on with it, or is single."""
    start = tuple(sorted(value for name, value in given.items() if name.startswith("size")))
    return _fill(given["singles"], start)


@cache
def _fill(singles: int, waiting: tuple[int, ...]) -> int:
    ways = singles * _fill(singles - 1, waiting) if singles else int(not waiting)
    for place, size in enumerate(waiting):
        rest = _fill(singles, waiting[:place] + waiting[place + 1 :])
        # Any of them comes first, then any of the others, until the family sits.
        for still_standing in range(size, 0, -1):
            rest *= still_standing
        ways += rest
    return ways


def apart(others: int, special: int) -> Proof | None:
    """A row in which no two of `special` people are neighbours."""
    if special > others + 1:
        return None
    first, gaps = math.factorial(others), others + 1
    placed = math.perm(gaps, special)
    return Proof(
        (Given("others", others), Given("special", special)),
        (
            ProofStep("first", "others!", first, "first"),
            ProofStep("gaps", "others+1", gaps, "gaps"),
            ProofStep("placed", "P(gaps,special)", placed, "placed"),
            ProofStep("ways", "first*placed", first * placed, "product"),
        ),
    )


def _choose_seats(given: Mapping[str, int]) -> int:
    """Every choice of seats for the special people, then both kinds in any order."""
    others, special = given["others"], given["special"]
    # A row as bits after a leading 0b10: a set bit is the seat of a special person.
    rows = [2]
    for _ in range(others + special):
        rows = [row << 1 for row in rows] + [row << 1 | 1 for row in rows if not row & 1]
    seats = sum(row.bit_count() == special + 1 for row in rows)
    return seats * math.factorial(others) * math.factorial(special)


ROWS: tuple[Template, ...] = (
    Template(
        name="families",
        boxes=tuple(Box(2 * k + 2, Choices(range(2, 8), k, repeated=True), range(2, 9)) for k in range(1, 6)),
        holes=True,
        build=families,
        heldout=True,
        oracle=_seat,
        en=english(
            (
                "People sit down in one row, and each family stays together.",
                "Family # has {size#} members.",
                "Another {singles} people have come alone.",
                "How many seating orders are there?",
            ),
            (
                "Different books are put on a shelf in one row, those of a series side by side in any order.",
                "Series # has {size#} volumes.",
                "There are {singles} single books as well.",
                "How many arrangements are possible?",
            ),
            blocks="The groups and the single ones make {0}+{1}={output} blocks.",
            outer="{0} blocks can be ordered in {output} ways.",
            inner="Within a group of {0} there are {output} orders.",
            **PRODUCT_EN,
        ),
        zh=chinese(
            (
                "一些人坐成一排，每个家庭的成员都坐在一起。",
                "第#个家庭有{size#}人。",
                "另有{singles}人是单独来的。",
                "一共有多少种坐法？",
            ),
            (
                "把互不相同的书摆成一排，同一套书放在一起，套内顺序不限。",
                "第#套有{size#}册。",
                "另有{singles}本单册书。",
                "一共有多少种摆法？",
            ),
            blocks="每组看成一个整体，连同单独的共{0}+{1}={output}个。",
            outer="这{0}个的全排列有{output}种。",
            inner="一组内部{0}个元素的全排列有{output}种。",
            **PRODUCT_ZH,
        ),
    ),
    Template(
        name="apart",
        boxes=(Box(4, range(2, 9), range(2, 8)),),
        holes=True,
        build=apart,
        heldout=True,
        oracle=_choose_seats,
        en=english(
            (
                "{others} adults and {special} children line up.",
                "No two children stand next to each other.",
                "How many orders are possible?",
            ),
            (
                "A concert has {others} songs and {special} dances, all different.",
                "No dance directly follows another.",
                "How many programmes can be made?",
            ),
            first="Those without a restriction can be ordered in {output} ways: {claim}.",
            gaps="Between and around them there are {output} gaps.",
            placed="The others take different gaps in {output} ways: {claim}.",
            **PRODUCT_EN,
        ),
        zh=chinese(
            (
                "{others}名成人和{special}名儿童排成一排。",
                "任意两名儿童都不相邻。",
                "共有多少种不同的排法？",
            ),
            (
                "一场晚会有{others}个歌唱节目和{special}个舞蹈节目，各不相同。",
                "任意两个舞蹈节目都不相邻。",
                "节目单共有多少种排法？",
            ),
            first="先排没有限制的一类，有{claim}种排法。",
            gaps="它们之间和两端共有{output}个空位。",
            placed="再把另一类插入不同的空位，有{claim}种方法。",
            **PRODUCT_ZH,
        ),
    ),
)
"""Held back from training."""
