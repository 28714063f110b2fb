"""Samples for people: of different prompts, and once a step, whatever is done again."""

import json
from pathlib import Path

from tasks.artifacts import SAMPLES
from tasks.train.samples import PER_EVALUATION, keep_samples


def rollouts(word: str, prompts: int = 8, group: int = 3) -> list[dict[str, object]]:
    return [
        {
            "prompt": f"<|user|>q{p}<|assistant|>",
            "completion": f"{word} {p} {g}",
            "outcome": "wrong",
            "reward": 0.0,
        }
        for p in range(prompts)
        for g in range(group)
    ]


def test_samples_are_of_different_prompts_and_a_repeated_step_replaces_its_own(tmp_path: Path) -> None:
    keep_samples(tmp_path, 20, rollouts("a"))
    keep_samples(tmp_path, 40, rollouts("lost"))
    keep_samples(tmp_path, 40, rollouts("b"))
    found = json.loads((tmp_path / SAMPLES).read_bytes())
    assert [one["step"] for one in found] == [20] * PER_EVALUATION + [40] * PER_EVALUATION
    assert len({one["question"] for one in found[:PER_EVALUATION]}) == PER_EVALUATION
    assert {one["question"] for one in found} <= {f"q{n}" for n in range(8)}
    assert all(one["completion"].startswith("b") for one in found[PER_EVALUATION:])


def test_fewer_prompts_than_wanted_are_all_kept(tmp_path: Path) -> None:
    keep_samples(tmp_path, 1, rollouts("a", prompts=2))
    keep_samples(tmp_path, 2, [])
    assert len(json.loads((tmp_path / SAMPLES).read_bytes())) == 2
