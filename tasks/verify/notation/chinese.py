"""Chinese numerals: 二十五, 三分之二, 百分之八, 一半, 3万, 2又1/2 is left to the parser."""

import re
from fractions import Fraction

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+")
_SHARE = re.compile(rf"({_NUMERAL.pattern})分之({_NUMERAL.pattern})")
_COUNT = re.compile(
    rf"({_NUMERAL.pattern})((?:平方|立方)?(?:[个只条本张元块天人次米件辆名位岁倍种分角页棵把支枝朵瓶杯包箱袋盒双对排行列组级层]|厘米|分米|毫米|千米|公里|千克|克|吨|公斤|小时|分钟|秒|度|升|毫升))"
)
LARGE_UNITS = {"万": 10**4, "亿": 10**8, "百万": 10**6, "千万": 10**7, "万亿": 10**12, "千": 10**3, "百": 100}
"""Words that multiply a number written in digits: 3.5万."""


def count_and_measure(run: str) -> tuple[str, str] | None:
    """十二个 as 十二 and 个; None if the run is not a numeral and a measure word."""
    match = _COUNT.fullmatch(run)
    return (match[1], match[2]) if match else None


def read_numeral(word: str) -> Fraction | None:
    """The value of a word that is nothing but a Chinese numeral, or None."""
    if word == "一半":
        return Fraction(1, 2)
    share = _SHARE.fullmatch(word.removeprefix("负"))
    if share:
        below, above = _integer(share[1]), _integer(share[2])
        return Fraction(-above if word[0] == "负" else above, below) if below else None
    head, mixed, tail = word.partition("又")
    if mixed and (share := _SHARE.fullmatch(tail)) and _NUMERAL.fullmatch(head):
        return _integer(head) + Fraction(_integer(share[2]), _integer(share[1]) or 1)
    sign = -1 if word.startswith("负") else 1
    word = word.removeprefix("负")
    whole, point, decimals = word.partition("点")
    if not _NUMERAL.fullmatch(whole) or len(whole) > 20:
        return None
    value = Fraction(_integer(whole))
    if point:
        if not decimals or any(c not in _DIGITS for c in decimals):
            return None
        value += Fraction(int("".join(str(_DIGITS[c]) for c in decimals)), 10 ** len(decimals))
    return sign * value


def _integer(word: str) -> int:
    if all(c in _DIGITS for c in word):
        return int("".join(str(_DIGITS[c]) for c in word))
    total = section = digit = 0
    for c in word:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _SMALL:
            section += (digit or 1) * _SMALL[c]
            digit = 0
        else:
            large = _LARGE[c]
            if total < large:
                total = (total + section + digit or 1) * large
            else:
                total += (section + digit) * large
            section = digit = 0
    return total + section + digit
