"""SFT and RL beside TRL's: `python -m benchmarks.training [--quick]`.

Same model (the tiny profile's, from scratch), same rows, one torch thread each, in one process; times are
processor seconds.
Speed of SFT: tokens of rows, padding not counted, per second of `trainer.train()`, in turns. Contestants: SFT
as the tiny profile trains; the same with AdamW, TRL's optimiser, so that packing is what differs; TRL with
all its defaults; and TRL without bf16 and activation checkpointing, which it turns on even on a CPU, so that
padding is what differs.
What SFT learns: the first three train for the same, larger number of steps, then answer held-out problems.
Speed of rollouts: completions per second of a GRPO step's prompts, by `rollout_prompts` and by the generation
of TRL's own GRPOTrainer, in turns, from the model that our SFT taught. What RL learns: TRL's GRPOTrainer for
the same number of steps from that model, with our rollouts and with its own.
Then how time grows. The last line is JSON; its ratios are against TRL's defaults.
"""

import argparse
import json
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from datasets import disable_progress_bars
from transformers import PrinterCallback

from benchmarks.training_contestants import (
    GROUP,
    HELD_OUT,
    MODEL,
    NEW_TOKENS,
    PROMPTS,
    Bench,
    grpo,
    heldout,
    ours,
    prepare,
    theirs,
)
from benchmarks.training_measures import Found, growth, processor_seconds, report
from tasks.chat import render_prompt
from tasks.models.folder import load_model
from tasks.models.rollout import rollout_prompts

Maker = Callable[[Bench, Path], tuple[Any, Any]]
"""Makes (trainer, tokenizer)."""

SFT_CONTESTANTS: dict[str, Maker] = {
    "ours (muon)": lambda bench, out_dir: ours(bench, out_dir, "muon"),
    "ours (adamw)": lambda bench, out_dir: ours(bench, out_dir, "adamw"),
    "TRL defaults": lambda bench, out_dir: theirs(bench, out_dir, {}),
    "TRL fp32, no checkpointing": lambda bench, out_dir: theirs(
        bench, out_dir, {"bf16": False, "gradient_checkpointing": False}
    ),
}
LEARNERS = ("TRL defaults", "ours (adamw)", "ours (muon)")
"""Contestants of the long run, in this order; RL starts from the last."""


def race_sft(bench: Bench, folder: Path, rounds: int) -> dict[str, Found]:
    """All contestants in turns."""
    found = {name: Found() for name in SFT_CONTESTANTS}
    for turn in range(rounds):
        for name, make in SFT_CONTESTANTS.items():
            trainer, _ = make(bench, folder / f"{turn}-{name}")
            found[name].seconds.append(_seconds_of(trainer))
            found[name].amounts.append(bench.rows.tokens())
    return found


def learn_sft(bench: Bench, folder: Path, names: Sequence[str]) -> tuple[dict[str, Found], Path]:
    """What each has learnt after the same steps; and the folder of the last one's model."""
    found = {}
    for name in names:
        trainer, tokenizer = SFT_CONTESTANTS[name](bench, folder / name)
        seconds = _seconds_of(trainer)
        facts = {"seconds": seconds, **heldout(bench, trainer.model, tokenizer)}
        found[name] = Found(amounts=[bench.rows.tokens()], seconds=[seconds], facts=facts)
    trainer.model.save_pretrained(folder / "taught")
    tokenizer.save_pretrained(folder / "taught")
    return found, folder / "taught"


def learn_grpo(bench: Bench, taught: Path, folder: Path, steps: int) -> dict[str, Found]:
    """GRPO from the taught model with either generation: completions/s of whole steps, and what it learns."""
    found = {}
    for name, own in (("GRPO, our rollouts", True), ("GRPO, TRL's own", False)):
        trainer, tokenizer = grpo(bench, taught, folder / name, steps=steps, own_rollouts=own)
        before = heldout(bench, trainer.model, tokenizer)["heldout_accuracy"]
        seconds = _seconds_of(trainer)
        rewards = [row["reward"] for row in trainer.state.log_history if "reward" in row]
        facts = {
            "accuracy_before": before,
            **heldout(bench, trainer.model, tokenizer),
            "reward_last_5": statistics.mean(rewards[-5:]),
        }
        found[name] = Found(amounts=[steps * PROMPTS * GROUP], seconds=[seconds], facts=facts)
    return found


def race_rollouts(bench: Bench, taught: Path, folder: Path, rounds: int) -> dict[str, Found]:
    """A GRPO step's completions, by our rollouts and by TRL's GRPOTrainer, in turns."""
    trainer, tokenizer = grpo(bench, taught, folder, steps=rounds, own_rollouts=False)
    model = trainer.model.eval()
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
    texts = trainer.train_dataset["prompt"]
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


def _seconds_of(trainer: Any) -> float:
    trainer.remove_callback(PrinterCallback)
    return processor_seconds(trainer.train)


def main() -> None:
    """Race, learn, print tables, and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--quick", action="store_true", help="fewer steps: a minute, and no accuracies to tell"
    )
    quick = parser.parse_args().quick
    warnings.simplefilter("ignore")
    disable_progress_bars()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench = prepare(folder, steps=50 if quick else 250, num_problems=4_000 if quick else 27_000)
        sft = race_sft(bench.first(3 if quick else 16), folder, rounds=2)
        report("SFT", "tokens/s", sft)
        learnt, taught = learn_sft(bench, folder / "sft", LEARNERS[-1:] if quick else LEARNERS)
        problems = len(bench.pool.heldout[:HELD_OUT])
        report(f"SFT, {bench.steps} steps, {problems} held-out problems", "tokens/s", learnt)
        rollouts = race_rollouts(bench, taught, folder / "rollouts", rounds=4 if quick else 12)
        report("rollouts", "completions/s", rollouts)
        steps = 1 if quick else 30
        rl = learn_grpo(bench, taught, folder / "grpo", steps)
        report(f"{steps} GRPO steps", "completions/s of whole steps", rl)
        if not quick:
            model, tokenizer = load_model(taught)
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
                "heldout_accuracy": {
                    who: round(one.facts["heldout_accuracy"], 4) for who, one in (learnt | rl).items()
                },
            }
        )
    )


if __name__ == "__main__":
    main()
