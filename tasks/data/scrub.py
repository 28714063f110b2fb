"""Personal data becomes placeholders, and no number of a maths text changes.

A pattern alone cannot tell `54671 - 14456` from a telephone number. So a number is only taken for
personal data where the text around it says so (a word such as `phone`, a country prefix, or the check
digit of a Chinese identity number), never next to an operator, and never when the answer or the proof
uses its digits. Answers and proofs themselves are not touched.

Not covered: names and postal addresses of people; bare mobile numbers that nothing announces.
"""

import dataclasses
import logging
import re
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from tasks.data.stage import Stage, StageCounts
from tasks.params.data import ScrubParams
from tasks.records import Problem, problem_id

log = logging.getLogger(__name__)

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'`$，。；、！？：（）【】《》\u4e00-\u9fff]*[A-Za-z0-9/#=_-]")
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}"
    r"(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,24}(?![A-Za-z0-9_])"
)
_HANDLE = re.compile(r"(?<![A-Za-z0-9_@.$\\{}/])@[A-Za-z_][A-Za-z0-9_]{2,30}(?![A-Za-z0-9_@$])")
_CN_ID = re.compile(r"(?<![0-9A-Za-z.,])[1-8][0-9]{16}[0-9Xx](?![0-9A-Za-z]|[.,][0-9])")
_PHONE = re.compile(
    r"(?<![0-9A-Za-z.,+])(?:\+[0-9]{1,3}[ -]?)?(?:\([0-9]{2,4}\)[ -]?)?[0-9]{2,11}(?:[ -][0-9]{2,8}){0,4}"
    r"(?![0-9A-Za-z]|[.,][0-9])"
)
_CUE = re.compile(
    r"(?:\b(?:phone|telephone|tel|mobile|cell|fax|whatsapp|call|dial|text)(?: (?:me|us|him|her|them))?"
    r"(?: (?:number|no\.?))?(?: (?:is|at|on))?"
    r"|(?:电话|手机|座机|传真|微信|致电|拨打|联系方式)(?:号码|号)?(?:是|为)?)"
    r"[:：.]?\s*$",
    re.IGNORECASE,
)
_OPERATOR_BEFORE = re.compile(r"[-+*/×÷=^%<>(\d$\\]\s*$")
_OPERATOR_AFTER = re.compile(r"\s*[-+*/×÷=^%<>\d$\\]")
_SUSPECT = re.compile(r"@|://|www\.|[0-9][0-9 ()-]{5,}")
"""A text without any of these holds nothing that the patterns below could find."""


def _is_phone(match: re.Match[str]) -> bool:
    number = match[0]
    if not 7 <= sum(c.isdigit() for c in number) <= 15 or _OPERATOR_AFTER.match(match.string, match.end()):
        return False
    before = match.string[max(0, match.start() - 40) : match.start()]
    return bool(_CUE.search(before)) or (number.startswith("+") and not _OPERATOR_BEFORE.search(before))


def _is_cn_id(match: re.Match[str]) -> bool:
    """The check digit of GB 11643-1999 fits and digits 7-14 are a date of birth."""
    number = match[0].upper()
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    dated = 1900 <= year <= 2099 and 1 <= month <= 12 and 1 <= day <= 31
    before = match.string[max(0, match.start() - 8) : match.start()]
    alone = not (_OPERATOR_BEFORE.search(before) or _OPERATOR_AFTER.match(match.string, match.end()))
    return number[17] == "10X98765432"[total % 11] and dated and alone


def _always(match: re.Match[str]) -> bool:
    return bool(match[0])


PATTERNS: dict[str, tuple[re.Pattern[str], Callable[[re.Match[str]], bool]]] = {
    "url": (_URL, _always),
    "email": (_EMAIL, _always),
    "handle": (_HANDLE, _always),
    "cn_id": (_CN_ID, _is_cn_id),
    "phone": (_PHONE, _is_phone),
}
"""Kind -> what it looks like, and what must be true besides; tried in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrubReport:
    """What was found and replaced."""

    counts: StageCounts
    """Every row goes on."""
    replaced: dict[str, int]
    """Kind of personal data -> placeholders written."""
    changed_rows: int
    """Rows with at least one placeholder."""


def scrub_problems(params: ScrubParams, *, synthetic: Path, corpora: Path, out_dir: Path) -> ScrubReport:
    """Replace personal data in prompts and solutions.

    Args:
        params: The `scrub` section of params.yaml.
        synthetic: What `synthesize` wrote.
        corpora: What `ingest` wrote.
        out_dir: Empty directory; receives `problems.jsonl`, the synthetic rows first. A row whose
            prompt changed has a new id; `provenance.scrubbed` counts what was replaced.

    Returns:
        Counts per kind.
    """
    replaced: Counter[str] = Counter()
    changed = 0
    with Stage("scrub", out_dir, inputs=[synthetic, corpora]) as stage:
        for problem in stage.rows():
            clean, found = scrub_problem(problem, params.kinds)
            replaced += found
            changed += bool(found)
            stage.keep(clean)
        counts = stage.finish(replaced=dict(sorted(replaced.items())))
    log.info("scrub rows=%d changed=%d replaced=%s", counts.kept, changed, dict(replaced))
    return ScrubReport(counts=counts, replaced=dict(sorted(replaced.items())), changed_rows=changed)


def scrub_problem(problem: Problem, kinds: Collection[str]) -> tuple[Problem, Counter[str]]:
    """A problem without personal data, and what was replaced; the same object if nothing was."""
    if not (_SUSPECT.search(problem.prompt) or _SUSPECT.search(problem.solution)):
        return problem, Counter()
    used = set(re.findall(r"[0-9]+", " ".join([problem.answer, *(step.claim for step in problem.steps)])))
    prompt, found = scrub_text(problem.prompt, kinds, used=used)
    solution, also = scrub_text(problem.solution, kinds, used=used)
    found += also
    if not found:
        return problem, found
    label = ",".join(f"{kind}:{number}" for kind, number in sorted(found.items()))
    changed = dataclasses.replace(
        problem,
        problem_id=problem_id(prompt),
        prompt=prompt,
        solution=solution,
        provenance={**problem.provenance, "scrubbed": label},
    )
    return changed, found


def scrub_text(text: str, kinds: Collection[str], *, used: Collection[str] = ()) -> tuple[str, Counter[str]]:
    """`text` with `[email]`, `[url]`, `[phone]`, `[cn_id]`, `[handle]` for personal data.

    Args:
        text: Any text.
        kinds: Kinds to replace.
        used: Numbers the maths uses: a telephone or identity number with one of them stays.

    Returns:
        The text, and kind -> replacements.
    """
    found: Counter[str] = Counter()
    for kind, (pattern, holds) in PATTERNS.items():
        if kind in kinds:
            text = pattern.sub(_replacement(kind, holds, used, found), text)
    return text, found


def _replacement(
    kind: str, holds: Callable[[re.Match[str]], bool], used: Collection[str], found: Counter[str]
) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        is_number = kind in ("phone", "cn_id")
        if not holds(match) or (is_number and not set(re.findall(r"[0-9]+", match[0])).isdisjoint(used)):
            return match[0]
        found[kind] += 1
        return f"[{kind}]"

    return replace
