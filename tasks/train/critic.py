"""PPO's critic: what a rollout will earn from here on, as the sum of one or two towers."""

import copy
from typing import Any

import torch
from torch import Tensor, nn

from tasks.params.rl import PpoParams
from tasks.seeds import seed_for


class Critic(nn.Module):
    """Towers on a decoder's last hidden state: the policy's, or that of a decoder of its own.

    Each tower is a layer, tanh, and a linear output that starts at zero, so that the first values are 0.
    """

    def __init__(self, params: PpoParams, policy: Any, *, seed: int) -> None:
        """Make a critic for a policy.

        Args:
            params: `critic`, `towers` and `tower_size`.
            policy: The model whose states are judged; under `critic: model` its decoder is copied.
            seed: Of the initial weights.
        """
        super().__init__()
        size = policy.config.get_text_config().hidden_size
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed_for(seed, "ppo", "critic"))
            towers = [_tower(size, params.tower_size) for _ in range(2 if params.towers == "two" else 1)]
        self.towers = nn.ModuleList(towers)
        self.decoder = copy.deepcopy(policy.base_model) if params.critic == "model" else None
        self.to(policy.device)

    def groups(self, decoder_learning_rate: float) -> list[dict[str, Any]]:
        """Its weights for an optimiser: the towers, and the decoder at a rate of its own."""
        found: list[dict[str, Any]] = [{"params": list(self.towers.parameters())}]
        if self.decoder is not None:
            found.append({"params": list(self.decoder.parameters()), "lr": decoder_learning_rate})
        return found

    def forward(self, hidden_BTH: Tensor, inputs: dict[str, Tensor], tokens: int) -> Tensor:
        """Values before each of the last `tokens` tokens.

        Args:
            hidden_BTH: The policy's last hidden states before those tokens; no gradient flows into them.
            inputs: What the policy was given; a decoder of its own reads it again.
            tokens: T, length of the completions.

        Returns:
            (B, T, W): what each of the W towers says.
        """
        if self.decoder is not None:
            states_BSH = self.decoder(**inputs, use_cache=False).last_hidden_state
            hidden_BTH = states_BSH[:, -tokens - 1 : -1]
        else:
            hidden_BTH = hidden_BTH.detach()
        return torch.cat([tower(hidden_BTH.float()) for tower in self.towers], dim=-1)


def _tower(size: int, width: int) -> nn.Sequential:
    last = nn.Linear(width, 1)
    nn.init.zeros_(last.weight)
    nn.init.zeros_(last.bias)
    return nn.Sequential(nn.Linear(size, width), nn.Tanh(), last)
