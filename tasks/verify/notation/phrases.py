"""Answers in words that mean a value or a set: "no solution", "one hundred twenty", 无解, 八折."""

import re
from fractions import Fraction

_MEANINGS: dict[str, tuple[str, ...]] = {
    "\\emptyset": (
        "no solution", "no solutions", "no real solution", "no real solutions", "no real root",
        "no real roots",
        "no roots", "no solution exists", "no solutions exist", "no real solution exists", "empty set",
        "null set",
        "no such value", "no such number", "no such x", "has no solution", "the empty set",
        "no integer solutions",
        "无解", "没有解", "无实数解", "无实数根", "没有实数根", "没有实数解", "空集", "无实根",
        "解集为空集", "无实解",
    ),
    "\\mathbb{R}": (
        "all real numbers", "all reals", "any real number", "all real x", "set of all real numbers",
        "real numbers",
        "set of real numbers", "all real values", "the reals", "every real number", "all real numbers x",
        "全体实数", "实数集", "一切实数", "任意实数", "所有实数", "实数集R", "全体实数集",
    ),
    "infinitely many solutions": (
        "infinitely many", "infinite number of solutions", "infinite solutions", "infinitely many solution",
        "an infinite number of solutions", "infinitely many real solutions",
        "infinitely many solutions exist",
        "无数个解", "无穷多解", "无穷多个解", "无数解", "无数组解", "有无数解", "有无穷多解", "无限多个解",
    ),
    "does not exist": (
        "dne", "limit does not exist", "doesn't exist", "no limit", "not exist", "nonexistent",
        "does not exists",
        "the limit dne", "不存在", "极限不存在",
    ),
    "undefined": (
        "not defined", "indeterminate", "not well defined", "无意义", "没有意义", "未定义", "无定义",
    ),
    "\\infty": (
        "infinity", "positive infinity", "plus infinity", "diverges to infinity",
        "diverges to positive infinity",
        "正无穷", "正无穷大", "无穷大", "无穷",
    ),
    "-\\infty": ("negative infinity", "minus infinity", "diverges to negative infinity", "负无穷",
    "负无穷大"),
    "impossible": ("not possible", "it is not possible", "不可能"),
    "neither": ("neither of them", "neither one", "neither of these"),
}  # fmt: skip
MEANINGS = {phrase: meaning for meaning, phrases in _MEANINGS.items() for phrase in (*phrases, meaning)}
"""Phrase in lower case -> what it means: mathematics, or one wording for all."""
_ENDINGS = tuple({phrase[-4:] for phrase in MEANINGS if len(phrase) > 1})
_LEAD = re.compile(
    r"(?:(?:so|thus|therefore|hence|then)\s+)?"
    r"(?:there\s+(?:is|are|exists?)\s+|(?:the|this|that)\s+(?:equation|system|limit|answer|function|set|inequality"
    r"|problem|expression|integral|series|value|slope|solution(?:\s+set)?)s?\s+(?:is|are|has|have|\b)\s*"
    r"|it\s+(?:is|has)\s+|has\s+|is\s+|x\s+(?:is|can\s+be)\s+)?(?:an?\s+)?",
    re.IGNORECASE,
)
_HAN_LEAD = re.compile(
    r"(?:该|此|这个?|原|所以|因此)?(?:二次|一元二次|分式)?(?:方程组?|不等式组?|极限|函数|题|解集|答案)?(?:的解)?(?:是|为|有)?"
)
_NONE_SUCH = re.compile(r"(?:这样|满足条件|符合条件|符合题意|满足题意)的?[\u4e00-\u9fffa-zA-Z]{1,4}不存在")
_QUADRANT = re.compile(r"第([1-4])(?=象限)")
_SUMS = re.compile(r"(?:[零一二两三四五六七八九十百千]+(?:元|角|分|米|分米|厘米|千克|克|吨|公里|千米)){2,3}")
_NUMERAL = re.compile(r"[零一二两三四五六七八九十]{1,3}(?=[元角分米厘千克吨公])")
_OF_WHAT = re.compile(r"\s+(?:to|for|of|in)\s+(?:the|this|that)\s+\w+$|\s+exists?$")
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SMALL = {word: n for n, word in enumerate(_ONES)} | {word: 10 * n for n, word in enumerate(_TENS) if n > 1}
_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "twelfth": 12, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_PARTS |= {f"{word}s": n for word, n in _PARTS.items() if word not in ("half", "halves")}
_NUMBER_START = re.compile(r"(?:negative\s+|minus\s+)?([a-z]+)\b", re.IGNORECASE)
_PIECES = re.compile(r"[a-z]+|[^a-z]+", re.IGNORECASE)
_DISCOUNT = re.compile(
    r"(?:打)?\s*([0-9]{1,2}(?:\.\d)?|[一二三四五六七八九]{1,2}|[一二三四五六七八九]点[一二三四五六七八九])\s*折"
)
_TENTHS = re.compile(r"([一二三四五六七八九]|\d)\s*成([一二三四五六七八九半])?")
_HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")}
_SPANS = "小时|钟头|月|星期|世纪"
_AND_A_HALF = re.compile(
    rf"^(\d+|[一二两三四五六七八九]?十?[一二三四五六七八九]|十)个半({_SPANS})$|^(\d+|[一二两三四五六七八九]?十?[一二三四五六七八九两]|十)(小时|天|年|周|米|斤|公斤|千克|吨|公里)半$"
)
_HALF = re.compile(rf"^半个?({_SPANS}|天|年|米|斤|公斤|千克|吨|公里)$")
_ROOT_OVER = re.compile(
    r"([^分]{1,6})分之((?:负)?(?:[0-9一二三四五六七八九十]*倍?)?根号\s*[0-9一二三四五六七八九十]+|\\pi|π|pi)"
)
_MINUTES = re.compile(r"(?<=小时)(\s*\d+\s*)分(?!钟|之|米)|(?<=时)(\s*\d+\s*)分(?!钟|之|米)")
_PER = re.compile(r"每(小时|分钟?|秒钟?|天|千克|斤|米)\s*([\d.]+\s*[\u4e00-\u9fffa-z]{1,4})")
_ROOT = re.compile(r"([0-9一二三四五六七八九十]*)倍?\s*(?:的)?根号下?\s*([0-9]+|[一二三四五六七八九十]+)")


_GOES_ON = re.compile(r"(?:of|or|to|and|is|are|by|point|in)\b")


def meaning(text: str) -> str | None:
    """What a phrase means, as mathematics or in one wording; None if it is not known."""
    if len(text) > 80:
        return None
    bare = text.lower().strip(" .!,;:。，")
    found = MEANINGS.get(bare)
    if found is not None:
        return found
    if bare.endswith("不存在") and _NONE_SUCH.fullmatch(bare):
        return "does not exist"
    if not bare.endswith(_ENDINGS) and " to " not in bare and " for " not in bare:
        return None
    for spoken in dict.fromkeys((bare, _OF_WHAT.sub("", bare))):
        lead = (_LEAD if bare.isascii() else _HAN_LEAD).match(spoken)
        found = MEANINGS.get(spoken) or (lead and MEANINGS.get(spoken[lead.end() :].strip()))
        if found:
            return found
    return None


def digits_for_words(text: str) -> str | None:
    """`one hundred twenty ways` as `120 ways`; None if the text does not begin with a number in words."""
    start = _NUMBER_START.match(text)
    if (
        start is None
        or len(text) > 120
        or (start[1].lower() not in SMALL and start[1].lower() not in ("a", "half"))
    ):
        return None
    sign = -1 if start[0].lower().startswith(("negative", "minus")) else 1
    pieces = _PIECES.findall(text[start.start(1) :].lower())
    read = _cardinal(pieces)
    if read is None:
        return None
    value, count = read
    rest = "".join(pieces[count:]).strip()
    if rest and (not rest[0].isalpha() or len(rest.split()) > 4 or _GOES_ON.match(rest)):
        return None
    number = str(sign * value) if value.denominator == 1 else f"{'-' if sign < 0 else ''}{value}"
    return f"{number} {rest}".strip()


def _cardinal(pieces: list[str]) -> tuple[Fraction, int] | None:
    """The value of the number words at the beginning, and how many pieces they are."""
    total = section = 0
    used = place = 0
    fraction: Fraction | None = None
    while place < len(pieces):
        word = pieces[place]
        if word in SMALL:
            section += SMALL[word]
        elif word == "hundred" and used:
            section = (section or 1) * 100
        elif word in _SCALES and used:
            total, section = total + (section or 1) * _SCALES[word], 0
        elif word in _PARTS and used and total + section:
            fraction = Fraction(total + section, _PARTS[word])
            used = place + 1
            break
        elif word in _PARTS and not used and (word == "half" or "a" in pieces[:place]):
            fraction, used = Fraction(1, _PARTS[word]), place + 1
            break
        elif word == "a" and place + 2 < len(pieces) and pieces[place + 2] in _PARTS and used:
            fraction = total + section + Fraction(1, _PARTS[pieces[place + 2]])
            used = place + 3
            break
        elif word in ("a", "and") or not word.strip(" -"):
            place += 1
            continue
        else:
            break
        place += 1
        used = place
    if not used:
        return None
    return (fraction if fraction is not None else Fraction(total + section)), used


def chinese_forms(text: str) -> str:
    """Discounts and shares in tenths as percentages, roots and their fractions as formulas."""
    if "折" in text and (match := _DISCOUNT.fullmatch(text)):
        return f"{_tenths(match[1])}%"
    if "成" in text and (match := _TENTHS.fullmatch(text)):
        tail = 5 if match[2] == "半" else _HAN_DIGITS.get(match[2] or "零", 0)
        return f"{_digit(match[1]) * 10 + tail}%"
    if "半" in text:
        text = _AND_A_HALF.sub(lambda match: f"{_count(match[1] or match[3])}.5{match[2] or match[4]}", text)
        text = _HALF.sub(r"0.5\1", text)
    if "分之" in text:
        text = _ROOT_OVER.sub(r"\\frac{\2}{\1}", text)
    if "分" in text:
        text = _MINUTES.sub(lambda match: f"{match[1] or match[2]}分钟", text)
    if "每" in text and (match := _PER.fullmatch(text)):
        return f"{match[2]}/{match[1]}"
    if "象限" in text:
        text = _QUADRANT.sub(lambda match: f"第{'一二三四'[int(match[1]) - 1]}", text)
    if _SUMS.fullmatch(text) and not set("百千零") & set(text.replace("千克", "").replace("千米", "")):
        text = _NUMERAL.sub(lambda match: str(_count(match[0])), text)
    if "根号" in text:
        text = _ROOT.sub(r"\1\\sqrt{\2}", text)
    return text


def _count(word: str) -> int:
    """A whole number in digits, or up to 99 in Chinese numerals."""
    if word.isdigit():
        return int(word)
    tens, ten, ones = word.replace("两", "二").partition("十")
    return (
        (_HAN_DIGITS[tens] if tens else 1) * 10 + (_HAN_DIGITS[ones] if ones else 0)
        if ten
        else _HAN_DIGITS[tens]
    )


def _tenths(word: str) -> str:
    if word[0].isdigit():
        value = Fraction(word)
        return str(float(value * 10 if value < 10 else value)).removesuffix(".0")
    digits = [_HAN_DIGITS[c] for c in word if c != "点"]
    return str(digits[0] * 10 + (digits[1] if len(digits) > 1 else 0))


def _digit(word: str) -> int:
    return int(word) if word.isdigit() else _HAN_DIGITS[word]
