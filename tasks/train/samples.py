"""Some rollouts of each evaluation with their verdicts, for people to read: `samples.json`."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tasks.artifacts import SAMPLE_KEYS, SAMPLES, write_json
from tasks.chat import ASSISTANT, USER

PER_EVALUATION = 4


def keep_samples(out_dir: Path, step: int, rollouts: Sequence[dict[str, Any]]) -> None:
    """Add some of a batch's rollouts, of different prompts; those of a step that is done again are replaced.

    Args:
        out_dir: Receives or has `samples.json`: a list of rows of `SAMPLE_KEYS`.
        step: The step they are from.
        rollouts: What `Reward.last` holds.
    """
    path = out_dir / SAMPLES
    earlier = json.loads(path.read_bytes()) if path.is_file() else []
    by_prompt = {one["prompt"]: one for one in reversed(rollouts)}
    chosen = [
        {"step": step, "question": _question(one["prompt"]), **{key: one[key] for key in SAMPLE_KEYS[2:]}}
        for one in list(by_prompt.values())[-PER_EVALUATION:]
    ]
    write_json(path, [one for one in earlier if one["step"] < step] + chosen)


def _question(prompt: str) -> str:
    """A prompt without its control tokens."""
    return prompt.removeprefix(USER).removesuffix(ASSISTANT)
