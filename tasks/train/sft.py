"""Supervised fine-tuning: short answers and worked traces, through TRL's SFTTrainer."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import torch

from tasks.artifacts import digest_file
from tasks.models.folder import WEIGHTS
from tasks.models.soft_prompt import has_prompt, save_prompt
from tasks.params.training import SftParams
from tasks.records import from_dict
from tasks.train.adapters import load_policy, peft_config, plain_model
from tasks.train.checkpoints import committed
from tasks.train.flops import cost_of, sft_flops
from tasks.train.heldout import greedy_accuracy
from tasks.train.memory import memory_named
from tasks.train.meter import Meter
from tasks.train.muon import Muon
from tasks.train.packing import BatchCollator, PackingCollator, parts_of
from tasks.train.ranks import deepspeed_config, is_rank, own_folder, rank, run_ranks
from tasks.train.rows import Rows, read_pool, sft_rows
from tasks.train.run import CHECKPOINTS, run_trainer, save_result, shared_arguments
from tasks.train.watch import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainReport:
    """What a run of SFT did."""

    num_steps: int
    """Optimiser steps."""
    num_trained: int
    """Numbers that were learnt: all weights, or those of the adapter."""
    num_rows: int
    """Rows trained on, repetitions counted."""
    num_too_long: int
    """Problems left out because they exceed `sft.max_tokens`."""
    tokens: int
    """Tokens trained on, prompts included, padding not."""
    cpu_seconds: float
    """CPU time of the training loop, over all attempts; work lost to a kill is not counted."""
    seconds: float
    """Wall time of the same."""
    tokens_per_s: float
    """`tokens / cpu_seconds`."""
    final_loss: float
    """Mean loss of the last logged steps, nats per completion token."""
    best_step: int
    """The step whose weights are the result: SFT keeps the last."""
    heldout_accuracy_before: float
    """Strict greedy accuracy on held-out problems of the training split, before the first step."""
    heldout_accuracy: float
    """The same of the result."""
    weights_sha256: str
    """Digest of `model/model.safetensors`."""


def train_sft(params: SftParams, *, data: Path, model: Path, out_dir: Path) -> TrainReport:
    """Fine-tune a model on the train split.

    A killed run goes on from its last committed checkpoint when called again with the same arguments,
    and ends, in fp32 on a CPU, with the very same weights.

    Args:
        params: The `sft` section.
        data: A dataset folder.
        model: The directory of a model, sft or grpo step, or a model folder.
        out_dir: Receives `model/`, `metrics.jsonl`, `curves.png`, and `checkpoints/` while it runs.

    Returns:
        Counts, times, loss and held-out accuracy.

    Raises:
        TrainingError: no row to train on, a loss that is not a finite number, or no memory.
        DataError, ModelError: an input is missing or damaged.
    """
    if params.launch.own_processes and not is_rank():
        committed(out_dir / CHECKPOINTS)  # what a crash left is deleted here, not by all ranks at once
        report = run_ranks("sft", params, {"data": data, "model": model}, out_dir)
        return from_dict(TrainReport, report, where=str(out_dir))
    torch.set_num_threads(params.num_threads)
    policy, tokenizer = load_policy(params, model)
    pool = read_pool(data, params.subtasks)
    rows = sft_rows(pool, tokenizer, params)
    watched = pool.heldout[: params.eval_problems]

    def accuracy() -> float:
        if rank():
            return math.nan  # rank 0 reports
        return greedy_accuracy(policy, tokenizer, watched, max_new_tokens=params.max_tokens // 2)

    meter = Meter()
    watch = Watch(
        "sft",
        out_dir=own_folder(out_dir),
        num_steps=params.num_steps,
        meter=meter,
        flops=sft_flops(
            cost_of(policy, all_weights=params.method == "full"),
            [[len(rows.input_ids[row]) for row in batch] for batch in rows.batches],
        ),
        device=params.device,
        num_devices=params.launch.num_ranks,
        batch_of=lambda step: [tokenizer.decode(rows.input_ids[row]) for row in rows.batches[step - 1]],
        tokens_of=token_counter(rows),
    )
    with memory_named("sft"):
        before = accuracy()
        trainer = make_trainer(params, policy, tokenizer, rows, out_dir, watch)
        num_trained = sum(p.numel() for p in trainer.model.parameters() if p.requires_grad)
        run_trainer(trainer, meter=meter, watch=watch)
        policy = plain_model(params, trainer, model)
        after = accuracy()
    if not rank():
        if has_prompt(policy):
            save_prompt(policy, out_dir / "model")
        save_result(policy, tokenizer, out_dir)
    return TrainReport(
        num_steps=params.num_steps,
        num_trained=num_trained,
        num_rows=len(rows.order),
        num_too_long=rows.num_too_long,
        tokens=rows.tokens(),
        cpu_seconds=round(meter.cpu_seconds, 3),
        seconds=round(meter.seconds, 3),
        tokens_per_s=round(rows.tokens() / max(meter.cpu_seconds, 1e-9), 1),
        final_loss=watch.final_loss,
        best_step=params.num_steps,
        heldout_accuracy_before=before,
        heldout_accuracy=after,
        weights_sha256="" if rank() else digest_file(out_dir / "model" / WEIGHTS),
    )


def make_trainer(
    params: SftParams,
    policy: Any,
    tokenizer: Any,
    rows: Rows,
    out_dir: Path,
    watch: Watch,
    *,
    trainer_type: Callable[..., Any] | None = None,
    collator: Callable[..., Any] | None = None,
) -> Any:
    """TRL's trainer over our rows, in our order, with our optimiser.

    `trainer_type` and `collator` replace the trainer that the settings ask for, and what makes its batches.
    """
    from datasets import Dataset
    from trl import SFTConfig, SFTTrainer

    from tasks.train.loss import WeighedTrainer, stage_rates

    arguments = SFTConfig(
        **shared_arguments(params, out_dir)
        | {"gradient_checkpointing": params.gradient_checkpointing, "torch_compile": params.compile},
        per_device_train_batch_size=1,  # an example is a part of a batch
        gradient_accumulation_steps=params.accumulation_steps,
        deepspeed=deepspeed_config(params),
        ddp_backend="gloo" if is_rank() and params.device == "cpu" else None,
        lr_scheduler_type="cosine_with_min_lr",
        lr_scheduler_kwargs={"min_lr_rate": params.final_learning_rate / params.learning_rate},
        label_smoothing_factor=params.label_smoothing,
        logging_steps=params.log_every,
        max_length=None,
        packing=False,  # rows are packed inside their batch by the collator
        train_sampling_strategy="sequential",  # `rows.batches` is the order
        remove_unused_columns=False,
        dataset_kwargs={"skip_prepare_dataset": True},
    )
    weighed = bool(params.step_penalty or params.label_smoothing)
    parts = parts_of(rows.batches, params.accumulation_steps * params.launch.num_ranks)
    packing = PackingCollator(tokenizer.pad_token_id, apart=params.method == "prompt")
    trainer = (trainer_type or (WeighedTrainer if weighed else SFTTrainer))(
        policy,
        args=arguments,
        train_dataset=Dataset.from_dict({"rows": parts}),
        processing_class=tokenizer,
        data_collator=collator or BatchCollator(rows, packing, weighted=weighed),
        callbacks=[watch],
        optimizers=(optimizer_of(params, policy), None),
        peft_config=peft_config(params),
    )
    if params.schedule == "staged":
        stage_rates(trainer, params.stages)
    return trainer


def optimizer_of(params: SftParams, policy: Any) -> Muon | None:
    """Muon over a model's weights; None for the trainer's own AdamW."""
    if params.optimizer != "muon":
        return None
    return Muon(
        policy,
        learning_rate=params.learning_rate,
        matrix_learning_rate=params.learning_rate * params.matrix_scale,
    )


def token_counter(rows: Rows) -> Callable[[int], int]:
    """Step -> tokens trained on up to its end."""
    totals = list(accumulate(sum(len(rows.input_ids[row]) for row in batch) for batch in rows.batches))
    return lambda step: totals[step - 1]
