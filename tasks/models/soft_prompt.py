"""A learnt prompt: vectors that stand before every text a model reads.

The model's own weights stay as they were; the vectors lie beside them in `prompt.safetensors`, and
`load_model` attaches them, so that whoever calls the model gives and gets what he would without them.

Shapes: B rows, N vectors, T tokens given, H width.
"""

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

FILE = "prompt.safetensors"
"""Beside the weights in a model folder."""


def attach_prompt(model: Any, prompt_NH: Tensor) -> None:
    """Let a decoder read a prompt before all it is given, from now on.

    Calls give `input_ids` by keyword, and `attention_mask` and `position_ids` of the given tokens alone,
    or neither; with a cache the vectors are read by the call that fills it. Logits are of the given tokens.
    """
    prompt_NH = prompt_NH.detach().to(model.device, model.dtype)
    num_vectors = len(prompt_NH)

    def before(module: Any, args: tuple[Any, ...], given: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        ids_BT = given["input_ids"]
        rows = len(ids_BT)
        cache = given.get("past_key_values")
        seen = cache.get_seq_length() if cache is not None else 0
        mask = given.get("attention_mask")
        if mask is None:
            mask = ids_BT.new_ones(rows, max(seen - num_vectors, 0) + ids_BT.shape[1])
        position_BT = given.get("position_ids")
        if position_BT is None:
            position_BT = (mask.cumsum(1) - 1).clamp(min=0)[:, -ids_BT.shape[1] :]
        position_BT = position_BT + num_vectors
        changed = given | {"attention_mask": torch.cat([mask.new_ones(rows, num_vectors), mask], dim=1)}
        if not seen:
            first = torch.arange(num_vectors, device=ids_BT.device).expand(rows, -1)
            position_BT = torch.cat([first, position_BT], dim=1)
            embedded = module.get_input_embeddings()(ids_BT)
            changed["inputs_embeds"] = torch.cat([prompt_NH.expand(rows, -1, -1), embedded], dim=1)
            del changed["input_ids"]
        return args, changed | {"position_ids": position_BT}

    def after(_: Any, __: Any, given: dict[str, Any], output: Any) -> Any:
        if "inputs_embeds" in given:
            output.logits = output.logits[:, -(given["inputs_embeds"].shape[1] - num_vectors) :]
        return output

    model.register_forward_pre_hook(before, with_kwargs=True)
    model.register_forward_hook(after, with_kwargs=True)
    model.soft_prompt = prompt_NH.clone()


def has_prompt(model: Any) -> bool:
    """Whether a prompt is attached."""
    return getattr(model, "soft_prompt", None) is not None


def save_prompt(model: Any, folder: Path) -> None:
    """Write the attached prompt into a model folder."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file({"prompt": model.soft_prompt.float().cpu().contiguous()}, folder / FILE)


def load_prompt(model: Any, folder: Path) -> None:
    """Attach the prompt that lies in a model folder, if one does."""
    if (folder / FILE).is_file():
        attach_prompt(model, load_file(folder / FILE)["prompt"])
