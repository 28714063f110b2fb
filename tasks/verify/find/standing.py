"""The part of a completion that its writer still stands by.

"Answer: 5. On reflection I withdraw this answer" holds no answer, "I made an error above. The correct result
is 6" holds 6, and "the answer is not 5" says nothing of what it is.
"""

import re
from functools import lru_cache

from tasks.verify.find.thinking import final_part

_TAIL_CHARS = 500
_WORD = re.compile(r"[a-z']+")
_CLAUSE = r"(?:(?![,.]\s|\.?$|[;；。，\n]).)*"
"""The rest of a clause: what is taken back is often named again."""
_TAKEN_BACK = re.compile(
    r"(?:\b(?:withdraw|withdrawn|retract(?:ed)?|disregard|scratch\s+that|strike\s+that|take\s+(?:it|that|this)\s+back)\b"
    r"|\btake\s+back\s+(?:my|this|that|the)\b"
    r"|\bignore\s+(?:that|this|my|the)\s+(?:\w+\s+)?(?:answer|result|box|above|value)\b"
    r"|\b(?:[Tt]his|[Tt]hat|[Tt]he\s+above|[Tt]he\s+previous|[Mm]y(?:\s+\w+)?|[Tt]he)\s+(?:answer|result|value|box)(?:\s+above)?\s+"
    r"(?:is|was|must\s+be|seems)\s+(?:wrong|incorrect|mistaken|not\s+(?:right|correct)|invalid)\b"
    r"|\bno\s+longer\s+(?:believe|think|stand\s+by)\b[^\n]*"
    r"|\bmay\s+or\s+may\s+not\b[^\n]*"
    r"|\b(?:I|[Ww]e)(?:\s+(?:made|have\s+made|see|found|notice)\s+(?:an?|my|the)\s+(?:\w+\s+)?(?:error|mistake|slip)\b"
    r"|\s+(?:really\s+|actually\s+|just\s+|still\s+)?(?:do\s+not|don't|did\s+not|didn't)\s+(?:really\s+|actually\s+)?know\b"
    r"|(?:\s+am|\s+are|'m|'re)\s+(?:not\s+able|unable)\s+to\s+(?:solve|verify|decide|determine|say|finish|answer)\b"
    r"|\s+(?:can\s?not|can't|could\s+not|couldn't)\s+(?:really\s+|actually\s+)?"
    r"(?:say|tell|verify|decide|solve|confirm|finish|answer|choose|settle|determine\s+(?:the|an|my)\s+(?:final\s+)?answer)\b|\s+give\s+up\b|\s+have\s+no\s+idea\b)"
    r"|\b[Nn]o\s+(?:final\s+)?answer\b|\b[Nn]o\s+idea\s+(?:which|what)\b)" + _CLAUSE
)
_TAKEN_BACK_SIGNS = frozenset(
    [
        "withdraw", "withdrawn", "retract", "retracted", "disregard", "scratch", "strike",
        "take", "ignore", "error", "mistake", "slip", "wrong", "incorrect", "mistaken", "not",
        "invalid", "longer", "may", "know", "unable", "able", "cannot", "can't", "couldn't",
        "don't", "didn't", "idea", "give", "can", "no", "could",
    ]
)  # fmt: skip
"""One of these words occurs in whatever `_TAKEN_BACK` finds."""
_HAN_TAKEN_BACK = re.compile(
    r"(?:(?:收回|撤回|推翻)(?=[^\n]{0,12}(?:答案|结果|结论|说法))|(?:答案|结果)(?:作废|无效|有误|不对|算错了?|错了)"
    r"|(?:刚才|前面|之前|上面|以上)的?(?:答案|结果|结论|计算|过程)?(?:有误|有错|错误|不对|是错的|错了|算错了?)"
    r"|我(?:刚才|前面|之前)?(?:算错|做错|写错|弄错)了?|[我也](?:不会做|不知道|做不出|说不准|拿不准|不确定|没把握|无法(?:判断|确定)是哪)"
    r"|不会做|说不清是哪)" + _CLAUSE
)
_HAN_SIGNS = (
    "不是", "不为", "不等于", "回", "推翻", "作废", "无效", "误", "不对", "错",
    "不会做", "不知道", "做不出", "说不",
    "拿不准", "不确定", "没把握", "无法",
    "等等", "更正", "订正", "其实", "忽略", "判", "满分", "标准答案",
)  # fmt: skip
_RESTATED = re.compile(
    r"(?:\b(?:Actually|actually|Wait|wait|No|Sorry|sorry|Oops|oops|Hmm|Correction|Hold\s+on|On\s+second\s+thought|[Ll]et\s+me\s+correct)\b"
    r"[^\n.]{0,60}?\b(?:it(?:'s|\s+is|\s+should\s+be|\s+must\s+be)|(?:the\s+)?(?:answer|result)\s+(?:is|should\s+be)|make\s+(?:that|it)|I\s+meant?)"
    r"|(?:不对|等等|更正|订正|其实|说错了)[，,：:。 ][^\n。]{0,20}?(?:应该?[是为]|答案?[是为]"
    r"|[是为]))\s*(?=[-\d$\\(（]|[A-J]\b)"
)
"""A second answer that takes the place of the first."""
_RESTATED_SIGNS = frozenset(
    [
        "actually", "wait", "no", "sorry", "oops", "hmm", "correction", "hold", "second",
    ]
)  # fmt: skip
_ADDRESSED_TO_GRADERS = re.compile(
    r"\b(?:ignore|disregard|forget)\s+(?:all\s+|any\s+|the\s+)*(?:previous|prior|above|earlier)\s+(?:instructions?|prompts?|rules)"
    r"|\b(?:mark|grade|score|accept|treat|judge|count)\s+(?:this|it|the\s+answer|my\s+answer|any\s+answer|me)\s+(?:as\s+)?(?:being\s+)?(?:correct|right|true|full)"
    r"|\b(?:grader|evaluator|verifier|scorer)s?\b[^.\n]{0,40}\b(?:accept|mark|output|return|award|give)"
    r"|\b(?:give|award|grant|assign)\s+(?:me|this|it)\s+(?:the\s+)?(?:full|maximum|top)\s+(?:marks?|credits?|points|score|reward)\b"
    r"|\b(?:equals?|same|match(?:es)?|identical|whatever)\b[^.\n]{0,20}\b(?:reference|expected"
    r"|gold)\s+(?:answer|solution)\b|\bground[- ]?truth\b|equals?\s+(?:to\s+)?the\s+reference"
    r"|忽略(?:之前|以上|上述|前面)的?(?:所有)?(?:指令|指示|要求|提示)|(?:请|应|直接)(?:把[^\n]{0,10})?判(?:为|定为|作|我)?(?:正确|对|满分)|给(?:我)?满分|标准答案[^\n]{0,6}(?:相同|一致|一样)",
    re.IGNORECASE,
)
_GRADER_SIGNS = frozenset(
    [
        "instruction", "instructions", "prompt", "prompts", "rules", "mark", "grade", "score",
        "accept", "treat", "judge", "count", "grader", "graders", "evaluator", "evaluators",
        "verifier", "verifiers", "scorer", "award", "assign", "reference", "expected", "gold",
        "ground", "groundtruth", "give", "grant",
    ]
)  # fmt: skip
_SIGNS = _TAKEN_BACK_SIGNS | _RESTATED_SIGNS | _GRADER_SIGNS | {"isn't", "aren't", "wasn't"}
_DENIAL = re.compile(
    r"(?:(?:answer|result|value|solution)\s*(?:is|was|are)(?:\s+(?:certainly|definitely|clearly))?(?:\s+not\b|n't)"
    r"|(?:答案|结果|结论)(?:应该|肯定|一定|绝对|并)?(?:不是|不为|不等于))"
    r"(?!\s*(?:unique|defined|possible|real|an?\s|valid|enough|true|correct|divisible|prime|exist))"
    r"(?P<no>[^\n]*?)(?:[.!。！]?\s*$|(?<=\$)[.。]|[.。](?=\s*\n)|(?=\n))",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"\bbut\b|\bit\s+is\b|\bit's\b|\brather\b|\binstead\b|\banswer\s+is\b|而是|应该?[是为]|答案"
)
_SENTENCE = re.compile(r"[.!?](?=\s)|[。！？\n]")
_NOT_THE_ANSWER = re.compile(
    r"(?:\b(?:is|was)\s+not|\bisn't|\bwasn't|\bcannot\s+be|\bcan't\s+be)\s+(?:the|our|my)\s+(?:\w+\s+)?"
    r"(?:answer|result|solution)\b(?P<no>[^\n]*)$|不是(?:正确|最终|本题|所求)的?(?:答案|结果)[^\n]*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)
def standing_part(completion: str) -> str:
    """The final part of a completion behind the last withdrawal, without a last sentence that only denies."""
    text = final_part(completion)
    tail = text[-_TAIL_CHARS:]
    words = _WORD.findall(tail.lower())
    han = not tail.isascii() and any(sign in tail for sign in _HAN_SIGNS)
    if not han and _SIGNS.isdisjoint(words):
        return text
    end = 0
    if not _TAKEN_BACK_SIGNS.isdisjoint(words):
        end = max((match.end() for match in _TAKEN_BACK.finditer(tail)), default=0)
    if han:
        end = max((match.end() for match in _HAN_TAKEN_BACK.finditer(tail)), default=end)
    text = tail[end:] if end else text
    if (han or not _GRADER_SIGNS.isdisjoint(words)) and _ADDRESSED_TO_GRADERS.search(tail):
        return ""
    if han or not _RESTATED_SIGNS.isdisjoint(words):
        restated = list(_RESTATED.finditer(text))
        text = f"Answer: {text[restated[-1].end() :]}" if restated else text
    if " not" in tail or "n't" in tail or "不" in tail:
        text = _without_denial(text)
    return text.strip()


def _without_denial(text: str) -> str:
    tail = text[-_TAIL_CHARS:].rstrip()
    for pattern in (_DENIAL, _NOT_THE_ANSWER):
        last = next(reversed(list(pattern.finditer(tail))), None)
        if last is None or tail[last.end() :].strip(" .。$*"):
            continue
        if not _INSTEAD.search(last["no"] or ""):
            start = max((end.end() for end in _SENTENCE.finditer(tail, 0, last.start())), default=0)
            return text[: len(text) - len(text[-_TAIL_CHARS:]) + start]
    return text
