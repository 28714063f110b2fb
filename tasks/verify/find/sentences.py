"""The answer of a sentence in prose: its formula, bold text, what follows the last "is", its number."""

import re

from tasks.verify.equal.normal import stands_alone
from tasks.verify.equal.plain import as_number
from tasks.verify.find.boxes import MAX_ANSWER_CHARS
from tasks.verify.notation.reading import normal_text, read

MAX_BARE_CHARS = 160
MAX_SENTENCE_CHARS = 4_000
MATHS = re.compile(
    r"\$\$(.{1,2000}?)\$\$|\\\[(.{1,2000}?)\\\]|\\\(([^\n]{1,2000}?)\\\)"
    r"|(?<!\\)\$((?:\\\$|[^$\n]){1,2000}?)(?<!\\)\$",
    re.DOTALL,
)
SENTENCE_END = re.compile(
    r"(?<=[^\s.\d])\.(?=\s|$)|(?<=\d)\.(?=\s+[A-Z(]|\s*$)|(?<=[A-Za-z\u4e00-\u9fff])!(?=\s|$)|[。！？?．]|\n|(?<=\$\$)\s+(?=[A-Z])"
)
_NUMBER = re.compile(
    r"(?<![\w.\\^_{])[-−]?(?:[$€£¥]\s?)?\d+(?:,\d{3})*(?:\.\d+)?(?:\s*/\s*\d+(?:\.\d+)?)?(?:[eE][+-]?\d+)?(?:\s*\\?%)?"
    r"(?:\s?(?:[a-zA-Z²³°/]{1,12}|[\u4e00-\u9fff]{1,4}))?"
)
BARE_NUMBER = re.compile(
    r"(?<![a-zA-Z0-9_.\\])(?<!\d,)[-−]?(?>\d+(?:,\d+)*(?:\.\d+)?)(?>(?:\s?/\s?\d+)?)(?>(?:\s*\\?%)?)"
    r"(?=[^A-Za-z_\\{^(]|$|(?:[ckm]?m|[km]?g|km/h|m/s|h|s|hrs?|min|ml|[lL]|ft|mph)(?:[²³/^]|\b))"
)
_NAME = re.compile(r"\\?[a-zA-Z]+(?:_\{?\w+\}?)?(?:\s*\(\s*[a-z]\s*\))?")
_NO_UNITS = frozenset(
    {"or", "and", "to", "if", "is", "are", "in", "per", "as", "for", "of", "at", "on", "by"}
)
_PLACED = re.compile(r"^(?:located\s+)?(?:at|given by|exactly|just|only|precisely|equal to)\s+")
_CODE = re.compile(r"__\w+__|\b(?:import|lambda|raise|eval|exec|getattr|subprocess|os\.system)\b")
BOUND = re.compile(
    r"(?:不?(?:多于|少于|大于|小于|超过|足|到)|(?:more|less|greater|fewer) than)\s*(?=[$\\(\d.-]|$)"
)
"""What makes a bound of the number behind it."""
_HYPOTHETICAL = re.compile(
    r"\b(?:whether|intermediate|suppose|supposing|assume|assuming|let.{1,3} (?:try|check|see)"
    r"|(?:need to|must) (?:check|verify|show))\b"
    r"|\bnext,?\s+(?:we|I)\s+(?:need|have|must|will|should|can)\b|\b(?:still|yet)\s+(?:need|have)\s+to\s+(?:subtract|add|find|compute|determine|check|multiply|divide|calculate|account)\b|\bit\s+remains\s+to\b"
    r"|\b(?:perhaps|maybe|possibly|guess(?:ing)?|(?:answer|it|value|result)\s+(?:might|could|may)\s+be)\b|可能[是为]|也许|大概|猜"
    r"|是否|假设|假如|不妨设|中间(?:量|结果|步骤)|接下来|下一步|还需要?",
    re.IGNORECASE,
)
"""What a sentence with such a word says is not an answer; nor, most likely, is what stands before it."""
_BOLD = re.compile(r"\*\*([^*\n]{1,200})\*\*")
_TAIL = re.compile(
    r"(?:\bis|\bare|\bequals?|\bbe|=|≈|(?:(?<!\d)[:：]|[:：](?!\d))|为|是|有|得|\bto|\bof)\s*(?!.*(?:\bis\b|\bare\b|\bequals?\b|\bbe\b|=|≈|(?:(?<!\d)[:：]|[:：](?!\d))|为|是))(.+)$",
    re.DOTALL,
)


_PERCENT = re.compile(r"\s*(\\?%|percent\b|pct\b)")
_OR_MORE = re.compile(r"\s*(or more|or less|or fewer)")
_BOUND_AFTER = re.compile(r"\s*(?:or (?:more|less|fewer|greater|above|below)|及?以[上下])")
_BOUND_BEFORE = re.compile(
    r"(?<!\d )\b(?:less|more|greater|fewer|smaller|larger|bigger|higher|lower) than\s*[$\\(]*$"
    r"|(?:多于|少于|大于|小于|超过)\s*$"
)
_QUOTIENT = re.compile(
    r"\bquotient\s+(?:is\s+|of\s+)?(\d+),?\s+(?:and\s+|with\s+)?(?:an?\s+|the\s+)?remainder\s+(?:is\s+|of\s+)?(\d+)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:strictly\s+)?between\s+\S{1,20}\s+and\s+\S{1,20}$", re.IGNORECASE)
_FIRST_OF_TWO = re.compile(r"(\d[\d,.]*)\s*(or|或)\s*$")
_UNIT = re.compile(r"\s?(?:[a-zA-Z²³°/]{1,12}(?:\s+per\s+[a-zA-Z]{1,12})?|[\u4e00-\u9fff]{1,4})(?![a-zA-Z])")


_UNFINISHED = re.compile(
    r"(?:\b(?:and|or|but|then|so|that|which|whose|where|when|while|if|the|a|an|of|to|with|by|from|for|as|because|since|are"
    r"|is|was|we|let|thus|hence|therefore|this|these|into|than|gives?|get|plus|minus|our|its|next|now|also|need|have|be)"
    r"|接下来|然后|再|所以|因此|因为|由于|其中|而|且|并|但|则|又|即|由|设|令|从而|于是|[+\-/=<(\[{,，、:：])\s*$",
    re.IGNORECASE,
)
"""The end of a text that was cut off: its last value was on the way to something else."""


_SAYS = re.compile(r"(?:=|\bis|\bare|:|：|是|为)\s*(?:an?\s+|the\s+)?$")
_JOIN = re.compile(r"\s*(?:,|，|、)?\s*(and|or|和|或|与)?\s*(?:[a-z]\s*=\s*)?")
_MOMENT = re.compile(
    r"(?<![\d:])(\d{1,2}:\d{2}(?:\s*[AaPp]\.?\s?[Mm]\.?)?|\d{1,2}\s*[AaPp]\.?[Mm]\b\.?)[\s.。*]*$"
)
"""A time of day at the end of a sentence."""


def last_sentence(text: str) -> str:
    """The answer in the last sentence that holds one; empty where the text breaks off in its middle."""
    if _UNFINISHED.search(text[-40:]):
        return ""
    sentences = [part for part in _pieces(text) if part.strip()]
    for sentence in reversed(sentences[-40:]):
        if len(sentence) > MAX_SENTENCE_CHARS or _CODE.search(sentence) or _HYPOTHETICAL.search(sentence):
            return ""
        found = in_sentence(sentence)
        if found:
            return found
    return ""


def _pieces(text: str) -> list[str]:
    """Sentences; delimited mathematics is never cut."""
    spans = [match.span() for match in MATHS.finditer(text)] if "$" in text or "\\" in text else []
    pieces, start = [], 0
    for end in SENTENCE_END.finditer(text):
        if any(a < end.start() < b for a, b in spans):
            continue
        pieces.append(text[start : end.start()])
        start = end.end()
    return [*pieces, text[start:]]


def in_sentence(sentence: str) -> str:
    """The answer in one sentence, or an empty string."""
    bold = _BOLD.findall(sentence) if "**" in sentence else []
    if bold and (is_mathematics(bold[-1]) or stands_alone(bold[-1]) or _names_it(sentence, bold[-1])):
        return str(bold[-1]).strip()
    maths = list(MATHS.finditer(sentence))[-20:] if "$" in sentence or "\\" in sentence else []
    for match in reversed(maths):
        content = "".join(filter(None, match.groups())).strip()
        if is_mathematics(content) and not (
            _NAME.fullmatch(content) and BARE_NUMBER.search(sentence, match.end())
        ):
            unit = _PERCENT.match(sentence[match.end() :])
            before = BOUND.search(sentence[: match.start()].rstrip() or "-")
            if before and len(sentence) <= 30:
                return f"{before[0]}{content}"
            if before_it := _joined_before(sentence, maths, match):
                return f"{before_it}{content}"
            words = _OR_MORE.match(sentence[match.end() :])
            return content + ("%" if unit else "") + (f" {words[1]}" if words else "")
    tail = _TAIL.search(sentence.rstrip(" .。*"))
    if (
        tail
        and len(tail[1]) <= MAX_BARE_CHARS
        and tail[1].count("$") % 2 == 0
        and not _NAME.fullmatch(value := _PLACED.sub("", tail[1]).strip())
        and (len(value) <= 3 or any(c.isdigit() or c in "\\=<>√π∞^(" for c in value))
        and is_mathematics(value)
    ):
        return value
    return _last_number(sentence)


def _names_it(sentence: str, bold: str) -> bool:
    """Whether a sentence ends with "is **word**" or "= **word**"."""
    before, _, after = sentence.rpartition(f"**{bold}**")
    return not after.strip(" .!。") and _SAYS.search(before) is not None and not any(map(str.isdigit, bold))


def _joined_before(sentence: str, maths: list[re.Match[str]], last: re.Match[str]) -> str:
    """The formulas right before the last one with nothing but a comma, "and" or "or" between, and these."""
    found, place = "", maths.index(last)
    for earlier in reversed(maths[:place]):
        gap = _JOIN.fullmatch(sentence, earlier.end(), last.start())
        content = "".join(filter(None, earlier.groups())).strip()
        if gap is None or _NAME.fullmatch(content) or not is_mathematics(content):
            break
        found = f"{content}{' or ' if gap[1] in ('or', '或') else ', '}{found}"
        last = earlier
    return found


def _last_number(sentence: str) -> str:
    numbers = list(BARE_NUMBER.finditer(sentence))
    if not numbers:
        return ""
    division = _QUOTIENT.search(sentence) if "uotient" in sentence else None
    if division:
        return f"{division[1]} R {division[2]}"
    moment = _MOMENT.search(sentence)
    if moment:
        return moment[1].strip()
    equal = sentence.rfind("=")
    behind = [
        n for n in numbers if n.start() > equal and not sentence[equal + 1 : n.start()].strip(" $€£¥\\")
    ]
    last = behind[0] if equal >= 0 and behind else numbers[-1]
    after = sentence[last.end() : last.end() + 40]
    between = _BETWEEN.search(sentence[: last.end()])
    if between:
        return between[0]
    bound = _BOUND_BEFORE.search(sentence[: last.start()])
    if bound:
        return f"{bound[0]}{last[0]}".strip()
    words = _BOUND_AFTER.match(after)
    if words:
        return f"{last[0]}{words[0]}".strip()
    before = _FIRST_OF_TWO.search(sentence[: last.start()])
    if before:
        return f"{before[1]} or {last[0]}"
    unit = _UNIT.match(after)
    if unit and unit[0].strip() in _NO_UNITS:
        return last[0]
    with_unit = last[0] + (unit[0] if unit else "")
    return with_unit if unit and is_mathematics(with_unit) else last[0]


def is_mathematics(text: str) -> bool:
    """Whether the parser reads the whole text."""
    if as_number(text) is not None:
        return True
    return len(text) <= MAX_ANSWER_CHARS and read(normal_text(text)).node is not None
