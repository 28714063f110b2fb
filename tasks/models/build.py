"""The model that training starts from."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, Qwen3Config, Qwen3ForCausalLM

from tasks.artifacts import digest_file
from tasks.chat import END, PAD, SPECIAL_TOKENS
from tasks.dataset import read_dataset
from tasks.errors import ConfigError, ModelError
from tasks.models.folder import WEIGHTS
from tasks.models.tokenizer import CHAT_TEMPLATE, learn_tokenizer
from tasks.params.training import ModelParams

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReport:
    """What was built."""

    num_parameters: int
    """Weights of the model; tied ones count once."""
    vocab_size: int
    """Entries of the tokenizer, special tokens included."""
    weights_sha256: str
    """Digest of `model/model.safetensors`; of the index file for a base model in several files."""
    tokenizer_sha256: str
    """Digest of `model/tokenizer.json`."""


def build_model(params: ModelParams, *, data: Path, out_dir: Path) -> ModelReport:
    """Make the model that SFT starts from.

    Args:
        params: The `model` section of params.yaml.
        data: A dataset folder; the vocabulary is learnt from its train split.
        out_dir: Receives `model/` in Hugging Face layout: safetensors, tokenizer, chat template.

    Returns:
        Sizes and digests. The same data and settings give the same bytes.

    Raises:
        ConfigError: `hidden_size` is no multiple of `head_dim`.
        DataError: `data` is no dataset, or damaged.
        ModelError: `params.base` cannot be loaded.
    """
    folder = out_dir / "model"
    model, tokenizer = _from_base(params) if params.base else _from_scratch(params, data)
    model.save_pretrained(folder, safe_serialization=True)
    tokenizer.save_pretrained(folder)
    weights = folder / WEIGHTS
    report = ModelReport(
        num_parameters=model.num_parameters(),
        vocab_size=len(tokenizer),
        weights_sha256=digest_file(weights if weights.is_file() else folder / f"{WEIGHTS}.index.json"),
        tokenizer_sha256=digest_file(folder / "tokenizer.json"),
    )
    log.info("built parameters=%d vocab=%d", report.num_parameters, report.vocab_size)
    return report


def _from_scratch(params: ModelParams, data: Path) -> tuple[Any, Any]:
    num_heads, rest = divmod(params.hidden_size, params.head_dim)
    if rest:
        raise ConfigError(
            f"model.hidden_size = {params.hidden_size} is no multiple of model.head_dim = {params.head_dim}"
        )
    tokenizer = learn_tokenizer(_texts(data), vocab_size=params.vocab_size, max_tokens=params.max_tokens)
    config = Qwen3Config(
        vocab_size=len(tokenizer),
        hidden_size=params.hidden_size,
        num_hidden_layers=params.num_layers,
        num_attention_heads=num_heads,
        num_key_value_heads=num_heads,
        head_dim=params.head_dim,
        intermediate_size=params.mlp_size,
        max_position_embeddings=params.max_tokens,
        tie_word_embeddings=True,
        initializer_range=params.initializer_range,
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        dtype="float32",
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(params.seed)
        model = Qwen3ForCausalLM(config)
    return model, tokenizer


def _texts(data: Path) -> Iterator[str]:
    for problem in read_dataset(data, "train"):
        yield problem.prompt
        yield problem.answer
        yield ";".join(step.claim for step in problem.steps)
        if problem.solution:
            yield problem.solution


def _from_base(params: ModelParams) -> tuple[Any, Any]:
    """A base model with our chat format on top: control tokens added, embeddings resized."""
    try:
        tokenizer = AutoTokenizer.from_pretrained(params.base, trust_remote_code=False)
        model = AutoModelForCausalLM.from_pretrained(
            params.base, trust_remote_code=False, use_safetensors=True, dtype=torch.float32
        )
    except (OSError, ValueError) as error:
        raise ModelError(
            f"model.base = {params.base!r} cannot be loaded: {error}. Give a folder in Hugging Face layout "
            "with safetensors, a hub id that this machine can reach, or leave it empty for a new model."
        ) from error
    tokenizer.add_special_tokens({"additional_special_tokens": list(SPECIAL_TOKENS)})
    tokenizer.pad_token, tokenizer.eos_token = PAD, END
    tokenizer.chat_template = CHAT_TEMPLATE
    tokenizer.padding_side = "left"
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(params.seed)
        if len(tokenizer) > model.get_input_embeddings().num_embeddings:
            model.resize_token_embeddings(len(tokenizer))
    for config in (model.config, model.generation_config):
        config.pad_token_id, config.eos_token_id = tokenizer.pad_token_id, tokenizer.eos_token_id
    return model, tokenizer
