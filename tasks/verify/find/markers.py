"""The answer behind a marker: `####`, "the answer is", 答案是, 故答案为, 【答案】, 答: ..."""

import re

from tasks.verify.find.boxes import MAX_CANDIDATES
from tasks.verify.find.sentences import (
    BARE_NUMBER,
    MATHS,
    MAX_BARE_CHARS,
    SENTENCE_END,
    in_sentence,
    is_mathematics,
)
from tasks.verify.notation.spelling import trim

_NEAR_CHARS = 60
MARKER = re.compile(
    r"####\s*"
    r"|【\s*(?:答案|解答|答)\s*】\s*[:：]?"
    r"|(?:最终|最后的?|正确的?|本题的?|参考)?答案\s*(?:应该|应|就|可以)?\s*(?:是|为|选|[:：])\s*[:：]?"
    r"|故(?:本题|此题)?(?:应)?选(?:择)?\s*[:：]?|(?<![a-zA-Z\u4e00-\u9fff])(?:综上|因此|所以)?(?:应)?选(?:择|项)?\s*[:：]?(?=\s*\$*\s*(?:\\text\{)?\s*\(?[A-J])"
    r"|(?:^|[\n。．.，,\s])答\s*[:：]"
    r"|(?:the\s+)?(?:final\s+|correct\s+)?(?:answer|result|solution)s?\s*(?:to\s+(?:the|this)\s+(?:question|problem)\s*)?"
    r"(?:is|are|equals|would\s+be|should\s+be|=)(?!\s+(?:correct|wrong|incorrect|as\s+follows|not))\s*(?:therefore\s*)?(?:option\s+|choice\s+)?[:：]?"
    r"|(?:final\s+|correct\s+|my\s+)?answer\s*(?:\*{1,2}|_{1,2})?\s*[:：]\s*(?:\*{1,2}|_{1,2})?"
    r"|(?:correct\s+)?(?:option|choice)\s+is\s*[:：]?"
    r"|(?<![\w])A\s*[:：]\s*(?=[\d$\\-])",
    re.IGNORECASE,
)
_MARKER_WORDS = (
    "nswer", "NSWER", "####", "答", "选", "esult", "olution", "ption", "hoice", "A:", "A：", "A :",
)  # fmt: skip
"""Every marker holds one of these; finding them is cheaper than the markers."""


def after_marker(text: str) -> str:
    """What follows the last marker: delimited mathematics, or the rest of its sentence."""
    near = max(map(text.rfind, _MARKER_WORDS))
    if near < 0:
        return ""
    near = max(near - _NEAR_CHARS, 0)
    return _marked(text, near, len(text)) or (_marked(text, 0, near) if near else "")


def _marked(text: str, start: int, end: int) -> str:
    for match in reversed(list(MARKER.finditer(text, start, end))[-MAX_CANDIDATES:]):
        rest = text[match.end() :].lstrip(" \t*_:：").removeprefix("\n").lstrip()
        if match[0].startswith("####"):
            return trim(rest.partition("\n")[0])
        found = _head(rest)
        if found:
            return found
    return ""


def _head(rest: str) -> str:
    """The answer at the beginning of a text."""
    rest = rest.replace('\\"', '"').lstrip('"')
    if not rest:
        return ""
    end = SENTENCE_END.search(rest)
    sentence = rest[: end.start()] if end and end.start() > 0 else rest
    if "$$" in rest[:3] or rest.startswith(("\\[", "\\(")):
        maths = MATHS.match(rest)
        sentence = maths[0] if maths and len(maths[0]) > len(sentence) else sentence
    sentence = trim(sentence)
    if not sentence or is_mathematics(sentence):
        return sentence
    maths = MATHS.match(sentence)
    if maths and not re.match(r"\s*(?:and|or|to|,|和|或|<|>|=)", sentence[maths.end() :]):
        return "".join(filter(None, maths.groups())).strip()
    return _phrase(sentence)


def _phrase(sentence: str) -> str:
    """The answer in a phrase that is no mathematics as a whole: a choice, a value with words, words."""
    lead = re.match(r"[(（]?([A-J])[)）]?(?:[.:：,，、]|\s*$|\s+[-(（=])", sentence)
    if lead:
        return sentence if len(sentence) <= MAX_BARE_CHARS else lead[1]
    if len(BARE_NUMBER.findall(sentence)) == 0 and "$" not in sentence:
        return sentence if len(sentence) <= MAX_BARE_CHARS else ""
    return in_sentence(sentence) or sentence
