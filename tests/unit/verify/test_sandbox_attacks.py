"""Attacks on the sandbox: each is judged by what it did, on every way this machine can lock a program in."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tasks.verify.sandbox import CallCase, Ending, Limits, OutputCase, Sandbox, SandboxUnavailable, judge_code
from tasks.verify.sandbox.routes import ROUTES
from tests.unit.verify.sandbox_attacks import ATTACKS, Attack, Target

LIMITS = Limits(seconds=0.3, memory_bytes=300 << 20, output_bytes=1 << 16)
WANTED = "7315"
SECRET = "secret-of-the-parent"
_HARMLESS = "import json, math\nprint(json.dumps([int(input()) + 4, len('abc'), math.floor(2.5), 3 + 4]))"


@dataclass
class Scene:
    """What stands around the sandbox and must stay as it is."""

    target: Target
    listeners: list[socket.socket]
    victim: "subprocess.Popen[bytes]"

    def changes(self) -> list[str]:
        """What an attack has changed."""
        folder = Path(self.target.canary).parent
        found = [] if Path(self.target.canary).read_text("utf-8") == SECRET else ["canary"]
        found += sorted({entry.name for entry in folder.iterdir()} - {"canary", "socket"})
        if self.victim.poll() is not None or psutil.Process(self.victim.pid).status() == "stopped":
            found.append("victim")
        for listener in self.listeners:
            try:
                listener.accept()
                found.append("connection")
            except BlockingIOError:
                pass
        return found


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    os.environ["SANDBOX_SECRET"] = SECRET
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "canary").write_text(SECRET, "utf-8")
        tcp, unix = socket.socket(), socket.socket(socket.AF_UNIX)
        tcp.bind(("127.0.0.1", 0))
        unix.bind(str(folder / "socket"))
        for listener in (tcp, unix):
            listener.listen()
            listener.setblocking(False)
        victim = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
        target = Target(
            str(folder / "canary"), tcp.getsockname()[1], str(folder / "socket"), os.getpid(), victim.pid
        )
        yield Scene(target, [tcp, unix], victim)
        victim.kill()
        victim.wait()
        tcp.close()
        unix.close()
    del os.environ["SANDBOX_SECRET"]


@pytest.fixture(scope="module", params=list(ROUTES))
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    try:
        box = Sandbox(route=request.param, num_servers=1)
    except SandboxUnavailable as error:
        pytest.skip(f"{request.param} does not work here: {error}"[:300])
    with box:
        yield box


def _descendants(box: Sandbox) -> list[int]:
    (pid,) = box.processes()
    return sorted([pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))])


def test_there_are_enough() -> None:
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS) >= 100


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_nothing_is_reached_and_the_next_run_is_right(attack: Attack, sandbox: Sandbox, scene: Scene) -> None:
    before = _descendants(sandbox)
    code = attack.aimed_at(scene.target)
    case = CallCase(attack.function, [], WANTED) if attack.function else OutputCase("unread", WANTED)
    verdict = judge_code(code, [case], limits=LIMITS, sandbox=sandbox)
    run = verdict.cases[0].run
    assert not verdict.correct
    assert run.ending is not Ending.LOST
    assert "BREACH" not in run.stdout + run.stderr + (run.value or "")
    assert SECRET not in run.stdout + run.stderr + (run.value or "")
    assert scene.changes() == []
    assert run.max_memory_bytes < LIMITS.memory_bytes
    assert len(run.stdout) <= LIMITS.output_bytes
    following = sandbox.run(_HARMLESS, "38")
    assert (following.ending, following.stdout) == (Ending.EXITED, "[42, 3, 2, 7]\n"), following
    assert _descendants(sandbox) == before
