"""A Prefect server, a docker worker and a miniature project, each a process that a test can kill."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
import yaml

import docker
from tests.e2e.conftest import MINIATURE, ROWS

IMAGE = os.environ.get("REASONLOOP_TEST_IMAGE", "reasonloop-worker:local")
POOL = "gpu"
SECRET = "REASONLOOP_TEST_SECRET"
DISPATCH: dict[str, Any] = {
    "pools": {
        POOL: {
            "type": "docker",
            "image": IMAGE,
            "pull": "Never",
            "limit": 2,
            "networks": ["host"],
            "user": f"{os.getuid()}:{os.getgid()}",
            "shm_size": "128m",
            "secrets": [SECRET],
        }
    },
    "sft": POOL,
    "rl": POOL,
    "lost_after_seconds": 40,
    "adopt_within_seconds": 60,
}
SIZES: dict[str, Any] = {
    "sft": {**MINIATURE["sft"], "num_steps": 1500, "save_every": 100, "log_every": 10},
    "grpo": {**MINIATURE["grpo"], "num_steps": 1000, "save_every": 50, "eval_every": 250},
}
"""Steps long enough, tens of seconds each, to be killed in the middle."""


def wait_until(holds: Callable[[], Any], what: str, *, seconds: float = 300) -> Any:
    """The first true value of `holds`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := holds():
            return found
        time.sleep(0.2)
    raise TimeoutError(f"{what}: not within {seconds:.0f} s")


def _heed_interrupts() -> None:
    """A shell's background jobs ignore SIGINT, and so would what we start from one."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass
class Stack:
    """One machine's worth of processes around a project folder."""

    folder: Path
    port: int
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api"

    def environment(self, home: str, **more: str) -> dict[str, str]:
        ours = ("PREFECT_", "MLFLOW_", "REASONLOOP_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return {
            **kept,
            "REASONLOOP_PROJECT": str(self.folder),
            "PREFECT_HOME": str(self.folder / home),
            "PREFECT_API_URL": self.api,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_LOGGING_EXTRA_LOGGERS": "flows,infra,tasks",
            "REASONLOOP_LOG": "INFO",
            SECRET: "between us",
            "COLUMNS": "160",
            **more,
        }

    def start(self, name: str, *command: str, **more: str) -> subprocess.Popen[bytes]:
        """Start `python COMMAND`, its output in `<name>.log`."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, *command],
                cwd=self.folder,
                env=self.environment(f"prefect-{name}", **more),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_heed_interrupts,
            )
        return self.running[name]

    def start_server(self) -> None:
        self.start(
            "server",
            *("-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(self.port)),
            PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE="prefect.server.concurrency.lease_storage.filesystem",
        )
        wait_until(self.answers, "the Prefect server", seconds=180)

    def answers(self) -> bool:
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(f"{self.api}/health", timeout=2).status_code == 200
        return False

    def start_worker(self) -> None:
        words = ("-m", "prefect", "worker", "start", "--pool", POOL, "--name", "machine")
        self.start("worker", *words, DOCKER_CLIENT_TIMEOUT="600")

    def start_retrain(self, *words: str) -> subprocess.Popen[bytes]:
        return self.start("retrain", "-m", "flows.cli", "retrain", *words)

    def kill(self, name: str) -> None:
        """kill -9, with its children: the machine it is on has lost power."""
        process = psutil.Process(self.running.pop(name).pid)
        for one in [*process.children(recursive=True), process]:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        process.wait(30)

    def finish(self, name: str, *, seconds: float = 900) -> int:
        """Wait for a process; its exit status."""
        return self.running.pop(name).wait(seconds)

    def close(self) -> None:
        for name in list(self.running):
            self.kill(name)
        with contextlib.suppress(docker.errors.DockerException):
            for container in self.containers():
                container.remove(force=True)

    def containers(self) -> list[Any]:
        """Containers of this server's flow runs, running or not."""
        found = docker.from_env().containers.list(all=True, ignore_removed=True)
        return [c for c in found if f"PREFECT_API_URL={self.api}" in c.attrs["Config"]["Env"]]

    def container(self, step: str) -> Any:
        """The running container of a step, e.g. `sft`; None when there is none."""
        found = [c for c in self.containers() if c.status == "running" and c.name.split("-")[-1] == step]
        return found[0] if found else None

    def no_container_runs(self) -> bool:
        return all(container.status != "running" for container in self.containers())

    def step(self, run: int, name: str) -> Path:
        return self.folder / ".reasonloop" / "runs" / f"retrain-{run:04d}" / "steps" / name

    def last_step(self, run: int, name: str) -> int:
        """The last training step in a step's metrics; -1 before the first."""
        path = self.step(run, name) / "metrics.jsonl"
        lines = path.read_text().splitlines() if path.is_file() else []
        rows = [json.loads(line) for line in lines[-3:] if line.endswith("}")]
        return max((int(row["step"]) for row in rows), default=-1)

    def wait_for_step(self, run: int, name: str, step: int, *, seconds: float = 400) -> float:
        """When training came to `step`, on the monotonic clock."""

        def reached() -> bool:
            parent = self.running.get("retrain")
            assert parent is None or parent.poll() in (None, 0), self.log("retrain")
            return self.last_step(run, name) >= step

        wait_until(reached, f"step {step} of {name}", seconds=seconds)
        return time.monotonic()

    def log(self, name: str) -> str:
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace")[-6000:] if path.is_file() else ""

    def json(self, *words: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "flows.cli", *words, "--json"],
            cwd=self.folder,
            env=self.environment("prefect-ask"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def weights(self, run: int) -> dict[str, str]:
        return {
            name: json.loads((self.step(run, name) / "report.json").read_bytes())["weights_sha256"]
            for name in ("sft", "traces", "grpo")
        }

    def curve(self, run: int, name: str) -> dict[int, float]:
        """Training step -> loss, as the last attempt that passed it logged it."""
        lines = (self.step(run, name) / "metrics.jsonl").read_text().splitlines()
        rows = [json.loads(line) for line in lines]
        return {row["step"]: row["train/loss"] for row in rows if "train/loss" in row}

    def flow_runs(self, name: str) -> list[dict[str, Any]]:
        """All flow runs of `train-step` whose step is `name`, oldest first."""
        body = {"flow_runs": {"name": {"any_": [name]}}, "sort": "START_TIME_ASC"}
        found: list[dict[str, Any]] = httpx.post(f"{self.api}/flow_runs/filter", json=body, timeout=10).json()
        return found

    def cancel(self, flow_run: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "prefect", "flow-run", "cancel", flow_run],
            env=self.environment("prefect-ask"),
            check=True,
            capture_output=True,
        )


@contextlib.contextmanager
def open_stack(folder: Path, settings: Mapping[str, Any] | None = None) -> Iterator[Stack]:
    """A project, a server with its pools, and a worker."""
    params = {**MINIATURE, **SIZES, "dispatch": DISPATCH, **(settings or {})}
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    (folder / "corpora").mkdir()
    (folder / "corpora" / "gsm8k.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    stack = Stack(folder, port)
    try:
        stack.start_server()
        stack.start("pools", "-m", "flows.pools")
        assert stack.finish("pools") == 0, stack.log("pools")
        stack.start_worker()
        yield stack
    finally:
        stack.close()
