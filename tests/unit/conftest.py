"""A dataset and a model small enough to build, train and reward in seconds."""

import os
from pathlib import Path

import pytest

from tasks.dataset import write_dataset
from tasks.params.training import ModelParams
from tasks.problems import draw_problem
from tasks.records import Problem

# Starting workers, each of which imports and surveys all generators, takes longer than the work of a test.
os.environ.setdefault("REASONLOOP_ENGINE", "processes:1")

TINY_MODEL = ModelParams(
    vocab_size=300, hidden_size=32, num_layers=2, head_dim=16, mlp_size=64, max_tokens=160
)


def draw_some(count: int, split: str, level: int = 1) -> list[Problem]:
    """Chains in both languages, no two alike."""
    found: dict[str, Problem] = {}
    index = 0
    while len(found) < count:
        problem = draw_problem(
            "arithmetic.chain",
            seed=5,
            split="eval" if split == "eval" else "train",
            level=level,
            index=index // 2,
            language="zh" if index % 2 else "en",
        )
        found[problem.problem_id] = problem
        index += 1
    return list(found.values())


@pytest.fixture(scope="session")
def tiny_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "tiny"
    groups = {("train", "chain"): draw_some(600, "train"), ("eval", "chain"): draw_some(20, "eval")}
    write_dataset(folder, groups, shard_rows=512, facts={})
    return folder


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory, tiny_data: Path) -> Path:
    from tasks.models.build import build_model

    out_dir = tmp_path_factory.mktemp("model")
    build_model(TINY_MODEL, data=tiny_data, out_dir=out_dir)
    return out_dir


@pytest.fixture(scope="session")
def tiny_settings() -> ModelParams:
    return TINY_MODEL
