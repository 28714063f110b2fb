"""Tier 0: answers that need no parser. Integers, fractions, times, truth values, choices, words.

Each rule sees both sides, decides (True or False) or passes (None). Rules are cheap, most everyday answers
end here.
"""

from tasks.verify.equal.chemistry import same_formulas
from tasks.verify.equal.choices import same_choice, same_choices, same_labels
from tasks.verify.equal.clock import is_moment, same_dates, same_times
from tasks.verify.equal.groups import read_cycles, same_cycles, same_divisions
from tasks.verify.equal.parts import STATISTICS, named_parts, same_parts
from tasks.verify.equal.plain import as_based, same_digits, same_plain_numbers
from tasks.verify.equal.predicates import same_predicates
from tasks.verify.equal.statements import same_statements, says_who_is_what
from tasks.verify.equal.wording import same_truths, same_words


def stands_alone(text: str) -> bool:
    """Whether a text that is no mathematics is an answer: a time, date, digits in a base, who is what."""
    return len(text) <= 400 and (
        is_moment(text)
        or as_based(text) is not None
        or says_who_is_what(text)
        or read_cycles(text) is not None
        or (text.endswith("象限") and len(text) <= 4)
        or _names_parts(text)
    )


def _names_parts(text: str) -> bool:
    """Named values such as "maximum 9, minimum 2", not "x = 2, y = 3", which is mathematics."""
    parts = named_parts(text) if "," in text or "，" in text or " and " in text else None
    return parts is not None and parts.keys() <= STATISTICS


def tier_zero(answer: str, reference: str) -> tuple[bool, str] | None:
    """Decide a pair of spelled texts by normal forms.

    Returns:
        Whether they are equal and the kind of value that decided, or None if it takes the parser.
    """
    for kind, rule in RULES.items():
        verdict = rule(answer, reference)
        if verdict is not None:
            return verdict, kind
    return None


RULES = {
    "number": same_plain_numbers,
    "time": same_times,
    "date": same_dates,
    "base": same_digits,
    "cycles": same_cycles,
    "division": same_divisions,
    "formula": same_formulas,
    "statements": same_statements,
    "parts": same_parts,
    "truth": same_truths,
    "predicate": same_predicates,
    "choice": same_choice,
    "choices": same_choices,
    "labels": same_labels,
    "words": same_words,
}
"""Kind -> rule; the first that decides counts."""
