"""One answer against one reference, in tiers, without any worker: bounded by caps, not by clocks.

Tier 0: the same text, numbers, times, truth values, choices, words. Tier 1: both are parsed and compared.
What stays undecided may get a second opinion in a worker (`second_opinion`).
"""

import re
from functools import lru_cache

from tasks.errors import DataError
from tasks.verify.equal.ambiguous import other_readings
from tasks.verify.equal.choices import choice_letter, lettered
from tasks.verify.equal.compare import same
from tasks.verify.equal.evaluate import Budget
from tasks.verify.equal.normal import tier_zero
from tasks.verify.equal.plain import as_number
from tasks.verify.equal.wording import is_truth, plain_words
from tasks.verify.find.choices import extract_choice, letter_of_option
from tasks.verify.find.extract import extract_answer, leading_truth, repeated_markers
from tasks.verify.find.sentences import BOUND
from tasks.verify.notation.nodes import MathError, TooLargeError
from tasks.verify.notation.reading import Reading, normal_text, read
from tasks.verify.verdict import Outcome, Verdict

MAX_REFERENCE_CHARS = 2_000
_CANDIDATE = re.compile(r"\\boxed|\\fbox|####|<answer>|【答案】|答案")
_ALTERNATIVES = re.compile(r"\\?#\s*\\?#")


_NOTHING = " ${}()[].,;:!?'\"\\"


_TRIFLES = re.compile(r"[\s.,;:'\"!?()]+|\\text|[{}]")
_SUBPARTS = re.compile(r"[\s,;][(（][a-j][)）]")
"""A second letter in brackets: parts of an answer, no choice."""


def same_value_here(answer: str, reference: str, *, decimals: int | None = None) -> Verdict:
    """Judge a bare answer against the reference by tiers 0 and 1.

    Raises:
        DataError: The reference is empty or broken: an error of the data, not a score.
    """
    references = read_reference(reference)
    if not answer.strip():
        return Verdict(Outcome.UNPARSABLE, None, "no answer")
    if answer.count("boxed") > 1:
        answer = extract_answer(answer) or answer
    if len(answer) > 8 and repeated_markers(answer):
        return Verdict(Outcome.WRONG, answer, "several answers")
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
    if answer is not None and all(map(is_truth, references)) and not is_truth(normal_text(answer)):
        return leading_truth(completion) or answer
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
        open_braces = reference.count("{") - reference.count("}") if "box" in reference else 0
        text = extract_answer(reference + "}" * open_braces) or ""
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
    if _other_letter(given, expected):
        return Verdict(Outcome.WRONG, answer, "choice")
    if ";" in expected and _other_order(given, expected):
        return Verdict(Outcome.WRONG, answer, "order")
    outcome, reason = _tier_one(given, expected, decimals)
    if outcome is not Outcome.CORRECT:
        for left, right in other_readings(given, expected):
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


def _other_letter(given: str, expected: str) -> bool:
    """Whether a choice written out, `(B) 5`, is answered by another letter, with a content or alone."""
    wanted = lettered(expected)
    if wanted is None or _SUBPARTS.search(expected):
        return False
    led = lettered(given)
    letter = led[0] if led else choice_letter(given)
    return letter is not None and letter != wanted[0]


def _other_order(given: str, expected: str) -> bool:
    """Whether `3; 5`, the answers to one question after the other, is answered by `5; 3`."""
    wanted = [part.strip() for part in expected.split(";")]
    parts = [part.strip() for part in given.split(";" if ";" in given else ",")]
    numbers = [as_number(part) for part in parts], [as_number(part) for part in wanted]
    if None in numbers[0] or None in numbers[1]:
        return parts != wanted and sorted(parts) == sorted(wanted) and not any("=" in part for part in parts)
    return numbers[0] != numbers[1]


def _squeezed(text: str) -> str:
    return _TRIFLES.sub("", text).casefold()
