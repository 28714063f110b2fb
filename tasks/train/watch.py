# ruff: noqa: ARG002  (the trainer calls its callbacks with arguments that not all of them use)
"""What happens around each training step: metrics, checkpoints, the failpoint, the end of a broken run."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from transformers import TrainerCallback

from tasks.artifacts import METRICS, write_json
from tasks.errors import TrainingError
from tasks.failpoints import failpoint
from tasks.metrics import MetricsFile
from tasks.train.checkpoints import commit_checkpoint, prune
from tasks.train.flops import StepFlops, device_peak
from tasks.train.guards import Guards
from tasks.train.meter import Meter, memory_gib
from tasks.train.progress import ProgressLine

NAMES = {
    "loss": "train/loss",
    "entropy": "train/entropy",
    "kl": "train/kl",
    "learning_rate": "train/learning_rate",
    "grad_norm": "train/grad_norm",
    "mean_token_accuracy": "train/token_accuracy",
    "frac_reward_zero_std": "reward/groups_without_signal",
    "completions/mean_length": "completion/tokens_mean",
    "completions/clipped_ratio": "completion/truncated_share",
}
"""The trainers' names -> ours. Names that begin with `reward/` stay; all others are left out."""

KEPT_CHECKPOINTS = 2


class Watch(TrainerCallback):  # type: ignore[misc]
    """The one callback of a training run."""

    def __init__(
        self,
        name: str,
        *,
        out_dir: Path,
        num_steps: int,
        meter: Meter,
        batch_of: Callable[[int], Any],
        tokens_of: Callable[[int], int] | None = None,
        evaluate: Callable[[int], float] | None = None,
        eval_every: int = 0,
        guards: Guards | None = None,
        flops: StepFlops | None = None,
        device: str = "cpu",
        num_devices: int = 1,
    ) -> None:
        """Watch a run.

        Args:
            name: `sft` or `grpo`; names the failpoints `<name>.step` and `<name>.checkpoint`.
            out_dir: Receives `metrics.jsonl`.
            num_steps: Steps of the whole run.
            meter: Counts; restored already when the run is resumed.
            batch_of: Step -> its batch as JSON, saved when the step breaks.
            tokens_of: Step -> tokens trained on up to its end. None: as the trainer counts them.
            evaluate: Step -> held-out accuracy; called every `eval_every` steps and after the last.
            eval_every: 0 never evaluates.
            guards: Look at every metric, and may end the run.
            flops: What each step needs, all devices together.
            device: `cpu` or `cuda`: whose memory is measured, and whose peak `train/mfu` is a share of.
            num_devices: How many of them train.
        """
        self._name, self._out_dir, self._num_steps, self._meter = name, out_dir, num_steps, meter
        self._batch_of, self._tokens_of = batch_of, tokens_of
        self._evaluate, self._eval_every = evaluate, eval_every
        self._guards = guards
        self._flops, self._device = flops, device
        self._peak = (device_peak(device) or 0.0) * num_devices
        self._progress = ProgressLine(name, num_steps)
        self._metrics = MetricsFile(out_dir)
        self._logged = (0.0, 0.0, 0.0)
        self.final_loss = float("nan")
        """The loss logged last."""
        self.last_step = 0
        """Optimiser steps done."""

    @property
    def stopped(self) -> str:
        """Why a guard ended the run; empty if none did."""
        return self._guards.reason if self._guards else ""

    def resume(self, step: int) -> None:
        """Let the guards know what happened up to the checkpoint that the run goes on from."""
        self.last_step = step
        if self._guards:
            self._guards.replay(self._out_dir / METRICS, up_to=step)

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Start the clock."""
        self._meter.start()
        self._logged = (self._meter.seconds, self._meter.tokens, self._meter.flops)
        self._progress.start()
        self._progress.update(state.global_step)

    def on_pre_optimizer_step(self, args: Any, state: Any, control: Any, *, model: Any, **_: Any) -> None:
        """Stop before a loss that is no number reaches the weights."""
        sums = [p.grad.sum() for p in model.parameters() if p.grad is not None]
        if sums and not torch.stack(sums).sum().isfinite():  # DeepSpeed keeps gradients to itself: see on_log
            step = state.global_step + 1
            path = self._out_dir / "broken-batch.json"
            write_json(path, {"step": step, "batch": self._batch_of(step)})
            raise TrainingError(
                f"{self._name}: the loss of step {step} is not a finite number; its batch is in "
                f"{path}. Lower {self._name}.learning_rate or {self._name}.max_grad_norm, or look for a "
                "broken row in the batch."
            )

    def on_substep_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Die between the parts of a batch if a test says so."""
        failpoint(f"{self._name}.substep")

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Count, evaluate, and die here if a test says so."""
        step = self.last_step = state.global_step
        tokens = self._tokens_of(step) if self._tokens_of else state.num_input_tokens_seen
        if self._flops:
            self._meter.flops += self._flops(step, tokens - self._meter.tokens)
        self._meter.tokens = tokens
        if self._evaluate is not None and (step % self._eval_every == 0 or step == self._num_steps):
            self._evaluated(step, self._evaluate)
        self._progress.update(step)
        self._end_if_stopped(control)
        failpoint(f"{self._name}.step")

    def on_log(self, args: Any, state: Any, control: Any, *, logs: dict[str, Any], **_: Any) -> None:
        """Write what the trainer measured."""
        found = {NAMES.get(name, name): value for name, value in logs.items()}
        kept = {
            name: float(value)
            for name, value in found.items()
            if value is not None and name.startswith(("train/", "reward/", "completion/"))
        }
        if "train/loss" not in kept:
            return
        kept |= self._rates()
        kept["train/memory_gib"] = memory_gib(self._device)
        self.final_loss = kept["train/loss"]
        if not math.isfinite(self.final_loss):
            raise TrainingError(
                f"{self._name}: the loss is not a finite number at step {state.global_step}. Lower "
                f"{self._name}.learning_rate or {self._name}.max_grad_norm."
            )
        self.write(state.global_step, kept)
        self._end_if_stopped(control)

    def _rates(self) -> dict[str, float]:
        """What was done for each second since this was last asked, evaluations left out."""
        self._meter.lap()
        now = (self._meter.seconds, self._meter.tokens, self._meter.flops)
        seconds, tokens, flops = (new - old for new, old in zip(now, self._logged, strict=True))
        self._logged = now
        if seconds <= 0:
            return {}
        rates = {"train/tokens_per_s": tokens / seconds}
        if self._flops:
            rates["train/tflops"] = flops / seconds / 1e12
        if self._flops and self._peak:
            rates["train/mfu"] = flops / seconds / self._peak
        return rates

    def _evaluated(self, step: int, evaluate: Callable[[int], float]) -> None:
        """Measure held-out accuracy; the time it takes is no time of training's rates."""
        self._meter.lap()
        began = self._meter.seconds
        self.write(step, {"eval/heldout_accuracy": evaluate(step)})
        seconds, tokens, flops = self._logged
        self._logged = (seconds + self._meter.seconds - began, tokens, flops)

    def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Commit the checkpoint the trainer just wrote."""
        if torch.distributed.is_initialized():
            torch.distributed.barrier()  # every rank has written its part
        if not state.is_world_process_zero:
            return
        root = Path(args.output_dir)
        failpoint(f"{self._name}.checkpoint")
        folder = root / f"checkpoint-{state.global_step}"
        commit_checkpoint(folder, step=state.global_step, facts=self._meter.facts())
        prune(root, keep=KEPT_CHECKPOINTS)

    def write(self, step: int, values: dict[str, float]) -> None:
        """One line of metrics, and the progress line."""
        self._meter.lap()
        self._metrics.write(step, of=self._num_steps, seconds=round(self._meter.seconds, 3), **values)
        self._progress.update(step, values)
        if self._guards:
            self._guards.see(step, values)

    def _end_if_stopped(self, control: Any) -> None:
        if self.stopped:
            control.should_training_stop = True

    def close(self) -> None:
        """Stop counting and drawing."""
        self._meter.lap()
        self._progress.stop()
        self._metrics.close()
