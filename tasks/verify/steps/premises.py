"""What a question gives: its relations, also those in a form that a trace first rewrites."""

import re
from collections.abc import Callable, Iterator

from tasks.verify.steps.scan import Found

_TERM = r"(?:[-+*/^()\d]|\d\.\d|(?<![A-Za-z])[a-z](?![A-Za-z])){1,80}"
_EDGE = r"[-+*/^()<>=≤≥|A-Za-z\d]"
_ABSOLUTE = re.compile(
    rf"(?<![A-Za-z])(?:abs\(([^()=]{{1,80}})\)|\|([^|=\d]{{,40}}\d[^|=]{{,80}})\|)"
    rf"([+-]\d{{1,9}})?\s?=\s?({_TERM})(?!{_EDGE}|\.\d)"
)
_INEQUALITY = re.compile(rf"(?<!{_EDGE})(?<!\d\.){_TERM}(?:<=|>=|[<>≤≥]){_TERM}(?!{_EDGE}|\.\d)")
_ASKS = re.compile(r"[Ss]olve|[Ss]olution|[Ii]nterval|which real|不等式|区间|成立")


def premises(problem: str, claims: Callable[[str], list[Found]]) -> tuple[Found, ...]:
    """The relations of a question.

    Of `abs(a)+c=b` it is what both its cases have in common, the equal squares. An inequality that is to be
    solved may stand inside a sentence.

    Args:
        claims: Finds what a text claims.
    """
    found = claims(problem)
    if not any(set(claim.text) & set("<>≤≥") for claim in found) and _ASKS.search(problem):
        found = [*found, *_only(_INEQUALITY.finditer(problem))]
    squared = (
        Found(f"({match[1] or match[2]})^2=({match[4]}-({match[3] or 0}))^2", match.start())
        for match in _ABSOLUTE.finditer(problem)
    )
    return (*found, *squared)


def _only(matches: Iterator[re.Match[str]]) -> list[Found]:
    """The match if there is just one."""
    found = [Found(match[0], match.start()) for match in matches]
    return found if len(found) == 1 else []
