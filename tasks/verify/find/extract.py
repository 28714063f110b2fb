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
from itertools import pairwise

from tasks.verify.equal.normal import stands_alone
from tasks.verify.find.boxes import MAX_ANSWER_CHARS, MAX_CANDIDATES, last_boxed
from tasks.verify.find.choices import CHOICE_MARKED
from tasks.verify.find.hedges import enumerated
from tasks.verify.find.layout import laid_out
from tasks.verify.find.leads import after_lead
from tasks.verify.find.markers import MARKER, after_marker
from tasks.verify.find.sentences import BARE_NUMBER, BOUND, MAX_BARE_CHARS, is_mathematics, last_sentence
from tasks.verify.find.standing import standing_part

_EXCLAIMED = re.compile(r"[A-Za-z']+\s\d+!+|>\s*\*\*.*")
_BOUND_IN_WORDS = re.compile(r"(?:at (?:most|least)|no (?:more|less|fewer) than|up to)\s+\d", re.IGNORECASE)
_TRUTH_FIRST = re.compile(
    r"[*_]*(yes|no|true|false|正确|错误|是的|不是|是|否|对|错|不对|不正确)[*_]*\s*[,.;:!，。；：—-]",
    re.IGNORECASE,
)
_TRUTH_WORD = re.compile(
    r"\b(?:yes|no|true|false|maybe|perhaps|wait|actually|unless)\b|正确|错误|不对|也许|可能", re.IGNORECASE
)
_NUMBERS = re.compile(r"\s*[-+]?\d+(?:\.\d+)?(?:\s+[-+]?\d+(?:\.\d+)?)+\s*")
"""Nothing but numbers, one after the other: several values."""
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+")
_ANSWER = re.compile(r"<answer>(.*?)(?:</answer>|\Z)", re.DOTALL | re.IGNORECASE)


def extract_answer(completion: str, *, choices: bool = True) -> str | None:
    """The final answer of a completion, or None if it gives none.

    Args:
        completion: What a model wrote, or a bare answer. Only its last 20,000 characters are read.
        choices: Whether the letter of a choice (故选 B) can be the answer.
    """
    text = laid_out(standing_part(completion))
    if not text:
        return None
    if not choices:
        text = CHOICE_MARKED.sub("", text)
    tagged = _ANSWER.findall(text)[-MAX_CANDIDATES:] if "<" in text else []
    if tagged:
        answers = list(dict.fromkeys(filter(None, (_inner(part, tagged=True) for part in tagged))))
        return _bounded(" or ".join(answers))
    return _bounded(_inner(text, tagged=False))


def _inner(text: str, tagged: bool) -> str:
    """The answer inside a text without tags."""
    if (
        len(text) <= MAX_ANSWER_CHARS
        and text[-1:].isdigit()
        and _NUMBERS.fullmatch(text)
        and not _GROUPED.fullmatch(text.strip())
    ):
        return ", ".join(text.split())
    boxed = last_boxed(text)
    if boxed is not None:
        box = max(text.rfind("\\boxed"), text.rfind("\\fbox"))
        final = _has_final_marker(text, box) and after_marker(text)
        return final if final and is_mathematics(final) else boxed.strip()
    marked = after_marker(text)
    several = enumerated(text) if ":" in text or "：" in text else ""
    if several or marked:
        return several or marked
    text = text.strip()
    led = after_lead(text) if ":" in text or " " in text or not text.isascii() else ""
    if led:
        return led
    if len(text) <= MAX_BARE_CHARS and (BOUND.match(text) or _BOUND_IN_WORDS.match(text)):
        return text
    if tagged and len(text) <= MAX_ANSWER_CHARS and not any(c.isdigit() or c in "\\$" for c in text):
        return text
    if len(text) <= MAX_BARE_CHARS and (tagged or "\n" not in text):
        if is_mathematics(text) or (tagged and len(text.split()) <= 3):
            return text
        if (text.isascii() and len(text.split()) <= 2 and not _EXCLAIMED.fullmatch(text)) or stands_alone(
            text
        ):
            return text
        if len(text.split()) <= 4 and not BARE_NUMBER.search(text) and "$" not in text and "\\" not in text:
            return text
    if stands_alone(text):
        return text
    return last_sentence(text) or (text if len(text) <= MAX_BARE_CHARS else "")


def repeated_markers(answer: str) -> bool:
    """Whether a bare answer announces two different ones: "answer: 3 answer: 4"."""
    if sum(map(answer.count, ("nswer", "NSWER", "####", "答", "esult"))) < 2:
        return False
    places = [match.start() for match in MARKER.finditer(answer.lower())][-MAX_CANDIDATES:]
    if len(places) < 2:
        return False
    found = {extract_answer(answer[start:end]) for start, end in pairwise([*places, len(answer)])}
    return len(found - {None}) > 1


def leading_truth(completion: str) -> str | None:
    """The truth value that begins the last line, "Yes, since ...", where one is asked for."""
    line = standing_part(completion).rpartition("\n")[2].strip()
    said = _TRUTH_FIRST.match(line)
    return said[1] if said and not _TRUTH_WORD.search(line, said.end()) else None


def _has_final_marker(text: str, start: int) -> bool:
    """Whether a marker that calls itself final stands behind the box."""
    if "inal" not in text[start:] and "####" not in text[start:]:
        return False
    return any(
        "final" in text[max(match.start() - 8, 0) : match.end()].lower() or "#" in match[0]
        for match in MARKER.finditer(text.lower(), start)
    )


def _bounded(answer: str) -> str | None:
    answer = answer.strip()
    return answer if answer and len(answer) <= MAX_ANSWER_CHARS else None
