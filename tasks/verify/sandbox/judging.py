"""Judges programs: runs each case in the sandbox and compares outside."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tasks.errors import DataError
from tasks.verify.sandbox.matching import same_json, same_output
from tasks.verify.sandbox.pool import DEFAULT_LIMITS, Sandbox, shared_sandbox
from tasks.verify.sandbox.records import (
    CallCase,
    Case,
    CaseVerdict,
    CodeVerdict,
    Ending,
    Limits,
    OutputCase,
    RunResult,
)
from tasks.verify.verdict import Outcome

CaseLike = Case | tuple[str, str] | tuple[str, Any, Any]
"""A case, or the plain tuple (stdin, stdout) or (function, arguments, expected)."""

_ENDINGS = {
    Ending.UNREADABLE: Outcome.UNPARSABLE,
    Ending.FAILED: Outcome.WRONG,
    Ending.CRASHED: Outcome.WRONG,
    Ending.DEADLINE: Outcome.UNDECIDED,
    Ending.OUTPUT_LIMIT: Outcome.UNDECIDED,
    Ending.LOST: Outcome.UNDECIDED,
}
"""Every ending but `exited`, whose output decides."""


def run_python(
    code: str, stdin: str = "", *, limits: Limits = DEFAULT_LIMITS, preload: Sequence[str] = ()
) -> RunResult:
    """Run a program in the process-wide sandbox; see `Sandbox.run`.

    Args:
        code: Python, run as `__main__`.
        stdin: Its input.
        limits: When to kill it.
        preload: Modules that were imported beforehand; each set of them has a sandbox of its own.

    Raises:
        SandboxUnavailable: No program can be locked in on this machine.
    """
    return shared_sandbox(preload).run(code, stdin, limits=limits)


def judge_code(
    code: str,
    cases: Iterable[CaseLike],
    *,
    limits: Limits = DEFAULT_LIMITS,
    preload: Sequence[str] = (),
    every_case: bool = False,
    sandbox: Sandbox | None = None,
) -> CodeVerdict:
    """Judge a program by what it prints or returns. The exit status of a run that gave the right output must
    be 0, but alone it is no evidence.

    Args:
        code: The program's text.
        cases: At least one; each is a run of its own.
        limits: For each run.
        preload: As for `run_python`; not used if `sandbox` is given.
        every_case: Go on after the first case that is not correct.
        sandbox: Where to run it; None takes the process-wide one.

    Raises:
        DataError: There is no case, or one is malformed: an error of the data, not a score.
        SandboxUnavailable: No program can be locked in on this machine.
    """
    wanted = [_case(position, case) for position, case in enumerate(cases)]
    if not wanted:
        raise DataError("a program without cases cannot be judged; give (stdin, stdout) or CallCase")
    box = sandbox or shared_sandbox(preload)
    verdicts: list[CaseVerdict] = []
    for case in wanted:
        verdicts.append(_judge_case(box, code, case, limits))
        if verdicts[-1].outcome is not Outcome.CORRECT and not every_case:
            break
    first = next((verdict for verdict in verdicts if verdict.outcome is not Outcome.CORRECT), verdicts[-1])
    return CodeVerdict(first.outcome, first.reason, tuple(verdicts))


def judge_many_code(
    programs: Iterable[tuple[str, Sequence[CaseLike]]],
    *,
    limits: Limits = DEFAULT_LIMITS,
    preload: Sequence[str] = (),
    every_case: bool = False,
    sandbox: Sandbox | None = None,
) -> list[CodeVerdict]:
    """One verdict for each (code, cases), in order; as many at a time as the sandbox has fork servers.

    Arguments and errors as for `judge_code`.
    """
    box = sandbox or shared_sandbox(preload)

    def judge(program: tuple[str, Sequence[CaseLike]]) -> CodeVerdict:
        return judge_code(program[0], program[1], limits=limits, every_case=every_case, sandbox=box)

    with ThreadPoolExecutor(box.num_servers, thread_name_prefix="sandbox") as threads:
        return list(threads.map(judge, programs))


def _case(position: int, case: CaseLike) -> Case:
    if isinstance(case, OutputCase | CallCase):
        return case
    if len(case) == 2 and all(isinstance(text, str) for text in case):
        return OutputCase(*case)
    if len(case) == 3 and isinstance(case[0], str) and isinstance(case[1], list | tuple | dict):
        return CallCase(*case)
    raise DataError(
        f"case {position}: {case!r:.200}: expected (stdin, stdout) or (function, arguments, expected)"
    )


def _judge_case(sandbox: Sandbox, code: str, case: Case, limits: Limits) -> CaseVerdict:
    if isinstance(case, OutputCase):
        run = sandbox.run(code, case.stdin, limits=limits)
    else:
        run = sandbox.call(code, case.function, case.arguments, limits=limits)
    if run.ending is not Ending.EXITED:
        return CaseVerdict(_ENDINGS[run.ending], str(run.ending), run)
    if isinstance(case, OutputCase):
        equal = same_output(run.stdout, case.stdout, numbers=case.numbers)
    else:
        equal = same_json(run.value, case.expected, numbers=case.numbers)
    if equal:
        return CaseVerdict(Outcome.CORRECT, "equal", run)
    return CaseVerdict(Outcome.WRONG, "other output" if isinstance(case, OutputCase) else "other value", run)
