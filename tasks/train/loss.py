"""SFT with a loss of its own: rows that weigh less than others, smoothed labels."""

from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy
from trl import SFTTrainer


class WeighedTrainer(SFTTrainer):  # type: ignore[misc]
    """TRL's trainer, whose `compute_loss` TRL asks to override for a loss other than its two.

    Its own label smoothing runs the model a second time for the metrics; this one does not, and therefore
    logs neither entropy nor token accuracy.
    """

    def compute_loss(
        self,
        model: Any,
        inputs: dict[str, Tensor],
        return_outputs: bool = False,
        num_items_in_batch: Tensor | None = None,
    ) -> Tensor:
        """Sum of weight times loss over the learnt tokens, by their number in the batch of all ranks."""
        assert not return_outputs, "nothing evaluates with this trainer"
        assert num_items_in_batch is not None, "the trainer counts the labels of a batch"
        weights_BT = inputs.pop("weights")[:, 1:]
        loss_BT = self._losses(model, inputs)[
            :, -weights_BT.shape[1] :
        ]  # a learnt prompt stands before the text
        loss: Tensor = (loss_BT * weights_BT).sum() / num_items_in_batch
        return loss.mul(self.accelerator.num_processes)  # ranks are averaged

    def _losses(self, model: Any, inputs: dict[str, Tensor]) -> Tensor:
        """Loss of each token after the first, 0 where nothing is learnt; shape (B, T - 1)."""
        smoothing = self.args.label_smoothing_factor
        if not smoothing:
            found: Tensor = -model(**inputs, use_cache=False, fused_lm_head=True).log_probs
            return found
        labels_BT = inputs.pop("labels")[:, 1:]
        logits_BTV = model(**inputs, use_cache=False).logits[:, -labels_BT.shape[1] - 1 : -1]
        smoothed: Tensor = cross_entropy(
            logits_BTV.float().transpose(1, 2),
            labels_BT,
            reduction="none",
            ignore_index=-100,
            label_smoothing=smoothing,
        )
        return smoothed


def share_of_stage(step: int, *, num_steps: int, warmup_steps: int, stages: tuple[float, ...]) -> float:
    """The staged schedule: the share of the learning rate at a step, counted from 0."""
    if step < warmup_steps:
        return stages[0] * step / warmup_steps
    return stages[min(step * len(stages) // num_steps, len(stages) - 1)]


def stage_rates(trainer: Any, stages: tuple[float, ...]) -> None:
    """Give a trainer the staged schedule."""
    arguments = trainer.args
    trainer.create_optimizer()
    trainer.lr_scheduler = torch.optim.lr_scheduler.LambdaLR(
        trainer.optimizer,
        lambda step: share_of_stage(
            step, num_steps=arguments.max_steps, warmup_steps=arguments.warmup_steps, stages=stages
        ),
    )
