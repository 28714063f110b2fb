"""How long training took and how much it did, carried over interruptions; and the memory it takes."""

import resource
import sys
import time
from dataclasses import dataclass

import torch


@dataclass(slots=True, kw_only=True)
class Meter:
    """Time, tokens and FLOPs of a training loop. What a killed attempt did after its last checkpoint is not
    counted: it is done again."""

    cpu_seconds: float = 0.0
    seconds: float = 0.0
    tokens: float = 0.0
    flops: float = 0.0
    """What the model needed, see `tasks.train.flops`."""
    _cpu: float | None = None
    _wall: float = 0.0

    def start(self) -> None:
        """Count from now on."""
        self._cpu, self._wall = time.process_time(), time.perf_counter()

    def lap(self) -> None:
        """Add what passed since `start` or the last lap; nothing before the start."""
        if self._cpu is None:
            return
        cpu, wall = time.process_time(), time.perf_counter()
        self.cpu_seconds += cpu - self._cpu
        self.seconds += wall - self._wall
        self._cpu, self._wall = cpu, wall

    def facts(self) -> dict[str, float]:
        """What a checkpoint keeps."""
        self.lap()
        return {
            "cpu_seconds": self.cpu_seconds,
            "seconds": self.seconds,
            "tokens": self.tokens,
            "flops": self.flops,
        }

    def restore(self, facts: dict[str, float]) -> None:
        """Go on from a checkpoint."""
        self.cpu_seconds = facts["cpu_seconds"]
        self.seconds = facts["seconds"]
        self.tokens = facts["tokens"]
        self.flops = facts.get("flops", 0.0)


def memory_gib(device: str) -> float:
    """The most memory held so far, in GiB: on `cuda` by tensors on the device, else by this process."""
    if device == "cuda":
        return torch.cuda.max_memory_allocated() / 2**30
    unit = 1 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**30
