"""Answers that say of several things what each is: "A is a knight, B is a knave", "A: 3, B: 5"."""

import re

from tasks.verify.equal.plain import as_number

_PAIR = re.compile(
    r"(?P<names>[A-Z]\w*(?:(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+)[A-Z]\w*)*)\s*(?:is|are|:|=|->|→)\s*(?:both\s+|all\s+)?(?:an?\s+|the\s+)?(?P<role>[a-z]+)(?![\w])"
)
_BETWEEN = re.compile(
    r"[\s,;.:]|\band\b|\bso\b|[(\[]\s*\d+\s*[)\]]|\d+\s*[.)](?=\s)|[-*•]|\bwhile\b|\bwhereas\b"
)
_HAN_PAIR = re.compile(
    r"(?P<names>[甲乙丙丁戊己庚辛](?:[、和与,，][甲乙丙丁戊己庚辛])*)(?:都|均)?是(?P<role>[\u4e00-\u9fff]{1,4}?)(?=[,，。;；、]|$)"
)
_KEY_VALUE = re.compile(r"['\"]?(?P<key>[A-Za-z]\w{0,30})['\"]?\s*(?::|=)\s*(?P<value>[^=:{}\[\]()\\]{1,40})")
MIN_LENGTH = 8
_TWO_ROOTS = {"x_1", "x_2"}
"""Which of two roots is called the first is a matter of taste."""


_SUBSCRIPT = re.compile(r"_\{(\w)\}")
_MARKS = re.compile(r"[,;\n]")
_NAME_MARKS = re.compile(r"\s*,\s*and\s+|\s*,\s*|\s+and\s+|[、和与，]")


def same_statements(answer: str, reference: str) -> bool | None:
    """Whether both sides say the same of the same names, in any order; None unless both are such lists."""
    if len(reference) < MIN_LENGTH or len(answer) > 1_000 or len(reference) > 1_000:
        return None
    expected = _roles(reference) or _pairs(reference)
    if not expected:
        return None
    given = _roles(answer) or _pairs(answer)
    if given and given.keys() == expected.keys() == _TWO_ROOTS:
        return sorted(given.values()) == sorted(expected.values())
    return given == expected if given else None


def says_who_is_what(text: str) -> bool:
    """Whether a text is such a list and nothing else."""
    return (
        len(text) <= 400
        and (" is " in text or ":" in text or "是" in text)
        and bool(_roles(text) or _pairs(text))
    )


def _pairs(text: str) -> dict[str, str] | None:
    """`{'a': 1, 'b': 2}`, `a: 1, b: 2` or `a = 1, b = 2`, with at least two keys."""
    text = _SUBSCRIPT.sub(r"_\1", text) if "_{" in text else text
    bare = text.strip().removeprefix("\\").removeprefix("{").removesuffix("}").removesuffix("\\")
    found: dict[str, str] = {}
    for part in _MARKS.split(bare):
        match = _KEY_VALUE.fullmatch(part.strip())
        if match is None or match["key"] in found:
            return None
        value = match["value"].strip(" '\"")
        number = as_number(value)
        found[match["key"]] = str(number[0]) if number else value.casefold()
    return found if len(found) > 1 else None


def _roles(text: str) -> dict[str, str] | None:
    text = text.replace("\\text", "").replace("{", "").replace("}", "").replace("\\", " ")
    pattern = _PAIR if text.isascii() or " is " in text else _HAN_PAIR
    found: dict[str, str] = {}
    for match in pattern.finditer(text):
        role = match["role"].removesuffix("s") if len(match["role"]) > 4 else match["role"]
        for name in _NAME_MARKS.split(match["names"]):
            if found.setdefault(name, role) != role:
                return None
    if not found or _BETWEEN.sub("", pattern.sub("", text)).strip():
        return None
    return found
