"""The judge: is this answer the reference answer?

    judge("1/2", "so we get \\\\boxed{0.5}").outcome    # Outcome.CORRECT

`judge` and `same_value` give one verdict, `judge_many` one per pair, from workers that it may kill.
Importing this package loads neither torch, transformers, sympy nor math_verify.
"""

from tasks.verify.find.extract import extract_answer
from tasks.verify.judging import judge, judge_many, same_value
from tasks.verify.steps import CheckedClaim, StepReport, StepVerdict, check_steps
from tasks.verify.verdict import Outcome, Verdict

__all__ = [
    "CheckedClaim",
    "Outcome",
    "StepReport",
    "StepVerdict",
    "Verdict",
    "check_steps",
    "extract_answer",
    "judge",
    "judge_many",
    "same_value",
]
