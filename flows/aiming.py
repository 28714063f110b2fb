"""What the next problems are aimed at: the errors of the last evaluation, and what users said of answers.

The last evaluation is that of the newest retrain on this machine that got so far. Feedback is read from
`<state>/feedback/*.jsonl`, one rated answer a line:

    {"subtask": "algebra.linear", "level": 2, "right": false}
"""

import json
import logging
from pathlib import Path
from typing import Any

from flows.loop import Loop
from infra.runs import list_runs
from tasks.data.aim import ErrorPattern, aim_weights
from tasks.errors import DataError
from tasks.problems import SUBTASKS

log = logging.getLogger(__name__)

EVALUATION = Path("steps/evaluate-rl/summary.json")
FEEDBACK = "feedback"


def aimed_weights(loop: Loop) -> dict[str, float]:
    """Cell -> weight for the problems of this run; the settings' weights where nothing is known."""
    patterns = [*evaluation_patterns(loop), *feedback_patterns(loop.settings.state / FEEDBACK)]
    for pattern in patterns:
        log.info("aim origin=%s cell=%s.L%d wrong=%d of=%d", *_facts(pattern))
    section = loop.params.synthesize
    return aim_weights(
        loop.params.aim,
        weights=section.weights,
        other_weight=section.other_weight,
        subtasks=SUBTASKS,
        levels=section.levels,
        patterns=patterns,
    )


def evaluation_patterns(loop: Loop) -> list[ErrorPattern]:
    """The trained cells of the last evaluation; none before the first retrain."""
    runs = sorted(list_runs(loop.settings, "retrain"), key=lambda run: run.name, reverse=True)
    summary = next((run.folder / EVALUATION for run in runs if (run.folder / EVALUATION).is_file()), None)
    if summary is None:
        return []
    report: dict[str, Any] = json.loads(summary.read_bytes())
    found = []
    for row in report["rows"]:
        subtask, _, level = row["name"].rpartition("/")
        trained = subtask in report["subtasks"] and level in map(str, report["levels"])
        if row["by"] == "cell" and trained and subtask in SUBTASKS:
            wrong = round((1 - row["strict"]) * row["num_problems"])
            found.append(_pattern(subtask, int(level), row["num_problems"], wrong, "evaluation"))
    return found


def feedback_patterns(folder: Path) -> list[ErrorPattern]:
    """Users' ratings, counted by cell.

    Raises:
        DataError: a line is no rating; the message names it.
    """
    counts: dict[tuple[str, int], list[int]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            try:
                row = json.loads(line)
                cell, wrong = (str(row["subtask"]), int(row["level"])), row["right"] is False
            except (ValueError, KeyError, TypeError) as error:
                raise DataError(
                    f"{path}:{number}: no rating ({error!r}); expected subtask, level and right"
                ) from error
            found = counts.setdefault(cell, [0, 0])
            found[0] += 1
            found[1] += wrong
    return [
        _pattern(subtask, level, answers, wrong, "feedback")
        for (subtask, level), (answers, wrong) in sorted(counts.items())
        if subtask in SUBTASKS
    ]


def _pattern(subtask: str, level: int, answers: int, wrong: int, origin: str) -> ErrorPattern:
    return ErrorPattern(subtask=subtask, level=level, num_answers=answers, num_wrong=wrong, origin=origin)


def _facts(pattern: ErrorPattern) -> tuple[str, str, int, int, int]:
    return pattern.origin, pattern.subtask, pattern.level, pattern.num_wrong, pattern.num_answers
