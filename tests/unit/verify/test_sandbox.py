"""The sandbox as its users see it: one result per job, in order, from any thread, and nothing left behind."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import ConfigError, DataError, ReasoningError
from tasks.verify import Outcome
from tasks.verify.sandbox import (
    CallCase,
    Ending,
    Limits,
    OutputCase,
    Sandbox,
    SandboxUnavailable,
    judge_code,
    judge_many_code,
    run_python,
)
from tasks.verify.sandbox import pool as sandbox_pool
from tasks.verify.sandbox import routes as sandbox_routes
from tasks.verify.sandbox.matching import same_json, same_output

DOUBLE = "print(int(input()) * 2)"
SHORT = Limits(seconds=1.0)


@pytest.fixture(scope="module", params=list(sandbox_routes.ROUTES))
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    try:
        box = Sandbox(route=request.param, num_servers=2)
    except SandboxUnavailable as error:
        pytest.skip(f"{request.param} does not work here: {error}"[:300])
    with box:
        yield box


@pytest.fixture(scope="module", autouse=True)
def _needs_a_sandbox() -> None:
    try:
        Sandbox(num_servers=1).close()
    except SandboxUnavailable as error:
        pytest.skip(f"no sandbox works here: {error}"[:300])


def test_a_program_reads_stdin_and_prints(sandbox: Sandbox) -> None:
    run = sandbox.run(DOUBLE, "21")
    assert (run.ending, run.exit_code, run.stdout, run.stderr) == (Ending.EXITED, 0, "42\n", "")
    assert sandbox.run("print('答案', open(0).read())", "是\n").stdout == "答案 是\n\n"


def test_a_function_returns_json(sandbox: Sandbox) -> None:
    code = "class A:\n    def f(self, n, *, k=1): return {'n': [n * k]}\nif __name__ == '__main__': input()"
    assert sandbox.call(code, "A.f", {"n": 3, "k": 4}).value == '{"n": [12]}'
    assert sandbox.call("def f(*a): return a", "f", [1, None, "x"]).value == '[1, null, "x"]'
    assert sandbox.call("x = 1", "f", []).ending is Ending.FAILED


def test_an_exception_is_told_with_its_line_and_nothing_of_ours(sandbox: Sandbox) -> None:
    run = sandbox.run("def f():\n    return 1 / 0\nprint('before')\nf()")
    assert (run.ending, run.exit_code, run.stdout) == (Ending.FAILED, 1, "before\n")
    assert run.stderr.splitlines()[1] == '  File "<program>", line 4, in <module>'
    assert "return 1 / 0" in run.stderr
    assert run.stderr.endswith("ZeroDivisionError: division by zero\n")
    assert sandbox.run("import sys; sys.exit('no')").stderr == "no\n"
    assert sandbox.run("exit(7)").exit_code == 7


def test_common_libraries_can_be_imported_and_others_only_when_preloaded(sandbox: Sandbox) -> None:
    names = "heapq, bisect, decimal, fractions, ast, inspect, csv, unittest, zlib, hashlib, datetime, pickle"
    assert sandbox.run(f"import {names}\nprint(hashlib.sha256(b'').hexdigest()[:4])").stdout == "e3b0\n"
    assert sandbox.run("import sympy").stderr.endswith("No module named 'sympy'\n")
    code = "print(sympy.solve(sympy.Symbol('x') ** 2 - 4))"
    with Sandbox(route=sandbox.route, num_servers=1, preload=["sympy"]) as box:
        assert box.run(f"import sympy\n{code}").stdout == "[-2, 2]\n"
        box.run("import sympy\nsympy.Symbol = sympy.solve = None")
        assert box.run(f"import sympy\n{code}").stdout == "[-2, 2]\n"
    with pytest.raises(SandboxUnavailable, match="no_such_module"):
        Sandbox(route=sandbox.route, preload=["no_such_module"])


THREADED = """
import sys, threading
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
def main():
    print(depth(int(input())))
sys.setrecursionlimit(10**6)
threading.stack_size(2**26)
t = threading.Thread(target=main)
t.start()
t.join()
started = 0
try:
    for _ in range(99):
        threading.Thread(target=threading.Event().wait, daemon=True).start()
        started += 1
except RuntimeError as error:
    print(started, error)
"""


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="Python 3.13 starts threads otherwise")
def test_a_program_has_a_few_threads(sandbox: Sandbox) -> None:
    run = sandbox.run(THREADED, "50000")
    assert run.stdout == "50000\n7 can't start new thread\n", run
    code = "from concurrent.futures import ThreadPoolExecutor as T\nprint(sum(T(8).map(abs, range(-9, 0))))"
    assert sandbox.run(code).stdout == "45\n"
    code = "import threading\nthreading.Thread(target=print, args=['late']).start()"
    assert sandbox.run(code).stdout == "late\n"


def test_one_program_gives_one_output(sandbox: Sandbox) -> None:
    code = "import random\nprint(random.random(), list({'a', 'b', 'c', 'd', 'e'}), hash('x'))"
    assert len({sandbox.run(code).stdout for _ in range(4)}) == 1


def test_output_and_memory_and_time_are_capped(sandbox: Sandbox) -> None:
    limits = Limits(seconds=1.0, output_bytes=1000, memory_bytes=128 << 20)
    exact = sandbox.run("print('x' * 999)", limits=limits)
    assert (exact.ending, len(exact.stdout)) == (Ending.EXITED, 1000)
    above = sandbox.run("print('x' * 1000)", limits=limits)
    assert (above.ending, len(above.stdout)) == (Ending.OUTPUT_LIMIT, 1000)
    assert sandbox.run("b = b'x' * (200 << 20)", limits=limits).stderr.endswith("MemoryError\n")
    late = sandbox.run("print(1, flush=True)\nwhile True: pass", limits=limits)
    assert (late.ending, late.exit_code, late.stdout) == (Ending.DEADLINE, None, "1\n")
    with pytest.raises(ConfigError, match="memory_bytes at least"):
        Limits(memory_bytes=1000)


def test_large_inputs_arrive_whole(sandbox: Sandbox) -> None:
    text = "0123456789" * 300_000
    run = sandbox.run(f"import sys\nx = {text!r}\nprint(sys.stdin.read() == x, len(x))", text)
    assert run.stdout == "True 3000000\n"


def test_threads_get_their_own_answers(sandbox: Sandbox) -> None:
    with ThreadPoolExecutor(8) as threads:
        outputs = list(threads.map(lambda n: sandbox.run(DOUBLE, str(n)).stdout, range(200)))
    assert outputs == [f"{2 * n}\n" for n in range(200)]


def test_a_fork_server_outlives_the_thread_that_started_it() -> None:
    made: list[Sandbox] = []
    thread = threading.Thread(target=lambda: made.append(Sandbox(num_servers=1)))
    thread.start()
    thread.join()
    with made[0] as box:
        time.sleep(0.2)
        (pid,) = box.processes()
        assert box.run(DOUBLE, "1").stdout == "2\n"
        assert box.processes() == [pid]


def test_asyncio_runs_several_side_by_side(sandbox: Sandbox) -> None:
    async def both() -> list[str]:
        slow = asyncio.to_thread(sandbox.run, "while True: pass", limits=SHORT)
        quick = asyncio.to_thread(sandbox.run, DOUBLE, "4")
        return [(await result).ending for result in map(asyncio.ensure_future, (slow, quick))]

    assert asyncio.run(both()) == [Ending.DEADLINE, Ending.EXITED]


def test_a_forked_child_gets_fork_servers_of_its_own(sandbox: Sandbox) -> None:
    servers = sandbox.processes()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        own = sandbox.run(DOUBLE, "5").stdout
        os.write(writing, json.dumps([own, sandbox.processes()]).encode())
        os._exit(0)
    assert sandbox.run(DOUBLE, "6").stdout == "12\n"
    os.waitpid(child, 0)
    output, others = json.loads(os.read(reading, 4096))
    assert output == "10\n"
    assert others
    assert not set(others) & set(servers)
    assert sandbox.run(DOUBLE, "7").stdout == "14\n"
    os.close(reading)
    os.close(writing)


def test_a_killed_fork_server_is_replaced_and_no_verdict_is_lost(sandbox: Sandbox) -> None:
    done = threading.Event()
    killed = []
    kin = 1 if sandbox.route == "landlock" else 2

    def kill() -> None:
        while not done.wait(0.1):
            for process in psutil.Process().children():
                with contextlib.suppress(psutil.NoSuchProcess):
                    if len(process.children(recursive=True)) >= kin:  # it runs a job
                        process.kill()
                        killed.append(process.pid)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        work = "import time; time.sleep(0.01)\n" + DOUBLE
        programs = [(work, [(str(n), str(2 * n + (n % 3 == 0)))]) for n in range(100)]
        verdicts = judge_many_code(programs, sandbox=sandbox)
    finally:
        done.set()
        killer.join()
    lost = [verdict.cases[0].run.ending is Ending.LOST for verdict in verdicts]
    assert killed
    assert sum(lost) < 50
    for n, verdict in enumerate(verdicts):
        wanted = Outcome.UNDECIDED if lost[n] else Outcome.WRONG if n % 3 == 0 else Outcome.CORRECT
        assert verdict.outcome is wanted, (n, verdict)
    assert sandbox.run(DOUBLE, "8").stdout == "16\n"


def test_fork_servers_found_dead_cost_no_result(sandbox: Sandbox) -> None:
    with Sandbox(num_servers=3, route=sandbox.route) as box, ThreadPoolExecutor(3) as threads:
        list(threads.map(box.run, ["import time; time.sleep(0.1)"] * 3))
        assert len(box.processes()) > 1
        for pid in box.processes():
            os.kill(pid, signal.SIGKILL)
        assert box.run(DOUBLE, "3").stdout == "6\n"


def test_nothing_is_left_after_close(sandbox: Sandbox) -> None:
    box = Sandbox(num_servers=3, route=sandbox.route)
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(box.run, ["import time; time.sleep(0.1)"] * 3))
    pids = [
        process.pid
        for pid in box.processes()
        for process in (psutil.Process(pid), *psutil.Process(pid).children(True))
    ]
    assert len(pids) >= 3
    open_before = _num_open()
    box.close()
    _wait_until_gone(pids)
    assert _num_open() < open_before
    with pytest.raises(SandboxUnavailable, match="closed"):
        box.run("1")


@pytest.mark.parametrize("route", list(sandbox_routes.ROUTES))
@pytest.mark.parametrize("busy", [False, True])
def test_nothing_is_left_when_the_parent_is_killed(route: str, busy: bool) -> None:
    script = (
        "import sys, time, threading\nfrom tasks.verify.sandbox import *\n"
        f"try: box = Sandbox(num_servers=1, route={route!r})\n"
        "except SandboxUnavailable: print('none', flush=True); sys.exit()\n"
        f"if {busy}: threading.Thread(target=box.run, args=('while True: pass',),"
        " kwargs={'limits': Limits(seconds=60)}, daemon=True).start(); time.sleep(0.5)\n"
        "print('ready', flush=True)\ntime.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    word = parent.stdout.readline().strip()
    pids = (
        [child.pid for child in psutil.Process(parent.pid).children(recursive=True)]
        if word == "ready"
        else []
    )
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    if word == "none":
        pytest.skip(f"{route} does not work here")
    assert len(pids) >= 1 + busy
    _wait_until_gone(pids)


def _wait_until_gone(pids: list[int]) -> None:
    end = time.monotonic() + 10
    while alive := [pid for pid in pids if psutil.pid_exists(pid) and _runs(pid)]:
        assert time.monotonic() < end, alive
        time.sleep(0.02)


def _num_open() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_descriptors_do_not_leak(sandbox: Sandbox) -> None:
    sandbox.run(DOUBLE, "1")
    before = _num_open()
    for code in (DOUBLE, "1/0", "while True: pass", "x" * 100, "print('x' * 10**7)"):
        sandbox.run(code, "1", limits=SHORT)
    assert _num_open() == before


def test_without_any_route_it_refuses_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_pool, "_works", {})
    monkeypatch.setattr(sandbox_pool, "why_not", lambda _: "not on this moon")
    with pytest.raises(
        SandboxUnavailable, match=r"(?s)landlock: not on this moon.*Install bubblewrap"
    ) as caught:
        Sandbox()
    assert isinstance(caught.value, ReasoningError)


def test_without_bubblewrap_the_next_route_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_pool, "_works", {})
    monkeypatch.setattr(shutil, "which", lambda _: None)
    try:
        box = Sandbox(num_servers=1)
    except SandboxUnavailable as error:
        pytest.skip(f"neither unshare nor landlock works here: {error}"[:300])
    with box:
        assert box.route in ("unshare", "landlock")
        assert box.run(DOUBLE, "4").stdout == "8\n"


def test_a_fork_server_that_cannot_lock_itself_runs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As root the namespaces are there before Landlock fails; the refusal names the layer."""
    monkeypatch.setattr(sandbox_routes, "_BOOT", "import inside_is_missing")
    with pytest.raises(SandboxUnavailable, match="inside_is_missing"):
        Sandbox(route="landlock")


def test_a_stopped_fork_server_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.verify.sandbox.fork_server.GRACE_SECONDS", 0.3)
    with Sandbox(num_servers=1) as box:
        (pid,) = box.processes()
        for process in (psutil.Process(pid), *psutil.Process(pid).children(True)):
            process.suspend()
        assert box.run(DOUBLE, "4").stdout == "8\n"
        assert box.processes() != [pid]


CASES = [("1", "2"), ("21", "42")]


def test_a_program_is_judged_by_all_its_cases() -> None:
    assert judge_code(DOUBLE, CASES).outcome is Outcome.CORRECT
    assert len(judge_code(DOUBLE, CASES).cases) == 2
    first = judge_code("print(2)", CASES)
    assert (first.outcome, first.reason, len(first.cases)) == (Outcome.WRONG, "other output", 2)
    assert len(judge_code("print(3)", CASES).cases) == 1
    assert len(judge_code("print(3)", CASES, every_case=True).cases) == 2
    assert judge_code("def f(x): return x * x", [("f", [3], 9), CallCase("f", {"x": -2}, 4)]).correct


@pytest.mark.parametrize(
    ("code", "outcome", "reason"),
    [
        ("print(4 if input() == '2' else 1", Outcome.UNPARSABLE, "unreadable"),
        ("while True: pass", Outcome.UNDECIDED, "deadline"),
        ("print('4' * 10**7)", Outcome.UNDECIDED, "output limit"),
        ("print(4); raise SystemExit(3)", Outcome.WRONG, "failed"),
        ("print(4); 1/0", Outcome.WRONG, "failed"),
        ("print(4); print(4)", Outcome.WRONG, "other output"),
        ("print('4 ', end='\\n\\n')", Outcome.CORRECT, "equal"),
    ],
)
def test_each_ending_has_its_outcome(code: str, outcome: Outcome, reason: str) -> None:
    verdict = judge_code(code, [("2", "4")], limits=SHORT)
    assert (verdict.outcome, verdict.reason) == (outcome, reason)


def test_broken_cases_are_errors_of_the_data() -> None:
    for cases in ([], [("1",)], [("f", 3, 4)], [(1, 2)]):
        with pytest.raises(DataError):
            judge_code("print(1)", cases)  # type: ignore[arg-type]
    with pytest.raises(DataError, match="no JSON"):
        judge_code("def f(x): return 1", [CallCase("f", [{1, 2}], 1)])
    assert run_python(DOUBLE, "2").stdout == "4\n"


@pytest.mark.parametrize(
    ("actual", "expected", "plain", "numbers"),
    [
        ("1\n2\n", "1\n2", True, True),
        ("1 \r\n2\n\n\n", "1\n2", True, True),
        ("1\n", "1\n2", False, False),
        ("1\n2\n3", "1\n2", False, False),
        ("\n1", "1", False, False),
        (" 1", "1", False, True),
        ("0.50", ".5", False, True),
        ("x 2.0", "x 2", False, True),
        ("y 2", "x 2", False, False),
        ("nan", "nan", True, True),
        ("inf", "1e999", False, False),
        ("1/2", "0.5", False, False),
        ("١", "1", False, False),
        ("", "0", False, False),
    ],
)
def test_whole_outputs_are_compared(actual: str, expected: str, plain: bool, numbers: bool) -> None:
    assert same_output(actual, expected) is plain
    assert same_output(actual, expected, numbers=numbers or True) is numbers


@settings(max_examples=200)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=5), st.integers(0, 9))
def test_only_white_space_at_ends_is_forgiven(lines: list[str], place: int) -> None:
    text = "\n".join(lines)
    assert same_output(text + " \n\n", text)
    assert not same_output(text[:place] + "#" + text[place:], text)


@settings(max_examples=200)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    )
)
def test_json_equals_itself_and_nothing_longer(value: object) -> None:
    text = json.dumps(value)
    assert same_json(text, value)
    assert not same_json(json.dumps([value]), value)
    assert not same_json(json.dumps([value, 0]), [value])
    assert not same_json(text + "]", value)


def test_json_types_are_kept_apart() -> None:
    assert not same_json("true", 1)
    assert not same_json("1", True)
    assert not same_json('"1"', 1)
    assert not same_json("null", 0)
    assert not same_json(None, None)
    assert same_json("2.0", 2)
    assert same_json("[1, 2]", (1, 2))
    assert not same_json("0.30000000000000004", 0.3)
    assert not same_json("NaN", float("nan"))
    assert not same_json("[" * 50_000 + "]" * 50_000, [])


def test_numbers_are_compared_by_the_judge() -> None:
    assert judge_code("print(1/4, 'end')", [OutputCase("", "0.250 end", numbers=True)]).correct
    assert not judge_code("print(1/4, 'end')", [OutputCase("", "0.26 end", numbers=True)]).correct
    assert not judge_code("print(1/4, 'end')", [OutputCase("", "0.250 end")]).correct
