"""What a student learns from a teacher's logits: to write the trace, to doubt where the teacher does, and to
find each step as likely as the teacher finds it.

Shapes: B rows, T positions, N learnt tokens, V vocabulary.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from trl import SFTTrainer

from tasks.chat import END_THINK
from tasks.params.student import StudentParams
from tasks.train.packing import PackingCollator
from tasks.train.rows import Rows

_CLOSES = re.compile(rf";|\n|。|\.\s|{END_THINK}")
"""What ends a step of a trace: the sign between two claims or sentences, or the end of the reasoning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DistilLosses:
    """The parts of the loss, each a scalar."""

    kl: Tensor
    """Mean over tokens of T^2 KL(teacher || student), both softened by the temperature T; nats."""
    ce: Tensor
    """Mean over tokens of -log p of the trace's token; nats."""
    step_consistency: Tensor
    """Mean over steps of the squared difference between the student's and the teacher's mean log-probability
    of the step's tokens; nats squared."""

    def detached(self) -> "DistilLosses":
        """The numbers without the graph that made them."""
        return DistilLosses(
            kl=self.kl.detach(), ce=self.ce.detach(), step_consistency=self.step_consistency.detach()
        )


def distil_losses(
    student_NV: Tensor, teacher_NV: Tensor, targets_N: Tensor, steps_N: Tensor, *, temperature: float
) -> DistilLosses:
    """Compare a student with its teacher along traces.

    A step counts once, however short: with a mean over tokens a slip in a step of three tokens, which spoils
    all that follows, would weigh a tenth of one in a step of thirty.

    Args:
        student_NV: The student's logits before each learnt token.
        teacher_NV: The teacher's; no gradient goes there.
        targets_N: The tokens.
        steps_N: Which step each belongs to, any numbers, the same for the tokens of one step only.
        temperature: Softens both distributions in `kl`, and nothing else.

    Source:
        KL with T^2: Hinton, Vinyals, Dean, arXiv 1503.02531. The log-probability of a piece of text by its
        number of tokens, as in length-normalised likelihoods; by steps it is ours.
    """
    student_NV, teacher_NV = student_NV.float(), teacher_NV.float().detach()
    soft_student_NV = torch.log_softmax(student_NV / temperature, -1)
    soft_teacher_NV = torch.log_softmax(teacher_NV / temperature, -1)
    kl = (soft_teacher_NV.exp() * (soft_teacher_NV - soft_student_NV)).sum(-1).mean() * temperature**2
    chosen_N = _log_probability(student_NV, targets_N)
    apart_N = chosen_N - _log_probability(teacher_NV, targets_N)
    _, place_N, size_S = torch.unique(steps_N, return_inverse=True, return_counts=True)
    apart_S = apart_N.new_zeros(len(size_S)).index_add(0, place_N, apart_N) / size_S
    return DistilLosses(kl=kl, ce=-chosen_N.mean(), step_consistency=apart_S.square().mean())


def _log_probability(logits_NV: Tensor, targets_N: Tensor) -> Tensor:
    return torch.log_softmax(logits_NV, -1).gather(1, targets_N[:, None]).squeeze(1)


def compare(
    student: Any, teacher: Any, inputs: dict[str, Tensor], *, temperature: float
) -> tuple[DistilLosses, int]:
    """The losses over one batch of `StepCollator`, and its learnt tokens."""
    device = student.device
    inputs = {name: value.to(device) for name, value in inputs.items()}
    steps_BT, labels_BT = inputs.pop("steps")[:, 1:], inputs.pop("labels")[:, 1:]
    learnt_BT = labels_BT != -100

    def logits(model: Any) -> Tensor:
        found: Tensor = model(**inputs, use_cache=False).logits
        return found[:, :-1][learnt_BT]

    with torch.no_grad():
        teacher_NV = logits(teacher)
    losses = distil_losses(
        logits(student), teacher_NV, labels_BT[learnt_BT], steps_BT[learnt_BT], temperature=temperature
    )
    return losses, int(learnt_BT.sum())


class DistilTrainer(SFTTrainer):  # type: ignore[misc]
    """TRL's SFT trainer with the loss (1 - ce_weight) kl + ce_weight ce + step_weight step_consistency.

    One process, one part to a batch: the means are over the whole batch.
    """

    def __init__(self, *args: Any, teacher: Any, params: StudentParams, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._teacher, self._params = teacher, params
        self._seen: list[DistilLosses] = []

    def compute_loss(
        self,
        model: Any,
        inputs: dict[str, Tensor],
        return_outputs: bool = False,
        num_items_in_batch: Tensor | None = None,  # noqa: ARG002  (the means are taken here)
    ) -> Tensor:
        """The loss of one batch."""
        assert not return_outputs, "nothing evaluates with this trainer"
        with self.accelerator.autocast():  # the teacher is not wrapped for it, as the student is
            found, _ = compare(model, self._teacher, inputs, temperature=self._params.temperature)
        self._seen.append(found.detached())
        ce_weight, step_weight = self._params.ce_weight, self._params.step_weight
        return (1 - ce_weight) * found.kl + ce_weight * found.ce + step_weight * found.step_consistency

    def log(self, logs: dict[str, float], start_time: float | None = None) -> None:
        """Add the parts of the loss, as means since the last time."""
        if "loss" in logs and self._seen:
            for name in ("kl", "ce", "step_consistency"):
                values = [getattr(losses, name) for losses in self._seen]
                logs[f"train/{name}"] = float(torch.stack(values).mean())
            self._seen.clear()
        super().log(logs, start_time)


class StepCollator:
    """Batches of rows whose tokens know their step."""

    def __init__(self, rows: Rows, tokenizer: Any) -> None:
        self._rows = rows
        self._collator = PackingCollator(tokenizer.pad_token_id)
        self._closes = closing_tokens(tokenizer)

    def __call__(self, examples: Sequence[dict[str, list[int]]]) -> dict[str, Tensor]:
        """`input_ids`, `labels`, `position_ids` and `steps`, each (packs, length of the longest row), of
        examples with `rows`, as `parts_of` makes them. No two rows share a step."""
        found, last = [], 0
        for number in (number for example in examples for number in example["rows"]):
            labels = self._rows.labels[number]
            steps = [step + last for step in step_numbers(labels, self._closes)]
            last = steps[-1]
            found.append({"input_ids": self._rows.input_ids[number], "labels": labels, "steps": steps})
        return self._collator(found)


def closing_tokens(tokenizer: Any) -> Callable[[int, int], bool]:
    """Whether a step ends with a token, given the token after it, by the text of the two."""
    texts: dict[int, str] = {}

    def text(token: int) -> str:
        if token not in texts:
            texts[token] = tokenizer.decode([token])
        return texts[token]

    def closes(token: int, after: int) -> bool:
        ended = text(token)
        return bool(_CLOSES.search(ended)) or (ended.endswith(".") and text(after)[:1].isspace())

    return closes


def step_numbers(labels: Sequence[int], closes: Callable[[int, int], bool]) -> list[int]:
    """The step of each token of a row, from 1 on; the answer is the last step.

    Args:
        labels: Tokens, -100 over the prompt, whose tokens are given step 1 and never learnt.
        closes: Whether a token, seen with the one after it, is the last of its step.
    """
    found, step = [], 1
    for token, after in zip(labels, [*labels[1:], -100], strict=True):
        found.append(step)
        if token != -100 and after != -100 and closes(token, after):
            step += 1
    return found
