"""What SFT and RL share: the trainer's arguments, going on after a kill, and the result."""

import shutil
from pathlib import Path
from typing import Any

from transformers import PrinterCallback, Trainer

from tasks.artifacts import METRICS
from tasks.errors import TrainingError
from tasks.metrics import read_steps
from tasks.models.soft_prompt import has_prompt
from tasks.params.student import StudentParams
from tasks.params.training import GrpoParams, SftParams
from tasks.train.adapters import restore_weights
from tasks.train.checkpoints import committed
from tasks.train.meter import Meter
from tasks.train.watch import Watch

CHECKPOINTS = "checkpoints"
CURVES = "curves.png"


def shared_arguments(params: SftParams | GrpoParams | StudentParams, out_dir: Path) -> dict[str, Any]:
    """Arguments of any TRL trainer here.

    TRL turns bf16 and gradient checkpointing on even on a CPU, where both only cost; the Trainer hides a
    NaN loss unless told not to.
    """
    on_cuda = params.device == "cuda"
    return {
        "output_dir": str(out_dir / CHECKPOINTS),
        "seed": params.seed % 2**32,
        "use_cpu": not on_cuda,
        "bf16": on_cuda,
        "gradient_checkpointing": False,
        "max_steps": params.num_steps,
        "learning_rate": params.learning_rate,
        "warmup_steps": params.warmup_steps,
        "weight_decay": 0.0,
        "max_grad_norm": params.max_grad_norm,
        "save_strategy": "steps",
        "save_steps": params.save_every,
        "logging_nan_inf_filter": False,
        "report_to": [],
        "disable_tqdm": True,
        "dataloader_num_workers": 0,
        "dataloader_pin_memory": on_cuda,
    }


def run_trainer(trainer: Any, *, meter: Meter, watch: Watch) -> None:
    """Train to the end, from the newest committed checkpoint if there is one.

    Raises:
        TrainingError: a step broke, see `Watch`; or the model has a learnt prompt, which a change of its
            weights would spoil.
    """
    if has_prompt(trainer.model):
        raise TrainingError(
            "the model to train was made by sft.method = prompt: its weights are its base's, and a learnt "
            "prompt fits no others. Train from the base model, or make this one with sft.method = lora."
        )
    if isinstance(trainer, Trainer):
        trainer.remove_callback(PrinterCallback)
    checkpoint = resume_point(Path(trainer.args.output_dir))
    try:
        if checkpoint is None:
            trainer.train()
            return
        folder, facts = checkpoint
        meter.restore(facts)
        step = int(folder.name.rpartition("-")[2])
        watch.resume(step)
        unfinished = step < trainer.args.max_steps and not watch.stopped
        if unfinished or getattr(trainer, "is_deepspeed_enabled", False):
            trainer.train(resume_from_checkpoint=str(folder))
        else:  # killed after the last step: only the weights are needed
            restore_weights(trainer.model, folder)
    finally:
        watch.close()


def resume_point(root: Path) -> tuple[Path, dict[str, float]] | None:
    """The newest committed checkpoint and what it carries; unfinished and damaged ones are deleted."""
    found = committed(root)
    return (found[-1][0], found[-1][1].facts) if found else None


def save_result(model: Any, tokenizer: Any, out_dir: Path) -> None:
    """Write `model/` and the picture of the run, and delete the checkpoints that led there."""
    from tasks.train.plots import draw_run  # matplotlib: only when it is needed

    draw_run(read_steps(out_dir / METRICS), out_dir / CURVES)
    model.save_pretrained(out_dir / "model", safe_serialization=True)
    tokenizer.save_pretrained(out_dir / "model")
    shutil.rmtree(out_dir / CHECKPOINTS, ignore_errors=True)
