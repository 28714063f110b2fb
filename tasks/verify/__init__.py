"""The judge: is this answer the reference answer?

    judge("1/2", "so we get \\\\boxed{0.5}").outcome    # Outcome.CORRECT

`judge` and `same_value` give one verdict, `judge_many` one per pair, from workers that it may kill.
Importing this package loads neither torch, transformers, sympy nor math_verify.
"""

from tasks.verify.extract import extract_answer
from tasks.verify.judging import judge, judge_many, same_value
from tasks.verify.verdict import Outcome, Verdict

__all__ = ["Outcome", "Verdict", "extract_answer", "judge", "judge_many", "same_value"]
