"""PPO: clipped policy and value losses, GAE, a critic, and per-token KL; one process, any causal model.

A batch of rollouts is learnt from in `passes` x `minibatches` optimiser steps, unless the policy has moved
`target_kl` before; the steps it then leaves out count as taken. Everything random is a function of (settings,
batch), and checkpoints stand between batches, so a resumed run has the weights it would have had.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import TrainerControl, TrainerState

from tasks.models.folder import load_model
from tasks.params.training import GrpoParams
from tasks.seeds import rng_for
from tasks.train.adapters import restore_weights
from tasks.train.critic import Critic
from tasks.train.gae import (
    explained_variance,
    gae,
    policy_loss,
    token_rewards,
    tower_targets,
    value_loss,
    whiten,
)
from tasks.train.ppo_batch import Batch, Tokens, collate, score
from tasks.train.rollouts import Rollout, Rollouts, has_signal
from tasks.train.run import CHECKPOINTS
from tasks.train.schedules import entropy_coef_at, temperature_at
from tasks.train.watch import Watch

CRITIC, OPTIMIZERS = "critic.safetensors", "optimizers.pt"


class PpoTrainer:
    """Trains a policy; `Watch` sees of it what it sees of a Hugging Face trainer."""

    def __init__(
        self,
        params: GrpoParams,
        policy: Any,
        tokenizer: Any,
        rollouts: Rollouts,
        *,
        out_dir: Path,
        watch: Watch,
    ) -> None:
        """Make ready to train.

        Args:
            params: The `grpo` section, `algorithm: ppo`.
            policy: What learns. With beta > 0 it is loaded once more, from where it came, as the reference;
                a policy with an adapter is its own reference when that is switched off.
            tokenizer: Its tokenizer.
            rollouts: Batches.
            out_dir: Receives `checkpoints/`.
            watch: Metrics, evaluations, checkpoints, guards.
        """
        self.model = policy
        self.args = SimpleNamespace(output_dir=str(out_dir / CHECKPOINTS), max_steps=params.num_steps)
        self._params, self._tokenizer, self._rollouts, self._watch = params, tokenizer, rollouts, watch
        self._critic = Critic(params.ppo, policy, seed=params.seed)
        self._reference: Any = None
        if params.beta and params.method == "full":
            self._reference, _ = load_model(Path(policy.config._name_or_path), device=params.device)
        self._policy_optimizer = torch.optim.AdamW(
            [p for p in policy.parameters() if p.requires_grad], lr=params.learning_rate, weight_decay=0.0
        )
        self._critic_optimizer = torch.optim.AdamW(
            self._critic.groups(params.learning_rate), lr=params.ppo.learning_rate, weight_decay=0.0
        )
        self._state, self._control = TrainerState(), TrainerControl()

    def train(self, resume_from_checkpoint: str | None = None) -> None:
        """Learn from batch after batch, to the end or until a guard stops the run.

        Raises:
            TrainingError: a gradient is no number; see `Watch`.
        """
        params, state, told = self._params, self._state, (self.args, self._state, self._control)
        updates = params.updates_per_batch
        if resume_from_checkpoint:
            self._load(Path(resume_from_checkpoint))
        self._watch.on_train_begin(*told)
        for number in range(state.global_step // updates, params.num_steps // updates):
            logs = self._learn(number)
            state.global_step += updates
            self._watch.on_step_end(*told)
            self._watch.on_log(*told, logs=logs)
            if state.global_step % params.save_every == 0 or state.global_step == params.num_steps:
                self._save(Path(self.args.output_dir) / f"checkpoint-{state.global_step}")
                self._watch.on_save(*told)
            if self._control.should_training_stop:
                break

    def _learn(self, number: int) -> dict[str, float]:
        """Sample a batch and take its optimiser steps; what was measured."""
        step = number * self._params.updates_per_batch
        temperature = temperature_at(self._params, step)
        groups = self._rollouts.draw(number, temperature=temperature)
        rollouts = [rollout for group in groups for rollout in group]
        batch, measured = self._prepare(rollouts, temperature)
        sums: dict[str, float] = defaultdict(float)
        updates = 0
        for rows in self._minibatches(number, len(rollouts)):
            limit = self._params.ppo.target_kl if updates else 0.0
            found = self._update(batch, rows, step + updates, temperature, limit)
            if found is None:
                break
            updates += 1
            for name, value in found.items():
                sums[name] += value
        cut = sum(rollout.completion_ids[-1] != self._tokenizer.eos_token_id for rollout in rollouts)
        return {
            **{name: total / updates for name, total in sums.items()},
            "train/updates": updates,
            "train/temperature": temperature,
            "train/entropy_coef": entropy_coef_at(self._params, step),
            "train/learning_rate": self._policy_optimizer.param_groups[0]["lr"],
            "reward/groups_without_signal": sum(not has_signal(group) for group in groups) / len(groups),
            "completion/tokens_mean": batch.tokens.mask.sum(1).mean().item(),
            "completion/truncated_share": cut / len(rollouts),
            **measured,
            **self._rollouts.measured,
        }

    @torch.no_grad()
    def _prepare(self, rollouts: list[Rollout], temperature: float) -> tuple[Batch, dict[str, float]]:
        """What policy, critic and reference say of rollouts just sampled, and the advantages."""
        params, ppo = self._params, self._params.ppo
        tokens = collate(rollouts, self._tokenizer.pad_token_id, self.model.device)
        mask_BT = tokens.mask
        logp, values, kl = [], [], []
        for rows in self._pieces(list(range(len(rollouts)))):
            part = tokens.rows(rows)
            with self._autocast():
                said = score(self.model, part, temperature=temperature)
                values.append(self._critic(said.hidden, part.inputs(), part.mask.shape[1]))
                logp.append(said.logp)
                if params.beta:
                    kl.append(said.logp - self._referred(part, temperature))
        old_logp_BT, values_BTW = torch.cat(logp), torch.cat(values) * mask_BT[..., None]
        earned_B = torch.tensor([rollout.reward for rollout in rollouts], device=mask_BT.device)
        rewards_BT = token_rewards(earned_B, mask_BT, torch.cat(kl) if kl else None, params.beta)
        values_BT = values_BTW.sum(-1)
        advantages_BT, _ = gae(rewards_BT, values_BT, mask_BT, gamma=ppo.gamma, gae_lambda=ppo.gae_lambda)
        _, returns_BT = gae(rewards_BT, values_BT, mask_BT, gamma=ppo.gamma, gae_lambda=ppo.value_lambda)
        measured = {"train/explained_variance": explained_variance(values_BT, returns_BT, mask_BT)}
        if kl:
            measured["train/kl"] = ((torch.cat(kl) * mask_BT).sum() / mask_BT.sum()).item()
        targets_BTW = tower_targets(returns_BT, rewards_BT, values_BTW.shape[-1])
        return Batch(tokens, old_logp_BT, values_BTW, whiten(advantages_BT, mask_BT), targets_BTW), measured

    def _referred(self, part: Tokens, temperature: float) -> Tensor:
        """Log-probabilities of the model that RL started from; shape (B, T)."""
        if self._reference is not None:
            return score(self._reference, part, temperature=temperature).logp
        with self.model.disable_adapter():
            return score(self.model, part, temperature=temperature).logp

    def _minibatches(self, number: int, size: int) -> Iterator[list[int]]:
        """Rollouts of each optimiser step of a batch, shuffled for each pass."""
        params = self._params
        for n in range(params.passes):
            rows = list(range(size))
            rng_for(params.seed, "ppo", "rows", number, n).shuffle(rows)
            width = size // params.minibatches
            yield from (rows[start : start + width] for start in range(0, size, width))

    def _pieces(self, rows: list[int]) -> Iterator[list[int]]:
        """Rollouts in pieces small enough for one forward and backward."""
        params = self._params
        width = params.prompts_per_step * params.group_size // (params.minibatches * params.accumulation)
        yield from (rows[start : start + width] for start in range(0, len(rows), width))

    def _update(
        self, batch: Batch, rows: list[int], step: int, temperature: float, limit: float
    ) -> dict[str, float] | None:
        """One optimiser step of policy and critic; what was measured. None, and no step, if the policy has
        moved further than `limit` (0: any distance). In the critic's warm-up the policy stays as it is."""
        params, ppo = self._params, self._params.ppo
        warm = step - ppo.warmup_batches * params.updates_per_batch
        count = batch.tokens.mask[rows].sum()
        entropy_coef = entropy_coef_at(params, step)
        sums: dict[str, float] = defaultdict(float)
        self._policy_optimizer.zero_grad()
        self._critic_optimizer.zero_grad()
        for chosen in self._pieces(rows):
            part = batch.rows(chosen)
            mask_BT = part.tokens.mask
            with self._autocast():
                said = score(self.model, part.tokens, temperature=temperature)
                values_BTW = self._critic(said.hidden, part.tokens.inputs(), mask_BT.shape[1])
            policy = policy_loss(
                said.logp,
                part.old_logp,
                part.advantages,
                mask_BT,
                low=params.epsilon,
                high=params.epsilon_high,
            )
            entropy = (said.entropy * mask_BT).sum()
            value = value_loss(values_BTW, part.old_values, part.targets, mask_BT, clip=ppo.value_clip)
            torch.autograd.backward(value / count)
            if warm >= 0:
                torch.autograd.backward((policy.loss - entropy_coef * entropy) / count)
            for name, total in (
                ("train/loss", policy.loss),
                ("train/step_kl", policy.kl),
                ("train/clip_share", policy.clipped),
                ("train/entropy", entropy),
                ("train/value_loss", value),
            ):
                sums[name] += (total / count).item()
        if sums["train/step_kl"] > limit > 0:
            return None
        sums["train/grad_norm"] = self._step(warm) if warm >= 0 else 0.0
        torch.nn.utils.clip_grad_norm_(self._critic.parameters(), params.max_grad_norm)
        self._critic_optimizer.step()
        return dict(sums)

    def _step(self, warm: int) -> float:
        """Move the policy; the length of its gradient."""
        params = self._params
        rate = params.learning_rate * min(1.0, (warm + 1) / max(params.warmup_steps, 1))
        self._policy_optimizer.param_groups[0]["lr"] = rate
        self._watch.on_pre_optimizer_step(self.args, self._state, self._control, model=self.model)
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), params.max_grad_norm)
        self._policy_optimizer.step()
        return norm.item()

    def _autocast(self) -> Any:
        device = self._params.device
        return torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda")

    def _save(self, folder: Path) -> None:
        """Write what the rest of the run depends on; `Watch.on_save` commits it."""
        self.model.save_pretrained(folder, safe_serialization=True)
        self._tokenizer.save_pretrained(folder)
        save_file(self._critic.state_dict(), folder / CRITIC)
        optimizers = {
            "policy": self._policy_optimizer.state_dict(),
            "critic": self._critic_optimizer.state_dict(),
        }
        torch.save({**optimizers, "step": self._state.global_step}, folder / OPTIMIZERS)

    def _load(self, folder: Path) -> None:
        restore_weights(self.model, folder)
        self._critic.load_state_dict(load_file(folder / CRITIC, device=self._params.device))
        saved = torch.load(folder / OPTIMIZERS, weights_only=True, map_location=self._params.device)
        self._policy_optimizer.load_state_dict(saved["policy"])
        self._critic_optimizer.load_state_dict(saved["critic"])
        self._state.global_step = saved["step"]
