"""Where the final answer stands in a completion.

Rules, in order:

1. Control tokens are cut off. A think part (`<think>...</think>`, or everything before a lone `</think>`)
   never holds the answer; an unclosed `<think>` hides all that follows it.
2. `<answer>` tags. Several that differ are a hedge: they are joined by " or ", which is a set of
   alternatives and equals no single value.
3. The last `\\boxed{}` or `\\fbox{}` group; neighbours joined by commas, "and" or "or" count as one answer.
4. The last line with an answer marker: `####`, "the answer is", 答案是, 故答案为, 【答案】, 答： ...
5. The whole text, if it is one short line.
6. The last delimited mathematics, then the last number.

Everything is bounded: the last 20,000 characters, answers of at most 2,000 characters.
"""

import re

MAX_COMPLETION_CHARS = 20_000
MAX_ANSWER_CHARS = 2_000
MAX_BARE_CHARS = 120

_CONTROL = re.compile(r"<\|[a-z_]{1,20}\|>")
_ANSWER = re.compile(r"<answer>(.*?)(?:</answer>|\Z)", re.DOTALL | re.IGNORECASE)
_BOX = re.compile(r"\\(?:boxed|fbox)\s*\{")
_BOX_JOIN = re.compile(r"[\s,;$、，；和或与及]*(?:(?:and|or|\\text\{\s*(?:and|or)\s*\})[\s,$]*)?")
_MARKER = re.compile(
    r"####\s*"
    r"|【答案】\s*[:：]?"
    r"|(?:(?:最终|最后的?|正确的?)?(?:答案|结果)\s*(?:应该|应)?\s*(?:是|为|:|：|选)|故(?:本题)?选|答\s*[:：])\s*[:：]?"
    r"|(?:final\s+answer|answer)\s*(?:is|are|equals|to\s+the\s+(?:question|problem)\s+is)\b\s*[:：]?"
    r"|(?:final\s+)?answer\s*(?:\*\*)?\s*[:：]\s*(?:\*\*)?",
    re.IGNORECASE,
)
_MATHS = re.compile(r"\$\$(.+?)\$\$|\\\[(.+?)\\\]|\\\((.+?)\\\)|\$(.+?)\$", re.DOTALL)
_NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?(?:\s*/\s*\d+)?\s*%?")


def extract_answer(completion: str) -> str | None:
    """The final answer of a completion, or None if it gives none.

    Args:
        completion: What a model wrote, or a bare answer. Only its last 20,000 characters are read.
    """
    text = _final_part(completion[-MAX_COMPLETION_CHARS:])
    if not text:
        return None
    tagged = _ANSWER.findall(text)
    if tagged:
        answers = list(dict.fromkeys(filter(None, (_inner(part) for part in tagged))))
        return _bounded(" or ".join(answers))
    return _bounded(_inner(text, bare=False))


def _final_part(text: str) -> str:
    """The text outside the think parts."""
    text = _CONTROL.sub("", text)
    _, closed, after = text.rpartition("</think>")
    text = after if closed else text
    return text.partition("<think>")[0].strip()


def _inner(text: str, bare: bool = True) -> str:
    boxed = last_boxed(text)
    if boxed is not None:
        return boxed.strip()
    marked = _after_marker(text)
    if marked:
        return marked
    text = text.strip()
    if bare or (len(text) <= MAX_BARE_CHARS and "\n" not in text):
        return text
    maths = _MATHS.findall(text)
    if maths:
        return "".join(maths[-1]).strip()
    numbers: list[str] = _NUMBER.findall(text)
    return numbers[-1].strip() if numbers else ""


def last_boxed(text: str) -> str | None:
    """The content of the last boxed group; neighbours that only commas or "and"/"or" part are joined."""
    groups: list[tuple[int, int, str]] = []
    for match in list(_BOX.finditer(text))[-200:]:
        end = _closing_brace(text, match.end())
        content = text[match.end() : end]
        if not groups or match.start() >= groups[-1][1]:
            groups.append((match.start(), end + 1, content))
    if not groups:
        return None
    start, _, joined = groups.pop()
    while groups and (gap := _BOX_JOIN.fullmatch(text, groups[-1][1], start)) is not None:
        start, _, content = groups.pop()
        word = " or " if re.search(r"or|或", gap[0]) else ", "
        joined = f"{content}{word}{joined}"
    return joined


def _closing_brace(text: str, start: int) -> int:
    depth = 1
    for place in range(start, min(len(text), start + MAX_ANSWER_CHARS)):
        if text[place] == "{":
            depth += 1
        elif text[place] == "}":
            depth -= 1
            if depth == 0:
                return place
    return min(len(text), start + MAX_ANSWER_CHARS)


def _after_marker(text: str) -> str:
    """What follows the last marker on its line, or the next line if the marker ends one."""
    markers = list(_MARKER.finditer(text))
    if not markers:
        return ""
    lines = [line.strip() for line in text[markers[-1].end() :].splitlines() if line.strip()]
    if not lines:
        return ""
    return lines[0].strip("*").rstrip(".。*").strip()


def _bounded(answer: str) -> str | None:
    answer = answer.strip()
    return answer if answer and len(answer) <= MAX_ANSWER_CHARS else None
