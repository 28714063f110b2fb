"""A policy that guesses, and data on which RL has something to select."""

from pathlib import Path

import pytest

from tasks.__main__ import run_task
from tasks.models.build import build_model
from tasks.params.training import ModelParams
from tests.unit.train.coins import TAUGHT, write_coins


@pytest.fixture(scope="session")
def coins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fair coins: SFT on them makes a policy that guesses."""
    return write_coins(tmp_path_factory.mktemp("coins") / "data", "01")


@pytest.fixture(scope="session")
def ones(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Coins that always show 1: RL on them has something to select."""
    return write_coins(tmp_path_factory.mktemp("ones") / "data", "1")


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory, coins: Path, tiny_settings: ModelParams) -> Path:
    out_dir = tmp_path_factory.mktemp("base")
    build_model(tiny_settings, data=coins, out_dir=out_dir)
    return out_dir


@pytest.fixture(scope="session")
def taught(tmp_path_factory: pytest.TempPathFactory, coins: Path, base: Path) -> Path:
    """A model that knows the format and guesses."""
    out_dir = tmp_path_factory.mktemp("taught")
    run_task("sft", TAUGHT.as_json(), {"data": coins, "model": base}, out_dir)
    return out_dir
