"""Waves: speed, frequency, wavelength, and how many of them fit into a way.

The oracles count the waves that leave the source.
"""

from fractions import Fraction

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box
from tasks.problems.sums import short


def wave(speed: int, time: int, frequency: Fraction) -> Proof | None:
    """A wave that goes a way in a time; its length."""
    if not short(speed / frequency):
        return None
    return Proof(
        (Given("way", speed * time, "m"), Given("time", time, "s"), Given("f", frequency, "Hz")),
        (
            ProofStep("v", "way/time", speed, "speed", "m/s"),
            ProofStep("length", "v/f", speed / frequency, "length", "m"),
        ),
        decimals=True,
    )


def media(speed: int, time: int, frequency: int, length: Fraction) -> Proof | None:
    """A wave that enters another medium, with waves of some length; how many of them fit into a way."""
    other = frequency * length
    waves = speed * time / length
    if waves.denominator > 1 or speed == other:
        return None
    return Proof(
        (
            Given("v", speed, "m/s"),
            Given("f", frequency, "Hz"),
            Given("time", time, "s"),
            Given("v2", other, "m/s"),
        ),
        (
            ProofStep("way", "v*time", speed * time, "way", "m"),
            ProofStep("length", "v2/f", length, "length", "m"),
            ProofStep("waves", "way/length", waves, "waves"),
        ),
        decimals=True,
    )


_FREQUENCIES = tuple(
    Fraction(n, 2) for n in (1, 2, 4, 5, 8, 10, 16, 20, 25, 32, 40, 50, 80, 100, 125, 160, 200)
)
_LENGTHS = tuple(Fraction(n, 20) for n in (10, 16, 20, 25, 32, 40, 50, 64, 80, 100, 125, 160, 200, 250))
_WAVE_EN = {
    "speed": "{0} m in {1} s is a speed of {output} m/s.",
    "way": "At {0} m/s it covers {output} m in {1} s.",
    "length": "{0} m/s divided by {1} Hz is a wavelength of {output} m.",
    "waves": "{0} m divided by {1} m makes {output} waves.",
}
_WAVE_ZH = {
    "speed": "{1}秒传播{0}米，波速为{output}米/秒。",
    "way": "以{0}米/秒传播{1}秒，路程为{output}米。",
    "length": "波速{0}米/秒除以频率{1}赫兹，波长为{output}米。",
    "waves": "{0}米除以{1}米，得{output}个波长。",
}


WAVES: tuple[Template, ...] = (
    Template(
        name="wave",
        boxes=(Box(2, range(2, 401, 2), range(2, 61), _FREQUENCIES),),
        wide=(Box(2, range(410, 2_000, 10), range(62, 200), tuple(map(Fraction, range(110, 1_000, 10)))),),
        holes=True,
        build=wave,
        # As many waves as have left lie along the way.
        oracle=lambda given: given["way"] / (Fraction(given["f"]) * given["time"]),
        en=english(
            (
                "A wave travels {way} m in {time} s.",
                "Its source vibrates at {f} Hz.",
                "What is the wavelength in m?",
            ),
            (
                "The source of a wave vibrates at {f} Hz.",
                "The wave covers {way} m in {time} s.",
                "How long is the wavelength, in m?",
            ),
            **_WAVE_EN,
        ),
        zh=chinese(
            ("一列波在{time}秒内传播{way}米。", "波源的振动频率为{f}赫兹。", "波长是多少米？"),
            (
                "波源以{f}赫兹的频率振动。",
                "产生的波在{time}秒内传播{way}米。",
                "求这列波的波长，单位为米。",
            ),
            **_WAVE_ZH,
        ),
    ),
    Template(
        name="media",
        boxes=(Box(3, range(10, 401, 5), range(2, 31), range(2, 61), _LENGTHS),),
        wide=(Box(3, range(420, 3_000, 20), range(32, 90), range(62, 200, 2), _LENGTHS),),
        holes=True,
        build=media,
        # As many as leave the source while a wave crosses the way in the second medium.
        oracle=lambda given: given["f"] * given["v"] * given["time"] / Fraction(given["v2"]),
        en=english(
            (
                "A wave of {f} Hz runs at {v} m/s in one medium.",
                "There it takes {time} s from one wall to the other.",
                "Now another medium fills the space, in which it runs at {v2} m/s.",
                "How many wavelengths are there between the walls?",
            ),
            (
                "Waves of {f} Hz have a speed of {v} m/s in one material and of {v2} m/s in another.",
                "They cross a layer of the first material in {time} s.",
                "How many wavelengths fit into a layer of the second material that is just as thick?",
            ),
            **_WAVE_EN,
        ),
        zh=chinese(
            (
                "频率为{f}赫兹的波在第一种介质中的波速为{v}米/秒。",
                "它在两壁之间传播一次用时{time}秒。",
                "换成第二种介质后，波速为{v2}米/秒。",
                "此时两壁之间有多少个波长？",
            ),
            (
                "一列{f}赫兹的波在甲介质中的速度为{v}米/秒，在乙介质中为{v2}米/秒。",
                "它穿过一层甲介质需要{time}秒。",
                "同样厚度的一层乙介质相当于多少个波长？",
            ),
            **_WAVE_ZH,
        ),
    ),
)
"""In one medium and in two."""
