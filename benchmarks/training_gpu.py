"""Training on one GPU: `python -m benchmarks.training_gpu [--device cpu] [--quick] [--parts sft grpo]`.

sft: tokens/s and MFU (of the device's dense bf16 peak, see `tasks.train.flops`) of a model of half a billion
random weights on rows of 4,096 tokens, and on short rows, which are packed: as `sft` trains, compiled, with
activations computed again, with flex attention, and TRL with its defaults. The aim is 50 % and more than TRL.
grpo: what a step of GRPO of that model spends on rollouts, on judging and on the update.
scratch: a model of 27 million parameters from scratch, SFT and then RL on drawn problems of all domains,
about ten minutes; accuracy by domain and level after each, as Markdown.

Times are wall times, the device synchronised. With `--device cpu` every line of this runs, with sizes that a
CPU can do; its figures tell nothing about a GPU. The last line is JSON.
"""

import argparse
import json
import tempfile
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from datasets import disable_progress_bars

from benchmarks.training_gpu_grpo import grpo_split
from benchmarks.training_gpu_scratch import ScratchSizes, from_scratch
from benchmarks.training_gpu_sft import race_sft
from tasks.params.training import GrpoParams, ModelParams, SftParams


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """What is measured, on what."""

    device: str
    model: ModelParams
    """Of `sft` and `grpo`: `vocab_size` counts, though the tokenizer has less."""
    row: int
    """Tokens of a row."""
    rows: int
    """Such rows in a step of SFT."""
    warm: int
    """Steps before the clock starts."""
    steps: int
    """Steps it runs for."""
    prompts: int
    """Of a GRPO step; 8 completions each."""
    new_tokens: int
    """Of a completion, which random weights never end."""
    scratch: ScratchSizes


GPU = Sizes(
    device="cuda",
    model=ModelParams(
        vocab_size=32_768,
        hidden_size=1_280,
        num_layers=24,
        head_dim=64,
        mlp_size=3_840,
        initializer_range=0.02,
        max_tokens=4_096,
    ),
    row=4_096,
    rows=8,
    warm=10,
    steps=20,
    prompts=16,
    new_tokens=512,
    scratch=ScratchSizes(
        model=ModelParams(
            vocab_size=2_048, hidden_size=512, num_layers=8, head_dim=64, mlp_size=1_536, max_tokens=512
        ),
        sft=SftParams(
            device="cuda", subtasks=(), num_steps=2_000, batch_size=384, max_tokens=384, real_share=0.0
        ),
        grpo=GrpoParams(
            device="cuda",
            subtasks=(),
            num_steps=40,
            prompts_per_step=128,
            max_completion_tokens=192,
            min_pass_rate=0.0,
            eval_problems=600,
        ),
        levels=(1, 2, 3),
        train_problems=80_000,
        eval_problems=10,
    ),
)
"""About 0.55 billion and 27 million parameters, for 139 GiB of memory."""

CPU = Sizes(
    device="cpu",
    model=ModelParams(vocab_size=600, max_tokens=256),
    row=128,
    rows=4,
    warm=1,
    steps=2,
    prompts=2,
    new_tokens=16,
    scratch=ScratchSizes(
        model=ModelParams(vocab_size=400, hidden_size=32, num_layers=1, head_dim=16, mlp_size=64),
        sft=SftParams(subtasks=(), num_steps=8, batch_size=16, real_share=0.0, eval_problems=8, log_every=4),
        grpo=GrpoParams(
            subtasks=(),
            num_steps=2,
            prompts_per_step=2,
            max_completion_tokens=12,
            min_pass_rate=0.0,
            eval_problems=8,
        ),
        subtasks=("arithmetic.chain", "algebra.linear"),
        levels=(1, 2),
        train_problems=400,
        eval_problems=4,
    ),
)
"""Every code path in a minute."""


def halved(sizes: Sizes) -> Sizes:
    """For --quick: fewer steps of everything."""
    scratch = sizes.scratch
    return replace(
        sizes,
        warm=max(1, sizes.warm // 2),
        steps=max(1, sizes.steps // 2),
        scratch=replace(
            scratch,
            sft=scratch.sft.model_copy(update={"num_steps": max(4, scratch.sft.num_steps // 10)}),
            grpo=scratch.grpo.model_copy(update={"num_steps": max(2, scratch.grpo.num_steps // 10)}),
        ),
    )


def main() -> None:
    """Measure what is asked for, print tables, and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--quick", action="store_true", help="fewer steps")
    parser.add_argument("--parts", nargs="+", choices=("sft", "grpo", "scratch"), help="default: all")
    asked = parser.parse_args()
    if asked.device == "cuda" and not torch.cuda.is_available():
        parser.error("no CUDA device here; --device cpu runs the same code with tiny sizes")
    warnings.simplefilter("ignore")
    disable_progress_bars()
    sizes = GPU if asked.device == "cuda" else CPU
    sizes = halved(sizes) if asked.quick else sizes
    if asked.device == "cpu":
        torch.set_num_threads(1)
    found: dict[str, Any] = {"device": torch.cuda.get_device_name() if asked.device == "cuda" else "cpu"}
    with tempfile.TemporaryDirectory() as name:
        for part in asked.parts or ("sft", "grpo", "scratch"):
            folder = Path(name) / part
            if part == "sft":
                found["sft"] = race_sft(sizes, folder)
            elif part == "grpo":
                found["grpo"] = grpo_split(sizes, folder)
            else:
                found["scratch"] = from_scratch(sizes.scratch, folder)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
