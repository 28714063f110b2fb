from pathlib import Path
from typing import Any

import pytest
import torch

from tasks.chat import render_prompt
from tasks.models.generate import generate, load_model

PROMPTS = [render_prompt(q) for q in ("1+1", "Compute 37+8-9+12-4.", "计算3+4。", "What is 5+5+5+5+5?", "7")]


@pytest.fixture(scope="module")
def loaded(tiny_model: Path) -> tuple[Any, Any]:
    model, tokenizer = load_model(tiny_model)
    torch.manual_seed(0)
    with torch.no_grad():  # loud weights, so that completions differ and some end early
        for weight in model.parameters():
            weight.mul_(3).add_(torch.randn_like(weight) * 0.1)
    return model, tokenizer


def complete(loaded: tuple[Any, Any], **changes: Any) -> list[list[Any]]:
    settings: dict[str, Any] = {"max_new_tokens": 12, "batch_size": 3, "seed": 1}
    return generate(*loaded, PROMPTS, **(settings | changes))


def test_greedy_completions_are_those_of_one_prompt_alone(loaded: tuple[Any, Any]) -> None:
    model, tokenizer = loaded
    for prompt, (found,) in zip(PROMPTS, complete(loaded), strict=True):
        ids = torch.tensor([tokenizer(prompt)["input_ids"]])
        alone = model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=12, do_sample=False)
        new = alone[0, ids.shape[1] :].tolist()
        new = new[: new.index(1) + 1] if 1 in new else new
        assert found.num_tokens == len(new)
        assert found.text == tokenizer.decode([t for t in new if t != 1])


@pytest.mark.parametrize("temperature", [0.0, 1.0])
def test_rows_that_end_early_leave_the_others_as_they_are(
    loaded: tuple[Any, Any], temperature: float
) -> None:
    found = complete(loaded, temperature=temperature, num_samples=6, batch_size=30, max_new_tokens=40)
    for group in found:
        for completion in group:
            assert (
                completion.truncated == (not 1 <= completion.num_tokens < 40) or completion.num_tokens == 40
            )
            assert "<|end|>" not in completion.text


def test_samples_follow_their_seed_and_leave_the_global_state_alone(loaded: tuple[Any, Any]) -> None:
    before = torch.random.get_rng_state()
    first, again, other = (complete(loaded, temperature=1.0, seed=seed) for seed in (1, 1, 2))
    assert torch.equal(before, torch.random.get_rng_state())
    assert first == again
    assert first != other


def test_the_mode_of_the_model_is_put_back(loaded: tuple[Any, Any]) -> None:
    model, _ = loaded
    model.train()
    complete(loaded)
    assert model.training
    model.eval()


def test_no_prompt_gives_no_completion_and_bad_numbers_are_refused(loaded: tuple[Any, Any]) -> None:
    assert generate(*loaded, [], max_new_tokens=1, batch_size=1, seed=0) == []
    with pytest.raises(ValueError, match="at least 1"):
        complete(loaded, max_new_tokens=0)
    with pytest.raises(ValueError, match="empty prompt"):
        generate(*loaded, [""], max_new_tokens=1, batch_size=1, seed=0)
