"""Named places where a test may kill this process, to prove that nothing is lost there.

`REASONLOOP_FAILPOINT=name:nth` ends the process with SIGKILL the nth time it passes `name`.
Unset, a failpoint costs one dictionary look-up.
"""

import os
import signal
from collections import Counter

_passed: Counter[str] = Counter()


def failpoint(name: str) -> None:
    """Die here if the environment says so."""
    wanted = os.environ.get("REASONLOOP_FAILPOINT")
    if not wanted:
        return
    target, _, nth = wanted.partition(":")
    if target != name:
        return
    _passed[name] += 1
    if _passed[name] == int(nth or "1"):
        os.kill(os.getpid(), signal.SIGKILL)
