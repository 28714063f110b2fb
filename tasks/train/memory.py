"""Memory that does not suffice, said in settings."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from tasks.errors import TrainingError

ADVICE = {
    "sft": (
        "raise sft.accumulation_steps or set sft.gradient_checkpointing (both with the same result), lower "
        "sft.max_tokens, or learn less: sft.method = lora, sft.launch.deepspeed = zero2_offload"
    ),
    "grpo": (
        "raise grpo.accumulation (a batch in more pieces, the same result), lower grpo.prompts_per_step, "
        "grpo.group_size or grpo.max_completion_tokens, or learn less: grpo.method = lora"
    ),
    "student": "lower student.batch_size, student.max_tokens or student.max_completion_tokens",
}
"""Task -> what its user can change."""

_WORDS = ("out of memory", "can't allocate memory", "not enough memory", "cannot allocate memory")


@contextmanager
def memory_named(task: str) -> Iterator[None]:
    """Turn an allocation that fails, on a GPU or in main memory, into the settings to change.

    Raises:
        TrainingError: memory did not suffice. The last committed checkpoint stays.
    """
    try:
        yield
    except (torch.OutOfMemoryError, MemoryError, RuntimeError) as error:
        named = isinstance(error, torch.OutOfMemoryError | MemoryError)
        if not named and not any(words in str(error).lower() for words in _WORDS):
            raise
        first = str(error).partition("\n")[0]
        raise TrainingError(f"{task}: out of memory ({first}). To need less, {ADVICE[task]}.") from error
