"""SFT and rollouts beside TRL's: `python -m benchmarks.training [--quick]`.

Same model (the tiny profile's, from scratch), same rows, one torch thread each, in turns, in one process.
SFT: tokens of rows, padding not counted, per processor second of `trainer.train()`; held-out loss and
accuracy after the same number of steps. Four contestants: SFT as the tiny profile trains; the same with
AdamW, TRL's optimiser, so that packing is what differs; TRL with all its defaults; and TRL without bf16 and
activation checkpointing, which it turns on even on a CPU, so that padding is what differs.
Rollouts: completions per processor second of a GRPO step's prompts, by `rollout_prompts` and by the
generation of TRL's own GRPOTrainer, from the model that a longer SFT taught. Then how time grows. The last
line is JSON; its ratios are against TRL's defaults.
"""

import argparse
import json
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from accelerate.state import AcceleratorState
from datasets import Dataset
from trl import GRPOConfig, GRPOTrainer, SFTConfig, SFTTrainer

from benchmarks.training_measures import Found, completion_loss, growth, processor_seconds, report
from tasks.chat import END, render_prompt
from tasks.dataset import write_dataset
from tasks.models.build import build_model
from tasks.models.folder import load_model
from tasks.models.generate import generate
from tasks.models.rollout import rollout_prompts
from tasks.params.training import ModelParams, SftParams
from tasks.problems import draw_problem
from tasks.records import Problem
from tasks.rewards.answer import score_completion
from tasks.train.meter import Meter
from tasks.train.packing import PackingCollator
from tasks.train.rows import Pool, Rows, read_pool, sft_rows
from tasks.train.sft import make_trainer
from tasks.train.watch import Watch

SUBTASKS = ("arithmetic.chain", "algebra.linear", "number_theory.modular")
MODEL = ModelParams(vocab_size=512)
SFT = SftParams(batch_size=128, real_share=0.0, warmup_steps=5)
PROMPTS, GROUP, NEW_TOKENS = 16, 8, 80


@dataclass(frozen=True)
class Bench:
    """Data and model that all contestants share."""

    base: Path
    pool: Pool
    rows: Rows

    @property
    def steps(self) -> int:
        """Optimiser steps that the rows are for."""
        return len(self.rows.batches)

    def first(self, steps: int) -> "Bench":
        """The same, with the beginning of the rows."""
        return replace(self, rows=replace(self.rows, batches=self.rows.batches[:steps]))


def prepare(folder: Path, *, steps: int, num_problems: int) -> Bench:
    """Draw problems, build the model, order the rows."""
    drawn: dict[str, Problem] = {}
    for n in range(num_problems):
        problem = draw_problem(
            SUBTASKS[n % 3], seed=7, split="train", level=1 + n // 3 % 2, index=n // 6, language="en"
        )
        drawn[problem.problem_id] = problem
    write_dataset(folder / "data", {("train", "all"): list(drawn.values())}, shard_rows=4096, facts={})
    build_model(MODEL, data=folder / "data", out_dir=folder / "base")
    _, tokenizer = load_model(folder / "base")
    pool = read_pool(folder / "data", SUBTASKS)
    rows = sft_rows(pool, tokenizer, SFT.model_copy(update={"num_steps": steps}))
    return Bench(base=folder / "base", pool=pool, rows=rows)


def ours(bench: Bench, folder: Path, optimizer: str) -> tuple[Any, Any]:
    """(trainer, tokenizer) as `train_sft` makes it; AdamW at the rate that TRL's contestants have."""
    params = SFT.model_copy(update={"num_steps": bench.steps, "optimizer": optimizer, "save_every": 10**6})
    policy, tokenizer = load_model(bench.base)
    watch = Watch("sft", out_dir=folder, num_steps=bench.steps, meter=Meter(), batch_of=lambda _: [])
    return make_trainer(params, policy, tokenizer, bench.rows, folder, watch), tokenizer


def theirs(bench: Bench, folder: Path, changes: dict[str, Any]) -> tuple[Any, Any]:
    """(trainer, tokenizer) of TRL, defaults but for what both must share: batch, rate, schedule, steps."""
    policy, tokenizer = load_model(bench.base)
    arguments = SFTConfig(
        output_dir=str(folder),
        per_device_train_batch_size=SFT.batch_size,
        max_steps=bench.steps,
        learning_rate=SFT.learning_rate,
        lr_scheduler_type="cosine_with_min_lr",
        lr_scheduler_kwargs={"min_lr": SFT.final_learning_rate},
        warmup_steps=SFT.warmup_steps,
        use_cpu=True,
        save_strategy="no",
        report_to=[],
        disable_tqdm=True,
        **changes,
    )
    rows = ((bench.rows.input_ids[n], bench.rows.labels[n].count(-100)) for n in bench.rows.order)
    table = Dataset.from_list(
        [
            {"prompt": tokenizer.decode(ids[:start]), "completion": tokenizer.decode(ids[start:])}
            for ids, start in rows
        ]
    )
    return SFTTrainer(policy, args=arguments, train_dataset=table, processing_class=tokenizer), tokenizer


def heldout(bench: Bench, model: Any, tokenizer: Any) -> dict[str, float]:
    """Loss over completions, and strict greedy accuracy, on problems that nothing trained on."""
    held = Pool(synthetic=bench.pool.heldout[:200], real=[], heldout=[])
    rows = sft_rows(held, tokenizer, SFT.model_copy(update={"num_steps": 1, "batch_size": 200}))
    batch = PackingCollator(tokenizer.pad_token_id)(
        [{"input_ids": rows.input_ids[n], "labels": rows.labels[n]} for n in rows.order]
    )
    with torch.no_grad():
        loss = completion_loss(model.eval(), batch).item()
    found = generate(
        model,
        tokenizer,
        [render_prompt(problem.prompt) for problem in held.synthetic],
        max_new_tokens=NEW_TOKENS,
        batch_size=200,
        seed=0,
    )
    right = [
        score_completion(group[0].text + ("" if group[0].truncated else END), problem.answer).reward
        for problem, group in zip(held.synthetic, found, strict=True)
    ]
    return {"heldout_loss": loss, "heldout_accuracy": statistics.mean(right)}


def race_sft(bench: Bench, folder: Path, rounds: int) -> dict[str, Found]:
    """All contestants in turns."""
    calm = {"bf16": False, "gradient_checkpointing": False}
    contestants: dict[str, Callable[[Path], tuple[Any, Any]]] = {
        "ours (muon)": lambda out_dir: ours(bench, out_dir, "muon"),
        "ours (adamw)": lambda out_dir: ours(bench, out_dir, "adamw"),
        "TRL defaults": lambda out_dir: theirs(bench, out_dir, {}),
        "TRL fp32, no checkpointing": lambda out_dir: theirs(bench, out_dir, calm),
    }
    found = {name: Found() for name in contestants}
    for turn in range(rounds):
        for name, make in contestants.items():
            AcceleratorState._reset_state(True)  # or bf16 would be what the first trainer of the process said
            trainer, tokenizer = make(folder / f"{turn}-{name}")
            found[name].seconds.append(processor_seconds(trainer.train))
            found[name].amounts.append(bench.rows.tokens())
            if not turn:
                found[name].facts = heldout(bench, trainer.model, tokenizer)
    return found


def race_rollouts(bench: Bench, model: Any, tokenizer: Any, folder: Path, rounds: int) -> dict[str, Found]:
    """A GRPO step's completions, by our rollouts and by TRL's GRPOTrainer, in turns."""
    problems = bench.pool.synthetic[: PROMPTS * rounds]
    texts = [render_prompt(problem.prompt) for problem in problems]
    arguments = GRPOConfig(
        output_dir=str(folder),
        per_device_train_batch_size=PROMPTS * GROUP,
        num_generations=GROUP,
        max_completion_length=NEW_TOKENS,
        use_cpu=True,
        bf16=False,
        report_to=[],
    )
    trainer = GRPOTrainer(
        model,
        reward_funcs=lambda completions, **_: [0.0] * len(completions),
        args=arguments,
        train_dataset=Dataset.from_dict({"prompt": texts}),
        processing_class=tokenizer,
    )
    random = torch.Generator().manual_seed(1)
    torch.manual_seed(1)

    def our(prompts: list[str]) -> list[list[int]]:
        return rollout_prompts(
            model, tokenizer, prompts, max_new_tokens=NEW_TOKENS, temperature=1.0, random=random
        )["completion_ids"]

    def their(prompts: list[str]) -> list[list[int]]:
        return trainer._generate_single_turn(tokenizer(prompts)["input_ids"], None, {}, GROUP)[0]  # type: ignore[no-any-return]

    found = {"ours": Found(), "TRL": Found()}
    written: dict[str, list[float]] = {"ours": [], "TRL": []}
    for turn in range(rounds):
        chosen = texts[turn * PROMPTS : (turn + 1) * PROMPTS]
        prompts = [text for text in chosen for _ in range(GROUP)]
        for name, work in (("ours", our), ("TRL", their)):
            started = time.process_time()
            completions = work(prompts)
            found[name].seconds.append(time.process_time() - started)
            found[name].amounts.append(len(completions))
            written[name] += [len(row) for row in completions]
    for name, lengths in written.items():
        found[name].facts = {"tokens_mean": statistics.mean(lengths), "tokens_longest": max(lengths)}
    return found


def main() -> None:
    """Race, print tables, and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer steps")
    quick = parser.parse_args().quick
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench = prepare(folder, steps=100 if quick else 160, num_problems=6_000 if quick else 12_000)
        sft = race_sft(bench.first(12 if quick else 32), folder, rounds=2)
        report("SFT", "tokens/s", sft)
        trainer, tokenizer = ours(bench, folder / "taught", "muon")
        trainer.train()
        model = trainer.model.eval()
        rollouts = race_rollouts(bench, model, tokenizer, folder / "grpo", rounds=6 if quick else 12)
        report("rollouts", "completions/s", rollouts)
        texts = [render_prompt(problem.prompt) for problem in bench.pool.synthetic[:PROMPTS]]
        growth(MODEL, folder / "data", model, tokenizer, texts)
    speed = {who: one.speed for who, one in (sft | rollouts).items()}
    print(
        json.dumps(
            {
                "sft_ratio": round(speed["ours (muon)"] / speed["TRL defaults"], 2),
                "grpo_ratio": round(speed["ours"] / speed["TRL"], 2),
                "sft_tokens_per_s": round(speed["ours (muon)"]),
                "grpo_completions_per_s": round(speed["ours"], 1),
                "packing_ratio": round(speed["ours (adamw)"] / speed["TRL fp32, no checkpointing"], 2),
            }
        )
    )


if __name__ == "__main__":
    main()
