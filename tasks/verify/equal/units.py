"""Units: their dimension and exact size, in English, LaTeX and Chinese.

A unit text such as `km/h`, `cm^2`, `m·s^-1`, `square feet` or 平方厘米 becomes (size, dimension); words that
are no unit (apples, 个) have none and are not compared.
"""

import re
from fractions import Fraction
from functools import lru_cache

Dimension = tuple[tuple[str, int], ...]

_TABLE: dict[str, tuple[str, str]] = {
    "length": ("1", "m meter meters metre metres 米 公尺"),
    "length/1000": ("1/1000", "mm millimeter millimeters millimetre millimetres 毫米"),
    "length/100": ("1/100", "cm centimeter centimeters centimetre centimetres 厘米 公分"),
    "length/10": ("1/10", "dm decimeter decimeters decimetre 分米"),
    "length*1000": ("1000", "km kilometer kilometers kilometre kilometres 千米 公里"),
    "length.um": ("1/1000000", "um micrometer micrometers micron microns 微米"),
    "length.nm": ("1/1000000000", "nm nanometer nanometers 纳米"),
    "length.inch": ("0.0254", "inch inches 英寸"),
    "length.foot": ("0.3048", "ft foot feet 英尺"),
    "length.yard": ("0.9144", "yd yard yards 码"),
    "length.mile": ("1609.344", "mi mile miles 英里"),
    "mass": ("1", "kg kilogram kilograms 千克 公斤"),
    "mass.g": ("1/1000", "g gram grams 克"),
    "mass.mg": ("1/1000000", "mg milligram milligrams 毫克"),
    "mass.t": ("1000", "ton tons tonne tonnes 吨"),
    "mass.jin": ("1/2", "斤 市斤"),
    "mass.ug": ("1/1000000000", "ug microgram micrograms 微克"),
    "mass.lb": ("0.45359237", "lb lbs pound pounds"),
    "mass.oz": ("0.028349523125", "oz ounce ounces"),
    "time": ("1", "s sec secs second seconds 秒 秒钟"),
    "time.ms": ("1/1000", "ms millisecond milliseconds 毫秒"),
    "time.us": ("1/1000000", "us microsecond microseconds 微秒"),
    "time.ns": ("1/1000000000", "ns nanosecond nanoseconds 纳秒"),
    "time.min": ("60", "min mins minute minutes 分钟"),
    "time.h": ("3600", "h hr hrs hour hours 小时 时 个小时 钟头 个钟头"),
    "time.day": ("86400", "day days 天 日"),
    "time.week": ("604800", "week weeks 周 星期 个星期"),
    "year": ("1", "year years yr yrs 年 岁"),
    "year.month": ("1/12", "month months 个月 月"),
    "money": ("1", "dollar dollars usd"),
    "money.cent": ("1/100", "cent cents"),
    "yuan": ("1", "yuan rmb 元 块 块钱 人民币"),
    "yuan.jiao": ("1/10", "角 毛"),
    "yuan.fen": ("1/100", "分"),
    "yuan.wan": ("10000", "万元"),
    "rupee": ("1", "rs rs. rupee rupees"),
    "euro": ("1", "euro euros eur"),
    "gbp": ("1", "gbp 英镑"),
    "gbp.pence": ("1/100", "pence"),
    "count.dozen": ("12", "dozen dozens 打"),
    "volume.l": ("1/1000", "l liter liters litre litres 升"),
    "volume.ml": ("1/1000000", "ml milliliter milliliters 毫升"),
    "force": ("1", "n newton newtons 牛 牛顿"),
    "force.kn": ("1000", "kn kilonewton kilonewtons 千牛"),
    "force.dyn": ("1/100000", "dyn dyne dynes"),
    "energy": ("1", "j joule joules 焦 焦耳"),
    "energy.kj": ("1000", "kj kilojoule kilojoules 千焦"),
    "energy.mj": ("1000000", "兆焦"),
    "energy.erg": ("1/10000000", "erg ergs"),
    "energy.ev": ("1.602176634e-19", "ev 电子伏特 电子伏"),
    "energy.kev": ("1.602176634e-16", "kev"),
    "energy.cal": ("4.184", "cal calorie calories 卡"),
    "energy.kcal": ("4184", "kcal kilocalorie kilocalories 千卡 大卡"),
    "energy.kwh": ("3600000", "kwh 千瓦时"),
    "power": ("1", "w watt watts 瓦"),
    "power.kw": ("1000", "kw kilowatt kilowatts 千瓦"),
    "pressure": ("1", "pa pascal pascals 帕"),
    "pressure.kpa": ("1000", "kpa kilopascal kilopascals 千帕"),
    "pressure.atm": ("101325", "atm atmosphere atmospheres 个大气压 大气压"),
    "pressure.bar": ("100000", "bar bars"),
    "voltage": ("1", "v volt volts 伏 伏特"),
    "voltage.kv": ("1000", "kv kilovolt kilovolts 千伏"),
    "voltage.mv": ("1/1000", "millivolt millivolts 毫伏"),
    "current": ("1", "a amp amps ampere amperes 安 安培"),
    "current.ma": ("1/1000", "ma milliamp milliamps milliampere milliamperes 毫安"),
    "charge": ("1", "coulomb coulombs 库仑"),
    "flux": ("1", "tesla teslas 特斯拉"),
    "resistance": ("1", "ohm ohms omega 欧 欧姆"),
    "resistance.k": ("1000", "kohm kohms kiloohm kiloohms kilohm kilohms 千欧"),
    "frequency": ("1", "hz hertz 赫兹"),
    "frequency.khz": ("1000", "khz"),
    "frequency.mhz": ("1000000", "mhz"),
    "kelvin": ("1", "kelvin"),
    "celsius": ("1", "℃ celsius 摄氏度"),
    "angle": ("1", "degree degrees deg 度"),
    "amount": ("1", "mol mole moles 摩尔"),
}
_DERIVED: dict[str, tuple[str, tuple[tuple[str, int], ...]]] = {
    "mph": ("0.44704", (("length", 1), ("time", -1))),
    "kmph": ("5/18", (("length", 1), ("time", -1))),
    "kph": ("5/18", (("length", 1), ("time", -1))),
    "mps": ("1", (("length", 1), ("time", -1))),
    "公亩": ("100", (("length", 2),)),
    "公顷": ("10000", (("length", 2),)),
    "hectare": ("10000", (("length", 2),)),
    "hectares": ("10000", (("length", 2),)),
    "acre": ("4046.8564224", (("length", 2),)),
    "acres": ("4046.8564224", (("length", 2),)),
    "cc": ("1/1000000", (("length", 3),)),
    "sq": ("1", ()),
}
_PREFIXES = {
    "pico": -12, "nano": -9, "micro": -6, "milli": -3, "kilo": 3, "mega": 6, "giga": 9, "tera": 12,
    "皮": -12, "纳": -9, "微": -6, "毫": -3, "千": 3, "兆": 6, "吉": 9,
}  # fmt: skip
_PREFIXED = {
    "capacity": "farad farads 法拉 法", "inductance": "henry henries 亨利 亨", "flux": "tesla teslas 特斯拉",
    "magnetic": "weber webers 韦伯", "charge": "coulomb coulombs 库仑 库", "conductance": "siemens 西门子",
    "frequency": "hertz 赫兹 赫", "pressure": "pascal pascals 帕斯卡", "power": "watt watts",
    "energy": "joule joules",
    "voltage": "volt volts", "current": "ampere amperes amp amps", "force": "newton newtons",
    "decay": "becquerel becquerels",
    "amount": "mole moles", "resistance": "ohm ohms", "time": "second seconds",
    "length": "meter meters metre metres",
}  # fmt: skip
"""Units that take every prefix, by dimension."""
UNITS: dict[str, tuple[Fraction, Dimension]] = (
    {
        f"{prefix}{word}": (Fraction(10) ** power, ((kind, 1),))
        for kind, words in _PREFIXED.items()
        for word in words.split()
        for prefix, power in {**_PREFIXES, "": 0}.items()
    }
    | {
        word: (
            Fraction(size),
            (("length", 3),) if kind.startswith("volume") else ((re.split(r"[./*]", kind)[0], 1),),
        )
        for kind, (size, words) in _TABLE.items()
        for word in words.split()
    }
    | {word: (Fraction(size), dimension) for word, (size, dimension) in _DERIVED.items()}
)
"""Unit word -> size in the base unit, and dimension."""

LETTER_UNITS = frozenset(
    ["m", "g", "s", "h", "l", "n", "j", "w", "v", "a", "t", "N", "J", "W", "V", "A", "L"]
)
"""Units of one letter: read as units only where the other side cannot hold a variable."""

_IN_BASE: dict[str, Dimension] = {
    "force": (("mass", 1), ("length", 1), ("time", -2)),
    "energy": (("mass", 1), ("length", 2), ("time", -2)),
    "power": (("mass", 1), ("length", 2), ("time", -3)),
    "pressure": (("mass", 1), ("length", -1), ("time", -2)),
    "charge": (("current", 1), ("time", 1)),
    "voltage": (("mass", 1), ("length", 2), ("time", -3), ("current", -1)),
    "resistance": (("mass", 1), ("length", 2), ("time", -3), ("current", -2)),
}
"""What units with a name of their own measure, in base units: N is kg m/s^2."""
_FACTOR = re.compile(
    r"(?P<op>[/*·.\s^]*)(?:(?P<power>square|sq\.?|cubic|cu\.?|平方|立方)\s*)?(?P<word>[a-z℃一-鿿]+\.?)"
    r"(?:\s*(?P<post>squared|cubed)|\s*\^?\s*\{?\s*(?P<exp>-?\d)\s*\}?)?"
)
_MINUTES = re.compile(r"(?<=[/每])\s*分(?!钟|之|米)")
_POWERS = {
    "square": 2,
    "sq": 2,
    "sq.": 2,
    "平方": 2,
    "cubic": 3,
    "cu": 3,
    "cu.": 3,
    "立方": 3,
    "squared": 2,
    "cubed": 3,
}


_PER = re.compile(r"\b(?:per|每)\s*|每")
_LATEX = re.compile(
    r"\b(?:long|tall|wide|high|deep|away|old|apart|thick|each)\b|\\(?:text|mathrm|mbox|rm|cdot|times)\b|[{}\\$()]|\bof\b"
)


@lru_cache(maxsize=4096)
def read_unit(text: str) -> tuple[Fraction, Dimension] | None:
    """Size and dimension of a unit, or None if any part of it is no unit."""
    text = _LATEX.sub(" ", text).strip()
    text = _MINUTES.sub(
        "分钟", text.replace("electron volt", "ev").replace("electronvolt", "ev").replace("evs", "ev")
    )
    text = _PER.sub("/", text if text.isupper() and len(text) == 1 else text.lower()).strip()
    size, dimension, place, divide = Fraction(1), dict[str, int](), 0, 1
    text = text.lower()
    while place < len(text):
        match = _FACTOR.match(text, place)
        if match is None or match.end() == place:
            return None
        word = match["word"]
        unit = UNITS.get(word) or UNITS.get(word.rstrip("."))
        if unit is None:
            return None
        divide = -1 if "/" in match["op"] else divide
        power = divide * (_POWERS.get(match["power"] or match["post"] or "") or int(match["exp"] or 1))
        size *= unit[0] ** power
        for kind, exponent in unit[1]:
            for base, times in _IN_BASE.get(kind, ((kind, 1),)):
                dimension[base] = dimension.get(base, 0) + exponent * times * power
        place = match.end()
    return size, tuple(sorted((base, n) for base, n in dimension.items() if n))
