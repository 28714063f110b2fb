"""Shortest routes in a grid: by way of crossings, and round a closed one.

Steps choose places for the moves; the oracles fill a table over the crossings.
"""

import itertools
import math
from collections.abc import Mapping, Sequence

from tasks.problems.product_rule import MAX_WAYS, PRODUCT_EN, PRODUCT_ZH, multiply
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box, Choices


def routes(legs: tuple[tuple[int, int], ...]) -> Proof | None:
    """Shortest routes by way of crossings; each leg is (blocks east, blocks north)."""
    givens, steps, ways = [], list[ProofStep](), []
    for number, (east, north) in enumerate(legs, start=1):
        givens += [Given(f"east{number}", east), Given(f"north{number}", north)]
        ways.append(math.comb(east + north, north))
        formula = f"C(east{number}+north{number},north{number})"
        steps.append(ProofStep(f"ways{number}", formula, ways[-1], "leg", said=(str(number),)))
    multiply(steps, [f"ways{n}" for n in range(1, len(legs) + 1)], ways)
    return Proof(tuple(givens), tuple(steps)) if math.prod(ways) <= MAX_WAYS else None


def _walk(given: Mapping[str, int]) -> int:
    """Routes leg after leg, by a table over the crossings."""
    ways = 1
    for number in range(1, len(given) // 2 + 1):
        row = [ways] * (given[f"east{number}"] + 1)
        for _ in range(given[f"north{number}"]):
            row = list(itertools.accumulate(row))
        ways = row[-1]
    return ways


def detour(east: int, north: int, x: int, y: int) -> Proof | None:
    """Shortest routes that do not pass a closed crossing; a hole if that is a corner or outside."""
    if x > east or y > north or (x, y) in ((0, 0), (east, north)):
        return None
    total, before = math.comb(east + north, north), math.comb(x + y, y)
    after = math.comb(east - x + north - y, north - y)
    return Proof(
        (Given("east", east), Given("north", north), Given("x", x), Given("y", y)),
        (
            ProofStep("total", "C(east+north,north)", total, "total"),
            ProofStep("before", "C(x+y,y)", before, "before"),
            ProofStep("after", "C(east-x+north-y,north-y)", after, "after"),
            ProofStep("through", "before*after", before * after, "product"),
            ProofStep("open", "total-through", total - before * after, "subtract"),
        ),
    )


def _walk_round(given: Mapping[str, int]) -> int:
    """A table over the crossings with a zero at the closed one."""
    row = [0] * (given["east"] + 1)
    for y in range(given["north"] + 1):
        for x in range(given["east"] + 1):
            row[x] += row[x - 1] if x else int(y == 0)
            if (x, y) == (given["x"], given["y"]):
                row[x] = 0
    return row[-1]


_LEGS = tuple((east, north) for east in range(2, 8) for north in range(2, 8))
_WIDE_LEGS = tuple((east, north) for east in range(8, 16) for north in range(6, 15))


def _route_boxes(legs: Sequence[tuple[int, int]], counts: range) -> tuple[Box, ...]:
    return tuple(Box(2 * k - 1, Choices(legs, k, repeated=True)) for k in counts)


ROUTES: tuple[Template, ...] = (
    Template(
        name="routes",
        boxes=_route_boxes(_LEGS, range(1, 7)),
        holes=True,
        build=routes,
        wide=_route_boxes(_WIDE_LEGS, range(1, 3)),
        oracle=_walk,
        en=english(
            (
                "The streets of a town form a square grid, and a messenger goes only east or north.",
                "Leg # of the way is {east#} blocks east and {north#} blocks north.",
                "How many different routes are there from start to end?",
            ),
            (
                "An ant on grid paper moves one square right or one square up at a time.",
                "Stage # ends {east#} squares right and {north#} squares up from its start.",
                "In how many ways can the ant get from start to end?",
            ),
            leg="Part {0}: its two kinds of moves can follow each other in {claim} ways.",
            **PRODUCT_EN,
        ),
        zh=chinese(
            (
                "某城的街道呈方格网状，邮递员只向东或向北走。",
                "第#段路要向东走{east#}个街区、向北走{north#}个街区。",
                "走完全程共有多少条不同的路线？",
            ),
            (
                "一只蚂蚁在方格纸上爬行，每次只向右或向上爬一格。",
                "第#段的终点在该段起点右边{east#}格、上方{north#}格处。",
                "走完所有路段共有多少种不同的走法？",
            ),
            leg="第{0}段：两个方向的步子先后排列，有{claim}种走法。",
            **PRODUCT_ZH,
        ),
    ),
    Template(
        name="detour",
        boxes=(Box(5, range(2, 11), range(2, 11), range(10), range(10)),),
        holes=True,
        build=detour,
        wide=(Box(5, range(11, 15), range(11, 15), range(14), range(14)),),
        oracle=_walk_round,
        en=english(
            (
                "A robot on a grid moves one unit right or one unit up at a time.",
                "It goes from (0,0) to ({east},{north}).",
                "It must not pass the point ({x},{y}).",
                "How many paths are there?",
            ),
            (
                "The streets of a town form a grid, and its crossings are the points with whole coordinates.",
                "The crossing ({x},{y}) is closed.",
                "How many shortest routes lead from (0,0) to ({east},{north}) without passing it?",
            ),
            total="Without the obstacle there are {output} paths: {claim}.",
            before="The number of paths to the forbidden point is {claim}.",
            after="From there to the end it is {claim}.",
            subtract="{0} minus {1} leaves {output}.",
            **PRODUCT_EN,
        ),
        zh=chinese(
            (
                "机器人在网格上移动，每次向右或向上移动一个单位。",
                "它要从(0,0)走到({east},{north})。",
                "途中不能经过点({x},{y})。",
                "共有多少条不同的路径？",
            ),
            (
                "某城的街道呈方格网状，路口用整数坐标表示。",
                "路口({x},{y})正在施工，不能通行。",
                "从(0,0)到({east},{north})且不经过该路口的最短路线有多少条？",
            ),
            total="不考虑障碍，共有{claim}条路径。",
            before="到达禁行点的路径有{claim}条。",
            after="从禁行点到终点的路径有{claim}条。",
            product="由乘法原理，经过禁行点的路径有{0}×{1}={output}条。",
            subtract="减去这些路径，{0}-{1}={output}。",
        ),
    ),
)
"""In several legs, and round an obstacle."""
