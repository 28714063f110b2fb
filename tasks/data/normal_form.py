"""One normal form for every text: what two sources write differently and mean alike.

Unicode NFC; full-width letters, digits and operators as ASCII (Chinese punctuation stays); no-break and
ideographic spaces as spaces, nothing invisible; no spaces at the ends of lines, one between words, one
empty line at most; formulas between single dollars.
"""

import dataclasses
import re
import unicodedata

from tasks.records import Operation, Problem, problem_id, text_digest

VERSION = "1"
_WIDE = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_SIGNS = dict(
    zip(
        map(ord, "＋－＝＜＞／％＊＾＿｜＄＠＃＆\u00a0\u3000\u2009\u202f\u2003\u2002"),
        "+-=<>/%*^_|$@#&      ",
        strict=True,
    )
)
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065)]
)
_TABLE = {**_WIDE, **_SIGNS, **_INVISIBLE}
_DISPLAY = re.compile(r"(?<!\$)\$\$(?!\$)\s*([^$\n]+?)\s*\$\$(?!\$)")
_GAP = re.compile(r"(?<=\S)[ \t]{2,}")
_LINE_END = re.compile(r"[ \t]+$", re.MULTILINE)
_EMPTY_LINES = re.compile(r"\n{3,}")


def normal_text(text: str) -> str:
    """A text in the normal form. Doing it twice changes nothing."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_TABLE)
    text = _DISPLAY.sub(r"$\1$", text)
    text = _EMPTY_LINES.sub("\n\n", _GAP.sub(" ", _LINE_END.sub("", text)))
    return text.strip()


def normal_problem(problem: Problem) -> Problem:
    """A row of a corpus with its texts in the normal form; the same object if they are already."""
    changed = dataclasses.replace(
        problem,
        prompt=normal_text(problem.prompt),
        answer=normal_text(problem.answer),
        solution=normal_text(problem.solution),
        more_solutions=tuple(map(normal_text, problem.more_solutions)),
    )
    if changed == problem:
        return problem
    operation = Operation(
        name="normal_form", version=VERSION, before=text_digest(problem), after=text_digest(changed)
    )
    return dataclasses.replace(
        changed, problem_id=problem_id(changed.prompt), operations=(*problem.operations, operation)
    )
