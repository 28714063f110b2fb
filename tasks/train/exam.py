"""How the policy of RL is watched: held-out accuracy, its best weights, and rollouts for people to read.

In several processes rank 0 measures and writes; the others learn the accuracy from it.
"""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tasks.artifacts import write_json
from tasks.errors import TrainingError
from tasks.params.training import GrpoParams
from tasks.records import Problem, from_dict, to_dict
from tasks.rewards import Reward
from tasks.rewards.alarm import Alarm
from tasks.seeds import seed_for
from tasks.train.best import BestModel
from tasks.train.heldout import Sampled, greedy_accuracy, sample_policy
from tasks.train.ranks import from_rank_0, rank
from tasks.train.run import CHECKPOINTS
from tasks.train.samples import keep_samples

START = "start.json"
START_SAMPLES = 4
"""Rollouts for each held-out problem when the policy is measured before RL."""


class Exam:
    """Held-out problems that the policy answers before, during and after RL."""

    def __init__(
        self,
        params: GrpoParams,
        policy: Any,
        tokenizer: Any,
        problems: list[Problem],
        *,
        reward: Reward,
        out_dir: Path,
    ) -> None:
        """Measure the policy as it is.

        Args:
            params: The `grpo` section.
            policy: What will learn.
            tokenizer: Its tokenizer.
            problems: Held-out problems of the training split; the first `eval_problems` are asked.
            reward: Tells what training rollouts earned between two exams.
            out_dir: Receives `start.json`, `samples.json` and the best weights, under `checkpoints/`.

        Raises:
            TrainingError: the sampled pass rate lies outside [min_pass_rate, max_pass_rate].
        """
        self._params, self._policy, self._tokenizer = params, policy, tokenizer
        self._problems = problems[: params.eval_problems]
        self._reward, self._out_dir = reward, out_dir
        self.start = self._start()
        """What it does when it samples."""
        self.before = self._accuracy()
        """Its strict greedy accuracy; NaN but on rank 0."""
        self._best = BestModel(out_dir / CHECKPOINTS, policy, tokenizer)
        self._alarm = Alarm(self.before)
        if not rank():
            self._best.offer(0, self.before)

    def sit(self, step: int, write: Callable[[int, dict[str, float]], None]) -> float:
        """Measure the policy after a step, keep its weights if they are the best, and some rollouts.

        Args:
            step: The step.
            write: Receives the metric `reward/alarm`.

        Returns:
            Strict greedy accuracy, the same on all ranks.
        """
        found = self._accuracy()
        if not rank():
            self._best.offer(step, found)
            write(step, {"reward/alarm": self._alarm.look(self._reward.take_mean(), found)})
            keep_samples(self._out_dir, step, self._reward.last)
        return from_rank_0(found)

    def restore_best(self) -> tuple[int, float]:
        """Put the best weights into the policy of rank 0; their step and accuracy."""
        return (0, math.nan) if rank() else self._best.restore()

    def _accuracy(self) -> float:
        if rank():
            return math.nan
        longest = self._params.max_completion_tokens
        return greedy_accuracy(self._policy, self._tokenizer, self._problems, max_new_tokens=longest)

    def _start(self) -> Sampled:
        """What the policy does before RL, measured once; refused where RL has nothing to select."""
        if rank():
            nothing = math.nan
            return Sampled(
                pass_rate=nothing, trace_share=nothing, trace_accuracy=nothing, short_accuracy=nothing
            )
        path = self._out_dir / START
        if path.is_file():
            return from_dict(Sampled, json.loads(path.read_bytes()), where=str(path))
        found = sample_policy(
            self._policy,
            self._tokenizer,
            self._problems,
            max_new_tokens=self._params.max_completion_tokens,
            temperature=self._params.temperature,
            num_samples=START_SAMPLES,
            seed=seed_for(self._params.seed, "grpo", "start"),
        )
        refuse_hopeless(self._params, found)
        write_json(path, to_dict(found))
        return found


def refuse_hopeless(params: GrpoParams, found: Sampled) -> None:
    """Do not start where RL has nothing to select.

    Raises:
        TrainingError: the pass rate lies outside [min_pass_rate, max_pass_rate].
    """
    facts = (
        f"sampled pass rate {found.pass_rate:.3f} (traces {found.trace_share:.2f} of the rollouts, right "
        f"{found.trace_accuracy:.2f}; short answers right {found.short_accuracy:.2f})"
    )
    if found.pass_rate < params.min_pass_rate:
        raise TrainingError(
            f"grpo: {facts} is below grpo.min_pass_rate = {params.min_pass_rate}: there is nothing to "
            "select. Train longer first (raise sft.num_steps), or lower the setting."
        )
    if found.pass_rate > params.max_pass_rate:
        raise TrainingError(
            f"grpo: {facts} is above grpo.max_pass_rate = {params.max_pass_rate}: there is nothing to gain. "
            "Add harder levels (synthesize.levels), or raise the setting."
        )
