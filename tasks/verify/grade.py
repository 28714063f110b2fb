"""The judge's front: answers against references."""

from collections.abc import Iterable

from tasks.errors import DataError
from tasks.verify.extract import extract_answer
from tasks.verify.normal import normal_form, plain_text
from tasks.verify.verdict import Outcome, Verdict


def same_value(answer: str, reference: str) -> Verdict:
    """Judge a bare answer against the reference.

    Raises:
        DataError: The reference is empty: an error of the data, not a score.
    """
    expected_text = plain_text(reference)
    if not expected_text:
        raise DataError(f"the reference answer {reference!r} is empty: repair the row or drop it")
    given_text = plain_text(answer)
    if not given_text:
        return Verdict(Outcome.UNPARSABLE, None, "no answer")
    if given_text.casefold() == expected_text.casefold():
        return Verdict(Outcome.CORRECT, answer, "same text")
    given, expected = normal_form(answer), normal_form(reference)
    if given is None or expected is None:
        simple = expected is not None or expected_text.replace(" ", "").isalpha()
        return Verdict(Outcome.WRONG if simple else Outcome.UNDECIDED, answer, "other text")
    return Verdict(
        Outcome.CORRECT if given == expected else Outcome.WRONG, answer, f"{expected[0]} normal form"
    )


def judge(reference: str, completion: str) -> Verdict:
    """Find the final answer of a completion and judge it.

    Raises:
        DataError: The reference cannot be read.
    """
    answer = extract_answer(completion)
    if answer is None:
        same_value("0", reference)
        return Verdict(Outcome.UNPARSABLE, None, "no answer")
    return same_value(answer, reference)


def judge_many(pairs: Iterable[tuple[str, str]]) -> list[Verdict]:
    """One verdict for each (reference, completion), in order.

    Raises:
        DataError: A reference cannot be read; the message names its position.
    """
    verdicts = []
    for position, (reference, completion) in enumerate(pairs):
        try:
            verdicts.append(judge(reference, completion))
        except DataError as error:
            raise DataError(f"item {position}: {error}") from error
    return verdicts
