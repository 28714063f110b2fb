"""Knights and knaves with 3-7 people. Unakar/Logic-RL (after K-and-K/knights-and-knaves), Apache-2.0.

The answer is everybody's role in the order the prompt names them.
"""

from tasks.data.sources.source import Row, RowError, Source, real_problem, text_of, texts_of
from tasks.records import Problem, level_of

_ROLES = {True: "knight", False: "knave"}


def parse_row(row: Row, where: str) -> Problem:
    """A row `{"quiz", "names", "solution": [bool], "cot_head", "cot_repeat_steps", "cot_foot"}` as a problem.

    Level: the steps of its reasoning.

    Raises:
        RowError: a key is missing, or names and roles do not pair.
    """
    names, roles = texts_of(row, "names"), row.get("solution")
    if not (isinstance(roles, list) and all(isinstance(role, bool) for role in roles)):
        raise RowError("missing_key", "'solution' is not a list of booleans")
    if len(roles) != len(names) or not names:
        raise RowError("bad_solution", f"{len(names)} names, {len(roles)} roles")
    steps = texts_of(row, "cot_repeat_steps")
    order = f"Answer knight or knave for each, separated by commas, in this order: {', '.join(names)}."
    lines = [text_of(row, "cot_head"), *steps, text_of(row, "cot_foot"), text_of(row, "solution_text")]
    return real_problem(
        source="knights",
        licence=SOURCE.licence,
        subtask="logic.knights",
        language="en",
        prompt=f"{text_of(row, 'quiz')}\n{order}",
        answer=", ".join(_ROLES[role] for role in roles),
        where=where,
        solution="\n".join(lines),
        level=level_of(max(1, len(steps))),
    )


SOURCE = Source(licence="Apache-2.0", files=("kk_*_train.parquet",), parse=parse_row)
