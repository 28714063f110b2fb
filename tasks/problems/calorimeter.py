"""Hot metal in cold water: the temperature that both reach.

Steps add up the heat content; the oracle pulls the cold one up by what the hot one gives.
"""

from fractions import Fraction

from tasks.problems.heat import CAPACITY, SUBSTANCES
from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import short

_METALS = (880, 460, 390, 130)


def calorimeter(capacity: int, tenths: int, fall: int, rise: int, cold: int) -> Proof | None:
    """Hot metal in cold water; the final temperature. The metal cools by 21*fall, the water warms by rise."""
    metal, final = Fraction(tenths, 10), Fraction(cold + rise)
    hot = cold + rise + 21 * fall
    water_mass = capacity * metal * 21 * fall / (4200 * rise)
    one, two = capacity * metal, 4200 * water_mass
    if not short(water_mass):
        return None
    en, zh = SUBSTANCES[capacity]
    return Proof(
        (
            Given("metal", metal, "kg"),
            Given("hot", hot, "celsius"),
            Given("c", capacity, CAPACITY),
            Given("water", water_mass, "kg"),
            Given("cold", cold, "celsius"),
            Given("cw", 4200, CAPACITY),
        ),
        (
            ProofStep("one", "c*metal", one, "capacity", "J/K"),
            ProofStep("two", "cw*water", two, "capacity", "J/K"),
            ProofStep("heat1", "one*hot", one * hot, "content", "J"),
            ProofStep("heat2", "two*cold", two * cold, "content", "J"),
            ProofStep("heats", "heat1+heat2", one * hot + two * cold, "add", "J"),
            ProofStep("both", "one+two", one + two, "add", "J/K"),
            ProofStep("final", "heats/both", final, "mean", "celsius"),
        ),
        {"what": {"en": en, "zh": zh}},
        decimals=True,
    )


_MIX_EN = {
    "capacity": "{0} times {1} is {output} J per degree.",
    "content": "{0} times {1} is {output}.",
    "add": "{0} plus {1} is {output}.",
    "mean": "No heat is lost, so the temperature is {0} divided by {1}: {output} degrees C.",
}

_MIX_ZH = {
    "capacity": "{0}乘{1}，每升高1℃吸热{output}焦。",
    "content": "{0}乘{1}等于{output}。",
    "add": "{0}加{1}等于{output}。",
    "mean": "热量守恒，混合后的温度为{0}除以{1}，即{output}℃。",
}


CALORIMETER: tuple[Template, ...] = (
    Template(
        name="calorimeter",
        heldout=True,
        boxes=(Box(7, _METALS, range(1, 61), range(1, 13), range(1, 21), range(5, 31)),),
        holes=True,
        build=calorimeter,
        # The water gives and takes: how far the cold one is pulled up.
        oracle=lambda given: (
            given["cold"]
            + (given["hot"] - given["cold"])
            * (given["c"] * Fraction(given["metal"]))
            / (given["c"] * Fraction(given["metal"]) + given["cw"] * Fraction(given["water"]))
        ),
        en=english(
            (
                "{metal} kg of {what} at {hot} degrees C is put into water.",
                "The water has a mass of {water} kg and a temperature of {cold} degrees C.",
                "The specific heat capacities are {c} J/(kg C) for {what} and {cw} J/(kg C) for water.",
                "No heat is lost.",
                "What temperature in degrees C do both reach?",
            ),
            (
                "An insulated vessel holds {water} kg of water at {cold} degrees C.",
                "A piece of {what} of {metal} kg and {hot} degrees C is dropped in.",
                "The specific heat capacity of water is {cw} J/(kg C).",
                "That of {what} is {c} J/(kg C).",
                "Find the final common temperature in degrees C.",
            ),
            **_MIX_EN,
        ),
        zh=chinese(
            (
                "把{metal}千克、{hot}℃的{what}块放入水中。",
                "水的质量为{water}千克，温度为{cold}℃。",
                "{what}的比热容为{c}焦/(千克·℃)，水的比热容为{cw}焦/(千克·℃)。",
                "不计热量损失。",
                "最后的共同温度是多少摄氏度？",
            ),
            (
                "绝热容器里有{water}千克{cold}℃的水。",
                "放入一块质量为{metal}千克、温度为{hot}℃的{what}。",
                "水的比热容取{cw}焦/(千克·℃)。",
                "{what}的比热容取{c}焦/(千克·℃)。",
                "求热平衡时的温度，单位为摄氏度。",
            ),
            **_MIX_ZH,
        ),
    ),
)
"""Held back from training."""
