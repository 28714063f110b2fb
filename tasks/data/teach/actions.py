"""Actions of a teacher, run with SymPy in the judge's sandbox. All text in and out is untrusted."""

import asyncio
import os
from types import TracebackType
from typing import Self

from tasks.artifacts import canonical_json, digest_text
from tasks.data.teach.answers import CONTROL, RefusedError
from tasks.data.teach.cache import Cache
from tasks.params.data import TeachParams
from tasks.verify.sandbox import Ending, Limits, RunResult, Sandbox

MAX_ACTION_CHARS = 20_000
_OUTPUT_BYTES = 64 << 10
_PROGRAM = """
import ast, sys
tree = ast.parse(sys.stdin.read())
last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
names = {"__name__": "__main__"}
exec("import sympy; from sympy import *", names)
exec(compile(tree, "action", "exec"), names)
if last is not None:
    value = eval(compile(ast.Expression(last.value), "action", "eval"), names)
    if value is not None:
        print(value)
"""
"""Runs an action as a notebook would, inside the sandbox: the value of a last expression is printed."""


class Actions:
    """Runs actions; the same action gives the same result, whatever the machine is busy with."""

    def __init__(self, params: TeachParams, cache: Cache) -> None:
        """Start the sandbox.

        Raises:
            SandboxUnavailable: No program can be locked in on this machine.
        """
        self._params, self._cache = params, cache
        self._limits = Limits(seconds=params.action_seconds, output_bytes=_OUTPUT_BYTES)
        self._sandbox = Sandbox(preload=("sympy",), num_servers=min(params.concurrency, os.cpu_count() or 1))

    async def run(self, code: str) -> str:
        """What an action printed, cut to the setting's length, or `error: ...`.

        Raises:
            RefusedError: The sandbox was lost, twice: nothing is known about the action.
        """
        if len(code) > MAX_ACTION_CHARS:
            return f"error: longer than {MAX_ACTION_CHARS} characters"
        key = digest_text(
            canonical_json({"code": code, "program": _PROGRAM, "seconds": self._limits.seconds})
        )
        said = self._cache.find_result(key)
        if said is None:
            done = await asyncio.to_thread(self._sandbox.run, _PROGRAM, code, limits=self._limits)
            if done.ending is Ending.LOST:
                raise RefusedError("sandbox_lost", "the action ran twice and took the sandbox with it")
            said = _said(done, self._limits.seconds)
            self._cache.note_result(key, said)
        limit = self._params.max_result_chars
        return said if len(said) <= limit else f"{said[:limit]}..."

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sandbox.close()


def _said(done: RunResult, seconds: float) -> str:
    """The result in words that another machine would give, too: no paths, no times."""
    if done.ending is Ending.DEADLINE:
        return f"error: it took longer than {seconds:g} s"
    if done.ending is Ending.OUTPUT_LIMIT:
        return "error: it printed too much"
    if done.ending is not Ending.EXITED:
        lines = done.stderr.strip().splitlines()
        return _clean(f"error: {lines[-1]}" if lines else f"error: {done.ending}")
    return _clean(done.stdout) or "(it printed nothing)"


def _clean(text: str) -> str:
    return CONTROL.sub("", text).strip()
