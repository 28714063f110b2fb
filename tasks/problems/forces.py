"""Motion that changes: acceleration, braking, a push. What moves is chosen by how fast it is.

Steps are those of kinematics; the oracles go another way: the formula without the final speed, or the energy
that is put in or lost. Speeds in km/h are multiples of 18, so that they are whole numbers of m/s.
"""

from fractions import Fraction

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.vehicles import BUS, CAR, FAST_TRAIN, ROCKET, TRAIN, TRUCK, one_of

MAX_SPEED = 50
"""Fastest a vehicle gets, in m/s; a rocket is faster."""
MAX_PUSHED = 20
"""Fastest a pushed body gets, in m/s."""


def speed_up(start: int, tenths: int, time: int) -> Proof | None:
    """Constant acceleration from a speed, in tenths of m/s^2; how far."""
    acceleration = Fraction(tenths, 10)
    gain = acceleration * time
    final = start + gain
    mean = (start + final) / 2
    if final > MAX_SPEED and tenths < 200:
        return None
    who = (ROCKET,) if tenths >= 200 else (TRAIN, BUS) if tenths < 13 else (CAR, TRUCK)
    return Proof(
        (Given("start", start, "m/s"), Given("acc", acceleration, "m/s^2"), Given("time", time, "s")),
        (
            ProofStep("gain", "acc*time", gain, "gain", "m/s"),
            ProofStep("final", "start+gain", final, "final", "m/s"),
            ProofStep("mean", "(start+final)/2", mean, "mean", "m/s"),
            ProofStep("way", "mean*time", mean * time, "way", "m"),
        ),
        one_of(who, start, tenths, time),
        decimals=True,
    )


def brake(fives: int, reaction: Fraction, braking: Fraction) -> Proof | None:
    """Something at 18*fives km/h that reacts late and brakes; the way until it stops."""
    speed = 5 * fives
    time = speed / braking
    who = (FAST_TRAIN,) if fives > 8 else (CAR, BUS, TRUCK)
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
        one_of(who, fives, int(10 * reaction), int(10 * braking)),
        decimals=True,
    )


def push(force: int, drag: int, mass: int, time: int) -> Proof | None:
    """A body pushed from rest against friction; its kinetic energy."""
    if force <= drag or 20 % Fraction(force - drag, mass).denominator:
        return None
    acceleration = Fraction(force - drag, mass)
    speed = acceleration * time
    if speed > MAX_PUSHED:
        return None
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


_REACTIONS = tuple(Fraction(n, 20) for n in range(8, 41))
_MASSES, _WIDE_MASSES = (5, 8, 10, 16, 20, 25, 40, 50, 60, 80), (100, 200, 250, 300, 400, 500, 600, 800)
_BRAKINGS = tuple(Fraction(n, 10) for n in range(20, 91))
_WEAK_BRAKINGS = tuple(Fraction(n, 20) for n in range(8, 31))


FORCES: tuple[Template, ...] = (
    Template(
        name="speed_up",
        boxes=(Box(4, range(31), range(2, 41), range(2, 31)),),
        wide=(Box(4, range(50, 200), range(200, 400, 5), range(40, 90)),),
        holes=True,
        build=speed_up,
        oracle=lambda given: given["start"] * given["time"] + Fraction(given["acc"] * given["time"] ** 2, 2),
        en=english(
            (
                "A {who} moves at {start} m/s.",
                "It then accelerates at {acc} m/s^2.",
                "The acceleration lasts {time} s.",
                "How many metres does it cover meanwhile?",
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
        boxes=(Box(5, range(2, 9), _REACTIONS, _BRAKINGS),),
        wide=(Box(5, range(9, 21), _REACTIONS, _WEAK_BRAKINGS),),
        holes=True,
        build=brake,
        oracle=lambda given: (
            given["speed"] / Fraction("3.6") * given["reaction"]
            + (given["speed"] / Fraction("3.6")) ** 2 / (2 * given["braking"])
        ),
        en=english(
            (
                "A {who} goes at {speed} km/h.",
                "The driver sees an obstacle, and the brakes work {reaction} s later.",
                "From then on it slows down by {braking} m/s every second.",
                "How many metres does it go from the sight of the obstacle until it stops?",
            ),
            (
                "A signal turns red while a {who} runs at {speed} km/h.",
                "Its brakes begin to work {reaction} s later.",
                "The deceleration is then {braking} m/s^2.",
                "What distance in m does it cover after the signal until it stops?",
            ),
            convert="{0} km/h divided by 3.6 is {output} m/s.",
            late="Before braking it goes {0} times {1}, so {output} m.",
            stop="Braking takes {0} divided by {1}, so {output} s.",
            slow="The mean speed of braking is half of {0} m/s, so it goes {output} m in {1} s.",
            add_ways="{0} plus {1} is {output}.",
        ),
        zh=chinese(
            (
                "{who}以{speed}千米/时行驶。",
                "司机发现障碍物，{reaction}秒后开始刹车。",
                "刹车的加速度大小为{braking}米/秒²。",
                "从发现障碍物到停下，一共前进多少米？",
            ),
            (
                "信号灯变红时，{who}正以{speed}千米/时行驶。",
                "{reaction}秒后制动生效。",
                "此后速度每秒减少{braking}米/秒。",
                "从信号灯变红到停下，一共前进多少米？",
            ),
            convert="{0}千米/时除以3.6，得{output}米/秒。",
            late="刹车前前进{0}乘{1}，即{output}米。",
            stop="刹车用时为{0}除以{1}，即{output}秒。",
            slow="刹车时平均速度为{0}米/秒的一半，{1}秒前进{output}米。",
            add_ways="{0}加{1}等于{output}。",
        ),
    ),
    Template(
        name="push",
        boxes=(Box(5, range(5, 201, 5), range(1, 41), _MASSES, range(2, 13)),),
        wide=(Box(5, range(220, 1_000, 20), range(50, 400, 10), _WIDE_MASSES, range(15, 40)),),
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
                "A friction force of {drag} N acts against the motion.",
                "The push lasts {time} s.",
                "What is its kinetic energy at the end, in J?",
            ),
            (
                "A {what} has a mass of {mass} kg and stands still.",
                "A force of {force} N begins to act on it.",
                "Friction works against it with {drag} N.",
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
                "静止的{what}质量为{mass}千克。",
                "它受到{force}牛的推力。",
                "摩擦力是{drag}牛。",
                "{time}秒后它的动能是多少焦？",
            ),
            net="合力为{0}减{1}，即{output}牛。",
            newton="加速度为{0}除以{1}，即{output}米/秒²。",
            final_speed="{1}秒后速度为{output}米/秒。",
            square="{0}的平方是{output}。",
            energy="{0}乘{1}再除以2，得{output}。",
        ),
    ),
)
"""Faster and slower."""
