"""Cuboids: the water in a tank, and a box folded from a sheet."""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box

Numbers = Mapping[str, int]


def tank(length: int, width: int, depth: int) -> Proof | None:
    """A cuboid in cm; litres."""
    if width > length:
        return None
    volume = length * width * depth
    return Proof(
        (Given("a", length, "cm"), Given("b", width, "cm"), Given("h", depth, "cm")),
        (
            ProofStep("v", "a*b*h", volume, "volume", "cm^3"),
            ProofStep("l", "v/1000", Fraction(volume, 1000), "litres", "L"),
        ),
        decimals=True,
    )


def open_box(side: int, wide: int, cut: int) -> Proof | None:
    """A sheet with squares cut off its corners, folded to a box; volume."""
    if 2 * cut >= min(side, wide) or wide > side:
        return None
    a, b = side - 2 * cut, wide - 2 * cut
    return Proof(
        (Given("s", side, "cm"), Given("t", wide, "cm"), Given("c", cut, "cm")),
        (
            ProofStep("a", "s-2*c", a, "length", "cm"),
            ProofStep("b", "t-2*c", b, "width", "cm"),
            ProofStep("A", "a*b", a * b, "floor", "cm^2"),
            ProofStep("V", "A*c", a * b * cut, "box", "cm^3"),
        ),
    )


def _box_by_cutting(given: Numbers) -> int:
    """A block over the whole sheet, less what stands over the strips and corners."""
    s, t, c = given["s"], given["t"], given["c"]
    return c * (s * t - 2 * c * s - 2 * c * t + 4 * c * c)


TANK = Template(
    name="tank",
    boxes=(Box(2, range(20, 121), range(15, 61), range(5, 51)),),
    wide=(Box(2, range(121, 300), range(61, 100), range(51, 90)),),
    holes=True,
    build=tank,
    oracle=lambda given: Fraction(given["a"], 10) * Fraction(given["b"], 10) * Fraction(given["h"], 10),
    cast={"what": (("fish tank", "鱼缸"), ("water tank", "水箱"), ("trough", "水槽"))},
    en=english(
        (
            "A {what} is a cuboid, {a} cm long and {b} cm wide inside.",
            "The water in it is {h} cm deep.",
            "How many litres of water does it contain?",
        ),
        (
            "Water stands {h} cm high in a rectangular {what}.",
            "The {what} is {a} cm long and {b} cm wide inside.",
            "How much water is that, in litres?",
        ),
        volume="The volume is {claim}.",
        litres="A litre is 1000 cubic centimetres: {claim}.",
    ),
    zh=chinese(
        (
            "一个长方体{what}，从里面量长{a}厘米，宽{b}厘米。",
            "{what}中水深{h}厘米。",
            "里面有多少升水？",
        ),
        ("长方体{what}内水深{h}厘米。", "{what}内部长{a}厘米，宽{b}厘米。", "求水的体积，单位为升。"),
        volume="水的体积为{claim}。",
        litres="1升等于1000立方厘米：{claim}。",
    ),
)


OPEN_BOX = Template(
    name="open_box",
    heldout=True,
    boxes=(Box(4, range(20, 100), range(16, 80), range(1, 15)),),
    holes=True,
    build=open_box,
    oracle=_box_by_cutting,
    en=english(
        (
            "A sheet of cardboard is {s} cm long and {t} cm wide.",
            "Squares with a side of {c} cm are cut off at its four corners.",
            "The rest is folded up into an open box.",
            "What is its volume, in cm^3?",
        ),
        (
            "A metal sheet is {s} cm long and {t} cm wide.",
            "A square with a side of {c} cm is cut off at each corner.",
            "The flaps are bent up to form an open box.",
            "How many cm^3 does the box hold?",
        ),
        length="The box is shorter than the sheet by two sides of a square: {claim}.",
        width="Its width is {claim}.",
        floor="The area of its floor is {claim}.",
        box="Multiply by the height: {claim}.",
    ),
    zh=chinese(
        (
            "一张长方形纸板长{s}厘米，宽{t}厘米。",
            "在四个角各剪去一个边长为{c}厘米的正方形。",
            "然后折成一个无盖的盒子。",
            "盒子的容积是多少立方厘米？",
        ),
        (
            "把一块长{s}厘米、宽{t}厘米的铁皮的四角各截去边长为{c}厘米的正方形。",
            "再折成一个无盖长方体铁盒。",
            "求铁盒的容积，单位为立方厘米。",
        ),
        length="盒子的长为{claim}。",
        width="宽为{claim}。",
        floor="底面积为{claim}。",
        box="再乘高，得{claim}。",
    ),
)
