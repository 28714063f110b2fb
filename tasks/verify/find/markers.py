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

_NEAR_CHARS = 40
_ENGLISH = (
    r"####\s*"
    r"|answer\s*\]\s*[:：]?"
    r"|(?:answers?|results?|solutions?|(?<=final )value|(?<=required )value)\s*"
    r"(?:to\s+(?:the|this)\s+(?:question|problem)\s*)?"
    r"(?:is|are|equals|(?:would|should|must|could|might|may)\s+(?:also\s+)?be|=)"
    r"(?!\s+(?:correct|wrong|incorrect|as\s+follows))\s*(?:therefore\s*|thus\s*)?(?:option\s+|choice\s+)?[:：]?"
    r"|answer\s*(?:\*{1,2}|_{1,2}|[\"'”])?\s*[:：]\s*(?:\*{1,2}|_{1,2})?"
    r"|(?P<heading>answer\s*[*_]*\s*(?:\n|$)|result\s*[*_]*\s*[:：])"
    r"|\bans\.?\s*[:：=]|(?:option|choice)\s+is\s*[:：]?"
    r"|(?<!\w)a\s*[:：]\s*(?=[\d$\\-])"
)
_CHINESE = (
    r"【\s*(?:最终)?\s*(?:答案|解答|答)\s*】\s*[:：]?"
    r"|答案\s*(?:应该|应|就|可以|可能|也许)?\s*(?:是|为|选|等于|[:：=])\s*[:：]?"
    r"|(?:(?<=\n)|(?<=#)|^)[#*\s]*(?:\*\*)?(?:最终|最后|正确)?(?:答案|解答)(?:\*\*)?[*\s]*\n+"
    r"|(?:最终|最后)的?(?:结果|结论)\s*(?:就|应)?(?:是|为|等于|[:：=])\s*[:：]?"
    r"|(?:故|应|因此|所以)(?:应)?填(?:写|入)?\s*[:：]?"
    r"|故(?:本题|此题)?(?:应)?选(?:择)?\s*[:：]?|(?:本题|此题)应?选(?:择)?\s*[:：]?"
    r"|(?<![a-zA-Z\u4e00-\u9fff])(?:综上|因此|所以)?(?:应)?选(?:择|项)?\s*[:：]?(?=\s*\$*\s*(?:\\text\{)?\s*[(（]?\s*[a-jA-J](?![a-z]))"
    r"|选项\s*(?:是|为)\s*[:：]?(?=\s*\$*[(（]?\s*[a-jA-J](?![a-z]))"
    r"|(?:^|[\n。．.，,\s])答\s*[:：]"
)
_ENGLISH = rf"(?=[#arsvoc])(?:{_ENGLISH})"
"""The letter that each begins with is looked at first: most places hold none."""
MARKER = re.compile(f"{_ENGLISH}|{_CHINESE}")
"""For texts in lower case."""
_HEADING = re.compile(r"[#*_\s]*(?:the\s+)?(?:final\s+|my\s+)?[*_\s]*", re.IGNORECASE)
"""What may stand before the word in a heading; elsewhere the word needs a verb or colon."""
_IN_ENGLISH, _IN_CHINESE = re.compile(_ENGLISH), re.compile(_CHINESE)
_ENGLISH_WORDS = (
    "nswer", "NSWER", "####", "esult", "olution", "ption", "hoice", "A:", "A：", "A :", "ns:", "ns =", "ns.",
    "ns=", "value", "NS:",
)  # fmt: skip
_CHINESE_WORDS = ("答", "选", "填", "结果", "结论")
"""Every marker holds one of these; finding them is cheaper than the markers."""
_BEFORE = re.compile(
    r"(?:^|[\n.,;:]\s*|\b(?:get|gets|obtain|obtained|have|find|found|reach|so|that|with|is)\s+)(?P<answer>[^\n]{1,160}?)\s*,?\s+"
    r"(?:as|for|is|to be|being)\s+(?:the|our|my)\s+(?:final\s+|correct\s+|required\s+)?(?:answer|result)\b",
    re.IGNORECASE,
)

_DENIED_FIRST = re.compile(r".*\bnot\b.*?,?\s+but\s+", re.DOTALL)
_PLACEHOLDER = re.compile(
    r"[*_\s\[(<]*(?:TBD|TODO|N/A|[Pp]ending|[Tt]o be (?:determined|decided|continued|confirmed"
    r"|computed)|_{3,}|\?{2,}|(?:[Uu]nknown|[Uu]nclear|[Uu]ncertain|[Uu]ndetermined)|\((?:maybe"
    r"|perhaps|possibly|guess)|待定|未完|略)(?![a-z])"
)
"""What stands for an answer that is still to come."""
_THEREFORE = re.compile(r"(?:hence|so|thus|therefore|then|finally|and)\b[\s,:]*", re.IGNORECASE)
_COMMA = re.compile(r"，|；|(?<!\d),\s(?=[a-z])|\s*[;—]\s")


_GOES_ON = re.compile(r"\s*(?:and|or|to|,|和|或|<|>|=)")
_LETTER_FIRST = re.compile(r"[(（]?([A-J])[)）]?(?:[.:：,，、]|\s*$|\s+[-(（=])")


def after_marker(text: str) -> str:
    """What follows the last marker: delimited mathematics, or the rest of its sentence."""
    english = max(map(text.rfind, _ENGLISH_WORDS))
    chinese = -1 if text.isascii() else max(map(text.rfind, _CHINESE_WORDS))
    near = max(english, chinese)
    if near < 0:
        return ""
    pattern = _IN_ENGLISH if english > chinese else _IN_CHINESE
    start = max(near - _NEAR_CHARS, 0)
    return (
        _marked(pattern, text, start, near + _NEAR_CHARS)
        or (_marked(MARKER, text, 0, near + _NEAR_CHARS) if start or chinese >= 0 else "")
        or _before_marker(text)
    )


def _before_marker(text: str) -> str:
    """What comes before the words: "I get 5 for the final answer"."""
    end = text[-400:]
    found = list(_BEFORE.finditer(end)) if "answer" in end or "result" in end else []
    if not found:
        return ""
    answer = found[-1]["answer"]
    for word in (" get ", " obtain ", " have ", " find ", " found ", " reach ", " that "):
        answer = answer.rpartition(word)[2]
    answer = _DENIED_FIRST.sub("", answer)
    answer = trim(_THEREFORE.sub("", answer))
    return answer if is_mathematics(answer) or len(answer.split()) <= 4 else ""


def _marked(pattern: re.Pattern[str], text: str, start: int, end: int) -> str:
    lowered = text[start:end].lower()
    if len(lowered) != len(text[start:end]):
        lowered = text[start:end]
    for match in reversed(list(pattern.finditer(lowered))[-MAX_CANDIDATES:]):
        if match.lastgroup == "heading":
            place = start + match.start()
            if not _HEADING.fullmatch(text, text.rfind("\n", 0, place) + 1, place):
                continue
        rest = text[start + match.end() :].lstrip(" \t*_:：").removeprefix("\n").lstrip()
        if match[0].startswith("####"):
            return trim(rest.partition("\n")[0])
        found = _head(rest)
        if found:
            return found
    return ""


def _head(rest: str) -> str:
    """The answer at the beginning of a text."""
    blank = _PLACEHOLDER.match(rest)
    if blank:
        return blank[0]
    rest = rest.replace('\\"', '"').lstrip('"')
    if (cut := rest.find("【", 1)) > 0:
        rest = rest[:cut]
    rest = settled(rest)
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
    if maths and not _GOES_ON.match(sentence[maths.end() :]):
        return "".join(filter(None, maths.groups())).strip()
    return _phrase(sentence)


def _phrase(sentence: str) -> str:
    """The answer in a phrase that is no mathematics as a whole: a choice, a value with words, words."""
    lead = _LETTER_FIRST.match(sentence)
    if lead:
        return sentence if len(sentence) <= MAX_BARE_CHARS else lead[1]
    if len(BARE_NUMBER.findall(sentence)) == 0 and "$" not in sentence:
        return sentence if len(sentence) <= MAX_BARE_CHARS else ""
    return in_sentence(sentence) or sentence
