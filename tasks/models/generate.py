"""Batched generation, for evaluation during training and after it."""

from dataclasses import dataclass
from typing import Any

import torch

from tasks.models.folder import load_model, resolve_model
from tasks.models.rollout import complete_ids

__all__ = ["Generation", "generate", "load_model", "resolve_model"]


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
        The tokens of each completion, the end token included if it ended by itself. Equal prompts that stand
        side by side are read once for all of them.
    """
    found = complete_ids(
        model,
        tokenizer,
        prompt_ids,
        max_new_tokens=max_new_tokens,
        temperature=temperature,
        random=torch.Generator(device=model.device).manual_seed(seed % 2**63),
        max_rows=batch_size,
    )
    return [completion.tokens for completion in found]


def _ended(tokens: list[int], tokenizer: Any) -> bool:
    return bool(tokens) and tokens[-1] == tokenizer.eos_token_id


def _generation(tokenizer: Any, tokens: list[int]) -> Generation:
    ended = _ended(tokens, tokenizer)
    text = tokenizer.decode(tokens[:-1] if ended else tokens, skip_special_tokens=False)
    return Generation(text=text, num_tokens=len(tokens), truncated=not ended)
