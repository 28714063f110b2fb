"""Where a model lies, and how it is brought into memory."""

from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging as transformers_logging

from tasks.artifacts import MANIFEST, digest_file, read_manifest
from tasks.errors import ModelError
from tasks.models.soft_prompt import load_prompt

transformers_logging.disable_progress_bar()  # stderr belongs to our own line of progress

WEIGHTS = "model.safetensors"
"""File of the weights in a model folder."""


def resolve_model(path: Path) -> Path:
    """The folder that holds `config.json`: `path` itself, or `path/model` when `path` is a step's directory.

    Raises:
        ModelError: neither is a model.
    """
    for folder in (path / "model", path):
        if (folder / "config.json").is_file():
            return folder
    raise ModelError(
        f"{path}: no model here (no config.json in it or in its folder model/); give the directory of a "
        "finished model, sft or grpo step, or a folder in Hugging Face layout"
    )


def load_model(path: Path, *, device: str = "cpu") -> tuple[Any, Any]:
    """Load a causal language model and its tokenizer, from safetensors and JSON only.

    Args:
        path: A step's directory or a model folder. If a manifest lies beside the folder, every file it
            lists there is hashed first: safetensors would load a flipped bit without a word.
        device: torch device; the weights are float32.

    Returns:
        (model in eval mode, tokenizer padding on the left). A prompt that SFT learnt is attached.

    Raises:
        ModelError: no model there, a file changed since the step finished, or the files do not load.
    """
    folder = resolve_model(path)
    _check_digests(folder)
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, trust_remote_code=False, local_files_only=True)
        model = AutoModelForCausalLM.from_pretrained(
            folder, trust_remote_code=False, local_files_only=True, use_safetensors=True, dtype=torch.float32
        )
    except (OSError, ValueError, RuntimeError) as error:
        raise ModelError(f"{folder}: not a loadable model: {error}") from error
    tokenizer.padding_side = "left"
    model = model.to(device).eval()
    load_prompt(model, folder)
    return model, tokenizer


def _check_digests(folder: Path) -> None:
    if not (folder.parent / MANIFEST).is_file():
        return
    for name, expected in read_manifest(folder.parent).outputs.items():
        path = folder.parent / name
        if not name.startswith(f"{folder.name}/"):
            continue
        if not path.is_file() or digest_file(path) != expected:
            raise ModelError(
                f"{path}: missing, or changed since it was finished; delete {folder.parent} and give the "
                "command that made it again"
            )
