"""Truth values and words in normal form, in English and Chinese."""

import re
from functools import lru_cache

from tasks.verify.notation.phrases import SMALL

_TRUE = frozenset(
    {"true", "yes", "correct", "正确", "是", "对", "√", "\\sqrt", "真", "是的", "\\text{true}", "成立"}
)
_FALSE = frozenset(
    {"false", "no", "incorrect", "错误", "否", "错", "不对", "×", "\\times", "假", "不正确", "不是", "不成立"}
)
_WORD = re.compile(r"[^\W\d_]+")
_FILLER = frozenset(
    {
        "the", "a", "an", "is", "are", "of", "s", "it", "on", "in", "at", "this", "that", "by", "was",
        "be", "and",
        "its", "he", "she", "they", "to", "called", "will",
    }
)  # fmt: skip
_GENERIC = frozenset(
    {
        "triangle", "function", "number", "numbers", "curve", "shape", "figure", "statement", "answer",
        "quadrilateral",
        "polygon", "graph", "matrix", "sequence", "series", "day", "month", "color", "colour", "angle",
        "solid", "point",
    }
)  # fmt: skip
"""Words that say what kind of thing a word names: isosceles is an isosceles triangle."""
_CLAIM = re.compile(
    r"(?:(?:so|thus|therefore|hence)\s+)?(?:the|this|that|it|its|above|given)?\s*"
    r"(?:statement|claim|proposition|assertion|argument|conclusion|sentence|answer|hypothesis|inequality|identity|equation)?"
    r"(?:\s+is|'s)\s+(not\s+)?(true|false|correct|incorrect)"
)
_REPLY = re.compile(r"(yes|no|true|false)\s*[,.;:!-]\s*[a-z][^0-9=<>]{0,120}")
_SECOND_THOUGHT = re.compile(r"\b(?:yes|no|true|false|maybe|perhaps|or|wait|actually|unless)\b")
_HAN_CLAIM = re.compile(
    r"(?:该|此|这个?|原|以上)?(?:说法|命题|结论|判断|论断|叙述|句子|语句)?(?:[是为])?(不)?(正确|错误|对|错|真|假|成立)(?:的|命题)*"
)
_HAN_EDGE = re.compile(
    r"^(?:答案)?(?:应该|应)?(?:就)?(?:是|为|该|此|它|这个?)+(?=.)|(?<=.)(?:同学|先生|小姐|老师|小朋友|命题)$"
)


_WEEKDAY = re.compile(r"(?:周|礼拜|星期)(?=[一二三四五六日天])")


def same_truths(answer: str, reference: str) -> bool | None:
    """Yes, true, 正确 against no, false, 错误; None unless both sides are one of them."""
    expected, given = _truth(reference), _truth(answer)
    if expected is None or given is None:
        return None
    return given == expected


@lru_cache(maxsize=1024)
def is_truth(text: str) -> bool:
    """Whether a text is a truth value."""
    return _truth(text) is not None


def _truth(text: str) -> bool | None:
    if len(text) > 160:
        return None
    word = text.lower().strip(" .!")
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    if word.startswith(("not ", "不")) and (inner := word.removeprefix("not ").strip()) in (
        "true",
        "false",
        "correct",
    ):
        return inner == "false"
    claim = _CLAIM.fullmatch(word)
    if claim:
        return (claim[2] in ("true", "correct")) != bool(claim[1])
    claim = _HAN_CLAIM.fullmatch(word) if not word.isascii() else None
    if claim:
        return (claim[2] in ("正确", "对", "真", "成立")) != bool(claim[1])
    reply = _REPLY.fullmatch(word)
    if reply is None or _SECOND_THOUGHT.search(word, reply.end(1)):
        return None
    return reply[1] in ("yes", "true")


def same_words(answer: str, reference: str) -> bool | None:
    """The same words but for articles and the like; None unless both sides are words."""
    if answer.isalpha() and len(answer) >= 3 and answer.casefold() == reference.casefold():
        return True
    expected, given = plain_words(reference), plain_words(answer)
    if expected is None or given is None:
        return None
    return given == expected or _names_the_kind(given, expected) or _says_it_is(answer, expected)


def _says_it_is(answer: str, expected: str) -> bool:
    """`The day after is Monday` for Monday."""
    subject, verb, said = answer.rpartition(" is ")
    return (
        bool(verb) and " not " not in f" {subject} " and " or " not in said and plain_words(said) == expected
    )


def _names_the_kind(answer: str, reference: str) -> bool:
    """`isosceles triangle` for isosceles: the rest only says what kind of thing the word names."""
    given, expected = answer.split(), reference.split()
    extra = [word for word in given if word not in expected]
    return (
        len(given) == len(expected) + len(extra) and all(word in _GENERIC for word in extra) and bool(extra)
    )


def plain_words(text: str) -> str | None:
    """Words in normal form if the text is nothing but words: no digits, no single letters, no operators."""
    bare = (
        text.replace("\\text", "").replace("\\mathrm", "").replace("\\textbf", "") if "\\" in text else text
    )
    if any(c.isdigit() or c in "\\^=<>+*/|_%$√π" for c in bare):
        return None
    if not bare.isascii():
        bare = _chinese_words(bare)
    words = [word for word in _WORD.findall(bare.casefold()) if word not in _FILLER]
    if not words or (all(word.isascii() for word in words) and max(map(len, words)) < 3 and len(words) < 2):
        return None
    if len(words) == 1 and words[0] in SMALL:
        return None
    return " ".join(words) if bare.isascii() else "".join(words)


def _chinese_words(text: str) -> str:
    """The words without 是 and 同学 at the edges; days of the week and conditions in one wording."""
    text = _HAN_EDGE.sub("", text.strip(" .。，,"))
    if "周" in text or "礼拜" in text or "星期" in text:
        text = _WEEKDAY.sub("星期", text).replace("星期天", "星期日")
    return text.replace("而不", "不").replace("非", "不").replace("且", "") if text.endswith("条件") else text
