"""One question, answered as it is generated.

The pieces keep the control tokens, so that a caller can tell reasoning from answer while they arrive:

    "".join(stream_answer(folder, "Compute 37+8-9."))
    # '<think>37+8=45;45-9=36</think><answer>36</answer>'
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tasks.chat import render_prompt
from tasks.errors import DataError

MAX_QUESTION_CHARS = 2_000
"""A longer question is refused, before any model is loaded."""
_UNFINISHED = "\ufffd"
"""What a byte-level tokenizer decodes half a character to."""


def stream_answer(folder: Path, question: str, *, max_new_tokens: int = 256) -> Iterator[str]:
    """Answer a question greedily, piece by piece.

    Args:
        folder: A step's directory or a model folder.
        question: Plain text, 1 to 2,000 characters. Control tokens in it are removed: it is data.
        max_new_tokens: Longest completion. The model's own longest sequence bounds it too.

    Returns:
        Pieces of the completion, in order, without the end token. Never half a character. The model is
        loaded when the first piece is asked for.

    Raises:
        DataError: the question is empty or too long; raised by the call itself.
        ModelError: the model cannot be loaded; raised with the first piece.
    """
    if not question.strip():
        raise DataError('the question is empty; ask e.g. "Compute 37+8-9."')
    if len(question) > MAX_QUESTION_CHARS:
        raise DataError(
            f"the question has {len(question)} characters, at most {MAX_QUESTION_CHARS} are read; shorten it"
        )
    return _stream(folder, question, max_new_tokens)


def _stream(folder: Path, question: str, max_new_tokens: int) -> Iterator[str]:
    from tasks.models.generate import load_model

    model, tokenizer = load_model(folder)
    prompt: list[int] = tokenizer(render_prompt(question))["input_ids"]
    room = model.config.max_position_embeddings - len(prompt)
    if room < 1:
        raise DataError(
            f"the question has {len(prompt)} tokens, the model reads at most "
            f"{model.config.max_position_embeddings - 1}; shorten it"
        )
    written: list[int] = []
    shown = 0
    for token in _greedy(model, prompt, min(max_new_tokens, room)):
        if token == tokenizer.eos_token_id:
            break
        written.append(token)
        text = tokenizer.decode(written, skip_special_tokens=False)
        if not text.endswith(_UNFINISHED):
            yield text[shown:]
            shown = len(text)
    text = tokenizer.decode(written, skip_special_tokens=False)
    if text[shown:]:
        yield text[shown:]


def _greedy(model: Any, prompt: list[int], max_new_tokens: int) -> Iterator[int]:
    """The likeliest next tokens, one at a time; each costs one position, earlier ones are cached."""
    import torch

    ids_BT, cache = torch.tensor([prompt], device=model.device), None
    for _ in range(max_new_tokens):
        with torch.inference_mode():
            out = model(input_ids=ids_BT, past_key_values=cache, use_cache=True, logits_to_keep=1)
        ids_BT, cache = out.logits[:, -1].argmax(-1, keepdim=True), out.past_key_values
        yield int(ids_BT)
