"""The answer behind a marker: `####`, "the answer is", 答案是, 故答案为, 【答案】, 答: ..."""

import re

from tasks.verify.equal.normal import stands_alone
from tasks.verify.find.boxes import MAX_CANDIDATES
from tasks.verify.find.hedges import settled
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
    r"|(?:^|\n)[#*_\s]*(?:the\s+)?(?:final\s+|my\s+)?answer\s*[*_]*\s*(?:\n|$)"
    r"|\[\s*(?:final\s+)?answer\s*\]\s*[:：]?"
    r"|【\s*(?:最终)?\s*(?:答案|解答|答)\s*】\s*[:：]?"
    r"|(?:最终|最后的?|正确的?|本题的?|参考)?答案\s*(?:应该|应|就|可以|可能|也许)?\s*(?:是|为|选|等于|[:：=])\s*[:：]?"
    r"|(?:最终|最后)的?(?:结果|结论)\s*(?:就|应)?(?:是|为|等于|[:：=])\s*[:：]?"
    r"|(?:故|应|因此|所以)(?:应)?填(?:写|入)?\s*[:：]?"
    r"|故(?:本题|此题)?(?:应)?选(?:择)?\s*[:：]?|(?:本题|此题)应?选(?:择)?\s*[:：]?|(?<![a-zA-Z\u4e00-\u9fff])(?:综上|因此|所以)?(?:应)?选(?:择|项)?\s*[:：]?(?=\s*\$*\s*(?:\\text\{)?\s*[(（]?\s*[A-J])"
    r"|(?:^|[\n。．.，,\s])答\s*[:：]"
    r"|(?:the\s+)?(?:final\s+|correct\s+|required\s+|desired\s+)?(?:answer|result|solution|final\s+value|required\s+value)s?\s*(?:to\s+(?:the|this)\s+(?:question|problem)\s*)?"
    r"(?:is|are|equals|(?:would|should|must|could|might|may)\s+(?:also\s+)?be|=)(?!\s+(?:correct|wrong|incorrect|as\s+follows))\s*(?:therefore\s*|thus\s*)?(?:option\s+|choice\s+)?[:：]?"
    r"|(?:final\s+|correct\s+|my\s+)?answer\s*(?:\*{1,2}|_{1,2})?\s*[:：]\s*(?:\*{1,2}|_{1,2})?"
    r"|\bans\.?\s*[:：=]|(?:^|\n)[*_\s]*(?:final\s+)?result\s*[*_]*\s*[:：]"
    r"|(?:correct\s+)?(?:option|choice)\s+is\s*[:：]?"
    r"|(?<![\w])A\s*[:：]\s*(?=[\d$\\-])",
    re.IGNORECASE,
)
_MARKER_WORDS = (
    "nswer", "NSWER", "####", "答", "选", "esult", "olution", "ption", "hoice", "A:", "A：", "A :",
    "填", "结果", "结论",
    "ns:", "ns =", "ns.", "ns=", "value", "NS:",
)  # fmt: skip
"""Every marker holds one of these; finding them is cheaper than the markers."""
_BEFORE = re.compile(
    r"(?:^|[\n.,;:]\s*|\b(?:get|gets|obtain|obtained|have|find|found|reach|so|that|with|is)\s+)(?P<answer>[^\n]{1,160}?)\s*,?\s+"
    r"(?:as|for|is|to be|being)\s+(?:the|our|my)\s+(?:final\s+|correct\s+|required\s+)?(?:answer|result)\b",
    re.IGNORECASE,
)

_COMMA = re.compile(r"，|；|(?<!\d),\s(?=[a-z])|\s*[;—]\s")


def after_marker(text: str) -> str:
    """What follows the last marker: delimited mathematics, or the rest of its sentence."""
    near = max(map(text.rfind, _MARKER_WORDS))
    if near < 0:
        return ""
    near = max(near - _NEAR_CHARS, 0)
    return _marked(text, near, len(text)) or (_marked(text, 0, near) if near else "") or _before_marker(text)


def _before_marker(text: str) -> str:
    """What comes before the words: "I get 5 for the final answer"."""
    found = list(_BEFORE.finditer(text, max(len(text) - 400, 0)))
    if not found:
        return ""
    answer = found[-1]["answer"]
    for word in (" get ", " obtain ", " have ", " find ", " found ", " reach ", " that "):
        answer = answer.rpartition(word)[2]
    answer = trim(answer)
    return answer if is_mathematics(answer) or len(answer.split()) <= 4 else ""


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
    rest = settled(rest.replace('\\"', '"').lstrip('"'))
    if not rest:
        return ""
    end = SENTENCE_END.search(rest)
    sentence = rest[: end.start()] if end and end.start() > 0 else rest
    if "$$" in rest[:3] or rest.startswith(("\\[", "\\(")):
        maths = MATHS.match(rest)
        sentence = maths[0] if maths and len(maths[0]) > len(sentence) else sentence
    sentence = trim(sentence)
    if not sentence or is_mathematics(sentence) or stands_alone(sentence):
        return sentence
    first = _COMMA.split(sentence, maxsplit=1)
    if len(first) == 2 and not any(c.isdigit() or c in "$\\=" for c in first[1]) and is_mathematics(first[0]):
        return trim(first[0])
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
