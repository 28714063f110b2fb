"""Completions of a group: shared prefill, rows that leave, log-probabilities."""

from pathlib import Path
from typing import Any

import pytest
import torch

from tasks.models.folder import load_model
from tasks.models.rollout import rollout_prompts, sample_groups

PROMPTS = [
    "<|user|>1+1<|assistant|>",
    "<|user|>a longer question: 12+7-3<|assistant|>",
    "<|user|>9<|assistant|>",
]


@pytest.fixture(scope="module")
def loaded(tiny_model: Path) -> tuple[Any, Any]:
    return load_model(tiny_model)


def sample(loaded: tuple[Any, Any], prompts: list[str], **changes: Any) -> Any:
    model, tokenizer = loaded
    settings = {
        "group_size": 4,
        "max_new_tokens": 12,
        "temperature": 1.0,
        "end": tokenizer.eos_token_id,
        "pad": tokenizer.pad_token_id,
        "random": torch.Generator().manual_seed(3),
        "logprobs": True,
    }
    return sample_groups(model, tokenizer(prompts)["input_ids"], **settings | changes)


def test_a_group_of_greedy_completions_is_one_completion_many_times(loaded: tuple[Any, Any]) -> None:
    groups = sample(loaded, PROMPTS, temperature=0.0)
    for prompt, group in zip(PROMPTS, groups, strict=True):
        (alone,) = sample(loaded, [prompt], temperature=0.0, group_size=1)
        assert [rollout.tokens for rollout in group] == [alone[0].tokens] * 4


def test_samples_differ_inside_a_group_and_repeat_with_the_seed(loaded: tuple[Any, Any]) -> None:
    groups = sample(loaded, PROMPTS)
    assert all(len({tuple(rollout.tokens) for rollout in group}) > 1 for group in groups)
    assert sample(loaded, PROMPTS) == groups
    assert sample(loaded, PROMPTS, random=torch.Generator().manual_seed(4)) != groups


def test_log_probabilities_are_those_of_one_pass_over_the_text(loaded: tuple[Any, Any]) -> None:
    model, tokenizer = loaded
    groups = sample(loaded, PROMPTS, temperature=0.7, max_new_tokens=40)
    for ids, group in zip(tokenizer(PROMPTS)["input_ids"], groups, strict=True):
        for rollout in group:
            whole = torch.tensor([ids + rollout.tokens])
            with torch.no_grad():
                chances = torch.log_softmax(model(input_ids=whole).logits[0] / 0.7, dim=-1)
            expected = [chances[len(ids) - 1 + n, t].item() for n, t in enumerate(rollout.tokens)]
            assert rollout.logprobs == pytest.approx(expected, abs=1e-4)


def test_a_completion_stops_at_its_end_token_and_the_others_go_on(loaded: tuple[Any, Any]) -> None:
    groups = sample(loaded, PROMPTS, group_size=16, max_new_tokens=60, temperature=2.0)
    lengths = set()
    for rollout in (rollout for group in groups for rollout in group):
        assert 1 not in rollout.tokens[:-1], "<|end|> only at the end"
        assert rollout.tokens[-1] == 1 or len(rollout.tokens) == 60
        assert len(rollout.logprobs) == len(rollout.tokens)
        lengths.add(len(rollout.tokens))
    assert len(lengths) > 3


@pytest.mark.parametrize("max_rows", [3, 8, 1024])
def test_rollouts_come_back_in_the_order_of_the_prompts(loaded: tuple[Any, Any], max_rows: int) -> None:
    model, tokenizer = loaded
    model.train()
    prompts = [PROMPTS[0]] * 3 + [PROMPTS[1]] * 3 + [PROMPTS[2]]
    found = rollout_prompts(
        model,
        tokenizer,
        prompts,
        max_new_tokens=5,
        temperature=1.0,
        random=torch.Generator().manual_seed(0),
        max_rows=max_rows,
    )
    assert found["prompt_ids"] == tokenizer(prompts)["input_ids"]
    assert [len(row) for row in found["completion_ids"]] == [len(row) for row in found["logprobs"]]
    assert model.training
    model.eval()
