"""What `benchmarks.training` measures and how it shows it; how the time of training grows.

Times are processor seconds of this process: what a busy machine changes little.
"""

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch.nn.functional import cross_entropy

from tasks.dataset import write_dataset
from tasks.models.build import build_model
from tasks.models.folder import load_model
from tasks.models.rollout import rollout_prompts
from tasks.params.training import ModelParams
from tasks.problems import draw_problem
from tasks.records import Problem


@dataclass
class Found:
    """What one contestant did, over all rounds."""

    amounts: list[float] = field(default_factory=list)
    """Tokens or completions of each round."""
    seconds: list[float] = field(default_factory=list)
    """Processor time of each round."""
    facts: dict[str, float] = field(default_factory=dict)

    @property
    def speed(self) -> float:
        """Amount per processor second over all rounds."""
        return sum(self.amounts) / sum(self.seconds)


def report(title: str, unit: str, found: dict[str, Found]) -> None:
    """A table: the speed over all rounds, its range, and the facts."""
    print(f"\n{title} | {unit} | rounds | " + " | ".join(next(iter(found.values())).facts))
    for name, one in found.items():
        rounds = [amount / seconds for amount, seconds in zip(one.amounts, one.seconds, strict=True)]
        facts = " | ".join(f"{value:.3f}" for value in one.facts.values())
        print(f"{name} | {one.speed:,.0f} | {min(rounds):,.0f}-{max(rounds):,.0f} | {facts}")


def draw_data(folder: Path, subtasks: Sequence[str], num_problems: int) -> None:
    """A dataset of drawn training problems of levels 1 and 2."""
    drawn: dict[str, Problem] = {}
    for n in range(num_problems):
        subtask, index = subtasks[n % len(subtasks)], n // (2 * len(subtasks))
        level = 1 + n // len(subtasks) % 2
        problem = draw_problem(subtask, seed=7, split="train", level=level, index=index, language="en")
        drawn[problem.problem_id] = problem
    write_dataset(folder, {("train", "all"): list(drawn.values())}, shard_rows=4096, facts={})


def completion_loss(model: Any, batch: dict[str, Any]) -> Any:
    """Mean loss over the learnt tokens of a packed batch."""
    inputs = {name: value for name, value in batch.items() if name != "labels"}
    logits = model(**inputs, use_cache=False).logits[:, :-1]
    return cross_entropy(logits.flatten(0, 1), batch["labels"][:, 1:].flatten(), ignore_index=-100)


def processor_seconds(work: Callable[[], Any]) -> float:
    """Processor time of this process for a piece of work: what a busy machine changes little."""
    started = time.process_time()
    work()
    return time.process_time() - started


def growth(params: ModelParams, data: Path, model: Any, tokenizer: Any, texts: Sequence[str]) -> None:
    """Print how a step's time grows with parameters and row length, and rollouts with the group."""
    print("\nwidth x layers | parameters | forward and backward of 4,096 tokens, s")
    for width, layers in ((96, 3), (192, 3), (384, 6)):
        wide = params.model_copy(
            update={"hidden_size": width, "num_layers": layers, "mlp_size": 3 * width, "max_tokens": 512}
        )
        with tempfile.TemporaryDirectory() as folder:
            build_model(wide, data=data, out_dir=Path(folder))
            wider, _ = load_model(Path(folder))
        print(f"{width} x {layers} | {wider.num_parameters():,} | {step_seconds(wider, 128):.2f}")
    print("\ntokens in a row | forward and backward of 4,096 tokens, s")
    for length in (64, 128, 256, 512):
        print(f"{length} | {step_seconds(model, length):.2f}")
    print("\ngroup size | completions per processor second")
    for size in (1, 4, 8, 16, 32):
        prompts = [text for text in texts for _ in range(size)]
        seconds = processor_seconds(
            lambda prompts=prompts: rollout_prompts(  # type: ignore[misc]
                model,
                tokenizer,
                prompts,
                max_new_tokens=80,
                temperature=1.0,
                random=torch.Generator().manual_seed(1),
            )
        )
        print(f"{size} | {len(prompts) / seconds:.0f}")


def step_seconds(model: Any, length: int, *, tokens: int = 4096) -> float:
    """Processor time of one forward and backward over full rows; the better of two."""
    ids = torch.randint(10, 200, (tokens // length, length), generator=torch.Generator().manual_seed(0))
    batch = {"input_ids": ids, "labels": ids}
    return min(processor_seconds(lambda: completion_loss(model, batch).backward()) for _ in range(2))
