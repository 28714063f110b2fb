"""Answers that are withdrawn or doubled in one breath: "not 5; it is 6", "either 3 or 4", 可能是3."""

import re

from tasks.verify.find.boxes import MAX_CANDIDATES

_ENUMERATED = re.compile(
    r"(?:\banswer|\bcandidate|\boption|答案)\s*(?:[(（]?\s*(?:[1-4]|one|two|[一二])\s*[)）]?)\s*[:：]\s*([^\n]{1,200}?)"
    r"(?=[.。;；,，]?\s*(?:\n|\Z|answer|candidate|option|答案|one of|either|其中))",
    re.IGNORECASE,
)
_NUMBERED = tuple(
    f"{word}{mark}"
    for word in ("swer ", "date ", "ption ", "答案")
    for mark in ("1", "(1", "one", "一", "（1", "（一", "2")
)
_DENIED = re.compile(
    r"(?:definitely\s+|certainly\s+)?not\s+(?P<no>.{1,120}?)(?:[;,.，。]\s*|\s+)"
    r"(?:but\s+(?:rather\s+)?|(?:rather\s+)?(?:it|the answer)(?:\s+is|'s)\s+)(?P<yes>.*)"
    r"|不是(?P<no2>.{1,60}?)[，,；;。]?\s*而是(?P<yes2>.*)",
    re.DOTALL | re.IGNORECASE,
)
_TAIL = re.compile(
    r",?\s*(?:\band\s+|\bbut\s+)?(?:\bnot\b|\brather than\b|\binstead of\b)\s+(?=[\d$\\(\[{+-]|[a-z]\b)[^\n]*"
    r"|[，,]\s*而?不是[^\n]*",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"\s*(?:either|both|possibly|maybe|perhaps|probably|可能是?|也许是?|大概是?|或者是?)\s*", re.IGNORECASE
)
_OR_ELSE = re.compile(
    r"\s*[，,;；]?\s*(?:也(?:有)?(?:可能|许)(?:是|为)?|或者(?:是)?|或是|还是|抑或|(?:\bbut\s+)?(?:it|the\s+answer)\s+(?:could|might|may)(?:\s+also)?(?:\s+well)?\s+be\b|\bor\s+(?:maybe|perhaps|possibly|it\s+(?:could|might|may)\s+be|else)\b|,\s*(?:maybe|perhaps|possibly)\b)\s*",
    re.IGNORECASE,
)
_REMARK_OR = re.compile(
    r"\s*[(（]\s*(?:或者?|也可能是?|or(?:\s+(?:is\s+it|maybe|perhaps|possibly))?|maybe|perhaps)\s*(?:是)?\s*(?P<other>[^()（）]{1,80}?)\s*[?？]*\s*[)）]"
)
_OPEN = (
    "not",
    "不是",
    "ither",
    "可能",
    "也许",
    "或",
    "aybe",
    "erhaps",
    "ossibly",
    "robably",
    "ither",
    "instead",
    "rather",
    "还是",
    "(or",
    "大概",
    "oth ",
    "ight",
    "ould",
    "may ",
)


_NOT = re.compile(r"not\s", re.IGNORECASE)


def settled(rest: str) -> str:
    """A text that begins with an answer: only the corrected one, or all alternatives joined by "or"."""
    if not any(word in rest for word in _OPEN):
        return rest
    denied = _DENIED.match(rest)
    if denied:
        rest = denied["yes"] or denied["yes2"] or ""
    elif _NOT.match(rest):
        return ""
    rest = _EITHER.sub("", rest, count=1) if _EITHER.match(rest) else rest
    rest = _REMARK_OR.sub(lambda match: f" or {match['other']}", rest)
    rest = _OR_ELSE.sub(" or ", rest)
    return _TAIL.sub("", rest) if not _TAIL.match(rest) else rest


def enumerated(text: str) -> str:
    """`Answer 1: 3. Answer 2: 4.` as "3 or 4"; empty without two different ones."""
    if not any(word in text for word in _NUMBERED):
        return ""
    found = [match[1].strip() for match in list(_ENUMERATED.finditer(text[-3_000:]))[-MAX_CANDIDATES:]]
    distinct = list(dict.fromkeys(found))
    return " or ".join(distinct) if len(distinct) > 1 else ""
