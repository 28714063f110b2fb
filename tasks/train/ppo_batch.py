"""Rollouts as tensors, and what a model says about them.

Shapes: B rollouts, S prompt and completion tokens, T completion tokens, W towers, H hidden, V vocabulary.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import torch
from torch import Tensor

from tasks.train.rollouts import Rollout


@dataclass(frozen=True, slots=True)
class Tokens:
    """Rollouts: prompts padded on the left, completions on the right."""

    ids: Tensor
    """Shape (B, S)."""
    seen: Tensor
    """(B, S): 1 on tokens, 0 on padding."""
    mask: Tensor
    """(B, T): 1.0 on the tokens of completions, 0.0 on padding."""

    def rows(self, chosen: Any) -> "Tokens":
        """Some of the rollouts."""
        return Tokens(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def inputs(self) -> dict[str, Tensor]:
        """What a decoder is given."""
        position_BS = (self.seen.cumsum(1) - 1).clamp(min=0)
        return {"input_ids": self.ids, "attention_mask": self.seen, "position_ids": position_BS}


def collate(rollouts: Sequence[Rollout], pad: int, device: Any) -> Tokens:
    """Rollouts in one rectangle."""
    left = max(len(rollout.prompt_ids) for rollout in rollouts)
    right = max(len(rollout.completion_ids) for rollout in rollouts)
    ids, seen = [], []
    for rollout in rollouts:
        before, after = left - len(rollout.prompt_ids), right - len(rollout.completion_ids)
        tokens = [*rollout.prompt_ids, *rollout.completion_ids]
        ids.append([pad] * before + tokens + [pad] * after)
        seen.append([0] * before + [1] * len(tokens) + [0] * after)
    seen_BS = torch.tensor(seen, device=device)
    return Tokens(torch.tensor(ids, device=device), seen_BS, seen_BS[:, left:].float())


@dataclass(frozen=True, slots=True)
class Scores:
    """What a model says about the tokens of completions."""

    logp: Tensor
    """(B, T): log-probability of each token."""
    entropy: Tensor
    """(B, T): of the choice that each token was, in nats."""
    hidden: Tensor
    """(B, T, H): last hidden state before each token."""


def score(model: Any, tokens: Tokens, *, temperature: float) -> Scores:
    """Log-probabilities and entropies at the sampling temperature: those of softmax(logits / temperature),
    which is what rollouts are drawn from."""
    length = tokens.mask.shape[1]
    found = model(**tokens.inputs(), output_hidden_states=True, logits_to_keep=length + 1, use_cache=False)
    logp_BTV = (found.logits[:, :-1].float() / temperature).log_softmax(-1)
    chosen_BT = tokens.ids[:, -length:]
    logp_BT = logp_BTV.gather(-1, chosen_BT[..., None]).squeeze(-1)
    entropy_BT = -(logp_BTV.exp() * logp_BTV).sum(-1)
    return Scores(logp_BT, entropy_BT, found.hidden_states[-1][:, -length - 1 : -1])


@dataclass(frozen=True, slots=True)
class Batch:
    """Rollouts, what policy and critic thought of them when they were sampled, and what follows from it."""

    tokens: Tokens
    old_logp: Tensor
    """(B, T)."""
    old_values: Tensor
    """(B, T, W): what each tower said."""
    advantages: Tensor
    """(B, T), of mean 0 and deviation 1 over the batch."""
    targets: Tensor
    """(B, T, W): what each tower should say."""

    def rows(self, chosen: list[int]) -> "Batch":
        """Some of the rollouts."""
        tensors = (getattr(self, field.name)[chosen] for field in fields(self)[1:])
        return Batch(self.tokens.rows(chosen), *tensors)
