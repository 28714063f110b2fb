"""How much arithmetic training does, and what share of the device's best that is (MFU).

Counted is what the model needs, not what the hardware happens to do: padding, activations computed again,
and caches that save a second reading change nothing. A token of a row of S tokens costs

    forward    2 N + 4 L A S
    backward   2 N + 2 N' + 8 L A S

with N weights that are multiplied with (the head counts, an input embedding of its own does not), N' of them
learnt, L layers, and A = heads x width of a head. Attention is not halved for causality. With N' = N that is
6 N + 12 L A S, as in PaLM, arXiv 2204.02311, appendix B, which also defines MFU.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from tasks.params.training import GrpoParams

PEAKS = {
    "B200": 2250e12,
    "GH200": 989e12,
    "H200 NVL": 835e12,
    "H200": 989e12,
    "H100 NVL": 835e12,
    "H100 PCIe": 756e12,
    "H100": 989e12,
    "A100": 312e12,
    "A40": 150e12,
    "A10": 125e12,
    "L40S": 362e12,
    "L40": 181e12,
    "L4": 121e12,
    "RTX 4090": 165e12,
    "RTX 3090": 71e12,
}
"""Words in a device's name -> FLOP/s of dense bf16 with fp32 sums, from NVIDIA's data sheets (half of what
they print with sparsity). The first that fits counts."""

NOT_WHOLE = ("MIG", "Laptop", "D")
"""Words that say a device is less than its name."""

StepFlops = Callable[[int, float], float]
"""(step, tokens of the step) -> its FLOPs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a model's tokens cost, in FLOPs."""

    weights: int
    """N."""
    learnt: int
    """N'."""
    attention: int
    """L x A."""

    def forward(self, tokens: float, row: float) -> float:
        """Reading or writing `tokens` tokens of rows of `row` tokens."""
        return tokens * (2 * self.weights + 4 * self.attention * row)

    def learn(self, tokens: float, row: float) -> float:
        """Forward and backward."""
        backward = 2 * self.weights + 2 * self.learnt + 8 * self.attention * row
        return self.forward(tokens, row) + tokens * backward


def cost_of(model: Any, *, all_weights: bool = True) -> Cost:
    """The cost of a decoder of transformers.

    Args:
        model: The model.
        all_weights: False when only an adapter will learn, as it is anyway where the weights are frozen; its
            own few weights are left out.
    """
    config = model.config.get_text_config()
    weights, embedding = model.num_parameters(), model.get_input_embeddings().weight
    if not config.tie_word_embeddings:
        weights -= embedding.numel()
    head = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    return Cost(
        weights=weights,
        learnt=weights if all_weights and embedding.requires_grad else 0,
        attention=config.num_hidden_layers * config.num_attention_heads * head,
    )


def sft_flops(cost: Cost, batches: Sequence[Sequence[int]]) -> StepFlops:
    """FLOPs of each step of SFT.

    Args:
        cost: Of the model.
        batches: Tokens of each row of each step; rows see only themselves, packed or not.
    """
    totals = [sum(cost.learn(size, size) for size in batch) for batch in batches]
    return lambda step, _: totals[step - 1]


def rl_flops(params: GrpoParams, cost: Cost, drawn: Callable[[], float] = lambda: 1.0) -> StepFlops:
    """FLOPs of each step of RL.

    A rollout is written once, read once by the reference if there is one, and learnt from in every pass.
    Where the optimiser steps of a batch are watched one by one, its cost is spread evenly over them.

    Args:
        params: The `grpo` section.
        cost: Of the policy. PPO's critic is not counted, and passes that its target KL cuts short are.
        drawn: Rollouts sampled for the last batch, as a multiple of those learnt from.
    """
    rollouts = params.prompts_per_step * params.group_size
    calls = params.updates_per_batch if params.algorithm == "grpo" else 1
    batch = 0.0

    def flops(_: int, tokens: float) -> float:
        nonlocal batch
        if tokens:  # those of a batch come with its first step
            learnt = tokens / drawn()
            row = learnt / rollouts
            batch = cost.forward(tokens, row) + params.passes * cost.learn(learnt, row)
            batch += cost.forward(learnt, row) if params.beta else 0.0
        return batch / calls

    return flops


def peak_of(name: str) -> float | None:
    """The dense bf16 FLOP/s of a device by its name; None where we do not know."""
    words = name.replace("-", " ").split()
    if any(word in words for word in NOT_WHOLE):
        return None
    text = f" {' '.join(words)} "
    return next((peak for key, peak in PEAKS.items() if f" {key} " in text), None)


def device_peak(device: str) -> float | None:
    """`peak_of` the device training runs on; None on a CPU, whose peak nobody states."""
    return peak_of(torch.cuda.get_device_name()) if device == "cuda" else None
