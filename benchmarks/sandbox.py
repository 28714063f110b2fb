"""How long a run in the sandbox takes, beside a fresh Python for each, and what the attacks come to.

    python -m benchmarks.sandbox [--quick] [--route bwrap|unshare|landlock]

A run is a small program that reads its input and prints; one at a time, as the caller sees it. `jobs_per_s`
is of `judge_many_code` with all fork servers. The attacks are those of the tests, each counted as refused if
it reached nothing, got no right verdict, and the run after it was right.
The last line is JSON: median_ms, p99_ms, jobs_per_s, attacks_refused.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tasks.verify.sandbox import CallCase, Limits, OutputCase, Sandbox, judge_code, judge_many_code
from tests.unit.verify.sandbox_attacks import ATTACKS, Attack, Target

PROGRAM = "n = int(input())\nprint(sum(i * i for i in range(n)))"
SOLUTION = """
from collections import defaultdict
def pairs(numbers, total):
    seen, found = defaultdict(int), 0
    for number in numbers:
        found += seen[total - number]
        seen[number] += 1
    return found
"""
SYMBOLIC = "import sympy\nx = sympy.Symbol('x')\nprint(sympy.factor(x**4 - 1))"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer runs")
    parser.add_argument("--route", help="instead of the strongest that works here")
    options = parser.parse_args()
    runs = 300 if options.quick else 2_000
    with Sandbox(route=options.route) as box:
        print(f"route {box.route}: {', '.join(box.layers)}; {box.num_servers} fork servers")
        seconds = _times(lambda: box.run(PROGRAM, "100").stdout == "328350\n", runs)
        print(f"run: {_quantiles(seconds)}")
        call = _times(lambda: box.call(SOLUTION, "pairs", [[1, 2, 3, 4], 5]).value == "2", runs)
        print(f"call: {_quantiles(call)}")
        rate = _rate(box, runs)
        print(f"judge_many_code: {rate:,.0f} jobs/s")
    _print_others(options.route, runs // 10)
    refused = _attack(options.route)
    print(f"attacks refused: {refused} of {len(ATTACKS)}")
    cuts = statistics.quantiles(seconds, n=100)
    result = {"median_ms": round(cuts[49] * 1e3, 2), "p99_ms": round(cuts[98] * 1e3, 2)}
    print(json.dumps(result | {"jobs_per_s": round(rate), "attacks_refused": refused}))


def _times(work: Callable[[], bool], count: int) -> list[float]:
    seconds = []
    for _ in range(count):
        began = time.perf_counter()
        assert work()
        seconds.append(time.perf_counter() - began)
    return seconds


def _quantiles(seconds: list[float]) -> str:
    cuts = statistics.quantiles(seconds, n=100)
    return f"median {cuts[49] * 1e3:.2f} ms, p99 {cuts[98] * 1e3:.2f} ms, worst {max(seconds) * 1e3:.1f} ms"


def _rate(box: Sandbox, count: int) -> float:
    programs = [(PROGRAM, [(str(n), str(sum(i * i for i in range(n))))]) for n in range(count)]
    began = time.perf_counter()
    verdicts = judge_many_code(programs, sandbox=box)
    assert all(verdict.correct for verdict in verdicts)
    return count / (time.perf_counter() - began)


def _print_others(route: str | None, count: int) -> None:
    """A preloaded SymPy, and what the same would cost with a fresh and unlocked Python."""
    with Sandbox(route=route, num_servers=1, preload=["sympy"]) as box:
        print(f"SymPy preloaded: {_quantiles(_times(lambda: 'x - 1' in box.run(SYMBOLIC).stdout, count))}")

    def fresh() -> bool:
        command = [sys.executable, "-I", "-S", "-c", PROGRAM]
        return subprocess.run(command, input=b"100", capture_output=True, check=True).stdout == b"328350\n"

    print(f"fresh Python, not locked in: {_quantiles(_times(fresh, count))}")


def _attack(route: str | None) -> int:
    with tempfile.TemporaryDirectory() as name, socket.socket() as listener:
        canary = Path(name) / "canary"
        canary.write_text("untouched", "ascii")
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        victim = subprocess.Popen(["sleep", "1000"])
        target = Target(str(canary), listener.getsockname()[1], f"{name}/none", os.getpid(), victim.pid)
        with Sandbox(route=route, num_servers=1) as box:
            held = [_holds(box, attack, target) for attack in ATTACKS]
        untouched = canary.read_text("ascii") == "untouched" and len(list(Path(name).iterdir())) == 1
        assert untouched
        assert victim.poll() is None
        assert _nobody_came(listener)
        victim.kill()
        victim.wait()
    return sum(held)


def _holds(box: Sandbox, attack: Attack, target: Target) -> bool:
    case = CallCase(attack.function, [], "7315") if attack.function else OutputCase("unread", "7315")
    limits = Limits(seconds=0.5, memory_bytes=300 << 20, output_bytes=1 << 16)
    verdict = judge_code(attack.aimed_at(target), [case], limits=limits, sandbox=box)
    run = verdict.cases[0].run
    reached = "BREACH" in run.stdout + run.stderr or "untouched" in run.stdout
    following = box.run("print(int(input()) + len('abc'))", "39").stdout == "42\n"
    if reached or verdict.correct or not following:
        print(f"not refused: {attack.name}: {run}")
    return following and not reached and not verdict.correct


def _nobody_came(listener: socket.socket) -> bool:
    try:
        listener.accept()
    except BlockingIOError:
        return True
    return False


if __name__ == "__main__":
    main()
