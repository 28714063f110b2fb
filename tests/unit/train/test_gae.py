"""PPO's arithmetic against numbers worked out by hand, and against its own definitions."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from tasks.train.gae import gae, policy_loss, token_rewards, tower_targets, value_loss, whiten

MASK = torch.tensor([[1.0, 1.0, 1.0], [1.0, 1.0, 0.0]])


def rollouts() -> st.SearchStrategy[tuple[Tensor, Tensor, Tensor]]:
    """(rewards, values, mask) of a few rollouts of different lengths."""

    def build(lengths: list[int], seed: int) -> tuple[Tensor, Tensor, Tensor]:
        random = torch.Generator().manual_seed(seed)
        mask = (torch.arange(max(lengths)) < torch.tensor(lengths)[:, None]).double()
        draw = [torch.randn(mask.shape, generator=random, dtype=torch.float64) for _ in range(2)]
        return draw[0] * mask, draw[1] * mask, mask

    return st.builds(build, st.lists(st.integers(1, 7), min_size=1, max_size=4), st.integers(0, 10**6))


def test_gae_of_a_rollout_worked_out_by_hand() -> None:
    rewards = torch.tensor([[0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])
    values = torch.tensor([[0.5, 0.6, 0.8], [0.2, 0.4, 9.9]])  # 9.9 stands on padding and must not matter
    advantages, returns = gae(rewards, values, MASK, gamma=0.9, gae_lambda=0.5)
    # first:  d2 = 1 - 0.8 = 0.2; d1 = 0.9*0.8 - 0.6 = 0.12; d0 = 0.9*0.6 - 0.5 = 0.04
    #         A2 = 0.2; A1 = 0.12 + 0.45*0.2 = 0.21; A0 = 0.04 + 0.45*0.21 = 0.1345
    # second: d1 = -1 - 0.4 = -1.4; d0 = 0.9*0.4 - 0.2 = 0.16; A0 = 0.16 + 0.45*-1.4 = -0.47
    assert torch.allclose(advantages, torch.tensor([[0.1345, 0.21, 0.2], [-0.47, -1.4, 0.0]]))
    assert torch.allclose(returns, torch.tensor([[0.6345, 0.81, 1.0], [-0.27, -1.0, 0.0]]))


@settings(max_examples=30, deadline=None)
@given(rollouts(), st.floats(0.5, 1))
def test_lambda_one_trusts_the_rewards_alone(drawn: tuple[Tensor, Tensor, Tensor], gamma: float) -> None:
    rewards, values, mask = drawn
    _, returns = gae(rewards, values, mask, gamma=gamma, gae_lambda=1.0)
    for row, length in enumerate(mask.sum(1).long().tolist()):
        for t in range(length):
            to_go = sum(gamma ** (n - t) * rewards[row, n].item() for n in range(t, length))
            assert returns[row, t].item() == pytest.approx(to_go, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(rollouts())
def test_the_exact_critic_leaves_no_advantage(drawn: tuple[Tensor, Tensor, Tensor]) -> None:
    rewards, values, mask = drawn
    _, exact = gae(rewards, values, mask, gamma=1.0, gae_lambda=1.0)
    for gae_lambda in (0.0, 0.95):
        advantages, _ = gae(rewards, exact, mask, gamma=1.0, gae_lambda=gae_lambda)
        assert advantages.abs().max() < 1e-9


@settings(max_examples=30, deadline=None)
@given(rollouts(), st.floats(0, 1))
def test_padding_changes_nothing(drawn: tuple[Tensor, Tensor, Tensor], gae_lambda: float) -> None:
    rewards, values, mask = drawn
    wide = [torch.nn.functional.pad(t, (0, 3), value=0.0) for t in (rewards, values, mask)]
    alone = gae(rewards, values, mask, gamma=0.9, gae_lambda=gae_lambda)
    padded = gae(*wide, gamma=0.9, gae_lambda=gae_lambda)
    for one, other in zip(alone, padded, strict=True):
        assert torch.equal(one, other[:, :-3])
        assert not other[:, -3:].any()


def test_a_rollout_is_paid_on_its_last_token_less_the_kl_of_each() -> None:
    kl = torch.tensor([[0.1, -0.2, 0.3], [0.5, 0.0, 7.0]])
    found = token_rewards(torch.tensor([1.0, 0.0]), MASK, kl, beta=0.5)
    assert torch.allclose(found, torch.tensor([[-0.05, 0.1, 0.85], [-0.25, 0.0, 0.0]]))
    assert torch.equal(
        token_rewards(torch.tensor([1.0, 2.0]), MASK), torch.tensor([[0, 0, 1.0], [0, 2.0, 0]])
    )


def test_the_clipped_loss_worked_out_by_hand() -> None:
    ratios = torch.tensor([[1.5, 0.5, 1.1], [1.5, 0.5, 99.0]])
    advantages = torch.tensor([[2.0, 1.0, 1.0], [-1.0, -2.0, 5.0]])
    found = policy_loss(ratios.log(), torch.zeros(2, 3), advantages, MASK, low=0.2, high=0.28)
    # min(rA, clip(r)A): 1.28*2 | 0.5*1 | 1.1*1 || 1.5*-1 | 0.8*-2; two of the five are clipped
    assert found.loss.item() == pytest.approx(-(2.56 + 0.5 + 1.1 - 1.5 - 1.6))
    assert found.clipped == 2
    kl = sum(r - 1 - math.log(r) for r in (1.5, 0.5, 1.1, 1.5, 0.5))
    assert found.kl.item() == pytest.approx(kl, rel=1e-5)


def test_a_clipped_token_has_no_gradient_and_the_first_step_is_the_policy_gradient() -> None:
    logp = torch.tensor([[0.0, 0.5]], requires_grad=True)
    mask, advantages = torch.ones(1, 2), torch.tensor([[3.0, 3.0]])
    policy_loss(logp, torch.zeros(1, 2), advantages, mask, low=0.2, high=0.2).loss.backward()
    assert logp.grad is not None
    assert logp.grad.tolist() == [[-3.0, 0.0]]


def test_the_value_loss_worked_out_by_hand() -> None:
    values = torch.tensor([[[1.0], [0.5], [9.0]]])
    old, targets, mask = (
        torch.zeros(1, 3, 1),
        torch.tensor([[[1.0], [1.0], [0.0]]]),
        torch.tensor([[1.0, 1, 0]]),
    )
    assert value_loss(values, old, targets, mask, clip=0).item() == pytest.approx(0.5 * 0.25)
    # clipped to 0.2 from the old value: errors max(0, 0.8^2), max(0.5^2, 0.8^2)
    assert value_loss(values, old, targets, mask, clip=0.2).item() == pytest.approx(0.5 * (0.64 + 0.64))


@settings(max_examples=30, deadline=None)
@given(rollouts())
def test_two_towers_share_the_return_between_now_and_later(drawn: tuple[Tensor, Tensor, Tensor]) -> None:
    rewards, values, mask = drawn
    _, returns = gae(rewards, values, mask, gamma=1.0, gae_lambda=0.95)
    now, later = tower_targets(returns, rewards, 2).unbind(-1)
    assert torch.equal(now, rewards)
    assert torch.allclose(now + later, returns)
    assert torch.equal(tower_targets(returns, rewards, 1).squeeze(-1), returns)


@settings(max_examples=30, deadline=None)
@given(rollouts())
def test_whitened_values_have_mean_0_and_deviation_1_over_the_tokens(
    drawn: tuple[Tensor, Tensor, Tensor],
) -> None:
    _, values, mask = drawn
    found = whiten(values, mask)
    assert found.sum().abs() < 1e-6
    assert not found[mask == 0].any()
    if mask.sum() > 1:
        assert (found.square().sum() / mask.sum()).item() == pytest.approx(1.0)
