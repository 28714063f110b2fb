"""Motion along a line: legs of a journey, acceleration, braking, a push. The example to imitate.

Steps are those of kinematics; the oracles go another way: a journey hour by hour, the formula
without the final speed, or the energy that is put in or lost. Speeds in km/h are multiples of 18, so that
they are whole numbers of m/s.
"""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box

_SPEEDS, _WIDE_SPEEDS = range(4, 121, 2), range(122, 301, 2)
_HOURS, _WIDE_HOURS = range(1, 10), range(11, 30)


def journey(*legs: int) -> Proof:
    """Legs, each a speed in km/h and then hours; the distance."""
    return Proof(_told(legs), tuple(_distances(legs)))


def mean_speed(*legs: int) -> Proof | None:
    """The same, with the hours summed and the mean speed; a hole unless that is a short decimal."""
    steps = _distances(legs)
    distance, time, before = steps[-1].value, legs[1], "time1"
    for number in range(2, len(legs) // 2 + 1):
        time += legs[2 * number - 1]
        steps.append(ProofStep(f"hours{number}", f"{before}+time{number}", time, "add_hours", "h"))
        before = f"hours{number}"
    mean = Fraction(distance) / time
    if 20 % mean.denominator:
        return None
    formula = f"{steps[len(legs) - 2].name}/{before}"
    steps.append(ProofStep("mean", formula, mean, "divide", "km/h"))
    return Proof(_told(legs), tuple(steps), decimals=True)


def _told(legs: tuple[int, ...]) -> tuple[Given, ...]:
    pairs = zip(legs[::2], legs[1::2], strict=True)
    return tuple(
        given
        for number, (speed, time) in enumerate(pairs, start=1)
        for given in (Given(f"speed{number}", speed, "km/h"), Given(f"time{number}", time, "h"))
    )


def _distances(legs: tuple[int, ...]) -> list[ProofStep]:
    steps: list[ProofStep] = []
    total, before = 0, ""
    for number, (speed, time) in enumerate(zip(legs[::2], legs[1::2], strict=True), start=1):
        way = speed * time
        steps.append(ProofStep(f"way{number}", f"speed{number}*time{number}", way, "leg", "km"))
        total += way
        if before:
            steps.append(ProofStep(f"sum{number}", f"{before}+way{number}", total, "add_ways", "km"))
        before = f"sum{number}" if before else "way1"
    return steps


def _ride(given: Mapping[str, int]) -> int:
    """The distance, hour by hour."""
    speeds = [given[f"speed{n}"] for n in range(1, len(given) // 2 + 1) for _ in range(given[f"time{n}"])]
    return sum(speeds)


def speed_up(start: int, acceleration: int, time: int) -> Proof:
    """Constant acceleration from a speed; how far."""
    gain = acceleration * time
    final = start + gain
    mean = Fraction(start + final, 2)
    return Proof(
        (Given("start", start, "m/s"), Given("acc", acceleration, "m/s^2"), Given("time", time, "s")),
        (
            ProofStep("gain", "acc*time", gain, "gain", "m/s"),
            ProofStep("final", "start+gain", final, "final", "m/s"),
            ProofStep("mean", "(start+final)/2", mean, "mean", "m/s"),
            ProofStep("way", "mean*time", mean * time, "way", "m"),
        ),
        decimals=True,
    )


def brake(fives: int, reaction: Fraction, braking: int) -> Proof | None:
    """A car of 18*fives km/h that reacts late and brakes; the way until it stands."""
    speed = 5 * fives
    time = Fraction(speed, braking)
    if 20 % time.denominator:
        return None
    late, slow = speed * reaction, speed * time / 2
    return Proof(
        (
            Given("speed", 18 * fives, "km/h"),
            Given("reaction", reaction, "s"),
            Given("braking", braking, "m/s^2"),
        ),
        (
            ProofStep("v", "speed/3.6", speed, "convert", "m/s"),
            ProofStep("late", "v*reaction", late, "late", "m"),
            ProofStep("time", "v/braking", time, "stop", "s"),
            ProofStep("slow", "v*time/2", slow, "slow", "m"),
            ProofStep("way", "late+slow", late + slow, "add_ways", "m"),
        ),
        decimals=True,
    )


def push(force: int, drag: int, mass: int, time: int) -> Proof | None:
    """A body pushed from rest against friction; its kinetic energy."""
    if force <= drag or 20 % Fraction(force - drag, mass).denominator:
        return None
    acceleration = Fraction(force - drag, mass)
    speed = acceleration * time
    square = speed * speed
    return Proof(
        (
            Given("mass", mass, "kg"),
            Given("force", force, "N"),
            Given("drag", drag, "N"),
            Given("time", time, "s"),
        ),
        (
            ProofStep("net", "force-drag", force - drag, "net", "N"),
            ProofStep("acc", "net/mass", acceleration, "newton", "m/s^2"),
            ProofStep("final", "acc*time", speed, "final_speed", "m/s"),
            ProofStep("square", "final^2", square, "square", "m^2/s^2"),
            ProofStep("energy", "mass*square/2", mass * square / 2, "energy", "J"),
        ),
        decimals=True,
    )


def _legs(counts: range, steps_of: int, extra: int, *, wide: bool = False) -> tuple[Box, ...]:
    leg = (_WIDE_SPEEDS, _WIDE_HOURS) if wide else (_SPEEDS, _HOURS)
    return tuple(Box(steps_of * k + extra, *leg * k) for k in counts)


_REACTIONS = tuple(Fraction(n, 10) for n in range(4, 21))

_JOURNEY_EN = {
    "leg": "{0} km/h for {1} h makes {output} km.",
    "add_ways": "{0} plus {1} is {output}.",
    "add_hours": "{0} h and {1} h are {output} h.",
    "divide": "{0} km in {1} h is a mean of {output} km/h.",
}
_JOURNEY_ZH = {
    "leg": "以{0}千米/时行驶{1}小时，行程{output}千米。",
    "add_ways": "{0}加{1}等于{output}。",
    "add_hours": "{0}小时与{1}小时共{output}小时。",
    "divide": "{1}小时行{0}千米，平均速度为{output}千米/时。",
}

MOTION = Subtask(
    kind="applied",
    templates=(
        Template(
            name="journey",
            boxes=_legs(range(1, 9), 2, -1),
            wide=_legs(range(1, 9), 2, -1, wide=True),
            build=journey,
            oracle=_ride,
            cast={
                "who": (
                    ("train", "一列火车"),
                    ("truck", "一辆卡车"),
                    ("ship", "一艘轮船"),
                    ("bus", "一辆客车"),
                )
            },
            en=english(
                (
                    "A {who} is on a journey.",
                    "It goes at {speed#} km/h for {time#} h.",
                    "How many km does it cover in all?",
                ),
                (
                    "The log of a {who} has these entries.",
                    "{time#} h at {speed#} km/h.",
                    "What distance is that, in km?",
                ),
                **_JOURNEY_EN,
            ),
            zh=chinese(
                ("{who}出发了。", "以{speed#}千米/时行驶{time#}小时。", "一共行驶多少千米？"),
                ("{who}的行程记录如下。", "{time#}小时，速度{speed#}千米/时。", "总路程是多少千米？"),
                **_JOURNEY_ZH,
            ),
        ),
        Template(
            name="mean_speed",
            heldout=True,
            boxes=_legs(range(2, 7), 3, -1),
            holes=True,
            build=mean_speed,
            oracle=lambda given: Fraction(_ride(given), sum(v for k, v in given.items() if k[0] == "t")),
            cast={"who": (("train", "一列火车"), ("truck", "一辆卡车"), ("plane", "一架飞机"))},
            en=english(
                (
                    "A {who} travels.",
                    "It goes at {speed#} km/h for {time#} h.",
                    "What is its mean speed over the whole time, in km/h?",
                ),
                (
                    "The log of a {who} has these entries.",
                    "{time#} h at {speed#} km/h.",
                    "What is the mean speed, in km/h?",
                ),
                **_JOURNEY_EN,
            ),
            zh=chinese(
                (
                    "{who}行驶了几段路程。",
                    "以{speed#}千米/时行驶{time#}小时。",
                    "全程的平均速度是多少千米/时？",
                ),
                ("{who}的行程记录如下。", "{time#}小时，速度{speed#}千米/时。", "平均速度是多少千米/时？"),
                **_JOURNEY_ZH,
            ),
        ),
        Template(
            name="speed_up",
            boxes=(Box(4, range(41), range(1, 16), range(2, 31)),),
            wide=(Box(4, range(50, 200), range(20, 60), range(40, 90)),),
            build=speed_up,
            oracle=lambda given: (
                given["start"] * given["time"] + Fraction(given["acc"] * given["time"] ** 2, 2)
            ),
            cast={"who": (("car", "一辆汽车"), ("sled", "一架雪橇"), ("cyclist", "一名骑车人"))},
            en=english(
                (
                    "A {who} moves at {start} m/s.",
                    "It then accelerates at {acc} m/s^2.",
                    "The acceleration lasts {time} s.",
                    "How many metres does it go meanwhile?",
                ),
                (
                    "The speed of a {who} is {start} m/s at first.",
                    "For {time} s it accelerates.",
                    "The acceleration is {acc} m/s^2.",
                    "What distance, in m, does it cover in this time?",
                ),
                gain="In {1} s at {0} m/s^2 it gains {output} m/s.",
                final="The final speed is {0}+{1}, so {output} m/s.",
                mean="The mean of {0} and {1} is {output} m/s.",
                way="At {0} m/s on average it goes {output} m in {1} s.",
            ),
            zh=chinese(
                (
                    "{who}的速度是{start}米/秒。",
                    "随后它以{acc}米/秒²的加速度加速。",
                    "加速持续{time}秒。",
                    "这段时间内它前进多少米？",
                ),
                (
                    "{who}的初速度为{start}米/秒。",
                    "加速度为{acc}米/秒²。",
                    "加速时间为{time}秒。",
                    "求位移，单位为米。",
                ),
                gain="以{0}米/秒²加速{1}秒，速度增加{output}米/秒。",
                final="末速度为{0}+{1}，即{output}米/秒。",
                mean="{0}与{1}的平均值是{output}米/秒。",
                way="平均速度{0}米/秒，{1}秒前进{output}米。",
            ),
        ),
        Template(
            name="brake",
            boxes=(Box(5, range(1, 13), _REACTIONS, range(1, 12)),),
            wide=(Box(5, range(14, 40), _REACTIONS, range(12, 30)),),
            holes=True,
            build=brake,
            oracle=lambda given: (
                given["speed"] / Fraction("3.6") * given["reaction"]
                + (given["speed"] / Fraction("3.6")) ** 2 / (2 * given["braking"])
            ),
            en=english(
                (
                    "A car goes at {speed} km/h.",
                    "The driver sees an obstacle and reacts after {reaction} s.",
                    "Then the car slows down by {braking} m/s every second.",
                    "How many metres does it go until it stands?",
                ),
                (
                    "A train runs at {speed} km/h when a signal turns red.",
                    "The brakes begin to work {reaction} s later.",
                    "The deceleration is {braking} m/s^2.",
                    "How long, in m, is the way to a standstill?",
                ),
                convert="{0} km/h divided by 3.6 is {output} m/s.",
                late="Before braking it goes {0} times {1}, so {output} m.",
                stop="It stands after {0} divided by {1}, so {output} s.",
                slow="Braking, its mean speed is half of {0} m/s, so it goes {output} m in {1} s.",
                add_ways="{0} plus {1} is {output}.",
            ),
            zh=chinese(
                (
                    "一辆汽车以{speed}千米/时行驶。",
                    "司机看到障碍物，{reaction}秒后开始刹车。",
                    "刹车的加速度大小为{braking}米/秒²。",
                    "汽车停下前一共前进多少米？",
                ),
                (
                    "列车以{speed}千米/时行驶时信号变红。",
                    "{reaction}秒后制动生效。",
                    "此后速度每秒减少{braking}米/秒。",
                    "到停下为止，列车前进多少米？",
                ),
                convert="{0}千米/时除以3.6，得{output}米/秒。",
                late="刹车前前进{0}乘{1}，即{output}米。",
                stop="{0}除以{1}，经{output}秒停下。",
                slow="刹车时平均速度为{0}米/秒的一半，{1}秒前进{output}米。",
                add_ways="{0}加{1}等于{output}。",
            ),
        ),
        Template(
            name="push",
            boxes=(Box(5, range(5, 101, 5), range(1, 31), range(1, 26), range(2, 13)),),
            wide=(Box(5, range(200, 1_000, 20), range(40, 100), range(30, 90, 5), range(15, 40)),),
            holes=True,
            build=push,
            oracle=lambda given: (
                # The work of the net force along the way a*t^2/2.
                (given["force"] - given["drag"])
                * Fraction(given["force"] - given["drag"], given["mass"])
                * given["time"] ** 2
                / 2
            ),
            cast={"what": (("crate", "木箱"), ("cart", "小车"), ("sled", "雪橇"))},
            en=english(
                (
                    "A {what} of {mass} kg is at rest.",
                    "It is pushed with {force} N.",
                    "Friction is {drag} N.",
                    "The push lasts {time} s.",
                    "What is its kinetic energy then, in J?",
                ),
                (
                    "A {what} has a mass of {mass} kg and stands still.",
                    "A force of {force} N begins to act on it.",
                    "{drag} N of friction work against it.",
                    "How large is its kinetic energy after {time} s, in J?",
                ),
                net="The net force is {0} minus {1}, so {output} N.",
                newton="The acceleration is {0} divided by {1}, so {output} m/s^2.",
                final_speed="After {1} s the speed is {output} m/s.",
                square="{0} squared is {output}.",
                energy="Half of {0} times {1} is {output}.",
            ),
            zh=chinese(
                (
                    "质量为{mass}千克的{what}静止在地面上。",
                    "用{force}牛的力推它。",
                    "摩擦力为{drag}牛。",
                    "推力作用{time}秒。",
                    "此时它的动能是多少焦？",
                ),
                (
                    "一个静止的{what}质量为{mass}千克。",
                    "它受到{force}牛的推力。",
                    "摩擦力是{drag}牛。",
                    "{time}秒后它的动能是多少焦？",
                ),
                net="合力为{0}减{1}，即{output}牛。",
                newton="加速度为{0}除以{1}，即{output}米/秒²。",
                final_speed="{1}秒后速度为{output}米/秒。",
                square="{0}的平方是{output}。",
                energy="{0}乘{1}的一半是{output}。",
            ),
        ),
    ),
)
