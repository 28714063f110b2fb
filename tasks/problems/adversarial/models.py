"""How many models the facts of a problem have, by Z3 in a process of its own.

    with ModelSolver() as solver:
        solver.count(facts, steps)      # none, one or many values, and the facts in conflict

The formulas of steps are equations between real quantities; facts fix, bound or leave open the givens. An
open given is any positive number. The caller owns the deadline: a process that misses it is killed.
"""

import ast
import json
import re
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from tasks.records import Step

START_SECONDS = 60.0
MEMORY_BYTES = 1 << 30
_FUNCTION = re.compile(r"[A-Za-z_]\w*\(|!|%|\^(?![0-9])|\bpi\b|\be\b|[0-9)][A-Za-z(]")


class Fact(NamedTuple):
    """What is said of a quantity."""

    label: str
    """Names the fact in a conflict."""
    name: str
    """A given, or what a step yields."""
    relation: str
    """`=`, `<`, `>`, or `?` for a given of which nothing is said."""
    value: str = ""
    """A number in exact arithmetic."""


class Models(NamedTuple):
    """What the facts leave open."""

    outcome: str
    """`none`, `one`, `many`, or `unknown`: late, dead, or beyond Z3."""
    values: tuple[str, ...] = ()
    """Of the last quantity: one, or two of many."""
    conflict: tuple[str, ...] = ()
    """Labels of a smallest set of facts that cannot all be true."""


def is_algebraic(steps: Sequence[Step]) -> bool:
    """Whether all steps are formulas of + - * / and whole powers."""
    return all(step.formula and not _FUNCTION.search(step.formula) for step in steps)


class ModelSolver:
    """One Z3 process, for one thread."""

    def __init__(self, *, item_seconds: float = 5.0) -> None:
        """Nothing is started before the first question; `item_seconds` is the longest time for one."""
        self.item_seconds = item_seconds
        self._process: subprocess.Popen[bytes] | None = None

    def count(self, facts: Sequence[Fact], steps: Sequence[Step]) -> Models:
        """How many values the output of the last step may have."""
        process = self._process
        if process is None or process.poll() is not None:
            process = self._process = self._start()
            if self._answer(process, START_SECONDS) != "ready":
                self.close()
                return Models("unknown")
        assert process.stdin is not None
        question = {"facts": facts, "steps": [(step.name or "answer", step.formula) for step in steps]}
        try:
            process.stdin.write(json.dumps(question).encode() + b"\n")
            process.stdin.flush()
            reply = self._answer(process, self.item_seconds)
        except OSError:
            reply = None
        if not isinstance(reply, list):
            self.close()
            return Models("unknown")
        return Models(reply[0], tuple(reply[1]), tuple(reply[2]))

    def _start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "tasks.problems.adversarial.models"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).resolve().parents[3],
            start_new_session=True,
        )

    def _answer(self, process: "subprocess.Popen[bytes]", seconds: float) -> Any:
        assert process.stdout is not None
        end = time.monotonic() + seconds
        ready, _, _ = select.select([process.stdout], [], [], max(0.0, end - time.monotonic()))
        line = process.stdout.readline() if ready else b""
        return json.loads(line) if line else None

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def __enter__(self) -> "ModelSolver":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _decide(z3: Any, question: dict[str, Any]) -> list[Any]:
    """[outcome, values, conflict] of one question."""
    solver = z3.Solver()
    solver.set("core.minimize", True)
    solver.set("timeout", 4_000)
    values: dict[str, Any] = {}
    later = []
    for label, name, relation, value in question["facts"]:
        if relation == "?":
            values[name] = z3.Real(name)
            solver.add(values[name] > 0)
        else:
            later.append((label, name, relation, value))
    for label, name, relation, value in later:
        variable = values.setdefault(name, z3.Real(name))
        number = z3.RealVal(str(Fraction(value)))
        claim = {"=": variable == number, "<": variable < number, ">": variable > number}[relation]
        solver.assert_and_track(claim, z3.Bool(f"fact {label}"))
    name = ""
    for name, formula in question["steps"]:
        solver.add(values.setdefault(name, z3.Real(name)) == _term(z3, formula, values, solver))
    return _models(z3, solver, values[name])


def _models(z3: Any, solver: Any, answer: Any) -> list[Any]:
    verdict = solver.check()
    if verdict == z3.unsat:
        core = sorted(str(label).strip("|").removeprefix("fact ") for label in solver.unsat_core())
        return ["none", [], core]
    if verdict != z3.sat:
        return ["unknown", [], []]
    first = solver.model().eval(answer, model_completion=True)
    solver.add(answer != first)
    verdict = solver.check()
    if verdict == z3.unsat:
        return ["one", [str(first)], []]
    if verdict != z3.sat:
        return ["unknown", [], []]
    second = solver.model().eval(answer, model_completion=True)
    return ["many", [str(first), str(second)], []]


def _term(z3: Any, formula: str, values: dict[str, Any], solver: Any) -> Any:
    """A formula as a Z3 term; Python's own parser reads it, nothing runs it."""

    def build(node: Any) -> Any:
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return z3.RealVal(str(Fraction(ast.unparse(node))))
        if isinstance(node, ast.Name):
            return values[node.id]
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -build(node.operand)
        assert isinstance(node, ast.BinOp), f"{formula}: not a formula of + - * / and powers"
        left, right = build(node.left), build(node.right)
        if isinstance(node.op, ast.Pow):
            return left ** int(ast.literal_eval(node.right))
        if isinstance(node.op, ast.Div):
            solver.add(right != 0)
            return left / right
        return {ast.Add: left + right, ast.Sub: left - right, ast.Mult: left * right}[type(node.op)]

    return build(ast.parse(formula.replace("^", "**"), mode="eval").body)


def main() -> None:
    """Answer questions from stdin until it ends."""
    import resource

    import z3

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    sys.stdout.write('"ready"\n')
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_decide(z3, json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
