"""Answers in a last line that only leads in: "In short: yes", "I'd pick B", 正确选项为（A）, 选项②③④正确."""

import re

from tasks.verify.equal.normal import stands_alone
from tasks.verify.find.hedges import settled
from tasks.verify.notation.spelling import trim

MAX_CHARS = 200
_CONCLUSION = re.compile(
    r"(?:(?:in\s+(?:short|summary|conclusion|brief|sum|the\s+end|total)|to\s+(?:sum\s+up|conclude|summarize)|conclusion|summary|overall"
    r"|(?:so|thus|hence|therefore|finally|ultimately)|(?:my\s+|the\s+|our\s+)?(?:final\s+)?(?:verdict|reply|response|conclusion|decision|ruling|output)"
    r"|final(?:ly)?|bottom\s+line|tl;?dr|q\.?e\.?d\.?)\s*(?:[:：]|\bis\b\s*[:：]?|,(?=\s*(?:yes|no|true|false)\b))"
    r"|(?:so\s+|thus\s+|therefore,?\s+|hence,?\s+)?(?:I|we)(?:'d|\s+would|\s+will|'ll)?\s+(?:pick|choose|select|go\s+with|conclude)\b(?!\s+that\s+the)(?:\s+that)?\s*[:：]?"
    r"|(?:my|the|our)\s+(?:correct\s+|best\s+|right\s+)?(?:pick|choice|selection|option)\s+(?:is|would\s+be)\s*[:：]?)\s*(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_HAN_CONCLUSION = re.compile(
    r"(?:.*[，,。；;：:]\s*)?[^，,。；;]{0,12}?(?:(?:最后|最终)?结论(?:就?是|为|[:：])|综上(?:所述)?[,，:：]|总之[,，:：]?|最终[:：]"
    r"|(?:(?<!不)正确|符合(?:题意|条件|要求)|成立)的?(?:选项|答案|说法|命题|结论|判断|叙述|描述|推断|序号|一项)*的?(?:序号|选项)?(?:应该?)?(?:只有|有|是|为|[:：])"
    r"|(?:所求|最后|最终|计算)?(?:结果|答案|选项)(?:应该?)?(?:就?是|为|[:：]))\s*(?P<rest>.+)",
    re.DOTALL,
)
_HAN_VERDICT = re.compile(
    r"(?:.*[，,。；;]\s*)?(?:故|所以|因此|即|综上|则)?\s*(?:选项|结论|命题|说法|只有|仅有)?\s*(?P<rest>(?:[\s、,，和与]|[①-⑳]|[(（]\d{1,2}[)）]|[A-J])+?)\s*(?:两?[个项])?(?:都|均)?是?(?:正确|成立|对|符合(?:题意|条件|要求))的?[。．.!]?",
    re.DOTALL,
)
_HAN_COUNT = re.compile(
    r"(?P<time>(?:上午|下午|早上|晚上|中午|凌晨|傍晚)?(?:十[一二]?|[一二三四五六七八九两])点(?:半|整|[一三]刻|[一二三四五六七八九十]{1,3}分)?)"
    r"(?:到达?|出发|开始|结束|到家|到站|抵达|开会|放学|上课|下课)?[\s.。*]*$"
    r"|(?:有|是|为|得|等于|剩下?|需要?|要|用了?|花了?|付了?|共)(?P<count>[负零一二两三四五六七八九十百千万亿]{1,12}(?:(?:分之|点)[零一二三四五六七八九十百]{1,8})?[\u4e00-\u9fff]{0,2}|(?:[一二两三四五六七八九十]{1,3}[元角分]){2,3})[\s.。*]*$"
)
"""A time or count in Chinese numerals at the end of a sentence."""
_LABEL = re.compile(
    r"[A-Z][a-z]+(?:\s[a-z]+){0,3}\s*[:：]\s*(?P<rest>.+)|[\u4e00-\u9fff]{1,8}\s*[:：]\s*(?P<han>.+)"
)
_NO_RESULT = re.compile(
    r"(?:note|hint|given|check|step|case|example|remark|recall|problem|question|let|suppose|assume|where|proof|verify|option|choice"
    r"|known|find|solve|注|提示|已知|题目|问题|例|检验|验证|步骤|设|求|解|令)\b",
    re.IGNORECASE,
)


def after_lead(text: str) -> str:
    """What the last line says after words that announce a conclusion; an empty string if it has none."""
    line = text.rstrip().rpartition("\n")[2].strip("> *_#-\t")
    if not line or len(line) > MAX_CHARS:
        return ""
    if not line.isascii():
        found = _HAN_VERDICT.fullmatch(line) or _HAN_CONCLUSION.fullmatch(line)
        if found:
            return trim(settled(found["rest"].strip(" *_").removesuffix("的。")))
        if counted := _HAN_COUNT.search(line):
            return counted["time"] or counted["count"]
    sentence = line.rpartition(". ")[2] if ". " in line else line
    for candidate in dict.fromkeys((line, sentence)):
        found = _CONCLUSION.fullmatch(candidate)
        if found:
            return trim(settled(found["rest"].strip(" *_")))
    label = _LABEL.fullmatch(line)
    if label and not _NO_RESULT.match(line):
        value = trim(label["rest"] or label["han"])
        return value if stands_alone(value) else ""
    return ""
