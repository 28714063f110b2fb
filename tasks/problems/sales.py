"""What a seller earns: break-even, a target, the profit from several products.

The oracles sell piece by piece, or subtract total costs from total revenues.
"""

from collections.abc import Mapping

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import add_up


def break_even(cost: int, margin: int, pieces: int, goal: int) -> Proof:
    """Pieces to sell until fixed costs are covered, and a profit `goal` if there is one, in hundreds."""
    target = 100 * goal
    fixed = margin * pieces - target
    givens = [
        Given("fixed", fixed, "yuan"),
        Given("price", cost + margin, "yuan"),
        Given("variable", cost, "yuan"),
    ]
    steps = [ProofStep("margin", "price-variable", margin, "margin", "yuan")]
    need = "fixed"
    if goal:
        givens.append(Given("goal", target, "yuan"))
        steps.append(ProofStep("need", "fixed+goal", fixed + target, "add", "yuan"))
        need = "need"
    steps.append(ProofStep("pieces", f"{need}/margin", pieces, "pieces"))
    return Proof(tuple(givens), tuple(steps))


def _sell(cost: int, margin: int, pieces: int, goal: int) -> Proof | None:
    return break_even(cost, margin, pieces, goal) if margin * pieces > 100 * goal else None


def _pieces(given: Mapping[str, int]) -> int:
    """Piece by piece until all is covered."""
    left, pieces = given["fixed"] + given.get("goal", 0), 0
    while left > 0:
        left -= given["price"] - given["variable"]
        pieces += 1
    return pieces


def profit(fixed: int, *numbers: int) -> Proof:
    """Products, each with unit cost, margin and pieces; the profit after fixed costs in hundreds."""
    givens, steps, parts = [Given("fixed", 100 * fixed, "yuan")], list[ProofStep](), []
    products = zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)
    for n, (cost, margin, pieces) in enumerate(products, start=1):
        givens += [
            Given(f"n{n}", pieces),
            Given(f"p{n}", cost + margin, "yuan"),
            Given(f"c{n}", cost, "yuan"),
        ]
        steps.append(ProofStep(f"m{n}", f"p{n}-c{n}", margin, "margin", "yuan"))
        steps.append(ProofStep(f"d{n}", f"m{n}*n{n}", margin * pieces, "times", "yuan"))
        parts.append((f"d{n}", margin * pieces))
    name, total = add_up(steps, parts, "s", unit="yuan")
    steps.append(ProofStep("profit", f"{name}-fixed", total - 100 * fixed, "subtract", "yuan"))
    return Proof(tuple(givens), tuple(steps))


def _books(given: Mapping[str, int]) -> int:
    """All revenue less all costs."""
    count = len(given) // 3
    revenue = sum(given[f"p{n}"] * given[f"n{n}"] for n in range(1, count + 1))
    costs = sum(given[f"c{n}"] * given[f"n{n}"] for n in range(1, count + 1))
    return revenue - costs - given["fixed"]


def _products(*, wide: bool = False) -> tuple[Box, ...]:
    one = (
        (range(50, 300), range(50, 200), range(310, 900, 10))
        if wide
        else (
            range(2, 50),
            range(2, 50),
            range(10, 301, 10),
        )
    )
    fixed = range(110, 900) if wide else range(1, 101)
    return tuple(Box(3 * k, fixed, *one * k) for k in range(1, 7))


GOODS = {
    "what": (("shirt", "衬衫"), ("coat", "外套"), ("toy", "玩具"), ("sweater", "毛衣"), ("blouse", "上衣"))
}

_EN = {
    "margin": "Each piece earns {0} minus {1}, so {output} yuan.",
    "add": "{0} plus {1} is {output}.",
    "subtract": "{0} minus {1} is {output}.",
    "times": "{0} times {1} is {output}.",
    "pieces": "{0} yuan divided by {1} yuan makes {output} pieces.",
    "price": "The price is {0} divided by {1}, so {output} yuan.",
}

_ZH = {
    "margin": "每件的毛利为{0}减{1}，即{output}元。",
    "add": "{0}加{1}等于{output}。",
    "subtract": "{0}减{1}等于{output}。",
    "times": "{0}乘{1}等于{output}。",
    "pieces": "{0}元除以{1}元，得{output}件。",
    "price": "价格为{0}除以{1}，即{output}元。",
}


SALES: tuple[Template, ...] = (
    Template(
        name="break_even",
        boxes=(Box(2, range(2, 100), range(2, 60), range(10, 400), (0,)),),
        wide=(Box(2, range(100, 300), range(60, 200), range(400, 1_000), (0,)),),
        build=break_even,
        oracle=_pieces,
        cast=GOODS,
        en=english(
            (
                "A workshop has fixed costs of {fixed} yuan.",
                "Each {what} costs another {variable} yuan to make.",
                "It sells a {what} for {price} yuan.",
                "How many must it sell to cover all costs?",
            ),
            (
                "Selling {what}s brings {price} yuan each.",
                "To make one costs {variable} yuan.",
                "Rent and machines cost {fixed} yuan.",
                "What is the number of pieces at which the profit is zero?",
            ),
            **_EN,
        ),
        zh=chinese(
            (
                "某作坊的固定成本为{fixed}元。",
                "每生产一件{what}另需{variable}元。",
                "每件{what}售价{price}元。",
                "至少卖出多少件才能保本？",
            ),
            (
                "{what}每件卖{price}元。",
                "每件的变动成本为{variable}元。",
                "租金和设备等固定成本共{fixed}元。",
                "求盈亏平衡点的销量，单位为件。",
            ),
            **_ZH,
        ),
    ),
    Template(
        name="target",
        boxes=(Box(3, range(2, 100), range(2, 60), range(10, 400), range(1, 60)),),
        wide=(Box(3, range(100, 300), range(60, 200), range(400, 1_000), range(60, 200)),),
        holes=True,
        build=_sell,
        oracle=_pieces,
        cast=GOODS,
        en=english(
            (
                "A workshop has fixed costs of {fixed} yuan.",
                "Each {what} costs another {variable} yuan to make and sells for {price} yuan.",
                "It wants a profit of {goal} yuan.",
                "How many must it sell?",
            ),
            (
                "One {what} is made for {variable} yuan and sold for {price} yuan.",
                "Whatever the number, {fixed} yuan is spent on rent.",
                "A profit of {goal} yuan is planned.",
                "How many pieces must be sold for this?",
            ),
            **_EN,
        ),
        zh=chinese(
            (
                "某作坊的固定成本为{fixed}元。",
                "每件{what}的变动成本为{variable}元，售价为{price}元。",
                "计划获得利润{goal}元。",
                "需要卖出多少件？",
            ),
            (
                "{what}每件成本{variable}元，售价{price}元。",
                "不论产量多少，都要付租金{fixed}元。",
                "目标利润是{goal}元。",
                "求达到目标所需的销量，单位为件。",
            ),
            **_ZH,
        ),
    ),
    Template(
        name="profit",
        boxes=_products(),
        wide=_products(wide=True),
        build=profit,
        oracle=_books,
        en=english(
            (
                "A firm sells all that it makes.",
                "It makes {n#} pieces of product #, at {c#} yuan each, and gets {p#} yuan for each.",
                "Fixed costs are {fixed} yuan.",
                "What is the profit in yuan, negative if it is a loss?",
            ),
            (
                "Fixed costs of a shop are {fixed} yuan.",
                "It sells {n#} pieces of article #, bought for {c#} yuan and sold for {p#} yuan.",
                "Find its profit in yuan, negative if it is a loss.",
            ),
            **_EN,
        ),
        zh=chinese(
            (
                "某企业产品全部售出。",
                "产品#共{n#}件，每件成本{c#}元，售价{p#}元。",
                "固定成本为{fixed}元。",
                "利润是多少元（亏损用负数表示）？",
            ),
            (
                "一家商店的固定费用为{fixed}元。",
                "第#种商品进价{c#}元，售价{p#}元，卖出{n#}件。",
                "求利润，单位为元，亏损用负数表示。",
            ),
            **_ZH,
        ),
    ),
)
"""Fixed and variable costs."""
