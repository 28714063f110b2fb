"""Times of day, durations and dates, in English and Chinese."""

import re
from fractions import Fraction

TIME = re.compile(
    r"(?:(?P<early>上午|早上|凌晨|早晨|清晨)|(?P<late>下午|晚上|傍晚|中午))?\s*"
    r"(?P<h>\d{1,2})\s*(?:[:：]|时(?!间)|点)\s*(?:(?P<m>\d{2})|(?P<half>半)|(?P<quarter>一刻)|(?P<mm>\d{1,2})(?=\s*分)|(?P<zero>整)?)\s*(?:分钟?)?"
    r"(?:[:：]?(?P<s>\d{2})(?:[.](?P<f>\d{1,6}))?秒?)?\s*(?:(?P<half_day>[ap])\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_HOURS_ONLY = re.compile(r"(\d{1,2})\s*([ap])\.?\s?m\b\.?", re.IGNORECASE)
_WRAPPED = re.compile(r"(?:\\[,;: ]|~|\s)*\\(?:text|mathrm|textrm)\{\s*([^{}]{1,12})\}")
"""Words in LaTeX, as in `10:30\\text{ a.m.}`."""
_MONTHS = {
    name: n // 2 + 1
    for n, name in enumerate(
        [
            "january",
            "jan",
            "february",
            "feb",
            "march",
            "mar",
            "april",
            "apr",
            "may",
            "may",
            "june",
            "jun",
            "july",
            "jul",
            "august",
            "aug",
            "september",
            "sep",
            "october",
            "oct",
            "november",
            "nov",
            "december",
            "dec",
        ]
    )
} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = [
    re.compile(
        rf"(?P<month>{_MONTH})\.?\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,?\s+(?P<y>\d{{4}}))?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\.?(?:\s*,?\s+(?P<y>\d{{4}}))?",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(r"(?:(?P<y>\d{4})\s*年\s*)?(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]?"),
]
_TIME_SIGN = re.compile(r"[:：点时mM分秒]")
_DATE_SIGN = re.compile(
    r"\d{4}[-/.年]\s*\d|\d/\d{1,2}/\d{4}|月|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov"
    r"|dec)[a-z]*\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"(?:(?:on|(?:mon|tues|wednes|thurs|fri|satur|sun)day),?\s+)+(?=\w)",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"(?:(\d+)\s*(?:hours?|hrs?|h|小时|个小时)\s*(?:and\s+)?)?,?\s*(?:(\d+)\s*(?:minutes?|mins?|m|分钟|分)\s*(?:and\s+)?)?,?\s*(?:(\d+)\s*(?:seconds?|secs?|s|秒钟?))?",
    re.IGNORECASE,
)
_HAN = re.compile(r"[〇零一二两三四五六七八九十]+(?=[点时分月日号年])")
_HAN_DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2"}


def same_times(answer: str, reference: str) -> bool | None:
    """Two times of day, or a clock reading and a duration; None unless one is a clock for sure."""
    if not (_is_timely(answer) and _is_timely(reference)):
        return None
    given, expected = _clock(answer), _clock(reference)
    if given is not None and expected is not None:
        return given[0] == expected[0] if given[1] or expected[1] else None
    lengths = (_length(answer), expected and expected[0]) if given is None else (given[0], _length(reference))
    return lengths[0] == lengths[1] if None not in lengths else None


def same_dates(answer: str, reference: str) -> bool | None:
    """Two dates; a year that only one side names is not compared. None unless both are dates."""
    if not _DATE_SIGN.search(reference):
        return None
    given, expected = read_date(answer), read_date(reference)
    if given is None or expected is None:
        return None
    return given[1:] == expected[1:] and (None in (given[0], expected[0]) or given[0] == expected[0])


def is_moment(text: str) -> bool:
    """Whether a text is a time of day or a date and nothing else."""
    return (_is_timely(text) and _clock(text) is not None) or read_date(text) is not None


def read_date(text: str) -> tuple[int | None, int, int] | None:
    """Year (or None), month and day."""
    if not 4 <= len(text) <= 40 or not _DATE_SIGN.search(text):
        return None
    text = _WEEKDAY.sub("", _arabic(text).strip(" ."))
    for pattern in _DATES:
        match = pattern.fullmatch(text)
        if match:
            parts = match.groupdict()
            month = _MONTHS[parts["month"].lower()] if parts.get("month") else int(parts["m"])
            if 1 <= month <= 12 and 1 <= int(parts["d"]) <= 31:
                return (int(parts["y"]) if parts["y"] else None), month, int(parts["d"])
    return None


def _is_timely(text: str) -> bool:
    return len(text) <= 40 and _TIME_SIGN.search(text) is not None


def _arabic(text: str) -> str:
    """十二点 and 三月四日 with digits."""
    if text.isascii():
        return text
    return _HAN.sub(lambda match: _small(match[0]), text)


def _small(word: str) -> str:
    if "十" not in word:
        return "".join(_HAN_DIGITS[c] for c in word)
    tens, _, ones = word.partition("十")
    return str(int(_HAN_DIGITS.get(tens, "1")) * 10 + int(_HAN_DIGITS.get(ones, "0")))


def _clock(text: str) -> tuple[Fraction, bool] | None:
    """Seconds since midnight, and whether the text can only be a time (not a ratio)."""
    text = _arabic(_WRAPPED.sub(r" \1", text.strip("$ ").replace("{:}", ":"))).strip()
    only = _HOURS_ONLY.fullmatch(text)
    if only:
        return Fraction((int(only[1]) % 12 + (12 if only[2].lower() == "p" else 0)) * 3600), True
    match = TIME.fullmatch(text)
    if match is None or (match["m"] is None and ":" in text):
        return None
    hours = int(match["h"])
    half_day = (match["half_day"] or ("p" if match["late"] else "a" if match["early"] else "")).lower()
    if half_day and hours <= 12:
        hours = hours % 12 + (12 if half_day == "p" else 0)
    minutes = 30 if match["half"] else 15 if match["quarter"] else int(match["m"] or match["mm"] or 0)
    whole = hours * 3600 + minutes * 60 + int(match["s"] or 0)
    is_time = bool(
        half_day
        or match["s"]
        or match["h"].startswith("0")
        or (match["m"] or "").startswith("0")
        or "点" in text
        or "时" in text
    )
    return whole + Fraction(f"0.{match['f'] or 0}"), is_time


def _length(text: str) -> Fraction | None:
    match = _LENGTH.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return Fraction(hours * 3600 + minutes * 60 + seconds)
