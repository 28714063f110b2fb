"""Held-out problems of the training split: how a run is watched. The evaluation split is never touched."""

from dataclasses import dataclass
from typing import Any

from tasks.chat import END, render_prompt
from tasks.models.generate import Generation, generate
from tasks.records import Problem
from tasks.rewards.answer import Score, score_completion

BATCH_SIZE = 192


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """What a policy does when it samples."""

    pass_rate: float
    """Share of rollouts that earn the reward."""
    trace_share: float
    """Share of rollouts that reason before they answer."""
    trace_accuracy: float
    """Share of those that are right; 0 if there are none."""
    short_accuracy: float
    """Share of the others that are right; 0 if there are none."""


def greedy_accuracy(model: Any, tokenizer: Any, problems: list[Problem], *, max_new_tokens: int) -> float:
    """Strict accuracy of the likeliest completions, 0-1."""
    scores = _scores(model, tokenizer, problems, max_new_tokens=max_new_tokens, temperature=0.0, seed=0)
    return sum(score.reward for score in scores) / len(scores)


def sample_policy(
    model: Any,
    tokenizer: Any,
    problems: list[Problem],
    *,
    max_new_tokens: int,
    temperature: float,
    num_samples: int,
    seed: int,
) -> Sampled:
    """Measure sampled rollouts, as RL will see them."""
    scores = _scores(
        model,
        tokenizer,
        problems,
        max_new_tokens=max_new_tokens,
        temperature=temperature,
        num_samples=num_samples,
        seed=seed,
    )
    traces = [score.reward for score in scores if score.reasoned]
    others = [score.reward for score in scores if not score.reasoned]
    return Sampled(
        pass_rate=_mean(traces + others),
        trace_share=len(traces) / len(scores),
        trace_accuracy=_mean(traces),
        short_accuracy=_mean(others),
    )


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _scores(
    model: Any,
    tokenizer: Any,
    problems: list[Problem],
    *,
    max_new_tokens: int,
    temperature: float,
    seed: int,
    num_samples: int = 1,
) -> list[Score]:
    found = generate(
        model,
        tokenizer,
        [render_prompt(problem.prompt) for problem in problems],
        max_new_tokens=max_new_tokens,
        batch_size=BATCH_SIZE,
        temperature=temperature,
        num_samples=num_samples,
        seed=seed,
    )
    return [
        score_completion(_whole(generation), problem.answer)
        for problem, group in zip(problems, found, strict=True)
        for generation in group
    ]


def _whole(generation: Generation) -> str:
    return generation.text + ("" if generation.truncated else END)
