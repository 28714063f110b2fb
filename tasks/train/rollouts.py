"""Rollouts: problems chosen, completions sampled and judged, groups without signal replaced.

A batch is a function of (settings, weights, batch number, results of earlier batches). The results are in
`rollouts.jsonl`, one line for each batch; after a kill the lines of earlier batches are read back, and of a
batch done again the later line counts.
"""

import json
import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasks.chat import render_prompt
from tasks.errors import TrainingError
from tasks.models.generate import generate_ids
from tasks.params.training import GrpoParams
from tasks.records import Problem
from tasks.rewards import Reward
from tasks.seeds import seed_for
from tasks.train.curriculum import Chooser, Results, cell_of

LOG = "rollouts.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollout:
    """One completion of one problem."""

    problem: Problem
    prompt_ids: list[int]
    completion_ids: list[int]
    """The end token included, unless it was cut."""
    reward: float


class Rollouts:
    """Where RL gets its batches from."""

    def __init__(
        self,
        params: GrpoParams,
        policy: Any,
        tokenizer: Any,
        *,
        chooser: Chooser,
        reward: Reward,
        out_dir: Path,
        generate: Callable[..., list[list[int]]] = generate_ids,
    ) -> None:
        """Sample from `policy` as it is when asked.

        Args:
            params: The `grpo` section.
            policy: The model that learns.
            tokenizer: Its tokenizer.
            chooser: Says which problems come.
            reward: Judges completions.
            out_dir: Receives `rollouts.jsonl`.
            generate: Completes token ids; tests put another policy in its place.
        """
        self._params, self._policy, self._tokenizer = params, policy, tokenizer
        self._chooser, self._reward, self._generate = chooser, reward, generate
        self._path = out_dir / LOG
        self._read = False
        self.num_rollouts = 0
        """Completions sampled so far, replaced ones included."""
        self.tokens = 0
        """Their tokens, prompts included."""
        self.measured: dict[str, float] = {}
        """What the reward measured in the last batch: means over all its rollouts, replaced ones included."""

    def draw(self, batch: int, *, temperature: float) -> list[list[Rollout]]:
        """The groups of a batch.

        Args:
            batch: Its number, from 0. The first call may ask for any; later ones ask for the next.
            temperature: Sampling temperature.

        Returns:
            `prompts_per_step` groups of `group_size` rollouts.

        Raises:
            DataError: the judge cannot read a reference.
        """
        self.catch_up(batch)
        wanted = self._params.prompts_per_step
        taught: list[list[Rollout]] = []
        equal: list[list[Rollout]] = []
        sums: dict[str, float] = defaultdict(float)
        for attempt in range(1 + self._params.refill_rounds):
            problems = self._chooser.choose(batch, attempt, wanted - len(taught))
            for group in self._play(problems, batch, attempt, temperature, sums):
                (taught if has_signal(group) else equal).append(group)
            if len(taught) == wanted:
                break
        groups = taught + equal
        self.measured = {name: total / len(groups) for name, total in sums.items()}
        self.measured["reward/groups_drawn"] = len(groups) / wanted
        self._note(batch, groups)
        return groups[:wanted]

    def catch_up(self, batch: int) -> None:
        """Learn, once, from what an earlier attempt wrote of the batches before `batch`; forget the rest.

        Raises:
            TrainingError: a batch before it is not there.
        """
        if self._read:
            return
        self._read = True
        rows: dict[int, dict[str, Any]] = {}
        if self._path.is_file():
            for line in self._path.read_bytes().split(b"\n")[:-1]:  # a line without its end was cut by a kill
                row = json.loads(line)
                rows[row["batch"]] = row
        lost = [number for number in range(batch) if number not in rows]
        if lost:
            raise TrainingError(
                f"{self._path}: batch {lost[0]} is missing, and the run goes on from batch {batch}; delete "
                f"{self._path.parent} and start it again"
            )
        before = [rows[number] for number in range(batch)]
        self._path.write_text("".join(json.dumps(row) + "\n" for row in before), encoding="utf-8")
        for row in before:
            self._learn(row)

    def _play(
        self, problems: list[Problem], batch: int, attempt: int, temperature: float, sums: dict[str, float]
    ) -> list[list[Rollout]]:
        """Sample and judge a group for each problem."""
        size = self._params.group_size
        asked = [problem for problem in problems for _ in range(size)]
        prompts = [render_prompt(problem.prompt) for problem in asked]
        prompt_ids = self._tokenizer(prompts)["input_ids"]
        completion_ids = self._generate(
            self._policy,
            self._tokenizer,
            prompt_ids,
            max_new_tokens=self._params.max_completion_tokens,
            batch_size=len(asked),
            temperature=temperature,
            seed=seed_for(self._params.seed, "grpo", "rollouts", batch, attempt),
        )

        def add(name: str, value: float) -> None:
            sums[name] += value * len(problems)

        earned = self._reward(
            prompts=prompts,
            completion_ids=completion_ids,
            answer=[problem.answer for problem in asked],
            log_metric=add,
        )
        rollouts = [
            Rollout(problem=problem, prompt_ids=asked_ids, completion_ids=ids, reward=value)
            for problem, asked_ids, ids, value in zip(asked, prompt_ids, completion_ids, earned, strict=True)
        ]
        return [rollouts[n : n + size] for n in range(0, len(rollouts), size)]

    def _note(self, batch: int, groups: list[list[Rollout]]) -> None:
        """Write down a batch, then learn from what was written."""
        cells: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for rollout in (rollout for group in groups for rollout in group):
            cell = cells[cell_of(rollout.problem)]
            cell[0] += 1
            cell[1] += (
                rollout.reward > 0
            )  # under every reward a right answer earns more than 0, no other does
        row = {
            "batch": batch,
            "tokens": sum(len(r.prompt_ids) + len(r.completion_ids) for group in groups for r in group),
            "cells": dict(sorted(cells.items())),
        }
        with self._path.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row) + "\n")
            out.flush()
            os.fsync(out.fileno())  # no checkpoint may outlive the batches it was made of
        self._learn(row)

    def _learn(self, row: dict[str, Any]) -> None:
        results: Results = {name: (rollouts, passed) for name, (rollouts, passed) in row["cells"].items()}
        self.num_rollouts += sum(rollouts for rollouts, _ in results.values())
        self.tokens += row["tokens"]
        self._chooser.learn(results)


def has_signal(group: list[Rollout]) -> bool:
    """Whether its rollouts earned different rewards: only then has a group advantages that are not 0."""
    rewards = [rollout.reward for rollout in group]
    return max(rewards) - min(rewards) > 1e-9
