"""Ambiguous wording: two readings, and the answer is the set of both values. The twin's words leave one."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import chain, repeat

from tasks.problems.adversarial.pairs import Trap
from tasks.problems.claims import refuse
from tasks.problems.proof import Given, Proof, ProofStep, Template, Value, Wording, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import short
from tasks.records import Problem

_END_EN = "If the wording has two readings, give both results as a set."
_END_ZH = "如果题意有两种理解，请把两个结果写成集合。"
_PEOPLE = {"a": (("Ann", "小红"), ("Mia", "小芳")), "b": (("Ben", "小明"), ("Tom", "小刚"))}


def _two(givens: tuple[Given, ...], *readings: tuple[str, Value], rule: str = "first") -> Proof | None:
    """Two readings, each a formula and its value; None if they agree. `rule` is the sentence of the first."""
    (first, one), (second, two) = readings
    if one == two or not short(Fraction(one), Fraction(two)):
        return None
    found = Proof((), (ProofStep("", "", one, ""),), decimals=True)
    values = [found.text(value) for value in sorted({Fraction(one), Fraction(two)})]
    both = "{" + ",".join(values) + "}"
    return Proof(
        givens,
        (
            ProofStep("", first, one, rule),
            ProofStep("", second, two, "second"),
            ProofStep("", "", both, "both", claim=both),
        ),
        kind="set",
        decimals=True,
    )


def _one(givens: tuple[Given, ...], formula: str, value: Value) -> Proof:
    return Proof(givens, (ProofStep("result", formula, value, "only"),), decimals=True)


def _numbers(**values: int) -> tuple[Given, ...]:
    return tuple(Given(name, value) for name, value in values.items())


def sum_times(a: int, b: int, c: int) -> Proof | None:
    """The sum of a and b times c."""
    return _two(_numbers(a=a, b=b, c=c), ("(a+b)*c", (a + b) * c), ("a+b*c", a + b * c))


def sum_then_times(a: int, b: int, c: int) -> Proof:
    """The sum, multiplied."""
    return _one(_numbers(a=a, b=b, c=c), "(a+b)*c", (a + b) * c)


def half_of(a: int, b: int) -> Proof | None:
    """Half of a plus b."""
    return _two(_numbers(a=a, b=b), ("a/2+b", Fraction(a, 2) + b), ("(a+b)/2", Fraction(a + b, 2)))


def half_then_plus(a: int, b: int) -> Proof:
    """Half of a, and b."""
    return _one(_numbers(a=a, b=b), "a/2+b", Fraction(a, 2) + b)


def times_more(own: int, times: int) -> Proof | None:
    """So many times more."""
    return _two(
        _numbers(own=own, times=times), ("own*times", own * times), ("own*(times+1)", own * (times + 1))
    )


def times_as_many(own: int, times: int) -> Proof:
    """So many times as many."""
    return _one(_numbers(own=own, times=times), "own*times", own * times)


def shared(people: int, sum_of: int) -> Proof | None:
    """People who got something, each or together."""
    return _two(
        _numbers(people=people, amount=sum_of),
        ("amount", sum_of),
        ("people*amount", people * sum_of),
        rule="alone",
    )


def each(people: int, amount: int) -> Proof:
    """People who got something each."""
    return _one(_numbers(people=people, amount=amount), "people*amount", people * amount)


def raised(rate: int, rise: int) -> Proof | None:
    """A rate raised by percent, or by percentage points."""
    givens = Given("rate", rate, "%"), Given("rise", rise, "%")
    relative = Fraction(rate * (100 + rise), 100)
    return _two(givens, ("rate+rise", rate + rise), ("rate*(100+rise)/100", relative))


def raised_points(rate: int, rise: int) -> Proof:
    """A rate raised by percentage points."""
    return _one((Given("rate", rate, "%"), Given("rise", rise, "%")), "rate+rise", rate + rise)


def integers_between(low: int, more: int) -> Proof | None:
    """Whole numbers between two others, with or without them."""
    return _two(_numbers(low=low, high=low + more), ("high-low-1", more - 1), ("high-low+1", more + 1))


def integers_within(low: int, high: int) -> Proof:
    """The ends counted."""
    return _one(_numbers(low=low, high=high), "high-low+1", high - low + 1)


def difference_times(b: int, c: int, more: int) -> Proof | None:
    """a minus b times c."""
    a = b * c + more
    return _two(_numbers(a=a, b=b, c=c), ("a-b*c", more), ("(a-b)*c", (a - b) * c))


def difference_then_times(a: int, b: int, c: int) -> Proof:
    """The difference, multiplied."""
    return _one(_numbers(a=a, b=b, c=c), "(a-b)*c", (a - b) * c)


def check_readings(problem: Problem) -> None:
    """The last step names the values of both readings."""
    values = {step.output for step in problem.steps[:-1]}
    if set(problem.answer.strip("{}").split(",")) != values or problem.steps[-1].claim != problem.answer:
        refuse(problem, len(problem.steps), f"does not name both values {sorted(values)}")


def _set(*values: int | Fraction) -> str:
    texts = Proof((), (ProofStep("", "", 0, ""),), decimals=True)
    return "{" + ",".join(texts.text(value) for value in sorted({Fraction(value) for value in values})) + "}"


_Tree = tuple[str, "_Tree | Fraction", "_Tree | Fraction"]


def _readings(*spoken: Fraction | str) -> str:
    """The values of all ways to bracket what was said: numbers and operations in turn."""

    def values(part: tuple[Fraction | str, ...]) -> list[Fraction]:
        if len(part) == 1:
            return [Fraction(part[0])]
        found = []
        for place in range(1, len(part), 2):
            for left in values(part[:place]):
                for right in values(part[place + 1 :]):
                    found.append(
                        {"plus": left + right, "minus": left - right, "times": left * right}[str(part[place])]
                    )
        return found

    return _set(*values(spoken))


def _spoken(given: Mapping[str, int], word: str) -> str:
    return _readings(Fraction(given["a"]), word, Fraction(given["b"]), "times", Fraction(given["c"]))


_EN = {
    "first": "One reading gives {claim}.",
    "alone": "One reading gives {output}.",
    "second": "The other reading gives {claim}.",
    "both": "Both readings are possible, so both results are given.",
    "only": "There is one reading: {claim}.",
}
_ZH = {
    "first": "一种理解是{claim}。",
    "alone": "一种理解是{output}。",
    "second": "另一种理解是{claim}。",
    "both": "两种理解都成立，所以给出两个结果。",
    "only": "只有一种理解：{claim}。",
}


def _en(*tellings: str) -> Wording:
    return english(*[(telling, _END_EN) for telling in tellings], **_EN)


def _zh(*tellings: str) -> Wording:
    return chinese(*[(telling, _END_ZH) for telling in tellings], **_ZH)


AMBIGUOUS = (
    Trap(
        Template(
            name="sum_times",
            boxes=(Box(3, range(2, 60), range(2, 40), range(2, 10)),),
            holes=True,
            build=sum_times,
            oracle=lambda given: _spoken(given, "plus"),
            check=check_readings,
            en=_en(
                "What is the sum of {a} and {b} times {c}?",
                "Somebody reads aloud: {a} plus {b} times {c}. What is the result?",
            ),
            zh=_zh("{a}加{b}的{c}倍是多少？", "有人念了一道算式：{a}加{b}乘{c}。结果是多少？"),
        ),
        Template(
            name="sum_then_times",
            boxes=(),
            build=sum_then_times,
            oracle=lambda given: sum((given["a"], given["b"]) * given["c"]),
            en=_en(
                "The sum of {a} and {b} is multiplied by {c}. What is the result?",
                "Somebody says: add {a} and {b} first, then multiply by {c}. What is the result?",
            ),
            zh=_zh("{a}与{b}的和的{c}倍是多少？", "有人说：先求{a}与{b}的和，再乘{c}。结果是多少？"),
        ),
    ),
    Trap(
        Template(
            name="half_of",
            boxes=(Box(3, range(2, 200), range(2, 100)),),
            holes=True,
            build=half_of,
            oracle=lambda given: _set(
                given["b"] + sum([Fraction(1, 2)] * given["a"]),
                sum([Fraction(1, 2)] * (given["a"] + given["b"])),
            ),
            check=check_readings,
            en=_en("What is half of {a} plus {b}?", "Take half of {a} and {b}, added up. What do you get?"),
            zh=_zh("{b}加{a}的一半是多少？", "求{b}加上{a}的一半。"),
        ),
        Template(
            name="half_then_plus",
            boxes=(),
            build=half_then_plus,
            oracle=lambda given: given["b"] + sum([Fraction(1, 2)] * given["a"]),
            en=_en(
                "{a} is halved, and then {b} is added. What is the result?",
                "Take half of {a} first, then add {b} to it. What do you get?",
            ),
            zh=_zh("先取{a}的一半，再加{b}，结果是多少？", "{a}除以2的商与{b}的和是多少？"),
        ),
    ),
    Trap(
        Template(
            name="times_more",
            boxes=(Box(3, range(3, 400), range(2, 12)),),
            build=times_more,
            oracle=lambda given: _set(
                len(list(chain.from_iterable(repeat(range(given["own"]), given["times"])))),
                len(list(chain.from_iterable(repeat(range(given["own"]), given["times"] + 1)))),
            ),
            check=check_readings,
            cast=_PEOPLE,
            en=_en(
                "{a} has {own} cards. {b} has {times} times more than {a}. How many cards does {b} have?",
                "{a} read {own} pages, and {b} read {times} times more. How many pages did {b} read?",
            ),
            zh=_zh(
                "{a}有{own}张卡片，{b}的卡片比{a}多{times}倍。{b}有多少张卡片？",
                "{a}读了{own}页书，{b}读的比{a}多{times}倍。{b}读了多少页？",
            ),
        ),
        Template(
            name="times_as_many",
            boxes=(),
            build=times_as_many,
            oracle=lambda given: sum(repeat(given["own"], given["times"])),
            cast=_PEOPLE,
            en=_en(
                "{a} has {own} cards. {b} has {times} times as many as {a}. How many cards does {b} have?",
                "{a} read {own} pages, and {b} read {times} times as many. How many pages did {b} read?",
            ),
            zh=_zh(
                "{a}有{own}张卡片，{b}的卡片数是{a}的{times}倍。{b}有多少张卡片？",
                "{a}读了{own}页书，{b}读的页数是{a}的{times}倍。{b}读了多少页？",
            ),
        ),
    ),
    Trap(
        Template(
            name="shared",
            boxes=(Box(3, range(2, 30), range(5, 400, 5)),),
            build=shared,
            oracle=lambda given: _set(given["amount"], sum(repeat(given["amount"], given["people"]))),
            check=check_readings,
            en=_en(
                "{people} friends won {amount} yuan. How many yuan were paid to them in all?",
                "{people} workers got {amount} yuan for a job. How many yuan did the job cost in wages?",
            ),
            zh=_zh(
                "{people}个朋友中奖得了{amount}元。一共付给他们多少元？",
                "{people}名工人干完活得了{amount}元。工钱一共是多少元？",
            ),
        ),
        Template(
            name="each",
            boxes=(),
            build=each,
            oracle=lambda given: sum(repeat(given["amount"], given["people"])),
            en=_en(
                "{people} friends won {amount} yuan each. How many yuan were paid to them in all?",
                "{people} workers got {amount} yuan each for a job. How many yuan did the job cost in wages?",
            ),
            zh=_zh(
                "{people}个朋友中奖，每人得了{amount}元。一共付给他们多少元？",
                "{people}名工人干完活，每人得了{amount}元。工钱一共是多少元？",
            ),
        ),
    ),
    Trap(
        Template(
            name="raised",
            boxes=(Box(3, range(2, 61), range(2, 101)),),
            holes=True,
            build=raised,
            oracle=lambda given: _set(
                sum(repeat(1, given["rate"])) + given["rise"],
                given["rate"] + sum(repeat(Fraction(given["rate"], 100), given["rise"])),
            ),
            check=check_readings,
            en=_en(
                "A tax of {rate}% is raised by {rise}%. What is it now, in percent?",
                "The share of voters was {rate}% and grew by {rise}%. What is it now, in percent?",
            ),
            zh=_zh(
                "税率原为{rate}%，提高了{rise}%。现在的税率是百分之几？",
                "支持率原为{rate}%，上升了{rise}%。现在是百分之几？",
            ),
        ),
        Template(
            name="raised_points",
            boxes=(),
            build=raised_points,
            oracle=lambda given: sum(repeat(1, given["rate"])) + given["rise"],
            en=_en(
                "A tax of {rate}% is raised by {rise} percentage points. What is it now, in percent?",
                "The share of voters was {rate}% and grew by {rise} percentage points. What is it now, in "
                "percent?",
            ),
            zh=_zh(
                "税率原为{rate}%，提高了{rise}个百分点。现在的税率是百分之几？",
                "支持率原为{rate}%，上升了{rise}个百分点。现在是百分之几？",
            ),
        ),
    ),
    Trap(
        Template(
            name="integers_between",
            boxes=(Box(3, range(1, 200), range(3, 100)),),
            build=integers_between,
            oracle=lambda given: _set(
                sum(given["low"] < n < given["high"] for n in range(400)),
                sum(given["low"] <= n <= given["high"] for n in range(400)),
            ),
            check=check_readings,
            en=_en(
                "How many whole numbers are there between {low} and {high}?",
                "Somebody counts the whole numbers between {low} and {high}. How many are there?",
            ),
            zh=_zh("{low}到{high}之间有多少个整数？", "数一数{low}和{high}之间的整数，一共有多少个？"),
        ),
        Template(
            name="integers_within",
            boxes=(),
            build=integers_within,
            oracle=lambda given: sum(given["low"] <= n <= given["high"] for n in range(400)),
            en=_en(
                "How many whole numbers are there from {low} to {high}, both included?",
                "Somebody counts the whole numbers from {low} to {high}, with both ends. How many are there?",
            ),
            zh=_zh(
                "从{low}到{high}（包括两端）有多少个整数？",
                "数一数从{low}到{high}的整数，两端都算，一共有多少个？",
            ),
        ),
    ),
    Trap(
        Template(
            name="difference_times",
            heldout=True,
            boxes=(Box(3, range(2, 40), range(2, 10), range(1, 40)),),
            holes=True,
            build=difference_times,
            oracle=lambda given: _spoken(given, "minus"),
            check=check_readings,
            en=_en(
                "What is the difference of {a} and {b} times {c}?",
                "Somebody says: take {a} less {b} times {c}. What is the result?",
            ),
            zh=_zh("{a}减{b}的{c}倍是多少？", "{a}减去{b}的{c}倍，结果是多少？"),
        ),
        Template(
            name="difference_then_times",
            boxes=(),
            build=difference_then_times,
            oracle=lambda given: given["c"] * given["a"] - given["c"] * given["b"],
            en=_en(
                "The difference of {a} and {b} is multiplied by {c}. What is the result?",
                "Somebody says: take {b} from {a} first, then multiply by {c}. What is the result?",
            ),
            zh=_zh("{a}与{b}的差的{c}倍是多少？", "先求{a}与{b}的差，再乘{c}，结果是多少？"),
        ),
    ),
)
