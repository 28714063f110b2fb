"""One answer against one reference, in tiers, without any worker: bounded by caps, not by clocks.

Tier 0: the same text, numbers, times, truth values, choices, words. Tier 1: both are parsed and compared.
What stays undecided may get a second opinion in a worker (`second_opinion`).
"""

import re
from functools import lru_cache

from tasks.errors import DataError
from tasks.verify.equal.choices import choice_letter, lettered
from tasks.verify.equal.compare import same
from tasks.verify.equal.evaluate import Budget
from tasks.verify.equal.normal import tier_zero
from tasks.verify.equal.plain import as_number
from tasks.verify.equal.wording import plain_words
from tasks.verify.find.choices import extract_choice, letter_of_option
from tasks.verify.find.extract import extract_answer
from tasks.verify.find.sentences import BOUND
from tasks.verify.notation.nodes import MathError, TooLargeError
from tasks.verify.notation.reading import Reading, normal_text, read
from tasks.verify.verdict import Outcome, Verdict

MAX_REFERENCE_CHARS = 2_000
_DECIMAL_COMMA = re.compile(r"([+-]?\d+),(\d{2,6})")
_CANDIDATE = re.compile(r"\\boxed|\\fbox|####|<answer>|【答案】|答案")
_ALTERNATIVES = re.compile(r"\\?#\s*\\?#")


_IMAGINARY = re.compile(r"(?<![A-Za-z\\])I(?![A-Za-z])")
_ENGINEERS = re.compile(r"(\d\s*)j(?![A-Za-z])")
_COUNTED = re.compile(
    r"([-+]?\d[\d,]*(?:\.\d+)?)\s+([A-Za-z][A-Za-z'/ -]{1,80})(?: (?:in|per|for|after|over) \d+ [a-z]+)?"
)
_NOT_COUNTED = re.compile(
    r"\b(?:or|to|nor|and|than|less|fewer|not|odd|even|least|most|half|dozens?|hundreds?|thousands?|millions?|billions?"
    r"|percent|squared|cubed|mod|base|degrees|cents?|choose|minus|plus|over|under|up|if|but)\b"
)
"""Words that change the number before them; other words say what was counted."""
_NOTHING = " ${}()[].,;:!?'\"\\"


_TRIFLES = re.compile(r"[\s.,;:'\"!?()]+|\\text|[{}]")
_THOUSANDS = re.compile(r"\d,\d{3}")
_INNER_COMMA = re.compile(r"(?<=\d),(?=\d{3})")


def same_value_here(answer: str, reference: str, *, decimals: int | None = None) -> Verdict:
    """Judge a bare answer against the reference by tiers 0 and 1.

    Raises:
        DataError: The reference is empty or broken: an error of the data, not a score.
    """
    references = read_reference(reference)
    if not answer.strip():
        return Verdict(Outcome.UNPARSABLE, None, "no answer")
    verdicts = [_same(answer, one, decimals) for one in references]
    if (
        all(v.outcome in (Outcome.UNDECIDED, Outcome.UNPARSABLE) for v in verdicts)
        and read(normal_text(answer)).node is None
        and not BOUND.match(answer.strip())
        and not answer.strip().lower().startswith(("at most", "at least", "no more", "no less", "up to"))
    ):
        inner = _answer_for(answer, references)
        if inner is not None and inner != answer:
            verdicts = [_same(inner, one, decimals) for one in references]
    return min(verdicts, key=lambda verdict: _PREFERENCE.index(verdict.outcome))


_PREFERENCE = [Outcome.CORRECT, Outcome.UNDECIDED, Outcome.WRONG, Outcome.UNPARSABLE]


def judge_here(reference: str, completion: str, *, decimals: int | None = None) -> Verdict:
    """Find the final answer of a completion and judge it by tiers 0 and 1.

    Raises:
        DataError: The reference is empty or broken.
    """
    references = read_reference(reference)
    if completion == reference:
        return Verdict(Outcome.CORRECT, completion[:MAX_REFERENCE_CHARS], "same text")
    answer = _answer_for(completion, references)
    if answer is None:
        return Verdict(Outcome.UNPARSABLE, None, "no answer")
    return same_value_here(answer, reference, decimals=decimals)


def _answer_for(completion: str, references: tuple[str, ...]) -> str | None:
    """The final answer, with the kind of the reference in mind: a letter where it is one, else a value."""
    if len(completion) <= 2 * max(map(len, references)) + 20 and normal_text(completion) in references:
        return completion
    answer = extract_answer(completion)
    if all(map(_is_choice, references)):
        letter = extract_choice(completion, answer)
        if letter is None and answer is not None:
            letter = letter_of_option(completion, answer)
        return letter if letter is not None else answer
    if answer is not None and choice_letter(normal_text(answer)) and not any(map(lettered, references)):
        value = extract_answer(completion, choices=False)
        return value if value is not None else answer
    return answer


def _is_choice(reference: str) -> bool:
    """A letter that names a choice; a lone small one may also be a variable, then no letter decides."""
    return choice_letter(reference) is not None and (
        reference in "abcde" or reference.strip("().: ").isupper()
    )


@lru_cache(maxsize=4096)
def read_reference(reference: str) -> tuple[str, ...]:
    """The spelled reference, or several where the source gives forms of the same answer ("3/10 ## 0.3").

    Raises:
        DataError: Nothing to compare with.
    """
    text = reference
    if _CANDIDATE.search(reference) or len(reference) > 200:
        text = extract_answer(reference) or ""
    if len(text) > MAX_REFERENCE_CHARS:
        raise DataError(
            f"the reference answer has {len(text)} characters: shorten it to {MAX_REFERENCE_CHARS}"
        )
    forms = tuple(filter(None, (normal_text(part) for part in _ALTERNATIVES.split(text) if part.strip())))
    if not any(form.strip(_NOTHING) for form in forms):
        raise DataError(f"the reference answer {reference!r} is empty: repair the row or drop it")
    for form in forms:
        if form.count("{") > form.count("}") and read(form).node is None:
            raise DataError(
                f"the reference answer {reference!r} has an unclosed brace: repair the row or drop it"
            )
    return forms


def _same(answer: str, expected: str, decimals: int | None) -> Verdict:
    given = normal_text(answer)
    if given == expected:
        return Verdict(Outcome.CORRECT, answer, "same text")
    if not given:
        return Verdict(Outcome.UNPARSABLE, None, "no answer")
    decided = tier_zero(given, expected)
    if decided is not None:
        return Verdict(Outcome.CORRECT if decided[0] else Outcome.WRONG, answer, decided[1])
    outcome, reason = _tier_one(given, expected, decimals)
    if outcome is not Outcome.CORRECT:
        for left, right in _other_readings(given, expected):
            if (
                left == right
                or (tier_zero(left, right) or (False,))[0]
                or _tier_one(left, right, decimals)[0] is Outcome.CORRECT
            ):
                return Verdict(Outcome.CORRECT, answer, "other reading")
    return Verdict(outcome, answer, reason)


def _tier_one(given: str, expected: str, decimals: int | None) -> tuple[Outcome, str]:
    left, right = read(given), read(expected)
    if left.node is None or right.node is None:
        return _unread(left, right)
    try:
        verdict = same(left.node, right.node, Budget(decimals=decimals))
    except TooLargeError as error:
        return Outcome.UNDECIDED, f"too large: {error}"
    except MathError as error:
        return Outcome.UNDECIDED, f"no value: {error}"
    except RecursionError:
        return Outcome.UNDECIDED, "too large: recursion"
    if verdict is None:
        return Outcome.UNDECIDED, "not comparable"
    return (Outcome.CORRECT, "equal value") if verdict else (Outcome.WRONG, "other value")


def _unread(left: Reading, right: Reading) -> tuple[Outcome, str]:
    """One side is no mathematics, or too large."""
    if "too large" in (left.problem, right.problem):
        return Outcome.UNDECIDED, "too large"
    if left.node is None and right.node is None:
        if _squeezed(left.spelled) == _squeezed(right.spelled):
            return Outcome.CORRECT, "words"
        words = plain_words(left.spelled), plain_words(right.spelled)
        if None not in words:
            return (Outcome.CORRECT if words[0] == words[1] else Outcome.WRONG), "words"
        return Outcome.UNDECIDED, "not mathematics"
    if right.node is not None:
        mathematical = any(c.isdigit() or c == "\\" for c in left.spelled)
        return (Outcome.UNDECIDED, "not mathematics") if mathematical else (Outcome.UNPARSABLE, "words")
    return (Outcome.UNDECIDED if "\\" in right.spelled else Outcome.WRONG), "words"


def _squeezed(text: str) -> str:
    return _TRIFLES.sub("", text).casefold()


def _reals(text: str) -> str:
    return "\\mathbb{R}" if text == "R" else text


def _other_readings(given: str, expected: str) -> list[tuple[str, str]]:
    """What ambiguous spellings may also mean; each fixed by the form of the other side."""
    found: list[tuple[str, str]] = []
    for swap in (False, True):
        one, other = (expected, given) if swap else (given, expected)
        comma = _DECIMAL_COMMA.fullmatch(one)
        number = as_number(other)
        if comma and number is not None and "." in other:
            found.append((f"{comma[1]}.{comma[2]}", other) if not swap else (other, f"{comma[1]}.{comma[2]}"))
    if _THOUSANDS.search(given) and "," in expected:
        found.append((_INNER_COMMA.sub(", ", given), _INNER_COMMA.sub(", ", expected)))
    if "I" in given and "I" not in expected and _IMAGINARY.search(given):
        found.append((_IMAGINARY.sub("i", given), expected))
    if "i" in expected and "i" not in given and _ENGINEERS.search(given):
        found.append((_ENGINEERS.sub(r"\1i", given), expected))
    if given == "R" or expected == "R":
        found.append((_reals(given), _reals(expected)))
    if "\\approx" in given and "." in expected and as_number(expected) is not None:
        found.append((given.rpartition("\\approx")[2].strip(), expected))
    counted = _COUNTED.fullmatch(given) if as_number(expected) is not None else None
    if counted and not _NOT_COUNTED.search(counted[2]):
        found.append((counted[1], expected))
    led = lettered(given)
    if led and not choice_letter(expected):
        found.append((normal_text(led[1]), expected))
    led = lettered(expected)
    if led:
        found += [(given, led[0]), (given, normal_text(led[1]))]
    return found
