from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.models.folder import load_model
from tasks.train.muon import Muon, orthogonalise


@settings(max_examples=25, deadline=None)
@given(rows=st.integers(1, 24), more=st.integers(0, 24), scale=st.floats(1e-3, 1e3), seed=st.integers(0, 99))
def test_directions_keep_their_singular_vectors_and_lose_their_scale(
    rows: int, more: int, scale: float, seed: int
) -> None:
    torch.manual_seed(seed)
    u, _, v = torch.linalg.svd(torch.randn(2, rows, rows + more), full_matrices=False)
    values = torch.linspace(0.3, 1, rows) * scale
    found = orthogonalise(u @ torch.diag_embed(values.expand(2, -1)) @ v)
    assert torch.allclose(
        found, orthogonalise(2 * (u @ torch.diag_embed(values.expand(2, -1)) @ v)), atol=1e-3
    )
    sizes = torch.linalg.svdvals(found)
    assert 0.3 < sizes.min() <= sizes.max() < 1.4


def test_a_zero_gradient_moves_nothing() -> None:
    assert not orthogonalise(torch.zeros(3, 4, 8)).any()


def test_every_weight_belongs_to_one_group_and_embeddings_to_adam(tiny_model: Path) -> None:
    model, _ = load_model(tiny_model)
    others, matrices = Muon(model, learning_rate=1e-3, matrix_learning_rate=1e-2).param_groups
    ids = [id(p) for group in (others, matrices) for p in group["params"]]
    assert sorted(ids) == sorted(id(p) for p in model.parameters())
    assert id(model.get_input_embeddings().weight) in {id(p) for p in others["params"]}
    assert all(p.ndim == 2 for p in matrices["params"])


@pytest.mark.parametrize("split", [1, 3])
def test_saved_and_loaded_it_goes_on_as_if_nothing_had_happened(tiny_model: Path, split: int) -> None:
    def run(stop: int | None) -> list[torch.Tensor]:
        torch.manual_seed(0)
        model, _ = load_model(tiny_model)
        optimizer = Muon(model, learning_rate=1e-3, matrix_learning_rate=1e-2)
        for step in range(5):
            if step == stop:
                kept = optimizer.state_dict()
                optimizer = Muon(model, learning_rate=1e-3, matrix_learning_rate=1e-2)
                optimizer.load_state_dict(kept)
            for weight in model.parameters():
                weight.grad = torch.randn_like(weight)
            optimizer.step()
        return list(model.parameters())

    assert all(torch.equal(a, b) for a, b in zip(run(None), run(split), strict=True))
