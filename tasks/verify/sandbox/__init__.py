"""Runs model-written Python where it can do no harm, and judges it by what it prints or returns.

    run_python("print(int(input()) * 2)", "21").stdout               # "42\\n"
    judge_code("def f(x): return x * x", [("f", [3], 9)]).correct    # True

Expected outputs never enter the sandbox. Where no program can be locked in, `SandboxUnavailable` says what
is missing; nothing is ever run unlocked.
"""

from tasks.verify.sandbox.judging import judge_code, judge_many_code, run_python
from tasks.verify.sandbox.pool import Sandbox
from tasks.verify.sandbox.records import (
    CallCase,
    CaseVerdict,
    CodeVerdict,
    Ending,
    Limits,
    OutputCase,
    RunResult,
    SandboxUnavailable,
)

__all__ = [
    "CallCase",
    "CaseVerdict",
    "CodeVerdict",
    "Ending",
    "Limits",
    "OutputCase",
    "RunResult",
    "Sandbox",
    "SandboxUnavailable",
    "judge_code",
    "judge_many_code",
    "run_python",
]
