"""Can the judge work with a reference answer? It must accept it and refuse a wrong one of the same form."""

from tasks.errors import DataError
from tasks.verify import Outcome, same_value


def reference_fault(answer: str) -> str:
    """Why the judge cannot grade against `answer`; empty when it can."""
    try:
        accepted = same_value(answer, answer, second_opinion=False).outcome is Outcome.CORRECT
    except DataError:
        accepted = False
    if not accepted:
        return "judge_refuses_reference"
    if same_value(perturb(answer), answer, second_opinion=False).outcome is not Outcome.WRONG:
        return "judge_accepts_perturbed"
    return ""


def perturb(answer: str) -> str:
    """A wrong answer of the same form: the last digit moved by one, another letter, or the opposite word."""
    for place in range(len(answer) - 1, -1, -1):
        if answer[place] in "0123456789":
            digit = int(answer[place])
            # Never to 0, which could make a denominator 0.
            return f"{answer[:place]}{digit + 1 if digit < 9 else 8}{answer[place + 1 :]}"
    if len(answer) == 1:  # the letter of an option
        return "B" if answer.casefold() == "a" else "A"
    return "true" if answer.casefold() in {"no", "false"} else "false"
