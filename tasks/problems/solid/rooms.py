"""A pool whose floor slopes, and a room to be painted."""

from collections.abc import Mapping
from fractions import Fraction

from tasks.problems.proof import Given, Proof, ProofStep, Template, chinese, english
from tasks.problems.spaces import Box


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


_WINDOWS = tuple((wide, tall) for wide in range(8, 25, 2) for tall in range(10, 21, 2))


POOL = Template(
    name="pool",
    boxes=(Box(5, range(10, 51), range(5, 26), range(8, 16), range(2, 20, 2), range(10, 101, 5)),),
    wide=(Box(5, range(51, 100), range(26, 50), range(16, 30), range(2, 20, 2), range(110, 400, 10)),),
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
)


ROOM = Template(
    name="room",
    boxes=(Box(10, range(5, 16), range(4, 10), range(3, 5), _WINDOWS, range(2, 6), range(3, 30)),),
    wide=(Box(10, range(16, 30), range(10, 20), range(6, 9), _WINDOWS, range(6, 12), range(30, 80)),),
    holes=True,
    build=room,
    oracle=_room_wall_by_wall,
    cast={"what": (("classroom", "教室"), ("hall", "大厅"), ("studio", "画室"), ("workshop", "车间"))},
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
)
