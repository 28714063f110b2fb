"""Speed of SFT of a model with random weights: a part of `benchmarks.training_gpu`."""

import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import torch
from accelerate.state import AcceleratorState
from datasets import Dataset
from transformers import PrinterCallback, TrainerCallback
from trl import SFTConfig, SFTTrainer

from tasks.dataset import write_dataset
from tasks.models.build import build_model
from tasks.models.folder import load_model
from tasks.params.training import ModelParams, SftParams
from tasks.problems import draw_problem
from tasks.records import Problem
from tasks.train.flops import cost_of, device_peak, sft_flops
from tasks.train.meter import Meter, memory_gib
from tasks.train.rows import Rows
from tasks.train.sft import make_trainer
from tasks.train.watch import Watch

if TYPE_CHECKING:
    from benchmarks.training_gpu import Sizes

LEARNING_RATE = 1e-5

OURS: dict[str, dict[str, Any]] = {
    "ours": {},
    "ours, activations computed again": {"gradient_checkpointing": True},
}
"""Contestant -> its settings in the section `sft`."""
OURS_ON_CUDA: dict[str, dict[str, Any]] = {"ours, compiled": {"compile": True}}
"""The same of what takes a CPU many minutes."""


def synchronise(device: str) -> None:
    """Wait for the device: its work is counted when it is done, not when it is asked for."""
    if device == "cuda":
        torch.cuda.synchronize()


class Stopwatch(TrainerCallback):  # type: ignore[misc]
    """Wall seconds of all steps after the first `warm`."""

    def __init__(self, device: str, warm: int) -> None:
        self._device, self._warm = device, warm
        self.seconds = 0.0
        self._began = 0.0

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002
        """Start after the last warm step; then every step's end may be the last."""
        synchronise(self._device)
        now = time.perf_counter()
        if state.global_step == self._warm:
            self._began = now
        self.seconds = now - self._began


def some_problems(count: int) -> list[Problem]:
    """Drawn problems, for a tokenizer and as prompts."""
    drawn = (
        draw_problem("arithmetic.chain", seed=3, split="train", level=2, index=n, language="en")
        for n in range(count)
    )
    return list({problem.problem_id: problem for problem in drawn}.values())


def build(params: ModelParams, folder: Path) -> Path:
    """A model folder with random weights and `vocab_size` embeddings, whatever the tokenizer has."""
    write_dataset(folder / "data", {("train", "all"): some_problems(300)}, shard_rows=512, facts={})
    build_model(params.model_copy(update={"vocab_size": 400}), data=folder / "data", out_dir=folder / "base")
    model, _ = load_model(folder / "base")
    model.resize_token_embeddings(params.vocab_size, mean_resizing=False)
    model.save_pretrained(folder / "base/model", safe_serialization=True)
    return folder / "base"


def random_rows(sizes: "Sizes", *, short: bool) -> Rows:
    """Rows of random tokens, the first eighth of each a prompt.

    Args:
        sizes: How many tokens and steps.
        short: About as many tokens in rows of a sixteenth to a quarter of `sizes.row`, which are then packed.
    """
    random = Random(0)
    count = sizes.rows * 32 // 5 if short else sizes.rows
    shortest, longest = (sizes.row // 16, sizes.row // 4) if short else (sizes.row, sizes.row)
    num_steps = sizes.warm + sizes.steps
    ids = [
        [random.randrange(10, sizes.model.vocab_size) for _ in range(random.randint(shortest, longest))]
        for _ in range(num_steps * count)
    ]
    return Rows(
        input_ids=ids,
        labels=[[-100] * (len(row) // 8) + row[len(row) // 8 :] for row in ids],
        weights=[1.0] * len(ids),
        batches=[list(range(step * count, (step + 1) * count)) for step in range(num_steps)],
        num_too_long=0,
    )


def race_sft(sizes: "Sizes", folder: Path) -> dict[str, dict[str, float]]:
    """Each contestant on whole and on packed rows: tokens/s, MFU, memory."""
    base = build(sizes.model, folder)
    contestants: dict[str, Callable[[Rows, Path], tuple[Any, Any]]] = {
        name: lambda rows, out, changes=changes: _ours(sizes, base, rows, out, changes)  # type: ignore[misc]
        for name, changes in (OURS | (OURS_ON_CUDA if sizes.device == "cuda" else {})).items()
    }
    if sizes.device == "cuda":  # torch trains with it on a GPU only
        contestants["ours, flex attention"] = lambda rows, out: _ours(
            sizes, base, rows, out, {}, attention="flex_attention"
        )
    contestants["TRL defaults"] = lambda rows, out: _theirs(sizes, base, rows, out)
    found: dict[str, dict[str, float]] = {}
    print("\n| SFT | tokens/s | MFU | memory, GiB |\n|---|---|---|---|")
    for kind in ("whole", "short"):
        rows = random_rows(sizes, short=kind == "short")
        for name, make in contestants.items():
            found[f"{name}, {kind} rows"] = _speed(sizes, rows, make, folder / kind / name)
    return found


def _speed(
    sizes: "Sizes", rows: Rows, make: Callable[[Rows, Path], tuple[Any, Any]], out_dir: Path
) -> dict[str, float]:
    AcceleratorState._reset_state(True)
    torch._dynamo.reset()
    if sizes.device == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
    trainer, policy = make(rows, out_dir)
    watch = Stopwatch(sizes.device, sizes.warm)
    trainer.add_callback(watch)
    trainer.remove_callback(PrinterCallback)
    cost = cost_of(policy)
    trainer.train()
    timed = [[len(rows.input_ids[row]) for row in batch] for batch in rows.batches[sizes.warm :]]
    flops_of = sft_flops(cost, timed)
    flops = sum(flops_of(step + 1, 0) for step in range(len(timed)))
    peak = device_peak(sizes.device)
    found = {
        "tokens_per_s": round(sum(map(sum, timed)) / watch.seconds),
        "memory_gib": round(memory_gib(sizes.device), 2),
    } | ({"mfu": round(flops / watch.seconds / peak, 4)} if peak else {})
    share = f"{found['mfu']:.1%}" if peak else "-"
    name = f"{out_dir.name}, {out_dir.parent.name} rows"
    print(f"| {name} | {found['tokens_per_s']:,} | {share} | {found['memory_gib']:.1f} |", flush=True)
    return found


def _ours(
    sizes: "Sizes", base: Path, rows: Rows, out_dir: Path, changes: dict[str, Any], attention: str = ""
) -> tuple[Any, Any]:
    params = SftParams(
        device=sizes.device,
        num_steps=sizes.warm + sizes.steps,
        batch_size=sizes.rows,
        max_tokens=sizes.row,
        optimizer="adamw",
        learning_rate=LEARNING_RATE,
        final_learning_rate=LEARNING_RATE / 10,
        save_every=10**6,
        log_every=10**6,
        warmup_steps=1,
    ).model_copy(update=changes)
    policy, tokenizer = load_model(base, device=sizes.device)
    if attention:
        policy.set_attn_implementation(attention)
    watch = Watch(
        "sft",
        out_dir=out_dir,
        num_steps=params.num_steps,
        meter=Meter(),
        batch_of=lambda _: [],
        tokens_of=lambda _: 0,
    )
    return make_trainer(params, policy, tokenizer, rows, out_dir, watch), policy


def _theirs(sizes: "Sizes", base: Path, rows: Rows, out_dir: Path) -> tuple[Any, Any]:
    """TRL with its defaults but for rows, their length, batch, steps and rate."""
    policy, tokenizer = load_model(base, device=sizes.device)
    arguments = SFTConfig(
        output_dir=str(out_dir),
        per_device_train_batch_size=len(rows.batches[0]),
        max_length=sizes.row,
        max_steps=len(rows.batches),
        learning_rate=LEARNING_RATE,
        use_cpu=sizes.device == "cpu",
        save_strategy="no",
        report_to=[],
        disable_tqdm=True,
        train_sampling_strategy="sequential",
    )
    table = Dataset.from_dict({"input_ids": rows.input_ids, "labels": rows.labels})
    return SFTTrainer(policy, args=arguments, train_dataset=table, processing_class=tokenizer), policy
