"""Ways to start a fork server that is locked in, strongest first, and how to say that there is none.

`bwrap`: bubblewrap makes the namespaces and an empty file tree with the Python runtime in it.
`unshare`: the fork server makes the namespaces itself; Landlock guards the host's file tree.
`landlock`: no namespaces, as in most containers; Landlock and the system call filter alone.

On every route the filter is what a job meets first; the rest is there in case it has a hole.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

_HERE = Path(__file__).resolve().parent
_BOX = "/sandbox"
_TMP, _TMP_BYTES = "/tmp", 65536  # noqa: S108 - it is private
_BOOT = (
    "import json,sys;c=json.loads(sys.argv[1]);sys.path.insert(0,c['code']);"
    "from inside.zygote import main;sys.path.remove(c['code']);main(c)"
)
_ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
    "TZ": "UTC",
    "MALLOC_ARENA_MAX": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
"""All a fork server is told. With one hash seed, one program gives one output."""


@dataclass(frozen=True, slots=True)
class Started:
    """A process that is to become a fork server."""

    process: subprocess.Popen[bytes]
    channel: socket.socket
    complaints: IO[bytes]
    """What it writes to stderr before it is ready."""


def start(route: str, preload: Sequence[str]) -> Started:
    """Start a fork server; it answers on the channel when it is locked.

    Args:
        route: A key of `ROUTES`.
        preload: Modules to import before it is locked; with any, the installed packages can be read.
    """
    site = sorted({os.path.realpath(sysconfig.get_path(name)) for name in ("purelib", "platlib")})
    site = site if preload else []
    readable = [*_runtime(), *site]
    code = _BOX if route == "bwrap" else str(_HERE)
    config = {"route": route, "readable": readable, "site": site, "preload": list(preload), "code": code}
    command = [*ROUTES[route](readable), _python(), "-s", "-S", "-P", "-c", _BOOT, json.dumps(config)]
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the fork server
    with theirs:
        process = subprocess.Popen(
            command,
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            env=_ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
    return Started(process, ours, complaints)


def _python() -> str:
    """The interpreter itself, not a virtual environment's link to it."""
    return os.path.realpath(sys.executable)


@cache
def _runtime() -> tuple[str, ...]:
    """The paths a Python needs in order to run and to import its standard library."""
    prefix = Path(os.path.realpath(sys.base_prefix))
    triplet = sysconfig.get_config_var("MULTIARCH") or "none"
    shared = [f"/lib/{triplet}", f"/usr/lib/{triplet}", "/lib64", "/usr/lib64"]
    if not any(Path(folder).is_dir() for folder in shared[:2]):
        shared += ["/lib", "/usr/lib"]
    if prefix in (Path("/usr"), Path("/usr/local")):
        own = [os.path.realpath(sysconfig.get_path("stdlib")), *map(str, prefix.glob("lib/libpython3*"))]
    else:
        own = [str(prefix / "lib")]
    paths = [_python(), *own, *shared, "/etc/ld.so.cache"]
    return tuple(path for path in paths if Path(path).exists())


def _bwrap(readable: Sequence[str]) -> list[str]:
    command = ["bwrap", "--unshare-user", "--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts"]
    command += ["--unshare-cgroup-try", "--die-with-parent", "--new-session", "--as-pid-1"]
    command += [
        "--cap-drop",
        "ALL",
        "--uid",
        "65534",
        "--gid",
        "65534",
        "--hostname",
        "sandbox",
        "--clearenv",
    ]
    if _disables_namespaces():
        command.append("--disable-userns")
    for name, value in _ENVIRONMENT.items():
        command += ["--setenv", name, value]
    # First, for the environment's packages may lie in the real one.
    command += ["--size", str(_TMP_BYTES), "--tmpfs", _TMP]
    for path in readable:
        command += ["--ro-bind", path, path]
    command += ["--ro-bind", str(_HERE / "inside"), f"{_BOX}/inside", "--chdir", _TMP]
    return [*command, "--remount-ro", "/", "--"]


@cache
def _disables_namespaces() -> bool:
    """Whether this bubblewrap knows `--disable-userns` (0.8 and later). The filter denies the same."""
    text = subprocess.run(["bwrap", "--help"], capture_output=True, text=True, check=False).stdout
    return "--disable-userns" in text


def _directly(_: Sequence[str]) -> list[str]:
    return []


ROUTES: dict[str, Callable[[Sequence[str]], list[str]]] = {
    "bwrap": _bwrap,
    "unshare": _directly,
    "landlock": _directly,
}
"""Route -> what stands before the interpreter on the command line. Strongest first."""


def why_not(route: str) -> str:
    """What is missing for a route already before it is tried; empty if nothing."""
    if sys.platform != "linux":
        return f"needs Linux, this is {sys.platform}"
    if route == "bwrap" and shutil.which("bwrap") is None:
        return "no bwrap command"
    return ""


ADVICE = (
    "Model-written code is run only where it can be locked in. Install bubblewrap (apt-get install -y "
    "bubblewrap) and allow user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu; "
    "in a container --security-opt seccomp=unconfined), or use a kernel with Landlock (Linux 5.13 or later, "
    "lsm=landlock) and seccomp filters"
)
