"""Who is compared in `benchmarks.training`: trainers over the same model, rows, batches, rates and steps."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from accelerate.state import AcceleratorState
from datasets import Dataset
from trl import GRPOConfig, GRPOTrainer, SFTConfig, SFTTrainer

from benchmarks.training_measures import completion_loss, draw_data
from tasks.chat import render_prompt
from tasks.models.build import build_model
from tasks.models.folder import load_model
from tasks.models.rollout import rollout_prompts
from tasks.params.training import GrpoParams, ModelParams, SftParams
from tasks.rewards import Reward
from tasks.train.heldout import greedy_accuracy
from tasks.train.meter import Meter
from tasks.train.packing import PackingCollator
from tasks.train.rows import Pool, Rows, read_pool, rl_problems, sft_rows
from tasks.train.sft import make_trainer
from tasks.train.watch import Watch

SUBTASKS = ("arithmetic.chain", "algebra.linear", "number_theory.modular")
MODEL = ModelParams(vocab_size=512)
SFT = SftParams(batch_size=128, real_share=0.0, warmup_steps=5)
PROMPTS, GROUP, NEW_TOKENS = 16, 8, 80
RL = GrpoParams(
    prompts_per_step=PROMPTS, group_size=GROUP, max_completion_tokens=NEW_TOKENS, learning_rate=2e-4
)
HELD_OUT = 600
"""Problems that accuracy is measured on."""


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
    draw_data(folder / "data", SUBTASKS, num_problems)
    build_model(MODEL, data=folder / "data", out_dir=folder / "base")
    _, tokenizer = load_model(folder / "base")
    pool = read_pool(folder / "data", SUBTASKS)
    rows = sft_rows(pool, tokenizer, SFT.model_copy(update={"num_steps": steps}))
    return Bench(base=folder / "base", pool=pool, rows=rows)


def ours(bench: Bench, folder: Path, optimizer: str) -> tuple[Any, Any]:
    """(trainer, tokenizer) as `train_sft` makes it; AdamW at the rate that TRL's contestants have."""
    params = SFT.model_copy(update={"num_steps": bench.steps, "optimizer": optimizer, "save_every": 10**6})
    AcceleratorState._reset_state(True)  # or bf16 would be what the first trainer of the process said
    policy, tokenizer = load_model(bench.base)
    watch = Watch("sft", out_dir=folder, num_steps=bench.steps, meter=Meter(), batch_of=lambda _: [])
    return make_trainer(params, policy, tokenizer, bench.rows, folder, watch), tokenizer


def theirs(bench: Bench, folder: Path, changes: dict[str, Any]) -> tuple[Any, Any]:
    """(trainer, tokenizer) of TRL, defaults but for what both must share: batch, rate, schedule, steps."""
    AcceleratorState._reset_state(True)
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
    held = Pool(synthetic=bench.pool.heldout[:HELD_OUT], real=[], heldout=[])
    rows = sft_rows(held, tokenizer, SFT.model_copy(update={"num_steps": 1, "batch_size": 200}))
    batch = PackingCollator(tokenizer.pad_token_id)(
        [{"input_ids": rows.input_ids[n], "labels": rows.labels[n]} for n in rows.order]
    )
    with torch.no_grad():
        loss = completion_loss(model.eval(), batch).item()
    accuracy = greedy_accuracy(model, tokenizer, held.synthetic, max_new_tokens=NEW_TOKENS)
    return {"heldout_loss": loss, "heldout_accuracy": accuracy}


def grpo(bench: Bench, taught: Path, folder: Path, *, steps: int, own_rollouts: bool) -> tuple[Any, Any]:
    """(trainer, tokenizer) of TRL's GRPOTrainer with the tiny profile's settings and our 0/1 reward.

    Args:
        bench: Data.
        taught: The model that RL starts from.
        folder: Of the trainer.
        steps: Optimiser steps.
        own_rollouts: Completions come from `rollout_prompts` through TRL's `rollout_func`, instead of from
            its own generation. Nothing else differs.
    """
    AcceleratorState._reset_state(True)
    policy, tokenizer = load_model(taught)
    random = torch.Generator().manual_seed(1)

    def rollouts(prompts: list[str], _: Any) -> dict[str, list[Any]]:
        return rollout_prompts(
            policy, tokenizer, prompts, max_new_tokens=NEW_TOKENS, temperature=1.0, random=random
        )

    problems = rl_problems(bench.pool, seed=1, count=steps * PROMPTS)
    arguments = GRPOConfig(
        output_dir=str(folder),
        per_device_train_batch_size=PROMPTS * GROUP,
        num_generations=GROUP,
        max_completion_length=NEW_TOKENS,
        max_steps=steps,
        learning_rate=RL.learning_rate,
        lr_scheduler_type="constant_with_warmup",
        warmup_steps=RL.warmup_steps,
        loss_type=RL.loss_type,
        scale_rewards=RL.scale_rewards,
        epsilon_high=RL.epsilon_high,
        max_grad_norm=RL.max_grad_norm,
        shuffle_dataset=False,
        use_cpu=True,
        bf16=False,
        gradient_checkpointing=False,
        save_strategy="no",
        report_to=[],
        disable_tqdm=True,
    )
    table = {
        "prompt": [render_prompt(problem.prompt) for problem in problems],
        "answer": [problem.answer for problem in problems],
    }
    trainer = GRPOTrainer(
        policy,
        reward_funcs=Reward(tokenizer, RL.reward),
        args=arguments,
        train_dataset=Dataset.from_dict(table),
        processing_class=tokenizer,
        rollout_func=rollouts if own_rollouts else None,
    )
    return trainer, tokenizer
