"""The servers of `reasonloop up` under one supervisor: Prefect with its UI, MLflow, and a worker.

Everything listens on loopback only. Ctrl-C stops all; when one of them dies the others are stopped too.
"""

import json
import os
import shlex
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil

from infra.settings import Settings, running_services
from infra.tracking_client import make_database
from tasks.artifacts import write_atomic
from tasks.errors import BusyError, ConfigError

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Service:
    """One process to keep running."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str]


def services(settings: Settings, mlflow_uri: str, *, prefect_port: int, mlflow_port: int) -> list[Service]:
    """The three services and their command lines."""
    api = f"http://{HOST}:{prefect_port}/api"
    python = sys.executable
    prefect = Service(
        "prefect",
        (python, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(prefect_port)),
        {"PREFECT_UI_API_URL": api, "PREFECT_LOGGING_SERVER_LEVEL": "WARNING"},
    )
    mlflow = Service(
        "mlflow",
        (
            *(python, "-m", "mlflow", "server", "--host", HOST, "--port", str(mlflow_port), "--workers", "1"),
            *(
                "--backend-store-uri",
                mlflow_uri,
                "--default-artifact-root",
                settings.mlflow_artifacts.as_uri(),
            ),
            *("--no-serve-artifacts", "--uvicorn-opts", "--log-level warning"),
        ),
        # Job execution would take 10 processes and 2.4 GB where 2 processes and 0.5 GB do.
        {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"},
    )
    worker = Service("worker", (python, "-m", "flows.worker"), {"PREFECT_API_URL": api})
    served_elsewhere = mlflow_uri.startswith(("http://", "https://"))
    return [prefect, worker] if served_elsewhere else [prefect, mlflow, worker]


def run_services(settings: Settings, mlflow_uri: str, *, prefect_port: int, mlflow_port: int) -> int:
    """Run all services until Ctrl-C; the exit status.

    Raises:
        BusyError: they run already, or a port is taken.
    """
    from honcho.manager import Manager
    from honcho.printer import Printer

    running = running_services(settings)
    if running:
        raise BusyError(f"reasonloop up runs already: {running['prefect_ui']} and {running['mlflow']}")
    if prefect_port == mlflow_port:
        raise ConfigError(f"--prefect-port and --mlflow-port are both {mlflow_port}; choose two")
    for name, port in (("--prefect-port", prefect_port), ("--mlflow-port", mlflow_port)):
        _check_free(name, port)
    settings.mlflow_artifacts.mkdir(parents=True, exist_ok=True)
    if mlflow_uri.startswith("sqlite:///"):
        make_database(Path(mlflow_uri.removeprefix("sqlite:///")), settings.mlflow_artifacts)
    manager = Manager(Printer(sys.stderr))
    for service in services(settings, mlflow_uri, prefect_port=prefect_port, mlflow_port=mlflow_port):
        manager.add_process(
            service.name,
            "exec " + shlex.join(service.command),
            env={**os.environ, **service.environment, "PYTHONUNBUFFERED": "1"},
            cwd=str(settings.project),
        )
    addresses = {
        "pid": os.getpid(),
        "began": psutil.Process().create_time(),
        "prefect_ui": f"http://{HOST}:{prefect_port}",
        "prefect_api": f"http://{HOST}:{prefect_port}/api",
        "mlflow": mlflow_uri if mlflow_uri.startswith("http") else f"http://{HOST}:{mlflow_port}",
    }
    record = settings.state / "services.json"
    write_atomic(record, json.dumps(addresses).encode())
    try:
        manager.loop()
    finally:
        record.unlink(missing_ok=True)
    return int(manager.returncode or 0)


def _check_free(option: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise BusyError(
                f"port {port} on {HOST} is taken ({error.strerror}); choose another with {option}"
            ) from error
