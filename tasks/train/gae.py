"""Rewards, advantages and losses of PPO, apart from any model.

Shapes: B rollouts, T completion tokens of the longest. `mask_BT` is 1 on the tokens of a completion and 0 on
the padding after it. Everything is zero outside the mask.
"""

from dataclasses import dataclass

import torch
from torch import Tensor


def token_rewards(
    earned_B: Tensor, mask_BT: Tensor, kl_BT: Tensor | None = None, beta: float = 0.0
) -> Tensor:
    """The reward of each token: what the rollout earned on its last one, less beta x KL on each.

    Args:
        earned_B: Reward of each rollout.
        mask_BT: The tokens.
        kl_BT: log p(policy) - log p(reference) of each token; None for none.
        beta: Weight of the KL.
    """
    rewards_BT = torch.zeros_like(mask_BT) if kl_BT is None else -beta * kl_BT * mask_BT
    last_B = mask_BT.sum(1).long() - 1
    return rewards_BT.scatter_add(1, last_B[:, None], earned_B[:, None].to(rewards_BT.dtype))


def gae(
    rewards_BT: Tensor, values_BT: Tensor, mask_BT: Tensor, *, gamma: float, gae_lambda: float
) -> tuple[Tensor, Tensor]:
    """Generalised advantage estimation; a rollout ends with its last token, where the value is 0.

    delta_t = r_t + gamma V_{t+1} - V_t;  A_t = delta_t + gamma lambda A_{t+1};  R_t = A_t + V_t.

    Args:
        rewards_BT: Reward of each token.
        values_BT: The critic's value before each token.
        mask_BT: The tokens.
        gamma: Discount.
        gae_lambda: 1 gives R_t the sum of the discounted rewards, 0 gives A_t = delta_t.

    Returns:
        (advantages, returns), each (B, T), both 0 outside the mask.

    Source: Schulman et al., arXiv 1506.02438.
    """
    values_BT = values_BT * mask_BT
    advantages_BT = torch.zeros_like(values_BT)
    ahead_B = next_B = torch.zeros_like(values_BT[:, 0])
    for t in reversed(range(values_BT.shape[1])):
        delta_B = rewards_BT[:, t] + gamma * next_B - values_BT[:, t]
        ahead_B = (delta_B + gamma * gae_lambda * ahead_B) * mask_BT[:, t]
        next_B = values_BT[:, t]
        advantages_BT[:, t] = ahead_B
    return advantages_BT, advantages_BT + values_BT


def whiten(values_BT: Tensor, mask_BT: Tensor) -> Tensor:
    """Values over the mask moved to mean 0 and scaled to deviation 1; 0 outside it."""
    count = mask_BT.sum()
    mean = (values_BT * mask_BT).sum() / count
    centred_BT = (values_BT - mean) * mask_BT
    return centred_BT / (centred_BT.square().sum() / count).sqrt().clamp(min=1e-8)


def explained_variance(values_BT: Tensor, returns_BT: Tensor, mask_BT: Tensor) -> float:
    """The share of the returns' variance that the values foresaw, at most 1; 0 where they are all equal."""
    chosen_BT = mask_BT.bool()
    variance = returns_BT[chosen_BT].var(correction=0)
    if variance == 0:
        return 0.0
    return (1 - (returns_BT - values_BT)[chosen_BT].var(correction=0) / variance).item()


@dataclass(frozen=True, slots=True)
class PolicyLoss:
    """The clipped loss of a policy, as sums over tokens."""

    loss: Tensor
    kl: Tensor
    """Estimate of the KL from the policy that sampled: r - 1 - log r, never negative."""
    clipped: Tensor
    """Tokens whose gradient the clip took."""


def policy_loss(
    logp_BT: Tensor,
    old_logp_BT: Tensor,
    advantages_BT: Tensor,
    mask_BT: Tensor,
    *,
    low: float,
    high: float,
) -> PolicyLoss:
    """-min(r A, clip(r, 1 - low, 1 + high) A), summed over tokens, with r = exp(logp - old logp).

    Source: Schulman et al., arXiv 1707.06347; the two widths are DAPO's, 2503.14476.
    """
    log_ratio_BT = (logp_BT - old_logp_BT) * mask_BT
    ratio_BT = log_ratio_BT.exp()
    plain_BT = ratio_BT * advantages_BT
    clipped_BT = ratio_BT.clamp(1 - low, 1 + high) * advantages_BT
    with torch.no_grad():
        kl = ((ratio_BT - 1 - log_ratio_BT) * mask_BT).sum()
        cut = ((clipped_BT < plain_BT) * mask_BT).sum()
    return PolicyLoss(-(torch.minimum(plain_BT, clipped_BT) * mask_BT).sum(), kl, cut)


def value_loss(
    values_BTW: Tensor, old_values_BTW: Tensor, targets_BTW: Tensor, mask_BT: Tensor, *, clip: float
) -> Tensor:
    """Half the squared error of each tower, summed over towers and tokens.

    Args:
        values_BTW: What the W towers say now.
        old_values_BTW: What they said when the rollouts were sampled.
        targets_BTW: What they should say; see `tower_targets`.
        mask_BT: The tokens.
        clip: The worse of the error and that of the value clipped to this distance from the old one; 0: no
            clip.
    """
    errors_BTW = (values_BTW - targets_BTW).square()
    if clip:
        near_BTW = old_values_BTW + (values_BTW - old_values_BTW).clamp(-clip, clip)
        errors_BTW = torch.maximum(errors_BTW, (near_BTW - targets_BTW).square())
    return 0.5 * (errors_BTW.sum(-1) * mask_BT).sum()


def tower_targets(returns_BT: Tensor, rewards_BT: Tensor, towers: int) -> Tensor:
    """What each tower learns: the return, or (the token's reward, the rest of the return).

    Returns:
        (B, T, W); the sum over the W towers is the return.
    """
    if towers == 1:
        return returns_BT[..., None]
    return torch.stack([rewards_BT, returns_BT - rewards_BT], dim=-1)
