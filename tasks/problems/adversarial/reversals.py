"""Reversals: less instead of more, below zero, and questions asked backwards. The oracles try numbers out."""

from collections.abc import Mapping

from tasks.problems.adversarial.pairs import Trap
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box


def reversed_words(own: int, difference: int) -> Proof:
    """One has fewer than the other; both together."""
    other = own + difference
    return Proof(
        (Given("own", own), Given("difference", difference)),
        (
            ProofStep("other", "own+difference", other, "more"),
            ProofStep("total", "own+other", own + other, "together"),
        ),
    )


def straight_words(own: int, difference: int) -> Proof:
    """The other one has fewer."""
    other = own - difference
    return Proof(
        (Given("own", own), Given("difference", difference)),
        (
            ProofStep("other", "own-difference", other, "less"),
            ProofStep("total", "own+other", own + other, "together"),
        ),
    )


def below_zero(start: int, colder: int, warmer: int) -> Proof:
    """Degrees below zero that change twice."""
    first = -start - colder
    return Proof(
        (
            Given("start", start, "celsius"),
            Given("colder", colder, "celsius"),
            Given("warmer", warmer, "celsius"),
        ),
        (
            ProofStep("t0", "0-start", -start, "below", "celsius"),
            ProofStep("t1", "t0-colder", first, "fall", "celsius"),
            ProofStep("t2", "t1+warmer", first + warmer, "rise", "celsius"),
        ),
    )


def above_zero(start: int, colder: int, warmer: int) -> Proof:
    """Degrees above zero that change twice."""
    return Proof(
        (
            Given("start", start, "celsius"),
            Given("colder", colder, "celsius"),
            Given("warmer", warmer, "celsius"),
        ),
        (
            ProofStep("t1", "start-colder", start - colder, "fall", "celsius"),
            ProofStep("t2", "t1+warmer", start - colder + warmer, "rise", "celsius"),
        ),
    )


def backwards(price: int, fall: int, rise: int) -> Proof | None:
    """A price after a fall and a rise; the price before."""
    if price <= max(fall, rise):
        return None
    return Proof(
        (Given("price", price, "yuan"), Given("fall", fall, "yuan"), Given("rise", rise, "yuan")),
        (
            ProofStep("between", "price-rise", price - rise, "undo_rise", "yuan"),
            ProofStep("before", "between+fall", price - rise + fall, "undo_fall", "yuan"),
        ),
    )


def forwards(price: int, fall: int, rise: int) -> Proof:
    """A price before a fall and a rise; the price after."""
    return Proof(
        (Given("price", price, "yuan"), Given("fall", fall, "yuan"), Given("rise", rise, "yuan")),
        (
            ProofStep("between", "price-fall", price - fall, "do_fall", "yuan"),
            ProofStep("after", "between+rise", price - fall + rise, "do_rise", "yuan"),
        ),
    )


def _other(given: Mapping[str, int], fewer: int) -> int:
    """Try all numbers the other may have; `fewer` is 1 where the first has fewer."""
    own, difference = given["own"], given["difference"]
    other = next(n for n in range(2_000) if fewer * (n - own) == difference)
    return sum((own, other))


def _price_before(given: Mapping[str, int]) -> int:
    return next(n for n in range(5_000) if n - given["fall"] + given["rise"] == given["price"])


_PEOPLE = {"a": (("Ann", "小红"), ("Mia", "小芳")), "b": (("Ben", "小明"), ("Tom", "小刚"))}
_WORDS_EN = {
    "more": "The other one has more: {0}+{1}={output}.",
    "less": "The other one has fewer: {0}-{1}={output}.",
    "together": "Together they have {0}+{1}={output}.",
}
_WORDS_ZH = {
    "more": "另一人更多：{0}+{1}={output}。",
    "less": "另一人更少：{0}-{1}={output}。",
    "together": "两人共有{0}+{1}={output}。",
}
_DEGREES_EN = {
    "below": "{0} degrees below zero is {output} degrees.",
    "fall": "{0} minus {1} is {output}.",
    "rise": "{0} plus {1} is {output}.",
}
_DEGREES_ZH = {
    "below": "零下{0}度记作{output}度。",
    "fall": "{0}减{1}等于{output}。",
    "rise": "{0}加{1}等于{output}。",
}
_PRICE_EN = {
    "undo_rise": "Before the rise it was {0}-{1}={output} yuan.",
    "undo_fall": "Before the fall it was {0}+{1}={output} yuan.",
    "do_fall": "After the fall it is {0}-{1}={output} yuan.",
    "do_rise": "After the rise it is {0}+{1}={output} yuan.",
}
_PRICE_ZH = {
    "undo_rise": "涨价前为{0}-{1}={output}元。",
    "undo_fall": "降价前为{0}+{1}={output}元。",
    "do_fall": "降价后为{0}-{1}={output}元。",
    "do_rise": "涨价后为{0}+{1}={output}元。",
}


REVERSALS: tuple[Trap, ...] = (
    Trap(
        Template(
            name="reversed_words",
            boxes=(Box(2, range(60, 300), range(2, 58)),),
            build=reversed_words,
            oracle=lambda given: _other(given, 1),
            cast=_PEOPLE,
            en=english(
                (
                    "{a} has {own} stamps.",
                    "That is {difference} fewer than {b} has.",
                    "How many stamps do they have together?",
                ),
                (
                    "{a} has {own} points in a game, {difference} fewer than {b}.",
                    "How many points do the two have in all?",
                ),
                **_WORDS_EN,
            ),
            zh=chinese(
                ("{a}有{own}张邮票。", "{a}比{b}少{difference}张。", "两人一共有多少张？"),
                ("游戏中{a}得了{own}分，比{b}少{difference}分。", "两人一共得了多少分？"),
                **_WORDS_ZH,
            ),
        ),
        Template(
            name="straight_words",
            boxes=(),
            build=straight_words,
            oracle=lambda given: _other(given, -1),
            cast=_PEOPLE,
            en=english(
                (
                    "{a} has {own} stamps.",
                    "{b} has {difference} fewer than {a}.",
                    "How many stamps do they have together?",
                ),
                (
                    "{a} has {own} points in a game, and {b} has {difference} fewer.",
                    "How many points do the two have in all?",
                ),
                **_WORDS_EN,
            ),
            zh=chinese(
                ("{a}有{own}张邮票。", "{b}比{a}少{difference}张。", "两人一共有多少张？"),
                ("游戏中{a}得了{own}分，{b}比{a}少{difference}分。", "两人一共得了多少分？"),
                **_WORDS_ZH,
            ),
        ),
    ),
    Trap(
        Template(
            name="below_zero",
            boxes=(Box(3, range(2, 40), range(2, 30), range(2, 30)),),
            build=below_zero,
            oracle=lambda given: given["warmer"] - sum((given["start"], given["colder"])),
            en=english(
                (
                    "In the evening it is {start} degrees C below zero.",
                    "By midnight it gets {colder} degrees colder, by noon {warmer} degrees warmer again.",
                    "What is the temperature at noon, in degrees C?",
                ),
                (
                    "A freezer is at {start} degrees C below zero and is cooled by {colder} degrees more.",
                    "Then its door is open, and it warms up by {warmer} degrees.",
                    "What does the thermometer show now, in degrees C?",
                ),
                **_DEGREES_EN,
            ),
            zh=chinese(
                (
                    "傍晚气温是零下{start}℃。",
                    "到半夜下降{colder}℃，到中午又上升{warmer}℃。",
                    "中午的气温是多少摄氏度？",
                ),
                (
                    "冷柜内温度为零下{start}℃，又降低{colder}℃。",
                    "随后柜门打开，温度升高{warmer}℃。",
                    "此时温度计显示多少摄氏度？",
                ),
                **_DEGREES_ZH,
            ),
        ),
        Template(
            name="above_zero",
            boxes=(),
            build=above_zero,
            oracle=lambda given: sum((given["start"], given["warmer"])) - given["colder"],
            en=english(
                (
                    "In the evening it is {start} degrees C above zero.",
                    "By midnight it gets {colder} degrees colder, by noon {warmer} degrees warmer again.",
                    "What is the temperature at noon, in degrees C?",
                ),
                (
                    "A cellar is at {start} degrees C above zero and is cooled by {colder} degrees.",
                    "Then its door is open, and it warms up by {warmer} degrees.",
                    "What does the thermometer show now, in degrees C?",
                ),
                **_DEGREES_EN,
            ),
            zh=chinese(
                (
                    "傍晚气温是零上{start}℃。",
                    "到半夜下降{colder}℃，到中午又上升{warmer}℃。",
                    "中午的气温是多少摄氏度？",
                ),
                (
                    "地窖内温度为零上{start}℃，降低{colder}℃。",
                    "随后窖门打开，温度升高{warmer}℃。",
                    "此时温度计显示多少摄氏度？",
                ),
                **_DEGREES_ZH,
            ),
        ),
    ),
    Trap(
        Template(
            name="backwards",
            heldout=True,
            boxes=(Box(2, range(40, 400), range(2, 39), range(2, 39)),),
            holes=True,
            build=backwards,
            oracle=_price_before,
            en=english(
                (
                    "The price of a lamp first fell by {fall} yuan and then rose by {rise} yuan.",
                    "Now it is {price} yuan.",
                    "What was it at first, in yuan?",
                ),
                (
                    "A ticket costs {price} yuan today.",
                    "Before, it was first made {fall} yuan cheaper and then {rise} yuan dearer.",
                    "How many yuan did it cost before these changes?",
                ),
                **_PRICE_EN,
            ),
            zh=chinese(
                ("一盏灯先降价{fall}元，又涨价{rise}元。", "现在的价格是{price}元。", "最初的价格是多少元？"),
                ("一张票今天卖{price}元。", "此前票价先降{fall}元，再涨{rise}元。", "调价之前是多少元？"),
                **_PRICE_ZH,
            ),
        ),
        Template(
            name="forwards",
            boxes=(),
            build=forwards,
            oracle=lambda given: sum((given["price"], -given["fall"], given["rise"])),
            en=english(
                (
                    "The price of a lamp is {price} yuan.",
                    "It first falls by {fall} yuan and then rises by {rise} yuan.",
                    "What is it at last, in yuan?",
                ),
                (
                    "A ticket costs {price} yuan today.",
                    "Soon it is first made {fall} yuan cheaper and then {rise} yuan dearer.",
                    "How many yuan does it cost after these changes?",
                ),
                **_PRICE_EN,
            ),
            zh=chinese(
                ("一盏灯的价格是{price}元。", "先降价{fall}元，又涨价{rise}元。", "最后的价格是多少元？"),
                ("一张票今天卖{price}元。", "此后票价先降{fall}元，再涨{rise}元。", "调价之后是多少元？"),
                **_PRICE_ZH,
            ),
        ),
    ),
)
"""Words, degrees, prices."""
