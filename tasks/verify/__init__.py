"""The judge: is this answer the reference answer?

    judge("1/2", "so we get \\\\boxed{0.5}").outcome    # Outcome.CORRECT

Importing this package loads neither torch, transformers, sympy nor math_verify.
"""

from tasks.verify.extract import extract_answer
from tasks.verify.grade import judge, judge_many, same_value
from tasks.verify.verdict import Outcome, Verdict

__all__ = ["Outcome", "Verdict", "extract_answer", "judge", "judge_many", "same_value"]
