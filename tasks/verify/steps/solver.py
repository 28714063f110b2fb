"""Z3 in a process of its own, for entailments too large for truth tables and elimination.

    with StepSolver() as solver:
        report = check_steps(trace, problem, solver=solver)

The process keeps one solver and pushes and pops each question. The caller owns the deadline: a process that
misses it is killed and the next question starts another. Only notation goes in, one JSON line a question.
"""

import json
import resource
import select
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from tasks.verify.notation.nodes import MathError
from tasks.verify.steps.linear import Constraint
from tasks.verify.steps.propositions import Tree, read_entailment
from tasks.verify.steps.sequents import read_linear

START_SECONDS = 30.0
MEMORY_BYTES = 1 << 30


class StepSolver:
    """One Z3 process; right from several threads, which take turns."""

    def __init__(self, *, item_seconds: float = 0.25) -> None:
        """Nothing is started before the first question.

        Args:
            item_seconds: Longest time for one question; then the process is killed.
        """
        self.item_seconds = item_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def __call__(self, text: str) -> bool | None:
        """Whether an entailment holds; None if the deadline was missed or the text is none."""
        with self._lock:
            process = self._process
            if process is None or process.poll() is not None:
                process = self._process = self._start()
                if self._answer(process, START_SECONDS) != "ready":
                    self._kill()
                    return None
            assert process.stdin is not None
            try:
                process.stdin.write(json.dumps(text).encode() + b"\n")
                process.stdin.flush()
                value = self._answer(process, self.item_seconds)
            except OSError:
                value = "dead"
            if value in ("dead", "late"):
                self._kill()
                return None
            return value if isinstance(value, bool) else None

    def _start(self) -> "subprocess.Popen[bytes]":
        root = Path(__file__).resolve().parents[3]
        return subprocess.Popen(
            [sys.executable, "-m", "tasks.verify.steps.solver"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=root,
            start_new_session=True,
        )

    def _answer(self, process: "subprocess.Popen[bytes]", seconds: float) -> Any:
        assert process.stdout is not None
        end = time.monotonic() + seconds
        ready, _, _ = select.select([process.stdout], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            return "late"
        line = process.stdout.readline()
        return json.loads(line) if line else "dead"

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._kill()

    def __enter__(self) -> "StepSolver":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def main() -> None:
    """Answer questions from stdin until it ends."""
    import z3

    solver = z3.Solver()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    sys.stdout.write('"ready"\n')
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_decide(z3, solver, json.loads(line))) + "\n")
        sys.stdout.flush()


def _decide(z3: Any, solver: Any, text: str) -> bool | None:
    try:
        linear = read_linear(text)
        parts = None if linear is not None else read_entailment(text)
    except (MathError, RecursionError):
        return None
    solver.push()
    try:
        if linear is not None:
            given, goal = linear
            solver.add(*[_constraint(z3, item) for item in given], z3.Not(_constraint(z3, goal)))
        elif parts is not None:
            solver.add(*[_formula(z3, tree) for tree in parts[0]], z3.Not(_formula(z3, parts[1])))
        else:
            return None
        found = solver.check()
        return None if found == z3.unknown else bool(found == z3.unsat)
    finally:
        solver.pop()


def _formula(z3: Any, tree: Tree) -> Any:
    sign, *parts = tree
    if not parts:
        return z3.BoolVal(sign == "1") if sign in ("0", "1") else z3.Bool(sign)
    build = {"~": z3.Not, "&": z3.And, "|": z3.Or, "->": z3.Implies, "^": z3.Xor, "<->": lambda a, b: a == b}
    return build[str(sign)](*[_formula(z3, part) for part in parts if isinstance(part, tuple)])


def _constraint(z3: Any, item: Constraint) -> Any:
    total = z3.RealVal(0)
    for monomial, value in item.poly.items():
        term = z3.RealVal(str(value))
        for name in monomial:
            term = term * z3.Real(name)
        total = total + term
    return {"=": total == 0, "<": total < 0, "<=": total <= 0, "!=": total != 0}[item.op]


if __name__ == "__main__":
    main()
