"""Training in processes of its own: several ranks on one machine or more, DeepSpeed.

The task's process starts a launcher (torch's elastic run), which starts the ranks; it waits, and takes the
report of rank 0. Claiming the directory and committing the result stay with the task's process, so nothing
outside knows how many worked. Whoever dies takes those below him along.

    task  ->  python -m tasks.train.ranks spec.json  ->  the same module once for each rank

On further machines the second command is given by hand, or by whatever starts containers there.
"""

import dataclasses
import importlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from tasks import errors
from tasks.__main__ import die_with_parent
from tasks.artifacts import write_json
from tasks.errors import ReasoningError, StepFailedError, TrainingError
from tasks.params.training import GrpoParams, SftParams

FOLDER = "ranks"
"""In a step's directory while its ranks work."""


TRAINERS: dict[str, tuple[str, type[SftParams] | type[GrpoParams]]] = {
    "sft": ("tasks.train.sft:train_sft", SftParams),
    "grpo": ("tasks.train.grpo:train_grpo", GrpoParams),
}
"""Task -> the function that a rank runs, and its section."""


def is_rank() -> bool:
    """Whether this process is one of several, started here."""
    return "REASONLOOP_RANKS" in os.environ


def rank() -> int:
    """This process's number among the ranks; 0 where there is only one."""
    return int(os.environ["RANK"]) if is_rank() else 0


def own_folder(out_dir: Path) -> Path:
    """Where a rank writes what each of them writes: rank 0 into the step's directory."""
    folder = out_dir / FOLDER / str(rank()) if rank() else out_dir
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def from_rank_0(value: float) -> float:
    """What rank 0 has, on every rank: what they decide by must be the same."""
    if not torch.distributed.is_initialized():
        return value
    box = [value]
    torch.distributed.broadcast_object_list(box, src=0)
    return box[0]


def run_ranks(
    task: str, params: SftParams | GrpoParams, inputs: Mapping[str, Path], out_dir: Path
) -> dict[str, Any]:
    """Run `sft` or `grpo` in the processes that `params.launch` asks for.

    Returns:
        The report of rank 0 as JSON.

    Raises:
        ReasoningError: the one that a rank raised.
        TrainingError: DeepSpeed is asked for and not installed.
        StepFailedError: a rank ended otherwise; what it said is on stderr.
    """
    if params.launch.deepspeed != "none" and importlib.util.find_spec("deepspeed") is None:
        raise TrainingError(
            f"{task}.launch.deepspeed = {params.launch.deepspeed} needs DeepSpeed: pip install deepspeed, or "
            "take none"
        )
    folder = out_dir / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    spec = {
        "task": task,
        "params": params.as_json(),
        "inputs": {name: str(path) for name, path in inputs.items()},
        "out_dir": str(out_dir),
    }
    write_json(folder / "spec.json", spec)
    here = {"REASONLOOP_PARENT_PID": str(os.getpid())}
    command = [sys.executable, "-m", __name__, str(folder / "spec.json")]
    status = subprocess.run(command, env={**os.environ, **here}, check=False, stdout=sys.stderr).returncode
    for path in sorted(folder.glob("error-*.json")):
        failed = json.loads(path.read_bytes())
        raise getattr(errors, failed["type"])(failed["message"])
    if status:
        raise StepFailedError(
            f"{task}: a rank of {params.launch.num_ranks} ended with status {status}; its last words are "
            "above. Give the same command again: training goes on from its last checkpoint."
        )
    report: dict[str, Any] = json.loads((folder / "report.json").read_bytes())
    shutil.rmtree(folder)
    return report


def launch_command(params: SftParams | GrpoParams, spec: Path) -> list[str]:
    """The arguments of torch's elastic run that start the ranks of this machine."""
    launch = params.launch
    meet = ["--standalone"]
    if launch.num_nodes > 1:
        meet = [
            f"--nnodes={launch.num_nodes}",
            "--rdzv-backend=c10d",
            f"--rdzv-endpoint={launch.rendezvous}",
            f"--rdzv-id={spec.parent.parent.name}",
        ]
    return [
        *meet,
        f"--nproc-per-node={launch.num_processes}",
        "--max-restarts=0",
        "-m",
        "tasks.train.ranks",
        str(spec),
    ]


def deepspeed_config(params: SftParams | GrpoParams) -> dict[str, Any] | None:
    """DeepSpeed's configuration for `launch.deepspeed`; None for none.

    The optimiser is torch's AdamW in every stage: nothing has to be compiled, and the rates are ours.
    """
    stage = params.launch.deepspeed
    if stage == "none":
        return None
    zero: dict[str, Any] = {"stage": 3 if stage == "zero3" else 2, "contiguous_gradients": True}
    if stage == "zero2_offload":
        zero["offload_optimizer"] = {"device": "cpu", "pin_memory": params.device == "cuda"}
    if stage == "zero3":
        zero["stage3_gather_16bit_weights_on_model_save"] = True
    return {
        "zero_optimization": zero,
        "zero_force_ds_cpu_optimizer": False,
        "bf16": {"enabled": params.device == "cuda"},
        "gradient_clipping": "auto",
        "train_batch_size": "auto",
        "train_micro_batch_size_per_gpu": "auto",
        "gradient_accumulation_steps": "auto",
    }


def main(arguments: list[str]) -> None:
    """The launcher, or a rank."""
    die_with_parent()
    path = Path(arguments[0])
    spec = json.loads(path.read_bytes())
    function, section = TRAINERS[spec["task"]]
    params = section.model_validate(spec["params"])
    if "LOCAL_RANK" not in os.environ:
        from torch.distributed.run import main as run

        os.environ["REASONLOOP_PARENT_PID"] = str(os.getpid())
        os.environ["REASONLOOP_RANKS"] = str(path.parent)
        os.environ["OMP_NUM_THREADS"] = str(params.num_threads)
        if params.device == "cpu":
            os.environ["DS_ACCELERATOR"] = "cpu"
        run(launch_command(params, path))
        return
    module, _, name = function.partition(":")
    train = getattr(importlib.import_module(module), name)
    if rank():
        os.environ["REASONLOOP_PROGRESS"] = "rank 0"  # who draws
    if params.device == "cuda":
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    inputs = {name: Path(value) for name, value in spec["inputs"].items()}
    try:
        report = train(params, **inputs, out_dir=Path(spec["out_dir"]))
    except ReasoningError as error:
        write_json(
            path.parent / f"error-{rank()}.json", {"type": type(error).__name__, "message": str(error)}
        )
        sys.exit(2)
    if rank() == 0:
        write_json(path.parent / "report.json", dataclasses.asdict(report))


if __name__ == "__main__":
    main(sys.argv[1:])
