"""What a GRPO step of a model with random weights spends its time on: a part of `benchmarks.training_gpu`."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from accelerate.state import AcceleratorState
from datasets import Dataset
from transformers import PrinterCallback
from trl import GRPOConfig, GRPOTrainer

from benchmarks.training_gpu_sft import LEARNING_RATE, Stopwatch, build, some_problems, synchronise
from tasks.chat import render_prompt
from tasks.models.folder import load_model
from tasks.models.rollout import rollout_prompts
from tasks.params.reward import RewardParams
from tasks.rewards import Reward

if TYPE_CHECKING:
    from benchmarks.training_gpu import Sizes

GROUP = 8


def grpo_split(sizes: "Sizes", folder: Path) -> dict[str, dict[str, float]]:
    """Seconds of a GRPO step: rollouts, judging, update; with our rollouts, and in all with TRL's own."""
    base = build(sizes.model, folder)
    print("\n| GRPO step, s | rollouts | judge | update | all |\n|---|---|---|---|---|")
    found = {}
    for name, own in (("our rollouts", True), ("TRL's own", False)):
        found[name] = _grpo_step(sizes, base, folder / name, own_rollouts=own)
        cells = (
            f"{found[name][key]:.3f}" if key in found[name] else "-"
            for key in ("rollouts", "judge", "update", "all")
        )
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    return found


def _grpo_step(sizes: "Sizes", base: Path, out_dir: Path, *, own_rollouts: bool) -> dict[str, float]:
    """Means over the timed steps."""
    AcceleratorState._reset_state(True)
    policy, tokenizer = load_model(base, device=sizes.device)
    reward, random = Reward(tokenizer, RewardParams()), torch.Generator(sizes.device).manual_seed(1)
    spent: dict[str, list[float]] = {"rollouts": [], "judge": []}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        synchronise(sizes.device)
        began = time.perf_counter()
        result = work()
        synchronise(sizes.device)
        spent[name].append(time.perf_counter() - began)
        return result

    def rollouts(prompts: list[str], _: Any) -> Any:
        with torch.autocast(sizes.device, torch.bfloat16, enabled=sizes.device == "cuda"):
            return timed(
                "rollouts",
                lambda: rollout_prompts(
                    policy,
                    tokenizer,
                    prompts,
                    max_new_tokens=sizes.new_tokens,
                    temperature=1.0,
                    random=random,
                ),
            )

    def judge(**batch: Any) -> Any:
        return timed("judge", lambda: reward(**batch))

    judge.__name__ = "answer"  # TRL names its metrics after it
    num_steps, problems = sizes.warm + sizes.steps, some_problems(64)
    chosen = [problems[n % len(problems)] for n in range(num_steps * sizes.prompts)]
    arguments = GRPOConfig(
        output_dir=str(out_dir),
        per_device_train_batch_size=sizes.prompts * GROUP,
        num_generations=GROUP,
        max_completion_length=sizes.new_tokens,
        max_steps=num_steps,
        learning_rate=LEARNING_RATE,
        use_cpu=sizes.device == "cpu",
        bf16=sizes.device == "cuda",
        gradient_checkpointing=sizes.device == "cuda",  # of 128 rollouts at once
        save_strategy="no",
        report_to=[],
        disable_tqdm=True,
    )
    trainer = GRPOTrainer(
        policy,
        reward_funcs=judge,
        args=arguments,
        train_dataset=Dataset.from_dict(
            {
                "prompt": [render_prompt(problem.prompt) for problem in chosen],
                "answer": [problem.answer for problem in chosen],
            }
        ),
        processing_class=tokenizer,
        rollout_func=rollouts if own_rollouts else None,
    )
    watch = Stopwatch(sizes.device, sizes.warm)
    trainer.add_callback(watch)
    trainer.remove_callback(PrinterCallback)
    trainer.train()
    found = {name: sum(times[sizes.warm :]) / sizes.steps for name, times in spent.items() if times}
    found["all"] = watch.seconds / sizes.steps
    if own_rollouts:
        found["update"] = found["all"] - found["rollouts"] - found["judge"]
    return {name: round(value, 4) for name, value in found.items()}
