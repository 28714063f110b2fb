"""How many elements lie in which part of two or three overlapping sets.

Problems are built from the regions of the diagram, so no count is negative. Steps add and subtract; the
oracle gives every person a set of languages, sees that all givens hold, and counts.
"""

from collections.abc import Callable, Mapping

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box

Row = tuple[str, str, str]
"""Name, formula, rule of a step."""

_UNION = ("union", "a+b-ab", "either")
_PAIRS = (("p", "ab-abc", "just_ab"), ("q", "ac-abc", "just_ac"), ("r", "bc-abc", "just_bc"))
_SINGLES = (("x1", "a-p-q-abc", "only_a"), ("y1", "b-p-r-abc", "only_b"), ("z1", "c-q-r-abc", "only_c"))
_SUMS = (("singles", "a+b+c", "singles"), ("pairs", "ab+ac+bc", "pairs"))
_TRIPLE = (("union", "total-none", "in_any"), *_SUMS, ("abc", "union-singles+pairs", "triple"))

KINDS: Mapping[str, tuple[str, tuple[Row, ...]]] = {
    "any_of_two": ("a b ab", (_UNION,)),
    "none_of_two": ("total a b ab", (_UNION, ("rest", "total-union", "rest"))),
    "both": ("total a b none", (("union", "total-none", "in_any"), ("ab", "a+b-union", "both"))),
    "one_of_two": ("a b ab", (("p", "a-ab", "only_a"), ("q", "b-ab", "only_b"), ("one", "p+q", "sum"))),
    "just_one": (
        "total a b none",
        (("union", "total-none", "in_any"), ("ab", "a+b-union", "both"), ("one", "union-ab", "less_both")),
    ),
    "any": ("a b c ab ac bc abc", (*_SUMS, ("union", "singles-pairs+abc", "either"))),
    "none": (
        "total a b c ab ac bc abc",
        (*_SUMS, ("union", "singles-pairs+abc", "either"), ("rest", "total-union", "rest")),
    ),
    "two": ("ab ac bc abc", (*_PAIRS, ("two", "p+q+r", "sum"))),
    "all": ("total a b c ab ac bc none", _TRIPLE),
    "two_unknown": ("total a b c ab ac bc none", (*_TRIPLE, ("two", "pairs-3*abc", "less_triples"))),
    "one_unknown": (
        "total a b c ab ac bc none",
        (*_TRIPLE, ("two", "pairs-3*abc", "less_triples"), ("one", "union-two-abc", "less_more")),
    ),
    "one": ("a b c ab ac bc abc", (*_PAIRS, *_SINGLES, ("one", "x1+y1+z1", "sum"))),
    "rest": (
        "total a b c ab ac bc abc",
        (*_PAIRS, *_SINGLES, ("union", "x1+y1+z1+p+q+r+abc", "sum"), ("rest", "total-union", "rest")),
    ),
    "all_parts": (
        "total a b c ab ac bc none",
        (*_TRIPLE, *_PAIRS, *_SINGLES, ("one", "x1+y1+z1", "sum")),
    ),
}
"""Kind -> names of its givens, and its steps."""


def venn(kind: str, *regions: int) -> Proof:
    """Counts of the regions ab, a, b, none of two sets, or abc, ab, ac, bc, a, b, c, none of three.

    The region outside is left out where nothing hangs on it.
    """
    names, rows = KINDS[kind]
    values = _two_sets(*regions) if len(regions) < 5 and "abc" not in names else _three_sets(*regions)
    return Proof(
        tuple(Given(name, values[name]) for name in names.split()),
        tuple(ProofStep(name, formula, values[name], rule) for name, formula, rule in rows),
    )


def _two_sets(ab: int, a: int, b: int, none: int = 0) -> dict[str, int]:
    union = ab + a + b
    values = {"a": a + ab, "b": b + ab, "ab": ab, "none": none, "total": union + none}
    return values | {"p": a, "q": b, "one": a + b, "union": union, "rest": none}


def _three_sets(
    abc: int, ab: int, ac: int, bc: int, a: int = 0, b: int = 0, c: int = 0, none: int = 0
) -> dict[str, int]:
    union = abc + ab + ac + bc + a + b + c
    values = {"abc": abc, "ab": ab + abc, "ac": ac + abc, "bc": bc + abc, "none": none, "rest": none}
    values |= {"a": a + ab + ac + abc, "b": b + ab + bc + abc, "c": c + ac + bc + abc}
    values |= {"p": ab, "q": ac, "r": bc, "x1": a, "y1": b, "z1": c, "one": a + b + c, "two": ab + ac + bc}
    values |= {"singles": values["a"] + values["b"] + values["c"], "union": union, "total": union + none}
    return values | {"pairs": values["ab"] + values["ac"] + values["bc"]}


_MEMBERS: Mapping[str, tuple[int, ...]] = {
    "union": (1, 2, 3),
    "rest": (0,),
    "ab": (2,),
    "abc": (3,),
    "one": (1,),
    "two": (2,),
}
"""Name of an answer -> in how many of the sets those asked for are."""


def census(answer: str) -> Callable[[Mapping[str, int]], int]:
    """The oracle: numbered people fill the sets until all givens hold; then each is looked at."""

    def count(given: Mapping[str, int]) -> int:
        # What all sets share may be unknown: it is what leaves the right number of people outside.
        common = "abc" if "ac" in given else "ab"
        for shared in (given[common],) if common in given else range(min(given.values()) * 3 + 100):
            sets, filled = _fill(given, shared, common)
            outside = given.get("total", filled) - filled
            if filled >= 0 and outside == given.get("none", outside):
                break
        counts = [sum(members >> person & 1 for members in sets) for person in range(filled)]
        return sum(counts.count(number) for number in _MEMBERS[answer]) + outside * (answer == "rest")

    return count


def _fill(given: Mapping[str, int], shared: int, common: str) -> tuple[list[int], int]:
    """The sets as bit masks over people, and how many people are in any; -1 if that cannot be."""
    sets, filled = [0] * len(common), 0
    places = {letter: place for place, letter in enumerate(common)}
    for group in dict.fromkeys((common, "ab", "ac", "bc", *common)):
        if group == common:
            size = shared
        elif len(group) == 2 and group in given:
            size = given[group] - shared
        elif group in given:
            size = given[group] - sets[places[group]].bit_count()
        else:
            continue
        if size < 0:
            return sets, -1
        for letter in group:
            sets[places[letter]] |= ((1 << size) - 1) << filled
        filled += size
    return sets, filled


_EN = (
    {
        "total": "A course has {total} students.",
        "none": "The number who speak none of these languages is {none}.",
        "a": "{x} is spoken by {a}.",
        "b": "{y} is spoken by {b}.",
        "c": "{z} is spoken by {c}.",
        "ab": "Both {x} and {y} are spoken by {ab}.",
        "ac": "Both {x} and {z} are spoken by {ac}.",
        "bc": "Both {y} and {z} are spoken by {bc}.",
        "abc": "All three, {x}, {y} and {z}, are spoken by {abc}.",
    },
    {
        "total": "In a survey, {total} people are asked which languages they are learning.",
        "none": "The number who name none of these languages is {none}.",
        "a": "{x} is named by {a} people.",
        "b": "{y} is named by {b} people.",
        "c": "{z} is named by {c} people.",
        "ab": "{x} and {y} are named together by {ab}.",
        "ac": "{x} and {z} are named together by {ac}.",
        "bc": "{y} and {z} are named together by {bc}.",
        "abc": "All three, {x}, {y} and {z}, are named by {abc}.",
    },
)
_ZH = (
    {
        "total": "某班有{total}名学生。",
        "none": "这几种语言都不会的有{none}人。",
        "a": "会{x}的有{a}人。",
        "b": "会{y}的有{b}人。",
        "c": "会{z}的有{c}人。",
        "ab": "{x}和{y}都会的有{ab}人。",
        "ac": "{x}和{z}都会的有{ac}人。",
        "bc": "{y}和{z}都会的有{bc}人。",
        "abc": "{x}、{y}、{z}三种都会的有{abc}人。",
    },
    {
        "total": "某次调查中，{total}人回答自己正在学习哪些外语。",
        "none": "这几种语言都没选的有{none}人。",
        "a": "选{x}的有{a}人。",
        "b": "选{y}的有{b}人。",
        "c": "选{z}的有{c}人。",
        "ab": "既选{x}又选{y}的有{ab}人。",
        "ac": "既选{x}又选{z}的有{ac}人。",
        "bc": "既选{y}又选{z}的有{bc}人。",
        "abc": "{x}、{y}、{z}都选的有{abc}人。",
    },
)
_ASK_EN = {
    "union": ("How many speak at least one of them?", "How many name at least one of them?"),
    "rest": ("How many speak none of them?", "How many name none of them?"),
    "ab": ("How many speak both?", "How many name both?"),
    "abc": ("How many speak all three?", "How many name all three?"),
    "one": ("How many speak exactly one of them?", "How many name exactly one of them?"),
    "two": ("How many speak exactly two of them?", "How many name exactly two of them?"),
}
_ASK_ZH = {
    "union": ("至少会其中一种的有多少人？", "至少选其中一种的有多少人？"),
    "rest": ("一种都不会的有多少人？", "一种都没选的有多少人？"),
    "ab": ("两种都会的有多少人？", "两种都选的有多少人？"),
    "abc": ("三种都会的有多少人？", "三种都选的有多少人？"),
    "one": ("恰好会其中一种的有多少人？", "恰好选其中一种的有多少人？"),
    "two": ("恰好会其中两种的有多少人？", "恰好选其中两种的有多少人？"),
}
_INTRO_EN = (
    "The members of a club compare their languages.",
    "A school asks which languages its pupils learn.",
)
_INTRO_ZH = ("某俱乐部统计会员会的语言。", "学校调查学生选修的外语。")
_RULES_EN = {
    "either": "By inclusion and exclusion, at least one: {claim}.",
    "in_any": "At least one: {0} minus {1}, so {output}.",
    "rest": "None of them: {0} minus {1}, so {output}.",
    "both": "Both, since they are counted twice: {claim}.",
    "triple": "By inclusion and exclusion, all three: {claim}.",
    "sum": "Together: {claim}.",
    "singles": "Language by language: {claim}.",
    "pairs": "Pair by pair: {claim}.",
    "just_ab": "Just {x} and {y}: {claim}.",
    "just_ac": "Just {x} and {z}: {claim}.",
    "just_bc": "Just {y} and {z}: {claim}.",
    "only_a": "Only {x}: {claim}.",
    "only_b": "Only {y}: {claim}.",
    "only_c": "Only {z}: {claim}.",
    "less_both": "Without those in both: {0} minus {1}, so {output}.",
    "less_triples": "Those in all three are in each of the three pairs, so exactly two: {claim}.",
    "less_more": "Without those in two or three: {claim}.",
}
_RULES_ZH = {
    "either": "由容斥原理，至少有一种的：{claim}。",
    "in_any": "至少有一种的：{claim}。",
    "rest": "一种都没有的：{claim}。",
    "both": "两者之和中重复计算的就是两种都有的：{claim}。",
    "triple": "由容斥原理，三种都有的：{claim}。",
    "sum": "合计{claim}。",
    "singles": "三种语言的人数之和为{claim}。",
    "pairs": "两两之和为{claim}。",
    "just_ab": "仅{x}和{y}两种：{claim}。",
    "just_ac": "仅{x}和{z}两种：{claim}。",
    "just_bc": "仅{y}和{z}两种：{claim}。",
    "only_a": "仅{x}一种：{claim}。",
    "only_b": "仅{y}一种：{claim}。",
    "only_c": "仅{z}一种：{claim}。",
    "less_both": "去掉两种都有的，{claim}。",
    "less_triples": "三种都有的人在两两之和中算了三次，恰好两种的：{claim}。",
    "less_more": "再去掉恰好两种和三种都有的：{claim}。",
}
_LANGUAGES = {
    "x": (("English", "英语"), ("Greek", "希腊语")),
    "y": (("French", "法语"), ("Russian", "俄语"), ("Arabic", "阿拉伯语")),
    "z": (("Spanish", "西班牙语"), ("Japanese", "日语"), ("German", "德语")),
}
_HELDOUT = ("just_one", "one_unknown", "rest")


def _tellings(
    names: str, facts: tuple[dict[str, str], ...], asks: tuple[str, ...], intros: tuple[str, ...]
) -> list[tuple[str, ...]]:
    told = []
    for say, ask, intro in zip(facts, asks, intros, strict=True):
        sentences = [say[name] for name in names.split()]
        told.append((*([] if names.startswith("total") else [intro]), *sentences, ask))
    return told


def _template(kind: str) -> Template:
    names, rows = KINDS[kind]
    answer = rows[-1][0]
    parts = 8 if "ac" in names.split() else 4
    if "total" not in names:
        parts -= 1
    if kind == "two":
        parts = 4
    en = english(*_tellings(names, _EN, _ASK_EN[answer], _INTRO_EN), **_RULES_EN)
    zh = chinese(*_tellings(names, _ZH, _ASK_ZH[answer], _INTRO_ZH), **_RULES_ZH)
    small, large = (range(1, 31), range(40, 100)) if parts < 5 else (range(1, 16), range(20, 50))
    heldout = kind in _HELDOUT
    return Template(
        name=kind,
        boxes=(Box(len(rows), (kind,), *[small] * parts),),
        wide=() if heldout else (Box(len(rows), (kind,), *[large] * parts),),
        build=venn,
        oracle=census(answer),
        cast=_LANGUAGES,
        heldout=heldout,
        en=en,
        zh=zh,
    )


TEMPLATES = tuple(_template(kind) for kind in KINDS)
"""One template for each kind of question."""
