"""Energy: heat, lifting, and what is left of it when a ball rises or a sled slides. g is 10 N/kg.

Steps follow the energy; the oracles go another way, by kinematics.
"""

import math
from collections.abc import Mapping
from fractions import Fraction

from tasks.problems import calorimeter, heat, lifting
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import short

_SUBSTANCES = {
    4200: ("water", "水"),
    2100: ("paraffin oil", "煤油"),
    2400: ("glycerol", "甘油"),
    880: ("aluminium", "铝"),
    460: ("iron", "铁"),
    390: ("copper", "铜"),
    130: ("lead", "铅"),
}
"""Specific heat capacity in J/(kg K) -> what has it."""
_CAPACITY = "J/(kg*K)"


def throw(tenths: int, speed: int, loss: int) -> Proof | None:
    """A ball thrown up that loses a share of its energy to the air; how high it gets."""
    mass = Fraction(tenths, 10)
    square = speed * speed
    energy = mass * square / 2
    rest = energy * (100 - loss) / 100
    height = rest / (mass * 10)
    if not short(energy, rest, height, places=3):
        return None
    return Proof(
        (
            Given("mass", mass, "kg"),
            Given("speed", speed, "m/s"),
            Given("loss", loss, "%"),
            Given("g", 10, "N/kg"),
        ),
        (
            ProofStep("square", "speed^2", square, "square", "m^2/s^2"),
            ProofStep("energy", "mass*square/2", energy, "kinetic", "J"),
            ProofStep("rest", "energy*(100-loss)/100", rest, "rest", "J"),
            ProofStep("height", "rest/(mass*g)", height, "height", "m"),
        ),
        decimals=True,
    )


def slide(mass: int, height: int, ratio: int, start: int, final: int) -> Proof | None:
    """A sled down a slope against friction; its speed at the foot."""
    length = height * ratio
    friction = mass * (10 * height + Fraction(start * start - final * final, 2)) / length
    if final <= start or friction <= 0 or not short(friction):
        return None
    potential, kinetic, lost = mass * 10 * height, Fraction(mass * start * start, 2), friction * length
    return Proof(
        (
            Given("mass", mass, "kg"),
            Given("height", height, "m"),
            Given("length", length, "m"),
            Given("start", start, "m/s"),
            Given("friction", friction, "N"),
            Given("g", 10, "N/kg"),
        ),
        (
            ProofStep("potential", "mass*g*height", potential, "potential", "J"),
            ProofStep("kinetic", "mass*start^2/2", kinetic, "kinetic_start", "J"),
            ProofStep("lost", "friction*length", lost, "lost", "J"),
            ProofStep("energy", "potential+kinetic", potential + kinetic, "add", "J"),
            ProofStep("rest", "energy-lost", potential + kinetic - lost, "subtract", "J"),
            ProofStep("square", "2*rest/mass", final * final, "square_of", "m^2/s^2"),
            ProofStep("final", "sqrt(square)", final, "root", "m/s"),
        ),
        decimals=True,
    )


def _accelerate(given: Mapping[str, int]) -> int:
    """The speed at the foot by the acceleration along the slope."""
    pull = Fraction(given["mass"] * given["g"] * given["height"], given["length"]) - given["friction"]
    square = Fraction(given["start"]) ** 2 + 2 * pull / given["mass"] * given["length"]
    return math.isqrt(int(square)) if square.denominator == 1 else -1


_MIX_EN = {
    "add": "{0} plus {1} is {output}.",
}

_MIX_ZH = {
    "add": "{0}加{1}等于{output}。",
}
_BALL_EN = {
    "square": "{0} squared is {output}.",
    "kinetic": "The kinetic energy is half of {0} times {1}, so {output} J.",
    "rest": "Without {1}% of it, {output} J is left.",
    "height": "{0} J divided by the weight {1}*{2} N is {output} m.",
}
_BALL_ZH = {
    "square": "{0}的平方是{output}。",
    "kinetic": "动能为{0}乘{1}再除以2，即{output}焦。",
    "rest": "损失{1}%后，剩余{output}焦。",
    "height": "{0}焦除以重力{1}×{2}牛，得{output}米。",
}
_SLOPE_EN = {
    "potential": "The potential energy is {claim} J.",
    "kinetic_start": "The kinetic energy at first is {claim} J.",
    "lost": "Friction takes {0} N times {1} m, so {output} J.",
    "add": "{0} plus {1} is {output}.",
    "subtract": "{0} minus {1} leaves {output} J at the foot.",
    "square_of": "The square of the speed is twice {0} divided by {1}, so {output}.",
    "root": "The root of {0} is {output}.",
}
_SLOPE_ZH = {
    "potential": "重力势能为{claim}焦。",
    "kinetic_start": "初动能为{claim}焦。",
    "lost": "克服摩擦力做功{0}牛乘{1}米，即{output}焦。",
    "add": "{0}加{1}等于{output}。",
    "subtract": "{0}减{1}，到坡底还有{output}焦。",
    "square_of": "速度的平方为{0}的2倍除以{1}，即{output}。",
    "root": "{0}的算术平方根是{output}。",
}

ENERGY = Subtask(
    kind="applied",
    version="2",
    templates=(
        *heat.HEAT,
        *lifting.LIFTING,
        Template(
            name="throw",
            boxes=(Box(4, range(1, 41), range(4, 41), range(5, 65, 5), listed=True),),
            wide=(Box(4, range(45, 100), range(42, 90), range(5, 65, 5)),),
            holes=True,
            build=throw,
            # The height of free flight, with the part that the air leaves.
            oracle=lambda given: (
                Fraction(given["speed"] ** 2, 2 * given["g"]) * (1 - Fraction(given["loss"], 100))
            ),
            en=english(
                (
                    "A ball of {mass} kg is thrown straight up at {speed} m/s.",
                    "On the way up it loses {loss}% of its energy to the air.",
                    "Take g = {g} N/kg.",
                    "How many metres does it rise?",
                ),
                (
                    "Take g = {g} N/kg.",
                    "A body of {mass} kg leaves the ground upwards at {speed} m/s.",
                    "{loss}% of its kinetic energy goes to the air before it turns back.",
                    "What height in m does it reach?",
                ),
                **_BALL_EN,
            ),
            zh=chinese(
                (
                    "将质量为{mass}千克的小球以{speed}米/秒竖直上抛。",
                    "上升过程中因空气阻力损失{loss}%的机械能。",
                    "g取{g}牛/千克。",
                    "小球上升的高度是多少米？",
                ),
                (
                    "取g={g}牛/千克。",
                    "一个{mass}千克的物体以{speed}米/秒的速度从地面竖直向上抛出。",
                    "到达最高点前，初动能的{loss}%因克服空气阻力而损失。",
                    "求它能达到的最大高度，单位为米。",
                ),
                **_BALL_ZH,
            ),
        ),
        Template(
            name="slide",
            boxes=(Box(7, range(2, 101, 2), range(2, 21), range(2, 6), range(1, 9), range(2, 21)),),
            wide=(Box(7, range(110, 301, 10), range(22, 61), range(2, 6), range(9, 20), range(21, 40)),),
            holes=True,
            build=slide,
            oracle=_accelerate,
            cast={"who": (("sled", "雪橇"), ("cart", "小车"), ("box", "箱子"))},
            en=english(
                (
                    "A {who} of {mass} kg starts down a slope at {start} m/s.",
                    "The slope is {length} m long and {height} m high.",
                    "Friction is {friction} N all the way.",
                    "Take g = {g} N/kg.",
                    "What is the speed at the foot, in m/s?",
                ),
                (
                    "Take g = {g} N/kg.",
                    "A slope drops by {height} m over its length of {length} m.",
                    "A {who} of {mass} kg passes its top at {start} m/s.",
                    "Friction of {friction} N slows it on the way down.",
                    "How fast is it at the foot, in m/s?",
                ),
                **_SLOPE_EN,
            ),
            zh=chinese(
                (
                    "质量为{mass}千克的{who}以{start}米/秒的初速度从坡顶下滑。",
                    "斜坡长{length}米，高{height}米。",
                    "下滑过程中受到的摩擦力为{friction}牛。",
                    "g取{g}牛/千克。",
                    "到达坡底时的速度是多少米/秒？",
                ),
                (
                    "取g={g}牛/千克。",
                    "一段斜坡长{length}米，高{height}米。",
                    "{mass}千克的{who}经过坡顶时速度为{start}米/秒。",
                    "下坡途中摩擦力恒为{friction}牛。",
                    "求到坡底时的速度，单位为米/秒。",
                ),
                **_SLOPE_ZH,
            ),
        ),
        *calorimeter.CALORIMETER,
    ),
)
