"""Personal data becomes placeholders such as `[EMAIL]`, and no number of a maths text changes.

What counts as personal data is told in `tasks.data.personal`. A number that the answer or the proof uses is
never taken. A guard compares the numbers before and after outside the spans that were replaced; a row whose
numbers differ is quarantined. Answers and proofs are not touched.

Not covered: names that nothing introduces, postal addresses, bare mobile numbers that nothing announces.
"""

import dataclasses
import json
import logging
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from tasks.data.batches import encode_row, parse_line
from tasks.data.personal import FINDERS, Find, find, is_suspect
from tasks.data.stage import Stage, StageCounts
from tasks.params.data import ScrubParams
from tasks.records import Operation, Problem, problem_id, text_digest

log = logging.getLogger(__name__)

VERSION = "2"
"""Of the rules: rows scrubbed by other rules name another version."""
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")


class NumbersChangedError(AssertionError):
    """Replacing personal data changed a number that stands elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrubReport:
    """What was found and replaced."""

    counts: StageCounts
    """Quarantined: `numbers_changed`. Every other row goes on."""
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
        for batch in stage.batches():
            for number, line in enumerate(batch.lines, start=batch.first):
                if not _is_suspect(line):
                    stage.put("kept", "", line)
                    continue
                problem = parse_line(line, where=f"{batch.file}:{number}")
                try:
                    clean, found = scrub_problem(problem, params.kinds)
                except NumbersChangedError:
                    stage.quarantine("numbers_changed", problem)
                    continue
                replaced += found
                changed += bool(found)
                stage.put("kept", "", encode_row(clean) if found else line)
        counts = stage.finish(replaced=dict(sorted(replaced.items())))
    log.info("scrub rows=%d changed=%d replaced=%s", counts.kept, changed, dict(replaced))
    return ScrubReport(counts=counts, replaced=dict(sorted(replaced.items())), changed_rows=changed)


def _is_suspect(line: bytes) -> bool:
    """Whether a row must be looked at closely; also true of a line that is no row, which then is named."""
    try:
        row = json.loads(line)
        texts = [row["prompt"], row["solution"], *row["more_solutions"], row["provenance"].get("title", "")]
        return any(map(is_suspect, texts))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return True


def scrub_problem(problem: Problem, kinds: Collection[str]) -> tuple[Problem, Counter[str]]:
    """A problem without personal data, and what was replaced; the same object if nothing was.

    Raises:
        NumbersChangedError: a number outside what was replaced changed.
    """
    used = set(_NUMBER.findall(" ".join([problem.answer, *(step.claim for step in problem.steps)])))
    found: Counter[str] = Counter()

    def clean(text: str) -> str:
        nonlocal found
        scrubbed, also = scrub_text(text, kinds, used=used)
        found += also
        return scrubbed

    prompt, solution = clean(problem.prompt), clean(problem.solution)
    more = tuple(clean(text) for text in problem.more_solutions)
    title = clean(problem.provenance.get("title", ""))
    if not found:
        return problem, found
    label = ",".join(f"{kind}:{number}" for kind, number in sorted(found.items()))
    titled = {"title": title} if title else {}
    changed = dataclasses.replace(
        problem,
        problem_id=problem_id(prompt),
        prompt=prompt,
        solution=solution,
        more_solutions=more,
        provenance={**problem.provenance, **titled, "scrubbed": label},
    )
    operation = Operation(
        name="scrub", version=VERSION, before=text_digest(problem), after=text_digest(changed)
    )
    return dataclasses.replace(changed, operations=(*problem.operations, operation)), found


def scrub_text(
    text: str, kinds: Collection[str] = tuple(FINDERS), *, used: Collection[str] = ()
) -> tuple[str, Counter[str]]:
    """`text` with `[EMAIL]`, `[URL]`, `[PHONE]` and the like for personal data.

    Args:
        text: Any text.
        kinds: Kinds to replace, see `tasks.data.personal.FINDERS`.
        used: Numbers the maths uses: a find with one of four digits and more stays.

    Returns:
        The text, and kind -> replacements.

    Raises:
        NumbersChangedError: a number outside what was replaced changed.
    """
    finds = [f for f in find(text, frozenset(kinds)) if not _is_used(text[f.start : f.end], used)]
    if not finds:
        return text, Counter()
    kept, clean = _without(text, finds), _replaced(text, finds)
    if _numbers(kept) != _numbers(_PLACEHOLDER.split(clean)):
        raise NumbersChangedError(f"a number changed in {text[:80]!r}")
    return clean, Counter(f.kind for f in finds)


_PLACEHOLDER = re.compile(r"\[(?:" + "|".join(kind.upper() for kind in FINDERS) + r")\]")


def _is_used(span: str, used: Collection[str]) -> bool:
    parts = [number for number in re.findall(r"[0-9]+", span) if len(number) >= 4]
    whole = "".join(re.findall(r"[0-9]+", span))
    return not {*parts, whole}.isdisjoint(used)


def _without(text: str, finds: list[Find]) -> list[str]:
    starts = [0, *(f.end for f in finds)]
    ends = [*(f.start for f in finds), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _replaced(text: str, finds: list[Find]) -> str:
    pieces = _without(text, finds)
    marks = [*(f"[{f.kind.upper()}]" for f in finds), ""]
    return "".join(piece + mark for piece, mark in zip(pieces, marks, strict=True))


def _numbers(pieces: list[str]) -> list[str]:
    return [number for piece in pieces for number in _NUMBER.findall(piece)]
