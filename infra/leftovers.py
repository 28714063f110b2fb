"""Servers that outlived whoever started them.

Prefect's embedded server and the services of `reasonloop up` are processes of their own. Killed with
SIGKILL, their owner cannot stop them; so they carry its process id in their environment, and the next
command of the same state folder ends those whose owner is gone.
"""

import contextlib
import os

import psutil

from infra.settings import Settings

OWNER = "REASONLOOP_OWNER"
"""`<process id>:<state folder>`, inherited by everything a command starts."""


def adopt_services(settings: Settings) -> None:
    """End what dead owners left behind, and mark what this process will start as its own."""
    for process in psutil.process_iter():
        try:
            pid, _, state = process.environ().get(OWNER, "").partition(":")
        except (psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
        if state == str(settings.state) and process.pid != os.getpid() and not psutil.pid_exists(int(pid)):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
    os.environ[OWNER] = f"{os.getpid()}:{settings.state}"
