"""FOLIO: does a conclusion follow from premises in English? Yale-LILY/FOLIO, CC BY-SA 4.0.

The solution is the published translation into first-order logic: it prepares the inference, it is not one.
The conclusions on one story are held out together, for they share nearly all their words.
"""

from tasks.data.sources.source import GROUP, Row, RowError, Source, real_problem, text_of, texts_of
from tasks.records import Problem, level_of, problem_id

_ANSWERS = {"True": "True", "False": "False", "Unknown": "Uncertain", "Uncertain": "Uncertain"}


def parse_row(row: Row, where: str) -> Problem:
    """A row `{"premises", "conclusion", "label", "premises-FOL"}` as a problem. Level: the premises.

    Raises:
        RowError: a key is missing, or the label is none of True, False, Unknown, Uncertain.
    """
    premises, label = texts_of(row, "premises"), text_of(row, "label")
    if label not in _ANSWERS:
        raise RowError("unknown_label", f"{label[:20]!r}, expected one of {sorted(_ANSWERS)}")
    if not premises:
        raise RowError("empty_value", "'premises' is empty")
    formal = texts_of(row, "premises-FOL") if "premises-FOL" in row else []
    lines = [
        "Premises:",
        *premises,
        f"Conclusion: {text_of(row, 'conclusion')}",
        "Is the conclusion True, False or Uncertain?",
    ]
    return real_problem(
        source="folio",
        licence=SOURCE.licence,
        subtask="logic.folio",
        language="en",
        prompt="\n".join(lines),
        answer=_ANSWERS[label],
        where=where,
        solution="\n".join(["In first-order logic:", *formal]) if formal else "",
        level=level_of(len(premises)),
        provenance={GROUP: problem_id(" ".join(premises))},
    )


SOURCE = Source(licence="CC-BY-SA-4.0", files=("folio*train.jsonl",), parse=parse_row)
