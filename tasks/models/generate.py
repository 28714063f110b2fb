"""Batched generation, for evaluation during training and after it.

Shapes: B rows of a batch, T prompt tokens, V vocabulary.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from transformers import DynamicCache

from tasks.models.folder import load_model, resolve_model

__all__ = ["Generation", "generate", "load_model", "resolve_model"]

COMPACT_AT = 0.7
"""When fewer than this share of a batch's rows are still writing, the others leave the batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One completion."""

    text: str
    """What the model wrote, control tokens visible, without the final `<|end|>`."""
    num_tokens: int
    """Tokens written, the end token included."""
    truncated: bool
    """It was cut at the limit instead of ending by itself."""


def generate(
    model: Any,
    tokenizer: Any,
    prompts: list[str],
    *,
    max_new_tokens: int,
    batch_size: int,
    temperature: float = 0.0,
    num_samples: int = 1,
    seed: int,
) -> list[list[Generation]]:
    """Complete prompts.

    Args:
        model: A causal language model; its mode (train, eval) is put back afterwards.
        tokenizer: Its tokenizer, with pad and end tokens.
        prompts: As `tasks.chat.render_prompt` makes them.
        max_new_tokens: Longest completion, at least 1.
        batch_size: Rows at a time.
        temperature: 0 takes the likeliest token; above 0 samples.
        num_samples: Completions for each prompt.
        seed: Stream of the samples. The global random state is neither read nor changed.

    Returns:
        For each prompt, in order, its `num_samples` completions. Greedy completions do not depend on
        `seed`; sampled ones are a function of all arguments.

    Raises:
        ValueError: `max_new_tokens`, `batch_size` or `num_samples` is below 1, or a prompt is empty.
    """
    if num_samples < 1:
        raise ValueError("num_samples must be at least 1")
    if not prompts:
        return []
    written = generate_ids(
        model,
        tokenizer,
        [row for row in tokenizer(prompts)["input_ids"] for _ in range(num_samples)],
        max_new_tokens=max_new_tokens,
        batch_size=batch_size,
        temperature=temperature,
        seed=seed,
    )
    found = [_generation(tokenizer, completion) for completion in written]
    return [found[i : i + num_samples] for i in range(0, len(found), num_samples)]


def generate_ids(
    model: Any,
    tokenizer: Any,
    prompt_ids: list[list[int]],
    *,
    max_new_tokens: int,
    batch_size: int,
    temperature: float = 0.0,
    seed: int,
) -> list[list[int]]:
    """Complete prompts given as token ids; see `generate`.

    Returns:
        The tokens of each completion, the end token included if it ended by itself.
    """
    if min(max_new_tokens, batch_size) < 1:
        raise ValueError("max_new_tokens and batch_size must be at least 1")
    if not all(prompt_ids):
        raise ValueError("an empty prompt cannot be completed")
    random = torch.Generator(device=model.device).manual_seed(seed % 2**63)
    written: list[list[int]] = [[]] * len(prompt_ids)
    was_training = model.training
    model.eval()
    try:
        for rows in _batches(prompt_ids, batch_size):
            completions = _complete(
                model, [prompt_ids[row] for row in rows], tokenizer, max_new_tokens, temperature, random
            )
            for row, completion in zip(rows, completions, strict=True):
                written[row] = completion
    finally:
        model.train(was_training)
    return written


def _batches(ids: list[list[int]], batch_size: int) -> Iterator[list[int]]:
    """Row numbers in batches of alike length, so that little padding is computed."""
    order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
    for start in range(0, len(order), batch_size):
        yield order[start : start + batch_size]


@torch.inference_mode()
def _complete(
    model: Any,
    prompts: list[list[int]],
    tokenizer: Any,
    max_new_tokens: int,
    temperature: float,
    random: torch.Generator,
) -> list[list[int]]:
    longest = max(map(len, prompts))
    pads = [longest - len(prompt) for prompt in prompts]
    ids_BT = torch.tensor(
        [[tokenizer.pad_token_id] * n + prompt for n, prompt in zip(pads, prompts, strict=True)],
        device=model.device,
    )
    mask_BT = (torch.arange(longest, device=model.device) >= ids_BT.new_tensor(pads)[:, None]).long()
    position_BT = (mask_BT.cumsum(1) - 1).clamp(min=0)
    written: list[list[int]] = [[] for _ in prompts]
    rows = list(range(len(prompts)))  # rows[b] is the prompt that batch row b writes for
    cache = DynamicCache(config=model.config)
    for _ in range(max_new_tokens):
        logits_BV = model(
            input_ids=ids_BT,
            attention_mask=mask_BT,
            position_ids=position_BT,
            past_key_values=cache,
            use_cache=True,
            logits_to_keep=1,
        ).logits[:, -1]
        next_B = _choose(logits_BV, temperature, random)
        alive = []
        for b, token in enumerate(next_B.tolist()):
            if _ended(written[rows[b]], tokenizer):
                continue
            written[rows[b]].append(token)
            if token != tokenizer.eos_token_id:
                alive.append(b)
        if not alive:
            break
        if len(alive) < COMPACT_AT * len(rows):
            keep = torch.tensor(alive, device=model.device)
            cache.batch_select_indices(keep)
            next_B, mask_BT, position_BT = next_B[keep], mask_BT[keep], position_BT[keep]
            rows = [rows[b] for b in alive]
        ids_BT = next_B[:, None]
        mask_BT = torch.cat([mask_BT, mask_BT.new_ones(len(rows), 1)], dim=1)
        position_BT = position_BT[:, -1:] + 1
    return written


def _choose(logits_BV: Tensor, temperature: float, random: torch.Generator) -> Tensor:
    if temperature == 0:
        return logits_BV.argmax(-1)
    chances_BV = torch.softmax(logits_BV.float() / temperature, dim=-1)
    return torch.multinomial(chances_BV, 1, generator=random).squeeze(1)


def _ended(tokens: list[int], tokenizer: Any) -> bool:
    return bool(tokens) and tokens[-1] == tokenizer.eos_token_id


def _generation(tokenizer: Any, tokens: list[int]) -> Generation:
    ended = _ended(tokens, tokenizer)
    text = tokenizer.decode(tokens[:-1] if ended else tokens, skip_special_tokens=False)
    return Generation(text=text, num_tokens=len(tokens), truncated=not ended)
