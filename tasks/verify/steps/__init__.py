"""The step checker: each claim of a trace proved, refuted or left unchecked, the first bad one located.

    report = check_steps("37+8=45;45-9=35")
    report.first_bad            # 1
    report.claims[1].reason     # "36 = 35 is false"

What cannot be decided is unchecked: it neither helps nor hurts. No text is ever run as code. `check_steps`
is deterministic and needs no clock: its cost is bounded by a budget of operations for the whole trace.
"""

from tasks.verify.steps.checking import check_steps
from tasks.verify.steps.report import CheckedClaim, StepReport, StepVerdict
from tasks.verify.steps.solver import StepSolver

__all__ = ["CheckedClaim", "StepReport", "StepSolver", "StepVerdict", "check_steps"]
