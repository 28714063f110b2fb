"""Solutions that are mixed or diluted."""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import add_up, short


def solution(total: int, *portions: int) -> Proof | None:
    """Portions of sugar water, grams and percent of each; the mass of the last is the rest of the total."""
    masses, shares = [*portions[:-1:2]], [*portions[1:-1:2], portions[-1]]
    masses.append(total - sum(masses))
    sugars = [Fraction(m * share, 100) for m, share in zip(masses, shares, strict=True)]
    result = sum(sugars, Fraction()) * 100 / total
    if masses[-1] < 10 or len(set(shares)) == 1 or not short(*sugars, result):
        return None
    givens, steps = list[Given](), list[ProofStep]()
    for n, (mass, share, sugar) in enumerate(zip(masses, shares, sugars, strict=True), start=1):
        givens += [Given(f"mass{n}", mass, "g"), Given(f"share{n}", share, "%")]
        steps.append(ProofStep(f"sugar{n}", f"mass{n}*share{n}/100", sugar, "sugar", "g"))
    sugar_name, _ = add_up(
        steps, [(f"sugar{n}", s) for n, s in enumerate(sugars, start=1)], "sugars", unit="g"
    )
    whole, _ = add_up(steps, [(f"mass{n}", m) for n, m in enumerate(masses, start=1)], "whole", unit="g")
    steps.append(ProofStep("result", f"{sugar_name}/{whole}*100", result, "percent", "%"))
    return Proof(tuple(givens), tuple(steps), decimals=True)


def _stir(given: Mapping[str, int]) -> Fraction:
    """The percentage, one portion after another stirred in."""
    mass, share = given["mass1"], Fraction(given["share1"])
    for n in range(2, len(given) // 2 + 1):
        added = given[f"mass{n}"]
        share += (given[f"share{n}"] - share) * Fraction(added, mass + added)
        mass += added
    return share


def dilute(whole: int, mass: int, share: int) -> Proof | None:
    """Salt water, and water that makes it so many grams; the percentage."""
    sugar, water = Fraction(mass * share, 100), whole - mass
    result = sugar * 100 / whole
    if water <= 0 or not short(sugar, result):
        return None
    return Proof(
        (Given("mass", mass, "g"), Given("share", share, "%"), Given("water", water, "g")),
        (
            ProofStep("sugar", "mass*share/100", sugar, "sugar", "g"),
            ProofStep("whole", "mass+water", mass + water, "add", "g"),
            ProofStep("result", "sugar/whole*100", result, "percent", "%"),
        ),
        decimals=True,
    )


def _portions(*, wide: bool = False) -> tuple[Box, ...]:
    totals = (2000, 2500, 4000, 5000) if wide else (200, 250, 400, 500, 800, 1000)
    masses = range(310, 800, 10) if wide else range(10, 301, 10)
    percents = range(1, 41)
    return tuple(Box(3 * k - 1, totals, *(masses, percents) * (k - 1), percents) for k in range(2, 7))


_MIX_EN = {
    "sugar": "{1}% of {0} g is {output} g of sugar.",
    "add": "{0} plus {1} is {output}.",
    "percent": "{0} g of sugar in {1} g is {output}%.",
}
_MIX_ZH = {
    "sugar": "{0}克的{1}%是{output}克糖。",
    "add": "{0}加{1}等于{output}。",
    "percent": "{1}克糖水含糖{0}克，浓度为{output}%。",
}


SOLUTION = Template(
    name="solution",
    boxes=_portions(),
    wide=_portions(wide=True),
    holes=True,
    build=solution,
    oracle=_stir,
    en=english(
        (
            "Several portions of sugar water are mixed.",
            "One portion is {mass#} g of sugar water with {share#}% sugar.",
            "What percentage of the mixture is sugar?",
        ),
        (
            "Sugar water is poured into a large bottle.",
            "{mass#} g with a sugar concentration of {share#}% is poured in.",
            "Find the concentration of the whole, in percent.",
        ),
        **_MIX_EN,
    ),
    zh=chinese(
        (
            "把几份糖水混合在一起。",
            "其中一份是{mass#}克、浓度为{share#}%的糖水。",
            "混合后糖水的浓度是百分之几？",
        ),
        (
            "向容器中倒入糖水。",
            "倒入浓度{share#}%的糖水{mass#}克。",
            "求混合后糖水的百分比浓度。",
        ),
        **_MIX_ZH,
    ),
)


DILUTE = Template(
    name="dilute",
    boxes=(Box(3, (100, 200, 250, 400, 500, 800, 1000), range(10, 1_000, 10), range(2, 61), listed=True),),
    wide=(Box(3, (1600, 2000, 2500, 4000, 5000), range(1_010, 5_000, 10), range(2, 61)),),
    holes=True,
    build=dilute,
    # The percentage falls as the mass grows.
    oracle=lambda given: Fraction(given["share"] * given["mass"], given["mass"] + given["water"]),
    en=english(
        (
            "A jar holds {mass} g of sugar water with {share}% sugar.",
            "{water} g of pure water is added.",
            "What percentage of the whole is sugar now?",
        ),
        (
            "A sugar solution with a concentration of {share}% has a mass of {mass} g.",
            "It is diluted with {water} g of water.",
            "What is its concentration now, in percent?",
        ),
        **_MIX_EN,
    ),
    zh=chinese(
        (
            "有浓度为{share}%的糖水{mass}克。",
            "加入{water}克清水。",
            "现在糖水的浓度是百分之几？",
        ),
        (
            "现有{mass}克含糖{share}%的糖水。",
            "再加{water}克水稀释。",
            "求稀释后的百分比浓度。",
        ),
        **_MIX_ZH,
    ),
)
