"""Solids in everyday things: tanks, cans, cones, balls, silos, pipes, a pool, a room.

pi stays pi. The oracles slice the bodies: Simpson's rule on the areas of sections is exact for every
body here; surfaces are lengths times the ways of their centroids; flat things are cut another way.
"""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from tasks.problems.exact_text import pi_text
from tasks.problems.proof import Given, Proof, ProofStep, Subtask, Template, chinese, english
from tasks.problems.spaces import Box

Numbers = Mapping[str, int]

_TRIPLES = ((3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25), (20, 21, 29))


def _sliced(section: Callable[[Fraction], Fraction], height: int | Fraction) -> float:
    """pi times the integral of the square of a radius, by Simpson's rule."""
    height = Fraction(height)
    total = section(Fraction(0)) + 4 * section(height / 2) + section(height)
    return math.pi * float(total * height / 6)


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


def can(diameter: int, height: int) -> Proof:
    """A cylinder; volume."""
    r = diameter // 2
    return Proof(
        (Given("d", diameter, "cm"), Given("h", height, "cm")),
        (
            ProofStep("r", "d/2", r, "radius", "cm"),
            ProofStep("A", "pi*r^2", pi_text(r * r), "base", "cm^2"),
            ProofStep("V", "A*h", pi_text(r * r * height), "cylinder", "cm^3"),
        ),
    )


def recast(radius: int, base: int) -> Proof | None:
    """A metal ball melted into a cylinder; its height."""
    height = Fraction(4 * radius**3, 3 * base * base)
    if height.denominator > 12 or not base <= 8 * height <= 160 * base:
        return None
    return Proof(
        (Given("R", radius, "mm"), Given("r", base, "mm")),
        (
            ProofStep("c", "R^3", radius**3, "cube", "mm^3"),
            ProofStep("V", "4*pi*c/3", pi_text(Fraction(4 * radius**3, 3)), "ball", "mm^3"),
            ProofStep("A", "pi*r^2", pi_text(base * base), "base", "mm^2"),
            ProofStep("h", "V/A", height, "height", "mm"),
        ),
    )


def cone(triple: tuple[int, int, int], scale: int, swapped: bool, count: int) -> Proof:
    """Paper cones with a whole slant height; the paper of all of them, without a base."""
    radius, height = (scale * leg for leg in (triple[1::-1] if swapped else triple[:2]))
    slant = scale * triple[2]
    return Proof(
        (Given("r", radius, "cm"), Given("h", height, "cm"), Given("n", count)),
        (
            ProofStep("q", "r^2+h^2", slant * slant, "square", "cm^2"),
            ProofStep("s", "sqrt(q)", slant, "slant", "cm"),
            ProofStep("M", "pi*r*s", pi_text(radius * slant), "lateral", "cm^2"),
            ProofStep("S", "n*M", pi_text(count * radius * slant), "all", "cm^2"),
        ),
    )


def silo(diameter: int, height: int, roof: int) -> Proof:
    """A cylinder with a conical roof; volume."""
    square = diameter * diameter // 4
    body, top = square * height, Fraction(square * roof, 3)
    return Proof(
        (Given("d", diameter, "m"), Given("h", height, "m"), Given("k", roof, "m")),
        (
            ProofStep("r", "d/2", diameter // 2, "radius", "m"),
            ProofStep("A", "pi*r^2", pi_text(square), "base", "m^2"),
            ProofStep("B", "A*h", pi_text(body), "cylinder", "m^3"),
            ProofStep("C", "A*k/3", pi_text(top), "cone", "m^3"),
            ProofStep("V", "B+C", pi_text(body + top), "add", "m^3"),
        ),
    )


def capsule(diameter: int, length: int, count: int) -> Proof:
    """Tanks that are a cylinder with two half balls; the surface of all."""
    r = diameter // 2
    side, ends = 2 * r * length, 4 * r * r
    return Proof(
        (Given("d", diameter, "m"), Given("l", length, "m"), Given("n", count)),
        (
            ProofStep("r", "d/2", r, "radius", "m"),
            ProofStep("q", "r^2", r * r, "square", "m^2"),
            ProofStep("B", "4*pi*q", pi_text(ends), "ball_surface", "m^2"),
            ProofStep("M", "pi*d*l", pi_text(side), "mantle", "m^2"),
            ProofStep("S", "B+M", pi_text(side + ends), "add", "m^2"),
            ProofStep("T", "n*S", pi_text(count * (side + ends)), "all", "m^2"),
        ),
    )


def pipe(outer: int, inner: int, length: int) -> Proof | None:
    """A pipe given by its diameters; the volume of its wall."""
    if not outer > inner >= outer // 3:
        return None
    large, small = outer // 2, inner // 2
    ring = large * large - small * small
    return Proof(
        (Given("D", outer, "cm"), Given("d", inner, "cm"), Given("l", length, "cm")),
        (
            ProofStep("R", "D/2", large, "outer_radius", "cm"),
            ProofStep("r", "d/2", small, "inner_radius", "cm"),
            ProofStep("Q", "R^2", large * large, "outer_square", "cm^2"),
            ProofStep("q", "r^2", small * small, "inner_square", "cm^2"),
            ProofStep("g", "Q-q", ring, "difference", "cm^2"),
            ProofStep("A", "pi*g", pi_text(ring), "ring", "cm^2"),
            ProofStep("V", "A*l", pi_text(ring * length), "cylinder", "cm^3"),
        ),
    )


def pool(length: int, width: int, shallow: int, more: int, rate: int) -> Proof | None:
    """A pool whose floor slopes evenly, depths in dm; the hours a pump takes."""
    deep = shallow + more
    mean = Fraction(shallow + deep, 20)
    section = mean * length
    volume = section * width
    hours = volume / rate
    if width > length or 20 % hours.denominator:
        return None
    return Proof(
        (
            Given("a", length, "m"),
            Given("b", width, "m"),
            Given("s", Fraction(shallow, 10), "m"),
            Given("t", Fraction(deep, 10), "m"),
            Given("p", rate, "m^3/h"),
        ),
        (
            ProofStep("w", "s+t", Fraction(shallow + deep, 10), "depths", "m"),
            ProofStep("m", "w/2", mean, "mean_depth", "m"),
            ProofStep("A", "m*a", section, "section", "m^2"),
            ProofStep("V", "A*b", volume, "volume", "m^3"),
            ProofStep("h", "V/p", hours, "hours", "h"),
        ),
        decimals=True,
    )


def room(
    length: int, width: int, height: int, window: tuple[int, int], count: int, price: int
) -> Proof | None:
    """Walls and ceiling without the windows, painted twice; the cost. Windows are in dm."""
    if width > length:
        return None
    wide, tall = (Fraction(side, 10) for side in window)
    around, walls, ceiling = 2 * (length + width), 2 * (length + width) * height, length * width
    glass = wide * tall
    net = walls + ceiling - count * glass
    givens: tuple[tuple[str, int | Fraction], ...]
    givens = (("a", length), ("b", width), ("h", height), ("u", wide), ("v", tall))
    return Proof(
        (
            *(Given(name, value, "m") for name, value in givens),
            Given("n", count),
            Given("p", price, "yuan/m^2"),
        ),
        (
            ProofStep("s", "a+b", length + width, "two_sides", "m"),
            ProofStep("c", "2*s", around, "around", "m"),
            ProofStep("W", "c*h", walls, "walls", "m^2"),
            ProofStep("C", "a*b", ceiling, "ceiling", "m^2"),
            ProofStep("G", "W+C", walls + ceiling, "gross", "m^2"),
            ProofStep("f", "u*v", glass, "window", "m^2"),
            ProofStep("F", "n*f", count * glass, "windows", "m^2"),
            ProofStep("N", "G-F", net, "net", "m^2"),
            ProofStep("T", "2*N", 2 * net, "coats", "m^2"),
            ProofStep("K", "T*p", 2 * net * price, "cost", "yuan"),
        ),
        decimals=True,
    )


def _room_wall_by_wall(given: Mapping[str, Fraction]) -> Fraction:
    """Paint each surface, then take the windows back."""
    a, b, h, u, v = (Fraction(given[name]) for name in "abhuv")
    surfaces = [(a, h), (b, h), (a, h), (b, h), (a, b)]
    once = sum((wide * tall * given["p"] for wide, tall in surfaces), Fraction(0))
    for _ in range(int(given["n"])):
        once -= u * v * given["p"]
    return once + once


def _pool_by_halves(given: Mapping[str, Fraction]) -> Fraction:
    """A cuboid as deep as the shallow end, and half a cuboid under it."""
    floor = Fraction(given["a"]) * given["b"]
    return (floor * given["s"] + floor * (given["t"] - given["s"]) / 2) / given["p"]


def frustum(lower: int, upper: int, height: int) -> Proof | None:
    """A bucket: a frustum with radii lower < upper; volume."""
    if not lower < upper <= 3 * lower:
        return None
    squares = upper * upper + upper * lower + lower * lower
    return Proof(
        (Given("r", lower, "cm"), Given("R", upper, "cm"), Given("h", height, "cm")),
        (
            ProofStep("p", "R^2", upper * upper, "outer_square", "cm^2"),
            ProofStep("m", "R*r", upper * lower, "product", "cm^2"),
            ProofStep("q", "r^2", lower * lower, "inner_square", "cm^2"),
            ProofStep("s", "p+m+q", squares, "add", "cm^2"),
            ProofStep("t", "s*h/3", Fraction(squares * height, 3), "third", "cm^3"),
            ProofStep("V", "pi*t", pi_text(Fraction(squares * height, 3)), "times_pi", "cm^3"),
        ),
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


_ROUND_EN = {
    "radius": "The radius is half the diameter: {claim}.",
    "base": "The area of the base is {claim}.",
    "cylinder": "Base times height: {claim}.",
    "cone": "The cone is a third of base times height: {claim}.",
    "add": "Together: {claim}.",
    "all": "For all of them: {claim}.",
    "outer_square": "The square of the larger radius is {claim}.",
    "inner_square": "The square of the smaller radius is {claim}.",
}
_ROUND_ZH = {
    "radius": "半径是直径的一半：{claim}。",
    "base": "底面积为{claim}。",
    "cylinder": "底面积乘高：{claim}。",
    "cone": "圆锥的体积等于底面积乘高的三分之一：{claim}。",
    "add": "相加得{claim}。",
    "all": "总共为{claim}。",
    "outer_square": "大半径的平方为{claim}。",
    "inner_square": "小半径的平方为{claim}。",
}
_WINDOWS = tuple((wide, tall) for wide in range(8, 25, 2) for tall in range(10, 21, 2))

SOLID = Subtask(
    kind="applied",
    version="2",
    templates=(
        Template(
            name="tank",
            boxes=(Box(2, range(20, 121), range(15, 61), range(5, 51)),),
            wide=(Box(2, range(121, 300), range(61, 100), range(51, 90)),),
            holes=True,
            build=tank,
            oracle=lambda given: (
                Fraction(given["a"], 10) * Fraction(given["b"], 10) * Fraction(given["h"], 10)
            ),
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
        ),
        Template(
            name="can",
            boxes=(Box(3, range(10, 200, 2), range(20, 320), listed=True),),
            wide=(Box(3, range(200, 400, 2), range(320, 500)),),
            build=can,
            oracle=lambda given: _sliced(lambda _: Fraction(given["d"] ** 2, 4), given["h"]),
            cast={
                "what": (
                    ("drum", "圆桶"),
                    ("gas tank", "储气罐"),
                    ("pressure vessel", "压力罐"),
                    ("water tank", "水箱"),
                )
            },
            en=english(
                (
                    "A cylindrical {what} is {h} cm high.",
                    "Its diameter is {d} cm.",
                    "What is its volume in cm^3, as a multiple of pi?",
                ),
                (
                    "The base of a cylindrical {what} has a diameter of {d} cm.",
                    "The height is {h} cm.",
                    "Find the volume in cm^3 and leave pi in the answer.",
                ),
                **_ROUND_EN,
            ),
            zh=chinese(
                ("一个圆柱形{what}高{h}厘米。", "底面直径为{d}厘米。", "它的体积是多少立方厘米？结果保留π。"),
                (
                    "圆柱形{what}的底面直径是{d}厘米。",
                    "高是{h}厘米。",
                    "求体积（单位为立方厘米，结果保留π）。",
                ),
                **_ROUND_ZH,
            ),
        ),
        Template(
            name="cone",
            boxes=(Box(4, _TRIPLES, range(1, 3), (False, True), range(2, 600), listed=True),),
            wide=(Box(4, _TRIPLES, range(3, 8), (False, True), range(600, 900)),),
            build=cone,
            # Guldin: the slant line times the way of its middle.
            oracle=lambda given: (
                given["n"] * math.hypot(given["r"], given["h"]) * 2 * math.pi * given["r"] / 2
            ),
            cast={"what": (("paper hats", "纸帽"), ("lampshades", "灯罩"), ("bamboo hats", "斗笠"))},
            en=english(
                (
                    "A workshop makes {n} conical {what}, open at the base.",
                    "Each has a base radius of {r} cm.",
                    "Each is {h} cm high.",
                    "What is their total lateral area, in cm^2, as a multiple of pi?",
                ),
                (
                    "Conical {what} without a base have a radius of {r} cm and a height of {h} cm.",
                    "How many cm^2 of material do {n} of them take? Leave pi in the answer.",
                ),
                square="The square of the slant height is {claim}.",
                slant="The slant height is {claim}.",
                lateral="The lateral area is {claim}.",
                **_ROUND_EN,
            ),
            zh=chinese(
                (
                    "工厂要做{n}个圆锥形{what}（不含底面）。",
                    "底面半径为{r}厘米。",
                    "高为{h}厘米。",
                    "侧面积一共是多少平方厘米？结果保留π。",
                ),
                (
                    "一种无底的圆锥形{what}，底面半径{r}厘米，高{h}厘米。",
                    "做{n}个这样的{what}共需多少平方厘米的材料？结果保留π。",
                ),
                square="母线长的平方为{claim}。",
                slant="母线长为{claim}。",
                lateral="侧面积为{claim}。",
                **_ROUND_ZH,
            ),
        ),
        Template(
            name="recast",
            boxes=(Box(4, range(2, 200), range(2, 150), listed=True),),
            wide=(Box(4, range(200, 400), range(150, 250), listed=True),),
            holes=True,
            build=recast,
            # Sections of the half ball at its base, half-way and at the pole, twice; spread over the base.
            oracle=lambda given: (
                2 * _sliced(lambda x: given["R"] ** 2 - x * x, given["R"]) / (math.pi * given["r"] ** 2)
            ),
            cast={"what": (("iron", "铁"), ("copper", "铜"), ("aluminium", "铝"), ("wax", "蜡"))},
            en=english(
                (
                    "A ball of {what} has a radius of {R} mm.",
                    "It is melted and cast into a cylinder with a radius of {r} mm.",
                    "How high is the cylinder, in mm?",
                ),
                (
                    "A cylinder with a base radius of {r} mm is cast from a ball of {what}.",
                    "The radius of the ball is {R} mm.",
                    "Nothing is lost.",
                    "What is the height of the cylinder, in mm?",
                ),
                cube="The cube of the radius of the ball is {claim}.",
                ball="The volume of the ball is {claim}.",
                base="The base area of the cylinder is {claim}.",
                height="The height is the volume divided by the base: {claim}.",
            ),
            zh=chinese(
                (
                    "一个{what}球的半径为{R}毫米。",
                    "把它熔化后铸成底面半径为{r}毫米的圆柱。",
                    "圆柱的高是多少毫米？",
                ),
                (
                    "用一个{what}球铸造底面半径为{r}毫米的圆柱。",
                    "球的半径为{R}毫米。",
                    "不计损耗，求圆柱的高，单位为毫米。",
                ),
                cube="球半径的立方为{claim}。",
                ball="球的体积为{claim}。",
                base="圆柱的底面积为{claim}。",
                height="高等于体积除以底面积：{claim}。",
            ),
        ),
        Template(
            name="silo",
            boxes=(Box(5, range(4, 34, 2), range(3, 40), range(1, 20)),),
            wide=(Box(5, range(34, 60, 2), range(40, 90), range(20, 40)),),
            build=silo,
            oracle=lambda given: (
                _sliced(lambda _: Fraction(given["d"] ** 2, 4), given["h"])
                + _sliced(lambda x: (Fraction(given["d"], 2) * (1 - x / given["k"])) ** 2, given["k"])
            ),
            cast={"what": (("silo", "粮仓"), ("tower", "塔楼"), ("water tower", "水塔"))},
            en=english(
                (
                    "A {what} is a cylinder with a conical roof.",
                    "Its diameter is {d} m.",
                    "The cylinder is {h} m high.",
                    "The roof adds a height of {k} m.",
                    "What is its volume in m^3, as a multiple of pi?",
                ),
                (
                    "The lower part of a {what} is a cylinder {h} m high.",
                    "The upper part is a cone {k} m high.",
                    "Both have a diameter of {d} m.",
                    "Find the total volume in m^3 and leave pi in the answer.",
                ),
                **_ROUND_EN,
            ),
            zh=chinese(
                (
                    "一座{what}由圆柱和圆锥形顶组成。",
                    "底面直径为{d}米。",
                    "圆柱部分高{h}米。",
                    "圆锥部分高{k}米。",
                    "它的体积是多少立方米？结果保留π。",
                ),
                (
                    "一座{what}的下部是高{h}米的圆柱。",
                    "上部是高{k}米的圆锥。",
                    "两部分的底面直径都是{d}米。",
                    "求总体积（单位为立方米，结果保留π）。",
                ),
                **_ROUND_ZH,
            ),
        ),
        Template(
            name="pool",
            boxes=(Box(5, range(10, 51), range(5, 26), range(8, 16), range(2, 20, 2), range(10, 101, 5)),),
            wide=(
                Box(5, range(51, 100), range(26, 50), range(16, 30), range(2, 20, 2), range(110, 400, 10)),
            ),
            holes=True,
            build=pool,
            oracle=_pool_by_halves,
            en=english(
                (
                    "A swimming pool is {a} m long and {b} m wide.",
                    "Its depth increases evenly from {s} m at one end to {t} m at the other.",
                    "A pump delivers {p} m^3 of water per hour.",
                    "How many hours does it take to fill the pool?",
                ),
                (
                    "The floor of a pool slopes evenly: at one end it is {s} m deep, at the other {t} m.",
                    "The pool is {a} m long and {b} m wide.",
                    "Water flows in at {p} m^3 per hour.",
                    "After how many hours is it full?",
                ),
                depths="The depths add up to {claim}.",
                mean_depth="The mean depth is {claim}.",
                section="The area of the lengthwise section is {claim}.",
                volume="The volume is {claim}.",
                hours="The number of hours is {claim}.",
            ),
            zh=chinese(
                (
                    "一个游泳池长{a}米，宽{b}米。",
                    "池底均匀倾斜，水深从一端的{s}米增加到另一端的{t}米。",
                    "水泵每小时注水{p}立方米。",
                    "注满水池需要多少小时？",
                ),
                (
                    "泳池的底面均匀倾斜，一端深{s}米，另一端深{t}米。",
                    "泳池长{a}米，宽{b}米。",
                    "每小时注入{p}立方米的水。",
                    "几小时后注满？",
                ),
                depths="两端深度之和为{claim}。",
                mean_depth="平均深度为{claim}。",
                section="沿长度方向的纵截面面积为{claim}。",
                volume="容积为{claim}。",
                hours="所需时间为{claim}。",
            ),
        ),
        Template(
            name="capsule",
            boxes=(Box(6, range(2, 12, 2), range(2, 60), range(2, 40), listed=True),),
            wide=(Box(6, range(12, 24, 2), range(60, 120), range(40, 80)),),
            build=capsule,
            # Guldin: quarter circles, whose centroid is 2r/pi from the axis, and the line parallel to it.
            oracle=lambda given: (
                given["n"]
                * (
                    2 * (math.pi * given["d"] / 4) * (2 * math.pi * given["d"] / math.pi)
                    + given["l"] * 2 * math.pi * given["d"] / 2
                )
            ),
            en=english(
                (
                    "A gas tank is a cylinder with a hemisphere at each end.",
                    "Its diameter is {d} m.",
                    "The cylindrical part is {l} m long.",
                    "What is the total surface area of {n} such tanks, in m^2, as a multiple of pi?",
                ),
                (
                    "{n} gas tanks are to be painted.",
                    "Each is a cylinder {l} m long, closed by two hemispheres.",
                    "The diameter is {d} m.",
                    "How many m^2 have to be painted in all? Leave pi in the answer.",
                ),
                square="The square of the radius is {claim}.",
                ball_surface="The two ends make a whole sphere: {claim}.",
                mantle="The lateral area of the cylinder is {claim}.",
                **_ROUND_EN,
            ),
            zh=chinese(
                (
                    "一个储气罐由圆柱和两端的半球组成。",
                    "直径为{d}米。",
                    "圆柱部分长{l}米。",
                    "{n}个这样的储气罐的表面积一共是多少平方米？结果保留π。",
                ),
                (
                    "要给{n}个储气罐刷漆。",
                    "每个罐的中部是长{l}米的圆柱，两端是半球。",
                    "直径都是{d}米。",
                    "共需刷多少平方米？结果保留π。",
                ),
                square="半径的平方为{claim}。",
                ball_surface="两个半球合成一个球面：{claim}。",
                mantle="圆柱的侧面积为{claim}。",
                **_ROUND_ZH,
            ),
        ),
        Template(
            name="pipe",
            boxes=(Box(7, range(6, 82, 2), range(2, 80, 2), range(20, 900)),),
            wide=(Box(7, range(82, 120, 2), range(60, 80, 2), range(900, 2000)),),
            holes=True,
            build=pipe,
            oracle=lambda given: (
                # The wall unrolled: its mean circumference, its thickness, its length.
                math.pi
                * Fraction(given["D"] + given["d"], 2)
                * Fraction(given["D"] - given["d"], 2)
                * given["l"]
            ),
            cast={"what": (("concrete", "混凝土"), ("steel", "钢"), ("clay", "陶"))},
            en=english(
                (
                    "A {what} pipe is {l} cm long.",
                    "Its outer diameter is {D} cm.",
                    "Its inner diameter is {d} cm.",
                    "What is the volume of its wall, in cm^3, as a multiple of pi?",
                ),
                (
                    "A pipe made of {what} has an outer diameter of {D} cm and an inner diameter of {d} cm.",
                    "The length is {l} cm.",
                    "How many cm^3 of {what} does it contain? Leave pi in the answer.",
                ),
                outer_radius="The outer radius is {claim}.",
                inner_radius="The inner radius is {claim}.",
                difference="The difference is {claim}.",
                ring="The area of the ring is {claim}.",
                **_ROUND_EN,
            ),
            zh=chinese(
                (
                    "一根{what}管长{l}厘米。",
                    "外径为{D}厘米。",
                    "内径为{d}厘米。",
                    "管壁的体积是多少立方厘米？结果保留π。",
                ),
                (
                    "一根{what}管的外径是{D}厘米，内径是{d}厘米。",
                    "管长{l}厘米。",
                    "制作这根管需要多少立方厘米的材料？结果保留π。",
                ),
                outer_radius="外半径为{claim}。",
                inner_radius="内半径为{claim}。",
                difference="相减得{claim}。",
                ring="圆环的面积为{claim}。",
                **_ROUND_ZH,
            ),
        ),
        Template(
            name="room",
            boxes=(Box(10, range(5, 16), range(4, 10), range(3, 5), _WINDOWS, range(2, 6), range(3, 30)),),
            wide=(Box(10, range(16, 30), range(10, 20), range(6, 9), _WINDOWS, range(6, 12), range(30, 80)),),
            holes=True,
            build=room,
            oracle=_room_wall_by_wall,
            cast={
                "what": (("classroom", "教室"), ("hall", "大厅"), ("studio", "画室"), ("workshop", "车间"))
            },
            en=english(
                (
                    "The walls and the ceiling of a {what} are to be painted twice.",
                    "It is {a} m long and {b} m wide.",
                    "It is {h} m high.",
                    "There are {n} windows, each {u} m by {v} m, which are not painted.",
                    "One coat costs {p} yuan per square metre.",
                    "How many yuan does the work cost?",
                ),
                (
                    "A {what} measures {a} m by {b} m and is {h} m high.",
                    "It has {n} windows of {u} m by {v} m each.",
                    "Everything except the floor and the windows gets two coats of paint.",
                    "The price is {p} yuan per square metre for each coat.",
                    "What is the total cost, in yuan?",
                ),
                two_sides="Length and width add up to {claim}.",
                around="The perimeter is {claim}.",
                walls="The area of the walls is {claim}.",
                ceiling="The area of the ceiling is {claim}.",
                gross="Together: {claim}.",
                window="The area of one window is {claim}.",
                windows="All windows: {claim}.",
                net="The area to be painted is {claim}.",
                coats="Two coats: {claim}.",
                cost="The total cost is {claim}.",
            ),
            zh=chinese(
                (
                    "要把一间{what}的四壁和天花板粉刷两遍。",
                    "{what}长{a}米，宽{b}米。",
                    "高{h}米。",
                    "有{n}扇窗不刷，每扇宽{u}米、高{v}米。",
                    "每平方米刷一遍的费用为{p}元。",
                    "一共需要多少元？",
                ),
                (
                    "一间{what}长{a}米，宽{b}米，高{h}米。",
                    "它有{n}扇宽{u}米、高{v}米的窗户。",
                    "除地面和窗户外，其余各面都刷两遍涂料。",
                    "每平方米每遍{p}元。",
                    "求总费用，单位为元。",
                ),
                two_sides="长与宽之和为{claim}。",
                around="地面周长为{claim}。",
                walls="四壁的面积为{claim}。",
                ceiling="天花板的面积为{claim}。",
                gross="相加得{claim}。",
                window="一扇窗的面积为{claim}。",
                windows="所有窗的面积为{claim}。",
                net="需要粉刷的面积为{claim}。",
                coats="刷两遍：{claim}。",
                cost="费用为{claim}。",
            ),
        ),
        Template(
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
        ),
        Template(
            name="frustum",
            heldout=True,
            boxes=(Box(6, range(2, 25), range(3, 31), range(5, 51), listed=True),),
            holes=True,
            build=frustum,
            oracle=lambda given: _sliced(
                lambda x: (given["r"] + (given["R"] - given["r"]) * x / given["h"]) ** 2, given["h"]
            ),
            cast={"what": (("bucket", "水桶"), ("flowerpot", "花盆"), ("tub", "木盆"))},
            en=english(
                (
                    "A {what} is a truncated cone.",
                    "Its radius is {r} cm at the bottom and {R} cm at the top.",
                    "It is {h} cm high.",
                    "What is its volume in cm^3, as a multiple of pi?",
                ),
                (
                    "A {what} in the shape of a truncated cone is {h} cm high.",
                    "The base has a radius of {r} cm, and the opening has a radius of {R} cm.",
                    "How many cm^3 does it hold? Leave pi in the answer.",
                ),
                product="The product of the radii is {claim}.",
                third="Multiply by a third of the height: {claim}.",
                times_pi="Multiply by pi: {claim}.",
                **_ROUND_EN,
            ),
            zh=chinese(
                (
                    "一个{what}的形状是圆台。",
                    "底面半径为{r}厘米，上口半径为{R}厘米。",
                    "高为{h}厘米。",
                    "它的容积是多少立方厘米？结果保留π。",
                ),
                (
                    "圆台形{what}的高是{h}厘米。",
                    "底面半径是{r}厘米，开口处半径是{R}厘米。",
                    "求它的容积（单位为立方厘米，结果保留π）。",
                ),
                product="两半径之积为{claim}。",
                third="乘高的三分之一：{claim}。",
                times_pi="再乘π，得{claim}。",
                **_ROUND_ZH,
            ),
        ),
    ),
)
