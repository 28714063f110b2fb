"""Answers of several named parts: "min = 2, max = 9", 最大值为5，最小值为-3, 乙诚实，甲说谎; in any order."""

import re

from tasks.verify.equal.plain import as_number

_SEPARATORS = re.compile(r"\s*(?:[,;，；\n]|\band\b|\\text\s*\{\s*and\s*\}|\\quad)\s*|(?<=[\d}])\s*[和且]\s*")
_SEVERAL = re.compile(r"[,;，；\n和且]| and |quad")
_NAMED_VALUE = re.compile(
    r"(?:the\s+|其?)?(?P<key>[A-Za-z][A-Za-z ]{1,30}?|[\u4e00-\u9fff]{1,10}?)(?:\s*(?:is|are|was"
    r"|equals|=|:|为|是|等于|有)\s*|\s+|(?=[-+\d\\]))"
    r"(?P<value>[-+\d.$\\√π(][^,;=:]{0,60})"
)
_KEYS = {
    "minimum": "min", "minimal": "min", "least": "min", "smallest": "min", "lowest": "min", "最小": "min",
    "maximum": "max", "maximal": "max", "greatest": "max", "largest": "max", "highest": "max", "最大": "max",
    "average": "mean", "avg": "mean", "平均数": "mean", "平均": "mean", "均值": "mean",
    "中位数": "median", "众数": "mode",
    "perimeter": "周长", "area": "面积", "volume": "体积",
}  # fmt: skip
STATISTICS = frozenset(_KEYS.values()) | {"min", "max", "mode", "median", "mean"}
"""Names that tell what a value is, wherever they occur."""
_KEY_TRIFLES = re.compile(r"\bvalue\b|\bof\b|\bthe\b|\bnumber\b|值$|的")
_CLAUSE = re.compile(
    r"(?P<name>[甲乙丙丁戊己庚辛]|[A-Z][a-z]{2,})(?:是|为|\s+)?\s*(?P<said>[\u4e00-\u9fff]{1,8}"
    r"|[a-z]+(?: [a-z]+)?)"
)


def same_parts(answer: str, reference: str) -> bool | None:
    """Whether the same names have the same values; None unless both are such lists of at least two."""
    if not 5 <= len(reference) <= 300 or len(answer) > 400 or not _SEVERAL.search(reference):
        return None
    expected = named_parts(reference)
    if expected is None:
        return None
    given = named_parts(answer)
    return given == expected if given is not None else None


def named_parts(text: str) -> dict[str, str] | None:
    """Name -> value in one spelling; None unless the text is nothing but two or more names with values."""
    pieces = [piece for piece in _SEPARATORS.split(text.strip(" .。")) if piece]
    if not 2 <= len(pieces) <= 12:
        return None
    found: dict[str, str] = {}
    for piece in pieces:
        match = _NAMED_VALUE.fullmatch(piece)
        if match:
            key, value = _key(match["key"]), _value(match["value"])
        elif clause := _CLAUSE.fullmatch(piece):
            key, value = clause["name"], clause["said"].removesuffix("的").removesuffix("了")
        else:
            return None
        if not key or key in found:
            return None
        found[key] = value
    return found


def _key(name: str) -> str:
    word = _KEY_TRIFLES.sub("", name.strip().lower()).strip()
    return _KEYS.get(word, word)


def _value(text: str) -> str:
    bare = text.strip(" .$").replace(" ", "")
    number = as_number(bare)
    return str(number[0]) if number else bare
