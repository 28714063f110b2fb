"""Runs the program of one job in a process that is locked already, and ends that process.

Nothing here guards anything: the program may change or fake whatever it finds. It is told its code, its
input and, in the call form, a function and its arguments; never what is expected of it.
"""

import _sitebuiltins
import atexit
import builtins
import contextlib
import json
import linecache
import os
import random
import sys
import threading
import traceback
import types
from collections.abc import Callable
from typing import Any

VALUE_FD = 3
"""Where the value of a call is written, as JSON."""
_NAME = "<program>"
_MAX_COMPLAINT = 4000
_FAILED, _UNFLUSHED, _UNREADABLE = 1, 120, 122


def run(spec: dict[str, Any]) -> None:
    """Run the program and end the process with its exit status.

    Args:
        spec: `code`; in the call form also `function` and `arguments`.
    """
    sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", newline="\n", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115
    vars(sys).update(__stdin__=sys.stdin, __stdout__=sys.stdout, __stderr__=sys.stderr)
    random.seed(0)
    sys.argv = ["program.py"]
    for name in ("exit", "quit"):
        setattr(builtins, name, _sitebuiltins.Quitter(name, "Ctrl-D"))
    status = _status(lambda: _work(spec))
    try:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        if sys.stdout is not None:
            sys.stdout.flush()
    except BaseException:  # noqa: BLE001 - whatever the program left there to be called
        status = status or _UNFLUSHED
    os._exit(status)


def _status(work: Callable[[], None]) -> int:
    try:
        work()
    except SystemExit as request:
        if request.code is None or isinstance(request.code, int):
            return (request.code or 0) & 0xFF
        _complain(str(request.code))
        return _FAILED
    except BaseException as error:  # noqa: BLE001 - told on stderr, as Python does
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename != _NAME:
            trace = trace.tb_next
        with contextlib.suppress(BaseException):
            _complain("".join(traceback.format_exception(type(error), error, trace)).rstrip())
        return _FAILED
    return 0


def _complain(text: str) -> None:
    if len(text) > _MAX_COMPLAINT:
        text = text[: _MAX_COMPLAINT // 2] + "\n...\n" + text[-_MAX_COMPLAINT // 2 :]
    os.write(2, (text + "\n").encode("utf-8", "backslashreplace"))


def _work(spec: dict[str, Any]) -> None:
    code = spec["code"]
    linecache.cache[_NAME] = (len(code), None, code.splitlines(keepends=True), _NAME)
    called = "function" in spec
    module = types.ModuleType("program" if called else "__main__")
    sys.modules[module.__name__] = module
    try:
        compiled = compile(code, _NAME, "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        _complain("".join(traceback.format_exception_only(type(error), error)).rstrip())
        os._exit(_UNREADABLE)
    exec(compiled, module.__dict__)  # noqa: S102
    if called:
        value = _call(module, spec["function"], spec["arguments"])
        text = json.dumps(value).encode()
        while text:
            text = text[os.write(VALUE_FD, text) :]


def _call(module: types.ModuleType, function: str, arguments: Any) -> Any:
    """`name(...)`, or `Class().method(...)` for a dotted name."""
    owner, _, name = function.rpartition(".")
    target = getattr(getattr(module, owner)() if owner else module, name)
    return target(**arguments) if isinstance(arguments, dict) else target(*arguments)
