"""Sampling several completions of each prompt without doing anything twice.

The G completions of a prompt share its prefill: the prompt is read once and its cache handed to each of
them. Rows leave the batch when they end, so that one long completion does not keep all others computing.
`transformers.generate`, and with it TRL without vLLM, does neither: it reads each prompt G times and runs
all rows to the end of the longest.

Shapes: P prompts, G completions of each, B rows still writing, T tokens, V vocabulary.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import torch
from torch import Tensor
from transformers import DynamicCache

COMPACT_AT = 0.7
"""When fewer than this share of a batch's rows are still writing, the others leave the batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollout:
    """One completion, as tokens."""

    tokens: list[int]
    """What was written, a final end token included."""
    logprobs: list[float]
    """Log-probability of each token at the sampling temperature; empty unless asked for."""


@torch.inference_mode()
def sample_groups(
    model: Any,
    prompts: Sequence[Sequence[int]],
    *,
    group_size: int,
    max_new_tokens: int,
    temperature: float,
    end: int,
    pad: int,
    random: torch.Generator,
    logprobs: bool = False,
) -> list[list[Rollout]]:
    """Complete one batch of prompts.

    Args:
        model: A causal language model in eval mode.
        prompts: P prompts as token ids, none empty.
        group_size: Completions of each prompt (G); all P x G rows write side by side.
        max_new_tokens: Longest completion.
        temperature: 0 takes the likeliest token; above 0 samples.
        end: Token that ends a completion.
        pad: Fills shorter prompts on the left.
        random: Stream of the samples, on the model's device.
        logprobs: Whether to return them; at temperature 0 they are those of temperature 1.

    Returns:
        For each prompt its G completions.
    """
    longest = max(map(len, prompts))
    pads = [longest - len(prompt) for prompt in prompts]
    device = model.device
    ids_BT = torch.tensor(
        [[pad] * n + list(row) for n, row in zip(pads, prompts, strict=True)], device=device
    )
    mask_BT = (torch.arange(longest, device=device) >= ids_BT.new_tensor(pads)[:, None]).long()
    position_BT = (mask_BT.cumsum(1) - 1).clamp(min=0)
    cache = DynamicCache(config=model.config)
    logits_BV = _read(model, ids_BT, mask_BT, position_BT, cache)
    if group_size > 1:
        cache.batch_repeat_interleave(group_size)
        logits_BV, mask_BT, position_BT = (
            value.repeat_interleave(group_size, dim=0) for value in (logits_BV, mask_BT, position_BT[:, -1:])
        )
    found = [Rollout(tokens=[], logprobs=[]) for _ in range(len(prompts) * group_size)]
    rows = list(range(len(found)))  # rows[b] is the completion that batch row b writes
    done: set[int] = set()
    for left in reversed(range(max_new_tokens)):
        next_B = _choose(logits_BV, temperature, random)
        chances = _logprobs(logits_BV, next_B, temperature) if logprobs else None
        alive = []
        for b, token in enumerate(next_B.tolist()):
            if rows[b] in done:
                continue
            found[rows[b]].tokens.append(token)
            if chances is not None:
                found[rows[b]].logprobs.append(chances[b])
            if token == end:
                done.add(rows[b])
            else:
                alive.append(b)
        if not alive or not left:
            break
        if len(alive) < COMPACT_AT * len(rows):
            keep = torch.tensor(alive, device=device)
            cache.batch_select_indices(keep)
            next_B, mask_BT, position_BT = next_B[keep], mask_BT[keep], position_BT[keep]
            rows = [rows[b] for b in alive]
        mask_BT = torch.cat([mask_BT, mask_BT.new_ones(len(rows), 1)], dim=1)
        position_BT = position_BT[:, -1:] + 1
        logits_BV = _read(model, next_B[:, None], mask_BT, position_BT, cache)
    return [found[n : n + group_size] for n in range(0, len(found), group_size)]


def complete_ids(
    model: Any,
    tokenizer: Any,
    prompt_ids: Sequence[Sequence[int]],
    *,
    max_new_tokens: int,
    temperature: float,
    random: torch.Generator,
    max_rows: int,
    logprobs: bool = False,
) -> list[Rollout]:
    """Complete any number of prompts; equal ones that stand side by side are read once.

    Args:
        model: A causal language model; its mode (train, eval) is put back afterwards.
        tokenizer: Its tokenizer, with pad and end tokens.
        prompt_ids: Prompts as token ids, none empty, each once for each of its completions.
        max_new_tokens: Longest completion.
        temperature: 0 takes the likeliest token; above 0 samples.
        random: Stream of the samples, on the model's device.
        max_rows: Completions that are written side by side.
        logprobs: Whether to return them.

    Returns:
        A completion for every prompt, in order.
    """
    if min(max_new_tokens, max_rows) < 1:
        raise ValueError("max_new_tokens and max_rows must be at least 1")
    if not all(prompt_ids):
        raise ValueError("an empty prompt cannot be completed")
    groups = list(_groups(prompt_ids, max_rows))
    written: list[list[Rollout]] = [[]] * len(groups)
    was_training = model.training
    model.eval()
    try:
        for size in sorted({count for _, count in groups}):
            same_size = [n for n, (_, count) in enumerate(groups) if count == size]
            for numbers in _batches(same_size, groups, max_rows // size):
                found = sample_groups(
                    model,
                    [groups[n][0] for n in numbers],
                    group_size=size,
                    max_new_tokens=max_new_tokens,
                    temperature=temperature,
                    end=tokenizer.eos_token_id,
                    pad=tokenizer.pad_token_id,
                    random=random,
                    logprobs=logprobs,
                )
                for n, rollouts in zip(numbers, found, strict=True):
                    written[n] = rollouts
    finally:
        model.train(was_training)
    return [rollout for group in written for rollout in group]


def rollout_prompts(
    model: Any,
    tokenizer: Any,
    prompts: Sequence[str],
    *,
    max_new_tokens: int,
    temperature: float,
    random: torch.Generator,
    max_rows: int = 1024,
) -> dict[str, list[Any]]:
    """Complete the prompts of an RL step: what TRL's `rollout_func` has to return.

    Args:
        model, tokenizer, max_new_tokens, temperature, random, max_rows: As `complete_ids`.
        prompts: As TRL hands them over: each prompt once for each of its completions, the same side by side.

    Returns:
        `prompt_ids`, `completion_ids` and `logprobs`, one of each for every prompt, in order.
    """
    ids = tokenizer(list(prompts))["input_ids"]
    found = complete_ids(
        model,
        tokenizer,
        ids,
        max_new_tokens=max_new_tokens,
        temperature=temperature,
        random=random,
        max_rows=max_rows,
        logprobs=True,
    )
    return {
        "prompt_ids": ids,
        "completion_ids": [rollout.tokens for rollout in found],
        "logprobs": [rollout.logprobs for rollout in found],
    }


def _groups(prompt_ids: Sequence[Sequence[int]], max_rows: int) -> Iterator[tuple[Sequence[int], int]]:
    """Equal neighbours as (prompt, how many), none of more than `max_rows`."""
    for ids, same in groupby(prompt_ids):
        left = len(list(same))
        while left:
            count = min(left, max_rows)
            yield ids, count
            left -= count


def _batches(numbers: list[int], groups: list[tuple[Sequence[int], int]], size: int) -> Iterator[list[int]]:
    """Groups in batches of prompts of alike length, so that little padding is computed."""
    order = sorted(numbers, key=lambda n: len(groups[n][0]))
    for start in range(0, len(order), size):
        yield order[start : start + size]


def _read(model: Any, ids_BT: Tensor, mask_BT: Tensor, position_BT: Tensor, cache: Any) -> Tensor:
    """Logits after the last token of each row; shape (B, V)."""
    found: Tensor = model(
        input_ids=ids_BT,
        attention_mask=mask_BT,
        position_ids=position_BT,
        past_key_values=cache,
        use_cache=True,
        logits_to_keep=1,
    ).logits[:, -1]
    return found


def _choose(logits_BV: Tensor, temperature: float, random: torch.Generator) -> Tensor:
    if temperature == 0:
        return logits_BV.argmax(-1)
    chances_BV = torch.softmax(logits_BV.float() / temperature, dim=-1)
    return torch.multinomial(chances_BV, 1, generator=random).squeeze(1)


def _logprobs(logits_BV: Tensor, next_B: Tensor, temperature: float) -> list[float]:
    chances_BV = torch.log_softmax(logits_BV.float() / (temperature or 1.0), dim=-1)
    found: list[float] = chances_BV.gather(1, next_B[:, None]).squeeze(1).tolist()
    return found
