"""Rejection sampling: what a policy gets right, as worked traces to fine-tune on."""

import dataclasses
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import torch

from tasks.chat import END, parse_completion, render_prompt
from tasks.dataset import Split, write_dataset
from tasks.errors import TrainingError
from tasks.metrics import MetricsFile
from tasks.models.folder import load_model
from tasks.models.generate import Generation, generate
from tasks.params.rl import RejectParams
from tasks.records import Problem
from tasks.rewards.answer import score_completion
from tasks.seeds import rng_for, seed_for
from tasks.train.rows import judged, read_pool

PROBLEMS_AT_ONCE = 64
SHARD_ROWS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectReport:
    """What was sampled and kept."""

    num_problems: int
    """Problems asked."""
    num_samples: int
    """Completions judged."""
    pass_rate: float
    """Share of them that were right, short answers included."""
    num_kept: int
    """Traces kept: right, reasoned, and of one problem no two alike."""
    num_problems_kept: int
    """Problems with at least one."""


def sample_traces(params: RejectParams, *, data: Path, model: Path, out_dir: Path) -> RejectReport:
    """Let a policy answer training problems and keep its right traces.

    Args:
        params: The `reject` section.
        data: A dataset folder.
        model: The directory of a grpo step, or a model folder.
        out_dir: Becomes a dataset folder: its train split holds the kept traces as the solutions of their
            problems, and the watched problems as they are. It is an input for `sft`.

    Returns:
        Counts.

    Raises:
        TrainingError: nothing was kept, or the data lacks the subtasks.
        DataError, ModelError: an input is missing or damaged.
    """
    torch.set_num_threads(params.num_threads)
    policy, tokenizer = load_model(model, device=params.device)
    pool = read_pool(data, params.subtasks)
    problems = judged(pool)
    rng_for(params.seed, "reject", "problems").shuffle(problems)
    problems = problems[: params.num_problems]
    groups: dict[tuple[Split, str], list[Problem]] = defaultdict(list)
    num_right = num_kept = num_problems_kept = 0
    with MetricsFile(out_dir) as metrics:
        for start in range(0, len(problems), PROBLEMS_AT_ONCE):
            asked = problems[start : start + PROBLEMS_AT_ONCE]
            found = generate(
                policy,
                tokenizer,
                [render_prompt(problem.prompt) for problem in asked],
                max_new_tokens=params.max_completion_tokens,
                batch_size=PROBLEMS_AT_ONCE * params.samples,
                temperature=params.temperature,
                num_samples=params.samples,
                seed=seed_for(params.seed, "reject", "samples", start),
            )
            for problem, completions in zip(asked, found, strict=True):
                right = [_trace(problem, completion) for completion in completions]
                num_right += sum(trace is not None for trace in right)
                kept = list(dict.fromkeys(trace for trace in right if trace))[: params.keep]
                groups["train", problem.subtask] += [
                    dataclasses.replace(problem, steps=(), solution=trace, more_solutions=())
                    for trace in kept
                ]
                num_kept += len(kept)
                num_problems_kept += bool(kept)
            done = start + len(asked)
            metrics.write(done, of=len(problems), **{"reward/pass_rate": num_right / (done * params.samples)})
    if not num_kept:
        raise TrainingError(
            f"reject: none of {len(problems) * params.samples} completions was a right trace; train longer "
            "first (grpo.num_steps), or leave out reject.rounds (student.method = traces)"
        )
    for problem in pool.heldout:
        groups["train", problem.subtask].append(problem)
    write_dataset(out_dir, groups, shard_rows=SHARD_ROWS, facts={"kept": num_kept})
    return RejectReport(
        num_problems=len(problems),
        num_samples=len(problems) * params.samples,
        pass_rate=num_right / (len(problems) * params.samples),
        num_kept=num_kept,
        num_problems_kept=num_problems_kept,
    )


def _trace(problem: Problem, completion: Generation) -> str | None:
    """The think part of a right completion, empty for a right short answer; None for anything else."""
    text = completion.text + ("" if completion.truncated else END)
    if not score_completion(text, problem.answer).reward:
        return None
    parsed = parse_completion(completion.text)
    return parsed.think if parsed else None
