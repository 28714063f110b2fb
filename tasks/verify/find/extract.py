"""Where the final answer stands in a completion.

Rules, in order; the first that finds something decides, nothing is matched against the reference:

1. Control tokens are cut off. A think part (`<think>...</think>`, or everything before a lone `</think>`)
   never holds the answer; an unclosed `<think>` hides all that follows it.
2. `<answer>` tags. Several that differ are a hedge: they are joined by " or ", which is a set of
   alternatives and equals no single value.
3. The last `\\boxed{}` or `\\fbox{}` group; neighbours with only commas, "and" or "or" between them are
   one answer.
4. The last answer marker: `####`, "the answer is", 答案是, 故答案为, 【答案】, 答: ...
5. The whole text, if it is one short line of mathematics or of a few words.
6. In the last sentence that has any: delimited mathematics, bold text, what follows the last equals sign
   or "is", the last number with its unit.

Everything is bounded: the last 20,000 characters, 200 candidates, answers of at most 2,000 characters.
"""

import re

from tasks.verify.equal.normal import TIME, as_number
from tasks.verify.notation.reading import normal_text, read
from tasks.verify.notation.spelling import trim

MAX_COMPLETION_CHARS = 20_000
MAX_ANSWER_CHARS = 2_000
MAX_BARE_CHARS = 160
MAX_CANDIDATES = 200
_NEAR_CHARS = 60
MAX_SENTENCE_CHARS = 4_000

_CONTROL = re.compile(r"<\|[a-zA-Z_]{1,20}\|>.*", re.DOTALL)
_LEADING_CONTROL = re.compile(r"^(?:\s*<\|[a-zA-Z_]{1,20}\|>)+")
_ANSWER = re.compile(r"<answer>(.*?)(?:</answer>|\Z)", re.DOTALL | re.IGNORECASE)
_BOX = re.compile(r"\\{1,2}(?:boxed|fbox)\s*\{|\\boxed\s+(?=[\w\\-])")
_BOX_JOIN = re.compile(
    r"(?:[\s,;$、，；.+]|\\[,;()\[\] ]|\\quad|\\qquad)*"
    r"(?:(?:(?:[a-z]+ )?(?:and|or)|和|或|与|及|\\text\s*\{[^{}]{0,30}(?:and|or|或|和)\s*\})"
    r"(?:[\s,;$]|\\[,;()\[\] ]|\\quad|\\qquad)*"
    r"(?:[a-zA-Z](?:_\{?\w\}?)?\s*=\s*)?)?"
)
_MARKER = re.compile(
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
_CHOICE_MARKED = re.compile(
    r"(?:故|应|所以|因此)*\s*(?:本题|此题)?\s*(?:答案)?\s*(?:应)?[选为是](?:择|项)?\s*[:：]?\s*\$*\s*(?:\\(?:text|mathrm|rm)\s*\{)?\s*[(（]?[A-J][)）]?\}?\s*\$*\s*[.．。]?"
    r"|(?:the\s+)?(?:correct\s+)?(?:answer|option|choice)\s+is\s*:?\s*\$*\(?[A-J]\)?\$*(?=[\s.]|$)\.?"
)
_MATHS = re.compile(
    r"\$\$(.{1,2000}?)\$\$|\\\[(.{1,2000}?)\\\]|\\\(([^\n]{1,2000}?)\\\)"
    r"|(?<!\\)\$((?:\\\$|[^$\n]){1,2000}?)(?<!\\)\$",
    re.DOTALL,
)
_SENTENCE_END = re.compile(
    r"(?<=[^\s.\d])\.(?=\s|$)|(?<=\d)\.(?=\s+[A-Z(]|\s*$)|(?<=[A-Za-z\u4e00-\u9fff])!(?=\s|$)|[。！？?．]|\n|(?<=\$\$)\s+(?=[A-Z])"
)
_NUMBER = re.compile(
    r"(?<![\w.\\^_{])[-−]?(?:[$€£¥]\s?)?\d+(?:,\d{3})*(?:\.\d+)?(?:\s*/\s*\d+(?:\.\d+)?)?(?:[eE][+-]?\d+)?(?:\s*\\?%)?"
    r"(?:\s?(?:[a-zA-Z²³°/]{1,12}|[\u4e00-\u9fff]{1,4}))?"
)
_BARE_NUMBER = re.compile(
    r"(?<![a-zA-Z0-9_.\\])(?<!\d,)[-−]?(?>\d+(?:,\d+)*(?:\.\d+)?)(?>(?:\s?/\s?\d+)?)(?>(?:\s*\\?%)?)"
    r"(?=[^A-Za-z_\\{^(]|$|(?:[ckm]?m|[km]?g|km/h|m/s|h|s|hrs?|min|ml|[lL]|ft|mph)(?:[²³/^]|\b))"
)
_NAME = re.compile(r"\\?[a-zA-Z]+(?:_\{?\w+\}?)?(?:\s*\(\s*[a-z]\s*\))?")
_NO_UNITS = frozenset(
    {"or", "and", "to", "if", "is", "are", "in", "per", "as", "for", "of", "at", "on", "by"}
)
_CODE = re.compile(r"__\w+__|\b(?:import|lambda|raise|eval|exec|getattr|subprocess|os\.system)\b")
_BOLD = re.compile(r"\*\*([^*\n]{1,200})\*\*")
_TAIL = re.compile(
    r"(?:\bis|\bare|\bequals?|\bbe|=|≈|[:：]|为|是|有|得|\bto|\bof)\s*(?!.*(?:\bis\b|\bare\b|\bequals?\b|\bbe\b|=|≈|[:：]|为|是))(.+)$",
    re.DOTALL,
)
_CHOICE_FINAL = re.compile(
    r"[(（【\[]?\s*(?:\\(?:text(?:bf)?|math(?:bf|rm)|rm|bf)\s*\{\s*)?[(（]?\s*([A-J])(?![A-Za-z])\s*[)）]?\s*\}?\s*[)）】\]]?"
)
_STRAY = re.compile(r"(?:^|\s)[(（]?([A-J])[)）]?(?=[\s.,:。，]|$)")


def extract_answer(completion: str, *, choices: bool = True) -> str | None:
    """The final answer of a completion, or None if it gives none.

    Args:
        completion: What a model wrote, or a bare answer. Only its last 20,000 characters are read.
        choices: Whether the letter of a choice (故选 B) can be the answer.
    """
    text = final_part(completion)
    if not text:
        return None
    if not choices:
        text = _CHOICE_MARKED.sub("", text)
    tagged = _ANSWER.findall(text)[-MAX_CANDIDATES:]
    if tagged:
        answers = list(dict.fromkeys(filter(None, (_inner(part, tagged=True) for part in tagged))))
        return _bounded(" or ".join(answers))
    return _bounded(_inner(text, tagged=False))


def extract_choice(completion: str, answer: str | None) -> str | None:
    """The letter of a multiple-choice answer, where the reference is known to be a letter.

    Args:
        completion: The whole completion.
        answer: What `extract_answer` found in it.
    """
    if answer is not None:
        lead = _CHOICE_FINAL.match(answer.strip().strip("*$ "))
        if lead and (len(answer.strip()) <= 12 or not answer.strip()[lead.end() :][:1].isalpha()):
            return lead[1] if not re.match(r"A\s+[a-z]", answer.strip()) else None
    text = final_part(completion)
    lines = [line for line in text.splitlines() if line.strip()]
    letters: list[str] = _STRAY.findall(lines[-1]) if lines else []
    letters = [letter for letter in letters if letter not in ("A", "I")] or letters
    if letters and len(set(letters)) == 1:
        return letters[0]
    first = re.match(r"\(?([A-J])[).:]\s", text)
    return first[1] if first and not letters else None


def final_part(completion: str) -> str:
    """The last 20,000 characters of the text outside the think parts, without control tokens."""
    text = completion[-MAX_COMPLETION_CHARS:]
    opened = len(completion) > MAX_COMPLETION_CHARS and completion.rfind("<think>") > completion.rfind(
        "</think>"
    )
    if opened:
        return ""
    text = _LEADING_CONTROL.sub("", text)
    text = _CONTROL.sub("", text) if "<|" in text else text
    _, closed, after = text.rpartition("</think>")
    text = after if closed else text
    return text.partition("<think>")[0].strip()


def _inner(text: str, tagged: bool) -> str:
    """The answer inside a text without tags."""
    boxed = last_boxed(text)
    marked = _after_marker(text)
    if boxed is not None:
        box = max(text.rfind("\\boxed"), text.rfind("\\fbox"))
        final = [
            match for match in _MARKER.finditer(text, box) if "final" in match[0].lower() or "#" in match[0]
        ]
        return marked if final and is_mathematics(marked) else boxed.strip()
    if marked:
        return marked
    text = text.strip()
    if tagged and len(text) <= MAX_ANSWER_CHARS and not any(c.isdigit() or c in "\\$" for c in text):
        return text
    if len(text) <= MAX_BARE_CHARS and (tagged or "\n" not in text):
        if is_mathematics(text) or (tagged and len(text.split()) <= 3):
            return text
        if (text.isascii() and len(text.split()) <= 2) or TIME.fullmatch(text):
            return text
        if len(text.split()) <= 4 and not _BARE_NUMBER.search(text) and "$" not in text and "\\" not in text:
            return text
    return _last_sentence(text) or (text if len(text) <= MAX_BARE_CHARS else "")


def last_boxed(text: str) -> str | None:
    """The content of the last boxed group; neighbours that only commas or "and"/"or" part are joined."""
    groups: list[tuple[int, int, str]] = []
    if "box" not in text:
        return None
    for match in list(_BOX.finditer(text))[-MAX_CANDIDATES:]:
        if groups and match.start() < groups[-1][1]:
            continue
        if match[0].rstrip().endswith("{"):
            end = _closing_brace(text, match.end())
            groups.append((match.start(), end + 1, text[match.end() : end]))
        else:
            word = re.match(r"\S+", text[match.end() : match.end() + 100])
            groups.append(
                (
                    match.start(),
                    match.end() + len(word[0]) if word else match.end(),
                    (word[0] if word else "").rstrip("$."),
                )
            )
    if not groups:
        return None
    start, end, joined = groups.pop()
    while groups and (gap := _BOX_JOIN.fullmatch(text, groups[-1][1], start)) is not None:
        if gap[0].count("\n") > 1 and groups[-1][2] == joined:
            break
        start, _, content = groups.pop()
        joined = f"{content}{' or ' if re.search('or|或', gap[0]) else ', '}{joined}"
    unit = re.match(r"\s*\$?\s*(\\?%|percent\b|pct\b)", text[end : end + 20])
    return joined + "%" if unit and re.fullmatch(r"[\d.\s]+", joined) else joined


def _closing_brace(text: str, start: int) -> int:
    """Where the group that opens before `start` ends."""
    depth, place, stop = 1, start, min(len(text), start + MAX_ANSWER_CHARS)
    while place < stop:
        sign = text[place]
        if sign == "\\":
            place += 2
            continue
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                return place
        place += 1
    return stop


def _after_marker(text: str) -> str:
    """What follows the last marker: delimited mathematics, or the rest of its sentence."""
    near = max(map(text.rfind, _MARKER_WORDS))
    if near < 0:
        return ""
    near = max(near - _NEAR_CHARS, 0)
    return _marked(text, near, len(text)) or (_marked(text, 0, near) if near else "")


def _marked(text: str, start: int, end: int) -> str:
    for match in reversed(list(_MARKER.finditer(text, start, end))[-MAX_CANDIDATES:]):
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
    end = _SENTENCE_END.search(rest)
    sentence = rest[: end.start()] if end and end.start() > 0 else rest
    if "$$" in rest[:3] or rest.startswith(("\\[", "\\(")):
        maths = _MATHS.match(rest)
        sentence = maths[0] if maths and len(maths[0]) > len(sentence) else sentence
    sentence = trim(sentence)
    if not sentence or is_mathematics(sentence):
        return sentence
    maths = _MATHS.match(sentence)
    if maths and not re.match(r"\s*(?:and|or|to|,|和|或|<|>|=)", sentence[maths.end() :]):
        return "".join(filter(None, maths.groups())).strip()
    return _phrase(sentence)


def _phrase(sentence: str) -> str:
    """The answer in a phrase that is no mathematics as a whole: a choice, a value with words, words."""
    lead = re.match(r"[(（]?([A-J])[)）]?(?:[.:：,，、]|\s*$|\s+[-(（=])", sentence)
    if lead:
        return sentence if len(sentence) <= MAX_BARE_CHARS else lead[1]
    if len(_BARE_NUMBER.findall(sentence)) == 0 and "$" not in sentence:
        return sentence if len(sentence) <= MAX_BARE_CHARS else ""
    return _in_sentence(sentence) or sentence


def _last_sentence(text: str) -> str:
    """The answer in the last sentence that holds one."""
    sentences = [part for part in _pieces(text) if part.strip()]
    for sentence in reversed(sentences[-40:]):
        if len(sentence) > MAX_SENTENCE_CHARS or _CODE.search(sentence):
            return ""
        found = _in_sentence(sentence)
        if found:
            return found
    return ""


def _pieces(text: str) -> list[str]:
    """Sentences; delimited mathematics is never cut."""
    spans = [match.span() for match in _MATHS.finditer(text)] if "$" in text or "\\" in text else []
    pieces, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        if any(a < end.start() < b for a, b in spans):
            continue
        pieces.append(text[start : end.start()])
        start = end.end()
    return [*pieces, text[start:]]


def _in_sentence(sentence: str) -> str:
    maths = list(_MATHS.finditer(sentence))[-20:] if "$" in sentence or "\\" in sentence else []
    for match in reversed(maths):
        content = "".join(filter(None, match.groups())).strip()
        if is_mathematics(content) and not (
            _NAME.fullmatch(content) and _BARE_NUMBER.search(sentence, match.end())
        ):
            unit = re.match(r"\s*(\\?%|percent\b|pct\b)", sentence[match.end() :])
            words = re.match(r"\s*(or more|or less|or fewer)", sentence[match.end() :])
            return content + ("%" if unit else "") + (f" {words[1]}" if words else "")
    bold = _BOLD.findall(sentence)
    if bold and is_mathematics(bold[-1]):
        return str(bold[-1]).strip()
    tail = _TAIL.search(sentence.rstrip(" .。*"))
    if (
        tail
        and len(tail[1]) <= MAX_BARE_CHARS
        and not _NAME.fullmatch(tail[1].strip())
        and tail[1].count("$") % 2 == 0
        and is_mathematics(tail[1])
    ):
        return tail[1].strip()
    return _last_number(sentence)


def _last_number(sentence: str) -> str:
    numbers = list(_BARE_NUMBER.finditer(sentence))
    if not numbers:
        return ""
    equal = sentence.rfind("=")
    behind = [
        n for n in numbers if n.start() > equal and not sentence[equal + 1 : n.start()].strip(" $€£¥\\")
    ]
    last = behind[0] if equal >= 0 and behind else numbers[-1]
    after = sentence[last.end() : last.end() + 40]
    words = re.match(r"\s*(?:or (?:more|less|fewer|greater|above|below)|及?以[上下])", after)
    if words:
        return f"{last[0]}{words[0]}".strip()
    before = re.search(r"(\d[\d,.]*)\s*(or|或)\s*$", sentence[: last.start()])
    if before:
        return f"{before[1]} or {last[0]}"
    unit = re.match(r"\s?(?:[a-zA-Z²³°/]{1,12}|[\u4e00-\u9fff]{1,4})(?![a-zA-Z])", after)
    if unit and unit[0].strip() in _NO_UNITS:
        return last[0]
    with_unit = last[0] + (unit[0] if unit else "")
    return with_unit if unit and is_mathematics(with_unit) else last[0]


def is_mathematics(text: str) -> bool:
    """Whether the parser reads the whole text."""
    if as_number(text) is not None:
        return True
    return len(text) <= MAX_ANSWER_CHARS and read(normal_text(text)).node is not None


def _bounded(answer: str) -> str | None:
    answer = answer.strip()
    return answer if answer and len(answer) <= MAX_ANSWER_CHARS else None
