"""RL with verifiable rewards: the GRPO family through TRL's GRPOTrainer, or PPO of our own.

RL selects among behaviours that SFT put there; it does not teach sums the model never saw. So it starts
only where some rollouts pass and some fail, and the best model by held-out accuracy is kept, not the last.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from tasks.artifacts import digest_file
from tasks.models.folder import WEIGHTS
from tasks.params.training import GrpoParams
from tasks.records import Problem, from_dict
from tasks.rewards import Reward
from tasks.train.adapters import adapted, load_policy, merged
from tasks.train.checkpoints import committed
from tasks.train.curriculum import Chooser, Curriculum, InOrder
from tasks.train.exam import Exam
from tasks.train.flops import cost_of, rl_flops
from tasks.train.guards import Guards
from tasks.train.memory import memory_named
from tasks.train.meter import Meter
from tasks.train.ppo import PpoTrainer
from tasks.train.ranks import from_rank_0, is_rank, own_folder, rank, run_ranks
from tasks.train.rollouts import Rollouts
from tasks.train.rows import Pool, judged, read_pool, rl_problems
from tasks.train.run import CHECKPOINTS, run_trainer, save_result
from tasks.train.trl_grpo import grpo_trainer
from tasks.train.watch import Watch

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrpoReport:
    """What a run of RL did."""

    num_steps: int
    """Optimiser steps."""
    num_trained: int
    """Numbers that were learnt: all weights, or those of the adapter."""
    num_rollouts: int
    """Completions sampled and judged, those that dynamic sampling threw away included."""
    tokens: int
    """Their tokens, prompts included, padding not."""
    cpu_seconds: float
    """CPU time of the training loop with its held-out evaluations, over all attempts; work lost to a
    kill is not counted."""
    seconds: float
    """Wall time of the same."""
    tokens_per_s: float
    """`tokens / cpu_seconds`."""
    final_loss: float
    """Loss of the last step. GRPO's loss starts at 0 and says little."""
    best_step: int
    """The step whose weights are the result; 0 is the model RL started from."""
    sampled_pass_rate_before: float
    """Share of sampled rollouts on held-out problems that passed before the first step."""
    sampled_trace_share_before: float
    """Share of them that reasoned."""
    sampled_trace_accuracy_before: float
    """Share right among those that reasoned: what RL can reach by selection alone."""
    heldout_accuracy_before: float
    """Strict greedy accuracy on held-out problems of the training split, before the first step."""
    heldout_accuracy: float
    """The same of the result."""
    weights_sha256: str
    """Digest of `model/model.safetensors`."""
    stopped: str = ""
    """Why a guard ended the run before its last step; empty if none did."""


@memory_named("grpo")
def train_grpo(params: GrpoParams, *, data: Path, model: Path, out_dir: Path) -> GrpoReport:
    """Reward a model for right answers.

    A killed run goes on from its last committed checkpoint when called again with the same arguments,
    and ends, in fp32 on a CPU, with the very same weights.

    Args:
        params: The `grpo` section.
        data: A dataset folder.
        model: The directory of an sft step, or a model folder.
        out_dir: Receives `model/`, `metrics.jsonl`, `curves.png`, `samples.json`, `rollouts.jsonl` where
            batches are ours, and `checkpoints/` while it runs.

    Returns:
        Counts, times and held-out accuracy. A run that a guard ended is no error: the best weights so far
        are its result.

    Raises:
        TrainingError: the sampled pass rate lies outside [min_pass_rate, max_pass_rate], there is nothing
            to train on, a loss is not a finite number, or memory does not suffice.
        DataError, ModelError: an input is missing or damaged.
    """
    if params.launch.own_processes and not is_rank():
        committed(out_dir / CHECKPOINTS)  # what a crash left is deleted here, not by all ranks at once
        found = run_ranks("grpo", params, {"data": data, "model": model}, out_dir)
        return from_dict(GrpoReport, found, where=str(out_dir))
    torch.set_num_threads(params.num_threads)
    policy, tokenizer = load_policy(params, model)
    policy = adapted(params, policy)
    pool = read_pool(data, params.subtasks)
    num_batches = params.num_steps // params.updates_per_batch
    problems = rl_problems(pool, seed=params.seed, count=num_batches * params.prompts_per_step)

    reward, meter = Reward(tokenizer, params.reward), Meter()
    exam = Exam(params, policy, tokenizer, pool.heldout, reward=reward, out_dir=out_dir)
    rollouts = _rollouts(params, policy, tokenizer, pool, problems, reward, out_dir)
    watch = Watch(
        "grpo",
        out_dir=own_folder(out_dir),
        num_steps=params.num_steps,
        meter=meter,
        batch_of=lambda _: reward.last,
        tokens_of=(lambda _: rollouts.tokens) if rollouts else None,
        evaluate=lambda step: exam.sit(step, watch.write),
        eval_every=params.eval_every,
        guards=Guards(params.guards),
        flops=rl_flops(
            params,
            cost_of(policy),
            drawn=lambda: rollouts.measured.get("reward/groups_drawn", 1.0) if rollouts else 1.0,
        ),
        device=params.device,
        num_devices=params.launch.num_ranks,
    )
    trainer = _trainer(params, policy, tokenizer, problems, reward, rollouts, out_dir, watch)
    watch.write(0, {"eval/heldout_accuracy": from_rank_0(exam.before)})
    num_trained = sum(p.numel() for p in policy.parameters() if p.requires_grad)
    run_trainer(trainer, meter=meter, watch=watch)
    if rollouts:
        rollouts.catch_up(watch.last_step // params.updates_per_batch)
    if watch.stopped:
        log.warning("grpo stopped %s", watch.stopped)
    best_step, after = exam.restore_best()
    if not rank():
        save_result(merged(params, policy, model), tokenizer, out_dir)
    return GrpoReport(
        num_steps=watch.last_step,
        num_trained=num_trained,
        num_rollouts=rollouts.num_rollouts if rollouts else _sampled_by_trl(params, watch.last_step),
        tokens=int(meter.tokens),
        cpu_seconds=round(meter.cpu_seconds, 3),
        seconds=round(meter.seconds, 3),
        tokens_per_s=round(meter.tokens / max(meter.cpu_seconds, 1e-9), 1),
        final_loss=watch.final_loss,
        best_step=best_step,
        sampled_pass_rate_before=exam.start.pass_rate,
        sampled_trace_share_before=exam.start.trace_share,
        sampled_trace_accuracy_before=exam.start.trace_accuracy,
        heldout_accuracy_before=exam.before,
        heldout_accuracy=after,
        weights_sha256="" if rank() else digest_file(out_dir / "model" / WEIGHTS),
        stopped=watch.stopped,
    )


def _rollouts(
    params: GrpoParams,
    policy: Any,
    tokenizer: Any,
    pool: Pool,
    problems: list[Problem],
    reward: Reward,
    out_dir: Path,
) -> Rollouts | None:
    """Our own batches; none where TRL samples, or asks for samples in each of several processes."""
    if params.rollouts.engine != "shared" or is_rank():
        return None
    chooser: Chooser = InOrder(problems, params)
    if params.curriculum.enabled:
        chooser = Curriculum(judged(pool), params.curriculum, seed=params.seed)
    return Rollouts(params, policy, tokenizer, chooser=chooser, reward=reward, out_dir=out_dir)


def _trainer(
    params: GrpoParams,
    policy: Any,
    tokenizer: Any,
    problems: list[Problem],
    reward: Reward,
    rollouts: Rollouts | None,
    out_dir: Path,
    watch: Watch,
) -> Any:
    if params.algorithm == "ppo":
        assert rollouts is not None, "PPO's batches are ours"
        return PpoTrainer(params, policy, tokenizer, rollouts, out_dir=out_dir, watch=watch)
    return grpo_trainer(
        params, policy, tokenizer, problems, reward=reward, rollouts=rollouts, out_dir=out_dir, watch=watch
    )


def _sampled_by_trl(params: GrpoParams, steps: int) -> int:
    batches = -(-steps // params.updates_per_batch)
    return batches * params.prompts_per_step * params.group_size
